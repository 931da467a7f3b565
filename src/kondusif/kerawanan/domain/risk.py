"""S, θ and R of every area at one moment, apart and together, with the incidents behind them: what pages, commands and exports ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kondusif.kerawanan.domain.combined import CombinedExplanation, combine, combined_interval, explain_combined
from kondusif.kerawanan.domain.dynamics import Dynamics
from kondusif.kerawanan.domain.effort import Effort
from kondusif.kerawanan.domain.evidence import Evidence, RiskEvent, Weighed, weigh
from kondusif.kerawanan.domain.relative_risk import RelativeRisk, relative_risk, strata_of
from kondusif.kerawanan.domain.risk_checks import RiskRefused, checked_scores, some
from kondusif.kerawanan.domain.scan_types import Floats

NO_EXPOSURE = "paparan (pemilih) nol atau tidak diketahui: risiko relatif tidak dinilai"
NO_STRUCTURAL = "tanpa skor struktural: risiko gabungan tidak dinilai"


@dataclass(frozen=True, slots=True)
class Fit:
    """What a run learned from all areas together: α by stratum, c, and the rate of the median area.

    Handed to a later run (with exposure in the same unit) it makes days comparable, and `flood_bound` strict: a flood then touches
    nothing but its own area and the sum.
    """

    shapes: tuple[tuple[str, float], ...]
    scale: float
    rate: float


@dataclass(frozen=True, slots=True)
class AreaRisk:
    """One area. Figures are NaN where it is not scored, and `reason` says why; intervals hold 90 % unless the edition says otherwise."""

    code: str
    structural: float
    theta: float
    theta_interval: tuple[float, float]
    combined: float
    combined_interval: tuple[float, float]
    weighed: tuple[Weighed, ...]
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class RiskResult:
    """Risk of n areas at `now`; rows in the order of `codes`, NaN where not scored.

    structural: float64[n], S; theta: float64[n]; theta_interval: float64[n, 2]; log_theta: float64[n], E[log θ];
    news: float64[n], ℓ, what moves R; combined: float64[n], R; combined_interval: float64[n, 2], from θ's alone;
    reasons: why an area is not scored, "" where it is; effort_method: how reporting was corrected, "none" where it was not;
    public: False where unverified incidents were let in, which no public page may show; fit: what was learned, or given;
    dynamics: the edition of the numbers.
    """

    codes: tuple[str, ...]
    now: datetime
    structural: Floats
    theta: Floats
    theta_interval: Floats
    log_theta: Floats
    news: Floats
    combined: Floats
    combined_interval: Floats
    reasons: tuple[str, ...]
    risk: RelativeRisk
    evidence: Evidence
    effort_method: str
    public: bool
    fit: Fit
    dynamics: Dynamics

    def area(self, code: str) -> AreaRisk:
        """All about one area. Raises `RiskRefused` for one that was not asked for."""
        row = self._row(code)
        return AreaRisk(
            code=code,
            structural=float(self.structural[row]),
            theta=float(self.theta[row]),
            theta_interval=(float(self.theta_interval[row, 0]), float(self.theta_interval[row, 1])),
            combined=float(self.combined[row]),
            combined_interval=(float(self.combined_interval[row, 0]), float(self.combined_interval[row, 1])),
            weighed=self.evidence.of(code),
            reason=self.reasons[row],
        )

    def explain(self, code: str) -> CombinedExplanation:
        """Why R is what it is, in parts that add up. Raises `RiskRefused` where R is not scored."""
        row = self._row(code)
        if self.reasons[row]:
            raise RiskRefused(f"{code}: {self.reasons[row]}.")
        told = self.evidence.of(code)
        return explain_combined(code, float(self.structural[row]), self.risk, row, told, self.dynamics)

    def _row(self, code: str) -> int:
        if code not in self.codes:
            raise RiskRefused(f"Wilayah {code} tidak termasuk yang dinilai.")
        return self.codes.index(code)


def assess(
    codes: Sequence[str],
    structural: ArrayLike,
    exposure: ArrayLike,
    events: Iterable[RiskEvent],
    *,
    now: datetime,
    dynamics: Dynamics,
    effort: Effort | None = None,
    strata: Sequence[str] | None = None,
    include_unverified: bool = False,
    fit: Fit | None = None,
) -> RiskResult:
    """Assess areas `codes` at one level.

    structural: float64[n], S 0–100, NaN for none; exposure: float64[n], voters (× whatever else exposes), NaN or 0 for unknown; events in
    any order; strata: by `strata_of` unless given; fit: of an earlier run, else fitted. Without effort nothing is corrected for
    reporting. Raises `RiskRefused`.
    """
    evidence = weigh(
        events,
        codes,
        exposure,
        now=now,
        dynamics=dynamics,
        include_unverified=include_unverified,
        rate=fit.rate if fit else None,
    )
    scores = checked_scores(structural, codes)
    kinds = strata_of(codes) if strata is None else tuple(strata)
    scale = fit.scale if fit else evidence.scale
    risk = relative_risk(
        codes,
        evidence.totals,
        exposure,
        dynamics=dynamics,
        scale=scale,
        effort=effort,
        strata=kinds,
        shape=_shapes(fit, kinds) if fit else None,
    )
    return RiskResult(
        codes=tuple(codes),
        now=now,
        structural=scores,
        theta=risk.theta,
        theta_interval=risk.interval,
        log_theta=risk.log_theta,
        news=risk.news,
        combined=combine(scores, risk.news, dynamics),
        combined_interval=combined_interval(scores, risk, dynamics),
        reasons=_reasons(risk.scored, scores),
        risk=risk,
        evidence=evidence,
        effort_method="none" if effort is None else effort.method,
        public=evidence.public,
        fit=fit or Fit(tuple(sorted(set(zip(kinds, risk.shape.tolist(), strict=True)))), scale, evidence.rate),
        dynamics=dynamics,
    )


def _shapes(fit: Fit, kinds: Sequence[str]) -> Floats:
    known = dict(fit.shapes)
    unknown = sorted({kind for kind in kinds if kind not in known})
    if unknown:
        raise RiskRefused(f"Hasil sebelumnya tidak memuat golongan wilayah: {some(unknown)}.")
    return np.array([known[kind] for kind in kinds])


def _reasons(scored: NDArray[np.bool_], scores: Floats) -> tuple[str, ...]:
    reasons = [""] * len(scores)
    for row in np.flatnonzero(~scored | np.isnan(scores)):
        lacking = [] if scored[row] else [NO_EXPOSURE]
        reasons[row] = "; ".join([*lacking, *([NO_STRUCTURAL] if np.isnan(scores[row]) else [])])
    return tuple(reasons)
