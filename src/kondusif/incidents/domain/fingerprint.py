"""What two texts are compared by: who, how many, and which words, without the names of places and days.

Places and days decide whether two texts *may* tell of one event; if their names counted as words too, everything that
happened in Tulungagung on a Friday would look alike. Officials count as actors, numbers as numbers, link lines not.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from kondusif.incidents.domain.idf import Idf
from kondusif.incidents.domain.types import Kind

DIMENSIONS = 1 << 18
UNIT = 4096
UNHELD = frozenset({"tidak_relevan"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d[\d.,]*")
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Words:
    """Weighted words of a text as a unit vector: sorted positions, weights in whole 4096ths so that sums are exact."""

    positions: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.uint16]

    def packed(self) -> bytes:
        """The vector as bytes, positions first."""
        return self.positions.tobytes() + self.weights.tobytes()

    @classmethod
    def unpack(cls, content: bytes) -> Words:
        """The vector from its bytes."""
        cut = len(content) // 6 * 4
        return cls(np.frombuffer(content[:cut], dtype=np.uint32), np.frombuffer(content[cut:], dtype=np.uint16))


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One text among others. `key` names it for ever, so that order of arrival never decides anything."""

    key: str
    kind: Kind
    category: str
    secondary: str | None
    event_date: date | None
    places: tuple[str, ...]
    words: Words
    actors: frozenset[int]
    numbers: frozenset[int]
    content: str
    copy_group: int = 0


def makes_incident(reading: Mapping[str, Any]) -> bool:
    """Whether a text tells of anything at all that this election should know."""
    return reading["category"] not in UNHELD and reading["stance"] != "noise"


def kind_of(reading: Mapping[str, Any]) -> Kind:
    """Incident or activity."""
    return Kind.INCIDENT if reading["is_incident"] else Kind.ACTIVITY


def event_places(reading: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes where it happened, in the reading's order."""
    return tuple(dict.fromkeys(place["code"] for place in reading["places"] if place["role"] == "event"))


def item_of(
    *, key: str, title: str, text: str, content: str, reading: Mapping[str, Any], idf: Idf, copy_group: int = 0
) -> Item:
    """The item of a text and its reading."""
    bare = " ".join((_without(title, "title", reading), _without(text, "text", reading)))
    return Item(
        key=key,
        kind=kind_of(reading),
        category=reading["category"],
        secondary=reading["secondary_category"],
        event_date=date.fromisoformat(reading["event_date"]) if reading["event_date"] else None,
        places=event_places(reading),
        words=words_of(bare, idf),
        actors=frozenset(_mark(_letters(actor["name"])) for actor in reading["actors"]),
        numbers=numbers_of(bare),
        content=content,
        copy_group=copy_group,
    )


def words_of(text: str, idf: Idf) -> Words:
    """Weighted words of a text."""
    weights: dict[int, float] = {}
    for term, count in Counter(_WORD.findall(text.lower())).items():
        weight = idf.weight(term)
        if weight > 0:
            position = _mark(term) % DIMENSIONS
            weights[position] = weights.get(position, 0.0) + weight * (1 + math.log(count))
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    positions = sorted(weights)
    return Words(
        np.array(positions, dtype=np.uint32),
        np.array([round(weights[position] / length * UNIT) for position in positions], dtype=np.uint16),
    )


def numbers_of(text: str) -> frozenset[int]:
    """The telling numbers of a text: two digits and more, no years."""
    found = {int(digits) for raw in _NUMBER.findall(text) if 2 <= len(digits := re.sub(r"\D", "", raw)) <= 15}
    return frozenset(number for number in found if number >= 10 and number not in _YEARS)


def _without(content: str, field: str, reading: Mapping[str, Any]) -> str:
    """The content with places, days, officials and link lines blanked."""
    blanked = content
    for span in _set_aside(reading):
        if span["field"] == field:
            start, end = span["start"], span["end"]
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
    return blanked


def _set_aside(reading: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in ("places", "unresolved_places", "dates", "actors"):
        for conclusion in reading[part]:
            yield from conclusion["because"]
    yield from reading["boilerplate"]


def _letters(name: str) -> str:
    return "".join(_WORD.findall(name.lower()))


def _mark(word: str) -> int:
    return zlib.crc32(word.encode())
