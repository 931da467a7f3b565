"""Scans by the clock: queued once a day for an area and a level, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django_tasks import task

from kondusif.config.queue import QUEUE, was_queued
from kondusif.kerawanan.actions.scans import run_scan
from kondusif.kerawanan.queries.scanning import ScanScope
from kondusif.kerawanan.queries.scans import scans_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.zones import clock_of

BY = "worker"
AT = time(5)  # on the clock of the area: before the sitrep of six o'clock
_log = logging.getLogger(__name__)


@task()
def scheduled_scan(area: str, level: str, day: str, now: str) -> list[int]:
    """Scan an area for a day (ISO); the numbers of the alarms that were raised anew. A day that was scanned is left alone."""
    moment, wanted = datetime.fromisoformat(now), next(each for each in Level if each.id == level)
    if _done(area, level, day):
        return []
    return list(run_scan(ScanScope(area, wanted), by=BY, now=moment).raised.fresh)


def queue_due_scans(wanted: Iterable[str], *, now: datetime) -> list[str]:
    """Queue what today still lacks of "35/kecamatan" and the like; those that were queued."""
    queued = []
    for area, level in _known(wanted):
        here = now.astimezone(clock_of(area))
        day = here.date().isoformat()
        wanted_scan = {"area": area, "level": level.id, "day": day}
        if here.time() < AT or _done(**wanted_scan) or was_queued(scheduled_scan, **wanted_scan):
            continue
        scheduled_scan.using(backend=QUEUE).enqueue(**wanted_scan, now=now.isoformat())
        queued.append(f"{area}/{level.id}")
    return queued


def _done(area: str, level: str, day: str) -> bool:
    clock = clock_of(area)
    return any(scan.at.astimezone(clock).date().isoformat() == day for scan in scans_of(area, level)[:1])


def _known(wanted: Iterable[str]) -> Iterator[tuple[str, Level]]:
    places, levels = load_gazetteer(), {level.id: level for level in Level}
    for written in dict.fromkeys(wanted):
        area, _, level = written.partition("/")
        if area in places and levels.get(level, Level.PROVINSI) > Level.PROVINSI:
            yield area, levels[level]
        else:
            _log.error("KONDUSIF_SCANS: %r bukan WILAYAH/TINGKAT, misalnya 35/kecamatan", written)
