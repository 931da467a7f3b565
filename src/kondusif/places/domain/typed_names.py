"""What somebody typed into a search box, cut into the names of areas it may consist of.

Nothing here knows the gazetteer: "ds wandanpro kec bululawang malang" becomes a handful of `Cut`s such as
(wandanpro as a desa, bululawang as a kecamatan, malang); `search` keeps the ones that exist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kondusif.places.domain.codes import Level

LONGEST = 300  # letters of a query that are looked at
MOST_WORDS = 24
_MOST_NAMES = 4  # one per level
_MOST_WORDS_OF_A_NAME = 9  # the longest official name has six; level words and "s" cut off by an apostrophe come on top
_COUNTRY = frozenset({"indonesia", "nkri", "ri"})
_SILENT = re.compile(r"['’‘`´ʼ\u200b-\u200f\u2060\ufeff\u00ad]")
_SEPARATORS = re.compile(r"[,;>|→\r\n\t]+")
_WORD = re.compile(r"[a-z0-9]+")
_CODE = re.compile(r"[\d.\-\s]+")

# Level words as they are written before a name; understanding has its own, longer list for running text.
_LEVEL_WORDS = {
    Level.PROVINSI: "provinsi propinsi prov prop",
    Level.KABUPATEN_KOTA: "kabupaten kab kota kotamadya kodya",
    Level.KECAMATAN: "kecamatan kec distrik kapanewon kemantren",
    Level.KELURAHAN_DESA: "desa ds kelurahan kel kalurahan gampong nagari pekon",
}
_LEVEL_OF = {word: level for level, words in _LEVEL_WORDS.items() for word in words.split()}
# Words within names that are often cut short; "Kep. Seribu".
_SHORT_WORDS = {"kep": "kepulauan", "gn": "gunung", "tj": "tanjung", "tg": "tanjung", "pl": "pulau", "kt": "koto"}
_KINDS = {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota", "kotamadya": "kota", "kodya": "kota"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to take a run of words as a name: the name, and what a level word beside it says."""

    words: tuple[str, ...]
    level: Level | None = None
    kind: str = ""

    @property
    def key(self) -> str:
        """As the gazetteer's `key_of` writes it."""
        return "".join(self.words)

    @property
    def text(self) -> str:
        """The words with single blanks between."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class TypedName:
    """A run of words that may be the name of one area."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it is quoted back to whoever typed it."""
        return (".".join if self.digits else " ".join)(self.words)

    @property
    def digits(self) -> str:
        """The digits, when it is nothing else: it may be a code."""
        key = "".join(self.words)
        return key if key.isdigit() else ""

    def spellings(self) -> tuple[Spelling, ...]:
        """The ways to take it, the plain one first: "kota baru" is the name Kota Baru or the kota called Baru."""
        found = [Spelling(self.words)]
        first, last = self.words[0], self.words[-1]
        if any(word in _SHORT_WORDS for word in self.words):
            found.append(Spelling(tuple(_SHORT_WORDS.get(word, word) for word in self.words)))
        if last[-1] == "2" and len(last) > 3:  # "guluk2" is written for "guluk-guluk"
            found.append(Spelling((*self.words[:-1], last[:-1], last[:-1])))
        if len(self.words) > 1 and first in _LEVEL_OF:
            found.append(_titled(self.words[1:], first))
        if len(self.words) > 1 and last in _KINDS:  # "malang kota"
            found.append(_titled(self.words[:-1], last))
        if len(self.words) == 1:
            found.extend(_glued(first))
        return tuple(found)


Cut = tuple[TypedName, ...]


def typed_code(query: str) -> str:
    """The digits of a query that is nothing but a code or the beginning of one, else nothing."""
    typed = query[:LONGEST].strip()
    if not typed.isascii() or not _CODE.fullmatch(typed):
        return ""
    digits = "".join(filter(str.isdigit, typed))
    return digits if len(digits) <= 10 else ""


def cuts(query: str) -> Iterator[Cut]:
    """Every way to cut the query into at most four names, fewest names first; commas always cut."""
    words, ends = _words(query)
    if not 0 < len(words) <= MOST_WORDS:
        return
    for count in range(1, _MOST_NAMES + 1):
        yield from _cut(words, ends, 0, count)


def _words(query: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The words, and the positions that a comma stands before."""
    plain = unicodedata.normalize("NFKD", query[:LONGEST]).lower()
    plain = _SILENT.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    words: list[str] = []
    ends: set[int] = set()
    for part in _SEPARATORS.split(plain):
        words += _WORD.findall(part)
        ends.add(len(words))
    while len(words) > 1 and words[-1] in _COUNTRY:
        words.pop()
    return tuple(words), frozenset(ends)


def _cut(words: tuple[str, ...], ends: frozenset[int], start: int, count: int) -> Iterator[Cut]:
    left = len(words) - start
    if count > left or count * _MOST_WORDS_OF_A_NAME < left:
        return
    if count == 1:
        if not any(start < end < len(words) for end in ends):
            yield (TypedName(words[start:]),)
        return
    for stop in range(start + 1, min(start + _MOST_WORDS_OF_A_NAME, len(words) - 1) + 1):
        for rest in _cut(words, ends, stop, count - 1):
            yield (TypedName(words[start:stop]), *rest)
        if stop in ends:
            return


def _titled(words: tuple[str, ...], level_word: str) -> Spelling:
    return Spelling(words, _LEVEL_OF[level_word], _KINDS.get(level_word, ""))


def _glued(word: str) -> Iterator[Spelling]:
    """ "kotamalang", "kecbululawang"."""
    for level_word in _LEVEL_OF:
        if len(level_word) > 2 and word.startswith(level_word) and len(word) - len(level_word) > 3:
            yield _titled((word[len(level_word) :],), level_word)
