"""How long the index of every desa takes: python bench/index.py [--areas 83762] [--draws 1000] [--plain 200] [--write].

61 indicators in 12 sub-dimensions and 4 dimensions (the shape of the IKP), generated figures, one area in ten with a hole. The same draws
are made in plain NumPy (`--plain` of them, scaled up), and their intervals compared. Compiling is not timed: it happens once for a
machine. `--write` puts the table into docs/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import sections
from table import markdown

from kondusif.kerawanan.domain.frameworks import Framework, build_framework
from kondusif.kerawanan.domain.index import IndexOptions, IndexResult, score
from kondusif.kerawanan.domain.index_plan import plan_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table
from kondusif.kerawanan.domain.uncertainty_choices import Drawing, choose

HEADING = "## The index of every desa"
SHAPE = ((5, 5, 5), (5, 5, 5, 5, 5), (5, 5), (5, 6))


def framework() -> Framework:
    """61 percentages of equal weight."""
    names = iter(range(61))
    dimensions: list[dict[str, Any]] = []
    for place, parts in enumerate(SHAPE):
        inside = []
        for number, size in enumerate(parts):
            items = [
                {"id": f"i{name}", "title": f"Ukuran {name}", "matter": "layanan", "measure": "persen"}
                | {"weight": 1 / size, "goalposts": [0, 100]}
                for _, name in zip(range(size), names, strict=False)
            ]
            inside.append({"id": f"s{place}{number}", "title": "S", "weight": 1 / len(parts), "indicators": items})
        dimensions.append({"id": f"d{place}", "title": "D", "weight": 0.25, "subdimensions": inside})
    content = {
        "id": "bench",
        "title": "Bench",
        "issuer": "Bench",
        "edition": "1",
        "official": False,
        "levels": ["desa"],
    }
    content |= {"description": "", "method": "", "source": "", "confidence": "U", "dimensions": dimensions}
    return build_framework(content)


def table(of: Framework, areas: int) -> IndicatorTable:
    """Figures of areas, one in ten with one hole."""
    generator = np.random.default_rng(1)
    values = generator.uniform(0, 100, (areas, 61))
    holed = generator.choice(areas, areas // 10, replace=False)
    values[holed, generator.integers(0, 61, len(holed))] = np.nan
    codes = tuple(
        f"{11 + n // 2500}.{n // 250 % 10 + 1:02d}.{n // 25 % 10 + 1:02d}.{2001 + n % 25}" for n in range(areas)
    )
    return indicator_table(of, codes, values, voters=np.full(areas, 2500.0))


def plainly(
    of: Framework, given: IndexResult, draws: int, options: IndexOptions
) -> tuple[float, float, Floats, Floats]:
    """Wall and CPU seconds, score and rank intervals of so many draws as anybody would write them in NumPy."""
    plan, values, used = plan_of(of), np.where(given.used, given.normalised, 0.0), given.used
    how = Drawing(draws, options.concentration, (1.0,), (0.0, 0.0), options.level, options.seed, 1)
    weights = choose(plan, how, worlds=1, recounts=1).weights
    tails = [int(0.05 * (draws - 1) + 1e-9), int(np.ceil(0.95 * (draws - 1) - 1e-9))]
    wall, processor = time.perf_counter(), time.process_time()
    scores = values @ weights.flat
    for part in range(len(plan.parts)):
        inside = plan.part_of == part
        rows = np.flatnonzero(~used[:, inside].all(axis=1))
        share = weights.items[inside]
        mean = (values[np.ix_(rows, inside)] @ share) / (used[np.ix_(rows, inside)] @ share)
        scores[rows] += weights.above[part] * mean - values[np.ix_(rows, inside)] @ weights.flat[inside]
    intervals = np.partition(scores, tails, axis=1)[:, tails]
    ranks = np.empty((draws, len(values)), dtype=np.int32)
    for draw in range(draws):
        ranks[draw, np.argsort(-scores[:, draw], kind="stable")] = np.arange(1, len(values) + 1)
    places = np.partition(ranks, tails, axis=0)[tails].T
    return time.perf_counter() - wall, time.process_time() - processor, intervals, places.astype(np.float64)


def timed(work: Callable[[], IndexResult]) -> tuple[float, float, IndexResult]:
    """Wall and CPU seconds, and what came out."""
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - processor, result


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=int, default=83_762)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--plain", type=int, default=200, help="draws that NumPy makes")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    of = framework()
    options = IndexOptions(draws=given.draws)
    score(of, table(of, 50), replace(options, draws=8))
    figures = table(of, given.areas)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows, results, alone = [], [], timed(lambda: score(of, figures, replace(options, draws=0)))[:2]
    for threads in (1, 2, 4):
        # Of each result the hash alone is kept, so that the peak is that of one index.
        runs = []
        for _ in range(given.turns):
            took = timed(lambda: score(of, figures, replace(options, partitions=threads)))  # noqa: B023
            runs.append(took[:2])
            results.append(took[2].manifest.result)
            del took
        rows.append((f"{given.draws} draws, quantiles, ranks; {threads} partitions", min(run[0] for run in runs), runs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert len(set(results)) == 1, "another number of partitions gave another result"
    few = score(of, figures, replace(options, draws=given.plain))
    wall, processor, scores, places = plainly(of, few, given.plain, options)
    assert np.abs(few.score_interval - scores).max() < 100 / 65_535
    # Scores of one step of the grid share a rank; NumPy breaks such ties by the order of the rows.
    assert np.abs(few.rank_interval - places).max() < 0.001 * given.areas
    times = given.draws / given.plain
    ours = min(run[1] for *_, runs in rows for run in runs) - alone[1]
    head = ("what", "wall s, best", f"processor s, {given.turns} turns")
    lines = [
        ["scores alone, no draws", f"{alone[0]:.2f}", f"{alone[1]:.2f}"],
        *([name, f"{best:.2f}", ", ".join(f"{run[1]:.2f}" for run in runs)] for name, best, runs in rows),
        [f"plain NumPy, the draws alone: {given.plain} × {times:g}", f"{wall * times:.1f}", f"{processor * times:.1f}"],
    ]
    page = f"""{HEADING}

`python bench/index.py --write` on {datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, NumPy {np.__version__}, load average {os.getloadavg()[0]:.1f}: {given.areas:,} areas × 61 indicators, weights
drawn anew in every draw, 90 % intervals of score and rank. Everything that `score()` does is timed, with reading figures left out.

{markdown(head, lines)}

The draws alone take plain NumPy {processor * times / ours:.1f} times the processor seconds. Intervals agree with NumPy's within a step of the grid. Every run, with 1, 2
and 4 partitions, gave the same bits: result `{results[-1][:16]}`. Peak memory {peak:,.0f} MB, of which {before:,.0f} MB were there before the index.
"""
    print(page)
    if given.write:
        sections.put(page, HEADING)


if __name__ == "__main__":
    main()
