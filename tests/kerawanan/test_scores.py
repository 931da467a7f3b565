from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from kondusif.kerawanan.domain.scores import (
    ScoreRefused,
    Skill,
    brier,
    crps,
    crps_nb,
    crps_samples,
    dawid_sebastiani,
    log_score,
    paired_p,
    pit_histogram,
    skill,
)

COUNTS = np.arange(400)


def test_a_certain_forecast_scores_its_distance() -> None:
    certain = np.tile((COUNTS[:10] >= 3).astype(float), (4, 1))
    assert crps(certain, [3, 0, 5, 14]).tolist() == [0, 3, 2, 11]
    assert crps_samples([[3.0], [3.0]], [3, 7]).tolist() == [0, 4]


def test_the_score_of_a_poisson_forecast_is_that_of_its_closed_form() -> None:
    from scipy.special import ive

    mean, seen = 3.7, np.array([0, 2, 4, 11])
    # Wei and Held (2014): (y − μ)(2F(y) − 1) + 2μ·f(y) − μ·e^{−2μ}(I₀(2μ) + I₁(2μ)); ive is already scaled by e^{−2μ}.
    closed = (seen - mean) * (2 * poisson.cdf(seen, mean) - 1) + 2 * mean * poisson.pmf(seen, mean)
    closed -= mean * (ive(0, 2 * mean) + ive(1, 2 * mean))
    assert crps(np.tile(poisson.cdf(COUNTS, mean), (4, 1)), seen) == pytest.approx(closed)


@pytest.mark.parametrize(("mean", "psi"), [(0.05, 2.0), (1.0, 0.5), (12.0, 0.2), (3.0, 3.0)])
def test_three_ways_to_score_a_negative_binomial_forecast_agree(mean: float, psi: float) -> None:
    seen = np.array([0, 1, 3, 40])
    size, chance = 1 / psi, 1 / (1 + psi * mean)
    summed = crps(np.tile(nbinom.cdf(COUNTS, size, chance), (4, 1)), seen)
    assert crps_nb(mean, psi, seen) == pytest.approx(summed, rel=1e-6, abs=1e-9)
    # Draws at equal steps of probability are the distribution itself, but for their number.
    draws = nbinom.ppf((np.arange(20_000) + 0.5) / 20_000, size, chance)
    assert crps_samples(np.tile(draws, (4, 1)), seen) == pytest.approx(summed, rel=2e-3, abs=1e-4)


def test_the_score_of_draws_is_that_of_all_their_pairs() -> None:
    drawn, seen = np.random.default_rng(1).poisson(3, (5, 12)).astype(float), np.array([0, 1, 2, 3, 9])
    pairs = np.abs(drawn[:, :, None] - drawn[:, None]).mean(axis=(1, 2))
    assert crps_samples(drawn, seen) == pytest.approx(np.abs(drawn - seen[:, None]).mean(axis=1) - pairs / 2)


@pytest.mark.parametrize("factor", [0.6, 1.6])
def test_no_other_forecast_beats_the_truth_on_average(factor: float) -> None:
    mean = 2.5
    weights, true, other = poisson.pmf(COUNTS, mean), poisson.cdf(COUNTS, mean), poisson.cdf(COUNTS, mean * factor)
    rows = np.ones((len(COUNTS), 1))
    assert weights @ crps(rows * true, COUNTS) < weights @ crps(rows * other, COUNTS)
    some = COUNTS[:40]
    own, off = log_score(poisson.pmf(some, mean)), log_score(poisson.pmf(some, mean * factor))
    assert weights[:40] @ own < weights[:40] @ off
    moments = dawid_sebastiani(mean, mean, COUNTS), dawid_sebastiani(mean * factor, mean * factor, COUNTS)
    assert weights @ moments[0] < weights @ moments[1]


def test_what_was_held_to_be_impossible_costs_everything() -> None:
    assert log_score([0.0, 1.0, math.exp(-2)]).tolist() == [math.inf, 0, 2]


def test_dawid_and_sebastiani_by_hand() -> None:
    assert dawid_sebastiani(2.0, 4.0, 6).tolist() == pytest.approx(4 + math.log(4))


def test_the_parts_of_the_brier_score_by_hand() -> None:
    found = brier([0.1, 0.1, 0.8, 0.8], [0, 0, 1, 0])
    assert (found.score, found.uncertainty) == (pytest.approx(0.175), pytest.approx(0.1875))
    assert found.reliability == pytest.approx((0.1**2 + 0.3**2) / 2)
    assert found.resolution == pytest.approx((0.25**2 + 0.25**2) / 2)
    assert (found.rest, found.bins) == (pytest.approx(0), ((pytest.approx(0.1), 0.0, 2), (pytest.approx(0.8), 0.5, 2)))


def test_the_parts_of_the_brier_score_sum_up() -> None:
    choice = np.random.default_rng(2)
    stated = choice.random(500)
    found = brier(stated, choice.random(500) < stated**2)
    assert found.reliability - found.resolution + found.uncertainty + found.rest == pytest.approx(found.score)
    assert abs(found.rest) < 0.005


def test_the_transform_is_flat_for_the_truth_and_a_valley_for_a_forecast_too_narrow() -> None:
    choice = np.random.default_rng(3)
    mean = choice.gamma(2, 1.5, 4000)
    seen = choice.negative_binomial(2, 2 / (2 + mean))
    true = nbinom.cdf(np.arange(120), 2, (2 / (2 + mean))[:, None])
    assert pit_histogram(true, seen) == pytest.approx(np.full(10, 0.1), abs=0.012)
    narrow = pit_histogram(poisson.cdf(np.arange(120), mean[:, None]), seen)
    assert narrow[0] > 0.13
    assert narrow[-1] > 0.13
    assert narrow.sum() == pytest.approx(1)


def test_the_transform_by_hand() -> None:
    # F(0) = 0.5, F(1) = 1: a nought fills the lower half evenly, a one the upper.
    assert pit_histogram([[0.5, 1.0]], [0], bins=4).tolist() == [0.5, 0.5, 0, 0]
    assert pit_histogram([[0.5, 1.0]], [1], bins=4).tolist() == [0, 0, 0.5, 0.5]
    assert pit_histogram([[1.0]], [7], bins=2).tolist() == [0, 1]


def test_signs_of_few_weeks_are_all_tried() -> None:
    assert paired_p([1.0, 2.0, 3.0], seed=1) == 1 / 8
    assert paired_p([-1.0, -2.0, -3.0], seed=1) == 1
    assert paired_p([0.1, 0.2, -0.3], seed=1) == 5 / 8  # rounding makes the sum not quite nought
    assert paired_p([0.0] * 20, seed=1) == 1


def test_signs_of_many_weeks_are_drawn_and_close_to_the_normal_distribution() -> None:
    from scipy.stats import norm

    gain = np.random.default_rng(4).standard_normal(60) + 0.2
    found = paired_p(gain, seed=1)
    assert found == paired_p(gain, seed=1)
    assert found == pytest.approx(norm.sf(gain.sum() / np.sqrt((gain**2).sum())), abs=0.012)
    assert paired_p(np.ones(60), seed=1) == 1 / 10_000


def test_chance_is_called_skill_as_rarely_as_it_says() -> None:
    choice = np.random.default_rng(5)
    worlds = [paired_p(choice.standard_normal(10), seed=1) for _ in range(400)]
    assert 0.02 < np.mean(np.array(worlds) <= 0.05) < 0.09


def test_skill_is_a_share_of_the_reference() -> None:
    found = skill("history", [1.0, 2.0, 1.0, 2.0, 1.5], [2.0, 3.0, 1.5, 2.5, 2.0], seed=1)
    assert found == Skill("history", 1.5, 2.2, pytest.approx(0.7 / 2.2), 1 / 32, 5)
    assert found.proven
    assert not skill("history", [2.0, 3.0], [1.0, 2.0], seed=1).proven


def test_without_weeks_or_errors_there_is_no_skill_to_tell() -> None:
    assert skill("zero", [], [], seed=1) == Skill("zero", None, None, None, None, 0)
    assert skill("zero", [0.0], [0.0], seed=1) == Skill("zero", 0.0, 0.0, None, None, 1)


@pytest.mark.parametrize(
    ("cdf", "seen"),
    [([[0.5, 1.0]], [-1]), ([[0.5, 1.0]], [0.5]), ([[0.5, math.nan]], [0]), ([[0.5, 1.0]], [0, 1]), ([0.5], [0])],
)
def test_what_is_no_count_or_no_distribution_is_refused(cdf: list[list[float]], seen: list[int]) -> None:
    with pytest.raises(ScoreRefused):
        crps(cdf, seen)


def test_probabilities_and_differences_are_checked() -> None:
    with pytest.raises(ScoreRefused, match="antara 0 dan 1"):
        brier([1.2], [1])
    with pytest.raises(ScoreRefused, match="sama banyaknya"):
        brier([], [])
    with pytest.raises(ScoreRefused, match="semuanya angka"):
        paired_p([math.nan], seed=1)
    with pytest.raises(ScoreRefused, match="pekan yang sama"):
        skill("zero", [1.0], [1.0, 2.0], seed=1)
    with pytest.raises(ScoreRefused, match="kosong"):
        crps_samples([[math.inf]], [1])
