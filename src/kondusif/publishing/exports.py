"""What a list shows as a file: the same rows by the same filters, in four formats, without keeping more than a slice of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from kondusif.incidents.domain.types import Kind
from kondusif.incidents.queries import Filters, IncidentRow, every_incident, figures
from kondusif.places.domain.zones import clock_of, zone_of
from kondusif.places.queries import KeptBoundary, boundaries_by_code
from kondusif.publishing.domain.where import place_of
from kondusif.publishing.domain.writers import (
    About,
    Column,
    Geometry,
    Record,
    write_csv,
    write_geojson,
    write_json,
    write_json_lines,
    write_xlsx,
)
from kondusif.publishing.queries.masked import masked_rows
from kondusif.rulebase.loader import load_rulebase

# docs/exports.md explains each; columns are only ever added at the end.
COLUMNS = (
    "number", "id", "kind", "status", "category", "machine_category", "event_date", "event_date_end", "place_code",
    "place", "texts", "witnesses", "contradictions", "conflicts", "severity", "confidence", "title", "summary",
    "members", "first_seen_at", "latest_seen_at", "needs_more", "names",
)  # fmt: skip
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "json": "application/json",
}
FULL, MASKED = "lengkap", "disamarkan"  # what the column `names` says
_SLICE = 250
_MOST_OUTLINES = 200  # kept while a file is written; a kabupaten's takes some 10 kB
_SPOOLED = 4_000_000
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file is about: the filters, in words (`lines`) and as the address of the list that shows the same."""

    filters: Filters
    lines: tuple[tuple[str, str], ...] = ()
    address: str = ""


def incident_records(filters: Filters, *, names: bool) -> Iterator[dict[str, Any]]:
    """Every incident that the filters leave as plain values under `COLUMNS`, in the list's order.

    Without `names` private persons are covered, and the ids of texts, which may hold a name, are left out.
    """
    every = every_incident(filters)
    while part := list(islice(every, _SLICE)):
        rows = [row for row, _ in part]
        shown = rows if names else masked_rows(rows)
        for row, (_, members) in zip(shown, part, strict=True):
            yield incident_record(row, members if names else (), names=names)


def incident_record(row: IncidentRow, members: Iterable[str], *, names: bool) -> dict[str, Any]:
    """One row as plain values under `COLUMNS`."""
    own = {
        "id": str(row.id),
        "kind": row.kind.value,
        "status": row.status.value,
        "place": place_of(row.place_code),
        "members": list(members),
        "names": FULL if names else MASKED,
    }
    return {name: own[name] if name in own else getattr(row, name) for name in COLUMNS}


def export_incidents(
    form: str, scope: Scope, *, names: bool, now: datetime, bom: bool = True, outlines: bool = False
) -> Iterator[bytes]:
    """The file of one format, piece by piece. `outlines`: GeoJSON with whole outlines, else a point to label the area by."""
    records = incident_records(scope.filters, names=names)
    match form:
        case "csv":
            return write_csv(columns(), records, bom=bom)
        case "json":
            return write_json(_about(scope, names=names, now=now), records)
        case "geojson":
            found = Geometries(outlines=outlines)
            return write_geojson(_about(scope, names=names, now=now), found.before(records), geometry_of=found)
        case "xlsx":
            return _workbook(scope, records, names=names, now=now)
    raise ValueError(f"no such format: {form}")


def export_lines(filters: Filters) -> Iterator[bytes]:
    """One JSON object in a line, with all names: for the command line alone."""
    return write_json_lines(incident_records(filters, names=True))


def columns() -> tuple[Column, ...]:
    """The columns with titles and explanations in the language of whoever asks."""
    said = _said()
    return tuple(Column(name, *said[name]) for name in COLUMNS)


def file_name(form: str, scope: Filters, *, period: str, names: bool, now: datetime) -> str:
    """What the file is called: scope, moment, and whether private persons are covered."""
    parts = [
        "kejadian",
        scope.area,
        period,
        f"{now.astimezone(clock_of(scope.area)):%Y%m%d-%H%M}",
        FULL if names else MASKED,
    ]
    return f"{'_'.join(part for part in parts if part)}.{form}"


def _workbook(scope: Scope, records: Iterable[Record], *, names: bool, now: datetime) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(_SPOOLED) as whole:
        write_xlsx(
            whole,
            columns(),
            _about(scope, names=names, now=now),
            records,
            sheet=gettext("Kejadian"),
            zone=clock_of(scope.filters.area),
        )
        whole.seek(0)
        while block := whole.read(_BLOCK):
            yield block


class Geometries:
    """Where rows belong on a map, by their `place_code`; remembers points, and only so many outlines, of areas looked up."""

    def __init__(self, *, outlines: bool) -> None:
        self._outlines = outlines
        self._known: dict[str, Geometry | None] = {}

    def before(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, each after its area was looked up: one query for a slice of them."""
        every = iter(records)
        while part := list(islice(every, _SLICE)):
            self._look_up({record["place_code"] for record in part})
            yield from part

    def __call__(self, record: Record) -> Geometry | None:
        """Where a row that was looked up belongs."""
        return self._known.get(record["place_code"])

    def _look_up(self, codes: set[str]) -> None:
        if self._outlines and len(self._known) > _MOST_OUTLINES:
            self._known.clear()
        new = codes - self._known.keys() - {""}
        kept = {each.code: each for each in boundaries_by_code(each for code in new for each in _around(code))}
        for code in new:
            outline = next((kept[each] for each in _around(code) if each in kept), None)
            self._known[code] = Geometry(outline.code, self._drawn(outline)) if outline else None

    def _drawn(self, outline: KeptBoundary) -> str:
        point = {"type": "Point", "coordinates": [outline.lng, outline.lat]}
        return outline.geometry if self._outlines else json.dumps(point)


def _around(code: str) -> list[str]:
    """An area and those around it, the smallest first."""
    parts = code.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _about(scope: Scope, *, names: bool, now: datetime) -> About:
    from kondusif.understanding.reader import READER_VERSION

    counts = figures(scope.filters)
    versions = {"kondusif": version("kondusif"), "reader": READER_VERSION, "rulebase": load_rulebase().version}
    zone = zone_of(scope.filters.area)
    made = f"{now.astimezone(clock_of(scope.filters.area)):%Y-%m-%d %H:%M} {zone}"
    covered = gettext("Nama orang pribadi disamarkan; pejabat disebut dalam jabatannya.")
    shown = gettext("Memuat nama orang pribadi: hanya untuk yang berwenang, jangan diteruskan.")
    lines = (
        (gettext("Dibuat"), made),
        *(scope.lines or ((gettext("Saringan"), gettext("tidak ada: semua kejadian dan kegiatan")),)),
        (gettext("Baris"), str(counts.total)),
        (gettext("Insiden"), str(counts.by_kind[Kind.INCIDENT])),
        (gettext("Kegiatan"), str(counts.by_kind[Kind.ACTIVITY])),
        (gettext("Nama"), shown if names else covered),
        (gettext("Waktu"), gettext("Semua jam dalam %(zone)s.") % {"zone": zone}),
        (gettext("Sumber"), gettext("Kondusif, dari teks yang dimasukkan; tebakan mesin dan penilaian orang.")),
        (gettext("Daftar yang sama"), scope.address),
        (gettext("Versi"), ", ".join(f"{name} {value}" for name, value in versions.items())),
    )
    facts = {
        "made_at": now,
        "filters": dict(scope.lines),
        "address": scope.address,
        "count": counts.total,
        "incidents": counts.by_kind[Kind.INCIDENT],
        "activities": counts.by_kind[Kind.ACTIVITY],
        "names": FULL if names else MASKED,
        "versions": versions,
    }
    return About(gettext("Kejadian dan kegiatan"), lines, facts)


def _said() -> dict[str, tuple[str, str]]:
    return {
        "number": (gettext("Nomor"), gettext("Nomor kejadian, tetap selamanya")),
        "id": (gettext("Id"), gettext("Id kejadian, untuk mesin")),
        "kind": (gettext("Jenis"), gettext("incident: sesuatu yang salah. activity: sesuatu yang dikerjakan")),
        "status": (gettext("Status"), gettext("Kata orang; belum_diverifikasi berarti belum ada yang menilai")),
        "category": (gettext("Kategori"), gettext("Kategori yang berlaku: kata orang lebih dulu")),
        "machine_category": (gettext("Kategori mesin"), gettext("Tebakan mesin di sampingnya")),
        "event_date": (gettext("Tanggal kejadian"), gettext("Hari terjadinya; kosong bila tidak disebut")),
        "event_date_end": (gettext("Sampai"), gettext("Hari terakhir, bila berlangsung beberapa hari")),
        "place_code": (gettext("Kode wilayah"), gettext("Kode Kemendagri wilayah terkecil yang disebut")),
        "place": (gettext("Tempat"), gettext("Nama wilayah itu dan yang di atasnya")),
        "texts": (gettext("Teks"), gettext("Jumlah teks yang menceritakannya")),
        "witnesses": (gettext("Saksi"), gettext("Teks tanpa salinan")),
        "contradictions": (gettext("Bertentangan"), gettext("Pernyataan yang bertentangan dengan fakta resmi")),
        "conflicts": (gettext("Beda sumber"), gettext("Hal yang diceritakan berbeda oleh sumber-sumbernya")),
        "severity": (gettext("Bobot"), gettext("1 ringan, 2 sedang, 3 berat, 0 tanpa bobot")),
        "confidence": (gettext("Keyakinan"), gettext("Seyakin apa mesin akan kategorinya, 0 sampai 1")),
        "title": (gettext("Judul"), gettext("Judul salah satu teks")),
        "summary": (gettext("Ringkasan"), gettext("Satu kalimat dari teks itu sendiri")),
        "members": (gettext("Id teks"), gettext("Id teks-teksnya; kosong bila nama disamarkan")),
        "first_seen_at": (gettext("Pertama dilaporkan"), gettext("Kapan teks pertamanya masuk")),
        "latest_seen_at": (gettext("Terakhir dilaporkan"), gettext("Kapan teks terakhirnya masuk")),
        "needs_more": (gettext("Perlu bukti"), gettext("Apakah seseorang meminta bukti tambahan")),
        "names": (gettext("Nama orang"), gettext("disamarkan: orang pribadi ditutupi. lengkap: tidak ditutupi")),
    }
