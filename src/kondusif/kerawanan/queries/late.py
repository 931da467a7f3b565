"""Reports that are still to come: what the latest days will have counted in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import EventRow, events
from kondusif.kerawanan.domain.nowcast import Delay, Nowcast, learn_delay, nowcast, triangle
from kondusif.places.domain.zones import clock_of

DAYS, PAST_DAYS, MAX_DELAY = 7, 180, 28


@dataclass(frozen=True, slots=True)
class LateDay:
    """One of the latest days: what was reported of it, and what it will be."""

    day: date
    now: Nowcast


@dataclass(frozen=True, slots=True, eq=False)
class LateReports:
    """The latest days, the newest first. `delay.known` False: too few reports to say how late they come."""

    days: tuple[LateDay, ...]
    delay: Delay

    @property
    def incomplete(self) -> tuple[LateDay, ...]:
        """Days of which an eighth or more is still to come, as far as that can be told."""
        return tuple(one for one in self.days if one.now.estimate is not None and one.now.share <= 0.875)


def late_reports(area: str, *, now: datetime) -> LateReports:
    """How complete the latest days of an area are, from how late reports came before; what was rejected never counts."""
    today = now.astimezone(clock_of(area)).date()
    return late_of(events(area=area, now=now, since=today - timedelta(days=PAST_DAYS)), area, today)


def late_of(rows: Sequence[EventRow], area: str, today: date) -> LateReports:
    """The same from rows at hand."""
    clock, first = clock_of(area), today - timedelta(days=PAST_DAYS)
    kept = [row for row in rows if row.status is not Status.TIDAK_TERBUKTI and row.day >= first]
    happened = np.array([row.day.toordinal() for row in kept], dtype=np.int64)
    known = np.array([row.first_seen_at.astimezone(clock).date().toordinal() for row in kept], dtype=np.int64)
    seen = triangle(happened, known, first=first.toordinal(), today=today.toordinal(), max_delay=MAX_DELAY)
    delay, ages = learn_delay(seen), np.arange(DAYS)
    reported = seen.counts[::-1][:DAYS].sum(axis=1)
    told = nowcast(reported, ages, delay)
    return LateReports(
        tuple(LateDay(today - timedelta(days=int(age)), one) for age, one in zip(ages, told, strict=True)), delay
    )
