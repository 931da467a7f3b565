"""What somebody asks to see, and the rows that this leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy, RawSQL

from kondusif.incidents.domain.searching.words import tokens
from kondusif.incidents.domain.types import State
from kondusif.incidents.models import Incident

# Where a day is not known it comes last, said outright: left to themselves databases disagree.
SORTS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "latest": ("-latest_seen_at", "-number"),
    "oldest": ("latest_seen_at", "number"),
    "date": (F("event_date").desc(nulls_last=True), "-number"),
    "witnesses": ("-witnesses", "-number"),
    "severity": ("-severity", "-number"),
}
AREAS = ("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows; an empty field filters nothing. `area` is a place code: it and all inside it.

    `date_from` and `date_to` are days on which it happened, both included; `seen_from` and `seen_to` are moments of the
    first report, the later one left out. `several`: more than one witness tells of it.
    """

    categories: tuple[str, ...] = ()
    area: str = ""
    statuses: tuple[str, ...] = ()
    kind: str = ""
    search: str = ""
    date_from: date | None = None
    date_to: date | None = None
    contradicted: bool = False
    sort: str = "latest"
    seen_from: datetime | None = None
    seen_to: datetime | None = None
    several: bool = False


EVERYTHING = Filters()


def chosen(filters: Filters) -> QuerySet[Incident]:
    """The rows that the filters leave."""
    rows = Incident.objects.filter(state=State.ACTIVE)
    if filters.categories:
        rows = rows.filter(category__in=filters.categories)
    if filters.statuses:
        rows = rows.filter(status__in=filters.statuses)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.area:
        rows = rows.filter(**{AREAS[min(filters.area.count("."), 3)]: filters.area})
    if filters.date_from:
        rows = rows.filter(Q(event_date__gte=filters.date_from) | Q(event_date_end__gte=filters.date_from))
    if filters.date_to:
        rows = rows.filter(event_date__lte=filters.date_to)
    if filters.seen_from:
        rows = rows.filter(first_seen_at__gte=filters.seen_from)
    if filters.seen_to:
        rows = rows.filter(first_seen_at__lt=filters.seen_to)
    if filters.contradicted:
        rows = rows.filter(contradictions__gt=0)
    if filters.several:
        rows = rows.filter(witnesses__gt=1)
    if words := [token.word for token in tokens(filters.search)][:MOST_WORDS]:
        rows = rows.filter(number__in=_found(words))
    return rows


def _found(words: Sequence[str]) -> RawSQL:
    """Numbers of the incidents in which all these words stand, the last one perhaps begun only.

    Both sides are cut by `domain/searching/words`, so that every database finds the same.
    """
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{word}'" for word in words) + ":*"
        return RawSQL("SELECT number FROM incidents_searchdocument WHERE tokens @@ to_tsquery('simple', %s)", [query])
    query = " ".join(f'"{word}"' for word in words) + "*"
    return RawSQL("SELECT rowid FROM incidents_search WHERE incidents_search MATCH %s", [query])
