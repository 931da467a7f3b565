"""Goal 9: does θ̂ find the areas where more happens, and not those where more is reported? The bias simulator of methods.md §3.2.

A world: areas with a true log-risk of known spread, voters, and an urbanity that has nothing to do with risk. Incidents happen by
risk; the first channel hears of one with a probability logistic in urbanity, the second with the same one everywhere (that is
its condition); a neutral stream is told by the same people as the first channel. Rank correlations of θ̂ with truth and with urbanity.

What methods.md does not give (voters' spread, slope, the size of the stream, the reach of the second channel) is set here: the first two
so that estimators that correct nothing fare as its table says, the others as `World` states. "3,000 incidents" are those that the
first channel hears of: were it those that happen, not even who knew all of them would reach the table's 0.66 with two channels.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.dynamics import load_dynamics
from kondusif.kerawanan.domain.effort import Effort, neutral_stream, two_source
from kondusif.kerawanan.domain.relative_risk import RelativeRisk, relative_risk
from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.validation.goal import Goal

FULL_WORLDS, SHORT_WORLDS = 200, 10
MOST_URBAN, TRUTH_NEUTRAL, TRUTH_TWO = 0.25, 0.57, 0.66
_SURE = 3.2905  # standard normal deviations on either side that hold 99.9 %
_TOP = 0.1


@dataclass(frozen=True, slots=True)
class World:
    """What is drawn. `incidents`, `neutral`: expected numbers that the first channel hears of, and of neutral reports.

    `all_of_them`: `incidents` counts what happens, heard of or not. `slope`: of the log odds of a report, per standard deviation of
    urbanity; half is reported where urbanity is usual. `second`: share of incidents that the second channel hears of.
    """

    areas: int = 666
    incidents: int = 3000
    all_of_them: bool = False
    risk_sd: float = 0.5
    voters_sd: float = 0.65
    slope: float = 1.35
    neutral: int = 6000
    second: float = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One world: codes of n areas; urbanity, voters, risk: float64[n]; all counts int64[n], `happened` the true one."""

    codes: tuple[str, ...]
    urbanity: Floats
    voters: Floats
    risk: Floats
    happened: Counts
    first: Counts
    second: Counts
    both: Counts
    neutral: Counts


@dataclass(frozen=True, slots=True)
class Fared:
    """How an estimator fared: means over worlds, and standard errors of the first two."""

    estimator: str
    truth: float
    urban: float
    top: float
    covered: float
    truth_error: float
    urban_error: float


def goals(*, full: bool, seed: int = 20241127, threads: int = 2) -> tuple[Goal, ...]:
    """Goal 9, over 200 worlds or a few; the same for any number of threads."""
    worlds = FULL_WORLDS if full else SHORT_WORLDS
    fared = {one.estimator: one for one in bias_table(worlds=worlds, seed=seed, threads=threads)}
    neutral, two = fared["neutral stream"], fared["two channels"]
    return (
        _not_urban("neutral stream", neutral, worlds, seed),
        _true("neutral stream", neutral, TRUTH_NEUTRAL, worlds, seed),
        _not_urban("two channels", two, worlds, seed),
        _true("two channels", two, TRUTH_TWO, worlds, seed),
    )


def bias_table(*, worlds: int, seed: int, threads: int = 2, world: World | None = None) -> tuple[Fared, ...]:
    """How each estimator fares in the same worlds: from the plain count to the two that the product uses."""
    one = partial(_fare, world=world or World(), seed=seed)
    with ThreadPoolExecutor(threads) as pool:
        each = list(pool.map(one, range(worlds)))
    names = [name for name, _ in each[0]]
    figures = np.array([[row for _, row in rows] for rows in each])
    means = figures.mean(axis=0)
    errors = figures.std(axis=0, ddof=1) / np.sqrt(worlds) if worlds > 1 else np.full(means.shape, np.inf)
    return tuple(
        Fared(
            estimator=name,
            truth=float(mean[0]),
            urban=float(mean[1]),
            top=float(mean[2]),
            covered=float(mean[3]),
            truth_error=float(error[0]),
            urban_error=float(error[1]),
        )
        for name, mean, error in zip(names, means, errors, strict=True)
    )


def draw(world: World, seed: int, number: int) -> Drawn:
    """World `number` of a seed; each from its own counter-based stream."""
    generator = np.random.Generator(np.random.Philox(key=[seed, number]))
    urbanity = generator.standard_normal(world.areas)
    voters = generator.lognormal(0.0, world.voters_sd, world.areas)
    risk = np.exp(generator.normal(0.0, world.risk_sd, world.areas))
    reported = 1 / (1 + np.exp(-world.slope * urbanity))
    rate = voters * risk
    rate *= world.incidents / (rate if world.all_of_them else rate * reported).sum()
    happened = generator.poisson(rate)
    first = generator.binomial(happened, reported)
    both = generator.binomial(first, world.second)
    second = both + generator.binomial(happened - first, world.second)
    told = voters * reported
    return Drawn(
        codes=tuple(f"35.{1 + row // 99:02d}.{1 + row % 99:02d}" for row in range(world.areas)),
        urbanity=urbanity,
        voters=voters,
        risk=risk,
        happened=happened,
        first=first,
        second=second,
        both=both,
        neutral=generator.poisson(told * (world.neutral / told.sum())),
    )


def _fare(number: int, *, world: World, seed: int) -> list[tuple[str, list[float]]]:
    """For each estimator: rank correlation with truth and with urbanity, share of the top tenth found, share of truths covered."""
    drawn = draw(world, seed, number)
    return [(name, _figures(estimate, interval, drawn)) for name, estimate, interval in _estimates(drawn)]


def _estimates(drawn: Drawn) -> Iterator[tuple[str, Floats, Floats | None]]:
    dynamics = load_dynamics()
    told = drawn.first.astype(np.float64)
    yield "raw count", told, None
    yield "per voter", told / drawn.voters, None
    yield from _named("shrunk", _theta(drawn, drawn.first, None))
    stream = neutral_stream(drawn.neutral, drawn.voters, dynamics=dynamics)
    yield from _named("neutral stream", _theta(drawn, drawn.first, stream))
    either = drawn.first + drawn.second - drawn.both
    yield from _named("either channel", _theta(drawn, either, None))
    channels = two_source(drawn.first, drawn.second, drawn.both, dynamics=dynamics)
    yield from _named("two channels", _theta(drawn, either, channels))
    yield from _named("all that happened", _theta(drawn, drawn.happened, None))


def _theta(drawn: Drawn, counts: ArrayLike, effort: Effort | None) -> RelativeRisk:
    return relative_risk(drawn.codes, counts, drawn.voters, dynamics=load_dynamics(), effort=effort)


def _named(name: str, found: RelativeRisk) -> Iterator[tuple[str, Floats, Floats | None]]:
    yield name, found.theta, found.interval


def _figures(estimate: Floats, interval: Floats | None, drawn: Drawn) -> list[float]:
    # θ is relative to the mean over voters: so is the truth it is held against.
    truth = drawn.risk * drawn.voters.sum() / (drawn.risk * drawn.voters).sum()
    covered = np.nan
    if interval is not None:
        covered = float(((interval[:, 0] <= truth) & (truth <= interval[:, 1])).mean())
    return [
        _rank_correlation(estimate, truth),
        _rank_correlation(estimate, drawn.urbanity),
        _found(estimate, truth),
        covered,
    ]


def _rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's, ties at their mean rank."""
    from scipy.stats import rankdata

    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def _found(estimate: Floats, truth: Floats) -> float:
    """Share of the truly highest tenth that is in the estimate's highest tenth."""
    most = round(_TOP * len(truth))
    highest = [set(np.argsort(-values, kind="stable")[:most].tolist()) for values in (estimate, truth)]
    return len(highest[0] & highest[1]) / most


def _not_urban(by: str, fared: Fared, worlds: int, seed: int) -> Goal:
    return Goal(
        number="9",
        what=f"rank correlation of θ̂ with urbanity, {by}",
        asked=f"|ρ| ≤ {MOST_URBAN:.2f}",
        reached=f"{fared.urban:.3f}",
        limits=_limits(fared.urban, fared.urban_error),
        met=abs(fared.urban) <= MOST_URBAN,
        worlds=worlds,
        seed=seed,
    )


def _true(by: str, fared: Fared, asked: float, worlds: int, seed: int) -> Goal:
    return Goal(
        number="9",
        what=f"rank correlation of θ̂ with the truth, {by}",
        asked=f"≥ {asked:.2f}",
        reached=f"{fared.truth:.3f}",
        limits=_limits(fared.truth, fared.truth_error),
        met=fared.truth >= asked,
        worlds=worlds,
        seed=seed,
    )


def _limits(mean: float, error: float) -> str:
    return f"{mean - _SURE * error:.3f} – {mean + _SURE * error:.3f}"
