"""What everybody may see of the index: S by kabupaten and kota, and R where it rests on enough verified incidents.

R moves with incidents, so it could give away what the table of counts protects. It is told only where that table tells the
area's count by its number (`suppression.suppress`) and at least five of its incidents still weigh something; everywhere else S
stands alone, and nothing says which of the two it was. How many incidents weigh is never told: beside the table's count it would
say how many do not. Nothing below kabupaten and kota leaves the house here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from django.core.cache import cache

from kondusif.kerawanan.domain.frameworks import Category
from kondusif.kerawanan.domain.index_rollup import VotersUnknown
from kondusif.kerawanan.domain.keeping import NotKept
from kondusif.kerawanan.queries.editions import Edition, EditionRow, edition, latest_edition
from kondusif.kerawanan.queries.ranking import Ranked, levels_of, ranking_of
from kondusif.kerawanan.queries.risk import AreaRisks, risk_of
from kondusif.publishing.domain.suppression import FEWEST, Shown, Side
from kondusif.publishing.queries.public import LIFETIME, public_table

LEVEL: Literal["kabupaten_kota"] = "kabupaten_kota"
_KEY = "publishing:public_kerawanan:1"


@dataclass(frozen=True, slots=True)
class PublicArea:
    """A kabupaten or kota. Scores 0–100, None where there is none to tell; intervals hold 90 %.

    `category` with its `chance` only where the edition scored areas of this level itself: categories are never averaged.
    `high_share`: share of voters in areas of category tinggi, where the score is a mean of smaller areas.
    """

    code: str
    structural: float | None
    structural_interval: tuple[float, float] | None
    category: Category | None
    chance: float | None
    borderline: bool
    coverage: float
    high_share: float | None
    combined: float | None
    combined_interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PublicKerawanan:
    """The table at a moment, by code; `edition` None where there is nothing to tell. `own`: as of `Ranking`."""

    made_at: datetime
    edition: EditionRow | None = None
    own: bool = False
    areas: tuple[PublicArea, ...] = ()


def public_kerawanan(*, now: datetime) -> PublicKerawanan:
    """The table, at most ten minutes old."""
    row = latest_edition()
    if row is None:
        return PublicKerawanan(now)
    key = f"{_KEY}:{row.run}"
    kept = cache.get(key)
    if isinstance(kept, PublicKerawanan):
        return kept
    made = make_public_kerawanan(row, now=now)
    cache.set(key, made, LIFETIME)
    return made


def make_public_kerawanan(row: EditionRow, *, now: datetime) -> PublicKerawanan:
    """The table of an edition from what is known now; empty where the edition does not reach kabupaten and kota."""
    try:
        kept = edition(row.number)
        if LEVEL not in levels_of(kept):
            return PublicKerawanan(now)
        ranking = ranking_of(kept, LEVEL)
        risks = _risks(kept, now)
    except (NotKept, VotersUnknown):
        return PublicKerawanan(now)
    counts = public_table(now=now).table.areas
    areas = tuple(_area(each, risks, counts) for each in sorted(ranking.rows, key=lambda each: each.code))
    return PublicKerawanan(now, row, ranking.own, areas)


def _risks(kept: Edition, now: datetime) -> AreaRisks:
    risks = risk_of(kept, area="", level=LEVEL, now=now, verified_only=True)
    assert risks.result.public, "unverified incidents were let in"
    return risks


def _area(ranked: Ranked, risks: AreaRisks, counts: Side) -> PublicArea:
    combined, span = None, None
    if _enough(ranked.code, risks, counts):
        found = risks.result.area(ranked.code)
        if np.isfinite(found.combined):
            combined, span = found.combined, found.combined_interval
    return PublicArea(
        code=ranked.code,
        structural=ranked.score,
        structural_interval=ranked.interval,
        category=ranked.category,
        chance=ranked.chance,
        borderline=ranked.borderline,
        coverage=ranked.coverage,
        high_share=ranked.rolled.high_share if ranked.rolled else None,
        combined=combined,
        combined_interval=span,
    )


def _enough(code: str, risks: AreaRisks, counts: Side) -> bool:
    """Whether R may be told."""
    told = counts.get(code)
    if told is None or told.shown is not Shown.NUMBER:
        return False
    return sum(weighed.weight > 0 for weighed, _ in risks.behind(code)) >= FEWEST
