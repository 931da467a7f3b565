"""Figures of areas."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kondusif.api import shapes
from kondusif.api.asking import Asked, AskedAreas, next_pages, only_known
from kondusif.api.incidents import place
from kondusif.api.problems import REFUSALS
from kondusif.config.clock import now
from kondusif.incidents.queries import AREAS, AreaFigures, area_figures
from kondusif.places.domain.codes import level_of
from kondusif.places.domain.gazetteer import load_gazetteer

router = Router(tags=["Wilayah"])
_NOTHING = AreaFigures()


@router.get("/areas", response={200: shapes.AreaList, **REFUSALS}, operation_id="list_areas", url_name="areas",
            summary=_("Angka tiap wilayah satu tingkat"))  # fmt: skip
def areas(request: HttpRequest, asked: Query[AskedAreas]) -> dict[str, Any]:
    """The areas of a level that have anything, by their codes."""
    only_known(request, AskedAreas.model_fields)
    found = sorted(area_figures(asked.filters(now()), level=asked.tingkat).items())
    pages = max(1, -(-len(found) // asked.per))
    if asked.hal > pages:
        raise Http404
    start = (asked.hal - 1) * asked.per
    before, after = next_pages(request, page=asked.hal, pages=pages)
    return {
        "level": asked.tingkat,
        "count": len(found),
        "page": asked.hal,
        "pages": pages,
        "per_page": asked.per,
        "previous": before,
        "next": after,
        "items": [_figures(code, figures) for code, figures in found[start : start + asked.per]],
    }


@router.get("/areas/{code}", response={200: shapes.AreaDetail, **REFUSALS}, operation_id="get_area", url_name="area",
            summary=_("Angka satu wilayah dan isinya"))  # fmt: skip
def area(request: HttpRequest, code: str, asked: Query[Asked]) -> dict[str, Any]:
    """An area with its figures, and those of the areas one level down."""
    only_known(request, set(Asked.model_fields) - {"wilayah"})
    if code not in load_gazetteer():
        raise Http404
    filters = replace(asked.filters(now()), area=code)
    at = level_of(code) - 1
    below = AREAS[at + 1] if at + 1 < len(AREAS) else None
    children = area_figures(filters, level=below) if below else {}
    return {
        **_figures(code, area_figures(filters, level=AREAS[at]).get(code, _NOTHING)),
        "level": AREAS[at],
        "children_level": below,
        "children": [_figures(child, figures) for child, figures in sorted(children.items())],
    }


def _figures(code: str, figures: AreaFigures) -> dict[str, Any]:
    return {**asdict(figures), "place": place(code)}
