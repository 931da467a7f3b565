"""Which uncertain choice moves the result: Sobol' indices (Saltelli 2010) with the extra `analysis` (SALib), alone or in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.index import IndexOptions, IndexResult, ranks_of, score
from kondusif.kerawanan.domain.index_plan import Form, bent, plan_of, unbent
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.kerawanan.domain.treatment import Scale, rescale

STABLE = 0.05


class AnalysisMissing(RuntimeError):
    """SALib is not installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied, uniformly between its bounds; factors of one `group` are moved together."""

    name: str
    low: float = 0.0
    high: float = 1.0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Of one group: share of the variance it explains alone (`first`) and with all interactions (`total`), ± 95 %."""

    group: str
    first: float
    first_error: float
    total: float
    total_error: float

    @property
    def stable(self) -> bool:
        """Were enough runs made? (methods.md §2.9: interval of the total below 0.05.)"""
        return self.total_error < STABLE


def sobol(
    model: Callable[[Floats], Floats], factors: tuple[Factor, ...], *, base: int = 1024, seed: int = 20241127
) -> tuple[Sensitivity, ...]:
    """Sobol' indices of model(float64[runs, factors]) → float64[runs], in base × (groups + 2) runs; `base` a power of two.

    Raises `AnalysisMissing` without SALib.
    """
    try:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampling
    except ImportError:
        raise AnalysisMissing("analisis kepekaan memerlukan SALib: pasang kondusif[analysis]") from None
    problem = {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [[one.low, one.high] for one in factors],
        "groups": [one.group or one.name for one in factors],
    }
    groups = list(dict.fromkeys(one.group or one.name for one in factors))
    sample = sampling.sample(problem, base, calc_second_order=False, seed=seed)
    output = np.asarray(model(np.asarray(sample, dtype=np.float64)), dtype=np.float64)
    if float(np.ptp(output)) == 0.0:
        return tuple(Sensitivity(group, 0.0, 0.0, 0.0, 0.0) for group in groups)
    found = analysis.analyze(problem, output, calc_second_order=False, num_resamples=200, seed=seed)
    figures = zip(groups, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    return tuple(Sensitivity(name, *(float(one) for one in rest)) for name, *rest in figures)


def what_moves_ranks(
    result: IndexResult, table: IndicatorTable, *, base: int = 256, seed: int = 20241127, concentration: float = 50.0
) -> tuple[Sensitivity, ...]:
    """Sobol' indices of the mean rank shift R̄ = (1/n)Σ|rank_ref − rank| (Saisana, Saltelli and Tarantola 2005).

    Factors: the weights of each dimension's indicators (one group each), the weights of the dimensions, the form (p = 1, p = 2,
    complement), the scale (goalposts, Φ(z), percentile), and whether outliers were treated. Needs a result whose areas are all computed from `table`.
    """
    model, factors = _rank_shift(result, table, concentration)
    return sobol(model, factors, base=base, seed=seed)


def _rank_shift(
    result: IndexResult, table: IndicatorTable, concentration: float
) -> tuple[Callable[[Floats], Floats], tuple[Factor, ...]]:
    from scipy.stats import gamma

    plan, framework = plan_of(result.framework), result.framework
    scored = ~np.isnan(result.scores)
    raw, treated = (
        score(framework, table, IndexOptions(draws=0, treatment=treatment, cutoffs=result.cutoffs))
        for treatment in (False, True)
    )
    both = (raw.normalised[scored], treated.normalised[scored])
    used = result.used[scored]
    forms: tuple[Form, ...] = (1.0, 2.0, "complement")
    scales: tuple[Scale, ...] = ("goalposts", "normal", "percentile")
    turned = [
        [[bent(np.where(used, rescale(one, used, scale), 0.0), form) for form in forms] for scale in scales]
        for one in both
    ]
    reference = ranks_of(result.scores[scored])
    names = [one.id for one in framework.indicators]
    dimension = plan.dimension_of[plan.part_of]
    factors = [Factor(name, group=framework.dimensions[dimension[place]].id) for place, name in enumerate(names)]
    factors += [Factor(f"bobot {one.id}", group="bobot dimensi") for one in framework.dimensions]
    factors += [Factor("bentuk"), Factor("skala"), Factor("perlakuan")]
    inside_dimension = plan.items * plan.parts[plan.part_of]
    shapes = concentration * np.concatenate([inside_dimension, plan.dimensions])

    def model(sample: Floats) -> Floats:
        gammas = gamma.ppf(np.clip(sample[:, : len(shapes)], 1e-9, 1 - 1e-9), np.maximum(shapes, 1e-9))
        shifts = np.empty(len(sample))
        for run, drawn in enumerate(gammas):
            items = drawn[: len(names)]
            inside = items / np.bincount(dimension, weights=items)[dimension]
            weights = inside * (drawn[len(names) :] / drawn[len(names) :].sum())[dimension]
            form, scale = (min(int(sample[run, place] * 3), 2) for place in (-3, -2))
            values = turned[int(sample[run, -1] >= 0.5)][scale][form]
            present = np.where(used, weights, 0.0)
            scores = unbent((present * values).sum(axis=1) / present.sum(axis=1), forms[form])
            shifts[run] = np.mean(np.abs(reference - ranks_of(scores)))
        return shifts

    return model, tuple(factors)
