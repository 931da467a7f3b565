"""Rows as those may see them who do not need the names of private persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kondusif.incidents.queries import IncidentRow, actors_of
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.wording import place_path


def masked_rows(rows: Sequence[IncidentRow]) -> list[IncidentRow]:
    """The rows with private persons covered in title and summary; one query for every 500 of them."""
    actors = actors_of([row.id for row in rows])
    return [_masked(row, actors.get(row.id, ())) for row in rows]


def _masked(row: IncidentRow, actors: Sequence[Mapping[str, Any]]) -> IncidentRow:
    """One row with everybody covered who is no official among the actors."""
    places = [{"name": name} for name in place_path(row.place_code)]
    title, summary = redact_together((row.title, row.summary), reading={"actors": actors, "places": places})
    return replace(row, title=title, summary=summary)
