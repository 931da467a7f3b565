from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from factories.alarms import an_alarm
from factories.readings import a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.kerawanan.actions.alarms import Raised, raise_series
from kondusif.kerawanan.domain.ledger import AlarmKind
from kondusif.kerawanan.queries.alarms import list_alarms
from kondusif.kerawanan.queries.series import AreaSeries, series_of
from kondusif.places.domain.codes import Level

pytestmark = pytest.mark.django_db
CATEGORIES = ("politik_uang", "apk", "intimidasi_kekerasan", "logistik", "hoaks", "unjuk_rasa", "judi")


def _tell(number: int, code: str, days_ago: int, now: datetime) -> None:
    document = a_document(f"peristiwa{number} di {code}", id=str(number), source=f"grup-{number}", received_at=now)
    reading = a_reading(
        document, places=(code,), day=(now - timedelta(days=days_ago)).date(), category=CATEGORIES[number % 7]
    )
    keep_readings([(document, reading)], now=now)


def _weeks(now: datetime, *, burst: int) -> AreaSeries:
    """One incident every other day in turn over six kecamatan for six weeks; then so many in one of them today."""
    for number in range(21):
        _tell(number, f"35.04.0{number % 6 + 1}", 2 * number + 2, now)
    for number in range(100, 100 + burst):
        _tell(number, f"35.04.09.200{number - 99}", 0, now)
    return series_of("35.04", Level.KECAMATAN, now=now)


def test_a_day_that_stands_out_in_one_area_is_found_with_its_incidents(now: datetime) -> None:
    found = _weeks(now, burst=5)
    (one,) = found.found
    assert (one.area, one.observed, one.first_date, one.latest_date) == ("35.04.09", 5, now.date(), now.date())
    assert len(one.evidence) == 5
    assert one.loudness is not None
    assert one.recurrence_days == pytest.approx(1 / (one.p * 19))
    assert "CUSUM" in found.because


def test_it_is_raised_once_as_a_series(now: datetime) -> None:
    found = _weeks(now, burst=5)
    assert raise_series(found, by="ayu", now=now) == Raised((1,), ())
    assert raise_series(found, by="ayu", now=now + timedelta(minutes=5)) == Raised((), ())
    (alarm,) = list_alarms()
    assert (alarm.kind, alarm.latest.areas, alarm.latest.p_method) == (AlarmKind.DERET, ("35.04.09",), "mid_p")
    assert alarm.latest.statistic == "cusum"


def test_what_a_cluster_covers_already_is_not_raised_once_more(now: datetime) -> None:
    found = _weeks(now, burst=5)
    an_alarm(("35.04.09", "35.04.10"), now=now)
    assert raise_series(found, by="ayu", now=now) == Raised((), ())


def test_one_incident_where_nothing_ever_happens_is_rare_and_raises_nothing(now: datetime) -> None:
    found = _weeks(now, burst=1)
    assert [one.loudness for one in found.found] in ([], [None])
    assert raise_series(found, by="ayu", now=now) == Raised((), ())


def test_a_past_too_short_is_an_answer(now: datetime) -> None:
    _tell(1, "35.04.01", 1, now)
    found = series_of("35.04", Level.KECAMATAN, now=now)
    assert (found.found, found.warnings) == ((), None)
    assert "terlalu pendek" in found.because
    assert raise_series(found, by="ayu", now=now) == Raised((), ())
