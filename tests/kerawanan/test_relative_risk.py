"""θ: shrunk towards 1, corrected for reporting, honest about what it does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import digamma
from scipy.stats import gamma as gamma_law

from kondusif.kerawanan.domain.effort import neutral_stream, no_effort
from kondusif.kerawanan.domain.relative_risk import relative_risk, strata_of
from kondusif.kerawanan.domain.risk_checks import RiskRefused

from .risk_samples import CODES, DYNAMICS, VOTERS, with_numbers

ABOUT_EQUAL = np.full(38, 100.0)


def test_theta_is_the_posterior_of_a_gamma() -> None:
    counts = np.random.default_rng(1).poisson(6, 38).astype(np.float64)
    found = relative_risk(CODES, counts, VOTERS, dynamics=DYNAMICS)
    alpha, expected = found.shape[0], VOTERS / VOTERS.sum() * counts.sum()
    law = gamma_law(alpha + counts, scale=1 / (alpha + expected))
    assert found.expected == pytest.approx(expected)
    assert found.theta == pytest.approx(law.mean())
    assert found.interval == pytest.approx(np.stack([law.ppf(0.05), law.ppf(0.95)], axis=1))
    assert found.log_theta == pytest.approx(digamma(alpha + counts) - np.log(alpha + expected))
    assert found.news == pytest.approx(found.log_theta - (digamma(alpha) - np.log(alpha)))


def test_where_nothing_is_known_theta_is_one_and_there_is_no_news() -> None:
    found = relative_risk(CODES, np.zeros(38), VOTERS, dynamics=DYNAMICS)
    assert set(found.theta) == {1.0}
    assert set(found.news) == {0.0}
    law = gamma_law(found.shape[0], scale=1 / found.shape[0])
    assert found.interval[0] == pytest.approx([law.ppf(0.05), law.ppf(0.95)])


def test_one_area_has_nothing_to_be_compared_with() -> None:
    found = relative_risk(["35.04"], [9.0], [1000.0], dynamics=DYNAMICS)
    assert (found.theta.tolist(), found.news.tolist()) == ([1.0], [0.0])
    beside = relative_risk(["35.04", "35.05"], [9.0, 2.0], [1000.0, np.nan], dynamics=DYNAMICS)
    assert (beside.theta[0], beside.news[0]) == (1.0, 0.0)


def test_an_area_without_exposure_is_not_scored_and_moves_no_other() -> None:
    counts = np.arange(38.0)
    without = np.where(np.arange(38) < 2, [0.0, np.nan] * 19, ABOUT_EQUAL)
    found = relative_risk(CODES, counts, without, dynamics=DYNAMICS)
    alone = relative_risk(CODES[2:], counts[2:], ABOUT_EQUAL[2:], dynamics=DYNAMICS)
    assert np.isnan(found.theta[:2]).all()
    assert np.isnan(found.interval[:2]).all()
    assert found.theta[2:].tolist() == pytest.approx(alone.theta.tolist(), rel=1e-12)


def test_the_unit_of_exposure_changes_nothing() -> None:
    counts = np.arange(38.0)
    one, other = (relative_risk(CODES, counts, VOTERS * unit, dynamics=DYNAMICS) for unit in (1, 1e-6))
    assert one.theta.tolist() == pytest.approx(other.theta.tolist(), rel=1e-12)


def test_few_incidents_are_believed_less_than_many() -> None:
    counts = np.ones(38)
    counts[0] = 3
    few = relative_risk(CODES, counts, ABOUT_EQUAL, dynamics=DYNAMICS)
    many = relative_risk(CODES, counts * 30, ABOUT_EQUAL, dynamics=DYNAMICS)
    assert 1 < few.theta[0] < many.theta[0] < 3
    assert np.ptp(few.interval[0]) > np.ptp(many.interval[0])


def test_grave_incidents_count_by_the_usual_one() -> None:
    counts = np.arange(38.0)
    plain = relative_risk(CODES, counts, ABOUT_EQUAL, dynamics=DYNAMICS)
    graver = relative_risk(CODES, counts * 3, ABOUT_EQUAL, dynamics=DYNAMICS, scale=3.0)
    assert plain.theta.tolist() == pytest.approx(graver.theta.tolist(), rel=1e-12)


def test_who_reports_twice_as_much_is_no_worse() -> None:
    counts = np.full(38, 20.0)
    counts[:19] *= 2
    stream = neutral_stream((counts * 50).astype(int), ABOUT_EQUAL, dynamics=DYNAMICS)
    assert relative_risk(CODES, counts, ABOUT_EQUAL, dynamics=DYNAMICS).theta[0] > 1.2
    corrected = relative_risk(CODES, counts, ABOUT_EQUAL, dynamics=DYNAMICS, effort=stream)
    assert corrected.theta.tolist() == pytest.approx([1.0] * 38, abs=0.02)


def test_where_reporting_is_a_guess_incidents_say_less() -> None:
    counts = np.ones(38)
    counts[0] = 12
    sure = no_effort(38)
    guess = replace(sure, shape=np.full(38, 1.0))
    certain, doubtful = (
        relative_risk(CODES, counts, ABOUT_EQUAL, dynamics=DYNAMICS, effort=each) for each in (sure, guess)
    )
    assert doubtful.counted[0] < certain.counted[0]
    assert 1 < doubtful.theta[0] < certain.theta[0]


def test_strata_that_differ_more_are_shrunk_less() -> None:
    choice = np.random.default_rng(2)
    codes = [f"35.{row:04d}" for row in range(600)]
    kinds = ["a"] * 300 + ["b"] * 300
    risk = np.concatenate([choice.gamma(2.5, 1 / 2.5, 300), choice.gamma(60, 1 / 60, 300)])
    counts = choice.poisson(10 * risk).astype(np.float64)
    found = relative_risk(codes, counts, np.ones(600), dynamics=DYNAMICS, strata=kinds)
    assert found.shape[0] == pytest.approx(2.5, rel=0.3)
    assert found.shape[300] > 20
    assert len(set(found.shape)) == 2


def test_codes_tell_province_and_kind() -> None:
    codes = ["35", "35.07", "35.73", "35.07.14", "35.73.02", "35.07.14.2008", "35.73.02.1005", "51.03"]
    assert strata_of(codes) == (
        "provinsi",
        "35 kabupaten",
        "35 kota",
        "35 kabupaten",
        "35 kota",
        "35 desa",
        "35 kelurahan",
        "51 kabupaten",
    )


def test_another_width_of_the_interval_is_a_matter_of_data() -> None:
    half = with_numbers(interval={"value": 0.5, "source": "uji", "confidence": "U"})
    narrow, wide = (relative_risk(CODES, np.ones(38), VOTERS, dynamics=each).interval for each in (half, DYNAMICS))
    assert (narrow[:, 0] > wide[:, 0]).all()
    assert (narrow[:, 1] < wide[:, 1]).all()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"codes": []}, "Tidak ada wilayah"),
        ({"codes": ["35.01", "35.01"]}, "tertulis lebih dari sekali: 35.01"),
        ({"weights": [1.0, np.nan]}, "angka terhingga"),
        ({"weights": [1.0, -1.0]}, "tidak negatif"),
        ({"weights": [1.0]}, r"satu angka untuk tiap wilayah \(2 wilayah\)"),
        ({"weights": ["a", "b"]}, "satu angka"),
        ({"exposure": [1.0, np.inf]}, r"Paparan tidak boleh negatif atau tak hingga: 35\.02"),
        ({"exposure": [-1.0, 1.0]}, r"Paparan tidak boleh negatif atau tak hingga: 35\.01"),
        ({"scale": 0.0}, "lebih dari 0"),
        ({"effort": no_effort(3)}, r"Upaya pelaporan harus satu angka untuk tiap wilayah \(2 wilayah\)"),
        ({"effort": replace(no_effort(2), ratio=np.array([1.0, 0.0]))}, "lebih dari 0"),
        ({"strata": ["a"]}, "Golongan wilayah"),
    ],
)
def test_what_cannot_be_scored_is_refused(changes: dict[str, Any], said: str) -> None:
    asked: dict[str, Any] = {"codes": ["35.01", "35.02"], "weights": [1.0, 2.0], "exposure": [1.0, 1.0]} | changes
    with pytest.raises(RiskRefused, match=said):
        relative_risk(asked.pop("codes"), asked.pop("weights"), asked.pop("exposure"), dynamics=DYNAMICS, **asked)
