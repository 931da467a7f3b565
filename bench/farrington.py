"""Our Farrington beside R's `surveillance`, bounds and time, in one run: python bench/farrington.py [--write].

R writes the weekly counts of Salmonella Newport in 16 states of Germany, 2004 to 2014, that its package ships, into a temporary folder and judges
the 52 weeks of 2011; then both judge one week of 666 series. `--write` puts the tables into docs/bench.md. Without R or the package
nothing is measured, and one line says what is missing. It takes about four minutes, nearly all of it R's.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import sections
import table
from numpy.typing import NDArray

from kondusif.kerawanan.domain.series import warn_series
from kondusif.kerawanan.domain.series_farrington import farrington
from kondusif.kerawanan.domain.series_types import FarringtonOptions, FarringtonResult

HEADING = "## Farrington against R"
SERIES, WATCHED, LATEST = 666, 52, 417  # the 417th week is the last of 2011
TURNS = 5
FLEXIBLE = FarringtonOptions(years=4, errors="surveillance")
# How each form is called here and there; all at alpha = 0.01, one-sided, four years back.
FORMS = {
    "flexible (nbPlugin)": (FLEXIBLE, 'thresholdMethod = "nbPlugin"'),
    "flexible, delta": (replace(FLEXIBLE, bound="delta"), 'thresholdMethod = "delta"'),
    "flexible, muan": (replace(FLEXIBLE, bound="muan"), 'thresholdMethod = "muan"'),
    "original (delta, one season)": (
        replace(FLEXIBLE, bound="delta", seasons=1, weights_threshold=1.0, left_out=3, trend_level=0.05),
        'thresholdMethod = "delta", noPeriods = 1, weightsThreshold = 1, pastWeeksNotIncluded = 3, pThresholdTrend = 0.05',
    ),
}
SCRIPT = """
suppressMessages(library(surveillance)); data(salmNewport); states <- salmNewport; nation <- aggregate(states, by = "unit")
save <- function(x, name) write.table(format(x, digits = 17), name, sep = ",", row.names = FALSE, col.names = FALSE, quote = FALSE)
save(observed(states), "counts.csv"); write.table(as.character(epoch(states)), "dates.csv", row.names = FALSE, col.names = FALSE, quote = FALSE)
base <- list(range = 366:417, b = 4, w = 3, noPeriods = 10, weightsThreshold = 2.58, pastWeeksNotIncluded = 26, pThresholdTrend = 1,
             alpha = 0.01, glmWarnings = FALSE)
judged <- function(series, ...) suppressWarnings(farringtonFlexible(series, modifyList(base, list(...))))
forms <- list(%s)
for (i in seq_along(forms)) for (area in c("states", "nation")) {
  control <- forms[[i]]; name <- function(what) paste0(what, i - 1, area, ".csv")
  save(alarms(do.call(judged, c(list(get(area)), control))) * 1, name("alarm"))
  free <- do.call(judged, c(list(get(area)), control, list(limit54 = c(0, 50))))
  save(upperbound(free), name("upper")); save(free@control$phiVector, name("dispersion"))
}
many <- sts(observed = observed(states)[, (0:%d %%%% 16) + 1], epoch = as.numeric(epoch(states)), epochAsDate = TRUE, frequency = 52)
base$range <- 417; base$thresholdMethod <- "nbPlugin"
seconds <- system.time(found <- judged(many)); save(upperbound(found), "many.csv")
save(c(seconds[["user.self"]] + seconds[["sys.self"]], seconds[["elapsed"]]), "seconds.csv")
cat(as.character(packageVersion("surveillance")), "on R", paste(R.version$major, R.version$minor, sep = "."))
"""


def main() -> int:
    """Measure, print, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    missing = _missing()
    if missing:
        print(f"Nothing is measured: {missing}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        version = _asked_of_r(Path(folder))
        page = _section(Path(folder), version)
    print(page)
    if chosen.write:
        sections.put(page, HEADING)
    return 0


def _missing() -> str | None:
    """What this needs and does not find, with the Debian package that brings it."""
    if not shutil.which("Rscript"):
        return "there is no Rscript (Debian: apt-get install r-base-core r-cran-surveillance)."
    has = subprocess.run(["Rscript", "-e", "library(surveillance)"], capture_output=True, check=False)
    return "R has no package surveillance (Debian: apt-get install r-cran-surveillance)." if has.returncode else None


def _asked_of_r(folder: Path) -> str:
    """Run the script there; returns the versions."""
    forms = ", ".join(f"list({words})" for _, words in FORMS.values())
    (folder / "judge.R").write_text(SCRIPT % (forms, SERIES - 1), encoding="utf-8")
    done = subprocess.run(["Rscript", "judge.R"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"R failed: {done.stderr}")
    return done.stdout


def _section(folder: Path, version: str) -> str:
    counts = _read(folder, "counts").T.astype(np.int64)[:, :LATEST]
    dates = [date.fromisoformat(line) for line in (folder / "dates.csv").read_text().split()][:LATEST]
    agreement = list(_compared(folder, counts, dates))
    speed, ratio = _timed(folder, np.resize(counts, (SERIES, LATEST)), dates)
    head = ("the 52 weeks of 2011, 16 states", "alarms, R", "ours", "series-weeks that differ", "bounds compared",
            "greatest difference", "greatest difference of variance over mean", "alarms of the whole country, R", "ours")  # fmt: skip
    errors = [
        f"{int(farrington(counts, watched=WATCHED, dates=dates, options=replace(options, errors='pearson')).alarm.sum())} ({name})"
        for name, (options, _) in FORMS.items()
    ]
    return f"""{HEADING}

`python bench/farrington.py --write` on {datetime.now(UTC).date()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, NumPy {np.__version__}, load average {os.getloadavg()[0]:.1f}; `surveillance` {version}.
Salmonella Newport in Germany by state and week, 2004 to 2011, as the R package ships it; four years back, half-window 3, alpha 0.01 one-sided. "Flexible" is the second form of the
package's vignette (ten seasons, weights threshold 2.58, 26 weeks left out, a trend always), "original" the first (the same weeks alone, threshold 1, 3 weeks left out, a significant trend).
Bounds are compared in all weeks, also in those with too few incidents for an alarm. Left out: bounds R does not give or gives beyond a billion, and weeks
before which nothing had happened in any fitted week, where R's bound is as good as nought and ours that of half an incident.

{table.markdown(head, agreement)}

Where the bound needs the error of the mean, both used R's figure for it, which weighs the squared relative residuals by the reweighting alone (`errors="surveillance"`). With
Pearson's, our default, alarms at state level are {", ".join(errors)}.

{table.markdown((f"{SERIES} series × 1 week, flexible", "CPU, s", "wall, s", "R takes, CPU"), speed)}

R is {ratio:,.0f} times slower. The series are those of the 16 states by turns; both gave the same {SERIES} bounds. Ours is the median of {TURNS} runs, all checks
included; the first call of a process also loads or compiles the loops, which is left out.
"""


def _compared(folder: Path, counts: NDArray[np.int64], dates: list[date]) -> Iterator[list[str]]:
    """Lines of the table of agreement, a form each."""
    nation = counts.sum(axis=0, keepdims=True)
    for number, (name, (options, _)) in enumerate(FORMS.items()):
        ours = farrington(counts, watched=WATCHED, dates=dates, options=options)
        whole = farrington(nation, watched=WATCHED, dates=dates, options=options)
        alarms, upper, dispersion = (
            _read(folder, f"{what}{number}states").T for what in ("alarm", "upper", "dispersion")
        )
        nothing = _nothing_before(ours, counts, dates, options)
        fair = np.isfinite(upper) & (upper < 1e9) & ours.fitted & ~nothing
        differs = np.abs(np.where(fair, ours.upper - upper, 0.0)).max()
        spread = np.nanmax(np.abs(np.where(fair, ours.dispersion - dispersion, 0.0)))
        yield [
            name, f"{int(alarms.sum())}", f"{int(ours.alarm.sum())}", f"{int((ours.alarm != (alarms > 0)).sum())}",
            f"{int(fair.sum())} of {fair.size}", f"{differs:.0e}" if differs else "0", f"{spread:.0e}",
            f"{int(_read(folder, f'alarm{number}nation').sum())}", f"{int(whole.alarm.sum())}",
        ]  # fmt: skip


def _nothing_before(
    found: FarringtonResult, counts: NDArray[np.int64], dates: list[date], options: FarringtonOptions
) -> NDArray[np.bool_]:
    """Where no fitted week had an incident."""
    from kondusif.kerawanan.domain.series_farrington import seasons_of

    weeks = range(found.first, counts.shape[1])
    fitted = [seasons_of(week, found.years, options, dates)[0] for week in weeks]
    return np.stack([~counts[:, rows].any(axis=1) for rows in fitted], axis=1)


def _timed(folder: Path, counts: NDArray[np.int64], dates: list[date]) -> tuple[list[list[str]], float]:
    """Lines of the table of times, and how many times slower R is by CPU."""
    theirs_cpu, theirs_wall = _read(folder, "seconds").ravel()
    runs = []
    for _ in range(TURNS + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        found = farrington(counts, dates=dates, options=FLEXIBLE)
        runs.append((time.process_time() - cpu, time.perf_counter() - wall))
    theirs = _read(folder, "many").ravel()
    known = np.isfinite(theirs)
    assert known.any()
    assert (found.upper[known, 0] == theirs[known]).all()
    ours_cpu, ours_wall = np.median(np.array(runs[1:]), axis=0)
    everything = []
    for _ in range(TURNS):
        cpu, wall = time.process_time(), time.perf_counter()
        warn_series(counts, step="week", dates=dates)
        everything.append((time.process_time() - cpu, time.perf_counter() - wall))
    whole_cpu, whole_wall = np.median(np.array(everything), axis=0)
    return [
        ["R `farringtonFlexible`", f"{theirs_cpu:.1f}", f"{theirs_wall:.1f}", ""],
        ["`farrington`", f"{ours_cpu:.3f}", f"{ours_wall:.3f}", f"{theirs_cpu / ours_cpu:,.0f} ×"],
        ["`warn_series`: twice fitted, mid-p, Benjamini–Hochberg", f"{whole_cpu:.3f}", f"{whole_wall:.3f}",
         f"{theirs_cpu / whole_cpu:,.0f} ×"],
    ], float(theirs_cpu / ours_cpu)  # fmt: skip


def _read(folder: Path, name: str) -> NDArray[np.float64]:
    """A table that R wrote; NA are NaN."""
    return np.atleast_2d(np.genfromtxt(folder / f"{name}.csv", delimiter=","))


if __name__ == "__main__":
    sys.exit(main())
