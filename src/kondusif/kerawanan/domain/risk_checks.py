"""What the dynamic layer refuses, before anything is computed: in Indonesian, saying what to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.scan_types import Counts, Floats

_SHOWN = 5


class RiskRefused(ValueError):
    """No risk follows from this; the message is Indonesian and says what to mend."""


def check_codes(codes: Sequence[str]) -> None:
    """Refuse a list of areas that is empty or names one twice."""
    if not codes:
        raise RiskRefused("Tidak ada wilayah untuk dinilai.")
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise RiskRefused(f"Kode wilayah tertulis lebih dari sekali: {some(twice)}.")


def check_now(now: datetime) -> None:
    """Refuse a clock without a zone: hours of it could not be compared with those of incidents."""
    if now.tzinfo is None:
        raise RiskRefused("Waktu sekarang harus menyebut zonanya.")


def checked_scores(structural: ArrayLike, codes: Sequence[str]) -> Floats:
    """S as float64[n], 0–100, NaN where there is none."""
    scores = _row(structural, codes, "Skor struktural")
    wrong = ~np.isnan(scores) & ~((scores >= 0) & (scores <= 100))
    _refuse(wrong, "Skor struktural harus di antara 0 dan 100", codes)
    return scores


def checked_exposure(exposure: ArrayLike, codes: Sequence[str]) -> Floats:
    """Exposure as float64[n] ≥ 0, NaN where it is not known."""
    values = _row(exposure, codes, "Paparan")
    _refuse(np.isinf(values) | (values < 0), "Paparan tidak boleh negatif atau tak hingga", codes)
    return values


def checked_counts(counts: ArrayLike, what: str) -> Counts:
    """Whole numbers ≥ 0 as int64[n]."""
    given = np.asarray(counts)
    if given.ndim != 1 or given.dtype.kind not in "iuf":
        raise RiskRefused(f"{what} harus satu angka untuk tiap wilayah.")
    if not np.isfinite(given).all() or (given < 0).any() or (given != np.floor(given)).any():
        raise RiskRefused(f"{what} harus bilangan bulat yang tidak negatif.")
    return given.astype(np.int64)


def some(names: Sequence[str]) -> str:
    """The first of many names, and how many more."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", dan {more} lagi" if more > 0 else "")


def _row(values: ArrayLike, codes: Sequence[str], what: str) -> Floats:
    given = np.asarray(values)
    if given.shape != (len(codes),) or given.dtype.kind not in "iuf":
        raise RiskRefused(f"{what} harus satu angka untuk tiap wilayah ({len(codes)} wilayah).")
    return given.astype(np.float64)


def _refuse(bad: NDArray[np.bool_], words: str, codes: Sequence[str]) -> None:
    if bad.any():
        raise RiskRefused(f"{words}: {some([codes[int(each)] for each in np.flatnonzero(bad)])}.")
