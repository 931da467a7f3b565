"""Which uncertain choice moves the result: Sobol' indices (Saltelli 2010) with the extra `analysis` (SALib), alone or in groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kondusif.kerawanan.domain.scan_types import Floats

STABLE, RESAMPLES = 0.05, 200
_ADVICE = "analisis kepekaan memerlukan SALib: pasang kondusif[analysis]"


class AnalysisMissing(RuntimeError):
    """SALib is not installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied, uniformly between its bounds; factors of one `group` are moved together."""

    name: str
    low: float = 0.0
    high: float = 1.0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Of one group: share of the variance it explains alone (`first`) and with all interactions (`total`), ± 95 %."""

    group: str
    first: float
    first_error: float
    total: float
    total_error: float

    @property
    def stable(self) -> bool:
        """Were enough runs made? (methods.md §2.9: interval of the total below 0.05.)"""
        return self.total_error < STABLE


def sobol(
    model: Callable[[Floats], Floats], factors: tuple[Factor, ...], *, base: int = 1024, seed: int = 20241127
) -> tuple[Sensitivity, ...]:
    """Sobol' indices of model(float64[runs, factors]) → float64[runs], in base × (groups + 2) runs; `base` a power of two.

    Raises `AnalysisMissing` without SALib.
    """
    try:
        from SALib.analyze import sobol as analysis
    except ImportError:
        raise AnalysisMissing(_ADVICE) from None
    problem, groups = _problem(factors), groups_of(factors)
    sample = _sample(factors, base, seed)
    output = np.asarray(model(sample), dtype=np.float64)
    if float(np.ptp(output)) == 0.0:
        return tuple(Sensitivity(group, 0.0, 0.0, 0.0, 0.0) for group in groups)
    found = analysis.analyze(problem, output, calc_second_order=False, num_resamples=RESAMPLES, seed=seed)
    figures = zip(groups, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    return tuple(Sensitivity(name, *(float(one) for one in rest)) for name, *rest in figures)


@dataclass(frozen=True, slots=True, eq=False)
class SensitivityOfMany:
    """Sobol' indices of n outputs at once: first, first_error, total, total_error: float64[n, G], errors ± 95 %."""

    groups: tuple[str, ...]
    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats

    def of(self, output: int) -> tuple[Sensitivity, ...]:
        """Those of one output."""
        figures = (self.first, self.first_error, self.total, self.total_error)
        return tuple(
            Sensitivity(group, *(float(one[output, place]) for one in figures))
            for place, group in enumerate(self.groups)
        )


def sobol_of_many(
    model: Callable[[Floats], Floats], factors: tuple[Factor, ...], *, base: int = 256, seed: int = 20241127
) -> SensitivityOfMany:
    """The same for model(float64[runs, factors]) → float64[runs, n], all outputs in the same runs; memory 8·runs·n bytes.

    First order by Saltelli et al. 2010, total by Jansen 1999, as SALib has them. An output that never changes gets 0.
    Raises `AnalysisMissing` without SALib.
    """
    groups = groups_of(factors)
    sample = _sample(factors, base, seed)
    output = np.asarray(model(sample), dtype=np.float64)
    output = (output - output.mean(axis=0)).reshape(base, len(groups) + 2, -1)
    first, last = output[:, 0], output[:, -1]
    # Row 0 is the sample itself, the others count its runs anew for the errors.
    generator = np.random.Generator(np.random.Philox(key=[seed, base]))
    times = np.vstack([np.ones(base), generator.multinomial(base, np.full(base, 1 / base), RESAMPLES)]) / base

    def mean(of: Floats) -> Floats:
        return np.asarray(np.einsum("sb,bn->sn", times, of, optimize=False), dtype=np.float64)

    variance = (mean(first**2) + mean(last**2)) / 2 - ((mean(first) + mean(last)) / 2) ** 2
    flat = variance <= 1e-12
    shares = np.empty((2, len(groups), *variance.shape))
    for place in range(len(groups)):
        moved = output[:, place + 1]
        shares[0, place] = mean(last * (moved - first))
        shares[1, place] = mean((first - moved) ** 2) / 2
    shares = np.where(flat, 0.0, shares / np.where(flat, 1.0, variance))
    errors = 1.96 * shares[:, :, 1:].std(axis=2, ddof=1)
    return SensitivityOfMany(groups, shares[0, :, 0].T, errors[0].T, shares[1, :, 0].T, errors[1].T)


def groups_of(factors: tuple[Factor, ...]) -> tuple[str, ...]:
    """The groups in the order in which they come first."""
    return tuple(dict.fromkeys(one.group or one.name for one in factors))


def _sample(factors: tuple[Factor, ...], base: int, seed: int) -> Floats:
    """float64[base × (groups + 2), factors]: Saltelli's rows A, A with one group of B, …, B."""
    try:
        from SALib.sample import sobol as sampling
    except ImportError:
        raise AnalysisMissing(_ADVICE) from None
    drawn = sampling.sample(_problem(factors), base, calc_second_order=False, seed=seed)
    return np.asarray(drawn, dtype=np.float64)


def _problem(factors: tuple[Factor, ...]) -> dict[str, Any]:
    return {
        "num_vars": len(factors),
        "names": [one.name for one in factors],
        "bounds": [[one.low, one.high] for one in factors],
        "groups": [one.group or one.name for one in factors],
    }
