"""Other weights of the dimensions tried out on a kept edition; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.index_plan import plan_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.whatif import reweighed
from kondusif.kerawanan.queries.editions import Edition
from kondusif.places.domain.codes import contains

MOST_TOP, MOST_MOVED = 20, 10


@dataclass(frozen=True, slots=True)
class Moved:
    """An area under other weights. `risen`: places nearer to the top, negative when it fell; None where it had no score before."""

    code: str
    score: float
    rank: int
    published_score: float | None
    published_rank: int | None
    risen: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What other weights would do to an edition.

    weights, published: share of each dimension, each set sums to 1; `correlation`: Spearman's, of the areas looked at that have both
    scores, None for fewer than two or where all are equal; `moved`: how many of those have another rank; `scored`: how many have a score.
    """

    weights: dict[str, float]
    published: dict[str, float]
    top: tuple[Moved, ...]
    risen: tuple[Moved, ...]
    fallen: tuple[Moved, ...]
    correlation: float | None
    moved: int
    compared: int
    scored: int


def published_weights(edition: Edition) -> dict[str, float]:
    """The weights that the edition was computed with, by dimension; they sum to 1."""
    dimensions = plan_of(edition.result.framework).dimensions
    return {one.id: float(weight) for one, weight in zip(edition.result.framework.dimensions, dimensions, strict=True)}


def simulated(edition: Edition, weights: Mapping[str, float], *, area: str = "") -> Simulation:
    """The edition with other weights; ranks are among all of its areas, the lists hold those inside `area`.

    Raises `NoSuchWeights`.
    """
    result = edition.result
    found = reweighed(result, weights)
    looked = np.array([not area or contains(area, code) for code in result.codes])
    scored = looked & ~np.isnan(found.scores)
    both = scored & ~np.isnan(result.scores)
    order = np.lexsort((np.array(result.codes), found.ranks))
    told = _Rows(edition, found.scores, found.ranks, found.risen)
    up, down = _moved_most(found.risen, both, order), _moved_most(-found.risen, both, order)
    return Simulation(
        weights={one.id: float(each) for one, each in zip(result.framework.dimensions, found.weights, strict=True)},
        published=published_weights(edition),
        top=tuple(told.of(row) for row in order[scored[order]][:MOST_TOP]),
        risen=tuple(told.of(row) for row in up),
        fallen=tuple(told.of(row) for row in down),
        correlation=rank_correlation(result.scores[both], found.scores[both]),
        moved=int((found.risen[both] != 0).sum()),
        compared=int(both.sum()),
        scored=int(scored.sum()),
    )


def rank_correlation(first: Floats, second: Floats) -> float | None:
    """Spearman's rank correlation, equal figures sharing their mean rank; None where it says nothing.

    first, second: float64[n] without holes.
    """
    if len(first) < 2:
        return None
    one, other = _mean_ranks(first), _mean_ranks(second)
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / spread if spread else None


def _mean_ranks(figures: Floats) -> Floats:
    _, place, counts = np.unique(figures, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place], dtype=np.float64)


def _moved_most(moves: Floats, among: NDArray[np.bool_], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows that moved most, those of equal moves by their new rank; nobody who stays or goes the other way."""
    rows = order[among[order]]
    rows = rows[moves[rows] > 0]
    return rows[np.argsort(-moves[rows], kind="stable")][:MOST_MOVED]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    edition: Edition
    scores: Floats
    ranks: Floats
    risen: Floats

    def of(self, row: int) -> Moved:
        """One area."""
        result = self.edition.result
        known = not np.isnan(result.scores[row])
        return Moved(
            code=result.codes[row],
            score=float(self.scores[row]),
            rank=int(self.ranks[row]),
            published_score=float(result.scores[row]) if known else None,
            published_rank=int(result.ranks[row]) if known else None,
            risen=int(self.risen[row]) if known else None,
        )
