from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.people.queries import PersonRow, list_people

Named = Callable[..., None]


def actor(text: str, name: str, *spellings: str, **parts: str | None) -> dict[str, Any]:
    """An actor of a reading in JSON; the names must stand in the text."""
    because = [
        {"field": "text", "start": text.index(each), "end": text.index(each) + len(each), "text": each}
        for each in (name, *spellings)
    ]
    return {
        "rank": None,
        "role": None,
        "institution": None,
        "place_code": None,
        **parts,
        "name": name,
        "because": because,
    }


def pair(text: str, actors: Sequence[dict[str, Any]], **more: Any) -> tuple[Any, dict[str, Any]]:
    """A text and its reading with these actors."""
    document = a_document(
        text,
        id=more.pop("text_id", text),
        source=more.pop("source", "warta-uji"),
        title=more.pop("title", ""),
        received_at=NOW - timedelta(days=more.pop("days_ago", 0)),
    )
    return document, {**a_reading(document, **more), "actors": list(actors)}


@pytest.fixture
def named(db: None) -> Named:
    """Keep a text that names one official."""

    def run(text: str, name: str, *spellings: str, now: datetime = NOW, **more: Any) -> None:
        parts = {key: more.pop(key) for key in ("rank", "role", "institution", "place_code") if key in more}
        keep_readings([pair(text, [actor(text, name, *spellings, **parts)], **more)], now=now)

    return run


KAPOLRES = {"rank": "AKBP", "role": "Kapolres", "institution": "Polres Tulungagung", "place_code": "35.04"}
PJ_BUPATI = {"role": "Pj Bupati", "institution": "Pemkab Pasuruan", "place_code": "35.14", "places": ("35.14",)}


def listed(**filters: Any) -> list[PersonRow]:
    """Everybody on the list."""
    from kondusif.people.queries import PeopleFilters

    return list(list_people(PeopleFilters(**filters)).rows)


def names(**filters: Any) -> set[str]:
    """The shown names of everybody on the list."""
    return {row.name for row in listed(**filters)}
