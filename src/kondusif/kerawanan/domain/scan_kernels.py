"""The inner loops of the fast scan, compiled by Numba. Imported only where a scan runs; no fast-math, sums in a fixed order.

Why they are fast: given what a replicate must reach, λ of a window decides the smallest count that reaches it. So no logarithm
is taken for a window, only whether a running count meets a whole number (`thresholds`, `reach_*`), or where λ changes from
replicate to replicate, whether a running λ stays below a bound looked up by the running count (`maximum`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Floats

Array = NDArray[Any]
F = TypeVar("F", bound=Callable[..., object])
# Four counts of 16 bits in one word; the highest bit of each says that its threshold is met.
LANES_PER_WORD = 4
NEVER = 0x7FFF
SEGMENT = 16  # windows that are passed over at once where none of them can reach its threshold


def compiled(function: F) -> F:
    """Compile, and keep what was compiled where this machine lets us write; without that it is compiled in every process."""
    try:
        return cast("F", numba.njit(nogil=True, error_model="numpy", cache=True)(function))
    except RuntimeError:  # no folder to write to
        return cast("F", numba.njit(nogil=True, error_model="numpy")(function))


@compiled
def ratio(count: float, mean: float, total: float) -> float:
    """LLR of one window with count > mean; `total` below 0 means the expectation form."""
    if total < 0:
        return count * math.log(count / mean) - (count - mean)
    rest = total - count
    outside = rest * math.log(rest / (total - mean)) if rest > 0 else 0.0
    return count * math.log(count / mean) + outside


@compiled
def fill_bounds(bounds: Array, first: int, value: float, total: float, most: float) -> int:
    """bounds[c] = the greatest λ at which c reaches `value`, from c = first until it is at least `most`; returns the end.

    Newton's iteration for u = ln λ; the ratio is convex in u, so it cannot miss. bounds[0] lies below every λ.
    """
    bounds[0] = -1.0
    for count in range(max(first, 1), len(bounds)):
        level = value / count
        u = math.log(count) - 1.0 - level
        for _ in range(80):
            mean = math.exp(u)
            if total < 0:
                slope = mean - count
                miss = count * (math.log(count) - u) - (count - mean) - value
            elif count < total:
                slope = (total - count) * mean / (total - mean) - count
                miss = count * (math.log(count) - u) - value
                miss += (total - count) * math.log((total - count) / (total - mean))
            else:
                slope = -float(count)
                miss = count * (math.log(count) - u) - value
            step = miss / slope
            u -= step
            if abs(step) < 1e-15 * max(1.0, abs(u)):
                break
        bounds[count] = min(math.exp(u), float(count))
        if bounds[count] >= most:
            return count + 1
    return len(bounds)


@compiled
def thresholds(starts: Array, members: Array, mean: Array, bounds: Array, end: int, bias: Array) -> None:
    """bias[window, lane] = 0x8000 − the smallest count that reaches the value; lanes without a day never reach it.

    mean: float64[n_areas, days], sums of the latest days. λ grows along a list, so the count is found by walking on.
    """
    days = mean.shape[1]
    running = np.zeros(days)
    counts = np.ones(days, np.int64)
    for centre in range(len(starts) - 1):
        running[:] = 0.0
        counts[:] = 1
        for window in range(starts[centre], starts[centre + 1]):
            area = members[window]
            for day in range(days):
                running[day] += mean[area, day]
                count = counts[day]
                while count < end and bounds[count] < running[day]:
                    count += 1
                counts[day] = count
                bias[window, day] = 0x8000 - (count if count < end and count < NEVER else NEVER)
            for day in range(days, bias.shape[1]):
                bias[window, day] = 1


@compiled
def spread(areas: Array, lags: Array, sizes: Array, days: int, running: Array, busy: Array) -> None:
    """Incidents of one replicate as counts of the latest 1, 2, … days: running[area, day], busy[area]."""
    running[:] = 0
    busy[:] = 0
    for each in range(len(areas)):
        busy[areas[each]] = 1
        for day in range(lags[each], days):
            running[areas[each], day] += sizes[each]


@compiled
def reach_eight(starts: Array, members: Array, bias: Array, running: Array, out: Array) -> None:
    """For each replicate of a block whether any window reaches its threshold: 32 durations at once, in eight words.

    bias: uint64[windows, 8]; running: uint64[block, n_areas, 8]; out: bool[block]. Along a list counts and thresholds only rise. So
    where the counts at the end of a segment stay below the thresholds at its beginning, none of its windows is looked at.
    """
    met = np.uint64(0x8000800080008000)
    for centre in range(len(starts) - 1):
        begin, end = np.uint64(starts[centre]), np.uint64(starts[centre + 1])
        for block in range(running.shape[0]):
            if out[block]:
                continue
            r0 = r1 = r2 = r3 = r4 = r5 = r6 = r7 = np.uint64(0)
            first = begin
            while first < end:
                stop = min(first + np.uint64(SEGMENT), end)
                s0, s1, s2, s3, s4, s5, s6, s7 = r0, r1, r2, r3, r4, r5, r6, r7
                for window in range(first, stop):
                    area = np.uint32(members[window])
                    r0 += running[block, area, 0]
                    r1 += running[block, area, 1]
                    r2 += running[block, area, 2]
                    r3 += running[block, area, 3]
                    r4 += running[block, area, 4]
                    r5 += running[block, area, 5]
                    r6 += running[block, area, 6]
                    r7 += running[block, area, 7]
                low = (r0 + bias[first, 0]) | (r1 + bias[first, 1]) | (r2 + bias[first, 2]) | (r3 + bias[first, 3])
                up = (r4 + bias[first, 4]) | (r5 + bias[first, 5]) | (r6 + bias[first, 6]) | (r7 + bias[first, 7])
                if (low | up) & met:
                    for window in range(first, stop):
                        area = np.uint32(members[window])
                        s0 += running[block, area, 0]
                        s1 += running[block, area, 1]
                        s2 += running[block, area, 2]
                        s3 += running[block, area, 3]
                        s4 += running[block, area, 4]
                        s5 += running[block, area, 5]
                        s6 += running[block, area, 6]
                        s7 += running[block, area, 7]
                        low = (
                            (s0 + bias[window, 0])
                            | (s1 + bias[window, 1])
                            | (s2 + bias[window, 2])
                            | (s3 + bias[window, 3])
                        )
                        up = (
                            (s4 + bias[window, 4])
                            | (s5 + bias[window, 5])
                            | (s6 + bias[window, 6])
                            | (s7 + bias[window, 7])
                        )
                        if (low | up) & met:
                            out[block] = True
                            break
                    if out[block]:
                        break
                first = stop


@compiled
def reach_four(starts: Array, members: Array, bias: Array, running: Array, out: Array) -> None:
    """`reach_eight` for at most 16 durations, in four words."""
    met = np.uint64(0x8000800080008000)
    for centre in range(len(starts) - 1):
        begin, end = np.uint64(starts[centre]), np.uint64(starts[centre + 1])
        for block in range(running.shape[0]):
            if out[block]:
                continue
            r0 = r1 = r2 = r3 = np.uint64(0)
            first = begin
            while first < end:
                stop = min(first + np.uint64(SEGMENT), end)
                s0, s1, s2, s3 = r0, r1, r2, r3
                for window in range(first, stop):
                    area = np.uint32(members[window])
                    r0 += running[block, area, 0]
                    r1 += running[block, area, 1]
                    r2 += running[block, area, 2]
                    r3 += running[block, area, 3]
                reached = (r0 + bias[first, 0]) | (r1 + bias[first, 1]) | (r2 + bias[first, 2]) | (r3 + bias[first, 3])
                if reached & met:
                    for window in range(first, stop):
                        area = np.uint32(members[window])
                        s0 += running[block, area, 0]
                        s1 += running[block, area, 1]
                        s2 += running[block, area, 2]
                        s3 += running[block, area, 3]
                        reached = (
                            (s0 + bias[window, 0])
                            | (s1 + bias[window, 1])
                            | (s2 + bias[window, 2])
                            | (s3 + bias[window, 3])
                        )
                        if reached & met:
                            out[block] = True
                            break
                    if out[block]:
                        break
                first = stop


@compiled
def reach_wide(
    starts: Array, members: Array, mean: Array, bounds: Array, end: int, running: Array, busy: Array, out: Array
) -> None:
    """The same for counts beyond 15 bits, in whole numbers of 32: λ is summed again and its bound looked up."""
    days = mean.shape[1]
    usual = np.zeros(days)
    counts = np.zeros(days, np.int32)
    for block in range(running.shape[0]):
        for centre in range(len(starts) - 1):
            if out[block]:
                break
            usual[:] = 0.0
            counts[:] = 0
            for window in range(starts[centre], starts[centre + 1]):
                area = members[window]
                for day in range(days):
                    usual[day] += mean[area, day]
                    counts[day] += running[block, area, day]
                if busy[block, area] == 0:
                    continue
                for day in range(days):
                    if counts[day] >= end or usual[day] <= bounds[counts[day]]:
                        out[block] = True
                        break
                if out[block]:
                    break


@compiled
def maximum(
    starts: Array, members: Array, counts: Array, mean: Array, busy: Array, removed: Array, total: float, bounds: Array
) -> float:
    """The greatest LLR of all windows; 0 where nothing exceeds its expectation.

    counts: int32[n_areas, days], mean: float64[n_areas, days], both sums of the latest days; bounds: float64[largest count + 1]
    to work in. A window is looked at closely only where an area with incidents enters and λ lies below the bound for the best
    value so far; the bounds follow that value as soon as looking closely has cost as much as computing them anew.
    """
    days = mean.shape[1]
    usual = np.zeros(days)
    running = np.zeros(days, np.int64)
    best = 0.0
    looked = 0
    for count in range(len(bounds)):
        bounds[count] = float(count)
    bounds[0] = -1.0
    for centre in range(len(starts) - 1):
        usual[:] = 0.0
        running[:] = 0
        for window in range(starts[centre], starts[centre + 1]):
            area = members[window]
            if removed[area]:
                break
            for day in range(days):
                usual[day] += mean[area, day]
            if busy[area] == 0:
                continue
            for day in range(days):
                running[day] += counts[area, day]
                if usual[day] < bounds[running[day]]:
                    looked += 1
                    found = ratio(running[day], usual[day], total)
                    if found > best:
                        best = found
            if looked * 4 > len(bounds) and best > 0:
                fill_bounds(bounds, 1, best, total, np.inf)
                looked = 0
    return best


@compiled
def reaching(
    starts: Array, members: Array, counts: Array, mean: Array, removed: Array, total: float, value: float, found: Array
) -> int:
    """How many windows have an LLR of at least `value`; those that fit into `found` are written there: centre, size, days."""
    days = mean.shape[1]
    usual = np.zeros(days)
    running = np.zeros(days, np.int64)
    number = 0
    for centre in range(len(starts) - 1):
        usual[:] = 0.0
        running[:] = 0
        for window in range(starts[centre], starts[centre + 1]):
            area = members[window]
            if removed[area]:
                break
            for day in range(days):
                usual[day] += mean[area, day]
                running[day] += counts[area, day]
                if running[day] > usual[day] and ratio(running[day], usual[day], total) >= value:
                    if number < len(found):
                        found[number, 0] = centre
                        found[number, 1] = window - starts[centre] + 1
                        found[number, 2] = day + 1
                    number += 1
    return number


def bounds_up_to(value: float, total: int | None, most: float, largest: int) -> tuple[Floats, int]:
    """`fill_bounds` into an array of its own: (bounds, end)."""
    bounds = np.zeros(largest + 1)
    end = int(fill_bounds(bounds, 1, value, -1.0 if total is None else float(total), most))
    return bounds, end
