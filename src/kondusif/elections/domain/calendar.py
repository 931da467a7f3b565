"""The calendar of one election, asked about a day. Days are whole days on the clock of a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kondusif.places.domain.zones import clock_of, on_its_clock
from kondusif.rulebase.rules import ElectionRule, Rulebase, StageRule

Status = Literal["done", "running", "ahead", "until", "undated"]
"""Of a stage on a day. `until`: its last day lies ahead, but no source says when it begins; `undated`: no day at all."""

Phase = Literal["before", "during", "after", "not_covered"]
"""Of a whole calendar on a day. `not_covered`: the calendar knows no day of that year, so that nothing is claimed."""


class NoSuchElection(LookupError):
    """No election of the rule base has this id."""


class NoSuchStage(LookupError):
    """No stage of this election has this id."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes: a stage that begins, or the last day of one whose beginning no source gives; in how many days."""

    stage: StageRule
    kind: Literal["starts", "until"]
    day: date
    days: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The stages of one election."""

    election: ElectionRule

    @property
    def stages(self) -> tuple[StageRule, ...]:
        """All stages in the order of their first known day; those without any day last."""
        return tuple(sorted(self.election.stages, key=_place_in_time))

    @property
    def voting_day(self) -> date:
        """The day on which people vote."""
        start = self.stage(self.election.voting).start
        assert start is not None  # the rule base is checked for it
        return start

    @property
    def first_day(self) -> date:
        """The earliest day that the calendar knows."""
        return min(_known_days(self.election.stages))

    @property
    def last_day(self) -> date:
        """The latest day that the calendar knows."""
        return max(_known_days(self.election.stages))

    def stage(self, stage_id: str) -> StageRule:
        """A stage by its id. Raises `NoSuchStage`."""
        for stage in self.election.stages:
            if stage.id == stage_id:
                return stage
        raise NoSuchStage(stage_id)

    def phase(self, day: date) -> Phase:
        """Whether the calendar has begun, runs, has ended, or knows nothing of such a year."""
        if not self.first_day.year <= day.year <= self.last_day.year:
            return "not_covered"
        if day < self.first_day:
            return "before"
        return "during" if day <= self.last_day else "after"

    def running(self, day: date) -> tuple[StageRule, ...]:
        """The stages that stand on a day: those that began latest first, of these the shortest first."""
        return tuple(sorted((stage for stage in self.stages if status(stage, day) == "running"), key=_newest_first))

    def coming(self, day: date) -> tuple[Coming, ...]:
        """Everything that comes after a day, the nearest first."""
        found = [
            Coming(stage, "starts" if stage.start else "until", ahead, (ahead - day).days)
            for stage in self.stages
            if (ahead := stage.start or stage.end) is not None and ahead > day
        ]
        return tuple(sorted(found, key=lambda each: each.day))

    def days_to_voting(self, day: date) -> int:
        """Whole days until people vote; negative afterwards."""
        return (self.voting_day - day).days


def status(stage: StageRule, day: date) -> Status:
    """How a stage stands on a day. Both its days belong to it."""
    if stage.start is None and stage.end is None:
        return "undated"
    if stage.end is not None and day > stage.end:
        return "done"
    if stage.start is None:
        return "running" if day == stage.end else "until"  # nobody says when it began: only its last day is sure
    return "running" if day >= stage.start else "ahead"


def day_at(now: datetime, code: str = "") -> date:
    """The day that the clock of a place shows at a moment; WIB without a place."""
    return on_its_clock(now, code).astimezone(clock_of(code)).date()


def calendar_of(rulebase: Rulebase, election_id: str) -> Calendar:
    """The calendar of an election. Raises `NoSuchElection`."""
    if election_id not in rulebase.elections:
        raise NoSuchElection(election_id)
    return Calendar(rulebase.elections[election_id])


def current_calendar(rulebase: Rulebase, day: date) -> Calendar:
    """The calendar that a day belongs to: the one that runs, else the next to begin, else the latest to have ended."""

    def nearness(calendar: Calendar) -> tuple[int, int]:
        if calendar.first_day <= day <= calendar.last_day:
            return 0, abs(calendar.days_to_voting(day))
        ahead = (calendar.first_day - day).days
        return (1, ahead) if ahead > 0 else (2, -ahead)

    return min((Calendar(election) for election in rulebase.elections.values()), key=nearness)


def _known_days(stages: tuple[StageRule, ...]) -> Iterator[date]:
    return (day for stage in stages for day in (stage.start, stage.end) if day is not None)


def _place_in_time(stage: StageRule) -> tuple[date, date, str]:
    first = stage.start or stage.end or date.max
    return first, stage.end or date.max, stage.id


def _newest_first(stage: StageRule) -> tuple[bool, int, date, str]:
    return stage.start is None, -(stage.start or date.min).toordinal(), stage.end or date.max, stage.id
