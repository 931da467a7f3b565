"""Outliers and scales: Winsorise or take logarithms where a column is skewed, then normalise between frozen goalposts.

Rule of methods.md §2.2 (as in the JRC's COIN tool): where |skewness| > 2 and kurtosis > 3.5, up to five points a side are set to
the next value; where that does not help, log(1 + x). What was done is kept, so that the next edition can be treated the same way
and one area's change cannot move another's score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.scan_types import Floats

Scale = Literal["goalposts", "normal", "percentile"]
SKEWED, PEAKED, MOST_POINTS = 2.0, 3.5, 5


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to an indicator. `low`, `high`: values outside are set to them (Winsor); `points`: how many that were."""

    indicator: str
    kind: Literal["none", "winsor", "log"]
    low: float = -np.inf
    high: float = np.inf
    points: int = 0
    skewness: float = 0.0
    kurtosis: float = 0.0

    def apply(self, values: Floats) -> Floats:
        """The treated values; NaN stays."""
        if self.kind == "log":
            return np.asarray(np.log1p(values), dtype=np.float64)
        return np.asarray(np.clip(values, self.low, self.high), dtype=np.float64)


def treat(framework: Framework, rates: Floats) -> tuple[Treatment, ...]:
    """The treatment of each column of float64[n_areas, n_indicators]; each sees only its known values."""
    return tuple(_treatment(one.id, rates[:, column]) for column, one in enumerate(framework.indicators))


def untreated(framework: Framework) -> tuple[Treatment, ...]:
    """Nothing is done to any column."""
    return tuple(Treatment(one.id, "none") for one in framework.indicators)


def normalise(framework: Framework, rates: Floats, treatments: tuple[Treatment, ...]) -> Floats:
    """n_ij = 100·clip((x − a)/(b − a), 0, 1), turned round where less is worse; float64[n_areas, n_indicators], NaN stays.

    Goalposts go through the logarithm with their column. They are those of the framework, never those of the sample.
    """
    scaled = np.empty_like(rates)
    for column, (indicator, treatment) in enumerate(zip(framework.indicators, treatments, strict=True)):
        assert indicator.goalposts is not None
        low, high = indicator.goalposts
        if treatment.kind == "log":
            low, high = float(np.log1p(low)), float(np.log1p(high))
        share = np.clip((treatment.apply(rates[:, column]) - low) / (high - low), 0.0, 1.0)
        scaled[:, column] = 100.0 * (share if indicator.direction == "naik" else 1.0 - share)
    return scaled


@dataclass(frozen=True, slots=True, eq=False)
class Rescaling:
    """Another scale, fitted to the known figures of each column and then fixed, so that it can be put to others too.

    columns: float64[m] ascending for each of k indicators; empty where the scale is that of the goalposts.
    """

    scale: Scale
    columns: tuple[Floats, ...] = ()

    @classmethod
    def of(cls, scaled: Floats, used: NDArray[np.bool_], scale: Scale) -> Rescaling:
        """Fitted to float64[n, k] normalised values where `used`."""
        if scale == "goalposts":
            return cls(scale)
        return cls(scale, tuple(np.sort(scaled[used[:, place], place]) for place in range(scaled.shape[1])))

    def apply(self, scaled: Floats) -> Floats:
        """float64[m, k] normalised values on the other scale; NaN stays."""
        if not self.columns:
            return scaled
        return np.stack([self.put(scaled[:, place], place) for place in range(scaled.shape[1])], axis=1)

    def put(self, values: Floats, place: int) -> Floats:
        """Normalised values of one column on the other scale: Φ(z)·100 or the percentile rank; 50 where all were equal."""
        from scipy.special import ndtr

        if not self.columns:
            return values
        known = self.columns[place]
        deviation = float(known.std()) if len(known) else 0.0
        if deviation < 1e-9:
            given = np.full(values.shape, 50.0)
        elif self.scale == "normal":
            given = 100.0 * ndtr((values - known.mean()) / deviation)
        else:
            below, upto = (np.searchsorted(known, values, side=side) for side in ("left", "right"))
            given = 50.0 * (below + upto) / len(known)
        return np.asarray(np.where(np.isnan(values), np.nan, given), dtype=np.float64)


def rescale(scaled: Floats, used: NDArray[np.bool_], scale: Scale) -> Floats:
    """Normalised values on another scale, to see what the choice of scale does; where not `used` they stay as they are.

    Both other scales depend on the sample, which is why neither is the scale of the index.
    """
    if scale == "goalposts":
        return scaled
    return np.asarray(np.where(used, Rescaling.of(scaled, used, scale).apply(scaled), scaled), dtype=np.float64)


def moments(values: Floats) -> tuple[float, float]:
    """Skewness and kurtosis beyond the normal's (Fisher), both with the sample's correction; 0 where undefined."""
    count = len(values)
    spread = values - values.mean() if count else values
    squares = spread * spread
    second = float(np.mean(squares)) if count else 0.0
    if count < 4 or second <= 1e-12 * max(float(np.max(np.abs(values))) ** 2, 1e-300):
        return 0.0, 0.0
    # Products, since a power of an array is taken by logarithms, number by number.
    skew = float(np.mean(squares * spread)) / second**1.5 * np.sqrt(count * (count - 1)) / (count - 2)
    fourth = float(np.mean(squares * squares)) / second**2 - 3
    kurtosis = (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * fourth + 6)
    return float(skew), float(kurtosis)


def _treatment(name: str, column: Floats) -> Treatment:
    known = column[~np.isnan(column)]
    skew, kurtosis = moments(known)
    if not _outlying(skew, kurtosis):
        return Treatment(name, "none", skewness=skew, kurtosis=kurtosis)
    known = np.sort(known)
    for points in range(1, min(MOST_POINTS, len(known) - 1) + 1):
        low, high = (-np.inf, float(known[-1 - points])) if skew > 0 else (float(known[points]), np.inf)
        if not _outlying(*moments(np.clip(known, low, high))):
            return Treatment(name, "winsor", low, high, points, skew, kurtosis)
    # Logarithms pull in a long right tail alone and need values above −1.
    kind: Literal["log", "none"] = "log" if skew > 0 and known[0] > -1 else "none"
    return Treatment(name, kind, skewness=skew, kurtosis=kurtosis)


def _outlying(skew: float, kurtosis: float) -> bool:
    return abs(skew) > SKEWED and kurtosis > PEAKED
