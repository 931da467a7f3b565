"""Pantauan: lists and searches that are watched, and their feeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kondusif.config.accounts import set_address
from kondusif.config.clock import now
from kondusif.publishing.actions.views import (
    NoSuchView,
    change_view,
    delete_view,
    look_at_view,
    note_matches,
    restore_view,
    save_view,
)
from kondusif.publishing.domain.watching import INCIDENTS, TEXTS, BadView, Watched, WatchedIncidents, WatchedTexts
from kondusif.publishing.queries.views import deleted_views_of, newest_fitting, view_for, view_of_token, views_of
from kondusif.publishing.tasks import mail_is_set_up
from kondusif.web.list_state import read_state
from kondusif.web.search_page import read_search
from kondusif.web.session import for_operators, operator_of
from kondusif.web.views_page import line_of_view

LONGEST_ADDRESS = 254
PAGES = {INCIDENTS: "web:incidents", TEXTS: "web:search"}


class _Feed(Atom1Feed):
    """A feed without entries is as old as its view; Django would say that it changed whenever it is asked."""

    def latest_post_date(self) -> datetime:
        """When the newest entry came."""
        moments: list[datetime] = [item["updateddate"] for item in self.items]
        return max(moments, default=self.feed["begun_at"])


@require_safe
@for_operators
def views(request: HttpRequest) -> HttpResponse:
    """One's own views, those of others that are shared, and what was just deleted."""
    return _page(request)


@require_POST
@for_operators
def keep(request: HttpRequest) -> HttpResponse:
    """Save what a list or a search shows under a name."""
    user = operator_of(request)
    page, query = request.POST.get("halaman", ""), request.POST.get("kueri", "")[:2000]
    if page not in PAGES:
        raise Http404
    try:
        save_view(
            request.POST.get("nama", ""), _watched(page, query), query, owner_id=user.pk, by=user.username, now=now()
        )
    except BadView as problem:
        return _page(request, problem=str(problem), status=422)
    messages.success(request, gettext("Pantauan disimpan. Yang baru dan cocok akan tampil di sini."))
    return redirect("web:views")


@require_safe
@for_operators
def look(request: HttpRequest, view_id: int) -> HttpResponse:
    """Go to what a view shows; its owner has seen the new ones then."""
    user = operator_of(request)
    view = view_for(user.pk, view_id)
    if view is None:
        raise Http404(gettext("Tidak ada pantauan dengan alamat ini, atau tidak dibagikan kepada Anda."))
    if view.mine and request.method == "GET":
        note_matches(view.id, now=now())
        look_at_view(view.id, owner_id=user.pk)
    return HttpResponseRedirect(reverse(PAGES[view.page]) + view.query)


@require_POST
@for_operators
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename, share, mail."""
    user, sent = operator_of(request), request.POST

    def run() -> str:
        change_view(
            view_id,
            owner_id=user.pk,
            by=user.username,
            now=now(),
            name=sent.get("nama"),
            shared=_switch(sent, "bagikan"),
            by_mail=_switch(sent, "surel"),
        )
        return gettext("Pantauan diubah.")

    if sent.get("surel") == "1" and (problem := _new_address(request)):
        return _page(request, problem=problem, status=422)
    return _done(request, run)


@require_POST
@for_operators
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete; it can be had back for a day."""
    user = operator_of(request)

    def run() -> str:
        delete_view(view_id, owner_id=user.pk, by=user.username, now=now())
        return gettext("Pantauan dihapus. Selama satu hari masih dapat dikembalikan di bawah.")

    return _done(request, run)


@require_POST
@for_operators
def restore(request: HttpRequest, view_id: int) -> HttpResponse:
    """Have a deleted view back."""
    user = operator_of(request)

    def run() -> str:
        restore_view(view_id, owner_id=user.pk, by=user.username, now=now())
        return gettext("Pantauan dikembalikan.")

    return _done(request, run)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What newly fits, for a feed reader: whoever has the address may read it, and private persons are covered."""
    view = view_of_token(token)
    if view is None:
        raise Http404
    note_matches(view.id, now=now())
    address = request.build_absolute_uri(request.path)
    atom = _Feed(
        title=gettext("Pantauan: %(name)s") % {"name": view.name},
        link=request.build_absolute_uri(reverse("web:view", args=[view.id])),
        description=None,
        feed_url=address,
        feed_guid=f"urn:kondusif:pantauan:{view.id}:{view.created_at:%Y%m%d%H%M%S}",
        language="id",
        author_name="Kondusif",
        begun_at=view.created_at,
    )
    for each in newest_fitting(view.id):
        atom.add_item(
            title=_printable(each.title),
            link=request.build_absolute_uri(each.path),
            description=_printable(each.summary),
            unique_id=each.id,
            pubdate=each.found_at,
            updateddate=each.found_at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, max-age=60"
    atom.write(response, "utf-8")
    return response


def _watched(page: str, query: str) -> Watched:
    asked = QueryDict(query.removeprefix("?"))
    if page == TEXTS:
        state = read_search(asked)
        return WatchedTexts(state.written, state.wanted)
    filters = read_state(asked, now=now()).filters
    return WatchedIncidents(
        categories=filters.categories,
        area=filters.area,
        statuses=filters.statuses,
        kind=filters.kind,
        search=filters.search,
        date_from=filters.date_from,
        date_to=filters.date_to,
        contradicted=filters.contradicted,
    )


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    user = operator_of(request)
    rows = views_of(user.pk)
    context = {
        "mine": [line_of_view(row, request) for row in rows if row.mine],
        "shared": [line_of_view(row, request) for row in rows if not row.mine],
        "deleted": deleted_views_of(user.pk, now=now()),
        "mail": mail_is_set_up(),
        "address": user.email,
        "problem": problem,
        "sent": request.POST if problem else None,
        "section": "views",
    }
    return render(request, "web/views.html", context, status=status)


def _done(request: HttpRequest, run: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, run())
    except NoSuchView as missing:
        raise Http404(str(missing)) from missing
    except BadView as problem:
        return _page(request, problem=str(problem), status=422)
    return redirect("web:views")


def _new_address(request: HttpRequest) -> str:
    """Keep the address that was typed for the account; what is wrong with it, or nothing."""
    user, typed = operator_of(request), request.POST.get("alamat", "").strip()
    if typed == user.email and typed:
        return ""
    try:
        validate_email(typed if len(typed) <= LONGEST_ADDRESS else "")
    except ValidationError:
        return gettext("Tulis alamat surel yang lengkap, misalnya nama@contoh.go.id.")
    set_address(user, typed)
    return ""


def _switch(sent: QueryDict, name: str) -> bool | None:
    return {"1": True, "0": False}.get(sent.get(name, ""))


def _printable(written: str) -> str:
    """Without the signs that XML does not allow."""
    return "".join(sign for sign in written if sign >= " " or sign in "\n\t")
