"""The judging queue: one item after the other, by keyboard or thumb."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.policy import may_judge, may_regroup
from kondusif.incidents.queries import redirect_of
from kondusif.publishing.labels import MARKS
from kondusif.web.clearance import detail_for
from kondusif.web.incident_page import IncidentPage, incident_page
from kondusif.web.queue_page import Place, place_asked, queue_of
from kondusif.web.scope import scope_of
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import TOGETHER, Offer, offers, quick_reasons

WORK = "antrean"  # the element that a judgement or a step replaces
_KEYS = "v x n p c d g".split()


@never_cache
@require_safe
@for_operators
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of the scope with one item open. To open it is to take it, for whoever may judge."""
    return _show(request, scope_query=request.GET, place=place_asked(request.GET))


def sent_from(request: HttpRequest) -> bool:
    """Whether a form stood in the queue."""
    return "antrean" in request.POST


def onward(request: HttpRequest) -> HttpResponse:
    """To the item that comes next."""
    return HttpResponseRedirect(_address(request, request.POST.get("berikut", ""), lewati="1"))


def back_to(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """To the same item: nothing was said about it alone."""
    return HttpResponseRedirect(_address(request, str(incident_id)))


def show_again(
    request: HttpRequest, incident_id: uuid.UUID, *, sent: QueryDict, problem: str, status: int
) -> HttpResponse:
    """The item with what was typed, and why it was refused."""
    place = Place(redirect_of(incident_id) or incident_id, place_asked(sent).at)
    scope_query = QueryDict(sent.get("antrean", "").removeprefix("?"))
    response = _show(request, scope_query=scope_query, place=place, sent=sent, problem=problem)
    response.status_code = status
    response.headers["HX-Push-Url"] = "false"  # the address of a form is none to come back to
    return response


def _show(
    request: HttpRequest, *, scope_query: QueryDict, place: Place, sent: QueryDict | None = None, problem: str = ""
) -> HttpResponse:
    moment = now()
    scope = scope_of(scope_query, now=moment)
    allowed = may_judge(request.user)
    found = queue_of(scope.filters, scope.query, place, operator=operator_of(request), takes=allowed, now=moment)
    detail = detail_for(request.user, found.current) if found.current else None
    if found.current and detail is None:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini."))
    page = incident_page(detail, text_id=_text_id(sent or request.GET), now=moment) if detail else None
    context = {
        "queue": found,
        "waiting": scope.query_with(kind=Kind.INCIDENT.value, statuses=(Status.BELUM_DIVERIFIKASI.value,)),
        "page": page,
        "line": page.line if page else None,
        "marks": MARKS,
        "offers": _offers(page, sent, problem) if page and allowed and (sent or not found.claimed) else [],
        "together": quick_reasons(TOGETHER),
        "may_judge": allowed,
        "may_regroup": may_regroup(request.user),
        "sent": sent or {},
        "problem": problem,
        "part": request.headers.get("HX-Target") == WORK,
        "section": "queue",
    }
    template = "web/queue_work.html" if context["part"] else "web/queue.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _offers(page: IncidentPage, sent: QueryDict | None, problem: str) -> list[Offer]:
    """The rulings with a key here; closing and reopening are for the page of the incident."""
    row = page.line
    found = {offer.key: offer for offer in offers(row.status, row.kind, row.category, sent, problem)}
    return [found[key] for key in _KEYS if key in found]


def _address(request: HttpRequest, incident: str, **more: str) -> str:
    query = QueryDict(request.POST.get("antrean", "").removeprefix("?"), mutable=True)
    for name in ("kejadian", "ke", "lewati", "teks"):
        query.pop(name, None)
    query["ke"] = str(place_asked(request.POST).at)
    if incident:
        query["kejadian"] = incident
    for name, value in more.items():
        query[name] = value
    return f"{reverse('web:queue')}?{query.urlencode()}"


def _text_id(asked: QueryDict) -> int | None:
    written = asked.get("teks", "")
    return int(written) if written.isdecimal() and len(written) < 16 else None
