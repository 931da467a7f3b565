"""Explanations that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.explain import NotExplained, explain, shapley, what_would_lower
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import score
from kondusif.kerawanan.domain.tables import indicator_table

from .index_samples import PLAIN, codes, drawn, filled, small

nan = float("nan")


def test_the_parts_of_two_areas_by_hand() -> None:
    result = score(small(), filled(np.array([[10.0, 20, 100, 40, 50], [30.0, 20, 100, 40, 90]])), PLAIN)
    found = explain(result, codes(2)[0])
    # a: .6·.5·.7·(10 − 20) = −2.1; e: .4·.5·(50 − 70) = −4
    assert [(one.id, one.points) for one in found.contributions[:2]] == [
        ("e", pytest.approx(-4)),
        ("a", pytest.approx(-2.1)),
    ]
    assert [one.points for one in found.contributions[2:]] == pytest.approx([0, 0, 0])
    assert found.score - found.usual == pytest.approx(-6.1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.lists(st.tuples(st.integers(0, 19), st.integers(0, 4)), max_size=8))
def test_the_parts_sum_to_the_gap_whatever_is_missing(seed: int, holes: list[tuple[int, int]]) -> None:
    values = drawn(20, seed)
    for row, column in holes:
        values[row, column] = nan
    result = score(small(), filled(values), PLAIN)
    for row in np.flatnonzero(~np.isnan(result.scores))[:5]:
        found = explain(result, result.codes[row])
        assert sum(one.points for one in found.contributions) == pytest.approx(found.score - found.usual, abs=1e-9)
        assert found.score == result.scores[row]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([1.0, 2.0, 4.0, "complement"]))
def test_shapley_values_are_efficient(seed: int, form: float) -> None:
    result = score(small(), filled(drawn(8, seed)), replace(PLAIN, form=form))
    found = shapley(result, result.codes[0])
    assert sum(one.points for one in found.contributions) == pytest.approx(found.score - found.usual, abs=1e-9)
    assert found.score == pytest.approx(result.scores[0])


def test_a_group_that_is_like_the_usual_explains_nothing() -> None:
    values = drawn(6)
    values[:, 3:] = 50
    result = score(small(), filled(values), replace(PLAIN, form=2.0))
    points = {one.id: one.points for one in explain(result, result.codes[0]).contributions}
    assert points["dua"] == pytest.approx(0)
    assert set(points) == {"sa", "sb", "dua"}


def test_shapley_of_the_linear_form_is_the_linear_decomposition() -> None:
    result = score(small(), filled(drawn(9)), PLAIN)
    groups = {one.id: one.points for one in shapley(result, result.codes[2]).contributions}
    single = {one.id: one.points for one in explain(result, result.codes[2]).contributions}
    assert groups["sa"] == pytest.approx(single["a"] + single["b"])
    assert groups["dua"] == pytest.approx(single["d"] + single["e"])


def test_only_what_can_be_acted_upon_would_lower_it() -> None:
    result = score(small(), filled(np.array([[90.0, 90, 0, 40, 50]])), PLAIN)
    lowered = what_would_lower(result, codes(1)[0])
    assert [(one.id, one.points, one.prevention) for one in lowered] == [
        ("e", pytest.approx(10), "Cegah e."),
        ("d", pytest.approx(8), "Cegah d."),
    ]


def test_what_is_already_at_its_best_lowers_nothing() -> None:
    result = score(small(), filled(np.array([[90.0, 90, 0, 0, 0]])), PLAIN)
    assert what_would_lower(result, codes(1)[0]) == ()


def test_our_framework_says_what_to_do() -> None:
    framework = load_framework("kondusif-desa")
    values = np.ones((3, 17))
    table = indicator_table(framework, codes(3), values, voters=np.full(3, 3000.0), stations=np.full(3, 8.0))
    lowered = what_would_lower(score(framework, table, PLAIN), codes(3)[0])
    assert len(lowered) == 5
    assert all(one.prevention for one in lowered)


def test_an_area_without_a_score_is_not_explained() -> None:
    values = drawn(4)
    values[0, 3:] = nan
    result = score(small(), filled(values), PLAIN)
    with pytest.raises(NotExplained, match="tidak dinilai"):
        explain(result, result.codes[0])
    with pytest.raises(NotExplained, match="tidak ada dalam tabel"):
        explain(result, "35.99")
