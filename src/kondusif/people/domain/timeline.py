"""Offices over time: from which text to which somebody was named in an office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kondusif.people.domain.profiles import plain_role


@dataclass(frozen=True, slots=True)
class Seen:
    """One appearance, as much of it as an office needs."""

    role: str
    institution: str
    body: str
    code: str  # the area of the office where it is sure, else empty; `area` is then that of the text
    area: str
    text_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Office:
    """An office and when the texts that name its holder in it were out in the world."""

    role: str
    institution: str
    body: str
    area: str
    first_seen_at: datetime
    latest_seen_at: datetime
    text_ids: tuple[int, ...]
    moments: tuple[datetime, ...]

    @property
    def texts(self) -> int:
        """How many texts say so."""
        return len(self.text_ids)


def offices_of(appearances: Iterable[Seen]) -> tuple[Office, ...]:
    """The offices, the one that was seen first first. One of unsure area joins the only one of its kind that is sure."""
    grouped: dict[tuple[str, str, str], list[Seen]] = {}
    for seen in sorted(appearances, key=lambda each: (each.at, each.text_id, each.role)):
        kind = seen.body.removesuffix(f"-{seen.area}")
        grouped.setdefault((plain_role(seen.role), kind, seen.code), []).append(seen)
    for role, kind, code in list(grouped):
        sure = [key for key in grouped if key[:2] == (role, kind) and key[2]]
        if not code and len(sure) == 1 and _is_around(grouped[role, kind, ""], sure[0][2]):
            grouped[sure[0]] += grouped.pop((role, kind, ""))
    return tuple(sorted(map(_office, grouped.values()), key=lambda each: (each.first_seen_at, each.role, each.body)))


def _is_around(unsure: list[Seen], code: str) -> bool:
    return all(not seen.area or code.startswith(seen.area) or seen.area.startswith(code) for seen in unsure)


def _office(rows: list[Seen]) -> Office:
    fullest = max(rows, key=lambda each: (bool(each.code), len(each.institution), each.institution))
    latest = max(rows, key=lambda each: (each.at, each.text_id))
    return Office(
        role=latest.role,
        institution=fullest.institution,
        body=fullest.body,
        area=fullest.code or fullest.area,
        first_seen_at=min(each.at for each in rows),
        latest_seen_at=latest.at,
        text_ids=tuple(sorted({each.text_id for each in rows})),
        moments=tuple(sorted({each.at for each in rows})),
    )
