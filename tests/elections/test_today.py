from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from elections.conftest import a_stage, an_election, at
from kondusif.elections.domain.calendar import Calendar
from kondusif.elections.domain.today import Today, today, weakest
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import StandingRule

PROVISIONS = load_rulebase().provisions


def on(calendar: Calendar, moment: str) -> Today:
    return today(calendar, PROVISIONS, now=at(moment))


def reasons(found: Today) -> dict[str, list[str]]:
    return {each.provision.id: [stage.id for stage in each.stages] for each in found.forbidden}


def test_the_campaign_allows_campaigning_and_forbids_with_articles(pilkada: Calendar) -> None:
    found = on(pilkada, "2024-11-20T08:00")
    assert [(each.stage.id, each.what) for each in found.allowed] == [
        ("C1", "Berkampanye menurut jadwal"),
        ("D10", "Mengurus pindah memilih dengan alasan terbatas"),
    ]
    assert reasons(found) == {
        "uu-pilkada-69-af": ["C1"],
        "uu-pilkada-69-gj": ["C1"],
        "uu-pilkada-70-1": ["C1"],
        "uu-pilkada-187-4": ["C1"],
        "uu-pilkada-187-1": [],
        "uu-pilkada-73-4": [],
        "uu-pilkada-71-1": [],
        "uu-pilkada-188-mk-136": [],
        "uu-pilkada-71-2": [],
        "uu-pilkada-71-3": [],
        "uu-pilkada-71-4": [],
    }
    assert (found.phase, found.days_to_voting) == ("during", 7)


def test_in_the_quiet_days_nobody_may_campaign(pilkada: Calendar) -> None:
    found = on(pilkada, "2024-11-25T08:00")
    assert found.allowed == ()
    assert reasons(found)["uu-pilkada-187-1"] == ["C2"]
    assert next(iter(reasons(found))) == "uu-pilkada-187-1"  # what the stage brings stands before what always holds


def test_a_provision_counts_inside_of_its_window_alone(pilkada: Calendar) -> None:
    before, after = (set(reasons(on(pilkada, f"2024-11-{day}T12:00"))) for day in (13, 14))
    assert before - after == {"uu-pilkada-188"}
    assert after - before == {"uu-pilkada-188-mk-136"}


def test_a_standing_prohibition_begins_on_its_day(pilkada: Calendar) -> None:
    assert "uu-pilkada-71-2" not in reasons(on(pilkada, "2024-03-21T23:59"))
    assert "uu-pilkada-71-2" in reasons(on(pilkada, "2024-03-22T00:00"))


@pytest.mark.parametrize(
    ("moment", "phase"), [("2024-01-05T08:00", "before"), ("2025-06-01T08:00", "after"), ("2027-06-01T08:00", "not_covered")]
)  # fmt: skip
def test_outside_of_the_calendar_nothing_is_claimed(pilkada: Calendar, moment: str, phase: str) -> None:
    found = on(pilkada, moment)
    assert (found.phase, found.running, found.allowed, found.forbidden) == (phase, (), (), ())


def test_the_clock_of_the_place_decides_about_the_day(pilkada: Calendar) -> None:
    late = at("2024-11-23T23:30")
    assert today(pilkada, PROVISIONS, now=late).running[0].id == "C1"
    assert today(pilkada, PROVISIONS, now=late, code="51.71").running[0].id == "C2"


def test_what_is_unsure_decides_nothing() -> None:
    unsure = a_stage("V", "2031-06-01", "2031-06-01", confidence="U", allows="Memilih", forbids=("uu-pilkada-187-1",))
    window = StandingRule(forbids=("uu-pilkada-73-4",), source="uji", confidence="U")
    found = on(Calendar(an_election(unsure, standing=(window,))), "2031-06-01T08:00")
    assert [stage.id for stage in found.running] == ["V"]
    assert (found.allowed, found.forbidden) == ((), ())


def test_two_stages_that_forbid_the_same_are_one_reason_with_both() -> None:
    stages = (
        a_stage("V", "2031-06-01", "2031-06-01", forbids=("uu-pilkada-187-1",)),
        a_stage("W", "2031-06-01", "2031-06-03", forbids=("uu-pilkada-187-1",), confidence="S"),
    )
    (only,) = on(Calendar(an_election(*stages)), "2031-06-01T08:00").forbidden
    assert ([stage.id for stage in only.stages], only.confidence) == (["V", "W"], "S")


def test_the_weakest_mark_counts() -> None:
    assert [weakest(marks) for marks in ("V", "VD", "DVS", "SUV")] == ["V", "D", "S", "U"]  # type: ignore[arg-type]


def test_a_provision_that_permits_stands_beside_what_is_allowed() -> None:
    stage = a_stage("V", "2031-06-01", "2031-06-01", permits=("uu-pilkada-70-1",))
    provision = replace(PROVISIONS["uu-pilkada-70-1"], in_force_to=date(2031, 6, 1))
    calendar = Calendar(an_election(stage))
    (only,) = today(calendar, MappingProxyType({provision.id: provision}), now=at("2031-06-01T08:00")).allowed
    assert (only.what, only.provisions) == ("", (provision,))
