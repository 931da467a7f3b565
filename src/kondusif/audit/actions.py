"""Writing facts down, and telling those who asked to hear of them, in the same transaction."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kondusif.audit.domain.chain import Json, Link, canonical, hash_of
from kondusif.audit.models import Fact
from kondusif.audit.queries import head

# Any number will do as long as it never changes: PostgreSQL queues the writers of the chain behind it.
_CHAIN_LOCK = 0x4B4F_4E44

Receiver = Callable[[Fact], None]
_receivers: dict[str, list[Receiver]] = defaultdict(list)


class NoTransaction(RuntimeError):
    """A fact was recorded outside the transaction of what it tells."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a fact is about, for instance ``Subject("incident", "4f1c…")``."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact that is about to be recorded."""

    kind: str
    subject: Subject
    payload: Mapping[str, Json]


def subscribe(kind: str) -> Callable[[Receiver], Receiver]:
    """Ask to be called with every fact of this kind, inside its transaction: an error there undoes the action."""

    def register(receiver: Receiver) -> Receiver:
        if receiver not in _receivers[kind]:
            _receivers[kind].append(receiver)
        return receiver

    return register


def unsubscribe(kind: str, receiver: Receiver) -> None:
    """Stop calling this receiver."""
    _receivers[kind].remove(receiver)


def record(*, kind: str, subject: Subject, by: str, payload: Mapping[str, Json], now: datetime) -> Fact:
    """Append one fact to the chain."""
    return record_all([Happening(kind, subject, payload)], by=by, now=now)[0]


def record_all(happenings: Sequence[Happening], *, by: str, now: datetime) -> list[Fact]:
    """Append several facts of one action, in their order."""
    take_turn()
    if not happenings:
        return []
    seq, previous = head()
    facts: list[Fact] = []
    for happening in happenings:
        seq += 1
        link = Link(
            seq=seq,
            id=str(uuid.uuid4()),
            at=now,
            kind=happening.kind,
            subject_kind=happening.subject.kind,
            subject_id=happening.subject.id,
            actor=by,
            payload=canonical(happening.payload),
            previous_hash=previous,
            hash="",
        )
        previous = hash_of(link)
        facts.append(_row(link, previous))
    Fact.objects.bulk_create(facts, batch_size=500)
    for fact in facts:
        for receiver in _receivers.get(fact.kind, ()):
            receiver(fact)
    return facts


def take_turn() -> None:
    """Wait until no other writer is at work. An action that reads before it writes calls this first.

    SQLite has one writer since the transaction began (``transaction_mode`` IMMEDIATE); PostgreSQL needs a lock for it.
    """
    if not connection.in_atomic_block:
        raise NoTransaction("record a fact inside the transaction of what it tells")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def _row(link: Link, own_hash: str) -> Fact:
    return Fact(
        seq=link.seq,
        id=uuid.UUID(link.id),
        at=link.at,
        kind=link.kind,
        subject_kind=link.subject_kind,
        subject_id=link.subject_id,
        actor=link.actor,
        payload_json=link.payload,
        previous_hash=link.previous_hash,
        hash=own_hash,
    )
