"""Who said what of several alarms at once, for lists."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kondusif.kerawanan.domain.ledger import AlarmState
from kondusif.kerawanan.models import AlarmStep


@dataclass(frozen=True, slots=True)
class Said:
    """Who took the latest step, and whether a person's confirmation stands or stood when the alarm was closed."""

    by: str
    confirmed: bool


def said_of(alarm_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Said]:
    """What people said of these alarms; those of which nobody said anything are missing. One query."""
    found: dict[uuid.UUID, Said] = {}
    rows = AlarmStep.objects.filter(alarm__in=list(alarm_ids)).order_by("at", "pk").values_list("alarm", "state", "by")
    for alarm_id, state, by in rows:
        before = found.get(alarm_id)
        confirmed = state == AlarmState.DIKONFIRMASI or (
            state == AlarmState.DITUTUP and before is not None and before.confirmed
        )
        found[alarm_id] = Said(by, confirmed)
    return found
