from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from kondusif.kerawanan.domain.nowcast import (
    Delay,
    Nowcast,
    NowcastRefused,
    expected_final,
    learn_delay,
    nowcast,
    triangle,
)


def known_delay(share: list[float], error: float = 0.0) -> Delay:
    return Delay(np.array(share), np.full(len(share), error), 1000, known=True)


def test_reports_are_sorted_by_day_and_delay_and_later_ones_are_not_known() -> None:
    #        day 10: at once, after 1, after 3 (not yet); day 11: at once, announced before; day 12: after 0; day 9: before the first
    happened = [10, 10, 10, 11, 11, 12, 9]
    reported = [10, 11, 13, 11, 8, 12, 9]
    seen = triangle(happened, reported, first=10, today=12, max_delay=2)
    assert seen.counts.tolist() == [[1, 1, 0], [2, 0, 0], [1, 0, 0]]
    assert (seen.beyond, seen.ages.tolist()) == (0, [2, 1, 0])
    assert triangle(happened, reported, first=10, today=13, max_delay=2).beyond == 1


def test_the_share_in_hand_by_hand() -> None:
    # Five days, delays 0, 1, 2. g(2) = 3/(3 days: 12) = 1/4, g(1) = 4/(4 days: 4 + 8) = 1/3.
    seen = triangle(
        np.repeat([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5], [2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 3]),
        np.repeat([1, 2, 3, 2, 3, 4, 3, 4, 5, 4, 5, 5], [2, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 3]),
        first=1,
        today=5,
        max_delay=2,
    )
    found = learn_delay(seen, least_reports=10)
    assert found.share.tolist() == pytest.approx([0.5, 0.75, 1.0])
    assert found.log_error[1] == pytest.approx(np.sqrt((1 / 4) / (12 * 3 / 4)))
    assert (found.reports, found.known) == (18, True)
    assert found.at([-1, 0, 1, 2, 9]).tolist() == pytest.approx([0, 0.5, 0.75, 1, 1])


def test_the_latest_days_do_not_make_reports_look_quick() -> None:
    choice = np.random.default_rng(1)
    happened = choice.integers(0, 60, 6000)
    late = choice.geometric(0.25, 6000) - 1
    seen = triangle(happened, happened + late, first=0, today=59, max_delay=20)
    truth = 1 - 0.75 ** np.arange(1, 22)
    found = learn_delay(seen)
    assert found.share == pytest.approx(truth / truth[-1], abs=0.02)
    naive = np.cumsum(seen.counts.sum(axis=0)) / seen.counts.sum()
    assert naive[0] > truth[0] + 0.01


def test_what_was_known_is_not_changed_by_what_is_recorded_later() -> None:
    before = triangle([1, 2, 3], [1, 4, 3], first=1, today=5, max_delay=3)
    after = triangle([1, 2, 3, 2, 4, 1], [1, 4, 3, 6, 6, 9], first=1, today=5, max_delay=3)
    assert (after.counts.tolist(), after.beyond) == (before.counts.tolist(), before.beyond)


def test_a_nowcast_divides_by_the_share_and_says_how_sure_it_is() -> None:
    found = nowcast([6, 30, 8], [1, 2, 7], known_delay([0.1, 0.5, 0.8, 1.0]))
    come = [
        [int(nbinom.ppf(end, count + 0.5, share)) for end in (0.05, 0.95)] for count, share in ((6, 0.5), (30, 0.8))
    ]
    assert come == [[2, 13], [3, 13]]
    assert found == (
        Nowcast(6, 0.5, 12.0, 6 + 2, 6 + 13),
        Nowcast(30, 0.8, 37.5, 30 + 3, 30 + 13),
        Nowcast(8, 1.0, 8.0, 8, 8),
    )


def test_doubt_about_the_delay_widens_the_interval() -> None:
    sure, unsure = (nowcast([40], [1], known_delay([0.1, 0.5, 1.0], error))[0] for error in (0.0, 0.2))
    assert sure.lower is not None
    assert unsure.lower is not None
    assert sure.upper is not None
    assert unsure.upper is not None
    assert unsure.lower < sure.lower < sure.upper < unsure.upper


def test_too_small_a_share_and_an_unknown_delay_are_not_told() -> None:
    assert nowcast([6], [0], known_delay([0.1, 0.5, 1.0])) == (Nowcast(6, 0.1, None, None, None),)
    few = learn_delay(triangle([1, 2], [1, 3], first=1, today=40, max_delay=2))
    assert (few.known, nowcast([1], [0], few)[0].estimate) == (False, None)
    short = learn_delay(triangle(np.repeat(1, 50), np.repeat(1, 50), first=1, today=2, max_delay=5))
    assert not short.known


def test_no_report_yet_does_not_mean_that_none_will_come() -> None:
    assert nowcast([0], [1], known_delay([0.1, 0.5, 1.0])) == (Nowcast(0, 0.5, 0.0, 0, 2),)


def test_intervals_hold_nine_of_ten() -> None:
    choice = np.random.default_rng(2)
    held = []
    for _ in range(40):
        happened = np.repeat(np.arange(90), choice.poisson(12, 90))
        late = choice.geometric(0.2, len(happened)) - 1
        seen = triangle(happened, happened + late, first=0, today=89, max_delay=27)
        final = np.bincount(happened[late <= 27], minlength=90)[-7:]
        for each, true in zip(
            nowcast(seen.counts.sum(axis=1)[-7:], seen.ages[-7:], learn_delay(seen)), final, strict=True
        ):
            if each.lower is not None and each.upper is not None:
                held.append(each.lower <= true <= each.upper)
    assert len(held) > 150
    assert 0.87 < np.mean(held) < 0.96


def test_what_is_still_expected_leans_on_the_usual_where_little_is_in_hand() -> None:
    assert expected_final([4], [1.0], [2.0], 3.0).tolist() == [4]
    assert expected_final([0], [0.0], [2.0], 3.0).tolist() == pytest.approx([2])
    assert expected_final([4], [0.5], [2.0], 3.0).tolist() == pytest.approx([4 + 0.5 * 7 / 2])


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(NowcastRefused, match="periksa tanggal"):
        triangle([1], [1], first=3, today=2)
    with pytest.raises(NowcastRefused, match="hari diketahui"):
        triangle([1, 2], [1], first=1, today=2)
    with pytest.raises(NowcastRefused, match="bilangan bulat"):
        triangle([1.5], [2.0], first=1, today=2)
    for bad in (-1, 1.5, np.nan, np.inf):
        with pytest.raises(NowcastRefused, match="tidak negatif"):
            nowcast([bad], [1], known_delay([0.5, 1.0]))
    with pytest.raises(NowcastRefused, match="satu jumlah"):
        nowcast([1, 2], [1], known_delay([0.5, 1.0]))


def test_no_report_at_all_is_an_empty_triangle() -> None:
    seen = triangle([], [], first=1, today=3, max_delay=1)
    assert (seen.counts.tolist(), learn_delay(seen).known) == ([[0, 0], [0, 0], [0, 0]], False)
