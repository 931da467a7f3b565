"""What is asked of the warnings of single series and what they answer: frozen values, nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats

Flags = NDArray[np.bool_]
Step = Literal["day", "week"]
SeriesMethod = Literal["cusum", "farrington"]
# How the bound comes from the fit: on the scale of two thirds with the error of the mean ("delta"), as a quantile of the negative
# binomial at the mean ("nbPlugin"), or at the upper limit of the mean ("muan", Noufaily et al. 2013).
Bound = Literal["delta", "nbPlugin", "muan"]


class SeriesRefused(ValueError):
    """The series cannot be judged; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True)
class CusumOptions:
    """What the sum listens for and how often it may be wrong; steps are days or weeks, as the counts are.

    The mean of a step is taken from the `memory` steps before it without the latest `guard`, so that what begins slowly does not
    raise its own mean; nothing is watched before `training` steps of that are there.
    """

    shift: float = 2.0  # how many times the mean is listened for
    run_length: float = 365.0  # steps until chance alone raises an alarm, on average
    training: int = 14
    guard: int = 7
    memory: int = 56


@dataclass(frozen=True, slots=True, eq=False)
class CusumResult:
    """Tables float64 or bool [n_areas, n_steps − first]: what was seen on each step from `first` on, from the steps before alone.

    expected: the shrunken mean of the step; certainty: the gamma shape of what is known of that mean; statistic: the sum, which
    begins anew after an alarm; threshold: what it was compared with, infinite where too little is known of the mean for any sum
    to be rare; dispersion: float64[n_steps − first], variance over mean within the series.
    """

    first: int
    statistic: Floats
    threshold: Floats
    alarm: Flags
    expected: Floats
    certainty: Floats
    dispersion: Floats


@dataclass(frozen=True, slots=True)
class FarringtonOptions:
    """The flexible form of Noufaily et al. (2013); the defaults are those of the comparison in JSS 70(10), section 2.

    errors: how uncertain the fitted mean is, which "delta", "muan" and a `trend_level` below 1 need. "pearson" takes the
    dispersion of the fit; "surveillance" the figure that R's package of that name uses there (docs/deret.md), for comparison.
    """

    years: int | None = None  # years back; None takes all that are there, at most five
    half_window: int = 3
    seasons: int = 10  # levels of the yearly factor; 1 looks at the same weeks of other years alone
    left_out: int = 26  # weeks before the judged one that are not fitted
    weights_threshold: float | None = 2.58  # residuals above it weigh less; None weighs all the same
    trend: bool = True
    trend_level: float = 1.0  # a trend with a p-value of this or more is dropped
    bound: Bound = "nbPlugin"
    alpha: float = 0.01  # one-sided
    enough: tuple[int, int] = (5, 4)  # an alarm needs so many incidents in so many latest weeks
    errors: Literal["pearson", "surveillance"] = "pearson"


@dataclass(frozen=True, slots=True, eq=False)
class FarringtonResult:
    """Tables [n_areas, watched] for the weeks from `first` on; float64 ones are NaN exactly where `fitted` is False.

    fitted: the fit converged; enough: there were incidents enough to speak of; trend: a trend was kept;
    error: of the logarithm of the mean; dispersion: variance over mean, at least 1.
    """

    first: int
    years: int
    expected: Floats
    error: Floats
    upper: Floats
    dispersion: Floats
    trend: Flags
    enough: Flags
    fitted: Flags
    alarm: Flags


@dataclass(frozen=True, slots=True, eq=False)
class SeriesWarnings:
    """Warnings of the latest steps by the method that fits the length of the past.

    because: the choice of method in Indonesian; step: of the tables below, "week" where days were added up; observed,
    expected, score, bound, mid_p, alarm, discovery: [n_areas, watched]. For "cusum" score and bound are the sum and its threshold, for
    "farrington" the count and its upper bound. alarm: the series alone says so; discovery: it stands among all series of that
    step (Benjamini and Hochberg at `q`). Where `judged` is False nothing is concluded, mid_p is NaN and both flags are False.
    """

    method: SeriesMethod
    because: str
    step: Step
    q: float
    observed: Counts
    expected: Floats
    score: Floats
    bound: Floats
    mid_p: Floats
    alarm: Flags
    discovery: Flags
    judged: Flags
