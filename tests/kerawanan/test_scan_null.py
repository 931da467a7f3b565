from __future__ import annotations

import numpy as np
import pytest

from kondusif.kerawanan.domain.scan_baseline import History, draw_counts, redraw, shrink, surroundings
from kondusif.kerawanan.domain.scan_null import PUBLISHED, FixedNull, ShuffledNull, stream
from kondusif.kerawanan.domain.scan_windows import neighbours_from_costs, neighbours_from_lists

ALONE = np.full((400, 1), -1)
MEAN = np.array([[4.0, 0.0, 1.0], [0.5, 2.5, 0.0]])


def tables(null: FixedNull, number: int = 3000) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array([null.draw(stream(7, each)).table(2, 3) for each in range(1, number + 1)])


def test_replicates_have_the_mean_and_the_variance_of_poisson_counts() -> None:
    drawn = tables(FixedNull.over(MEAN))
    assert drawn.mean(axis=0) == pytest.approx(MEAN, abs=0.12)
    assert drawn.var(axis=0) == pytest.approx(MEAN, rel=0.1, abs=1e-12)


def test_clumped_replicates_have_the_variance_asked_for() -> None:
    drawn = tables(FixedNull.over(MEAN, ratio=2.5))
    assert drawn.mean(axis=0) == pytest.approx(MEAN, abs=0.2)
    assert drawn.var(axis=0) == pytest.approx(2.5 * MEAN, rel=0.15, abs=1e-12)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_given_total_is_spread_and_kept(ratio: float) -> None:
    drawn = tables(FixedNull.over(MEAN, total=40, ratio=ratio), 1500)
    assert set(drawn.sum(axis=(1, 2))) == {40}
    assert drawn.mean(axis=0) == pytest.approx(40 * MEAN / MEAN.sum(), abs=0.6)
    part = tables(FixedNull.over(MEAN, total=40, share=0.25, ratio=ratio), 1500)
    assert part.sum(axis=(1, 2)).mean() == pytest.approx(10, abs=0.5)


def test_a_cell_where_nothing_is_expected_stays_empty() -> None:
    assert not tables(FixedNull.over(MEAN))[:, 0, 1].any()
    many = np.random.default_rng(1).random((50, 20)) * (np.random.default_rng(2).random((50, 20)) < 0.3)
    null = FixedNull.over(many, total=20_000)
    assert not null.draw(stream(1, 1)).table(50, 20)[many == 0].any()


def test_shuffling_keeps_areas_and_days() -> None:
    areas, lags = np.array([0, 0, 1, 2, 2, 2], dtype=np.int32), np.array([0, 5, 1, 0, 2, 9], dtype=np.int32)
    whole = ShuffledNull(areas, lags, 10).draw(stream(1, 1)).table(3, 10)
    assert whole.sum(axis=1).tolist() == [2, 1, 3]
    assert whole.sum(axis=0).tolist() == np.bincount(lags, minlength=10).tolist()
    assert ShuffledNull(areas, lags, 2).draw(stream(1, 1)).table(3, 2).sum() == 3


def test_each_replicate_and_purpose_has_its_own_numbers() -> None:
    drawn = {stream(*key).random() for key in ((1, 1), (1, 2), (2, 1), (1, 1, PUBLISHED))}
    assert len(drawn) == 4
    assert stream(1, 1).random() == stream(1, 1).random()


def quiet(
    areas: int = 400, spread: float = 0.5, days: int = 90
) -> tuple[History, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    choice = np.random.default_rng(5)
    risk = choice.gamma(1 / spread**2, spread**2, areas)
    past = choice.lognormal(0, 0.4, areas) * days
    return History(choice.poisson(0.1 * past * risk), past, np.outer(past / days, np.ones(10))), risk


def test_a_baseline_is_shrunk_towards_the_whole_as_far_as_areas_differ() -> None:
    history, risk = quiet()
    fitted = shrink(history, ALONE)
    assert fitted.shape == pytest.approx(4.0, rel=0.35)
    raw = history.totals / fitted.usual
    assert np.mean((fitted.risk - risk) ** 2) < np.mean((raw - risk) ** 2)
    assert (np.abs(fitted.risk - 1) <= np.abs(raw - 1) + 1e-12).all()
    assert fitted.expected(history).sum() == pytest.approx(history.totals.sum() / 9, rel=0.02)


def test_surroundings_are_the_nearest_others_of_a_centre() -> None:
    lists = neighbours_from_lists([[1, 0, 2], [0], list(range(3, 20))], 20)
    nearest = surroundings(lists, 20)
    assert (nearest.shape, nearest[1].tolist()) == ((20, 12), [0, 2, *[-1] * 10])
    assert nearest[3].tolist() == list(range(4, 16))
    assert (nearest[0] == -1).all()


def test_a_town_that_reports_more_is_not_drawn_down_to_the_whole() -> None:
    choice = np.random.default_rng(3)
    places = np.arange(400.0)
    town = np.where(places < 60, 3.0, 1.0)
    past = np.full(400, 30.0)
    history = History(choice.poisson(0.1 * past * town), past, np.ones((400, 1)))
    costs = np.abs(np.subtract.outer(places, places))
    lists = neighbours_from_costs(costs, past, [f"{each:03.0f}" for each in places], fraction=0.1)
    near, whole = shrink(history, surroundings(lists, 400)), shrink(history, ALONE)
    truth = town / town.mean()
    assert near.risk[:50].mean() == pytest.approx(truth[0], rel=0.08)
    assert np.mean((near.risk - truth) ** 2) < 0.6 * np.mean((whole.risk - truth) ** 2)
    assert (whole.around == 1).all()


def test_areas_that_do_not_differ_are_all_the_same() -> None:
    history, _ = quiet(spread=0.01)
    assert np.ptp(shrink(history, ALONE).risk) < 0.3


def test_a_redrawn_world_is_quiet_and_its_baseline_its_own() -> None:
    history, _ = quiet()
    fitted = shrink(history, ALONE)
    worlds = [redraw(stream(1, each, PUBLISHED), history, ALONE, fitted, 1.0, 10) for each in range(1, 61)]
    observed, expected = (np.mean([world[part].sum() for world in worlds]) for part in (0, 1))
    assert observed == pytest.approx(fitted.expected(history).sum(), rel=0.02)
    assert observed == pytest.approx(expected, rel=0.02)
    assert len({float(world[1][0, 0]) for world in worlds}) == 60


def test_counts_have_the_dispersion_asked_for() -> None:
    drawn = draw_counts(np.random.default_rng(1), np.full(20_000, 3.0), 2.0)
    assert (drawn.mean(), drawn.var()) == (pytest.approx(3, abs=0.1), pytest.approx(6, rel=0.06))
