"""Many series at once: how surprising each count is (mid-p), and which stand among all of a step (Benjamini and Hochberg 1995).

Where 666 series are watched, thirty of them lie above their 5 % bound on any quiet day. So what one series says is held
against all others of the same step: of what is passed on, at most a share q is chance on average (methods.md §3.4).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.series_types import Flags, SeriesRefused

DISCOVERIES = 0.10  # methods.md §3.4


def mid_p(counts: Counts, expected: Floats, size: Floats) -> Floats:
    """P(Y > y) + ½·P(Y = y) of negative binomial counts, float64 of the shape of `counts`.

    size: mean²/(variance − mean), infinite for Poisson. The half of what equals the count keeps p even on average, where
    the plain P(Y ≥ y) of small counts is too large (Lancaster 1961). NaN where `expected` is NaN.
    """
    y = np.asarray(counts, dtype=np.float64)
    mean, shape = np.asarray(expected, dtype=np.float64), np.asarray(size, dtype=np.float64)
    if not y.shape == mean.shape == shape.shape:
        raise SeriesRefused(f"Tabel kejadian {y.shape} dan harapannya {mean.shape} tidak sama besar.")
    return np.asarray(0.5 * (above(y, mean, shape) + above(y - 1, mean, shape)), dtype=np.float64)


def above(counts: Floats, mean: Floats, size: Floats) -> Floats:
    """P(Y > y) of negative binomial counts, Poisson where `size` is infinite; 1 for y below 0."""
    from scipy.special import betainc, pdtrc

    plain = ~np.isfinite(size)
    shape = np.where(plain, 1.0, size)
    y = np.maximum(counts, 0.0)
    tail = np.where(plain, pdtrc(y, mean), betainc(y + 1, shape, mean / (shape + mean)))
    return np.where((counts < 0) & ~np.isnan(mean), 1.0, np.where(np.isnan(mean), np.nan, tail))


def quantile(mean: Floats, size: Floats, alpha: float) -> Floats:
    """The least count that chance exceeds with probability at most `alpha`; NaN where the mean is."""
    finite = np.isfinite(mean)
    usual = np.where(finite, mean, 0.0)
    shape = np.where(finite, size, np.inf)
    # By Chebyshev's inequality the count lies below this; halving then finds it.
    high = np.ceil(usual + np.sqrt((usual + usual**2 / shape) / alpha)) + 1
    low = np.full(usual.shape, -1.0)
    while ((high - low) > 1).any():
        middle = np.floor((low + high) / 2)
        reached = above(middle, usual, shape) <= alpha
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return np.where(finite, high, np.nan)


def discoveries(p: ArrayLike, q: float = DISCOVERIES) -> tuple[Flags, Floats]:
    """Which of the series of a step stand: (bool[n_areas, n_steps], adjusted p float64[n_areas, n_steps]), step by step.

    NaN are series that were not judged: they neither stand nor count among the others, and stay NaN. An adjusted p is the least q
    at which the series would stand.
    """
    table = np.asarray(p, dtype=np.float64)
    if table.ndim != 2:
        raise SeriesRefused(f"Nilai p harus berupa tabel wilayah × langkah waktu, ternyata {table.shape}.")
    if not 0 < q < 1:
        raise SeriesRefused(f"Bagian temuan keliru harus antara 0 dan 1, ternyata {q}.")
    if ((table < 0) | (table > 1)).any():
        raise SeriesRefused("Nilai p harus antara 0 dan 1.")
    order = np.argsort(table, axis=0, kind="stable")  # NaN come last
    judged = (~np.isnan(table)).sum(axis=0)
    ranks = np.arange(1, len(table) + 1)[:, None]
    raised = np.take_along_axis(table, order, axis=0) * (judged / ranks)
    # From the largest p down an adjusted p is never above that of a larger one; NaN behind them must not spread.
    lowered = np.minimum.accumulate(np.where(np.isnan(raised), np.inf, raised)[::-1], axis=0)[::-1]
    adjusted = np.empty_like(table)
    np.put_along_axis(adjusted, order, np.minimum(lowered, 1.0), axis=0)
    adjusted[np.isnan(table)] = np.nan
    return adjusted <= q, adjusted
