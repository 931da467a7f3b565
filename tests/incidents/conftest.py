from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import Kept, keep_readings
from kondusif.incidents.models import Incident, Membership
from kondusif.understanding.document import Document

Pair = tuple[Document, dict[str, Any]]
Keep = Callable[..., Kept]


def told(source_id: str, text: str, *, source: str = "warta-uji", title: str = "", **reading: Any) -> Pair:
    """A text and what a reader says about it."""
    document = a_document(text, id=source_id, source=source, title=title, received_at=reading.pop("received_at", NOW))
    return document, a_reading(document, **reading)


# Three tellings of one event, one of another, one about nothing.
AMPLOP = told("amplop-1", "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam")
LAGI = told("amplop-2", "Warga mengaku menerima amplop di balai desa malam itu", source="grup-rt")
SALIN = told("amplop-3", "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam", source="grup-rw")
BALIHO = told("baliho-1", "Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.04.02",))
KOSONG = told("iklan-1", "Jual genset murah", category="tidak_relevan", stance="noise", is_incident=False, places=())


@pytest.fixture
def keep(db: None) -> Keep:
    """Keep texts with their readings."""

    def run(*pairs: Pair, now: datetime = NOW) -> Kept:
        return keep_readings(pairs, now=now)

    return run


def grouped() -> set[frozenset[str]]:
    """The source ids of the texts of each incident that stands."""
    found: dict[object, set[str]] = {}
    rows = Membership.objects.filter(ended_at=None, incident__state="active")
    for incident, source_id in rows.values_list("incident_id", "text__source_id"):
        found.setdefault(incident, set()).add(source_id)
    return {frozenset(group) for group in found.values()}


def incident_with(source_id: str) -> Incident:
    """The incident that a text stands in."""
    return Incident.objects.get(memberships__text__source_id=source_id, memberships__ended_at=None, state="active")


def sets(*groups: Sequence[str]) -> set[frozenset[str]]:
    """Groups of source ids."""
    return {frozenset(group) for group in groups}
