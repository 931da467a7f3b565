"""The ranking of an edition as a file: every area of a level inside an area, with how sure each figure is.

Columns of areas that were scored themselves and of those above differ, as what can be told of them does; docs/kerawanan.md explains
each. A file says in every line which edition it is and whether its figures are invented, for CSV has no other place to say so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from importlib.metadata import version
from typing import Any

from django.utils.translation import gettext

from kondusif.kerawanan.queries.editions import Edition
from kondusif.kerawanan.queries.ranking import Ranked, Ranking
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.zones import clock_of, zone_of
from kondusif.publishing.domain.where import place_of
from kondusif.publishing.domain.writers import About, Column, Record, write_csv, write_geojson, write_xlsx
from kondusif.publishing.exports import Geometries

OWN = (
    "place_code", "place", "score", "score_low", "score_high", "rank", "rank_low", "rank_high", "category", "chance",
    "borderline", "coverage", "imputed", "inherited", "reason",
)  # fmt: skip
ABOVE = (
    "place_code", "place", "score", "rank", "ninetieth", "high_share", "areas", "areas_scored", "voters_scored",
)  # fmt: skip
EDITION = ("edition", "framework", "framework_version", "official", "invented")
FORMS = ("csv", "xlsx", "geojson")
_SPOOLED, _BLOCK = 4_000_000, 65_536


def ranking_columns(ranking: Ranking) -> tuple[str, ...]:
    """The names of the columns of a ranking."""
    return (*(OWN if ranking.own else ABOVE), *EDITION)


def ranking_records(edition: Edition, ranking: Ranking, *, area: str = "") -> Iterator[dict[str, Any]]:
    """Every area inside an area, the most at risk first, as plain values; what is not known is None."""
    facts = {
        "edition": edition.row.number,
        "framework": edition.row.framework,
        "framework_version": edition.row.framework_version,
        "official": edition.row.official,
        "invented": edition.row.invented,
    }
    for row in ranking.within(area):
        yield {**_record(row), **facts}


def export_ranking(
    form: str, edition: Edition, ranking: Ranking, *, area: str, address: str, now: datetime, bom: bool, outlines: bool
) -> Iterator[bytes]:
    """The file of one of `FORMS`, piece by piece. `outlines`: GeoJSON with whole outlines, else a point to label the area by."""
    records, said = ranking_records(edition, ranking, area=area), _said()
    about = _about(edition, ranking, area=area, address=address, now=now)
    columns = [Column(name, *said[name]) for name in ranking_columns(ranking)]
    match form:
        case "csv":
            return write_csv(columns, records, bom=bom)
        case "xlsx":
            return _workbook(columns, about, records, zone=clock_of(area))
        case "geojson":
            found = Geometries(outlines=outlines)
            return write_geojson(about, found.before(records), geometry_of=found)
    raise ValueError(f"no such format: {form}")


def ranking_file_name(form: str, edition: Edition, ranking: Ranking, *, area: str) -> str:
    """What the file is called: which edition of what, at which level, where; and that its figures are invented."""
    invented = "rekaan" if edition.row.invented else ""
    parts = ("kerawanan", edition.row.framework, f"edisi-{edition.row.number}", ranking.level, area, invented)
    return f"{'_'.join(filter(None, parts))}.{form}"


def _workbook(columns: list[Column], about: About, records: Iterable[Record], *, zone: tzinfo) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(_SPOOLED) as whole:
        write_xlsx(whole, columns, about, records, sheet=gettext("Kerawanan"), zone=zone)
        whole.seek(0)
        while block := whole.read(_BLOCK):
            yield block


def _record(row: Ranked) -> dict[str, Any]:
    where = {
        "place_code": row.code,
        "place": place_of(row.code) if row.code in load_gazetteer() else row.name or row.code,
        "score": row.score,
        "rank": row.rank,
    }
    if row.rolled is not None:
        rolled = row.rolled
        return {
            **where,
            "ninetieth": rolled.ninetieth,
            "high_share": rolled.high_share,
            "areas": rolled.areas,
            "areas_scored": rolled.areas_scored,
            "voters_scored": rolled.voters_scored,
        }
    low, high = row.interval or (None, None)
    first, last = row.ranks or (None, None)
    return {
        **where,
        "score_low": low,
        "score_high": high,
        "rank_low": first,
        "rank_high": last,
        "category": row.category,
        "chance": row.chance,
        "borderline": row.borderline,
        "coverage": row.coverage,
        "imputed": row.imputed,
        "inherited": row.inherited,
        "reason": row.reason,
    }


def _about(edition: Edition, ranking: Ranking, *, area: str, address: str, now: datetime) -> About:
    made = f"{now.astimezone(clock_of(area)):%Y-%m-%d %H:%M} {zone_of(area)}"
    row, cutoffs = edition.row, edition.result.cutoffs
    lines = (
        (gettext("Dibuat"), made),
        (gettext("Edisi"), f"{row.number}: {row.title}"),
        (gettext("Asal angka"), row.source),
        (gettext("Rekaan"), gettext("ya") if row.invented else gettext("tidak")),
        (gettext("Daftar yang sama"), address),
    )
    facts = {
        "made_at": now,
        "edition": row.number,
        "run": row.run,
        "result": row.result_hash,
        "framework": row.framework,
        "framework_version": row.framework_version,
        "official": row.official,
        "invented": row.invented,
        "source": row.source,
        "kept_at": row.kept_at,
        "level": ranking.level,
        "area": area,
        "cutoffs": cutoffs.model_dump(mode="json") if cutoffs is not None and ranking.own else None,
        "address": address,
        "versions": {"kondusif": version("kondusif")},
    }
    return About(row.title, lines, facts)


def _said() -> dict[str, tuple[str, str]]:
    return {
        "place_code": (gettext("Kode wilayah"), gettext("Kode Kemendagri wilayahnya")),
        "place": (gettext("Wilayah"), gettext("Nama wilayah itu dan yang di atasnya")),
        "score": (gettext("Skor"), gettext("0 sampai 100, lebih tinggi lebih rawan; kosong bila tidak dinilai")),
        "score_low": (gettext("Skor dari"), gettext("Ujung bawah selang skor")),
        "score_high": (gettext("Skor sampai"), gettext("Ujung atas selang skor")),
        "rank": (gettext("Peringkat"), gettext("1 = paling rawan, di antara semua wilayah setingkat dalam edisi ini")),
        "rank_low": (gettext("Peringkat dari"), gettext("Ujung atas selang peringkat")),
        "rank_high": (gettext("Peringkat sampai"), gettext("Ujung bawah selang peringkat")),
        "category": (gettext("Kategori"), gettext("rendah, sedang, atau tinggi")),
        "chance": (gettext("Peluang kategori"), gettext("0 sampai 1")),
        "borderline": (gettext("Di ambang"), gettext("Apakah kategorinya tidak pasti")),
        "coverage": (gettext("Data terisi"), gettext("Bagian bobot yang angkanya diketahui, 0 sampai 1")),
        "imputed": (gettext("Angka ditaksir"), gettext("Banyaknya angka yang ditaksir")),
        "inherited": (gettext("Angka wilayah asal"), gettext("Apakah angkanya milik wilayah asalnya")),
        "reason": (gettext("Alasan"), gettext("Mengapa tidak dinilai")),
        "ninetieth": (
            gettext("Persentil ke-90"),
            gettext("90 % pemilih tinggal di wilayah dengan skor paling banyak sekian"),
        ),
        "high_share": (gettext("Pemilih di wilayah tinggi"), gettext("Bagian pemilih, 0 sampai 1")),
        "areas": (gettext("Wilayah di dalamnya"), gettext("Banyaknya wilayah pada tingkat edisi")),
        "areas_scored": (gettext("Yang dinilai"), gettext("Banyaknya wilayah di dalamnya yang dinilai")),
        "voters_scored": (gettext("Pemilih terliput"), gettext("Bagian pemilih yang wilayahnya dinilai, 0 sampai 1")),
        "edition": (gettext("Nomor edisi"), gettext("Edisi yang disimpan")),
        "framework": (gettext("Kerangka"), gettext("Id kerangka indeks")),
        "framework_version": (gettext("Versi kerangka"), gettext("SHA-256 isi kerangka")),
        "official": (gettext("Resmi"), gettext("Apakah kerangkanya milik penerbit resmi")),
        "invented": (gettext("Angka rekaan"), gettext("Apakah angkanya rekaan untuk peragaan")),
    }
