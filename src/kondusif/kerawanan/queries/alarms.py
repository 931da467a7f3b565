"""The ledger: alarms with what was found, who said what of them, and how right they were."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kondusif.kerawanan.domain.ledger import AlarmKind, AlarmOutcome, AlarmState, Record, record_of
from kondusif.kerawanan.models import Alarm, AlarmSighting, AlarmStep
from kondusif.places.domain.codes import contains

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one run found."""

    at: datetime
    areas: tuple[str, ...]
    centre: str
    first_date: date
    latest_date: date
    observed: int
    expected: float
    p: float
    p_method: str
    recurrence_days: float
    loudness: str
    corroborated: bool
    evidence: tuple[int, ...]
    statistic: str


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody said."""

    state: AlarmState
    outcome: AlarmOutcome | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm with its latest sighting."""

    id: uuid.UUID
    number: int
    kind: AlarmKind
    area: str
    level: str
    state: AlarmState
    outcome: AlarmOutcome | None
    raised_at: datetime
    latest: Sighting

    @property
    def open(self) -> bool:
        """Whether it still wants somebody."""
        return self.state is not AlarmState.DITUTUP


@dataclass(frozen=True, slots=True)
class AlarmDetail:
    """An alarm with all sightings and steps, the newest first."""

    row: AlarmRow
    sightings: tuple[Sighting, ...]
    steps: tuple[Step, ...]


def list_alarms(
    *, area: str = "", states: Iterable[AlarmState] = (), limit: int = PER_PAGE, known_at: datetime | None = None
) -> list[AlarmRow]:
    """Alarms that touch an area, the open ones first, then the newest; two queries."""
    rows = Alarm.objects.order_by("-raised_at", "-number")
    if wanted := list(states):
        rows = rows.filter(state__in=wanted)
    if known_at is not None:
        rows = rows.filter(raised_at__lte=known_at)
    alarms = list(rows[:1000])
    latest = _latest(alarms)
    found = [_row(alarm, latest[alarm.pk]) for alarm in alarms if alarm.pk in latest]
    if area:
        found = [row for row in found if any(contains(area, code) or contains(code, area) for code in row.latest.areas)]
    return sorted(found, key=lambda row: not row.open)[:limit]


def alarm_detail(alarm_id: uuid.UUID) -> AlarmDetail | None:
    """An alarm whole, or None; three queries."""
    alarm = Alarm.objects.filter(pk=alarm_id).first()
    if alarm is None:
        return None
    sightings = tuple(_sighting(row) for row in AlarmSighting.objects.filter(alarm=alarm).order_by("-at", "-pk"))
    steps = tuple(
        Step(AlarmState(row.state), _outcome(row.outcome), row.by, row.at, row.reason)
        for row in AlarmStep.objects.filter(alarm=alarm).order_by("-at", "-pk")
    )
    return AlarmDetail(_row(alarm, sightings[0]), sightings, steps) if sightings else None


def find_alarm(number: int) -> uuid.UUID | None:
    """The id of the alarm that people call by this number."""
    return Alarm.objects.filter(number=number).values_list("pk", flat=True).first()


def ledger_record() -> Record:
    """How right the alarms were; one query."""
    rows = Alarm.objects.values_list("state", "outcome")
    return record_of((AlarmState(state), _outcome(outcome)) for state, outcome in rows)


def _latest(alarms: list[Alarm]) -> dict[uuid.UUID, Sighting]:
    rows = AlarmSighting.objects.filter(alarm__in=[alarm.pk for alarm in alarms]).order_by("alarm", "at", "pk")
    return {row.alarm_id: _sighting(row) for row in rows}


def _row(alarm: Alarm, latest: Sighting) -> AlarmRow:
    return AlarmRow(
        alarm.pk, alarm.number, AlarmKind(alarm.kind), alarm.area, alarm.level, AlarmState(alarm.state),
        _outcome(alarm.outcome), alarm.raised_at, latest,
    )  # fmt: skip


def _outcome(written: str) -> AlarmOutcome | None:
    return AlarmOutcome(written) if written else None


def _sighting(row: AlarmSighting) -> Sighting:
    return Sighting(
        row.at, tuple(row.areas), row.centre, row.first_date, row.latest_date, row.observed, row.expected, row.p,
        row.p_method, row.recurrence_days, row.loudness, row.corroborated, tuple(row.evidence),
        str(row.manifest.get("statistic", "")),
    )  # fmt: skip
