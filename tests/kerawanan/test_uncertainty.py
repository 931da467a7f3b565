"""The draws: the compiled loops against plain NumPy, and what intervals and probabilities must obey."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import rankdata

from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, IndexRefused, score, widened
from kondusif.kerawanan.domain.index_plan import Form, bent, plan_of, unbent
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table
from kondusif.kerawanan.domain.treatment import Rescaling, untreated
from kondusif.kerawanan.domain.uncertainty import Spread, spread
from kondusif.kerawanan.domain.uncertainty_choices import Drawing, Holes, Recounts, World, choose

from .index_samples import codes, drawn, filled, small

DRAWS = 101
STEP = 100 / 65_535
NO_HOLES = Holes(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
PLAN = plan_of(small())


def drawing(
    *,
    draws: int = DRAWS,
    forms: tuple[Form, ...] = (1.0,),
    partitions: int = 1,
    concentration: float = 50.0,
    drop_one: bool = False,
) -> Drawing:
    return Drawing(draws, concentration, forms, (30.0, 60.0), 0.9, 5, partitions, drop_one)


def world(values: Floats, completions: Floats | None = None) -> World:
    given = np.zeros((0, 20)) if completions is None else completions
    return World(values, given, untreated(small()), Rescaling("goalposts").apply)


def spread_of(values: Floats, used: np.ndarray, how: Drawing) -> Spread:
    return spread(PLAN, (world(values),), used, NO_HOLES, how)


def plainly(values: Floats, used: np.ndarray, holes: Holes, completions: Floats, how: Drawing) -> Floats:
    """Scores float64[n, R] draw by draw, level by level, without any of the short cuts."""
    choices = choose(PLAN, how, worlds=1, recounts=1)
    scores = np.empty((len(values), how.draws))
    for draw in range(how.draws):
        form = how.forms[choices.form[draw]]
        now = values.copy()
        if len(holes.rows):
            now[holes.rows, holes.columns] = completions[:, draw % completions.shape[1]]
        turned = bent(np.where(used, now, 0.0), form)
        total, weight = np.zeros(len(values)), np.zeros(len(values))
        for part in range(len(PLAN.parts)):
            inside = PLAN.part_of == part
            share = np.where(used[:, inside], choices.weights.items[inside, draw], 0.0)
            known = share.sum(axis=1) > 0
            mean = (share * turned[:, inside]).sum(axis=1) / np.where(known, share.sum(axis=1), 1.0)
            total += np.where(known, choices.weights.above[part, draw] * mean, 0.0)
            weight += np.where(known, choices.weights.above[part, draw], 0.0)
        scores[:, draw] = unbent(total / weight, form)
    return scores


@pytest.mark.parametrize("forms", [(1.0,), (2.0,), ("complement",), (1.0, 2.0, "complement")])
@pytest.mark.parametrize("drop_one", [False, True])
def test_the_fast_loops_agree_with_plain_numpy(forms: tuple[Form, ...], drop_one: bool) -> None:
    values = drawn(30)
    used = np.ones(values.shape, dtype=np.bool_)
    used[3, 1] = used[9, 4] = used[10, 0] = False
    holes = Holes(np.array([7, 8]), np.array([0, 3]))
    completions = np.random.default_rng(2).uniform(0, 100, (2, 20))
    how = drawing(forms=forms, drop_one=drop_one)
    found = spread(PLAN, (world(values, completions),), used, holes, how)
    scores = plainly(values, used, holes, completions, how)
    wanted = np.sort(scores, axis=1)[:, [5, 95]]
    assert np.abs(found.score_interval - wanted).max() <= STEP
    ranks = 1 + (scores[None, :, :] > scores[:, None, :]).sum(axis=1)
    # Two scores of one step of the grid share a place.
    assert np.abs(found.rank_interval - np.sort(ranks, axis=1)[:, [5, 95]]).max() <= 1
    high = (scores >= 60).mean(axis=1)
    medium = (scores >= 30).mean(axis=1) - high
    assert found.probability == pytest.approx(np.stack([1 - medium - high, medium, high], axis=1))


@pytest.mark.parametrize("draws", [1, 2, 7, 8, 9, 20, 100])
def test_the_outer_draws_are_those_of_a_sort_whatever_their_number(draws: int) -> None:
    values = drawn(5)
    used = np.ones(values.shape, dtype=np.bool_)
    how = drawing(draws=draws)
    scores = np.sort(plainly(values, used, NO_HOLES, np.zeros((0, 20)), how), axis=1)
    low, high = int(np.floor(0.05 * (draws - 1) + 1e-9)), int(np.ceil(0.95 * (draws - 1) - 1e-9))
    assert np.abs(spread_of(values, used, how).score_interval - scores[:, [low, high]]).max() <= STEP


@pytest.mark.parametrize("partitions", [2, 3, 4])
def test_partitions_change_no_bit(partitions: int) -> None:
    values = drawn(700)
    used = np.ones(values.shape, dtype=np.bool_)
    used[5, 0] = False
    one, many = (
        spread_of(values, used, drawing(forms=(1.0, "complement"), partitions=parts, drop_one=True))
        for parts in (1, partitions)
    )
    assert one.score_interval.tobytes() == many.score_interval.tobytes()
    assert one.rank_interval.tobytes() == many.rank_interval.tobytes()
    assert one.probability.tobytes() == many.probability.tobytes()


def test_a_replicate_does_not_depend_on_how_many_there_are_nor_on_what_else_varies() -> None:
    few, many, wide = (
        choose(PLAN, drawing(draws=draws, forms=forms), worlds=worlds, recounts=worlds).weights
        for draws, forms, worlds in ((10, (1.0,), 1), (40, (1.0,), 1), (10, (1.0, 2.0), 6))
    )
    assert few.flat.tolist() == many.flat[:, :10].tolist() == wide.flat.tolist()
    assert few.flat.sum(axis=0) == pytest.approx(np.ones(10))


def test_weights_vary_around_those_of_the_framework() -> None:
    flat = choose(PLAN, drawing(draws=4000), worlds=1, recounts=1).weights.flat
    assert flat.mean(axis=1) == pytest.approx(PLAN.flat, abs=0.005)


def test_every_indicator_is_left_out_about_equally_often_and_the_rest_takes_its_weight() -> None:
    weights = choose(PLAN, drawing(draws=6000, drop_one=True), worlds=1, recounts=1).weights
    gone = weights.flat == 0
    assert gone.sum(axis=0).max() == 1
    assert gone.mean(axis=1) == pytest.approx(np.full(5, 1 / 6), abs=0.02)
    assert weights.flat.sum(axis=0) == pytest.approx(np.ones(6000))
    # Where c, all there is of its sub-dimension, is gone, the other sub-dimension has the dimension for itself.
    alone = gone[2]
    assert weights.above[1, alone].tolist() == [0] * int(alone.sum())
    assert weights.above[0, alone].mean() == pytest.approx(0.6, abs=0.02)


def test_what_carries_everything_is_never_left_out() -> None:
    plan = replace(
        PLAN, items=np.array([1.0, 0, 1, 0.5, 0.5]), parts=np.array([1.0, 0, 1]), dimensions=np.array([1.0, 0])
    )
    weights = choose(plan, drawing(draws=300, drop_one=True), worlds=1, recounts=1).weights
    assert weights.flat[0].tolist() == [1.0] * 300


def test_each_choice_is_taken_about_equally_often() -> None:
    choices = choose(PLAN, drawing(draws=6000, forms=(1.0, 2.0, "complement")), worlds=6, recounts=20)
    for chosen, number in ((choices.form, 3), (choices.world, 6), (choices.recount, 20)):
        assert np.bincount(chosen) / 6000 == pytest.approx(np.full(number, 1 / number), abs=0.02)
    alike = choices.alike()
    assert sorted(np.concatenate([members for *_, members in alike]).tolist()) == list(range(6000))


def test_counts_are_one_off_by_chance_and_stay_possible() -> None:
    framework = load_framework("kondusif-desa")
    count = 400
    values = np.ones((count, 17))
    values[:, 4] = 50.0
    values[:200, 5], values[200:, 5] = 0, 3
    values[0, 0] = np.nan
    table = indicator_table(framework, codes(count), values, voters=np.full(count, 1e5), stations=np.full(count, 2.0))
    recounts = Recounts.drawn(framework, table, 0.5, 7)
    shifts = recounts.shifts.astype(np.int64)
    assert [(shifts == one).mean().round(2) for one in (-1, 0, 1)] == pytest.approx([0.235, 0.53, 0.235], abs=0.01)
    assert not shifts[:, :, 4].any()  # a percentage is no count
    again = recounts.values(slice(0, count), 3, replace(world(values), treatments=untreated(framework)))
    # Per 100,000 voters between 0 and 2,000: one more is a twentieth of a point.
    assert sorted(set(again[1:, 0].round(6))) == [0.0, 0.05, 0.1]
    assert np.isnan(again[0, 0])
    assert set(again[:200, 5].round(2)) == {0.0, 33.33}
    assert set(again[200:, 5].round(2)) == {66.67, 100.0}
    # 0, 1 or 2 of two stations, never three.
    assert set(again[:, 11]) == {0.0, 50.0, 100.0}


def test_surer_weights_give_narrower_intervals() -> None:
    values = drawn(40)
    used = np.ones(values.shape, dtype=np.bool_)
    loose, tight = (spread_of(values, used, drawing(concentration=one)) for one in (20.0, 2000.0))
    assert np.all(np.diff(tight.score_interval) < np.diff(loose.score_interval))


OPTIONS = IndexOptions(draws=200)
CHOICES = {
    "forms": {"drawn_forms": (1.0, 2.0, "complement")},
    "scales": {"drawn_scales": ("goalposts", "normal", "percentile")},
    "treatment": {"drawn_treatment": True},
    "drop one": {"drop_one": True},
    "miscount": {"miscount": 0.5},
}


def desa(edition: int = 1) -> IndicatorTable:
    areas = [f"35.{k:02d}.{d:02d}.{2001 + v}" for k in (1, 2, 3) for d in (1, 2, 3) for v in range(15)]
    return demonstration_table(load_framework("kondusif-desa"), areas, edition=edition)


@pytest.mark.parametrize("choice", CHOICES)
def test_every_choice_widens_ranks_stands_in_the_manifest_and_leaves_the_score(choice: str) -> None:
    framework, table = load_framework("kondusif-desa"), desa()
    usual, wider = (score(framework, table, replace(OPTIONS, **more)) for more in ({}, CHOICES[choice]))
    assert wider.scores.tobytes() == usual.scores.tobytes()
    assert wider.manifest.run != usual.manifest.run
    for name, value in CHOICES[choice].items():
        assert wider.manifest.inputs[name] == (list(value) if isinstance(value, tuple) else value)
    assert np.nanmean(np.diff(wider.rank_interval)) > np.nanmean(np.diff(usual.rank_interval)) * 1.005


def test_all_choices_at_once_repeat_to_the_bit_in_any_order_and_any_number_of_parts() -> None:
    framework, table = load_framework("kondusif-desa"), desa()
    options = widened(replace(OPTIONS, draws=60))
    whole = score(framework, table, options)
    turned = score(framework, table.taken(list(range(len(table.codes)))[::-1]), replace(options, partitions=4))
    assert turned.manifest.result == whole.manifest.result
    assert turned.manifest.run == whole.manifest.run
    assert turned.rank_interval[::-1].tobytes() == whole.rank_interval.tobytes()


def test_a_scale_that_is_drawn_is_the_scale_it_says() -> None:
    framework, table = small(), filled(drawn(40))
    options = IndexOptions(draws=60, treatment=False, concentration=1e9)
    percentile = score(framework, table, replace(options, drawn_scales=("percentile",)))
    values = (rankdata(percentile.normalised, axis=0) - 0.5) / 0.4
    assert np.abs(percentile.score_interval - (values @ PLAN.flat)[:, None]).max() < 0.05


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"drawn_forms": (0.0,)}, "pangkat rata-rata harus lebih dari 0"),
        ({"drawn_forms": ("datar",)}, "bentuk rata-rata datar tidak ada"),
        ({"drawn_scales": ("datar",)}, "skala datar tidak ada; yang ada: goalposts, normal, percentile"),
        ({"miscount": 1.5}, "miscount dari 0 sampai 1"),
        ({"miscount": float("nan")}, "miscount dari 0 sampai 1"),
        ({"level": 1.0}, "level di antara 0 dan 1"),
        ({"concentration": 0.0}, "concentration lebih dari 0"),
    ],
)
def test_choices_that_make_no_sense_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(IndexRefused, match=message):
        score(small(), filled(drawn(3)), replace(OPTIONS, **change))


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
