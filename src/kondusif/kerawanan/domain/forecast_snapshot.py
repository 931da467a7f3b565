"""What was known at an origin, and nothing else: weekly counts by area, and how much of each week had been reported.

An origin is a day; known is what was recorded before that day began, by the calendar of the place. Nothing that is recorded,
withdrawn or corrected later can change what an earlier origin saw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.forecast_model import shared_out
from kondusif.kerawanan.domain.forecast_types import Event, ForecastOptions, ForecastRefused, Phase
from kondusif.kerawanan.domain.nowcast import Delay, learn_delay, triangle

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_NEVER = date.max.toordinal()
_DELAY_DAYS = 182  # of past from which delays are learnt: offices change their pace
_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Everything recorded, sorted, so that the order of what was handed in changes nothing.

    areas: codes in order; exposure: float64[n_areas]; strata: one name for each area; weights: sparse[n_areas, n_areas] or None;
    area, day, counts_from, counts_until: int64[n_events], the latter as ordinals: known on day d when counts_from ≤ d < counts_until;
    observed_from: the ordinal of the day from which on incidents were recorded as they happened; `elsewhere`: events of other areas.
    """

    areas: tuple[str, ...]
    exposure: Floats
    strata: tuple[str, ...]
    weights: Any
    phases: tuple[Phase, ...]
    area: Counts
    day: Counts
    counts_from: Counts
    counts_until: Counts
    observed_from: int
    elsewhere: int

    def sha256(self) -> str:
        """Of everything that a result depends on, but for the options."""
        told = hashlib.sha256(repr((self.areas, self.strata, self.phases, self.observed_from)).encode())
        arrays = [self.exposure, self.area, self.day, self.counts_from, self.counts_until]
        if self.weights is not None:
            arrays += [self.weights.indptr, self.weights.indices, self.weights.data]
        for each in arrays:
            told.update(np.ascontiguousarray(each).tobytes())
        return told.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Weeks before the origin as known then: counts int64[n_weeks, n_areas], ascending, the latest ending the day before.

    reported: float64[n_weeks], share of the reports of each week in hand, by `delay`; first_days: ordinals of their first days.
    """

    origin: int
    counts: Counts
    reported: Floats
    first_days: Counts
    delay: Delay


def record(
    events: Iterable[Event],
    areas: Sequence[str],
    exposure: ArrayLike,
    *,
    now: datetime,
    options: ForecastOptions,
    strata: Sequence[str] | None = None,
    adjacent: Any = None,
    phases: Sequence[Phase] = (),
    observed_from: date | None = None,
) -> Records:
    """Check and sort what was handed in; what was recorded after `now` is left out. ForecastRefused says what to mend."""
    _check_options(options)
    zone = now.tzinfo
    if zone is None:
        raise ForecastRefused("Waktu sekarang harus memakai zona waktu.")
    codes, load, names = _checked_areas(areas, exposure, strata)
    order = np.argsort(np.array(codes, dtype=object), kind="stable")
    place = {codes[each]: at for at, each in enumerate(order.tolist())}
    weights = _weights(adjacent, order)
    table, elsewhere = _rows(events, place, zone, now, options)
    area, day, counts_from, counts_until, _ = np.ascontiguousarray(table.T)
    start = observed_from.toordinal() if observed_from else int(table[:, 4].min(initial=now.date().toordinal()))
    return Records(
        tuple(codes[each] for each in order),
        load[order],
        tuple(names[each] for each in order),
        weights,
        tuple(sorted(phases, key=lambda phase: (phase.first_date, phase.latest_date, phase.name))),
        area,
        day,
        counts_from,
        counts_until,
        start,
        elsewhere,
    )


def snapshot(records: Records, origin: int, options: ForecastOptions) -> Snapshot:
    """What was known when the day `origin` began."""
    step = options.horizon_days
    known = _known(records, origin)
    day, area = records.day[known], records.area[known]
    weeks = min(max(origin - records.observed_from, 0) // step, options.window_weeks)
    first = origin - weeks * step
    inside = (day >= first) & (day < origin)
    cells = (day[inside] - first) // step * len(records.areas) + area[inside]
    counts = np.bincount(cells, minlength=weeks * len(records.areas)).reshape(weeks, len(records.areas))
    since = min(max(records.observed_from, origin - _DELAY_DAYS), origin - 1)
    seen = triangle(day, records.counts_from[known], first=since, today=origin - 1, max_delay=options.max_delay)
    delay = learn_delay(seen)
    first_days = first + step * np.arange(weeks)
    ages = origin - 1 - (first_days[:, None] + np.arange(step))
    return Snapshot(origin, counts.astype(np.int64), delay.at(ages).mean(axis=1), first_days, delay)


def came(records: Records, origin: int, options: ForecastOptions) -> Counts:
    """What happened in the week from `origin` on, as known when it had settled: int64[n_areas]."""
    known = _known(records, settled(origin, options))
    inside = known & (records.day >= origin) & (records.day < origin + options.horizon_days)
    return np.bincount(records.area[inside], minlength=len(records.areas)).astype(np.int64)


def settled(origin: int, options: ForecastOptions) -> int:
    """The day on which the week from `origin` on can be scored."""
    return origin + options.horizon_days + options.settle_days


def _known(records: Records, moment: int) -> NDArray[np.bool_]:
    """Recorded before the day `moment` began, and not withdrawn by then."""
    return np.asarray((records.counts_from < moment) & (records.counts_until >= moment))


def _rows(
    events: Iterable[Event], place: dict[str, int], zone: tzinfo, now: datetime, options: ForecastOptions
) -> tuple[Counts, int]:
    """Area, day, counted from, counted until, known: int64[n_events, 5], sorted."""
    rows, elsewhere = [], 0
    for event in events:
        told = event.known_at if options.counted == "known" else event.verified_at
        for moment in (event.known_at, event.verified_at, event.withdrawn_at):
            if moment is not None and moment.tzinfo is None:
                raise ForecastRefused(f"Waktu kejadian di {event.area} pada {event.happened_date} tanpa zona waktu.")
        if told is None or told > now or event.known_at > now:
            continue
        if event.area not in place:
            elsewhere += 1
            continue
        # A word given before the incident was known to us counts from when it was known.
        known = _day(event.known_at, zone)
        until = _day(event.withdrawn_at, zone) if event.withdrawn_at and event.withdrawn_at <= now else _NEVER
        rows.append((place[event.area], event.happened_date.toordinal(), max(_day(told, zone), known), until, known))
    return np.array(sorted(rows), dtype=np.int64).reshape(-1, 5), elsewhere


def _day(moment: datetime, zone: tzinfo) -> int:
    return moment.astimezone(zone).date().toordinal()


def _checked_areas(
    areas: Sequence[str], exposure: ArrayLike, strata: Sequence[str] | None
) -> tuple[list[str], Floats, list[str]]:
    codes = list(areas)
    if not codes:
        raise ForecastRefused("Tidak ada wilayah untuk diramalkan.")
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    if twice:
        raise ForecastRefused(f"Kode wilayah tertulis lebih dari sekali: {_some(twice)}.")
    load = np.asarray(exposure, dtype=np.float64)
    if load.shape != (len(codes),):
        raise ForecastRefused(f"Paparan harus memuat satu angka untuk tiap wilayah ({len(codes)} wilayah).")
    bad = [code for code, value in zip(codes, load.tolist(), strict=True) if not (np.isfinite(value) and value > 0)]
    if bad:
        raise ForecastRefused(f"Paparan harus angka lebih dari nol: {_some(bad)}.")
    names = list(strata) if strata is not None else ["semua"] * len(codes)
    if len(names) != len(codes):
        raise ForecastRefused(f"Strata harus memuat satu nama untuk tiap wilayah ({len(codes)} wilayah).")
    # Only ratios of exposures matter; their mean is made 1 so that no unit can overflow.
    return codes, load / load.mean(), names


def _weights(adjacent: Any, order: NDArray[np.int64]) -> Any:
    from scipy.sparse import csr_array

    if adjacent is None:
        return None
    given = csr_array(adjacent, dtype=np.float64)
    if given.shape != (len(order), len(order)):
        raise ForecastRefused(f"Ketetanggaan harus {len(order)} × {len(order)}, ternyata {given.shape}.")
    if not np.isfinite(given.data).all() or (given.data < 0).any():
        raise ForecastRefused("Ketetanggaan harus angka yang tidak negatif.")
    weights = shared_out(given[order][:, order])
    weights.sum_duplicates()
    weights.eliminate_zeros()
    return weights if weights.nnz else None


def _check_options(options: ForecastOptions) -> None:
    days = (options.horizon_days, options.max_delay, options.settle_days)
    if min(days) < 1 or options.window_weeks < options.least_weeks or options.least_weeks < 2:
        raise ForecastRefused("Jangka ramalan, keterlambatan dan riwayat tersingkat harus masuk akal dan positif.")
    if not 0 < options.level < 1 or options.draws < 20 or not 0 <= options.seed < 2**63:
        raise ForecastRefused("Taraf selang harus antara 0 dan 1, sedikitnya 20 tarikan, benih acak tidak negatif.")


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", dan {more} lagi" if more > 0 else "")
