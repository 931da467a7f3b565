"""Scans by the clock: queued once a day for an area and a level, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, time

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kondusif.kerawanan.actions.scans import run_scan
from kondusif.kerawanan.queries.scanning import ScanScope
from kondusif.kerawanan.queries.scans import scans_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.zones import clock_of

QUEUE = "queue"  # the lasting queue of the settings, whatever the default is
BY = "worker"
AT = time(5)  # on the clock of the area: before the sitrep of six o'clock
_ATTEMPTS = 3
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
        if here.time() < AT or _done(area, level.id, day) or _is_under_way(area, level.id, day):
            continue
        arguments = {"area": area, "level": level.id, "day": day, "now": now.isoformat()}
        scheduled_scan.using(backend=QUEUE).enqueue(**arguments)
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


def _is_under_way(area: str, level: str, day: str) -> bool:
    """Whether it waits or runs, or failed so often that trying again would help nobody."""
    kept = DBTaskResult.objects.filter(task_path=scheduled_scan.module_path)
    wanted = (area, level, day)
    states = [
        status
        for status, given in kept.values_list("status", "args_kwargs")
        if tuple(given["kwargs"].get(name) for name in ("area", "level", "day")) == wanted
    ]
    failures = states.count(TaskResultStatus.FAILED)
    return failures >= _ATTEMPTS or len(states) > failures
