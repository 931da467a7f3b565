"""Outlines as a picture: north up, whole numbers, borders that neighbours share drawn from one line.

A `Picture` is what a renderer needs and nothing else; tiles (see `tiles`) are pictures too. Projection: equirectangular,
east-west shrunk by the cosine of the middle latitude, so that no area of a province looks stretched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, cos, radians

Position = Sequence[float]  # longitude, latitude
Polygons = Sequence[Sequence[Sequence[Position]]]  # as GeoJSON's MultiPolygon nests them
Point = tuple[int, int]
Ring = list[Point]  # closed, the first point not repeated

WIDTH = 1000
_TALLEST = 1.05  # height of a picture at most, in widths
_MARGIN = 8
_TOLERANCE = 1.0  # how far a line may leave the truth, in units of the picture
_SMALLEST_ISLAND = 5.0  # square units; the largest piece of an area is always drawn
_DOT = 3  # half the side of what stands for an area too small to have a shape


class Form(StrEnum):
    """How areas are drawn: with their outlines or as equal tiles."""

    PETA = "peta"
    PETAK = "petak"


@dataclass(frozen=True, slots=True)
class Shape:
    """One area: an SVG path, the point a mark or a name stands at, and how wide the area is there."""

    code: str
    path: str
    x: int
    y: int
    room: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Areas drawn in a box of `width` by `height` units; `missing` are the codes that have no shape in it.

    `ground` is the outline of the area around them all, to lie below: a file whose borders do not quite meet shows land
    in its gaps, not sea.
    """

    form: Form
    width: int
    height: int
    shapes: tuple[Shape, ...]
    missing: tuple[str, ...] = ()
    ground: str = ""


def draw(
    outlines: Mapping[str, Polygons],
    *,
    ground: Polygons = (),
    missing: Iterable[str] = (),
    width: int = WIDTH,
    tolerance: float = _TOLERANCE,
) -> Picture:
    """The picture of these outlines; at most `width` wide and about as tall, whichever fills it first."""
    frame = _Frame.around([*outlines.values(), ground], width)
    rings = {code: [list(map(frame.ring, polygon)) for polygon in polygons] for code, polygons in outlines.items()}
    every = [ring for polygons in rings.values() for polygon in polygons for ring in polygon]
    borders = _Borders(every, tolerance)
    shapes = tuple(_shape(code, polygons, borders) for code, polygons in sorted(rings.items()))
    below = "".join(path_of(line) for line in _lines([[frame.ring(ring) for ring in each[:1]] for each in ground]))
    return Picture(Form.PETA, frame.width, frame.height, shapes, tuple(sorted(missing)), below)


# The frame ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    per_lng: float
    per_lat: float
    width: int
    height: int

    @classmethod
    def around(cls, outlines: Iterable[Polygons], width: int) -> _Frame:
        positions = [spot for polygons in outlines for polygon in polygons for spot in polygon[0]]
        if not positions:
            return cls(0, 0, 1, 1, width, _MARGIN * 2)
        lngs, lats = [spot[0] for spot in positions], [spot[1] for spot in positions]
        west, east, south, north = min(lngs), max(lngs), min(lats), max(lats)
        narrowed = cos(radians((south + north) / 2))
        wide, tall = max((east - west) * narrowed, 1e-6), max(north - south, 1e-6)
        per_lat = min((width - 2 * _MARGIN) / wide, (width * _TALLEST - 2 * _MARGIN) / tall)
        return cls(
            west=west,
            north=north,
            per_lng=per_lat * narrowed,
            per_lat=per_lat,
            width=ceil(wide * per_lat) + 2 * _MARGIN,
            height=ceil(tall * per_lat) + 2 * _MARGIN,
        )

    def ring(self, positions: Sequence[Position]) -> Ring:
        """A ring in whole units, without steps that lead nowhere."""
        west, north, per_lng, per_lat = self.west, self.north, self.per_lng, self.per_lat
        points: Ring = []
        latest = None
        for spot in positions:
            point = (round((spot[0] - west) * per_lng) + _MARGIN, round((north - spot[1]) * per_lat) + _MARGIN)
            if point != latest:
                points.append(point)
                latest = point
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        return points


# Borders, each simplified once ----------------------------------------------------------------------------------------


class _Borders:
    """Rings cut where three areas meet; two neighbours draw the same simplified line between the cuts."""

    def __init__(self, rings: Iterable[Ring], tolerance: float) -> None:
        self._tolerance = tolerance
        self._kept: dict[tuple[Point, ...], tuple[Point, ...]] = {}
        self._crossings = _crossings(rings)

    def simplified(self, ring: Ring) -> Ring:
        """The ring with fewer points; the points where borders meet stay."""
        if len(ring) < 4:
            return ring
        cuts = [place for place, point in enumerate(ring) if point in self._crossings]
        if not cuts:
            return self._loop(ring)
        turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
        ends = [place - cuts[0] for place in cuts] + [len(ring)]
        line: Ring = []
        for start, end in pairwise(ends):
            line.extend(self._line(tuple(turned[start : end + 1]))[:-1])
        return line

    def _loop(self, ring: Ring) -> Ring:
        """A ring that meets no other, or lies in or around one: cut at its least point and the one farthest from it."""
        first = ring.index(min(ring))
        turned = [*ring[first:], *ring[:first], ring[first]]
        x, y = turned[0]
        far = max(
            range(1, len(ring)),
            key=lambda place: ((turned[place][0] - x) ** 2 + (turned[place][1] - y) ** 2, turned[place]),
        )
        return [*self._line(tuple(turned[: far + 1]))[:-1], *self._line(tuple(turned[far:]))[:-1]]

    def _line(self, line: tuple[Point, ...]) -> tuple[Point, ...]:
        back = line[::-1]
        turned = back < line
        key = back if turned else line
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = _fewer(key, self._tolerance)
        return kept[::-1] if turned else kept


def _crossings(rings: Iterable[Ring]) -> set[Point]:
    """Points from which borders lead more than two ways."""
    ways: dict[Point, tuple[Point, Point]] = {}
    crossings: set[Point] = set()
    for ring in rings:
        before = ring[-1]
        for place, point in enumerate(ring):
            after = ring[place + 1 - len(ring)]
            way = (before, after) if before < after else (after, before)
            if ways.setdefault(point, way) != way:
                crossings.add(point)
            before = point
    return crossings


def _fewer(line: tuple[Point, ...], tolerance: float) -> tuple[Point, ...]:
    """Douglas and Peucker: keep a point only where the straight line would leave the truth by more."""
    if len(line) < 3:
        return line
    limit = tolerance * tolerance
    keep = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        start, end = parts.pop()
        (ax, ay), (bx, by) = line[start], line[end]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        worst, at = limit, 0
        for place in range(start + 1, end):
            px, py = line[place][0] - ax, line[place][1] - ay
            if length:
                cross = px * dy - py * dx
                away = cross * cross / length
            else:
                away = px * px + py * py
            if away > worst:
                worst, at = away, place
        if at:
            keep.add(at)
            parts += [(start, at), (at, end)]
    return tuple(line[place] for place in sorted(keep))


def _lines(polygons: list[list[Ring]]) -> list[Ring]:
    """Simplified rings of one outline that shares no border in the picture; specks left out."""
    rings = [ring for polygon in polygons for ring in polygon if abs(_doubled_size(ring)) >= 2 * _SMALLEST_ISLAND]
    borders = _Borders(rings, _TOLERANCE)
    return [line for ring in rings if len(line := borders.simplified(ring)) > 2]


# One area -------------------------------------------------------------------------------------------------------------


def _shape(code: str, polygons: list[list[Ring]], borders: _Borders) -> Shape:
    main = max(polygons, key=lambda polygon: abs(_doubled_size(polygon[0])))
    x, y, room = _inside(main)
    pieces = []
    for polygon in polygons:
        for ring in polygon:
            if ring is not main[0] and abs(_doubled_size(ring)) < 2 * _SMALLEST_ISLAND:
                continue
            line = borders.simplified(ring)
            if len(line) > 2 and _doubled_size(line):
                pieces.append(path_of(line))
    if not pieces:
        corners = [(x - _DOT, y - _DOT), (x + _DOT, y - _DOT), (x + _DOT, y + _DOT), (x - _DOT, y + _DOT)]
        pieces.append(path_of(corners))
    return Shape(code, "".join(pieces), x, y, max(room, 2 * _DOT))


def path_of(line: Sequence[Point]) -> str:
    """An SVG path around these points: one `m`, then steps from point to point."""
    x, y = line[0]
    steps = [f"M{x} {y}l"]
    for (from_x, from_y), (to_x, to_y) in pairwise(line):
        across, down = to_x - from_x, to_y - from_y
        steps.append(f"{across} {down} ")
    return "".join(steps).rstrip().replace(" -", "-") + "z"  # a minus sign parts two numbers by itself


def _doubled_size(ring: Sequence[Point]) -> int:
    """Twice the area, its sign the direction."""
    twice = 0
    bx, by = ring[-1]
    for x, y in ring:
        twice += bx * y - x * by
        bx, by = x, y
    return twice


def _inside(polygon: list[Ring]) -> tuple[int, int, int]:
    """A point well inside a polygon and how wide it is there: half way across, where the crossing is widest.

    Tried at five heights around the middle, since the centre of gravity of a crescent lies outside of it.
    """
    outer = polygon[0]
    xs, ys = [x for x, _ in outer], [y for _, y in outer]
    low, high = min(ys), max(ys)
    best = (0, (min(xs) + max(xs)) // 2, (low + high) // 2)
    for part in (0.5, 0.42, 0.58, 0.34, 0.66):
        level = low + (high - low) * part + 0.001  # never exactly at a point
        ends = sorted(crossing for ring in polygon for crossing in _crossed(ring, level))
        for left, right in zip(ends[::2], ends[1::2], strict=False):
            wide = int(right - left)
            if wide > best[0] * 1.15:  # the middle, unless elsewhere is clearly wider
                best = (wide, round((left + right) / 2), round(level))
    return best[1], best[2], best[0]


def _crossed(ring: Ring, level: float) -> Iterable[float]:
    bx, by = ring[-1]
    for x, y in ring:
        if (y > level) != (by > level):
            yield bx + (level - by) * (x - bx) / (y - by)
        bx, by = x, y
