"""The worlds that draws choose among: treatments of outliers times scales, for the areas that are scored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.index_figures import Figures, treated_otherwise
from kondusif.kerawanan.domain.index_options import IndexOptions
from kondusif.kerawanan.domain.index_plan import Mask
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.kerawanan.domain.treatment import Rescaling, Scale, Treatment
from kondusif.kerawanan.domain.uncertainty_choices import Holes, World


@dataclass(frozen=True, slots=True, eq=False)
class Choosable:
    """What draws may choose among. rows: int64[m], the scored areas; used: bool[m, k] and holes are of these areas alone."""

    rows: NDArray[np.int64]
    used: Mask
    holes: Holes
    worlds: tuple[World, ...]


def choosable(framework: Framework, table: IndicatorTable, figures: Figures, options: IndexOptions) -> Choosable:
    """Worlds in the order of their treatments, and of `drawn_scales` in each."""
    rows = np.flatnonzero(figures.scored)
    kept = figures.scored[figures.imputed.rows]
    holes = Holes(np.searchsorted(rows, figures.imputed.rows[kept]), figures.imputed.columns[kept])
    used = figures.used[rows]
    ways = [(figures.treatments, figures.scaled, figures.imputed.values)]
    if options.drawn_treatment:
        ways.append(treated_otherwise(framework, table, figures, options))
    worlds = [
        _world(treatments, scaled[rows], imputed[kept], holes, used, scale)
        for treatments, scaled, imputed in ways
        for scale in options.drawn_scales or ("goalposts",)
    ]
    return Choosable(rows, used, holes, tuple(worlds))


def _world(
    treatments: tuple[Treatment, ...], scaled: Floats, imputed: Floats, holes: Holes, used: Mask, scale: Scale
) -> World:
    rescaling = Rescaling.of(scaled, used, scale)
    completions = imputed.copy()
    for column in np.unique(holes.columns):
        here = holes.columns == column
        completions[here] = rescaling.put(imputed[here], int(column))
    return World(rescaling.apply(scaled), completions, treatments, rescaling.apply)
