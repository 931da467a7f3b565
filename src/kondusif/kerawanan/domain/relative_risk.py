"""θ: how much more happens in an area than its exposure and its reporting would have it, shrunk towards 1 (methods.md §3.1–3.2).

A/c is taken for a Poisson count with mean E·ρ·θ, where c is the weight of the usual incident and E the area's share of all. The doubt of
ρ makes counts vary more than Poisson's do, by φ = 1 + E·ρ̂/shape(ρ); count and expectation are divided by it, so that an area whose
reporting is a guess says less. θ ~ Gamma(α + A/cφ, α + Eρ̂/φ). Where nothing is known θ is 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.dynamics import Dynamics
from kondusif.kerawanan.domain.effort import Effort, no_effort, shapes_within
from kondusif.kerawanan.domain.gamma_poisson import log_mean, quantiles
from kondusif.kerawanan.domain.risk_checks import RiskRefused, check_codes, checked_exposure
from kondusif.kerawanan.domain.scan_types import Floats

_FIRST_KOTA, _FIRST_DESA = 71, 2  # of the codes of Kemendagri: kabupaten to 69, kota from 71; kelurahan 1xxx, desa 2xxx


@dataclass(frozen=True, slots=True, eq=False)
class RelativeRisk:
    """θ of n areas; NaN where an area is not scored.

    scored: bool[n]; theta: float64[n], the mean; interval: float64[n, 2]; log_theta: float64[n], E[log θ];
    news: float64[n], E[log θ] less what it is before anything is known, so 0 where nothing is;
    shape: float64[n], α (of every area); counted, expected: float64[n], A/cφ and Eρ̂/φ; divisor: float64[n], cφ.
    """

    scored: NDArray[np.bool_]
    theta: Floats
    interval: Floats
    log_theta: Floats
    news: Floats
    shape: Floats
    counted: Floats
    expected: Floats
    divisor: Floats


def relative_risk(
    codes: Sequence[str],
    weights: ArrayLike,
    exposure: ArrayLike,
    *,
    dynamics: Dynamics,
    scale: float = 1.0,
    effort: Effort | None = None,
    strata: Sequence[str] | None = None,
    shape: Floats | None = None,
) -> RelativeRisk:
    """θ from weights float64[n] ≥ 0 (A_i), exposure float64[n] (0 or NaN: not scored) and c.

    Exposure needs no unit: it is scaled so that all areas together have what happened. One scored area has nothing to be compared with,
    and θ is 1. `strata`: areas that differ alike, as province and kind of area; `shape` float64[n] takes the place of α fitted within them.
    Raises `RiskRefused`.
    """
    check_codes(codes)
    exposed, counts = checked_exposure(exposure, codes), _weights(weights, codes)
    if not (np.isfinite(scale) and scale > 0):
        raise RiskRefused("Bobot kejadian yang lazim harus lebih dari 0.")
    told = _fitting(effort, len(codes))
    scored = exposed > 0
    compared = scored if scored.sum() > 1 else np.zeros_like(scored)
    counts = np.where(compared, counts, 0.0) / scale
    usual = np.where(compared, exposed, 0.0) * told.ratio
    # Exact sums: the order of the areas changes no bit.
    usual *= math.fsum(counts.tolist()) / math.fsum(usual.tolist()) if compared.any() else 0.0
    spread = 1 + usual / told.shape
    counted, expected = counts / spread, usual / spread
    if shape is None:
        shape = shapes_within(counted, expected, dynamics, strata, prior="risk")
    after, rate = shape + counted, shape + expected
    logs = log_mean(after, rate)
    blank = np.where(scored, 0.0, np.nan)
    return RelativeRisk(
        scored=scored,
        theta=after / rate + blank,
        interval=quantiles(after, rate, dynamics.interval.value) + blank[:, None],
        log_theta=logs + blank,
        news=logs - log_mean(shape, shape) + blank,
        shape=shape,
        counted=counted + blank,
        expected=expected + blank,
        divisor=scale * spread,
    )


def strata_of(codes: Sequence[str]) -> tuple[str, ...]:
    """Province and kind of area by the code: areas of one stratum are taken to differ from each other alike."""
    return tuple(_stratum(code[:2], code[3:5], code[9:10]) for code in codes)


@cache
def _stratum(province: str, second: str, fourth: str) -> str:
    if not second.isdigit():
        return "provinsi"
    if fourth.isdigit():
        return f"{province} {'desa' if int(fourth) >= _FIRST_DESA else 'kelurahan'}"
    return f"{province} {'kota' if int(second) >= _FIRST_KOTA else 'kabupaten'}"


def _weights(weights: ArrayLike, codes: Sequence[str]) -> Floats:
    given = np.asarray(weights)
    if given.shape != (len(codes),) or given.dtype.kind not in "iuf":
        raise RiskRefused(f"Bobot kejadian harus satu angka untuk tiap wilayah ({len(codes)} wilayah).")
    counts = given.astype(np.float64)
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise RiskRefused("Bobot kejadian harus angka terhingga yang tidak negatif.")
    return counts


def _fitting(effort: Effort | None, areas: int) -> Effort:
    if effort is None:
        return no_effort(areas)
    if effort.ratio.shape != (areas,) or effort.shape.shape != (areas,):
        raise RiskRefused(f"Upaya pelaporan harus satu angka untuk tiap wilayah ({areas} wilayah).")
    if not np.isfinite(effort.ratio).all() or not (effort.ratio > 0).all() or not (effort.shape > 0).all():
        raise RiskRefused("Upaya pelaporan harus angka terhingga lebih dari 0.")
    return effort
