"""`.parquet`: only the columns that we need, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.rows import FIELDS, RowReader, column_names, require_columns
from kondusif.intake.domain.source import Source

_ROWS = 1024


def documents(source: Source) -> Iterator[Item]:
    """The documents of a table. Raises `Unreadable` when it is torn or has not the columns that we need."""
    import pyarrow as pa
    from pyarrow import parquet

    if source.size == 0:
        raise Unreadable("berkas kosong")
    with source.opened() as handle:
        try:
            table = parquet.ParquetFile(handle)
            wanted = _wanted(table.schema_arrow.names)
            if not table.metadata.num_rows:
                raise Unreadable("tabel tidak berisi baris")
            reader, number = RowReader(source), 0
            for batch in table.iter_batches(batch_size=_ROWS, columns=list(wanted)):
                columns = [_values(batch.column(actual)) for actual in wanted]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield reader.item(number, dict(zip(wanted.values(), cells, strict=True)))
                source.position = int(source.size * number / table.metadata.num_rows)
        except (pa.ArrowException, OSError) as error:
            raise Unreadable("berkas parquet rusak atau terpotong") from error


def _wanted(names: list[str]) -> dict[str, str]:
    """Actual column → our field, for the columns that we read."""
    columns = column_names(names)
    require_columns(columns)
    wanted = {actual: field for actual, field in zip(names, columns, strict=True) if field in FIELDS}
    return {actual: field for actual, field in wanted.items() if names.count(actual) == 1}


def _values(column: Any) -> list[object]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (UnicodeDecodeError, ValueError, OverflowError):
        values = [_value(cell) for cell in column]
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell for cell in values]
    return values


def _value(cell: Any) -> object:
    """One cell; what Python cannot hold becomes a value that the row is refused for."""
    try:
        value: object = cell.as_py()
    except (UnicodeDecodeError, ValueError, OverflowError):
        return b"?"
    return value
