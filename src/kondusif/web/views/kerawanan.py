"""Kerawanan: the ranking of an edition, one area of it, the simulation of other weights, and the ranking as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.kerawanan.domain.frameworks import Level, load_framework, shipped
from kondusif.kerawanan.domain.index_rollup import VotersUnknown
from kondusif.kerawanan.domain.keeping import NotKept
from kondusif.kerawanan.domain.tables import LEVELS
from kondusif.kerawanan.domain.tables_reading import write_template
from kondusif.kerawanan.domain.whatif import NoSuchWeights
from kondusif.kerawanan.queries.editions import Edition, EditionRow, edition, list_editions
from kondusif.kerawanan.queries.ranking import Ranking, levels_of, ranking_of
from kondusif.kerawanan.queries.simulation import simulated
from kondusif.places.domain.codes import Level as PlaceLevel
from kondusif.places.domain.codes import parent_of, parse_code
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.queries import areas_within
from kondusif.publishing.exports import MEDIA_TYPES
from kondusif.publishing.policy import may_export
from kondusif.publishing.ranking_export import FORMS, export_ranking, ranking_file_name
from kondusif.publishing.wording import area_title
from kondusif.web.area_page import near_names
from kondusif.web.area_search import suggest_areas
from kondusif.web.kerawanan_area import (
    change_of,
    children_of,
    crumbs_of,
    dimensions_of,
    figures_of,
    lowering_of,
    published_of,
    ranked_in,
    score_of,
    why_of,
)
from kondusif.web.kerawanan_page import (
    BY_CATEGORY,
    BY_SCORE,
    LEVEL_LABELS,
    MEASURES,
    MOST_AREAS,
    STRUCTURAL,
    Asked,
    Listed,
    area_address,
    asked_of,
    classes_of,
    drawn,
    edition_head,
    edition_ways,
    level_below,
    listed,
    map_level,
    places_to,
    sortings,
)
from kondusif.web.kerawanan_risk import classes_of_risk, how_of, risk_drawn, risk_listed, risk_view, risks
from kondusif.web.kerawanan_simulation import asked_weights, fields_of, simulation_view
from kondusif.web.maps import Drawing
from kondusif.web.scope import MOST_TYPED, Scope, scope_of
from kondusif.web.scope_bar import ScopeBar, scope_bar
from kondusif.web.session import for_operators
from kondusif.web.situation import part
from kondusif.web.ways import Way

BLANK = "isian"
_MOST_BLANK = 10_000  # lines of a table to be filled in; a province fits
_SIDE_BY_SIDE = 120  # areas on a map beside the list; more of them need the whole width


@dataclass(frozen=True, slots=True)
class _Found:
    """The edition that is asked for, else the newest; `problem` says why it is another, or none."""

    rows: list[EditionRow]
    edition: Edition | None
    problem: str = ""


@require_safe
@for_operators
def kerawanan(request: HttpRequest) -> HttpResponse:
    """The map and the ranking of an edition inside an area."""
    scope, asked = scope_of(request.GET, now=now()), asked_of(request.GET)
    found = _found(asked)
    base = {
        "section": "kerawanan",
        "bar": _bar(scope, reverse("web:kerawanan"), asked),
        "problem": found.problem,
        "editions": edition_ways(
            found.rows,
            found.edition.row.number if found.edition else 0,
            replace(asked, edition=None, page=1).query(scope),
        ),
    }
    if found.edition is None:
        return render(request, "web/kerawanan.html", base)
    if scope.area and level_below(found.edition, scope.area) is None:
        return redirect(_area_at_most(found.edition, scope.area))
    return render(request, "web/kerawanan.html", base | _ranked(found.edition, scope, asked))


def _found(asked: Asked) -> _Found:
    rows = list_editions()
    if not rows:
        return _Found(rows, None)
    known = {row.number for row in rows}
    unknown = asked.edition is not None and asked.edition not in known
    chosen = rows[0].number if asked.edition is None or unknown else asked.edition
    problem = gettext("Tidak ada edisi nomor %(number)s; yang tampil edisi terbaru.") % {"number": asked.edition}
    try:
        return _Found(rows, edition(chosen), problem if unknown else "")
    except NotKept as torn:
        return _Found(rows, None, str(torn))


def _area_at_most(kept: Edition, code: str) -> str:
    """The page of an area, of the one around it that the edition has where it goes no deeper."""
    return area_address(".".join(code.split(".")[: len(levels_of(kept))]), kept)


def _ranked(kept: Edition, scope: Scope, asked: Asked) -> dict[str, object]:
    own = ranking_of(kept)
    area = scope.area or own.around
    level = _level(kept, asked, area)
    try:
        ranking = ranking_of(kept, level)
        problem = ""
    except VotersUnknown as unknown:
        ranking, level, problem = own, own.level, str(unknown)
    inside = ranking.within(area)
    codes = [row.code for row in inside] if map_level(ranking) and len(inside) <= MOST_AREAS else []
    to = places_to(ranking, kept, codes, None if ranking.own else _down(codes, scope, asked))
    made = _structural(kept, ranking, asked, area, to)
    risk_problem = False
    if asked.measure != STRUCTURAL:
        risky = part(lambda: _risky(kept, ranking, asked, area, to))
        risk_problem = risky.failed
        made = risky.made or made
    place = area_title(load_gazetteer().area(area)) if area in load_gazetteer() else gettext("Indonesia")
    here, picture = reverse("web:kerawanan"), made["map"]
    outlined = isinstance(picture, Drawing) and picture.outlined
    page = made["page"]
    assert isinstance(page, Listed)
    return made | {
        "head": edition_head(kept),
        "place": place,
        "up": _up(scope, asked),
        "ranking": ranking,
        "level_label": str(LEVEL_LABELS[level]),
        "unknown_voters": problem,
        "risk_problem": risk_problem,
        "measures": [
            Way(each, str(label), here + asked.query(scope, ukuran=each, urut=""), each == asked.measure)
            for each, label in MEASURES.items()
        ],
        "levels": [
            Way(each, str(LEVEL_LABELS[each]), here + asked.query(scope, tingkat=each), each == level)
            for each in levels_of(kept)[area.count(".") + 1 if area else 0 :]
        ],
        "colours": _colours(kept, ranking, scope, asked),
        "columns": {
            each.name or "skor": Way(
                each.name, str(each.label), here + asked.query(scope, urut=each.name), each.name == asked.sort
            )
            for each in sortings(ranking)
        },
        "forms": _forms(picture, scope, asked),
        "wide_map": len(codes) > _SIDE_BY_SIDE,
        "most": MOST_AREAS,
        "files": [
            (each.upper(), reverse("web:kerawanan_file", args=[each]) + asked.query(scope, edisi=str(kept.row.number)))
            for each in FORMS
            if each != "geojson" or outlined
        ],
        "before": asked.query(scope, hal=str(page.page - 1)),
        "after": asked.query(scope, hal=str(page.page + 1)),
    }


def _structural(kept: Edition, ranking: Ranking, asked: Asked, inside: str, to: Mapping[str, str]) -> dict[str, object]:
    classes = classes_of(kept, ranking, asked.colours)
    return {
        "page": listed(kept, ranking, asked, area=inside, classes=classes),
        "map": drawn(kept, ranking, area=inside, form=asked.form, classes=classes, to=to),
    }


def _risky(kept: Edition, ranking: Ranking, asked: Asked, inside: str, to: Mapping[str, str]) -> dict[str, object]:
    found = risks(kept, ranking.level, _minute())
    classes = classes_of_risk(asked.measure)
    return {
        "page": risk_listed(found, kept, asked, area=inside, classes=classes),
        "map": risk_drawn(found, asked, level=ranking.level, area=inside, to=to),
        "how": how_of(found),
        "measure": asked.measure,
    }


def _level(kept: Edition, asked: Asked, area: str) -> Level:
    """The level asked for where it lies below the area, else the one below it."""
    below = level_below(kept, area) or levels_of(kept)[-1]
    for level in levels_of(kept)[LEVELS.index(below) :]:
        if level == asked.level:
            return level
    return below


def _up(scope: Scope, asked: Asked) -> Way | None:
    """The same page of the area around, at which the keyboard goes on where it was."""
    if not scope.area:
        return None
    above = parent_of(scope.area) or ""
    around_it = replace(scope, filters=replace(scope.filters, area=above))
    address = reverse("web:kerawanan") + replace(asked, level="", page=1).query(around_it)
    return Way("", _name(above) or gettext("Indonesia"), f"{address}#{scope.area}", on=False)


def _down(codes: list[str], scope: Scope, asked: Asked) -> dict[str, str]:
    """The same page for each area; one address is written and only its code changes."""
    nobody = "00.00.00.0000"
    inside = replace(scope, filters=replace(scope.filters, area=nobody))
    address = reverse("web:kerawanan") + replace(asked, level="", page=1).query(inside)
    return {code: address.replace(nobody, code) for code in codes}


def _colours(kept: Edition, ranking: Ranking, scope: Scope, asked: Asked) -> list[Way]:
    if not ranking.own or kept.result.cutoffs is None or asked.measure != STRUCTURAL:
        return []
    here, by_score = reverse("web:kerawanan"), asked.colours == BY_SCORE
    return [
        Way(BY_CATEGORY, gettext("Kategori"), here + asked.query(scope, pita=""), not by_score),
        Way(BY_SCORE, gettext("Skor"), here + asked.query(scope, pita=BY_SCORE), by_score),
    ]


def _forms(picture: object, scope: Scope, asked: Asked) -> list[Way]:
    """Outlines or tiles, where there are outlines to choose."""
    if not isinstance(picture, Drawing) or not (picture.outlined or asked.form is Form.PETAK):
        return []
    here = reverse("web:kerawanan")
    return [
        Way("peta", gettext("Batas"), here + asked.query(scope, bentuk=""), picture.outlined),
        Way("petak", gettext("Petak"), here + asked.query(scope, bentuk=Form.PETAK.value), not picture.outlined),
    ]


def _bar(scope: Scope, action: str, asked: Asked) -> ScopeBar:
    """The bar with nothing but the area; the rest of the scope travels along unseen, for the index has no period."""
    more = {"edisi": str(asked.edition or ""), "ukuran": asked.measure, "urut": asked.sort, "pita": asked.colours}
    bar = scope_bar(scope, action, **more)
    period, filters = scope.period, scope.filters
    kept = [
        ("periode", period.name),
        ("sejak", period.since.isoformat() if period.since else ""),
        ("hingga", period.until.isoformat() if period.until else ""),
        ("jenis", filters.kind),
        *(("kategori", each) for each in filters.categories),
        *(("status", each) for each in filters.statuses),
    ]
    unseen = (*bar.more, *((name, value) for name, value in kept if value))
    return replace(bar, periods=(), categories=(), statuses=(), kinds=(), chips=(), more=unseen)


@require_safe
@for_operators
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area of an edition, whether it was scored itself or lies above what was."""
    scope, asked = scope_of(request.GET, now=now()), asked_of(request.GET)
    found = _found(asked)
    dotted = _dotted(code, found.edition)
    if dotted is None:
        written = code.replace("\x00", "")[:MOST_TYPED]
        near = near_names(written, suggest_areas(written), replace(scope, filters=replace(scope.filters, area="")))
        unknown = {"section": "kerawanan", "code": written, "near": near}
        return render(request, "web/area_unknown.html", unknown, status=404)
    if dotted != code:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("web:kerawanan_area", args=[dotted]) + query)
    query = replace(asked, edition=None).query(scope)
    context = {
        "section": "kerawanan",
        "code": code,
        "title": area_title(load_gazetteer().area(code)) if code in load_gazetteer() else code,
        "crumbs": crumbs_of(code, found.edition),
        "problem": found.problem,
        "editions": edition_ways(found.rows, found.edition.row.number if found.edition else 0, query),
        "published": part(lambda: published_of(code)),
    }
    return render(request, "web/kerawanan_area.html", context | _area(found.edition, code))


def _dotted(code: str, kept: Edition | None) -> str | None:
    """The code as it is written, of an area that exists or that the edition has; a TPS has a code of its own."""
    if kept is not None and code in kept.result.codes:
        return code
    try:
        dotted = parse_code(code)
    except ValueError:
        return None
    return dotted if dotted in load_gazetteer() else None


def _area(kept: Edition | None, code: str) -> dict[str, object]:
    if kept is None:
        return {}
    base: dict[str, object] = {"head": edition_head(kept)}
    try:
        row = ranked_in(kept, code)
    except VotersUnknown as unknown:
        return base | {"unknown_voters": str(unknown)}
    if row is None:
        parts = levels_of(kept)
        above = ".".join(code.split(".")[: len(parts)])
        coarser = above if above != code and ranking_of(kept).of(above) else ""
        return base | {"coarser": area_address(coarser, kept) if coarser else "", "coarser_name": _name(coarser)}
    moment = _minute()
    base |= {
        "score": part(lambda: score_of(kept, row)),
        "risk": part(lambda: risk_view(kept, code, moment)),
        "children": part(lambda: children_of(kept, code) or ()),
    }
    if row.rolled is not None:
        return base
    base |= {
        "dimensions": part(lambda: dimensions_of(kept, code)),
        "figures": part(lambda: figures_of(kept, code, None)),
        "change": part(lambda: change_of(kept, code) or ()),
    }
    if row.score is None:
        return base
    return base | {"why": part(lambda: why_of(kept, code)), "lowering": part(lambda: lowering_of(kept, code))}


def _minute() -> datetime:
    """This minute: what is asked of it twice is computed once."""
    return now().replace(second=0, microsecond=0)


def _name(code: str) -> str:
    return area_title(load_gazetteer().area(code)) if code in load_gazetteer() else code


@require_safe
@for_operators
def simulation(request: HttpRequest) -> HttpResponse:
    """Other weights of the dimensions tried out; nothing is kept."""
    scope, asked = scope_of(request.GET, now=now()), asked_of(request.GET)
    found, here = _found(asked), reverse("web:kerawanan_simulation")
    if found.edition is None:
        return render(request, "web/kerawanan_simulation.html", {"section": "kerawanan", "problem": found.problem})
    kept = found.edition
    edition_alone = replace(asked_of(QueryDict()), edition=kept.row.number).query(scope)
    context = {
        "section": "kerawanan",
        "problem": found.problem,
        "head": edition_head(kept),
        "area": scope.area,
        "here": here,
        "reset": here + edition_alone,
        "back": reverse("web:kerawanan") + edition_alone,
        "fields": fields_of(request.GET, kept),
    }
    try:
        simulated_ = simulated(kept, asked_weights(request.GET, kept), area=scope.area)
    except NoSuchWeights as refused:
        return render(request, "web/kerawanan_simulation.html", context | {"refused": str(refused)})
    context["made"] = simulation_view(simulated_, kept, area=scope.area or ranking_of(kept).around)
    return render(request, "web/kerawanan_simulation.html", context)


@require_safe
@for_operators
def kerawanan_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The ranking as a file, for the edition, level and area of the address; `isian` is a table to be filled in.

    `bom=0` leaves out what makes Excel read CSV as UTF-8, `batas=1` gives GeoJSON the outlines of the areas.
    """
    if form not in (*FORMS, BLANK):
        raise Http404
    if not may_export(request.user):
        raise PermissionDenied
    moment = now()
    scope, asked = scope_of(request.GET, now=moment), asked_of(request.GET)
    if form == BLANK:
        return _blank_table(scope.area)
    found = _found(asked)
    if found.edition is None or found.problem:
        raise Http404(found.problem or gettext("Belum ada edisi indeks yang disimpan"))
    kept = found.edition
    inside = scope.area or ranking_of(kept).around
    try:
        ranking = ranking_of(kept, _level(kept, asked, inside))
    except VotersUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    parts = export_ranking(
        form,
        kept,
        ranking,
        area=inside,
        address=request.build_absolute_uri(reverse("web:kerawanan") + asked.query(scope, edisi=str(kept.row.number))),
        now=moment,
        bom=request.GET.get("bom") != "0",
        outlines=request.GET.get("batas") == "1",
    )
    return _attached(parts, MEDIA_TYPES[form], ranking_file_name(form, kept, ranking, area=inside))


def _blank_table(inside: str) -> HttpResponseBase:
    """A table of the first framework that can be computed, with the desa of an area, of none where it has too many."""
    framework = next(each for each in map(load_framework, shipped()) if not each.lacking)
    codes = areas_within(inside, PlaceLevel.KELURAHAN_DESA) if inside else []
    places, table = load_gazetteer(), BytesIO()
    write_template(framework, table, codes=[(code, places.area(code).name) for code in codes[:_MOST_BLANK]])
    name = "_".join(filter(None, ("isian", framework.id, inside)))
    return _attached([table.getvalue()], MEDIA_TYPES["xlsx"], f"{name}.xlsx")


def _attached(parts: Iterable[bytes], media_type: str, name: str) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(parts, content_type=media_type, headers=headers)
