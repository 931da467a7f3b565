"""Were alarms spread evenly over groups of areas? The ledger held against what happened, by town and country or by given labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import events
from kondusif.kerawanan.domain.neutrality_audit import Audit, alarms_by_area, audit
from kondusif.kerawanan.queries.alarms import list_alarms
from kondusif.places.domain.codes import Level
from kondusif.places.queries import areas_within

MOST_ALARMS = 10_000


@dataclass(frozen=True, slots=True)
class Evenness:
    """An audit of the alarms of one level inside an area."""

    area: str
    level: Level
    audit: Audit
    alarms: int


def evenness_of(area: str, level: Level, *, now: datetime, labels: Mapping[str, str] | None = None) -> Evenness:
    """Compare alarm rates per incident of groups of areas; without labels a kota and what lies in it against the rest.

    labels: a group for each code of the level or of an area above it; an area without one is left out. Labels come from
    outside and are used nowhere else. Raises `AuditRefused`.
    """
    codes = areas_within(area, level)
    raised = [
        row.latest.areas for row in list_alarms(area=area, limit=MOST_ALARMS, known_at=now) if row.level == level.id
    ]
    inside = set(codes)
    shares = alarms_by_area([kept for areas in raised if (kept := [code for code in areas if code in inside])], codes)
    happened = Counter(
        ".".join(row.place_code.split(".")[:level])
        for row in events(area=area, now=now)
        if row.status is not Status.TIDAK_TERBUKTI and row.place_code
    )
    incidents = np.array([happened[code] for code in codes], dtype=np.float64)
    groups = [_kind(code) if labels is None else _label(code, labels) for code in codes]
    return Evenness(area, level, audit(shares, incidents, groups), len(raised))


def _kind(code: str) -> str:
    second = code.split(".")[1] if "." in code else ""
    return "kota" if second[:1] == "7" else "kabupaten"


def _label(code: str, labels: Mapping[str, str]) -> str | None:
    """That of the area, else of the nearest area above it."""
    parts = code.split(".")
    above = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
    return next((labels[each] for each in above if each in labels), None)
