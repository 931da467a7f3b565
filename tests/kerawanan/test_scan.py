from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.scan import scan, screen_replicates
from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.scan_types import Level, ScanOptions, ScanRefused, ScanResult, Statistic
from kondusif.kerawanan.domain.scan_windows import Neighbours, neighbours_from_centroids

TODAY = date(2024, 11, 20)
STATISTICS: tuple[Statistic, ...] = ("expectation", "population", "permutation")
SMALL = ScanOptions(max_days=7, replicates=99, published_replicates=39, stop_after=0)
a_few = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def days(number: int) -> list[date]:
    return [TODAY - timedelta(days=number - 1 - each) for each in range(number)]


class World:
    """Areas strewn at random, with counts that chance alone made, until something is added."""

    def __init__(self, seed: int, areas: int = 25, period: int = 20, rate: float = 0.15) -> None:
        choice = np.random.default_rng(seed)
        self.codes = [f"35.{number:02d}" for number in range(areas)]
        self.longitude, self.latitude = choice.uniform(111, 114, areas), choice.uniform(-8.5, -7, areas)
        self.voters = choice.lognormal(10, 0.5, areas)
        self.baseline = np.outer(self.voters / self.voters.mean(), np.full(period, rate))
        self.counts = choice.poisson(self.baseline)
        self.dates = days(period)

    def neighbours(self, fraction: float = 0.3) -> Neighbours:
        return neighbours_from_centroids(self.longitude, self.latitude, self.voters, self.codes, fraction=fraction)

    def with_outbreak(self, more: int = 4) -> World:
        """Some more in two neighbouring areas on the latest three days."""
        self.counts[self.neighbours().of(3)[:2], -3:] += more
        return self

    def scanned(self, options: ScanOptions = SMALL, **changes: object) -> ScanResult:
        return scan(
            self.counts, self.baseline, self.neighbours(), codes=self.codes, dates=self.dates, today=TODAY,
            options=replace(options, **changes),  # type: ignore[arg-type]
        )  # fmt: skip

    def reordered(self, order: list[int]) -> World:
        other = object.__new__(World)
        other.codes = [self.codes[each] for each in order]
        for name in ("longitude", "latitude", "voters", "baseline", "counts"):
            setattr(other, name, getattr(self, name)[order])
        other.dates = self.dates
        return other


def without_engine(result: ScanResult) -> ScanResult:
    return replace(result, manifest=replace(result.manifest, engine=""))


@a_few
@given(seed=st.integers(0, 10_000), statistic=st.sampled_from(STATISTICS), outbreak=st.booleans(), long=st.booleans())
def test_the_fast_engine_says_what_the_plain_one_says(
    seed: int, statistic: Statistic, outbreak: bool, long: bool
) -> None:
    world = World(seed, period=40 if long else 20)
    if outbreak:
        world.with_outbreak()
    options = replace(SMALL, statistic=statistic, max_days=35 if long else 7)
    fast, plain = (world.scanned(options, engine=engine) for engine in ("fast", "reference"))
    assert fast.clusters
    assert without_engine(fast) == without_engine(plain)


def test_the_fast_engine_says_the_same_of_very_many_incidents() -> None:
    world = World(4, areas=8, rate=900.0).with_outbreak(400)
    assert world.counts[:, -7:].sum() > 2**15
    for statistic in STATISTICS:
        fast, plain = (
            world.scanned(statistic=statistic, engine=engine, replicates=20) for engine in ("fast", "reference")
        )
        assert without_engine(fast) == without_engine(plain)


@a_few
@given(seed=st.integers(0, 10_000), statistic=st.sampled_from(STATISTICS), data=st.data())
def test_the_order_of_the_areas_changes_nothing(seed: int, statistic: Statistic, data: st.DataObject) -> None:
    world = World(seed).with_outbreak(2)
    order = data.draw(st.permutations(range(len(world.codes))))
    assert world.scanned(statistic=statistic) == world.reordered(list(order)).scanned(statistic=statistic)


@a_few
@given(seed=st.integers(0, 10_000), threads=st.sampled_from([1, 2, 4]))
def test_threads_change_nothing(seed: int, threads: int) -> None:
    world = World(seed).with_outbreak(2)
    assert world.scanned(threads=threads, stop_after=20) == world.scanned(stop_after=20)


@pytest.mark.parametrize("partitions", [1, 2, 4])
def test_partitions_put_together_are_one_run(partitions: int) -> None:
    world, number = World(11), 100
    sizes = range(1, number + 1)
    parts = [sizes[part * number // partitions : (part + 1) * number // partitions] for part in range(partitions)]
    whole = screen_replicates(world.counts, world.baseline, world.neighbours(), 4.0, SMALL, sizes)
    joined = [screen_replicates(world.counts, world.baseline, world.neighbours(), 4.0, SMALL, each) for each in parts]
    assert 0 < whole.sum() < number
    assert np.concatenate(joined).tolist() == whole.tolist()


def test_a_run_is_repeated_to_the_bit_and_a_seed_matters() -> None:
    world = World(5).with_outbreak(1)
    assert world.scanned() == world.scanned()
    other = world.scanned(seed=1)
    assert other != world.scanned()
    assert [each.areas for each in other.clusters][:1] == [each.areas for each in world.scanned().clusters][:1]


@a_few
@given(seed=st.integers(0, 10_000), more=st.integers(1, 5))
def test_more_incidents_in_the_cluster_never_make_it_less_surprising(seed: int, more: int) -> None:
    world = World(seed).with_outbreak(3)
    before = world.scanned(max_clusters=1).clusters[0]
    inside = [world.codes.index(code) for code in before.areas]
    world.counts[inside[0], -1] += more
    after = world.scanned(max_clusters=1).clusters[0]
    assert after.llr > before.llr
    assert after.p.value <= before.p.value


def test_an_outbreak_is_found_where_and_when_it_is() -> None:
    world = World(8).with_outbreak(5)
    found = world.scanned(replicates=999).clusters[0]
    assert set(found.areas) == {world.codes[each] for each in world.neighbours().of(3)[:2]}
    assert (found.first_date, found.latest_date, found.days) == (TODAY - timedelta(days=2), TODAY, 3)
    assert found.observed == world.counts[world.neighbours().of(3)[:2], -3:].sum()
    assert found.relative_risk == found.observed / found.expected
    assert found.screening.value == 0.001
    assert (found.recurrence_days, found.level) == (1000.0, Level.SIAGA)


def test_no_area_stands_in_two_clusters() -> None:
    world = World(9)
    for centre in (1, 6, 14):
        world.counts[centre, -2:] += 6
    areas = [area for each in world.scanned().clusters for area in each.areas]
    assert len(world.scanned().clusters) >= 3
    assert len(areas) == len(set(areas))


def test_a_clearly_large_p_stops_early_and_says_so() -> None:
    found = World(14).scanned(replicates=999, stop_after=10, max_clusters=1).clusters[0]
    whole = World(14).scanned(replicates=999, stop_after=0, max_clusters=1).clusters[0]
    assert (found.screening.method, whole.screening.method) == ("stopped", "rank")
    assert found.screening.replicates < 999
    assert found.screening.value == 10 / found.screening.replicates
    assert abs(found.screening.value - whole.screening.value) < 0.35
    assert found.level is None


class TestBaselineDrawnAnew:
    def history(self, world: World, seed: int = 3) -> History:
        past = world.baseline[:, 0] * 90
        return History(np.random.default_rng(seed).poisson(past), past, world.baseline)

    def scanned(self, world: World, **changes: object) -> ScanResult:
        return scan(
            world.counts, self.history(world), world.neighbours(), codes=world.codes, dates=world.dates, today=TODAY,
            options=replace(SMALL, **changes),  # type: ignore[arg-type]
        )  # fmt: skip

    def test_the_published_p_stands_beside_the_screening_and_decides(self) -> None:
        found = self.scanned(World(8).with_outbreak(5)).clusters[0]
        assert found.published is not None
        assert found.p == found.published
        assert (found.published.method, found.published.replicates) == ("gumbel", 39)
        assert found.published.value < 0.01
        assert found.recurrence_days == 1 / found.published.value

    def test_a_cluster_that_chance_makes_often_is_not_published(self) -> None:
        found = self.scanned(World(14)).clusters[0]
        assert found.screening.value > SMALL.publish_below
        assert found.published is None

    @pytest.mark.parametrize("statistic", ["expectation", "population"])
    def test_engines_threads_and_order_change_nothing(self, statistic: Statistic) -> None:
        world = World(8).with_outbreak(2)
        fast, plain, threaded = (
            self.scanned(world, statistic=statistic, publish_below=1.0, **each)
            for each in ({}, {"engine": "reference"}, {"threads": 4})
        )
        assert fast == threaded
        assert fast.clusters[0].published is not None
        assert [each.areas for each in fast.clusters] == [each.areas for each in plain.clusters]
        values = [[each.p.value for each in result.clusters] for result in (fast, plain)]
        assert values[0] == pytest.approx(values[1], rel=1e-9)

    def test_a_past_without_incidents_still_expects_some(self) -> None:
        world = World(8).with_outbreak(2)
        nothing = History(np.zeros(25, dtype=np.int64), world.baseline[:, 0] * 90, world.baseline)
        found = scan(
            world.counts, nothing, world.neighbours(), codes=world.codes, dates=world.dates, today=TODAY, options=SMALL
        )
        assert 0 < found.expected < 1
        assert found.clusters[0].level is Level.SIAGA


class TestDispersion:
    def clumped(self, size: int) -> World:
        world = World(21, period=60, rate=0.1)
        world.counts = np.random.default_rng(2).poisson(world.baseline / size) * size
        return world

    def test_counts_like_poisson_stay_poisson(self) -> None:
        found = self.clumped(1).scanned().dispersion
        assert not found.scaled
        assert found.ratio == pytest.approx(1, abs=0.3)

    def test_clumps_are_noticed_said_and_make_warnings_rarer(self) -> None:
        world = self.clumped(3)
        found = world.scanned()
        assert found.dispersion.scaled
        assert found.dispersion.ratio == pytest.approx(3, abs=0.6)
        world.dates, world.counts, world.baseline = days(10), world.counts[:, -10:], world.baseline[:, -10:]
        unaware = world.scanned()
        assert unaware.dispersion.ratio is None  # three days before the scanned ones are too few to tell
        assert unaware.clusters[0].llr == found.clusters[0].llr
        assert unaware.clusters[0].p.value < found.clusters[0].p.value


class TestRefusals:
    def refused(self, world: World, **changes: object) -> str:
        given: dict[str, object] = {
            "counts": world.counts, "baseline": world.baseline, "neighbours": world.neighbours(),
            "codes": world.codes, "dates": world.dates, "today": TODAY, "options": SMALL,
        }  # fmt: skip
        with pytest.raises(ScanRefused) as refusal:
            scan(**{**given, **changes})  # type: ignore[arg-type]
        return str(refusal.value)

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (np.nan, "Jumlah kejadian memuat nilai kosong atau tak hingga: 35.02 pada 2024-11-04."),
            (np.inf, "Jumlah kejadian memuat nilai kosong atau tak hingga: 35.02 pada 2024-11-04."),
            (-1, "Jumlah kejadian tidak boleh negatif: 35.02 pada 2024-11-04."),
            (1.5, "Jumlah kejadian harus bilangan bulat: 35.02 pada 2024-11-04."),
        ],
    )
    def test_counts_that_are_none(self, value: float, words: str) -> None:
        world = World(1)
        counts = world.counts.astype(float)
        counts[2, 3] = value
        assert self.refused(world, counts=counts) == words

    def test_many_faults_are_told_by_the_first(self) -> None:
        world = World(1)
        assert self.refused(world, counts=world.counts - 5).endswith(f", dan {25 * 20 - 5} lagi.")

    def test_a_baseline_of_nothing_where_something_happened(self) -> None:
        world = World(1)
        world.counts[2, 3], world.baseline[2, 3] = 1, 0.0
        assert self.refused(world) == "Garis dasar nol padahal ada kejadian: 35.02 pada 2024-11-04."

    def test_a_baseline_that_is_no_number(self) -> None:
        world = World(1)
        world.baseline[0, 0] = np.nan
        assert "Garis dasar memuat nilai kosong" in self.refused(world)
        world.baseline[0, 0] = -1
        assert "Garis dasar tidak boleh negatif" in self.refused(world)
        assert "sama dengan tabel kejadian" in self.refused(world, baseline=world.baseline[:, 1:])
        nothing = np.zeros(world.counts.shape)
        assert "seluruhnya nol" in self.refused(world, counts=nothing, baseline=nothing)

    def test_no_area_one_area_an_area_twice(self) -> None:
        world = World(1)
        assert self.refused(world, codes=[]) == "Tidak ada wilayah untuk dipindai."
        assert "ini hanya satu" in self.refused(world, codes=["35"])
        assert "lebih dari sekali: 35.00." in self.refused(world, codes=["35.00", *world.codes[:-1]])

    def test_days_out_of_order_with_a_gap_or_twice(self) -> None:
        world = World(1)
        for dates in (world.dates[::-1], [world.dates[0] - timedelta(days=1), *world.dates[1:]], [TODAY] * 20):
            assert "Hari harus berurutan tanpa sela" in self.refused(world, dates=dates)
        assert self.refused(world, dates=[]) == "Tidak ada hari untuk dipindai."

    def test_a_clock_in_the_past(self) -> None:
        words = self.refused(World(1), today=TODAY - timedelta(days=1))
        assert words == "Jam menunjuk 2024-11-19, padahal data sampai 2024-11-20: periksa tanggal komputer."

    def test_neighbours_of_other_areas(self) -> None:
        world = World(1)
        assert "di luar 25 wilayah" in self.refused(world, neighbours=World(1, areas=30).neighbours())
        empty = Neighbours(np.zeros(2, dtype=np.int64), np.zeros(0, dtype=np.int32))
        assert self.refused(world, neighbours=empty) == "Daftar tetangga kosong."
        torn = Neighbours(np.array([0, 5]), np.zeros(3, dtype=np.int32))
        assert "rusak" in self.refused(world, neighbours=torn)

    def test_settings_that_cannot_be_meant(self) -> None:
        world = World(1)
        assert "tidak muat dalam 20 hari" in self.refused(world, options=replace(SMALL, max_days=21))
        assert "ulangan" in self.refused(world, options=replace(SMALL, replicates=0)).lower()
        assert "Benih" in self.refused(world, options=replace(SMALL, seed=-1))

    def test_a_history_that_cannot_be_fitted(self) -> None:
        world = World(1)
        past = np.ones(25)
        for totals, exposure, words in (
            (np.ones(24), past, "satu angka untuk tiap wilayah"),
            (-np.ones(25), past, "tidak negatif"),
            (np.full(25, 0.5), past, "bilangan bulat"),
            (np.ones(25), past * 0, "paparannya nol: 35.00, 35.01"),
            (np.zeros(25), past * 0, "tanpa paparan"),
        ):
            assert words in self.refused(world, baseline=History(totals, exposure, world.baseline))


@pytest.mark.parametrize("statistic", STATISTICS)
def test_where_nothing_happened_nothing_is_found(statistic: Statistic) -> None:
    world = World(1)
    world.counts[:] = 0
    found = world.scanned(statistic=statistic)
    assert (found.clusters, found.observed) == ((), 0)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_what_happened_long_ago_warns_of_nothing(statistic: Statistic) -> None:
    world = World(1)
    world.counts[:, -7:] = 0
    assert world.scanned(statistic=statistic).clusters == ()
