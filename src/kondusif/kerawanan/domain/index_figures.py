"""A table made ready to be averaged: normalised values, holes filled where too little is known, and which areas can be scored."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.index_missing import Imputed, impute
from kondusif.kerawanan.domain.index_options import IndexOptions
from kondusif.kerawanan.domain.index_plan import Coverage, Mask, Plan, coverage_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, per_denominator
from kondusif.kerawanan.domain.treatment import Treatment, normalise, treat, untreated


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One table made ready: normalised values with holes filled, what fills them, and which areas can be scored."""

    scaled: Floats
    used: Mask
    wanted: Mask
    imputed: Imputed
    coverage: Coverage
    scored_dimensions: Mask
    scored: Mask
    treatments: tuple[Treatment, ...] = field(default=())


def prepare(framework: Framework, plan: Plan, table: IndicatorTable, options: IndexOptions) -> Figures:
    """What the table gives by these options: rates treated and normalised, thin sub-dimensions imputed. Rows in the order of their codes."""
    rates = per_denominator(framework, table)
    treatments = options.treatments
    if treatments is None:
        treatments = treat(framework, rates) if options.treatment else untreated(framework)
    scaled = normalise(framework, rates, treatments)
    present = ~np.isnan(scaled)
    coverage = coverage_of(plan, present)
    # Sums of weights such as 0.1 + 0.3 miss a border by a rounding error; no figure of coverage is meant that finely.
    enough = coverage.dimensions >= options.score_from - 1e-9
    thin = (coverage.parts < options.renormalise_from - 1e-9) & enough[:, plan.dimension_of]
    wanted = ~present & thin[:, plan.part_of]
    imputed = impute(scaled, wanted, _parents_of(table), times=options.imputations, seed=options.seed)
    used = present.copy()
    used[imputed.rows, imputed.columns] = True
    scaled[imputed.rows, imputed.columns] = imputed.values.mean(axis=1)
    filled = coverage_of(plan, used).parts > 0
    for part, dimension in enumerate(plan.dimension_of):
        if plan.parts[part] > 0:
            enough[:, dimension] &= filled[:, part]
    scored = np.all(enough | (plan.dimensions == 0), axis=1)
    return Figures(scaled, used, wanted, imputed, coverage, enough, scored, treatments)


def treated_otherwise(
    framework: Framework, table: IndicatorTable, figures: Figures, options: IndexOptions
) -> tuple[tuple[Treatment, ...], Floats, Floats]:
    """The figures with outliers treated where they were not, or left alone where they were.

    Treatments, float64[n, k] normalised values, float64[c, M] of the same holes imputed anew.
    """
    rates = per_denominator(framework, table)
    treated = options.treatment or options.treatments is not None
    treatments = untreated(framework) if treated else treat(framework, rates)
    scaled = normalise(framework, rates, treatments)
    imputed = impute(scaled, figures.wanted, _parents_of(table), times=options.imputations, seed=options.seed)
    scaled[imputed.rows, imputed.columns] = imputed.values.mean(axis=1)
    return treatments, scaled, imputed.values


def _parents_of(table: IndicatorTable) -> tuple[str, ...]:
    return tuple(code.rpartition(".")[0] for code in table.codes)
