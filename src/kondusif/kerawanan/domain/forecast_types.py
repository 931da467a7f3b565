"""What a forecast of next week's incidents is asked and what it answers: frozen values, nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kondusif.kerawanan.domain.conformal import Coverage, Level
from kondusif.kerawanan.domain.scores import Brier, Skill

Counted = Literal["verified", "known"]


class ForecastRefused(ValueError):
    """The input cannot be forecast from; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True)
class Event:
    """One incident as the records tell it, moments with a time zone.

    It counts from `verified_at` on (or from `known_at`, if unverified ones are asked for), and no longer from `withdrawn_at` on.
    An incident whose area or day was corrected is two events: one withdrawn, and one known from then on.
    """

    area: str
    happened_date: date
    known_at: datetime
    verified_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the calendar known beforehand in which more or less may happen, both days included.

    Stretches of one name are one phase that comes again: what was learnt in the earlier ones counts for the later.
    """

    name: str
    first_date: date
    latest_date: date


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """How a forecast is made and from when on it may be shown; the defaults are those of the weekly run."""

    counted: Counted = "verified"
    horizon_days: int = 7
    max_delay: int = 28  # days within which reports come; what comes later is not waited for
    settle_days: int = 28  # a forecast is scored with what was known so many days after its week
    window_weeks: int = 78  # of the past that is looked at
    least_weeks: int = 10  # of past before the first forecast
    least_events: int = 40  # in that past
    least_scored: int = 8  # weeks scored before anything can be said about skill
    least_share: float = 0.2  # a week of which less is reported is not learnt from
    level: float = 0.9
    draws: int = 200
    season_weeks: int = 104  # of past from which on a yearly wave is fitted
    seed: int = 20241127


@dataclass(frozen=True, slots=True)
class AreaForecast:
    """Next week in one area. `expected` = `usual` + `own` + `near`: what is usual there, what follows last week's incidents
    there, and those of its neighbours. `lower`, `upper`: 90 % interval, both inside; `any_probability` of at least one.
    """

    area: str
    stratum: str
    expected: float
    usual: float
    own: float
    near: float
    lower: int
    upper: int
    any_probability: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class TotalForecast:
    """Next week in all areas together, with its 90 % interval; `calibrated` as of `Level`."""

    expected: float
    lower: int
    upper: int
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """Next week's incidents by area code, or why they are not shown: then `areas` is empty and `total` None.

    The week begins with `first_date`, the day of `now`, and ends with `latest_date`; what was recorded before that day is known.
    """

    shown: bool
    because: str
    first_date: date
    latest_date: date
    areas: tuple[AreaForecast, ...]
    total: TotalForecast | None


@dataclass(frozen=True, slots=True)
class OriginScore:
    """One forecast as it would have been made on `origin`, against what was known when its week had settled.

    Mean CRPS over areas in incidents, for the forecast and three simple ones: nothing happens; draws from the area's own past;
    its usual rate. `log`, `dss`: mean logarithmic and Dawid–Sebastiani score. `held`: intervals that held, of `areas`.
    """

    origin: date
    areas: int
    expected: float
    total_lower: int
    total_upper: int
    observed: int
    crps: float
    crps_zero: float
    crps_history: float
    crps_usual: float
    log: float
    dss: float
    brier: float
    held: int
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Unscored:
    """A week that was not forecast or cannot be scored yet, and why, in Indonesian."""

    origin: date
    because: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A count outside of its interval. `beyond`: by how many incidents."""

    origin: date
    area: str
    expected: float
    lower: int
    upper: int
    observed: int
    beyond: int


@dataclass(frozen=True, slots=True)
class BacktestResult:
    """How right the forecasts would have been, and whether the next one is therefore shown.

    skills: against "history", "usual", "zero", in that order; pit: shares in ten equal bins. `coverage` counts calibrated intervals
    alone, `total_coverage` those of all areas together, `model_coverage` the model's own of every scored week. `levels`,
    `total_level`: what the next intervals take. `misses`: outside of the intervals, largest first. `input_sha256`: of everything recorded by `now`.
    """

    shown: bool
    because: str
    origins: tuple[OriginScore, ...]
    unscored: tuple[Unscored, ...]
    skills: tuple[Skill, ...]
    brier: Brier | None
    brier_usual: float | None
    pit: tuple[float, ...]
    coverage: Coverage
    coverage_by_stratum: tuple[Coverage, ...]
    model_coverage: Coverage
    total_coverage: Coverage
    levels: tuple[Level, ...]
    total_level: Level
    misses: tuple[Miss, ...]
    unknown_areas: int
    options: ForecastOptions
    input_sha256: str

    def skill(self, reference: str) -> Skill:
        """The skill against one reference."""
        return next(each for each in self.skills if each.reference == reference)
