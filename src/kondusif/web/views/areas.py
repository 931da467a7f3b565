"""Areas that fit what is being typed, as options of a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.places.domain.codes import ancestors_of
from kondusif.publishing.wording import area_title, place_path
from kondusif.web.area_search import suggest_areas
from kondusif.web.session import for_operators


@require_safe
@for_operators
def areas(request: HttpRequest) -> HttpResponse:
    """The options, the likeliest first."""
    found = [
        {
            "code": area.code,
            "name": area_title(area),
            "kind": area.kind,
            "around": ", ".join(place_path(area.code)[1:]) if ancestors_of(area.code) else "",
        }
        for area in suggest_areas(request.GET.get("q", "")[:120])
    ]
    return render(request, "web/areas.html", {"areas": found})
