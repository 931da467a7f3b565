"""Why a score is what it is: parts that add up to the gap from the usual, and what would lower it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.index_plan import Plan, means, plan_of, shares
from kondusif.kerawanan.domain.scan_types import Floats

MOST_GROUPS = 12
_FLUSH = 1e-9


class NotExplained(ValueError):
    """There is nothing to explain; the message is Indonesian."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points by which an indicator or a group of them lifts (or lowers) the area's score above the usual."""

    id: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`score` − `usual` = Σ points. `usual` is the mean of the scored areas (linear) or the score of the mean area (else)."""

    code: str
    score: float
    usual: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Lowering:
    """How many points the score would fall if this were as good as it can be, and what may be done about it."""

    id: str
    title: str
    points: float
    prevention: str


def explain(result: IndexResult, code: str) -> Explanation:
    """Exact parts of the gap, greatest first: by indicator for p = 1, else Shapley values of sub-dimensions (methods.md §2.10).

    p = 1: I_i − Ī = Σ_j (W_ij n_ij − mean_i W_ij n_ij), where W_ij are the weights after holes were made up for.
    Raises `NotExplained`.
    """
    row = row_of(result, code)
    if result.form == 1.0:
        return _linear(result, row)
    return shapley(result, code)


def shapley(result: IndexResult, code: str) -> Explanation:
    """Shapley values of the sub-dimensions (of the dimensions where there are more than twelve), against the mean area."""
    row, plan = row_of(result, code), plan_of(result.framework)
    parts = [(part.id, part.title) for dimension in result.framework.dimensions for part in dimension.parts]
    if len(parts) <= MOST_GROUPS:
        named, group_of = parts, plan.part_of
    else:
        named = [(one.id, one.title) for one in result.framework.dimensions]
        group_of = plan.dimension_of[plan.part_of]
    if len(named) > MOST_GROUPS:
        raise NotExplained(f"lebih dari {MOST_GROUPS} dimensi: terlalu banyak untuk nilai Shapley yang tepat")
    usual = _usual(result)
    # An indicator that the area does not have is left out on both sides, so that only what is known explains.
    worth = _coalitions(result, plan, row, usual, group_of, len(named))
    points = shapley_values(worth, len(named))
    given = tuple(Contribution(name, title, float(point)) for (name, title), point in zip(named, points, strict=True))
    return Explanation(code, float(worth[-1]), float(worth[0]), _greatest(given))


def what_would_lower(result: IndexResult, code: str, *, most: int = 5) -> tuple[Lowering, ...]:
    """The actionable indicators whose best value would take most points off the score, greatest first."""
    row, plan = row_of(result, code), plan_of(result.framework)
    able = [
        place for place, one in enumerate(result.framework.indicators) if one.actionable and result.used[row, place]
    ]
    if not able:
        return ()
    worlds = np.repeat(result.normalised[row : row + 1], len(able) + 1, axis=0)
    worlds[np.arange(len(able)), able] = 0.0
    used = np.repeat(result.used[row : row + 1], len(able) + 1, axis=0)
    scores = means(plan, worlds, used, result.form).whole
    falls = scores[-1] - scores[:-1]
    order = sorted(range(len(able)), key=lambda place: (-falls[place], able[place]))
    chosen = [place for place in order if falls[place] > _FLUSH][:most]
    indicators = [(result.framework.indicators[able[place]], float(falls[place])) for place in chosen]
    return tuple(Lowering(one.id, one.title, points, one.prevention) for one, points in indicators)


def row_of(result: IndexResult, code: str) -> int:
    """The row of a scored area. Raises `NotExplained`."""
    if code not in result.codes:
        raise NotExplained(f"wilayah {code} tidak ada dalam tabel ini")
    row = result.codes.index(code)
    if np.isnan(result.scores[row]):
        raise NotExplained(f"{code}: {result.reasons[row]}")
    return row


def shapley_values(worth: Floats, groups: int) -> Floats:
    """Each group's mean effect over all orders; worth: float64[2**groups], bit g of the position: group g has changed."""
    points = np.zeros(groups)
    for group in range(groups):
        others = [one for one in range(groups) if one != group]
        for size in range(groups):
            share = factorial(size) * factorial(groups - size - 1) / factorial(groups)
            for chosen in combinations(others, size):
                place = sum(1 << one for one in chosen)
                points[group] += share * (worth[place | 1 << group] - worth[place])
    return points


def _linear(result: IndexResult, row: int) -> Explanation:
    scored = ~np.isnan(result.scores)
    given = shares(plan_of(result.framework), result.used[scored])
    parts = np.where(result.used[scored], given * result.normalised[scored], 0.0)
    own = parts[int(np.count_nonzero(scored[:row]))]
    points = own - parts.mean(axis=0)
    contributions = tuple(
        Contribution(one.id, one.title, float(point))
        for one, point in zip(result.framework.indicators, points, strict=True)
    )
    usual = float(result.scores[scored].mean())
    return Explanation(result.codes[row], float(result.scores[row]), usual, _greatest(contributions))


def _usual(result: IndexResult) -> Floats:
    """The mean area: float64[k], over scored areas where the indicator is used; 0 where none has it."""
    counted = result.used & ~np.isnan(result.scores)[:, None]
    total = np.where(counted, result.normalised, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(counted.sum(axis=0), 1), dtype=np.float64)


def _coalitions(
    result: IndexResult, plan: Plan, row: int, usual: Floats, group_of: NDArray[np.int64], groups: int
) -> Floats:
    """Score of every coalition: bit g of the position says that group g has the area's own figures."""
    members = (np.arange(2**groups)[:, None] >> np.arange(groups)) & 1
    own = members[:, group_of] == 1
    values = np.where(own, np.where(result.used[row], result.normalised[row], 0.0), usual)
    return means(plan, values, np.repeat(result.used[row : row + 1], len(values), axis=0), result.form).whole


def _greatest(contributions: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
    return tuple(sorted(contributions, key=lambda one: (-abs(one.points), one.id)))
