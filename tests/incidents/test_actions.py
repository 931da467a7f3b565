from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from factories.readings import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.conftest import AMPLOP, BALIHO, LAGI, SALIN, Keep, grouped, incident_with, sets, told
from kondusif.audit.queries import trail_of, verify_chain
from kondusif.incidents.actions import (
    BadJudgement,
    CannotRegroup,
    ChangedMeanwhile,
    NoSuchIncident,
    NothingToWithdraw,
    judge_incident,
    merge_incidents,
    split_incident,
    withdraw_decision,
    withdraw_judgement,
)
from kondusif.incidents.domain.types import Ruling, State, Status
from kondusif.incidents.models import Decision, Incident, Judgement
from kondusif.incidents.queries import incident_detail, redirect_of
from kondusif.intake.models import Text

pytestmark = pytest.mark.django_db
WHY = "sudah dicek ke lapangan"


def judge(
    incident: uuid.UUID, ruling: Ruling, value: str = "", seen_version: int | None = None, by: str = "ayu"
) -> int:
    return judge_incident(incident, ruling=ruling, reason=WHY, value=value, by=by, now=NOW, seen_version=seen_version)


def text_id(source_id: str) -> int:
    return Text.objects.get(source_id=source_id, latest=True).pk


def test_a_judgement_stands_beside_the_guess(keep: Keep) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1")
    judge(incident.pk, Ruling.WRONG_PLACE, "35.04.02")
    judge(incident.pk, Ruling.VERIFY)
    row = incident_with("amplop-1")
    assert (row.status, row.place_code, row.kecamatan) == (Status.TERVERIFIKASI, "35.04.02", "35.04.02")
    assert (row.machine_place_code, row.kelurahan_desa) == ("35.04.01.2001", "")
    detail = incident_detail(incident.pk)
    assert detail is not None
    place = next(conclusion for conclusion in detail.conclusions if conclusion.name == "place")
    assert (place.value, place.machine_value, place.by_person) == ("35.04.02", "35.04.01.2001", True)
    assert [entry.kind for entry in trail_of("incident", str(incident.pk))] == [
        "incident_opened",
        "incident_judged",
        "incident_judged",
    ]


def test_new_texts_do_not_overwrite_a_person(keep: Keep) -> None:
    keep(AMPLOP)
    judge(incident_with("amplop-1").pk, Ruling.WRONG_CATEGORY, "netralitas")
    keep(LAGI)
    row = incident_with("amplop-2")
    assert (row.category, row.machine_category, row.witnesses) == ("netralitas", "politik_uang", 2)


def test_a_judgement_can_be_taken_back_once(keep: Keep) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1").pk
    judge(incident, Ruling.VERIFY)
    rejected = judge(incident, Ruling.REJECT)
    assert incident_with("amplop-1").status == Status.TIDAK_TERBUKTI
    assert withdraw_judgement(rejected, by="budi", now=NOW) == incident
    assert incident_with("amplop-1").status == Status.TERVERIFIKASI
    with pytest.raises(NothingToWithdraw):
        withdraw_judgement(rejected, by="budi", now=NOW)
    assert Judgement.objects.get(pk=rejected).withdrawn_by == "budi"
    assert verify_chain().holds


def test_of_two_who_saw_the_same_the_second_is_told(keep: Keep) -> None:
    keep(AMPLOP)
    seen = incident_with("amplop-1")
    judge(seen.pk, Ruling.VERIFY, seen_version=seen.version)
    with pytest.raises(ChangedMeanwhile, match="sudah diubah orang lain"):
        judge(seen.pk, Ruling.REJECT, seen_version=seen.version, by="budi")
    assert Judgement.objects.count() == 1


def test_a_judgement_needs_a_reason_and_an_incident(keep: Keep) -> None:
    keep(AMPLOP)
    with pytest.raises(BadJudgement):
        judge_incident(incident_with("amplop-1").pk, ruling=Ruling.VERIFY, reason=" ", by="ayu", now=NOW)
    with pytest.raises(NoSuchIncident):
        judge(uuid.uuid4(), Ruling.VERIFY)
    assert Judgement.objects.count() == 0


def test_a_merge_keeps_the_older_id_and_can_be_taken_back(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    older, younger = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    kept, decision = merge_incidents([younger, older], reason=WHY, by="ayu", now=NOW)
    assert (kept, redirect_of(younger), grouped()) == (older, older, sets(["amplop-1", "baliho-1"]))
    with pytest.raises(CannotRegroup):
        merge_incidents([younger, older], reason=WHY, by="ayu", now=NOW)
    withdraw_decision(decision, by="ayu", now=NOW)
    assert (incident_with("amplop-1").pk, incident_with("baliho-1").pk) == (older, younger)
    assert redirect_of(younger) is None
    with pytest.raises(NothingToWithdraw):
        withdraw_decision(decision, by="ayu", now=NOW)


def test_what_was_said_about_the_younger_counts_in_the_merged(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    older, younger = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    judge(younger, Ruling.VERIFY)
    merge_incidents([older, younger], reason=WHY, by="ayu", now=NOW)
    assert incident_with("amplop-1").status == Status.TERVERIFIKASI
    judge(younger, Ruling.CLOSE)  # an address somebody kept
    assert incident_with("amplop-1").status == Status.DITUTUP


def test_a_split_keeps_the_id_with_the_texts_that_stay(keep: Keep) -> None:
    keep(AMPLOP, LAGI, SALIN)
    incident = incident_with("amplop-1").pk
    for moved in (["amplop-2"], ["amplop-1"], ["amplop-1", "amplop-3"]):
        other, decision = split_incident(
            incident, text_ids=[text_id(name) for name in moved], reason=WHY, by="ayu", now=NOW
        )
        stay = {"amplop-1", "amplop-2", "amplop-3"} - set(moved)
        assert grouped() == sets(moved, list(stay))
        assert incident_with(next(iter(stay))).pk == incident
        assert incident_with(moved[0]).pk == other
        withdraw_decision(decision, by="ayu", now=NOW)
        assert grouped() == sets(["amplop-1", "amplop-2", "amplop-3"])
        assert (incident_with("amplop-1").pk, redirect_of(other)) == (incident, incident)


def test_splitting_a_merge_gives_everyone_their_own_back(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    older, younger = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    judge(older, Ruling.VERIFY)
    _, merge = merge_incidents([older, younger], reason=WHY, by="ayu", now=NOW)
    moved, split = split_incident(older, text_ids=[text_id("amplop-1")], reason=WHY, by="budi", now=NOW)
    assert moved == older
    for decision in (split, merge):
        withdraw_decision(decision, by="budi", now=NOW)
    told_apart = [(incident_with(name).pk, incident_with(name).status) for name in ("amplop-1", "baliho-1")]
    assert told_apart == [(older, Status.TERVERIFIKASI), (younger, Status.BELUM_DIVERIFIKASI)]


def test_later_texts_do_not_undo_a_split(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    split_incident(incident_with("amplop-1").pk, text_ids=[text_id("amplop-2")], reason=WHY, by="ayu", now=NOW)
    keep(told("amplop-4", "Warga menerima amplop berisi uang di balai desa tadi malam"), now=NOW + timedelta(hours=1))
    assert not any({"amplop-1", "amplop-2"} <= group for group in grouped())
    assert len(grouped()) == 2


def test_a_split_needs_something_to_move_and_something_to_stay(keep: Keep) -> None:
    keep(AMPLOP, LAGI)
    keep(BALIHO)
    incident = incident_with("amplop-1").pk
    both = [text_id("amplop-1"), text_id("amplop-2")]
    for texts in ([], both, [text_id("baliho-1")]):
        with pytest.raises(CannotRegroup):
            split_incident(incident, text_ids=texts, reason=WHY, by="ayu", now=NOW)
    assert Decision.objects.count() == 0


def test_the_newer_of_merge_and_split_counts(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    older, younger = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    merge_incidents([older, younger], reason=WHY, by="ayu", now=NOW)
    _, split = split_incident(older, text_ids=[text_id("baliho-1")], reason=WHY, by="budi", now=NOW)
    assert grouped() == sets(["amplop-1"], ["baliho-1"])
    assert incident_with("baliho-1").pk == younger
    merge_incidents([older, younger], reason=WHY, by="ayu", now=NOW)
    assert grouped() == sets(["amplop-1", "baliho-1"])
    with pytest.raises(NothingToWithdraw):
        withdraw_decision(split, by="budi", now=NOW)


def test_the_machine_leaves_two_judged_incidents_apart(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    judge(incident_with("amplop-1").pk, Ruling.VERIFY)
    judge(incident_with("baliho-1").pk, Ruling.REJECT)
    keep(told("baliho-1", "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam", source="warta-uji"))
    assert grouped() == sets(["amplop-1"], ["baliho-1"])


_NAMES = ["t0", "t1", "t2", "t3", "t4"]
_STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "withdraw", "judge"]), st.integers(0, 4), st.integers(0, 4)),
    max_size=7,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_whatever_people_do_ids_hold_and_nothing_is_lost(keep: Keep, steps: list[tuple[str, int, int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        texts = [
            f"{'amplop uang warga' if index < 3 else 'baliho robek pasar'} nomor{'abcde'[index]}" for index in range(5)
        ]
        keep(*(told(name, text) for name, text in zip(_NAMES, texts, strict=True)))
        minted = set(Incident.objects.values_list("pk", flat=True))
        decisions: list[int] = []
        for step, one, other in steps:
            _take(step, _NAMES[one], _NAMES[other], decisions)
            minted |= set(Incident.objects.values_list("pk", flat=True))
            assert set(Incident.objects.values_list("pk", flat=True)) == minted
            assert sorted(name for group in grouped() for name in group) == _NAMES
            active = set(Incident.objects.filter(state=State.ACTIVE).values_list("pk", flat=True))
            merged = {
                pk: redirect_of(pk) for pk in Incident.objects.filter(state=State.MERGED).values_list("pk", flat=True)
            }
            assert set(merged.values()) <= active
        assert verify_chain().holds
        transaction.set_rollback(True)


def _take(step: str, one: str, other: str, decisions: list[int]) -> None:
    incident = incident_with(one)
    if step == "merge":
        if incident_with(other) == incident:
            return
        decisions.append(merge_incidents([incident.pk, incident_with(other).pk], reason=WHY, by="ayu", now=NOW)[1])
        assert incident_with(one) == incident_with(other)
    elif step == "split":
        if incident.texts < 2:
            return
        decisions.append(split_incident(incident.pk, text_ids=[text_id(one)], reason=WHY, by="ayu", now=NOW)[1])
        assert incident_with(one).texts == 1
    elif step == "judge":
        judge(incident.pk, Ruling.VERIFY)
    elif decisions:
        last = Decision.objects.get(pk=decisions.pop())
        if last.superseded_by_id is None:
            withdraw_decision(last.pk, by="ayu", now=NOW)
