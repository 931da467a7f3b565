"""Quiet worlds to compare with: replicates in which nothing but chance happens, each from its own counter-based stream.

Replicate r of seed s always draws from Philox keyed (s, r), so which worker draws it, and in which order, changes nothing.
What is drawn are incidents one by one (area, days before the latest), not a number for each cell: most cells are empty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats

SCREENING, PUBLISHED = 0, 1


def stream(seed: int, replicate: int, purpose: int = SCREENING) -> np.random.Generator:
    """The random numbers of one replicate for one purpose."""
    return np.random.Generator(np.random.Philox(key=[seed, replicate], counter=[0, 0, 0, purpose]))


@dataclass(frozen=True, slots=True, eq=False)
class Incidents:
    """Incidents of one replicate within the scanned days: int32[m] each; `lags` 0 is the latest day."""

    areas: NDArray[np.int32]
    lags: NDArray[np.int32]
    sizes: NDArray[np.int32]

    def table(self, areas: int, days: int) -> Counts:
        """The same as counts: int64[areas, days], column 0 the latest day."""
        flat = np.bincount(self.areas.astype(np.int64) * days + self.lags, weights=self.sizes, minlength=areas * days)
        return flat.astype(np.int64).reshape(areas, days)


@dataclass(frozen=True, slots=True, eq=False)
class FixedNull:
    """Chance under the fixed baseline: independent Poisson counts, or a given total spread by the baseline's shares.

    mean: float64[n_areas, days], column 0 the latest day. With `total`, incidents are spread over all that is in `mean` and
    beyond it (`share` is the part of the whole that `mean` holds). With `ratio` > 1 incidents come in clumps whose sizes follow
    a logarithmic series, which makes counts negative binomial with that variance over mean.
    """

    mean: Floats
    total: int | None
    share: float
    ratio: float
    _keep: Floats
    _other: NDArray[np.int64]

    @staticmethod
    def over(mean: Floats, *, total: int | None = None, share: float = 1.0, ratio: float = 1.0) -> FixedNull:
        """Prepare the table from which cells are drawn in constant time (Walker's alias method)."""
        return FixedNull(mean, total, share, ratio, *_alias(mean.ravel()))

    def draw(self, generator: np.random.Generator) -> Incidents:
        """One replicate."""
        sizes = self._sizes(generator)
        if self.total is not None and self.share < 1:
            inside = generator.random(len(sizes)) < self.share
            sizes = sizes[inside]
        cells = self._cells(generator, len(sizes))
        days = self.mean.shape[1]
        return Incidents((cells // days).astype(np.int32), (cells % days).astype(np.int32), sizes.astype(np.int32))

    def _sizes(self, generator: np.random.Generator) -> Counts:
        """How many incidents come together, one number for each clump."""
        if self.ratio <= 1:
            number = int(generator.poisson(self.mean.sum())) if self.total is None else self.total
            return np.ones(number, dtype=np.int64)
        mean_size = (self.ratio - 1) / math.log(self.ratio)
        if self.total is None:
            number = int(generator.poisson(float(self.mean.sum()) / mean_size))
            return np.asarray(generator.logseries(1 - 1 / self.ratio, number), dtype=np.int64)
        sizes = np.asarray(generator.logseries(1 - 1 / self.ratio, self.total), dtype=np.int64)
        upto = np.cumsum(sizes)
        last = int(np.searchsorted(upto, self.total))
        sizes[last] -= upto[last] - self.total
        return sizes[: last + 1]

    def _cells(self, generator: np.random.Generator, number: int) -> Counts:
        drawn = generator.random(number) * len(self._keep)
        cells = drawn.astype(np.int64)
        return np.where(drawn - cells < self._keep[cells], cells, self._other[cells])


@dataclass(frozen=True, slots=True, eq=False)
class ShuffledNull:
    """Chance under the permutation form: every incident keeps its area, the days are shuffled among them.

    areas, lags: int32[C], one entry for each incident of the whole period; those with lag < `days` are looked at.
    """

    areas: NDArray[np.int32]
    lags: NDArray[np.int32]
    days: int

    def draw(self, generator: np.random.Generator) -> Incidents:
        """One replicate."""
        lags = generator.permutation(self.lags)
        inside = lags < self.days
        areas = self.areas[inside]
        return Incidents(areas, lags[inside], np.ones(len(areas), dtype=np.int32))


Null = FixedNull | ShuffledNull


def _alias(weights: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Walker's table in Vose's form: keep cell i with probability keep[i], else take other[i]."""
    count = len(weights)
    total = float(weights.sum())
    scaled = (weights * (count / total)).tolist() if total > 0 else [1.0] * count
    other = list(range(count))
    small = [i for i, value in enumerate(scaled) if value < 1]
    large = [i for i, value in enumerate(scaled) if value >= 1]
    keep = [1.0] * count
    while small and large:
        less, more = small.pop(), large[-1]
        keep[less], other[less] = scaled[less], more
        scaled[more] -= 1 - scaled[less]
        if scaled[more] < 1:
            small.append(large.pop())
    # What is left over lacks or exceeds 1 by rounding alone; a cell that cannot occur must not become one that can.
    for i in small:
        if weights[i] == 0 and total > 0:
            keep[i], other[i] = 0.0, int(np.argmax(weights))
    return np.array(keep), np.array(other, dtype=np.int64)
