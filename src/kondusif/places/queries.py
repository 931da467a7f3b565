"""Reads of the boundaries that were loaded, and the pictures made of them."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from kondusif.places.domain.codes import Level, level_of
from kondusif.places.domain.gazetteer import Gazetteer, load_gazetteer
from kondusif.places.domain.pictures import WIDTH, Form, Picture, draw
from kondusif.places.domain.tiles import by_parent, draw_tiles, layout, nested
from kondusif.places.models import Boundary

_CHUNK = 500  # codes in one IN list


@dataclass(frozen=True, slots=True)
class KeptBoundary:
    """One area's outline. `geometry` is the text of a GeoJSON MultiPolygon; figures are degrees."""

    code: str
    level: Level
    geometry: str
    lng: float
    lat: float
    west: float
    south: float
    east: float
    north: float
    source: str
    loaded_at: datetime

    @property
    def polygons(self) -> list[list[list[list[float]]]]:
        """Polygons of rings of [longitude, latitude]; the first ring of a polygon is its outer one."""
        coordinates: list[Any] = json.loads(self.geometry)["coordinates"]
        return coordinates


@dataclass(frozen=True, slots=True)
class LoadedLevel:
    """How many outlines of one level are kept, and when the newest came."""

    level: Level
    count: int
    latest_loaded_at: datetime


def boundaries_of(
    code: str | None, *, level: Level | None = None, gazetteer: Gazetteer | None = None
) -> list[KeptBoundary]:
    """Outlines of the areas inside an area (None: the country), one level down or of `level`; those kept, by code.

    Compare with `gazetteer.children(code)` to see what is missing.
    """
    places = gazetteer or load_gazetteer()
    if level is None:
        return boundaries_by_code(places.children(code))
    tops = [code] if code else list(places.children())
    return boundaries_by_code(
        [each for top in tops if level >= level_of(top) for each in places.descendants(top, level)]
    )


def boundaries_by_code(codes: Iterable[str]) -> list[KeptBoundary]:
    """The kept outlines among these areas, in code order; one query for each 500."""
    wanted: Sequence[str] = sorted(set(codes))
    rows: list[Boundary] = []
    for start in range(0, len(wanted), _CHUNK):
        rows += Boundary.objects.filter(code__in=wanted[start : start + _CHUNK])
    return sorted(map(_kept, rows), key=lambda kept: kept.code)


def loaded_levels() -> list[LoadedLevel]:
    """What is kept, by level; empty when no file was loaded yet."""
    rows = Boundary.objects.values("level").annotate(count=Count("id"), latest=Max("loaded_at")).order_by("level")
    return [LoadedLevel(Level(row["level"]), row["count"], row["latest"]) for row in rows]


def _kept(row: Boundary) -> KeptBoundary:
    return KeptBoundary(
        code=row.code,
        level=Level(row.level),
        geometry=row.geometry,
        lng=row.lng,
        lat=row.lat,
        west=row.west,
        south=row.south,
        east=row.east,
        north=row.north,
        source=row.source,
        loaded_at=row.loaded_at,
    )


# Pictures -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AreaPicture:
    """A picture of the areas of one level inside an area, and where its outlines come from."""

    picture: Picture
    sources: tuple[str, ...] = ()
    latest_loaded_at: datetime | None = None
    outlined: int = 0

    @property
    def whole(self) -> bool:
        """Whether every area of the picture has an outline that could be drawn."""
        return not self.picture.missing


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells whether outlines were loaded anew, without reading them; moments alone do not when `now` is pinned."""

    count: int
    latest: datetime | None
    source: str
    sums: tuple[float, ...]


_PICTURES: OrderedDict[tuple[object, ...], AreaPicture] = OrderedDict()
_MOST_PICTURES = 64  # about 10 MB


def picture_of(
    code: str = "",
    *,
    level: Level | None = None,
    form: Form | None = None,
    width: int = WIDTH,
    gazetteer: Gazetteer | None = None,
) -> AreaPicture:
    """The areas of one level inside an area (nothing: the country), one level down unless `level` says otherwise.

    Without a form: outlines when any are kept, tiles otherwise; outlines that are asked for but missing give tiles.
    The process remembers pictures until outlines are loaded: two short queries, the same for three areas and for 666.
    """
    places = gazetteer or load_gazetteer()
    level = level or Level(min(code.count(".") + 2, 4) if code else 1)
    stamp = _stamp(code, level)
    outlined = bool(stamp.count) and form is not Form.PETAK
    key = (code, level, outlined, width, stamp, _stamp_above(code, level), id(places))
    found = _PICTURES.get(key)
    if found is None:
        found = _PICTURES[key] = _drawn(code, level, width=width, outlined=outlined, stamp=stamp, places=places)
        while len(_PICTURES) > _MOST_PICTURES:
            _PICTURES.popitem(last=False)
    else:
        _PICTURES.move_to_end(key)
    return found


def areas_within(code: str, level: Level, gazetteer: Gazetteer | None = None) -> list[str]:
    """Codes of one level inside an area, or of the whole country, in code order."""
    places = gazetteer or load_gazetteer()
    tops = [code] if code else places.children()
    return [each for top in tops if level >= level_of(top) for each in places.descendants(top, level)]


@dataclass(frozen=True, slots=True)
class Positions:
    """Where areas stand to one another: degrees of longitude and latitude, or columns and rows of the tile map."""

    at: dict[str, tuple[float, float]]
    outlined: bool


def positions_of(code: str, level: Level, gazetteer: Gazetteer | None = None) -> Positions:
    """Where every area of a level inside an area stands; by tiles unless all of them have an outline."""
    places = gazetteer or load_gazetteer()
    wanted = areas_within(code, level, places)
    centres = _centres_of(wanted)
    if wanted and len(centres) == len(wanted):
        return Positions(centres, outlined=True)
    cells = _cells_of(wanted)
    return Positions({each: (float(column), -float(row)) for each, (column, row) in cells.items()}, outlined=False)


def _cells_of(wanted: Sequence[str]) -> dict[str, tuple[int, int]]:
    centres, groups = _centres_of(wanted), by_parent(wanted)
    return layout(wanted, centres) if len(groups) <= 1 else nested(groups, centres | _centres_of(list(groups)))


def _drawn(code: str, level: Level, *, width: int, outlined: bool, stamp: _Stamp, places: Gazetteer) -> AreaPicture:
    wanted = areas_within(code, level, places)
    if outlined:
        kept = boundaries_by_code([*wanted, code] if code else wanted)
        outlines = {each.code: each.polygons for each in kept if each.code != code}
        ground = next((each.polygons for each in kept if each.code == code), [])
        picture = draw(outlines, ground=ground, missing=set(wanted) - set(outlines), width=width)
        sources = tuple(sorted({each.source for each in kept if each.code != code}))
        return AreaPicture(picture, sources, stamp.latest, len(outlines))
    return AreaPicture(draw_tiles(_cells_of(wanted), width=width), latest_loaded_at=stamp.latest, outlined=stamp.count)


def _centres_of(codes: Sequence[str]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for start in range(0, len(codes), _CHUNK):
        rows = Boundary.objects.filter(code__in=codes[start : start + _CHUNK]).values_list("code", "lng", "lat")
        found |= {code: (lng, lat) for code, lng, lat in rows}
    return found


def _stamp(code: str, level: Level) -> _Stamp:
    rows = Boundary.objects.filter(level=level)
    return _stamped(rows.filter(code__startswith=f"{code}.") if code else rows)


def _stamp_above(code: str, level: Level) -> _Stamp:
    """Of what else is drawn or decides where tiles stand: the area itself and the areas between."""
    rows = Boundary.objects.filter(level__lt=level)
    return _stamped(rows.filter(code__startswith=code) if code else rows)


def _stamped(rows: QuerySet[Boundary]) -> _Stamp:
    found = rows.aggregate(
        count=Count("id"),
        latest=Max("loaded_at"),
        lng=Sum("lng"),
        lat=Sum("lat"),
        west=Sum("west"),
        south=Sum("south"),
        east=Sum("east"),
        north=Sum("north"),
        source=Max("source"),
    )
    count, latest, source = found.pop("count"), found.pop("latest"), found.pop("source") or ""
    return _Stamp(count, latest, source, tuple(round(figure or 0.0, 6) for figure in found.values()))
