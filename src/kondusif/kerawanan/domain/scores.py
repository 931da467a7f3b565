"""How good a forecast of counts was: proper scores, calibration, skill against simple forecasts, and whether it is chance.

A forecast of one area-week is a distribution over 0, 1, 2, …; many stand as rows of a table of F(0) … F(K). Scores are
negatively oriented: less is better. Sources: Gneiting and Raftery (2007, JASA 102:359); Czado, Gneiting and Held (2009,
Biometrics 65:1254); Murphy (1973, J. Appl. Meteor. 12:595); methods.md §3.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Up to so many weeks all sign changes are tried; for more, so many are drawn.
_ENUMERATED, _REPLICATES = 13, 9999


class ScoreRefused(ValueError):
    """These cannot be scored; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True)
class Brier:
    """Brier score of "at least one" and its parts: score = reliability − resolution + uncertainty + rest.

    `reliability`: how far stated probabilities are from what came (0 is perfect); `resolution`: how far they tell weeks apart;
    `rest`: what is lost by putting probabilities into ten bins (Stephenson et al. 2008). `bins`: (mean probability, share
    that came, how many) of each bin that is not empty.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    rest: float
    bins: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Skill:
    """1 − score/score of the reference, and how rarely chance alone makes the forecast look so much better.

    `p`: one-sided, by paired sign changes over weeks. `skill` and `p` are None where the reference makes no error at all or
    nothing was scored.
    """

    reference: str
    score: float | None
    reference_score: float | None
    skill: float | None
    p: float | None
    weeks: int

    @property
    def proven(self) -> bool:
        """Better than the reference, and not by chance: skill > 0 with p < 0.05 (methods.md §6, goal 8)."""
        return self.skill is not None and self.p is not None and self.skill > 0 and self.p < 0.05


def crps(cdf: ArrayLike, observed: ArrayLike) -> Floats:
    """Continuous ranked probability score of counts, Σ_k (F(k) − 1{y ≤ k})²: float64[n], in incidents.

    cdf: [n, K + 1], F(0) … F(K), taken as 1 beyond K; observed: int[n].
    """
    table, seen = _checked(cdf, observed)
    reached = seen[:, None] <= np.arange(table.shape[1])
    return np.asarray(((table - reached) ** 2).sum(axis=1) + np.maximum(seen - table.shape[1], 0))


def crps_samples(samples: ArrayLike, observed: ArrayLike) -> Floats:
    """CRPS of the distribution that gives each of m draws the weight 1/m: E|X − y| − E|X − X'|/2.

    samples: [n, m]; observed: [n].
    """
    drawn, seen = np.sort(np.asarray(samples, dtype=np.float64), axis=1), np.asarray(observed, dtype=np.float64)
    if drawn.ndim != 2 or drawn.shape[1] == 0 or seen.shape != drawn.shape[:1]:
        raise ScoreRefused("Setiap nilai yang diamati memerlukan satu baris contoh ramalan yang tidak kosong.")
    if not (np.isfinite(drawn).all() and np.isfinite(seen).all()):
        raise ScoreRefused("Contoh ramalan memuat nilai kosong atau tak hingga.")
    members = drawn.shape[1]
    # Σ_i<j (x_j − x_i) of sorted draws: the i-th counts 2i + 1 − m times.
    apart = (drawn * (2 * np.arange(members) + 1 - members)).sum(axis=1) / members**2
    return np.asarray(np.abs(drawn - seen[:, None]).mean(axis=1) - apart)


def crps_nb(mean: ArrayLike, overdispersion: ArrayLike, observed: ArrayLike) -> Floats:
    """CRPS of negative binomial forecasts with variance μ + ψμ², in closed form (Wei and Held 2014, TEST 23:787)."""
    from scipy.special import hyp2f1
    from scipy.stats import nbinom

    size, seen = 1 / np.asarray(overdispersion, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    chance = size / (size + np.asarray(mean, dtype=np.float64))
    odds = (1 - chance) / chance**2
    inner = chance * (2 * nbinom.cdf(seen - 1, size + 1, chance) - 1) + hyp2f1(size + 1, 0.5, 2.0, -4 * odds)
    return np.asarray(seen * (2 * nbinom.cdf(seen, size, chance) - 1) - size * odds * inner)


def log_score(probability: ArrayLike) -> Floats:
    """−log of the probability that the forecast gave to what came; infinite where it held that to be impossible."""
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(np.asarray(probability, dtype=np.float64)))


def dawid_sebastiani(mean: ArrayLike, variance: ArrayLike, observed: ArrayLike) -> Floats:
    """(y − μ)²/σ² + 2·log σ: judges the first two moments alone (Dawid and Sebastiani 1999)."""
    spread = np.asarray(variance, dtype=np.float64)
    off = np.asarray(observed, dtype=np.float64) - np.asarray(mean, dtype=np.float64)
    return np.asarray(off**2 / spread + np.log(spread))


def brier(probability: ArrayLike, came: ArrayLike) -> Brier:
    """Score probabilities of an event that came or did not, both [n], n ≥ 1."""
    stated, happened = np.asarray(probability, dtype=np.float64), np.asarray(came, dtype=np.float64)
    if stated.ndim != 1 or stated.shape != happened.shape or not len(stated):
        raise ScoreRefused("Peluang dan kejadian harus sama banyaknya dan tidak kosong.")
    if not ((stated >= 0) & (stated <= 1)).all():
        raise ScoreRefused("Peluang harus antara 0 dan 1.")
    base = happened.mean()
    place = np.minimum((stated * 10).astype(np.int64), 9)
    reliability = resolution = 0.0
    bins = []
    for each in range(10):
        inside = place == each
        number = int(inside.sum())
        if number:
            said, was = float(stated[inside].mean()), float(happened[inside].mean())
            reliability += number * (said - was) ** 2 / len(stated)
            resolution += number * (was - base) ** 2 / len(stated)
            bins.append((said, was, number))
    score, uncertainty = float(((stated - happened) ** 2).mean()), float(base * (1 - base))
    rest = score - (reliability - float(resolution) + uncertainty)
    return Brier(score, reliability, float(resolution), uncertainty, rest, tuple(bins))


def pit_histogram(cdf: ArrayLike, observed: ArrayLike, bins: int = 10) -> Floats:
    """Share of the probability integral transform in equal bins, not randomised (Czado et al. 2009): float64[bins].

    Flat at 1/bins: calibrated; a hump: forecasts too wide; a valley: too narrow; a slope: biased.
    """
    table, seen = _checked(cdf, observed)
    if not len(seen):
        raise ScoreRefused("Tidak ada ramalan untuk dinilai.")
    upper, lower = _at(table, seen), _at(table, seen - 1)
    edges = np.arange(bins + 1) / bins
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (edges - lower[:, None]) / (upper - lower)[:, None]
    # What was held to be impossible has no width: all of it lies at its place.
    within = np.where((upper > lower)[:, None], np.clip(within, 0, 1), edges >= upper[:, None])
    within[:, 0], within[:, -1] = 0.0, 1.0
    return np.diff(within.mean(axis=0))


def paired_p(better_by: ArrayLike, *, seed: int) -> float:
    """How rarely chance makes the mean of paired differences so large: one-sided sign-change test, float64[weeks].

    Exact up to 13 weeks; for more, by rank among 9,999 draws of a stream keyed with `seed`.
    """
    gain = np.asarray(better_by, dtype=np.float64)
    if gain.ndim != 1 or not len(gain) or not np.isfinite(gain).all():
        raise ScoreRefused("Uji berpasangan memerlukan sedikitnya satu selisih, semuanya angka.")
    # Differences that agree but for rounding must count as equal.
    seen = gain.sum() - 1e-12 * np.abs(gain).sum()
    if len(gain) <= _ENUMERATED:
        signs = 1 - 2 * (np.arange(2 ** len(gain))[:, None] >> np.arange(len(gain)) & 1)
        return float(((signs * gain).sum(axis=1) >= seen).mean())
    generator = np.random.Generator(np.random.Philox(key=[seed, len(gain)]))
    signs = 1 - 2 * generator.integers(0, 2, (_REPLICATES, len(gain)))
    return float((1 + ((signs * gain).sum(axis=1) >= seen).sum()) / (_REPLICATES + 1))


def skill(reference: str, scores: ArrayLike, reference_scores: ArrayLike, *, seed: int) -> Skill:
    """Compare mean scores of weeks, both float64[weeks], with a reference forecast."""
    own, other = np.asarray(scores, dtype=np.float64), np.asarray(reference_scores, dtype=np.float64)
    if own.shape != other.shape:
        raise ScoreRefused("Nilai kedua ramalan harus untuk pekan yang sama.")
    if not len(own):
        return Skill(reference, None, None, None, None, 0)
    score, base = float(own.mean()), float(other.mean())
    if base <= 0:
        return Skill(reference, score, base, None, None, len(own))
    return Skill(reference, score, base, 1 - score / base, paired_p(other - own, seed=seed), len(own))


def _checked(cdf: ArrayLike, observed: ArrayLike) -> tuple[Floats, Counts]:
    table, seen = np.asarray(cdf, dtype=np.float64), np.asarray(observed)
    if table.ndim != 2 or table.shape[1] == 0 or seen.shape != table.shape[:1]:
        raise ScoreRefused("Setiap jumlah yang diamati memerlukan satu baris sebaran ramalan.")
    if not np.isfinite(table).all() or (table < 0).any() or (table > 1 + 1e-9).any():
        raise ScoreRefused("Sebaran ramalan harus berisi peluang antara 0 dan 1.")
    whole = np.asarray(seen, dtype=np.float64)
    if not np.isfinite(whole).all() or (whole < 0).any() or (whole != np.floor(whole)).any():
        raise ScoreRefused("Jumlah yang diamati harus bilangan bulat yang tidak negatif.")
    return table, whole.astype(np.int64)


def _at(table: Floats, counts: Counts) -> Floats:
    """F at one count of each row: 0 below nought, 1 beyond the table."""
    inside = np.clip(counts, 0, table.shape[1] - 1)
    found = table[np.arange(len(counts)), inside]
    return np.where(counts < 0, 0.0, np.where(counts >= table.shape[1], 1.0, found))
