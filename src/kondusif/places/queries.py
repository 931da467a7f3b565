"""Reads of the boundaries that were loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from kondusif.places.domain.codes import Level, level_of
from kondusif.places.domain.gazetteer import Gazetteer, load_gazetteer
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
