"""Where scarce units prevent most: the risk of every area of a scope, its voters, and the rules of a kind of unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kondusif.kerawanan.domain.allocation import Allocation, AllocationRefused, Demand, allocate, kabupaten_of
from kondusif.kerawanan.domain.allocation_rules import Rules
from kondusif.kerawanan.domain.frameworks import Level
from kondusif.kerawanan.queries.editions import Edition
from kondusif.kerawanan.queries.risk import AreaRisks, risk_of


@dataclass(frozen=True, slots=True, eq=False)
class PatrolPlan:
    """An allocation with the risk that it goes by. `left_out`: areas without a combined risk, which nobody can weigh."""

    allocation: Allocation
    rules: Rules
    risks: AreaRisks
    left_out: tuple[str, ...]
    cautious: bool


def plan_patrols(
    edition: Edition, rules: Rules, *, area: str, level: Level, budget: float, now: datetime, cautious: bool = False
) -> PatrolPlan:
    """Spread `budget` units over the areas of a level inside an area: R/100 × voters is what may be harmed.

    `cautious` takes the upper end of R's interval instead of R, so that areas of which little is known get more.
    Raises `AllocationRefused`, `VotersUnknown`.
    """
    risks = risk_of(edition, area=area, level=level, now=now)
    result = risks.result
    combined = result.combined_interval[:, 1] if cautious else result.combined
    wanted = set(risks.codes)
    rows = [row for row, code in enumerate(result.codes) if code in wanted]
    known = [row for row in rows if np.isfinite(combined[row])]
    if not known:
        raise AllocationRefused("tidak ada wilayah yang dinilai di sini: hitung dan simpan indeksnya lebih dulu")
    codes = tuple(result.codes[row] for row in known)
    voters = risks.exposure.voters[known]
    demand = Demand(
        codes=codes,
        risk=np.asarray(combined[known] / 100.0, dtype=np.float64),
        harm=voters,
        cost=np.ones(len(codes)),
        groups=tuple(map(kabupaten_of, codes)),
        voters=voters,
    )
    left_out = tuple(result.codes[row] for row in rows if not np.isfinite(combined[row]))
    return PatrolPlan(allocate(demand, rules, budget=budget), rules, risks, left_out, cautious)
