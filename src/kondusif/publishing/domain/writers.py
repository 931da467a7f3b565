"""Rows written out: CSV, XLSX, GeoJSON, JSON. Each takes rows one at a time and keeps none of them.

What every format says beside the rows stands in `About`: the scope, the moment, the source, the versions, and whether the names
of private persons are covered. CSV has no place for it; there the last column says the last.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import IO, Any, NamedTuple

from kondusif.publishing.domain.cells import formula_safe, sheet_text

Record = Mapping[
    str, Any
]  # the row by the columns' names: text, whole number, fraction, day, moment, list of texts, None


class Column(NamedTuple):
    """A column: its name in files for machines, its title for people, and what stands in it."""

    name: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: pairs of a name and a value, for people; `facts` the same for machines."""

    title: str
    lines: tuple[tuple[str, str], ...]
    facts: Mapping[str, Any]


def write_csv(columns: Sequence[Column], records: Iterable[Record], *, bom: bool) -> Iterator[bytes]:
    """Comma-separated lines in UTF-8; with a byte order mark Excel reads them as UTF-8 when the file is opened."""
    if bom:
        yield "\ufeff".encode()
    yield _csv_line([column.name for column in columns])
    for record in records:
        yield _csv_line([formula_safe(_csv_cell(record[column.name])) for column in columns])


def write_json(about: About, records: Iterable[Record]) -> Iterator[bytes]:
    """One object: `about`, then `rows`."""
    yield b'{"about":' + _json(about.facts) + b',"rows":['
    yield from _listed(map(_json, records))
    yield b"\n]}\n"


def write_json_lines(records: Iterable[Record]) -> Iterator[bytes]:
    """One object in each line."""
    for record in records:
        yield _json(record) + b"\n"


class Geometry(NamedTuple):
    """Where a row belongs: the text of a GeoJSON geometry of the area `code`."""

    code: str
    geometry: str


def write_geojson(
    about: About, records: Iterable[Record], *, geometry_of: Callable[[Record], Geometry | None]
) -> Iterator[bytes]:
    """A feature collection (RFC 7946). A geometry is that of an area, never of what happened; without one it is null."""
    yield b'{"type":"FeatureCollection","about":' + _json(about.facts) + b',"features":['
    yield from _listed(_feature(record, geometry_of(record)) for record in records)
    yield b"\n]}\n"


def write_xlsx(
    target: IO[bytes], columns: Sequence[Column], about: About, records: Iterable[Record], *, sheet: str, zone: tzinfo
) -> None:
    """A workbook: the rows, typed, under a frozen header; and a sheet "Tentang". Moments stand on the clock of `zone`."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)

    def text_cell(words: str, **style: Any) -> Any:
        cell = WriteOnlyCell(page, value=sheet_text(words))
        cell.data_type = "s"  # whatever it begins with
        cell.quotePrefix = True
        for name, value in style.items():
            setattr(cell, name, value)
        return cell

    def cell_of(value: Any) -> Any:
        if isinstance(value, datetime):
            moment = WriteOnlyCell(page, value=value.astimezone(zone).replace(tzinfo=None, microsecond=0))
            moment.number_format = "yyyy-mm-dd hh:mm"
            return moment
        if isinstance(value, date):
            day = WriteOnlyCell(page, value=datetime.combine(value, datetime.min.time()))
            day.number_format = "yyyy-mm-dd"
            return day
        if value is None or isinstance(value, bool | int | float):
            return value
        return text_cell(_joined(value))

    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    for at, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(column.name, 16)
    page.append([text_cell(column.title, font=bold) for column in columns])
    for record in records:
        page.append([cell_of(record[column.name]) for column in columns])
    told = book.create_sheet("Tentang")
    told.column_dimensions["A"].width, told.column_dimensions["B"].width = 28, 90
    told.append([text_cell(about.title, font=bold)])
    for name, words in (*about.lines, ("", ""), *((column.title, column.says) for column in columns)):
        told.append([text_cell(name, font=bold, alignment=wrapped), text_cell(words, alignment=wrapped)])
    book.save(target)


_WIDTHS = {"title": 50, "summary": 80, "place": 40, "id": 38, "number": 9, "members": 30}


def _csv_line(cells: Sequence[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    # Half a surrogate pair comes out of broken escapes in the input; no file can hold it.
    return text.getvalue().encode("utf-8", "replace")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return _joined(value)


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else "; ".join(map(str, value))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8", "replace")


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _feature(record: Record, where: Geometry | None) -> bytes:
    facts = {**record, "geometry_is": "area" if where else None, "geometry_of": where.code if where else None}
    geometry = where.geometry.encode() if where else b"null"
    return b'{"type":"Feature","geometry":' + geometry + b',"properties":' + _json(facts) + b"}"


def _listed(parts: Iterable[bytes]) -> Iterator[bytes]:
    for at, part in enumerate(parts):
        yield (b",\n" if at else b"\n") + part
