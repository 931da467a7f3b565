"""Phrases of the rule base in a text: finer terms, and cues of stance.

Phrases match word by word, each word as it stands or in its standard form, so that one entry covers spellings and inflections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from kondusif.understanding.words import Vocabulary


class Phrase(Protocol):
    """A phrase of the rule base (`rulebase.rules.PhraseRule`)."""

    @property
    def text(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> int: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def window(self) -> int: ...
    @property
    def not_with(self) -> tuple[str, ...]: ...


class TermHit(NamedTuple):
    """A term at words ``first..last``."""

    first: int
    last: int
    term: str
    category: str
    severity: int


class CueHit(NamedTuple):
    """A cue of a group at words ``first..last``."""

    first: int
    last: int
    group: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Everything that the lexicon found in one text."""

    terms: tuple[TermHit, ...]
    cues: tuple[CueHit, ...]


class _Entry(NamedTuple):
    rest: tuple[str, ...]
    phrase: Phrase | None
    group: str
    needs: frozenset[str]
    not_with: tuple[tuple[str, ...], ...]


class Lexicon:
    """The phrases of a rule base, ready to be found."""

    def __init__(self, phrases: Iterable[Phrase], cues: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_first: dict[str, list[_Entry]] = {}
        for phrase in phrases:
            needs = frozenset(form for word in phrase.needs for form in self._forms(word))
            refused = tuple(tuple(_split(text)) for text in phrase.not_with)
            self._add(phrase.text, _Entry((), phrase, "", needs, refused))
        for group, texts in cues.items():
            for text in texts:
                self._add(text, _Entry((), None, group, frozenset(), ()))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry.rest))

    def find(self, words: Sequence[str], standard: Sequence[str]) -> Hits:
        """Terms and cues among `words`; `standard` holds the standard form of each word, in step."""
        terms: list[TermHit] = []
        cues: list[CueHit] = []
        by_first = self._by_first
        reached: dict[str, int] = {}
        for index, word in enumerate(words):
            entries = by_first.get(word)
            other = standard[index]
            if other != word and other in by_first:
                entries = entries + by_first[other] if entries else by_first[other]
            if not entries:
                continue
            for entry in entries:
                last = index + len(entry.rest)
                key = entry.phrase.term if entry.phrase else entry.group
                if last >= len(words) or reached.get(key, -1) >= last:
                    continue
                if not _continues(entry.rest, words, standard, index + 1):
                    continue
                if entry.phrase is None:
                    cues.append(CueHit(index, last, entry.group))
                elif self._holds(entry, words, standard, index, last):
                    terms.append(TermHit(index, last, entry.phrase.term, entry.phrase.category, entry.phrase.severity))
                else:
                    continue
                reached[key] = last
        return Hits(tuple(terms), tuple(cues))

    def _add(self, text: str, entry: _Entry) -> None:
        parts = _split(text)
        if not parts:
            return
        firsts = {parts[0], self._standard(parts[0])}
        for first in firsts:
            self._by_first.setdefault(first, []).append(entry._replace(rest=tuple(parts[1:])))

    def _forms(self, text: str) -> set[str]:
        return {text, *(self._standard(part) for part in _split(text)[:1])}

    def _standard(self, word: str) -> str:
        return self._vocabulary.standard(word)[0]

    def _holds(self, entry: _Entry, words: Sequence[str], standard: Sequence[str], first: int, last: int) -> bool:
        phrase = entry.phrase
        if phrase is None or not (entry.needs or entry.not_with):
            return True
        low, high = max(0, first - phrase.window), min(len(words), last + 1 + phrase.window)
        if entry.needs:
            before_and_after = {*words[low:first], *words[last + 1 : high], *standard[low:first], *standard[last + 1 : high]}
            if before_and_after.isdisjoint(entry.needs):
                return False
        if not entry.not_with:
            return True
        near = words[low:high]
        return not any(_occurs(refused, near) for refused in entry.not_with)


def _split(text: str) -> list[str]:
    return text.replace("-", " ").split()


def _continues(rest: tuple[str, ...], words: Sequence[str], standard: Sequence[str], start: int) -> bool:
    for offset, part in enumerate(rest):
        if words[start + offset] != part and standard[start + offset] != part:
            return False
    return True


def _occurs(phrase: tuple[str, ...], words: Sequence[str]) -> bool:
    length = len(phrase)
    return any(tuple(words[index : index + length]) == phrase for index in range(len(words) - length + 1))
