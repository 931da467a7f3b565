"""R: the structural score, moved by news and never overwritten, in parts that add up."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from kondusif.kerawanan.domain.combined import combine
from kondusif.kerawanan.domain.effort import neutral_stream
from kondusif.kerawanan.domain.risk import NO_EXPOSURE, NO_STRUCTURAL, assess
from kondusif.kerawanan.domain.risk_checks import RiskRefused

from .risk_samples import CODES, DYNAMICS, NOW, SCORES, VOTERS, assessed, event, season

EDGES = np.array([0.0, 0.3, 1.0, 99.0, 99.8, 100.0])


def logit(score: float) -> float:
    return math.log(score / (100 - score))


def test_without_news_r_is_s_to_the_bit_even_outside_of_the_clip() -> None:
    structural = np.concatenate([EDGES, SCORES[6:]])
    assert assessed([], structural=structural).combined.tobytes() == structural.tobytes()
    silent = [event(f"k{each}", status="belum_diverifikasi") for each in range(50)]
    assert assessed(silent, structural=structural).combined.tobytes() == structural.tobytes()


def test_news_moves_the_logit_by_half_of_the_logarithm_of_theta() -> None:
    found = combine(np.array([50.0, 20.0]), np.array([math.log(2), -0.4]), DYNAMICS)
    assert [logit(one) for one in found] == pytest.approx([0.5 * math.log(2), logit(20) - 0.2])


def test_outside_of_the_clip_news_moves_as_it_does_at_the_edge() -> None:
    up, down = (combine(EDGES, np.full(6, news), DYNAMICS) - EDGES for news in (0.8, -0.8))
    assert up[:3] == pytest.approx([up[2]] * 3)
    assert down[3:] == pytest.approx([down[3]] * 3)
    assert combine(EDGES, np.full(6, -9.0), DYNAMICS).min() >= 0
    assert combine(EDGES, np.full(6, 9.0), DYNAMICS).max() <= 100
    # No leap where news sets in.
    assert combine(EDGES, np.full(6, 1e-9), DYNAMICS) == pytest.approx(EDGES, abs=1e-7)


def test_incidents_lift_their_area_and_no_other() -> None:
    told = [event(f"k{each}", "35.04", severity=3) for each in range(4)]
    moved = assessed(told).combined - SCORES
    assert moved[3] > 10
    # That the others were quiet meanwhile is news too, but little.
    assert (np.delete(moved, 3) < 0).all()
    assert np.abs(np.delete(moved, 3)).max() < 1.5


def test_news_fades_with_its_half_life_until_r_is_s_again() -> None:
    """All incidents grow old together: what they say must fade all the same."""
    told = [event(f"k{each}", "35.04", category="hoaks") for each in range(4)]
    moved = [assessed(told, now=NOW + timedelta(days=days)).combined[3] - SCORES[3] for days in (0, 7, 14, 28, 70, 365)]
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 3
    assert moved[2] < 0.5 * moved[0]
    assert 0 <= moved[-1] < 1e-6


def test_parts_of_an_explanation_add_up_on_the_logit_scale() -> None:
    result = assessed(season())
    for row, code in enumerate(CODES):
        why = result.explain(code)
        parts = [why.base, why.usual, *(one.logits for one in why.events)]
        assert math.fsum(parts) == pytest.approx(why.total, abs=1e-12)
        assert why.total == pytest.approx(logit(result.combined[row]), abs=1e-12)
        assert (why.structural, why.combined, why.beyond) == (SCORES[row], result.combined[row], 0.0)
        assert why.usual < 0
        weighing = [one for one in result.evidence.of(code) if one.weight > 0]
        assert [one.event for one in why.events] == [one.event for one in weighing]
        shares = np.array([one.logits for one in why.events])
        assert shares == pytest.approx(
            shares.sum() * np.array([one.weight for one in weighing]) / result.evidence.totals[row]
        )


def test_an_explanation_outside_of_the_clip_names_what_lies_beyond() -> None:
    structural = np.where(np.arange(38) == 3, 0.25, SCORES)
    result = assessed([event(severity=3), event("k2", severity=3)], structural=structural)
    why = result.explain("35.04")
    assert why.beyond == -0.75
    assert math.fsum([why.base, why.usual, *(one.logits for one in why.events)]) == pytest.approx(why.total, abs=1e-12)
    edge, moved = 1.0, 100 / (1 + math.exp(-why.total))
    assert why.combined == pytest.approx(0.25 + moved - edge, abs=1e-12)


def test_an_explanation_without_news_is_s_alone() -> None:
    why = assessed([]).explain("35.04")
    assert (why.events, why.usual, why.combined) == ((), 0.0, why.structural)
    assert why.total == why.base == pytest.approx(logit(SCORES[3]))


def test_the_interval_holds_r_and_is_wide_where_little_is_known() -> None:
    quiet, loud = assessed([]), assessed(season(number=3000))
    for result in (quiet, loud):
        assert (result.combined_interval[:, 0] < result.combined).all()
        assert (result.combined < result.combined_interval[:, 1]).all()
    assert np.ptp(loud.combined_interval, axis=1).mean() < np.ptp(quiet.combined_interval, axis=1).mean()


def test_what_is_not_scored_says_why() -> None:
    structural = np.where(np.arange(38) == 0, np.nan, SCORES)
    exposure = np.where(np.arange(38) < 2, [0.0, np.nan] * 19, VOTERS)
    result = assessed(season(), structural=structural, exposure=exposure)
    assert result.reasons[:3] == (f"{NO_EXPOSURE}; {NO_STRUCTURAL}", NO_EXPOSURE, "")
    assert np.isnan(result.combined).tolist() == [True, True] + [False] * 36
    assert np.isnan(result.theta).tolist() == [True, True] + [False] * 36
    assert result.area("35.02").structural == SCORES[1]
    with pytest.raises(RiskRefused, match=r"^35\.02: paparan"):
        result.explain("35.02")


def test_theta_is_told_where_s_is_not_there() -> None:
    result = assessed(season(), structural=np.full(38, np.nan))
    assert np.isfinite(result.theta).all()
    assert np.isnan(result.combined).all()
    assert np.isnan(result.combined_interval).all()


def test_one_area_alone_keeps_its_score() -> None:
    result = assess(["35.04"], [40.0], [1e5], [event()], now=NOW, dynamics=DYNAMICS)
    assert (result.theta.tolist(), result.combined.tolist()) == ([1.0], [40.0])
    assert result.explain("35.04").events == ()


def test_all_about_one_area_is_told_at_once() -> None:
    result = assessed(season())
    one = result.area("35.04")
    assert (one.theta, one.combined) == (result.theta[3], result.combined[3])
    assert one.theta_interval == tuple(result.theta_interval[3])
    assert one.combined_interval == tuple(result.combined_interval[3])
    assert one.weighed == result.evidence.of("35.04")
    with pytest.raises(RiskRefused, match=r"^Wilayah 35\.99 tidak termasuk yang dinilai\.$"):
        result.area("35.99")


def test_the_working_view_is_marked() -> None:
    told = [event(f"k{each}", status="belum_diverifikasi") for each in range(9)]
    private = assessed(told, include_unverified=True)
    assert (private.public, assessed(told).public) == (False, True)
    assert private.combined[3] > SCORES[3]


def test_effort_is_used_and_named() -> None:
    told = season()
    stream = neutral_stream(np.where(np.arange(38) == 3, 400, 40), VOTERS, dynamics=DYNAMICS)
    with_effort = assessed(told, effort=stream)
    assert (with_effort.effort_method, assessed(told).effort_method) == ("neutral_stream", "none")
    assert with_effort.theta[3] < assessed(told).theta[3]


def test_rows_in_another_order_give_the_same_figures() -> None:
    told, order = season(), np.random.default_rng(9).permutation(38)
    here = assessed(told)
    there = assess(
        [CODES[each] for each in order], SCORES[order], VOTERS[order], told[::-1], now=NOW, dynamics=DYNAMICS
    )
    assert there.combined.tobytes() == here.combined[order].tobytes()
    assert there.theta_interval.tobytes() == here.theta_interval[order].tobytes()


def test_the_fit_of_an_earlier_run_is_kept() -> None:
    first = assessed(season())
    assert [name for name, _ in first.fit.shapes] == ["35 kabupaten"]
    assert assessed(season(), fit=first.fit).combined.tobytes() == first.combined.tobytes()
    later = assessed(season(2), fit=first.fit)
    assert later.fit == first.fit
    assert set(later.risk.shape) == {first.fit.shapes[0][1]}
    assert later.combined.tobytes() != assessed(season(2)).combined.tobytes()


def test_a_fit_of_other_areas_is_refused() -> None:
    with pytest.raises(RiskRefused, match=r"^Hasil sebelumnya tidak memuat golongan wilayah: desa lain\.$"):
        assessed(season(), fit=assessed(season()).fit, strata=["desa lain"] * 38)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"structural": np.full(38, 101.0)}, "Skor struktural harus di antara 0 dan 100: 35.01"),
        ({"structural": np.full(38, -np.inf)}, "Skor struktural harus di antara 0 dan 100: 35.01"),
        ({"structural": np.zeros(37)}, "Skor struktural harus satu angka"),
        ({"exposure": np.full(38, -1.0)}, "Paparan tidak boleh negatif"),
        ({"now": NOW.replace(tzinfo=None)}, "Waktu sekarang harus menyebut zonanya"),
    ],
)
def test_what_cannot_be_assessed_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(RiskRefused, match=said):
        assessed([], **changes)


def test_every_desa_of_east_java_is_assessed_while_one_looks() -> None:
    codes = [f"35.{1 + row % 38:02d}.{1 + row // 38 % 20:02d}.{1000 + row}" for row in range(8494)]
    told = season(number=4000)
    placed = [event(one.id, codes[place * 2], sources=one.sources, days=place % 50) for place, one in enumerate(told)]
    assess(codes[:2], [1.0, 1.0], [1.0, 1.0], placed[:1], now=NOW, dynamics=DYNAMICS)  # imports are not measured
    fastest = math.inf
    for _ in range(5):
        began = time.process_time()
        assess(codes, np.full(8494, 30.0), np.full(8494, 4000.0), placed, now=NOW, dynamics=DYNAMICS)
        fastest = min(fastest, time.process_time() - began)
    # 0.1 s is promised; a loaded machine is given twice as much before this fails.
    assert fastest < 0.2
