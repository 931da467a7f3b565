"""How long files of 20,000 incidents take, and how much memory: python bench/exports.py [--write].

Each file is written by a process of its own, whose highest memory is that of the file. With `--rows` several sizes are compared:
memory that grows with the rows would show. The database is kept for the next run (`--folder`).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import crowd
import search

HEADING = "## Files"
FORMS = ("csv", "xlsx", "geojson", "json")
PINNED = "2024-11-20T08:00:00+07:00"
_MEASURE = """
import resource, sys, time
from kondusif.config.django import setup
setup()
from kondusif.config.clock import now
from kondusif.incidents.queries import Filters
from kondusif.publishing import exports
form, names, rows = sys.argv[1], sys.argv[2] == "full", int(sys.argv[3])
every = exports.every_incident
exports.every_incident = lambda filters: (each for at, each in zip(range(rows), every(filters)))
begun, busy, size, first = time.perf_counter(), time.process_time(), 0, 0.0
for part in exports.export_incidents(form, exports.Scope(Filters()), names=names, now=now()):
    first = first or time.perf_counter() - begun
    size += len(part)
took = time.perf_counter() - begun
print(first, took, time.process_time() - busy, size / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Fill the database where it is empty, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=20_000)
    options.add_argument("--incidents", type=int, default=20_000)
    options.add_argument("--rows", type=int, nargs="+", default=[2_000, 20_000])
    options.add_argument("--folder", default=str(Path(tempfile.gettempdir()) / "kondusif-bench-exports"))
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    os.environ.update(KONDUSIF_DATA=chosen.folder, KONDUSIF_NOW=PINNED)
    from kondusif.config.django import migrate, setup

    setup()
    migrate()
    search.fill(chosen.texts)
    crowd.fill_incidents(chosen.incidents)
    page = _section(chosen.rows)
    print(page)
    if chosen.write:
        search.write(page, HEADING)


def _section(sizes: list[int]) -> str:
    lines = [
        HEADING,
        "",
        f"`python bench/exports.py`, {platform.machine()}, {os.cpu_count()} processors, SQLite. Memory is the highest of the whole process, `processor` the time that it was at work: the machine may be busy otherwise.",
        "",
        "| file | rows | names | first bytes | whole file | processor | size | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for form in FORMS:
        for names in ("full", "covered"):
            for rows in sizes:
                first, took, busy, size, memory = _measured(form, names, rows)
                lines.append(
                    f"| {form} | {rows:,} | {names} | {first:.1f} s | {took:.1f} s | {busy:.1f} s | {size:.1f} MB | {memory:.0f} MB |"
                )
    return "\n".join(lines) + "\n"


def _measured(form: str, names: str, rows: int) -> tuple[float, float, float, float, float]:
    command = [sys.executable, "-c", _MEASURE, form, names, str(rows)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    first, took, busy, size, memory = map(float, done.stdout.split())
    return first, took, busy, size, memory


if __name__ == "__main__":
    main()
