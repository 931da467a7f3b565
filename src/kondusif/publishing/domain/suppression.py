"""Which counts may be told to everybody (k ≥ 5), so that nobody can work out the others from the totals.

The table has two sides, areas and categories, and both add up to the same published total. A count below five, nothing included, is
shown as "< 5". Someone who subtracts what is shown from the total learns what the hidden counts of a side add up to; so
one more count of that side, and as many as it takes, is withheld until each hidden one could be anything from nothing to four
(`leaves_open`). Where that cannot be reached nothing is shown at all.

Which count is withheld must not depend on how large it is: "the smallest that is enough" tells an attacker who reads this code that it
is smaller than all that are shown. It is the first in an order that is fixed beforehand, and there always is one where
anything is hidden.

Areas are not crossed with categories: nearly every such count is below five, and a table with totals on two sides gives away
more than it tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FEWEST = 5


class Shown(StrEnum):
    """How a count is told: by its number, as fewer than five, or not at all, to protect others."""

    NUMBER = "number"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class PublicCount:
    """A count as everybody may see it; `count` is None unless it is shown by its number."""

    shown: Shown
    count: int | None = None


Side = Mapping[str, PublicCount]
_FEW = PublicCount(Shown.FEW)
_WITHHELD = PublicCount(Shown.WITHHELD)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Both sides of the table and their total. `open` is False when too little is known to tell anything."""

    total: PublicCount
    areas: Side
    categories: Side

    @property
    def open(self) -> bool:
        """Whether anything is told by its number."""
        return self.total.shown is Shown.NUMBER


def suppress(areas: Mapping[str, int], categories: Mapping[str, int]) -> Suppressed:
    """The table as everybody may see it. Both sides count the same, so that both add up to the same total.

    The order of a side is the order in which its counts are withheld; nothing about it may come from the counts.
    """
    total = sum(areas.values())
    if total != sum(categories.values()):
        raise ValueError("the sides of one table add up to one total")
    sides = [_side(areas), _side(categories)] if total >= FEWEST else [None, None]
    by_area, by_category = sides
    if by_area is None or by_category is None:
        mark = _FEW if total < FEWEST else _WITHHELD
        return Suppressed(mark, dict.fromkeys(areas, mark), dict.fromkeys(categories, mark))
    return Suppressed(PublicCount(Shown.NUMBER, total), by_area, by_category)


def leaves_open(few: int, withheld: int, hidden_sum: int) -> bool:
    """Whether each of the `few` hidden counts may still be anything from nothing to four, given what all hidden ones add up to.

    One may be four when what is left is enough for the withheld ones, each of which is at least five. It may be nothing in any
    case: what is withheld has no upper end. Both follow from what everybody sees, so that asking gives nothing away.
    """
    return not few or (withheld > 0 and hidden_sum >= FEWEST - 1 + FEWEST * withheld)


def _side(counts: Mapping[str, int]) -> Side | None:
    """One side; None when no withholding is enough."""
    few = {name for name, count in counts.items() if count < FEWEST}
    rest = [name for name in counts if name not in few]
    hidden_sum = sum(counts[name] for name in few)
    withheld: set[str] = set()
    while few and (not withheld or not leaves_open(len(few), len(withheld), hidden_sum)):
        if not rest:
            return None
        name = rest.pop(0)
        withheld.add(name)
        hidden_sum += counts[name]
    return {
        name: _FEW if name in few else _WITHHELD if name in withheld else PublicCount(Shown.NUMBER, count)
        for name, count in counts.items()
    }
