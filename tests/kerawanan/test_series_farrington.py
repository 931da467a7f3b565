"""Literal figures were computed once by R `surveillance` 1.20.3 (farringtonFlexible) on the series that `seasonal` makes by formula."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from kondusif.kerawanan.domain.series_farrington import farrington, same_week, seasons_of, years_there
from kondusif.kerawanan.domain.series_types import FarringtonOptions, SeriesRefused

DATES = [date(2019, 2, 25) + timedelta(weeks=each) for each in range(300)]
FLEXIBLE = FarringtonOptions(years=4)
DELTA = replace(FLEXIBLE, bound="delta", errors="surveillance")
ORIGINAL = replace(DELTA, seasons=1, weights_threshold=1.0, left_out=3, trend_level=0.05)
NONE = math.nan


def seasonal() -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """A season with bursts, a growing series, one in which little happens; an outbreak in each of the first two."""
    week = np.arange(300)
    season = 4 + 3 * np.sin(2 * math.pi * week / 52)
    rough = (week * week * 7 + week * 13) % 11
    first = np.floor(season * (0.5 + rough / 10) + 25 * (week % 97 < 2))
    series = np.array([first, np.floor(week / 40 + rough / 3), (rough == 10) * (week % 5)]).astype(np.int64)
    series[0, -1] += 30
    series[1, -2] += 14
    return series


GROWING = 1000.0 + np.arange(300) * np.array([[1.0], [3.0], [0.0]])
# Upper bounds of the first two series in the latest four weeks (NaN: fewer than five incidents in four weeks), then of the mean of
# the second series, then variance over mean of the first.
IN_R = {
    "flexible, by dates": (
        FLEXIBLE, DATES, None,
        [[NONE, NONE, NONE, 5], [18, 17, 17, 17]],
        [9.75165129987074, 9.16172982144204, 9.38658270035183, 9.258699943708342],
        [1.46499763246707, 1.58047523675411, 1.75402008984692, 1.82299111011813],
    ),
    "flexible, by 52 weeks": (
        FLEXIBLE, None, None,
        [[NONE, NONE, NONE, 5], [17, 17, 18, 17]],
        [9.51898396615228, 9.25880528362554, 9.70912437805248, 9.082211441223532],
        [1.53034305618959, 1.88918127625599, 1.82837616052529, 1.88066660485421],
    ),
    "delta, a trend where it is significant": (
        replace(DELTA, trend_level=0.05), DATES, None,
        [[NONE, NONE, NONE, 4.63874841668644], [17.8855816336959, 17.0689011460351, 17.379904709438, 17.20200046855106]],
        [9.75165129987074, 9.16172982144204, 9.38658270035183, 9.258699943708342],
        [1.45150629867776, 1.56722046026271, 1.75529179119290, 1.81249127558124],
    ),
    "original": (
        ORIGINAL, DATES, None,
        [[NONE, NONE, NONE, 15.3798687356039], [11.3936846501668, 10.8779256524995, 11.2481255506736, 16.7225600658888]],
        [5.23312820682943, 4.89486847651559, 5.1385765989966, 8.878369166362940],
        [7.54438841931415, 10.0803368156148, 9.99651532484823, 10.85115704091786],
    ),
    "delta, by population": (
        DELTA, DATES, GROWING,
        [[NONE, NONE, NONE, 4.59849326894769], [17.6626106463425, 16.8585686239937, 17.1657568407917, 16.99053456561879]],
        [9.59027545862127, 9.01081330094087, 9.23237196066832, 9.106683148968598],
        [1.46468991014478, 1.57987387807236, 1.75360823039368, 1.82248825282199],
    ),
    "delta, all weeks weigh the same": (
        replace(DELTA, weights_threshold=None), DATES, None,
        [[NONE, NONE, NONE, 13.4296562723506], [18.0070089987656, 17.1855911170801, 17.496175287429, 17.3144831109157]],
        [9.75165129987074, 9.16172982144204, 9.38658270035183, 9.25869994370834],
        [4.49059349234525, 4.67264642347283, 5.71503103539304, 5.19124053372864],
    ),
    "muan": (
        replace(DELTA, bound="muan", alpha=0.05), DATES, None,
        [[NONE, NONE, NONE, 4], [16, 15, 15, 15]],
        [9.75165129987074, 9.16172982144204, 9.38658270035183, 9.258699943708342],
        [1.46499763246707, 1.58047523675411, 1.75402008984692, 1.82299111011813],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", IN_R)
def test_bounds_means_and_dispersions_are_those_of_r(form: str) -> None:
    options, dates, exposure, upper, means, dispersions = IN_R[form]
    found = farrington(seasonal(), watched=4, dates=dates, exposure=exposure, options=options)
    assert found.first == 296
    assert np.where(found.enough, found.upper, NONE)[:2] == pytest.approx(np.array(upper), rel=1e-9, nan_ok=True)
    assert found.expected[1] == pytest.approx(means, rel=1e-9)
    assert found.dispersion[0] == pytest.approx(dispersions, rel=1e-9)
    assert (found.dispersion[1] == 1).all()
    assert not found.enough[2].any()
    assert found.alarm.tolist() == [[False, False, False, True], [False, False, True, False], [False] * 4]


def test_a_trend_is_kept_where_r_keeps_it() -> None:
    significant = replace(DELTA, trend_level=0.05)
    assert farrington(seasonal(), watched=4, dates=DATES, options=significant).trend.tolist() == [
        [False] * 4, [True] * 4, [False] * 4
    ]  # fmt: skip
    assert farrington(seasonal(), watched=4, dates=DATES, options=ORIGINAL).trend[1].tolist() == [False] * 3 + [True]
    never = farrington(seasonal(), watched=4, dates=DATES, options=replace(DELTA, trend=False))
    assert not never.trend.any()


def test_errors_by_pearson_leave_what_needs_no_error_as_it_is() -> None:
    ours, theirs = (
        farrington(seasonal(), dates=DATES, options=replace(FLEXIBLE, errors=each))
        for each in ("pearson", "surveillance")
    )
    assert (ours.upper == theirs.upper).all()
    one, other = (
        farrington(seasonal(), dates=DATES, options=replace(DELTA, errors=each)) for each in ("pearson", "surveillance")
    )
    assert (one.expected == other.expected).all()
    assert (one.upper != other.upper).all()


def test_the_same_week_of_earlier_years_is_the_nearest_by_the_calendar() -> None:
    mondays = [date(2015, 1, 5) + timedelta(weeks=each) for each in range(520)]
    at = mondays.index(date(2024, 2, 26))
    assert [mondays[same_week(at, back, mondays)] for back in range(4)] == [
        date(2024, 2, 26), date(2023, 2, 27), date(2022, 2, 28), date(2021, 3, 1)
    ]  # fmt: skip
    leap = [date(2019, 1, 3) + timedelta(weeks=each) for each in range(300)]
    assert leap[same_week(leap.index(date(2024, 2, 29)), 1, leap)] == date(2023, 3, 2)
    assert (same_week(300, 2), same_week(10, 1)) == (196, -42)


def test_a_year_is_cut_into_windows_and_equal_parts() -> None:
    rows, level = seasons_of(299, 4, FLEXIBLE)
    year = dict(zip(rows.tolist(), level.tolist(), strict=True))
    assert [each for each, value in year.items() if value == 0] == [
        *range(88, 95), *range(140, 147), *range(192, 199), *range(244, 251)
    ]  # fmt: skip
    assert np.bincount(level).tolist() == [28, 20, 20, 20, 20, 17, 15, 15, 15, 15]
    assert (rows[0], rows[-1]) == (88, 272)
    only_windows, one = seasons_of(299, 4, replace(FLEXIBLE, seasons=1))
    assert (len(only_windows), set(one.tolist())) == (28, {0})


def test_as_many_years_are_taken_as_there_are_up_to_five() -> None:
    assert [years_there(week, 3) for week in (159, 210, 211, 263, 900)] == [3, 3, 4, 5, 5]
    with pytest.raises(SeriesRefused, match="hanya ada 2 tahun pembanding; perlu sedikitnya 3"):
        years_there(158, 3)


def test_an_area_does_not_depend_on_the_others_nor_on_their_order() -> None:
    series = seasonal()
    whole = farrington(series, watched=4, dates=DATES)
    turned = farrington(series[::-1], watched=4, dates=DATES)
    alone = farrington(series[1:2], watched=4, dates=DATES)
    for name in ("expected", "upper", "dispersion", "alarm"):
        assert (getattr(turned, name)[::-1] == getattr(whole, name)).all()
        assert (getattr(alone, name)[0] == getattr(whole, name)[1]).all()


def test_where_nothing_happened_there_is_no_alarm_and_no_negative_bound() -> None:
    found = farrington(np.zeros((2, 300), dtype=int))
    assert not found.alarm.any()
    assert (found.fitted.tolist(), found.upper.tolist()) == ([[True]] * 2, [[0.0]] * 2)
    assert found.expected == pytest.approx(0.5 / len(seasons_of(299, 5, FarringtonOptions())[0]))


def test_an_outburst_where_nothing_ever_happened_is_told() -> None:
    series = np.zeros((2, 300), dtype=int)
    series[:, -1] = 4, 5
    assert farrington(series).alarm.tolist() == [[False], [True]]


def test_what_nothing_is_known_of_is_not_judged() -> None:
    series = np.zeros((1, 300), dtype=int)
    series[0, ::7] = 3
    rows, level = seasons_of(299, 4, FLEXIBLE)
    series[0, rows[level == 0]] = 0
    series[0, -1] = 9
    found = farrington(series, options=replace(FLEXIBLE, bound="muan"))
    assert (found.fitted.tolist(), found.alarm.tolist()) == ([[False]], [[False]])
    assert np.isnan([found.upper, found.expected, found.dispersion, found.error]).all()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"counts": -np.ones((2, 300))}, "tidak boleh negatif: baris 1 langkah 1"),
        ({"counts": np.full((1, 300), np.nan)}, "nilai kosong atau tak hingga: baris 1 langkah 1, .* dan 295 lagi"),
        ({"counts": np.full((1, 300), 0.5)}, "harus bilangan bulat"),
        ({"counts": np.full((1, 300), "a")}, "harus berupa angka"),
        ({"counts": np.zeros(300)}, "tabel wilayah × langkah waktu"),
        ({"counts": np.zeros((0, 300))}, "kosong: 0 wilayah"),
        ({"counts": np.zeros((1, 150))}, "hanya ada 2 tahun"),
        ({"watched": 0}, "antara 1 dan 300"),
        ({"dates": DATES[:-1]}, "300 minggu data tetapi 299 tanggal"),
        ({"dates": [DATES[0], *DATES[:-1]]}, "tiap tujuh hari: 2019-02-25 diikuti 2019-02-25"),
        ({"exposure": np.ones((1, 300))}, "Tabel paparan harus"),
        ({"exposure": np.zeros((3, 300))}, "lebih dari nol"),
        ({"options": FarringtonOptions(years=2)}, "sedikitnya tiga tahun"),
        ({"options": FarringtonOptions(years=7)}, "7 tahun sebelum minggu ke-300 tidak termuat"),
        ({"options": FarringtonOptions(seasons=60)}, "terlalu banyak untuk 45 minggu"),
        ({"options": FarringtonOptions(left_out=280)}, "tidak cukup minggu"),
        ({"options": FarringtonOptions(left_out=400)}, "tidak cukup minggu"),
        ({"options": FarringtonOptions(alpha=0.7)}, "Taraf nyata"),
        ({"options": FarringtonOptions(weights_threshold=0)}, "Ambang pembobotan"),
        ({"options": FarringtonOptions(half_window=-1)}, "Lebar jendela"),
        ({"options": FarringtonOptions(enough=(5, 0))}, "sedikitnya satu minggu"),
    ],
)
def test_what_cannot_be_judged_is_refused(changed: dict[str, object], words: str) -> None:
    asked: dict[str, object] = {"counts": seasonal(), **changed}
    with pytest.raises(SeriesRefused, match=words):
        farrington(asked.pop("counts"), **asked)  # type: ignore[arg-type]
