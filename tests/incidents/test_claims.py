"""Two people never on one incident: one at a time, several in one go, and pairs that stay apart."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from factories.readings import NOW

from incidents.conftest import AMPLOP, BALIHO, LAGI, Keep, grouped, incident_with, sets, told
from incidents.test_crashes import WRITER, ask, empty, environment, finish, folder, start
from kondusif.audit.queries import trail_of, verify_chain
from kondusif.incidents.actions import (
    BadJudgement,
    CannotRegroup,
    ChangedMeanwhile,
    ClaimedByOther,
    NothingToWithdraw,
    free_incident,
    free_others,
    judge_incident,
    judge_incidents,
    keep_apart,
    merge_incidents,
    take_incident,
    withdraw_batch,
    withdraw_decision,
    withdraw_judgement,
)
from kondusif.incidents.claims import HELD_FOR
from kondusif.incidents.domain.types import Ruling, Status
from kondusif.incidents.models import Claim, Incident, Judgement
from kondusif.incidents.queries import (
    Filters,
    batch_of,
    claims_on,
    corrections,
    incident_detail,
    judged_lately,
    judged_since,
)

__all__ = ["empty", "folder"]  # fixtures of the neighbour
WHY = "sudah dicek ke lapangan"
PAIR = (AMPLOP, BALIHO)


@pytest.mark.django_db
def test_an_incident_is_taken_by_one_and_free_after_a_while(keep: Keep) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1").pk
    assert take_incident(incident, by="ayu", now=NOW) == NOW + HELD_FOR
    with pytest.raises(ClaimedByOther) as caught:
        take_incident(incident, by="budi", now=NOW)
    assert (caught.value.by, caught.value.until) == ("ayu", NOW + HELD_FOR)
    later = NOW + timedelta(minutes=4)
    assert take_incident(incident, by="ayu", now=later) == later + HELD_FOR
    assert {pk: claim.by for pk, claim in claims_on([incident], now=later).items()} == {incident: "ayu"}
    after = later + HELD_FOR
    assert claims_on([incident], now=after) == {}
    assert take_incident(incident, by="budi", now=after) == after + HELD_FOR
    with pytest.raises(ClaimedByOther):
        take_incident(incident, by="ayu", now=after)


@pytest.mark.django_db
def test_what_is_given_back_is_free_at_once_and_only_ones_own(keep: Keep) -> None:
    keep(*PAIR)
    first, second = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    for incident in (first, second):
        take_incident(incident, by="ayu", now=NOW)
    free_incident(first, by="budi")
    assert set(claims_on([first, second], now=NOW)) == {first, second}
    free_others(by="ayu", but=[second])
    assert set(claims_on([first, second], now=NOW)) == {second}
    free_incident(second, by="ayu")
    assert Claim.objects.count() == 0


@pytest.mark.django_db
def test_nothing_that_somebody_else_judges_is_changed(keep: Keep) -> None:
    keep(*PAIR)
    first, second = incident_with("amplop-1"), incident_with("baliho-1")
    take_incident(first.pk, by="ayu", now=NOW)
    changes: list[Callable[[], Any]] = [
        lambda: judge_incident(first.pk, ruling=Ruling.VERIFY, reason=WHY, by="budi", now=NOW),
        lambda: merge_incidents([second.pk, first.pk], reason=WHY, by="budi", now=NOW),
        lambda: keep_apart(second.pk, first.pk, reason=WHY, by="budi", now=NOW),
    ]
    for change in changes:
        with pytest.raises(ClaimedByOther, match="sedang dinilai oleh ayu"):
            change()
    assert not Judgement.objects.exists()
    assert incident_with("amplop-1").version == first.version
    judge_incident(first.pk, ruling=Ruling.VERIFY, reason=WHY, by="ayu", now=NOW, seen_version=first.version)
    assert claims_on([first.pk], now=NOW) == {}
    with pytest.raises(ChangedMeanwhile):
        judge_incident(first.pk, ruling=Ruling.REJECT, reason=WHY, by="budi", now=NOW, seen_version=first.version)


@pytest.mark.django_db
def test_no_incident_no_claim(keep: Keep) -> None:
    keep(*PAIR)
    first, second = incident_with("amplop-1"), incident_with("baliho-1")
    merge_incidents([first.pk, second.pk], reason=WHY, by="ayu", now=NOW)
    assert take_incident(second.pk, by="budi", now=NOW) is not None
    assert set(claims_on([first.pk, second.pk], now=NOW)) == {first.pk}
    assert take_incident(uuid.uuid4(), by="budi", now=NOW) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["nobody", "expired"])
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share one SQLite in memory: see the processes below")
def test_of_many_threads_that_reach_for_it_at_once_one_gets_it(keep: Keep, before: str) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1").pk
    if before == "expired":
        take_incident(incident, by="dewi", now=NOW - 2 * HELD_FOR)
    people = [f"penilai-{number}" for number in range(6)]
    gate = Barrier(len(people))

    def reach(who: str) -> str:
        try:
            gate.wait(timeout=20)
            take_incident(incident, by=who, now=NOW)
        except ClaimedByOther as error:
            return error.by
        else:
            return who
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = set(pool.map(reach, people))
    assert answers == {Claim.objects.get().by}
    assert answers <= set(people)


def test_of_several_processes_that_reach_for_it_at_once_one_gets_it(folder: Path, tmp_path: Path) -> None:
    finish(start(folder, 0, 1, 1))
    [(incident,)] = ask(folder, "SELECT id FROM incidents_incident")
    gate = tmp_path / "gate"
    people = [f"penilai-{number}" for number in range(3)]
    script = str(WRITER.with_name("taker.py"))
    processes = [
        subprocess.Popen(
            [sys.executable, script, who, str(incident), str(gate)],
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in people
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    gate.touch()
    answers = {process.communicate(timeout=60)[0].strip() for process in processes}
    [(holder,)] = ask(folder, "SELECT by FROM incidents_claim")
    assert answers == {holder}
    assert holder in people


# Several in one go ----------------------------------------------------------------------------------------------------


def seen(*incidents: Incident) -> dict[Any, int | None]:
    return {incident.pk: incident.version for incident in incidents}


@pytest.mark.django_db
def test_several_are_judged_in_one_go_each_with_its_fact_and_taken_back_as_one(keep: Keep) -> None:
    keep(*PAIR)
    rows = [incident_with("amplop-1"), incident_with("baliho-1")]
    batch = judge_incidents(seen(*rows), ruling=Ruling.REJECT, reason=WHY, by="ayu", now=NOW)
    assert (set(batch.judged), batch.refused) == ({row.pk for row in rows}, ())
    assert {row.status for row in Incident.objects.all()} == {Status.TIDAK_TERBUKTI}
    assert {done.row.id for done in batch_of(batch.id)} == {row.pk for row in rows}
    assert judged_since(Filters(), by="ayu", since=NOW) == 2
    withdraw_batch(batch.id, by="budi", now=NOW)
    assert {row.status for row in Incident.objects.all()} == {Status.BELUM_DIVERIFIKASI}
    for row in rows:
        kinds = [entry.kind for entry in trail_of("incident", str(row.pk))]
        assert kinds == ["incident_opened", "incident_judged", "judgement_withdrawn"]
    assert verify_chain().holds
    assert judged_lately(by="ayu", since=NOW) == []
    with pytest.raises(NothingToWithdraw):
        withdraw_batch(batch.id, by="ayu", now=NOW)


@pytest.mark.django_db
def test_what_cannot_be_judged_is_left_out_and_named(keep: Keep) -> None:
    keep(*PAIR, told("judi-1", "Taruhan hasil pilkada digelar di warung kopi", category="judi", places=("35.05.01",)))
    held, stale, free = incident_with("amplop-1"), incident_with("baliho-1"), incident_with("judi-1")
    take_incident(held.pk, by="budi", now=NOW)
    shown = seen(held, stale, free)
    judge_incident(stale.pk, ruling=Ruling.NEEDS_MORE, reason=WHY, by="budi", now=NOW)
    batch = judge_incidents(shown, ruling=Ruling.VERIFY, reason=WHY, by="ayu", now=NOW)
    assert batch.judged == (free.pk,)
    why = {each.incident_id: type(each.why) for each in batch.refused}
    assert why == {held.pk: ClaimedByOther, stale.pk: ChangedMeanwhile}
    assert Judgement.objects.filter(by="ayu").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "words"), [(0, "paling sedikit satu"), (201, "Paling banyak 200")])
def test_none_and_too_many_are_refused_whole(keep: Keep, count: int, words: str) -> None:
    chosen = {uuid.uuid4(): None for _ in range(count)}
    with pytest.raises(BadJudgement, match=words):
        judge_incidents(chosen, ruling=Ruling.VERIFY, reason=WHY, by="ayu", now=NOW)


# Apart ----------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_two_that_are_kept_apart_stay_apart_until_it_is_taken_back(keep: Keep) -> None:
    keep(AMPLOP, BALIHO)
    one, other = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    decision = keep_apart(one, other, reason=WHY, by="ayu", now=NOW)
    for incident, theirs in ((one, other), (other, one)):
        detail = incident_detail(incident)
        assert detail is not None
        assert [(each.tie, each.active, {each.incident_id, each.other_id}) for each in detail.decisions] == [
            ("apart", True, {one, other})
        ]
        assert detail.trail[-1].kind == "incidents_kept_apart"
        assert detail.trail[-1].payload["other"] == str(theirs)
    merged, _ = merge_incidents([one, other], reason="ternyata sama", by="budi", now=NOW)
    assert grouped() == sets(("amplop-1", "baliho-1"))
    with pytest.raises(NothingToWithdraw):
        withdraw_decision(decision, by="ayu", now=NOW)
    assert merged == min((one, other), key=lambda pk: Incident.objects.get(pk=pk).number)


@pytest.mark.django_db
def test_a_pair_kept_apart_is_not_joined_by_texts_that_come_later(keep: Keep) -> None:
    lain = told("amplop-9", AMPLOP[0].text + " sekali", source="grup-lain", places=("35.07.01",))
    keep(AMPLOP, lain)
    assert grouped() == sets(("amplop-1",), ("amplop-9",))
    decision = keep_apart(incident_with("amplop-1").pk, incident_with("amplop-9").pk, reason=WHY, by="ayu", now=NOW)
    keep(LAGI)
    together = incident_with("amplop-1").pk
    assert incident_with("amplop-9").pk != together
    withdraw_decision(decision, by="ayu", now=NOW)
    with pytest.raises(NothingToWithdraw):
        withdraw_decision(decision, by="ayu", now=NOW)


@pytest.mark.django_db
def test_an_incident_cannot_be_kept_apart_from_itself(keep: Keep) -> None:
    keep(AMPLOP)
    one = incident_with("amplop-1").pk
    with pytest.raises(CannotRegroup):
        keep_apart(one, one, reason=WHY, by="ayu", now=NOW)


# Corrections ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_corrections_are_those_that_stand_of_texts_as_they_were(keep: Keep) -> None:
    keep(*PAIR)
    amplop, baliho = incident_with("amplop-1").pk, incident_with("baliho-1").pk
    judge_incident(amplop, ruling=Ruling.WRONG_CATEGORY, value="judi", reason=WHY, by="ayu", now=NOW)
    newer = judge_incident(amplop, ruling=Ruling.WRONG_CATEGORY, value="apk", reason=WHY, by="budi", now=NOW)
    gone = judge_incident(baliho, ruling=Ruling.WRONG_DATE, value="2024-11-01", reason=WHY, by="ayu", now=NOW)
    judge_incident(baliho, ruling=Ruling.VERIFY, reason=WHY, by="ayu", now=NOW)
    withdraw_judgement(gone, by="ayu", now=NOW)
    found = list(corrections())
    assert [(each.text.source_id, {ruling: said.id for ruling, said in each.said.items()}) for each in found] == [
        ("amplop-1", {Ruling.WRONG_CATEGORY: newer})
    ]
    rewritten = told("amplop-1", "Amplop berisi uang tidak jadi dibagikan kepada warga di balai desa")
    keep(rewritten, now=NOW + timedelta(hours=1))
    assert list(corrections()) == []
