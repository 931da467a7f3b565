"""How often single series warn where nothing but chance happens, and how often of what happens: python bench/series.py [--write].

Worlds of 666 areas whose true means differ by a gamma distribution of shape 4, constant in time, counts Poisson or negative binomial.
`--write` puts the tables into docs/bench.md. About five minutes of one core.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import sections
import table
from numpy.typing import NDArray

from kondusif.kerawanan.domain.series import warn_series
from kondusif.kerawanan.domain.series_cusum import cusum

HEADING = "## Quiet series"
AREAS, SHAPE = 666, 4.0
DAYS, WATCHED_DAYS, OUTBREAK = 56, 35, 14
WEEKS, WATCHED_WEEKS = 300, 20
Counts = NDArray[np.int64]


def main() -> None:
    """Measure, print, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--worlds", type=int, default=4, help="worlds for each line")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    page = _section(chosen.worlds)
    print(page)
    if chosen.write:
        sections.put(page, HEADING)


def world(seed: int, steps: int, mean: float, ratio: float) -> tuple[Counts, NDArray[np.float64]]:
    """Counts of a quiet world and the true means: (int[666, steps], float[666])."""
    choice = np.random.default_rng([7, seed])
    true = mean * choice.gamma(SHAPE, 1 / SHAPE, AREAS)
    spread = np.repeat(true[:, None], steps, axis=1)
    return (choice.poisson(spread) if ratio == 1 else choice.negative_binomial(spread / (ratio - 1), 1 / ratio)), true


def by_day(worlds: int) -> Iterator[list[str]]:
    """Lines for the sum: alarms times run length, by thirds of the true mean, quiet days with a discovery, outbreaks found."""
    for mean in (0.02, 0.1, 0.5, 3.0):
        for ratio in (1.0, 1.5):
            rates, thirds, standing = [], [], []
            found: dict[int, list[float]] = {2: [], 3: [], 5: []}
            for seed in range(worlds):
                counts, true = world(seed, DAYS, mean, ratio)
                seen = warn_series(counts, watched=WATCHED_DAYS)
                rates.append(seen.alarm.mean())
                third = np.argsort(np.argsort(true)) * 3 // AREAS
                thirds.append([seen.alarm[third == each].mean() for each in range(3)])
                standing.append(seen.discovery.any(axis=0).mean())
                choice = np.random.default_rng([8, seed])
                for times, share in found.items():
                    more = counts.copy()
                    more[:, -OUTBREAK:] += choice.poisson((times - 1) * np.repeat(true[:, None], OUTBREAK, axis=1))
                    share.append(cusum(more).alarm[:, -OUTBREAK:].any(axis=1).mean())
            yield [
                f"{mean} a day, variance/mean {ratio}", f"{365 * np.mean(rates):.2f}",
                " / ".join(f"{365 * each:.2f}" for each in np.mean(thirds, axis=0)), f"{np.mean(standing):.1%}",
                *(f"{np.mean(share):.0%}" for share in found.values()),
            ]  # fmt: skip


def by_week(worlds: int) -> Iterator[list[str]]:
    """Lines for the regression: series above their bound, quiet weeks with a discovery, p-values at or below 1 %."""
    for mean in (0.05, 0.5, 5.0):
        for ratio in (1.0, 2.0, 4.0):
            above, standing, small = [], [], []
            for seed in range(worlds):
                seen = warn_series(world(seed, WEEKS, mean, ratio)[0], step="week", watched=WATCHED_WEEKS)
                above.append(seen.alarm.mean())
                standing.append(seen.discovery.any(axis=0).mean())
                small.append((seen.mid_p <= 0.01).mean())
            yield [
                f"{mean} a week, variance/mean {ratio}", f"{np.mean(above):.2%}", f"{np.mean(standing):.1%}", f"{np.mean(small):.2%}"
            ]  # fmt: skip


def _section(worlds: int) -> str:
    days = table.markdown(
        ("by a sum (CUSUM), run length 365 days", "alarms in 365 area-days", "by thirds of the true mean",
         "days with a discovery, q = 10 %", "found in 14 days: doubled", "tripled", "five times"),
        by_day(worlds),
    )  # fmt: skip
    weeks = table.markdown(
        ("by earlier years (Farrington), alpha 1 %", "series above their bound", "weeks with a discovery, q = 10 %", "mid-p ≤ 1 %"),
        by_week(worlds),
    )  # fmt: skip
    return f"""{HEADING}

`python bench/series.py --worlds {worlds} --write` on {datetime.now(UTC).date()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, NumPy {np.__version__}. {AREAS} areas whose true means differ by a gamma
distribution of shape {SHAPE:g}, nothing happening but chance; {worlds} worlds of {DAYS} days with the latest {WATCHED_DAYS} watched, as many of {WEEKS} weeks with the latest {WATCHED_WEEKS}. In the
last columns of the first table every area has so many times its incidents on the latest {OUTBREAK} days.

{days}

{weeks}
"""


if __name__ == "__main__":
    main()
