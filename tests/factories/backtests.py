"""A back-test of simulated weeks, kept as the command keeps one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np

from kondusif.kerawanan.domain.backtest import backtest
from kondusif.kerawanan.domain.forecast import forecast
from kondusif.kerawanan.domain.forecast_types import Event
from kondusif.kerawanan.queries.exposure import BY_OFFICE, Exposure
from kondusif.kerawanan.queries.forecasting import AreaBacktest, backtest_record
from kondusif.places.domain.codes import Level
from kondusif.places.domain.zones import clock_of

WEEKS, AREAS = 34, 8


@cache
def a_backtest() -> dict[str, Any]:
    """The record of a back-test of eight kabupaten over 34 weeks in which incidents bring about others."""
    wib = clock_of("35")
    begin, choice = datetime(2024, 3, 4, 8, tzinfo=wib), np.random.default_rng(3)
    codes = [f"35.{number:02d}" for number in range(1, AREAS - 1)] + ["35.71", "35.78"]
    voters = choice.lognormal(13, 0.4, AREAS)
    events, before = [], np.ones(AREAS)
    for week in range(WEEKS):
        counts = choice.poisson(1.5 * voters / voters.mean() + 0.5 * before)
        for place in np.repeat(range(AREAS), counts):
            happened = begin + timedelta(days=7 * week + int(choice.integers(7)))
            verified = happened + timedelta(days=int(choice.integers(0, 9)))
            events.append(Event(codes[place], happened.date(), known_at=happened, verified_at=verified))
        before = counts
    strata = ["kota" if code[3] == "7" else "kabupaten" for code in codes]
    now = begin + timedelta(weeks=WEEKS)
    first, last = date(2024, 5, 20), date(2024, 9, 30)
    tested = backtest(
        events, codes, voters, first_origin=first, last_origin=last, now=now, strata=strata, observed_from=begin.date()
    )
    coming = forecast(events, codes, voters, backtested=tested, now=now, strata=strata, observed_from=begin.date())
    exposure = Exposure(voters, BY_OFFICE)
    return backtest_record(AreaBacktest("35", Level.KABUPATEN_KOTA, tested, coming, exposure, 3, first, last))
