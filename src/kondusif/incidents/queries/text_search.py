"""Searching the texts: the same results in the same order on every database, each figure exact."""

from __future__ import annotations

import uuid
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from kondusif.audit.queries import head, is_fact
from kondusif.incidents.domain.searching.asked import Asked, Term, asked, misspellable
from kondusif.incidents.domain.searching.columns import EVERYTHING, Columns, Ids, Wanted
from kondusif.incidents.domain.searching.excerpts import Piece, excerpt, marked
from kondusif.incidents.domain.searching.spelling import nearest
from kondusif.incidents.domain.types import State
from kondusif.incidents.models import Incident, KeptReading, KnownWord, Membership, TextFacets
from kondusif.incidents.queries.text_engine import facets_since, having_all, having_any
from kondusif.intake.queries import KeptText, texts_by_id

PER_PAGE = 20
Stamp = tuple[int, str]
Cover = Callable[[str, str, Mapping[str, Any]], tuple[str, str]]  # title, text, reading: what may be shown of them


@dataclass(frozen=True, slots=True)
class TextSearch:
    """What is asked of the texts. `literal`: no other spelling is tried."""

    written: str = ""
    wanted: Wanted = EVERYTHING
    literal: bool = False


@dataclass(frozen=True, slots=True)
class InIncident:
    """An incident that a text tells of."""

    id: uuid.UUID
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class TextHit:
    """One text as results show it. `copies` is how many others among the results say the same in the same words."""

    id: int
    key: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    source: str
    source_class: str
    seen_at: datetime
    category: str
    kind: str
    places: tuple[str, ...]
    copies: int
    incidents: tuple[InIncident, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of what was found; `count` and `facets` are exact. `corrected` is what was searched instead, if anything.

    A facet says for each of its values how many texts choosing it would show, everything else as it is.
    """

    hits: tuple[TextHit, ...]
    count: int
    page: int
    asked: Asked
    corrected: str
    facets: Mapping[str, Mapping[str, int]]

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.count // PER_PAGE))


def search_texts(search: TextSearch, *, page: int = 1, cover: Cover | None = None) -> TextPage:
    """Find texts: those with every word in the title first, then the newest. The same number of queries for any number.

    `cover` hides in title and text whom the reader need not see.
    """
    typed = asked(search.written)
    used, corrected = typed, ""
    found = _found(used)
    if not len(found) and not search.literal and (respelled := _respelled(typed)) is not None:
        again = _found(respelled)
        if len(again):
            used, corrected, found = respelled, respelled.written, again
    counted = columns().count(found, _titled(used), _within(search.wanted, used))
    page = min(max(1, page), max(1, -(-counted.total // PER_PAGE)))
    shown = counted.ids[(page - 1) * PER_PAGE : page * PER_PAGE].tolist()
    return TextPage(_hits(shown, used, counted.copies, cover), counted.total, page, used, corrected, counted.facets)


def matching_texts(search: TextSearch) -> Ids:
    """Ids of all that a search finds, in its order, copies apart; for views that are watched. No spelling is tried."""
    typed = asked(search.written)
    return columns().count(_found(typed), _titled(typed), _within(search.wanted, typed)).ids


def shown_texts(ids: Sequence[int], written: str = "", *, cover: Cover | None = None) -> tuple[TextHit, ...]:
    """These texts as results show them."""
    return _hits(ids, asked(written), {}, cover)


@dataclass(frozen=True, slots=True)
class TextDetail:
    """One text with the reading that counts (JSON form), and the incidents it tells of."""

    text: KeptText
    reading: Mapping[str, Any]
    incidents: tuple[InIncident, ...]


def text_detail(text_id: int) -> TextDetail | None:
    """All that a page about one text shows, or None."""
    text = texts_by_id([text_id]).get(text_id)
    reading = KeptReading.objects.filter(text_id=text_id, effective=True).values_list("payload", flat=True).first()
    if text is None or reading is None:
        return None
    return TextDetail(text, reading, tuple(_incidents_of([text_id])[text_id]))


def _found(typed: Asked) -> Ids:
    """Ids of the texts with all that is wanted and nothing that is not."""
    together = any(len(term.words) == 1 and not term.field for term in typed.wanted)
    simple = [term for term in typed.unwanted if together and len(term.words) == 1 and not term.field]
    ids = having_all(typed.wanted, but=simple) if typed.wanted else columns().all_ids()
    rest = [term for term in typed.unwanted if term not in simple]
    return np.setdiff1d(ids, having_any(rest), assume_unique=True) if rest else ids


def _titled(typed: Asked) -> Ids:
    words = [term for term in typed.wanted if not term.field]
    return having_all(words, "title") if words else np.empty(0, dtype=np.int64)


def _within(wanted: Wanted, typed: Asked) -> Wanted:
    """What is chosen beside the box counts; what is said inside of it fills what is left open."""
    return replace(wanted, category=wanted.category or typed.category, area=wanted.area or typed.area)


def _hits(ids: Sequence[int], used: Asked, copies: Mapping[int, int], cover: Cover | None) -> tuple[TextHit, ...]:
    texts = texts_by_id(ids)
    rows = TextFacets.objects.in_bulk(list(ids))
    incidents = _incidents_of(ids)
    covered = _covered(texts, cover)
    terms: list[Term] = [term for term in used.wanted if not term.field]
    return tuple(
        TextHit(
            id=pk,
            key=texts[pk].key,
            title=marked(covered[pk][0], terms),
            excerpt=excerpt(covered[pk][1], terms),
            source=texts[pk].source,
            source_class=texts[pk].source_class,
            seen_at=texts[pk].observed_at or texts[pk].ingested_at,
            category=rows[pk].category,
            kind=rows[pk].kind,
            places=tuple(rows[pk].places.split()),
            copies=copies.get(pk, 0),
            incidents=tuple(incidents[pk]),
        )
        for pk in ids
        if pk in texts
    )


def _covered(texts: Mapping[int, KeptText], cover: Cover | None) -> dict[int, tuple[str, str]]:
    if cover is None:
        return {pk: (text.title, text.text) for pk, text in texts.items()}
    rows = KeptReading.objects.filter(text__in=texts, effective=True).values_list("text_id", "payload")
    readings = dict(rows)
    return {pk: cover(text.title, text.text, readings[pk]) for pk, text in texts.items()}


def _incidents_of(ids: Sequence[int]) -> dict[int, list[InIncident]]:
    """Two plain queries: joined, SQLite without statistics begins with every incident there is."""
    pairs = list(Membership.objects.filter(text__in=ids, ended_at=None).values_list("text_id", "incident_id"))
    standing = Incident.objects.filter(pk__in={incident_id for _, incident_id in pairs}, state=State.ACTIVE)
    named = {row[0]: InIncident(*row) for row in standing.values_list("pk", "number", "title")}
    found: dict[int, list[InIncident]] = defaultdict(list)
    for text_id, incident_id in sorted(pairs, key=lambda pair: named[pair[1]].number if pair[1] in named else 0):
        if incident_id in named:
            found[text_id].append(named[incident_id])
    return found


# Spelling -------------------------------------------------------------------------------------------------------------


def _respelled(typed: Asked) -> Asked | None:
    """The search with words that no text has replaced by the nearest that some text has; None when all are known."""
    words = misspellable(typed.wanted)
    whole = set(KnownWord.objects.filter(word__in=[word for word, _ in words]).values_list("word", flat=True))
    strange = [word for word, begun in words if word not in whole and not (begun and _begins_one(word))]
    if not strange:
        return None
    known = _known_words()
    instead = {word: other for word in strange if (other := nearest(word, known))}
    return typed.respelled(instead) if instead else None


def _begins_one(beginning: str) -> bool:
    return KnownWord.objects.filter(word__startswith=beginning).exists()


# What this process keeps ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Kept:
    """The columns as of a fact; whatever came later is added when it is asked for."""

    columns: Columns
    at: Stamp
    stamp: int


_columns: OrderedDict[str, _Kept] = OrderedDict()
_words: dict[str, tuple[Stamp, dict[str, int]]] = {}
_lock = Lock()


def columns() -> Columns:
    """What the texts are counted by, as of now: one query when nothing happened since the last time."""
    name = str(connection.settings_dict["NAME"])
    with _lock:
        at = head()
        kept = _columns.get(name)
        if kept is not None and kept.at == at:
            return kept.columns
        if kept is None or not is_fact(*kept.at):  # another database under the same name, or a transaction undone
            kept = _columns[name] = _Kept(Columns(), at, -1)
        rows = facets_since(kept.stamp)
        kept.columns = kept.columns.with_rows([row for row, _ in rows])
        kept.stamp = max((stamp for _, stamp in rows), default=kept.stamp)
        kept.at = at
        return kept.columns


def _known_words() -> dict[str, int]:
    name, at = str(connection.settings_dict["NAME"]), head()
    kept = _words.get(name)
    if kept is None or kept[0] != at:
        kept = _words[name] = (at, dict(KnownWord.objects.values_list("word", "texts")))
    return kept[1]
