"""The statistics of a scan in plain NumPy: likelihood ratios, p-values, recurrence, and what they call for.

Kulldorff (1997), Commun. Statist. 26:1481 (population); Neill (2009), Int. J. Forecasting 25:498 (expectation); Kulldorff et
al. (2005), PLoS Med. 2:e59 (permutation); Abrams, Kleinman and Kulldorff (2010), Int. J. Health Geogr. 9:61 (Gumbel tail);
Besag and Clifford (1991), Biometrika 78:301 (sequential stop).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.scan_types import (
    OVERDISPERSED,
    SIAGA_DAYS,
    WASPADA_DAYS,
    Counts,
    Dispersion,
    Floats,
    Level,
    PValue,
)

_EULER = 0.5772156649015329
# Ratios that differ by less are one value reached by another order of summing: they count as reached.
TIE = 1e-9
_MIN_EXPECTED, _MIN_DAYS = 20.0, 7  # less than this before the scanned days says nothing about dispersion
_FEW = 5  # replicates at or above the observed value below which a rank says too little and the tail is fitted


def expectation_llr(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """c·ln(c/λ) − (c − λ) where c > λ, else 0: against each area's own expectation."""
    count, mean = np.broadcast_arrays(np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64))
    ratio = np.zeros(count.shape)
    more = count > mean
    c, m = count[more], mean[more]
    ratio[more] = c * np.log(c / m) - (c - m)
    return ratio


def population_llr(observed: ArrayLike, expected: ArrayLike, total: int) -> Floats:
    """c·ln(c/λ) + (C − c)·ln((C − c)/(C − λ)) where c > λ, else 0: given that C happened in all.

    `expected` sums to `total` over everything that is looked at. The same ratio serves the permutation statistic.
    """
    count, mean = np.broadcast_arrays(np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64))
    ratio = np.zeros(count.shape)
    more = count > mean
    c, m = count[more], mean[more]
    rest = np.maximum(total - c, 0.0)
    # Where all C lie inside, the second term is 0·ln 0 = 0; a 1 in place of the 0 keeps the logarithm quiet.
    outside = rest * np.log(np.where(rest > 0, rest, 1.0) / np.where(rest > 0, total - m, 1.0))
    ratio[more] = c * np.log(c / m) + outside
    return ratio


def relative_risk(observed: int, expected: float, total: int | None) -> float:
    """c/λ; given a total, the risk inside over the risk outside. Infinite when everything lies inside."""
    if total is None:
        return observed / expected
    if observed >= total:
        return math.inf
    return (observed / expected) / ((total - observed) / (total - expected))


def reached(observed: float) -> float:
    """The value that a replicate must reach to count as at or above the observed one; ties count, so p is never too small."""
    return observed - TIE * max(1.0, abs(observed))


def rank_p(exceeding: int, replicates: int) -> float:
    """(1 + #{simulated ≥ observed})/(R + 1)."""
    return (1 + exceeding) / (replicates + 1)


def sequential_p(exceeds: NDArray[np.bool_], stop_after: int) -> PValue:
    """p by rank; h/L when the h-th replicate at or above the observed value is the L-th (Besag and Clifford).

    `exceeds`: bool[R] in the order of the replicates' numbers, so that how they were spread over workers changes nothing.
    """
    hits = np.flatnonzero(exceeds)
    if stop_after and len(hits) >= stop_after:
        used = int(hits[stop_after - 1]) + 1
        if used < len(exceeds):
            return PValue(stop_after / used, "stopped", used, stop_after)
    return PValue(rank_p(len(hits), len(exceeds)), "rank", len(exceeds), len(hits))


def gumbel_p(maxima: Floats, observed: float) -> float:
    """P(maximum ≥ observed) of the Gumbel distribution with the maxima's mean and variance; 1 where they do not vary."""
    spread = float(np.std(maxima, ddof=1)) * math.sqrt(6) / math.pi if len(maxima) > 1 else 0.0
    if spread <= 0:
        return 1.0
    place = float(np.mean(maxima)) - _EULER * spread
    return float(-math.expm1(-math.exp(-(observed - place) / spread)))


def tail_p(maxima: Floats, observed: float) -> PValue:
    """p by rank among these maxima; from a fitted tail, and labelled so, when fewer than five reach the observed value."""
    exceeding = int((maxima >= reached(observed)).sum())
    if exceeding >= _FEW or len(maxima) < 2:
        return PValue(rank_p(exceeding, len(maxima)), "rank", len(maxima), exceeding)
    return PValue(gumbel_p(maxima, observed), "gumbel", len(maxima), exceeding)


def dispersion_of(counts: Counts, mean: Floats, latest: int) -> Dispersion:
    """Σ(c − λ)²/Σλ of the days before the `latest` ones, which an outbreak in those cannot swell; [n_areas, n_days] each."""
    before = counts.shape[1] - latest
    counts, mean = counts[:, :before], mean[:, :before]
    if before < _MIN_DAYS or mean.sum() < _MIN_EXPECTED:
        return Dispersion(None, scaled=False)
    # Against its own level: that the whole period was quieter or louder than expected is no clumping.
    level = counts.sum() / mean.sum()
    if not level:
        return Dispersion(None, scaled=False)
    ratio = math.fsum(((counts - level * mean) ** 2).ravel()) / math.fsum((level * mean).ravel())
    return Dispersion(ratio, scaled=ratio > OVERDISPERSED)


def recurrence_days(p: float) -> float:
    """1/p: how many daily runs pass, by chance alone, until one of them does as much."""
    return 1 / p if p > 0 else math.inf


def level_of(days: float) -> Level | None:
    """`siaga` from 365 days of recurrence, `waspada` from 30, else nothing. Rounding never lifts a level."""
    if days >= SIAGA_DAYS:
        return Level.SIAGA
    return Level.WASPADA if days >= WASPADA_DAYS else None
