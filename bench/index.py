"""How long the index of every desa takes: python bench/index.py [--areas 83762] [--draws 1000] [--threads 2] [--write].

61 indicators in 12 sub-dimensions and 4 dimensions (the shape of the IKP), generated figures, one area in ten with a hole. Compiling is
not timed: it happens once for a machine. `--write` puts the table into docs/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework, build_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table

PAGE = Path(__file__).parents[1] / "docs/bench.md"
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


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=83_762)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    of = framework()
    options = IndexOptions(draws=given.draws, partitions=given.threads)
    score(of, table(of, 50), replace(options, draws=8))
    figures = table(of, given.areas)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = []
    results = []
    for name, chosen in (
        ("scores alone", replace(options, draws=0)),
        (f"{given.draws} draws, quantiles, ranks", options),
    ):
        wall, processor = time.perf_counter(), time.process_time()
        results.append(score(of, figures, chosen).manifest.result)
        rows.append((name, time.perf_counter() - wall, time.process_time() - processor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        HEADING,
        "",
        (
            f"`python bench/index.py --write`, {datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, "
            f"load {os.getloadavg()[0]:.1f}, {given.threads} threads: {given.areas:,} areas × 61 indicators."
        ),
        "",
        "| what | wall s | processor s |",
        "|---|---|---|",
        *(f"| {name} | {wall:.2f} | {processor:.2f} |" for name, wall, processor in rows),
        "",
        f"Peak memory {peak:.0f} MB ({before:.0f} MB before the index). Result {results[-1][:16]}.",
    ]
    print("\n".join(lines))
    if given.write:
        page = PAGE.read_text("utf-8")
        section = "\n".join(lines) + "\n"
        found = re.search(rf"{HEADING}\n.*?(?=\n## |\Z)", page, re.DOTALL)
        page = page.replace(found.group(), section) if found else page.rstrip("\n") + "\n\n" + section
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
