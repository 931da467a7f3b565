"""Quiet worlds for the p to publish: a past is drawn, the baseline is fitted to it, then what happens (methods.md §3.5).

World r of seed s always draws from Philox keyed (s, r), so who draws it, and in which order, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_baseline import History, Shrunk, redraw, surroundings
from kondusif.kerawanan.domain.scan_null import PUBLISHED, stream
from kondusif.kerawanan.domain.scan_reference import Numbers
from kondusif.kerawanan.domain.scan_types import Counts, Floats, ScanOptions
from kondusif.kerawanan.domain.scan_windows import Neighbours


@dataclass(frozen=True, slots=True, eq=False)
class Quiet:
    """One quiet world as an engine takes it: counts and mean [n_areas, max_days], column 0 the latest day; C of the period."""

    counts: Counts
    mean: Floats
    total: int | None


@dataclass(frozen=True, slots=True, eq=False)
class RedrawnNull:
    """Chance where the baseline is itself an estimate. `ratio`: variance over mean of the counts, 1 for Poisson."""

    history: History
    fitted: Shrunk
    nearest: NDArray[np.int64]
    ratio: float
    options: ScanOptions

    @staticmethod
    def over(
        history: History, fitted: Shrunk, neighbours: Neighbours, options: ScanOptions, *, ratio: float = 1.0
    ) -> RedrawnNull:
        """Make ready to draw around what was fitted to `history` with the surroundings of these lists."""
        return RedrawnNull(history, fitted, surroundings(neighbours, len(history.totals)), ratio, options)

    def draw(self, number: int) -> Quiet:
        """World `number`."""
        options = self.options
        period = self.history.coming.shape[1] if options.statistic == "population" else options.max_days
        generator = stream(options.seed, number, PUBLISHED)
        counts, mean = redraw(generator, self.history, self.nearest, self.fitted, self.ratio, period)
        total = None if options.statistic == "expectation" else int(counts.sum())
        if total is not None:
            mean = mean * (max(total, 1) / mean.sum())
        return Quiet(newest_first(counts, options.max_days), newest_first(mean, options.max_days), total)


def newest_first(table: Numbers, days: int) -> Numbers:
    """The latest `days` columns, the latest of them first."""
    return np.ascontiguousarray(table[:, ::-1][:, :days])
