"""The thin line under the top bar: which stages stand today, and what comes next. It asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import get_language

from kondusif.elections.domain.calendar import Calendar, current_calendar, day_at
from kondusif.publishing.stage_words import coming_title, countdown, day_of_stage, to_voting
from kondusif.publishing.wording import day as in_words
from kondusif.rulebase.loader import load_rulebase

STRIP = 200
"""How wide the strip is drawn, in units of its own."""

_NAMED = 2


@dataclass(frozen=True, slots=True)
class Running:
    """A stage that stands today, and how far it is."""

    title: str
    how_far: str


@dataclass(frozen=True, slots=True)
class Next:
    """The nearest day on which something begins or ends."""

    title: str
    day: str
    countdown: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the strip: where it begins and how wide it is, and what it stands for ("now" or "vote")."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The line itself. `phase` says what to write when no stage stands; `others` counts those that are not named."""

    running: tuple[Running, ...]
    others: int
    next: Next | None
    to_voting: str
    phase: str
    marks: tuple[Mark, ...]
    today: float


def ribbon(now: datetime, code: str = "") -> Ribbon:
    """The line for a moment, on the day that the clock of a place shows."""
    return _ribbon(day_at(now, code), get_language() or "")


@lru_cache(maxsize=16)
def _ribbon(day: date, _language: str) -> Ribbon:
    calendar = current_calendar(load_rulebase(), day)
    running, coming = calendar.running(day), calendar.coming(day)
    nearest = coming[0] if coming else None
    return Ribbon(
        running=tuple(Running(stage.title, day_of_stage(stage, day)) for stage in running[:_NAMED]),
        others=max(0, len(running) - _NAMED),
        next=Next(coming_title(nearest), in_words(nearest.day), countdown(nearest.days)) if nearest else None,
        to_voting=to_voting(calendar.days_to_voting(day)),
        phase=calendar.phase(day),
        marks=_marks(calendar, day),
        today=_place(calendar, day),
    )


def _marks(calendar: Calendar, day: date) -> tuple[Mark, ...]:
    """The running stages and the voting day."""
    unit = STRIP / ((calendar.last_day - calendar.first_day).days + 1)
    running = [
        Mark(_place(calendar, stage.start), round(unit * ((stage.end - stage.start).days + 1), 1), "now")
        for stage in calendar.running(day)
        if stage.start is not None and stage.end is not None
    ]
    return (*running, Mark(_place(calendar, calendar.voting_day), max(2.0, round(unit, 1)), "vote"))


def _place(calendar: Calendar, day: date) -> float:
    """Where a day stands on the strip; outside of the calendar at its nearer end."""
    length = (calendar.last_day - calendar.first_day).days + 1
    return round(STRIP * min(max((day - calendar.first_day).days, 0), length - 1) / length, 1)
