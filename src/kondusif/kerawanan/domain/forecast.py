"""Next week's incidents by area, with 90 % intervals: shown only where a back-test has proven them (methods.md §3.6, §6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.conformal import intervals
from kondusif.kerawanan.domain.forecast_origin import Predicted, TooShort, predict
from kondusif.kerawanan.domain.forecast_snapshot import Records, record, snapshot
from kondusif.kerawanan.domain.forecast_types import (
    AreaForecast,
    BacktestResult,
    Event,
    Forecast,
    ForecastOptions,
    ForecastRefused,
    Phase,
    TotalForecast,
)


def forecast(
    events: Iterable[Event],
    areas: Sequence[str],
    exposure: ArrayLike,
    *,
    backtested: BacktestResult,
    now: datetime,
    strata: Sequence[str] | None = None,
    adjacent: Any = None,
    phases: Sequence[Phase] = (),
    observed_from: date | None = None,
) -> Forecast:
    """The week that begins with the day of `now`, from what was recorded before that day, as `backtest` was asked with.

    Options and the levels of the intervals are those of the back-test; where that did not prove the forecast, or the past is too short,
    nothing is shown and `because` says why. ForecastRefused if strata are not those of the back-test.
    """
    options = backtested.options
    first = now.date()
    records = record(
        events, areas, exposure, now=now, options=options, strata=strata, adjacent=adjacent, phases=phases,
        observed_from=observed_from,
    )  # fmt: skip
    if sorted(set(records.strata)) != [level.stratum for level in backtested.levels]:
        raise ForecastRefused("Strata ramalan harus sama dengan strata uji mundurnya.")
    if not backtested.shown:
        return _hidden(backtested.because, first, options)
    predicted = predict(records, snapshot(records, first.toordinal(), options), options)
    if isinstance(predicted, TooShort):
        return _hidden(predicted.because, first, options)
    low, high = intervals(predicted.total_cdf(), [backtested.total_level.level])
    total = TotalForecast(float(predicted.expected.sum()), int(low[0]), int(high[0]), backtested.total_level.calibrated)
    return Forecast(
        shown=True,
        because=backtested.because,
        first_date=first,
        latest_date=_latest(first, options),
        areas=_by_area(records, predicted, backtested),
        total=total,
    )


def _hidden(because: str, first: date, options: ForecastOptions) -> Forecast:
    latest = _latest(first, options)
    return Forecast(shown=False, because=because, first_date=first, latest_date=latest, areas=(), total=None)


def _latest(first: date, options: ForecastOptions) -> date:
    return first + timedelta(days=options.horizon_days - 1)


def _by_area(records: Records, predicted: Predicted, backtested: BacktestResult) -> tuple[AreaForecast, ...]:
    cdf = predicted.cdf()
    of = {each.stratum: each for each in backtested.levels}
    lower, upper = intervals(cdf, [of[name].level for name in records.strata])
    return tuple(
        AreaForecast(
            area=code,
            stratum=records.strata[at],
            expected=float(predicted.usual[at] + predicted.own[at] + predicted.near[at]),
            usual=float(predicted.usual[at]),
            own=float(predicted.own[at]),
            near=float(predicted.near[at]),
            lower=int(lower[at]),
            upper=int(upper[at]),
            any_probability=float(1 - cdf[at, 0]),
            calibrated=of[records.strata[at]].calibrated,
        )
        for at, code in enumerate(records.areas)
    )
