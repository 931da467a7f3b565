"""Areas as equal tiles: by hand where a native would look, else from their centres, else in the order of their codes.

A tile map shows a small kota as large as a wide kabupaten, and needs no boundaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil, sqrt
from pathlib import Path

from kondusif.places.domain.codes import parent_of
from kondusif.places.domain.pictures import WIDTH, Form, Picture, Point, Shape, path_of

Cell = tuple[int, int]  # column, row; the first row is the northernmost
Centre = tuple[float, float]  # longitude, latitude

_COUNTRY = "indonesia"
_FOLDER = Path(__file__).parents[1] / "data"
_SPARE = 1.25  # cells for each area where centres decide: a coast needs room to be ragged
_WIDEST, _NARROWEST, _COMPACT = 2.2, 0.5, 1.2  # columns for each row
_LARGEST_TILE = 120
_MOST_ROUNDS = 30


class BadGrid(ValueError):
    """The written grid is wrong; the message says where."""


def layout(codes: Sequence[str], centres: Mapping[str, Centre] | None = None) -> dict[str, Cell]:
    """A cell of its own for each of these siblings; the same for the same input, always."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    by_hand = _by_hand().get(parent_of(wanted[0]) or _COUNTRY, {})
    if set(wanted) <= set(by_hand):
        return {code: by_hand[code] for code in wanted}
    known = centres or {}
    if len(wanted) > 2 and all(code in known for code in wanted):
        return _by_centres(wanted, known)
    return _by_code(wanted)


def nested(groups: Mapping[str, Sequence[str]], centres: Mapping[str, Centre] | None = None) -> dict[str, Cell]:
    """Cells for the children of several areas: a block for each area, the blocks laid out as the areas are."""
    blocks = {parent: _block(sorted(set(children)), centres or {}) for parent, children in groups.items() if children}
    sizes = {parent: _size(block) for parent, block in blocks.items()}
    wide = max((columns for columns, _ in sizes.values()), default=1)
    tall = max((rows for _, rows in sizes.values()), default=1)
    cells: dict[str, Cell] = {}
    for parent, (column, row) in layout(list(blocks), centres).items():
        left = column * (wide + 1) + (wide - sizes[parent][0]) // 2
        top = row * (tall + 1) + (tall - sizes[parent][1]) // 2
        cells |= {code: (left + inner[0], top + inner[1]) for code, inner in blocks[parent].items()}
    return cells


def _block(codes: list[str], centres: Mapping[str, Centre]) -> dict[str, Cell]:
    """Siblings without a gap between, nearly square."""
    known = len(codes) > 2 and all(code in centres for code in codes)
    return _by_centres(codes, centres, spare=1.0, shape=_COMPACT) if known else _by_code(codes)


def _size(cells: Mapping[str, Cell]) -> Cell:
    """Columns and rows of a layout."""
    return max(column for column, _ in cells.values()) + 1, max(row for _, row in cells.values()) + 1


def draw_tiles(cells: Mapping[str, Cell], *, width: int = WIDTH) -> Picture:
    """The picture of a layout."""
    if not cells:
        return Picture(Form.PETAK, width, 16, ())
    columns, rows = _size(cells)
    step = min(_LARGEST_TILE, width // columns) or 1
    gap = 1 if step < 30 else 3
    shapes = tuple(_tile(code, cell, step, gap) for code, cell in sorted(cells.items()))
    return Picture(Form.PETAK, columns * step, rows * step, shapes)


def _tile(code: str, cell: Cell, step: int, gap: int) -> Shape:
    left, top = cell[0] * step, cell[1] * step
    side = max(step - gap, 1)
    corners: list[Point] = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
    return Shape(code, path_of(corners), left + side // 2, top + side // 2, side)


@lru_cache(maxsize=1)
def short_names() -> dict[str, str]:
    """Names of areas that a tile has room for, where the official one is too long: "Jatim".

    A soft hyphen says where a name may be parted.
    """
    lines = (_FOLDER / "short_names.txt").read_text(encoding="utf-8").splitlines()
    return {
        code: name.replace("|", "\u00ad")
        for code, _, name in (line.partition(" ") for line in lines if line[:1].isdigit())
    }


# By hand --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _by_hand() -> dict[str, dict[str, Cell]]:
    return read_grids((_FOLDER / "tiles.txt").read_text(encoding="utf-8"))


def read_grids(written: str) -> dict[str, dict[str, Cell]]:
    """Cells by code, for each area whose children are written as a grid under its code in brackets."""
    grids: dict[str, dict[str, Cell]] = {}
    name, row = "", 0
    for number, line in enumerate(written.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words and words[0].startswith("["):
            name, row = words[0].strip("[]"), 0
            grids[name] = {}
        elif words:
            if not name:
                raise BadGrid(f"baris {number}: petak sebelum [kode]")
            for column, word in enumerate(words):
                if word == ".":
                    continue
                code = word if name == _COUNTRY else f"{name}.{word}"
                if code in grids[name]:
                    raise BadGrid(f"baris {number}: {code} sudah punya petak")
                grids[name][code] = (column, row)
            row += 1
    return grids


# From centres ---------------------------------------------------------------------------------------------------------


def _by_centres(
    codes: list[str], centres: Mapping[str, Centre], *, spare: float = _SPARE, shape: float = 0.0
) -> dict[str, Cell]:
    """Rows from north to south, each from west to east, then tiles moved while that brings them nearer to their centres."""
    lngs, lats = [centres[code][0] for code in codes], [centres[code][1] for code in codes]
    wide, tall = max(max(lngs) - min(lngs), 1e-6), max(max(lats) - min(lats), 1e-6)
    shape = shape or min(max(wide / tall, _NARROWEST), _WIDEST)
    cells = len(codes) * spare
    columns = max(1, ceil(sqrt(cells * shape)))
    rows = max(1, ceil(cells / columns))
    aims = {
        code: ((lng - min(lngs)) / wide * (columns - 1), (max(lats) - lat) / tall * (rows - 1))
        for code, lng, lat in zip(codes, lngs, lats, strict=True)
    }
    return _trimmed(_settled(_in_rows(codes, aims, columns, rows), aims, columns, rows))


def _in_rows(codes: list[str], aims: Mapping[str, Centre], columns: int, rows: int) -> dict[str, Cell]:
    down = sorted(codes, key=lambda code: (aims[code][1], aims[code][0], code))
    placed: dict[str, Cell] = {}
    for row in range(rows):
        here = down[len(down) * row // rows : len(down) * (row + 1) // rows]
        across = sorted(here, key=lambda code: (aims[code][0], code))
        placed |= {code: (columns * place // len(across), row) for place, code in enumerate(across)}
    return placed


def _settled(placed: dict[str, Cell], aims: Mapping[str, Centre], columns: int, rows: int) -> dict[str, Cell]:
    """Move to a free cell, or change places, while the sum of the squared distances falls."""
    holders: dict[Cell, str] = {cell: code for code, cell in placed.items()}
    every = [(column, row) for row in range(rows) for column in range(columns)]
    for _ in range(_MOST_ROUNDS):
        moved = False
        for code in sorted(placed):
            best, target = -1e-9, placed[code]
            for cell in every:
                gain = _off(aims[code], cell) - _off(aims[code], placed[code])
                other = holders.get(cell)
                if other is not None and other != code:
                    gain += _off(aims[other], placed[code]) - _off(aims[other], cell)
                if gain < best:
                    best, target = gain, cell
            if target != placed[code]:
                other, left = holders.pop(target, None), placed[code]
                del holders[left]
                holders[target], placed[code] = code, target
                if other is not None:
                    holders[left], placed[other] = other, left
                moved = True
        if not moved:
            break
    return placed


def _off(aim: Centre, cell: Cell) -> float:
    return (aim[0] - cell[0]) ** 2 + (aim[1] - cell[1]) ** 2


def _trimmed(placed: dict[str, Cell]) -> dict[str, Cell]:
    """Without columns and rows that nobody stands in."""
    columns = {column: place for place, column in enumerate(sorted({column for column, _ in placed.values()}))}
    rows = {row: place for place, row in enumerate(sorted({row for _, row in placed.values()}))}
    return {code: (columns[column], rows[row]) for code, (column, row) in placed.items()}


# By code --------------------------------------------------------------------------------------------------------------


def _by_code(codes: Iterable[str]) -> dict[str, Cell]:
    wanted = list(codes)
    columns = ceil(sqrt(len(wanted) * _COMPACT))
    return {code: (place % columns, place // columns) for place, code in enumerate(wanted)}


def by_parent(codes: Iterable[str]) -> dict[str, list[str]]:
    """Codes under the code of the area around them; provinces under the empty one."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        groups[parent_of(code) or ""].append(code)
    return dict(groups)
