from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from factories.alarms import a_cluster, a_scan

from kondusif.audit.queries import trail_of
from kondusif.kerawanan.actions.alarms import NoSuchAlarm, Raised, decide_alarm, raise_alarms, see_alarm
from kondusif.kerawanan.domain.ledger import AlarmOutcome, AlarmState, BadStep
from kondusif.kerawanan.queries.alarms import AlarmDetail, alarm_detail, find_alarm, ledger_record, list_alarms
from kondusif.places.domain.codes import Level

pytestmark = pytest.mark.django_db
KECAMATAN = ("35.04.01", "35.04.02")


def _raise(now: datetime, areas: tuple[str, ...] = KECAMATAN, *, p: float = 0.002, name: str = "") -> Raised:
    found = [a_cluster(areas, now.date(), p=p)]
    return raise_alarms(a_scan("35", Level.KECAMATAN, found, now=now, name=name), by="ayu", now=now)


def _first() -> AlarmDetail:
    alarm = find_alarm(1)
    assert alarm is not None
    detail = alarm_detail(alarm)
    assert detail is not None
    return detail


def test_what_warns_is_raised_once_and_what_does_not_never(now: datetime) -> None:
    assert _raise(now) == Raised((1,), ())
    assert _raise(now) == Raised((), ())  # the same run again
    assert _raise(now, ("35.07.01",), p=0.4) == Raised((), ())  # neither siaga nor waspada
    (row,) = list_alarms()
    assert (row.number, row.state, row.latest.loudness, row.latest.areas) == (
        1,
        AlarmState.DINAIKKAN,
        "siaga",
        KECAMATAN,
    )
    assert row.latest.corroborated  # nothing unverified stands behind it: here, nothing at all
    assert [entry.kind for entry in trail_of("alarm", str(row.id))] == ["alarm_sighted"]


def test_the_same_thing_a_day_later_is_another_sighting_and_another_place_another_alarm(now: datetime) -> None:
    _raise(now)
    assert _raise(now + timedelta(days=1), ("35.04.02", "35.04.03")) == Raised((), (1,))
    assert _raise(now + timedelta(days=1), ("35.78.01",)) == Raised((2,), ())
    detail = _first()
    assert [sighting.areas for sighting in detail.sightings] == [("35.04.02", "35.04.03"), KECAMATAN]


def test_a_closed_alarm_does_not_swallow_what_comes_after(now: datetime) -> None:
    _raise(now)
    alarm = _first().row.id
    decide_alarm(alarm, AlarmState.DITEPIS, "hanya satu grup yang bercerita", by="ayu", now=now)
    decide_alarm(alarm, AlarmState.DITUTUP, "tidak ada apa-apa", by="ayu", now=now, outcome=AlarmOutcome.KELIRU)
    assert _raise(now + timedelta(days=1)) == Raised((2,), ())


def test_people_say_what_it_is_and_what_it_was(now: datetime) -> None:
    _raise(now)
    alarm = _first().row.id
    see_alarm(alarm, by="budi", now=now)
    decide_alarm(alarm, AlarmState.DIKONFIRMASI, "dicek  panwascam", by="ayu", now=now + timedelta(hours=1))
    later = now + timedelta(days=3)
    decide_alarm(alarm, AlarmState.DITUTUP, "bentrok dicegah", by="ayu", now=later, outcome=AlarmOutcome.TEPAT)
    detail = _first()
    assert (detail.row.state, detail.row.outcome, detail.row.open) == (AlarmState.DITUTUP, AlarmOutcome.TEPAT, False)
    assert [(step.state, step.by, step.reason) for step in detail.steps] == [
        (AlarmState.DITUTUP, "ayu", "bentrok dicegah"),
        (AlarmState.DIKONFIRMASI, "ayu", "dicek panwascam"),
        (AlarmState.DILIHAT, "budi", "dibuka"),
    ]
    assert ledger_record().precision == 1.0
    assert len(trail_of("alarm", str(alarm))) == 4


def test_a_step_that_cannot_be_changes_nothing(now: datetime) -> None:
    _raise(now)
    alarm = _first().row.id
    with pytest.raises(BadStep):
        decide_alarm(alarm, AlarmState.DITUTUP, "sudah reda", by="ayu", now=now, outcome=AlarmOutcome.TEPAT)
    with pytest.raises(BadStep):
        decide_alarm(alarm, AlarmState.DIKONFIRMASI, "", by="ayu", now=now)
    with pytest.raises(NoSuchAlarm):
        decide_alarm(uuid.uuid4(), AlarmState.DIKONFIRMASI, "benar ada", by="ayu", now=now)
    assert (_first().row.state, _first().steps) == (AlarmState.DINAIKKAN, ())


def test_alarms_of_an_area_are_those_that_touch_it(now: datetime) -> None:
    _raise(now)
    _raise(now, ("35.78.01",), name="2")
    for area, numbers in (
        ("35.04", [1]),
        ("35.04.01.1001", [1]),
        ("35.78", [2]),
        ("63", []),
        ("", [2, 1]),
        ("35", [2, 1]),
    ):
        assert [row.number for row in list_alarms(area=area)] == numbers, area


@pytest.mark.parametrize("table", ["kerawanan_alarmsighting", "kerawanan_alarmstep"])
def test_the_database_refuses_to_change_the_ledger(table: str, now: datetime) -> None:
    _raise(now)
    see_alarm(_first().row.id, by="budi", now=now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
