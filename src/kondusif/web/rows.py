"""One incident as a line of a list, in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import IncidentRow
from kondusif.publishing.labels import KINDS, SEVERITIES, STATUSES, category_label
from kondusif.publishing.wording import age, certainty, days, moment, percent, place_path
from kondusif.web.claiming import ClaimShown

DOUBTFUL = 0.55


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of an incident. `own_title` is empty when the title only repeats the sentence."""

    id: uuid.UUID
    number: int
    own_title: str
    sentence: str
    category: str
    category_label: str
    kind: str
    kind_label: str
    status: str
    status_label: str
    by_person: bool
    needs_more: bool
    severity: int
    severity_label: str
    place: str
    around: str
    when: str
    dated: bool
    age: str
    seen_at: str
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    doubtful: bool
    sure: str
    percent: str
    version: int
    claimed_by: str = ""


def line_of(row: IncidentRow, *, now: datetime, claimed: ClaimShown | None = None) -> Line:
    """Put a row into words; `claimed` is somebody else's claim on it."""
    path = place_path(row.place_code)
    return Line(
        id=row.id,
        number=row.number,
        own_title="" if repeats(row.title, row.summary) else row.title,
        sentence=row.summary,
        category=row.category,
        category_label=category_label(row.category),
        kind=row.kind,
        kind_label=str(KINDS[row.kind]),
        status=row.status,
        status_label=str(STATUSES[row.status]),
        by_person=row.status != Status.BELUM_DIVERIFIKASI or row.needs_more,
        needs_more=row.needs_more,
        severity=row.severity if row.kind == Kind.INCIDENT else 0,
        severity_label=str(SEVERITIES.get(row.severity, "")),
        place=path[0] if path else "",
        around=", ".join(path[1:]),
        when=days(row.event_date, row.event_date_end),
        dated=row.event_date is not None,
        age=age(row.latest_seen_at, now),
        seen_at=moment(row.latest_seen_at, row.place_code),
        texts=row.texts,
        witnesses=row.witnesses,
        contradictions=row.contradictions,
        conflicts=row.conflicts,
        doubtful=row.confidence < DOUBTFUL,
        sure=certainty(row.confidence),
        percent=percent(row.confidence),
        version=row.version,
        claimed_by=claimed.by if claimed else "",
    )


def repeats(title: str, sentence: str) -> bool:
    """Whether a title says no more than the sentence below it."""
    return sentence.startswith(title.rstrip("…"))
