"""What texts are counted and ordered by, as columns in memory: a hundred thousand texts take about 5 MB.

A word that stands in every second text finds fifty thousand of them. To order those and to count them by five properties
takes a database a second and arrays a few milliseconds; and every database counts and orders alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kondusif.places.domain.codes import contains

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
NAMES = ("category", "kind", "source_class", "month")
NO_KIND = "tanpa"  # of a text that tells of no event


class Row(NamedTuple):
    """What is known of one text. `places`: codes where it happened, with blanks between; `seen`: seconds since 1970."""

    id: int
    live: bool
    category: str
    kind: str
    source_class: str
    places: str
    seen: int
    month: str
    group: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the facets leave; an empty field leaves everything. `area` is a code: it and all inside it."""

    category: str = ""
    kind: str = ""
    source_class: str = ""
    month: str = ""
    area: str = ""

    def without(self, name: str) -> Wanted:
        """The same, and everything of this facet."""
        return replace(self, **{name: ""})


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Counted:
    """The texts in their order, one of each group of copies, and how many each choice of a facet would show."""

    ids: Ids
    copies: Mapping[int, int]
    facets: Mapping[str, Mapping[str, int]]
    total: int


@dataclass(slots=True)
class _Column:
    """One property of every text, as numbers of the names that occur."""

    names: list[str] = field(default_factory=list)
    codes: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def known(self, name: str) -> int:
        return self._numbers.get(name, -1)


@dataclass(frozen=True, slots=True)
class _Derived:
    """`newest`: positions, the newest text first; `rank` its inverse. `group`: numbers of the groups of copies.

    `company`: whether a text has copies. `pairs`: the position of each place. `area_at`, `area_code`: each kabupaten/kota
    (`areas`) of a text once.
    """

    newest: Places
    rank: Ids
    group: Places
    company: Mask
    pairs: Places
    area_at: Ids
    area_code: Ids
    areas: tuple[str, ...]


class Columns:
    """The texts, in the order of their ids. Never changed: `with_rows` makes others."""

    def __init__(self) -> None:
        self.ids: Ids = np.empty(0, dtype=np.int64)
        self._live: Mask = np.empty(0, dtype=np.bool_)
        self._seen: Ids = np.empty(0, dtype=np.int64)
        self._group: Ids = np.empty(0, dtype=np.int64)
        self._columns = {name: _Column() for name in NAMES}
        self._areas = _Column()  # names are place codes; `codes` runs beside `_area_of`
        self._area_of: Ids = np.empty(0, dtype=np.int64)
        self._derived: _Derived | None = None

    def with_rows(self, rows: Sequence[Row]) -> Columns:
        """The columns with more texts, or with what changed of them; whoever counts by the old ones is not disturbed."""
        more = copy(self)
        more._columns = {name: replace(column) for name, column in self._columns.items()}
        more._areas = replace(self._areas)
        if rows:
            more._derived = None
            more._put(sorted(rows, key=itemgetter(0)))
        return more

    def all_ids(self) -> Ids:
        """Every text that counts."""
        return self.ids[self._live]

    def count(self, found: Ids, titled: Ids, wanted: Wanted) -> Counted:
        """Order what a search found, count it by every facet, and leave what is wanted.

        Texts with every word in the title (`titled`) come first, then the newest, then the one kept latest.
        """
        derived = self._derive()
        at = self._positions(found)
        at = at[self._live[at]]
        masks = {
            name: self._mask(at, name, value, derived) for name in (*NAMES, "area") if (value := getattr(wanted, name))
        }
        facets = {name: self._facet(_left(at, masks, name), name, derived) for name in NAMES}
        facets["area"] = self._by_area(_left(at, masks, "area"), derived)
        ids, copies = self._ordered(_left(at, masks), titled, derived)
        return Counted(ids, copies, facets, len(ids))

    def _put(self, rows: Sequence[Row]) -> None:
        of = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
        ids = np.array(of["id"], dtype=np.int64)
        kept = ~np.isin(self.ids, ids, assume_unique=True) if len(self.ids) and ids[0] <= self.ids[-1] else None
        order = self._place(ids, kept)
        self._live = _put(self._live, np.array(of["live"], dtype=np.bool_), kept, order)
        self._seen = _put(self._seen, np.array(of["seen"], dtype=np.int64), kept, order)
        self._group = _put(self._group, np.array(of["group"], dtype=np.int64), kept, order)
        for name, column in self._columns.items():
            numbers = {value: column.number(value) for value in set(of[name])}
            codes = np.array(list(map(numbers.__getitem__, of[name])), dtype=np.int32)
            column.codes = _put(column.codes, codes, kept, order)
        self._put_areas(rows, ids, whole=kept is not None)

    def _place(self, ids: Ids, kept: Mask | None) -> Places | None:
        merged = np.concatenate((self.ids if kept is None else self.ids[kept], ids))
        order = None if kept is None else np.argsort(merged, kind="stable")
        self.ids = merged if order is None else merged[order]
        return order

    def _put_areas(self, rows: Sequence[Row], ids: Ids, *, whole: bool) -> None:
        if whole:
            stays = ~np.isin(self._area_of, ids)
            self._area_of, self._areas.codes = self._area_of[stays], self._areas.codes[stays]
        each = [row.places.split() for row in rows]
        named = list(chain.from_iterable(each))
        numbers = {code: self._areas.number(code) for code in set(named)}
        codes = np.array(list(map(numbers.__getitem__, named)), dtype=np.int32)
        of = np.repeat(ids, np.fromiter(map(len, each), dtype=np.int64, count=len(each)))
        self._area_of = np.concatenate((self._area_of, of))
        self._areas.codes = np.concatenate((self._areas.codes, codes))

    def _derive(self) -> _Derived:
        """What every search needs of these columns, worked out once."""
        if self._derived is None:
            newest = np.lexsort((-self.ids, -self._seen))
            rank = np.empty(len(newest), dtype=np.int64)
            rank[newest] = np.arange(len(newest))
            _, group, size = np.unique(self._group, return_inverse=True, return_counts=True)
            short: dict[str, int] = {}
            numbers = [short.setdefault(code[:5], len(short)) for code in self._areas.names]
            pairs = np.searchsorted(self.ids, self._area_of)
            width = max(1, len(short))
            kabupaten = np.array(numbers, dtype=np.int64)[self._areas.codes] if numbers else pairs
            once = np.unique(pairs * width + kabupaten)
            self._derived = _Derived(
                newest, rank, group, size[group] > 1, pairs, once // width, once % width, tuple(short)
            )
        return self._derived

    def _positions(self, found: Ids) -> Places:
        if not len(self.ids):
            return np.empty(0, dtype=np.intp)
        at = np.searchsorted(self.ids, found)
        at[at == len(self.ids)] = 0
        places: Places = at[self.ids[at] == found]
        return places

    def _mask(self, at: Places, name: str, value: str, derived: _Derived) -> Mask:
        if name != "area":
            column = self._columns[name]
            return np.asarray(column.codes[at] == column.known(value))
        inside = np.array([contains(value, code) for code in self._areas.names] or [False], dtype=np.bool_)
        touched = np.zeros(len(self.ids), dtype=np.bool_)
        touched[derived.pairs[inside[self._areas.codes]]] = True
        return np.asarray(touched[at])

    def _facet(self, at: Places, name: str, derived: _Derived) -> dict[str, int]:
        column = self._columns[name]
        counts = _count(at, column.codes[at], len(column.names), derived)
        return {column.names[code]: int(counts[code]) for code in np.flatnonzero(counts)}

    def _by_area(self, at: Places, derived: _Derived) -> dict[str, int]:
        """Counts by kabupaten/kota; a text that names no more than a provinsi counts for that."""
        wanted = np.zeros(len(self.ids), dtype=np.bool_)
        wanted[at] = True
        chosen = wanted[derived.area_at]
        counts = _count(derived.area_at[chosen], derived.area_code[chosen], len(derived.areas), derived)
        return {code: int(count) for code, count in zip(derived.areas, counts, strict=True) if count}

    def _ordered(self, at: Places, titled: Ids, derived: _Derived) -> tuple[Ids, dict[int, int]]:
        """Ids in order; of texts that are copies of each other the best one, and how many others it stands for."""
        first = np.intersect1d(at, self._positions(titled), assume_unique=True) if len(titled) else at[:0]
        hit = np.zeros(len(self.ids), dtype=np.bool_)
        hit[derived.rank[at]] = True
        hit[derived.rank[first]] = False
        order = np.concatenate((derived.newest[np.sort(derived.rank[first])], derived.newest[np.flatnonzero(hit)]))
        company = np.flatnonzero(derived.company[order])
        if not len(company):
            return self.ids[order], {}
        _, best, size = np.unique(derived.group[order[company]], return_index=True, return_counts=True)
        several = size > 1
        copies = self.ids[order[company[best[several]]]].tolist()
        stays = ~derived.company[order]
        stays[company[best]] = True
        return self.ids[order[stays]], dict(zip(copies, (size[several] - 1).tolist(), strict=True))


def _put(old: Any, new: Any, kept: Mask | None, order: Places | None) -> Any:
    merged = np.concatenate((old if kept is None else old[kept], new))
    return merged if order is None else merged[order]


def _left(at: Places, masks: Mapping[str, Mask], but: str = "") -> Places:
    """What every facet leaves, or every facet but one."""
    others = [mask for name, mask in masks.items() if name != but]
    left: Places = at[np.logical_and.reduce(others)] if others else at
    return left


def _count(at: Places, codes: npt.NDArray[np.integer[Any]], names: int, derived: _Derived) -> npt.NDArray[np.int64]:
    """How many texts have each code; copies of each other with the same code are one."""
    company = derived.company[at]
    if not company.any():
        return np.asarray(np.bincount(codes, minlength=names))
    together = np.unique(derived.group[at[company]] * np.int64(names) + codes[company]) % names
    counts = np.bincount(codes[~company], minlength=names) + np.bincount(together, minlength=names)
    return np.asarray(counts)
