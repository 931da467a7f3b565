"""Saved views: whose they are, what fits them, and what newly does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from kondusif.incidents.domain.searching.excerpts import Piece
from kondusif.incidents.queries import Filters, incidents_by_number, numbers_of
from kondusif.incidents.queries.text_search import TextSearch, matching_texts, shown_texts
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.domain.watching import INCIDENTS, Watched, WatchedIncidents, from_plain
from kondusif.publishing.models import SavedMatch, SavedView
from kondusif.publishing.queries.masked import masked_rows

RESTORABLE = timedelta(days=1)
NEWEST = 50  # entries of a feed, lines of a mail


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view as a list shows it; `fresh` is how much newly fits since its owner last looked."""

    id: int
    name: str
    owner: str
    mine: bool
    page: str
    query: str
    watched: Watched
    shared: bool
    by_mail: bool
    token: str
    fresh: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Fitting:
    """Something that newly fits a view, with private persons covered: a feed and a mail leave the house."""

    id: str
    title: str
    summary: str
    path: str
    found_at: datetime


def views_of(user_id: int) -> list[ViewRow]:
    """A person's own views and those that others share, the own ones first; one query."""
    return [_row(view, user_id) for view in _standing(user_id).order_by("created_at", "pk")]


def deleted_views_of(user_id: int, *, now: datetime) -> list[ViewRow]:
    """What a person deleted within the last day and may have back."""
    gone = SavedView.objects.filter(owner_id=user_id, deleted_at__gt=now - RESTORABLE).select_related("owner")
    return [_row(view, user_id) for view in gone.annotate(fresh=Count("matches", filter=Q(pk=None))).order_by("pk")]


def view_for(user_id: int, view_id: int) -> ViewRow | None:
    """A view that this person may open, or None."""
    view = _standing(user_id).filter(pk=view_id).first()
    return _row(view, user_id) if view else None


def view_of_token(token: str) -> ViewRow | None:
    """The view whose feed this token opens, or None."""
    view = SavedView.objects.filter(token=token, deleted_at=None, owner__is_active=True).select_related("owner")
    found = view.annotate(fresh=Count("matches", filter=Q(pk=None))).first()
    return _row(found, found.owner_id) if found else None


def fits_now(watched: Watched) -> set[int]:
    """Numbers of the incidents, or ids of the texts, that fit at this moment."""
    if isinstance(watched, WatchedIncidents):
        return numbers_of(Filters(**asdict(watched)))
    return set(matching_texts(TextSearch(watched.written, watched.wanted)).tolist())


def newest_fitting(view_id: int, *, waiting_for_mail: bool = False) -> list[Fitting]:
    """The newest things that began to fit, the newest first."""
    view = SavedView.objects.get(pk=view_id)
    found = SavedMatch.objects.filter(view=view).order_by("-pk")
    if waiting_for_mail:
        found = found.filter(mailed_at=None)
    matches = dict(found.values_list("number", "found_at")[:NEWEST])
    return _incidents(matches) if view.page == INCIDENTS else _texts(matches, from_plain(view.page, view.watched))


def _standing(user_id: int) -> QuerySet[Any]:
    mine = Q(owner_id=user_id) | Q(shared=True)
    fresh = Count("matches", filter=Q(matches__pk__gt=F("looked"), owner_id=user_id))
    return SavedView.objects.filter(mine, deleted_at=None).select_related("owner").annotate(fresh=fresh)


def _row(view: Any, user_id: int) -> ViewRow:
    return ViewRow(
        id=view.pk,
        name=view.name,
        owner=view.owner.username,
        mine=view.owner_id == user_id,
        page=view.page,
        query=view.query,
        watched=from_plain(view.page, view.watched),
        shared=view.shared,
        by_mail=view.by_mail,
        token=view.token,
        fresh=view.fresh,
        created_at=view.created_at,
    )


def _incidents(matches: dict[int, datetime]) -> list[Fitting]:
    rows = {row.number: row for row in masked_rows([*incidents_by_number(matches).values()])}
    return [
        Fitting(
            id=rows[number].id.urn,
            title=f"#{number} {rows[number].title}",
            summary=rows[number].summary,
            path=reverse("web:incident", args=[rows[number].id]),
            found_at=found_at,
        )
        for number, found_at in matches.items()
        if number in rows
    ]


def _texts(matches: dict[int, datetime], watched: Watched) -> list[Fitting]:
    assert not isinstance(watched, WatchedIncidents)
    hits = shown_texts(list(matches), watched.written, cover=covered)
    return [
        Fitting(
            id=f"urn:kondusif:teks:{hit.key}",
            title=_plain(hit.title) or f"{hit.source}, {matches[hit.id]:%Y-%m-%d}",
            summary=f"{hit.source}: {_plain(hit.excerpt)}",
            path=reverse("web:text", args=[hit.id]),
            found_at=matches[hit.id],
        )
        for hit in hits
    ]


def covered(title: str, text: str, reading: Any) -> tuple[str, str]:
    """A title and a text with private persons covered."""
    covered_title, covered_text = redact_together((title, text), reading=reading)
    return covered_title, covered_text


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
