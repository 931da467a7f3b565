"""Where an area lies, in the words of a file."""

from __future__ import annotations

from kondusif.places.domain.gazetteer import load_gazetteer


def place_of(code: str) -> str:
    """ "Wandanpuro, Bululawang, Kabupaten Malang", as far as the code goes."""
    places = load_gazetteer()
    if code not in places:
        return code
    names = places.full_name(code).split(", ")
    return ", ".join(names[:-1] if len(names) > 1 else names)
