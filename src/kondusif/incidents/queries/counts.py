"""How many: by sort, by area, by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, Sum

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries.filters import AREAS, EVERYTHING, Filters, chosen


@dataclass(frozen=True, slots=True)
class Figures:
    """How many incidents the filters leave, and of which sorts."""

    total: int
    by_status: dict[str, int]
    by_kind: dict[str, int]
    by_category: dict[str, int]
    contradicted: int
    several_witnesses: int


def figures(filters: Filters = EVERYTHING) -> Figures:
    """Counts for the head of a page; one query."""
    wanted = chosen(filters)
    by_status: dict[str, int] = defaultdict(int)
    by_kind: dict[str, int] = defaultdict(int)
    by_category: dict[str, int] = defaultdict(int)
    contradicted = several_witnesses = 0
    counted = wanted.values_list("status", "kind", "category").annotate(
        count=Count("*"),
        contradicted=Count("status", filter=Q(contradictions__gt=0)),
        several=Count("status", filter=Q(witnesses__gt=1)),
    )
    for status, kind, category, count, wrong, several in counted:
        by_status[status] += count
        by_kind[kind] += count
        by_category[category] += count
        contradicted += wrong
        several_witnesses += several
    return Figures(
        total=sum(by_status.values()),
        by_status={status.value: by_status[status] for status in Status},
        by_kind={kind.value: by_kind[kind] for kind in Kind},
        by_category=dict(sorted(by_category.items())),
        contradicted=contradicted,
        several_witnesses=several_witnesses,
    )


def count_by_area(filters: Filters = EVERYTHING, *, level: str = "kabupaten_kota") -> dict[str, int]:
    """How many incidents in each area of a level; the empty code counts those that name no such area."""
    if level not in AREAS:
        raise ValueError(f"no such level: {level}")
    return dict(chosen(filters).values_list(level).annotate(count=Count("*")).order_by(level))


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """What an area's incidents and activities add up to; the zero of it stands for an area without any."""

    incidents: int = 0
    unverified: int = 0
    verified: int = 0
    activities: int = 0
    contradicted: int = 0
    texts: int = 0
    latest_seen_at: datetime | None = None

    @property
    def all_unverified(self) -> bool:
        """Whether there are incidents and nobody has looked at any of them yet."""
        return 0 < self.incidents == self.unverified


def area_figures(filters: Filters = EVERYTHING, *, level: str = "kabupaten_kota") -> dict[str, AreaFigures]:
    """Figures of each area of a level that has any; the empty code has those that name no such area. One query."""
    if level not in AREAS:
        raise ValueError(f"no such level: {level}")
    incident, unverified = Q(kind=Kind.INCIDENT), Q(status=Status.BELUM_DIVERIFIKASI)
    rows = (
        chosen(filters)
        .values_list(level)
        .annotate(
            incidents=Count("pk", filter=incident),
            unverified=Count("pk", filter=incident & unverified),
            verified=Count("pk", filter=incident & Q(status=Status.TERVERIFIKASI)),
            activities=Count("pk", filter=Q(kind=Kind.ACTIVITY)),
            contradicted=Count("pk", filter=Q(contradictions__gt=0)),
            said=Sum("texts"),
            latest=Max("latest_seen_at"),
        )
        .order_by(level)
    )
    return {code: AreaFigures(*counted) for code, *counted in rows}


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What was first reported on one day, by WIB."""

    day: date
    incidents: int
    activities: int
    by_category: Mapping[str, int]


def by_day(filters: Filters = EVERYTHING) -> list[DayFigures]:
    """Days with something new, the first one first; `by_category` counts incidents alone. One query."""
    counted = chosen(filters).values_list("first_seen_on", "kind", "category").annotate(count=Count("pk"))
    incidents: dict[date, dict[str, int]] = defaultdict(dict)
    activities: dict[date, int] = defaultdict(int)
    for seen_on, kind, category, count in counted.order_by("first_seen_on", "category"):
        if kind == Kind.INCIDENT:
            incidents[seen_on][category] = count
        else:
            activities[seen_on] += count
    return [
        DayFigures(each, sum(incidents[each].values()), activities[each], incidents[each])
        for each in sorted({*incidents, *activities})
    ]
