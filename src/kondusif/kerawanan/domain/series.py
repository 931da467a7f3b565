"""Warnings of single series: the one entry, which chooses the method by the length of the past and says so (methods.md §3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.series_checks import check_days, check_watched, checked_exposure, checked_series
from kondusif.kerawanan.domain.series_cusum import cusum
from kondusif.kerawanan.domain.series_farrington import LEAST_YEARS, farrington, same_week, seasons_of
from kondusif.kerawanan.domain.series_means import dispersion_of, shrunken
from kondusif.kerawanan.domain.series_rates import DISCOVERIES, discoveries, mid_p
from kondusif.kerawanan.domain.series_types import (
    CusumOptions,
    FarringtonOptions,
    FarringtonResult,
    SeriesRefused,
    SeriesWarnings,
    Step,
)

SHORT_WEEKS = 8  # methods.md §3.4: below this a mean is known by empirical Bayes alone
DAILY = CusumOptions()
WEEKLY = CusumOptions(run_length=52.0, training=3, guard=1, memory=SHORT_WEEKS)
_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """Checked input, in the step in which it is judged: int64 and float64 [n_areas, n_steps]."""

    counts: Counts
    exposure: Floats
    dates: Sequence[date] | None


def warn_series(
    counts: ArrayLike,
    *,
    step: Step = "day",
    watched: int = 1,
    exposure: ArrayLike | None = None,
    dates: Sequence[date] | None = None,
    q: float = DISCOVERIES,
    cusum_options: CusumOptions | None = None,
    farrington_options: FarringtonOptions | None = None,
) -> SeriesWarnings:
    """Judge the latest `watched` steps of each series by those before them.

    counts: int[n_areas, n_steps], days or weeks ascending without a gap; exposure: float[n_areas, n_steps] that the mean is
    proportional to (voters × reporting effort); dates: of each day, or the first of each week. With three years and more before the
    watched steps the same weeks of earlier years are compared, days being added up to weeks that end with the latest; with less a
    sum is watched whose mean comes from at most eight weeks. Raises SeriesRefused.
    """
    table = checked_series(counts)
    if step not in ("day", "week"):
        raise SeriesRefused(f"Langkah waktu harus hari (day) atau minggu (week), ternyata {step}.")
    series = _Series(table, checked_exposure(exposure, table), dates)
    check_watched(watched, table.shape[1])
    if dates is not None and len(dates) != table.shape[1]:
        raise SeriesRefused(f"Ada {table.shape[1]} langkah data tetapi {len(dates)} tanggal.")
    if dates is not None and step == "day":
        check_days(dates)
    each = _WEEK if step == "day" else 1
    weekly, late = _weeks(series, each), -(-watched // each)
    regression = farrington_options or FarringtonOptions()
    first = weekly.counts.shape[1] - late
    years = regression.years or LEAST_YEARS
    if first > 0 and same_week(first, years, weekly.dates) >= regression.half_window:
        return _by_years(weekly, late, q, regression)
    weeks = (table.shape[1] - watched) // each
    chosen = cusum_options or (DAILY if step == "day" else WEEKLY)
    return _by_sum(series, step, watched, q, chosen, _why_a_sum(weeks, years, step, chosen))


def _weeks(series: _Series, each: int) -> _Series:
    """Steps added up by `each`, backwards from the latest; what is left over at the beginning is dropped."""
    areas, steps = series.counts.shape
    over = steps % each
    counts, exposure = (
        values[:, over:].reshape(areas, -1, each).sum(axis=2) for values in (series.counts, series.exposure)
    )
    return _Series(counts, exposure, series.dates[over::each] if series.dates is not None else None)


def _by_years(series: _Series, watched: int, q: float, options: FarringtonOptions) -> SeriesWarnings:
    found, plain = (
        farrington(series.counts, watched=watched, dates=series.dates, exposure=series.exposure, options=each)
        for each in (options, replace(options, weights_threshold=None, errors="pearson"))
    )
    observed = series.counts[:, found.first :]
    p = _season_p(series, plain, options)
    standing, _ = discoveries(p, q)
    because = (
        f"Riwayat {found.first} minggu memuat {found.years} tahun pembanding, cukup untuk membandingkan minggu yang sama "
        "pada tahun-tahun sebelumnya (Farrington)."
    )
    return SeriesWarnings(
        "farrington", because, "week", q, observed, found.expected, observed.astype(np.float64), found.upper, p,
        found.alarm, standing & found.enough, plain.fitted,
    )  # fmt: skip


def _why_a_sum(weeks: int, years: int, step: Step, options: CusumOptions) -> str:
    if weeks < SHORT_WEEKS:
        return f"Riwayat {weeks} minggu kurang dari {SHORT_WEEKS} minggu: rata-rata ditarik ke rata-rata semua wilayah (CUSUM)."
    return (
        f"Riwayat {weeks} minggu belum memuat {years} tahun pembanding: dipakai CUSUM dengan rata-rata dari paling "
        f"banyak {options.memory} {'hari' if step == 'day' else 'minggu'} terakhir."
    )


def _by_sum(series: _Series, step: Step, watched: int, q: float, options: CusumOptions, because: str) -> SeriesWarnings:
    found = cusum(series.counts, exposure=series.exposure, options=options)
    if found.alarm.shape[1] < watched:
        raise SeriesRefused(
            f"Riwayat terlalu pendek: dari {watched} langkah yang diminta hanya {found.alarm.shape[1]} yang dapat diperiksa."
        )
    late = slice(found.alarm.shape[1] - watched, None)
    observed, mean = series.counts[:, -watched:], found.expected[:, late]
    p = mid_p(observed, mean, _size(mean, found.dispersion[late], 1 / found.certainty[:, late]))
    standing, _ = discoveries(p, q)
    return SeriesWarnings(
        "cusum", because, step, q, observed, mean, found.statistic[:, late], found.threshold[:, late], p,
        found.alarm[:, late], standing, np.ones(observed.shape, dtype=np.bool_),
    )  # fmt: skip


def _season_p(series: _Series, plain: FarringtonResult, options: FarringtonOptions) -> Floats:
    """Mid-p of each count, float64[n_areas, n_weeks]: the less surprising of two views.

    By the fit, with season and trend, all weeks weighing the same, since what weighs less belongs to what chance does; and by the
    same weeks of earlier years in all areas, drawn together, since a series in which little happened shows neither its
    variance nor that there can be an incident at all. The variance is at least that within all series together.
    """
    observed = series.counts[:, plain.first :]
    p = np.empty(observed.shape)
    for number in range(observed.shape[1]):
        week = plain.first + number
        rows, level = seasons_of(week, plain.years, options, series.dates)
        same = rows[level == 0]
        counts, exposure = series.counts[:, same], series.exposure[:, same]
        wide = np.fmax(plain.dispersion[:, number], dispersion_of(counts, exposure))
        fitted, unknown = plain.expected[:, number], plain.error[:, number] ** 2
        drawn, shape = shrunken(counts.sum(axis=1) / wide, exposure.sum(axis=1) / wide, series.exposure[:, week])
        p[:, number] = np.maximum(
            mid_p(observed[:, number], fitted, _size(fitted, wide, unknown)),
            mid_p(observed[:, number], drawn, _size(drawn, wide, 1 / shape)),
        )
    return p


def _size(mean: Floats, dispersion: Floats, relative: Floats) -> Floats:
    """Of the negative binomial with variance dispersion·mean + relative·mean²: chance, and what is unknown of the mean."""
    return np.asarray(1 / ((dispersion - 1) / mean + relative), dtype=np.float64)
