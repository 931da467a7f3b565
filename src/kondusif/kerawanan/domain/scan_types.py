"""What is asked of a space-time scan and what it answers: frozen values, nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

Statistic = Literal["expectation", "population", "permutation"]
# How a p-value came about: by rank among replicates; by rank, stopped early since it is clearly large; from a fitted tail.
PMethod = Literal["rank", "stopped", "gumbel"]

OVERDISPERSED = 1.3  # variance/mean above which Poisson replicates would warn too often (methods §3.5)
SIAGA_DAYS, WASPADA_DAYS = 365.0, 30.0


class Level(StrEnum):
    """How loud a warning is: chance alone raises a `siaga` once in a year of daily scans, a `waspada` once in a month."""

    SIAGA = "siaga"
    WASPADA = "waspada"


class ScanRefused(ValueError):
    """The input cannot be scanned; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What is scanned and how surely; the defaults are those of the daily run."""

    statistic: Statistic = "expectation"
    max_days: int = 30
    replicates: int = 999
    published_replicates: int = 199
    # Besag and Clifford (1991): with so many replicates at or above the observed value p is clearly large; 0 never stops.
    stop_after: int = 50
    # A screening p above this is not worth redrawing the baseline for: the published one would be larger still.
    publish_below: float = 0.2
    max_clusters: int = 5
    seed: int = 20241127
    threads: int = 1
    engine: Literal["fast", "reference"] = "fast"


@dataclass(frozen=True, slots=True)
class PValue:
    """How rarely chance alone does as much: the figure, how it was found, from how many replicates."""

    value: float
    method: PMethod
    replicates: int
    exceeding: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cylinder that stands out: which areas, which days, how much more than expected, how surely."""

    areas: tuple[str, ...]
    centre: str
    first_date: date
    latest_date: date
    days: int
    observed: int
    expected: float
    relative_risk: float
    llr: float
    screening: PValue
    published: PValue | None
    recurrence_days: float
    level: Level | None

    @property
    def p(self) -> PValue:
        """The p-value to show: with the baseline redrawn where that was done, else the one under a fixed baseline."""
        return self.published or self.screening


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Variance over mean in the days before the scanned ones; None where these are too few to tell.

    `scaled` says that replicates were drawn with that variance (negative binomial) instead of Poisson's.
    """

    ratio: float | None
    scaled: bool


@dataclass(frozen=True, slots=True)
class ScanManifest:
    """What repeats a run bit for bit; threads and partitions are no part of it, since they change nothing."""

    statistic: Statistic
    engine: str
    seed: int
    replicates: int
    published_replicates: int
    stop_after: int
    areas: int
    days: int
    max_days: int
    windows: int
    first_date: date
    latest_date: date
    input_sha256: str
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Clusters, the most surprising first, none sharing an area with another; empty when nothing happened."""

    clusters: tuple[Cluster, ...]
    observed: int
    expected: float
    dispersion: Dispersion
    manifest: ScanManifest
