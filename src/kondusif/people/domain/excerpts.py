"""The words around a name: enough of a text to see as what somebody appears in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_AROUND = 90
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `named` where it is the name."""

    text: str
    named: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pieces in the order of the text; empty where the text no longer has the words."""

    pieces: tuple[Piece, ...]
    field: str = "text"

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def excerpt(title: str, text: str, spans: Iterable[Sequence[str | int]]) -> Excerpt:
    """The words around the first mention in the text, or in the title where it stands there alone."""
    marked = sorted((str(field), int(start), int(end)) for field, start, end in spans)
    marked = [each for each in marked if each[0] == "text"] or marked
    if not marked:
        return Excerpt(())
    field, first, last = marked[0]
    body = text if field == "text" else title
    start, stop = _widened(body, first, last)
    pieces: list[Piece] = [Piece("…", named=False)] if start else []
    at = start
    for _, begin, end in marked:
        if at <= begin and end <= stop:
            pieces += [Piece(_plain(body[at:begin]), named=False), Piece(_plain(body[begin:end]), named=True)]
            at = end
    pieces.append(Piece(_plain(body[at:stop]) + ("…" if stop < len(body) else ""), named=False))
    return Excerpt(tuple(piece for piece in pieces if piece.text), field)


def _widened(body: str, first: int, last: int) -> tuple[int, int]:
    """From the mention to about a line before and behind it, at whole words."""
    start, stop = max(0, first - _AROUND), min(len(body), last + _AROUND)
    if start:
        blank = body.find(" ", start, first)
        start = blank + 1 if blank >= 0 else start
    if stop < len(body):
        blank = body.rfind(" ", last, stop)
        stop = blank if blank >= 0 else stop
    return start, stop


def _plain(words: str) -> str:
    return _BLANK.sub(" ", words)
