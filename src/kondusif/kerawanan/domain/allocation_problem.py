"""The allocation as arrays: what is to be prevented, what a unit costs, what groups are owed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """n areas in the order of their codes, in G groups.

    worth: float64[n], r·H; cost: float64[n] of a unit; caps: int64[n], most units; group: int64[n]; members: the areas of each group,
    cheapest first; minimum: int64[G] units owed; floor: float64[G] cost owed, a sum that the cheapest units reach exactly.
    """

    worth: Floats
    cost: Floats
    caps: Ints
    group: Ints
    members: tuple[Ints, ...]
    minimum: Ints
    floor: Floats
    budget: float
    effect: float

    @property
    def trifle(self) -> float:
        """A difference of costs that is nothing but rounding."""
        return 1e-9 * max(self.budget, 1.0)

    def owed(self, group: int, units: Ints, count: int, amount: float) -> float:
        """The least that so many more units and so much more cost take in a group, its cheapest open units first."""
        rows = self.members[group]
        cost, still = self.cost[rows], self.caps[rows] - units[rows]
        total = 0.0
        if count > 0:
            reached = np.cumsum(still)
            last = int(np.searchsorted(reached, count))
            total = float((still[:last] * cost[:last]).sum() + (count - reached[last] + still[last]) * cost[last])
        if amount > self.trifle:
            spent = np.cumsum(still * cost)
            last = min(int(np.searchsorted(spent, amount - self.trifle)), len(spent) - 1)
            before = float(spent[last - 1]) if last else 0.0
            total = max(total, before + float(np.ceil((amount - before - self.trifle) / cost[last]) * cost[last]))
        return total


def prevented_by(problem: Problem, units: Ints) -> Floats:
    """float64[n]: r H (1 − e^{−ηk})."""
    return np.asarray(-problem.worth * np.expm1(-problem.effect * units), dtype=np.float64)


def floor_of(cost: Floats, caps: Ints, amount: float) -> float:
    """The most of an amount that whole units take up, cheapest first; cost: float64[m] ascending, caps: int64[m]."""
    spent = np.cumsum(cost * caps)
    whole = int(np.searchsorted(spent, amount * (1 + 1e-12), side="right"))
    total = float(spent[whole - 1]) if whole else 0.0
    if whole == len(cost):
        return total
    return total + float(np.floor((amount - total) / cost[whole] + 1e-9) * cost[whole])
