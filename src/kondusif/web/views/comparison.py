"""The sources of one incident side by side."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.queries import comparison_of, redirect_of
from kondusif.web.clearance import detail_for
from kondusif.web.comparison_page import comparison_page
from kondusif.web.rows import line_of
from kondusif.web.session import for_operators


@require_safe
@for_operators
def compare(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """What each source says, what the law says, and where near-copies part."""
    kept = redirect_of(incident_id)
    if kept:
        return HttpResponseRedirect(reverse("web:compare", args=[kept]))
    detail = detail_for(request.user, incident_id)
    if detail is None:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini."))
    asked = [int(written) for written in request.GET.getlist("teks") if written.isdecimal() and len(written) < 16]
    context = {
        "line": line_of(detail.row, now=now()),
        "page": comparison_page(detail, comparison_of(detail, asked)),
        "section": "incidents",
    }
    return render(request, "web/compare.html", context)
