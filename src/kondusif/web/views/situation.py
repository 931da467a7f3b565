"""Situasi, the first page: what is new, where, how sure, what is due."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.queries import Overview, overview
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.wording import area_title, moment
from kondusif.web.alarm_page import open_alarms
from kondusif.web.navigation import CARRIED
from kondusif.web.scope import Scope, scope_of
from kondusif.web.scope_bar import scope_bar
from kondusif.web.session import for_operators
from kondusif.web.situation import (
    Figures,
    Part,
    due_of,
    feed_of,
    figures_of,
    part,
    queue_of,
    timeline_of,
    where_of,
)

PERIOD = "7h"
REMEMBERED = "wilayah_terakhir"  # in the session: the area last chosen
FROM_MEMORY = "ingat"  # in the address: the area was not chosen but remembered


@require_safe
@for_operators
def situation(request: HttpRequest) -> HttpResponse:
    """The page; opened without a scope, it begins with the area last chosen."""
    remembered = request.session.get(REMEMBERED, "")
    scoped = any(name in request.GET for name in CARRIED)
    if not scoped and remembered in load_gazetteer():
        return redirect(f"{reverse('web:home')}?wilayah={remembered}&{FROM_MEMORY}=1")
    asked = request.GET.copy()
    if not any(asked.get(name) for name in ("periode", "sejak", "hingga")):
        asked["periode"] = PERIOD
    scope = scope_of(asked, now=now())
    if scoped and scope.area != remembered and not scope.area_typed:
        request.session[REMEMBERED] = scope.area
    request.GET = asked  # type: ignore[assignment]  # the rail takes the period along
    context = _context(scope, now(), from_memory=bool(scope.area) and request.GET.get(FROM_MEMORY) == "1")
    return render(request, "web/situation.html", context)


def _context(scope: Scope, moment_now: datetime, *, from_memory: bool) -> dict[str, object]:
    address = reverse("web:home")
    counted = part(lambda: overview(scope.filters, now=moment_now))
    oldest = counted.made.texts_from if counted.made else None
    return {
        "section": "home",
        "bar": scope_bar(scope, address),
        "scope": scope,
        "place": area_title(load_gazetteer().area(scope.area)) if scope.area else gettext("Indonesia"),
        "area_page": reverse("web:area", args=[scope.area]) + scope.query_with(area="") if scope.area else "",
        "from_memory": from_memory,
        "country": address + (scope.query_with(area="") or "?wilayah="),
        "here": address + scope.query,
        "updated": moment(moment_now, scope.area),
        "figures": part(
            lambda: figures_of(scope, overview(scope.filters, now=moment_now) if counted.made is None else counted.made)
        ),
        "queue": part(lambda: queue_of(scope, moment_now)),
        "where": part(lambda: where_of(scope, address)),
        "timeline": part(lambda: timeline_of(scope, moment_now, oldest, address)),
        "feed": part(lambda: feed_of(scope, moment_now)),
        "alarms": part(lambda: open_alarms(scope.area, moment_now)),
        "due": part(lambda: due_of(scope, moment_now)),
        "nothing_kept": counted.made is not None and counted.made.texts_from is None,
    }


def _figures(scope: Scope, counted: Part[Overview]) -> Part[Figures]:
    known = counted.made
    return Part(None) if known is None else part(lambda: figures_of(scope, known))
