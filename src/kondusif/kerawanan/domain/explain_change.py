"""What changed between two editions: ΔI = data + weights + goalposts + imputation, each the mean of its effect over all orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.explain import NotExplained, row_of, shapley_values
from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.index_plan import means, plan_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, per_denominator
from kondusif.kerawanan.domain.treatment import normalise


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """A result and the table it was computed from."""

    result: IndexResult
    table: IndicatorTable


@dataclass(frozen=True, slots=True)
class Change:
    """`after` − `before` = data + weights + goalposts + imputation, in points.

    `weights` includes the form of the mean, `goalposts` the treatment of outliers. Imputed figures count with their mean, so for a
    form other than p = 1 `before` and `after` may differ a little from the pooled scores.
    """

    code: str
    before: float
    after: float
    data: float
    weights: float
    goalposts: float
    imputation: float


def explain_change(before: Edition, after: Edition, code: str) -> Change:
    """The change of one area. Raises `NotExplained` where an edition has no score or measures other indicators."""
    if before.table.indicator_ids != after.table.indicator_ids:
        raise NotExplained("kedua edisi memakai indikator yang berbeda, sehingga selisihnya tidak dapat diuraikan")
    editions = (before, after)
    worth = np.array([_score(editions, code, world) for world in range(16)])
    points = [float(one) for one in shapley_values(worth, 4)]
    return Change(code, float(worth[0]), float(worth[15]), *points)


def _score(editions: tuple[Edition, Edition], code: str, world: int) -> float:
    """The area's score where bit b of `world` says from which edition the b-th thing is taken."""
    data, weights, goalposts, imputation = (editions[world >> bit & 1] for bit in range(4))
    rates = _rates(data, code)
    scale = goalposts.result
    values = normalise(scale.framework, rates, scale.treatments)
    known = ~np.isnan(rates)
    used = data.result.used[[row_of(data.result, code)]]
    filled = _filled(imputation, code)
    own = _filled(data, code)
    # A hole of one edition alone has no other imputation than its own.
    values = np.where(known, values, np.where(np.isnan(filled), own, filled))
    plan, form = plan_of(weights.result.framework), weights.result.form
    return float(means(plan, np.where(used, values, 0.0), used, form).whole[0])


def _rates(edition: Edition, code: str) -> Floats:
    row = edition.table.codes.index(code)
    return per_denominator(edition.result.framework, edition.table.taken([row]))


def _filled(edition: Edition, code: str) -> Floats:
    """float64[1, k]: the imputed figures of an area, NaN where none was imputed."""
    row = row_of(edition.result, code)
    imputed = np.isnan(_rates(edition, code)) & edition.result.used[[row]]
    return np.where(imputed, edition.result.normalised[[row]], np.nan)
