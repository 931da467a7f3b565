"""Space-time scan: is there a set of neighbouring areas in which more happened lately than is normal for them?

A window is a centre with its nearest neighbours over the latest 1 to `max_days` days; of all windows the one with the greatest
log likelihood ratio is asked how often chance alone would do as much (methods.md §3.5). First under a fixed baseline, fast;
then, where that leaves a doubt worth having, with the baseline itself drawn anew from its history, which is the p to publish.
A purely spatial scan is the same with one day that stands for the whole period.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain import scan_checks as checks
from kondusif.kerawanan.domain.scan_baseline import History, Shrunk, shrink, surroundings
from kondusif.kerawanan.domain.scan_null import FixedNull, Incidents, Null, ShuffledNull, stream
from kondusif.kerawanan.domain.scan_published import RedrawnNull, newest_first
from kondusif.kerawanan.domain.scan_reference import ReferenceEngine, Window, llr
from kondusif.kerawanan.domain.scan_statistics import (
    dispersion_of,
    level_of,
    reached,
    recurrence_days,
    relative_risk,
    sequential_p,
    tail_p,
)
from kondusif.kerawanan.domain.scan_types import (
    Cluster,
    Counts,
    Dispersion,
    Floats,
    PValue,
    ScanManifest,
    ScanOptions,
    ScanResult,
)
from kondusif.kerawanan.domain.scan_windows import Neighbours

_BATCH = 96  # replicates between two looks at whether to stop


def scan(
    counts: ArrayLike,
    baseline: ArrayLike | History,
    neighbours: Neighbours,
    *,
    codes: Sequence[str],
    dates: Sequence[date],
    today: date,
    options: ScanOptions | None = None,
) -> ScanResult:
    """Find the clusters that stand out in the latest days, each with its p-value; none where nothing happened.

    counts: whole numbers [n_areas, n_days], incidents by area and day, days ascending without a gap;
    baseline: expected incidents [n_areas, n_days], or a `History` from which they are estimated and, for the published p,
    drawn anew. The population form takes its shares (any unit); the permutation form looks at neither;
    neighbours: see `scan_windows`; codes, dates: names of rows and columns; today: the clock, never before the latest date.

    Equal input gives an equal result to the bit, whatever `options.threads`; the order of the areas changes nothing but which
    replicate is which. Raises ScanRefused, in Indonesian, for input that cannot be scanned.
    """
    asked = options or ScanOptions()
    checks.check_dates(dates, today)
    checks.check_options(asked, len(dates))
    table = checks.checked_counts(counts, codes, dates)
    checks.check_neighbours(neighbours, len(codes))
    if isinstance(baseline, History):
        checks.check_history(baseline, table, codes)
    # Rows in the order of their codes: then no result, and no replicate, depends on the order in which they came.
    order = np.array(sorted(range(len(codes)), key=codes.__getitem__))
    names, table, lists = [codes[int(each)] for each in order], table[order], neighbours.reordered(order)
    past, expected = _expected(baseline, table, order, lists, asked)
    usual = _usual(table, checks.checked_baseline(expected, table, names, dates), asked)
    world = _World.of(table, usual, lists, asked)
    found = world.clusters(names) if table.sum() else []
    maxima = _redrawn_maxima(world, *past) if past and _worth(found, asked) else None
    return ScanResult(
        tuple(_cluster(world, each, maxima, names, dates) for each in found),
        int(world.counts.sum()),
        math.fsum(world.mean.ravel()),
        world.dispersion,
        _manifest(world, table, usual, dates),
    )


def screen_replicates(
    counts: Counts, mean: Floats, neighbours: Neighbours, value: float, options: ScanOptions, numbers: range
) -> NDArray[np.bool_]:
    """For some of the replicates whether they reach `value` under the fixed baseline: bool[len(numbers)].

    Partitions of `range(1, R + 1)` may be computed anywhere and put together: the answer is that of one run.
    """
    world = _World.of(counts, mean, neighbours, options)
    screen = world.engine.screen(world.mean, world.total, value)
    return world.spread(numbers, lambda part: screen.exceeding([world.replicate(each) for each in part]))


@dataclass(frozen=True, slots=True)
class _Found:
    """The best window of what was left, its areas, and its screening p."""

    window: Window
    areas: tuple[int, ...]
    observed: int
    expected: float
    llr: float
    screening: PValue


class _Screen(Protocol):
    def exceeding(self, replicates: Sequence[Incidents]) -> NDArray[np.bool_]: ...


class _Engine(Protocol):
    name: str

    def maximum(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_] | None = None
    ) -> float: ...

    def windows_reaching(
        self, counts: Counts, mean: Floats, total: int | None, removed: NDArray[np.bool_], value: float
    ) -> list[Window]: ...

    def screen(self, mean: Floats, total: int | None, value: float) -> _Screen: ...


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    """One problem made ready: the latest days, newest first, and chance.

    counts, mean: [n_areas, max_days], column 0 the latest day; total: C of the whole period for the conditional forms.
    """

    counts: Counts
    mean: Floats
    total: int | None
    neighbours: Neighbours
    engine: _Engine
    chance: Null
    dispersion: Dispersion
    options: ScanOptions

    @staticmethod
    def of(table: Counts, usual: Floats, neighbours: Neighbours, options: ScanOptions) -> _World:
        """Cut out the latest days and prepare what chance would do."""
        days = options.max_days
        counts, mean = newest_first(table, days), newest_first(usual, days)
        total = None if options.statistic == "expectation" else int(table.sum())
        unknown = Dispersion(None, scaled=False)  # shuffling asks for none
        dispersion = unknown if options.statistic == "permutation" else dispersion_of(table, usual, days)
        engine = _engine(options, neighbours, len(table), days)
        return _World(
            counts, mean, total, neighbours, engine, _chance(table, usual, mean, total, dispersion, options),
            dispersion, options,
        )  # fmt: skip

    def replicate(self, number: int) -> Incidents:
        """Replicate `number` of the screening: the same whoever asks."""
        return self.chance.draw(stream(self.options.seed, number))

    def clusters(self, codes: Sequence[str]) -> list[_Found]:
        """The best window, then the best of those that share no area with it, and so on."""
        removed = np.zeros(len(self.counts), dtype=np.bool_)
        found: list[_Found] = []
        while len(found) < self.options.max_clusters:
            best = self.engine.maximum(self.counts, self.mean, self.total, removed)
            if best <= 0:
                break
            each = self._best(best, removed, codes)
            removed[list(each.areas)] = True
            found.append(each)
            # The replicates stay the same and the values fall, so p only rises from here on.
            if each.screening.value > self.options.publish_below:
                break
        return found

    def _best(self, best: float, removed: NDArray[np.bool_], codes: Sequence[str]) -> _Found:
        windows = self.engine.windows_reaching(self.counts, self.mean, self.total, removed, reached(best))
        window = min(windows, key=lambda each: self._plainest(each, codes))
        areas = self._areas(window)
        observed = int(self.counts[list(areas), : window.days].sum())
        expected = math.fsum(self.mean[list(areas), : window.days].ravel())
        value = float(llr(np.array(float(observed)), np.array(expected), self.total))
        return _Found(window, areas, observed, expected, value, self._screening(value))

    def _areas(self, window: Window) -> tuple[int, ...]:
        return tuple(sorted(int(each) for each in self.neighbours.of(window.centre)[: window.size]))

    def _plainest(self, window: Window, codes: Sequence[str]) -> tuple[object, ...]:
        """Among windows of one value: few areas, few days, then by code."""
        areas = [codes[each] for each in self._areas(window)]
        return (window.size, window.days, areas, codes[int(self.neighbours.of(window.centre)[0])])

    def _screening(self, value: float) -> PValue:
        """p under the fixed baseline, replicate after replicate in the order of their numbers."""
        screen = self.engine.screen(self.mean, self.total, reached(value))
        options, exceeds = self.options, np.zeros(0, dtype=np.bool_)
        while len(exceeds) < options.replicates:
            numbers = range(len(exceeds) + 1, min(len(exceeds) + _BATCH, options.replicates) + 1)
            part = self.spread(numbers, lambda some: screen.exceeding([self.replicate(each) for each in some]))
            exceeds = np.concatenate([exceeds, part])
            if options.stop_after and exceeds.sum() >= options.stop_after:
                break
        return sequential_p(exceeds, options.stop_after)

    def spread(self, numbers: range, work: Callable[[range], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """Share the replicates among the threads; the parts are put together in the order of their numbers."""
        threads = min(self.options.threads, len(numbers))
        if threads <= 1:
            return work(numbers)
        size = -(-len(numbers) // threads)
        parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        with ThreadPoolExecutor(threads) as pool:
            return np.concatenate(list(pool.map(work, parts)))


def _expected(
    baseline: ArrayLike | History,
    table: Counts,
    order: NDArray[np.int64],
    neighbours: Neighbours,
    options: ScanOptions,
) -> tuple[tuple[History, Shrunk] | None, ArrayLike]:
    """The history with what was fitted to it, if there is one, and the expectations; rows in the order asked for."""
    if isinstance(baseline, History):
        history = History(baseline.totals[order].astype(np.int64), baseline.past[order], baseline.coming[order])
        fitted = shrink(history, surroundings(neighbours, len(table)))
        return (history, fitted), fitted.expected(history)
    if options.statistic == "permutation":
        return None, np.ones(table.shape)
    given = np.asarray(baseline, dtype=np.float64)
    return None, given[order] if given.ndim and len(given) == len(order) else given


def _usual(table: Counts, expected: Floats, options: ScanOptions) -> Floats:
    """λ as the statistic wants it: as given; scaled to all that happened; or what the two margins give."""
    total = float(table.sum())
    if options.statistic == "expectation" or not total:
        return expected
    if options.statistic == "population":
        return np.asarray(expected * (total / expected.sum()))
    return np.asarray(np.outer(table.sum(axis=1), table.sum(axis=0)) / total)


def _engine(options: ScanOptions, neighbours: Neighbours, areas: int, days: int) -> _Engine:
    if options.engine == "reference":
        return ReferenceEngine(neighbours, areas, days)
    from kondusif.kerawanan.domain.scan_engine import FastEngine  # Numba compiles: only where a scan runs

    return FastEngine(neighbours, areas, days)


def _chance(
    table: Counts, usual: Floats, mean: Floats, total: int | None, dispersion: Dispersion, options: ScanOptions
) -> Null:
    if options.statistic == "permutation":
        areas, days = np.nonzero(table)
        times = table[areas, days]
        lags = table.shape[1] - 1 - days
        return ShuffledNull(
            np.repeat(areas, times).astype(np.int32), np.repeat(lags, times).astype(np.int32), options.max_days
        )
    ratio = dispersion.ratio if dispersion.scaled and dispersion.ratio else 1.0
    share = float(mean.sum()) / float(usual.sum()) if mean.size < usual.size else 1.0
    return FixedNull.over(mean, total=total, share=share, ratio=ratio)


def _worth(found: list[_Found], options: ScanOptions) -> bool:
    """Whether to redraw the baseline: it plays a part, it is asked for, and the best cluster may be more than chance."""
    if not found or not options.published_replicates or options.statistic == "permutation":
        return False
    return found[0].screening.value <= options.publish_below


def _redrawn_maxima(world: _World, history: History, fitted: Shrunk) -> Floats:
    """The greatest LLR of each quiet world whose baseline was fitted to its own past: float64[published_replicates]."""
    options, ratio = world.options, world.dispersion.ratio if world.dispersion.scaled else None
    null = RedrawnNull.over(history, fitted, world.neighbours, options, ratio=ratio or 1.0)

    def one(number: int) -> float:
        quiet = null.draw(number)
        return world.engine.maximum(quiet.counts, quiet.mean, quiet.total)

    with ThreadPoolExecutor(options.threads) as pool:
        return np.array(list(pool.map(one, range(1, options.published_replicates + 1))))


def _cluster(
    world: _World, found: _Found, maxima: Floats | None, codes: Sequence[str], dates: Sequence[date]
) -> Cluster:
    published = tail_p(maxima, found.llr) if maxima is not None else None
    shown = published or found.screening
    days = recurrence_days(shown.value)
    return Cluster(
        areas=tuple(sorted(codes[each] for each in found.areas)),
        centre=codes[int(world.neighbours.of(found.window.centre)[0])],
        first_date=dates[-found.window.days],
        latest_date=dates[-1],
        days=found.window.days,
        observed=found.observed,
        expected=found.expected,
        relative_risk=relative_risk(found.observed, found.expected, world.total),
        llr=found.llr,
        screening=found.screening,
        published=published,
        recurrence_days=days,
        level=level_of(days),
    )


def _manifest(world: _World, table: Counts, usual: Floats, dates: Sequence[date]) -> ScanManifest:
    options, lists = world.options, world.neighbours
    digest = hashlib.sha256()
    for part in (table, usual, lists.starts, lists.members):
        digest.update(str((part.shape, part.dtype.str)).encode())
        digest.update(np.ascontiguousarray(part).tobytes())
    return ScanManifest(
        statistic=options.statistic,
        engine=world.engine.name,
        seed=options.seed,
        replicates=options.replicates,
        published_replicates=options.published_replicates,
        stop_after=options.stop_after,
        areas=len(table),
        days=table.shape[1],
        max_days=options.max_days,
        windows=lists.windows * options.max_days,
        first_date=dates[0],
        latest_date=dates[-1],
        input_sha256=digest.hexdigest(),
        versions=tuple((name, version(name)) for name in ("kondusif", "numpy", "numba", "scipy")),
    )
