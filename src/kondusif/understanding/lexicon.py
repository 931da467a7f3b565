"""Phrases of the rule base in a text: finer terms, and cues of stance.

Phrases match word by word, each word as it stands or as the standard language writes it, so that one entry covers spellings and regions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kondusif.rulebase.rules import PhraseRule
from kondusif.understanding.words import Vocabulary


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
    """What stands at the end of a phrase: a phrase of a term, or the group of a cue."""

    phrase: PhraseRule | None
    key: str
    needs: frozenset[str]
    not_with: tuple[tuple[str, ...], ...]


class _Node:
    """One word of a phrase: which words may follow, and what ends here."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.ends: list[_Entry] = []


class Lexicon:
    """The phrases of a rule base, ready to be found."""

    def __init__(
        self, phrases: Iterable[PhraseRule], cues: Mapping[str, Iterable[str]], vocabulary: Vocabulary
    ) -> None:
        self._vocabulary = vocabulary
        self._root = _Node()
        for phrase in phrases:
            needs = frozenset(form for word in phrase.needs for form in self._forms(word))
            refused = tuple(tuple(_split(text)) for text in phrase.not_with)
            self._add(phrase.text, _Entry(phrase, phrase.term, needs, refused))
        for group, texts in cues.items():
            for text in texts:
                self._add(text, _Entry(None, group, frozenset(), ()))

    def find(self, words: Sequence[str], plain: Sequence[str]) -> Hits:
        """Terms and cues among `words`; `plain` holds the plain form of each word, in step."""
        terms: list[TermHit] = []
        cues: list[CueHit] = []
        first = self._root.following
        reached: dict[str, int] = {}
        present = frozenset(words).union(plain)
        final = len(words) - 1
        for index, word in enumerate(words):
            other = plain[index]
            if word not in first and other not in first:
                continue
            # Most words begin some phrase; few are followed by its second word.
            follower = (words[index + 1], plain[index + 1]) if index < final else ("", "")
            if not (
                _may_begin(first.get(word), follower) or (other != word and _may_begin(first.get(other), follower))
            ):
                continue
            for last, entry in self._from(words, plain, index):
                if reached.get(entry.key, -1) >= last:
                    continue
                if (entry.needs or entry.not_with) and (
                    present.isdisjoint(entry.needs or present) or not _holds(entry, words, plain, index, last)
                ):
                    continue
                reached[entry.key] = last
                phrase = entry.phrase
                if phrase is None:
                    cues.append(CueHit(index, last, entry.key))
                else:
                    terms.append(TermHit(index, last, phrase.term, phrase.category, phrase.severity))
        return Hits(tuple(terms), tuple(cues))

    def _from(self, words: Sequence[str], plain: Sequence[str], index: int) -> list[tuple[int, _Entry]]:
        """Every phrase that begins at a word, the longest first."""
        found: list[tuple[int, _Entry]] = []
        nodes = [self._root]
        count = len(words)
        while nodes and index < count:
            word, other = words[index], plain[index]
            reached = []
            for node in nodes:
                following = node.following
                if word in following:
                    reached.append(following[word])
                if other != word and other in following:
                    reached.append(following[other])
            nodes = []
            for node in reached:
                if node.ends:
                    found += [(index, entry) for entry in node.ends]
                if node.following:
                    nodes.append(node)
            index += 1
        found.reverse()
        return found

    def _add(self, text: str, entry: _Entry) -> None:
        parts = _split(text)
        if not parts:
            return
        # A phrase is found by its words as written and by their plain forms.
        for form in {tuple(parts), tuple(plain for part in parts for plain in self._vocabulary.forms(part)[0])}:
            node = self._root
            for part in form:
                node = node.following.setdefault(part, _Node())
            node.ends.append(entry)

    def _forms(self, text: str) -> set[str]:
        return {text, *(self._vocabulary.forms(part)[0][0] for part in _split(text)[:1])}


def _may_begin(node: _Node | None, follower: tuple[str, str]) -> bool:
    if node is None:
        return False
    return bool(node.ends) or follower[0] in node.following or follower[1] in node.following


def _holds(entry: _Entry, words: Sequence[str], plain: Sequence[str], first: int, last: int) -> bool:
    """Whether the second word that a phrase asks for stands near it, and none that cancels it."""
    phrase = entry.phrase
    if phrase is None or not (entry.needs or entry.not_with):
        return True
    low, high = max(0, first - phrase.window), min(len(words), last + 1 + phrase.window)
    if entry.needs:
        needs = entry.needs
        if not (
            needs.intersection(words[low:first])
            or needs.intersection(words[last + 1 : high])
            or needs.intersection(plain[low:first])
            or needs.intersection(plain[last + 1 : high])
        ):
            return False
    if not entry.not_with:
        return True
    near = words[low:high]
    return not any(refused[0] in near and _occurs(refused, near) for refused in entry.not_with)


def _split(text: str) -> list[str]:
    return text.replace("-", " ").split()


def _occurs(phrase: tuple[str, ...], words: Sequence[str]) -> bool:
    length = len(phrase)
    return any(tuple(words[index : index + length]) == phrase for index in range(len(words) - length + 1))
