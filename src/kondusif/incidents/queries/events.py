"""Incidents as the index and the warnings count them: where, on which day, how grave, known since when, told by whom."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from kondusif.incidents.domain.types import Kind, Ruling, State, Status
from kondusif.incidents.models import Incident, Judgement, Membership
from kondusif.incidents.queries.filters import Filters, chosen

_CHUNK = 500
_SAID_BY = {Status.TERVERIFIKASI: Ruling.VERIFY, Status.TIDAK_TERBUKTI: Ruling.REJECT}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One standing incident. `day`: on which it happened, where that is not said on which it was first reported, by WIB.

    `place_code` is the finest area that its text supports; `verified_at`, `rejected_at`: when the earliest word of that kind that
    stands was given, None where there is none; `group` is shared by incidents whose texts are copies of one another.
    """

    id: uuid.UUID
    number: int
    title: str
    category: str
    severity: int
    status: Status
    place_code: str
    day: date
    first_seen_at: datetime
    verified_at: datetime | None
    sources: tuple[str, ...]
    group: str
    rejected_at: datetime | None = None


def events(*, area: str = "", now: datetime, since: date | None = None) -> list[EventRow]:
    """Incidents in an area (nothing: the country) that were known at `now`, by day and number; activities are none.

    One query, and three more for each five hundred incidents. A later edit of a judgement shows: what stands today counts.
    """
    wanted = chosen(Filters(area=area, kind=Kind.INCIDENT.value)).filter(first_seen_at__lte=now, state=State.ACTIVE)
    rows = [row for row in wanted.order_by("number") if since is None or _day(row) >= since]
    return sorted(_told(rows, now), key=lambda row: (row.day, row.number))


def _told(rows: list[Incident], now: datetime) -> Iterator[EventRow]:
    for start in range(0, len(rows), _CHUNK):
        some = rows[start : start + _CHUNK]
        ids = [row.pk for row in some]
        (verified, rejected), sources, groups = _said_at(ids, now), _sources(ids), _groups(ids)
        for row in some:
            status = Status(row.status)
            if status in _SAID_BY and row.pk not in (verified, rejected)[status is Status.TIDAK_TERBUKTI]:
                status = Status.BELUM_DIVERIFIKASI  # the word that stands was given after `now`
            yield EventRow(
                row.pk, row.number, row.title, row.category, row.severity, status, row.place_code, _day(row),
                row.first_seen_at, verified.get(row.pk), sources.get(row.pk, ()), groups.get(row.pk, row.pk.hex),
                rejected.get(row.pk),
            )  # fmt: skip


def _day(row: Incident) -> date:
    """A day after the report is a plan or a slip of the pen: then the day of the report counts."""
    if row.event_date is None or row.event_date > row.first_seen_on:
        return row.first_seen_on
    return row.event_date


def _said_at(ids: list[uuid.UUID], now: datetime) -> tuple[dict[uuid.UUID, datetime], dict[uuid.UUID, datetime]]:
    """When the earliest standing word came that verified an incident, and that rejected it; closed ones keep theirs."""
    verified: dict[uuid.UUID, datetime] = {}
    rejected: dict[uuid.UUID, datetime] = {}
    said = Judgement.objects.filter(incident__in=ids, withdrawn_at=None, ruling__in=_SAID_BY.values(), at__lte=now)
    for incident, ruling, first in said.values_list("incident", "ruling").annotate(first=Min("at")).order_by():
        (verified if ruling == Ruling.VERIFY else rejected)[incident] = first
    return verified, rejected


def _sources(ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, set[str]] = defaultdict(set)
    told = Membership.objects.filter(incident__in=ids, ended_at=None)
    for incident, source in told.values_list("incident", "text__source").distinct():
        found[incident].add(source)
    return {incident: tuple(sorted(sources)) for incident, sources in found.items()}


def _groups(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    told = Membership.objects.filter(incident__in=ids, ended_at=None, text__fingerprint__copy_group__gt=0)
    rows = told.values_list("incident").annotate(group=Min("text__fingerprint__copy_group")).order_by()
    return {incident: str(group) for incident, group in rows}
