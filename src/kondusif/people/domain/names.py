"""Indonesian names compared: titles, ranks and degrees taken off, short forms written out, old spelling made new.

A comparison never says that two names are one person; it says how near the letters are and why. What office and area say is
weighed in `joining`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from kondusif.understanding import offices


class Likeness(StrEnum):
    """How two names resemble each other."""

    SAME = "same"
    NEAR = "near"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class NameTie:
    """How near two names are: 0 to 1000, and in which way."""

    likeness: Likeness
    score: int


_WRITTEN_OUT = {
    **dict.fromkeys(
        "moh mohd muh muhamad mohammad mohamad mochammad mochamad moch much muchamad muchammad mhd".split(), "muhammad"
    ),
    **dict.fromkeys("ach achmad akhmad akh".split(), "ahmad"),
    "abd": "abdul",
    "st": "siti",
    "gst": "gusti",
    "kt": "ketut",
    "wy": "wayan",
    "md": "made",
    "ny": "nyoman",
}
_DEGREES = frozenset(
    "sh se st mm mh sip ssos skom spd mpd msi mkes amd sst stp sag mag lc map sik mkn mhum mkom mt phd mtr han mip msos".split()
)
_DOTTED_DEGREES = re.compile(r"(?<!\w)(?:[SM]\.\s?(?:[A-Z][A-Za-z]{0,4}\.?){1,3}|Ph\.?\s?D\.?|A\.?Md\.?)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SOUNDS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("ch", "kh"), ("ph", "f"), ("v", "f"), ("th", "t"), ("dh", "d"), ("q", "k"))  # fmt: skip
_DOUBLED = re.compile(r"(.)\1")
_OLD_SPELLING = 970
_INITIAL = 800
_PER_MISSING_WORD = 80
LONGEST = 12


def core_words(name: str) -> tuple[str, ...]:
    """The words of a name itself, folded: no title, rank or degree, "Moh." written out. At most twelve."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    body, _, after = plain.partition(",")
    if after and not _only_degrees(after):
        body = f"{body} {after}"
    words = [word.lower().replace("’", "'") for word in _WORD.findall(_DOTTED_DEGREES.sub(" ", body))]
    kept = [word for index, word in enumerate(words) if not _is_title(word, words[:index])]
    while len(kept) > 1 and kept[-1] in _DEGREES:
        kept.pop()
    return tuple(_WRITTEN_OUT.get(word, word) for word in kept[:LONGEST])


def compare(one: tuple[str, ...], other: tuple[str, ...]) -> NameTie | None:
    """How near two names (`core_words`) are, or None when they name different people."""
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    if not short:
        return None
    pairs = _pairs(short, long)
    if pairs is None or _only_shared(short, long):
        return None
    missing = len(long) - len(short)
    score = sum(_word_score(*pair) for pair in pairs) // len(pairs) - _PER_MISSING_WORD * missing
    if missing or any(map(_is_initial, pairs)):
        return NameTie(Likeness.PARTIAL, max(score, 0)) if any(map(_is_telling, pairs)) else None
    return NameTie(Likeness.SAME if score == 1000 else Likeness.NEAR, score)


def is_near(written: str, word: str, *, whole: bool = False) -> bool:
    """Whether a word that somebody typed may mean this word of a name; unless `whole`, its last letters may be missing."""
    return (not whole and word.startswith(written)) or (len(word) > 1 and _word_score(written, word) > 0)


def _only_degrees(words: str) -> bool:
    plain = re.sub(r"[.\s]", "", words).lower()
    return all(part in _DEGREES or len(part) <= 5 for part in plain.split(","))


def _is_title(word: str, before: list[str]) -> bool:
    """Titles and ranks stand before a name; "Pol" and "Inf" only after a rank."""
    if word in offices.TITLES:
        return True
    leading = all(each in offices.TITLES or each in offices.RANKS or each in offices.RANK_PARTS for each in before)
    return leading and (word in offices.RANKS or (word in offices.RANK_PARTS and bool(before)))


def _pairs(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[str, str]] | None:
    """Each word of the shorter name with its best unused partner; None when a word has none."""
    best = {word: max(_word_score(word, other) for other in long) for word in short}
    if not all(best.values()):
        return None
    free = list(long)
    pairs = []
    # Sure pairs first, so that an initial takes no whole word's partner.
    for word in sorted(short, key=lambda each: (-best[each], each)):
        score, partner = max((_word_score(word, other), other) for other in free)
        if not score:
            return None
        free.remove(partner)
        pairs.append((word, partner))
    return pairs


@lru_cache(maxsize=1 << 17)
def _word_score(one: str, other: str) -> int:
    """How near two words are. The same words of the same few thousand names are asked for again and again."""
    if one == other:
        return 1000
    if len(one) == 1 or len(other) == 1:
        return _INITIAL if one[0] == other[0] else 0
    if _sound(one) == _sound(other):
        return _OLD_SPELLING
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 5:
        return 0
    allowed = 1 if longest < 8 else 2
    distance = OSA.distance(one, other, score_cutoff=allowed)
    return 1000 - 1000 * distance // longest if distance <= allowed else 0


@lru_cache(maxsize=1 << 15)
def _sound(word: str) -> str:
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    return _DOUBLED.sub(r"\1", word)


def _only_shared(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether nothing but words that half the country bears speaks for the names."""
    return short != long and all(word in offices.SHARED_NAMES for word in short)


def _is_initial(pair: tuple[str, str]) -> bool:
    return len(pair[0]) == 1 or len(pair[1]) == 1


def _is_telling(pair: tuple[str, str]) -> bool:
    """Whether a pair of words could point at one person: neither an initial nor a word that half the country bears."""
    return not _is_initial(pair) and len(pair[0]) > 3 and pair[0] not in offices.SHARED_NAMES
