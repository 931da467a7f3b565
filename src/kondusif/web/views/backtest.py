"""The kept back-test of the scope's area: scores, coverage, and misses, the largest first."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.kerawanan.queries.editions import latest_backtest
from kondusif.places.domain.codes import Level
from kondusif.publishing.labels import LEVELS
from kondusif.publishing.wording import moment, place_name
from kondusif.web.backtest_page import backtest_page
from kondusif.web.maps import finer_level
from kondusif.web.scope import scope_of
from kondusif.web.scope_bar import scope_bar
from kondusif.web.session import for_operators


@require_safe
@for_operators
def backtest(request: HttpRequest) -> HttpResponse:
    """The newest back-test of a level below the area; without one, how to make it."""
    scope = scope_of(request.GET, now=now())
    first = finer_level(scope.area)
    levels = [level for level in Level if first <= level <= first + 1]
    asked = request.GET.get("tingkat", "")
    level = next((each for each in levels if each.id == asked), first)
    kept = latest_backtest(scope.area, level.id)
    bar = scope_bar(scope, reverse("web:backtest"), tingkat=level.id if level != first else "")
    context = {
        "section": "kerawanan",
        "bar": replace(bar, periods=(), kinds=()),
        "place": place_name(scope.area) if scope.area else "",
        "area": scope.area or "id",
        "level": level.id,
        "level_words": str(LEVELS[level.id]).lower(),
        "levels": [
            (
                str(LEVELS[each.id]),
                reverse("web:backtest") + scope.query_with() + _more(scope.query_with(), each),
                each == level,
            )
            for each in levels
        ],
        "made_at": moment(kept.made_at, scope.area) if kept else "",
        "made_by": kept.made_by if kept else "",
        "page": backtest_page(kept.body) if kept else None,
    }
    return render(request, "web/backtest.html", context)


def _more(query: str, level: Level) -> str:
    return f"{'&' if query else '?'}tingkat={level.id}"
