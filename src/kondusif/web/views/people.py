"""Officials and institutions: lists, one of each, and what a person says about spellings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kondusif.config.clock import now
from kondusif.incidents.domain.judging import BadJudgement
from kondusif.people.actions import (
    CannotJoin,
    NoSuchPerson,
    NothingToWithdraw,
    join_persons,
    split_person,
    withdraw_person_decision,
)
from kondusif.people.policy import may_join, may_read_people, may_see_names
from kondusif.people.queries import (
    PeopleFilters,
    institution_detail,
    list_institutions,
    list_people,
    list_roles,
    person_by_number,
    person_detail,
    person_redirect_of,
    similar_people,
)
from kondusif.publishing.wording import day, place_name, place_path
from kondusif.web.area_search import area_meant, suggest_areas
from kondusif.web.people_page import office_words, person_line, person_view
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import UnusableError, read_reason

RESULTS = "hasil"
_MOST_TYPED = 120


@require_safe
@for_operators
def people(request: HttpRequest) -> HttpResponse:
    """The list of officials, or only its results when the filters change on an open page."""
    _allow_reading(request)
    filters, typed = _filters(request.GET)
    moment = now()
    page = list_people(filters, page=_page(request.GET))
    context = {
        **_asked(request.GET, filters, typed),
        "page": page,
        "lines": [person_line(row, now=moment) for row in page.rows],
        "roles": list_roles(),
        "by_role": filters.role,
        "nothing_kept": not page.count and filters == PeopleFilters() and not typed,
        "tab": "people",
        "address": reverse("web:people"),
    }
    return _listed(request, "people", context)


@require_safe
@for_operators
def institutions(request: HttpRequest) -> HttpResponse:
    """The list of institutions."""
    _allow_reading(request)
    filters, typed = _filters(request.GET)
    page = list_institutions(filters, page=_page(request.GET))
    context = {
        **_asked(request.GET, filters, typed),
        "page": page,
        "lines": [(row, place_path(row.area), day(row.latest_seen_at.date())) for row in page.rows],
        "nothing_kept": not page.count and filters == PeopleFilters() and not typed,
        "tab": "institutions",
        "address": reverse("web:institutions"),
    }
    return _listed(request, "institutions", context)


@require_safe
@for_operators
def institution(request: HttpRequest, body: str) -> HttpResponse:
    """One institution with its office holders."""
    _allow_reading(request)
    detail = institution_detail(body[:80])
    if detail is None:
        raise Http404(gettext("Tidak ada lembaga dengan alamat ini."))
    moment = now()
    holders = [
        {
            "line": person_line(holder.person, now=moment),
            "role": office_words(holder.role, ""),
            "first": day(holder.first_seen_at.date()),
            "latest": day(holder.latest_seen_at.date()),
            "texts": holder.texts,
        }
        for holder in detail.holders
    ]
    context = {"row": detail.row, "place": place_name(detail.row.area), "holders": holders, "section": "people"}
    return render(request, "web/institution.html", context)


@require_safe
@for_operators
def person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """One official; an id that became part of another leads there, for as long as it does."""
    _allow_reading(request)
    kept = person_redirect_of(person_id)
    if kept:
        return HttpResponseRedirect(reverse("web:person", args=[kept]))
    return _show(request, person_id)


def _show(
    request: HttpRequest, person_id: uuid.UUID, *, sent: QueryDict | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was sent and why it was refused when a form comes back."""
    detail = person_detail(person_id, page=_page(request.GET))
    if detail is None:
        raise Http404(gettext("Tidak ada tokoh dengan alamat ini."))
    moment = now()
    context = {
        "view": person_view(detail, now=moment, names_shown=may_see_names(request.user)),
        "line": person_line(detail.row, now=moment),
        "may_join": may_join(request.user),
        "names_shown": may_see_names(request.user),
        "similar": [person_line(row, now=moment) for row in similar_people(detail.row)],
        "sent": sent,
        "chosen": sent.getlist("ejaan") if sent else [],
        "problem": problem,
        "section": "people",
    }
    return render(request, "web/person.html", context, status=status)


# What a person says -------------------------------------------------------------------------------------------------------


@require_POST
@for_operators
def split(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say that some spellings are somebody else."""

    def act(by: str) -> HttpResponse:
        reason, chosen = read_reason(request.POST), request.POST.getlist("ejaan")[:200]
        _, decision = split_person(person_id, profiles=chosen, reason=reason, by=by, now=now())
        messages.success(request, gettext("Ejaan dipisahkan menjadi tokoh sendiri."), extra_tags=f"tokoh {decision}")
        return redirect("web:person", person_id=person_id)

    return _answered(request, person_id, act)


@require_POST
@for_operators
def join(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say that two entries are one official."""

    def act(by: str) -> HttpResponse:
        reason, other = read_reason(request.POST), _other(request.POST)
        kept, decision = join_persons(person_id, other, reason=reason, by=by, now=now())
        messages.success(request, gettext("Dua entri digabung menjadi satu tokoh."), extra_tags=f"tokoh {decision}")
        return redirect("web:person", person_id=kept)

    return _answered(request, person_id, act)


@require_POST
@for_operators
def undo_person(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a joining or a separation back."""
    _allow(request)
    try:
        person_id = withdraw_person_decision(decision_id, by=operator_of(request).get_username(), now=now())
    except NothingToWithdraw:
        messages.error(request, gettext("Tidak ada yang dapat dibatalkan: sudah dibatalkan atau diganti sebelumnya."))
        return redirect("web:people")
    messages.info(request, gettext("Dibatalkan. Jejaknya tetap tercatat."))
    return redirect("web:person", person_id=person_id)


def _answered(request: HttpRequest, person_id: uuid.UUID, act: Callable[[str], HttpResponse]) -> HttpResponse:
    """Do it, or show the page again with what was typed and why it was refused."""
    _allow(request)
    try:
        return act(operator_of(request).get_username())
    except NoSuchPerson:
        raise Http404(gettext("Tidak ada tokoh dengan alamat ini.")) from None
    except CannotJoin:
        problem = gettext(
            "Pilih ejaan atau tokoh yang tepat: paling sedikit satu ejaan tinggal, dan dua entri tidak sama."
        )
        return _show(request, person_id, sent=request.POST, problem=problem, status=422)
    except (UnusableError, BadJudgement) as error:
        return _show(request, person_id, sent=request.POST, problem=str(error), status=422)


def _allow(request: HttpRequest) -> None:
    if not may_join(request.user):
        raise PermissionDenied(gettext("Akun Anda boleh membaca, tetapi tidak boleh menilai."))


def _allow_reading(request: HttpRequest) -> None:
    if not may_read_people(request.user):
        raise PermissionDenied


def _other(sent: QueryDict) -> uuid.UUID:
    """The other entry: by its id, or by its number as it stands beside each name."""
    number = sent.get("nomor", "").strip().removeprefix("#")
    if number.isdecimal() and len(number) < 10:
        row = person_by_number(int(number))
        if row is not None:
            return row.id
    try:
        return uuid.UUID(sent.get("lain", ""))
    except ValueError:
        raise UnusableError(gettext("Pilih tokoh yang hendak digabung, atau tulis nomornya.")) from None


# What an address says ------------------------------------------------------------------------------------------------------


def _filters(asked: QueryDict) -> tuple[PeopleFilters, str]:
    """The filters, and what was typed for an area but left a doubt. What is unknown filters nothing."""
    typed = _words(asked, "wilayah")
    area = area_meant(typed) if typed else None
    filters = PeopleFilters(
        search=_words(asked, "nama"),
        area=area or "",
        institution=_words(asked, "lembaga"),
        role=_words(asked, "jabatan"),
    )
    return filters, "" if area else typed


def _words(asked: QueryDict, name: str) -> str:
    return " ".join(asked.get(name, "").replace("\x00", "").split())[:_MOST_TYPED]


def _page(asked: QueryDict) -> int:
    written = asked.get("hal", "1")
    return int(written) if written.isdecimal() and len(written) < 7 else 1


def _asked(asked: QueryDict, filters: PeopleFilters, typed: str) -> dict[str, object]:
    """What every list shows of its filters."""
    meant = suggest_areas(typed) if typed else []
    return {
        "filters": filters,
        "area_typed": typed,
        "area_name": place_name(filters.area) if filters.area else typed,
        "areas_meant": [
            (area, _query(replace(filters, area=area.code)), ", ".join(place_path(area.code)[1:])) for area in meant
        ],
        "filtered": filters != PeopleFilters() or bool(typed),
        "carried": _query(PeopleFilters(area=filters.area)),
        "before": _query(filters, hal=str(max(1, _page(asked) - 1))),
        "after": _query(filters, hal=str(_page(asked) + 1)),
        "section": "people",
    }


def _query(filters: PeopleFilters, **more: str) -> str:
    query = QueryDict(mutable=True)
    plain = {
        "nama": filters.search,
        "wilayah": filters.area,
        "lembaga": filters.institution,
        "jabatan": filters.role,
        **more,
    }
    for name, value in plain.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


def _listed(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    part = request.headers.get("HX-Target") == RESULTS and not request.headers.get("HX-History-Restore-Request")
    response = render(request, f"web/{name}_results.html" if part else f"web/{name}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
