"""Other weights of the dimensions: bit for bit what the whole computation would give."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import Framework, build_framework, load_framework
from kondusif.kerawanan.domain.index import IndexOptions, IndexResult, score
from kondusif.kerawanan.domain.whatif import NoSuchWeights, reweighed

from .index_samples import PLAIN, drawn, filled, small

OURS = load_framework("kondusif-desa")


def weighing(framework: Framework, weights: dict[str, float]) -> Framework:
    content = framework.model_dump(mode="json")
    for one in content["dimensions"]:
        one["weight"] = weights[one["id"]]
    return build_framework(content)


def holed(framework: Framework) -> IndexResult:
    values = drawn(30)
    values[3, 0] = values[4, 3] = values[5, :3] = np.nan
    return score(framework, filled(values, framework=framework), PLAIN)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.sampled_from([1.0, 2.0, 3.5, "complement"]))
def test_it_is_bit_for_bit_the_index_with_these_weights(first: float, form: float) -> None:
    weights = {"satu": first, "dua": 1 - first}
    values = drawn(30)
    values[3, 0] = values[4, 3] = values[5, :3] = np.nan
    options = replace(PLAIN, form=form)
    usual = score(small(), filled(values), options)
    other = score(weighing(small(), weights), filled(values), options)
    found = reweighed(usual, weights)
    assert found.scores.tobytes() == other.scores.tobytes()
    assert found.ranks.tobytes() == other.ranks.tobytes()


def test_its_own_weights_change_nothing() -> None:
    table = demonstration_table(
        OURS, [f"35.{k:02d}.{d:02d}.{2001 + v}" for k in range(1, 6) for d in range(1, 5) for v in range(10)]
    )
    result = score(OURS, table, IndexOptions(draws=0))
    found = reweighed(result, {one.id: one.weight or 0.0 for one in OURS.dimensions})
    assert found.scores.tobytes() == result.scores.tobytes()
    assert found.ranks.tobytes() == result.ranks.tobytes()
    assert set(found.risen[~np.isnan(found.risen)]) == {0.0}


def test_a_dimension_without_weight_is_not_missed_where_it_has_no_score() -> None:
    result = holed(small())
    assert np.isnan(result.scores[5])
    found = reweighed(result, {"satu": 0, "dua": 1})
    assert found.scores[5] == result.dimension_scores[5, 1]
    assert not np.isnan(found.scores).any()


def test_sliders_need_not_sum_to_one() -> None:
    result = holed(small())
    found = reweighed(result, {"satu": 3, "dua": 1})
    assert found.weights.tolist() == [0.75, 0.25]
    assert found.scores[0] == pytest.approx(0.75 * result.dimension_scores[0, 0] + 0.25 * result.dimension_scores[0, 1])


def test_who_rises_is_counted_in_places() -> None:
    values = np.array([[50.0, 50, 50, 0, 0], [0, 0, 100, 60, 60], [0, 0, 100, 10, 10]])
    result = score(small(), filled(values), PLAIN)
    assert result.ranks.tolist() == [1, 2, 3]
    assert reweighed(result, {"satu": 0, "dua": 1}).risen.tolist() == [-2, 1, 1]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"satu": 1.0}, "bobot dua belum diisi"),
        ({"satu": 1.0, "dua": 0, "tiga": 0}, "dimensi tiga tidak ada; yang ada: satu, dua"),
        ({"satu": float("nan"), "dua": 1}, "bobot harus angka terhingga"),
        ({"satu": -1, "dua": 2}, "bobot harus angka terhingga"),
        ({"satu": 0, "dua": 0}, "paling sedikit satu dimensi"),
    ],
)
def test_unusable_weights_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(NoSuchWeights, match=message):
        reweighed(holed(small()), weights)


def test_every_desa_of_a_province_follows_in_a_twentieth_of_a_second() -> None:
    codes = [f"35.{k:02d}.{d:02d}.{2001 + v}" for k in range(1, 39) for d in range(1, 19) for v in range(13)][:8494]
    result = score(OURS, demonstration_table(OURS, codes), IndexOptions(draws=0))
    weights = {one.id: 0.25 for one in OURS.dimensions}
    taken = []
    for _ in range(5):
        began = time.process_time()
        reweighed(result, weights)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.05
