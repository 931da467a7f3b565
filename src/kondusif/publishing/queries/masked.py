"""Rows as those may see them who do not need the names of private persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kondusif.incidents.queries import IncidentRow, actors_of
from kondusif.publishing.domain.redaction import redact_together


def masked_rows(rows: Sequence[IncidentRow]) -> list[IncidentRow]:
    """The rows with private persons covered in title and summary; one query for every 500 of them."""
    actors = actors_of([row.id for row in rows])
    return [masked_row(row, {"actors": actors.get(row.id, ())}) for row in rows]


def masked_row(row: IncidentRow, reading: dict[str, object]) -> IncidentRow:
    """One row with everybody covered who is no official among the actors of `reading`."""
    title, summary = redact_together((row.title, row.summary), reading=reading)
    return replace(row, title=title, summary=summary)
