"""Readings made by hand, free of surprising behaviour: nothing is guessed, what is not said is empty."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from kondusif.understanding.document import Document
from kondusif.understanding.reading import (
    Actor,
    Category,
    Check,
    Field,
    Place,
    PlaceLevel,
    Reading,
    Reason,
    Reasons,
    Role,
    SourceClass,
    Span,
    Stance,
    Verdict,
)

NOW = datetime(2024, 11, 20, 1, 0, tzinfo=UTC)
_LEVELS = list(PlaceLevel)


def a_document(text: str, **more: Any) -> Document:
    """A text; its id is its first words unless given."""
    more.setdefault("id", "-".join(text.lower().split()[:4]))
    more.setdefault("source", "warta-uji")
    return Document(text=text, **more)


def a_reading(
    document: Document,
    *,
    category: str = "politik_uang",
    stance: str = "happened",
    is_incident: bool = True,
    places: tuple[str, ...] = ("35.04.01.2001",),
    mentioned: tuple[str, ...] = (),
    day: date | None = date(2024, 11, 18),
    actors: tuple[tuple[str, str], ...] = (),
    contradicted: tuple[tuple[str, str], ...] = (),
    source_class: str = "public",
    reader_version: str = "reader-1",
    rulebase_version: str = "rules-1",
    confidence: float = 0.9,
) -> dict[str, Any]:
    """What a reader may say about this text, in the contract's JSON form."""
    because = (_span(document, document.text.split()[0]),)
    reason = Reason(confidence, because)
    return Reading(
        id=document.id,
        source=document.source,
        source_class=SourceClass(source_class),
        category=Category(category),
        secondary_category=None,
        terms=(),
        is_incident=is_incident,
        stance=Stance(stance),
        places=tuple(_place(code, Role.EVENT) for code in places)
        + tuple(_place(code, Role.MENTIONED) for code in mentioned),
        unresolved_places=(),
        event_date=day,
        dates=(),
        actors=tuple(Actor(name, None, role, None, None, (_span(document, name),)) for name, role in actors),
        checks=tuple(
            Check("stage_date", stated, stated, official, Verdict.CONTRADICTED, "PKPU 2/2024", ())
            for stated, official in contradicted
        ),
        reasons=Reasons(category=reason, stance=reason, is_incident=reason, event_date=reason if day else None),
        boilerplate=(),
        notes=(),
        reader_version=reader_version,
        rulebase_version=rulebase_version,
    ).as_dict()


def _place(code: str, role: Role) -> Place:
    return Place(code, _LEVELS[code.count(".")], code, role, 0.9, ())


def _span(document: Document, words: str) -> Span:
    start = max(0, document.text.find(words))
    return Span(Field.TEXT, start, start + len(words), document.text[start : start + len(words)])
