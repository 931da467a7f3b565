"""How far lazy greedy is from the best allocation: python bench/allocation.py [--areas 666] [--worlds 5] [--seconds 60] [--write].

The best is that of OR-Tools CP-SAT (extra `bench`) under the same rules: three units at most in an area, minimum presence and equity
floor in 38 groups. Figures are drawn at random. `--write` puts the table into docs/bench.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
import sections
import table
from ortools.sat.python import cp_model

from kondusif.kerawanan.domain.allocation import Allocation, Demand, allocate
from kondusif.kerawanan.domain.allocation_rules import Rules, load_rules

HEADING = "## Spreading patrols"
GROUPS, LEVELS, PARTS = (
    38,
    3,
    1_000_000,
)  # CP-SAT reckons in whole numbers: what is prevented in millionths of the total


def demand(areas: int, world: int, costs: tuple[float, ...]) -> Demand:
    """Areas in 38 kabupaten, a few far riskier than most, units that cost what `costs` says at random."""
    choice = np.random.default_rng([areas, world])
    codes = tuple(f"35.{row % GROUPS + 1:02d}.{row // GROUPS + 1:04d}" for row in range(areas))
    voters = choice.lognormal(10.7, 0.5, areas)
    return Demand(
        codes,
        choice.gamma(2, 0.5, areas),
        voters,
        choice.choice(costs, areas),
        tuple(code[:5] for code in codes),
        voters,
    )


def optimum(of: Demand, rules: Rules, budget: float, greedy: Allocation, seconds: float) -> tuple[float, float, float]:
    """What CP-SAT prevents, the most it could not exclude, and its seconds; it may use two threads and begins with nothing."""
    model = cp_model.CpModel()
    assert rules.cap == LEVELS
    scale = float((of.risk * of.harm).sum()) / PARTS
    bought = [[model.new_bool_var("") for _ in range(LEVELS)] for _ in of.codes]
    gains, costs = [], np.round(of.cost * 100).astype(int).tolist()
    for row, units in enumerate(bought):
        model.add_implication(units[2], units[1])
        model.add_implication(units[1], units[0])
        worth = of.risk[row] * of.harm[row] / scale * -np.expm1(-rules.effect)
        gains += [round(float(worth * np.exp(-rules.effect * level) * 1000)) for level in range(LEVELS)]
    flat = [unit for units in bought for unit in units]
    prices = [costs[row] for row, units in enumerate(bought) for _ in units]
    model.add(cp_model.LinearExpr.weighted_sum(flat, prices) <= round(budget * 100))
    for share in greedy.groups:
        rows = [row for row, group in enumerate(of.groups) if group == share.group]
        inside = [unit for row in rows for unit in bought[row]]
        model.add(cp_model.LinearExpr.sum(inside) >= share.minimum)
        spent = cp_model.LinearExpr.weighted_sum(inside, [costs[row] for row in rows for _ in range(LEVELS)])
        model.add(spent >= round(share.floor * 100))
    model.maximize(cp_model.LinearExpr.weighted_sum(flat, gains))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    began = time.perf_counter()
    solver.solve(model)
    took = time.perf_counter() - began
    return solver.objective_value * scale / 1000, solver.best_objective_bound * scale / 1000, took


def measured(areas: int, worlds: int, seconds: float) -> Iterator[list[str]]:
    """Lines of the table, the worst of all worlds in each."""
    rules = load_rules("patroli").model_copy(update={"cap": LEVELS})
    for words, costs in (("all units cost 1", (1.0,)), ("units cost 1, 1.5, 2 or 4", (1.0, 1.5, 2.0, 4.0))):
        for equity in (0.0, 0.5, 0.9):
            chosen = rules.model_copy(update={"equity": equity, "minimum": int(equity > 0)})
            missed, told, greedy_took, solver_took, proven = [], [], [], [], True
            for world in range(worlds):
                of, budget = demand(areas, world, costs), 0.6 * areas
                began = time.perf_counter()
                found = allocate(of, chosen, budget=budget)
                greedy_took.append(time.perf_counter() - began)
                best, most, took = optimum(of, chosen, budget, found, seconds)
                solver_took.append(took)
                missed.append(1 - found.prevented / best)
                told.append(found.gap)
                proven &= most <= best * (1 + 1e-6)
                assert found.bound >= best * (1 - 1e-6), "the bound was no bound"
            owed = f"minimum 1, equity {equity}" if equity else "nothing owed"
            yield [
                f"{words}; {owed}",
                f"{max(*missed, 0.0):.4%}",
                f"{max(told):.4%}",
                f"{1000 * float(np.median(greedy_took)):.0f}",
                f"{1000 * float(np.median(solver_took)):.0f}",
                "yes" if proven else f"no, in {seconds:.0f} s",
            ]


def national(areas: int) -> tuple[float, float]:
    """Seconds and told gap for every desa of a province."""
    of = demand(areas, 0, (1.0, 1.5, 2.0, 4.0))
    began = time.perf_counter()
    found = allocate(of, load_rules("patroli"), budget=0.6 * areas)
    return time.perf_counter() - began, found.gap


def main() -> None:
    """Measure, print, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--areas", type=int, default=666)
    options.add_argument("--worlds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    rows = list(measured(chosen.areas, chosen.worlds, chosen.seconds))
    took, gap = national(8494)
    head = (
        f"{chosen.areas} areas, up to {LEVELS} units each",
        "below the optimum",
        "below our own bound",
        "greedy, ms",
        "CP-SAT, ms",
        "optimum proven",
    )
    page = f"""{HEADING}

`python bench/allocation.py --write` on {datetime.now(UTC).date()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, OR-Tools {version("ortools")}, load average {os.getloadavg()[0]:.1f}.
Budget 0.6 an area, {GROUPS} groups, {chosen.worlds} random worlds: the worst of them, times the median. "Below our own bound" is `Allocation.gap`, which every run tells
without any solver. All 8,494 areas of East Java's size, mixed costs, minimum and equity: {took:.2f} s, at most {gap:.4%} below the best.

{table.markdown(head, rows)}
"""
    print(page)
    if chosen.write:
        sections.put(page, HEADING)


if __name__ == "__main__":
    main()
