"""What people said about which spellings are one official, as the rules see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kondusif.people.domain.profiles import Profile


class Tie(StrEnum):
    """One person, or two."""

    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Side:
    """A profile of a decision, by its key and by the one that outlives another reader's wording."""

    key: str
    loose_key: str
    side: int


@dataclass(frozen=True, slots=True)
class Said:
    """A decision that stands."""

    tie: Tie
    sides: tuple[Side, ...]


def runs_together(said: Iterable[Said], profiles: Iterable[Profile]) -> list[list[str]]:
    """For each joining decision the keys of today's profiles that it speaks of."""
    found = _Finder(profiles)
    return [sorted(found.keys(each.sides)) for each in said if each.tie is Tie.TOGETHER]


def pairs_apart(said: Iterable[Said], profiles: Iterable[Profile]) -> Iterator[tuple[str, str]]:
    """Every two of today's profiles that a separating decision puts on two sides."""
    found = _Finder(profiles)
    for each in said:
        if each.tie is Tie.APART:
            here = found.keys(side for side in each.sides if side.side)
            there = found.keys(side for side in each.sides if not side.side)
            yield from ((one, other) for one in sorted(here - there) for other in sorted(there - here))


class _Finder:
    """Today's profiles by both keys: the exact one where it still is, else all of that name in that area."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._keys: set[str] = set()
        self._loose: dict[str, set[str]] = {}
        for profile in profiles:
            self._keys.add(profile.key)
            self._loose.setdefault(profile.loose_key, set()).add(profile.key)

    def keys(self, sides: Iterable[Side]) -> set[str]:
        """Today's profiles for these sides."""
        return {
            key
            for side in sides
            for key in ({side.key} if side.key in self._keys else self._loose.get(side.loose_key, set()))
        }


def opposite(tie: Tie, sides: Mapping[str, int], standing: Said) -> bool:
    """Whether an earlier decision says the opposite of these profiles, and so is replaced by the new one."""
    if standing.tie is tie:
        return False
    mine = {each.key: each.side for each in standing.sides if each.key in sides}
    reached = set(mine.values()) if tie is Tie.TOGETHER else {sides[key] for key in mine}
    return len(reached) > 1
