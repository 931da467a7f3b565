"""Counts around an expectation, and the ratio between them, shrunk: A_i ~ Poisson(E_i·θ_i), θ_i ~ Gamma with mean 1 and shape α.

The posterior is Gamma(α + A_i, α + E_i) (Clayton and Kaldor 1987, Biometrics 43:671). α is the most probable one given the counts
and a log-normal prior of its own: where counts are many they decide, where there are none the prior does, and nothing jumps between.
"""

from __future__ import annotations

import math

import numpy as np

from kondusif.kerawanan.domain.dynamics import GammaPrior
from kondusif.kerawanan.domain.scan_types import Floats

_STEPS = 49


def fit_shape(counts: Floats, expected: Floats, prior: GammaPrior, *, centre: float | None = None) -> float:
    """α of counts float64[n] ≥ 0 (they may be fractions) around expectations float64[n] ≥ 0.

    `centre` takes the place of the prior's own shape, as that of the whole does for a part. On a grid, refined by a parabola.
    """
    from scipy.special import gammaln

    low, high = (math.log(bound) for bound in prior.shapes)
    grid = np.linspace(low, high, _STEPS)
    alpha = np.exp(grid)[:, None]
    # In an order of its own: sums of floats depend on theirs, and that of the areas must not change a bit.
    order = np.lexsort((counts, expected))
    order = order[expected[order] > 0]
    count, mean = counts[order], expected[order]
    # Terms of the negative binomial that do not depend on α are left out. Most areas have no incident, and only the last term.
    some = count > 0
    values, times = np.unique(count[some], return_counts=True)
    fit = np.einsum("ij,j->i", gammaln(values + alpha) - gammaln(alpha), times.astype(np.float64), optimize=False)
    # α log α − (α + A) log(α + E), written so that great α lose no digits.
    fit -= np.einsum("ij,j->i", np.log(alpha + mean[some]), count[some], optimize=False)
    fit -= alpha[:, 0] * np.log1p(mean / alpha).sum(axis=1)
    away = grid - math.log(prior.shape if centre is None else centre)
    fit -= 0.5 * (away / prior.log_shape_sd) ** 2
    return math.exp(_peak(grid, fit))


def log_mean(shape: Floats, rate: Floats) -> Floats:
    """E[log θ] of Gamma(shape, rate)."""
    from scipy.special import digamma

    return np.asarray(digamma(shape) - np.log(rate), dtype=np.float64)


def quantiles(shape: Floats, rate: Floats, within: float) -> Floats:
    """The central interval of Gamma(shape, rate) that holds `within` of it: float64[n, 2]."""
    from scipy.special import gammaincinv

    # Areas without incidents share their shape: the slow inverse is asked once for each.
    shapes, back = np.unique(shape, return_inverse=True)
    tails = np.array([(1 - within) / 2, (1 + within) / 2])
    return np.asarray(gammaincinv(shapes[:, None], tails)[back] / rate[:, None], dtype=np.float64)


def _peak(grid: Floats, fit: Floats) -> float:
    best = int(np.argmax(fit))
    if best in (0, len(grid) - 1):
        return float(grid[best])
    before, at, after = fit[best - 1 : best + 2]
    bend = before - 2 * at + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(grid[best] + shift * (grid[1] - grid[0]))
