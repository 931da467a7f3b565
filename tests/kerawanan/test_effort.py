"""Who reports more is not taken for worse: effort by a neutral stream, and by two channels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kondusif.kerawanan.domain.effort import Effort, chapman, neutral_stream, no_effort, two_source
from kondusif.kerawanan.domain.gamma_poisson import fit_shape, quantiles
from kondusif.kerawanan.domain.risk_checks import RiskRefused

from .risk_samples import DYNAMICS


def test_a_shape_is_recovered_from_many_counts() -> None:
    choice = np.random.default_rng(1)
    expected = choice.lognormal(1, 0.5, 4000)
    for true in (3.0, 8.0, 30.0):
        counts = choice.poisson(expected * choice.gamma(true, 1 / true, 4000)).astype(np.float64)
        assert fit_shape(counts, expected, DYNAMICS.risk) == pytest.approx(true, rel=0.2)


def test_where_nothing_was_counted_the_shape_is_what_was_believed() -> None:
    assert fit_shape(np.zeros(40), np.zeros(40), DYNAMICS.risk) == pytest.approx(4, rel=1e-3)
    assert fit_shape(np.zeros(40), np.zeros(40), DYNAMICS.risk, centre=9.0) == pytest.approx(9, rel=1e-3)


def test_an_interval_holds_what_it_says() -> None:
    drawn = np.random.default_rng(2).gamma(3.5, 1 / 2.0, 200_000)
    low, high = quantiles(np.array([3.5]), np.array([2.0]), 0.9)[0]
    assert [(drawn < low).mean(), (drawn > high).mean()] == pytest.approx([0.05, 0.05], abs=0.002)


def test_effort_follows_the_stream_and_is_drawn_towards_the_usual_as_far_as_it_is_short() -> None:
    choice = np.random.default_rng(3)
    true = choice.gamma(3, 1 / 3, 600)
    voters = choice.lognormal(0, 0.4, 600)
    long, short = (choice.poisson(true * voters * each) for each in (200, 2))
    found = neutral_stream(long, voters, dynamics=DYNAMICS)
    usual = (true * voters).sum() / voters.sum()
    inside = (true / usual > 0.3) & (true / usual < 3.5)
    assert (found.ratio / (true / usual))[inside] == pytest.approx(np.ones(inside.sum()), abs=0.45)
    few = neutral_stream(short, voters, dynamics=DYNAMICS)
    assert np.log(few.ratio).std() < 0.8 * np.log(found.ratio).std()
    assert np.median(found.shape) > 20 * np.median(few.shape)
    assert found.method == "neutral_stream"
    assert found.counted.all()


def test_effort_stays_between_a_quarter_and_four() -> None:
    counts = np.array([0] * 30 + [4000] + [1] * 30)
    found = neutral_stream(counts, np.full(61, 1.0), dynamics=DYNAMICS)
    assert (found.ratio.min(), found.ratio.max()) == (0.25, 4.0)


def test_an_area_without_a_stream_is_taken_for_usual_and_said_to_be_so() -> None:
    found = neutral_stream([40, 12, 0, 0], [10.0, 10.0, 0.0, np.nan], dynamics=DYNAMICS)
    assert found.ratio[2:].tolist() == [1, 1]
    assert found.counted.tolist() == [True, True, False, False]
    assert found.shape[2] < found.shape[1] < found.shape[0]


@pytest.mark.parametrize(
    ("counts", "exposure"),
    [
        ([1, 2.5], [1, 1]),
        ([1, -1], [1, 1]),
        ([1, np.nan], [1, 1]),
        ([1, 2], [1, np.inf]),
        ([1, 2], [1, -1]),
        ([1, 2], [1]),
        ([1, 2], [1, 0]),
        ([0, 0], [0, 0]),
        ([[1, 2]], [1, 1]),
    ],
)
def test_what_is_no_stream_is_refused(counts: Any, exposure: Any) -> None:
    with pytest.raises(RiskRefused):
        neutral_stream(counts, exposure, dynamics=DYNAMICS)


def test_chapman_counts_what_nobody_heard_of() -> None:
    # 60 marked, 50 seen, 20 of them marked: 61·51/21 − 1, variance 61·51·40·30/(21²·22).
    found = chapman([60], [50], [20])
    assert found.total.tolist() == pytest.approx([61 * 51 / 21 - 1])
    assert found.variance.tolist() == pytest.approx([61 * 51 * 40 * 30 / (21**2 * 22)])
    assert chapman([7], [7], [7]).total.tolist() == [7]


def test_chapman_is_unbiased_and_its_variance_is_true_for_independent_channels() -> None:
    choice = np.random.default_rng(4)
    first, second = choice.random((2, 20_000, 100)) < np.array([0.5, 0.6])[:, None, None]
    found = chapman(first.sum(axis=1), second.sum(axis=1), (first & second).sum(axis=1))
    assert found.total.mean() == pytest.approx(100, abs=0.3)
    assert found.total.var() == pytest.approx(found.variance.mean(), rel=0.05)


def channels(happened: Any, heard: Any, also: float, seed: int = 5) -> tuple[Any, Any, Any]:
    choice = np.random.default_rng(seed)
    first = choice.binomial(happened, heard)
    both = choice.binomial(first, also)
    return first, both + choice.binomial(happened - first, also), both


def test_two_channels_tell_how_much_is_heard_of() -> None:
    heard = np.tile([0.2, 0.5, 0.9], 100)
    found = two_source(*channels(np.full(300, 400), heard, 0.4), dynamics=DYNAMICS)
    either = 1 - (1 - heard) * 0.6
    by_kind = found.ratio.reshape(100, 3).mean(axis=0)
    assert (by_kind / by_kind[1]).tolist() == pytest.approx((either[:3] / either[1]).tolist(), rel=0.03)
    assert found.method == "two_source"


def test_a_few_incidents_say_little_of_how_much_is_heard_of() -> None:
    heard = np.tile([0.2, 0.5, 0.9], 100)
    few, many = (two_source(*channels(np.full(300, size), heard, 0.4), dynamics=DYNAMICS) for size in (4, 400))
    assert np.log(few.ratio).std() < 0.7 * np.log(many.ratio).std()
    assert np.median(few.shape) < 0.2 * np.median(many.shape)


def test_an_area_without_incidents_is_taken_for_usual() -> None:
    found = two_source([30, 12, 0], [20, 10, 0], [10, 5, 0], dynamics=DYNAMICS)
    assert found.counted.tolist() == [True, True, False]
    assert found.ratio[2] == pytest.approx(1, abs=0.1)
    assert found.shape[2] < found.shape[1] < found.shape[0]


def test_channels_that_share_nothing_do_not_break() -> None:
    found = two_source([3, 4], [2, 2], [0, 0], dynamics=DYNAMICS)
    assert np.isfinite(found.ratio).all()
    assert np.isfinite(found.shape).all()


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [([1, 2], [1, 2], [2, 1]), ([1, 2], [1, 2], [1]), ([0, 0], [1, 2], [0, 0]), ([1, -2], [1, 2], [0, 0])],
)
def test_what_are_no_two_channels_is_refused(first: Any, second: Any, both: Any) -> None:
    with pytest.raises(RiskRefused):
        two_source(first, second, both, dynamics=DYNAMICS)


def test_without_effort_nothing_is_corrected_and_it_says_so() -> None:
    found = no_effort(3)
    assert isinstance(found, Effort)
    assert (found.ratio.tolist(), found.method, found.counted.any()) == ([1, 1, 1], "none", False)


def test_rows_in_another_order_give_the_same_effort() -> None:
    choice = np.random.default_rng(6)
    order, exposure, kinds = choice.permutation(300), choice.lognormal(0, 1, 300), np.array(["a", "b", "c"] * 100)
    counts = choice.poisson(5 * exposure)
    told = channels(counts, np.full(300, 0.5), 0.4)
    pairs = [
        (
            neutral_stream(counts, exposure, dynamics=DYNAMICS, strata=kinds.tolist()),
            neutral_stream(counts[order], exposure[order], dynamics=DYNAMICS, strata=kinds[order].tolist()),
        ),
        (two_source(*told, dynamics=DYNAMICS), two_source(*(each[order] for each in told), dynamics=DYNAMICS)),
    ]
    for here, there in pairs:
        assert here.ratio[order].tobytes() == there.ratio.tobytes()
        assert here.shape[order].tobytes() == there.shape.tobytes()
