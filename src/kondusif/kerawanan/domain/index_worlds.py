"""The worlds that draws choose among: treatments of outliers times scales, and tables with counts one off."""

from __future__ import annotations

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.index_missing import Imputed, impute
from kondusif.kerawanan.domain.index_plan import Mask
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, per_denominator
from kondusif.kerawanan.domain.treatment import Rescaling, Scale, Treatment, normalise, treat, untreated
from kondusif.kerawanan.domain.uncertainty import Holes
from kondusif.kerawanan.domain.uncertainty_choices import World


def parents_of(table: IndicatorTable) -> tuple[str, ...]:
    """The area above each area."""
    return tuple(code.rpartition(".")[0] for code in table.codes)


def holes_of(imputed: Imputed, scored: Mask) -> tuple[Holes, Mask]:
    """Where figures of the scored areas are imputed, with rows counted among these alone, and which of all imputed they are."""
    kept = scored[imputed.rows]
    place = np.cumsum(scored) - 1
    return Holes(place[imputed.rows[kept]], imputed.columns[kept]), kept


def worlds_of(
    treatments: tuple[Treatment, ...],
    scaled: Floats,
    imputed: Floats,
    holes: Holes,
    used: Mask,
    scales: tuple[Scale, ...],
) -> tuple[World, ...]:
    """One world for each scale; scaled: float64[n, k] and imputed: float64[c, M] after these treatments, between goalposts."""
    worlds = []
    for scale in scales:
        rescaling = Rescaling.of(scaled, used, scale)
        completions = imputed.copy()
        for column in np.unique(holes.columns):
            here = holes.columns == column
            completions[here] = rescaling.put(imputed[here], int(column))
        worlds.append(World(rescaling.apply(scaled), completions, treatments, rescaling.apply))
    return tuple(worlds)


def treated_otherwise(
    framework: Framework, table: IndicatorTable, wanted: Mask, *, treated: bool, times: int, seed: int
) -> tuple[tuple[Treatment, ...], Floats, Imputed]:
    """The figures with outliers treated where they were not, or left alone where they were, and their holes imputed anew."""
    rates = per_denominator(framework, table)
    treatments = untreated(framework) if treated else treat(framework, rates)
    scaled = normalise(framework, rates, treatments)
    imputed = impute(scaled, wanted, parents_of(table), times=times, seed=seed)
    scaled[imputed.rows, imputed.columns] = imputed.values.mean(axis=1)
    return treatments, scaled, imputed
