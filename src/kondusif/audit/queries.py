"""Reads of the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kondusif.audit.domain.chain import GENESIS, ChainVerdict, Link, verify
from kondusif.audit.models import Fact


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a trail."""

    seq: int
    at: datetime
    kind: str
    subject_kind: str
    subject_id: str
    actor: str
    payload: dict[str, Any]
    hash: str


def trail_of(subject_kind: str, subject_ids: str | Iterable[str]) -> list[Entry]:
    """All that was done to one subject (or to several that became one), oldest first."""
    wanted = [subject_ids] if isinstance(subject_ids, str) else [str(item) for item in subject_ids]
    facts = Fact.objects.filter(subject_kind=subject_kind, subject_id__in=wanted).order_by("seq")
    return [_entry(fact) for fact in facts]


def latest_facts(limit: int = 50) -> list[Entry]:
    """The newest facts of the whole instance, newest first."""
    return [_entry(fact) for fact in Fact.objects.order_by("-seq")[:limit]]


def head() -> tuple[int, str]:
    """Number and hash of the newest fact."""
    newest = Fact.objects.order_by("-seq").values_list("seq", "hash").first()
    return newest or (0, GENESIS)


def is_fact(seq: int, hash_: str) -> bool:
    """Whether this fact stands in the chain: what was known then is a beginning of what is known now."""
    return (seq, hash_) == (0, GENESIS) or Fact.objects.filter(seq=seq, hash=hash_).exists()


def verify_chain() -> ChainVerdict:
    """Recompute every hash from the first fact on; 20,000 facts take about a second."""
    return verify(_links())


def _links() -> Iterator[Link]:
    columns: Sequence[str] = (
        "seq", "id", "at", "kind", "subject_kind", "subject_id", "actor", "payload_json", "previous_hash", "hash",
    )  # fmt: skip
    for seq, identity, at, *rest in Fact.objects.order_by("seq").values_list(*columns).iterator(chunk_size=2000):
        yield Link(seq, str(identity), at, *rest)


def _entry(fact: Fact) -> Entry:
    return Entry(
        seq=fact.seq,
        at=fact.at,
        kind=fact.kind,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        actor=fact.actor,
        payload=fact.payload,
        hash=fact.hash,
    )
