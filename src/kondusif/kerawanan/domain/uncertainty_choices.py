"""What one draw chooses: weights, the form of the mean, the scale and the treatment, an indicator left out, counts that are one off.

A replicate r has its own Philox stream (seed, r) and always draws the same things from it in the same order, so that neither the
number of draws nor what else is varied changes its weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.index_plan import Form, Plan
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, per_denominator
from kondusif.kerawanan.domain.treatment import Treatment, normalise

Ints = NDArray[np.int64]
RECOUNTS = 20
"""So many tables with counts one off are drawn, as with completions; every draw takes one of them."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How draws are made. `forms`: each replicate takes one; `limits`: least score that is sedang, tinggi.

    `drop_one`: each leaves out one of the k indicators, or none, with equal chance.
    """

    draws: int
    concentration: float
    forms: tuple[Form, ...]
    limits: tuple[float, float]
    level: float
    seed: int
    partitions: int
    drop_one: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Holes:
    """Where figures are imputed: rows, columns: int64[c]; their values are the completions of each world."""

    rows: Ints
    columns: Ints


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One way to make figures comparable: a treatment and a scale.

    values: float64[n, k], 0–100; completions: float64[c, M] of the holes that are imputed; `rescaled` takes float64[m, k] that were
    normalised after `treatments` to the scale of this world.
    """

    values: Floats
    completions: Floats
    treatments: tuple[Treatment, ...]
    rescaled: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """items: float64[k, R] in sub-dimensions; above: float64[P, R] of sub-dimensions in the whole; flat: float64[k, R]."""

    items: Floats
    above: Floats
    flat: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """int64[R] each: which form, world, recount and completion; `weights` already leave the dropped indicator out."""

    form: Ints
    world: Ints
    recount: Ints
    completion: Ints
    weights: Weights

    def alike(self) -> list[tuple[int, int, int, Ints]]:
        """Replicates that share form, world and recount, so that their values need to be made only once."""
        key = np.stack([self.form, self.world, self.recount], axis=1)
        found, group = np.unique(key, axis=0, return_inverse=True)
        return [
            (int(form), int(world), int(recount), np.flatnonzero(group.ravel() == place))
            for place, (form, world, recount) in enumerate(found)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Recounts:
    """The raw figures of n areas again, each count or level one off by chance. shifts: int8[RECOUNTS, n, k]."""

    framework: Framework
    table: IndicatorTable
    shifts: NDArray[np.int8]

    @classmethod
    def drawn(cls, framework: Framework, table: IndicatorTable, chance: float, seed: int) -> Recounts:
        """Half of the misses are up, half down."""
        shifts = np.zeros((RECOUNTS, *table.values.shape), dtype=np.int8)
        counted = np.array([one.measure in ("hitungan", "tingkat") for one in framework.indicators])
        for number in range(RECOUNTS):
            generator = np.random.Generator(np.random.Philox(key=[seed, (1 << 48) + number]))
            found = generator.random(table.values.shape)
            shifts[number] = ((found < chance / 2).astype(np.int8) - (found > 1 - chance / 2)) * counted
        return cls(framework, table, shifts)

    def values(self, rows: slice, number: int, world: World) -> Floats:
        """float64[m, k] of these rows in a world; NaN where nothing is known. No count falls below nil or passes its most."""
        at = range(len(self.table.codes))[rows]
        part = self.table.taken(list(at))
        moved = np.maximum(part.values + self.shifts[number, rows], 0.0)
        for column, one in enumerate(self.framework.indicators):
            if one.max_level is not None:
                moved[:, column] = np.minimum(moved[:, column], one.max_level)
            elif one.denominator == "per_100_tps":
                moved[:, column] = np.fmin(moved[:, column], np.fmax(part.stations, part.values[:, column]))
        rates = per_denominator(self.framework, replace(part, values=moved))
        return world.rescaled(normalise(self.framework, rates, world.treatments))


def choose(plan: Plan, drawing: Drawing, *, worlds: int, recounts: int) -> Choices:
    """The choices of every replicate; `worlds` and `recounts` are how many there are to choose from."""
    draws, k = drawing.draws, len(plan.items)
    items, parts = np.empty((k, draws)), np.empty((len(plan.parts), draws))
    dimensions, chance = np.empty((len(plan.dimensions), draws)), np.empty((4, draws))
    for draw in range(draws):
        generator = np.random.Generator(np.random.Philox(key=[drawing.seed, draw]))
        items[:, draw] = generator.standard_gamma(drawing.concentration * plan.items)
        parts[:, draw] = generator.standard_gamma(drawing.concentration * plan.parts)
        dimensions[:, draw] = generator.standard_gamma(drawing.concentration * plan.dimensions)
        chance[:, draw] = generator.random(4)
    form, world, recount = (
        (chance[place] * number).astype(np.int64) for place, number in enumerate((len(drawing.forms), worlds, recounts))
    )
    if drawing.drop_one and k > 1:
        dropped = (chance[3] * (k + 1)).astype(np.int64)
        # What carries the whole index cannot be left out of it.
        left_out = np.flatnonzero((dropped < k) & (np.append(plan.flat, 0.0)[dropped] < 1 - 1e-9))
        items[dropped[left_out], left_out] = 0.0
    return Choices(form, world, recount, np.arange(draws), shared(plan, items, parts, dimensions))


def shared(plan: Plan, items: Floats, parts: Floats, dimensions: Floats) -> Weights:
    """Gammas float64[k, R], float64[P, R], float64[D, R] to shares: a group of which nothing is left gives its own to its siblings."""
    inside = _sums(items, plan.part_of, len(plan.parts))
    parts = np.where(inside > 0, parts, 0.0)
    within = _sums(parts, plan.dimension_of, len(plan.dimensions))
    dimensions = np.where(within > 0, dimensions, 0.0)
    items = items / np.maximum(inside, 1e-300)[plan.part_of]
    above = parts / np.maximum(within, 1e-300)[plan.dimension_of]
    above *= (dimensions / np.maximum(_total(dimensions), 1e-300))[plan.dimension_of]
    return Weights(items, above, items * above[plan.part_of])


def _sums(given: Floats, groups: Ints, number: int) -> Floats:
    """float64[number, R]: sums of the rows of each group, in their order."""
    total = np.zeros((number, given.shape[1]))
    for row, group in enumerate(groups):
        total[group] += given[row]
    return total


def _total(given: Floats) -> Floats:
    total = np.zeros(given.shape[1])
    for row in given:
        total += row
    return total
