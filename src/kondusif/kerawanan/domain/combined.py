"""R: the structural score, moved by news on the logit scale and never overwritten by it (methods.md §3.3).

logit(R/100) = logit(S̃/100) + γ·ℓ, S̃ = S clipped to 1–99, ℓ = E[log θ] less what it is before anything is known. A ratio with
mean 1 has a mean logarithm below 0; that is no news, so ℓ is 0 where nothing is known, and R = S to the bit. Outside of the clip
R = S + (R̃ − S̃), kept in 0–100, where R̃ is the sum's score at the edge: so R is S without news there too, and follows news without a leap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.dynamics import Dynamics
from kondusif.kerawanan.domain.evidence import RiskEvent, Weighed
from kondusif.kerawanan.domain.relative_risk import RelativeRisk
from kondusif.kerawanan.domain.scan_types import Floats


@dataclass(frozen=True, slots=True)
class EventShare:
    """What one incident adds to logit(R/100); never below 0."""

    event: RiskEvent
    weight: float
    logits: float


@dataclass(frozen=True, slots=True)
class CombinedExplanation:
    """`base` + Σ `events` + `usual` = `total`, on the logit scale.

    base: logit(S̃/100). usual: what is taken off since incidents are expected anyway, ≤ 0: less than usual happened where it
    outweighs the events. total: logit(R̃/100). `beyond`: points S − S̃, 0 unless S lies outside of the clip; R = S + (R̃ − S̃).
    """

    code: str
    structural: float
    combined: float
    base: float
    events: tuple[EventShare, ...]
    usual: float
    total: float
    beyond: float


def combine(structural: Floats | float, news: Floats | float, dynamics: Dynamics) -> Floats:
    """R float64[...] from S, 0–100, and ℓ of one shape or shapes that broadcast; NaN where either is."""
    base = _logit(_edge(structural, dynamics))
    # The difference of two equal terms is 0 to the bit where there is no news.
    moved = 100 * (_expit(base + dynamics.gamma.value * news) - _expit(base))
    return np.clip(structural + moved, 0.0, 100.0)


def combined_interval(structural: Floats, risk: RelativeRisk, dynamics: Dynamics) -> Floats:
    """R at the ends of θ's interval: float64[n, 2]. The doubt of S is not in it."""
    before = risk.log_theta - risk.news
    return combine(structural[:, None], np.log(risk.interval) - before[:, None], dynamics)


def explain_combined(
    code: str, structural: float, risk: RelativeRisk, row: int, told: Sequence[Weighed], dynamics: Dynamics
) -> CombinedExplanation:
    """Exact parts of logit(R) for a scored area: what its incidents add, each by its weight, and what is usual takes off.

    γℓ = γ[ψ(α + A/cφ) − ψ(α)] − γ[log(α + Eρ̂/φ) − log α]; the first bracket is shared among incidents in proportion to their weights.
    """
    from scipy.special import digamma

    gamma, shape = dynamics.gamma.value, float(risk.shape[row])
    heavy = [one for one in told if one.weight > 0 and risk.counted[row] > 0]
    weights = math.fsum(one.weight for one in heavy)
    lifted = gamma * float(digamma(shape + risk.counted[row]) - digamma(shape))
    events = tuple(EventShare(one.event, one.weight, lifted * one.weight / weights) for one in heavy)
    edge = float(_edge(structural, dynamics))
    base = float(_logit(edge))
    return CombinedExplanation(
        code=code,
        structural=structural,
        combined=float(combine(structural, risk.news[row], dynamics)),
        base=base,
        events=events,
        usual=-gamma * math.log1p(float(risk.expected[row]) / shape),
        total=base + gamma * float(risk.news[row]),
        beyond=structural - edge,
    )


def flood_bound(source_caps: Floats, dynamics: Dynamics) -> Floats:
    """The most points that R of an area can rise by what one source alone stands for: float64[...] of its caps.

    However many incidents it tells, and even if people verify them all. ψ' falls, so ψ(α + A + k) − ψ(α + A) ≤ ψ(α + k) − ψ(α),
    greatest for the least α; c ≥ 1 and φ ≥ 1 make no more than k of a cap k; what is expected only grows; and a logit moved by δ moves
    its score by at most 100·tanh(δ/4). Strict under the `Fit` of an earlier run. Where α, c and caps are fitted to the flood as well,
    strict for R − S of an area that has no other evidence, and for rises nearly so. Nothing is said of falls: whoever floods most other
    areas makes one look quiet.
    """
    from scipy.special import digamma

    least = dynamics.risk.shapes[0]
    return np.asarray(100 * np.tanh(dynamics.gamma.value * (digamma(least + source_caps) - digamma(least)) / 4))


def _edge(structural: Floats | float, dynamics: Dynamics) -> Floats:
    """S̃."""
    return np.clip(
        np.asarray(structural, dtype=np.float64), dynamics.structural_bounds.low, dynamics.structural_bounds.high
    )


def _logit(score: Floats | float) -> Floats:
    share = np.asarray(score, dtype=np.float64) / 100
    return np.asarray(np.log(share) - np.log1p(-share), dtype=np.float64)


def _expit(logit: Floats) -> Floats:
    from scipy.special import expit

    return np.asarray(expit(logit), dtype=np.float64)
