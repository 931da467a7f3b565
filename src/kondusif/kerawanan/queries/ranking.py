"""An edition as a ranking: of its own areas, or of the areas above them, where only means of voters and shares can be told.

What was put in order once is remembered by the process: an edition never changes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kondusif.kerawanan.domain.frameworks import Category, Level
from kondusif.kerawanan.domain.index import CATEGORIES, IndexOptions, IndexResult, ranks_of
from kondusif.kerawanan.domain.index_rollup import RolledUp, roll_up
from kondusif.kerawanan.domain.tables import LEVELS
from kondusif.kerawanan.queries.editions import Edition
from kondusif.places.domain.codes import contains

_REMEMBERED = 8
_KEPT: OrderedDict[tuple[str, Level], Ranking] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An area with its score, None where it has none, and `reason` says why; `name` is that of the table, or empty.

    Intervals, category and `chances` (of rendah, sedang, tinggi) are those of areas that were scored themselves; areas above
    have `rolled` instead. `coverage`: the known share of the weight; above, the share of voters who live in scored areas.
    `thin`: that share is below what the edition asks for; `imputed`: how many figures were estimated.
    """

    code: str
    name: str
    score: float | None
    rank: int | None
    interval: tuple[float, float] | None = None
    ranks: tuple[int, int] | None = None
    category: Category | None = None
    chances: tuple[float, float, float] | None = None
    borderline: bool = False
    coverage: float = 0.0
    thin: bool = False
    imputed: int = 0
    inherited: bool = False
    reason: str = ""
    rolled: RolledUp | None = None

    @property
    def chance(self) -> float | None:
        """How probable the category is."""
        if self.chances is None or self.category is None:
            return None
        return self.chances[CATEGORIES.index(self.category)]

    @property
    def unsure(self) -> bool:
        """Whether the score must be read with care."""
        return self.score is not None and (self.borderline or self.thin or self.imputed > 0 or self.inherited)


@dataclass(frozen=True, eq=False)
class Ranking:
    """All areas of one level, the most at risk first, those without a score last. `own`: the level that was scored."""

    level: Level
    own: bool
    rows: tuple[Ranked, ...]
    scored: int
    _places: Mapping[str, int] = field(repr=False)

    def of(self, code: str) -> Ranked | None:
        """One area, or None where the edition does not have it."""
        place = self._places.get(code)
        return None if place is None else self.rows[place]

    def within(self, area: str) -> list[Ranked]:
        """Those inside an area, or all of them without one."""
        return [row for row in self.rows if contains(area, row.code)] if area else list(self.rows)

    @cached_property
    def around(self) -> str:
        """The smallest area that holds all of them, itself above their level; empty where that is the country."""
        parts = [row.code.split(".")[:-1] for row in self.rows]
        shared = zip(*parts, strict=False)
        return ".".join(found[0] for found in _while_alike(list(shared)))


def levels_of(edition: Edition) -> tuple[Level, ...]:
    """The levels that an edition can be looked at, the coarsest first."""
    return LEVELS[: LEVELS.index(_level(edition)) + 1]


def ranking_of(edition: Edition, level: Level | None = None) -> Ranking:
    """The edition at a level, without one its own. Raises `VotersUnknown` above it where voters are not known."""
    chosen = level or _level(edition)
    key = (edition.row.run, chosen)
    found = _KEPT.get(key)
    if found is None:
        own = chosen == _level(edition)
        rows = _scored(edition) if own else _above(edition.result, LEVELS.index(chosen) + 1)
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.code))
        scored = sum(row.score is not None for row in rows)
        places = {row.code: place for place, row in enumerate(rows)}
        found = _KEPT[key] = Ranking(chosen, own, tuple(rows), scored, places)
        while len(_KEPT) > _REMEMBERED:
            _KEPT.popitem(last=False)
    else:
        _KEPT.move_to_end(key)
    return found


def _level(edition: Edition) -> Level:
    return next(level for level in LEVELS if level == edition.row.level)


def _scored(edition: Edition) -> list[Ranked]:
    result, enough = edition.result, _enough(edition.result)
    names = edition.table.names if edition.table.codes == result.codes else ()
    return [_area(result, row, names[row] if names else "", enough) for row in range(len(result.codes))]


def _area(result: IndexResult, row: int, name: str, enough: float) -> Ranked:
    score, drawn = float(result.scores[row]), not np.isnan(result.score_interval[row, 0])
    coverage = float(result.coverage[row])
    if np.isnan(score):
        return Ranked(result.codes[row], name, None, None, coverage=coverage, reason=result.reasons[row])
    low, high = map(float, result.score_interval[row])
    first, last = result.rank_interval[row]
    chances = [float(each) for each in result.probability[row]]
    return Ranked(
        result.codes[row],
        name,
        score,
        int(result.ranks[row]),
        interval=(low, high) if drawn else None,
        ranks=(round(first), round(last)) if drawn else None,
        category=result.categories[row],
        chances=(chances[0], chances[1], chances[2]) if not np.isnan(chances[0]) else None,
        borderline=bool(result.borderline[row]),
        coverage=coverage,
        thin=coverage < enough,
        imputed=int(result.imputed[row]),
        inherited=bool(result.inherited[row]),
    )


def _above(result: IndexResult, parts: int) -> list[Ranked]:
    rolled, enough = roll_up(result, parts=parts), _enough(result)
    scores = np.array([np.nan if one.score is None else one.score for one in rolled])
    return [
        Ranked(
            one.code,
            "",
            one.score,
            None if one.score is None else int(rank),
            coverage=one.voters_scored,
            thin=one.voters_scored < enough,
            rolled=one,
        )
        for one, rank in zip(rolled, ranks_of(scores), strict=True)
    ]


def _enough(result: IndexResult) -> float:
    """From which known share on the edition made up for holes without estimating."""
    return float(result.manifest.inputs.get("renormalise_from", IndexOptions().renormalise_from)) - 1e-9


def _while_alike(columns: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    alike = []
    for column in columns:
        if len(set(column)) > 1:
            break
        alike.append(column)
    return alike
