"""Cutting a text at the edges of its marked spans, however they overlap. Pure: values in, values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Half-open range of code points that a conclusion rests on; `kind` decides how it looks."""

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under one set of marks; without marks when `kinds` is empty."""

    start: int
    text: str
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in pieces; joined they are the text again. Marks outside of the text are cut to it or left out."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in set(marks):
        start, end = max(0, mark.start), min(len(text), mark.end)
        if start < end:
            opening[start].append(mark)
            closing[end].append(mark)
    edges = sorted({0, len(text), *opening, *closing})
    found: list[Segment] = []
    active: set[Mark] = set()
    for start, end in pairwise(edges):
        active.difference_update(closing[start])
        active.update(opening[start])
        found.append(_segment(text, start, end, active))
    return found


def segment_at(pieces: Iterable[Segment], offset: int) -> Segment | None:
    """The piece in which an offset lies."""
    return next((piece for piece in pieces if piece.start <= offset < piece.start + len(piece.text)), None)


def _segment(text: str, start: int, end: int, active: set[Mark]) -> Segment:
    ordered = sorted(active)
    return Segment(
        start=start,
        text=text[start:end],
        kinds=tuple(dict.fromkeys(mark.kind for mark in ordered)),
        names=tuple(dict.fromkeys(mark.name for mark in ordered)),
    )
