"""How far a score, a rank and a category can be trusted: the index drawn again under other weights, completions and choices.

Weights ~ Dirichlet(κ·w) in every group of the tree, κ ≈ 50 (methods.md §2.9); what else varies, `Drawing` and the worlds say. Neither
the number of threads nor the order of the areas changes a bit. Scores of draws are kept on a grid of 100/65,535 point.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.index_plan import Form, Mask, Plan, bent, unbent
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.uncertainty_choices import Choices, Drawing, Holes, Ints, Recounts, World, choose

GRID = 65_535.0
# Areas whose draws fit into a processor's nearest memory, and draws whose tables of ranks do.
_AREAS, _MOST_AREAS, _DRAWS = 64, 2048, 8


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """score_interval, rank_interval: float64[n, 2] at `level`; probability: float64[n, 3] of rendah, sedang, tinggi."""

    score_interval: Floats
    rank_interval: Floats
    probability: Floats


def spread(
    plan: Plan,
    worlds: tuple[World, ...],
    used: Mask,
    holes: Holes,
    drawing: Drawing,
    *,
    recounts: Recounts | None = None,
) -> Spread:
    """Intervals over replicates; used: bool[n, k] of the same n areas as the worlds' values.

    Memory: about 6 bytes per area and draw, and 8·n·k for each world and thread.
    """
    choices = choose(plan, drawing, worlds=len(worlds), recounts=1 if recounts is None else len(recounts.shifts))
    areas, draws = len(used), drawing.draws
    places = _places(draws, drawing.level)
    grid = np.empty((areas, draws), dtype=np.uint16)
    scores, ranked = np.empty((areas, 2)), np.empty((areas, 2))
    reached = np.zeros((2, areas), dtype=np.int64)
    groups = _groups(plan, choices, worlds, drawing.forms)
    block = min(_AREAS * len(groups), _MOST_AREAS)
    slots = _slots(used, holes)

    def draw(blocks: range) -> None:
        for number in blocks:
            rows = slice(number * block, min((number + 1) * block, areas))
            _draw(groups, rows, used, slots, recounts, grid, reached, drawing)
            _ordered(grid[rows], places, 16, scores[rows])

    _each(draw, -(-areas // block), drawing.partitions)
    placed = np.empty((areas, draws), dtype=np.uint32)
    _each(lambda chunks: _rank(grid, chunks, placed), -(-draws // _DRAWS), drawing.partitions)
    bits = max(areas.bit_length(), 1)
    _each(
        lambda rows: _ordered(placed[rows.start : rows.stop], places, bits, ranked[rows.start : rows.stop]),
        areas,
        drawing.partitions,
    )
    medium, high = reached / draws
    return Spread(scores * (100.0 / GRID), ranked, np.stack([1 - medium, medium - high, high], axis=1))


def scores_of(
    plan: Plan, worlds: tuple[World, ...], used: Mask, holes: Holes, choices: Choices, forms: tuple[Form, ...]
) -> Floats:
    """float64[n, R]: the scores themselves under given choices, replicate by replicate, not put on any grid."""
    slots = _slots(used, holes)
    found = np.empty((len(used), len(choices.form)))
    groups = _groups(plan, choices, worlds, forms)
    for group, (*_, members) in zip(groups, choices.alike(), strict=True):
        for first in range(0, len(used), _MOST_AREAS):
            rows = slice(first, min(first + _MOST_AREAS, len(used)))
            found[rows, members] = _scores(group, group.world.values[rows], used[rows], slots[rows])
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Replicates that share everything but weights and completions, and their columns in the grid."""

    form: Form
    world: World
    recount: int
    columns: slice
    completions: Floats
    picked: Ints
    starts: Ints
    flat: Floats
    items: Floats
    above: Floats


def _groups(plan: Plan, choices: Choices, worlds: tuple[World, ...], forms: tuple[Form, ...]) -> list[_Group]:
    """All replicates; the order of the columns is another than that of the replicates, which no interval notices."""
    starts = np.searchsorted(plan.part_of, np.arange(len(plan.parts) + 1)).astype(np.int64)
    groups, done = [], 0
    weights = choices.weights
    for form, world, recount, members in choices.alike():
        shares = (np.ascontiguousarray(one[:, members]) for one in (weights.flat, weights.items, weights.above))
        completions = bent(worlds[world].completions, forms[form])
        picked = choices.completion[members] % max(completions.shape[1], 1)
        columns = slice(done, done + len(members))
        done += len(members)
        groups.append(_Group(forms[form], worlds[world], recount, columns, completions, picked, starts, *shares))
    return groups


def _draw(
    groups: list[_Group],
    rows: slice,
    used: Mask,
    slots: NDArray[np.int32],
    recounts: Recounts | None,
    grid: NDArray[np.uint16],
    reached: Ints,
    drawing: Drawing,
) -> None:
    """All draws of some areas, onto the grid."""
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    for group in groups:
        values = group.world.values[rows]
        if recounts is not None:
            again = recounts.values(rows, group.recount, group.world)
            values = np.where(np.isnan(again), values, again)
        scores = _scores(group, values, used[rows], slots[rows])
        kernels.keep(scores, *drawing.limits, grid[rows, group.columns], reached[0, rows], reached[1, rows])


def _scores(group: _Group, values: Floats, used: Mask, slots: NDArray[np.int32]) -> Floats:
    """float64[m, R] of a group of replicates for m areas."""
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    turned = bent(np.where(used & (slots < 0), values, 0.0), group.form)
    out = np.empty((len(values), group.flat.shape[1]))
    shares = group.flat, group.items, group.above
    kernels.linear(turned, used.view(np.uint8), slots, group.completions, group.picked, group.starts, *shares, out)
    return unbent(out, group.form)


def _slots(used: Mask, holes: Holes) -> NDArray[np.int32]:
    """int32[n, k]: which of the completions fills a hole, −1 where none does."""
    slots = np.full(used.shape, -1, dtype=np.int32)
    slots[holes.rows, holes.columns] = np.arange(len(holes.rows))
    return slots


def _rank(grid: NDArray[np.uint16], chunks: range, placed: NDArray[np.uint32]) -> None:
    """Ranks of some chunks of draws."""
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    areas, draws = grid.shape
    turned, places = np.empty((_DRAWS, areas), dtype=np.uint16), np.empty((_DRAWS, areas), dtype=np.uint32)
    for chunk in chunks:
        size = min(_DRAWS, draws - chunk * _DRAWS)
        kernels.ranks(grid, chunk * _DRAWS, turned[:size], places[:size], placed)


def _ordered(rows: NDArray[np.unsignedinteger], places: tuple[int, int], bits: int, out: Floats) -> None:
    from kondusif.kerawanan.domain import uncertainty_kernels as kernels

    kernels.ordered(rows, *places, bits, out)


def _places(draws: int, level: float) -> tuple[int, int]:
    """Positions of the outer draws: never narrower than the level says."""
    low, high = (1 - level) / 2 * (draws - 1), (1 + level) / 2 * (draws - 1)
    # (1 − 0.9)/2 is a trifle below 0.05: what is a whole number but for rounding stays that number.
    return int(np.floor(low + 1e-9)), int(np.ceil(high - 1e-9))


def _each(work: Callable[[range], object], size: int, partitions: int) -> None:
    """Run over `size` things in so many parts side by side; no part looks at another's."""
    borders = [size * part // partitions for part in range(partitions + 1)]
    parts = [range(begin, end) for begin, end in itertools.pairwise(borders) if begin < end]
    if len(parts) == 1:
        work(parts[0])
    elif parts:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(work, parts))
