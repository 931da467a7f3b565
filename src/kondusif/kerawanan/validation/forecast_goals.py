"""Goals 7 and 8 of methods.md §6: do intervals hold as often as they say, and does the forecast beat draws from history?

Worlds of our own design: kabupaten on three islands, towns that report more and sooner, true risks that differ, incidents that bring
about others in the same place and nearby, and reports that come days later. The truth is not the model: each incident brings its
offspring one by one on the days after it, and risk drifts.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.backtest import backtest
from kondusif.kerawanan.domain.forecast_types import BacktestResult, Event
from kondusif.kerawanan.domain.scores import skill
from kondusif.kerawanan.validation.goal import Goal, binomial_limits

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_BEGIN = date(2023, 1, 2)
_AREAS, _ISLANDS, _TOWNS = 48, 3, 1 / 3
_RATE = 0.16  # incidents a day and area that come by themselves
_OWN, _NEAR = 0.35, 0.15  # offspring of an incident in its area, and in all of its neighbours together
_WEEKS, _SCORED_FROM = 104, 26  # weeks of past before the first forecast
_LEAST_HELD, _MOST_HELD, _LEAST_IN_STRATUM = 0.88, 0.92, 0.85
_SURE = 3.29  # standard errors that chance stays within in 99.9 of 100 cases


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One simulated country: what `backtest` is asked with."""

    events: tuple[Event, ...]
    areas: tuple[str, ...]
    exposure: Floats
    strata: tuple[str, ...]
    adjacent: NDArray[np.bool_]
    weeks: int

    def backtested(self) -> BacktestResult:
        """All weeks from the 27th on."""
        return backtest(
            self.events,
            self.areas,
            self.exposure,
            first_origin=_BEGIN + timedelta(weeks=_SCORED_FROM),
            last_origin=_BEGIN + timedelta(weeks=self.weeks - 1),
            now=datetime.combine(_BEGIN + timedelta(weeks=self.weeks + 6), time(8), UTC),
            strata=self.strata,
            adjacent=self.adjacent,
            observed_from=_BEGIN,
        )


def simulate(seed: int, number: int, weeks: int, *, rate: float = _RATE) -> World:
    """World `number` of a seed: so many weeks, `rate` incidents a day and area of usual exposure that come by themselves."""
    generator = np.random.Generator(np.random.Philox(key=[seed, number]))
    island = np.arange(_AREAS) * _ISLANDS // _AREAS
    town = generator.random(_AREAS) < _TOWNS
    town[[int(np.flatnonzero(island == each)[0]) for each in range(_ISLANDS)]] = True
    place = generator.uniform(0, 1, (_AREAS, 2)) + 3 * island[:, None]
    apart = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    near = np.argsort(apart, axis=1, kind="stable")[:, 1:5]
    adjacent = np.zeros((_AREAS, _AREAS), dtype=bool)
    adjacent[np.arange(_AREAS)[:, None], near] = True
    adjacent |= adjacent.T
    exposure = generator.lognormal(0, 0.4, _AREAS)
    risk = np.exp(0.5 * generator.standard_normal(_AREAS) + 0.4 * town)
    area, day = _incidents(generator, rate * exposure * risk, adjacent, weeks * 7)
    late = _delays(generator, town[area])
    codes = tuple(f"{island[each] + 11}.{each + 1:02d}" for each in range(_AREAS))
    events = tuple(_event(codes[at], int(when), int(lag)) for at, when, lag in zip(area, day, late, strict=True))
    strata = tuple(f"pulau {island[each] + 1}, {'kota' if town[each] else 'desa'}" for each in range(_AREAS))
    return World(events, codes, exposure, strata, adjacent, weeks)


def goals(*, full: bool, seed: int = 20241127, threads: int = 2) -> tuple[Goal, ...]:
    """Goals 7 and 8: 2 worlds or 20, of 104 weeks."""
    worlds = 20 if full else 2
    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(lambda each: simulate(seed, each, _WEEKS).backtested(), range(1, worlds + 1)))
    return (_held(results, seed), _held_in_strata(results, seed), _skilled(results, seed))


def _held(results: Sequence[BacktestResult], seed: int) -> Goal:
    lines = [line for result in results for line in result.origins if line.calibrated]
    shares = np.array([line.held / line.areas for line in lines])
    share, error = float(shares.mean()), float(shares.std(ddof=1)) / np.sqrt(len(shares))
    return Goal(
        number="7",
        what="90 % intervals of next week's counts hold what comes",
        asked=f"{_LEAST_HELD:.0%} to {_MOST_HELD:.0%}",
        reached=f"{share:.1%} of {sum(line.areas for line in lines):,}",
        limits=f"{share - _SURE * error:.1%} to {share + _SURE * error:.1%}, by {len(lines):,} weeks",
        met=_LEAST_HELD <= share <= _MOST_HELD,
        worlds=len(results),
        seed=seed,
    )


def _held_in_strata(results: Sequence[BacktestResult], seed: int) -> Goal:
    """The worst of the six strata, each over all worlds."""
    held: dict[str, list[int]] = {}
    for result in results:
        for each in result.coverage_by_stratum:
            sums = held.setdefault(each.stratum, [0, 0])
            sums[0] += each.held
            sums[1] += each.forecasts
    name, (inside, all_of_them) = min(held.items(), key=lambda item: (item[1][0] / item[1][1], item[0]))
    low, high = binomial_limits(inside / all_of_them, all_of_them)
    return Goal(
        number="7",
        what=f"the same in the worst of {len(held)} strata ({name})",
        asked=f"from {_LEAST_IN_STRATUM:.0%}",
        reached=f"{inside / all_of_them:.1%} of {all_of_them:,}",
        limits=f"{low:.1%} to {high:.1%}",
        met=inside / all_of_them >= _LEAST_IN_STRATUM,
        worlds=len(results),
        seed=seed,
    )


def _skilled(results: Sequence[BacktestResult], seed: int) -> Goal:
    lines = [line for result in results for line in result.origins]
    found = skill("history", [line.crps for line in lines], [line.crps_history for line in lines], seed=seed)
    shares = np.array([_told(result.skill("history").skill) for result in results])
    return Goal(
        number="8",
        what="CRPS skill against draws from each area's history",
        asked="above 0 with p < 0.05",
        reached=f"{_told(found.skill):+.1%}, p = {_told(found.p):.4f} over {found.weeks:,} weeks",
        limits=f"worlds from {shares.min():+.1%} to {shares.max():+.1%}, shown in {sum(r.shown for r in results)}",
        met=found.proven,
        worlds=len(results),
        seed=seed,
    )


def _told(value: float | None) -> float:
    """A skill of worlds in which nothing happened is none."""
    return float("nan") if value is None else value


def _incidents(
    generator: np.random.Generator, rate: Floats, adjacent: NDArray[np.bool_], days: int
) -> tuple[Counts, Counts]:
    """Area and day of every incident, day by day: those that come by themselves, and the offspring of earlier ones."""
    burn = 28
    pending = np.zeros((days + burn + 15, _AREAS))
    shares = adjacent / adjacent.sum(axis=0)
    drift = np.zeros(_AREAS)
    counts = np.zeros((days, _AREAS), dtype=np.int64)
    lags = np.exp(-np.arange(14) / 4)
    lags /= lags.sum()
    for day in range(-burn, days):
        drift = 0.98 * drift + 0.06 * generator.standard_normal(_AREAS)
        mean = rate * np.exp(drift) + pending[day + burn]
        # Some incidents come in twos and threes: what is counted is clumped even without a cause in the past.
        today = generator.negative_binomial(2.0, 2.0 / (2.0 + mean))
        offspring = _OWN * today + _NEAR * shares @ today
        pending[day + burn + 1 : day + burn + 15] += lags[:, None] * offspring
        if day >= 0:
            counts[day] = today
    days_of, areas_of = np.nonzero(counts)
    times = counts[days_of, areas_of]
    return np.repeat(areas_of, times), np.repeat(days_of, times)


def _delays(generator: np.random.Generator, town: NDArray[np.bool_]) -> Counts:
    """Days until an incident is verified: most within a week, in towns sooner, a few after a month."""
    return np.minimum(generator.negative_binomial(1.2, np.where(town, 0.28, 0.2)), 40).astype(np.int64)


def _event(area: str, day: int, late: int) -> Event:
    moment = datetime.combine(_BEGIN + timedelta(days=day + late), time(12), UTC)
    return Event(area, _BEGIN + timedelta(days=day), moment, moment)
