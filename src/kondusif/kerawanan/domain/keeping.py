"""An index as bytes for a table, and back: NumPy's own archive, without pickled objects, the same whatever the machine.

A kept edition holds the table that was handed in and the result that was computed from it, so that a later version of the
product shows what was published and not what it would compute today.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Category, Cutoffs, Framework, build_framework
from kondusif.kerawanan.domain.index import CATEGORIES, IndexResult
from kondusif.kerawanan.domain.index_plan import Form
from kondusif.kerawanan.domain.manifest import Manifest
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.kerawanan.domain.treatment import Treatment

_FIGURES = (
    "voters", "inherited", "scores", "dimension_scores", "part_scores", "coverage", "dimension_coverage", "ranks",
    "imputation_sd", "score_interval", "rank_interval", "probability", "borderline", "imputed", "normalised", "used",
)  # fmt: skip


class NotKept(ValueError):
    """The bytes are no index that was packed here; the message is Indonesian."""


def packed_table(table: IndicatorTable) -> bytes:
    """The table as bytes."""
    return _archive(
        {
            "codes": np.array(table.codes, dtype=np.str_),
            "values": table.values,
            "voters": table.voters,
            "indicators": np.array(table.indicator_ids, dtype=np.str_),
            "stations": table.stations,
            "inherited": table.inherited,
            "names": np.array(table.names, dtype=np.str_),
        }
    )


def unpacked_table(content: bytes) -> IndicatorTable:
    """The table again. Raises `NotKept`."""
    found = _opened(content)
    return IndicatorTable(
        _words(found["codes"]),
        found["values"],
        found["voters"],
        _words(found["indicators"]),
        found["stations"],
        found["inherited"],
        _words(found["names"]),
    )


def packed_result(result: IndexResult) -> bytes:
    """Scores, intervals and all that explains them, with the framework and the manifest."""
    places = [-1 if one is None else CATEGORIES.index(one) for one in result.categories]
    figures = {name: getattr(result, name) for name in _FIGURES}
    words = {
        "framework": result.framework.model_dump(mode="json"),
        "treatments": [_plain(one) for one in result.treatments],
        "cutoffs": None if result.cutoffs is None else result.cutoffs.model_dump(mode="json"),
        "form": result.form,
        "manifest": {
            "inputs": result.manifest.inputs,
            "libraries": result.manifest.libraries,
            "result": result.manifest.result,
        },
    }
    return _archive(
        {
            **figures,
            "codes": np.array(result.codes, dtype=np.str_),
            "categories": np.array(places, dtype=np.int8),
            "reasons": np.array(result.reasons, dtype=np.str_),
            "words": np.frombuffer(json.dumps(words, sort_keys=True, allow_nan=False).encode(), dtype=np.uint8),
        }
    )


def unpacked_result(content: bytes) -> IndexResult:
    """The result again. Raises `NotKept`."""
    found = _opened(content)
    words: dict[str, Any] = json.loads(found["words"].tobytes())
    framework: Framework = build_framework(words["framework"])
    cutoffs = None if words["cutoffs"] is None else Cutoffs.model_validate(words["cutoffs"])
    categories: list[Category | None] = [None if place < 0 else CATEGORIES[place] for place in found["categories"]]
    return IndexResult(
        framework=framework,
        codes=_words(found["codes"]),
        categories=tuple(categories),
        reasons=_words(found["reasons"]),
        treatments=tuple(_treatment(one) for one in words["treatments"]),
        cutoffs=cutoffs,
        form=cast("Form", words["form"]),
        manifest=Manifest(**words["manifest"]),
        **{name: found[name] for name in _FIGURES},
    )


def _archive(arrays: dict[str, NDArray[Any]]) -> bytes:
    kept = io.BytesIO()
    np.savez_compressed(kept, allow_pickle=False, **arrays)
    return kept.getvalue()


def _opened(content: bytes) -> dict[str, NDArray[Any]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile):
        raise NotKept("edisi indeks yang tersimpan rusak; hitung dan simpan lagi dari tabelnya") from None


def _words(array: NDArray[Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in array)


def _plain(treatment: Treatment) -> dict[str, Any]:
    """JSON knows no infinity: a side without a limit has none."""
    return {name: None if value in (np.inf, -np.inf) else value for name, value in asdict(treatment).items()}


def _treatment(kept: dict[str, Any]) -> Treatment:
    low, high = kept["low"], kept["high"]
    return Treatment(**(kept | {"low": -np.inf if low is None else low, "high": np.inf if high is None else high}))
