"""Whether two texts may tell of one event, and how much speaks for it.

A score in thousandths, so that sums are exact and no order of additions can change an outcome. The weights were set on
our own texts (`tests/incidents`); they are machinery, not policy: they never say that something happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kondusif.incidents.domain.fingerprint import DIMENSIONS, UNIT, Item
from kondusif.places.domain.codes import contains

THRESHOLD = 440  # from here on two texts are taken as one event
MENTION = 300  # from here on they are shown to a person as alike
COPY = 900
SAME_LETTERS = 1000
LEAST_WORDS = 50  # whatever else agrees, some words must
DAY_APART = 1

_SAME_PLACE = {1: 0, 2: 100, 3: 220, 4: 350}  # by the number of parts of the shared code
_INSIDE = {2: 60, 3: 150}  # one place inside the other, by the parts of the outer one
_SAME_DAY, _NEXT_DAY = 150, 70
_SAME_CATEGORY = 50
_ACTOR, _ACTORS = 60, 120
_NUMBER, _NUMBERS = 50, 100

SISTERS = frozenset(
    frozenset(pair)
    for pair in (
        ("apk", "pelanggaran_administrasi"),
        ("geografis_bencana", "logistik"),
        ("hak_pilih_dpt", "pelanggaran_administrasi"),
        ("hoaks", "sara_ujaran_kebencian"),
        ("informasi_tahapan", "kegiatan_preventif"),
        ("intimidasi_kekerasan", "sara_ujaran_kebencian"),
        ("intimidasi_kekerasan", "unjuk_rasa"),
        ("logistik", "pelanggaran_administrasi"),
        ("netralitas", "pelanggaran_administrasi"),
        ("netralitas", "politik_uang"),
    )
)


@dataclass(frozen=True, slots=True)
class Affinity:
    """How much speaks for one event, part by part, in thousandths."""

    score: int
    place: int
    day: int
    category: int
    words: int
    actors: int
    numbers: int
    copy: bool = False

    def reason(self) -> dict[str, int]:
        """The parts that count, for the record."""
        if self.copy:
            return {"copy": self.score}
        parts = {
            "place": self.place,
            "day": self.day,
            "category": self.category,
            "words": self.words,
            "actors": self.actors,
            "numbers": self.numbers,
        }
        return {name: value for name, value in parts.items() if value}


def compatible_days(one: Item, other: Item) -> bool:
    """Within a day of each other, or not known."""
    if one.event_date is None or other.event_date is None:
        return True
    return abs((one.event_date - other.event_date).days) <= DAY_APART


def compatible_categories(one: Item, other: Item) -> bool:
    """The same topic, or one that people put for the other."""
    return (
        one.category == other.category
        or frozenset((one.category, other.category)) in SISTERS
        or one.category == other.secondary
        or other.category == one.secondary
    )


def place_score(one: Sequence[str], other: Sequence[str]) -> int | None:
    """What the best pair of places says; None when no two of them can be the same spot."""
    return max((score for a in one for b in other if (score := _pair_of_places(a, b)) is not None), default=None)


def _pair_of_places(one: str, other: str) -> int | None:
    if one == other:
        return _SAME_PLACE[one.count(".") + 1] if "." in one else None
    outer, inner = sorted((one, other), key=len)
    if "." in outer and contains(outer, inner):
        return _INSIDE[outer.count(".") + 1]
    return None


def affinity(one: Item, other: Item, words: int) -> Affinity | None:
    """How much speaks for one event, or None when they cannot be one: which of the two comes first makes no difference.

    `words` is the cosine of their words in thousandths.
    """
    if one.content == other.content:
        return Affinity(SAME_LETTERS, 0, 0, 0, words, 0, 0, copy=True)
    if one.kind != other.kind or not compatible_days(one, other) or not compatible_categories(one, other):
        return None
    place = place_score(one.places, other.places)
    copies = one.copy_group != 0 and one.copy_group == other.copy_group
    if copies and (place is not None or not one.places or not other.places):
        return Affinity(COPY, place or 0, 0, 0, words, 0, 0, copy=True)
    if place is None:
        return None
    if words < LEAST_WORDS:
        return Affinity(0, place, 0, 0, words, 0, 0)
    day = 0
    if one.event_date and other.event_date:
        day = _SAME_DAY if one.event_date == other.event_date else _NEXT_DAY
    category = _SAME_CATEGORY if one.category == other.category else 0
    actors = min(_ACTORS, _ACTOR * len(one.actors & other.actors))
    numbers = min(_NUMBERS, _NUMBER * len(one.numbers & other.numbers))
    return Affinity(place + day + category + words + actors + numbers, place, day, category, words, actors, numbers)


class Pool:
    """Many items in the order of their days, ready to be compared with one: all their words stand in two long rows."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = tuple(sorted(items, key=_day))
        # One nought before each item's words, so that an item without any still has a place to sum over.
        nought = np.zeros(1, dtype=np.uint32)
        positions = [part for item in self.items for part in (nought, item.words.positions)]
        weights = [part for item in self.items for part in (nought, item.words.weights)]
        sizes = [len(item.words.positions) + 1 for item in self.items]
        self._bounds = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        self._positions = _row(positions, np.uint32)
        self._weights = _row(weights, np.int64)
        self._days = np.array([_day(item) for item in self.items], dtype=np.int64)
        self._groups = np.array([item.copy_group for item in self.items], dtype=np.int64)

    def products(self, item: Item, first: int = 0, end: int | None = None) -> npt.NDArray[np.int64]:
        """Cosine of the item's words with those of each item from `first` to `end`, in whole thousandths."""
        end = len(self.items) if end is None else end
        if end <= first:
            return np.zeros(0, dtype=np.int64)
        low, high = self._bounds[first], self._bounds[end]
        room = _room()
        room[item.words.positions] = item.words.weights
        products = room[self._positions[low:high]] * self._weights[low:high]
        room[item.words.positions] = 0
        sums = np.add.reduceat(products, self._bounds[first:end] - low)
        return (sums * 1000 + UNIT * UNIT // 2) // (UNIT * UNIT)

    def near(self, item: Item, least: int) -> list[tuple[Item, Affinity]]:
        """Every other item here for which at least `least` speaks."""
        found: list[tuple[Item, Affinity]] = []
        for first, end in self._runs(item):
            words = self.products(item, first, end)
            possible = words >= LEAST_WORDS
            if item.copy_group:
                possible |= self._groups[first:end] == item.copy_group
            for index in np.flatnonzero(possible):
                other = self.items[first + index]
                if other.key != item.key:
                    tie = affinity(item, other, int(words[index]))
                    if tie is not None and tie.score >= least:
                        found.append((other, tie))
        return found

    def _runs(self, item: Item) -> list[tuple[int, int]]:
        """The runs of items whose day does not rule this one out: those without a day, and those near its day."""
        if item.event_date is None:
            return [(0, len(self.items))]
        day = item.event_date.toordinal()
        edges = np.searchsorted(self._days, (1, day - DAY_APART, day + DAY_APART + 1))
        return [(0, int(edges[0])), (int(edges[1]), int(edges[2]))]


def _day(item: Item) -> int:
    return item.event_date.toordinal() if item.event_date else 0


_scratch: npt.NDArray[np.int64] | None = None


def _row(parts: Sequence[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)


def _room() -> npt.NDArray[np.int64]:
    """One row of zeros as long as the vocabulary, made once."""
    global _scratch
    if _scratch is None:
        _scratch = np.zeros(DIMENSIONS, dtype=np.int64)
    return _scratch
