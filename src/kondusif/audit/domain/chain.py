"""The chain: a fact's hash covers all it says and the hash before it, so that an edit of the past shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Link:
    """One fact as the chain sees it."""

    seq: int
    id: str
    at: datetime
    kind: str
    subject_kind: str
    subject_id: str
    actor: str
    payload: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """Whether the chain holds; where not, the first fact that does not fit and why, in Indonesian."""

    facts: int
    head: str
    broken_at: int | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.broken_at is None


def canonical(payload: Mapping[str, Json]) -> str:
    """The one way to write a payload. Fractions are refused: two machines may print the same one differently."""
    _refuse_fractions(payload)
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(link: Link) -> str:
    """SHA-256 over everything a fact says and the hash before it."""
    body = canonical(
        {
            "actor": link.actor,
            "at": stamp(link.at),
            "id": link.id,
            "kind": link.kind,
            "payload": link.payload,
            "previous": link.previous_hash,
            "seq": link.seq,
            "subject": [link.subject_kind, link.subject_id],
        }
    )
    return hashlib.sha256(b"kondusif-fact-v1\n" + body.encode()).hexdigest()


def stamp(moment: datetime) -> str:
    """A moment in UTC to the microsecond, as the chain writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def verify(links: Iterable[Link]) -> ChainVerdict:
    """Walk the chain from the first fact."""
    count, head = 0, GENESIS
    for link in links:
        if link.seq != count + 1:
            return ChainVerdict(count, head, count + 1, f"catatan nomor {count + 1} tidak ada")
        if link.previous_hash != head:
            return ChainVerdict(count, head, link.seq, f"catatan nomor {link.seq} tidak menyambung ke yang sebelumnya")
        if hash_of(link) != link.hash:
            return ChainVerdict(count, head, link.seq, f"isi catatan nomor {link.seq} sudah diubah")
        count, head = link.seq, link.hash
    return ChainVerdict(count, head)


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"a fact carries no fractions: {value!r}")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_fractions(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_fractions(item)
