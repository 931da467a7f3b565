"""How right next week's forecast would have been, had it been made week by week with what was known then.

Rolling origin over as-of snapshots: each forecast sees what had been recorded before its origin, its interval is learnt from
weeks that had settled by then, and it is scored with what was known when its own week had settled. What is recorded later
changes no earlier line. A forecast that is not better than draws from each area's own past is not shown (methods.md §3.7, §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.conformal import Level, coverage, intervals, learn_levels, strangeness
from kondusif.kerawanan.domain.forecast_origin import Predicted, TooShort, predict
from kondusif.kerawanan.domain.forecast_snapshot import Records, came, record, settled, snapshot
from kondusif.kerawanan.domain.forecast_types import (
    BacktestResult,
    Event,
    ForecastOptions,
    ForecastRefused,
    Miss,
    OriginScore,
    Phase,
    Unscored,
)
from kondusif.kerawanan.domain.scores import (
    Skill,
    brier,
    crps,
    crps_samples,
    dawid_sebastiani,
    log_score,
    pit_histogram,
    skill,
)

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_DEFAULT = ForecastOptions()
_LEAST_TOTALS = 20  # weeks from which the interval of the sum is learnt: each gives it one score, not one for each area


def backtest(
    events: Iterable[Event],
    areas: Sequence[str],
    exposure: ArrayLike,
    *,
    first_origin: date,
    last_origin: date,
    now: datetime,
    horizon_days: int = 7,
    strata: Sequence[str] | None = None,
    adjacent: Any = None,
    phases: Sequence[Phase] = (),
    observed_from: date | None = None,
    options: ForecastOptions = _DEFAULT,
) -> BacktestResult:
    """Forecast from `first_origin`, one horizon later, … up to `last_origin`, and score what had settled by `now`.

    areas: codes; exposure: float64[n_areas] > 0, voters × reporting effort in any unit; strata: a name for each area (island × urban or
    rural), intervals are learnt for each; adjacent: [n_areas, n_areas] non-negative, dense or sparse, None: no neighbours;
    phases: of the calendar, known beforehand; observed_from: the day from which on incidents were recorded as they happened
    (default: the earliest `known_at`). A past too short gives a result that says so. ForecastRefused on input that cannot be meant.
    """
    asked = _asked(options, horizon_days)
    if last_origin < first_origin:
        raise ForecastRefused(f"Asal terakhir {last_origin} mendahului asal pertama {first_origin}.")
    records = record(
        events, areas, exposure, now=now, options=asked, strata=strata, adjacent=adjacent, phases=phases,
        observed_from=observed_from,
    )  # fmt: skip
    today = now.date()
    if first_origin > today:
        raise ForecastRefused(f"Asal pertama {first_origin} sesudah hari ini, {today}: periksa tanggal komputer.")
    scored: list[_Scored] = []
    unscored: list[Unscored] = []
    for origin in range(first_origin.toordinal(), last_origin.toordinal() + 1, asked.horizon_days):
        done = _scored(records, origin, today.toordinal(), scored, asked)
        if isinstance(done, _Scored):
            scored.append(done)
        else:
            unscored.append(done)
    return _summary(records, scored, tuple(unscored), asked)


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """One forecast beside what came, area by area."""

    origin: int
    observed: Counts
    expected: Floats
    any_probability: Floats
    usual_any: Floats
    lower: Counts
    upper: Counts
    model_lower: Counts
    model_upper: Counts
    calibrated: NDArray[np.bool_]
    total_calibrated: bool
    total_strange: Floats
    strange: Floats
    pit: Floats
    line: OriginScore


def _asked(options: ForecastOptions, horizon_days: int) -> ForecastOptions:
    return options if options.horizon_days == horizon_days else replace(options, horizon_days=horizon_days)


def _scored(
    records: Records, origin: int, today: int, before: Sequence[_Scored], options: ForecastOptions
) -> _Scored | Unscored:
    day = date.fromordinal(origin)
    ready = settled(origin, options)
    if ready > today:
        return Unscored(day, f"Belum dapat dinilai: laporannya dianggap lengkap pada {date.fromordinal(ready)}.")
    predicted = predict(records, snapshot(records, origin, options), options)
    if isinstance(predicted, TooShort):
        return Unscored(day, predicted.because)
    known = [each for each in before if settled(each.origin, options) <= origin]
    levels = _levels(records, known, options)
    together = _total_level(known, options)
    return _compared(records, origin, predicted, levels, together, came(records, origin, options), options)


def _levels(records: Records, scored: Sequence[_Scored], options: ForecastOptions) -> tuple[Level, ...]:
    strange = np.concatenate([np.zeros(0), *(each.strange for each in scored)])
    return learn_levels(strange, list(records.strata) * len(scored), sorted(set(records.strata)), level=options.level)


def _total_level(scored: Sequence[_Scored], options: ForecastOptions) -> Level:
    strange = np.concatenate([np.zeros(0), *(each.total_strange for each in scored)])
    return learn_levels(strange, [""] * len(scored), [""], level=options.level, least=_LEAST_TOTALS)[0]


def _compared(
    records: Records,
    origin: int,
    predicted: Predicted,
    levels: tuple[Level, ...],
    total_level: Level,
    observed: Counts,
    options: ForecastOptions,
) -> _Scored:
    cdf, usual = predicted.cdf(), predicted.usual_cdf()
    of = {each.stratum: each for each in levels}
    lower, upper = intervals(cdf, [of[name].level for name in records.strata])
    model_lower, model_upper = intervals(cdf, np.full(len(cdf), options.level))
    expected, past = predicted.expected, np.broadcast_to(predicted.history.T, (len(observed), len(predicted.history)))
    chance, came_any = 1 - cdf[:, 0], observed > 0
    together, all_of_them = predicted.total_cdf(), observed.sum(keepdims=True)
    low, high = intervals(together, [total_level.level])
    calibrated = np.array([of[name].calibrated for name in records.strata])
    line = OriginScore(
        origin=date.fromordinal(origin),
        areas=len(observed),
        expected=float(expected.sum()),
        total_lower=int(low[0]),
        total_upper=int(high[0]),
        observed=int(observed.sum()),
        crps=float(crps(cdf, observed).mean()),
        crps_zero=float(observed.mean()),
        crps_history=float(crps_samples(past, observed).mean()),
        crps_usual=float(crps(usual, observed).mean()),
        log=float(log_score(predicted.probability(observed)).mean()),
        dss=float(dawid_sebastiani(expected, predicted.variance, observed).mean()),
        brier=float(((chance - came_any) ** 2).mean()),
        held=int(((lower <= observed) & (observed <= upper)).sum()),
        calibrated=bool(calibrated.all()),
    )
    return _Scored(
        origin, observed, expected, chance, 1 - usual[:, 0], lower, upper, model_lower, model_upper, calibrated,
        total_level.calibrated, strangeness(together, all_of_them),
        strangeness(cdf, observed), pit_histogram(cdf, observed), line,
    )  # fmt: skip


def _summary(
    records: Records, scored: Sequence[_Scored], unscored: tuple[Unscored, ...], options: ForecastOptions
) -> BacktestResult:
    lines = tuple(each.line for each in scored)
    skills = _skills(lines, options)
    shown, because = _verdict(skills[0], unscored, options)
    calibrated = _stacked([each.calibrated for each in scored]).astype(bool)
    observed = _stacked([each.observed for each in scored])
    strata = np.array(list(records.strata) * len(scored), dtype=object)
    low, high = _stacked([each.lower for each in scored]), _stacked([each.upper for each in scored])
    overall, by_stratum = coverage(low[calibrated], high[calibrated], observed[calibrated], strata[calibrated].tolist())
    model_low = _stacked([each.model_lower for each in scored])
    model_high = _stacked([each.model_upper for each in scored])
    sums = [each.line for each in scored if each.total_calibrated]
    total_low, total_high = [line.total_lower for line in sums], [line.total_upper for line in sums]
    chance, came_any = _stacked([each.any_probability for each in scored]), observed > 0
    usual = _stacked([each.usual_any for each in scored])
    return BacktestResult(
        shown=shown,
        because=because,
        origins=lines,
        unscored=unscored,
        skills=skills,
        brier=brier(chance, came_any) if scored else None,
        brier_usual=float(((usual - came_any) ** 2).mean()) if scored else None,
        pit=tuple(np.mean([each.pit for each in scored], axis=0).tolist()) if scored else (),
        coverage=overall,
        coverage_by_stratum=by_stratum,
        model_coverage=coverage(model_low, model_high, observed, strata.tolist())[0],
        total_coverage=coverage(total_low, total_high, [line.observed for line in sums], [""] * len(sums))[0],
        levels=_levels(records, scored, options),
        total_level=_total_level(scored, options),
        misses=_misses(records, scored),
        unknown_areas=records.elsewhere,
        options=options,
        input_sha256=records.sha256(),
    )


def _skills(lines: Sequence[OriginScore], options: ForecastOptions) -> tuple[Skill, ...]:
    own = [line.crps for line in lines]
    return tuple(
        skill(name, own, [getattr(line, f"crps_{name}") for line in lines], seed=options.seed)
        for name in ("history", "usual", "zero")
    )


def _verdict(against: Skill, unscored: Sequence[Unscored], options: ForecastOptions) -> tuple[bool, str]:
    if against.weeks < options.least_scored:
        why = f" {unscored[-1].because}" if unscored else ""
        return False, (
            f"Ramalan tidak ditampilkan: baru {against.weeks} pekan dapat dinilai, perlu {options.least_scored}.{why}"
        )
    if against.skill is None or against.p is None:
        return False, "Ramalan tidak ditampilkan: tidak ada kejadian yang dapat dibandingkan."
    rarely = f"p = {against.p:.3f}" if against.p >= 0.001 else "p < 0.001"
    numbers = f"{against.skill:+.1%}, {rarely}, {against.weeks} pekan".replace(".", ",")
    if not against.proven:
        return False, f"Ramalan tidak ditampilkan: belum terbukti lebih baik daripada riwayat wilayah ({numbers})."
    return True, f"Ramalan ditampilkan: lebih baik daripada riwayat wilayah ({numbers})."


def _misses(records: Records, scored: Sequence[_Scored]) -> tuple[Miss, ...]:
    found = [miss for each in scored for miss in _missed(records, each)]
    return tuple(sorted(found, key=lambda miss: (-miss.beyond, miss.origin, miss.area)))


def _missed(records: Records, scored: _Scored) -> Iterator[Miss]:
    beyond = np.maximum(scored.observed - scored.upper, scored.lower - scored.observed)
    for at in np.flatnonzero(beyond > 0).tolist():
        yield Miss(
            origin=scored.line.origin,
            area=records.areas[at],
            expected=float(scored.expected[at]),
            lower=int(scored.lower[at]),
            upper=int(scored.upper[at]),
            observed=int(scored.observed[at]),
            beyond=int(beyond[at]),
        )


def _stacked(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0)
