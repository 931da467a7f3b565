"""The map page: from the country down to a desa, one metric at a time, with the same figures as a list beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.places.domain.codes import Level, level_of, parent_of, parse_code
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.queries import areas_within
from kondusif.publishing.labels import LEVELS
from kondusif.publishing.wording import area_title
from kondusif.web.maps import METRICS, Cell, MapRow, MapView, Metric, finer_level, map_address, map_of
from kondusif.web.scope import Scope, scope_of
from kondusif.web.scope_bar import scope_bar
from kondusif.web.session import for_operators
from kondusif.web.ways import Way

MOST_AREAS = 700  # in one drawing: the 666 kecamatan of East Java and the 514 kabupaten/kota of the country fit
MOST_ROWS = 60  # of the list, unless all are asked for
_BY_NAME = "nama"
_ALL = "semua"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address says beside the scope; what is unknown is as if it were not there."""

    code: str
    metric: Metric
    level: Level
    form: Form | None
    sort: str
    all_rows: bool

    def address(self, scope: Scope, **changed: str) -> str:
        """The address of this map with something changed; what is as usual is not written."""
        more = {
            **self.looks,
            "daftar": _BY_NAME if self.sort == _BY_NAME else "",
            "baris": _ALL if self.all_rows else "",
        }
        return map_address(self.code, scope, **more | changed)

    @property
    def looks(self) -> dict[str, str]:
        """What stays when the scope changes."""
        return {
            "metrik": _name(self.metric),
            "tingkat": _level(self.level, self.code),
            "bentuk": self.form.value if self.form else "",
        }


@require_safe
@for_operators
def area_map(request: HttpRequest, code: str = "") -> HttpResponse:
    """The map of an area, of the country without one."""
    written = request.GET.get("wilayah", "")
    if code:
        elsewhere = _elsewhere(code, request)
        if elsewhere:
            return redirect(elsewhere)
        asked = request.GET.copy()
        asked["wilayah"] = code  # the scope of the rail and of every link is the area of the path
        request.GET = asked  # type: ignore[assignment]
    scope = scope_of(request.GET, now=now())
    if not code and written and scope.area:
        looks = {name: request.GET.get(name, "") for name in ("metrik", "tingkat", "bentuk")}
        return redirect(map_address(scope.area, scope, **looks))
    return render(request, "web/map_page.html", _context(_asked(request, code), scope))


def _elsewhere(code: str, request: HttpRequest) -> str:
    """The address to go to instead: codes are written with dots, and a desa is seen on the map of its kecamatan."""
    try:
        dotted = parse_code(code)
    except ValueError as error:
        raise Http404(str(error)) from error
    if dotted not in load_gazetteer():
        raise Http404(gettext("Tidak ada wilayah dengan kode %(code)s") % {"code": dotted})
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if level_of(dotted) is Level.KELURAHAN_DESA:
        return f"{reverse('web:map_of', args=[parent_of(dotted)])}{query}#{dotted}"
    return "" if dotted == code else reverse("web:map_of", args=[dotted]) + query


def _asked(request: HttpRequest, code: str) -> _Asked:
    form, usual = request.GET.get("bentuk", ""), finer_level(code)
    levels = {level.id: level for level in _levels(code)}
    return _Asked(
        code=code,
        metric=METRICS.get(request.GET.get("metrik", ""), METRICS["baru"]),
        level=levels.get(request.GET.get("tingkat", ""), usual),
        form=Form(form) if form in set(Form) else None,
        sort=_BY_NAME if request.GET.get("daftar") == _BY_NAME else "",
        all_rows=request.GET.get("baris") == _ALL,
    )


def _levels(code: str) -> list[Level]:
    """The levels that an area can be cut into on one map."""
    first = finer_level(code)
    return [
        level
        for level in Level
        if first <= level <= first + 1 and (level == first or len(areas_within(code, level)) <= MOST_AREAS)
    ]


def _context(asked: _Asked, scope: Scope) -> dict[str, object]:
    view = map_of(scope, code=asked.code, metric=asked.metric.name, level=asked.level, form=asked.form)
    rows = _sorted(view, asked)
    shown = rows if asked.all_rows else rows[:MOST_ROWS]
    above = parent_of(asked.code) or ""
    return {
        "section": "map",
        "bar": scope_bar(scope, reverse("web:map"), **asked.looks),
        "map": view,
        "heading": area_title(load_gazetteer().area(asked.code)) if asked.code else gettext("Indonesia"),
        "up": f"{map_address(above, scope)}#{asked.code}" if asked.code else "",
        "up_name": (area_title(load_gazetteer().area(above)) if above else gettext("Indonesia")) if asked.code else "",
        "metrics": [
            Way(
                each.name,
                str(each.in_period if scope.period else each.label),
                asked.address(scope, metrik=_name(each)),
                each is asked.metric,
            )
            for each in METRICS.values()
        ],
        "levels": [
            Way(
                level.id,
                str(LEVELS[level.id]),
                asked.address(scope, tingkat=_level(level, asked.code)),
                level == asked.level,
            )
            for level in _levels(asked.code)
        ],
        "forms": _forms(asked, view, scope),
        "columns": _columns(asked, scope),
        "rows": shown,
        "more": len(rows) - len(shown),
        "all_rows": asked.address(scope, baris=_ALL),
        "by_name": Way(_BY_NAME, gettext("Wilayah"), asked.address(scope, daftar=_BY_NAME), asked.sort == _BY_NAME),
        "needs_outlines": asked.form is Form.PETA and not view.outlined,
        "totals": _totals(view),
        "list_level": str(LEVELS[asked.level.id]),
    }


def _totals(view: MapView) -> list[Cell]:
    """Each column's sum, what names no finer place counted in."""
    return [
        Cell(sum(row.cells[place].value for row in view.rows) + rest.value, "", rest.chosen)
        for place, rest in enumerate(view.without_finer_cells)
    ]


def _name(metric: Metric) -> str:
    return metric.name if metric.name != "baru" else ""


def _level(level: Level, code: str) -> str:
    return level.id if level != finer_level(code) else ""


def _forms(asked: _Asked, view: MapView, scope: Scope) -> list[Way]:
    return [
        Way("peta", gettext("Batas"), asked.address(scope, bentuk=Form.PETA.value), view.outlined),
        Way("petak", gettext("Petak"), asked.address(scope, bentuk=Form.PETAK.value), not view.outlined),
    ]


def _columns(asked: _Asked, scope: Scope) -> list[Way]:
    """The figures of the list; a column is sorted by when the map counts it."""
    chosen = asked.metric if asked.sort != _BY_NAME else None
    return [
        Way(each.name, str(each.label), asked.address(scope, metrik=_name(each), daftar=""), each is chosen)
        for each in METRICS.values()
    ]


def _sorted(view: MapView, asked: _Asked) -> list[MapRow]:
    if asked.sort == _BY_NAME:
        return sorted(view.rows, key=lambda row: (row.name.removeprefix("Kab. "), row.code))
    return sorted(view.rows, key=lambda row: (-row.value, -row.figures.incidents - row.figures.activities, row.code))
