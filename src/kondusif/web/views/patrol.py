"""Spreading a given number of patrols or outreach over the areas of the scope."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.kerawanan.domain.allocation import AllocationRefused
from kondusif.kerawanan.domain.allocation_rules import shipped_rules
from kondusif.kerawanan.domain.frameworks import Level
from kondusif.kerawanan.domain.index_rollup import VotersUnknown
from kondusif.kerawanan.domain.keeping import NotKept
from kondusif.kerawanan.queries.editions import Edition, edition, latest_edition
from kondusif.kerawanan.queries.patrols import plan_patrols
from kondusif.kerawanan.queries.ranking import levels_of
from kondusif.publishing.wording import moment, place_name
from kondusif.web.kerawanan_page import LEVEL_LABELS
from kondusif.web.patrol_page import MOST_UNITS, PatrolAsked, patrol_asked, patrol_page
from kondusif.web.scope import Scope, scope_of
from kondusif.web.scope_bar import scope_bar
from kondusif.web.session import for_operators


@require_safe
@for_operators
def patrol(request: HttpRequest) -> HttpResponse:
    """The form and, once a number of units is given, who gets how many and why. Nothing is kept: it is a proposal."""
    moment_now = now()
    scope = scope_of(request.GET, now=moment_now)
    row = latest_edition()
    context: dict[str, object] = {
        "section": "kerawanan",
        "place": place_name(scope.area) if scope.area else "",
        "edition": row,
        "most": MOST_UNITS,
    }
    if row is None:
        return render(request, "web/patrol.html", context)
    try:
        kept = edition(row.number)
    except NotKept as torn:
        return render(request, "web/patrol.html", context | {"edition": None, "problem": str(torn)})
    levels = _levels(kept, scope)
    asked = patrol_asked(request.GET, levels, levels[0])
    bar = scope_bar(scope, reverse("web:patrol"), **_kept(request))
    context |= {
        "bar": replace(bar, periods=(), kinds=()),
        "asked": asked,
        "kept_at": moment(row.kept_at),
        "rules": [(each.id, each.title, each.id == asked.rules.id) for each in shipped_rules()],
        "levels": [(each, str(LEVEL_LABELS[each]), each == asked.level) for each in levels],
    }
    if asked.units is not None:
        context |= _planned(kept, scope, asked, all_rows=request.GET.get("baris") == "semua")
        context["all_rows"] = "?" + _with_all(request)
    return render(request, "web/patrol.html", context)


def _planned(kept: Edition, scope: Scope, asked: PatrolAsked, *, all_rows: bool) -> dict[str, object]:
    assert asked.units is not None
    try:
        plan = plan_patrols(
            kept,
            asked.rules,
            area=scope.area,
            level=asked.level,
            budget=asked.units,
            now=now(),
            cautious=asked.cautious,
        )
    except (AllocationRefused, VotersUnknown) as refused:
        return {"problem": str(refused)}
    return {"page": patrol_page(plan, all_rows=all_rows), "unit": plan.rules.unit}


def _levels(kept: Edition, scope: Scope) -> tuple[Level, ...]:
    """The levels below the area that the edition goes down to, the coarsest that a patrol serves first: kecamatan, then desa."""
    deep = scope.area.count(".") + 1 if scope.area else 0
    below = [level for place, level in enumerate(levels_of(kept), start=1) if place > max(deep, 1) and level != "tps"]
    usual = sorted(below, key=lambda level: (level == "kabupaten_kota", below.index(level)))
    return tuple(usual) or (levels_of(kept)[-1],)


def _with_all(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["baris"] = "semua"
    return query.urlencode()


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:12] for name in ("unit", "aturan", "minimum", "batas", "merata", "hati")}
