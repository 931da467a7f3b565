"""What if the dimensions weighed otherwise? Scores and ranks at once, for the simulator and for anybody who doubts the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.index import IndexResult, ranks_of
from kondusif.kerawanan.domain.index_plan import whole_of
from kondusif.kerawanan.domain.scan_types import Floats

_WHOLE = 1e-6


class NoSuchWeights(ValueError):
    """These weights cannot be used; the message is Indonesian."""


@dataclass(frozen=True, slots=True, eq=False)
class Reweighed:
    """weights: float64[D], Σ = 1; scores, ranks: float64[n] in the order of the result, NaN where a dimension that counts has no score.

    `risen`: float64[n], how many places an area stands nearer to the top than in the result, negative when it fell, NaN where either is
    unknown.
    """

    weights: Floats
    scores: Floats
    ranks: Floats
    risen: Floats


def reweighed(result: IndexResult, dimension_weights: Mapping[str, float]) -> Reweighed:
    """The index with other weights of the dimensions, bit for bit that of `score` under a framework with these weights.

    Weights that do not sum to 1 are divided by their sum, so they can come straight from sliders. Cut-offs and intervals belong to
    the weights of the result and are not carried over. Raises `NoSuchWeights`.
    """
    weights = _weights(result, dimension_weights)
    scores = whole_of(weights, result.dimension_scores, result.form)
    ranks = ranks_of(scores)
    return Reweighed(weights, scores, ranks, result.ranks - ranks)


def _weights(result: IndexResult, given: Mapping[str, float]) -> Floats:
    names = [one.id for one in result.framework.dimensions]
    if unknown := sorted(set(given) - set(names)):
        raise NoSuchWeights(f"dimensi {', '.join(unknown)} tidak ada; yang ada: {', '.join(names)}")
    if missing := [name for name in names if name not in given]:
        raise NoSuchWeights(f"bobot {', '.join(missing)} belum diisi")
    weights = np.array([given[name] for name in names], dtype=np.float64)
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise NoSuchWeights("bobot harus angka terhingga, 0 atau lebih")
    total = float(weights.sum())
    if total <= 0:
        raise NoSuchWeights("paling sedikit satu dimensi harus berbobot lebih dari 0")
    return weights if abs(total - 1) <= _WHOLE else np.asarray(weights / total, dtype=np.float64)
