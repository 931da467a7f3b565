"""One area's own counts day after day: whether today stands out among all areas of a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import numpy as np

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import EventRow, events
from kondusif.kerawanan.domain.scan_statistics import level_of as loudness_of
from kondusif.kerawanan.domain.scan_statistics import recurrence_days
from kondusif.kerawanan.domain.scan_types import Level as Loudness
from kondusif.kerawanan.domain.series import warn_series
from kondusif.kerawanan.domain.series_types import SeriesRefused, SeriesWarnings
from kondusif.kerawanan.queries.exposure import exposure_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.zones import clock_of
from kondusif.places.queries import areas_within

_DAY = timedelta(days=1)
MOST_DAYS = 366 * 6  # of past that is compared, where there are three years of it
SHORT_DAYS = 120  # else: what a sum learns from, and the weeks in which it may have begun to rise
LEAST_DAYS = 366 * 3
LEAST_INCIDENTS = 3  # of one step: where almost nothing ever happens one incident is rare, and is still one incident


@dataclass(frozen=True, slots=True)
class SeriesFound:
    """An area that stands out in the latest step. `recurrence_days`: how rarely chance does as much in any area of the family."""

    area: str
    first_date: date
    latest_date: date
    observed: int
    expected: float
    score: float
    p: float
    recurrence_days: float
    loudness: Loudness | None
    evidence: tuple[EventRow, ...]

    @property
    def corroborated(self) -> bool:
        """Whether people verified all of it."""
        return all(row.status is Status.TERVERIFIKASI for row in self.evidence)


@dataclass(frozen=True, slots=True, eq=False)
class AreaSeries:
    """The warnings of single series of an area's parts, or why none can be given (`because`); `digest`: SHA-256 of the counts."""

    area: str
    level: Level
    today: date
    found: tuple[SeriesFound, ...]
    warnings: SeriesWarnings | None
    because: str
    areas: int
    digest: str


def series_of(area: str, level: Level, *, now: datetime, verified_only: bool = False) -> AreaSeries:
    """Judge the latest day (or week, where there are years of past) of every area of a level; what was rejected never counts.

    Raises `SeriesRefused` for nothing: a past too short to judge by is an answer.
    """
    today = now.astimezone(clock_of(area)).date()
    codes = areas_within(area, level)
    told = _placed(area, level, now, verified_only=verified_only)
    first = min((row.day for rows in told.values() for row in rows), default=today)
    first = max(first, today - timedelta(days=MOST_DAYS if (today - first).days >= LEAST_DAYS else SHORT_DAYS))
    dates = [first + _DAY * step for step in range((today - first).days + 1)]
    counts = np.zeros((len(codes), len(dates)), dtype=np.int64)
    for place, code in enumerate(codes):
        for row in told.get(code, ()):
            if row.day >= first:
                counts[place, (row.day - first).days] += 1
    digest = sha256("\n".join((*codes, first.isoformat())).encode() + counts.astype("<i8").tobytes()).hexdigest()
    exposure = np.repeat(exposure_of(codes).voters[:, None], len(dates), axis=1)
    try:
        judged = warn_series(counts, step="day", watched=1, exposure=exposure, dates=dates)
    except SeriesRefused as error:
        return AreaSeries(area, level, today, (), None, str(error), len(codes), digest)
    begin = today if judged.step == "day" else today - 6 * _DAY
    found = _found(codes, judged, told, begin, today)
    return AreaSeries(area, level, today, found, judged, judged.because, len(codes), digest)


def _placed(area: str, level: Level, now: datetime, *, verified_only: bool) -> Mapping[str, list[EventRow]]:
    told: dict[str, list[EventRow]] = {}
    for row in events(area=area, now=now):
        counts = row.status is not Status.TIDAK_TERBUKTI and (row.verified_at is not None or not verified_only)
        if counts and row.place_code and row.place_code.count(".") + 1 >= level:
            told.setdefault(".".join(row.place_code.split(".")[:level]), []).append(row)
    return told


def _found(
    codes: list[str], judged: SeriesWarnings, told: Mapping[str, list[EventRow]], begin: date, today: date
) -> tuple[SeriesFound, ...]:
    """Those that stand among all series of the step, the least probable first."""
    family = max(int(judged.judged[:, -1].sum()), 1)
    rows = [row for row in range(len(codes)) if judged.discovery[row, -1]]
    rows.sort(key=lambda row: (judged.mid_p[row, -1], codes[row]))
    return tuple(_one(codes[row], judged, row, told, begin, today, family) for row in rows)


def _one(
    code: str,
    judged: SeriesWarnings,
    row: int,
    told: Mapping[str, list[EventRow]],
    begin: date,
    today: date,
    family: int,
) -> SeriesFound:
    p, observed = float(judged.mid_p[row, -1]), int(judged.observed[row, -1])
    # So many series are looked at every day that one of them does as much n times as often.
    days = recurrence_days(min(1.0, p * family)) * (1 if judged.step == "day" else 7)
    evidence = tuple(
        sorted((one for one in told.get(code, ()) if begin <= one.day <= today), key=lambda one: (one.day, one.number))
    )
    return SeriesFound(
        area=code,
        first_date=begin,
        latest_date=today,
        observed=observed,
        expected=float(judged.expected[row, -1]),
        score=float(judged.score[row, -1]),
        p=p,
        recurrence_days=days,
        loudness=loudness_of(days) if observed >= LEAST_INCIDENTS else None,
        evidence=evidence,
    )
