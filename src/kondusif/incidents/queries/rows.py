"""Incidents as rows of lists and exports, and finding one of them."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kondusif.incidents.domain.types import Kind, State, Status
from kondusif.incidents.models import Incident, Membership, Redirect
from kondusif.incidents.queries.filters import EVERYTHING, SORTS, Filters, chosen
from kondusif.intake.queries import CHUNK, slices

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as a list shows it; fields named `machine_…` hold the guess beside what counts."""

    id: uuid.UUID
    number: int
    title: str
    summary: str
    kind: Kind
    status: Status
    needs_more: bool
    category: str
    machine_category: str
    event_date: date | None
    event_date_end: date | None
    place_code: str
    machine_place_code: str
    severity: int
    confidence: float
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    first_seen_at: datetime
    latest_seen_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of a list; `count` is exact."""

    rows: tuple[IncidentRow, ...]
    count: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when the list is empty."""
        return max(1, -(-self.count // self.per_page))


def list_incidents(filters: Filters = EVERYTHING, *, page: int = 1, per_page: int = PER_PAGE) -> IncidentPage:
    """One page of the incidents that the filters leave, two queries whatever their number."""
    wanted = chosen(filters)
    count = wanted.count()
    page = min(max(1, page), max(1, -(-count // per_page)))
    start = (page - 1) * per_page
    rows = wanted.order_by(*SORTS.get(filters.sort, SORTS["latest"]))[start : start + per_page]
    return IncidentPage(tuple(row_of(incident) for incident in rows), count, page, per_page)


def every_incident(filters: Filters = EVERYTHING) -> Iterator[tuple[IncidentRow, tuple[str, ...]]]:
    """All incidents that the filters leave, each with the source ids of its texts, for exports."""
    ids = list(chosen(filters).order_by(*SORTS.get(filters.sort, SORTS["latest"])).values_list("pk", flat=True))
    for part in slices(ids, CHUNK):
        incidents = Incident.objects.in_bulk(list(part))
        members: dict[uuid.UUID, list[str]] = defaultdict(list)
        standing = Membership.objects.filter(incident__in=part, ended_at=None)
        for incident_id, source_id in standing.values_list("incident_id", "text__source_id"):
            members[incident_id].append(source_id)
        for pk in part:
            yield row_of(incidents[pk]), tuple(sorted(members[pk]))


def row_of(incident: Incident) -> IncidentRow:
    """A table's row as the rooms above see it."""
    return IncidentRow(
        id=incident.pk,
        number=incident.number,
        title=incident.title,
        summary=incident.summary,
        kind=Kind(incident.kind),
        status=Status(incident.status),
        needs_more=incident.needs_more,
        category=incident.category,
        machine_category=incident.machine_category,
        event_date=incident.event_date,
        event_date_end=incident.event_date_end,
        place_code=incident.place_code,
        machine_place_code=incident.machine_place_code,
        severity=incident.severity,
        confidence=incident.confidence / 1000,
        texts=incident.texts,
        witnesses=incident.witnesses,
        contradictions=incident.contradictions,
        conflicts=incident.conflicts,
        first_seen_at=incident.first_seen_at,
        latest_seen_at=incident.latest_seen_at,
        created_at=incident.created_at,
        updated_at=incident.updated_at,
        version=incident.version,
    )


def redirect_of(incident_id: uuid.UUID) -> uuid.UUID | None:
    """The incident that this one became part of, or None."""
    return Redirect.objects.filter(old_id=incident_id).values_list("incident_id", flat=True).first()


def find_incident(written: str) -> list[uuid.UUID]:
    """The incidents that a person may mean by a number, a UUID or the beginning of one (six letters at least)."""
    written = written.strip().lower().removeprefix("#")
    if written.isdigit() and len(written) < 8:
        found = list(Incident.objects.filter(number=int(written)).values_list("pk", flat=True))
        if found:
            return found
    letters = written.replace("-", "")
    if len(letters) < 6 or not re.fullmatch(r"[0-9a-f]{6,32}", letters):
        return []
    low, high = uuid.UUID(letters.ljust(32, "0")), uuid.UUID(letters.ljust(32, "f"))
    return list(Incident.objects.filter(pk__gte=low, pk__lte=high).order_by("number").values_list("pk", flat=True)[:5])


def incident_row(incident_id: uuid.UUID) -> IncidentRow | None:
    """One incident as a list shows it, or None."""
    incident = Incident.objects.filter(pk=incident_id, state=State.ACTIVE).first()
    return row_of(incident) if incident else None


def numbers_of(filters: Filters) -> set[int]:
    """Numbers of all incidents that the filters leave."""
    return set(chosen(filters).values_list("number", flat=True))


def incidents_by_number(numbers: Iterable[int]) -> dict[int, IncidentRow]:
    """The incidents of these numbers that stand by themselves."""
    return {
        incident.number: row_of(incident)
        for part in slices(sorted(set(numbers)), CHUNK)
        for incident in Incident.objects.filter(number__in=part, state=State.ACTIVE)
    }
