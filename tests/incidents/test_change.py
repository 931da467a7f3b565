from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.incidents.domain.change import ALPHA, Change, _upper_tail, change_of


@pytest.mark.parametrize(
    ("count", "earlier", "said"),
    [
        (5, [5, 4, 6, 5], Change.NONE),
        (20, [5, 4, 6, 5], Change.MORE),
        (0, [30, 28, 31, 29], Change.FEWER),
        (3, [0, 0, 0, 0], Change.NONE),  # (1/5)**3 = 0.008 is above half of one percent
        (4, [0, 0, 0, 0], Change.MORE),  # (1/5)**4 = 0.0016 is below
        (0, [0, 0, 0, 0], Change.NONE),
        (90, [5, 4], Change.NONE),  # too little is known
        (5000, [1000, 1000, 1000, 1000], Change.MORE),
        (1000, [1000, 1000, 1000, 1000], Change.NONE),
    ],
)
def test_a_word_for_the_change_needs_a_test(count: int, earlier: list[int], said: Change) -> None:
    assert change_of(count, earlier) == said


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_tail_is_that_of_the_binomial(total: int, count: int) -> None:
    exact = math.fsum(
        math.exp(
            math.lgamma(total + 1)
            - math.lgamma(k + 1)
            - math.lgamma(total - k + 1)
            + k * math.log(0.2)
            + (total - k) * math.log(0.8)
        )
        for k in range(count, total + 1)
    )
    assert _upper_tail(count, total, 0.2) == pytest.approx(exact, rel=1e-6, abs=1e-12)


def test_chance_alone_rarely_gets_a_word() -> None:
    """Under equal rates each side is said with a probability of at most half of alpha, given the total."""
    total, share = 60, 0.2
    said = sum(
        math.comb(total, k) * share**k * (1 - share) ** (total - k)
        for k in range(total + 1)
        if change_of(k, [total - k, 0, 0, 0]) != Change.NONE
    )
    assert 0 < said <= ALPHA
