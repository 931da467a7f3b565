"""Incidents as the index and the warnings count them: where, on which day, how grave, known since when, told by whom."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet

from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.incidents.models import Incident, Judgement, Membership
from kondusif.incidents.queries.filters import Filters, chosen

_CHUNK = 500
_SAID_BY = {Status.TERVERIFIKASI: Ruling.VERIFY, Status.TIDAK_TERBUKTI: Ruling.REJECT}
_Moments = dict[uuid.UUID, datetime]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One standing incident. `day`: on which it happened, where that is not said on which it was first reported, by WIB.

    `place_code` is the finest area that its text supports; `verified_at`, `rejected_at`: when the earliest word of that kind that
    stands was given, None where there is none.
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
    verified_at: datetime | None = None
    rejected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldBy:
    """Who told of an incident, and a name that incidents share whose texts are copies of one another."""

    sources: tuple[str, ...]
    group: str


def events(*, area: str = "", now: datetime, since: date | None = None) -> list[EventRow]:
    """Incidents in an area (nothing: the country) that were known at `now`, by day and number; activities are none.

    Two queries. A later edit of a judgement shows: what stands today counts.
    """
    wanted = chosen(Filters(area=area, kind=Kind.INCIDENT.value)).filter(first_seen_at__lte=now)
    if since is not None:
        wanted = wanted.filter(Q(event_date__gte=since) | Q(first_seen_on__gte=since))
    verified, rejected = _said_at(wanted, now)
    found = []
    for row in wanted.order_by().values_list(*_COLUMNS):
        pk, number, title, category, severity, status, place_code, event_date, seen_on, seen_at = row
        day = _day(event_date, seen_on)
        if since is None or day >= since:
            state = _status(Status(status), pk, verified, rejected)
            told = (pk, number, title, category, severity, state, place_code, day, seen_at)
            found.append(EventRow(*told, verified.get(pk), rejected.get(pk)))
    return sorted(found, key=lambda event: (event.day, event.number))


def told_by(incidents: Collection[uuid.UUID]) -> Mapping[uuid.UUID, ToldBy]:
    """Who told of these incidents; two queries for each five hundred."""
    ids, found = sorted(incidents), dict[uuid.UUID, ToldBy]()
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        sources, groups = _sources(some), _groups(some)
        found |= {pk: ToldBy(sources.get(pk, ()), groups.get(pk, pk.hex)) for pk in some}
    return found


_COLUMNS = (
    "pk", "number", "title", "category", "severity", "status", "place_code", "event_date", "first_seen_on",
    "first_seen_at",
)  # fmt: skip


def _day(happened: date | None, seen_on: date) -> date:
    """A day after the report is a plan or a slip of the pen: then the day of the report counts."""
    return seen_on if happened is None or happened > seen_on else happened


def _status(status: Status, pk: uuid.UUID, verified: _Moments, rejected: _Moments) -> Status:
    """The status as it was: where the word that stands was given later, nobody had spoken yet."""
    given = {Status.TERVERIFIKASI: verified, Status.TIDAK_TERBUKTI: rejected}.get(status)
    return status if given is None or pk in given else Status.BELUM_DIVERIFIKASI


def _said_at(wanted: QuerySet[Incident], now: datetime) -> tuple[_Moments, _Moments]:
    """When the earliest standing word came that verified an incident, and that rejected it; closed ones keep theirs."""
    verified: _Moments = {}
    rejected: _Moments = {}
    said = Judgement.objects.filter(
        incident__in=wanted.values("pk"), withdrawn_at=None, ruling__in=_SAID_BY.values(), at__lte=now
    )
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
