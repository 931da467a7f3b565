"""Institutions and their areas: "Polres", "Polres Tulungagung" and "KPU Kabupaten Malang" as a body and a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kondusif.places.domain.codes import contains
from kondusif.places.domain.gazetteer import Gazetteer, key_of
from kondusif.understanding import offices

KABUPATEN = 5  # letters of a code of that level


@dataclass(frozen=True, slots=True)
class Body:
    """An institution: `kind` without the name of its area, the area's code where it is sure, else empty."""

    kind: str
    code: str

    @property
    def id(self) -> str:
        """What an address calls it: "polres-35.04"."""
        return f"{self.kind}-{self.code}" if self.code else self.kind


def body_of(institution: str, place_code: str, areas: tuple[str, ...], gazetteer: Gazetteer) -> Body:
    """The body that an institution's written name means.

    `areas` are those of the text. A name that fits none of them stays without a code: namesakes lie all over the country.
    """
    words = re.findall(r"[\w'’-]+", institution)
    code = place_code
    for first in range(1, len(words)):
        named = _named(words[first:], gazetteer)
        if place_code:
            if any(each == place_code or contains(each, place_code) for each in named):
                return Body(_slug(words[:first]), place_code)
            continue
        fitting = [each for each in named if any(contains(each, area) or contains(area, each) for area in areas)]
        code = fitting[0] if len(fitting) == 1 else ""
        if code:
            return Body(_slug(words[:first]), code)
    return Body(_slug(words), code)


_KINDS = {"kabupaten": "kabupaten", "kab": "kabupaten", "kota": "kota", "kecamatan": "kecamatan", "kec": "kecamatan"}


def _named(words: list[str], gazetteer: Gazetteer) -> list[str]:
    """Codes of the areas that these words name; a kabupaten before the kecamatan and desa that are called like it."""
    kind = _KINDS.get(words[0].lower()) if len(words) > 1 else None
    codes = gazetteer.lookup(key_of(" ".join(words[1:] if kind else words)))
    if kind:
        codes = tuple(code for code in codes if gazetteer.area(code).kind == kind)
    largest = min(map(len, codes), default=0)
    return [code for code in codes if len(code) == largest]


def _slug(words: list[str]) -> str:
    """Letters and figures of an address; words that only announce an area's name are left out at the end."""
    lows = [re.sub(r"[^a-z0-9]", "", word.lower()) for word in words]
    while len(lows) > 1 and lows[-1] in offices.AREA_WORDS:
        lows.pop()
    return "-".join(low for low in lows if low)[:60]


def areas_of(reading: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of a text's areas: those of the event, or all that it names where it tells none."""
    places = reading["places"]
    events = sorted({place["code"] for place in places if place["role"] == "event"})
    return tuple(events or sorted({place["code"] for place in places}))


def regency(code: str) -> str:
    """The kabupaten or kota of a code, or the province where the code is one."""
    return code[:KABUPATEN]
