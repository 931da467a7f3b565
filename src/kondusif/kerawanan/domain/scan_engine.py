"""The fast scan: the same answers as `scan_reference`, by whole-number thresholds and bounds instead of logarithms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain import scan_kernels as kernels
from kondusif.kerawanan.domain.scan_null import Incidents
from kondusif.kerawanan.domain.scan_reference import Window, over_days
from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.scan_windows import Neighbours

_FOUR_WORDS, _EIGHT_WORDS = 16, 32
_BLOCK = 2  # replicates that share one walk over the lists: more would not stay in the cache
_LISTED = 4096


class FastEngine:
    """Scans on compiled loops; see `scan_kernels` for why it is fast. Holds no state that a scan changes."""

    name = "fast"

    def __init__(self, neighbours: Neighbours, areas: int, days: int) -> None:
        self.neighbours, self.areas, self.days = neighbours, areas, days

    def maximum(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_] | None = None
    ) -> float:
        """The greatest LLR of all windows; 0 where nothing exceeds its expectation."""
        count = over_days(counts)
        none = np.zeros(self.areas, dtype=np.bool_) if removed is None else removed
        room = np.zeros(int(counts.sum()) + 1)
        busy = (count[:, -1] > 0).astype(np.uint8)
        given = -1.0 if total is None else float(total)
        lists = self.neighbours
        found = kernels.maximum(
            lists.starts, lists.members, count.astype(np.int32), over_days(mean), busy, none, given, room
        )
        return float(found)

    def windows_reaching(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_], value: float
    ) -> list[Window]:
        """The windows whose LLR is at least `value`."""
        lists, given = self.neighbours, -1.0 if total is None else float(total)
        count, usual = over_days(counts), over_days(mean)
        room = _LISTED
        while True:
            found = np.zeros((room, 3), dtype=np.int64)
            number = kernels.reaching(lists.starts, lists.members, count, usual, removed, given, value, found)
            if number <= room:
                return [Window(*(int(part) for part in row)) for row in found[:number]]
            room = int(number)

    def screen(self, mean: Floats, total: int | None, value: float) -> Screen:
        """What tells of replicates under this baseline whether they reach `value`."""
        return Screen(self.neighbours, mean, total, value)


class Screen:
    """Thresholds of every window for one value; `exceeding` holds replicates against them and may run in many threads."""

    def __init__(self, neighbours: Neighbours, mean: Floats, total: int | None, value: float) -> None:
        self._lists, self._mean = neighbours, over_days(mean)
        self._areas, self._days = mean.shape
        # More than the expectation of everything together is never needed: there every count above it has been reached.
        most = float(self._mean[:, -1].sum()) * (1 + 1e-9)
        largest = kernels.NEVER if total is None else min(total, kernels.NEVER)
        self._wide = total is not None and total >= kernels.NEVER
        self._bounds, self._end = kernels.bounds_up_to(value, total, most, largest)
        if self._end > kernels.NEVER or (total is None and most > kernels.NEVER / 2):
            self._wide = True
            self._bounds, self._end = kernels.bounds_up_to(value, total, most, total or _enough(most))
        self._groups = [] if self._wide else [self._thresholds(days) for days in self._lanes()]

    def exceeding(self, replicates: Sequence[Incidents]) -> NDArray[np.bool_]:
        """For each replicate whether any window reaches the value: bool[len(replicates)]."""
        blocks = [replicates[start : start + _BLOCK] for start in range(0, len(replicates), _BLOCK)]
        return np.concatenate([np.zeros(0, dtype=np.bool_), *(self._block(block) for block in blocks)])

    def _block(self, replicates: Sequence[Incidents]) -> NDArray[np.bool_]:
        out = np.zeros(len(replicates), dtype=np.bool_)
        busy = np.zeros((len(replicates), self._areas), dtype=np.uint8)
        wide = self._wide or any(int(each.sizes.sum()) >= kernels.NEVER for each in replicates)
        width = self._days if wide else -(-self._days // _FOUR_WORDS) * _FOUR_WORDS
        running = np.zeros((len(replicates), self._areas, width), dtype=np.int32 if wide else np.uint16)
        for number, each in enumerate(replicates):
            kernels.spread(each.areas, each.lags, each.sizes, self._days, running[number], busy[number])
        starts, members = self._lists.starts, self._lists.members
        if wide:
            kernels.reach_wide(starts, members, self._mean, self._bounds, self._end, running, busy, out)
            return out
        for days, bias in zip(self._lanes(), self._groups, strict=True):
            reach = (
                kernels.reach_eight if bias.shape[1] == _EIGHT_WORDS // kernels.LANES_PER_WORD else kernels.reach_four
            )
            words = np.ascontiguousarray(running[:, :, days]).view(np.uint64)
            reach(starts, members, bias, words, out)
        return out

    def _lanes(self) -> list[slice]:
        """Durations that are looked at together: 32 at a time, or 16 where that is enough for the rest."""
        width = -(-self._days // _FOUR_WORDS) * _FOUR_WORDS
        return [slice(start, min(start + _EIGHT_WORDS, width)) for start in range(0, width, _EIGHT_WORDS)]

    def _thresholds(self, days: slice) -> NDArray[np.uint64]:
        bias = np.empty((self._lists.windows, days.stop - days.start), dtype=np.uint16)
        mean = np.ascontiguousarray(self._mean[:, days])
        kernels.thresholds(self._lists.starts, self._lists.members, mean, self._bounds, self._end, bias)
        return bias.view(np.uint64)


def _enough(most: float) -> int:
    """A count that no replicate of this expectation passes: forty standard deviations above it, and some."""
    return int(most + 40 * np.sqrt(most * 10) + 1000)
