"""Keeping a sitrep: once made, it stays."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from kondusif.audit.actions import Subject, record
from kondusif.publishing.domain.sitrep import Sitrep, body_of, hash_of
from kondusif.publishing.models import KeptSitrep
from kondusif.publishing.queries.sitrep import compose_sitrep, scheduled_period

MACHINE = "jadwal"


@transaction.atomic
def keep_sitrep(sitrep: Sitrep, *, now: datetime, slot: datetime | None = None) -> int:
    """Keep it as it is; its number. Raises `IntegrityError` when its scheduled time has one already."""
    body = body_of(sitrep)
    row = KeptSitrep.objects.create(
        area_code=sitrep.area.code,
        period_start=sitrep.period.start,
        period_end=sitrep.period.end,
        made_at=now,
        made_by=sitrep.made_by,
        slot=slot,
        body=body,
        body_hash=hash_of(body),
    )
    record(
        kind="sitrep_kept",
        subject=Subject("sitrep", str(row.pk)),
        by=sitrep.made_by,
        payload={
            "area": sitrep.area.code,
            "start": sitrep.period.start.isoformat(),
            "end": sitrep.period.end.isoformat(),
            "hash": row.body_hash,
            "slot": slot.isoformat() if slot else None,
        },
        now=now,
    )
    return row.pk


def make_scheduled_sitrep(area: str, slot: datetime, *, now: datetime) -> int:
    """The sitrep of an area for a scheduled time, made now unless it is there already; its number."""
    known = _for_slot(area, slot)
    if known is not None:
        return known
    period = scheduled_period(area, slot)
    sitrep = compose_sitrep(area, period.start, period.end, now, by=MACHINE, period=period)
    try:
        return keep_sitrep(sitrep, now=now, slot=slot)
    except IntegrityError:  # another worker was first: that one counts
        known = _for_slot(area, slot)
        if known is None:
            raise
        return known


def _for_slot(area: str, slot: datetime) -> int | None:
    return KeptSitrep.objects.filter(area_code=area, slot=slot).values_list("pk", flat=True).first()
