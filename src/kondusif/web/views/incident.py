"""One incident."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.policy import may_judge, may_regroup
from kondusif.incidents.queries import redirect_of
from kondusif.publishing.labels import MARKS
from kondusif.web.claiming import claims_of_others
from kondusif.web.clearance import detail_for
from kondusif.web.incident_page import incident_page
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import APART, TOGETHER, offers, quick_reasons


@require_safe
@for_operators
def incident(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """The page; an id that became part of another leads there, for as long as it does."""
    kept = redirect_of(incident_id)
    if kept:
        return HttpResponseRedirect(reverse("web:incident", args=[kept]))
    return show(request, incident_id)


def show(
    request: HttpRequest, incident_id: uuid.UUID, *, sent: QueryDict | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was sent and why it was refused when a form comes back."""
    detail = detail_for(request.user, incident_id)
    if detail is None:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini."))
    moment, row = now(), detail.row
    page = incident_page(detail, text_id=_text_id(request, sent), now=moment)
    claimed = claims_of_others([row.id], me=operator_of(request).get_username(), now=moment)
    context = {
        "page": page,
        "line": page.line,
        "marks": MARKS,
        "offers": offers(row.status, row.kind, row.category, sent, problem) if may_judge(request.user) else [],
        "claimed": claimed.get(row.id),
        "together": quick_reasons(TOGETHER),
        "apart": quick_reasons(APART),
        "may_judge": may_judge(request.user),
        "may_regroup": may_regroup(request.user),
        "sent": sent,
        "problem": problem,
        "section": "incidents",
    }
    return render(request, "web/incident.html", context, status=status)


def _text_id(request: HttpRequest, sent: QueryDict | None) -> int | None:
    written = (sent or request.GET).get("teks", "")
    return int(written) if written.isdecimal() and len(written) < 16 else None
