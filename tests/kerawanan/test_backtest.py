from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

import numpy as np
import pytest

from kondusif.kerawanan.domain.backtest import backtest
from kondusif.kerawanan.domain.forecast import forecast
from kondusif.kerawanan.domain.forecast_origin import Predicted, predict
from kondusif.kerawanan.domain.forecast_snapshot import came, record, snapshot
from kondusif.kerawanan.domain.forecast_types import (
    BacktestResult,
    Event,
    Forecast,
    ForecastOptions,
    ForecastRefused,
    Phase,
)

WIB = timezone(timedelta(hours=7))
BEGIN = date(2023, 1, 2)
AREAS = tuple(f"35.{each:02d}" for each in range(1, 13))
STRATA = ("kota", "desa", "desa") * 4
RING = np.roll(np.eye(12), 1, axis=0) + np.roll(np.eye(12), -1, axis=0)
WEEKS = 64
QUICK = ForecastOptions(draws=60)


def at(day: int, hour: int = 12) -> datetime:
    return datetime.combine(BEGIN + timedelta(days=day), time(hour), WIB)


@cache
def country(seed: int = 1, *, weeks: int = WEEKS, rate: float = 0.15, own: float = 0.5) -> tuple[Event, ...]:
    """Incidents that bring about others a week later, reported up to twenty days late."""
    choice = np.random.default_rng(seed)
    risk = choice.gamma(3, 1 / 3, 12)
    counts = np.zeros((weeks * 7, 12), dtype=np.int64)
    for day in range(weeks * 7):
        earlier = counts[max(day - 7, 0) : day].sum(axis=0) / 7
        counts[day] = choice.negative_binomial(2, 2 / (2 + rate * risk + own * earlier))
    events = []
    for day, area in np.argwhere(counts):
        for _ in range(counts[day, area]):
            known = at(int(day + choice.integers(0, 6)), 9)
            checked = known + timedelta(days=int(choice.integers(0, 15)))
            events.append(Event(AREAS[area], BEGIN + timedelta(days=int(day)), known, checked))
    return tuple(events)


def run(events: Sequence[Event], **more: object) -> BacktestResult:
    given: dict[str, object] = {
        "first_origin": BEGIN + timedelta(weeks=20),
        "last_origin": BEGIN + timedelta(weeks=WEEKS),
        "now": at(WEEKS * 7 + 1, 8),
        "strata": STRATA,
        "adjacent": RING,
        "observed_from": BEGIN,
        "options": QUICK,
    }
    areas, exposure = more.pop("areas", AREAS), more.pop("exposure", np.ones(12))
    return backtest(events, areas, exposure, **(given | more))  # type: ignore[arg-type]


@cache
def result() -> BacktestResult:
    return run(country())


def test_the_forecast_is_shown_where_it_beats_draws_from_history() -> None:
    against = result().skill("history")
    assert against.proven
    assert (result().shown, against.weeks) == (True, len(result().origins))
    assert [each.reference for each in result().skills] == ["history", "usual", "zero"]
    assert result().because.startswith("Ramalan ditampilkan: lebih baik daripada riwayat wilayah (+")
    assert against.score == pytest.approx(np.mean([line.crps for line in result().origins]))


def test_weeks_that_have_not_settled_are_named_and_not_scored() -> None:
    assert [line.origin for line in result().origins] == [BEGIN + timedelta(weeks=20 + each) for each in range(40)]
    late = [BEGIN + timedelta(weeks=60 + each) for each in range(5)]
    assert [each.origin for each in result().unscored] == late
    assert "dianggap lengkap pada 2024-04-01" in result().unscored[0].because


def test_what_is_scored_is_what_happened() -> None:
    first = result().origins[0]
    happened = [event for event in country() if 0 <= (event.happened_date - first.origin).days < 7]
    assert first.observed == len(happened)
    by_area = np.array([sum(event.area == area for event in happened) for area in AREAS])
    assert (first.areas, first.crps_zero) == (12, pytest.approx(by_area.mean()))


def test_misses_are_all_told_largest_first() -> None:
    misses = result().misses
    outside = sum(line.areas - line.held for line in result().origins)
    assert len(misses) == outside > 0
    assert [miss.beyond for miss in misses] == sorted((miss.beyond for miss in misses), reverse=True)
    assert all(miss.beyond == max(miss.observed - miss.upper, miss.lower - miss.observed) > 0 for miss in misses)


def test_sums_over_strata_are_those_of_the_whole() -> None:
    told = result()
    calibrated = [line for line in told.origins if line.calibrated]
    assert 25 < len(calibrated) < len(told.origins)  # the first intervals have nothing to learn from
    assert told.coverage.held == sum(line.held for line in calibrated)
    assert told.coverage.held == sum(each.held for each in told.coverage_by_stratum)
    assert [each.stratum for each in told.coverage_by_stratum] == ["desa", "kota"]
    assert told.coverage.forecasts == 12 * len(calibrated)
    assert told.brier is not None
    assert told.brier.score == pytest.approx(np.mean([line.brier for line in told.origins]))
    assert sum(told.pit) == pytest.approx(1)


def test_facts_recorded_later_change_no_earlier_forecast() -> None:
    events = country()
    day = 40 * 7
    moment = at(day, 0)
    # Forty incidents of early weeks that become known later, ten that are withdrawn later, ten verified earlier than known.
    more = [
        Event(AREAS[each % 12], BEGIN + timedelta(days=3 * each), at(day, each % 24), at(day, 23)) for each in range(40)
    ]
    withdrawn = [
        replace(event, withdrawn_at=moment + timedelta(days=each)) if each < 10 else event
        for each, event in enumerate(events)
    ]
    early = [Event("35.01", BEGIN + timedelta(days=each), at(day, 1), at(each, 1)) for each in range(10)]
    changed = run([*withdrawn, *more, *early])
    settled = [line for line in result().origins if line.origin + timedelta(days=35) <= moment.date()]
    assert len(settled) == 16
    assert list(changed.origins[: len(settled)]) == settled
    # What is forecast, though not how it fares, is the same up to the day itself.
    seen = [line for line in result().origins if line.origin <= moment.date()]
    told = [(line.origin, line.expected, line.total_lower, line.total_upper) for line in changed.origins[: len(seen)]]
    assert told == [(line.origin, line.expected, line.total_lower, line.total_upper) for line in seen]
    # And it does change what comes after: the test would see a leak.
    assert changed.origins[len(seen)].expected != result().origins[len(seen)].expected


def test_a_later_clock_adds_weeks_and_changes_none() -> None:
    later = run(country(), now=at(WEEKS * 7 + 8, 8))
    assert later.origins[:-1] == result().origins


def test_the_order_of_incidents_and_areas_changes_nothing() -> None:
    choice = np.random.default_rng(2)
    events, order = list(country()), choice.permutation(12)
    choice.shuffle(events)  # type: ignore[arg-type]
    turned = run(
        events,
        areas=[AREAS[each] for each in order],
        strata=[STRATA[each] for each in order],
        adjacent=RING[np.ix_(order, order)],
    )
    assert turned == result()


def test_a_snapshot_knows_what_was_recorded_before_its_day() -> None:
    events = [
        Event("a", BEGIN, at(0), at(6, 23)),
        Event("a", BEGIN, at(0), at(7, 0)),  # the day of the origin itself
        Event("b", BEGIN + timedelta(days=1), at(1), None),  # nobody verified it
        Event("b", BEGIN + timedelta(days=2), at(2), at(3), at(6)),  # withdrawn before
        Event("b", BEGIN + timedelta(days=2), at(2), at(3), at(7)),  # withdrawn on the day
        Event("z", BEGIN, at(0), at(0)),
    ]
    given = record(events, ["b", "a"], [1.0, 3.0], now=at(60), options=QUICK, observed_from=BEGIN)
    assert (given.areas, given.exposure.tolist(), given.elsewhere) == (("a", "b"), [1.5, 0.5], 1)
    assert snapshot(given, BEGIN.toordinal() + 7, QUICK).counts.tolist() == [[1, 1]]
    assert snapshot(given, BEGIN.toordinal() + 14, QUICK).counts.tolist() == [[2, 0], [0, 0]]
    assert came(given, BEGIN.toordinal(), QUICK).tolist() == [2, 0]
    both = record(events, ["b", "a"], [1.0, 3.0], now=at(60), options=replace(QUICK, counted="known"))
    assert snapshot(both, BEGIN.toordinal() + 7, QUICK).counts.tolist() == [[2, 2]]


def test_days_are_those_of_the_clock_that_is_handed_in() -> None:
    late_evening = datetime(2023, 1, 8, 23, 30, tzinfo=WIB)
    event = [Event("a", BEGIN, late_evening, late_evening)]
    monday = BEGIN.toordinal() + 7
    for zone, known in ((WIB, 1), (UTC, 1), (timezone(timedelta(hours=9)), 0)):
        given = record(event, ["a"], [1.0], now=at(30).astimezone(zone), options=QUICK, observed_from=BEGIN)
        assert snapshot(given, monday, QUICK).counts.sum() == known


def test_the_latest_week_counts_as_far_as_it_is_reported() -> None:
    given = record(country(), AREAS, np.ones(12), now=at(WEEKS * 7), options=QUICK, observed_from=BEGIN)
    snapshots = [snapshot(given, BEGIN.toordinal() + week * 7, QUICK) for week in range(40, 58)]
    for back in (1, 2, 3):
        true = sum(came(given, int(seen.first_days[-back]), QUICK).sum() for seen in snapshots)
        known, share = sum(seen.counts[-back].sum() for seen in snapshots), [seen.reported[-back] for seen in snapshots]
        assert known / true == pytest.approx(np.mean(share), abs=0.06)
        assert max(share) - min(share) < 0.2
    assert all((seen.reported[:-5] == 1).all() for seen in snapshots)


def predicted(events: Sequence[Event], **more: object) -> Predicted:
    given = record(events, AREAS, np.ones(12), now=at(WEEKS * 7), options=QUICK, observed_from=BEGIN, **more)  # type: ignore[arg-type]
    found = predict(given, snapshot(given, BEGIN.toordinal() + 60 * 7, QUICK), QUICK)
    assert isinstance(found, Predicted)
    return found


def test_a_forecast_is_the_sum_of_its_parts_and_its_table_a_distribution() -> None:
    found = predicted(country(), adjacent=RING)
    assert found.usual + found.own + found.near == pytest.approx(found.expected)
    cdf = found.cdf()
    assert (np.diff(cdf) >= 0).all()
    assert cdf[:, -1] == pytest.approx(1, abs=1e-6)
    counts = np.arange(cdf.shape[1])
    chance = np.diff(np.hstack([np.zeros((12, 1)), cdf]))
    assert chance @ counts == pytest.approx(found.expected, rel=1e-4)
    assert chance @ counts**2 - (chance @ counts) ** 2 == pytest.approx(found.variance, rel=1e-3)
    assert found.probability(np.full(12, 3)) == pytest.approx(chance[:, 3])
    assert found.totals.mean() == pytest.approx(found.expected.sum(), rel=0.1)
    assert predicted(country()).near.tolist() == [0] * 12


def test_a_known_phase_moves_the_forecast_of_a_week_within_it() -> None:
    """Three times as many incidents in each of six phases; the seventh begins with the week that is forecast."""
    choice = np.random.default_rng(8)
    begins = [5, 14, 23, 32, 41, 50, 60]
    phases = [
        Phase("kampanye", BEGIN + timedelta(weeks=each), BEGIN + timedelta(weeks=each, days=13)) for each in begins
    ]
    inside = {day for each in begins[:-1] for day in range(7 * each, 7 * each + 14)}
    events = [
        Event(area, BEGIN + timedelta(days=day), at(day), at(day))
        for day in range(60 * 7)
        for area in AREAS
        for _ in range(choice.poisson(0.45 if day in inside else 0.15))
    ]
    told, plain = predicted(events, phases=phases), predicted(events)
    assert told.expected.sum() == pytest.approx(12 * 7 * 0.45, rel=0.25)
    assert plain.expected.sum() < 0.7 * told.expected.sum()


def test_few_weeks_of_few_incidents_give_an_honest_no() -> None:
    choice = np.random.default_rng(3)
    events = [
        Event(AREAS[int(choice.integers(12))], BEGIN + timedelta(days=day), at(day), at(day + 1))
        for day in choice.integers(0, 40, 138).tolist()
    ]
    told = run(events, first_origin=BEGIN + timedelta(weeks=1), last_origin=BEGIN + timedelta(weeks=6), now=at(43, 8))
    assert (told.shown, told.origins, told.misses, told.pit, told.brier) == (False, (), (), (), None)
    assert told.because.startswith("Ramalan tidak ditampilkan: baru 0 pekan dapat dinilai, perlu 8.")
    assert {each.because for each in told.unscored[:1]} == {
        "Riwayat sampai 2023-01-09 baru 1 pekan; ramalan memerlukan sedikitnya 10 pekan."
    }
    assert told.coverage.share is None
    assert told.skill("history").skill is None
    hidden = forecast(
        events, AREAS, np.ones(12), backtested=told, now=at(43, 8), strata=STRATA, adjacent=RING, observed_from=BEGIN
    )
    assert hidden == Forecast(
        shown=False,
        because=told.because,
        first_date=date(2023, 2, 14),
        latest_date=date(2023, 2, 20),
        areas=(),
        total=None,
    )


def test_origins_before_anything_was_recorded_are_named_and_not_forecast() -> None:
    told = run(country(), first_origin=BEGIN - timedelta(weeks=2), last_origin=BEGIN + timedelta(weeks=1))
    assert [each.because for each in told.unscored] == [
        f"Riwayat sampai {BEGIN + timedelta(weeks=week - 2)} baru {max(week - 2, 0)} pekan; "
        "ramalan memerlukan sedikitnya 10 pekan."
        for week in range(4)
    ]


@pytest.mark.parametrize("events", [[], [Event("35.01", BEGIN, at(0))], [Event("99.01", BEGIN, at(0), at(0))]])
def test_nothing_verified_or_nothing_at_all_gives_an_honest_no(events: list[Event]) -> None:
    told = run(events)
    assert (told.shown, told.origins, len(told.unscored)) == (False, (), 45)
    assert "baru 0 kejadian" in told.unscored[30].because
    assert told.unknown_areas == sum(event.area == "99.01" for event in events)


@pytest.mark.parametrize("seed", range(12))
def test_thin_and_lopsided_pasts_give_finite_scores_or_a_reason(seed: int) -> None:
    """All in one area, areas a thousand times larger than others, reports weeks late, a phase that never was."""
    choice = np.random.default_rng(seed)
    areas, weeks, number = int(choice.integers(1, 30)), int(choice.integers(8, 50)), int(choice.integers(1, 300))
    days = np.minimum(choice.geometric(choice.choice([0.01, 0.05]), number), weeks * 7)
    late = choice.geometric(choice.choice([0.06, 0.3, 1.0]), number) - 1
    where = choice.choice(areas, number, p=choice.dirichlet(np.full(areas, choice.choice([0.02, 1.0])) + 1e-3))
    codes = [f"{each:02d}" for each in range(areas)]
    events = [
        Event(codes[area], BEGIN + timedelta(days=day), at(day + lag), at(day + lag))
        for area, day, lag in zip(where.tolist(), days.tolist(), late.tolist(), strict=True)
    ]
    given: dict[str, object] = {
        "areas": codes,
        "exposure": choice.lognormal(0, 3, areas),
        "strata": None,
        "adjacent": choice.random((areas, areas)) < 0.1,
        "phases": [Phase("pemungutan", BEGIN + timedelta(weeks=weeks), BEGIN + timedelta(weeks=weeks + 1))],
        "now": at(weeks * 7, 8),
    }
    few = ForecastOptions(draws=40, settle_days=7, least_weeks=4, least_events=1, least_scored=2)
    told = run(events, first_origin=BEGIN, last_origin=BEGIN + timedelta(weeks=weeks - 1), options=few, **given)
    assert len(told.origins) + len(told.unscored) == weeks
    for line in told.origins:
        assert np.isfinite([line.crps, line.crps_history, line.log, line.dss, line.expected]).all()
        assert 0 <= line.total_lower <= line.total_upper
    given.pop("areas")
    shown = forecast(
        events,
        codes,
        given.pop("exposure"),
        backtested=replace(told, shown=True),
        observed_from=BEGIN,
        **given,  # type: ignore[arg-type]
    )
    assert all(each.lower <= each.upper and each.expected >= 0 for each in shown.areas)


def test_a_forecast_without_skill_is_not_shown() -> None:
    """Each area has its own constant rate, so its own past is all there is to know, and there are few weeks to prove more."""
    told = run(country(4, own=0.0, rate=0.4), last_origin=BEGIN + timedelta(weeks=29))
    assert not told.skill("history").proven
    assert told.because.startswith("Ramalan tidak ditampilkan: belum terbukti lebih baik")
    assert len(told.origins) == 10


def test_next_week_is_forecast_area_by_area() -> None:
    given = {"strata": STRATA, "adjacent": RING, "observed_from": BEGIN}
    now = at(WEEKS * 7 + 1, 8)
    told = forecast(country(), AREAS, np.ones(12), backtested=result(), now=now, **given)  # type: ignore[arg-type]
    assert told == forecast(country()[::-1], AREAS, np.ones(12), backtested=result(), now=now, **given)  # type: ignore[arg-type]
    assert (told.shown, told.first_date, told.latest_date) == (True, date(2024, 3, 26), date(2024, 4, 1))
    assert [each.area for each in told.areas] == list(AREAS)
    assert told.total is not None
    assert told.total.expected == pytest.approx(sum(each.expected for each in told.areas))
    assert told.total.lower < told.total.expected < told.total.upper
    for each in told.areas:
        assert each.expected == each.usual + each.own + each.near
        assert 0 <= each.lower <= each.upper
        assert 0 < each.any_probability < 1
        assert each.calibrated
    with pytest.raises(ForecastRefused, match="sama dengan strata"):
        forecast(country(), AREAS, np.ones(12), backtested=result(), now=now)


def test_one_area_without_neighbours_can_be_tested() -> None:
    alone = [replace(event, area="35.01") for event in country() if event.area in AREAS[:3]]
    told = run(alone, areas=["35.01"], exposure=[5.0], strata=None, adjacent=None)
    assert len(told.origins) > 20
    assert told.coverage.forecasts == 0  # never sixty forecasts to learn from: intervals are the model's own
    assert told.model_coverage.share is not None
    assert told.model_coverage.share > 0.7


def refused(**more: object) -> str:
    with pytest.raises(ForecastRefused) as told:
        run([], **more)
    return str(told.value)


def test_what_cannot_be_meant_is_refused() -> None:
    assert "tidak ada wilayah" in refused(areas=[], exposure=[]).lower()
    assert "lebih dari sekali: 35.01" in refused(areas=["35.01"] * 12)
    assert "lebih dari nol: 35.02" in refused(exposure=[1.0, np.nan, *[1.0] * 10])
    assert "lebih dari nol: 35.01" in refused(exposure=[0.0, *[1.0] * 11])
    assert "12 wilayah" in refused(exposure=[1.0])
    assert "Strata" in refused(strata=["kota"])
    assert "12 × 12" in refused(adjacent=np.ones((3, 3)))
    assert "Ketetanggaan" in refused(adjacent=-RING)
    assert "zona waktu" in refused(now=datetime(2024, 3, 1))  # noqa: DTZ001
    assert "mendahului" in refused(last_origin=BEGIN)
    assert "periksa tanggal komputer" in refused(now=at(0))
    assert "positif" in refused(horizon_days=0)
    assert "Taraf" in refused(options=replace(QUICK, level=1.0))
    naive = datetime(2023, 1, 2)  # noqa: DTZ001
    with pytest.raises(ForecastRefused, match=r"35\.01 pada 2023-01-02 tanpa zona waktu"):
        run([Event("35.01", BEGIN, naive, at(0))])
