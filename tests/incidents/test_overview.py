from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW

from incidents.conftest import AMPLOP, BALIHO, LAGI, Keep, incident_with, told
from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.change import Change
from kondusif.incidents.domain.needs import REPORT_DAYS, VIOLATIONS, Reason
from kondusif.incidents.domain.types import Ruling, Status
from kondusif.incidents.queries import (
    AreaFigures,
    DayFigures,
    Event,
    Filters,
    area_figures,
    by_day,
    feed,
    list_incidents,
    needs_you,
    overview,
    why_needed,
)
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import Category

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEEK = Filters(seen_from=NOW - 7 * DAY)


def one(index: int, *, ago: timedelta = timedelta(hours=1), **reading: Any) -> Any:
    """An incident of its own: other words, another desa."""
    reading.setdefault("places", (f"35.04.01.20{index:02}",))
    return told(
        f"t{index}", f"kejadian {'abcdefghijklmnopqrstuvwxyz'[index % 26] * 6}{index}", received_at=NOW - ago, **reading
    )


def test_a_period_is_half_open(keep: Keep) -> None:
    keep(one(1, ago=7 * DAY), one(2, ago=7 * DAY + timedelta(seconds=1)), one(3, ago=timedelta(0)))
    assert {row.first_seen_at for row in list_incidents(WEEK).rows} == {NOW - 7 * DAY, NOW}
    up_to = Filters(seen_from=NOW - 7 * DAY, seen_to=NOW)
    assert [row.first_seen_at for row in list_incidents(up_to).rows] == [NOW - 7 * DAY]


def test_figures_of_an_area_add_up(keep: Keep) -> None:
    keep(
        AMPLOP,
        LAGI,
        BALIHO,
        told("rapat", "Rapat digelar", category="kegiatan_preventif", is_incident=False, places=()),
    )
    judge_incident(incident_with("baliho-1").pk, ruling=Ruling.VERIFY, reason="foto", by="ayu", now=NOW)
    found = area_figures(level="kecamatan")
    assert sum(each.incidents + each.activities for each in found.values()) == list_incidents().count
    assert (found["35.04.02"].incidents, found["35.04.02"].verified, found["35.04.02"].unverified) == (1, 1, 0)
    assert not found["35.04.02"].all_unverified
    assert found["35.04.01"].all_unverified
    assert found[""] == AreaFigures(activities=1, texts=1, latest_seen_at=NOW)
    with pytest.raises(ValueError, match="no such level"):
        area_figures(level="dusun")


def test_days_are_those_of_wib(keep: Keep) -> None:
    midnight = NOW.replace(hour=17, minute=0)  # 00.00 WIB of the next day
    keep(
        told("a", "pertama sekali", received_at=midnight - timedelta(seconds=1), places=("35.04.01",)),
        told("b", "kedua kalinya", received_at=midnight, places=("35.04.02",), category="apk"),
        told(
            "c", "rapat", received_at=midnight, category="kegiatan_preventif", is_incident=False, places=("35.04.03",)
        ),
    )
    assert by_day() == [
        DayFigures(date(2024, 11, 20), 1, 0, {"politik_uang": 1}),
        DayFigures(date(2024, 11, 21), 1, 1, {"apk": 1}),
    ]


def test_more_than_usual_is_said_only_with_a_past_to_compare(keep: Keep) -> None:
    keep(*(one(index) for index in range(1, 6)))
    fresh = overview(WEEK, now=NOW)
    assert (fresh.incidents.count, fresh.incidents.before, fresh.incidents.change) == (5, 0, Change.NONE)
    keep(one(9, ago=60 * DAY))
    assert overview(WEEK, now=NOW).incidents.change == Change.MORE
    assert overview(WEEK, now=NOW).incidents.difference == 5


def test_all_time_is_compared_with_nothing(keep: Keep) -> None:
    keep(one(1), one(2, ago=60 * DAY))
    found = overview(now=NOW)
    assert (found.incidents.count, found.incidents.before, found.incidents.difference) == (2, None, None)
    assert (found.unverified, found.verified, found.needs_more) == (2, 0, 0)


def test_the_queue_says_why_and_puts_the_pressing_first(keep: Keep) -> None:
    keep(
        one(1, category="logistik", ago=2 * DAY),
        one(2, category="apk", ago=(REPORT_DAYS - 1) * DAY),  # its last day is tomorrow
        one(3, category="apk", ago=30 * DAY),  # its day has passed
        told("s", "tanggal salah", contradicted=(("2024-10-27", "2024-11-27"),), places=("35.07",)),
        AMPLOP,
        LAGI,
    )
    queue = needs_you(now=NOW)
    assert [need.reasons for need in queue.items] == [
        (Reason.CONTRADICTED,),
        (Reason.DUE,),
        (Reason.SEVERAL,),
        (Reason.UNVERIFIED,),
        (Reason.UNVERIFIED,),
    ]
    assert queue.count == 5
    assert queue.items[1].report_due == date(2024, 11, 21)
    assert [need.report_due for need in queue.items[3:]] == [None, None]
    assert [need.row for need in needs_you(now=NOW, limit=2, offset=1).items] == [need.row for need in queue.items[1:3]]


def test_what_was_judged_waits_no_longer(keep: Keep) -> None:
    keep(AMPLOP, BALIHO)
    first = incident_with("amplop-1").pk
    judge_incident(first, ruling=Ruling.NEEDS_MORE, reason="kurang foto", by="ayu", now=NOW)
    assert Reason.NEEDS_MORE in needs_you(now=NOW).items[0].reasons
    judge_incident(first, ruling=Ruling.VERIFY, reason="dua saksi", by="ayu", now=NOW)
    assert [need.row.id for need in needs_you(now=NOW).items] == [incident_with("baliho-1").pk]
    assert needs_you(Filters(statuses=(Status.TERVERIFIKASI,)), now=NOW).count == 1
    verified = next(row for row in list_incidents().rows if row.id == first)
    assert why_needed(verified, now=NOW) == ()


def test_the_feed_tells_first_reports_further_sources_and_judgements(keep: Keep) -> None:
    keep(told("amplop-1", AMPLOP[0].text, received_at=NOW - 3 * DAY), BALIHO)
    keep(LAGI)
    later = NOW + timedelta(minutes=5)
    judge_incident(incident_with("baliho-1").pk, ruling=Ruling.VERIFY, reason="foto", by="ayu", now=later)
    lines = feed(since=NOW - DAY, until=NOW + timedelta(hours=1))
    assert {(line.event, line.row.category) for line in lines} == {
        (Event.JUDGED, "apk"),
        (Event.REPORTED, "apk"),
        (Event.SECONDED, "politik_uang"),
    }
    assert lines[0].event == Event.JUDGED
    assert (lines[0].by, lines[0].reason) == ("ayu", "foto")
    assert feed(Filters(area="12"), since=NOW - DAY, until=later) == []


def test_the_days_and_categories_are_those_of_the_rule_base() -> None:
    deadline = load_rulebase().deadlines["laporan"]
    assert (deadline.days, deadline.day_type) == (REPORT_DAYS, "calendar")
    assert set(VIOLATIONS) <= {category.value for category in Category}


@pytest.mark.parametrize(
    ("ask", "queries"),
    [
        (lambda: overview(WEEK, now=NOW), 2),
        (lambda: needs_you(now=NOW), 2),
        (area_figures, 1),
        (by_day, 1),
        (lambda: feed(since=NOW - DAY, until=NOW + DAY), 2),
    ],
)
def test_the_reads_stay_flat(keep: Keep, ask: Any, queries: int) -> None:
    seen = []
    for count in (1, 3):
        keep(*(one(index) for index in range(1, count + 1)))
        judge_incident(incident_with(f"t{count}").pk, ruling=Ruling.NEEDS_MORE, reason="foto", by="ayu", now=NOW)
        with CaptureQueriesContext(connection) as captured:
            ask()
        seen.append(len(captured))
    assert seen == [queries, queries]
