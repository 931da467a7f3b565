"""What the warnings of single series refuse, before anything is computed: in Indonesian, saying what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.series_types import CusumOptions, FarringtonOptions, SeriesRefused

_SHOWN = 5


def checked_series(counts: ArrayLike) -> Counts:
    """The counts as int64[n_areas, n_steps], or a refusal."""
    try:
        table = np.asarray(counts)
    except ValueError as ragged:
        raise SeriesRefused("Jumlah kejadian harus berupa tabel: semua wilayah sama banyak langkahnya.") from ragged
    if table.ndim != 2:
        raise SeriesRefused(f"Jumlah kejadian harus berupa tabel wilayah × langkah waktu, ternyata {table.shape}.")
    if table.shape[0] == 0 or table.shape[1] == 0:
        raise SeriesRefused(f"Tabel jumlah kejadian kosong: {table.shape[0]} wilayah × {table.shape[1]} langkah.")
    if table.dtype.kind not in "iuf":
        raise SeriesRefused("Jumlah kejadian harus berupa angka.")
    _refuse(~np.isfinite(table), "Jumlah kejadian memuat nilai kosong atau tak hingga")
    _refuse(table < 0, "Jumlah kejadian tidak boleh negatif")
    _refuse(table != np.floor(table), "Jumlah kejadian harus bilangan bulat")
    return table.astype(np.int64)


def checked_exposure(exposure: ArrayLike | None, counts: Counts) -> Floats:
    """The exposure of each count as float64[n_areas, n_steps], ones where none is given, or a refusal."""
    if exposure is None:
        return np.ones(counts.shape)
    table = np.asarray(exposure, dtype=np.float64)
    if table.shape != counts.shape:
        raise SeriesRefused(f"Tabel paparan harus {counts.shape}, sama dengan tabel kejadian; ternyata {table.shape}.")
    _refuse(~np.isfinite(table) | (table <= 0), "Paparan harus angka yang lebih dari nol")
    return table


def check_weeks(dates: Sequence[date], weeks: int) -> None:
    """Refuse first days of weeks that do not follow each other by seven days, or are not one for each count."""
    if len(dates) != weeks:
        raise SeriesRefused(f"Ada {weeks} minggu data tetapi {len(dates)} tanggal.")
    for before, after in pairwise(dates):
        if after != before + timedelta(days=7):
            raise SeriesRefused(f"Tanggal minggu harus berurutan tiap tujuh hari: {before} diikuti {after}.")


def check_days(dates: Sequence[date]) -> None:
    """Refuse days that are not one after the other."""
    for before, after in pairwise(dates):
        if after != before + timedelta(days=1):
            raise SeriesRefused(f"Hari harus berurutan tanpa sela: {before} diikuti {after}.")


def check_watched(watched: int, steps: int) -> None:
    """Refuse to judge nothing, or more than there is."""
    if not 1 <= watched <= steps:
        raise SeriesRefused(f"Yang diperiksa harus antara 1 dan {steps} langkah terakhir, ternyata {watched}.")


def check_cusum(options: CusumOptions) -> None:
    """Refuse settings of the sum that cannot be meant."""
    if not 1 < options.shift < np.inf:
        raise SeriesRefused("Kenaikan yang dicari harus lebih dari satu kali rata-rata.")
    if not 2 <= options.run_length <= 100_000:
        raise SeriesRefused("Jarak rata-rata antara peringatan palsu harus antara 2 dan 100.000 langkah.")
    if options.training < 1 or options.guard < 0 or options.memory < options.training:
        raise SeriesRefused("Masa latih sedikitnya satu langkah, dan ingatan tidak boleh lebih pendek dari masa latih.")


def check_farrington(options: FarringtonOptions) -> None:
    """Refuse settings of the regression that cannot be meant."""
    if options.years is not None and options.years < 3:
        raise SeriesRefused("Pembanding sedikitnya tiga tahun ke belakang.")
    if options.half_window < 0 or options.seasons < 1 or options.left_out < 0:
        raise SeriesRefused("Lebar jendela, jumlah musim, dan minggu yang dilewati tidak boleh negatif.")
    if not 0 < options.alpha < 0.5 or not 0 <= options.trend_level <= 1:
        raise SeriesRefused("Taraf nyata harus antara 0 dan 0,5; taraf tren antara 0 dan 1.")
    if options.weights_threshold is not None and not options.weights_threshold > 0:
        raise SeriesRefused("Ambang pembobotan ulang harus lebih dari nol.")
    if options.enough[0] < 0 or options.enough[1] < 1:
        raise SeriesRefused("Syarat jumlah kejadian minimum tidak boleh negatif, dan sedikitnya satu minggu.")


def _refuse(bad: NDArray[np.bool_], words: str) -> None:
    if bad.any():
        places = np.argwhere(bad)
        where = ", ".join(f"baris {row + 1} langkah {step + 1}" for row, step in places[:_SHOWN].tolist())
        more = len(places) - _SHOWN
        raise SeriesRefused(f"{words}: {where}{f', dan {more} lagi' if more > 0 else ''}.")
