"""Kept editions of an index. What was unpacked once is remembered by the process: an edition never changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.keeping import unpacked_result, unpacked_table
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.kerawanan.models import KeptBacktest, KeptEdition

_ROW = (
    "pk", "run", "framework", "framework_version", "title", "official", "level", "areas", "scored", "source",
    "invented", "result_hash", "kept_at", "kept_by",
)  # fmt: skip
_REMEMBERED = 4
_KEPT: OrderedDict[str, tuple[IndexResult, IndicatorTable]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition without its figures. `level` as in codes: provinsi, kabupaten_kota, kecamatan, desa, tps."""

    number: int
    run: str
    framework: str
    framework_version: str
    title: str
    official: bool
    level: str
    areas: int
    scored: int
    source: str
    invented: bool
    result_hash: str
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """An edition with its result and the table it came from."""

    row: EditionRow
    result: IndexResult
    table: IndicatorTable


class NoSuchEdition(LookupError):
    """No edition has this number; the message is Indonesian."""

    def __init__(self, number: int) -> None:
        super().__init__(f"tidak ada edisi indeks nomor {number}; lihat: kondusif index list")


def list_editions(*, framework: str = "", level: str = "") -> list[EditionRow]:
    """Kept editions, the newest first; one query."""
    return [EditionRow(*values) for values in _rows(framework, level).values_list(*_ROW)]


def latest_edition(*, framework: str = "", level: str = "") -> EditionRow | None:
    """The newest edition, of a framework or a level where one is named; one query."""
    values = _rows(framework, level).values_list(*_ROW).first()
    return EditionRow(*values) if values else None


def edition_before(row: EditionRow) -> EditionRow | None:
    """The newest earlier edition of the same framework and level; one query."""
    values = _rows(row.framework, row.level).filter(pk__lt=row.number).values_list(*_ROW).first()
    return EditionRow(*values) if values else None


def edition(number: int) -> Edition:
    """An edition whole; two queries, one once it is remembered. Raises `NoSuchEdition`, `NotKept`."""
    values = KeptEdition.objects.filter(pk=number).values_list(*_ROW).first()
    if values is None:
        raise NoSuchEdition(number)
    row = EditionRow(*values)
    kept = _KEPT.get(row.run)
    if kept is None:
        content = KeptEdition.objects.values_list("result", "table").get(pk=number)
        kept = unpacked_result(bytes(content[0])), unpacked_table(bytes(content[1]))
        _KEPT[row.run] = kept
        while len(_KEPT) > _REMEMBERED:
            _KEPT.popitem(last=False)
    else:
        _KEPT.move_to_end(row.run)
    return Edition(row, *kept)


def latest_backtest(area: str, level: str) -> KeptBacktest | None:
    """The newest back-test of an area; one query."""
    return KeptBacktest.objects.filter(area=area, level=level).order_by("-pk").first()


def _rows(framework: str, level: str) -> QuerySet[KeptEdition]:
    rows = KeptEdition.objects.order_by("-pk")
    if framework:
        rows = rows.filter(framework=framework)
    return rows.filter(level=level) if level else rows
