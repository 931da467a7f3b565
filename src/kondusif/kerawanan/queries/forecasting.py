"""Next week's incidents and how right such forecasts would have been, from what was known at each moment and nothing later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from kondusif.elections.domain.calendar import current_calendar
from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import EventRow, events
from kondusif.kerawanan.domain.backtest import backtest
from kondusif.kerawanan.domain.forecast import forecast
from kondusif.kerawanan.domain.forecast_types import BacktestResult, Event, Forecast, ForecastOptions, Phase
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.queries.exposure import Exposure, exposure_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.zones import clock_of
from kondusif.places.queries import areas_within, positions_of
from kondusif.rulebase.loader import load_rulebase

_NEAREST = 6  # areas that count as neighbours of one where outlines say nothing about borders
_PHASES = ("C1", "C2", "V1", "V2")  # stages in which more or less happens than at other times


@dataclass(frozen=True, slots=True, eq=False)
class AreaBacktest:
    """A back-test of the areas of one level, and the next forecast, shown only where the back-test proved it."""

    area: str
    level: Level
    result: BacktestResult
    forecast: Forecast
    exposure: Exposure
    without_place: int
    first_origin: date
    last_origin: date


def backtest_area(
    area: str,
    level: Level,
    *,
    now: datetime,
    first_origin: date | None = None,
    last_origin: date | None = None,
    options: ForecastOptions | None = None,
) -> AreaBacktest:
    """Forecast from each week's start with what was known then; without dates from the first incident to `now`.

    Raises `ForecastRefused`.
    """
    asked = options or ForecastOptions()
    now = now.astimezone(clock_of(area))  # days are those of the area's clock
    rows = events(area=area, now=now)
    codes = areas_within(area, level)
    placed = [row for row in rows if row.place_code and row.place_code.count(".") + 1 >= level]
    today = now.date()
    begin = min((row.first_seen_at.astimezone(now.tzinfo).date() for row in placed), default=today)
    first = first_origin or begin + timedelta(weeks=asked.least_weeks)
    last = last_origin or today
    exposure = exposure_of(codes)
    given: dict[str, Any] = {
        "strata": [_stratum(code) for code in codes],
        "adjacent": _near(area, level, codes),
        "phases": _phases(today),
        "observed_from": begin if placed else None,
    }
    told = [_event(row, level) for row in placed]
    result = backtest(
        told, codes, exposure.voters,
        first_origin=min(first, last), last_origin=last, now=now, options=asked, **given,
    )  # fmt: skip
    following = forecast(told, codes, exposure.voters, backtested=result, now=now, **given)
    return AreaBacktest(area, level, result, following, exposure, len(rows) - len(placed), min(first, last), last)


def backtest_record(found: AreaBacktest) -> dict[str, Any]:
    """The whole as plain values, for a file, the database and a page; fields are only ever added."""
    record: dict[str, Any] = _plain(
        {
            "area": found.area,
            "level": found.level.id,
            "first_origin": found.first_origin,
            "last_origin": found.last_origin,
            "exposure": found.exposure.basis,
            "without_place": found.without_place,
            "backtest": asdict(found.result),
            "forecast": asdict(found.forecast),
        }
    )
    for skill, told in zip(record["backtest"]["skills"], found.result.skills, strict=True):
        skill["proven"] = told.proven
    return record


def _event(row: EventRow, level: Level) -> Event:
    return Event(
        area=".".join(row.place_code.split(".")[:level]),
        happened_date=row.day,
        known_at=row.first_seen_at,
        verified_at=row.verified_at,
        withdrawn_at=row.rejected_at if row.status is Status.TIDAK_TERBUKTI else None,
    )


def _stratum(code: str) -> str:
    """Town or country: a kota, and what lies in it, reports otherwise than a kabupaten."""
    second = code.split(".")[1] if "." in code else ""
    return "kota" if second[:1] == "7" else "kabupaten"


def _near(area: str, level: Level, codes: list[str]) -> Floats | None:
    """Equal weights for the nearest areas: float64[n, n]; None where there are too few areas to be near one another."""
    if len(codes) <= _NEAREST:
        return None
    at = positions_of(area, level).at
    points = np.array([at[code] for code in codes], dtype=np.float64)
    weights = np.zeros((len(codes), len(codes)))
    for row, point in enumerate(points):
        away = np.round(np.hypot(*(points - point).T), 9)
        away[row] = np.inf
        weights[row, np.argsort(away, kind="stable")[:_NEAREST]] = 1 / _NEAREST
    return weights


def _phases(today: date) -> tuple[Phase, ...]:
    stages = {stage.id: stage for stage in current_calendar(load_rulebase(), today).stages}
    return tuple(
        Phase(name, stage.start, stage.end)
        for name in _PHASES
        if (stage := stages.get(name)) and stage.start and stage.end
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return _plain(value.item())
    return None if isinstance(value, float) and not np.isfinite(value) else value
