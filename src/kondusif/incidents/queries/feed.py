"""What happened lately: first reports, further sources, and what people said about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from kondusif.incidents.domain.types import Ruling, State
from kondusif.incidents.models import Incident, Judgement
from kondusif.incidents.queries.filters import EVERYTHING, Filters, chosen
from kondusif.incidents.queries.rows import IncidentRow, row_of


class Event(StrEnum):
    """What a line of the feed tells."""

    REPORTED = "reported"
    SECONDED = "seconded"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line; `ruling`, `reason` and `by` are those of a judgement."""

    at: datetime
    event: Event
    row: IncidentRow
    ruling: Ruling | None = None
    reason: str = ""
    by: str = ""


def feed(filters: Filters = EVERYTHING, *, since: datetime, until: datetime, limit: int = 40) -> list[FeedLine]:
    """Lines of a stretch of time, the newest first; two queries. The scope's own period is left aside."""
    rows = chosen(replace(filters, seen_from=None, seen_to=None))
    lately = Q(latest_seen_at__gte=since, latest_seen_at__lt=until)
    seen = [row_of(row) for row in rows.filter(lately).order_by("-latest_seen_at", "-number")[:limit]]
    lines = [FeedLine(row.latest_seen_at, _how(row, since), row) for row in seen]
    said = (
        Judgement.objects.filter(at__gte=since, at__lt=until, withdrawn_at=None, incident__state=State.ACTIVE)
        .filter(incident__in=rows.values("pk"))
        .select_related("incident")
        .order_by("-pk")[:limit]
    )
    lines += [
        FeedLine(row.at, Event.JUDGED, row_of(_incident(row)), Ruling(row.ruling), row.reason, row.by) for row in said
    ]
    return sorted(lines, key=lambda line: (line.at, line.row.number), reverse=True)[:limit]


def _how(row: IncidentRow, since: datetime) -> Event:
    return Event.REPORTED if row.first_seen_at >= since else Event.SECONDED


def _incident(judgement: Judgement) -> Incident:
    return judgement.incident
