"""`.csv` and `.tsv`: delimiter, line ends and encoding are found out; rows are numbered as a spreadsheet shows them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.rows import RowReader, column_names, require_columns
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import NotText, sniff

_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
# A stray zero costs its row; more of them, and the file is no table.
_STRAY_NULS = 0.02


def documents(source: Source) -> Iterator[Item]:
    """The documents of a table, row by row. Raises `Unreadable` when it has not the columns that we need."""
    with source.opened() as handle:
        encoding, notes = _encoding(handle)
        text = io.TextIOWrapper(handle, encoding=encoding, errors="replace", newline="")
        try:
            yield from _rows(source, text, RowReader(source, notes))
        finally:
            text.detach()


def _rows(source: Source, text: TextIO, reader: RowReader) -> Iterator[Item]:
    csv.field_size_limit(limits.ROW_BYTES)
    lines = _Lines(text, source)
    try:
        first = next(line for line in lines if line.strip())
    except (StopIteration, _LineTooLong):
        raise Unreadable("berkas kosong" if not lines.consumed else "baris judul kolom tidak ditemukan") from None
    delimiter = _delimiter(first)
    columns = column_names(next(csv.reader([first], delimiter=delimiter)))
    require_columns(columns)
    table = csv.reader(lines, delimiter=delimiter)
    number, empty = 1, True
    while True:
        number += 1
        try:
            cells = next(table)
        except StopIteration:
            break
        except (csv.Error, _LineTooLong) as error:
            empty = False
            too_long = isinstance(error, _LineTooLong) or "field larger" in str(error)
            yield source.refuse(limits.ROW_TOO_LONG if too_long else "baris CSV rusak", number)
            continue
        if not any(cells):
            continue
        empty = False
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            yield source.refuse(f"ada {len(cells)} kolom, seharusnya {len(columns)}", number)
            continue
        yield reader.item(number, dict(zip(columns, cells, strict=False)))
    if empty:
        raise Unreadable("tidak ada baris di bawah judul kolom")


def _delimiter(header: str) -> str:
    """The delimiter under which the header has the columns that we need; else the one that makes most columns."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        columns = column_names(next(csv.reader([header], delimiter=delimiter)))
        return "text" in columns, len(columns)

    return max(_DELIMITERS, key=fitness)


def _encoding(handle: BinaryIO) -> tuple[str, tuple[str, ...]]:
    """Find the encoding by reading the file through once; leaves the stream at its first letter."""
    head = handle.read(8192)
    if not head.strip():
        raise Unreadable("berkas kosong")
    encoding, mark = sniff(head)
    if encoding is None:
        if head.count(0) > _STRAY_NULS * len(head):
            raise NotText("bukan teks (berisi byte nol)")
        handle.seek(0)
        legacy = not _is_utf8(handle)
        encoding, notes = ("cp1252", ("decoded_from:windows-1252",)) if legacy else ("utf-8", ())
    else:
        notes = (f"decoded_from:{'utf-8-bom' if encoding == 'utf-8' else encoding[:6]}",)
    handle.seek(mark)
    return encoding, notes


def _is_utf8(handle: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := handle.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _LineTooLong(Exception):
    pass


class _Lines:
    """The lines of a text; one that is too long is skipped and raises, and the next call goes on after it."""

    def __init__(self, text: TextIO, source: Source) -> None:
        self._text = text
        self._source = source
        self.consumed = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(limits.ROW_BYTES + 1)
        if not line:
            raise StopIteration
        self.consumed = True
        self._source.position += len(line)
        if len(line) > limits.ROW_BYTES and not line.endswith(("\n", "\r")):
            while (rest := self._text.readline(limits.MEGABYTE)) and not rest.endswith(("\n", "\r")):
                pass
            raise _LineTooLong
        return line
