"""Our endemic-epidemic model beside R `surveillance` (hhh4), on its measles data: python bench/measles.py [--write].

Needs Rscript with `surveillance` (Debian: r-cran-surveillance). R writes counts, population and neighbourhood of 17 districts of
Weser-Ems, 2001 and 2002, into a temporary folder, fits the basic model of its vignette, and forecasts weeks 66 to 78 one by one. `--write` puts
the table into docs/bench.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import sections
import table
from numpy.typing import NDArray

from kondusif.kerawanan.domain.forecast_model import Design, Fitted, fit, mean_parts, over_areas, season
from kondusif.kerawanan.domain.forecast_origin import negative_binomial_cdf
from kondusif.kerawanan.domain.scores import crps, crps_nb, dawid_sebastiani, log_score

HEADING = "## Measles in Weser-Ems, beside R"
KNOWN = range(65, 78)  # weeks known before each forecast of the week after
REPEATS = 20  # of the timed fit, as in the script for R
SCRIPT = """
suppressMessages(library(surveillance)); data(measlesWeserEms); S <- measlesWeserEms
save <- function(x, name) write.table(x, name, sep = ",", row.names = FALSE, col.names = FALSE)
save(observed(S), "counts.csv"); save(population(S)[1, ], "population.csv"); save(1 * (neighbourhood(S) == 1), "adjacent.csv")
basic <- list(end = list(f = addSeason2formula(~1 + t, period = 52), offset = population(S)), ar = list(f = ~1),
              ne = list(f = ~1, weights = neighbourhood(S) == 1), family = "NegBin1")
R <- hhh4(S, basic); P <- update(R, family = "Poisson"); N <- update(R, ne = list(f = ~1, weights = neighbourhood(S) == 1, normalize = TRUE))
seconds <- system.time(for (i in 1:20) hhh4(S, basic))[["elapsed"]] / 20
ahead <- colMeans(scores(oneStepAhead(R, tp = c(65, 77), type = "rolling", verbose = FALSE), which = c("logs", "rps", "dss", "ses")))
s <- summary(R, maxEV = TRUE); k <- coef(R, se = TRUE)
save(c(AIC(R), logLik(R), exp(k[1:3, 1]), k[4:6, 1], k[7, 1], k[, 2], max(s$maxEV_range), AIC(P), AIC(N), ahead, seconds), "answers.csv")
cat(as.character(packageVersion("surveillance")), "on R", paste(R.version$major, R.version$minor, sep = "."))
"""
NAMES = (
    "AIC", "log-likelihood", "exp(ar.1)", "exp(ne.1)", "exp(end.1)", "end.t", "end.sin", "end.cos", "overdisp",
    "SE ar.1", "SE ne.1", "SE end.1", "SE end.t", "SE end.sin", "SE end.cos", "SE overdisp", "dominant eigenvalue",
    "AIC, Poisson", "AIC, normalised weights", "one week ahead: log score", "one week ahead: RPS", "one week ahead: DSS",
    "one week ahead: squared error", "seconds for one fit",
)  # fmt: skip


def main() -> None:
    """Measure, print, and write where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    if shutil.which("Rscript") is None:
        sys.exit("Rscript is not there; on Debian: apt-get install r-cran-surveillance")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["Rscript", "-e", SCRIPT], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"R could not do it; on Debian: apt-get install r-cran-surveillance\n{done.stderr}")
        counts, population, adjacent, theirs = (
            _read(Path(folder) / f"{name}.csv") for name in ("counts", "population", "adjacent", "answers")
        )
    ours = _ours(counts, population.ravel(), adjacent)
    page = _section(ours, theirs.ravel().tolist(), done.stdout)
    print(page)
    if chosen.write:
        sections.put(page, HEADING)


def design(counts: NDArray[np.float64], population: NDArray[np.float64], **more: object) -> Design:
    """The basic model: intercept, trend and one yearly wave; weeks are numbered from 0 as R does."""
    weeks, areas = counts.shape
    waves, names = season(np.arange(weeks))
    terms = over_areas(np.column_stack([np.ones(weeks), np.arange(weeks), waves]), areas)
    return Design(terms, np.tile(population, (weeks, 1)), ("intercept", "trend", *names), **more)  # type: ignore[arg-type]


def _ours(counts: NDArray[np.float64], population: NDArray[np.float64], adjacent: NDArray[np.float64]) -> list[float]:
    basic = design(counts, population, weights=adjacent)
    fitted = fit(counts, basic)
    began = time.perf_counter()
    for _ in range(REPEATS):
        fit(counts, basic)
    seconds = (time.perf_counter() - began) / REPEATS
    errors = [fitted.error(name) or float("nan") for name in basic.parameters]
    # R's ψ is on its own scale, ours on the log scale: the error by the delta method.
    errors[-1] *= fitted.psi
    # R normalises so that each area's incidents are shared out among its neighbours.
    poisson = fit(counts, design(counts, population, weights=adjacent, overdispersed=False))
    shared = fit(counts, design(counts, population, weights=adjacent / adjacent.sum(axis=0)))
    return [
        fitted.aic, fitted.log_likelihood, fitted.own, fitted.near, float(np.exp(fitted.beta[0])), *fitted.beta[1:],
        fitted.psi, *errors, fitted.dominant_eigenvalue(), poisson.aic, shared.aic,
        *_ahead(counts, population, adjacent), seconds,
    ]  # fmt: skip


def _ahead(counts: NDArray[np.float64], population: NDArray[np.float64], adjacent: NDArray[np.float64]) -> list[float]:
    """Mean scores of one-week-ahead forecasts, each refitted to the weeks before."""
    rows = []
    for known in KNOWN:
        past = counts[:known]
        fitted = fit(past, design(past, population, weights=adjacent))
        rows.append(_scores(fitted, design(counts[: known + 1], population), counts[known - 1], counts[known]))
    return [float(each) for each in np.mean(rows, axis=(0, 2))]


def _scores(
    fitted: Fitted, coming: Design, before: NDArray[np.float64], observed: NDArray[np.float64]
) -> NDArray[np.float64]:
    usual, own, near = mean_parts(
        fitted.values[None], fitted.design, coming.terms[-1], coming.exposure[-1], before[None]
    )
    mean = (usual + own + near)[0]
    cdf = negative_binomial_cdf(mean[None], np.full((1, len(mean)), 1 / fitted.psi), 2000)
    seen = observed.astype(np.int64)
    chance = np.diff(np.hstack([np.zeros((len(cdf), 1)), cdf]))[np.arange(len(seen)), seen]
    ranked = crps(cdf, seen)
    np.testing.assert_allclose(crps_nb(mean, fitted.psi, seen), ranked, rtol=1e-6, atol=1e-9)
    judged = dawid_sebastiani(mean, mean + fitted.psi * mean**2, seen)
    return np.array([log_score(chance), ranked, judged, (seen - mean) ** 2])


def _read(path: Path) -> NDArray[np.float64]:
    with path.open(encoding="utf-8") as file:
        return np.array([[float(cell) for cell in row] for row in csv.reader(file)])


def _section(ours: list[float], theirs: list[float], version: str) -> str:
    rows = [[name, f"{own:.5g}" if abs(own) < 100 else f"{own:.2f}",
             f"{other:.5g}" if abs(other) < 100 else f"{other:.2f}"]
            for name, own, other in zip(NAMES, ours, theirs, strict=True)]  # fmt: skip
    return f"""{HEADING}

`python bench/measles.py --write` on {datetime.now(UTC).date()}, {os.cpu_count()} shared cores, Python {platform.python_version()}, NumPy {np.__version__}; `surveillance` {version}.
The basic model of its vignette: endemic mean with intercept, trend and a yearly wave and population as offset, last week's cases in the district and in
adjacent ones, negative binomial; 17 districts × 103 weeks. One week ahead: weeks 66 to 78, the model refitted before each.

{table.markdown(["figure", "Kondusif", "R"], rows)}
"""


if __name__ == "__main__":
    main()
