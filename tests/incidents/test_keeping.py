from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from factories.readings import NOW, a_reading

from incidents.conftest import AMPLOP, BALIHO, KOSONG, LAGI, SALIN, Keep, grouped, incident_with, sets, told
from kondusif.audit.models import Fact
from kondusif.audit.queries import verify_chain
from kondusif.incidents.actions import Kept, judge_incident, reread
from kondusif.incidents.domain.types import Kind, Ruling, State, Status
from kondusif.incidents.models import Fingerprint, Incident, KeptReading, Membership, Redirect
from kondusif.incidents.queries import incident_detail, redirect_of
from kondusif.intake.models import Text
from kondusif.understanding.document import Document

pytestmark = pytest.mark.django_db
ALL = (AMPLOP, LAGI, SALIN, BALIHO, KOSONG)


def test_texts_become_readings_and_incidents(keep: Keep) -> None:
    assert keep(*ALL) == Kept(new=5, copies=1, opened=2)
    assert grouped() == sets(["amplop-1", "amplop-2", "amplop-3"], ["baliho-1"])
    incident = incident_with("amplop-1")
    assert (incident.texts, incident.witnesses, incident.kind) == (3, 2, Kind.INCIDENT)
    assert (incident.provinsi, incident.kabupaten_kota, incident.kecamatan, incident.kelurahan_desa) == (
        "35",
        "35.04",
        "35.04.01",
        "35.04.01.2001",
    )
    assert KeptReading.objects.count() == 5
    assert verify_chain().holds


def test_a_second_run_changes_nothing(keep: Keep) -> None:
    keep(*ALL)
    before = _everything()
    assert keep(*ALL, now=NOW + timedelta(days=1)) == Kept(known=5)
    assert _everything() == before


def test_a_text_in_one_run_twice_is_kept_once(keep: Keep) -> None:
    assert keep(AMPLOP, AMPLOP) == Kept(new=1, known=1, opened=1)


def test_the_order_of_arrival_makes_no_difference(keep: Keep, django_db_blocker: Any) -> None:
    from django.db import transaction

    seen = set()
    for order in permutations((AMPLOP, LAGI, SALIN, BALIHO)):
        with transaction.atomic():
            for pair in order:
                keep(pair)
            accounts = Incident.objects.filter(state=State.ACTIVE).values_list(
                "title", "summary", "category", "place_code", "texts", "witnesses"
            )
            seen.add((frozenset(grouped()), frozenset(accounts)))
            transaction.set_rollback(True)
    assert len(seen) == 1


def test_an_activity_is_no_incident(keep: Keep) -> None:
    keep(
        told(
            "rapat-1", "Rapat koordinasi digelar", category="kegiatan_preventif", stance="prevention", is_incident=False
        )
    )
    assert incident_with("rapat-1").kind == Kind.ACTIVITY


def test_a_late_text_joins_and_the_id_stays(keep: Keep) -> None:
    keep(LAGI)
    first = incident_with("amplop-2").pk
    keep(AMPLOP)
    assert incident_with("amplop-1").pk == first


def test_a_text_between_two_incidents_joins_them_under_the_older_id(keep: Keep) -> None:
    one = told("satu", "amplop uang warga", places=("35.04.01",))
    two = told("dua", "sembako kaos kades", places=("35.04.01",))
    keep(one)
    keep(two)
    older, younger = incident_with("satu").pk, incident_with("dua").pk
    assert older != younger
    keep(told("tiga", "amplop uang warga sembako kaos kades", places=("35.04.01",)))
    if grouped() == sets(["satu", "dua", "tiga"]):
        assert redirect_of(younger) == older
        assert incident_detail(younger) is None
    else:  # the new text is with one of them; nobody lost an id
        assert {older, younger} <= set(Incident.objects.filter(state=State.ACTIVE).values_list("pk", flat=True))


def test_a_revision_takes_the_place_of_the_one_before(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    incident = incident_with("amplop-1").pk
    keep(
        told(
            "amplop-1",
            "Ralat: yang dibagikan adalah undangan, bukan uang",
            category="informasi_tahapan",
            is_incident=False,
        )
    )
    assert grouped() == sets(["amplop-1"], ["amplop-2"])
    assert Text.objects.filter(source_id="amplop-1").count() == 2
    assert incident in set(Incident.objects.values_list("pk", flat=True))
    assert Membership.objects.exclude(ended_at=None).count() >= 1


def test_an_incident_that_loses_its_last_text_stands_empty(keep: Keep) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1")
    keep(told("amplop-1", "Halaman ini dihapus", category="tidak_relevan", stance="noise", is_incident=False))
    incident.refresh_from_db()
    assert (incident.state, grouped()) == (State.EMPTY, set())
    keep(told("amplop-1", "Amplop dibagikan lagi di balai desa"))
    incident.refresh_from_db()
    assert incident.state == State.ACTIVE


# A new reader ---------------------------------------------------------------------------------------------------------


def _reader(**changes: dict[str, Any]) -> Any:
    """A reader that says about each text what `changes` say, and else a village and money."""

    def read(document: Document) -> dict[str, Any]:
        return a_reading(document, reader_version="reader-2", **changes.get(document.id.replace("-", "_"), {}))

    return read


def _reread(**changes: dict[str, Any]) -> list[Kept]:
    return list(reread(_reader(**changes), versions=("reader-2", "rules-1"), now=NOW + timedelta(days=1)))


def test_a_new_reader_adds_readings_and_keeps_ids(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    incident = incident_with("amplop-1").pk
    assert [kept.reread for kept in _reread()] == [2]
    assert KeptReading.objects.count() == 4
    assert set(KeptReading.objects.filter(effective=True).values_list("reader_version", flat=True)) == {"reader-2"}
    assert incident_with("amplop-1").pk == incident
    assert [kept.reread for kept in _reread()] == [0]


def test_a_new_reader_may_take_texts_apart_and_bring_them_back(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    incident = incident_with("amplop-1").pk
    _reread(amplop_2={"category": "logistik"})
    assert grouped() == sets(["amplop-1"], ["amplop-2"])
    other = incident_with("amplop-2").pk if incident_with("amplop-1").pk == incident else incident_with("amplop-1").pk
    list(
        reread(
            lambda document: a_reading(document, reader_version="reader-3"), versions=("reader-3", "rules-1"), now=NOW
        )
    )
    assert grouped() == sets(["amplop-1", "amplop-2"])
    assert (incident_with("amplop-1").pk, redirect_of(other)) == (incident, incident)


def test_a_new_reader_never_undoes_a_judgement(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    incident = incident_with("amplop-1").pk
    judge_incident(
        incident,
        ruling=Ruling.WRONG_CATEGORY,
        value="netralitas",
        reason="yang membagi perangkat desa",
        by="ayu",
        now=NOW,
    )
    judge_incident(incident, ruling=Ruling.VERIFY, reason="dua saksi", by="ayu", now=NOW)
    _reread(
        amplop_1={"category": "tidak_relevan", "stance": "noise", "is_incident": False},
        amplop_2={"category": "logistik"},
    )
    row = incident_with("amplop-1")
    assert (row.pk, row.status, row.category) == (incident, Status.TERVERIFIKASI, "netralitas")
    assert grouped() == sets(["amplop-1", "amplop-2"])


def test_a_known_text_with_a_new_reading_is_read_again(keep: Keep) -> None:
    keep(AMPLOP)
    document, _ = AMPLOP
    assert keep((document, a_reading(document, reader_version="reader-2"))) == Kept(known=1, reread=1, changed=1)


def _everything() -> dict[str, list[Any]]:
    tables = (Text, KeptReading, Fingerprint, Incident, Membership, Redirect, Fact)
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in tables}
