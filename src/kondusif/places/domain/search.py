"""Finding areas by what people type: names, chains of names, short forms, codes; forgiving where it is safe to be.

A chain runs from child to parent ("wandanpuro, bululawang, malang") or from parent to child; every name but one must be
written right, the one may be unfinished or carry one typo (a letter too many, missing, wrong, or two exchanged).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from string import ascii_lowercase
from types import MappingProxyType

from kondusif.places.domain.codes import Level, contains, level_of
from kondusif.places.domain.gazetteer import Area, Gazetteer
from kondusif.places.domain.typed_names import Cut, Spelling, TypedName, cuts, typed_code

_SHORTEST_TYPO = 4  # letters; in shorter names one wrong letter makes another name
_SHORTEST_TYPO_ALONE = 5
_LONGEST_TYPO = 40
_MOST_CUTS = 600
_MOST_TYPOS = 30  # names of one query that are looked up with every possible typo; 0.3 ms each
_NO_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_FEW = 12
_LENGTHS = {Level.PROVINSI: 2, Level.KABUPATEN_KOTA: 5, Level.KECAMATAN: 8, Level.KELURAHAN_DESA: 13}
_ENDS = (2, 5, 8)  # lengths of the codes of a provinsi, kabupaten/kota, kecamatan
_FIRST_KOTA = 71  # the numbers of kota within a province begin here (Kepmendagri 300.2.2-2138/2025)


class Why(StrEnum):
    """How what was typed is like the area; also an id in output."""

    KODE = "kode"
    NAMA = "nama"
    NAMA_LAIN = "nama_lain"
    AWAL = "awal"
    SALAH_KETIK = "salah_ketik"


_RANK = {Why.KODE: 0, Why.NAMA: 0, Why.NAMA_LAIN: 0, Why.AWAL: 1, Why.SALAH_KETIK: 2}


@dataclass(frozen=True, slots=True)
class Match:
    """An area that was found. `full_name` carries its parents, `because` says in Indonesian why it is offered."""

    area: Area
    full_name: str
    why: Why
    because: str


def search(
    gazetteer: Gazetteer,
    query: str,
    *,
    level: Level | None = None,
    within: str | None = None,
    limit: int = 20,
    abbreviations: Mapping[str, tuple[str, ...]] = _NO_NAMES,
) -> tuple[Match, ...]:
    """The areas that `query` may mean: exact before unfinished before mistyped, higher levels first, then by code.

    `level` and `within` (a dotted code, itself included) keep only such areas. `abbreviations` maps other names in
    lower case, words parted by one blank, to codes. A query without sense finds nothing; none raises.
    """
    if limit < 1:
        return ()
    if digits := typed_code(query):
        found = _with_code(gazetteer, digits, level)
    else:
        found = _Names(gazetteer, abbreviations, within).found(query, level, limit)
    best = _best(found, [code for code in found if _wanted(code, level, within)], limit)
    return tuple(
        Match(gazetteer.area(code), gazetteer.full_name(code), found[code].why, found[code].because()) for code in best
    )


@dataclass(frozen=True, slots=True)
class _Hit:
    """Why a code was found: the cut of the query, which of its names was taken loosely, which name is the area's."""

    why: Why
    cut: Cut
    loose: int = 0
    own: int = 0

    def because(self) -> str:
        said = self.cut[self.loose].text
        words = {
            Why.KODE: f"kode {said}",
            Why.NAMA: f"nama “{said}”",
            Why.NAMA_LAIN: f"nama lain “{said}”",
            Why.AWAL: f"berawal “{said}”",
            Why.SALAH_KETIK: f"satu huruf beda dari “{said}”",
        }[self.why]
        if self.loose != self.own:
            return f"nama “{self.cut[self.own].text}”; induknya {words}"
        others = " dan ".join(f"“{name.text}”" for place, name in enumerate(self.cut) if place != self.own)
        return f"{words}, di dalam {others}" if others else words


_Found = dict[str, _Hit]


def _best(found: _Found, wanted: list[str], limit: int) -> list[str]:
    """The first codes by rank, level and code. Only what is needed is sorted: one letter finds fifteen thousand."""
    heaps: dict[tuple[int, int], list[str]] = defaultdict(list)
    for code in wanted:
        heaps[_RANK[found[code].why], len(code)].append(code)
    best: list[str] = []
    for heap in sorted(heaps):
        if len(best) < limit:
            best += nsmallest(limit - len(best), heaps[heap])
    return best


def _with_code(gazetteer: Gazetteer, digits: str, level: Level | None) -> _Found:
    """The area with these digits, and those below it (of `level`, else one level down) whose codes begin with them."""
    typed = _dotted(digits)
    said = (TypedName((typed,)),)
    parent = typed if typed in gazetteer else typed.rpartition(".")[0]
    if level is not None and parent in gazetteer and level > level_of(parent):
        below = gazetteer.descendants(parent, level)
    else:
        below = iter(gazetteer.children(parent or None))
    found = {code: _Hit(Why.AWAL, said) for code in below if code.startswith(typed)}
    if typed in gazetteer:
        found[typed] = _Hit(Why.KODE, said)
    return found


class _Names:
    """One search by names. Remembers what each run of words can mean, because many cuts share it."""

    def __init__(self, gazetteer: Gazetteer, abbreviations: Mapping[str, tuple[str, ...]], within: str | None) -> None:
        self._gazetteer = gazetteer
        self._abbreviations = abbreviations
        self._within = within
        self._known: dict[tuple[Why, TypedName], frozenset[str]] = {}
        self._typos = 0

    def found(self, query: str, level: Level | None, limit: int) -> _Found:
        """Everything found, the surest way first; typos are tried only where nothing fits exactly."""
        found: _Found = {}
        possible = self._possible(query)
        for why in (Why.NAMA, Why.AWAL, Why.SALAH_KETIK):
            for cut in possible:
                self._add(cut, why, found)
                if len(cut) > 1:
                    self._add(cut[::-1], why, found)
            wanted = [code for code in found if _wanted(code, level, self._within)]
            if len(wanted) >= limit or (why is Why.AWAL and any(_RANK[found[code].why] == 0 for code in wanted)):
                break
        return found

    def _possible(self, query: str) -> list[Cut]:
        """The cuts in which at most one name is no area's exact name."""
        possible: list[Cut] = []
        for cut in cuts(query):
            if sum(not self._codes(Why.NAMA, name) for name in cut) <= 1:
                possible.append(cut)
                if len(possible) == _MOST_CUTS:
                    break
        return possible

    def _add(self, cut: Cut, why: Why, found: _Found) -> None:
        """Add the areas that a cut, the child first, leads to when one of its names is taken as `why` says."""
        exact = [self._codes(Why.NAMA, name) for name in cut]
        for loose, name in enumerate(cut):
            if not all(codes for place, codes in enumerate(exact) if place != loose):
                continue
            if why is Why.SALAH_KETIK and len(cut) == 1 and not self._within and len(name.text) < _SHORTEST_TYPO_ALONE:
                continue
            hit = _Hit(why, cut, loose)
            for code in _chained([*exact[:loose], self._codes(why, name), *exact[loose + 1 :]]):
                if code not in found:
                    found[code] = hit if why is not Why.NAMA else _Hit(self._exactly(code, cut[0]), cut)

    def _exactly(self, code: str, name: TypedName) -> Why:
        if any(code in self._spelled(spelling) for spelling in name.spellings()):
            return Why.NAMA
        return Why.KODE if name.digits else Why.NAMA_LAIN

    def _codes(self, why: Why, name: TypedName) -> frozenset[str]:
        """Codes of every area that this run of words may name, exactly or loosely."""
        known = self._known.get((why, name))
        if known is None:
            known = self._known[why, name] = frozenset(self._look_up(why, name))
        return known

    def _look_up(self, why: Why, name: TypedName) -> Iterator[str]:
        if why is Why.NAMA and (code := _dotted(name.digits)) in self._gazetteer:  # "wandanpuro, 35.07"
            yield code
        self._typos += why is Why.SALAH_KETIK
        if self._typos > _MOST_TYPOS:
            return
        for spelling in name.spellings():
            if why is Why.NAMA:
                yield from self._spelled(spelling)
                yield from _all_of(spelling, self._abbreviations.get(spelling.text, ()))
            elif why is Why.AWAL:
                yield from _all_of(spelling, self._gazetteer.beginning_with(spelling.key))
            else:
                for key in _one_typo_away(spelling.key):
                    yield from _all_of(spelling, self._gazetteer.lookup(key))

    def _spelled(self, spelling: Spelling) -> Collection[str]:
        codes = self._gazetteer.lookup(spelling.key)
        fitting = _all_of(spelling, codes)
        if fitting or spelling.kind != "kota":
            return fitting
        # "Kota Tulungagung" is said of the town of a kabupaten that has no kota beside it.
        return [code for code in codes if level_of(code) == spelling.level]


def _chained(sets: list[frozenset[str]]) -> Collection[str]:
    """Codes of the first set that lie inside a code of the second, which lies inside one of the third, and so on."""
    inside: Collection[str] = sets[-1]
    for codes in reversed(sets[:-1]):
        if len(inside) <= _FEW:
            parents = tuple(f"{code}." for code in inside)
            inside = {code for code in codes if code.startswith(parents)}
        else:
            inside = {code for code in codes if any(code[:end] in inside for end in _ENDS if end < len(code))}
    return inside


def _all_of(spelling: Spelling, codes: Collection[str]) -> Collection[str]:
    """The codes that are of the level and kind that the spelling states."""
    return codes if spelling.level is None else [code for code in codes if _of(spelling, code)]


def _of(spelling: Spelling, code: str) -> bool:
    """Whether an area is of the level and kind that the spelling states."""
    if spelling.level is None:
        return True
    if len(code) != _LENGTHS[spelling.level]:
        return False
    return not spelling.kind or (spelling.kind == "kota") == (int(code[3:5]) >= _FIRST_KOTA)


def _wanted(code: str, level: Level | None, within: str | None) -> bool:
    return (level is None or level_of(code) == level) and (within is None or contains(within, code))


def _dotted(digits: str) -> str:
    """ "35071" → "35.07.1"."""
    return ".".join(filter(None, (digits[0:2], digits[2:4], digits[4:6], digits[6:])))


def _one_typo_away(key: str) -> set[str]:
    """Every word that one letter added, left out, changed or exchanged with its neighbour makes of `key`."""
    if not _SHORTEST_TYPO <= len(key) <= _LONGEST_TYPO:
        return set()
    halves = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    away = {head + tail[1:] for head, tail in halves if tail}
    away |= {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    away |= {head + letter + tail[1:] for head, tail in halves if tail for letter in ascii_lowercase}
    away |= {head + letter + tail for head, tail in halves for letter in ascii_lowercase}
    away.discard(key)
    return away
