"""Who is judging, and who has judged what: for queues, lists and the page of one incident."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kondusif.incidents.domain.types import Ruling, State
from kondusif.incidents.models import Claim, Incident, Judgement, Membership
from kondusif.incidents.queries.filters import EVERYTHING, Filters, chosen
from kondusif.incidents.queries.rows import IncidentRow, row_of


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who has an incident before them, and until when."""

    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class JudgedNow:
    """A judgement that a person put down lately, with the incident as it stands."""

    id: int
    row: IncidentRow
    ruling: Ruling
    at: datetime
    batch: uuid.UUID | None


def claims_on(incident_ids: Iterable[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Claimed]:
    """The claims that hold on these incidents; one query."""
    held = Claim.objects.filter(incident__in=list(incident_ids), until__gt=now)
    return {row.incident_id: Claimed(row.by, row.until) for row in held}


def judged_since(filters: Filters = EVERYTHING, *, by: str, since: datetime) -> int:
    """How many incidents of the scope a person has judged since, each once; what was taken back does not count."""
    standing = Judgement.objects.filter(by=by, at__gte=since, withdrawn_at=None)
    return standing.filter(incident__in=chosen(filters).values("pk")).values("incident").distinct().count()


def judged_lately(*, by: str, since: datetime, limit: int = 5) -> list[JudgedNow]:
    """What a person judged last and what still stands, the newest first; one query."""
    rows = Judgement.objects.filter(by=by, at__gte=since, withdrawn_at=None).select_related("incident")
    return [
        JudgedNow(row.pk, row_of(row.incident), Ruling(row.ruling), row.at, row.batch)
        for row in rows.order_by("-pk")[:limit]
    ]


def batch_of(batch: uuid.UUID) -> list[JudgedNow]:
    """What was judged in one go and still stands."""
    rows = Judgement.objects.filter(batch=batch, withdrawn_at=None).select_related("incident").order_by("pk")
    return [JudgedNow(row.pk, row_of(row.incident), Ruling(row.ruling), row.at, row.batch) for row in rows]


def rows_by_id(incident_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, IncidentRow]:
    """The incidents of these ids that stand by themselves; one query."""
    found = Incident.objects.filter(pk__in=list(incident_ids), state=State.ACTIVE)
    return {row.pk: row_of(row) for row in found}


def also_in(text_ids: Iterable[int], *, but: uuid.UUID) -> Mapping[int, tuple[tuple[uuid.UUID, int], ...]]:
    """For each text the other incidents that it tells of, id and number; one query."""
    standing = Membership.objects.filter(text__in=list(text_ids), ended_at=None, incident__state=State.ACTIVE)
    found: dict[int, tuple[tuple[uuid.UUID, int], ...]] = {}
    rows = standing.exclude(incident=but).order_by("incident__number")
    for text_id, incident_id, number in rows.values_list("text_id", "incident_id", "incident__number"):
        found[text_id] = (*found.get(text_id, ()), (incident_id, number))
    return found
