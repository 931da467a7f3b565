"""Readings written out: a table for people, JSON lines, CSV, Parquet.

Every writer takes the engine's JSON lines, a batch at a time; only the table holds them all (as short rows).
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from kondusif.cli.atomic import output
from kondusif.cli.flat import COLUMNS, flattened
from kondusif.cli.status import Failed
from kondusif.publishing.domain.cells import formula_safe

FORMATS = ("table", "jsonl", "csv", "parquet")
_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet", ".txt": "table"}
_PARQUET_ROWS = 8192


class Writer(Protocol):
    """Takes readings and writes them in its format."""

    def write(self, lines: bytes) -> None:
        """Take a batch of readings, one JSON object per line."""

    def finish(self) -> None:
        """Write what must stand at the end."""


def form_for(target: Path | None) -> str:
    """The format that nobody had to name: by the file's ending; on a terminal a table, into a pipe JSON lines."""
    if target is not None:
        return _BY_SUFFIX.get(target.suffix.lower(), "jsonl")
    return "table" if sys.stdout.isatty() else "jsonl"


@contextmanager
def writer(form: str, target: Path | None) -> Iterator[Writer]:
    """A writer whose file appears, whole, when the block ends well."""
    if form == "parquet" and target is None and sys.stdout.isatty():
        raise Failed("parquet bukan untuk layar; sebutkan --out FILE.parquet")
    with output(target) as stream:
        chosen = _WRITERS[form](stream)
        yield chosen
        chosen.finish()


class _JsonLines:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, lines: bytes) -> None:
        self._stream.write(lines)

    def finish(self) -> None:
        pass


class _Csv:
    """Rows as `flat.COLUMNS` says; cells that a spreadsheet would run as a formula are disarmed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._write_rows([COLUMNS])

    def write(self, lines: bytes) -> None:
        self._write_rows([[formula_safe(cell) for cell in flattened(reading).values()] for reading in _readings(lines)])

    def finish(self) -> None:
        pass

    def _write_rows(self, rows: list[Any]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self._stream.write(text.getvalue().encode())


class _Parquet:
    """The columns of the CSV, and the whole reading as JSON in `reading`."""

    def __init__(self, stream: BinaryIO) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        types = {"is_incident": pa.bool_(), "event_date": pa.date32(), "category_confidence": pa.float64()}
        fields = [(name, types.get(name, pa.string())) for name in (*COLUMNS, "reading")]
        self._schema = pa.schema(fields)
        self._table = pa.Table
        self._parquet = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, lines: bytes) -> None:
        for line in lines.splitlines():
            self._rows.append(_typed(flattened(json.loads(line))) | {"reading": line.decode()})
        while len(self._rows) >= _PARQUET_ROWS:
            self._write_group(self._rows[:_PARQUET_ROWS])
            self._rows = self._rows[_PARQUET_ROWS:]

    def finish(self) -> None:
        if self._rows:
            self._write_group(self._rows)
        self._parquet.close()

    def _write_group(self, rows: list[dict[str, Any]]) -> None:
        self._parquet.write_table(self._table.from_pylist(rows, schema=self._schema))


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    from datetime import date

    stated = row["event_date"]
    return row | {"event_date": date.fromisoformat(stated) if stated else None}


class _Table:
    """A table as wide as the terminal, kept short: one line per reading where there is room."""

    def __init__(self, stream: BinaryIO) -> None:
        from kondusif.cli.table import Row

        self._stream = stream
        self._row = Row.of
        self._rows: list[Row] = []

    def write(self, lines: bytes) -> None:
        self._rows.extend(self._row(reading) for reading in _readings(lines))

    def finish(self) -> None:
        from kondusif.cli.table import print_table

        print_table(self._rows, self._stream)


_WRITERS: dict[str, Any] = {"table": _Table, "jsonl": _JsonLines, "csv": _Csv, "parquet": _Parquet}


def _readings(lines: bytes) -> Iterator[dict[str, Any]]:
    # Not splitlines() on text: a JSON string may hold U+2028, which is no end of a line here.
    return (json.loads(line) for line in lines.split(b"\n") if line)
