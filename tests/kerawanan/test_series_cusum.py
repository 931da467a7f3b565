from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from kondusif.kerawanan.domain.series_cusum import (
    chances,
    cusum,
    increments,
    lattice,
    possible_means,
    threshold_of,
    thresholds,
)
from kondusif.kerawanan.domain.series_kernels import run_lengths
from kondusif.kerawanan.domain.series_means import dispersion_of, shrunken
from kondusif.kerawanan.domain.series_types import CusumOptions, SeriesRefused

MONTHLY = CusumOptions(run_length=30.0)


def quiet(
    areas: int, days: int, mean: float, ratio: float = 1.0, seed: int = 1
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    choice = np.random.default_rng(seed)
    true = mean * choice.gamma(4, 0.25, (areas, 1)) * np.ones((areas, days))
    return choice.poisson(true) if ratio == 1 else choice.negative_binomial(true / (ratio - 1), 1 / ratio)


def test_mean_run_lengths_are_those_of_r() -> None:
    # R surveillance 1.20.3: arlCusum(h=5, k=1.4, theta=1.0) and arlCusum(h=3, k=1, theta=0.5), Poisson.
    first = run_lengths(chances(1.0, 1.0, 40), 10, 14, 80)
    second = run_lengths(chances(0.5, 1.0, 40), 10, 10, 80)
    assert (round(float(first[49]), 4), round(float(second[29]), 4)) == (194.5919, 174.2455)


def test_one_elimination_gives_the_mean_run_length_of_every_threshold() -> None:
    chance = chances(0.7, 1.6, 60)
    found = run_lengths(chance, 6, 7, 30)
    for states in (1, 2, 13, 30):
        steps = np.zeros((states, states))
        for state in range(states):
            for count, share in enumerate(chance):
                to = max(0, state + 6 * count - 7)
                if to < states:
                    steps[state, to] += share
        length = np.linalg.solve(np.eye(states) - steps, np.ones(states))[0]
        assert found[states - 1] == pytest.approx(length)
    assert (np.diff(found) > -1e-9).all()


def test_an_incident_adds_and_a_step_takes_what_the_likelihoods_say() -> None:
    gain, drift = increments(np.array([[3.0, 3.0]]), np.array([1.0, 1.5]), 2.0)
    # Poisson: y·ln 2 − μ. Negative binomial of dispersion parameter κ = μ/(φ − 1) = 6 under 3 and under 6.
    assert (gain[0], drift[0, 0]) == (pytest.approx(math.log(2)), pytest.approx(3.0))
    assert gain[1] == pytest.approx(math.log(6 / 12) - math.log(3 / 9))
    assert drift[0, 1] == pytest.approx(6 * math.log(12 / 9))
    near, _ = increments(np.array(3.0), np.array(1 + 1e-9), 2.0)
    assert near == pytest.approx(math.log(2))


def test_the_sum_never_falls_below_nought_and_begins_anew_after_an_alarm() -> None:
    counts = quiet(40, 60, 1.0)
    counts[7, 40:50] += 6
    found = cusum(counts)
    gain, drift = increments(found.expected, found.dispersion, 2.0)
    total = 0.0
    for step in range(found.alarm.shape[1]):
        total = max(0.0, total + gain[step] * counts[7, found.first + step] - drift[7, step])
        assert found.statistic[7, step] == pytest.approx(total)
        assert found.alarm[7, step] == (total >= found.threshold[7, step])
        total = 0.0 if found.alarm[7, step] else total
    assert found.alarm[7, 40 - found.first : 43 - found.first].any()


def test_the_mean_comes_from_the_past_alone_without_the_latest_week() -> None:
    counts = quiet(40, 60, 1.0)
    whole = cusum(counts)
    cut, outbreak = cusum(counts[:, :50]), counts.copy()
    outbreak[:, 43:] += 9
    changed = cusum(outbreak)
    for name in ("statistic", "threshold", "expected", "alarm"):
        assert (getattr(whole, name)[:, : 50 - whole.first] == getattr(cut, name)).all()
    assert (changed.expected[:, 50 - whole.first] == whole.expected[:, 50 - whole.first]).all()
    assert changed.expected[:, 52 - whole.first].mean() > whole.expected[:, 52 - whole.first].mean()


def test_a_threshold_is_as_rare_as_asked_where_the_mean_is_known() -> None:
    for mean, ratio in ((0.25, 1.0), (1.0, 1.0), (2.0, 1.5)):
        reach = threshold_of(mean, 1024.0, ratio, 2.0, 30.0)
        gain, drift = (float(each) for each in increments(np.array(mean), np.array(ratio), 2.0))
        choice = np.random.default_rng(4)
        drawn = choice.poisson(mean, (4000, 400)) if ratio == 1 else choice.negative_binomial(mean / (ratio - 1), 1 / ratio, (4000, 400))  # fmt: skip
        total, alarms = np.zeros(4000), 0
        for step in range(400):
            total = np.maximum(0.0, total + gain * drawn[:, step] - drift)
            alarms += int((total >= reach).sum())
            total[total >= reach] = 0.0
        assert 0.75 < alarms / drawn.size * 30 < 1.1


def test_the_less_is_known_of_a_mean_the_more_is_asked_for() -> None:
    reach = [threshold_of(0.25, certainty, 1.0, 2.0, 30.0) for certainty in (2.0, 8.0, 64.0, 1024.0)]
    assert reach == sorted(reach, reverse=True)
    assert threshold_of(4.0, 0.5, 1.0, 2.0, 365.0) == math.inf
    assert threshold_of(1.0, 64.0, 2.0, 2.0, 365.0) > threshold_of(1.0, 64.0, 2.0, 2.0, 30.0)


def test_thresholds_between_the_cells_of_the_table_lie_between_theirs() -> None:
    known, sure = np.array([[0.25, 0.3, 2**-1.5]]), np.full((1, 3), 64.0)
    first, middle, last = thresholds(known, sure, np.ones(3), MONTHLY)[0]
    assert (first, last) == tuple(threshold_of(each, 64.0, 1.0, 2.0, 30.0) for each in (0.25, 2**-1.5))
    share = (2 * math.log2(0.3) + 4) / 1
    assert middle == pytest.approx(first + share * (last - first))
    assert thresholds(np.array([[1e-9, 1e9]]), np.array([[1e9, 1e9]]), np.ones(2), MONTHLY) == pytest.approx(
        thresholds(np.array([[2**-6.5, 2.0**7]]), np.array([[1024.0, 1024.0]]), np.ones(2), MONTHLY)
    )


@pytest.mark.parametrize(("mean", "ratio"), [(0.3, 1.0), (2.0, 1.5)])
def test_quiet_series_alarm_no_more_often_than_stated(mean: float, ratio: float) -> None:
    found = cusum(quiet(300, 200, mean, ratio), options=MONTHLY)
    assert 0.5 < found.alarm.mean() * 30 < 1.1


def test_what_doubles_and_what_triples_is_found() -> None:
    counts = quiet(300, 56, 1.0)
    more = counts.copy()
    more[:, 42:] += np.random.default_rng(8).poisson(
        2 * counts[:, :42].mean(axis=1, keepdims=True) * np.ones((300, 14))
    )
    missed = ~cusum(more).alarm[:, 42 - 21 :].any(axis=1)
    assert missed.mean() < 0.15
    assert cusum(counts).alarm[:, 42 - 21 :].any(axis=1).mean() < 14 / 365 + 0.03


def test_one_area_is_watched_by_itself_and_is_not_surer_than_what_happened() -> None:
    counts = quiet(1, 56, 0.5, seed=3)
    found = cusum(counts)
    assert found.expected[0, -1] == pytest.approx(counts[0, :48].mean(), rel=0.05)
    assert found.certainty[0, -1] == counts[0, :48].sum()


def test_means_are_drawn_towards_that_of_all_areas_by_as_much_as_is_unknown() -> None:
    counts = np.array([0.0, 0, 1, 2, 9, 0, 1, 3, 0, 4])
    mean, shape = shrunken(counts, np.full(10, 10.0), np.ones(10))
    assert mean[0] > 0
    assert mean[4] < 0.9
    assert (np.argsort(mean, kind="stable") == np.argsort(counts, kind="stable")).all()
    assert (shape > counts).all()
    turned, _ = shrunken(counts[::-1], np.full(10, 10.0), np.ones(10))
    assert (turned[::-1] == mean).all()


def test_twice_the_exposure_is_twice_the_mean() -> None:
    counts = quiet(30, 50, 1.0)
    exposure = np.ones(counts.shape)
    exposure[:, -1] = 2
    plain, doubled = cusum(counts), cusum(counts, exposure=exposure)
    assert doubled.expected[:, -1] == pytest.approx(2 * plain.expected[:, -1])
    assert (doubled.expected[:, :-1] == plain.expected[:, :-1]).all()


def test_a_variance_is_told_from_a_mean_where_enough_happened() -> None:
    assert dispersion_of(quiet(200, 60, 1.0), np.ones((200, 60))) <= 1.1
    assert 1.8 <= dispersion_of(quiet(200, 60, 1.0, 2.0), np.ones((200, 60))) <= 2.2
    assert dispersion_of(np.array([[19, 0, 0]]), np.ones((1, 3))) == 1.0


def test_nodes_of_possible_means_have_the_moments_of_the_gamma_distribution() -> None:
    for shape in (0.25, 1.0, 30.0, 1024.0):
        nodes, weights = possible_means(3.0, shape)
        assert float(weights.sum()) == pytest.approx(1)
        assert float(weights @ nodes) == pytest.approx(3)
        assert float(weights @ nodes**2) == pytest.approx(9 + 9 / shape)


def test_the_chain_steps_down_by_whole_states_in_the_right_ratio() -> None:
    assert lattice(0.005) == (200, 1)
    for reference in (0.09, 0.4, 1.44, 30.0):
        up, down = lattice(reference)
        assert down / up == pytest.approx(reference, rel=0.12)


def test_the_order_of_areas_changes_nothing() -> None:
    counts = quiet(60, 56, 0.4)
    weights = np.random.default_rng(2).uniform(0.5, 2, (60, 1)) * np.ones((60, 56))
    order = np.random.default_rng(3).permutation(60)
    plain, turned = cusum(counts, exposure=weights), cusum(counts[order], exposure=weights[order])
    for name in ("statistic", "threshold", "alarm", "expected", "certainty"):
        assert (getattr(turned, name) == getattr(plain, name)[order]).all()


def test_where_nothing_happened_there_is_no_alarm() -> None:
    found = cusum(np.zeros((5, 40), dtype=int))
    assert not found.alarm.any()
    assert (found.statistic == 0).all()
    assert (found.expected > 0).all()


@pytest.mark.parametrize(
    ("counts", "options", "words"),
    [
        (np.zeros((2, 21)), CusumOptions(), "ada 21 langkah, perlu sedikitnya 22"),
        (-np.ones((2, 30)), CusumOptions(), "tidak boleh negatif: baris 1 langkah 1"),
        (np.full((2, 30), math.inf), CusumOptions(), "kosong atau tak hingga"),
        (np.zeros((2, 30)), CusumOptions(shift=1.0), "lebih dari satu kali"),
        (np.zeros((2, 30)), CusumOptions(shift=math.nan), "lebih dari satu kali"),
        (np.zeros((2, 30)), CusumOptions(run_length=1.0), "antara 2 dan 100.000"),
        (np.zeros((2, 30)), CusumOptions(training=0), "sedikitnya satu langkah"),
        (np.zeros((2, 30)), replace(CusumOptions(), memory=5), "ingatan tidak boleh lebih pendek"),
    ],
)
def test_what_cannot_be_watched_is_refused(counts: np.ndarray, options: CusumOptions, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(SeriesRefused, match=words):
        cusum(counts, options=options)


@pytest.mark.parametrize("flood", [50, 5_000, 1_000_000])
def test_a_flood_on_one_day_takes_no_memory_and_warns_of_nothing_later(flood: int) -> None:
    counts = np.zeros((40, 60), dtype=np.int64)
    counts[:, ::3] = 1
    counts[5, 30] = flood
    found = cusum(counts)
    late = slice(45, None)  # once the flood is part of the past, no sum is rare beside it
    assert not found.alarm[:, late].any()
    assert np.isinf(found.threshold[:, late][:, found.dispersion[late] > 20]).all()
