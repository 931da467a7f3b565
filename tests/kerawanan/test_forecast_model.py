from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.stats import nbinom, poisson

from kondusif.kerawanan.domain import forecast_model
from kondusif.kerawanan.domain.forecast_model import (
    Design,
    Fitted,
    ModelRefused,
    Prior,
    fit,
    mean_parts,
    over_areas,
    season,
    shared_out,
)

RING = np.roll(np.eye(8), 1, axis=0) + np.roll(np.eye(8), -1, axis=0)


def simulated(weeks: int, *, own: float = 0.35, near: float = 0.2, psi: float = 0.4, seed: int = 1) -> np.ndarray:
    choice = np.random.default_rng(seed)
    weights = shared_out(RING)
    counts = np.zeros((weeks, 8), dtype=np.int64)
    for week in range(weeks):
        before = counts[week - 1] if week else np.full(8, 2)
        mean = 1.2 * np.exp(0.6 * np.sin(2 * np.pi * week / 52)) + own * before + near * (weights @ before)
        counts[week] = choice.negative_binomial(1 / psi, 1 / (1 + psi * mean))
    return counts


def wavy(weeks: int, **more: object) -> Design:
    waves, names = season(np.arange(weeks))
    terms = over_areas(np.column_stack([np.ones(weeks), waves]), 8)
    return Design(terms, np.ones((weeks, 8)), ("intercept", *names), **({"weights": shared_out(RING)} | more))  # type: ignore[arg-type]


def test_the_log_likelihood_is_that_of_the_distribution() -> None:
    counts = simulated(40)
    for overdispersed in (True, False):
        design = wavy(40, overdispersed=overdispersed)
        fitted = fit(counts, design)
        parts = [
            mean_parts(fitted.values[None], design, design.terms[week], design.exposure[week], counts[week - 1][None])
            for week in range(1, 40)
        ]
        mean = np.array([sum(each)[0] for each in parts])
        if overdispersed:
            told = nbinom.logpmf(counts[1:], 1 / fitted.psi, 1 / (1 + fitted.psi * mean)).sum()
        else:
            told = poisson.logpmf(counts[1:], mean).sum()
        assert fitted.log_likelihood == pytest.approx(told)
        assert fitted.aic == pytest.approx(2 * len(design.parameters) - 2 * told)
        assert fitted.cells == 39 * 8


@pytest.mark.parametrize("overdispersed", [True, False])
def test_slope_and_curvature_are_those_of_finite_differences(overdispersed: bool) -> None:
    cells = forecast_model._prepared(
        simulated(30), wavy(30, overdispersed=overdispersed), np.linspace(1, 0.4, 30), None
    )
    belief = Prior(np.full(6, 0.1)[: 5 + overdispersed], np.full(6, 2.0)[: 5 + overdispersed])

    def part(at: int) -> object:
        return lambda values: forecast_model._density(values, cells, belief)[at]

    for values in (np.array([-1.0, -1.5, 0.2, 0.3, -0.1, -0.7]), np.array([-3.0, -0.2, 1.0, -0.5, 0.4, -3.0])):
        point = values[: 5 + overdispersed]
        assert check_grad(part(0), part(1), point, epsilon=1e-6) < 2e-3
        _, _, curvature = forecast_model._density(point, cells, belief)
        steps = 1e-5 * np.eye(len(point))
        slopes = [(part(1)(point + step) - part(1)(point - step)) / 2e-5 for step in steps]  # type: ignore[operator]
        assert curvature == pytest.approx(np.array(slopes), rel=1e-5, abs=1e-4)
        assert (curvature == curvature.T).all()


def test_what_made_the_counts_is_found_within_its_error() -> None:
    fitted = fit(simulated(400), wavy(400))
    truth = np.array([np.log(0.35), np.log(0.2), np.log(1.2), 0.6, 0.0, np.log(0.4)])
    errors = np.array([fitted.error(name) for name in fitted.design.parameters], dtype=float)
    assert (np.abs(fitted.values - truth) < 3 * errors).all()
    assert (errors < 0.25).all()
    assert (fitted.gone, fitted.dominant_eigenvalue()) == ((), pytest.approx(fitted.own + fitted.near))


def test_errors_are_as_large_as_estimates_vary() -> None:
    found = [fit(simulated(60, seed=each), wavy(60)) for each in range(2, 42)]
    spread = np.std([each.values[2] for each in found])
    assert np.mean([each.error("intercept") for each in found]) == pytest.approx(spread, rel=0.35)


def test_reports_that_are_still_to_come_do_not_bend_the_estimates() -> None:
    counts = simulated(300)
    share = np.ones(300)
    share[-60:] = np.linspace(1, 0.25, 60)
    thinned = np.random.default_rng(3).binomial(counts, share[:, None])
    whole = fit(counts, wavy(300))
    right, wrong = fit(thinned, wavy(300), seen=share, before=counts), fit(thinned, wavy(300))
    assert right.values == pytest.approx(whole.values, abs=0.12)
    assert abs(wrong.beta[0] - whole.beta[0]) > 2 * abs(right.beta[0] - whole.beta[0])


def test_cells_of_which_nothing_is_seen_are_left_out() -> None:
    counts = simulated(50)
    share = np.ones((50, 8))
    share[20:30] = 0
    spoilt = counts.copy()
    spoilt[20:30] = 999
    found = fit(spoilt, wavy(50), seen=share, before=counts)
    assert found.cells == 39 * 8
    assert found.values.tolist() == fit(counts, wavy(50), seen=share).values.tolist()


def test_a_part_that_is_not_there_is_said_to_be_gone() -> None:
    counts = np.zeros((60, 8), dtype=np.int64)
    counts[1::2] = np.random.default_rng(5).poisson(2, (30, 8))  # never anything after a week with incidents
    found = fit(counts, wavy(60, weights=None))
    assert (found.gone, found.own, found.error("log_own")) == (("log_own",), pytest.approx(0, abs=1e-3), None)
    assert found.error("intercept") is not None


def test_a_prior_keeps_what_the_data_do_not_tell_near_its_mean() -> None:
    counts = np.zeros((12, 8), dtype=np.int64)
    counts[[3, 7], [1, 5]] = 1
    ones = Design(np.ones((12, 8, 1)), np.ones((12, 8)), ("intercept",), weights=shared_out(RING))
    belief = Prior(np.log([0.2, 0.1, 1.0, 0.3]), np.array([1.0, 1.0, np.inf, 1.0]))
    found = fit(counts, ones, prior=belief)
    assert np.abs(found.values - belief.mean)[[0, 1, 3]].max() < 1
    assert found.gone == ()
    assert np.isfinite(found.values).all()
    assert (np.linalg.eigvalsh(found.covariance) > 0).all()


def test_a_fit_does_not_depend_on_the_order_of_areas_but_for_rounding() -> None:
    counts, order = simulated(80), np.array([3, 1, 7, 0, 2, 6, 5, 4])
    whole = fit(counts, wavy(80))
    turned = fit(counts[:, order], wavy(80, weights=shared_out(RING[np.ix_(order, order)])))
    assert turned.values == pytest.approx(whole.values, abs=1e-6)
    assert fit(counts, wavy(80)).values.tolist() == whole.values.tolist()


def test_an_area_shares_its_incidents_out_among_its_neighbours() -> None:
    adjacent = np.array([[1, 1, 0], [1, 0, 0], [1, 0, 0]])
    assert shared_out(adjacent).toarray().tolist() == [[0, 1, 0], [0.5, 0, 0], [0.5, 0, 0]]


def test_growth_is_the_greatest_eigenvalue() -> None:
    weights = np.random.default_rng(6).random((8, 8)) * (RING > 0)
    fitted = fit(simulated(60), wavy(60, weights=weights))
    matrix = fitted.own * np.eye(8) + fitted.near * weights
    assert fitted.dominant_eigenvalue() == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max())


def test_the_mean_of_a_coming_week_in_its_parts_by_hand() -> None:
    design = Design(np.ones((2, 3, 1)), np.ones((2, 3)), ("intercept",), weights=shared_out(np.ones((3, 3))))
    values = np.log([[0.5, 0.2, 3.0, 1.0]])
    usual, own, near = mean_parts(values, design, np.ones((3, 1)), np.array([1.0, 2, 1]), np.array([[4.0, 0, 2]]))
    assert usual.tolist() == [pytest.approx([3, 6, 3])]
    assert own.tolist() == [pytest.approx([2, 0, 1])]
    assert near.tolist() == [pytest.approx([0.2, 0.6, 0.4])]


def refused(counts: object, design: Design, **more: object) -> str:
    with pytest.raises(ModelRefused) as told:
        fit(counts, design, **more)  # type: ignore[arg-type]
    return str(told.value)


def test_what_cannot_be_fitted_is_refused() -> None:
    counts = simulated(20).astype(float)
    design = wavy(20)
    for bad in (np.nan, -1.0, 0.5, np.inf):
        spoilt = counts.copy()
        spoilt[3, 2] = bad
        assert "bilangan bulat" in refused(spoilt, design)
    assert "kejadian pun" in refused(np.zeros((20, 8)), design)
    assert "sedikitnya dua pekan" in refused(counts[:1], design)
    assert "tidak cocok" in refused(counts[:19], design)
    assert "antara 0 dan 1" in refused(counts, design, seen=np.full(20, 1.2))
    assert "pekan sebelumnya" in refused(counts, design, before=-counts - 1)
    assert "Bobot" in refused(counts, wavy(20, weights=-RING))
    assert "8 × 8" in refused(counts, wavy(20, weights=np.ones((3, 3))))
    assert "Prior" in refused(counts, design, prior=Prior(np.zeros(2), np.ones(2)))


def test_terms_that_say_the_same_are_refused_by_name() -> None:
    terms = np.ones((20, 8, 2))
    told = refused(simulated(20), Design(terms, np.ones((20, 8)), ("intercept", "again")))
    assert "tidak dapat dipisahkan" in told


def test_one_area_alone_can_be_fitted() -> None:
    counts = simulated(200)[:, :1]
    found = fit(counts, Design(np.ones((200, 1, 1)), np.ones((200, 1)), ("intercept",)))
    assert isinstance(found, Fitted)
    assert (found.near, found.own > 0, found.psi > 0) == (0.0, True, True)
