"""What the page of an area asks: day by day for its parts, who told, who is silent, what people did there."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from kondusif.incidents.domain.describing import contradictions
from kondusif.incidents.domain.types import Kind, Ruling, State, Tie
from kondusif.incidents.models import Decision, Judgement, Membership
from kondusif.incidents.queries.bulk import witnesses_of
from kondusif.incidents.queries.filters import AREAS, EVERYTHING, SORTS, Filters, chosen
from kondusif.incidents.queries.rows import IncidentRow, row_of


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """A source that told of something in the scope: how many texts, and when the latest was out."""

    source: str
    source_class: str
    texts: int
    latest_seen_at: datetime


@dataclass(frozen=True, slots=True)
class SeenIn:
    """When anything was last told of an area, ever, and whether anything was in the period."""

    latest_seen_at: datetime
    in_period: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement (`ruling`, `value`), or a merge or split (`tie`), on an incident of the area; what stands alone."""

    at: datetime
    by: str
    reason: str
    row: IncidentRow
    ruling: Ruling | None = None
    value: str = ""
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Contradicted:
    """An incident with the statements (checks of the contract's JSON form) that official facts contradict."""

    row: IncidentRow
    checks: tuple[Mapping[str, Any], ...]


def by_day_and_area(filters: Filters = EVERYTHING, *, level: str) -> dict[str, dict[date, int]]:
    """Incidents first reported on each day in each area of a level; one query."""
    if level not in AREAS:
        raise ValueError(f"no such level: {level}")
    counted = chosen(replace(filters, kind="")).filter(kind=Kind.INCIDENT)
    if filters.kind == Kind.ACTIVITY:
        counted = counted.none()
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for code, seen_on, count in counted.values_list(level, "first_seen_on").annotate(count=Count("pk")):
        found[code][seen_on] = count
    return dict(found)


def sources_in(filters: Filters = EVERYTHING) -> tuple[SourceSeen, ...]:
    """Who told of the incidents and activities that the filters leave, the most texts first; one query."""
    standing = Membership.objects.filter(ended_at=None, incident__in=chosen(filters).values("pk"))
    seen_at = Coalesce(F("text__published_at"), F("text__received_at"), F("text__ingested_at"))
    rows = (
        standing.values_list("text__source", "text__source_class")
        .annotate(texts=Count("text", distinct=True), latest=Max(seen_at))
        .order_by()
    )
    found = [SourceSeen(*row) for row in rows]  # sorted here: databases disagree about letters
    return tuple(sorted(found, key=lambda each: (-each.texts, each.source, each.source_class)))


def seen_by_area(filters: Filters = EVERYTHING, *, level: str) -> dict[str, SeenIn]:
    """Areas of a level of which anything was ever told; one query. The period alone decides what is lately."""
    if level not in AREAS:
        raise ValueError(f"no such level: {level}")
    lately = Q()
    if filters.seen_from:
        lately &= Q(latest_seen_at__gte=filters.seen_from)
    if filters.seen_to:
        lately &= Q(first_seen_at__lt=filters.seen_to)
    rows = (
        chosen(Filters(area=filters.area))
        .values_list(level)
        .annotate(latest=Max("latest_seen_at"), lately=Count("pk", filter=lately))
        .order_by(level)
    )
    return {code: SeenIn(latest, lately > 0) for code, latest, lately in rows}


def said_in(area: str, *, limit: int = 12) -> list[Said]:
    """What people said about incidents in an area and what still stands, the newest first; two queries."""
    inside = chosen(Filters(area=area)).values("pk")
    judged = Judgement.objects.filter(incident__in=inside, withdrawn_at=None).select_related("incident").order_by("-pk")
    tied = (
        Decision.objects.filter(incident__in=inside, withdrawn_at=None, superseded_by=None)
        .select_related("incident")
        .order_by("-pk")
    )
    found = [
        Said(row.at, row.by, row.reason, row_of(row.incident), ruling=Ruling(row.ruling), value=row.value)
        for row in judged[:limit]
    ]
    found += [Said(row.at, row.by, row.reason, row_of(row.incident), tie=Tie(row.tie)) for row in tied[:limit]]
    return sorted(found, key=lambda each: (each.at, each.row.number), reverse=True)[:limit]


def contradicted_in(filters: Filters = EVERYTHING, *, limit: int = 4) -> tuple[Contradicted, ...]:
    """The contradicted incidents of a scope, the newest first, with what is stated against what; four queries at most."""
    rows = [row_of(row) for row in chosen(replace(filters, contradicted=True)).order_by(*SORTS["latest"])[:limit]]
    told: Mapping[uuid.UUID, Any] = witnesses_of([row.id for row in rows])
    return tuple(Contradicted(row, tuple(check for check, _ in contradictions(told.get(row.id, ())))) for row in rows)


def latest_in(area: str) -> IncidentRow | None:
    """What was told last of an area, or of the whole country; None when nothing ever was."""
    row = chosen(Filters(area=area)).order_by(*SORTS["latest"]).first()
    return row_of(row) if row and row.state == State.ACTIVE else None
