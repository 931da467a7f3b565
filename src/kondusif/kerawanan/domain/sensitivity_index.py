"""Which choice moves the index: the ranks of all areas together, or the score of each (methods.md §2.9).

Factors, in groups: the weights inside each dimension, the weights of the dimensions, the form (p = 1, p = 2, complement), the scale
(goalposts, Φ(z), percentile), whether outliers were treated, which indicator is left out if any, and which completion fills the holes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from kondusif.kerawanan.domain.explain import row_of
from kondusif.kerawanan.domain.index import IndexOptions, IndexResult, ranks_of
from kondusif.kerawanan.domain.index_figures import prepare
from kondusif.kerawanan.domain.index_plan import Form, Plan, plan_of
from kondusif.kerawanan.domain.index_worlds import Choosable, choosable
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.sensitivity import Factor, Sensitivity, SensitivityOfMany, sobol, sobol_of_many
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.kerawanan.domain.uncertainty import scores_of
from kondusif.kerawanan.domain.uncertainty_choices import Choices, Ints, shared

FORMS: tuple[Form, ...] = (1.0, 2.0, "complement")
WEIGHTS, FORM, SCALE, TREATMENT, LEFT_OUT, COMPLETION = (
    "bobot dimensi", "bentuk", "skala", "perlakuan", "indikator dibuang", "isian",
)  # fmt: skip
_SIZE = 32_000_000  # so many scores of draws are held at once


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSensitivity:
    """What moves the score of each of `codes`; `found` has one output for each."""

    codes: tuple[str, ...]
    found: SensitivityOfMany

    def of(self, code: str) -> tuple[Sensitivity, ...]:
        """What moves the score of one area. Raises KeyError."""
        if code not in self.codes:
            raise KeyError(f"wilayah {code} tidak dihitung di sini")
        return self.found.of(self.codes.index(code))


def what_moves_ranks(
    result: IndexResult, table: IndicatorTable, *, base: int = 256, seed: int = 20241127, concentration: float = 50.0
) -> tuple[Sensitivity, ...]:
    """Sobol' indices of the mean rank shift R̄ = (1/n)Σ|rank_ref − rank| (Saisana, Saltelli and Tarantola 2005).

    `table` is the one that the result was computed from; areas without a score are left aside. Raises `AnalysisMissing`.
    """
    model = _Model.of(result, table, concentration)
    reference = ranks_of(model.reference)

    def shift(sample: Floats) -> Floats:
        shifts = np.empty(len(sample))
        for runs in model.chunks(len(sample)):
            scores = model.scores(sample[runs])
            shifts[runs] = [np.mean(np.abs(reference - ranks_of(one))) for one in scores.T]
        return shifts

    return sobol(shift, model.factors, base=base, seed=seed)


def what_moves_scores(
    result: IndexResult,
    table: IndicatorTable,
    codes: Collection[str] | None = None,
    *,
    base: int = 256,
    seed: int = 20241127,
    concentration: float = 50.0,
) -> ScoreSensitivity:
    """Sobol' indices of the score of each of these areas, or of every scored one; memory 8 bytes for each area and run.

    Other forms and scales move the level of all scores at once, so `bentuk` and `skala` are often great here and small for ranks.
    Raises `NotExplained` for an area without a score, `AnalysisMissing` without SALib.
    """
    model = _Model.of(result, table, concentration)
    wanted = model.codes if codes is None else tuple(codes)
    for code in wanted:
        row_of(result, code)
    place = {code: row for row, code in enumerate(model.codes)}
    only = replace(model, rows=np.array([place[code] for code in wanted], dtype=np.int64))

    def scores(sample: Floats) -> Floats:
        found = np.empty((len(sample), len(wanted)))
        for runs in only.chunks(len(sample)):
            found[runs] = only.scores(sample[runs]).T
        return found

    return ScoreSensitivity(wanted, sobol_of_many(scores, model.factors, base=base, seed=seed))


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The index as a function of numbers between 0 and 1. codes: the scored areas in order; rows: those whose scores are wanted."""

    plan: Plan
    among: Choosable
    codes: tuple[str, ...]
    rows: Ints
    reference: Floats
    factors: tuple[Factor, ...]
    concentration: float

    @classmethod
    def of(cls, result: IndexResult, table: IndicatorTable, concentration: float) -> _Model:
        order = sorted(range(len(table.codes)), key=table.codes.__getitem__)
        plan, options = plan_of(result.framework), _options_of(result)
        rows = table.taken(order)
        among = choosable(result.framework, rows, prepare(result.framework, plan, rows, options), options)
        codes = tuple(rows.codes[row] for row in among.rows)
        place = {code: row for row, code in enumerate(result.codes)}
        reference = result.scores[[place[code] for code in codes]]
        factors = _factors(result, plan, holes=len(among.holes.rows) > 0)
        return cls(plan, among, codes, np.arange(len(codes)), reference, factors, concentration)

    def chunks(self, runs: int) -> list[slice]:
        size = max(_SIZE // max(len(self.rows), 1), 1)
        return [slice(first, first + size) for first in range(0, runs, size)]

    def scores(self, sample: Floats) -> Floats:
        """float64[areas, runs]."""
        from scipy.stats import gamma

        plan, k = self.plan, len(self.plan.items)
        shapes = self.concentration * np.concatenate([plan.items, plan.parts, plan.dimensions])
        uniform = np.clip(sample[:, : len(shapes)], 1e-9, 1 - 1e-9)
        drawn = np.where(shapes > 0, gamma.ppf(uniform, np.maximum(shapes, 1e-9)), 0.0).T
        named = dict(zip((one.name for one in self.factors[len(shapes) :]), sample[:, len(shapes) :].T, strict=True))
        left_out = _which(named[LEFT_OUT], k + 1)
        runs = np.flatnonzero((left_out < k) & (np.append(plan.flat, 0.0)[left_out] < 1 - 1e-9))
        drawn[left_out[runs], runs] = 0.0
        weights = shared(plan, drawn[:k], drawn[k : k + len(plan.parts)], drawn[k + len(plan.parts) :])
        scales = len(self.among.worlds) // 2
        world = _which(named[TREATMENT], 2) * scales + _which(named[SCALE], scales)
        completion = np.zeros_like(world)
        if COMPLETION in named:
            completion = _which(named[COMPLETION], self.among.worlds[0].completions.shape[1])
        choices = Choices(_which(named[FORM], len(FORMS)), world, np.zeros_like(world), completion, weights)
        some = self._only()
        return scores_of(plan, some.worlds, some.used, some.holes, choices, FORMS)

    def _only(self) -> Choosable:
        """What may be chosen among, for the wanted areas alone."""
        among = self.among
        if len(self.rows) == len(self.codes):
            return among
        place = np.full(len(self.codes), -1)
        place[self.rows] = np.arange(len(self.rows))
        kept = place[among.holes.rows] >= 0
        holes = replace(among.holes, rows=place[among.holes.rows[kept]], columns=among.holes.columns[kept])
        worlds = tuple(
            replace(one, values=one.values[self.rows], completions=one.completions[kept]) for one in among.worlds
        )
        return Choosable(among.rows[self.rows], among.used[self.rows], holes, worlds)


def _options_of(result: IndexResult) -> IndexOptions:
    """The options under which the result was made, with both treatments and all scales to choose among."""
    made = result.manifest.inputs
    treated = any(one.kind != "none" for one in result.treatments)
    return IndexOptions(
        drawn_scales=("goalposts", "normal", "percentile"),
        drawn_treatment=True,
        treatment=treated,
        treatments=result.treatments if treated else None,
        renormalise_from=made["renormalise_from"],
        score_from=made["score_from"],
        imputations=made["imputations"],
        seed=made["seed"],
    )


def _factors(result: IndexResult, plan: Plan, *, holes: bool) -> tuple[Factor, ...]:
    dimensions = [one.id for one in result.framework.dimensions]
    indicators = result.framework.indicators
    factors = [
        Factor(one.id, group=dimensions[plan.dimension_of[plan.part_of[place]]]) for place, one in enumerate(indicators)
    ]
    factors += [Factor(f"subdimensi {place}", group=dimensions[of]) for place, of in enumerate(plan.dimension_of)]
    factors += [Factor(f"bobot {name}", group=WEIGHTS) for name in dimensions]
    factors += [Factor(name) for name in (FORM, SCALE, TREATMENT, LEFT_OUT)]
    return (*factors, Factor(COMPLETION)) if holes else tuple(factors)


def _which(uniform: Floats, number: int) -> Ints:
    """int64: one of so many."""
    return np.minimum((uniform * number).astype(np.int64), number - 1)
