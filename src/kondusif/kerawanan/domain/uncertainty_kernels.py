"""The inner loops of the 1,000 draws, compiled by Numba and imported only where draws are made. No fast-math, sums in a fixed order.

A power mean of power means of one p is linear in n^p with flattened weights, and so is the complement form in log(1 − n/100): a
draw of an area is one dot product. Only a sub-dimension with holes needs its own denominator.
"""

from __future__ import annotations

import numpy as np

from kondusif.kerawanan.domain.scan_kernels import Array, compiled


@compiled
def add(turned: Array, flat: Array, begin: int, end: int, total: Array) -> None:
    """total[r] += Σ flat[j, r] · turned[j] for j from begin to end, in that order; four rows at a time to spare memory."""
    draws = flat.shape[1]
    item = begin
    while item + 4 <= end:
        a, b, c, d = turned[item], turned[item + 1], turned[item + 2], turned[item + 3]
        u, v, w, x = flat[item], flat[item + 1], flat[item + 2], flat[item + 3]
        for draw in range(draws):
            total[draw] = total[draw] + u[draw] * a + v[draw] * b + w[draw] * c + x[draw] * d
        item += 4
    while item < end:
        a = turned[item]
        u = flat[item]
        for draw in range(draws):
            total[draw] += u[draw] * a
        item += 1


@compiled
def fill(
    turned: Array,
    used: Array,
    slots: Array,
    drawn: Array,
    picked: Array,
    begin: int,
    end: int,
    items: Array,
    top: Array,
    below: Array,
) -> None:
    """top[r] = Σ w f(n) and below[r] = Σ w over the present and the imputed indicators of one sub-dimension of one area."""
    draws = len(top)
    top[:] = 0.0
    below[:] = 0.0
    for item in range(begin, end):
        if used[item] == 0:
            continue
        u = items[item]
        if slots[item] >= 0:
            z = drawn[slots[item]]
            for draw in range(draws):
                top[draw] += u[draw] * z[picked[draw]]
                below[draw] += u[draw]
        else:
            a = turned[item]
            for draw in range(draws):
                top[draw] += u[draw] * a
                below[draw] += u[draw]


@compiled
def alike(turned: Array, used: Array, slots: Array, drawn: Array, picked: int) -> float:
    """The plain mean of f(n) over the present and the imputed indicators of one area."""
    total, count = 0.0, 0
    for item in range(len(turned)):
        if used[item] == 1:
            total += drawn[slots[item], picked] if slots[item] >= 0 else turned[item]
            count += 1
    return total / max(count, 1)


@compiled
def linear(  # noqa: C901 -- one loop nest
    turned: Array,
    used: Array,
    slots: Array,
    drawn: Array,
    picked: Array,
    starts: Array,
    flat: Array,
    items: Array,
    above: Array,
    out: Array,
) -> None:
    """Fill out[a, r] with Σ of shares × f(n); `out`: float64[areas, R].

    turned: float64[areas, k] f(n), 0 where not used; used: uint8[areas, k]; slots: int32[areas, k] row in drawn of an imputed value
    or −1; drawn: float64[c, M] f of imputed values; picked: int64[R] which of the M; starts: int64[P + 1] first column of each
    sub-dimension; flat, items: float64[k, R] share of the whole and of the sub-dimension; above: float64[P, R] share of the
    sub-dimension in the whole.
    """
    draws, parts = flat.shape[1], len(starts) - 1
    top, below, lost = np.empty(draws), np.empty(draws), np.empty(draws)
    plain = np.empty(parts, dtype=np.uint8)
    for area in range(len(out)):
        total = out[area]
        total[:] = 0.0
        whole = True
        for part in range(parts):
            plain[part] = 1
            for item in range(starts[part], starts[part + 1]):
                if used[area, item] == 0 or slots[area, item] >= 0:
                    plain[part] = 0
                    whole = False
        if whole:
            add(turned[area], flat, 0, len(flat), total)
            continue
        lost[:] = 0.0
        for part in range(parts):
            begin, end = starts[part], starts[part + 1]
            if plain[part] == 1:
                add(turned[area], flat, begin, end, total)
                continue
            fill(turned[area], used[area], slots[area], drawn, picked, begin, end, items, top, below)
            u = above[part]
            for draw in range(draws):
                if below[draw] > 0.0:
                    total[draw] += u[draw] * top[draw] / below[draw]
                else:
                    lost[draw] += u[draw]
        # Where a draw leaves none of a sub-dimension's present indicators any weight, its share goes to the other sub-dimensions;
        # where nothing at all is left, the present indicators count alike.
        for draw in range(draws):
            if lost[draw] > 1.0 - 1e-9:
                total[draw] = alike(turned[area], used[area], slots[area], drawn, picked[draw])
            elif lost[draw] > 0.0:
                total[draw] /= 1.0 - lost[draw]


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
def ordered(rows: Array, low: int, high: int, bits: int, out: Array) -> None:
    """out[a] = the low-th and the high-th smallest, from 0, of each row of unsigned numbers below 2**bits; out: float64[areas, 2].

    Bit by bit from the highest: is the number with this bit set still not above what is sought? Each question counts the row once,
    which a processor does for dozens of numbers at a time; moving them about, as sorting does, it cannot.
    """
    for area in range(len(rows)):
        row = rows[area]
        for side in range(2):
            sought = low if side == 0 else high
            value = 0
            step = 1 << (bits - 1)
            while step > 0:
                border = np.uint32(value + step)
                less = np.uint32(0)
                for draw in range(len(row)):
                    less += np.uint32(row[draw] < border)
                if less <= sought:
                    value += step
                step >>= 1
            out[area, side] = value


@compiled
def ranks(grid: Array, first: int, turned: Array, places: Array, out: Array) -> None:
    """out[a, first + d] = 1 + the number of areas with a greater score in draw first + d, by counting.

    grid: uint16[n, R]; turned: uint16[D, n], places: uint32[D, n]: room for D draws side by side; out: uint32[n, R].
    """
    draws = len(turned)
    areas = len(grid)
    counted = np.empty(65536, dtype=np.uint32)
    for area in range(areas):
        row = grid[area]
        for draw in range(draws):
            turned[draw, area] = row[first + draw]
    for draw in range(draws):
        row = turned[draw]
        counted[:] = 0
        for area in range(areas):
            counted[row[area]] += np.uint32(1)
        above = np.uint32(1)
        for value in range(65535, -1, -1):
            here = counted[value]
            counted[value] = above
            above += here
        place = places[draw]
        for area in range(areas):
            place[area] = counted[row[area]]
    for area in range(areas):
        row = out[area]
        for draw in range(draws):
            row[first + draw] = places[draw, area]
