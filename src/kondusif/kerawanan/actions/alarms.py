"""The ledger of alarms: raise what a scan found, say what it is, close it with what it was. One transaction and its fact each."""

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


class NoSuchAlarm(LookupError):
    """No alarm has this id; the message is Indonesian."""

    def __init__(self) -> None:
        super().__init__("Peringatan ini tidak ada.")


@dataclass(frozen=True, slots=True)
class Raised:
    """Numbers of alarms that a run raised anew, and of those that it saw again."""

    fresh: tuple[int, ...]
    again: tuple[int, ...]


@transaction.atomic
def raise_alarms(scanned: AreaScan, *, by: str, now: datetime) -> Raised:
    """Put every cluster that warns (waspada or siaga) into the ledger; the same run again changes nothing."""
    take_turn()
    fresh: list[int] = []
    again: list[int] = []
    for found in scanned.found:
        if found.cluster.level is None:
            continue
        extent = Extent(frozenset(found.cluster.areas), found.cluster.first_date, found.cluster.latest_date)
        known = same_alarm(extent, _standing(scanned))
        alarm = Alarm.objects.get(number=known) if known else _mint(scanned, now)
        if _sighted(alarm, scanned, found, by=by, now=now):
            (again if known else fresh).append(alarm.number)
    return Raised(tuple(fresh), tuple(again))


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


def _standing(scanned: AreaScan) -> Sequence[tuple[int, Extent]]:
    """Alarms that are not closed, with what their latest sighting covers."""
    rows = (
        AlarmSighting.objects.filter(
            alarm__kind=AlarmKind.KLASTER, alarm__level=scanned.scope.level.id, alarm__state__in=[*OPEN]
        )
        .order_by("alarm__number", "at")
        .values_list("alarm__number", "areas", "first_date", "latest_date")
    )
    latest = {number: Extent(frozenset(areas), first, last) for number, areas, first, last in rows}
    return list(latest.items())


def _mint(scanned: AreaScan, now: datetime) -> Alarm:
    number = (Alarm.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    return Alarm.objects.create(
        number=number,
        kind=AlarmKind.KLASTER,
        area=scanned.scope.area,
        level=scanned.scope.level.id,
        raised_at=now,
        latest_at=now,
    )


def _sighted(alarm: Alarm, scanned: AreaScan, found: Found, *, by: str, now: datetime) -> bool:
    """Add a sighting, unless this very run has added it."""
    cluster, manifest = found.cluster, _plain(scanned.result.manifest)
    if AlarmSighting.objects.filter(alarm=alarm, manifest__input_sha256=manifest["input_sha256"]).exists():
        return False
    if AlarmSighting.objects.filter(alarm=alarm, at=now).exists():
        return False
    evidence = [row.number for row in found.evidence]
    AlarmSighting.objects.create(
        alarm=alarm,
        at=now,
        by=by,
        areas=list(cluster.areas),
        centre=cluster.centre,
        first_date=cluster.first_date,
        latest_date=cluster.latest_date,
        observed=cluster.observed,
        expected=cluster.expected,
        llr=cluster.llr,
        p=cluster.p.value,
        p_method=cluster.p.method,
        recurrence_days=cluster.recurrence_days,
        loudness=cluster.level or "",
        corroborated=found.corroborated,
        evidence=evidence,
        manifest=manifest,
    )
    Alarm.objects.filter(pk=alarm.pk).update(latest_at=now)
    record(
        kind="alarm_sighted",
        subject=Subject("alarm", str(alarm.pk)),
        by=by,
        payload={
            "number": alarm.number,
            "areas": list(cluster.areas),
            "first_date": cluster.first_date.isoformat(),
            "latest_date": cluster.latest_date.isoformat(),
            "observed": cluster.observed,
            "p": f"{cluster.p.value:.6g}",  # a fact carries no fractions
            "loudness": str(cluster.level or ""),
            "incidents": list(evidence),
        },
        now=now,
    )
    return True


def _plain(manifest: ScanManifest) -> dict[str, Any]:
    kept = asdict(manifest)
    return {
        name: value.isoformat() if isinstance(value, date) else list(map(list, value)) if name == "versions" else value
        for name, value in kept.items()
    }
