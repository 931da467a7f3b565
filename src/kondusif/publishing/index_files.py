"""An index as a file, kept or not: one row an area, under columns that are only ever added at the end (docs/indeks.md).

What stands in both has the name that it has in the file of a kept ranking (`ranking_export`); here dimensions and the chances of
all three categories stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.tables import level_of
from kondusif.publishing.domain.where import place_of
from kondusif.publishing.domain.writers import (
    About,
    Column,
    Geometry,
    Record,
    write_csv,
    write_geojson,
    write_json,
)

FORMATS = ("csv", "parquet", "geojson", "json")
_PLAIN = (
    ("place_code", "kode wilayah"),
    ("place", "nama wilayah itu dan yang di atasnya"),
    ("level", "tingkat"),
    ("score", "skor 0–100; kosong bila tidak dinilai"),
    ("score_low", "batas bawah selang skor"),
    ("score_high", "batas atas selang skor"),
    ("rank", "peringkat, 1 paling rawan"),
    ("rank_low", "batas bawah selang peringkat"),
    ("rank_high", "batas atas selang peringkat"),
    ("category", "rendah, sedang, tinggi"),
    ("p_rendah", "peluang rendah"),
    ("p_sedang", "peluang sedang"),
    ("p_tinggi", "peluang tinggi"),
    ("borderline", "di ambang: peluang kategorinya di bawah 0,7"),
    ("coverage", "bagian bobot yang datanya terisi, 0–1"),
    ("imputed", "banyaknya angka yang diperkirakan"),
    ("inherited", "angka dari wilayah asal sebelum pemekaran"),
    ("reason", "mengapa tidak dinilai"),
)


@dataclass(frozen=True, slots=True)
class IndexFile:
    """What a file says of itself: where the figures come from, and whether somebody made them up."""

    source: str = ""
    invented: bool = False


def index_columns(result: IndexResult) -> tuple[Column, ...]:
    """The columns of a result: the same for every framework, then a score and a coverage for each dimension."""
    dimensions = [
        Column(f"{what}_{one.id}", one.title, f"{says} {one.title}")
        for one in result.framework.dimensions
        for what, says in (("score", "skor dimensi"), ("coverage", "kelengkapan data dimensi"))
    ]
    return (*(Column(name, name, says) for name, says in _PLAIN), *dimensions)


def index_records(result: IndexResult) -> Iterator[dict[str, Any]]:
    """Every area under `index_columns`, the most at risk first, what is not scored last; figures as they were computed."""
    order = sorted(range(len(result.codes)), key=lambda row: (_last(result.ranks[row]), result.codes[row]))
    for row in order:
        code = result.codes[row]
        record: dict[str, Any] = {
            "place_code": code,
            "place": place_of(code),
            "level": level_of(code),
            "score": _figure(result.scores[row]),
            "score_low": _figure(result.score_interval[row, 0]),
            "score_high": _figure(result.score_interval[row, 1]),
            "rank": _whole(result.ranks[row]),
            "rank_low": _whole(result.rank_interval[row, 0]),
            "rank_high": _whole(result.rank_interval[row, 1]),
            "category": result.categories[row],
            "p_rendah": _figure(result.probability[row, 0]),
            "p_sedang": _figure(result.probability[row, 1]),
            "p_tinggi": _figure(result.probability[row, 2]),
            "borderline": bool(result.borderline[row]),
            "coverage": _figure(result.coverage[row]),
            "imputed": int(result.imputed[row]),
            "inherited": bool(result.inherited[row]),
            "reason": result.reasons[row],
        }
        for place, one in enumerate(result.framework.dimensions):
            record[f"score_{one.id}"] = _figure(result.dimension_scores[row, place])
            record[f"coverage_{one.id}"] = _figure(result.dimension_coverage[row, place])
        yield record


def write_index(
    result: IndexResult,
    form: str,
    stream: BinaryIO,
    about: IndexFile = IndexFile(),
    *,
    outlines: Mapping[str, str] | None = None,
) -> None:
    """The file of one of `FORMATS`. `outlines`: GeoJSON geometries by code; an area without one has none."""
    match form:
        case "csv":
            stream.writelines(write_csv(index_columns(result), index_records(result), bom=False))
        case "json":
            stream.writelines(write_json(_about(result, about), index_records(result)))
        case "geojson":
            known = outlines or {}

            def geometry_of(record: Record) -> Geometry | None:
                code = record["place_code"]
                return Geometry(code, known[code]) if code in known else None

            stream.writelines(write_geojson(_about(result, about), index_records(result), geometry_of=geometry_of))
        case "parquet":
            _write_parquet(result, stream, about)
        case _:
            raise ValueError(f"no such format: {form}")


def _write_parquet(result: IndexResult, stream: BinaryIO, about: IndexFile) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = list(index_records(result))
    texts = {"place_code", "place", "level", "category", "reason"}
    kinds = {"borderline": pa.bool_(), "inherited": pa.bool_(), "imputed": pa.int64(), "rank": pa.int64()}
    kinds |= {"rank_low": pa.int64(), "rank_high": pa.int64()} | dict.fromkeys(texts, pa.string())
    fields = [pa.field(one.name, kinds.get(one.name, pa.float64())) for one in index_columns(result)]
    facts = {b"kondusif": json.dumps(_about(result, about).facts, ensure_ascii=False, default=str).encode()}
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(fields, metadata=facts)), stream)


def _about(result: IndexResult, about: IndexFile) -> About:
    framework = result.framework
    facts = {
        "framework": framework.id,
        "title": framework.title,
        "issuer": framework.issuer,
        "official": framework.official,
        "edition": framework.edition,
        "source": about.source,
        "invented": about.invented,
        "cutoffs": None if result.cutoffs is None else result.cutoffs.model_dump(mode="json"),
        "run": result.manifest.run,
        "manifest": {
            "inputs": result.manifest.inputs,
            "libraries": result.manifest.libraries,
            "result": result.manifest.result,
        },
    }
    return About(framework.title, (), facts)


def _figure(value: Any) -> float | None:
    """A figure to a millionth: what lies beyond is noise of no draw; NaN is nothing."""
    return None if np.isnan(value) else round(float(value), 6)


def _whole(value: Any) -> int | None:
    return None if np.isnan(value) else int(value)


def _last(rank: Any) -> float:
    return np.inf if np.isnan(rank) else float(rank)
