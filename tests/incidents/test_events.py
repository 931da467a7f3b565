from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories.readings import NOW

from kondusif.incidents.actions import judge_incident, withdraw_judgement
from kondusif.incidents.domain.types import Ruling, Status
from kondusif.incidents.queries import events, told_by

from .conftest import AMPLOP, BALIHO, KOSONG, LAGI, SALIN, Keep, incident_with, told

pytestmark = pytest.mark.django_db


def test_incidents_come_with_their_day_their_sources_and_what_they_copy(keep: Keep) -> None:
    keep(AMPLOP, LAGI, SALIN, BALIHO, KOSONG)
    found = {row.category: row for row in events(now=NOW)}
    assert set(found) == {"politik_uang", "apk"}  # what is no incident is not counted
    money = found["politik_uang"]
    told = told_by([row.id for row in found.values()])
    assert told[money.id].sources == ("grup-rt", "grup-rw", "warta-uji")
    assert (money.day, money.status, money.verified_at) == (date(2024, 11, 18), Status.BELUM_DIVERIFIKASI, None)
    assert money.place_code == "35.04.01.2001"
    assert told[money.id].group != told[found["apk"].id].group
    assert told_by([]) == {}


def test_a_day_that_is_not_told_or_lies_ahead_is_the_day_of_the_report(keep: Keep) -> None:
    keep(told("a", "Baliho dirobek di pasar", day=None), told("b", "Beras dibagi gudang", day=date(2024, 12, 24)))
    assert {row.day for row in events(now=NOW)} == {date(2024, 11, 20)}


def test_what_was_not_yet_known_or_not_yet_verified_was_not(keep: Keep) -> None:
    keep(AMPLOP, BALIHO)
    incident = incident_with("amplop-1")
    later = NOW + timedelta(days=2)
    judgement = judge_incident(incident.pk, ruling=Ruling.VERIFY, reason="dicek", by="ayu", now=later)
    assert events(now=NOW - timedelta(seconds=1)) == []
    before = {row.number: row for row in events(now=NOW)}[incident.number]
    assert (before.status, before.verified_at) == (Status.BELUM_DIVERIFIKASI, None)
    after = {row.number: row for row in events(now=later)}[incident.number]
    assert (after.status, after.verified_at) == (Status.TERVERIFIKASI, later)
    withdraw_judgement(judgement, by="ayu", now=later)
    assert {row.status for row in events(now=later)} == {Status.BELUM_DIVERIFIKASI}


def test_what_is_rejected_later_was_not_rejected_before(keep: Keep) -> None:
    keep(AMPLOP)
    later = NOW + timedelta(days=2)
    judge_incident(incident_with("amplop-1").pk, ruling=Ruling.REJECT, reason="ternyata arisan", by="ayu", now=later)
    (before,), (after,) = events(now=NOW), events(now=later)
    assert (before.status, before.rejected_at) == (Status.BELUM_DIVERIFIKASI, None)
    assert (after.status, after.rejected_at, after.verified_at) == (Status.TIDAK_TERBUKTI, later, None)


def test_events_of_an_area_and_since_a_day(keep: Keep) -> None:
    keep(AMPLOP, BALIHO)
    assert [row.category for row in events(area="35.04.02", now=NOW)] == ["apk"]
    assert events(area="35.07", now=NOW) == []
    assert events(now=NOW, since=date(2024, 11, 19)) == []


def test_the_number_of_queries_does_not_grow(keep: Keep, django_assert_num_queries: object) -> None:
    keep(AMPLOP)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(told_by([row.id for row in events(now=NOW)])) == 1
    keep(BALIHO, told("c", "Surat suara rusak di gudang kecamatan", category="logistik", places=("35.07.14",)))
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(told_by([row.id for row in events(now=NOW)])) == 3
