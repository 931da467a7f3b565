"""What a scan refuses, before anything is computed: in Indonesian, saying what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.scan_types import Counts, Floats, ScanOptions, ScanRefused
from kondusif.kerawanan.domain.scan_windows import Neighbours

_SHOWN = 5


def checked_counts(counts: ArrayLike, codes: Sequence[str], dates: Sequence[date]) -> Counts:
    """The counts as int64[n_areas, n_days], or a refusal."""
    table = np.asarray(counts)
    if len(codes) == 0:
        raise ScanRefused("Tidak ada wilayah untuk dipindai.")
    if len(codes) == 1:
        raise ScanRefused("Pemindaian memerlukan sedikitnya dua wilayah; ini hanya satu.")
    twice = sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else []
    if twice:
        raise ScanRefused(f"Kode wilayah tertulis lebih dari sekali: {_some(twice)}.")
    if table.ndim != 2 or table.shape != (len(codes), len(dates)):
        raise ScanRefused(
            f"Tabel jumlah kejadian harus {len(codes)} wilayah × {len(dates)} hari, ternyata {table.shape}."
        )
    if table.dtype.kind not in "iuf":
        raise ScanRefused("Jumlah kejadian harus berupa angka.")
    _refuse(~np.isfinite(table), "Jumlah kejadian memuat nilai kosong atau tak hingga", codes, dates)
    _refuse(table < 0, "Jumlah kejadian tidak boleh negatif", codes, dates)
    _refuse(table != np.floor(table), "Jumlah kejadian harus bilangan bulat", codes, dates)
    return table.astype(np.int64)


def checked_baseline(baseline: ArrayLike, counts: Counts, codes: Sequence[str], dates: Sequence[date]) -> Floats:
    """The expectations as float64[n_areas, n_days], or a refusal."""
    table = np.asarray(baseline, dtype=np.float64)
    if table.shape != counts.shape:
        raise ScanRefused(
            f"Tabel garis dasar harus {counts.shape}, sama dengan tabel kejadian; ternyata {table.shape}."
        )
    _refuse(~np.isfinite(table), "Garis dasar memuat nilai kosong atau tak hingga", codes, dates)
    _refuse(table < 0, "Garis dasar tidak boleh negatif", codes, dates)
    _refuse((table == 0) & (counts > 0), "Garis dasar nol padahal ada kejadian", codes, dates)
    if table.sum() <= 0:
        raise ScanRefused("Garis dasar seluruhnya nol: tidak ada yang dapat dibandingkan.")
    return table


def check_history(history: History, counts: Counts, codes: Sequence[str]) -> None:
    """Refuse a past that cannot be fitted."""
    areas = len(codes)
    if history.totals.shape != (areas,) or history.past.shape != (areas,):
        raise ScanRefused(f"Riwayat harus memuat satu angka untuk tiap wilayah ({areas} wilayah).")
    if history.coming.shape != counts.shape:
        raise ScanRefused(f"Paparan hari yang dipindai harus {counts.shape}, ternyata {history.coming.shape}.")
    for values in (history.totals, history.past, history.coming):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ScanRefused("Riwayat dan paparan harus angka yang tidak negatif.")
    if (history.totals != np.floor(history.totals)).any():
        raise ScanRefused("Riwayat kejadian harus bilangan bulat.")
    unexposed = [codes[int(each)] for each in np.flatnonzero((history.past == 0) & (history.totals > 0))]
    if unexposed:
        raise ScanRefused(f"Ada riwayat kejadian di wilayah yang paparannya nol: {_some(unexposed)}.")
    if history.past.sum() <= 0:
        raise ScanRefused("Riwayat tanpa paparan: tidak ada garis dasar.")


def check_dates(dates: Sequence[date], today: date) -> None:
    """Refuse days that are not one after the other, and a clock that stands before the latest of them."""
    if not dates:
        raise ScanRefused("Tidak ada hari untuk dipindai.")
    for before, after in pairwise(dates):
        if after != before + timedelta(days=1):
            raise ScanRefused(f"Hari harus berurutan tanpa sela: {before} diikuti {after}.")
    if today < dates[-1]:
        raise ScanRefused(f"Jam menunjuk {today}, padahal data sampai {dates[-1]}: periksa tanggal komputer.")


def check_neighbours(neighbours: Neighbours, areas: int) -> None:
    """Refuse lists that name what is no area, or that do not fit together."""
    starts, members = neighbours.starts, neighbours.members
    if neighbours.centres < 1 or starts[0] != 0 or starts[-1] != len(members) or (np.diff(starts) < 0).any():
        raise ScanRefused("Daftar tetangga rusak: batas-batasnya tidak cocok dengan isinya.")
    if len(members) == 0:
        raise ScanRefused("Daftar tetangga kosong.")
    if members.min() < 0 or members.max() >= areas:
        raise ScanRefused(f"Daftar tetangga menyebut wilayah di luar {areas} wilayah yang dipindai.")


def check_options(options: ScanOptions, days: int) -> None:
    """Refuse settings that cannot be meant."""
    if not 1 <= options.max_days <= days:
        raise ScanRefused(f"Jendela paling lama {options.max_days} hari tidak muat dalam {days} hari data.")
    if options.replicates < 1 or options.published_replicates < 0 or options.max_clusters < 0:
        raise ScanRefused("Jumlah ulangan dan gugus tidak boleh negatif; ulangan sedikitnya satu.")
    if not 0 <= options.seed < 2**63:
        raise ScanRefused("Benih acak harus bilangan bulat yang tidak negatif.")
    if options.threads < 1:
        raise ScanRefused("Jumlah utas sedikitnya satu.")


def _refuse(bad: NDArray[np.bool_], words: str, codes: Sequence[str], dates: Sequence[date]) -> None:
    if bad.any():
        where = [f"{codes[int(area)]} pada {dates[int(day)]}" for area, day in np.argwhere(bad)]
        raise ScanRefused(f"{words}: {_some(where)}.")


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", dan {more} lagi" if more > 0 else "")
