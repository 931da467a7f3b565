"""Scans with what was found given by hand, so that a test need not wait for chance."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from kondusif.incidents.queries import events
from kondusif.kerawanan.actions.scans import keep_scan
from kondusif.kerawanan.domain.scan_statistics import level_of
from kondusif.kerawanan.domain.scan_types import Cluster, Dispersion, PMethod, PValue, ScanManifest, ScanResult
from kondusif.kerawanan.queries.alarms import find_alarm
from kondusif.kerawanan.queries.exposure import BY_DESA, Exposure
from kondusif.kerawanan.queries.scanning import AreaScan, Found, ScanScope
from kondusif.places.domain.codes import Level, contains


def a_cluster(
    areas: Sequence[str],
    last: date,
    *,
    days: int = 5,
    observed: int = 9,
    expected: float = 1.2,
    p: float = 0.002,
    method: PMethod = "rank",
) -> Cluster:
    """A cluster of these areas on the days up to `last`."""
    value = PValue(p, method, 199, 0)
    return Cluster(
        areas=tuple(areas),
        centre=areas[0],
        first_date=last - timedelta(days=days - 1),
        latest_date=last,
        days=days,
        observed=observed,
        expected=expected,
        relative_risk=observed / expected,
        llr=11.5,
        screening=value,
        published=value,
        recurrence_days=1 / p,
        level=level_of(1 / p),
    )


def a_scan(area: str, level: Level, clusters: Sequence[Cluster], *, now: datetime, name: str = "") -> AreaScan:
    """A scan that found these clusters; the evidence of each is what is known of its areas and days."""
    known = events(area=area, now=now)
    manifest = ScanManifest(
        statistic="expectation",
        engine="fast",
        seed=1,
        replicates=999,
        published_replicates=199,
        stop_after=50,
        areas=38,
        days=60,
        max_days=30,
        windows=1000,
        first_date=now.date() - timedelta(days=59),
        latest_date=now.date(),
        input_sha256=f"{name}{now.isoformat()}",
        versions=(("numpy", "2"),),
    )
    found = tuple(
        Found(
            each,
            tuple(
                row
                for row in known
                if any(contains(code, row.place_code) for code in each.areas)
                and each.first_date <= row.day <= each.latest_date
            ),
        )
        for each in clusters
    )
    observed = sum(each.observed for each in clusters)
    result = ScanResult(tuple(clusters), observed, 20.0, Dispersion(None, scaled=False), manifest)
    exposure = Exposure(np.ones(2), BY_DESA)
    return AreaScan(
        ScanScope(area, level), result, found, exposure, by_tiles=True, without_place=3, past=44, today=now.date()
    )


def an_alarm(
    areas: Sequence[str], *, now: datetime, by: str = "ayu", within: str = "35", name: str = "", **found: object
) -> uuid.UUID:
    """Raise one alarm of areas of one level; its id."""
    level = Level(areas[0].count(".") + 1)
    cluster = a_cluster(areas, now.date(), **found)  # type: ignore[arg-type]
    raised = keep_scan(a_scan(within, level, [cluster], now=now, name=name), by=by, now=now)
    alarm = find_alarm((*raised.fresh, *raised.again)[0])
    assert alarm is not None
    return alarm
