"""Near spellings: what a word that no text has was probably meant to be.

A letter wrong, missing, too many, or two exchanged; in long words two such slips. Old and new spelling of Indonesian are
the same word ("Soekarno", "Sukarno"; "Djakarta", "Jakarta"), and so are single and doubled letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST = 4  # letters; a shorter word with another letter is another word
_LONG = 8  # letters from which on two slips are forgiven
_MOST_VARIANTS = 96
# Both ways: what stands left is also written as what stands right.
_SOUNDS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh"), ("j", "y"), ("f", "p"), ("v", "f"),
           ("z", "j"), ("q", "k"), ("x", "ks"))  # fmt: skip
_ANY_SOUND = re.compile(
    "|".join(sorted({sound for pair in _SOUNDS for sound in pair}, key=lambda each: (-len(each), each)))
)
_DOUBLED = re.compile(r"(.)\1+")


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The word meant, or None. `known` says in how many texts each word stands; of equals the commonest wins."""
    if same := [other for other in variants(word) if other in known and other != word]:
        return min(same, key=lambda other: (-known[other], other))
    if len(word) < _SHORTEST:
        return None
    slips = 2 if len(word) >= _LONG else 1
    near = extract(word, known.keys(), scorer=OSA.distance, processor=None, score_cutoff=slips, limit=None)
    best = [(distance, other) for other, distance, _ in near if distance]
    if not best:
        return None
    return min(best, key=lambda found: (found[0], found[1][0] != word[0], -known[found[1]], found[1]))[1]


def variants(word: str) -> tuple[str, ...]:
    """The spellings that sound alike, the word itself first."""
    found: dict[str, None] = {word: None}
    for form in (word, _DOUBLED.sub(r"\1", word)):
        found.update(dict.fromkeys(_sounding(form)))
    for form in list(found):
        for place, letter in enumerate(form):
            if len(found) >= _MOST_VARIANTS * 2:
                break
            found.setdefault(f"{form[:place]}{letter}{form[place:]}")
    return tuple(found)


def _sounding(word: str) -> Iterable[str]:
    parts: list[tuple[str, ...]] = []
    place = 0
    for sound in _ANY_SOUND.finditer(word):
        parts.append((word[place : sound.start()],))
        others = [other for pair in _SOUNDS for other in pair if sound[0] in pair and other != sound[0]]
        parts.append((sound[0], *others))
        place = sound.end()
    parts.append((word[place:],))
    for number, chosen in enumerate(product(*parts)):
        if number >= _MOST_VARIANTS:
            return
        yield "".join(chosen)
