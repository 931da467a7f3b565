"""What is normal in each area: the past, shrunk towards the whole by empirical Bayes, and drawn anew for the published p.

Gamma-Poisson of methods.md §3.2 in two steps: A_i ~ Poisson(E_i·θ_i), θ_i ~ Gamma with shape α and mean m_i;
θ̂_i = (α + A_i)/(α/m_i + E_i). The mean m_i is what the surroundings of i show, themselves shrunk towards 1 in the same way,
i left out; where towns report more than villages, all of a town would else be drawn down together, and look like a cluster on
quiet days. Both shapes by marginal likelihood. Where nothing is known θ̂ is 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.scan_windows import Neighbours

_AROUND = 12  # areas that make up the surroundings of one
# Shapes that α may take: from areas that differ wildly (risk varying by a factor of e^±4) to areas that are all the same.
_SHAPES = np.exp(np.linspace(np.log(0.05), np.log(5000.0), 60))


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """The past of each area and what it exposes to the scanned days.

    totals: int64[n_areas], incidents in the past, none of them in a scanned day;
    past: float64[n_areas], exposure of that past (voters × reporting effort × days, or any unit);
    coming: float64[n_areas, n_days], exposure of each day of the counts in the same unit.
    """

    totals: Counts
    past: Floats
    coming: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shrunk:
    """A fitted baseline: `rate` per exposure, E_i = rate·past_i, the shape α, m_i of the surroundings, and θ̂_i."""

    rate: float
    usual: Floats
    shape: float
    around: Floats
    risk: Floats

    def expected(self, history: History) -> Floats:
        """λ: float64[n_areas, n_days]."""
        return np.asarray(self.risk[:, None] * (self.rate * history.coming), dtype=np.float64)


def surroundings(neighbours: Neighbours, areas: int) -> NDArray[np.int64]:
    """For each area its nearest others, from the list of which it is the centre: int64[areas, 12], -1 where there are fewer."""
    nearest = np.full((areas, _AROUND), -1, dtype=np.int64)
    for centre in range(neighbours.centres):
        members = neighbours.of(centre)
        others = members[1 : 1 + _AROUND]
        if len(members):
            nearest[members[0], : len(others)] = others
    return nearest


def shrink(history: History, nearest: NDArray[np.int64], totals: Counts | None = None) -> Shrunk:
    """Fit the baseline to the history, or to other totals over the same exposure."""
    counts = history.totals if totals is None else totals
    # A past without any incident still does not make incidents impossible: half of one, by the rule of succession.
    rate = max(float(counts.sum()), 0.5) / float(history.past.sum())
    usual = rate * history.past
    nearby, expected = _sum_over(counts, nearest), _sum_over(usual, nearest)
    wide = _shape(nearby, expected)
    around = (wide + nearby) / (wide + expected)
    shape = _shape(counts, around * usual)
    return Shrunk(rate, usual, shape, around, (shape + counts) / (shape / around + usual))


def redraw(
    generator: np.random.Generator,
    history: History,
    nearest: NDArray[np.int64],
    fitted: Shrunk,
    ratio: float,
    latest: int,
) -> tuple[Counts, Floats]:
    """One quiet world: true risks from their posterior, a past, what one would have fitted to it, and the counts.

    Only the `latest` days are drawn: (int64[n_areas, latest], float64[n_areas, latest]). `ratio` is variance over mean.
    """
    risk = generator.gamma(fitted.shape + history.totals, 1.0 / (fitted.shape / fitted.around + fitted.usual))
    totals = draw_counts(generator, risk * fitted.usual, ratio)
    coming = history.coming[:, -latest:]
    counts = draw_counts(generator, risk[:, None] * (fitted.rate * coming), ratio)
    found = shrink(history, nearest, totals)
    return counts, np.asarray(found.risk[:, None] * (found.rate * coming), dtype=np.float64)


def draw_counts(generator: np.random.Generator, mean: Floats, ratio: float) -> Counts:
    """Poisson counts, or negative binomial ones whose variance is `ratio` times their mean."""
    if ratio <= 1:
        return np.asarray(generator.poisson(mean), dtype=np.int64)
    possible = np.maximum(mean, 1e-300) / (ratio - 1)
    return np.asarray(generator.negative_binomial(possible, 1 / ratio), dtype=np.int64)


def _sum_over(values: Floats | Counts, nearest: NDArray[np.int64]) -> Floats:
    """Sums over the rows of `nearest`; -1 takes the nought put behind the values."""
    return np.asarray(np.append(values.astype(np.float64), 0.0)[nearest].sum(axis=1))


def _shape(counts: Floats | Counts, usual: Floats) -> float:
    """α of greatest marginal likelihood on a grid, refined by the parabola through its best point and neighbours."""
    from scipy.special import gammaln

    known = usual > 0
    if not known.any():
        return float(_SHAPES[-1])
    count, mean = counts[known].astype(np.float64), usual[known]
    alpha = _SHAPES[:, None]
    numbers, times = np.unique(count, return_counts=True)
    likelihood = (gammaln(numbers + alpha) - gammaln(alpha)) @ times + len(count) * _SHAPES * np.log(_SHAPES)
    logs = np.log(alpha + mean)
    # What does not depend on α is left out.
    likelihood -= logs @ count + _SHAPES * logs.sum(axis=1)
    best = int(np.argmax(likelihood))
    if best in (0, len(_SHAPES) - 1):
        return float(_SHAPES[best])
    before, at, after = likelihood[best - 1 : best + 2]
    bend = before - 2 * at + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(np.exp(np.log(_SHAPES[best]) + shift * np.log(_SHAPES[1] / _SHAPES[0])))
