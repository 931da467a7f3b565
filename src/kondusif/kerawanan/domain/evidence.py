"""What incidents weigh in the risk of their areas, and why some weigh nothing (methods.md §3.1).

ω_e = q_e · s_e · 2^(−age/h): probability that it happened × severity × what age has left of it. Three rules keep a flood from moving
a figure: what nobody verified has q = 0 in every published figure; near-duplicates of one event count once; and neither one source
nor one area can weigh more than its cap, however much is told. Verification itself is not checked here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kondusif.kerawanan.domain.dynamics import Cap, Dynamics, StatusProbability
from kondusif.kerawanan.domain.risk_checks import RiskRefused, check_codes, check_now, checked_exposure, some
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.places.domain.zones import clock_of

# Why an incident weighs nothing. elsewhere: in no area that is assessed; undisturbing: its category is no disturbance; rejected: no
# proof was found; unverified: nobody has checked it; future: it is not yet; duplicate: another of its group counts; capped: its area
# or its sources weigh as much as they may.
Weightless = Literal["elsewhere", "undisturbing", "rejected", "unverified", "future", "duplicate", "capped"]

_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """An incident as the risk sees it: no person, no party, no text.

    `area`: Kemendagri code at the level that is assessed; `severity`: 0 to 3; `happened_at`: a moment with its zone, or a day of the
    area's own clock; `sources`: who told it, in any order; `group`: the same for near-duplicates of one event, "" for none.
    """

    id: str
    area: str
    category: str
    severity: int
    happened_at: datetime | date
    status: str
    sources: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an incident weighs: `weight` after caps, `full` = q·s·2^(−age/h) before duplicates and caps.

    `reason` says why it weighs nothing. A weight between 0 and `full` is what a cap left of it.
    """

    event: RiskEvent
    weight: float
    full: float
    severity_weight: float
    age_days: float
    reason: Weightless | None = None

    @property
    def cut(self) -> bool:
        """Did a cap take a part of it, or all?"""
        return self.reason == "capped" or 0 < self.weight < self.full


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """All incidents weighed, in the order of their ids, and what they sum to.

    codes: the areas, n of them; totals: float64[n], A_i = Σω; area_caps, source_caps: float64[n], the most that A_i may be, and that
    what one source alone stands for may be; rate: Σω before caps over exposure in the median area; scale: c = Σω·s/Σω, the weight
    of the usual incident, at least 1; public: without anything unverified.
    """

    codes: tuple[str, ...]
    weighed: tuple[Weighed, ...]
    totals: Floats
    area_caps: Floats
    source_caps: Floats
    rate: float
    scale: float
    public: bool
    by_area: Mapping[str, tuple[Weighed, ...]]

    def of(self, code: str) -> tuple[Weighed, ...]:
        """The incidents of an area, the heaviest first; those that weigh nothing last."""
        return self.by_area.get(code, ())


def weigh(
    events: Iterable[RiskEvent],
    codes: Sequence[str],
    exposure: ArrayLike,
    *,
    now: datetime,
    dynamics: Dynamics,
    include_unverified: bool = False,
    rate: float | None = None,
) -> Evidence:
    """Weigh incidents for areas `codes` of `exposure` float64[n] (NaN or 0: not known; such areas have the least caps).

    `rate` of an earlier run keeps caps where they were. `include_unverified` gives the private working view, in which what is unverified weighs a little; the result says so.

    c is that of methods.md §3.1 with age as a discount of how many incidents there are, not of how grave they are. With the decayed
    weights squared, A/c would not change when all incidents grow old together, and news would never fade as §3.3 has it.

    Raises `RiskRefused`: unknown category, severity or status, an id twice, a moment without zone, exposure that is no exposure.
    """
    check_codes(codes)
    check_now(now)
    exposed = checked_exposure(exposure, codes)
    rows = {code: row for row, code in enumerate(codes)}
    told = _sorted(events)
    weighed = [_alone(event, rows, now, dynamics, private=include_unverified) for event in told]
    _drop_duplicates(weighed)
    normal = _median_rate(_sums(weighed, rows), exposed) if rate is None else rate
    usual = np.nan_to_num(exposed) * normal
    area_caps, source_caps = _cap(dynamics.caps.area, usual), _cap(dynamics.caps.source, usual)
    by_area = _by_area(weighed, rows)
    limits = list(zip(area_caps.tolist(), source_caps.tolist(), strict=True))
    kept = {code: _spend(told, *limits[rows[code]]) for code, told in by_area.items()}
    cut = {one.event.id: one for told in kept.values() for one in told if one.cut}
    everything = tuple(cut.get(one.event.id, one) for one in weighed)
    return Evidence(
        codes=tuple(codes),
        weighed=everything,
        totals=_sums(everything, rows),
        area_caps=area_caps,
        source_caps=source_caps,
        rate=normal,
        scale=_scale(everything),
        public=not include_unverified,
        by_area=kept,
    )


def _sorted(events: Iterable[RiskEvent]) -> list[RiskEvent]:
    told = sorted(events, key=lambda event: event.id)
    twice = sorted({one.id for one, other in pairwise(told) if one.id == other.id})
    if twice:
        raise RiskRefused(f"Kejadian tertulis lebih dari sekali: {some(twice)}.")
    return told


def _alone(event: RiskEvent, rows: Mapping[str, int], now: datetime, dynamics: Dynamics, *, private: bool) -> Weighed:
    """An incident as if it were the only one."""
    half_life, severity, probability = _looked_up(event, dynamics)
    age = _age(event, now)
    status = probability.private if private else probability.public
    reason: Weightless | None = None
    if event.area not in rows:
        reason = "elsewhere"
    elif half_life is None:
        reason = "undisturbing"
    elif status == 0:
        reason = "unverified" if probability.private else "rejected"
    elif age < 0:
        reason = "future"
    if reason or half_life is None:
        return Weighed(event, 0.0, 0.0, severity, age, reason)
    weight = status * severity * 2.0 ** (-age / half_life)
    return Weighed(event, weight, weight, severity, age)


def _looked_up(event: RiskEvent, dynamics: Dynamics) -> tuple[float | None, float, StatusProbability]:
    if event.category not in dynamics.half_lives:
        raise RiskRefused(f"Kejadian {event.id}: kategori {event.category!r} tidak dikenal.")
    if event.severity not in dynamics.severity_weights:
        raise RiskRefused(f"Kejadian {event.id}: keparahan harus 0 sampai 3, ternyata {event.severity!r}.")
    if event.status not in dynamics.probabilities:
        raise RiskRefused(f"Kejadian {event.id}: status {event.status!r} tidak dikenal.")
    return (
        dynamics.half_lives[event.category],
        dynamics.severity_weights[event.severity],
        dynamics.probabilities[event.status],
    )


def _age(event: RiskEvent, now: datetime) -> float:
    """Days since it happened, negative if it is yet to come; between days for a day, by the clock of the area."""
    moment = event.happened_at
    if not isinstance(moment, datetime):
        return float((now.astimezone(clock_of(event.area)).date() - moment).days)
    if moment.tzinfo is None:
        raise RiskRefused(f"Kejadian {event.id}: waktu kejadian harus menyebut zonanya.")
    return (now - moment).total_seconds() / _DAY


def _drop_duplicates(weighed: list[Weighed]) -> None:
    """Of each group the heaviest stays (of equals the first by id), wherever its others are placed."""
    heaviest: dict[str, int] = {}
    for place, one in enumerate(weighed):
        group = one.event.group
        if not group or one.weight == 0:
            continue
        before = heaviest.setdefault(group, place)
        if before == place:
            continue
        loser, winner = (before, place) if one.weight > weighed[before].weight else (place, before)
        heaviest[group] = winner
        weighed[loser] = replace(weighed[loser], weight=0.0, reason="duplicate")


def _sums(weighed: Iterable[Weighed], rows: Mapping[str, int]) -> Floats:
    """A_i: float64[n]. Always in the order of ids, so that the order of the input changes no bit."""
    counted = [(rows[one.event.area], one.weight) for one in weighed if one.weight > 0]
    places = np.array([row for row, _ in counted], dtype=np.int64)
    weights = np.array([weight for _, weight in counted], dtype=np.float64)
    return np.bincount(places, weights=weights, minlength=len(rows)).astype(np.float64)


def _median_rate(totals: Floats, exposure: Floats) -> float:
    """What is usual: a flood in fewer than half of the areas hardly moves it."""
    known = exposure > 0
    return float(np.median(totals[known] / exposure[known])) if known.any() else 0.0


def _cap(cap: Cap, usual: Floats) -> Floats:
    return np.maximum(cap.least, cap.times_usual * usual)


def _by_area(weighed: Sequence[Weighed], rows: Mapping[str, int]) -> dict[str, list[Weighed]]:
    found: defaultdict[str, list[Weighed]] = defaultdict(list)
    for one in weighed:
        if one.event.area in rows:
            found[one.event.area].append(one)
    for told in found.values():
        told.sort(key=lambda one: (-one.weight, -one.full, one.event.id))
    return found


def _spend(told: list[Weighed], area_cap: float, source_cap: float) -> tuple[Weighed, ...]:
    """Let incidents, the heaviest first, use up the caps of the area and of their sources.

    An incident with several sources stands on the one with most left: it takes nothing from the others.
    """
    if sum(one.weight for one in told) <= source_cap:
        return tuple(told)
    left = area_cap
    by_source: dict[str, float] = {}
    kept = []
    for one in told:
        if one.weight == 0:
            kept.append(one)
            continue
        # What names no source counts as told by one: the unnamed.
        teller = max(sorted(set(one.event.sources)) or [""], key=lambda name: by_source.get(name, source_cap))
        weight = min(one.weight, left, by_source.get(teller, source_cap))
        left -= weight
        by_source[teller] = by_source.get(teller, source_cap) - weight
        whole = weight == one.weight
        kept.append(one if whole else replace(one, weight=weight, reason=None if weight > 0 else "capped"))
    return tuple(sorted(kept, key=lambda one: (-one.weight, -one.full, one.event.id)))


def _scale(weighed: Sequence[Weighed]) -> float:
    """c: the mean severity weight of what weighs; never below 1, so that less than a light incident is never a whole one."""
    counted = [(one.weight, one.severity_weight) for one in weighed if one.weight > 0]
    total = sum(weight for weight, _ in counted)
    return max(1.0, sum(weight * severity for weight, severity in counted) / total) if total > 0 else 1.0
