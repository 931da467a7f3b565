from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import EventRow
from kondusif.kerawanan.queries.late import late_of, late_reports

TODAY = date(2024, 11, 20)


def _row(day: date, delay: int, status: Status = Status.BELUM_DIVERIFIKASI) -> EventRow:
    seen = datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(days=delay)
    return EventRow(uuid.uuid4(), 1, "", "apk", 1, status, "35.04", day, seen)


def _season(status: Status = Status.BELUM_DIVERIFIKASI) -> list[EventRow]:
    """Each day four incidents, of which two are told at once and two after four days; what comes after today is not here."""
    return [
        _row(TODAY - timedelta(days=age), delay, status) for age in range(100) for delay in (0, 0, 4, 4) if delay <= age
    ]


def test_the_latest_days_are_half_told_and_the_rest_is_expected() -> None:
    found = late_of(_season(), "35", TODAY)
    assert found.delay.known
    assert [one.now.reported for one in found.days] == [2, 2, 2, 2, 4, 4, 4]
    assert [round(one.now.share, 1) for one in found.days] == [0.5, 0.5, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert [one.day for one in found.incomplete] == [TODAY - timedelta(days=age) for age in range(4)]
    for one in found.incomplete:
        assert one.now.lower is not None
        assert one.now.upper is not None
        assert one.now.lower <= 4 <= one.now.upper


def test_what_was_rejected_tells_nothing_about_lateness() -> None:
    found = late_of(_season(Status.TIDAK_TERBUKTI), "35", TODAY)
    assert (found.delay.reports, found.delay.known, found.incomplete) == (0, False, ())


def test_too_few_reports_tell_nothing() -> None:
    found = late_of(_season()[:10], "35", TODAY)
    assert not found.delay.known
    assert {one.now.estimate for one in found.days} == {None}


@pytest.mark.django_db
def test_an_empty_instance_has_nothing_late(now: datetime) -> None:
    assert late_reports("35", now=now).incomplete == ()
