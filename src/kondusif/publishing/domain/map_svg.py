"""A picture of areas with figures as SVG: the same drawing for a page, a report and paper.

Colours are classes (`lv0` … `lv5`) that the page's style gives a meaning; on paper, where no style reaches, `fills` writes
greys into the drawing. What colour says, numbers or dots of growing size say too, so that a black-and-white print is
complete. A mark stands at the label point of its area, never at an invented place.

Which figure is of which class is decided outside: by `Scale` for counts, whose classes follow the counts; by `Steps` for a
measure with classes of its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import isnan
from typing import NamedTuple, Protocol

from kondusif.places.domain.pictures import Form, Picture, Shape

CLASSES = 5
GREYS = ("#ffffff", "#e6e6e6", "#c8c8c8", "#a0a0a0", "#707070", "#3c3c3c")
_DARK = 4  # from this class on, what is written stands out only in the light colour
_DENSE = 120  # with more areas than this, dots instead of numbers and no names
_NAMED = 60
_NAME, _DIGIT = 16.0, 13.0  # size of a name's letters and width of a digit, in units of the picture
_NARROW, _BROAD = frozenset("fijlrtI.-' "), frozenset("mwMW")
_LINE = 20
_SOFT = "\u00ad"
_LEGEND_ROW = 30
_SPREAD = ((3,), (2, 4), (1, 3, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5))
_STEPS = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 75)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known about one area. `said` is told on hover and to a screen reader; `unsure` is hatched.

    `value` is a count, or any other measure, NaN where it is not known; `written` is what stands in the area, without it the
    count, unless that is nothing.
    """

    code: str
    name: str
    value: float
    said: str
    href: str = ""
    unsure: bool = False
    written: str = ""

    @property
    def figure(self) -> str:
        """What is written into the area; empty for nothing and for what is not known."""
        return self.written or (f"{self.value:.0f}" if self.value > 0 else "")


class Step(NamedTuple):
    """A class with its figures from and to, and its name where it has one."""

    level: int
    low: float
    high: float
    name: str = ""


class Classes(Protocol):
    """What a map is coloured by: at most five classes of figures, and class 0 for nothing and for what is not known."""

    def level(self, value: float) -> int:
        """The class of a figure, 0 to 5."""

    @property
    def bands(self) -> tuple[Step, ...]:
        """Every class but 0, the lowest first."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes of counts; each reaches from above the top before it up to its own, both included. At most five."""

    tops: tuple[int, ...] = ()

    def level(self, value: float) -> int:
        """The class of a count: 0 for nothing, else 1 to 5, spread where there are fewer than five."""
        if not value > 0 or not self.tops:
            return 0
        return _spread(len(self.tops), min(bisect_left(self.tops, value), len(self.tops) - 1))

    @property
    def bands(self) -> tuple[Step, ...]:
        """Every class but the first, which is nothing."""
        ends = pairwise((0, *self.tops))
        return tuple(Step(_spread(len(self.tops), place), low + 1, high) for place, (low, high) in enumerate(ends))


@dataclass(frozen=True, slots=True)
class Steps:
    """Classes given from outside, at most five: each from its lowest figure, which it holds, up to that of the next.

    `lowest` rises; `names` has one for each; the last ends at `highest`. What is below the first or not known is of class 0.
    """

    lowest: tuple[float, ...]
    names: tuple[str, ...]
    highest: float

    def __post_init__(self) -> None:
        rising = all(low < high for low, high in pairwise(self.lowest))
        if not rising or not 1 <= len(self.lowest) == len(self.names) <= CLASSES:
            raise ValueError(f"no classes: {self.lowest}, {self.names}")

    def level(self, value: float) -> int:
        """The class of a figure, spread as those of counts are."""
        place = -1 if isnan(value) else bisect_right(self.lowest, value) - 1
        return _spread(len(self.lowest), place) if place >= 0 else 0

    @property
    def bands(self) -> tuple[Step, ...]:
        """Every class, the lowest first."""
        ends = pairwise((*self.lowest, self.highest))
        named = zip(ends, self.names, strict=True)
        return tuple(
            Step(_spread(len(self.lowest), place), low, high, name) for place, ((low, high), name) in enumerate(named)
        )


def _spread(classes: int, place: int) -> int:
    """Few classes lie far apart, so that they can be told apart: one is 3, two are 2 and 4, three are 1, 3 and 5."""
    return _SPREAD[min(classes, CLASSES) - 1][place]


@dataclass(frozen=True, slots=True)
class Band:
    """A line of the legend: a class, its counts from and to, and how many areas are of it and what they sum up to."""

    level: int
    low: float
    high: float
    areas: int
    total: float
    name: str = ""

    @property
    def span(self) -> str:
        """The name of the class, else "3–5", or "4" alone."""
        if self.name:
            return self.name
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def scale_of(values: Iterable[float]) -> Scale:
    """Classes of counts that hold about as many areas each, with tops that people count in (1, 2, 3, 5, 10, 15, 20 …)."""
    counts = sorted(int(value) for value in values if value > 0)
    if not counts:
        return Scale()
    distinct = sorted(set(counts))
    if len(distinct) <= CLASSES and distinct[-1] <= 2 * CLASSES:
        return Scale(tuple(distinct))
    fifths = {_nice(counts[min(len(counts) - 1, len(counts) * part // CLASSES)]) for part in range(1, CLASSES)}
    tops = sorted(top for top in fifths if counts[0] <= top < counts[-1])
    return Scale((*tops, counts[-1]))


def legend_of(marks: Iterable[Mark], scale: Classes) -> tuple[Band, ...]:
    """The legend, class 0 first; every area is counted in exactly one line, and what is not known adds to no total."""
    values: dict[int, list[float]] = {}
    for mark in marks:
        values.setdefault(scale.level(mark.value), []).append(mark.value)
    return tuple(
        Band(step.level, step.low, step.high, len(found), sum(each for each in found if not isnan(each)), step.name)
        for step in (Step(0, 0, 0), *scale.bands)
        for found in (values.get(step.level, []),)
    )


def render(
    picture: Picture,
    marks: Mapping[str, Mark],
    scale: Classes,
    *,
    title: str,
    prefix: str = "peta",
    fills: Sequence[str] = (),
    legend: Sequence[tuple[int, str]] = (),
) -> str:
    """The drawing. `prefix` keeps the names of patterns apart where a page has two maps.

    On paper: `fills` are the six colours of the classes, `legend` are classes with the words beside them.
    """
    tall = picture.height + (_LEGEND_ROW * len(legend) + 10 if legend else 0)
    shapes = [shape for shape in picture.shapes if shape.code in marks]
    hatched = {scale.level(marks[shape.code].value) for shape in shapes if marks[shape.code].unsure}
    kind = f"map map-{picture.form}{_size_class(picture)}"
    box = f'viewBox="0 0 {picture.width} {tall}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="group" aria-label="{escape(title)}" {box}>']
    parts.append(_patterns(prefix, fills, hatched))
    if picture.ground:
        ink = ' fill="#ffffff" stroke="#777777" stroke-width=".6"' if fills else ""
        parts.append(f'<path class="ground"{ink} d="{picture.ground}"/>')
    parts += [_area(shape, marks[shape.code], scale, prefix, fills) for shape in shapes]
    parts.append('<g class="labels" aria-hidden="true"' + (_PAPER_TEXT if fills else "") + ">")
    parts += _Labels(picture, scale, fills).of(shapes, marks)
    parts.append("</g>")
    parts += _legend_rows(legend, picture.height, fills)
    return "".join([*parts, "</svg>"])


_PAPER_TEXT = ' text-anchor="middle" font-family="sans-serif" font-size="15"'


def _size_class(picture: Picture) -> str:
    count = len(picture.shapes)
    return " dense" if count > _DENSE else " many" if count > _NAMED else ""


def _patterns(prefix: str, fills: Sequence[str], levels: set[int]) -> str:
    if not levels:
        return ""
    found = []
    for level in sorted(levels):
        ground = f' fill="{fills[level]}"' if fills else ""
        line = ' stroke="#000000" stroke-width="1.4"' if fills else ""
        found.append(
            f'<pattern id="{prefix}-h{level}" width="7" height="7" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect class="lv{level}" width="7" height="7"{ground}/>'
            f'<path class="hatch t{level}" d="M0 0v7"{line}/></pattern>'
        )
    return f"<defs>{''.join(found)}</defs>"


def _area(shape: Shape, mark: Mark, scale: Classes, prefix: str, fills: Sequence[str]) -> str:
    level = scale.level(mark.value)
    if mark.unsure:
        look = f'fill="url(#{prefix}-h{level})"'
    else:
        look = f'class="lv{level}"' + (f' fill="{fills[level]}"' if fills else "")
    line = ' stroke="#555555" stroke-width=".6"' if fills else ""
    body = f'<title>{escape(mark.said, quote=False)}</title><path {look}{line} d="{shape.path}"/>'
    if not mark.href:
        return f'<g id="{prefix}-{mark.code}">{body}</g>' if not fills else f"<g>{body}</g>"
    return f'<a data-code="{mark.code}" href="{escape(mark.href)}">{body}</a>'


class _Labels:
    """Numbers first, the largest first, then names: what would cover another or leave its area is a dot, or nothing."""

    def __init__(self, picture: Picture, scale: Classes, fills: Sequence[str]) -> None:
        self._picture, self._scale, self._fills = picture, scale, fills
        self._taken: list[tuple[float, float, float, float]] = []

    def of(self, shapes: Sequence[Shape], marks: Mapping[str, Mark]) -> list[str]:
        """What is written into these areas."""
        found: list[str] = []
        by_value = sorted(shapes, key=lambda shape: (-_known(marks[shape.code].value), shape.code))
        if len(shapes) > _DENSE:
            return [self._dot(shape, marks[shape.code]) for shape in by_value if marks[shape.code].figure]
        names = (
            {shape.code: self._name(shape, marks[shape.code].name) for shape in shapes} if len(shapes) <= _NAMED else {}
        )
        for shape in by_value:
            if marks[shape.code].figure:
                lines = len(names.get(shape.code, ()))
                found.append(self._number(shape, marks[shape.code], shape.y + 7 + lines * _LINE // 2))
        for shape in by_value:
            lift = _LINE // 2 if marks[shape.code].figure else 0
            found += self._written(shape, names.get(shape.code, ()), marks[shape.code].value, lift)
        return found

    def _name(self, shape: Shape, name: str) -> tuple[str, ...]:
        """The name in one line, or of a tile in two, where there is room."""
        whole = name.replace(_SOFT, "")
        if _wide(whole) <= shape.room:
            return (whole,)
        if self._picture.form is not Form.PETAK or shape.room < 3 * _LINE:
            return ()
        first, soft, rest = name.partition(_SOFT)
        if not soft:
            first, _, rest = name.partition(" ")
        rows = (f"{first}-" if soft else first, rest)
        return rows if rest and max(map(_wide, rows)) <= shape.room else ()

    def _number(self, shape: Shape, mark: Mark, y: int) -> str:
        if not self._free(shape.x, y, len(mark.figure) * _DIGIT, shape.room):
            return self._dot(shape, mark)
        return self._text("number", shape.x, y, mark.figure, self._scale.level(mark.value))

    def _written(self, shape: Shape, rows: Sequence[str], value: float, lift: int) -> list[str]:
        top = shape.y + 6 - lift - (len(rows) - 1) * _LINE // 2
        places = [(row, top + place * _LINE) for place, row in enumerate(rows)]
        if not all(self._free(shape.x, y, _wide(row), shape.room) for row, y in places):
            return []
        return [self._text("name", shape.x, y, row, self._scale.level(value)) for row, y in places]

    def _free(self, x: int, y: int, wide: float, room: int) -> bool:
        """Whether a line of this width may stand here; if so, the place is taken."""
        box = (x - wide / 2, y - _LINE * 0.7, x + wide / 2, y + _LINE * 0.15)
        if wide > room or any(
            box[0] < right and left < box[2] and box[1] < below and above < box[3]
            for left, above, right, below in self._taken
        ):
            return False
        self._taken.append(box)
        return True

    def _text(self, kind: str, x: int, y: int, written: str, level: int) -> str:
        paper = ' fill="#ffffff"' if self._fills and level >= _DARK else ""
        bold = ' font-weight="bold"' if self._fills and kind == "number" else ""
        return f'<text class="{kind} t{level}" x="{x}" y="{y}"{paper}{bold}>{escape(written)}</text>'

    def _dot(self, shape: Shape, mark: Mark) -> str:
        ink = ' fill="#000000" stroke="#ffffff" stroke-width=".8"' if self._fills else ""
        radius = 1.5 + self._scale.level(mark.value)
        return f'<circle class="dot" cx="{shape.x}" cy="{shape.y}" r="{radius:g}"{ink}/>'


def _known(value: float) -> float:
    """The figure to sort by: what is not known comes last."""
    return -1.0 if isnan(value) else value


def _wide(name: str) -> float:
    """How wide a name is, near enough for any sans-serif."""
    return _NAME * sum(0.36 if letter in _NARROW else 0.95 if letter in _BROAD else 0.62 for letter in name)


def _legend_rows(bands: Sequence[tuple[int, str]], top: int, fills: Sequence[str]) -> list[str]:
    rows = []
    for place, (level, words) in enumerate(bands):
        y = top + 10 + place * _LEGEND_ROW
        ink = f' fill="{fills[level]}" stroke="#555555"' if fills else ""
        rows.append(f'<rect class="lv{level}" x="8" y="{y}" width="30" height="20"{ink}/>')
        rows.append(
            f'<text class="words" font-family="sans-serif" font-size="16" x="48" y="{y + 15}">{escape(words)}</text>'
        )
    return rows


def _nice(count: int) -> int:
    """The next number, upwards, that people count in."""
    size = 1
    while count > _STEPS[-1] * size:
        size *= 10
    return next(step * size for step in _STEPS if step * size >= count)
