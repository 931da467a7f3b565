"""The page of an area, from provinsi to desa."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.queries import overview
from kondusif.places.domain.codes import parse_code
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.wording import area_title, moment
from kondusif.web.area_page import (
    contradictions_of,
    head_of,
    lines_of,
    near_names,
    nearby_of,
    officials_of,
    parts_of,
    reporting_of,
    trail_of,
)
from kondusif.web.area_search import suggest_areas
from kondusif.web.maps import area_address
from kondusif.web.scope import MOST_TYPED, Scope, scope_of
from kondusif.web.scope_bar import Choice, ScopeBar, scope_bar
from kondusif.web.session import for_operators
from kondusif.web.situation import Part, due_of, figures_of, part

PERIOD = "30h"


@require_safe
@for_operators
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The page; a code without dots leads to the one with them, another area in the query to that area's page."""
    dotted = _dotted(code)
    if dotted is None:
        return _unknown(request, code)
    asked = request.GET.copy()
    if not any(asked.get(name) for name in ("periode", "sejak", "hingga")):
        asked["periode"] = PERIOD
    typed = scope_of(asked, now=now()) if "wilayah" in asked else None
    if typed is not None and not typed.area and not typed.area_typed:
        return redirect(reverse("web:home") + (typed.query or "?wilayah="))
    elsewhere = typed.area if typed is not None and typed.area else dotted
    if elsewhere != code:
        asked.pop("wilayah", None)
        return redirect(area_address(elsewhere, scope_of(asked, now=now())))
    asked["wilayah"] = code
    scope = scope_of(asked, now=now())
    doubt = (typed.area_typed, typed.areas_meant) if typed is not None else ("", ())
    request.GET = asked  # type: ignore[assignment]  # the scope of the rail is the area of the path
    context = _context(code, scope, now())
    context["bar"] = _bar(replace(scope, area_typed=doubt[0], areas_meant=doubt[1]), code)
    return render(request, "web/area.html", context)


def _dotted(code: str) -> str | None:
    try:
        dotted = parse_code(code)
    except ValueError:
        return None
    return dotted if dotted in load_gazetteer() else None


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    """There is no such area: what may have been meant."""
    scope = scope_of(request.GET, now=now())
    written = code.replace("\x00", "")[:MOST_TYPED]
    near = near_names(written, suggest_areas(written), replace(scope, filters=replace(scope.filters, area="")))
    context = {"section": "home", "code": written, "near": near}
    return render(request, "web/area_unknown.html", context, status=404)


def _bar(scope: Scope, code: str) -> ScopeBar:
    """The scope bar, whose trail leads to pages of areas and, at its beginning, to Situasi."""
    bar = scope_bar(scope, reverse("web:area", args=[code]))
    home = reverse("web:home") + (scope.query_with(area="") or "?wilayah=")
    crumbs = (
        Choice(gettext("Indonesia"), home, on=False),
        *(
            Choice(area_title(each), area_address(each.code, scope), each.code == code)
            for each in load_gazetteer().path(code)
        ),
    )
    return replace(bar, crumbs=crumbs)


def _context(code: str, scope: Scope, moment_now: datetime) -> dict[str, object]:
    counted = part(lambda: overview(scope.filters, now=moment_now))
    known = counted.made
    contradictions = part(lambda: contradictions_of(scope, moment_now))
    empty = known is not None and known.texts_from is None
    return {
        "section": "home",
        "scope": scope,
        "head": head_of(code, scope),
        "here": area_address(code, scope),
        "home": reverse("web:home") + scope.query,
        "updated": moment(moment_now, code),
        "figures": Part(None) if known is None else part(lambda: figures_of(scope, known)),
        "lines": part(lambda: lines_of(scope, moment_now)),
        "contradictions": contradictions,
        "reporting": part(lambda: reporting_of(code, scope, moment_now)),
        "parts": part(lambda: parts_of(code, scope, moment_now)),
        "due": part(lambda: due_of(scope, moment_now)),
        "officials": part(lambda: officials_of(code, contradictions.made, moment_now)),
        "trail": part(lambda: trail_of(code, moment_now)),
        "nearby": part(lambda: nearby_of(code, moment_now)).made if empty else None,
    }
