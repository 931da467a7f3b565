from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from kondusif.kerawanan.domain.series import warn_series
from kondusif.kerawanan.domain.series_cusum import cusum
from kondusif.kerawanan.domain.series_farrington import farrington
from kondusif.kerawanan.domain.series_types import CusumOptions, FarringtonOptions, SeriesRefused

Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def quiet(areas: int, steps: int, mean: float, seed: int = 1, ratio: float = 1.0) -> Table:
    choice = np.random.default_rng(seed)
    true = mean * choice.gamma(4, 0.25, (areas, 1)) * np.ones((areas, steps))
    return choice.poisson(true) if ratio == 1 else choice.negative_binomial(true / (ratio - 1), 1 / ratio)


def test_a_short_past_is_watched_by_a_sum_and_said_so() -> None:
    counts = quiet(60, 50, 0.5)
    counts[9, -1] += 9
    found = warn_series(counts)
    assert (found.method, found.step, found.because) == (
        "cusum",
        "day",
        "Riwayat 7 minggu kurang dari 8 minggu: rata-rata ditarik ke rata-rata semua wilayah (CUSUM).",
    )
    assert np.flatnonzero(found.discovery[:, 0]).tolist() == [9]
    assert found.alarm[9, 0]
    plain = cusum(counts)
    for name, same in (("score", plain.statistic), ("bound", plain.threshold), ("expected", plain.expected)):
        assert (getattr(found, name) == same[:, -1:]).all()
    assert (found.observed == counts[:, -1:]).all()
    assert found.judged.all()


def test_a_past_between_eight_weeks_and_three_years_is_watched_by_a_sum_with_a_short_memory() -> None:
    found = warn_series(quiet(20, 200, 0.5))
    assert found.because == (
        "Riwayat 28 minggu belum memuat 3 tahun pembanding: dipakai CUSUM dengan rata-rata dari paling banyak 56 hari terakhir."
    )
    weekly = warn_series(quiet(20, 100, 0.5), step="week", watched=3)
    assert (weekly.method, weekly.step, weekly.alarm.shape) == ("cusum", "week", (20, 3))
    assert weekly.because.endswith("8 minggu terakhir.")


def test_three_years_are_compared_with_the_same_weeks_of_earlier_years() -> None:
    counts = quiet(40, 160, 2.0, seed=2)
    counts[3, -1] += 20
    found = warn_series(counts, step="week")
    assert (found.method, found.step, found.because) == (
        "farrington",
        "week",
        (
            "Riwayat 159 minggu memuat 3 tahun pembanding, cukup untuk membandingkan minggu yang sama pada tahun-tahun sebelumnya "
            "(Farrington)."
        ),
    )
    plain = farrington(counts)
    assert (found.bound == plain.upper).all()
    assert (found.alarm == plain.alarm).all()
    assert np.flatnonzero(found.discovery[:, 0]).tolist() == [3]
    assert warn_series(counts[:, 1:], step="week").method == "cusum"


def test_days_of_many_years_are_added_up_to_weeks_that_end_with_the_latest() -> None:
    days = quiet(10, 7 * 200 + 3, 1.0)
    dates = [date(2020, 1, 1) + timedelta(days=each) for each in range(days.shape[1])]
    found = warn_series(days, dates=dates, watched=8)
    weeks = days[:, 3:].reshape(10, 200, 7).sum(axis=2)
    assert (found.method, found.step) == ("farrington", "week")
    assert (found.observed == weeks[:, -2:]).all()
    assert (found.bound == farrington(weeks, watched=2, dates=dates[3::7]).upper).all()


@pytest.mark.parametrize(("mean", "ratio"), [(0.1, 1.0), (0.5, 2.0), (3.0, 1.0)])
def test_on_quiet_days_hardly_anything_stands_among_all(mean: float, ratio: float) -> None:
    worlds = [warn_series(quiet(300, 50, mean, seed, ratio), watched=29).discovery.any(axis=0) for seed in range(3)]
    assert np.mean(worlds) <= 0.17  # q, and what chance alone leaves open at 99 % in 87 days


@pytest.mark.parametrize(("mean", "ratio"), [(0.1, 1.0), (0.1, 3.0), (0.5, 2.0), (4.0, 1.0)])
def test_in_quiet_weeks_hardly_anything_stands_among_all(mean: float, ratio: float) -> None:
    found = warn_series(quiet(200, 280, mean, 5, ratio), step="week", watched=20)
    assert found.discovery.any(axis=0).mean() <= 0.25  # q, and what chance alone leaves open at 99 % in 20 weeks
    assert (found.mid_p <= 0.01).mean() <= 0.013


def test_where_nothing_happened_nothing_is_warned_of() -> None:
    for steps, step in ((40, "day"), (300, "week")):
        found = warn_series(np.zeros((3, steps), dtype=int), step=step)  # type: ignore[arg-type]
        assert not found.alarm.any()
        assert not found.discovery.any()


def test_the_order_of_areas_changes_nothing() -> None:
    order = np.random.default_rng(3).permutation(50)
    for counts, step in ((quiet(50, 50, 0.5), "day"), (quiet(50, 200, 1.0), "week")):
        plain, turned = (warn_series(each, step=step) for each in (counts, counts[order]))  # type: ignore[arg-type]
        for name in ("expected", "score", "bound", "mid_p", "alarm", "discovery"):
            assert (getattr(turned, name) == getattr(plain, name)[order]).all()


def test_options_are_passed_on() -> None:
    counts = quiet(20, 50, 0.5)
    assert warn_series(counts, watched=29, cusum_options=CusumOptions(run_length=5.0)).alarm.sum() > 50
    weeks = quiet(20, 300, 2.0)
    found = warn_series(weeks, step="week", farrington_options=FarringtonOptions(bound="delta", alpha=0.4))
    assert found.alarm.sum() > 3
    assert warn_series(weeks, step="week", farrington_options=FarringtonOptions(years=6)).because.startswith(
        "Riwayat 299 minggu belum memuat 6 tahun pembanding"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"counts": quiet(3, 15, 1.0)}, "Riwayat terlalu pendek: ada 15 langkah"),
        ({"watched": 40}, "dari 40 langkah yang diminta hanya 29 yang dapat diperiksa"),
        ({"watched": 99}, "antara 1 dan 50"),
        ({"dates": [date(2024, 1, 1)]}, "50 langkah data tetapi 1 tanggal"),
        ({"dates": [date(2024, 1, 1)] * 50}, "berurutan tanpa sela: 2024-01-01 diikuti 2024-01-01"),
        ({"exposure": np.ones((3, 49))}, "Tabel paparan"),
        ({"step": "month"}, "Langkah waktu harus hari"),
        ({"q": 0.0}, "Bagian temuan keliru"),
        ({"counts": [[1, 2], [3]]}, "harus berupa"),
    ],
)
def test_what_cannot_be_judged_is_refused(changed: dict[str, object], words: str) -> None:
    asked: dict[str, object] = {"counts": quiet(3, 50, 1.0), **changed}
    with pytest.raises(SeriesRefused, match=words):
        warn_series(asked.pop("counts"), **asked)  # type: ignore[arg-type]
