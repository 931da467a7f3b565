"""Reports that are still to come: how late they are, and how many incidents of the latest days will be known in the end.

What is known at one moment of days t and delays d is a triangle: the latest days show only their quickest reports. The share
F(d) of reports that are there after d days follows from reverse hazards, g(k) = those with delay k among those with delay ≤ k,
counted over days that are at least k days old; F(d) = Π_{k>d} (1 − g(k)) (Lawless 1994, Canad. J. Statist. 22:15). Then
n̂_t = n_t/F, and what is still to come is negative binomial (methods.md §3.6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

LEAST_SHARE = 0.2  # less than this share of reports in hand: the number in the end is a guess and is not told
LEAST_REPORTS = 20  # fewer reports than these do not show how late reports are
_PRIOR = 0.5  # Jeffreys' shape of a Poisson mean: no report yet does not mean that none will come
_QUADRATURE = 25  # points at which the doubt about F is looked at


class NowcastRefused(ValueError):
    """The reports cannot be counted; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True, eq=False)
class Triangle:
    """Reports by day and delay as known at one moment.

    counts: int64[n_days, max_delay + 1], days ascending; the latest day is 0 days old. Cells that no report can have reached yet
    are 0. `beyond`: reports that came later than max_delay days; they are counted with their day, and tell nothing here.
    """

    counts: Counts
    beyond: int

    @property
    def ages(self) -> Counts:
        """How old each day is: int64[n_days]."""
        return np.arange(len(self.counts))[::-1]


@dataclass(frozen=True, slots=True, eq=False)
class Delay:
    """The share of reports in hand after 0, 1, … max_delay days, and the standard error of log F: float64[max_delay + 1].

    Of those that come within max_delay days at all. `reports`: how many it was learnt from. `known` is False where there are too few or the past is shorter than max_delay; F is then not to be used.
    """

    share: Floats
    log_error: Floats
    reports: int
    known: bool

    def at(self, age: ArrayLike) -> Floats:
        """F for days of these ages; 1 beyond max_delay, 0 for days to come."""
        days = np.asarray(age)
        inside = np.clip(days, 0, len(self.share) - 1)
        return np.where(days < 0, 0.0, np.where(days >= len(self.share), 1.0, self.share[inside]))


@dataclass(frozen=True, slots=True)
class Nowcast:
    """One day or week: reports in hand, their share F, how many there will be in the end, with a 90 % interval.

    estimate, lower, upper are None where it is not told: F below 0.2, or the delay is not known.
    """

    reported: int
    share: float
    estimate: float | None
    lower: int | None
    upper: int | None


def triangle(happened: ArrayLike, reported: ArrayLike, *, first: int, today: int, max_delay: int = 28) -> Triangle:
    """Sort reports into days `first` … `today` and delays; what was reported after `today` is not known yet and left out.

    happened, reported: int[n_reports], days as ordinals. A report before its day (something announced) has delay 0.
    """
    days, known = np.asarray(happened), np.asarray(reported)
    if days.shape != known.shape or days.ndim != 1:
        raise NowcastRefused("Setiap laporan memerlukan hari kejadian dan hari diketahui.")
    if (len(days) and (days.dtype.kind not in "iu" or known.dtype.kind not in "iu")) or max_delay < 1:
        raise NowcastRefused("Hari harus bilangan bulat; keterlambatan terpanjang sedikitnya satu hari.")
    if today < first:
        raise NowcastRefused("Hari ini mendahului hari pertama yang dicatat: periksa tanggal komputer.")
    days, known = days.astype(np.int64), known.astype(np.int64)
    inside = (days >= first) & (days <= today) & (known <= today)
    day, late = days[inside] - first, np.maximum(known[inside] - days[inside], 0)
    near = late <= max_delay
    width = max_delay + 1
    cells = np.bincount(day[near] * width + late[near], minlength=(today - first + 1) * width)
    return Triangle(cells.astype(np.int64).reshape(-1, width), int((~near).sum()))


def learn_delay(seen: Triangle, *, least_reports: int = LEAST_REPORTS) -> Delay:
    """Estimate F, with Greenwood's error on the log scale."""
    counts, ages = seen.counts, seen.ages
    width = counts.shape[1]
    share, variance = np.ones(width), np.zeros(width)
    upto = np.cumsum(counts, axis=1)
    for delay in range(width - 1, 0, -1):
        old = ages >= delay
        at_most, exactly = int(upto[old, delay].sum()), int(counts[old, delay].sum())
        hazard = exactly / at_most if at_most else 0.0
        # All of few reports having this delay would make F nought for certain: half a report is put on the other side.
        hazard = min(hazard, 1 - 0.5 / (at_most + 0.5))
        share[delay - 1] = share[delay] * (1 - hazard)
        variance[delay - 1] = variance[delay] + (hazard / (at_most * (1 - hazard)) if at_most else 0.0)
    reports = int(counts.sum())
    known = reports >= least_reports and len(counts) >= width
    return Delay(share, np.sqrt(variance), reports, known)


def nowcast(
    reported: ArrayLike, ages: ArrayLike, delay: Delay, *, level: float = 0.9, least_share: float = LEAST_SHARE
) -> tuple[Nowcast, ...]:
    """How many incidents of each day there will be in the end, from those in hand; both int[n_days].

    The interval is that of n + NB(n + ½, F), F itself being uncertain: log F is normal with the error of the delay.
    """
    counts, days = np.atleast_1d(np.asarray(reported)), np.atleast_1d(np.asarray(ages))
    if counts.shape != days.shape:
        raise NowcastRefused("Setiap hari memerlukan satu jumlah laporan.")
    if not np.isfinite(counts.astype(np.float64)).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise NowcastRefused("Jumlah laporan harus bilangan bulat, tidak negatif dan tidak kosong.")
    shares = delay.at(days)
    errors = np.where(days < len(delay.share), delay.log_error[np.clip(days, 0, len(delay.share) - 1)], 0.0)
    told = []
    for count, share, error in zip(counts.tolist(), shares.tolist(), errors.tolist(), strict=True):
        number = int(count)
        if not delay.known or share < least_share:
            told.append(Nowcast(number, share, None, None, None))
            continue
        low, high = _still_to_come(number, share, error, level)
        told.append(Nowcast(number, share, number / share, number + low, number + high))
    return tuple(told)


def expected_final(reported: ArrayLike, share: ArrayLike, mean: ArrayLike, shape: float) -> Floats:
    """What is in hand and what is still expected, where the mean of the cell is known to vary by a gamma of this shape.

    λ | n ~ Gamma(shape + n, shape/mean + F), so that n + (1 − F)·E[λ | n]: calmer than n/F where F is small.
    """
    counts, part, usual = (np.asarray(each, dtype=np.float64) for each in (reported, share, mean))
    return np.asarray(counts + (1 - part) * (shape + counts) / (shape / np.maximum(usual, 1e-12) + part))


def _still_to_come(reported: int, share: float, error: float, level: float) -> tuple[int, int]:
    """Central interval of the number that is still to come, averaged over what F may be."""
    from scipy.stats import nbinom, norm

    if share >= 1:
        return 0, 0
    middle = (np.arange(_QUADRATURE) + 0.5) / _QUADRATURE
    possible = np.clip(share * np.exp(error * norm.ppf(middle)), 1e-6, 1.0)
    size = reported + _PRIOR
    # The widest of the possible distributions bounds the search.
    most = int(nbinom.ppf((1 + level) / 2, size, possible.min())) + 1
    table = nbinom.cdf(np.arange(most + 1)[:, None], size, possible).mean(axis=1)
    low = int(np.searchsorted(table, (1 - level) / 2, side="left"))
    high = int(np.searchsorted(table, (1 + level) / 2, side="left"))
    return low, min(high, most)
