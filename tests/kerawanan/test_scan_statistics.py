from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.scan_kernels import bounds_up_to, ratio
from kondusif.kerawanan.domain.scan_statistics import (
    expectation_llr,
    gumbel_p,
    level_of,
    population_llr,
    rank_p,
    recurrence_days,
    relative_risk,
    sequential_p,
    tail_p,
)
from kondusif.kerawanan.domain.scan_types import Level, PValue

means = st.floats(1e-3, 1e3)
counts = st.integers(0, 2000)


def test_the_expectation_form_by_hand() -> None:
    assert float(expectation_llr(10, 4.0)) == pytest.approx(10 * math.log(2.5) - 6)
    assert expectation_llr([3, 4, 0], [4.0, 4.0, 0.0]).tolist() == [0, 0, 0]


def test_the_population_form_by_hand() -> None:
    expected = 10 * math.log(2.5) + 90 * math.log(90 / 96)
    assert float(population_llr(10, 4.0, 100)) == pytest.approx(expected)
    assert float(population_llr(100, 40.0, 100)) == pytest.approx(100 * math.log(2.5))
    assert float(population_llr(3, 4.0, 100)) == 0


@given(count=counts, mean=means, more=st.integers(1, 50))
def test_ratios_are_never_negative_and_rise_with_the_count(count: int, mean: float, more: int) -> None:
    below, above = expectation_llr([count, count + more], mean)
    assert 0 <= below <= above
    total = 5000
    low, high = population_llr([count, count + more], mean, total)
    assert 0 <= low <= high


@settings(deadline=None)  # the first call compiles
@given(count=st.integers(1, 500), mean=means, total=st.sampled_from([None, 2000]))
def test_compiled_ratios_are_the_plain_ones(count: int, mean: float, total: int | None) -> None:
    if count <= mean:
        return
    plain = expectation_llr(count, mean) if total is None else population_llr(count, mean, total)
    found = ratio(float(count), mean, -1.0 if total is None else float(total))
    assert found == pytest.approx(float(plain), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("total", [None, 60])
@pytest.mark.parametrize("value", [1e-6, 0.5, 7.3, 40.0])
def test_bounds_are_the_means_at_which_a_count_just_reaches_a_value(value: float, total: int | None) -> None:
    bounds, end = bounds_up_to(value, total, 1e9, 60)
    assert end == 61
    assert (np.diff(bounds) > 0).all()
    means_at = bounds[1:]
    numbers = np.arange(1, 61)
    found = expectation_llr(numbers, means_at) if total is None else population_llr(numbers, means_at, total)
    assert found == pytest.approx(np.full(60, value), rel=1e-6, abs=1e-9)


def test_relative_risk_is_against_expectation_or_against_outside() -> None:
    assert relative_risk(10, 4.0, None) == 2.5
    assert relative_risk(10, 4.0, 100) == pytest.approx(2.5 / (90 / 96))
    assert relative_risk(100, 4.0, 100) == math.inf


def test_p_by_rank() -> None:
    assert (rank_p(0, 999), rank_p(999, 999)) == (0.001, 1.0)


def test_p_stopped_at_the_replicate_that_decides() -> None:
    exceeds = np.array([False, True, False, True, True, False, True])
    assert sequential_p(exceeds, 3) == PValue(3 / 5, "stopped", 5, 3)
    assert sequential_p(exceeds, 0) == PValue(5 / 8, "rank", 7, 4)
    assert sequential_p(exceeds, 5) == PValue(5 / 8, "rank", 7, 4)
    assert sequential_p(exceeds, 4) == PValue(5 / 8, "rank", 7, 4)  # the latest decides: nothing was saved


def test_the_tail_of_a_gumbel_distribution_is_met() -> None:
    maxima = np.random.default_rng(1).gumbel(5.0, 1.2, 20_000)
    for p in (0.1, 0.01, 0.001):
        observed = 5.0 - 1.2 * math.log(-math.log1p(-p))
        assert gumbel_p(maxima, observed) == pytest.approx(p, rel=0.12)


def test_a_tail_is_fitted_only_where_a_rank_says_too_little_and_is_labelled() -> None:
    maxima = np.random.default_rng(1).gumbel(5.0, 1.2, 199)
    often, seldom = tail_p(maxima, 6.0), tail_p(maxima, 14.0)
    assert often == PValue((1 + often.exceeding) / 200, "rank", 199, often.exceeding)
    assert (seldom.method, seldom.exceeding) == ("gumbel", 0)
    assert 0 < seldom.value < 1 / 200
    assert tail_p(np.full(99, 3.0), 4.0).value == 1.0  # maxima that do not vary tell nothing of a tail


def test_levels_by_recurrence() -> None:
    assert [level_of(each) for each in (29.999, 30, 364.999, 365, math.inf)] == [
        None, Level.WASPADA, Level.WASPADA, Level.SIAGA, Level.SIAGA,
    ]  # fmt: skip
    assert (recurrence_days(0.001), recurrence_days(0.0)) == (1000.0, math.inf)
