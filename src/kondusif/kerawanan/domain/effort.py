"""How much of what happens is heard of in each area: reporting effort ρ, so that who reports more is not taken for worse (methods.md §3.2).

Two ways, each with its condition. A *neutral stream* (routine activity reports, attendance) is told by the same people and does not
depend on risk. *Two channels* hear of incidents independently of each other inside an area. Both give ρ relative to the
whole, clipped, with its doubt: ρ is known as well as a gamma of that shape is, so that an area whose ρ is a guess moves its risk less.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.dynamics import Bounds, Dynamics
from kondusif.kerawanan.domain.gamma_poisson import fit_shape
from kondusif.kerawanan.domain.risk_checks import RiskRefused, checked_counts
from kondusif.kerawanan.domain.scan_types import Counts, Floats

Method = Literal["none", "neutral_stream", "two_source"]
_STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """Reporting effort of n areas.

    ratio: float64[n], ρ̂ > 0, 1 is usual; shape: float64[n], squared mean over variance of ρ, infinite where it is taken for certain;
    counted: bool[n], something was counted there, else ρ̂ is what is usual.
    """

    ratio: Floats
    shape: Floats
    counted: NDArray[np.bool_]
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class Captures:
    """Chapman's estimate of how many there were: total: float64[n], N̂; variance: float64[n]."""

    total: Floats
    variance: Floats


def no_effort(areas: int) -> Effort:
    """ρ = 1 everywhere, taken for certain: nothing is corrected, and `method` says so."""
    return Effort(np.ones(areas), np.full(areas, np.inf), np.zeros(areas, dtype=np.bool_), "none")


def neutral_stream(
    counts: ArrayLike, exposure: ArrayLike, *, dynamics: Dynamics, strata: Sequence[str] | None = None
) -> Effort:
    """ρ from counts int[n] of a stream that does not depend on risk, over exposure float64[n] (NaN or 0: not known).

    Gamma-Poisson: ρ̂ = (α + N)/(α + M), M the exposure scaled to ΣN; α within strata. Raises `RiskRefused`.
    """
    told = checked_counts(counts, "Jumlah laporan netral").astype(np.float64)
    given = np.asarray(exposure, dtype=np.float64)
    if given.shape != told.shape or np.isinf(given).any() or (given < 0).any():
        raise RiskRefused("Paparan arus netral harus satu angka yang tidak negatif untuk tiap wilayah.")
    known = given > 0
    if (told[~known] > 0).any():
        raise RiskRefused("Ada laporan netral di wilayah yang paparannya nol atau tidak diketahui.")
    if not known.any():
        raise RiskRefused("Arus netral tanpa paparan: upaya pelaporan tidak dapat diperkirakan.")
    expected = np.where(known, given, 0.0) * (told.sum() / math.fsum(given[known].tolist()))
    shape = shapes_within(told, expected, dynamics, strata, prior="effort")
    ratio = (shape + told) / (shape + expected)
    return Effort(_clipped(ratio, dynamics.effort_bounds), shape + told, known, "neutral_stream")


def chapman(first: ArrayLike, second: ArrayLike, both: ArrayLike) -> Captures:
    """N̂ = (n₁+1)(n₂+1)/(m+1) − 1 and its variance (Chapman 1951; Seber 1970), for counts int[n] of each channel and of both.

    Nearly unbiased where channels are independent and n₁ + n₂ ≥ N; in small areas it is rather too low. Raises `RiskRefused`.
    """
    one, two, shared = (each.astype(np.float64) for each in _channels(first, second, both))
    total = (one + 1) * (two + 1) / (shared + 1) - 1
    variance = (one + 1) * (two + 1) * (one - shared) * (two - shared) / ((shared + 1) ** 2 * (shared + 2))
    return Captures(total, variance)


def two_source(first: ArrayLike, second: ArrayLike, both: ArrayLike, *, dynamics: Dynamics) -> Effort:
    """ρ of incidents that either channel heard of, from counts int[n] of the first, the second, and of both.

    Lincoln and Petersen's shares p₁ = m/n₂, p₂ = m/n₁ by beta-binomial shrinkage; what is heard is π = 1 − (1 − p₁)(1 − p₂), ρ = π
    over that of the whole. Chapman's own N̂ would take every area with m = 0 and one silent channel for fully heard. Raises `RiskRefused`.
    """
    one, two, shared = _channels(first, second, both)
    if not one.any() or not two.any():
        raise RiskRefused("Salah satu saluran tidak memuat kejadian: cakupannya tidak dapat diperkirakan.")
    p_one, doubt_one = _captured(shared, two, dynamics.capture_strength)
    p_two, doubt_two = _captured(shared, one, dynamics.capture_strength)
    heard = 1 - (1 - p_one) * (1 - p_two)
    doubt = (1 - p_two) ** 2 * doubt_one + (1 - p_one) ** 2 * doubt_two
    seen = (one + two - shared).astype(np.float64)
    ratio = heard * math.fsum((seen / heard).tolist()) / float(seen.sum())
    return Effort(_clipped(ratio, dynamics.effort_bounds), heard**2 / doubt, one + two > 0, "two_source")


def shapes_within(
    counts: Floats,
    expected: Floats,
    dynamics: Dynamics,
    strata: Sequence[str] | None,
    *,
    prior: Literal["risk", "effort"],
) -> Floats:
    """α of each area, float64[n]: that of its stratum, which is drawn towards that of the whole as far as its counts are few."""
    belief = dynamics.risk if prior == "risk" else dynamics.effort
    whole = fit_shape(counts, expected, belief)
    if strata is None:
        return np.full(len(counts), whole)
    if len(strata) != len(counts):
        raise RiskRefused(f"Golongan wilayah harus satu untuk tiap wilayah ({len(counts)} wilayah).")
    names, place = np.unique(np.array(strata), return_inverse=True)
    if len(names) == 1:
        return np.full(len(counts), whole)
    parts = [fit_shape(counts[place == one], expected[place == one], belief, centre=whole) for one in range(len(names))]
    return np.asarray(np.array(parts)[place], dtype=np.float64)


def _clipped(ratio: Floats, bounds: Bounds) -> Floats:
    return np.clip(ratio, bounds.low, bounds.high)


def _channels(first: ArrayLike, second: ArrayLike, both: ArrayLike) -> tuple[Counts, Counts, Counts]:
    one = checked_counts(first, "Jumlah kejadian saluran pertama")
    two = checked_counts(second, "Jumlah kejadian saluran kedua")
    shared = checked_counts(both, "Jumlah kejadian di kedua saluran")
    if not len(one) == len(two) == len(shared):
        raise RiskRefused("Ketiga hitungan saluran harus memuat wilayah yang sama.")
    if (shared > np.minimum(one, two)).any():
        raise RiskRefused("Kejadian di kedua saluran tidak mungkin lebih banyak daripada di salah satunya.")
    return one, two, shared


def _captured(hits: Counts, tries: Counts, strength: Bounds) -> tuple[Floats, Floats]:
    """Mean and variance of each area's share hits/tries, shrunk towards that of the whole: float64[n] each."""
    from scipy.special import betaln

    # Half of a hit and of a miss more, so that a channel that shares nothing is not taken for deaf (Jeffreys).
    mean = (hits.sum() + 0.5) / (tries.sum() + 1.0)
    weights = np.exp(np.linspace(np.log(strength.low), np.log(strength.high), _STEPS))
    pairs, times = np.unique(np.stack([hits, tries]), axis=1, return_counts=True)
    a, b = (weights * mean)[:, None], (weights * (1 - mean))[:, None]
    fit = (betaln(pairs[0] + a, pairs[1] - pairs[0] + b) - betaln(a, b)) * times
    weight = float(weights[int(np.argmax(fit.sum(axis=1)))])
    share = (weight * mean + hits) / (weight + tries)
    return share, share * (1 - share) / (weight + tries + 1)
