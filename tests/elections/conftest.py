from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from kondusif.elections.domain.calendar import Calendar, calendar_of
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import ElectionRule, StageRule

WIB = timezone(timedelta(hours=7))


@pytest.fixture
def pilkada() -> Calendar:
    return calendar_of(load_rulebase(), "pilkada-2024")


def a_stage(name: str, start: str = "", end: str = "", **more: object) -> StageRule:
    fields = {"title": f"Tahap {name}", "source": "uji", "confidence": "V", **more}
    return StageRule(id=name, start=_day(start), end=_day(end), **fields)  # type: ignore[arg-type]


def an_election(*stages: StageRule, name: str = "uji-2031", voting: str = "V", **more: object) -> ElectionRule:
    fields = {"title": "Uji", "title_en": "Trial", "as_of": date(2031, 1, 1), "standing": (), **more}
    return ElectionRule(id=name, voting=voting, stages=stages, source="uji", confidence="V", **fields)  # type: ignore[arg-type]


def at(written: str) -> datetime:
    """A moment of WIB."""
    return datetime.fromisoformat(written).replace(tzinfo=WIB)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
