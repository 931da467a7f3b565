"""The part of a text that shows why it was found, and which letters of it are the words asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kondusif.incidents.domain.searching.asked import Term
from kondusif.incidents.domain.searching.words import Token, tokens

LETTERS = 240
_LOOKED_AT = 60_000  # letters of a text in which the words are looked for
_BEFORE = 60  # letters that are shown before the first word


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters; `hit` when it is what was asked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a term stands, and which one it is."""

    start: int
    end: int
    term: int


def hits(text: str, terms: Sequence[Term]) -> list[Hit]:
    """Every place where a term stands, in order."""
    words = list(tokens(text[:_LOOKED_AT]))
    found = [hit for number, term in enumerate(terms) for hit in _of(term, number, words)]
    return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.term))


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The whole text with its hits marked, for a title."""
    return _cut(text, 0, len(text), hits(text, terms))


def excerpt(text: str, terms: Sequence[Term], *, letters: int = LETTERS) -> tuple[Piece, ...]:
    """About so many letters around the place where most of the terms stand together; else the beginning."""
    found = hits(text, terms)
    start = _best_start(found, letters)
    start = 0 if start <= _BEFORE else _word_edge(text, start - _BEFORE)
    end = min(len(text), start + letters)
    if end < len(text):
        end = max(text.rfind(" ", start + letters // 2, end), start + letters // 2)
    pieces = _cut(text, start, end, found)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return _joined((*before, *pieces, *after))


def _of(term: Term, number: int, words: Sequence[Token]) -> list[Hit]:
    if len(term.words) > 1:
        length = len(term.words)
        return [
            Hit(words[at].start, words[at + length - 1].end, number)
            for at in range(len(words) - length + 1)
            if words[at].word == term.words[0]
            and all(words[at + step].word == word for step, word in enumerate(term.words))
        ]
    wanted = {term.words[0], *term.ways}
    return [
        Hit(token.start, token.end, number)
        for token in words
        if token.word in wanted or (term.begun and token.word.startswith(term.words[0]))
    ]


def _best_start(found: Sequence[Hit], letters: int) -> int:
    """Where the window begins that holds most of the terms, the first of several; then most hits."""
    if not found:
        return 0
    starts = [hit.start for hit in found]
    best, start = (0, 0), found[0].start
    for at, hit in enumerate(found[:400]):
        inside = found[at : bisect_left(starts, hit.start + letters - 2 * _BEFORE)]
        worth = (len({each.term for each in inside}), len(inside))
        if worth > best:
            best, start = worth, hit.start
    return start


def _word_edge(text: str, place: int) -> int:
    edge = text.find(" ", place, place + _BEFORE)
    return edge + 1 if edge >= 0 else place


def _cut(text: str, start: int, end: int, found: Sequence[Hit]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = start
    for hit in found:
        if hit.start < place or hit.end > end:
            continue
        pieces += [Piece(text[place : hit.start]), Piece(text[hit.start : hit.end], hit=True)]
        place = hit.end
    pieces.append(Piece(text[place:end]))
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
