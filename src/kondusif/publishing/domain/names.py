"""Words of a text that name somebody: after a form of address, at the head of a chat line, or because they were named elsewhere.

The reader finds office holders alone, and lokal's Samaran knows common names of the press. This adds how people are named in
village chats: "pak", "cak", "bhuk", "mat", "jenenge", "oreng anyama".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kondusif.places.domain.gazetteer import key_of, load_gazetteer
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding import offices
from kondusif.understanding.analysis import shipped_lines
from kondusif.understanding.date_words import listed
from kondusif.understanding.words import Vocabulary

Range = tuple[int, int]

_LONGEST_NAME = 5
# After these a name follows, whatever its letters look like.
_ADDRESS = offices.TITLES | listed(
    "pk bp bpk mbah mbh cak ning neng gus lek lik pakde bude paklik bulik pakdhe budhe yu kakek nenek om tante teh kak dik dek den "
    "almarhum almarhumah alm kyae kiyae nyae lora eppa ebhu bhuk buk mat abah umi ummi ustadzah bunda "
    "jenenge jenengé jenengipun asmane anyama nyamana anyamana bernama namanya inisial berinisial"
)
_TWO_WORDS = frozenset({("atas", "nama"), ("a", "n"), ("an", "sdr"), ("warga", "bernama"), ("oreng", "anyama")})
# Capitalised words that follow a form of address and are an occupation or a vocative, not a name.
_NOBODY = listed(
    "polisi guru hakim jaksa dokter dosen bidan perawat tani petani nelayan rektor rt rw kota ibu bapak anak sekalian semua saya aku "
    "kamu kami anda beliau dia ini itu yang dan atau tidak nama disamarkan mertua tiri rumah pertiwi pejabat petugas panwas pppk desk posko satgas saber tim"
)
# Javanese for "at" when it has no capital, a form of address when it has one.
_ONLY_CAPITAL = listed("ning neng")
_HEADS = frozenset(phrase.split()[-1] for phrase in offices.ROLES)
# Shortened titles that chats also write for other words: "dr" is "dari", "ns" anything.
_AMBIGUOUS = listed("dr ns eng ing hc ra")
# What bears a person's name without being one.
_NAMED_AFTER = listed(
    "jalan jl jln gang gg gedung aula pendopo pendapa balai lapangan hotel masjid mushola musholla musala langgar gereja pura "
    "vihara klenteng stadion gor terminal bandara stasiun pelabuhan pasar alun universitas univ kampus rsud rs rsu puskesmas sekolah "
    "sdn smpn sman smkn mts man madrasah pondok ponpes pesantren makam waduk bendungan pantai taman jembatan simpang perempatan"
)
_SHORTENED = offices.SHORTENED_NAMES | listed("hj kh drs dra drh drg dr ir prof sdr sdri alm ust tgh pdt bp bpk pk rm")
_WIDEST_BLANK = 3
_WORD = re.compile(r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*'?")
_SENDER = re.compile(
    r"^[ \t]*\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?[ \t]+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \t]?[AaPp]\.?[Mm]\.?)?\]?[ \t]*-?[ \t]*"
    r"~?[ \t]*([^:\n\[\]]{2,60}):",
    re.MULTILINE,
)


class Word(NamedTuple):
    """A word of a text; `low` is without the apostrophe that Madurese ends words with."""

    start: int
    stop: int
    low: str
    capital: bool


def words_of(text: str) -> list[Word]:
    """The words of a text in their order; numbers are none."""
    return [
        Word(found.start(), found.end(), found.group().lower().strip("'"), found.group()[0].isupper())
        for found in _WORD.finditer(text)
    ]


def addressed(text: str, words: Sequence[Word]) -> Iterator[Range]:
    """The names after forms of address, without these."""
    for place, word in enumerate(words):
        pair = (words[place - 1].low, word.low) if place else ("", "")
        if word.low not in _ADDRESS and pair not in _TWO_WORDS:
            continue
        if word.low in _ONLY_CAPITAL and not word.capital:
            continue
        if (len(word.low) == 1 or word.low in _AMBIGUOUS) and text[word.stop : word.stop + 1] != ".":
            continue
        named = _name_after(text, words, place)
        if named is not None:
            yield named


def senders(text: str) -> Iterator[Range]:
    """Who wrote a line of an exported chat."""
    for found in _SENDER.finditer(text):
        yield found.span(1)


def spoken_of(text: str, words: Sequence[Word], named: Collection[str]) -> Iterator[Range]:
    """Where one of these words, parts of names, stands again; an ordinary word only where it has a capital."""
    for place, word in enumerate(words):
        if word.low not in named or (not word.capital and (is_ordinary(word.low) or word.low in offices.SHARED_NAMES)):
            continue
        if is_building(text, words, place):
            continue
        yield word.start, word.stop


def runs_of(words: Sequence[Word], name: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where all words of a name stand one after the other: the first and the last of them, as indices."""
    length = len(name)
    for first in range(len(words) - length + 1):
        if all(words[first + step].low == name[step] for step in range(length)):
            yield first, first + length - 1


def telling(words: Iterable[str]) -> set[str]:
    """The parts of a name that may stand for its bearer alone."""
    return {word for word in words if len(word) > 2 and not is_no_name(word)}


def is_building(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether the capitalised words before a word lead back to a street, a building or an area that bears the name."""
    while place and _near(text, words[place - 1], words[place]):
        place -= 1
        if _lookup(f"{words[place].low} {words[place + 1].low}"):
            return True
        if words[place].low in _NAMED_AFTER or words[place].low in offices.AREA_WORDS:
            return True
        if words[place].low in _HEADS and is_area(words[place + 1].low):
            return True  # "lurah Ngijo": the reader has looked for a person there and found none
        if not words[place].capital or words[place].low in _ADDRESS:
            return False
    return False


def is_no_name(low: str) -> bool:
    """Whether a word belongs to an office, a body, a day or a form of address, so that it never names anybody."""
    return low in offices.NO_NAME or low in offices.AREA_WORDS or low in _ADDRESS or low in _NOBODY


def is_area(low: str) -> bool:
    """Whether a word alone is the name of an area."""
    return _lookup(low)


def is_ordinary(low: str) -> bool:
    """Whether it is a word of the language, standard or regional, that may also be a name."""
    return _vocabulary().knows(low)


def _name_after(text: str, words: Sequence[Word], place: int) -> Range | None:
    first = place + 1
    while first < len(words) and words[first].low in _ADDRESS and _near(text, words[first - 1], words[first]):
        first += 1
    last = first - 1
    while last + 1 < len(words) and last + 1 - first < _LONGEST_NAME and _near(text, words[last], words[last + 1]):
        word = words[last + 1]
        particle = last >= first and word.low in offices.PARTICLES
        if not particle and (is_no_name(word.low) or not (word.capital or (last < first and _may_be_name(word.low)))):
            break
        last += 1
    while last >= first and words[last].low in offices.PARTICLES:
        last -= 1
    if last < first or _lookup(" ".join(word.low for word in words[first - 1 : first + 1])):
        return None  # "Pak Bulu" is a desa
    return words[first].start, words[last].stop


def _lookup(name: str) -> bool:
    return bool(load_gazetteer().lookup(key_of(name)))


def _may_be_name(low: str) -> bool:
    return len(low) > 2 and not is_ordinary(low) and not low.endswith("nya")


def _near(text: str, word: Word, following: Word) -> bool:
    """Whether only blanks, or the point of a shortened word, stand between two words of one line."""
    between = text[word.stop : following.start]
    if between.startswith(".") and (len(word.low) == 1 or word.low in _SHORTENED):
        between = between[1:]
    return len(between) <= _WIDEST_BLANK and not between.strip(" \t")


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        load_rulebase().words, frozenset(shipped_lines("roots.txt")), frozenset(shipped_lines("given_names.txt"))
    )
