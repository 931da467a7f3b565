from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar as Feed

from kondusif.elections.domain.calendar import Calendar, calendar_of
from kondusif.publishing.domain.stage_feed import stage_feed
from kondusif.rulebase.loader import load_rulebase

RULES = load_rulebase()
PILKADA = calendar_of(RULES, "pilkada-2024")


def written(calendar: Calendar = PILKADA) -> bytes:
    return stage_feed(calendar, RULES.provisions, rulebase_version="0123456789ab")


@pytest.fixture(scope="module")
def feed() -> Feed:
    return Feed.from_ical(written())


def event(feed: Feed, stage: str) -> dict[str, object]:
    (found,) = [each for each in feed.walk("VEVENT") if each["UID"] == f"pilkada-2024.{stage}@kondusif"]
    return found


def test_every_dated_stage_is_one_event_with_an_id_of_its_own(feed: Feed) -> None:
    ids = [str(each["UID"]) for each in feed.walk("VEVENT")]
    assert len(ids) == len(set(ids))
    assert set(ids) == {f"pilkada-2024.{stage.id}@kondusif" for stage in RULES.stages if stage.start or stage.end}


def test_an_event_ends_on_the_day_after_its_last(feed: Feed) -> None:
    quiet = event(feed, "C2")
    assert quiet["DTSTART"].dt == date(2024, 11, 24)  # type: ignore[attr-defined]
    assert quiet["DTEND"].dt == date(2024, 11, 27)  # type: ignore[attr-defined]
    assert b"DTSTART;VALUE=DATE:20241124" in written()
    assert b"DTEND;VALUE=DATE:20241127" in written()


def test_every_event_round_trips(feed: Feed) -> None:
    for stage in RULES.stages:
        if stage.start or stage.end:
            found = event(feed, stage.id)
            first, last = stage.start or stage.end, stage.end or stage.start
            assert last
            assert (found["DTSTART"].dt, found["DTEND"].dt) == (first, last + timedelta(days=1))  # type: ignore[attr-defined]
            assert stage.title in str(found["SUMMARY"])
            assert stage.source in str(found["DESCRIPTION"])
            assert found["STATUS"] == ("TENTATIVE" if stage.confidence == "U" else "CONFIRMED")


def test_the_description_tells_what_is_forbidden_by_which_article_and_whence(feed: Feed) -> None:
    assert str(event(feed, "C2")["DESCRIPTION"]) == (
        "Dilarang: Kampanye di luar jadwal dilarang. (pasal 187(1) UU 1/2015 sebagaimana diubah UU 8/2015 dan UU"
        " 10/2016)\nSumber: PKPU 2/2024 [T1][T3] (dua sumber atau lebih)"
    )
    assert str(event(feed, "D6")["SUMMARY"]) == "Batas akhir: Penetapan DPT kabupaten/kota"
    assert str(event(feed, "D4")["SUMMARY"]) == "Penetapan DPS kabupaten/kota (tidak pasti)"
    assert [str(each) for each in event(feed, "V1")["CATEGORIES"].cats] == ["Tahapan", "Pilkada serentak 2024"]  # type: ignore[attr-defined]


def test_the_calendar_has_a_name_and_says_when_to_come_back_and_what_it_leaves_out(feed: Feed) -> None:
    assert str(feed["X-WR-CALNAME"]) == str(feed["NAME"]) == "Tahapan Pilkada serentak 2024"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in written()
    assert "tidak dimuat: Penetapan pasangan calon terpilih tanpa sengketa." in str(feed["DESCRIPTION"])


def test_the_same_rule_base_gives_the_same_bytes(feed: Feed) -> None:
    assert written() == written()
    stamped = {each["DTSTAMP"].dt for each in feed.walk("VEVENT")}
    assert stamped == {datetime.combine(PILKADA.election.as_of, datetime.min.time(), UTC)}


def test_lines_are_folded_and_end_as_the_standard_wants() -> None:
    text = written()
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n", text)
    assert max(len(line) for line in text.split(b"\r\n")) <= 75


def test_hostile_words_cannot_break_out_of_their_line() -> None:
    election = PILKADA.election
    title = "Satu;dua,tiga\r\nBEGIN:VALARM\nEND:VEVENT\\n"
    spoilt = replace(election, stages=(replace(PILKADA.stage("V1"), title=title), *election.stages[:3]))
    feed = Feed.from_ical(written(Calendar(spoilt)))
    assert [each.name for each in feed.walk()].count("VALARM") == 0
    (found,) = [each for each in feed.walk("VEVENT") if each["UID"].endswith(".V1@kondusif")]
    assert "BEGIN:VALARM" in str(found["SUMMARY"])


def test_an_election_without_any_day_beyond_the_vote_is_one_event() -> None:
    alone = replace(PILKADA.election, id="uji", stages=(PILKADA.stage("V1"), PILKADA.stage("F1")))
    feed = Feed.from_ical(written(Calendar(alone)))
    assert [str(each["UID"]) for each in feed.walk("VEVENT")] == ["uji.V1@kondusif"]
