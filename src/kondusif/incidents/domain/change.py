"""Whether a count is more than usual: said only when a test says so."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import comb

BASELINE = 4  # earlier periods of the same length that are held against the count
ALPHA = 0.01


class Change(StrEnum):
    """The word for a change; `none` says that chance explains it, or that too little is known."""

    MORE = "more"
    FEWER = "fewer"
    NONE = "none"


def change_of(count: int, earlier: Sequence[int]) -> Change:
    """Hold a count against earlier periods of the same length.

    Given the total of all periods, the newest one's share is binomial when all have the same Poisson rate (the
    conditional test of two Poisson means). Each side counts when its exact tail is below 0.5 %.
    """
    total = count + sum(earlier)
    if len(earlier) < BASELINE or not total:
        return Change.NONE
    share = 1 / (len(earlier) + 1)
    if _upper_tail(count, total, share) < ALPHA / 2:
        return Change.MORE
    if _upper_tail(total - count, total, 1 - share) < ALPHA / 2:
        return Change.FEWER
    return Change.NONE


def _upper_tail(count: int, total: int, share: float) -> float:
    """P(X >= count) for X ~ Bin(total, share); the normal tail stands in where the exact sum would be long."""
    if total > 1000:
        from math import erfc, sqrt

        deviation = (count - 0.5 - total * share) / sqrt(total * share * (1 - share))
        return erfc(deviation / sqrt(2)) / 2
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count, total + 1))
