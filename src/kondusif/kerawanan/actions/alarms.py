"""The ledger of alarms: raise what a scan or a series found, say what it is, close it with what it was. One transaction and its fact each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.kerawanan.domain.ledger import (
    OPEN,
    AlarmKind,
    AlarmOutcome,
    AlarmState,
    BadStep,
    Extent,
    check_step,
    checked_reason,
    same_alarm,
)
from kondusif.kerawanan.domain.scan_types import ScanManifest
from kondusif.kerawanan.models import Alarm, AlarmSighting, AlarmStep
from kondusif.kerawanan.queries.scanning import AreaScan, Found
from kondusif.kerawanan.queries.series import AreaSeries, SeriesFound


class NoSuchAlarm(LookupError):
    """No alarm has this id; the message is Indonesian."""

    def __init__(self) -> None:
        super().__init__("Peringatan ini tidak ada.")


@dataclass(frozen=True, slots=True)
class Raised:
    """Numbers of alarms that a run raised anew, and of those that it saw again."""

    fresh: tuple[int, ...]
    again: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One thing that a run found, whatever found it; `run` tells the run apart from every other."""

    extent: Extent
    centre: str
    observed: int
    expected: float
    score: float
    p: float
    p_method: str
    recurrence_days: float
    loudness: str
    corroborated: bool
    evidence: tuple[int, ...]
    run: dict[str, Any]


@transaction.atomic
def raise_alarms(scanned: AreaScan, *, by: str, now: datetime) -> Raised:
    """Put every cluster that warns (waspada or siaga) into the ledger; the same run again changes nothing."""
    seen = [_cluster(each, scanned) for each in scanned.found if each.cluster.level is not None]
    return _raise(AlarmKind.KLASTER, scanned.scope.area, scanned.scope.level.id, seen, by=by, now=now)


@transaction.atomic
def raise_series(judged: AreaSeries, *, by: str, now: datetime) -> Raised:
    """Put every single series that warns into the ledger; the same run again changes nothing.

    What a standing alarm of a cluster covers already is not raised once more: two alarms of one thing are one too many.
    """
    covered = [extent for _, extent in _standing(AlarmKind.KLASTER, judged.level.id)]
    seen = [_series(each, judged) for each in judged.found if each.loudness is not None]
    seen = [each for each in seen if not any(each.extent.touches(extent) for extent in covered)]
    return _raise(AlarmKind.DERET, judged.area, judged.level.id, seen, by=by, now=now)


@transaction.atomic
def see_alarm(alarm_id: uuid.UUID, *, by: str, now: datetime) -> None:
    """Somebody has it before them. Whoever comes later changes nothing."""
    _step(alarm_id, AlarmState.DILIHAT, None, "dibuka", by=by, now=now)


@transaction.atomic
def decide_alarm(
    alarm_id: uuid.UUID,
    state: AlarmState,
    reason: str,
    *,
    by: str,
    now: datetime,
    outcome: AlarmOutcome | None = None,
) -> None:
    """Confirm, dismiss or close an alarm, with the reason. Raises `BadStep`, `NoSuchAlarm`."""
    _step(alarm_id, state, outcome, checked_reason(reason), by=by, now=now)


def _step(
    alarm_id: uuid.UUID, state: AlarmState, outcome: AlarmOutcome | None, reason: str, *, by: str, now: datetime
) -> None:
    take_turn()
    alarm = Alarm.objects.filter(pk=alarm_id).first()
    if alarm is None:
        raise NoSuchAlarm
    before = AlarmState(alarm.state)
    check_step(before, state, outcome)
    # Claimed with a condition: of two people who decide at once the second is told that it was decided.
    moved = Alarm.objects.filter(pk=alarm_id, state=before).update(state=state, outcome=outcome or "", latest_at=now)
    if not moved:
        raise BadStep("Peringatan ini baru saja diputuskan orang lain; muat ulang halamannya.")
    AlarmStep.objects.create(alarm=alarm, state=state, outcome=outcome or "", by=by, at=now, reason=reason)
    payload = {"number": alarm.number, "from": before.value, "to": state.value, "outcome": outcome or ""}
    record(kind="alarm_stepped", subject=Subject("alarm", str(alarm.pk)), by=by, payload=payload, now=now)


def _raise(kind: AlarmKind, area: str, level: str, seen: Sequence[_Seen], *, by: str, now: datetime) -> Raised:
    take_turn()
    fresh: list[int] = []
    again: list[int] = []
    for each in seen:
        known = same_alarm(each.extent, _standing(kind, level))
        alarm = Alarm.objects.get(number=known) if known else _mint(kind, area, level, now)
        if _sighted(alarm, each, by=by, now=now):
            (again if known else fresh).append(alarm.number)
    return Raised(tuple(fresh), tuple(again))


def _standing(kind: AlarmKind, level: str) -> Sequence[tuple[int, Extent]]:
    """Alarms that are not closed, with what their latest sighting covers."""
    rows = (
        AlarmSighting.objects.filter(alarm__kind=kind, alarm__level=level, alarm__state__in=[*OPEN])
        .order_by("alarm__number", "at")
        .values_list("alarm__number", "areas", "first_date", "latest_date")
    )
    latest = {number: Extent(frozenset(areas), first, last) for number, areas, first, last in rows}
    return list(latest.items())


def _mint(kind: AlarmKind, area: str, level: str, now: datetime) -> Alarm:
    number = (Alarm.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    return Alarm.objects.create(number=number, kind=kind, area=area, level=level, raised_at=now, latest_at=now)


def _sighted(alarm: Alarm, seen: _Seen, *, by: str, now: datetime) -> bool:
    """Add a sighting, unless this very run has added it."""
    same_run = {"manifest__input_sha256": seen.run["input_sha256"]}
    if AlarmSighting.objects.filter(alarm=alarm, **same_run).exists():
        return False
    if AlarmSighting.objects.filter(alarm=alarm, at=now).exists():
        return False
    areas = sorted(seen.extent.areas)
    AlarmSighting.objects.create(
        alarm=alarm,
        at=now,
        by=by,
        areas=areas,
        centre=seen.centre,
        first_date=seen.extent.first_date,
        latest_date=seen.extent.latest_date,
        observed=seen.observed,
        expected=seen.expected,
        llr=seen.score,
        p=seen.p,
        p_method=seen.p_method,
        recurrence_days=seen.recurrence_days,
        loudness=seen.loudness,
        corroborated=seen.corroborated,
        evidence=list(seen.evidence),
        manifest=seen.run,
    )
    Alarm.objects.filter(pk=alarm.pk).update(latest_at=now)
    record(
        kind="alarm_sighted",
        subject=Subject("alarm", str(alarm.pk)),
        by=by,
        payload={
            "number": alarm.number,
            "areas": list(areas),
            "first_date": seen.extent.first_date.isoformat(),
            "latest_date": seen.extent.latest_date.isoformat(),
            "observed": seen.observed,
            "p": f"{seen.p:.6g}",  # a fact carries no fractions
            "loudness": seen.loudness,
            "incidents": list(seen.evidence),
        },
        now=now,
    )
    return True


def _cluster(found: Found, scanned: AreaScan) -> _Seen:
    one = found.cluster
    return _Seen(
        extent=Extent(frozenset(one.areas), one.first_date, one.latest_date),
        centre=one.centre,
        observed=one.observed,
        expected=one.expected,
        score=one.llr,
        p=one.p.value,
        p_method=one.p.method,
        recurrence_days=one.recurrence_days,
        loudness=str(one.level or ""),
        corroborated=found.corroborated,
        evidence=tuple(row.number for row in found.evidence),
        run=_plain(scanned.result.manifest),
    )


def _series(found: SeriesFound, judged: AreaSeries) -> _Seen:
    assert judged.warnings is not None
    return _Seen(
        extent=Extent(frozenset({found.area}), found.first_date, found.latest_date),
        centre=found.area,
        observed=found.observed,
        expected=found.expected,
        score=found.score,
        p=found.p,
        p_method="mid_p",
        recurrence_days=found.recurrence_days,
        loudness=str(found.loudness or ""),
        corroborated=found.corroborated,
        evidence=tuple(row.number for row in found.evidence),
        run={
            "statistic": judged.warnings.method,
            "step": judged.warnings.step,
            "q": judged.warnings.q,
            "areas": judged.areas,
            "input_sha256": judged.digest,
        },
    )


def _plain(manifest: ScanManifest) -> dict[str, Any]:
    kept = asdict(manifest)
    return {
        name: value.isoformat() if isinstance(value, date) else list(map(list, value)) if name == "versions" else value
        for name, value in kept.items()
    }
