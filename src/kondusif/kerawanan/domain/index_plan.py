"""The tree of a framework as arrays, the means that go up it, and what a hole in the figures does to a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.scan_types import Floats

Mask = NDArray[np.bool_]
Form = float | Literal["complement"]
"""p of the power mean, or the complement form 100 − Π(100 − n_j)^{w_j}."""

_NIL = -1e6  # stands for log 0: any weight at all takes it to 100, and no weight takes it nowhere


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """k indicators in P sub-dimensions in D dimensions.

    part_of: int64[k]; dimension_of: int64[P]; items: float64[k], weights inside sub-dimensions; parts: float64[P], inside
    dimensions; dimensions: float64[D]. Each group sums to 1.
    """

    part_of: NDArray[np.int64]
    dimension_of: NDArray[np.int64]
    items: Floats
    parts: Floats
    dimensions: Floats

    @property
    def flat(self) -> Floats:
        """float64[k]: the share of each indicator in the whole."""
        above = self.parts * self.dimensions[self.dimension_of]
        return np.asarray(self.items * above[self.part_of], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How much of the weight is known: float64[n, P], float64[n, D], float64[n], each from 0 to 1."""

    parts: Floats
    dimensions: Floats
    whole: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Means:
    """Scores 0–100 of the whole float64[n], of dimensions float64[n, D], of sub-dimensions float64[n, P]; NaN: not scored."""

    whole: Floats
    dimensions: Floats
    parts: Floats


def plan_of(framework: Framework) -> Plan:
    """The plan of a framework that lacks nothing."""
    part_of: list[int] = []
    dimension_of: list[int] = []
    items: list[float] = []
    parts: list[float] = []
    for place, dimension in enumerate(framework.dimensions):
        for part in dimension.parts:
            items += [one.weight or 0.0 for one in part.indicators]
            part_of += [len(parts)] * len(part.indicators)
            parts.append(part.weight or 0.0)
            dimension_of.append(place)
    dimensions = [one.weight or 0.0 for one in framework.dimensions]
    return Plan(np.array(part_of), np.array(dimension_of), np.array(items), np.array(parts), np.array(dimensions))


def coverage_of(plan: Plan, present: Mask) -> Coverage:
    """The known share of the weight in every group; `present`: bool[n, k]."""
    areas = len(present)
    parts, dimensions = np.zeros((areas, len(plan.parts))), np.zeros((areas, len(plan.dimensions)))
    for item, part in enumerate(plan.part_of):
        parts[:, part] += plan.items[item] * present[:, item]
    for part, dimension in enumerate(plan.dimension_of):
        dimensions[:, dimension] += plan.parts[part] * parts[:, part]
    whole = np.zeros(areas)
    for place, weight in enumerate(plan.dimensions):
        whole += weight * dimensions[:, place]
    return Coverage(parts, dimensions, whole)


def bent(values: Floats, form: Form) -> Floats:
    """f(n), in which the mean of a form is linear."""
    if form == "complement":
        rest = 1.0 - values / 100.0
        turned = np.where(rest > 0, np.log(np.where(rest > 0, rest, 1.0)), _NIL)
        return np.asarray(np.where(np.isnan(rest), np.nan, turned), dtype=np.float64)
    return values if form == 1.0 else np.asarray(values**form, dtype=np.float64)


def unbent(means: Floats, form: Form) -> Floats:
    """f⁻¹ of `bent`."""
    if form == "complement":
        return np.asarray(100.0 * (1.0 - np.exp(means)), dtype=np.float64)
    return means if form == 1.0 else np.asarray(means ** (1.0 / form), dtype=np.float64)


def shares(plan: Plan, used: Mask) -> Floats:
    """float64[n, k]: each indicator's share of the whole where the weights of unused ones go to the rest of their group.

    A sub-dimension without any used indicator leaves NaN in all of its columns.
    """
    present = coverage_of(plan, used).parts
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.where(present > 0, 1.0 / present, np.nan)
    flat = plan.flat
    given = np.empty(used.shape)
    for item, part in enumerate(plan.part_of):
        given[:, item] = np.where(
            np.isnan(lift[:, part]), np.nan, np.where(used[:, item], flat[item] * lift[:, part], 0.0)
        )
    return given


def means(plan: Plan, values: Floats, used: Mask, form: Form) -> Means:
    """Scores from normalised values 0–100; where `used` is False a value does not count.

    M_p = (Σ w n^p)^{1/p}, level by level. Sums run over the columns in their order, so every run gives the same bits.
    """
    areas = len(values)
    turned = bent(np.where(used, values, 0.0), form)
    parts, weight = np.zeros((areas, len(plan.parts))), np.zeros((areas, len(plan.parts)))
    for item, part in enumerate(plan.part_of):
        parts[:, part] += np.where(used[:, item], plan.items[item] * turned[:, item], 0.0)
        weight[:, part] += np.where(used[:, item], plan.items[item], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(weight > 0, parts / weight, np.nan)
    dimensions = np.zeros((areas, len(plan.dimensions)))
    for part, dimension in enumerate(plan.dimension_of):
        if plan.parts[part] > 0:
            dimensions[:, dimension] += plan.parts[part] * parts[:, part]
    scores = unbent(dimensions, form)
    return Means(whole_of(plan.dimensions, scores, form), scores, unbent(parts, form))


def whole_of(weights: Floats, dimension_scores: Floats, form: Form) -> Floats:
    """float64[n]: the mean of the scores float64[n, D] of dimensions; NaN where one that has a weight float64[D] has no score.

    Computed from what is published, so that whoever has the dimensions can repeat it, with other weights too, to the bit.
    """
    whole = np.zeros(len(dimension_scores))
    for place, share in enumerate(weights):
        if share > 0:
            whole += share * bent(dimension_scores[:, place], form)
    return unbent(whole, form)
