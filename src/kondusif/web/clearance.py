"""What somebody may see of an incident: whoever does not judge needs no names of private persons."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from kondusif.incidents.policy import Person
from kondusif.incidents.queries import IncidentDetail, IncidentRow, incident_detail
from kondusif.people.policy import may_see_names
from kondusif.publishing.queries.covered import covered_detail
from kondusif.publishing.queries.masked import masked_rows


def detail_for(person: Person, incident_id: uuid.UUID) -> IncidentDetail | None:
    """An incident for this person; None when there is none with a text."""
    detail = incident_detail(incident_id)
    if detail is None or not detail.members:
        return None
    return detail if may_see_names(person) else covered_detail(detail)


def rows_for(person: Person, rows: Sequence[IncidentRow]) -> Sequence[IncidentRow]:
    """Rows of a list for this person."""
    return rows if may_see_names(person) else masked_rows(rows)
