"""The same weeks of earlier years: Farrington's regression in its flexible form, for all areas at once.

Noufaily et al. (2013, Stat. Med. 32:1206) after Farrington et al. (1996, JRSS A 159:547), as described in JSS 70(10) §2 and the
manual of R's `surveillance`. A quasi-Poisson regression on the season, and a trend where asked for, is fitted to some years of
one series; weeks that stand out weigh less in a second fit; the latest weeks are left out, so that what begins slowly does not hide itself.
The judged week raises an alarm where it lies above the upper bound of what the fit leaves open.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.series_checks import (
    check_farrington,
    check_watched,
    check_weeks,
    checked_exposure,
    checked_series,
)
from kondusif.kerawanan.domain.series_rates import quantile
from kondusif.kerawanan.domain.series_types import FarringtonOptions, FarringtonResult, SeriesRefused

Indices = NDArray[np.int64]
MOST_YEARS, LEAST_YEARS = 5, 3
_WEEKS = 52  # of a year where no dates are given
_BEYOND = 1e9  # a mean of which chance leaves open so many incidents is not known at all


def farrington(
    counts: ArrayLike,
    *,
    watched: int = 1,
    dates: Sequence[date] | None = None,
    exposure: ArrayLike | None = None,
    options: FarringtonOptions | None = None,
) -> FarringtonResult:
    """Judge the latest `watched` weeks of each series by the weeks before them.

    counts: int[n_areas, n_weeks], weeks ascending without a gap; dates: first day of each week, which finds the same week of
    earlier years by the calendar, else a year is 52 weeks; exposure: float[n_areas, n_weeks] that the mean is proportional to
    (voters × reporting effort), on all weeks. Raises SeriesRefused.
    """
    settings = options or FarringtonOptions()
    table = checked_series(counts)
    exposed = checked_exposure(exposure, table)
    check_farrington(settings)
    weeks = table.shape[1]
    check_watched(watched, weeks)
    if dates is not None:
        check_weeks(dates, weeks)
    first = weeks - watched
    years = settings.years or years_there(first, settings.half_window, dates)
    raw = np.empty((watched, len(table), 5))
    for number, week in enumerate(range(first, weeks)):
        raw[number] = _judged(table, exposed, week, years, dates, settings)
    return _result(table, first, years, raw, settings)


def years_there(week: int, half_window: int, dates: Sequence[date] | None = None) -> int:
    """How many years before a week are there, at most five; refuses fewer than three."""
    years = 0
    while years < MOST_YEARS and same_week(week, years + 1, dates) >= half_window:
        years += 1
    if years < LEAST_YEARS:
        raise SeriesRefused(
            f"Riwayat terlalu pendek: sebelum minggu ke-{week + 1} hanya ada {years} tahun pembanding; "
            f"perlu sedikitnya {LEAST_YEARS}."
        )
    return years


def same_week(week: int, years: int, dates: Sequence[date] | None = None) -> int:
    """Index of the week that many years before; negative where the series begins later.

    By dates: the week whose first day lies nearest to the same date of that year.
    """
    if dates is None:
        return week - years * _WEEKS
    day = dates[week]
    year = day.year - years
    wanted = (
        date(year, 3, 1) if (day.month, day.day) == (2, 29) and not calendar.isleap(year) else day.replace(year=year)
    )
    away = (wanted - day).days
    return week + round(away / 7)


def seasons_of(
    week: int, years: int, options: FarringtonOptions, dates: Sequence[date] | None = None
) -> tuple[Indices, Indices]:
    """Weeks that are fitted and their level of the yearly factor: (int64[n], int64[n]); level 0 is that of the judged week.

    The windows around the same week of each year are level 0; what lies between two windows is cut into parts as equal as possible,
    the earlier ones longer by a week where it does not come out even, levels 1, 2, … With one season only windows are fitted.
    """
    half, parts = options.half_window, options.seasons - 1
    same = [same_week(week, back, dates) for back in range(years + 1)]
    if same[-1] < half:
        raise SeriesRefused(
            f"Riwayat terlalu pendek: {years} tahun sebelum minggu ke-{week + 1} tidak termuat dalam data."
        )
    level = np.full(week + 1, -1, dtype=np.int64)
    for later, earlier in pairwise(same):
        if parts:
            gap = np.arange(earlier + half + 1, later - half)
            if len(gap) < parts:
                raise SeriesRefused(
                    f"Jumlah musim {options.seasons} terlalu banyak untuk {len(gap)} minggu di antaranya."
                )
            level[gap] = 1 + np.repeat(np.arange(parts), [len(part) for part in np.array_split(gap, parts)])
        level[earlier - half : earlier + half + 1] = 0
    level[week - half :] = 0
    level[max(0, week - options.left_out) :] = -1
    rows = np.flatnonzero(level >= 0)
    if len(rows) <= options.seasons + 1 or len(np.unique(level[rows])) < options.seasons:
        raise SeriesRefused("Minggu yang dilewati terlalu banyak: tidak cukup minggu tersisa untuk pembanding.")
    return rows, level[rows]


def _judged(
    table: Counts, exposed: Floats, week: int, years: int, dates: Sequence[date] | None, options: FarringtonOptions
) -> Floats:
    """One week of every area: float64[n_areas, 5], the five figures of `farrington_rows`."""
    from scipy.stats import t

    from kondusif.kerawanan.domain.series_kernels import farrington_rows

    rows, level = seasons_of(week, years, options, dates)
    free = len(rows) - options.seasons - 1
    least = float(t.isf(options.trend_level / 2, free)) if options.trend_level < 1 else 0.0
    threshold = np.inf if options.weights_threshold is None else options.weights_threshold
    out = np.zeros((len(table), 5))
    farrington_rows(
        table[:, rows].astype(np.float64), np.log(exposed[:, rows]), np.log(exposed[:, week]),
        (rows - rows[0]).astype(np.float64), level, float(week - rows[0]), options.seasons,
        int(options.trend), least, threshold, int(options.errors == "pearson"), out,
    )  # fmt: skip
    return out


def _result(table: Counts, first: int, years: int, raw: Floats, options: FarringtonOptions) -> FarringtonResult:
    expected, error, dispersion, trend, fitted = (np.ascontiguousarray(raw[:, :, each].T) for each in range(5))
    done = fitted > 0
    for values in (expected, error, dispersion):
        values[~done] = np.nan
    observed = table[:, first:]
    upper = bound(expected, error, dispersion, options)
    done &= np.isfinite(upper)
    for values in (expected, error, dispersion, upper):
        values[~done] = np.nan
    # NaN compares as False below, which is what a week without a bound must be.
    enough = _latest_sums(table, options.enough[1])[:, first:] >= options.enough[0]
    alarm = done & enough & (observed > upper) & (observed > 0)
    return FarringtonResult(
        first,
        years,
        expected,
        error,
        upper,
        dispersion,
        done & (trend > 0),
        enough,
        done,
        alarm,
    )


def bound(expected: Floats, error: Floats, dispersion: Floats, options: FarringtonOptions) -> Floats:
    """The upper bound of a count that chance leaves open, one-sided at alpha; `error` is that of the logarithm of the mean."""
    from scipy.stats import norm

    z = float(norm.isf(options.alpha))
    if options.bound == "delta":
        # The mean's error enters on its own scale, by the delta method: expected × error.
        variance = 4 / 9 * np.cbrt(expected) * (dispersion + expected * error**2)
        return np.asarray((expected ** (2 / 3) + z * np.sqrt(variance)) ** 1.5, dtype=np.float64)
    with np.errstate(over="ignore"):
        mean = expected if options.bound == "nbPlugin" else expected * np.exp(z * error)
    mean = np.where(mean < _BEYOND, mean, np.nan)
    return quantile(mean, size_of(mean, dispersion), options.alpha)


def size_of(mean: Floats, dispersion: Floats) -> Floats:
    """Of the negative binomial with that variance over mean; infinite where it is 1."""
    return np.where(
        dispersion > 1, mean / np.where(dispersion > 1, dispersion - 1, 1.0), np.where(mean >= 0, np.inf, np.nan)
    )


def _latest_sums(table: Counts, steps: int) -> Counts:
    """Sums of each step and those before it, `steps` in all."""
    total = np.cumsum(table, axis=1)
    return np.concatenate([total[:, :steps], total[:, steps:] - total[:, :-steps]], axis=1)
