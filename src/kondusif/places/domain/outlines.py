"""The outline of an area as GeoJSON writes it: checked, brought into one shape, measured.

Axes are longitude, latitude in degrees (RFC 7946); the shape that is kept is always a MultiPolygon.
"""

from __future__ import annotations

import json
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Any

# Indonesia lies within 95.0–141.1° E and 11.1° S–6.1° N; half a degree of sea around it.
WEST, SOUTH, EAST, NORTH = 94.5, -11.6, 141.6, 6.6
MOST_POSITIONS = 500_000  # of one area; the most detailed one known has under 60,000
_DEPTHS = {"Polygon": 3, "MultiPolygon": 4}
_DECIMALS = 6  # about a tenth of a metre
_SHORTEST_RING = 4
_NUMBERS = frozenset({int, float})  # not bool

Ring = list[tuple[float, float]]
Polygon = list[Ring]


class BadOutline(ValueError):
    """An outline that cannot be used; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A checked outline. `geometry` is the text of a GeoJSON MultiPolygon; all figures are degrees.

    `lng` and `lat` are the centre of gravity of the largest polygon, so that a label stands on the main island.
    """

    geometry: str
    lng: float
    lat: float
    west: float
    south: float
    east: float
    north: float


def outline(geometry: object) -> Outline:
    """The outline that a GeoJSON geometry describes; `BadOutline` when it describes none in Indonesia."""
    polygons = _polygons(geometry)
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_POSITIONS:
        raise BadOutline(f"lebih dari {MOST_POSITIONS:,} titik dalam satu wilayah".replace(",", "."))
    rings = [[_ring(ring) for ring in polygon] for polygon in polygons]
    outer = [lng_lat for polygon in rings for lng_lat in polygon[0]]
    lng, lat = max((_centre(polygon[0]) for polygon in rings), key=lambda measured: measured[0])[1]
    text = json.dumps({"type": "MultiPolygon", "coordinates": rings}, separators=(",", ":"), allow_nan=False)
    longitudes, latitudes = [lng for lng, _ in outer], [lat for _, lat in outer]
    return Outline(text, lng, lat, min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _polygons(geometry: object) -> list[list[list[Any]]]:
    """Lists of rings of positions, nested as deep as the type says."""
    if not isinstance(geometry, dict):
        raise BadOutline("tidak punya geometri")
    kind, nested = geometry.get("type"), geometry.get("coordinates")
    if kind not in _DEPTHS:
        raise BadOutline(f"geometri {_short(kind)}; harus Polygon atau MultiPolygon")
    depth = _depth(nested)
    if depth != _DEPTHS[kind]:
        raise BadOutline(f"kedalaman koordinat {depth}; {kind} harus {_DEPTHS[kind]}")
    polygons: list[Any] = list(nested or ()) if kind == "MultiPolygon" else [nested]
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BadOutline("poligon tanpa cincin")
        if not all(isinstance(ring, list) for ring in polygon):
            raise BadOutline("cincin yang bukan daftar titik")
    return polygons


def _depth(nested: object) -> int:
    depth = 0
    while isinstance(nested, list):
        depth += 1
        nested = nested[0] if nested else None
    return depth


def _ring(ring: list[Any]) -> Ring:
    """The positions without a third axis; the first equals the last."""
    if len(ring) < _SHORTEST_RING:
        raise BadOutline(f"cincin dengan {len(ring)} titik; paling sedikit {_SHORTEST_RING}")
    positions = [_position(position, ring) for position in ring]
    if positions[0] != positions[-1]:
        raise BadOutline("cincin tidak tertutup: titik pertama dan terakhir berbeda")
    return positions


def _position(position: Any, ring: list[Any]) -> tuple[float, float]:
    """Longitude and latitude; the usual case takes half a microsecond, a file has a million of them."""
    if type(position) is list and 1 < len(position) < 4:
        lng, lat = position[0], position[1]
        if type(lng) in _NUMBERS and type(lat) in _NUMBERS and WEST <= lng <= EAST and SOUTH <= lat <= NORTH:
            return round(float(lng), _DECIMALS), round(float(lat), _DECIMALS)
    raise BadOutline(_flaw(position, ring))


def _flaw(position: object, ring: list[Any]) -> str:
    """What is wrong with a position of this ring."""
    if not isinstance(position, list) or len(position) not in (2, 3):
        return f"titik {_short(position)}; harus [bujur, lintang]"
    if any(type(axis) not in _NUMBERS for axis in position) or not all(map(_finite, position)):
        return f"titik {_short(position)} memuat yang bukan angka"
    if all(_inside(*spot[1::-1]) for spot in ring if isinstance(spot, list) and len(spot) > 1):
        return "sumbu tertukar: titik ditulis [lintang, bujur], GeoJSON memakai [bujur, lintang]"
    return f"titik {_short(position)} di luar Indonesia (bujur {WEST} sampai {EAST}, lintang {SOUTH} sampai {NORTH})"


def _inside(lng: object, lat: object) -> bool:
    return (
        isinstance(lng, int | float) and isinstance(lat, int | float) and WEST <= lng <= EAST and SOUTH <= lat <= NORTH
    )


def _finite(axis: float) -> bool:
    try:
        return isfinite(axis)
    except OverflowError:  # a whole number of 400 digits
        return False


def _centre(ring: Ring) -> tuple[float, tuple[float, float]]:
    """Size of a ring in square degrees and its centre of gravity; the mean of its positions when it has no size."""
    (first_lng, first_lat), twice, lng_sum, lat_sum = ring[0], 0.0, 0.0, 0.0
    moved = [(lng - first_lng, lat - first_lat) for lng, lat in ring]  # near zero, where floats are exact
    for (lng, lat), (next_lng, next_lat) in pairwise(moved):
        cross = lng * next_lat - next_lng * lat
        twice += cross
        lng_sum += (lng + next_lng) * cross
        lat_sum += (lat + next_lat) * cross
    if abs(twice) < 1e-14:
        return 0.0, _mean(ring)
    lng, lat = first_lng + lng_sum / (3 * twice), first_lat + lat_sum / (3 * twice)
    return abs(twice) / 2, (round(lng, _DECIMALS), round(lat, _DECIMALS))


def _mean(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    longitudes, latitudes = zip(*ring, strict=True)
    return round(sum(longitudes) / len(ring), _DECIMALS), round(sum(latitudes) / len(ring), _DECIMALS)


def _short(value: object) -> str:
    """A value of the file, short and printable however long or deep it is."""
    return reprlib.repr(value)[:80]
