"""The public table in words: rows, map, and what is told of the stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import areas_within, picture_of
from kondusif.publishing.domain.map_svg import Band, Mark, legend_of, render, scale_of
from kondusif.publishing.domain.suppression import FEWEST, PublicCount, Shown, Side
from kondusif.publishing.labels import category_label
from kondusif.publishing.queries.public import LEVEL, NOWHERE, PublicTable
from kondusif.publishing.wording import area_title

FEW = f"< {FEWEST}"
_WEIGHT = {Shown.NUMBER: 0, Shown.WITHHELD: 1, Shown.FEW: 2}


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A line of the table. `said` is the count as it is told: "12", "< 5", or that it is withheld."""

    code: str
    name: str
    count: int | None
    shown: str
    said: str


@dataclass(frozen=True, slots=True)
class PublicMap:
    """The map, its title and its legend; `hatched` is whether anything is withheld on it."""

    svg: SafeString
    title: str
    bands: tuple[Band, ...]
    hatched: bool
    source: str


def area_rows(table: PublicTable, province: str) -> list[PublicRow]:
    """The kabupaten and kota of a province, the most first; of the country those that are not below five."""
    side = table.table.areas
    if province:
        rows = [_area(code, side[code]) for code in areas_within(province, LEVEL)]
    else:
        rows = [_area(code, each) for code, each in side.items() if each.shown is not Shown.FEW or code == NOWHERE]
    return sorted(rows, key=lambda row: (_WEIGHT[Shown(row.shown)], -(row.count or 0), row.code))


def named_few(rows: Iterable[PublicRow]) -> list[str]:
    """The names of the rows with fewer than five, which need no line each."""
    return [row.name for row in rows if row.shown == Shown.FEW]


def few_left_out(table: PublicTable, rows: Iterable[PublicRow]) -> int:
    """How many areas stand in no row because each has fewer than five."""
    listed = {row.code for row in rows}
    return sum(each.shown is Shown.FEW for code, each in table.table.areas.items() if code not in listed)


def category_rows(table: PublicTable) -> list[PublicRow]:
    """The categories, the most first, then those that are not told by number."""
    side: Side = table.table.categories
    rows = [_row(code, category_label(code), each) for code, each in side.items()]
    order = {code: place for place, code in enumerate(reversed(list(side)))}
    return sorted(rows, key=lambda row: (_WEIGHT[Shown(row.shown)], -(row.count or 0), order[row.code]))


def told(count: PublicCount) -> str:
    """A count in words."""
    if count.shown is Shown.NUMBER:
        return f"{count.count:,}".replace(",", ".")
    return FEW if count.shown is Shown.FEW else gettext("tidak ditampilkan")


def provinces() -> list[tuple[str, str]]:
    """All provinces, to choose one from."""
    return [(code, area_title(load_gazetteer().area(code))) for code in areas_within("", Level.PROVINSI)]


def usual_province(table: PublicTable) -> str:
    """The province in which everything lies that is told by number; nothing where there are several, or none."""
    found = {code[:2] for code, each in table.table.areas.items() if each.shown is Shown.NUMBER and code}
    return found.pop() if len(found) == 1 else ""


def public_map(table: PublicTable, province: str) -> PublicMap:
    """The counts of kabupaten and kota on a map; those that are not told by number are no number there either."""
    side: Mapping[str, PublicCount] = table.table.areas
    codes = areas_within(province, LEVEL)
    drawn = picture_of(province, level=LEVEL)
    marks = {code: _mark(code, side[code]) for code in codes}
    scale = scale_of(mark.value for mark in marks.values())
    place = area_title(load_gazetteer().area(province)) if province else "Indonesia"
    title = gettext("Insiden terverifikasi menurut kabupaten/kota, %(place)s") % {"place": place}
    source = "; ".join(drawn.sources)
    return PublicMap(
        svg=mark_safe(render(drawn.picture, marks, scale, title=title, prefix="publik")),  # noqa: S308 -- `render` escapes
        title=title,
        bands=tuple(replace(band, low=max(band.low, FEWEST)) for band in legend_of(marks.values(), scale)),
        hatched=any(mark.unsure for mark in marks.values()),
        source=gettext("Batas wilayah: %(source)s") % {"source": source} if source else "",
    )


def files_of(province: str) -> list[tuple[str, str]]:
    """The addresses of the same table as files."""
    query = f"?wilayah={province}" if province else ""
    return [(form.upper(), reverse("web:public_file", args=[form]) + query) for form in ("csv", "json")]


def _area(code: str, count: PublicCount) -> PublicRow:
    name = area_title(load_gazetteer().area(code)) if code != NOWHERE else gettext("Tanpa kabupaten/kota")
    return _row(code, name, count)


def _row(code: str, name: str, count: PublicCount) -> PublicRow:
    return PublicRow(code, name, count.count, count.shown.value, told(count))


def _mark(code: str, count: PublicCount) -> Mark:
    name = area_title(load_gazetteer().area(code))
    return Mark(
        code=code,
        name=short_names().get(code, name.removeprefix("Kab. ")),
        value=count.count or 0,
        said=f"{name}\n{told(count)}",
        unsure=count.shown is Shown.WITHHELD,
    )
