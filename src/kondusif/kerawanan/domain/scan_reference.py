"""The scan in plain NumPy: what the fast engine must agree with, and what runs when it cannot be compiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_null import Incidents
from kondusif.kerawanan.domain.scan_statistics import expectation_llr, population_llr
from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.scan_windows import Neighbours

Numbers = TypeVar("Numbers", Floats, Counts)


@dataclass(frozen=True, slots=True)
class Window:
    """One cylinder: the first `size` members of a centre's list, over the latest `days` days."""

    centre: int
    size: int
    days: int


def over_days(values: Numbers) -> Numbers:
    """Column d becomes the sum of the latest d + 1 days; column 0 of the input is the latest day."""
    return np.cumsum(values, axis=1, dtype=values.dtype)


def windows_of(latest: Numbers, members: NDArray[np.int32]) -> Numbers:
    """Sums over every beginning of a list and every duration: [size, days], from `over_days`."""
    return np.cumsum(latest[members], axis=0, dtype=latest.dtype)


class ReferenceEngine:
    """Every window of every centre, one centre at a time."""

    name = "reference"

    def __init__(self, neighbours: Neighbours, areas: int, days: int) -> None:
        self.neighbours, self.areas, self.days = neighbours, areas, days
        self.lists = [neighbours.of(centre) for centre in range(neighbours.centres)]

    def ratios(self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_]) -> list[Floats]:
        """LLR of every window, one array [size, days] for each centre; a list ends before an area that is removed."""
        count, expected = over_days(counts), over_days(mean)
        found = []
        for members in self.lists:
            kept = members[: _until(removed[members])]
            inside = windows_of(count, kept)
            usual = windows_of(expected, kept)
            found.append(llr(inside, usual, total))
        return found

    def maximum(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_] | None = None
    ) -> float:
        """The greatest LLR of all windows; 0 where nothing exceeds its expectation."""
        kept = np.zeros(self.areas, dtype=np.bool_) if removed is None else removed
        return max((float(each.max()) for each in self.ratios(counts, mean, total, kept) if each.size), default=0.0)

    def windows_reaching(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_], value: float
    ) -> list[Window]:
        """The windows whose LLR is at least `value`."""
        return [
            Window(centre, int(size) + 1, int(days) + 1)
            for centre, each in enumerate(self.ratios(counts, mean, total, removed))
            for size, days in np.argwhere(each >= value)
        ]

    def screen(self, mean: Floats, total: int | None, value: float) -> ReferenceScreen:
        """What tells of replicates under this baseline whether they reach `value`."""
        return ReferenceScreen(self, mean, total, value)


class ReferenceScreen:
    """The expectations of every window, kept for all replicates; each replicate's windows are computed in full."""

    def __init__(self, engine: ReferenceEngine, mean: Floats, total: int | None, value: float) -> None:
        self._engine, self._total, self._value = engine, total, value
        latest = over_days(mean)
        self._windows = [(members, windows_of(latest, members)) for members in engine.lists]

    def exceeding(self, replicates: Sequence[Incidents]) -> NDArray[np.bool_]:
        """For each replicate whether any window reaches the value: bool[len(replicates)]."""
        return np.array([self._maximum(each) >= self._value for each in replicates], dtype=np.bool_)

    def _maximum(self, replicate: Incidents) -> float:
        latest = over_days(replicate.table(self._engine.areas, self._engine.days))
        best = 0.0
        for members, usual in self._windows:
            ratios = llr(windows_of(latest, members), usual, self._total)
            best = max(best, float(ratios.max(initial=0.0)))
        return best


def llr(count: Floats | Counts, mean: Floats, total: int | None) -> Floats:
    """The statistic that fits: given a total, or against the expectation alone."""
    return expectation_llr(count, mean) if total is None else population_llr(count, mean, total)


def _until(removed: NDArray[np.bool_]) -> int:
    """How many members come before the first that is removed."""
    return int(np.argmax(removed)) if removed.any() else len(removed)
