"""Which area somebody means while typing: the search of `places`, with the rule base's short names."""

from __future__ import annotations

from kondusif.places.domain.gazetteer import Area, load_gazetteer
from kondusif.places.domain.search import Match, Why, search
from kondusif.rulebase.loader import load_rulebase

EXACT = frozenset({Why.KODE, Why.NAMA, Why.NAMA_LAIN})


def suggest_areas(written: str, *, limit: int = 8) -> list[Area]:
    """Areas that a person who typed this may mean, the likeliest first."""
    return [match.area for match in _matches(written, limit)]


def area_meant(written: str) -> str | None:
    """The code when what was typed leaves no doubt, else None.

    "Jombang" alone is the kabupaten, not one of the smaller areas of that name; "Malang" is a kabupaten and a kota.
    """
    exact = [match.area for match in _matches(written, 8) if match.why in EXACT]
    largest = [area for area in exact if area.level == exact[0].level]
    return largest[0].code if len(largest) == 1 else None


def _matches(written: str, limit: int) -> tuple[Match, ...]:
    return search(load_gazetteer(), written, limit=limit, abbreviations=load_rulebase().place_abbreviations)
