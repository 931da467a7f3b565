"""How far from the best an allocation can be at most: the Lagrangian dual, whose every value is an upper bound.

With a price λ of the budget, μ_g of a group's floor and ν_g of a unit of its minimum, all ≥ 0,

    Σ_i max_k [w_i (1 − e^{−ηk}) − ((λ − μ_g) c_i − ν_g) k] + λB − Σ_g (μ_g F_g + ν_g m_g)

is at least what any allocation by the rules prevents, since its own terms can only be smaller. Prices are read off the allocation:
with equal costs they make the bound tight, else it is off by little more than the last unit that did not fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.allocation_problem import Ints, Problem, prevented_by
from kondusif.kerawanan.domain.scan_types import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What one more would prevent: `budget` λ, one more of the budget; `floor` μ, `minimum` ν: float64[G], one less owed."""

    budget: float
    floor: Floats
    minimum: Floats


def prices_of(problem: Problem, units: Ints) -> Prices:
    """The prices at which this allocation looks best: of the budget, the best unit that was left out."""
    groups = len(problem.members)
    floor, minimum = np.zeros(groups), np.zeros(groups)
    left_out = units < problem.caps
    if not left_out.any():
        return Prices(0.0, floor, minimum)
    at_minimum, at_floor = _tight(problem, units)
    price = float((margin(problem, units) / problem.cost)[left_out].max())
    # Where a group is full, its latest units stand for the next ones.
    last = np.where(left_out, margin(problem, units), margin(problem, units - 1))
    for group in np.flatnonzero(at_minimum | at_floor):
        rows = problem.members[group]
        rows = rows[left_out[rows]] if left_out[rows].any() else rows[units[rows] > 0]
        if at_floor[group]:
            floor[group] = np.clip(price - (last[rows] / problem.cost[rows]).max(), 0.0, price)
        else:
            minimum[group] = max(0.0, float((price * problem.cost[rows] - last[rows]).min()))
    return Prices(price, floor, minimum)


def upper_bound(problem: Problem, prices: Prices) -> float:
    """No allocation by the rules prevents more, whatever the prices."""
    each = (prices.budget - prices.floor[problem.group]) * problem.cost - prices.minimum[problem.group]
    with np.errstate(divide="ignore", invalid="ignore"):
        ideal = 1 + np.log(-problem.worth * np.expm1(-problem.effect) / each) / problem.effect
    ideal = np.where(each > 0, np.clip(np.nan_to_num(ideal, nan=0.0, posinf=np.inf), 0, problem.caps), problem.caps)
    best = np.full(len(each), -np.inf)
    for step in (-1, 0, 1):  # rounding may put the best number on the wrong side of a whole one
        units = np.clip(np.floor(ideal).astype(np.int64) + step, 0, problem.caps)
        best = np.maximum(best, prevented_by(problem, units) - each * units)
    price, budget = float(problem.cost[0]), problem.budget
    if float(np.ptp(problem.cost)) == 0.0:
        # Only whole units are bought: what is left of the budget beyond them buys nothing.
        budget = price * float(np.floor(budget / price + 1e-9))
    owed = float(prices.floor @ problem.floor + prices.minimum @ problem.minimum)
    return float(best.sum()) + prices.budget * budget - owed


def margin(problem: Problem, units: Ints) -> Floats:
    """float64[n]: what unit k + 1 prevents."""
    return np.asarray(-problem.worth * np.exp(-problem.effect * units) * np.expm1(-problem.effect), dtype=np.float64)


def _tight(problem: Problem, units: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """bool[G] twice: groups that could not give up a unit without falling short of their minimum, of their floor."""
    groups = len(problem.members)
    count = np.bincount(problem.group, weights=units, minlength=groups)
    spent = np.bincount(problem.group, weights=units * problem.cost, minlength=groups)
    cheapest = np.array([problem.cost[rows[0]] for rows in problem.members])
    at_minimum = (problem.minimum > 0) & (count <= problem.minimum)
    return at_minimum, (problem.floor > 0) & (spent < problem.floor + cheapest - problem.trifle)
