from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from elections.conftest import a_stage, an_election, at
from kondusif.elections.domain.calendar import (
    Calendar,
    NoSuchElection,
    NoSuchStage,
    calendar_of,
    current_calendar,
    day_at,
    status,
)
from kondusif.rulebase.loader import load_rulebase


def ids(stages: tuple[object, ...]) -> list[str]:
    return [stage.id for stage in stages]  # type: ignore[attr-defined]


def test_both_days_of_a_stage_belong_to_it() -> None:
    quiet = a_stage("C2", "2024-11-24", "2024-11-26")
    assert [status(quiet, date(2024, 11, day)) for day in range(23, 28)] == [
        "ahead", "running", "running", "running", "done",
    ]  # fmt: skip


def test_of_a_stage_without_beginning_only_the_last_day_is_sure() -> None:
    list_of_voters = a_stage("D6", "", "2024-09-21")
    assert [status(list_of_voters, date(2024, 9, day)) for day in (1, 20, 21, 22)] == [
        "until", "until", "running", "done",
    ]  # fmt: skip


def test_a_stage_without_end_goes_on_and_one_without_days_is_never_claimed() -> None:
    assert status(a_stage("X", "2024-09-21"), date(2031, 1, 1)) == "running"
    assert status(a_stage("F1"), date(2025, 2, 6)) == "undated"


@pytest.mark.parametrize(
    ("day", "running"),
    [
        (date(2024, 11, 20), ["C1", "D10"]),
        (date(2024, 11, 25), ["C2"]),
        (date(2024, 11, 27), ["V1", "V2"]),
        (date(2024, 12, 1), ["R4", "R3", "R2", "V2"]),
        (date(2024, 1, 5), []),
        (date(2025, 6, 1), []),
    ],
)
def test_the_stages_of_a_day_begin_with_the_newest(pilkada: Calendar, day: date, running: list[str]) -> None:
    assert ids(pilkada.running(day)) == running


def test_the_calendar_knows_where_it_begins_and_ends(pilkada: Calendar) -> None:
    assert (pilkada.first_day, pilkada.voting_day, pilkada.last_day) == (
        date(2024, 1, 26),
        date(2024, 11, 27),
        date(2025, 2, 5),
    )
    assert [pilkada.phase(day) for day in (date(2023, 12, 31), date(2024, 1, 5), date(2024, 1, 26))] == [
        "not_covered",
        "before",
        "during",
    ]
    assert [pilkada.phase(day) for day in (date(2025, 2, 5), date(2025, 6, 1), date(2026, 1, 1))] == [
        "during",
        "after",
        "not_covered",
    ]


def test_what_comes_is_counted_in_days(pilkada: Calendar) -> None:
    first, second, third = pilkada.coming(date(2024, 11, 20))[:3]
    assert [(each.stage.id, each.kind, each.days) for each in (first, second, third)] == [
        ("C2", "starts", 4),
        ("V1", "starts", 7),
        ("V2", "starts", 7),
    ]
    assert [(each.stage.id, each.kind) for each in pilkada.coming(date(2024, 10, 20))[:1]] == [("D9", "until")]
    assert pilkada.days_to_voting(date(2024, 11, 20)) == 7
    assert pilkada.days_to_voting(date(2024, 11, 30)) == -3
    assert pilkada.coming(date(2025, 6, 1)) == ()


def test_the_day_is_that_of_the_place() -> None:
    moment = datetime(2024, 11, 23, 16, 30, tzinfo=UTC)  # 23.30 WIB, 00.30 WITA, 01.30 WIT
    assert [day_at(moment, code).day for code in ("", "35.04", "51.71", "91.03")] == [23, 23, 24, 24]
    without_zone = datetime.fromisoformat("2024-11-23T23:59")
    assert day_at(without_zone, "51.71") == date(2024, 11, 23)  # the clock of the place is meant


def test_the_stages_stand_in_the_order_of_time_and_the_undated_last(pilkada: Calendar) -> None:
    ordered = [stage.start or stage.end or date.max for stage in pilkada.stages]
    assert ordered == sorted(ordered)
    assert pilkada.stages[-1].id == "F1"


def test_a_day_leads_to_the_election_that_runs_else_to_the_next_else_to_the_latest() -> None:
    later = an_election(a_stage("P", "2031-01-10"), a_stage("V", "2031-06-18", "2031-06-18"))
    rules = load_rulebase()
    both = replace(rules, elections={**rules.elections, later.id: later})
    days = (date(2024, 5, 1), date(2025, 6, 1), date(2031, 2, 1), date(2033, 1, 1))
    found = [current_calendar(both, day).election.id for day in days]
    assert found == ["pilkada-2024", "uji-2031", "uji-2031", "uji-2031"]


def test_what_does_not_exist_is_named(pilkada: Calendar) -> None:
    with pytest.raises(NoSuchElection, match="pilkada-1999"):
        calendar_of(load_rulebase(), "pilkada-1999")
    with pytest.raises(NoSuchStage, match="Z9"):
        pilkada.stage("Z9")


def test_status_agrees_with_the_running_ones_on_every_day(pilkada: Calendar) -> None:
    for ordinal in range(date(2023, 12, 1).toordinal(), date(2025, 3, 1).toordinal()):
        day = date.fromordinal(ordinal)
        running = pilkada.running(day)
        assert set(ids(running)) == {stage.id for stage in pilkada.stages if status(stage, day) == "running"}
        assert all(each.days > 0 for each in pilkada.coming(day))
        assert not {each.stage.id for each in pilkada.coming(day)} & set(ids(running))


def test_a_moment_of_the_helper_is_one_of_wib() -> None:
    assert at("2024-11-20T08:00").isoformat() == "2024-11-20T08:00:00+07:00"
