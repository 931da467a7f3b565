from __future__ import annotations

import re

from kondusif.places.domain.pictures import Form, Picture, Shape, draw, path_of

Box = list[list[list[list[float]]]]


def box(west: float, south: float, east: float, north: float) -> Box:
    return [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]


def points(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each ring of a path, as a browser would read it."""
    rings = []
    for ring in re.findall(r"M[^z]+z", path):
        x, y, *steps = map(int, re.findall(r"-?\d+", ring))
        corners = [(x, y)]
        for across, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + across, y + down
            corners.append((x, y))
        rings.append(corners)
    return rings


def shape(picture: Picture, code: str) -> Shape:
    return next(each for each in picture.shapes if each.code == code)


def test_north_is_up_and_degrees_have_one_length() -> None:
    picture = draw({"35.01": box(112, -8, 113, -7), "35.02": box(113, -8, 114, -7)}, width=1000)
    assert (picture.form, picture.width) == (Form.PETA, 1000)
    west, east = shape(picture, "35.01"), shape(picture, "35.02")
    assert west.x < east.x
    assert west.y == east.y
    (corners,) = points(west.path)
    wide = max(x for x, _ in corners) - min(x for x, _ in corners)
    tall = max(y for _, y in corners) - min(y for _, y in corners)
    assert 0.98 < wide / tall < 1.0  # a degree of longitude is 0.99 of one of latitude here
    south = draw({"a": box(112, -8, 112.5, -7.5), "b": box(112, -7.5, 112.5, -7)})
    assert shape(south, "a").y > shape(south, "b").y


def test_a_tall_area_is_as_high_as_a_page_is() -> None:
    picture = draw({"35.01": box(112, -8.9, 112.1, -7)}, width=1000)
    assert picture.height <= 1050
    assert picture.width < 200


def test_neighbours_draw_the_border_that_they_share_alike() -> None:
    wiggle = [
        [112 + 0.5 + (0.002 if place % 2 else -0.002) + (place % 50) / 500, -8 + place / 100] for place in range(101)
    ]
    west = [[[[112, -8], *wiggle, [112, -7], [112, -8]]]]
    east = [[[[113, -7], *wiggle[::-1], [113, -8], [113, -7]]]]
    picture = draw({"35.01": west, "35.02": east}, tolerance=5)
    one, other = (points(shape(picture, code).path)[0] for code in ("35.01", "35.02"))
    border = [point for point in one if point in other]
    assert 2 < len(border) < 60  # simplified, and alike
    assert len(one) + len(other) - 2 * len(border) == 4  # nothing but the four corners of the country is anybody's own


def test_a_ring_inside_another_area_is_its_hole() -> None:
    kota = [[112.4, -7.6], [112.6, -7.6], [112.6, -7.4], [112.4, -7.4], [112.4, -7.6]]
    around = [[box(112, -8, 113, -7)[0][0], kota]]
    picture = draw({"35.07": around, "35.73": [[kota[::-1]]]})
    _, hole = points(shape(picture, "35.07").path)
    assert set(hole) == set(points(shape(picture, "35.73").path)[0])
    label, (xs, ys) = shape(picture, "35.07"), zip(*hole, strict=True)
    assert not (min(xs) <= label.x <= max(xs) and min(ys) <= label.y <= max(ys))


def test_specks_are_left_out_but_never_a_whole_area() -> None:
    speck = box(112.999, -7.001, 113, -7)
    picture = draw({"35.01": [*box(112, -8, 112.9, -7), *speck], "35.71": speck})
    assert len(points(shape(picture, "35.01").path)) == 1
    assert len(points(shape(picture, "35.71").path)) == 1
    assert shape(picture, "35.71").room == 6


def test_a_label_stands_inside_a_crescent() -> None:
    crescent = [[[[112, -8], [113, -8], [113, -7], [112, -7], [112, -7.1], [112.9, -7.1], [112.9, -7.9], [112, -7.9], [112, -8]]]]  # fmt: skip
    picture = draw({"35.29": crescent})
    (corners,) = points(shape(picture, "35.29").path)
    label = shape(picture, "35.29")
    assert label.x > sorted(x for x, _ in corners)[len(corners) // 2]


def test_what_lies_around_is_drawn_below() -> None:
    picture = draw({"35.01.01": box(112, -8, 112.4, -7)}, ground=box(112, -8, 113, -7), missing=["35.01.02"])
    assert len(points(picture.ground)) == 1
    assert picture.missing == ("35.01.02",)
    assert max(x for x, _ in points(picture.ground)[0]) > max(x for x, _ in points(picture.shapes[0].path)[0])


def test_nothing_is_a_picture_of_nothing() -> None:
    picture = draw({})
    assert picture.shapes == ()
    assert picture.height > 0
    assert draw({}, missing=["35.02", "35.01"]).missing == ("35.01", "35.02")


def test_an_area_without_size_is_a_dot() -> None:
    line = [[[[112.0, -8.0], [112.0, -8.0], [112.0, -8.0], [112.0, -8.0]]]]
    picture = draw({"35.01": line, "35.02": box(112, -8, 113, -7)})
    assert len(points(shape(picture, "35.01").path)[0]) == 4


def test_a_path_is_short() -> None:
    assert path_of([(10, 20), (13, 24), (8, 30), (8, 20)]) == "M10 20l3 4-5 6 0-10z"
