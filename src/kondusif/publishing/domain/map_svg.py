"""A picture of areas with figures as SVG: the same drawing for a page, a report and paper.

Colours are classes (`lv0` … `lv5`) that the page's style gives a meaning; on paper, where no style reaches, `fills` writes
greys into the drawing. What colour says, numbers or dots of growing size say too, so that a black-and-white print is
complete. A mark stands at the label point of its area, never at an invented place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from kondusif.places.domain.pictures import Form, Picture, Shape

CLASSES = 5
GREYS = ("#ffffff", "#e6e6e6", "#c8c8c8", "#a0a0a0", "#707070", "#3c3c3c")
_DARK = 4  # from this class on, what is written stands out only in the light colour
_DENSE = 120  # with more areas than this, dots instead of numbers and no names
_NAMED = 60
_LETTER = 8.6  # width of a letter of a name, in units of the picture
_DIGIT = 11
_LINE = 19
_LEGEND_ROW = 30
_STEPS = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 75)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known about one area. `said` is told on hover and to a screen reader; `unsure` is hatched."""

    code: str
    name: str
    value: int
    said: str
    href: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes of counts: class 0 is nothing, class n reaches up to `tops[n - 1]`, both ends included."""

    tops: tuple[int, ...] = ()

    def level(self, value: int) -> int:
        """The class of a count."""
        return min(bisect_left(self.tops, value), len(self.tops) - 1) + 1 if value > 0 and self.tops else 0

    @property
    def bands(self) -> tuple[tuple[int, int], ...]:
        """From and to of each class but the first, which is nothing."""
        return tuple((low + 1, high) for low, high in pairwise((0, *self.tops)))


@dataclass(frozen=True, slots=True)
class Band:
    """A line of the legend: a class, its counts from and to, and how many areas are of it and what they sum up to."""

    level: int
    low: int
    high: int
    areas: int
    total: int

    @property
    def span(self) -> str:
        """ "3–5", or "4" alone."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def scale_of(values: Iterable[int]) -> Scale:
    """Classes that hold about as many areas each, with tops that people count in (1, 2, 3, 5, 10, 15, 20 …)."""
    counts = sorted(value for value in values if value > 0)
    if not counts:
        return Scale()
    distinct = sorted(set(counts))
    if len(distinct) <= CLASSES and distinct[-1] <= 2 * CLASSES:
        return Scale(tuple(distinct))
    fifths = {_nice(counts[min(len(counts) - 1, len(counts) * part // CLASSES)]) for part in range(1, CLASSES)}
    tops = sorted(top for top in fifths if counts[0] <= top < counts[-1])
    return Scale((*tops, counts[-1]))


def legend_of(marks: Iterable[Mark], scale: Scale) -> tuple[Band, ...]:
    """The legend, nothing first; every area is counted in exactly one line."""
    values: dict[int, list[int]] = {}
    for mark in marks:
        values.setdefault(scale.level(mark.value), []).append(mark.value)
    bands = [(0, 0), *scale.bands]
    return tuple(
        Band(level, low, high, len(values.get(level, ())), sum(values.get(level, ())))
        for level, (low, high) in enumerate(bands)
    )


def render(
    picture: Picture,
    marks: Mapping[str, Mark],
    scale: Scale,
    *,
    title: str,
    prefix: str = "peta",
    fills: Sequence[str] = (),
    legend: Sequence[str] = (),
) -> str:
    """The drawing. `prefix` keeps the names of patterns apart where a page has two maps.

    On paper: `fills` are the six colours of the classes, `legend` the words beside them, nothing first.
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
    parts += [_label(shape, marks[shape.code], scale, picture, fills) for shape in shapes]
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


def _area(shape: Shape, mark: Mark, scale: Scale, prefix: str, fills: Sequence[str]) -> str:
    level = scale.level(mark.value)
    if mark.unsure:
        look = f'class="area" fill="url(#{prefix}-h{level})"'
    else:
        look = f'class="area lv{level}"' + (f' fill="{fills[level]}"' if fills else "")
    line = ' stroke="#555555" stroke-width=".6"' if fills else ""
    body = f'<title>{escape(mark.said, quote=False)}</title><path {look}{line} d="{shape.path}"/>'
    if not mark.href:
        return f'<g id="{prefix}-{mark.code}">{body}</g>' if not fills else f"<g>{body}</g>"
    return f'<a data-code="{mark.code}" href="{escape(mark.href)}">{body}</a>'


def _label(shape: Shape, mark: Mark, scale: Scale, picture: Picture, fills: Sequence[str]) -> str:
    """Name and number where they fit, a dot for a number that does not; nothing where nothing happened."""
    level = scale.level(mark.value)
    if len(picture.shapes) > _DENSE:
        return _dot(shape, level, fills) if mark.value else ""
    names = _name_lines(mark.name, shape, picture) if len(picture.shapes) <= _NAMED else ()
    number = str(mark.value) if mark.value else ""
    if number and len(number) * _DIGIT > shape.room:
        return _dot(shape, level, fills)
    rows = [*names, number] if number else list(names)
    tone = f"t{level}"
    paper = ' fill="#ffffff"' if fills and level >= _DARK else ""
    y = shape.y - (len(rows) - 1) * _LINE // 2 + 6
    written = []
    for place, row in enumerate(rows):
        kind = "number" if number and place == len(rows) - 1 else "name"
        bold = ' font-weight="bold"' if fills and kind == "number" else ""
        written.append(
            f'<text class="{kind} {tone}" x="{shape.x}" y="{y + place * _LINE}"{paper}{bold}>{escape(row)}</text>'
        )
    return "".join(written)


def _dot(shape: Shape, level: int, fills: Sequence[str]) -> str:
    ink = ' fill="#000000" stroke="#ffffff" stroke-width=".8"' if fills else ""
    return f'<circle class="dot" cx="{shape.x}" cy="{shape.y}" r="{1.5 + level:g}"{ink}/>'


def _name_lines(name: str, shape: Shape, picture: Picture) -> tuple[str, ...]:
    """The name in one line or two, where the area is wide enough for it; a tile has room for two."""
    if len(name) * _LETTER <= shape.room:
        return (name,)
    first, _, rest = name.partition(" ")
    fits = max(len(first), len(rest)) * _LETTER <= shape.room
    return (first, rest) if rest and fits and picture.form is Form.PETAK else ()


def _legend_rows(legend: Sequence[str], top: int, fills: Sequence[str]) -> list[str]:
    rows = []
    for place, words in enumerate(legend):
        y = top + 10 + place * _LEGEND_ROW
        ink = f' fill="{fills[place]}" stroke="#555555"' if fills and place < len(fills) else ""
        rows.append(f'<rect class="lv{place}" x="8" y="{y}" width="30" height="20"{ink}/>')
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
