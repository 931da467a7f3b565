"""A few figures that say how things stand in a scope, with the change against the periods before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from kondusif.incidents.domain.change import BASELINE, Change, change_of
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries.filters import EVERYTHING, Filters, chosen

SEVERE = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of the period; `before` is the period before it, None where the period has no beginning."""

    count: int
    before: int | None = None
    change: Change = Change.NONE

    @property
    def difference(self) -> int | None:
        """How many more than in the period before."""
        return None if self.before is None else self.count - self.before


@dataclass(frozen=True, slots=True)
class Overview:
    """How a scope stands. The period is half-open; without a beginning nothing is compared."""

    start: datetime | None
    end: datetime
    incidents: Figure
    activities: Figure
    contradicted: Figure
    several_witnesses: Figure
    severe: Figure
    unverified: int
    verified: int
    needs_more: int
    texts_from: datetime | None


def overview(filters: Filters = EVERYTHING, *, now: datetime) -> Overview:
    """Figures of what was first reported in the scope's period, held against the four periods before; two queries.

    `unverified`, `verified` and `needs_more` count the period's incidents alone: what stood open in an earlier period
    has been looked at since, so that a comparison would mean nothing.
    """
    end = filters.seen_to or now
    windows = _windows(filters.seen_from, end)
    wide = replace(filters, seen_from=windows[-1][0], seen_to=filters.seen_to)
    first = chosen(replace(filters, seen_from=None, seen_to=None)).aggregate(first=Min("first_seen_at"))["first"]
    known = first is not None and windows[-1][0] is not None and first <= windows[-1][0]
    counts = _counted(wide, windows)

    def figure(name: str) -> Figure:
        newest, *earlier = counts[name]
        if not earlier:
            return Figure(newest)
        return Figure(newest, earlier[0], change_of(newest, earlier) if known else Change.NONE)

    return Overview(
        start=filters.seen_from,
        end=end,
        incidents=figure("incidents"),
        activities=figure("activities"),
        contradicted=figure("contradicted"),
        several_witnesses=figure("several_witnesses"),
        severe=figure("severe"),
        unverified=counts["unverified"][0],
        verified=counts["verified"][0],
        needs_more=counts["needs_more"][0],
        texts_from=first,
    )


def _windows(start: datetime | None, end: datetime) -> list[tuple[datetime | None, datetime]]:
    """The period and the ones before it, the newest first."""
    if start is None:
        return [(None, end)]
    length = max(end - start, timedelta(minutes=1))
    return [(start - length * step, end - length * step) for step in range(BASELINE + 1)]


def _counted(filters: Filters, windows: Sequence[tuple[datetime | None, datetime]]) -> dict[str, list[int]]:
    incident, activity = Q(kind=Kind.INCIDENT), Q(kind=Kind.ACTIVITY)
    sorts = {
        "incidents": incident,
        "activities": activity,
        "contradicted": Q(contradictions__gt=0),
        "several_witnesses": incident & Q(witnesses__gt=1),
        "severe": incident & Q(severity__gte=SEVERE),
    }
    states = {
        "unverified": incident & Q(status=Status.BELUM_DIVERIFIKASI),
        "verified": incident & Q(status=Status.TERVERIFIKASI),
        "needs_more": Q(needs_more=True),
    }
    wanted = {
        f"{name}_{at}": sort & _inside(window, newest=not at)
        for name, sort in sorts.items()
        for at, window in enumerate(windows)
    }
    wanted.update({f"{name}_0": state & _inside(windows[0], newest=True) for name, state in states.items()})
    found = chosen(filters).aggregate(**{name: Count("pk", filter=each) for name, each in wanted.items()})
    return {
        **{name: [found[f"{name}_{at}"] for at in range(len(windows))] for name in sorts},
        **{name: [found[f"{name}_0"]] for name in states},
    }


def _inside(window: tuple[datetime | None, datetime], *, newest: bool) -> Q:
    """A scope without an end goes on to what came latest: nothing that a list shows is left out of its figures.

    The newest window therefore ends where the filters do.
    """
    start, end = window
    if start is None:
        return Q()
    return Q(first_seen_at__gte=start) if newest else Q(first_seen_at__gte=start, first_seen_at__lt=end)
