from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kondusif.audit.actions import Happening, NoTransaction, Subject, record, record_all, subscribe, unsubscribe
from kondusif.audit.domain.chain import canonical
from kondusif.audit.models import Fact
from kondusif.audit.queries import head, latest_facts, trail_of, verify_chain

INCIDENT = Subject("incident", "4f1c")


def _record(count: int, now: datetime) -> None:
    record_all([Happening("noted", INCIDENT, {"count": index}) for index in range(count)], by="ayu", now=now)


@pytest.mark.django_db
def test_facts_are_numbered_without_gaps_and_chained(now: datetime) -> None:
    _record(3, now)
    _record(2, now)
    facts = list(Fact.objects.all())
    assert [fact.seq for fact in facts] == [1, 2, 3, 4, 5]
    assert [fact.previous_hash for fact in facts[1:]] == [fact.hash for fact in facts[:-1]]
    assert verify_chain().holds
    assert head() == (5, facts[-1].hash)


@pytest.mark.django_db
def test_a_trail_has_one_subject_oldest_first(now: datetime) -> None:
    _record(2, now)
    record(kind="seen", subject=Subject("incident", "other"), by="budi", payload={}, now=now)
    assert [(entry.seq, entry.kind, entry.payload) for entry in trail_of("incident", "4f1c")] == [
        (1, "noted", {"count": 0}),
        (2, "noted", {"count": 1}),
    ]
    assert [entry.seq for entry in trail_of("incident", ["4f1c", "other"])] == [1, 2, 3]
    assert [entry.seq for entry in latest_facts(2)] == [3, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_fact SET actor = 'citra' WHERE seq = 2",
        "UPDATE audit_fact SET seq = 9 WHERE seq = 2",
        "DELETE FROM audit_fact WHERE seq = 2",
        "DELETE FROM audit_fact",
    ],
)
def test_the_database_refuses_to_change_the_past(statement: str, now: datetime) -> None:
    _record(3, now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify_chain().facts == 3


@pytest.mark.django_db
def test_the_database_refuses_a_fact_out_of_turn(now: datetime) -> None:
    _record(2, now)
    stray = Fact.objects.get(seq=2)
    insert = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    statement = (
        f"{insert} INTO audit_fact (seq, id, at, kind, subject_kind, subject_id, actor, payload_json,"
        " previous_hash, hash) VALUES (%s, %s, %s, 'noted', 'incident', '4f1c', 'citra', '{}', %s, %s)"
    )
    for seq in (2, 4):
        values = [seq, uuid.uuid4().hex, now, stray.hash, stray.hash]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("actor", "citra", "isi catatan nomor 2 sudah diubah"),
        ("payload_json", '{"count":7}', "isi catatan nomor 2 sudah diubah"),
        ("previous_hash", "0" * 64, "catatan nomor 2 tidak menyambung ke yang sebelumnya"),
        ("hash", "f" * 64, "isi catatan nomor 2 sudah diubah"),
    ],
)
def test_an_edit_behind_the_triggers_back_is_named(
    column: str, value: str, why: str, now: datetime, disarmed: None
) -> None:
    _record(3, now)
    Fact.objects.filter(seq=2).update(**{column: value})
    verdict = verify_chain()
    assert (verdict.broken_at, verdict.why) == (2, why)


@pytest.mark.django_db
def test_a_fact_cut_out_of_the_middle_is_named(now: datetime, disarmed: None) -> None:
    _record(3, now)
    Fact.objects.filter(seq=2).delete()
    verdict = verify_chain()
    assert (verdict.broken_at, verdict.why) == (2, "catatan nomor 2 tidak ada")


@pytest.mark.django_db
def test_a_moved_clock_is_an_edit(now: datetime, disarmed: None) -> None:
    _record(3, now)
    Fact.objects.filter(seq=3).update(at=now - timedelta(microseconds=1))
    assert verify_chain().broken_at == 3


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_defect(now: datetime) -> None:
    with pytest.raises(NoTransaction):
        _record(1, now)


@pytest.mark.django_db
def test_receivers_hear_of_their_kind_and_can_undo_the_action(now: datetime) -> None:
    heard: list[int] = []

    @subscribe("noted")
    def listen(fact: Fact) -> None:
        heard.append(fact.seq)
        if fact.seq == 2:
            raise ValueError("no")

    try:
        with transaction.atomic():
            _record(1, now)
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            _record(1, now)
        record(kind="unheard", subject=INCIDENT, by="ayu", payload={}, now=now)
    finally:
        unsubscribe("noted", listen)
    assert heard == [1, 2]
    assert [entry.kind for entry in latest_facts()] == ["unheard", "noted"]


def test_fractions_are_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"share": [0.5]})  # type: ignore[list-item]


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4))


@given(st.dictionaries(st.text(max_size=5), _JSON, max_size=6))
def test_the_order_of_a_payload_makes_no_difference(payload: dict[str, object]) -> None:
    turned = dict(reversed(payload.items()))
    assert canonical(payload) == canonical(turned)  # type: ignore[arg-type]
