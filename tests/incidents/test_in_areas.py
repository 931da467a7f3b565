from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.readings import NOW
from pytest_django import DjangoAssertNumQueries

from incidents.conftest import AMPLOP, BALIHO, KOSONG, LAGI, Keep, incident_with, told
from kondusif.incidents.actions import judge_incident, merge_incidents
from kondusif.incidents.domain.types import Kind, Ruling, Tie
from kondusif.incidents.queries import (
    EVERYTHING,
    Filters,
    by_day_and_area,
    contradicted_in,
    latest_in,
    list_incidents,
    overview,
    reports_due,
    said_in,
    seen_by_area,
    sources_in,
)

WEEK = replace(EVERYTHING, seen_from=NOW - timedelta(days=7))


def test_days_are_counted_by_area_and_incidents_alone(keep: Keep) -> None:
    keep(AMPLOP, LAGI, BALIHO, KOSONG)
    keep(
        told(
            "sosialisasi",
            "Sosialisasi pemilih pemula di gedung",
            is_incident=False,
            stance="prevention",
            places=("35.04",),
        )
    )
    day = date(2024, 11, 20)
    assert by_day_and_area(level="kecamatan") == {"35.04.01": {day: 1}, "35.04.02": {day: 1}}
    assert by_day_and_area(Filters(kind=Kind.ACTIVITY), level="kecamatan") == {}
    with pytest.raises(ValueError, match="no such level"):
        by_day_and_area(level="rt")


def test_sources_are_counted_by_their_texts(keep: Keep) -> None:
    keep(AMPLOP, LAGI, BALIHO)
    assert [(seen.source, seen.texts, seen.latest_seen_at) for seen in sources_in()] == [
        ("warta-uji", 2, NOW),
        ("grup-rt", 1, NOW),
    ]
    assert sources_in(Filters(area="35.07")) == ()


def test_an_area_is_silent_when_nothing_was_told_of_it_in_the_period(keep: Keep) -> None:
    long_ago = NOW - timedelta(days=30)
    keep(
        told("lama", "Pohon tumbang menutup jalan menuju gudang", places=("35.07",), received_at=long_ago), now=long_ago
    )
    keep(AMPLOP)
    seen = seen_by_area(WEEK, level="kabupaten_kota")
    assert {code: (each.latest_seen_at, each.in_period) for code, each in seen.items()} == {
        "35.04": (NOW, True),
        "35.07": (long_ago, False),
    }
    assert seen_by_area(EVERYTHING, level="kabupaten_kota")["35.07"].in_period
    until = replace(EVERYTHING, seen_to=NOW - timedelta(days=20))
    assert not seen_by_area(until, level="kabupaten_kota")["35.04"].in_period


def test_what_people_said_in_an_area_is_there_while_it_stands(keep: Keep) -> None:
    keep(AMPLOP, BALIHO)
    one, other = incident_with("amplop-1"), incident_with("baliho-1")
    judge_incident(one.pk, ruling=Ruling.VERIFY, reason="dua saksi", by="ayu", now=NOW)
    merge_incidents([one.pk, other.pk], reason="satu malam", by="budi", now=NOW + timedelta(hours=1))
    said = said_in("35.04")
    assert [(each.by, each.tie, each.ruling, each.reason) for each in said] == [
        ("budi", Tie.TOGETHER, None, "satu malam"),
        ("ayu", None, Ruling.VERIFY, "dua saksi"),
    ]
    assert said_in("35.07") == []


def test_contradictions_carry_their_statements_in_as_many_queries_for_one_as_for_three(
    keep: Keep, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wrong = (("27 Oktober 2024", "27 November 2024"),)
    keep(told("a", "Panitia mengumumkan jadwal pertama", contradicted=wrong, places=("35.01",)))
    with django_assert_num_queries(4):
        [found] = contradicted_in()
    assert [(check["stated_value"], check["official"]) for check in found.checks] == list(wrong)
    keep(told("b", "Spanduk memuat tanggal keliru", contradicted=wrong, category="apk", places=("35.02",)))
    keep(told("c", "Selebaran salah dibagikan sekolah", contradicted=wrong, category="hoaks", places=("35.03",)))
    with django_assert_num_queries(4):
        assert len(contradicted_in()) == 3
    with django_assert_num_queries(1):
        assert contradicted_in(Filters(area="11")) == ()


def test_the_latest_of_an_area_is_found(keep: Keep) -> None:
    keep(BALIHO)
    latest = latest_in("35")
    assert latest is not None
    assert latest.place_code == "35.04.02"
    assert latest_in("11") is None


def test_reports_are_due_seven_days_after_they_were_first_seen(keep: Keep) -> None:
    for days in (5, 6, 7, 8):
        at = NOW - timedelta(days=days)
        keep(
            told(f"t{days}", f"Amplop nomor{days} jalan{days} rumah{days}", places=(f"35.{days:02}",), received_at=at),
            now=at,
        )
    at = NOW - timedelta(days=6)
    keep(
        told("alam", "Banjir merendam jalan desa", category="geografis_bencana", places=("35.20",), received_at=at),
        now=at,
    )
    today = date(2024, 11, 20)
    due = {today: 1, today + timedelta(days=1): 1, today + timedelta(days=2): 1}
    assert reports_due(now=NOW) == due
    assert reports_due(replace(WEEK, seen_from=NOW), now=NOW) == due  # the period is left aside
    assert reports_due(Filters(area="11"), now=NOW) == {}


def test_figures_of_an_open_period_count_what_the_list_shows_even_beyond_now(keep: Keep) -> None:
    keep(AMPLOP)
    earlier = NOW - timedelta(days=3)
    filters = replace(EVERYTHING, seen_from=earlier - timedelta(days=7))
    assert overview(filters, now=earlier).incidents.count == list_incidents(filters).count == 1


def test_several_leaves_what_more_than_one_witness_tells(keep: Keep) -> None:
    keep(AMPLOP, LAGI, BALIHO)
    rows = list_incidents(Filters(several=True)).rows
    assert [row.witnesses for row in rows] == [2]
    assert overview(now=NOW).several_witnesses.count == 1
