"""What the pages of the calendar show: stages, rules and sources in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext

from kondusif.elections.domain.calendar import Calendar, Coming, Status, status
from kondusif.elections.domain.today import Forbidden
from kondusif.publishing.stage_words import (
    MARKS_OF_CONFIDENCE,
    STATUSES,
    coming_title,
    countdown,
    day_of_stage,
    stage_days,
    to_voting,
)
from kondusif.publishing.wording import day as in_words
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import Confidence, Provision, StageRule

_KEY = re.compile(r"\[([A-Z]+\d+)\]")


@dataclass(frozen=True, slots=True)
class Sure:
    """Where something is from and how sure it is. `unsure`: it must be seen at a glance."""

    source: str
    mark: Confidence
    words: str

    @property
    def unsure(self) -> bool:
        """Whether nothing may be decided by it."""
        return self.mark == "U"

    @property
    def weak(self) -> bool:
        """Whether fewer than two sources say so."""
        return self.mark != "V"


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage in the list. `how_far` is a running stage's day, or how long until a coming one."""

    id: str
    title: str
    days: str
    status: Status
    status_name: str
    how_far: str
    note: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One provision and why it holds: `because` names stages, `since` the window of what holds throughout."""

    provision: Provision
    because: tuple[StageRule, ...]
    since: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class NextLine:
    """What comes next."""

    id: str
    title: str
    day: str
    countdown: str
    to_voting: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A key such as T1 and where it leads."""

    key: str
    where: str


def stage_line(stage: StageRule, day: date) -> StageLine:
    """A stage as it stands on a day."""
    how = status(stage, day)
    return StageLine(
        id=stage.id,
        title=stage.title,
        days=stage_days(stage),
        status=how,
        status_name=str(STATUSES[how]),
        how_far=_how_far(stage, how, day),
        note=stage.note,
        sure=sure_of(stage.source, stage.confidence),
    )


def rule_lines(rules: Iterable[Forbidden]) -> list[RuleLine]:
    """What is forbidden, with its reason."""
    return [
        RuleLine(
            rule.provision,
            rule.stages,
            _window(rule) if rule.window else "",
            sure_of(rule.provision.source, rule.confidence),
        )
        for rule in rules
    ]


def next_lines(coming: Iterable[Coming], calendar: Calendar) -> list[NextLine]:
    """What comes, with how long until then and how far from the voting day that is."""
    return [
        NextLine(
            id=each.stage.id,
            title=_capital(coming_title(each)),
            day=weekday_in_words(each.day),
            countdown=countdown(each.days),
            to_voting=to_voting(calendar.days_to_voting(each.day)),
            unsure=each.stage.confidence == "U",
        )
        for each in coming
    ]


def sure_of(source: str, mark: Confidence) -> Sure:
    """A source with its mark of confidence."""
    return Sure(source, mark, str(MARKS_OF_CONFIDENCE[mark]))


def sources_of(written: Iterable[str]) -> list[SourceLine]:
    """What the keys in some sources stand for, each once."""
    known = load_rulebase().sources
    keys = dict.fromkeys(key for text in written for key in _KEY.findall(text))
    return [SourceLine(key, known[key]) for key in keys if key in known]


def weekday_in_words(value: date) -> str:
    """ "Rabu, 27 Nov 2024"."""
    return formats.date_format(value, "l, j M Y")


def window_in_words(start: date | None, end: date | None) -> str:
    """From when until when a provision is in force; nothing when both ends are open."""
    if start and end:
        return gettext("berlaku %(start)s sampai %(end)s") % {"start": in_words(start), "end": in_words(end)}
    if start:
        return gettext("berlaku sejak %(day)s") % {"day": in_words(start)}
    return gettext("berlaku sampai %(day)s") % {"day": in_words(end)} if end else ""


def _how_far(stage: StageRule, how: Status, day: date) -> str:
    if how == "running":
        return day_of_stage(stage, day)
    ahead = stage.start or stage.end
    return countdown((ahead - day).days) if how in {"ahead", "until"} and ahead else ""


def _window(rule: Forbidden) -> str:
    """Since when it holds: the provision's own window before the one that the election gives it."""
    own = window_in_words(rule.provision.in_force_from, rule.provision.in_force_to)
    given = window_in_words(rule.window.start, rule.window.end) if rule.window else ""
    return own or given or gettext("selama pemilihan")


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]
