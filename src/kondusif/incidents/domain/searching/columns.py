"""What texts are counted and ordered by, as columns in memory: a hundred thousand texts take about 5 MB.

A word that stands in every second text finds fifty thousand of them. To order those and to count them by five properties
takes a database a second and arrays a few milliseconds; and every database counts and orders alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kondusif.places.domain.codes import contains

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
NAMES = ("category", "kind", "source_class", "month")


class Row(NamedTuple):
    """What is known of one text. `places` are the codes where it happened; `day` and `seen` are when it was out."""

    id: int
    live: bool
    category: str
    kind: str
    source_class: str
    places: tuple[str, ...]
    seen: int
    day: date
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


class Columns:
    """The texts, in the order of their ids."""

    def __init__(self) -> None:
        self.ids: Ids = np.empty(0, dtype=np.int64)
        self._live: Mask = np.empty(0, dtype=np.bool_)
        self._seen: Ids = np.empty(0, dtype=np.int64)
        self._group: Ids = np.empty(0, dtype=np.int64)
        self._columns = {name: _Column() for name in NAMES}
        self._areas = _Column()  # names are place codes; `codes` runs beside `_area_of`
        self._area_of: Ids = np.empty(0, dtype=np.int64)

    def with_rows(self, rows: Sequence[Row]) -> Columns:
        """The columns with more texts, or with what changed of them; whoever counts by the old ones is not disturbed."""
        more = copy(self)
        more._columns = {name: replace(column) for name, column in self._columns.items()}
        more._areas = replace(self._areas)
        if rows:
            more._put(sorted(rows))
        return more

    def _put(self, rows: Sequence[Row]) -> None:
        ids = np.fromiter((row.id for row in rows), dtype=np.int64, count=len(rows))
        kept = ~np.isin(self.ids, ids, assume_unique=True) if len(self.ids) and ids[0] <= self.ids[-1] else None
        order = self._place(ids, kept)
        self._live = _put(self._live, np.array([row.live for row in rows], dtype=np.bool_), kept, order)
        self._seen = _put(self._seen, np.array([row.seen for row in rows], dtype=np.int64), kept, order)
        self._group = _put(self._group, np.array([row.group or row.id for row in rows], dtype=np.int64), kept, order)
        for name, column in self._columns.items():
            values = (f"{row.day:%Y-%m}" for row in rows) if name == "month" else (getattr(row, name) for row in rows)
            codes = np.fromiter((column.number(value) for value in values), dtype=np.int32, count=len(rows))
            column.codes = _put(column.codes, codes, kept, order)
        self._put_areas(rows, ids, whole=kept is not None)

    def all_ids(self) -> Ids:
        """Every text that counts."""
        return self.ids[self._live]

    def count(self, found: Ids, titled: Ids, wanted: Wanted) -> Counted:
        """Order what a search found, count it by every facet, and leave what is wanted.

        Texts with every word in the title (`titled`) come first, then the newest, then the one kept latest.
        """
        at = self._positions(found)
        at = at[self._live[at]]
        masks = {name: self._mask(at, name, getattr(wanted, name)) for name in (*NAMES, "area")}
        both = np.ones(len(at), dtype=np.bool_)
        for mask in masks.values():
            both &= mask
        facets = {name: self._facet(at[_others(masks, name, both)], name) for name in NAMES}
        facets["area"] = self._by_area(at[_others(masks, "area", both)])
        ids, copies = self._ordered(at[both], titled)
        return Counted(ids, copies, facets, len(ids))

    def _place(self, ids: Ids, kept: Mask | None) -> npt.NDArray[np.intp] | None:
        merged = np.concatenate((self.ids if kept is None else self.ids[kept], ids))
        order = None if kept is None else np.argsort(merged, kind="stable")
        self.ids = merged if order is None else merged[order]
        return order

    def _put_areas(self, rows: Sequence[Row], ids: Ids, *, whole: bool) -> None:
        if whole:
            stays = ~np.isin(self._area_of, ids)
            self._area_of, self._areas.codes = self._area_of[stays], self._areas.codes[stays]
        pairs = [(row.id, self._areas.number(code)) for row in rows for code in row.places]
        of, codes = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self._area_of = np.concatenate((self._area_of, of))
        self._areas.codes = np.concatenate((self._areas.codes, codes.astype(np.int32)))

    def _positions(self, found: Ids) -> npt.NDArray[np.intp]:
        if not len(self.ids):
            return np.empty(0, dtype=np.intp)
        at = np.searchsorted(self.ids, found)
        at[at == len(self.ids)] = 0
        return at[self.ids[at] == found]

    def _mask(self, at: npt.NDArray[np.intp], name: str, value: str) -> Mask:
        if not value:
            return np.ones(len(at), dtype=np.bool_)
        if name != "area":
            column = self._columns[name]
            return np.asarray(column.codes[at] == column.known(value))
        inside = np.array([contains(value, code) for code in self._areas.names] or [False], dtype=np.bool_)
        touched = np.zeros(len(self.ids), dtype=np.bool_)
        touched[np.searchsorted(self.ids, self._area_of[inside[self._areas.codes]])] = True
        return np.asarray(touched[at])

    def _facet(self, at: npt.NDArray[np.intp], name: str) -> dict[str, int]:
        column = self._columns[name]
        codes = _once(self._group[at], column.codes[at])
        counts = np.bincount(codes, minlength=len(column.names))
        return {column.names[code]: int(counts[code]) for code in np.flatnonzero(counts)}

    def _by_area(self, at: npt.NDArray[np.intp]) -> dict[str, int]:
        """Counts by kabupaten/kota; a text that names no more than a provinsi counts for that."""
        wanted = np.zeros(len(self.ids), dtype=np.bool_)
        wanted[at] = True
        places = np.searchsorted(self.ids, self._area_of)
        chosen = wanted[places]
        short: dict[str, int] = {}
        numbers = np.array(
            [short.setdefault(code[:5], len(short)) for code in self._areas.names] or [0], dtype=np.int32
        )
        codes = _once(self._group[places[chosen]], numbers[self._areas.codes[chosen]])
        counts = np.bincount(codes, minlength=len(short))
        return {code: int(counts[number]) for code, number in short.items() if counts[number]}

    def _ordered(self, at: npt.NDArray[np.intp], titled: Ids) -> tuple[Ids, dict[int, int]]:
        """Ids in order; of texts that are copies of each other the best one, and how many others it stands for."""
        ids = self.ids[at]
        plain = ~np.isin(ids, titled, assume_unique=True) if len(titled) else np.ones(len(ids), dtype=np.bool_)
        order = np.lexsort((-ids, -self._seen[at], plain))
        ids, groups = ids[order], self._group[at][order]
        _, first, size = np.unique(groups, return_index=True, return_counts=True)
        several = size > 1
        copies = dict(zip(ids[first[several]].tolist(), (size[several] - 1).tolist(), strict=True))
        return ids[np.sort(first)], copies


def _put(
    old: npt.NDArray[np.generic],
    new: npt.NDArray[np.generic],
    kept: Mask | None,
    order: npt.NDArray[np.intp] | None,
) -> npt.NDArray[np.generic]:
    merged = np.concatenate((old if kept is None else old[kept], new))
    return merged if order is None else merged[order]


def _others(masks: Mapping[str, Mask], name: str, both: Mask) -> Mask:
    """What every facet but this one leaves."""
    others = [mask for other, mask in masks.items() if other != name and not mask.all()]
    if masks[name].all():
        return both
    left = np.ones(len(both), dtype=np.bool_)
    for mask in others:
        left &= mask
    return left


def _once(groups: Ids, codes: Codes) -> Codes:
    """The codes, each once for every group of copies."""
    if not len(codes):
        return codes
    width = int(codes.max()) + 1
    return np.asarray(np.unique(groups * width + codes) % width, dtype=np.int32)
