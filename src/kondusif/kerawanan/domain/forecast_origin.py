"""One forecast from one snapshot: fit, then the distribution of next week's count in each area, with what is not known.

Averaged over draws of the parameters, of each area's usual risk, and of what is still to be reported of the week before
(methods.md §3.6). Draw d of origin o comes from the stream (seed, o), so no other origin can change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.forecast_model import (
    Design,
    Fitted,
    ModelRefused,
    Prior,
    fit,
    mean_parts,
    over_areas,
    season,
)
from kondusif.kerawanan.domain.forecast_snapshot import Records, Snapshot
from kondusif.kerawanan.domain.forecast_types import ForecastOptions, Phase
from kondusif.kerawanan.domain.nowcast import expected_final
from kondusif.kerawanan.domain.scan_baseline import History, Shrunk, shrink

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Weak beliefs on the log scale (mean, SD) that keep short histories from extremes: seven of ten incidents come by themselves, one in
# five is followed by another in its area, one in ten by one nearby, ψ = 0.3, each within a factor of seven; phases and seasons halve
# or double.
_ENDEMIC, _OWN, _NEAR, _PSI = (np.log(0.7), 1.0), (np.log(0.2), 1.0), (np.log(0.1), 1.0), (np.log(0.3), 1.0)
_PHASE, _WAVE = (0.0, 0.7), (0.0, 0.5)
_SETTLED = 0.95  # share of reports from which on a week may stand as a draw from history
_YEAR_DAYS = 365.25
_TOTALS = 5  # totals drawn for each draw of the parameters
_WIDEST = 20_000  # incidents in a week and area: a distribution that reaches farther says nothing


@dataclass(frozen=True, slots=True)
class TooShort:
    """No forecast can be made, and why, in Indonesian."""

    because: str


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """A mixture of negative binomials for each area.

    means: float64[n_draws, n_areas]; psi: float64[n_draws]; usual, own, near: float64[n_areas], parts of the mean; totals: int64[m],
    draws of the sum over areas; history: int64[n_settled_weeks, n_areas], the area's own past; usual_mean, usual_size: float64[n_areas],
    the negative binomial that empirical Bayes alone would forecast.
    """

    means: Floats
    psi: Floats
    usual: Floats
    own: Floats
    near: Floats
    totals: Counts
    history: Counts
    usual_mean: Floats
    usual_size: Floats
    fitted: Fitted

    @property
    def expected(self) -> Floats:
        """Mean of each area."""
        return np.asarray(self.means.mean(axis=0))

    @property
    def variance(self) -> Floats:
        """Variance of each area: of the counts around their means, and of the means."""
        inner = self.means + self.psi[:, None] * self.means**2
        return np.asarray(inner.mean(axis=0) + self.means.var(axis=0))

    @property
    def reach(self) -> float:
        """The count beyond which next to nothing lies in any area."""
        return float((self.expected + 12 * np.sqrt(self.variance)).max())

    def cdf(self) -> Floats:
        """F(0) … F(K): float64[n_areas, K + 1], K so large that next to nothing lies beyond."""
        return negative_binomial_cdf(self.means, 1 / self.psi[:, None], int(self.reach) + 10)

    def probability(self, counts: Counts) -> Floats:
        """Of one count for each area: float64[n_areas]."""
        from scipy.special import gammaln

        size = 1 / self.psi[:, None]
        logs = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1.0)
        logs = logs + counts * np.log(self.means / (self.means + size)) - size * np.log1p(self.means / size)
        return np.asarray(np.exp(logs).mean(axis=0))

    def total_cdf(self) -> Floats:
        """F of the sum over all areas: float64[1, K + 1]."""
        upto = np.searchsorted(self.totals, np.arange(int(self.totals[-1]) + 2), side="right")
        return np.asarray(upto[None] / len(self.totals))

    def usual_cdf(self) -> Floats:
        """F of what empirical Bayes alone would forecast."""
        reach = self.usual_mean + 12 * np.sqrt(self.usual_mean + self.usual_mean**2 / self.usual_size)
        return negative_binomial_cdf(self.usual_mean[None], self.usual_size[None], int(reach.max()) + 10)


def predict(records: Records, seen: Snapshot, options: ForecastOptions) -> Predicted | TooShort:
    """The week after the snapshot, or why there is none."""
    short = _too_short(seen, options)
    if short:
        return TooShort(short)
    usual = _usual(records, seen)
    mean = usual.rate * usual.risk * records.exposure
    final = expected_final(seen.counts, seen.reported[:, None], mean, usual.shape)
    terms, coming, names, beliefs = _terms(records, seen, options)
    share = np.where(seen.reported >= options.least_share, seen.reported, 0.0)
    weeks, areas = seen.counts.shape
    design = Design(
        over_areas(terms, areas), np.broadcast_to(mean, (weeks, areas)).copy(), names, weights=records.weights
    )
    near = [_NEAR] * (records.weights is not None)
    belief = Prior(*np.array([_OWN, *near, *beliefs, _PSI], dtype=np.float64).T)
    try:
        fitted = fit(seen.counts, design, seen=share, before=final, prior=belief)
    except ModelRefused as refused:
        return TooShort(str(refused))
    predicted = _drawn(records, seen, options, fitted, usual, coming)
    if predicted.reach > _WIDEST:
        return TooShort(f"Riwayat sampai {date.fromordinal(seen.origin)} terlalu tidak menentu untuk diramalkan.")
    return predicted


def negative_binomial_cdf(means: Floats, size: Floats, most: int) -> Floats:
    """F(0) … F(most) averaged over the first axis of the means: float64[n_draws, n_areas] → float64[n_areas, most + 1]."""
    means = np.maximum(means, 1e-300)
    odds = np.log(means / (means + size))
    logs = -size * np.log1p(means / size)
    table = np.empty((means.shape[1], most + 1))
    for count in range(most + 1):
        table[:, count] = np.exp(logs).mean(axis=0)
        logs = logs + odds + np.log((count + size) / (count + 1))
    return np.minimum(np.cumsum(table, axis=1), 1.0)


def _too_short(seen: Snapshot, options: ForecastOptions) -> str:
    weeks, events = len(seen.counts), int(seen.counts.sum())
    day = date.fromordinal(seen.origin)
    if weeks < options.least_weeks:
        return f"Riwayat sampai {day} baru {weeks} pekan; ramalan memerlukan sedikitnya {options.least_weeks} pekan."
    if events < options.least_events:
        return f"Riwayat sampai {day} baru {events} kejadian; ramalan memerlukan sedikitnya {options.least_events}."
    if not seen.delay.known:
        return f"Sampai {day} laporan terlalu sedikit untuk mengetahui berapa lama laporan terlambat."
    if not (seen.reported[-1] > 0 and (seen.reported >= _SETTLED).sum() >= options.least_weeks // 2):
        return f"Sampai {day} terlalu sedikit pekan yang laporannya sudah lengkap."
    return ""


def _usual(records: Records, seen: Snapshot) -> Shrunk:
    """Each area's usual risk by empirical Bayes, from all weeks, each weighing as much as is reported of it."""
    past = records.exposure * float(seen.reported.sum())
    alone = np.full((len(past), 1), -1)
    return shrink(History(seen.counts.sum(axis=0), past, records.exposure[:, None]), alone)


def _terms(
    records: Records, seen: Snapshot, options: ForecastOptions
) -> tuple[Floats, Floats, tuple[str, ...], list[tuple[float, float]]]:
    """Terms of past weeks and of the coming one, their names and what is believed of them."""
    first = np.append(seen.first_days, seen.origin)
    columns, names, beliefs = [np.ones(len(first))], ["intercept"], [_ENDEMIC]
    for name in sorted({each.name for each in records.phases}):
        stretches = [each for each in records.phases if each.name == name]
        part = np.minimum(sum(_share_within(first, options.horizon_days, each) for each in stretches), 1.0)
        # A phase that never was, or always, says nothing about the coming week that the intercept does not say.
        if np.ptp(part) > 0:
            columns.append(part)
            names.append(f"phase_{name}")
            beliefs.append(_PHASE)
    if len(seen.counts) * options.horizon_days >= options.season_weeks * 7:
        waves, waved = season(first, period=_YEAR_DAYS)
        columns += list(waves.T)
        names += waved
        beliefs += [_WAVE] * len(waved)
    table = np.column_stack(columns)
    return table[:-1], table[-1], tuple(names), beliefs


def _share_within(first: Counts, days: int, phase: Phase) -> Floats:
    begin, end = phase.first_date.toordinal(), phase.latest_date.toordinal() + 1
    return np.asarray(np.clip(np.minimum(first + days, end) - np.maximum(first, begin), 0, None) / days)


def _drawn(
    records: Records, seen: Snapshot, options: ForecastOptions, fitted: Fitted, usual: Shrunk, coming: Floats
) -> Predicted:
    generator = np.random.Generator(np.random.Philox(key=[options.seed, seen.origin]))
    areas, draws = len(records.areas), options.draws
    root = np.linalg.cholesky(fitted.covariance)
    normal = generator.standard_normal((draws, len(root)))
    values = fitted.values + np.einsum("dk,jk->dj", normal, root)
    mean = usual.rate * usual.risk * records.exposure
    certain = usual.shape + seen.counts.sum(axis=0)
    risk = generator.gamma(certain, 1 / certain, (draws, areas))
    before = seen.counts[-1] + _late(generator, seen, mean, usual.shape, draws)
    parts = mean_parts(values, fitted.design, np.broadcast_to(coming, (areas, len(coming))), mean * risk, before)
    means = np.maximum(parts[0] + parts[1] + parts[2], 1e-12)
    psi = np.exp(values[:, -1])
    size = np.broadcast_to(1 / psi[:, None], means.shape)
    totals = generator.negative_binomial(size, size / (size + means), (_TOTALS, draws, areas)).sum(axis=2).ravel()
    history = seen.counts[seen.reported >= _SETTLED]
    endemic, own, near = (np.asarray(part.mean(axis=0)) for part in parts)
    return Predicted(means, psi, endemic, own, near, np.sort(totals), history, mean, certain, fitted)


def _late(generator: np.random.Generator, seen: Snapshot, mean: Floats, shape: float, draws: int) -> Counts:
    """What is still to be reported of the latest week: int64[n_draws, n_areas]."""
    share = float(seen.reported[-1])
    rate = generator.gamma(shape + seen.counts[-1], 1 / (shape / mean + share), (draws, len(mean)))
    return np.asarray(generator.poisson(rate * (1 - share)), dtype=np.int64)
