"""S, θ and R of every area of a level at a moment, from a kept edition and from what people verified.

What was asked for is remembered while nothing new was recorded, so that a page with a map, a list and a figure computes it once.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

import numpy as np

from kondusif.audit.queries import head
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import EventRow, Filters, ToldBy, count_by_area, events, told_by
from kondusif.kerawanan.domain.dynamics import Dynamics, load_dynamics
from kondusif.kerawanan.domain.effort import Effort, neutral_stream
from kondusif.kerawanan.domain.evidence import RiskEvent, Weighed
from kondusif.kerawanan.domain.frameworks import Level
from kondusif.kerawanan.domain.risk import Fit, RiskResult, assess
from kondusif.kerawanan.domain.tables import LEVELS
from kondusif.kerawanan.queries.editions import Edition
from kondusif.kerawanan.queries.exposure import BY_EDITION, Exposure, exposure_of
from kondusif.kerawanan.queries.ranking import ranking_of
from kondusif.places.domain.codes import contains
from kondusif.places.domain.zones import clock_of

LEAST_NEUTRAL = 30  # activities below which the neutral stream says nothing about who reports more
# After so many half-lives of the slowest category an incident weighs less than a thousandth.
_HALF_LIVES = 10
_REMEMBERED = 8
_KEPT: OrderedDict[tuple[object, ...], AreaRisks] = OrderedDict()


@dataclass(frozen=True, slots=True, eq=False)
class AreaRisks:
    """Risk of the areas of one level inside `area`, with the incidents behind it.

    θ is relative to all areas that the edition has, whatever is looked at: a figure is the same on every page. `without_place`: incidents that name no area of the level; `neutral`: activities that reporting was corrected by, 0 where
    they were too few and nothing was corrected; `rows`: the incidents by id.
    """

    area: str
    result: RiskResult
    exposure: Exposure
    without_place: int
    neutral: int
    rows: Mapping[str, EventRow]

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas looked at."""
        return tuple(code for code in self.result.codes if not self.area or contains(self.area, code))

    def has(self, code: str) -> bool:
        """Whether the edition has an area of this code."""
        return code in self.result.codes

    def behind(self, code: str) -> tuple[tuple[Weighed, EventRow], ...]:
        """The incidents of an area with what each weighs, the heaviest first."""
        return tuple((one, self.rows[one.event.id]) for one in self.result.evidence.of(code))

    @property
    def verified(self) -> int:
        """How many incidents weigh anything in the areas looked at."""
        return sum(
            one.weight > 0 and (not self.area or contains(self.area, one.event.area))
            for one in self.result.evidence.weighed
        )


def risk_of(edition: Edition, *, area: str, level: Level, now: datetime, verified_only: bool = True) -> AreaRisks:
    """Risk of the areas of `level` inside `area` that the edition has. Without `verified_only`: a working view, flagged.

    Raises `VotersUnknown` above the edition's own level where its voters are not known.
    """
    key = (edition.row.run, level, now, verified_only, head()[1])
    found = _KEPT.get(key)
    if found is None:
        found = _KEPT[key] = _assessed(edition, level, now, verified_only=verified_only)
        while len(_KEPT) > _REMEMBERED:
            _KEPT.popitem(last=False)
    else:
        _KEPT.move_to_end(key)
    return replace(found, area=area)


def _assessed(edition: Edition, level: Level, now: datetime, *, verified_only: bool) -> AreaRisks:
    dynamics, parts, ranking = load_dynamics(), LEVELS.index(level) + 1, ranking_of(edition, level)
    rows = sorted(ranking.rows, key=lambda row: row.code)
    codes = [row.code for row in rows]
    structural = np.array([np.nan if row.score is None else row.score for row in rows])
    exposure = _exposure(edition, codes)
    known = events(area=ranking.around, now=now, since=_since(dynamics, now))
    told = {str(row.id): row for row in known if row.place_code.count(".") + 1 >= parts and row.place_code}
    # Who told is asked only of what can weigh anything: of a season's reports that is the smaller part.
    heavy = told_by([row.id for row in told.values() if row.verified_at is not None or not verified_only])
    effort, neutral = _effort(ranking.around, level, codes, exposure, dynamics, now)

    def assessed(rows: Iterable[EventRow], moment: datetime, fit: Fit | None) -> RiskResult:
        return assess(
            codes,
            structural,
            exposure.voters,
            [_event(row, parts, heavy.get(row.id)) for row in rows],
            now=moment,
            dynamics=dynamics,
            effort=effort,
            include_unverified=not verified_only,
            fit=fit,
        )

    # How unlike areas are is taken from what stood this midnight: a flood of today cannot bend it.
    midnight = now.astimezone(clock_of(ranking.around)).replace(hour=0, minute=0, second=0, microsecond=0)
    standing = [row for row in told.values() if row.first_seen_at <= midnight]
    fit = assessed(map(partial(_as_of, moment=midnight), standing), midnight, None).fit
    result = assessed(told.values(), now, fit)
    return AreaRisks(ranking.around, result, exposure, len(known) - len(told), neutral, told)


def _as_of(row: EventRow, moment: datetime) -> EventRow:
    """The incident as far as people had judged it by then."""
    if row.verified_at is None or row.verified_at <= moment:
        return row
    return replace(row, status=Status.BELUM_DIVERIFIKASI, verified_at=None)


def _exposure(edition: Edition, codes: Sequence[str]) -> Exposure:
    """The edition's own voters where it knows them for every area."""
    parts = codes[0].count(".") + 1 if codes else 0
    sums = Counter[str]()
    for code, voters in zip(edition.table.codes, edition.table.voters, strict=True):
        sums[".".join(code.split(".")[:parts])] += float(voters)  # type: ignore[assignment]  # a hole stays a hole
    voters = np.array([sums[code] for code in codes], dtype=np.float64)
    return Exposure(voters, BY_EDITION) if len(codes) and bool((voters > 0).all()) else exposure_of(codes)


def _event(row: EventRow, parts: int, told: ToldBy | None) -> RiskEvent:
    """What was closed without ever having been verified counts as what it is: unverified."""
    closed = row.status is Status.DITUTUP and row.verified_at is None
    return RiskEvent(
        id=str(row.id),
        area=".".join(row.place_code.split(".")[:parts]),
        category=row.category,
        severity=row.severity,
        happened_at=row.day,
        status=Status.BELUM_DIVERIFIKASI if closed else row.status,
        sources=told.sources if told else (),
        group=told.group if told else "",
    )


def _effort(
    area: str, level: Level, codes: Sequence[str], exposure: Exposure, dynamics: Dynamics, now: datetime
) -> tuple[Effort | None, int]:
    """Who reports more than others, by the activities that they report: routine, and not tied to risk."""
    name = {"desa": "kelurahan_desa"}.get(level, level)
    counted = count_by_area(
        Filters(area=area, kind=Kind.ACTIVITY.value, seen_to=now + timedelta(seconds=1)), level=name
    )
    neutral = np.array([counted.get(code, 0) for code in codes], dtype=np.int64)
    total = int(neutral.sum())
    if total < LEAST_NEUTRAL:
        return None, 0
    return neutral_stream(neutral, exposure.voters, dynamics=dynamics), total


def _since(dynamics: Dynamics, now: datetime) -> date:
    slowest = max(days for days in dynamics.half_lives.values() if days is not None)
    return (now - timedelta(days=_HALF_LIVES * slowest)).date()
