"""Saving, changing and deleting views; noting what newly fits them. One transaction and its fact each."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kondusif.audit.actions import Subject, record
from kondusif.audit.domain.chain import Json
from kondusif.audit.queries import head
from kondusif.publishing.domain.watching import (
    INCIDENTS,
    TEXTS,
    BadView,
    Watched,
    WatchedIncidents,
    as_plain,
    checked_name,
    from_plain,
    packed,
    unpacked,
)
from kondusif.publishing.models import SavedMatch, SavedView
from kondusif.publishing.queries.views import RESTORABLE, fits_now

MOST_VIEWS = 100  # of one person


class NoSuchView(LookupError):
    """There is no view of this id that this person owns."""

    def __init__(self) -> None:
        super().__init__("Pantauan ini tidak ada, atau bukan milik Anda.")


@transaction.atomic
def save_view(name: str, watched: Watched, query: str, *, owner_id: int, by: str, now: datetime) -> int:
    """Watch what fits from now on; what fits already is no news. Returns the view's id."""
    name = checked_name(name)
    if SavedView.objects.filter(owner_id=owner_id, deleted_at=None).count() >= MOST_VIEWS:
        raise BadView(f"Paling banyak {MOST_VIEWS} pantauan untuk satu akun; hapus salah satunya dulu.")
    view = SavedView.objects.create(
        owner_id=owner_id,
        name=name,
        page=INCIDENTS if isinstance(watched, WatchedIncidents) else TEXTS,
        query=query[:2000],
        watched=as_plain(watched),
        token=secrets.token_hex(16),
        seen=packed(fits_now(watched)),
        checked=head()[1],
        created_at=now,
    )
    _tell("view_saved", view, by=by, now=now, name=name)
    return view.pk


@transaction.atomic
def change_view(
    view_id: int,
    *,
    owner_id: int,
    by: str,
    now: datetime,
    name: str | None = None,
    shared: bool | None = None,
    by_mail: bool | None = None,
) -> None:
    """Give it another name, share it or no longer, send mails or no longer."""
    view = _own(view_id, owner_id)
    changed: dict[str, Json] = {}
    if name is not None:
        view.name = changed["name"] = checked_name(name)
    if shared is not None:
        view.shared = changed["shared"] = shared
    if by_mail is not None:
        view.by_mail = changed["by_mail"] = by_mail
        if by_mail:  # what was found before is in the feed; the first mail tells of what comes
            SavedMatch.objects.filter(view=view, mailed_at=None).update(mailed_at=now)
    view.save(update_fields=["name", "shared", "by_mail"])
    _tell("view_changed", view, by=by, now=now, **changed)


@transaction.atomic
def delete_view(view_id: int, *, owner_id: int, by: str, now: datetime) -> None:
    """Delete it; for a day it can be had back. What was deleted longer ago goes for good."""
    view = _own(view_id, owner_id)
    SavedView.objects.filter(pk=view.pk).update(deleted_at=now)
    SavedView.objects.filter(owner_id=owner_id, deleted_at__lte=now - RESTORABLE).delete()
    _tell("view_deleted", view, by=by, now=now)


@transaction.atomic
def restore_view(view_id: int, *, owner_id: int, by: str, now: datetime) -> None:
    """Have a deleted view back."""
    view = SavedView.objects.filter(pk=view_id, owner_id=owner_id).exclude(deleted_at=None).first()
    if view is None:
        raise NoSuchView
    SavedView.objects.filter(pk=view_id).update(deleted_at=None)
    _tell("view_restored", view, by=by, now=now)


def look_at_view(view_id: int, *, owner_id: int) -> None:
    """Its owner saw what newly fits."""
    newest = SavedMatch.objects.filter(view=view_id).aggregate(newest=Max("pk"))["newest"]
    if newest:
        SavedView.objects.filter(pk=view_id, owner_id=owner_id).update(looked=newest)


@transaction.atomic
def note_matches(view_id: int, *, now: datetime) -> int:
    """Note what began to fit since the last time, each thing once; how much it is. Cheap when nothing happened."""
    newest = head()[1]
    view = SavedView.objects.filter(pk=view_id, deleted_at=None).first()
    if view is None or view.checked == newest:
        return 0
    fitting = fits_now(from_plain(view.page, view.watched)) - unpacked(bytes(view.seen))
    known = set(SavedMatch.objects.filter(view=view).values_list("number", flat=True))
    fresh = sorted(fitting - known)
    SavedMatch.objects.bulk_create(
        [SavedMatch(view=view, number=number, found_at=now) for number in fresh],
        batch_size=300,
        ignore_conflicts=True,  # a feed and the worker may look at the same moment
    )
    SavedView.objects.filter(pk=view.pk).update(checked=newest)
    return len(fresh)


def _own(view_id: int, owner_id: int) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner_id=owner_id, deleted_at=None).first()
    if view is None:
        raise NoSuchView
    return view


def _tell(kind: str, view: SavedView, *, by: str, now: datetime, **more: Json) -> None:
    record(kind=kind, subject=Subject("view", str(view.pk)), by=by, payload={"page": view.page, **more}, now=now)
