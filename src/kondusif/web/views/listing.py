"""The list of incidents."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.domain.types import Kind
from kondusif.incidents.policy import may_judge
from kondusif.incidents.queries import figures, list_incidents
from kondusif.publishing.labels import SORTS, STATUSES, category_label
from kondusif.publishing.wording import place_name, place_path
from kondusif.understanding.reading import Category
from kondusif.web.claiming import claims_of_others
from kondusif.web.clearance import rows_for
from kondusif.web.list_state import ListState, chips_of, read_state
from kondusif.web.rows import line_of
from kondusif.web.scope import query_of
from kondusif.web.session import for_operators, operator_of
from kondusif.web.views.bulk import bulk_offer

DOWNLOADS = (("csv", "CSV"), ("xlsx", "XLSX"), ("geojson", "GeoJSON"), ("json", "JSON"))
RESULTS = "hasil"  # the element that a change of the filters replaces


@require_safe
@for_operators
def incidents(request: HttpRequest) -> HttpResponse:
    """The list, or only its results when the filters change on an open page."""
    part = request.headers.get("HX-Target") == RESULTS and not request.headers.get("HX-History-Restore-Request")
    template = "web/incidents_results.html" if part else "web/incidents.html"
    state = read_state(request.GET, now=now())
    context = _context(state, operator_of(request))
    if may_judge(request.user):
        context["bulk"] = bulk_offer()
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _context(state: ListState, operator: User) -> dict[str, object]:
    moment, filters = now(), state.filters
    page = list_incidents(filters, page=state.page)
    rows = rows_for(operator, page.rows)
    claims = claims_of_others((row.id for row in rows), me=operator.get_username(), now=moment)
    counts = figures(replace(filters, kind=""))
    return {
        "state": state,
        "filters": filters,
        "area_name": place_name(filters.area) if filters.area else state.area_typed,
        "lines": [line_of(row, now=moment, claimed=claims.get(row.id)) for row in rows],
        "count": page.count,
        "page": page.page,
        "pages": page.pages,
        "first": (page.page - 1) * page.per_page + 1,
        "last": (page.page - 1) * page.per_page + len(page.rows),
        "before": state.query_with(hal=str(page.page - 1)) if page.page > 2 else state.query,
        "after": state.query_with(hal=str(page.page + 1)),
        "areas_meant": [
            (area, query_of(replace(filters, area=area.code), state.period), ", ".join(place_path(area.code)[1:]))
            for area in state.areas_meant
        ],
        "chips": chips_of(filters, state.period),
        "kinds": _kinds(state, counts.total, counts.by_kind),
        "categories": _categories(filters.categories),
        "statuses": [(status, label, status in filters.statuses) for status, label in STATUSES.items()],
        "sorts": SORTS.items(),
        "downloads": DOWNLOADS,
        "nothing_kept": not counts.total and not chips_of(filters, state.period) and not state.area_typed,
        "section": "incidents",
    }


def _kinds(state: ListState, total: int, by_kind: dict[str, int]) -> list[dict[str, object]]:
    """The three ways to look at the list, each with its exact count."""
    ways = [
        ("", gettext("semua"), total),
        (Kind.INCIDENT.value, gettext("insiden"), by_kind[Kind.INCIDENT]),
        (Kind.ACTIVITY.value, gettext("kegiatan"), by_kind[Kind.ACTIVITY]),
    ]
    return [
        {
            "value": value,
            "label": label,
            "count": count,
            "on": state.filters.kind == value,
            "query": query_of(replace(state.filters, kind=value), state.period),
        }
        for value, label, count in ways
    ]


def _categories(chosen: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    return [(item.value, category_label(item), item in chosen) for item in Category if item != Category.TIDAK_RELEVAN]
