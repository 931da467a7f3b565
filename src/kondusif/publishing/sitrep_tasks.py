"""Sitreps by the clock: queued once for an area and a scheduled time, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime

from django_tasks import task

from kondusif.config.queue import QUEUE, was_queued
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.actions.sitrep import make_scheduled_sitrep
from kondusif.publishing.domain.slots import latest_slot
from kondusif.publishing.queries.sitrep import latest_scheduled

_log = logging.getLogger(__name__)


@task()
def scheduled_sitrep(area: str, slot: str, now: str) -> int:
    """Make the sitrep of an area for a scheduled time (ISO moments); its number, also when it was there already."""
    return make_scheduled_sitrep(area, datetime.fromisoformat(slot), now=datetime.fromisoformat(now))


def queue_due_sitreps(areas: Iterable[str], *, now: datetime) -> list[str]:
    """Queue what the newest scheduled time of each area still lacks; codes of the areas that were queued.

    Only the newest: after a long silence one sitrep tells the whole of it, and says so.
    """
    queued = []
    for area in _known(areas):
        slot = latest_slot(area, now)
        done = latest_scheduled(area)
        if (done is not None and done >= slot) or was_queued(scheduled_sitrep, area=area, slot=slot.isoformat()):
            continue
        scheduled_sitrep.using(backend=QUEUE).enqueue(area=area, slot=slot.isoformat(), now=now.isoformat())
        queued.append(area)
    return queued


def _known(areas: Iterable[str]) -> Iterator[str]:
    places = load_gazetteer()
    for area in dict.fromkeys(areas):
        if area in places:
            yield area
        else:
            _log.error("KONDUSIF_SITREP_AREAS: tidak ada wilayah dengan kode %s", area)
