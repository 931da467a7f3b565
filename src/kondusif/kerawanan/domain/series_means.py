"""What is known of series of which little has been seen: means drawn towards that of all, and one variance for all."""

from __future__ import annotations

import math
from typing import cast

import numpy as np

from kondusif.kerawanan.domain.scan_baseline import History, shrink
from kondusif.kerawanan.domain.scan_types import Counts, Floats

_TELLING = 20  # incidents from which on a variance is told from a mean
_ROUGH = 10  # dispersions are rounded up to tenths, so that days share their tables of thresholds
_LEAST = 0.5  # incidents, by the rule of succession


def shrunken(totals: Floats, past: Floats, coming: Floats) -> tuple[Floats, Floats]:
    """Mean of the coming step of each area and the gamma shape of what is known of it: (float64[n_areas], float64[n_areas]).

    totals: incidents seen, divided by their dispersion; past: exposure under which they were seen, divided by the same; coming:
    exposure of the step. Gamma-Poisson of methods.md §3.2 over all areas. Areas are sorted before anything is summed, so that their
    order changes nothing.
    """
    order = np.lexsort((coming, totals, past))
    # Fitted as counts are, though divided they need not be whole.
    history = History(cast("Counts", totals[order]), past[order], coming[order, None])
    fitted = shrink(history, np.full((len(totals), 1), -1))
    mean, shape = np.empty(len(totals)), np.empty(len(totals))
    mean[order] = fitted.expected(history)[:, 0]
    # Few areas do not show how much they differ: no mean is surer than all that happened.
    shape[order] = np.minimum(fitted.shape + history.totals, max(_LEAST, float(history.totals.sum())))
    return mean, shape


def dispersion_of(counts: Counts, exposed: Floats) -> float:
    """Variance over mean within the series of a past, at least 1, rounded up to tenths; 1 where there is too little to tell."""
    steps = counts.shape[1]
    if steps < 2 or counts.sum() < _TELLING:
        return 1.0
    mean = counts.sum(axis=1, keepdims=True) / exposed.sum(axis=1, keepdims=True) * exposed
    off = math.fsum(((counts - mean) ** 2).ravel())
    ratio = off / float(counts.sum()) * steps / (steps - 1)
    return float(max(1.0, math.ceil(ratio * _ROUGH - 1e-9) / _ROUGH))
