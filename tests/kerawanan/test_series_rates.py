from __future__ import annotations

import math

import numpy as np
import pytest

from kondusif.kerawanan.domain.series_rates import discoveries, mid_p, quantile
from kondusif.kerawanan.domain.series_types import SeriesRefused

POISSON = math.inf


def of(count: int, mean: float, size: float) -> float:
    return float(mid_p(np.array([[count]]), np.array([[mean]]), np.array([[size]]))[0, 0])


def test_a_mid_p_is_what_lies_above_and_half_of_what_is_equal() -> None:
    assert of(0, 2.0, POISSON) == pytest.approx(1 - 0.5 * math.exp(-2))
    assert of(2, 2.0, POISSON) == pytest.approx(1 - math.exp(-2) * (1 + 2 + 0.5 * 2))
    # Negative binomial of size 1 is geometric: P(Y = y) = p·(1 − p)^y with p = 1/(1 + mean).
    assert of(2, 3.0, 1.0) == pytest.approx(0.75**3 + 0.5 * 0.25 * 0.75**2)
    assert of(3, 3.0, 1e9) == pytest.approx(of(3, 3.0, POISSON), rel=1e-6)
    assert (of(0, 0.0, POISSON), of(1, 0.0, POISSON)) == (0.5, 0.0)
    assert math.isnan(of(1, math.nan, math.nan))


def test_mid_p_values_of_chance_are_one_half_on_average() -> None:
    counts = np.arange(200)
    for size in (POISSON, 0.7):
        p = mid_p(counts, np.full(200, 1.5), np.full(200, size))
        assert np.sum(p * np.array([_probability(int(y), 1.5, size) for y in counts])) == pytest.approx(0.5)


def _probability(count: int, mean: float, size: float) -> float:
    if size == POISSON:
        return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    share = size / (size + mean)
    logs = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return math.exp(logs + size * math.log(share) + count * math.log(1 - share))


@pytest.mark.parametrize(
    ("mean", "size"), [(0.01, POISSON), (3.0, POISSON), (3.0, 0.4), (5000.0, 20.0), (0.0, POISSON)]
)
def test_a_quantile_is_the_least_count_that_chance_exceeds_seldom_enough(mean: float, size: float) -> None:
    found = int(quantile(np.array([mean]), np.array([size]), 0.01)[0])
    counts = np.array([found - 1, found])
    tail = mid_p(counts, np.full(2, mean), np.full(2, size)) - [0.5 * _chance(int(y), mean, size) for y in counts]
    assert tail[1] <= 0.01
    assert found == 0 or tail[0] > 0.01


def _chance(count: int, mean: float, size: float) -> float:
    return _probability(count, mean, size) if mean > 0 and count >= 0 else float(count == 0 and mean == 0)


def test_of_many_series_those_stand_that_benjamini_and_hochberg_let_stand() -> None:
    # The fifteen p-values of Benjamini and Hochberg (1995), section 4: at q = 0.05 the first four stand.
    published = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    shuffled = np.random.default_rng(1).permutation(15)
    standing, adjusted = discoveries(np.array(published)[shuffled, None], 0.05)
    assert standing[np.argsort(shuffled), 0].tolist() == [True] * 4 + [False] * 11
    assert adjusted[np.argsort(shuffled), 0][:5] == pytest.approx([0.0015, 0.003, 0.0095, 0.035625, 0.0603])


def test_each_step_is_held_against_its_own_and_what_was_not_judged_counts_for_nothing() -> None:
    p = np.array([[0.04, 0.04], [0.9, np.nan], [0.9, np.nan]])
    standing, adjusted = discoveries(p, 0.10)
    assert standing.tolist() == [[False, True], [False, False], [False, False]]
    assert adjusted == pytest.approx(np.array([[0.12, 0.04], [0.9, np.nan], [0.9, np.nan]]), nan_ok=True)


@pytest.mark.parametrize(
    ("p", "q", "words"),
    [
        ([0.1], 0.1, "tabel wilayah"),
        ([[1.2]], 0.1, "antara 0 dan 1"),
        ([[-0.1]], 0.1, "antara 0 dan 1"),
        ([[0.1]], 1.0, "Bagian temuan keliru"),
    ],
)
def test_what_is_no_p_value_is_refused(p: list[float], q: float, words: str) -> None:
    with pytest.raises(SeriesRefused, match=words):
        discoveries(p, q)


def test_tables_of_different_sizes_are_refused() -> None:
    with pytest.raises(SeriesRefused, match="tidak sama besar"):
        mid_p(np.ones((1, 2), dtype=int), np.ones((1, 3)), np.ones((1, 3)))
