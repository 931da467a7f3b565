"""The space-time scan over what is known: which incidents count, which areas, what is normal for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import EventRow, events
from kondusif.kerawanan.domain.scan import scan
from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.scan_types import (
    Cluster,
    Counts,
    Floats,
    ScanOptions,
    ScanRefused,
    ScanResult,
    Statistic,
)
from kondusif.kerawanan.domain.scan_windows import (
    MAX_FRACTION,
    Neighbours,
    neighbours_from_centroids,
    neighbours_from_costs,
)
from kondusif.kerawanan.queries.exposure import Exposure, exposure_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.zones import clock_of
from kondusif.places.queries import Positions, areas_within, positions_of

DAYS, PAST_DAYS, MAX_DAYS = 60, 180, 30
LEAST_PAST = 30  # incidents in the past below which a baseline says less than the scanned days themselves
MOST_MEMBERS = 200  # neighbours of one centre where the whole country is scanned
_MANY = 2000


@dataclass(frozen=True, slots=True)
class ScanScope:
    """What is scanned. `verified_only`: leave out what nobody has verified; what was rejected never counts."""

    area: str
    level: Level
    days: int = DAYS
    max_days: int = MAX_DAYS
    past_days: int = PAST_DAYS
    fraction: float = 0.10
    verified_only: bool = False
    statistic: Statistic | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A cluster with the incidents behind it; `corroborated` says that every one of them is verified."""

    cluster: Cluster
    evidence: tuple[EventRow, ...]

    @property
    def corroborated(self) -> bool:
        """Whether people verified all of it."""
        return all(row.status is Status.TERVERIFIKASI for row in self.evidence)


@dataclass(frozen=True, slots=True, eq=False)
class AreaScan:
    """A scan and all that a reader must know of it.

    `without_place`: incidents of the area that name no area of the level; `past`: incidents that the baseline stands on;
    `by_tiles`: near and far were taken from the tile map, since outlines are missing.
    """

    scope: ScanScope
    result: ScanResult
    found: tuple[Found, ...]
    exposure: Exposure
    by_tiles: bool
    without_place: int
    past: int
    today: date

    @property
    def statistic(self) -> str:
        """Which statistic was used."""
        return self.result.manifest.statistic


def scan_area(scope: ScanScope, *, now: datetime, options: ScanOptions | None = None) -> AreaScan:
    """Scan the areas of a level inside an area up to the day of `now` on the area's clock. Raises `ScanRefused`.

    Without a `statistic`: each area against its own past where that holds at least thirty incidents, else the permutation of
    the days, which needs no past and is weaker.
    """
    today = now.astimezone(clock_of(scope.area)).date()
    codes = areas_within(scope.area, scope.level)
    _check(scope, codes)
    dates = [today - timedelta(days=scope.days - 1 - day) for day in range(scope.days)]
    begin = dates[0] - timedelta(days=scope.past_days)
    told, homeless = _placed(scope, now, begin)
    counts, history = _counts(codes, told, dates)
    exposure = exposure_of(codes)
    past = int(history.sum())
    chosen = _statistic(scope, past)
    positions = positions_of(scope.area, scope.level)
    baseline: History | Floats
    if chosen == "expectation":
        baseline = History(
            history, exposure.voters * scope.past_days, np.repeat(exposure.voters[:, None], scope.days, axis=1)
        )
    else:
        baseline = np.repeat(exposure.voters[:, None], scope.days, axis=1)
    asked = replace(options or ScanOptions(), statistic=chosen, max_days=scope.max_days)
    result = scan(
        counts, baseline, _neighbours(scope, codes, exposure, positions),
        codes=codes, dates=dates, today=today, options=asked,
    )  # fmt: skip
    found = tuple(Found(each, _evidence(each, told)) for each in result.clusters)
    return AreaScan(scope, result, found, exposure, not positions.outlined, homeless, past, today)


def _check(scope: ScanScope, codes: list[str]) -> None:
    if len(codes) < 2:
        raise ScanRefused("Pemindaian membandingkan wilayah: di sini kurang dari dua. Pilih tingkat yang lebih halus.")
    if not 1 <= scope.max_days <= scope.days:
        raise ScanRefused("Jendela terpanjang harus 1 hari sampai sepanjang masa yang dipindai.")
    if not 2 <= scope.days <= 400 or not 0 <= scope.past_days <= 2000:
        raise ScanRefused("Masa yang dipindai 2 sampai 400 hari, masa lalu 0 sampai 2.000 hari.")
    if not 0 < scope.fraction <= MAX_FRACTION:
        raise ScanRefused(f"Bagian pemilih dalam satu jendela harus di atas 0 dan paling banyak {MAX_FRACTION:g}.")


def _placed(scope: ScanScope, now: datetime, begin: date) -> tuple[Mapping[str, list[EventRow]], int]:
    """Incidents by area of the level; and how many name none."""
    told: dict[str, list[EventRow]] = {}
    homeless = 0
    for row in events(area=scope.area, now=now, since=begin):
        if row.status is Status.TIDAK_TERBUKTI or (scope.verified_only and row.verified_at is None):
            continue
        parts = row.place_code.split(".") if row.place_code else []
        if len(parts) < scope.level:
            homeless += 1
            continue
        told.setdefault(".".join(parts[: scope.level]), []).append(row)
    return told, homeless


def _counts(codes: list[str], told: Mapping[str, list[EventRow]], dates: list[date]) -> tuple[Counts, Counts]:
    """Counts of the scanned days [areas, days], and totals of the days before them [areas]."""
    counts, past = np.zeros((len(codes), len(dates)), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    for place, code in enumerate(codes):
        for row in told.get(code, ()):
            day = (row.day - dates[0]).days
            if 0 <= day < len(dates):
                counts[place, day] += 1
            elif day < 0:
                past[place] += 1
    return counts, past


def _statistic(scope: ScanScope, past: int) -> Statistic:
    if scope.statistic is not None:
        return scope.statistic
    return "expectation" if past >= LEAST_PAST else "permutation"


def _neighbours(scope: ScanScope, codes: list[str], exposure: Exposure, positions: Positions) -> Neighbours:
    across = np.array([positions.at[code][0] for code in codes])
    up = np.array([positions.at[code][1] for code in codes])
    most = MOST_MEMBERS if len(codes) > _MANY else None
    if positions.outlined:
        return neighbours_from_centroids(across, up, exposure.voters, codes, fraction=scope.fraction, max_members=most)
    costs = np.hypot(across[:, None] - across[None, :], up[:, None] - up[None, :])
    return neighbours_from_costs(costs, exposure.voters, codes, fraction=scope.fraction, max_members=most)


def _evidence(cluster: Cluster, told: Mapping[str, list[EventRow]]) -> tuple[EventRow, ...]:
    rows = [
        row
        for code in cluster.areas
        for row in told.get(code, ())
        if cluster.first_date <= row.day <= cluster.latest_date
    ]
    return tuple(sorted(rows, key=lambda row: (row.day, row.number)))
