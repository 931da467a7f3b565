"""What holds on a day: running stages, what they open, what is forbidden and by which provision, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kondusif.elections.domain.calendar import Calendar, Coming, Phase, day_at
from kondusif.rulebase.rules import Confidence, Provision, StageRule, StandingRule

_FROM_SURE_TO_UNSURE: tuple[Confidence, ...] = ("V", "D", "S", "U")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the schedule opens while a stage runs, and the provisions that say so beside it."""

    what: str
    stage: StageRule
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A provision that forbids something, and why it does so on this day: running stages, or a window of its own."""

    provision: Provision
    stages: tuple[StageRule, ...] = ()
    window: StandingRule | None = None

    @property
    def confidence(self) -> Confidence:
        """The weakest link: of the provision, and of what brings it into play."""
        marks = [self.provision.confidence, *(stage.confidence for stage in self.stages)]
        return weakest([*marks, self.window.confidence] if self.window else marks)


@dataclass(frozen=True, slots=True)
class Today:
    """What a calendar says about one day."""

    day: date
    phase: Phase
    days_to_voting: int
    running: tuple[StageRule, ...]
    allowed: tuple[Allowed, ...]
    forbidden: tuple[Forbidden, ...]
    coming: tuple[Coming, ...]


def today(calendar: Calendar, provisions: Mapping[str, Provision], *, now: datetime, code: str = "") -> Today:
    """What holds at a moment, on the day that the clock of a place shows."""
    day = day_at(now, code)
    running = calendar.running(day)
    return Today(
        day=day,
        phase=calendar.phase(day),
        days_to_voting=calendar.days_to_voting(day),
        running=running,
        allowed=tuple(allowed(running, provisions, day)),
        forbidden=forbidden(calendar, provisions, day),
        coming=calendar.coming(day),
    )


def allowed(running: Iterable[StageRule], provisions: Mapping[str, Provision], day: date) -> Iterable[Allowed]:
    """What the running stages open. Only of sure stages: what is unsure never decides."""
    for stage in running:
        if stage.confidence != "U" and (stage.allows or stage.permits):
            yield Allowed(stage.allows, stage, tuple(_in_force(stage.permits, provisions, day)))


def forbidden(calendar: Calendar, provisions: Mapping[str, Provision], day: date) -> tuple[Forbidden, ...]:
    """What is forbidden on a day: by its stages first, then what holds throughout. Nothing outside of the calendar."""
    by_stage: dict[str, Forbidden] = {}
    for stage in calendar.running(day):
        if stage.confidence == "U":
            continue
        for provision in _in_force(stage.forbids, provisions, day):
            already = by_stage.get(provision.id, Forbidden(provision))
            by_stage[provision.id] = Forbidden(provision, (*already.stages, stage))
    throughout = {} if calendar.phase(day) != "during" else _standing(calendar, provisions, day)
    return (*by_stage.values(), *(each for name, each in throughout.items() if name not in by_stage))


def weakest(marks: Iterable[Confidence]) -> Confidence:
    """The least sure of some marks."""
    return max(marks, key=_FROM_SURE_TO_UNSURE.index)


def _standing(calendar: Calendar, provisions: Mapping[str, Provision], day: date) -> dict[str, Forbidden]:
    return {
        provision.id: Forbidden(provision, window=window)
        for window in calendar.election.standing
        if window.confidence != "U" and _within(day, window.start, window.end)
        for provision in _in_force(window.forbids, provisions, day)
    }


def _in_force(names: Iterable[str], provisions: Mapping[str, Provision], day: date) -> Iterable[Provision]:
    found = (provisions[name] for name in names)
    return (each for each in found if _within(day, each.in_force_from, each.in_force_to))


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
