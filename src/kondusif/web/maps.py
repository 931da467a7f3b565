"""A map for a page: figures of areas as a drawing, its legend, and the same figures as rows of a list.

Any page may have one: `map_of(scope, metric=…)` and `{% include "web/map.html" with map=… %}`, with `web/map.css` and
`web/map.js` beside. Two queries for the picture (none of the outlines themselves once they were drawn), one for the figures.

A page with a measure of its own hands its marks and classes to `drawing_of` and includes the same template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import AreaFigures, Filters, area_figures
from kondusif.places.domain.codes import Level, parent_of
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import AreaPicture, areas_within, picture_of
from kondusif.publishing.domain.map_svg import Band, Classes, Mark, legend_of, render, scale_of
from kondusif.publishing.labels import LEVELS
from kondusif.publishing.wording import area_title, moment, number
from kondusif.web.scope import Scope, query_of

NOTHING = AreaFigures()


@dataclass(frozen=True, slots=True)
class Metric:
    """What a map counts: how it is called with and without a period, which figure, and the list that it opens."""

    name: str
    label: str | Promise
    in_period: str | Promise
    value: Callable[[AreaFigures], int]
    only: Callable[[Filters], Filters]


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            "baru",
            _("Insiden"),
            _("Insiden baru"),
            lambda figures: figures.incidents,
            lambda filters: replace(filters, kind=Kind.INCIDENT.value),
        ),
        Metric(
            "belum",
            _("Belum diverifikasi"),
            _("Belum diverifikasi"),
            lambda figures: figures.unverified,
            lambda filters: replace(filters, kind=Kind.INCIDENT.value, statuses=(Status.BELUM_DIVERIFIKASI.value,)),
        ),
        Metric(
            "kegiatan",
            _("Kegiatan"),
            _("Kegiatan baru"),
            lambda figures: figures.activities,
            lambda filters: replace(filters, kind=Kind.ACTIVITY.value),
        ),
        Metric(
            "bertentangan",
            _("Bertentangan"),
            _("Bertentangan"),
            lambda figures: figures.contradicted,
            lambda filters: replace(filters, contradicted=True),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the list and the address of the incidents that it counts; no address where there are none."""

    value: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MapRow:
    """An area in the list beside the map: where its map is (`down`), its page, and a cell for each metric."""

    code: str
    name: str
    around: str
    figures: AreaFigures
    value: int
    level: int
    down: str
    area: str
    cells: tuple[Cell, ...]

    @property
    def incidents(self) -> str:
        """The address of what the figure of the map counts here; empty where that is nothing."""
        return next((cell.href for cell in self.cells if cell.chosen), "")


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line of the legend: the class that it shows, hatched or not, its name, and what is said of it."""

    level: int
    name: str
    says: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `web/map.html` shows. `svg` is empty when there is nothing to draw; `missing` areas are not on it."""

    svg: SafeString
    title: str
    form: str
    bands: tuple[Band, ...]
    legend: tuple[LegendLine, ...]
    outlines: str
    missing: int
    prefix: str

    @property
    def outlined(self) -> bool:
        """Whether it is drawn with outlines."""
        return self.form == Form.PETA


@dataclass(frozen=True, slots=True)
class MapView(Drawing):
    """A map of counts and all that stands around it."""

    metric: str
    metric_label: str
    rows: tuple[MapRow, ...]
    total: int
    hatched: int
    without_finer: AreaFigures
    without_finer_cells: tuple[Cell, ...]
    without_finer_words: str

    @property
    def without_finer_value(self) -> int:
        """How many of what the map counts name no area of its level."""
        return next((cell.value for cell in self.without_finer_cells if cell.chosen), 0)


def map_of(
    scope: Scope,
    *,
    code: str | None = None,
    metric: str = "baru",
    level: Level | None = None,
    form: Form | None = None,
    to: Callable[[str], str] | None = None,
    figures: Mapping[str, AreaFigures] | None = None,
    prefix: str = "peta",
) -> MapView:
    """The map of an area (`code`; without it the scope's, the country when it has none), one level down unless told.

    `to` makes the address that an area leads to; without it: its own map, of a desa its page. `figures` by code replace
    the query, for a page that may show only some of them. `prefix` tells two maps of one page apart.
    """
    code = scope.area if code is None else code
    level = level or finer_level(code)
    counted = METRICS.get(metric, METRICS["baru"])
    filters = replace(scope.filters, area=code)
    known = area_figures(filters, level=level.id) if figures is None else figures
    addresses = _Addresses(scope, counted, to)
    rows = tuple(_row(each, code, known.get(each, NOTHING), counted, addresses) for each in areas_within(code, level))
    scale = scale_of(row.value for row in rows)
    rows = tuple(replace(row, level=scale.level(row.value)) for row in rows)
    marks = {row.code: _mark(row, counted) for row in rows}
    label = str(counted.in_period if scope.period else counted.label)
    title = _title(code, level, label)
    rest = _together([figures for each, figures in known.items() if each not in marks])
    hatched = sum(mark.unsure for mark in marks.values())
    drawing = drawing_of(
        picture_of(code, level=level, form=form),
        marks,
        scale,
        title=title,
        nil=gettext("nihil"),
        doubts=_unjudged(hatched),
        prefix=prefix,
    )
    return MapView(
        **{each.name: getattr(drawing, each.name) for each in fields(Drawing)},
        metric=counted.name,
        metric_label=label,
        rows=rows,
        total=sum(row.value for row in rows) + counted.value(rest),
        hatched=hatched,
        without_finer=rest,
        without_finer_cells=tuple(Cell(each.value(rest), "", each is counted) for each in METRICS.values()),
        without_finer_words=gettext("tanpa %(level)s") % {"level": str(LEVELS[level.id]).lower()},
    )


def drawing_of(
    drawn: AreaPicture,
    marks: Mapping[str, Mark],
    classes: Classes,
    *,
    title: str,
    nil: str,
    doubts: Sequence[str] = (),
    prefix: str = "peta",
) -> Drawing:
    """The areas of a picture by their marks. `nil` names class 0 (its line stands where some area is of it, or where
    counts make it a class like the others); `doubts` say why areas are hatched, a line each.
    """
    bands = legend_of(marks.values(), classes)
    counts = not any(band.name for band in bands)
    lines = [
        LegendLine(band.level, band.span if band.level else nil, areas_in_words(band.areas))
        for band in bands
        if band.level or band.areas or counts
    ]
    hatched = [LegendLine(1, gettext("bergaris"), words, hatched=True) for words in doubts]
    return Drawing(
        svg=mark_safe(render(drawn.picture, marks, classes, title=title, prefix=prefix)) if marks else SafeString(),  # noqa: S308 -- `render` escapes
        title=title,
        form=drawn.picture.form.value,
        bands=bands,
        legend=(*lines, *hatched),
        outlines=_outlines(drawn),
        missing=sum(code in marks for code in drawn.picture.missing) if drawn.outlined else len(marks),
        prefix=prefix,
    )


def areas_in_words(count: int) -> str:
    """ "1.204 wilayah"."""
    return ngettext("%(shown)s wilayah", "%(shown)s wilayah", count) % {"shown": number(count)}


def _unjudged(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    words = ngettext(
        "belum satu pun insidennya diverifikasi (%(shown)s wilayah)",
        "belum satu pun insidennya diverifikasi (%(shown)s wilayah)",
        count,
    )
    return (words % {"shown": number(count)},)


def finer_level(code: str) -> Level:
    """The level below an area; of a desa its own, for there is none."""
    return Level(min(code.count(".") + 2, Level.KELURAHAN_DESA)) if code else Level.PROVINSI


def map_address(code: str, scope: Scope, **more: str) -> str:
    """The address of the map of an area, with the scope."""
    path = reverse("web:map_of", args=[code]) if code else reverse("web:map")
    return path + query_of(replace(scope.filters, area=""), scope.period, **more)


def area_address(code: str, scope: Scope) -> str:
    """The address of the page of an area, with the scope."""
    return reverse("web:area", args=[code]) + query_of(replace(scope.filters, area=""), scope.period)


def figures_in_words(figures: AreaFigures) -> str:
    """ "12 insiden, 3 belum diverifikasi, 4 kegiatan", or that there is nothing."""
    if not figures.incidents and not figures.activities:
        return gettext("nihil")
    words = []
    if figures.incidents:
        words.append(
            ngettext("%(count)s insiden", "%(count)s insiden", figures.incidents) % {"count": figures.incidents}
        )
    if figures.unverified:
        words.append(gettext("%(count)s belum diverifikasi") % {"count": figures.unverified})
    if figures.activities:
        words.append(
            ngettext("%(count)s kegiatan", "%(count)s kegiatan", figures.activities) % {"count": figures.activities}
        )
    if figures.contradicted:
        words.append(gettext("%(count)s bertentangan") % {"count": figures.contradicted})
    return ", ".join(words)


def _together(several: Sequence[AreaFigures]) -> AreaFigures:
    """What names no area of the map; a code that the gazetteer no longer has is among it, so that nothing is lost."""
    return AreaFigures(
        incidents=sum(each.incidents for each in several),
        unverified=sum(each.unverified for each in several),
        verified=sum(each.verified for each in several),
        activities=sum(each.activities for each in several),
        contradicted=sum(each.contradicted for each in several),
        texts=sum(each.texts for each in several),
        latest_seen_at=max((each.latest_seen_at for each in several if each.latest_seen_at), default=None),
    )


class _Addresses:
    """Addresses of many areas in one scope: written once for an area that does not exist, then only its code changes."""

    _NOBODY = "00.00.00.0000"

    def __init__(self, scope: Scope, metric: Metric, to: Callable[[str], str] | None) -> None:
        self._to = to
        self._down = map_address(self._NOBODY, scope, metrik=metric.name if metric.name != "baru" else "")
        self._area = area_address(self._NOBODY, scope)
        self._lists = [
            (
                each,
                reverse("web:incidents") + query_of(replace(each.only(scope.filters), area=self._NOBODY), scope.period),
            )
            for each in METRICS.values()
        ]
        self._metric = metric

    def area(self, code: str) -> str:
        """Of the area's page."""
        return self._area.replace(self._NOBODY, code)

    def down(self, code: str) -> str:
        """Where a click on the area leads."""
        if self._to:
            return self._to(code)
        lowest = code.count(".") == Level.KELURAHAN_DESA - 1
        return self.area(code) if lowest else f"{self._down.replace(self._NOBODY, code)}#peta"

    def cells(self, code: str, figures: AreaFigures) -> tuple[Cell, ...]:
        """A figure for each metric, with what it counts."""
        return tuple(
            Cell(
                value=metric.value(figures),
                href=href.replace(self._NOBODY, code) if metric.value(figures) else "",
                chosen=metric is self._metric,
            )
            for metric, href in self._lists
        )


def _row(code: str, within: str, figures: AreaFigures, metric: Metric, addresses: _Addresses) -> MapRow:
    """`around` is named where areas of several parents stand together: there is a Sukorejo in every other kabupaten."""
    above = parent_of(code) or ""
    above = above if above != within else ""
    return MapRow(
        code=code,
        name=area_title(load_gazetteer().area(code)),
        around=area_title(load_gazetteer().area(above)) if above else "",
        figures=figures,
        value=metric.value(figures),
        level=0,
        down=addresses.down(code),
        area=addresses.area(code),
        cells=addresses.cells(code, figures),
    )


def _mark(row: MapRow, metric: Metric) -> Mark:
    """Hatched where nobody has looked at a single incident yet; of activities nobody needs to."""
    return Mark(
        code=row.code,
        name=short_names().get(row.code, row.name.removeprefix("Kab. ")),
        value=row.value,
        said=f"{', '.join(filter(None, (row.name, row.around)))}\n{figures_in_words(row.figures)}",
        href=row.down,
        unsure=row.value > 0 and row.figures.all_unverified and metric.name != "kegiatan",
    )


def _title(code: str, level: Level, metric: str) -> str:
    place = area_title(load_gazetteer().area(code)) if code else "Indonesia"
    words = {"metric": metric, "level": str(LEVELS[level.id]).lower(), "place": place}
    return gettext("%(metric)s menurut %(level)s, %(place)s") % words


def _outlines(drawn: AreaPicture) -> str:
    """Where the outlines come from and since when they are here; empty for tiles."""
    if drawn.picture.form is not Form.PETA or drawn.latest_loaded_at is None:
        return ""
    words = {"sources": "; ".join(drawn.sources), "moment": moment(drawn.latest_loaded_at)}
    return gettext("Batas wilayah: %(sources)s, dimuat %(moment)s") % words
