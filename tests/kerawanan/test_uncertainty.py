"""The draws: the compiled loops against plain NumPy, and what intervals and probabilities must obey."""

from __future__ import annotations

import numpy as np
import pytest

from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.index_missing import Imputed
from kondusif.kerawanan.domain.index_plan import Form, bent, plan_of, unbent
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.uncertainty import Drawing, draw_weights, spread

from .index_samples import drawn, filled, small

DRAWS = 101
STEP = 100 / 65_535
NONE = Imputed(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, 20)))


def drawing(*, forms: tuple[Form, ...] = (1.0,), partitions: int = 1, concentration: float = 50.0) -> Drawing:
    return Drawing(DRAWS, concentration, forms, (30.0, 60.0), 0.9, 5, partitions)


def plainly(values: Floats, used: np.ndarray, imputed: Imputed, form: Form) -> Floats:
    """Scores float64[n, R] draw by draw, level by level, without any of the short cuts."""
    plan = plan_of(small())
    weights = draw_weights(plan, DRAWS, 50.0, 5)
    scores = np.empty((len(values), DRAWS))
    for draw in range(DRAWS):
        now = values.copy()
        if len(imputed.rows):
            now[imputed.rows, imputed.columns] = imputed.values[:, draw % imputed.values.shape[1]]
        turned = bent(np.where(used, now, 0.0), form)
        total = np.zeros(len(values))
        for part in range(len(plan.parts)):
            inside = plan.part_of == part
            share = np.where(used[:, inside], weights.items[inside, draw], 0.0)
            total += weights.above[part, draw] * (share * turned[:, inside]).sum(axis=1) / share.sum(axis=1)
        scores[:, draw] = unbent(total, form)
    return scores


@pytest.mark.parametrize("form", [1.0, 2.0, "complement"])
def test_the_fast_loops_agree_with_plain_numpy(form: Form) -> None:
    values = drawn(30)
    used = np.ones(values.shape, dtype=np.bool_)
    used[3, 1] = used[9, 4] = False
    imputed = Imputed(np.array([7, 8]), np.array([0, 3]), np.random.default_rng(2).uniform(0, 100, (2, 20)))
    found = spread(plan_of(small()), values, used, imputed, drawing(forms=(form,)))
    scores = plainly(values, used, imputed, form)
    wanted = np.sort(scores, axis=1)[:, [5, 95]]
    assert np.abs(found.score_interval - wanted).max() <= STEP
    ranks = 1 + (scores[None, :, :] > scores[:, None, :]).sum(axis=1)
    # Two scores of one step of the grid share a place.
    assert np.abs(found.rank_interval - np.sort(ranks, axis=1)[:, [5, 95]]).max() <= 1
    high = (scores >= 60).mean(axis=1)
    medium = (scores >= 30).mean(axis=1) - high
    assert found.probability == pytest.approx(np.stack([1 - medium - high, medium, high], axis=1))


@pytest.mark.parametrize("partitions", [2, 3, 4])
def test_partitions_change_no_bit(partitions: int) -> None:
    values = drawn(700)
    used = np.ones(values.shape, dtype=np.bool_)
    used[5, 0] = False
    one, many = (
        spread(plan_of(small()), values, used, NONE, drawing(forms=(1.0, "complement"), partitions=parts))
        for parts in (1, partitions)
    )
    assert one.score_interval.tobytes() == many.score_interval.tobytes()
    assert one.rank_interval.tobytes() == many.rank_interval.tobytes()
    assert one.probability.tobytes() == many.probability.tobytes()


def test_a_replicate_does_not_depend_on_how_many_there_are() -> None:
    plan = plan_of(small())
    few, many = (draw_weights(plan, draws, 50.0, 5) for draws in (10, 40))
    assert few.flat.tolist() == many.flat[:, :10].tolist()
    assert few.flat.sum(axis=0) == pytest.approx(np.ones(10))


def test_weights_vary_around_those_of_the_framework() -> None:
    plan = plan_of(small())
    flat = draw_weights(plan, 4000, 50.0, 5).flat
    assert flat.mean(axis=1) == pytest.approx(plan.flat, abs=0.005)


def test_surer_weights_give_narrower_intervals() -> None:
    values = drawn(40)
    used = np.ones(values.shape, dtype=np.bool_)
    loose, tight = (spread(plan_of(small()), values, used, NONE, drawing(concentration=one)) for one in (20.0, 2000.0))
    assert np.all(np.diff(tight.score_interval) < np.diff(loose.score_interval))


def test_an_area_equal_in_everything_is_sure() -> None:
    even = np.full((1, 5), 45.0)
    even[0, 2] = 55
    result = score(small(), filled(even), IndexOptions(draws=50))
    assert result.score_interval[0].tolist() == pytest.approx([45, 45], abs=STEP)
    assert result.probability[0].tolist() == [0, 1, 0]
    assert not result.borderline[0]


def test_an_area_near_a_border_is_borderline() -> None:
    near = np.array([[90.0, 90, 70, 60, 59], [0.0, 0, 100, 0, 0]])
    result = score(small(), filled(near), IndexOptions(draws=400))
    assert result.scores[0] == pytest.approx(59.8)
    assert 0.2 < result.probability[0, 2] < 0.8
    assert result.borderline.tolist() == [bool(result.probability[0, 1] < 0.7), False]
    assert result.probability.sum(axis=1) == pytest.approx([1, 1])


def test_imputed_areas_are_less_sure_than_they_would_be() -> None:
    values = drawn(60)
    holed = values.copy()
    holed[0, 0] = np.nan
    full, less = (score(small(), filled(one), IndexOptions(draws=300, treatment=False)) for one in (values, holed))
    assert np.diff(less.score_interval[0]) > np.diff(full.score_interval[0])


def test_every_interval_holds_its_score() -> None:
    result = score(small(), filled(drawn(50)), IndexOptions(draws=500, treatment=False))
    low, high = result.score_interval.T
    assert np.all((low <= result.scores) & (result.scores <= high))
    assert np.all((result.rank_interval[:, 0] <= result.ranks) & (result.ranks <= result.rank_interval[:, 1]))
