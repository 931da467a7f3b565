"""What waits for a person, the most pressing first, each with the reasons why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from kondusif.incidents.domain.needs import REPORT_DAYS, VIOLATIONS, WEIGHTS, Reason, reasons_of
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.models import Incident
from kondusif.incidents.queries.filters import EVERYTHING, Filters, chosen
from kondusif.incidents.queries.overview import SEVERE
from kondusif.incidents.queries.rows import IncidentRow, row_of
from kondusif.places.domain.zones import WIB


@dataclass(frozen=True, slots=True)
class Need:
    """An incident that waits, why, and the last day of a formal report where one may be due."""

    row: IncidentRow
    reasons: tuple[Reason, ...]
    report_due: date | None


@dataclass(frozen=True, slots=True)
class Needs:
    """A slice of the queue; `count` is exact for the whole of it."""

    items: tuple[Need, ...]
    count: int


def needs_you(filters: Filters = EVERYTHING, *, now: datetime, limit: int = 12, offset: int = 0) -> Needs:
    """Unverified incidents of the scope, weighed by the reasons of `domain/needs.py`; two queries.

    The order depends on what is known about the incident alone: never on who stands for election.
    """
    waiting = _waiting(filters)
    rows = waiting.annotate(weight=_weight(now)).order_by(
        "-weight", "-severity", "-witnesses", "-latest_seen_at", "number"
    )
    items = tuple(_need(row_of(row), now) for row in rows[offset : offset + limit])
    return Needs(items, waiting.count())


def why_needed(row: IncidentRow, *, now: datetime) -> tuple[Reason, ...]:
    """The reasons for which one incident stands in the queue; none when it waits for nobody."""
    return _need(row, now).reasons


def reports_due(filters: Filters = EVERYTHING, *, now: datetime, days: int = 2) -> dict[date, int]:
    """How many waiting incidents have the last day of a formal report today or in the days after it; one query.

    The scope's own period is left aside: a deadline does not ask for it.
    """
    today = now.astimezone(WIB).date()
    rows = (
        _waiting(replace(filters, seen_from=None, seen_to=None))
        .filter(
            category__in=VIOLATIONS,
            first_seen_on__gte=today - timedelta(days=REPORT_DAYS),
            first_seen_on__lte=today + timedelta(days=days - REPORT_DAYS),
        )
        .values_list("first_seen_on")
        .annotate(count=Count("pk"))
        .order_by("first_seen_on")
    )
    return {seen_on + timedelta(days=REPORT_DAYS): count for seen_on, count in rows}


def _waiting(filters: Filters) -> QuerySet[Incident]:
    unjudged = replace(filters, kind="", statuses=())
    return chosen(unjudged).filter(kind=Kind.INCIDENT, status=Status.BELUM_DIVERIFIKASI)


def _need(row: IncidentRow, now: datetime) -> Need:
    today = now.astimezone(WIB).date()
    last_day = row.first_seen_at.astimezone(WIB).date() + timedelta(days=REPORT_DAYS)
    due = last_day if row.category in VIOLATIONS and last_day >= today else None
    reasons = reasons_of(
        waiting=row.kind == Kind.INCIDENT and row.status == Status.BELUM_DIVERIFIKASI,
        contradicted=row.contradictions > 0,
        several=row.witnesses > 1,
        severe=row.severity >= SEVERE,
        needs_more=row.needs_more,
        due=due is not None and due <= today + timedelta(days=1),
    )
    return Need(row, reasons, due)


def _weight(now: datetime) -> Combinable:
    """The sum of the reasons' weights, as the database counts it."""
    today = now.astimezone(WIB).date()
    first, last = (today + timedelta(days=step - REPORT_DAYS) for step in (0, 1))
    conditions = {
        Reason.CONTRADICTED: Q(contradictions__gt=0),
        Reason.SEVERAL: Q(witnesses__gt=1),
        Reason.SEVERE: Q(severity__gte=SEVERE),
        Reason.NEEDS_MORE: Q(needs_more=True),
        Reason.DUE: Q(category__in=VIOLATIONS, first_seen_on__gte=first, first_seen_on__lte=last),
    }
    total: Combinable = Value(0)
    for reason, condition in conditions.items():
        total = total + Case(
            When(condition, then=Value(WEIGHTS[reason])), default=Value(0), output_field=IntegerField()
        )
    return total
