"""Weights that are not simply given: equal, from pairwise judgements (AHP), or recovered from published totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.frameworks import Dimension, Framework, build_framework
from kondusif.kerawanan.domain.scan_types import Floats

# Random consistency index by size of the matrix (Saaty 1980); beyond ten items nobody compares pairs consistently.
_RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
CONSISTENT, RECOVERED, LEAST_AREAS = 0.10, 0.01, 5


class WeightsRefused(ValueError):
    """No weights follow from this; the message is Indonesian."""


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseWeights:
    """Weights from pairwise judgements; `ratio` is the consistency ratio, acceptable up to 0.10."""

    weights: Floats
    ratio: float

    @property
    def consistent(self) -> bool:
        """Do the judgements agree well enough with each other?"""
        return self.ratio <= CONSISTENT


@dataclass(frozen=True, slots=True, eq=False)
class RecoveredWeights:
    """Weights that reproduce published totals; `residual` is the greatest difference, `exact` whether it is ≤ 0.01."""

    weights: Floats
    residual: float

    @property
    def exact(self) -> bool:
        """Do the weights reproduce every published total?"""
        return self.residual <= RECOVERED


def equal(framework: Framework) -> Framework:
    """The same framework with equal weights inside every group."""
    count = len(framework.dimensions)
    dimensions = tuple(_equal(one).model_copy(update={"weight": 1 / count}) for one in framework.dimensions)
    # Built anew: a copy would keep the version and the columns of the framework it was copied from.
    return build_framework(framework.model_copy(update={"dimensions": dimensions}).model_dump())


def ahp(judgements: Floats) -> PairwiseWeights:
    """Weights from a pairwise matrix float64[n, n], a_ij = how much more item i weighs than j (Saaty 1980).

    Principal eigenvector, Σ = 1; CR = ((λ − n)/(n − 1))/RI. Raises `WeightsRefused` for a matrix that is not reciprocal.
    """
    matrix = np.asarray(judgements, dtype=np.float64)
    size = len(matrix)
    if matrix.ndim != 2 or matrix.shape != (size, size) or not 1 <= size < len(_RANDOM_INDEX):
        raise WeightsRefused(f"perbandingan berpasangan harus bujur sangkar, 1 sampai {len(_RANDOM_INDEX) - 1} butir")
    if not np.all(np.isfinite(matrix)) or not np.all(matrix > 0):
        raise WeightsRefused("setiap perbandingan harus angka lebih dari 0")
    if not np.allclose(matrix * matrix.T, 1.0, rtol=1e-6):
        raise WeightsRefused("perbandingan i terhadap j harus kebalikan dari j terhadap i")
    weights = np.full(size, 1 / size)
    for _ in range(1000):
        following = matrix @ weights
        following /= following.sum()
        if np.max(np.abs(following - weights)) < 1e-14:
            break
        weights = following
    greatest = float(np.mean((matrix @ weights) / weights))
    random = _RANDOM_INDEX[size]
    ratio = (greatest - size) / ((size - 1) * random) if random else 0.0
    return PairwiseWeights(weights, max(ratio, 0.0))


def recover_weights(parts: Floats, totals: Floats) -> RecoveredWeights:
    """Weights ≥ 0 with Σ = 1 that best turn part scores float64[n_areas, n_parts] into totals float64[n_areas].

    Non-negative least squares (Lawson and Hanson 1974) with the sum as a row of great weight. At least five areas.
    """
    from scipy.optimize import nnls

    scores, sums = np.asarray(parts, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if (
        scores.ndim != 2
        or sums.shape != scores.shape[:1]
        or not (np.isfinite(scores).all() and np.isfinite(sums).all())
    ):
        raise WeightsRefused("skor dimensi dan skor total harus lengkap dan sama banyak wilayahnya")
    if len(scores) < max(LEAST_AREAS, scores.shape[1]):
        raise WeightsRefused(f"perlu paling sedikit {max(LEAST_AREAS, scores.shape[1])} wilayah, ada {len(scores)}")
    if np.linalg.matrix_rank(np.vstack([scores, np.ones(scores.shape[1])])) < scores.shape[1]:
        raise WeightsRefused("skor dimensi saling bergantung: bobotnya tidak dapat dipastikan")
    heavy = 1e4 * max(float(np.abs(scores).max()), 1.0)
    weights, _ = nnls(np.vstack([scores, np.full(scores.shape[1], heavy)]), np.append(sums, heavy))
    weights = weights / weights.sum()
    return RecoveredWeights(weights, float(np.max(np.abs(scores @ weights - sums))))


def _equal(dimension: Dimension) -> Dimension:
    parts = tuple(
        part.model_copy(
            update={
                "weight": 1 / len(dimension.parts),
                "indicators": tuple(
                    one.model_copy(update={"weight": 1 / len(part.indicators)}) for one in part.indicators
                ),
            }
        )
        for part in dimension.parts
    )
    if dimension.indicators:
        return dimension.model_copy(update={"indicators": parts[0].indicators})
    return dimension.model_copy(update={"subdimensions": parts})
