"""One accuracy goal as it was asked and as it was reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

_SURE = 0.999


@dataclass(frozen=True, slots=True)
class Goal:
    """`number`: as in methods.md §6; `reached` names the figure, `limits` what chance alone leaves open at 99.9 %."""

    number: str
    what: str
    asked: str
    reached: str
    limits: str
    met: bool
    worlds: int
    seed: int


def binomial_limits(rate: float, worlds: int, *, sure: float = _SURE) -> tuple[float, float]:
    """Between which shares of `worlds` a true `rate` falls with probability `sure`, both ends included."""
    from scipy.stats import binom

    half = (1 - sure) / 2
    return float(binom.ppf(half, worlds, rate)) / worlds, float(binom.isf(half, worlds, rate)) / worlds


def proportion_error(rate: float, worlds: int) -> float:
    """Standard error of a share seen in so many worlds."""
    return math.sqrt(rate * (1 - rate) / worlds)
