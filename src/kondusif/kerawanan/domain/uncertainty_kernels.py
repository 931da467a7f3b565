"""The inner loops of the 1,000 draws, compiled by Numba and imported only where draws are made. No fast-math, sums in a fixed order.

A power mean of power means of one p is linear in n^p with flattened weights, and so is the complement form in log(1 − n/100): a
draw of an area is one dot product. Only a sub-dimension with holes needs its own denominator.
"""

from __future__ import annotations

import numpy as np

from kondusif.kerawanan.domain.scan_kernels import Array, compiled


@compiled
def linear(  # noqa: C901 -- one loop nest, unrolled by hand
    first: int,
    turned: Array,
    used: Array,
    slots: Array,
    drawn: Array,
    starts: Array,
    flat: Array,
    items: Array,
    above: Array,
    out: Array,
) -> None:
    """Fill out[a, r] with Σ of shares × f(n) for areas first, first + 1, …; `out`: float64[areas, R].

    turned: float64[n, k] f(n); used: uint8[n, k]; slots: int64[n, k] row in drawn of an imputed value or −1;
    drawn: float64[c, R] f of imputed values; starts: int64[P + 1] first column of each sub-dimension;
    flat, items: float64[k, R] share of the whole and of the sub-dimension; above: float64[P, R] share of the sub-dimension.
    """
    draws = flat.shape[1]
    top = np.empty(draws)
    below = np.empty(draws)
    for area in range(len(out)):
        row = first + area
        total = out[area]
        total[:] = 0.0
        for part in range(len(starts) - 1):
            begin, end = starts[part], starts[part + 1]
            plain = True
            for item in range(begin, end):
                if used[row, item] == 0 or slots[row, item] >= 0:
                    plain = False
            if plain:
                item = begin
                while item + 4 <= end:
                    a, b, c, d = turned[row, item], turned[row, item + 1], turned[row, item + 2], turned[row, item + 3]
                    u, v, w, x = flat[item], flat[item + 1], flat[item + 2], flat[item + 3]
                    for draw in range(draws):
                        total[draw] = total[draw] + u[draw] * a + v[draw] * b + w[draw] * c + x[draw] * d
                    item += 4
                while item < end:
                    a = turned[row, item]
                    u = flat[item]
                    for draw in range(draws):
                        total[draw] += u[draw] * a
                    item += 1
                continue
            top[:] = 0.0
            below[:] = 0.0
            for item in range(begin, end):
                if used[row, item] == 0:
                    continue
                u = items[item]
                slot = slots[row, item]
                if slot >= 0:
                    z = drawn[slot]
                    for draw in range(draws):
                        top[draw] += u[draw] * z[draw]
                        below[draw] += u[draw]
                else:
                    a = turned[row, item]
                    for draw in range(draws):
                        top[draw] += u[draw] * a
                        below[draw] += u[draw]
            u = above[part]
            for draw in range(draws):
                # A Dirichlet draw may leave the present indicators without any weight; then nothing is added.
                if below[draw] > 0.0:
                    total[draw] += u[draw] * top[draw] / below[draw]


@compiled
def keep(scores: Array, medium: float, high: float, grid: Array, at_medium: Array, at_high: Array) -> None:
    """Round float64[areas, R] scores to a grid of 65,536 steps and count the draws at or above both limits."""
    for area in range(len(scores)):
        mediums = 0
        highs = 0
        for draw in range(scores.shape[1]):
            score = scores[area, draw]
            mediums += score >= medium
            highs += score >= high
            grid[area, draw] = np.uint16(min(max(score, 0.0), 100.0) * 655.35 + 0.5)
        at_medium[area] += mediums
        at_high[area] += highs


@compiled
def ranks(grid: Array, out: Array) -> None:
    """1 + the number of areas with a greater score, draw by draw: uint16[R, n] → uint32[R, n], by counting."""
    counted = np.zeros(65536, dtype=np.uint32)
    for draw in range(len(grid)):
        counted[:] = 0
        row = grid[draw]
        for area in range(len(row)):
            counted[row[area]] += np.uint32(1)
        above = np.uint32(1)
        for value in range(65535, -1, -1):
            here = counted[value]
            counted[value] = above
            above += here
        target = out[draw]
        for area in range(len(row)):
            target[area] = counted[row[area]]
