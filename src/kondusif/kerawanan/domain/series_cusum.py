"""A sum that waits for the mean to double: negative binomial CUSUM for series with a short past (methods.md §3.4).

With mean μ0, drawn towards that of all areas by empirical Bayes, and variance φ·μ0, each step adds the logarithm of how much likelier
its count is under s·μ0 than under μ0: C = max(0, C + y·ln(sφ/(1 + s(φ−1))) − μ0/(φ−1)·ln((1 + s(φ−1))/φ)). For φ = 1
this is Poisson's y·ln s − μ0·(s−1). The dispersion parameter of the negative binomial, μ0/(φ−1), is the same under both (Höhle
and Paul 2008). Each step is judged by the steps before it alone, so that repeating the past shows what was known then.

The threshold is the least at which chance raises an alarm once in `run_length` steps: mean run lengths by a Markov chain (Brook
and Evans 1972), and the mean of their inverses over what is still possible for the true mean, since a mean from a few weeks
is not known.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.series_checks import check_cusum, checked_exposure, checked_series
from kondusif.kerawanan.domain.series_means import dispersion_of, shrunken
from kondusif.kerawanan.domain.series_rates import above
from kondusif.kerawanan.domain.series_types import CusumOptions, CusumResult, SeriesRefused

_NODES = 8  # means at which a chain is computed, of those that are possible
# Tables of thresholds have a cell for each half power of two of the mean, and each power of two of how certain it is. What lies
# outside takes the outermost cell: below 0.011 incidents a step that is too careful, above 128 a doubling is seen at once.
_MEANS, _CERTAINTIES = (-13, 14), (-2, 10)
_RESOLUTION = 12  # states of the chain for one incident, at least
# A chain of more states takes more memory (their square) and time than a threshold is worth. Only where incidents come in great clumps
# would one be needed: there a doubling of the mean cannot be told from another clump, and no sum is watched.
MOST_STATES = 4_000


def cusum(counts: ArrayLike, *, exposure: ArrayLike | None = None, options: CusumOptions | None = None) -> CusumResult:
    """Watch every series from the first step that has past enough to its end.

    counts: int[n_areas, n_steps], days or weeks ascending without a gap; exposure: float[n_areas, n_steps] that the mean is
    proportional to (voters × reporting effort). Raises SeriesRefused.
    """
    from kondusif.kerawanan.domain.series_kernels import cusum_rows

    settings = options or CusumOptions()
    table = checked_series(counts)
    exposed = checked_exposure(exposure, table)
    check_cusum(settings)
    first = settings.training + settings.guard
    if table.shape[1] <= first:
        raise SeriesRefused(
            f"Riwayat terlalu pendek: ada {table.shape[1]} langkah, perlu sedikitnya {first + 1} "
            f"({settings.training} untuk belajar, {settings.guard} dilewati, dan yang diperiksa)."
        )
    means = [known_before(table, exposed, step, settings) for step in range(first, table.shape[1])]
    expected, certainty = (np.stack([each[part] for each in means], axis=1) for part in (0, 1))
    dispersion = np.array([each[2] for each in means])
    gain, drift = increments(expected, dispersion, settings.shift)
    threshold = thresholds(expected, certainty, dispersion, settings)
    statistic, alarm = np.zeros(expected.shape), np.zeros(expected.shape, dtype=np.bool_)
    cusum_rows(table[:, first:].astype(np.float64), gain, drift, threshold, statistic, alarm)
    return CusumResult(first, statistic, threshold, alarm, expected, certainty, dispersion)


def known_before(table: Counts, exposed: Floats, step: int, options: CusumOptions) -> tuple[Floats, Floats, float]:
    """What is known of a step from those before it: mean float64[n_areas], its gamma shape float64[n_areas], variance over mean."""
    past = slice(max(0, step - options.guard - options.memory), step - options.guard)
    counts, weights = table[:, past], exposed[:, past]
    spread = dispersion_of(counts, weights)
    mean, shape = shrunken(counts.sum(axis=1) / spread, weights.sum(axis=1) / spread, exposed[:, step])
    return mean, shape, spread


def increments(expected: Floats, dispersion: Floats, shift: float) -> tuple[Floats, Floats]:
    """What an incident adds, float64[n_steps], and what a step takes off, of the shape of `expected`."""
    wide = np.where(dispersion > 1, dispersion, 2.0)
    plain = dispersion <= 1
    gain = np.where(plain, math.log(shift), np.log(shift * wide / (1 + shift * (wide - 1))))
    each = np.where(plain, shift - 1, np.log((1 + shift * (wide - 1)) / wide) / (wide - 1))
    return gain, np.asarray(expected * each, dtype=np.float64)


def thresholds(expected: Floats, certainty: Floats, dispersion: Floats, options: CusumOptions) -> Floats:
    """What the sum must reach, of the shape of `expected`; read between the cells of a table for each dispersion.

    Infinite where so little is known of the mean, or incidents come in such clumps, that no sum is rare enough: such a series cannot
    be watched.
    """
    at = np.clip(2 * np.log2(expected), *_MEANS)
    sure = np.clip(np.log2(certainty), *_CERTAINTIES)
    found = np.empty(expected.shape)
    for spread in np.unique(dispersion):
        steps = dispersion == spread
        found[:, steps] = _between(at[:, steps], sure[:, steps], float(spread), options)
    return found


def _between(at: Floats, sure: Floats, dispersion: float, options: CusumOptions) -> Floats:
    """Bilinear between the four cells around each point; only cells that are needed are computed."""
    left, low = (np.floor(each).astype(np.int64) for each in (at, sure))
    found = np.zeros(at.shape)
    for right, up in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = np.abs(1 - right - (at - left)) * np.abs(1 - up - (sure - low))
        used = weight > 0
        pairs, where = np.unique(np.stack([left[used] + right, low[used] + up]), axis=1, return_inverse=True)
        cells = np.array(
            [
                threshold_of(2 ** (mean / 2), 2.0**shape, dispersion, options.shift, options.run_length)
                for mean, shape in pairs.T.tolist()
            ]
        )
        found[used] += weight[used] * cells[where.ravel()]
    return found


@lru_cache(maxsize=4096)
def threshold_of(mean: float, certainty: float, dispersion: float, shift: float, run_length: float) -> float:
    """The least sum that chance reaches once in `run_length` steps, where the mean is gamma distributed around `mean`.

    Infinite where no sum is that rare, or where the chain would pass `MOST_STATES`.
    """
    from kondusif.kerawanan.domain.series_kernels import run_lengths

    gain, drift = (float(each) for each in increments(np.array(mean), np.array(dispersion), shift))
    up, down = lattice(drift / gain)
    states = math.ceil((math.log(run_length) / gain + 3) * 2 * up)
    if states > MOST_STATES:
        return math.inf
    means, weights = possible_means(mean, certainty)
    rate = np.zeros(states)
    for each, weight in zip(means, weights, strict=True):
        rate += weight / run_lengths(chances(each, dispersion, (states + down) // up + 1), up, down, states)
    rare = np.flatnonzero(rate <= 1 / run_length)
    return (int(rare[0]) + 1) / up * gain if len(rare) else math.inf


def possible_means(mean: float, certainty: float) -> tuple[Floats, Floats]:
    """Nodes and weights of the gamma distribution with that mean and shape, by Gauss's quadrature (Golub and Welsch 1969)."""
    number = np.arange(_NODES)
    beside = np.sqrt(number[1:] * (number[1:] + certainty - 1))
    nodes, vectors = np.linalg.eigh(np.diag(2 * number + certainty) + np.diag(beside, 1) + np.diag(beside, -1))
    return np.maximum(nodes, 0.0) * (mean / certainty), vectors[0] ** 2


def lattice(reference: float) -> tuple[int, int]:
    """Whole states up for an incident and down for a step, in the ratio of about 1 to `reference`."""
    up = _RESOLUTION
    if reference * up < 1:
        return round(1 / reference), 1
    return up, round(reference * up)


def chances(mean: float, dispersion: float, most: int) -> Floats:
    """Probabilities of 0, 1, … `most` incidents, negative binomial with that variance over mean, Poisson where it is 1."""
    counts = np.arange(-1.0, most + 1)
    size = mean / (dispersion - 1) if dispersion > 1 else math.inf
    tail = above(counts, np.full(counts.shape, mean), np.full(counts.shape, size))
    return np.asarray(tail[:-1] - tail[1:], dtype=np.float64)
