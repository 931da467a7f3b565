"""How long the space-time scan takes, fast and in plain NumPy, in one run: python bench/scan.py [--write] [--small].

`--quiet N` adds how often it warns in N worlds in which nothing but chance happens.

Worlds are drawn at random over East Java's and Indonesia's numbers of kecamatan, with one outbreak in them. NumPy computes every
window of fewer replicates (`--plain`), which is said and scaled up. `--write` puts the table into docs/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import sections
import table

from kondusif.kerawanan.domain.scan import scan
from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.scan_types import ScanOptions, ScanResult
from kondusif.kerawanan.domain.scan_windows import Neighbours, neighbours_from_centroids
from kondusif.kerawanan.validation import scan_worlds

HEADING = "## Scanning space and time"
TODAY = date(2024, 11, 20)
DAYS, PAST_DAYS, LONGEST = 60, 180, 30
SCREENING = ScanOptions(max_days=LONGEST, published_replicates=0, stop_after=0, max_clusters=1)


class World:
    """Areas strewn over a rectangle, incidents by chance, a few more in five neighbours over the latest week."""

    def __init__(
        self, areas: int, incidents: int, box: tuple[float, float, float, float], fraction: float, most: int
    ) -> None:
        choice = np.random.default_rng(areas)
        west, east, south, north = box
        longitude, latitude = choice.uniform(west, east, areas), choice.uniform(south, north, areas)
        voters = choice.lognormal(10.7, 0.5, areas)
        self.codes = [f"{number:05d}" for number in range(areas)]
        self.neighbours: Neighbours = neighbours_from_centroids(
            longitude, latitude, voters, self.codes, fraction=fraction, max_members=most
        )
        risk = choice.gamma(4, 0.25, areas)
        rate = incidents / DAYS / voters.sum()
        self.counts = choice.poisson(np.repeat((voters * rate * risk)[:, None], DAYS, axis=1))
        self.counts[self.neighbours.of(7)[:5], -7:] += choice.poisson(0.3, (len(self.neighbours.of(7)[:5]), 7))
        past = voters * PAST_DAYS
        self.history = History(choice.poisson(past * rate * risk), past, np.repeat(voters[:, None], DAYS, axis=1))

    def scanned(self, options: ScanOptions) -> ScanResult:
        dates = [TODAY - timedelta(days=DAYS - 1 - each) for each in range(DAYS)]
        return scan(
            self.counts, self.history, self.neighbours, codes=self.codes, dates=dates, today=TODAY, options=options
        )


def main() -> None:
    """Measure, print, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--plain", type=int, default=20, help="replicates that NumPy computes")
    options.add_argument("--small", action="store_true", help="a tenth of everything: whether it runs at all")
    options.add_argument("--quiet", type=int, default=0, help="worlds in which nothing but chance happens")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    page = _section(list(measured(chosen.plain, 10 if chosen.small else 1)))
    if chosen.quiet:
        page += "\n" + _quiet(chosen.quiet)
    print(page)
    if chosen.write:
        sections.put(page, HEADING)


def measured(plain: int, part: int) -> Iterator[list[str]]:
    """Lines of the table: what was done, windows, wall and CPU seconds, how many times NumPy's."""
    java, archipelago = (110.9, 114.6, -8.8, -6.7), (95.0, 141.0, -11.0, 6.0)
    World(60, 100, java, 0.2, 60).scanned(replace(SCREENING, replicates=9, published_replicates=9, publish_below=1.0))
    for fraction in (0.10, 0.50):
        world = World(666 // part, 1000, java, fraction, 666)
        asked = replace(SCREENING, replicates=999 // part)
        words = f"{666 // part} areas × {DAYS} days, ≤ {fraction:.0%} of voters"
        yield from _against_plain(world, asked, words, plain)
        if fraction == 0.10:
            yield _published(world, asked, words)
    nation = World(7285 // part, 8000, archipelago, 0.10, 200)
    asked = replace(SCREENING, replicates=999 // part, threads=2)
    words = f"{7285 // part:,} areas × {DAYS} days, ≤ 200 neighbours"
    done = _timed(lambda: nation.scanned(asked))
    yield _line(f"{words}: {asked.replicates} replicates, fast, two threads", done, None)
    yield _published(nation, asked, words)


def _against_plain(world: World, asked: ScanOptions, words: str, plain: int) -> Iterator[list[str]]:
    """NumPy and the fast engine by turns over the same replicates, so that what slows one slows the other."""
    few = replace(asked, replicates=min(plain, asked.replicates), engine="reference")
    none = replace(few, replicates=1)
    slow, base = _timed(lambda: world.scanned(few)), _timed(lambda: world.scanned(none))
    each = (slow[1] - base[1]) / max(few.replicates - 1, 1)
    plain_seconds = base[1] + each * (asked.replicates - 1)
    yield [f"{words}: plain NumPy, {few.replicates} replicates × {asked.replicates / few.replicates:.0f}",
           f"{slow[2].manifest.windows:,}", "", f"{plain_seconds:,.0f}", ""]  # fmt: skip
    results = []
    for threads in (1, 2):
        runs = [_timed(lambda: world.scanned(replace(asked, threads=threads))) for _ in range(3)]  # noqa: B023
        best = min(runs, key=lambda run: run[1])
        results += [run[2] for run in runs]
        yield _line(f"{words}: {asked.replicates} replicates, fast, threads: {threads}", best, plain_seconds)
    assert all(result == results[0] for result in results)
    same = world.scanned(replace(few, engine="fast"))
    assert same.clusters == slow[2].clusters


def _published(world: World, asked: ScanOptions, words: str) -> list[str]:
    """What redrawing the baseline adds to the screening of the same world."""
    both = replace(asked, threads=2, published_replicates=199, publish_below=1.0)
    with_it, without = _timed(lambda: world.scanned(both)), _timed(lambda: world.scanned(replace(asked, threads=2)))
    added = (with_it[0] - without[0], with_it[1] - without[1], with_it[2])
    return _line(f"{words}: published p besides, 199 baselines redrawn, two threads", added, None)


def _timed(work: Callable[[], ScanResult]) -> tuple[float, float, ScanResult]:
    """Wall seconds, CPU seconds of all threads, and what came out."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def _line(words: str, done: tuple[float, float, ScanResult], plain: float | None) -> list[str]:
    wall, cpu, result = done
    times = f"{plain / cpu:,.0f} ×" if plain else ""
    return [words, f"{result.manifest.windows:,}", f"{wall:.2f}", f"{cpu:.2f}", times]


def _section(rows: list[list[str]]) -> str:
    head = ("one scan, warm", "windows", "wall, s", "CPU, s", "plain NumPy takes, CPU-s")
    return f"""{HEADING}

`python bench/scan.py --write` on {datetime.now(UTC).date()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, NumPy {np.__version__}, load average {os.getloadavg()[0]:.1f}.
Durations of 1 to {LONGEST} days, expectation-based, no early stop. The whole of `scan()` is timed: checks, the observed world, thresholds,
replicates and their comparison; the first call of a process also loads or compiles the loops, which is left out. NumPy computes every window
in full, on few replicates, scaled up. Both engines gave equal clusters and p-values, and one or two threads equal results.

{table.markdown(head, rows)}
"""


def _quiet(worlds: int) -> str:
    """How often p falls to a nominal size or below where towns report more than villages, and nothing happens.

    The simulator is that of `make validate`, which asks more of the published p; here the screening p stands beside it.
    """
    where, nominal = scan_worlds.country(200, seed=5), (0.01, 0.05, 0.10, 0.20)
    asked = ScanOptions(max_days=14, replicates=199, stop_after=0, publish_below=1.0, max_clusters=1)
    found = np.ones((worlds, 2))
    for number in range(worlds):
        drawn = scan_worlds.world(where, "urban", seed=9, number=number)
        result = scan(
            drawn.until(0), drawn.history, where.neighbours, codes=where.codes, dates=scan_worlds.dates(),
            today=scan_worlds.TODAY, options=replace(asked, seed=number),
        )  # fmt: skip
        for cluster in result.clusters:
            assert cluster.published
            found[number] = cluster.screening.value, cluster.published.value
    rows = [
        [words, *(f"{(found[:, at] <= size).mean():.1%}" for size in nominal)]
        for at, words in enumerate(("fixed baseline (screening)", "baseline redrawn (published)"))
    ]
    return f"""`--quiet {worlds}`: {len(where.codes)} areas of the simulator of `make validate` in which two towns report more, {scan_worlds.usual(where, "urban").sum() * scan_worlds.DAYS:.0f} incidents in
{scan_worlds.DAYS} days, {scan_worlds.PAST_DAYS} days of history, 14 days, 199 replicates; the share of quiet worlds with p at or below the nominal size (standard error at 5 %: {(0.05 * 0.95 / worlds) ** 0.5:.1%}).

{table.markdown(["quiet worlds", *(f"{size:.0%}" for size in nominal)], rows)}
"""


if __name__ == "__main__":
    main()
