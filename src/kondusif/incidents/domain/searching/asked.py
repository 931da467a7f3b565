"""What somebody typed into the search box, in parts.

`amplop desa`          texts with both words, the last one perhaps only begun
`"kepala desa"`        the words side by side
`-baliho`              without this word
`sumber:radar`         in the name of the source
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kondusif.incidents.domain.searching.words import is_spelled, tokens

LONGEST = 300  # letters that are looked at
MOST_TERMS = 12
_BEGUN = 3  # letters of an unfinished word; with fewer it would begin half of all words
# The words for levels that are written short and in full; each finds the other.
SHORT_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        word: tuple(other for other in group if other != word)
        for group in (
            ("kabupaten", "kab"),
            ("kecamatan", "kec"),
            ("kelurahan", "kel"),
            ("provinsi", "propinsi", "prov"),
            ("desa", "ds"),
        )
        for word in group
    }
)
_PARTS = re.compile(
    r'(?P<sign>-)?(?:(?P<field>sumber|kategori|wilayah):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: a word, or words side by side. `begun`: other letters may follow. `field` is "" or "sumber"."""

    words: tuple[str, ...]
    begun: bool = False
    without: bool = False
    field: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The other words that a single word stands for."""
        return SHORT_FORMS.get(self.words[0], ()) if len(self.words) == 1 and not self.field else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the terms, and what the operators say (as it was written)."""

    written: str
    terms: tuple[Term, ...] = ()
    category: str = ""
    area: str = ""
    plain: str = ""  # the words alone, without operators and signs, for whoever else searches by them

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that must stand in a text."""
        return tuple(term for term in self.terms if not term.without)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """The terms that must not."""
        return tuple(term for term in self.terms if term.without)

    def respelled(self, instead: Mapping[str, str]) -> Asked:
        """The same with other spellings of single words."""
        written, plain = ("".join(_respelled(each, instead)) for each in (self.written, self.plain))
        terms = tuple(
            term if term.without else replace(term, words=tuple(instead.get(word, word) for word in term.words))
            for term in self.terms
        )
        return replace(self, written=written, plain=plain, terms=terms)


def asked(written: str) -> Asked:
    """Take apart what was typed; nothing that can be typed is an error."""
    written = tidy(written)
    terms: list[Term] = []
    plain: list[str] = []
    said = {"kategori": "", "wilayah": ""}
    for part in _PARTS.finditer(written):
        field = (part["field"] or "").lower()
        content = part["quoted"] if part["quoted"] is not None else part["bare"]
        if field in said and not part["sign"]:
            said[field] = content.strip()
            continue
        words = tuple(token.word for token in tokens(content))
        if not words:
            continue
        if not field and not part["sign"]:
            plain.append(content)
        last = part.end() == len(written) and part["quoted"] is None
        begun = last and len(words) == 1 and _may_be_unfinished(words[0]) and not part["sign"]
        terms.append(Term(words[:MOST_TERMS], begun, bool(part["sign"]), "sumber" if field == "sumber" else ""))
    kept = tuple(dict.fromkeys(terms))[:MOST_TERMS]
    return Asked(written, kept, said["kategori"], said["wilayah"], " ".join(plain))


def _may_be_unfinished(word: str) -> bool:
    return len(word) >= _BEGUN and not word.isdigit() and word not in SHORT_FORMS


def tidy(written: str) -> str:
    """What was typed without signs that no one can see, single blanks, and not endless."""
    visible = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in written[: LONGEST * 2])
    kept = "".join(sign for sign in visible if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"})
    return " ".join(kept.split())[:LONGEST].strip()


def misspellable(terms: Iterable[Term]) -> tuple[tuple[str, bool], ...]:
    """The words that may be misspelled, and whether more letters may follow."""
    found = {
        word: term.begun
        for term in terms
        if not term.without and not term.field and not term.ways
        for word in term.words
        if is_spelled(word)
    }
    return tuple(found.items())


def _respelled(written: str, instead: Mapping[str, str]) -> Iterable[str]:
    place = 0
    for token in tokens(written):
        yield written[place : token.start]
        yield instead.get(token.word, written[token.start : token.end])
        place = token.end
    yield written[place:]
