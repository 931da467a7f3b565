"""How far a score, a rank and a category can be trusted: the index drawn again under other weights, means and completions.

Weights ~ Dirichlet(κ·w) in every group of the tree, κ ≈ 50 (methods.md §2.9); a replicate r has its own Philox stream (seed, r), so
neither the number of threads nor the order of the areas changes a bit. Scores of draws are kept on a grid of 100/65,535 point.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.index_missing import Imputed
from kondusif.kerawanan.domain.index_plan import Form, Mask, Plan, bent, unbent
from kondusif.kerawanan.domain.scan_types import Floats

GRID = 65_535.0
_BLOCK, _SOME = 256, 2048


@dataclass(frozen=True, slots=True)
class Drawing:
    """How draws are made. `forms`: replicate r takes the (r mod number)th; `limits`: least score that is sedang, tinggi."""

    draws: int
    concentration: float
    forms: tuple[Form, ...]
    limits: tuple[float, float]
    level: float
    seed: int
    partitions: int


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """score_interval, rank_interval: float64[n, 2] at `level`; probability: float64[n, 3] of rendah, sedang, tinggi."""

    score_interval: Floats
    rank_interval: Floats
    probability: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    items: Floats
    above: Floats
    flat: Floats


def spread(plan: Plan, values: Floats, used: Mask, imputed: Imputed, drawing: Drawing) -> Spread:
    """Intervals over replicates; values: float64[n, k] normalised, used: bool[n, k]; imputed rows are rows of `values`.

    Memory: about 8 bytes per area and draw at its highest.
    """
    grid, reached = _drawn(plan, values, used, imputed, drawing)
    tails = ((1 - drawing.level) / 2, (1 + drawing.level) / 2)
    scores = _quantiles(grid, tails, drawing.partitions) * (100.0 / GRID)
    by_draw = _transposed(grid)
    del grid
    places = _ranks(by_draw, drawing.partitions)
    del by_draw
    ranked = _rank_quantiles(places, tails, drawing.partitions)
    medium, high = reached / drawing.draws
    return Spread(scores, ranked, np.stack([1 - medium, medium - high, high], axis=1))


def draw_weights(plan: Plan, draws: int, concentration: float, seed: int) -> _Weights:
    """items: float64[k, R] in sub-dimensions; above: float64[P, R] of sub-dimensions in the whole; flat: float64[k, R]."""
    items = np.empty((len(plan.items), draws))
    parts = np.empty((len(plan.parts), draws))
    dimensions = np.empty((len(plan.dimensions), draws))
    given = ((items, plan.items, plan.part_of), (parts, plan.parts, plan.dimension_of))
    for draw in range(draws):
        generator = np.random.Generator(np.random.Philox(key=[seed, draw]))
        for target, weights, groups in given:
            gammas = generator.standard_gamma(concentration * weights)
            target[:, draw] = gammas / np.maximum(np.bincount(groups, weights=gammas), 1e-300)[groups]
        gammas = generator.standard_gamma(concentration * plan.dimensions)
        dimensions[:, draw] = gammas / gammas.sum()
    above = parts * dimensions[plan.dimension_of]
    return _Weights(items, above, items * above[plan.part_of])


def _drawn(
    plan: Plan, values: Floats, used: Mask, imputed: Imputed, drawing: Drawing
) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    areas = len(values)
    weights = draw_weights(plan, drawing.draws, drawing.concentration, drawing.seed)
    starts = np.searchsorted(plan.part_of, np.arange(len(plan.parts) + 1))
    slots = np.full(values.shape, -1, dtype=np.int64)
    slots[imputed.rows, imputed.columns] = np.arange(len(imputed.rows))
    present = used.astype(np.uint8)
    plain = np.where(used & (slots < 0), values, 0.0)
    grid = np.empty((areas, drawing.draws), dtype=np.uint16)
    reached = np.zeros((2, areas), dtype=np.int64)
    done = 0
    for turn, form in enumerate(drawing.forms):
        chosen = np.arange(turn, drawing.draws, len(drawing.forms))
        columns = slice(done, done + len(chosen))
        done += len(chosen)
        turned = bent(plain, form)
        completions = bent(imputed.values, form)[:, chosen % max(imputed.values.shape[1], 1)]
        flat, items, above = (
            np.ascontiguousarray(one[:, chosen]) for one in (weights.flat, weights.items, weights.above)
        )

        def work(
            rows: range,
            form: Form = form,
            columns: slice = columns,
            turned: Floats = turned,
            completions: Floats = completions,
            shares: tuple[Floats, Floats, Floats] = (flat, items, above),
        ) -> None:
            for first in range(rows.start, rows.stop, _BLOCK):
                last = min(first + _BLOCK, rows.stop)
                out = np.empty((last - first, shares[0].shape[1]))
                kernels.linear(first, turned, present, slots, completions, starts, *shares, out)
                kernels.keep(
                    unbent(out, form),
                    *drawing.limits,
                    grid[first:last, columns],
                    reached[0, first:last],
                    reached[1, first:last],
                )

        _each(work, areas, drawing.partitions)
    return grid, reached


def _quantiles(grid: NDArray[np.uint16], tails: tuple[float, float], partitions: int) -> Floats:
    places = _places(grid.shape[1], tails)
    found = np.empty((len(grid), 2))

    def work(rows: range) -> None:
        for first in range(rows.start, rows.stop, _SOME):
            last = min(first + _SOME, rows.stop)
            found[first:last] = np.partition(grid[first:last], places, axis=1)[:, places]

    _each(work, len(grid), partitions)
    return found


def _transposed(grid: NDArray[np.uint16]) -> NDArray[np.uint16]:
    turned = np.empty((grid.shape[1], grid.shape[0]), dtype=np.uint16)
    for first in range(0, len(grid), _SOME):
        turned[:, first : first + _SOME] = grid[first : first + _SOME].T
    return turned


def _ranks(by_draw: NDArray[np.uint16], partitions: int) -> NDArray[np.uint32]:
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    places = np.empty(by_draw.shape, dtype=np.uint32)
    _each(
        lambda rows: kernels.ranks(by_draw[rows.start : rows.stop], places[rows.start : rows.stop]),
        len(places),
        partitions,
    )
    return places


def _rank_quantiles(ranks: NDArray[np.uint32], tails: tuple[float, float], partitions: int) -> Floats:
    places = _places(len(ranks), tails)
    found = np.empty((ranks.shape[1], 2))

    def work(rows: range) -> None:
        for first in range(rows.start, rows.stop, _SOME):
            last = min(first + _SOME, rows.stop)
            some = np.ascontiguousarray(ranks[:, first:last].T)
            some.partition(places, axis=1)
            found[first:last] = some[:, places]

    _each(work, ranks.shape[1], partitions)
    return found


def _places(draws: int, tails: tuple[float, float]) -> list[int]:
    """Positions of the outer draws: never narrower than the level says."""
    # (1 − 0.9)/2 is a trifle below 0.05: what is a whole number but for rounding stays that number.
    low, high = tails[0] * (draws - 1), tails[1] * (draws - 1)
    return [int(np.floor(low + 1e-9)), int(np.ceil(high - 1e-9))]


def _each(work: Callable[[range], object], size: int, partitions: int) -> None:
    """Run over `size` things in so many parts side by side; no part looks at another's."""
    borders = [size * part // partitions for part in range(partitions + 1)]
    parts = [range(begin, end) for begin, end in itertools.pairwise(borders) if begin < end]
    if len(parts) == 1:
        work(parts[0])
    elif parts:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(work, parts))
