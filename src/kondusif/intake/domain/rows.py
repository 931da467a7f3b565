"""Rows with named fields (JSONL, CSV, Parquet, XLSX) → documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NoReturn

from kondusif.intake.domain import limits
from kondusif.intake.domain.moments import BadMoment, parse_moment
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import without_surrogates
from kondusif.understanding.document import Document

REQUIRED = ("id", "text")
OPTIONAL = ("title", "url", "source", "received_at", "published_at")
FIELDS = REQUIRED + OPTIONAL
_COLUMNS_NAMED = 12


class BadRow(ValueError):
    """One row cannot be read; the message is the reason, for people."""


def column_names(header: Iterable[object]) -> list[str]:
    """Header cells as field names: spaces, capitals and a byte order mark do not matter."""
    return [str(cell if cell is not None else "").strip("\ufeff \t\r\n").lower() for cell in header]


def require_columns(columns: list[str]) -> None:
    """Raise `Unreadable`, naming what is missing and what was found, unless a table has the fields that we need."""
    missing = [name for name in REQUIRED if name not in columns]
    if not missing:
        return
    found = ", ".join(f"'{name[:40]}'" for name in columns[:_COLUMNS_NAMED] if name) or "tidak ada"
    more = ", …" if len(columns) > _COLUMNS_NAMED else ""
    wanted = " dan ".join(f"'{name}'" for name in missing)
    raise Unreadable(f"kolom {wanted} tidak ada; kolom yang ditemukan: {found}{more}")


class RowReader:
    """Turns the rows of one input into documents, refusing those that are broken or that come twice."""

    __slots__ = ("_notes", "_seen", "_source")

    def __init__(self, source: Source, notes: tuple[str, ...] = ()) -> None:
        self._source = source
        self._notes = notes
        self._seen: set[int] = set()

    def item(self, number: int, row: Mapping[str, object], notes: tuple[str, ...] = ()) -> Item:
        """The document in a row, or its refusal with the row's number."""
        try:
            return self._document(row, self._notes + notes)
        except BadRow as error:
            return self._source.refuse(str(error), number)

    def _document(self, row: Mapping[str, object], notes: tuple[str, ...]) -> Document:
        identity = _identity(row)
        key = hash(identity)
        if key in self._seen:
            raise BadRow(f"id '{identity[:60]}' sudah dipakai di berkas ini")
        document = Document(
            identity,
            _text(row),
            _words(row, "title") if row.get("title") else "",
            _words(row, "source") if row.get("source") else self._source.origin,
            _words(row, "url") if row.get("url") else "",
            _moment(row, "received_at") if row.get("received_at") else None,
            _moment(row, "published_at") if row.get("published_at") else None,
            notes,
        )
        self._seen.add(key)
        return document


def _identity(row: Mapping[str, object]) -> str:
    value = row.get("id")
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return value.strip() or _no_identity(row)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or value == "":
        _no_identity(row)
    if not isinstance(value, str):
        raise BadRow("isian 'id' bukan teks atau bilangan")
    return _clean(value, "id").strip() or _no_identity(row)


def _no_identity(row: Mapping[str, object]) -> NoReturn:
    raise BadRow("isian 'id' kosong" if "id" in row else "isian 'id' tidak ada")


def _text(row: Mapping[str, object]) -> str:
    value = row.get("text")
    if isinstance(value, str):
        if not value or value.isspace():
            raise BadRow("isian 'text' kosong")
        return _clean(value, "text")
    if value is None:
        raise BadRow("isian 'text' kosong" if "text" in row else "isian 'text' tidak ada")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # a spreadsheet turns a text of digits into a number
    raise BadRow("isian 'text' bukan teks")


def _words(row: Mapping[str, object], name: str) -> str:
    value = row[name]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise BadRow(f"isian '{name}' bukan teks")
    return _clean(value, name)


def _clean(value: str, name: str) -> str:
    if "\x00" in value:
        raise BadRow(f"isian '{name}' berisi karakter nol")
    if not value.isascii():
        value = without_surrogates(value)
    if len(value) * 4 > limits.ROW_BYTES and len(value.encode()) > limits.ROW_BYTES:
        raise BadRow(limits.ROW_TOO_LONG)
    return value


def _moment(row: Mapping[str, object], name: str) -> datetime | None:
    try:
        return parse_moment(row[name])
    except BadMoment as error:
        raise BadRow(f"tanggal '{name}' tidak terbaca: '{error}'") from None
