"""The inner loops of the single-series methods, compiled by Numba. Imported only where they run; sums in a fixed order.

Why the Farrington fit is fast: its design is a factor and at most a line in time, so weighted least squares is solved in closed form.
Within each level of the factor weeks and logarithms are centred at their weighted means, and one slope is fitted to what is left.
No matrix is formed, and a step of the fit costs one pass over the weeks.
"""

from __future__ import annotations

import math

import numpy as np

from kondusif.kerawanan.domain.scan_kernels import Array, compiled

_STEPS = 25  # of least squares; then the fit counts as not converged
_CLOSE = 1e-8  # relative change of the deviance that ends the fit
_TINY = 2.220446049250313e-16  # the least mean, so that nothing is divided by nought


@compiled
def fit(
    count: Array, prior: Array, offset: Array, time: Array, level: Array, trend: int, mean: Array, working: Array, lines: Array
) -> tuple[float, float, bool]:  # fmt: skip
    """Log-linear Poisson regression on a factor and a line in time: (slope, information on the slope, converged).

    All arrays float64[n_weeks] but level: int64[n_weeks] and lines: float64[3, n_levels]. Fills `mean`, and as the last step of
    least squares left them `working` (weights) and `lines`: per level the weight, the centre in time, the height there (log mean).
    """
    number = len(count)
    weight, centre, height = lines[0], lines[1], lines[2]
    constant = before = 0.0
    eta = np.empty(number)
    for row in range(number):
        mean[row] = count[row] + 0.1
        eta[row] = math.log(mean[row])
        if count[row] > 0:
            constant += prior[row] * count[row] * (math.log(count[row]) - 1.0)
        before += prior[row] * (mean[row] - count[row] * eta[row])
    before += constant
    slope = spread = 0.0
    for _ in range(_STEPS):
        lines[:] = 0.0
        for row in range(number):
            working[row] = prior[row] * mean[row]
            eta[row] += (count[row] - mean[row]) / mean[row] - offset[row]
            weight[level[row]] += working[row]
            centre[level[row]] += working[row] * time[row]
            height[level[row]] += working[row] * eta[row]
        for each in range(len(weight)):
            centre[each] /= weight[each]
            height[each] /= weight[each]
        if trend:
            spread = product = 0.0
            for row in range(number):
                away = time[row] - centre[level[row]]
                spread += working[row] * away * away
                product += working[row] * away * (eta[row] - height[level[row]])
            slope = product / spread
        after = constant
        for row in range(number):
            eta[row] = height[level[row]] + slope * (time[row] - centre[level[row]]) + offset[row]
            mean[row] = max(math.exp(eta[row]), _TINY)
            after += prior[row] * (mean[row] - count[row] * eta[row])
        if not math.isfinite(after):
            break
        # Both are half the deviance.
        if abs(after - before) / (abs(after) + 0.05) < _CLOSE:
            return slope, spread, True
        before = after
    return slope, spread, False


@compiled
def leverage(working: Array, time: Array, level: Array, lines: Array, spread: float, row: int) -> float:
    """How much the fit in a week depends on that week: the diagonal of the hat matrix; `spread` is 0 without a trend."""
    away = time[row] - lines[1, level[row]]
    line = away * away / spread if spread > 0 else 0.0
    return float(working[row] * (1.0 / lines[0, level[row]] + line))


@compiled
def reweigh(
    count: Array, mean: Array, working: Array, time: Array, level: Array, lines: Array, spread: float,
    dispersion: float, threshold: float, prior: Array,
) -> None:  # fmt: skip
    """Weights of Farrington et al. (1996): 1/s² where the Anscombe residual s lies above the threshold, else 1, summing to n."""
    number = len(count)
    total = 0.0
    for row in range(number):
        free = dispersion * (1.0 - leverage(working, time, level, lines, spread, row))
        residual = (
            1.5 * (count[row] ** (2.0 / 3.0) * mean[row] ** (-1.0 / 6.0) - math.sqrt(mean[row])) / math.sqrt(free)
        )
        prior[row] = 1.0 / (residual * residual) if residual > threshold else 1.0
        total += prior[row]
    for row in range(number):
        prior[row] *= number / total


@compiled
def spread_of(count: Array, mean: Array, weights: Array, free: int) -> float:
    """Σ weight·((count − mean)/mean)² by degrees of freedom: with working weights Pearson's variance over mean."""
    total = 0.0
    for row in range(len(count)):
        off = (count[row] - mean[row]) / mean[row]
        total += weights[row] * off * off
    return total / free


@compiled
def farrington_rows(
    counts: Array, offsets: Array, offsets_now: Array, time: Array, level: Array, now: float, levels: int,
    trend: int, least_t: float, threshold: float, pearson: int, out: Array,
) -> None:  # fmt: skip
    """One judged week of every area: out[area] = expected, error of its logarithm, variance over mean, trend kept, fitted.

    counts, offsets (logarithms of exposure): float64[n_areas, n_weeks]; level: 0 is that of the judged week; `least_t`: a trend
    is kept where it is at least so many of its errors; `threshold`: infinite where nothing is reweighted.
    """
    number = counts.shape[1]
    mean, working, prior = np.empty(number), np.empty(number), np.empty(number)
    lines = np.empty((3, levels))
    for area in range(counts.shape[0]):
        count, offset = counts[area], offsets[area]
        sloped = trend
        out[area, 4] = 0.0
        if not count.any():
            # Nothing to fit: half an incident in all those weeks, by the rule of succession.
            out[area, 0] = 0.5 * math.exp(offsets_now[area]) / np.exp(offset).sum()
            out[area, 1] = math.sqrt(2.0)
            out[area, 2] = out[area, 4] = 1.0
            continue
        for _ in range(2):
            prior[:] = 1.0
            slope, spread, converged = fit(count, prior, offset, time, level, sloped, mean, working, lines)
            if not converged and sloped:
                sloped = 0
                slope, spread, converged = fit(count, prior, offset, time, level, sloped, mean, working, lines)
            if not converged:
                break
            free = number - levels - (1 if sloped else 0)
            dispersion = max(1.0, spread_of(count, mean, working, free))
            if threshold < np.inf:
                reweigh(count, mean, working, time, level, lines, spread, dispersion, threshold, prior)
                slope, spread, converged = fit(count, prior, offset, time, level, sloped, mean, working, lines)
                dispersion = max(1.0, spread_of(count, mean, working, free))
            scale = dispersion
            if not pearson:
                scale = spread_of(count, mean, prior if threshold < np.inf else working, free)
            away = now - lines[1, 0]
            expected = math.exp(lines[2, 0] + slope * away + offsets_now[area])
            variance = 1.0 / lines[0, 0] + (away * away / spread if sloped else 0.0)
            out[area, 0] = expected
            out[area, 1] = math.sqrt(scale * variance)
            out[area, 2] = dispersion
            out[area, 3] = 1.0 if sloped else 0.0
            out[area, 4] = 1.0 if math.isfinite(expected) and math.isfinite(variance) else 0.0
            if not sloped or (abs(slope) * math.sqrt(spread / scale) > least_t and expected <= count.max()):
                break
            sloped = 0


@compiled
def cusum_rows(counts: Array, gain: Array, drift: Array, threshold: Array, statistic: Array, alarm: Array) -> None:
    """The sum of each area over the steps: max(0, sum + gain·count − drift), begun anew after it reached its threshold.

    counts, drift, threshold, statistic: float64[n_areas, n_steps]; gain: float64[n_steps]; alarm: bool[n_areas, n_steps].
    """
    for area in range(counts.shape[0]):
        total = 0.0
        for step in range(counts.shape[1]):
            total = max(0.0, total + gain[step] * counts[area, step] - drift[area, step])
            statistic[area, step] = total
            alarm[area, step] = total >= threshold[area, step]
            if alarm[area, step]:
                total = 0.0


@compiled
def run_lengths(chance: Array, up: int, down: int, states: int) -> Array:
    """How many steps on average until a sum first reaches 1, 2, … `states`: float64[states].

    The sum starts at 0, rises by `up` for each incident, falls by `down` a step and never below 0; chance[y]: probability of y
    incidents. Brook and Evans (1972): with P among the states below H the mean is the first entry of (I − P)⁻¹·1. All H come out of
    one elimination, since those matrices are the corners of the greatest; it needs no pivots, since their columns are
    dominated by the diagonal, and it is short, since a step leads down by `down` states at most.
    """
    matrix = np.zeros((states, states))
    for state in range(states):
        matrix[state, state] = 1.0
        for count in range(len(chance)):
            to = max(0, state + up * count - down)
            if to >= states:
                break
            matrix[state, to] -= chance[count]
    right = np.ones(states)
    left = np.zeros(states)
    length = np.empty(states)
    total = 0.0
    for pivot in range(states):
        above = 1.0 if pivot == 0 else 0.0
        for earlier in range(pivot):
            above -= left[earlier] * matrix[earlier, pivot]
        left[pivot] = above / matrix[pivot, pivot]
        total += left[pivot] * right[pivot]
        length[pivot] = total
        for row in range(pivot + 1, min(pivot + down + 1, states)):
            share = matrix[row, pivot] / matrix[pivot, pivot]
            if share != 0.0:
                for column in range(pivot + 1, states):
                    matrix[row, column] -= share * matrix[pivot, column]
                right[row] -= share * right[pivot]
    return length
