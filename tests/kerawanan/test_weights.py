"""Weights: equal, by pairs, and recovered from what was published."""

from __future__ import annotations

import numpy as np
import pytest

from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.weights import WeightsRefused, ahp, equal, recover_weights

from .index_samples import small


def test_equal_weights_sum_to_one_in_every_group() -> None:
    framework = equal(load_framework("kondusif-desa"))
    assert framework.version != load_framework("kondusif-desa").version
    assert [one.weight for one in framework.dimensions] == [0.25] * 4
    assert [one.weight for one in framework.indicators[:3]] == [1 / 3] * 3
    assert [one.weight for one in equal(small()).indicators] == [0.5, 0.5, 1.0, 0.5, 0.5]


def test_consistent_pairs_give_back_their_weights() -> None:
    weights = np.array([0.5, 0.3, 0.2])
    found = ahp(weights[:, None] / weights[None, :])
    assert found.weights.tolist() == pytest.approx(weights.tolist())
    assert found.ratio == pytest.approx(0, abs=1e-12)
    assert found.consistent


def test_pairs_that_contradict_each_other_say_so() -> None:
    circle = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    found = ahp(circle)
    assert not found.consistent
    # Equal weights, λ = 1 + 9 + 1/9 = 10.1111: CR = (10.1111 − 3)/2/.58
    assert found.ratio == pytest.approx((9 + 1 + 1 / 9 - 3) / 2 / 0.58)


@pytest.mark.parametrize(
    "matrix",
    [
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 2], [2, 1]]),
        np.array([[1.0, -1], [-1, 1]]),
        np.array([[1, np.nan], [1, 1]]),
    ],
)
def test_what_is_no_pairwise_matrix_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(WeightsRefused):
        ahp(matrix)


def test_weights_come_back_from_published_totals() -> None:
    weights = np.array([0.3, 0.45, 0.0, 0.25])
    parts = np.random.default_rng(4).uniform(0, 100, (8, 4))
    found = recover_weights(parts, np.round(parts @ weights, 2))
    assert found.weights.tolist() == pytest.approx(weights.tolist(), abs=5e-4)
    assert found.exact


def test_totals_of_another_method_are_not_exact() -> None:
    parts = np.random.default_rng(4).uniform(0, 100, (8, 4))
    assert not recover_weights(parts, parts.max(axis=1)).exact


def test_one_published_area_recovers_nothing() -> None:
    with pytest.raises(WeightsRefused, match="paling sedikit 5"):
        recover_weights(np.array([[78.27, 92.36, 96.08, 87.01]]), np.array([88.95]))
