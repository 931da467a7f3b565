"""`.xlsx`: every sheet that has the columns `id` and `text`; rows are numbered as the sheet shows them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from kondusif.intake.domain.packed import check_container
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.rows import RowReader, column_names, require_columns
from kondusif.intake.domain.source import Source

_HEADER_WITHIN = 10


def documents(source: Source) -> Iterator[Item]:
    """The documents of all sheets that have the columns that we need. Raises `Unreadable` when none has."""
    raw = source.whole()
    check_container(raw, ".xlsx", "xl/workbook.xml")
    try:
        yield from _sheets(source, raw)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part happens to trip over
        raise Unreadable("berkas .xlsx rusak") from error


def _sheets(source: Source, raw: bytes) -> Iterator[Item]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "unknown extension", "no default style": nothing the caller can act on
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        reader, without, read_any = RowReader(source), None, False
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            try:
                columns = _header(rows)
            except Unreadable as error:
                without = without or error
                continue
            for number, cells in rows:
                if any(cell not in (None, "") for cell in cells):
                    read_any = True
                    yield reader.item(number, dict(zip_longest(columns, cells[: len(columns)])))
    if not read_any:
        raise without or Unreadable("tidak ada baris di bawah judul kolom")


def _header(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> list[str]:
    """The columns: the first of the top rows that has them. Tables often carry a title above."""
    first: Unreadable | None = None
    for number, cells in rows:
        columns = column_names(cells)
        if any(columns):
            try:
                require_columns(columns)
                return columns
            except Unreadable as error:
                first = first or error
        if number >= _HEADER_WITHIN:
            break
    raise first or Unreadable("berkas kosong")
