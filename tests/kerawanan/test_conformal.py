from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from kondusif.kerawanan.domain.conformal import (
    ConformalRefused,
    Coverage,
    Level,
    coverage,
    intervals,
    learn_levels,
    strangeness,
)

COUNTS = np.arange(80)


def test_strangeness_is_the_level_of_the_central_interval_that_just_holds_a_count() -> None:
    cdf = np.tile([0.5, 0.8, 0.95, 1.0], (5, 1))
    assert strangeness(cdf, [0, 1, 2, 3, 9]).tolist() == pytest.approx([0, 0, 0.6, 0.9, 1])
    low, high = intervals(cdf, [0.0, 0.5, 0.61, 0.89, 0.91])
    assert (low.tolist(), high.tolist()) == ([0, 0, 0, 0, 0], [1, 1, 2, 2, 3])


def test_a_count_is_held_exactly_where_it_is_not_too_strange() -> None:
    choice = np.random.default_rng(1)
    mean, seen = choice.gamma(2, 2, 800), choice.poisson(3, 800)
    cdf = poisson.cdf(COUNTS, mean[:, None])
    for level in (-0.9, 0.2, 0.73, 0.9, 1.0):
        low, high = intervals(cdf, np.full(800, level))
        held = (low <= seen) & (seen <= high)
        below = np.hstack([np.zeros((800, 1)), cdf[:, :-1]])
        least = np.maximum(2 * below - 1, 1 - 2 * cdf).min(axis=1)
        assert (held == (strangeness(cdf, seen) <= np.maximum(level, least))).all()
        assert (low <= high).all()


def test_an_interval_is_never_empty() -> None:
    low, high = intervals(poisson.cdf(COUNTS, np.array([[0.01], [40.0]])), [-1.0, -1.0])
    assert (low.tolist(), high.tolist()) == ([0, 40], [0, 40])


@pytest.mark.parametrize(("factor", "psi"), [(1.0, 0.05), (0.7, 0.6), (1.5, 0.3)])
def test_intervals_hold_nine_of_ten_even_where_the_model_is_wrong(factor: float, psi: float) -> None:
    choice = np.random.default_rng(2)
    mean = choice.gamma(3, 1.5, 6000)
    seen = choice.negative_binomial(1 / psi, 1 / (1 + psi * mean))
    cdf = poisson.cdf(COUNTS, factor * mean[:, None])
    (level,) = learn_levels(strangeness(cdf[:3000], seen[:3000]), ["x"] * 3000, ["x"])
    low, high = intervals(cdf[3000:], np.full(3000, level.level))
    assert coverage(low, high, seen[3000:], ["x"] * 3000)[0].share == pytest.approx(0.9, abs=0.017)


def test_each_stratum_learns_its_own_level() -> None:
    choice = np.random.default_rng(3)
    strata = np.repeat(["kota", "desa"], 2000)
    psi = np.repeat([0.05, 1.0], 2000)
    seen = choice.negative_binomial(1 / psi, 1 / (1 + psi * 4))
    cdf = np.tile(nbinom.cdf(COUNTS, 3, 3 / 7), (4000, 1))
    kota, desa = learn_levels(strangeness(cdf, seen), strata.tolist(), ["kota", "desa"])
    assert kota.level < 0.7 < desa.level
    levels = np.where(strata == "kota", kota.level, desa.level)
    _, each = coverage(*intervals(cdf, levels), seen, strata.tolist())
    assert [name.stratum for name in each] == ["desa", "kota"]
    assert all(name.share is not None and name.share >= 0.9 for name in each)


def test_the_rank_is_that_of_the_next_of_exchangeable_scores() -> None:
    scores = np.arange(1, 100) / 100
    assert learn_levels(scores, ["x"] * 99, ["x"])[0].level == 0.9
    assert learn_levels(scores[:98], ["x"] * 98, ["x"])[0].level == 0.9
    assert learn_levels(np.array([0.1, 0.2]), ["x"] * 2, ["x"], least=2)[0].level == 1.0


def test_a_small_stratum_takes_the_level_of_all_and_too_few_in_all_the_nominal_one() -> None:
    scores = np.linspace(-0.5, 0.5, 100)
    many = learn_levels(scores, ["a"] * 90 + ["b"] * 10, ["a", "b", "c"])
    assert [(each.stratum, each.scores, each.calibrated) for each in many] == [
        ("a", 90, True),
        ("b", 10, True),
        ("c", 0, True),
    ]
    assert many[1].level == many[2].level > many[0].level
    assert learn_levels(scores[:50], ["a"] * 50, ["a"]) == (Level("a", 0.9, 50, calibrated=False),)
    assert learn_levels([], [], ["a"]) == (Level("a", 0.9, 0, calibrated=False),)


def test_coverage_counts_both_ends_as_inside() -> None:
    overall, each = coverage([0, 1, 2, 0], [0, 3, 4, 2], [0, 4, 2, 2], ["b", "a", "a", "b"])
    assert overall == Coverage("", 3, 4, 1.5)
    assert each == (Coverage("a", 1, 2, 2.0), Coverage("b", 2, 2, 1.0))
    assert coverage([], [], [], []) == (Coverage("", 0, 0, 0.0), ())
    assert Coverage("", 0, 0, 0.0).share is None


def test_where_nearly_all_is_nought_intervals_hold_more_than_they_say() -> None:
    seen = np.random.default_rng(4).poisson(0.03, 2000)
    cdf = np.tile(poisson.cdf(COUNTS, 0.03), (2000, 1))
    (level,) = learn_levels(strangeness(cdf, seen), ["x"] * 2000, ["x"])
    low, high = intervals(cdf, np.full(2000, level.level))
    assert (low.max(), high.max()) == (0, 0)
    share = coverage(low, high, seen, ["x"] * 2000)[0].share
    assert share is not None
    assert share > 0.95


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ConformalRefused, match="satu baris"):
        strangeness([[0.5, 1.0]], [1, 2])
    with pytest.raises(ConformalRefused, match="tidak negatif"):
        strangeness([[0.5, math.nan]], [1])
    with pytest.raises(ConformalRefused, match="tidak negatif"):
        strangeness([[0.5, 1.0]], [-1])
    with pytest.raises(ConformalRefused, match="strata"):
        learn_levels([0.1], [], ["x"])
    with pytest.raises(ConformalRefused, match="antara 0 dan 1"):
        learn_levels([0.1], ["x"], ["x"], level=1.0)
    with pytest.raises(ConformalRefused, match="sama banyaknya"):
        coverage([0], [1], [1, 2], ["x"])
