"""Intervals that hold as often as they say, learnt from how wrong earlier forecasts were: split conformal, for counts.

How far a count y lies from the middle of its forecast is s = max(2·F(y − 1) − 1, 1 − 2·F(y)), from −1 to 1: the level of the
central interval that just holds it. The 90 % quantile of s over earlier forecasts is the level that would have held 90 % of
them, and the next intervals take that level (distributional conformal prediction, Chernozhukov, Wüthrich and Zhu 2021, PNAS
118:e2107794118; Vovk et al. 2005), in each stratum by itself. Counts are whole: where more than 90 % are 0 an interval [0, 0] holds
more often than it says, and nothing can be done about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

LEVEL = 0.9
LEAST_SCORES = 60  # a stratum with fewer earlier forecasts takes the level of all strata together


class ConformalRefused(ValueError):
    """Intervals cannot be made of these; the message is Indonesian."""


@dataclass(frozen=True, slots=True)
class Level:
    """The central level that intervals of a stratum take. `scores`: how many earlier forecasts it was learnt from, of its own.

    `calibrated` is False where even all strata together were too few: then it is the nominal level, as the model has it.
    """

    stratum: str
    level: float
    scores: int
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many intervals held what came."""

    stratum: str
    held: int
    forecasts: int
    mean_width: float

    @property
    def share(self) -> float | None:
        """None where there was nothing to hold."""
        return self.held / self.forecasts if self.forecasts else None


def strangeness(cdf: ArrayLike, observed: ArrayLike) -> Floats:
    """How far each count lies from the middle of its forecast, −1 … 1: float64[n].

    cdf: float64[n, K + 1], F(0) … F(K), taken as 1 beyond; observed: int[n].
    """
    table, seen = np.asarray(cdf, dtype=np.float64), np.asarray(observed)
    if table.ndim != 2 or table.shape[1] == 0 or seen.shape != table.shape[:1]:
        raise ConformalRefused("Setiap jumlah yang diamati memerlukan satu baris sebaran ramalan.")
    if not np.isfinite(table).all() or not np.isfinite(seen.astype(np.float64)).all() or (seen < 0).any():
        raise ConformalRefused("Sebaran dan jumlah harus angka yang tidak negatif.")
    padded = np.hstack([np.zeros((len(table), 1)), table, np.ones((len(table), 1))])
    place = np.minimum(seen.astype(np.int64), table.shape[1])
    rows = np.arange(len(table))
    return np.asarray(np.maximum(2 * padded[rows, place] - 1, 1 - 2 * padded[rows, place + 1]))


def learn_levels(
    scores: ArrayLike, strata: Sequence[str], named: Sequence[str], *, level: float = LEVEL, least: int = LEAST_SCORES
) -> tuple[Level, ...]:
    """The level for each of the `named` strata, from the strangeness of earlier forecasts and the stratum of each."""
    if not 0 < level < 1:
        raise ConformalRefused("Taraf selang harus antara 0 dan 1.")
    values, places = np.asarray(scores, dtype=np.float64), np.asarray(strata, dtype=object)
    if values.shape != places.shape:
        raise ConformalRefused("Setiap ramalan yang lalu memerlukan strata.")
    learnt = []
    for name in named:
        own = values[places == name]
        used = own if len(own) >= least else values
        calibrated = len(used) >= least
        learnt.append(Level(name, _quantile(used, level) if calibrated else level, len(own), calibrated))
    return tuple(learnt)


def intervals(cdf: ArrayLike, levels: ArrayLike) -> tuple[Counts, Counts]:
    """Lower and upper counts, both inside: the counts whose strangeness is at most the level of their row, float64[n].

    Where that is none, the least strange count: an interval is never empty.
    """
    table, wanted = np.asarray(cdf, dtype=np.float64), np.asarray(levels, dtype=np.float64)
    below = np.hstack([np.zeros((len(table), 1)), table[:, :-1]])
    strange = np.maximum(2 * below - 1, 1 - 2 * table)
    # Strangeness falls up to the median and rises from there, so what is allowed is one piece that holds the least strange.
    allowed = strange <= np.maximum(wanted, strange.min(axis=1))[:, None]
    width = table.shape[1]
    return np.argmax(allowed, axis=1), width - 1 - np.argmax(allowed[:, ::-1], axis=1)


def coverage(
    lower: ArrayLike, upper: ArrayLike, observed: ArrayLike, strata: Sequence[str]
) -> tuple[Coverage, tuple[Coverage, ...]]:
    """How often intervals held: of all, and of each stratum by name."""
    low, high, seen = (np.asarray(each) for each in (lower, upper, observed))
    places = np.asarray(strata, dtype=object)
    if not low.shape == high.shape == seen.shape == places.shape:
        raise ConformalRefused("Batas, jumlah dan strata harus sama banyaknya.")
    held, width = (low <= seen) & (seen <= high), high - low
    each = tuple(_counted(name, held[places == name], width[places == name]) for name in sorted(set(places.tolist())))
    return _counted("", held, width), each


def _quantile(scores: Floats, level: float) -> float:
    """The ⌈(n + 1)·level⌉-th smallest: with it, the next of n + 1 exchangeable scores is held with at least that probability."""
    rank = int(np.ceil((len(scores) + 1) * level - 1e-9))
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else 1.0


def _counted(name: str, held: NDArray[np.bool_], width: Counts) -> Coverage:
    return Coverage(name, int(held.sum()), len(held), float(width.mean()) if len(held) else 0.0)
