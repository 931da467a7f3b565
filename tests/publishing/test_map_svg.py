from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from kondusif.places.domain.pictures import Form, Picture
from kondusif.places.domain.tiles import draw_tiles
from kondusif.publishing.domain.map_svg import GREYS, Band, Mark, Scale, Steps, legend_of, render, scale_of

SVG = "{http://www.w3.org/2000/svg}"


def mark(code: str = "35.01", value: int = 0, **more: object) -> Mark:
    return Mark(code=code, name=f"Area {code[-2:]}", value=value, said=f"Area {code[-2:]}\n{value} insiden", **more)  # type: ignore[arg-type]


def a_map(count: int) -> Picture:
    return draw_tiles({f"35.{number:02d}": (number % 12, number // 12) for number in range(1, count + 1)})


def drawn(picture: Picture, *marks: Mark, **more: object) -> ET.Element:
    scale = scale_of(each.value for each in marks)
    return ET.fromstring(render(picture, {each.code: each for each in marks}, scale, title="Uji", **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "tops"),
    [
        ([], ()),
        ([0, 0], ()),
        ([1], (1,)),
        ([0, 1, 2, 3], (1, 2, 3)),
        ([1, 1, 2, 7], (1, 2, 7)),
        (range(1, 101), (25, 50, 75, 100)),
        ([1, 4, 5, 6, 8, 9, 10, 11, 12, 12, 12, 12, 13], (5, 10, 13)),
        ([5000, 7000, 9000, 12000, 40000, 90000], (7500, 10000, 15000, 40000, 90000)),
    ],
)
def test_classes_end_at_numbers_that_people_count_in(values: list[int], tops: tuple[int, ...]) -> None:
    assert scale_of(values).tops == tops


def test_every_count_has_a_class_and_few_classes_lie_far_apart() -> None:
    assert [Scale((1, 2, 3, 5, 9)).level(value) for value in (0, 1, 2, 3, 4, 5, 9, 90)] == [0, 1, 2, 3, 4, 4, 5, 5]
    assert [Scale((3,)).level(value) for value in (0, 1, 3)] == [0, 3, 3]
    assert [Scale((1, 2)).level(value) for value in (0, 1, 2)] == [0, 2, 4]
    assert [Scale((1, 2, 7)).level(value) for value in (1, 2, 3, 7)] == [1, 3, 5, 5]
    assert Scale().level(3) == 0


def test_the_legend_counts_each_area_once() -> None:
    marks = [mark("35.01", 0), mark("35.02", 1), mark("35.03", 1), mark("35.04", 7), mark("35.05", 6)]
    assert legend_of(marks, Scale((1, 7))) == (Band(0, 0, 0, 1, 0), Band(2, 1, 1, 2, 2), Band(4, 2, 7, 2, 13))
    assert [band.span for band in legend_of(marks, Scale((1, 7)))] == ["0", "1", "2–7"]


def test_an_area_is_a_link_with_its_figures_as_title() -> None:
    root = drawn(a_map(2), mark("35.01", 3, href="/peta/35.01/?a=1&b=2"), mark("35.02"))
    (link,) = root.findall(f"{SVG}a")
    assert (link.get("href"), link.get("data-code")) == ("/peta/35.01/?a=1&b=2", "35.01")
    assert link.findtext(f"{SVG}title") == "Area 01\n3 insiden"
    assert root.get("aria-label") == "Uji"


def test_names_and_numbers_stand_in_their_areas() -> None:
    picture = a_map(2)
    root = drawn(picture, mark("35.01", 3), mark("35.02"))
    written = [(text.text, text.get("x")) for text in root.iter(f"{SVG}text")]
    at = {shape.code: str(shape.x) for shape in picture.shapes}
    assert sorted(written, key=str) == [("3", at["35.01"]), ("Area 01", at["35.01"]), ("Area 02", at["35.02"])]


def test_nothing_written_covers_another() -> None:
    side = Picture(Form.PETA, 300, 100, tuple(a_map(3).shapes))
    near = [each.__class__(each.code, each.path, 100 + place, 50, each.room) for place, each in enumerate(side.shapes)]
    root = drawn(Picture(Form.PETA, 300, 100, tuple(near)), mark("35.01", 3), mark("35.02", 9), mark("35.03"))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["9", "Area 02"]
    assert len(list(root.iter(f"{SVG}circle"))) == 1


def test_many_areas_have_dots_that_grow() -> None:
    marks = [mark(f"35.{number:02d}", {7: 1, 8: 4}.get(number, 0)) for number in range(1, 200)]
    root = drawn(a_map(199), *marks)
    assert [circle.get("r") for circle in root.iter(f"{SVG}circle")] == ["5.5", "3.5"]
    assert list(root.iter(f"{SVG}text")) == []
    assert "dense" in str(root.get("class"))


def test_unsure_areas_are_hatched() -> None:
    root = drawn(a_map(2), mark("35.01", 3, unsure=True), mark("35.02", 3), prefix="kecil")
    patterns = [pattern.get("id") for pattern in root.iter(f"{SVG}pattern")]
    assert patterns == ["kecil-h3"]
    assert [path.get("fill") for path in root.findall(f".//{SVG}g/{SVG}path")][:2] == ["url(#kecil-h3)", None]


def test_paper_needs_no_style_sheet() -> None:
    svg = render(
        a_map(3),
        {each.code: each for each in (mark("35.01", 9), mark("35.02", 1, unsure=True), mark("35.03"))},
        Scale((1, 9)),
        title="Uji",
        fills=GREYS,
        legend=[(0, "nihil"), (2, "1"), (4, "2–9")],
    )
    root = ET.fromstring(svg)
    assert [path.get("fill") for path in root.findall(f"{SVG}g/{SVG}path")] == [GREYS[4], "url(#peta-h2)", GREYS[0]]
    assert [text.text for text in root.findall(f"{SVG}text")] == ["nihil", "1", "2–9"]
    assert [box.get("fill") for box in root.findall(f"{SVG}rect")] == [GREYS[0], GREYS[2], GREYS[4]]
    assert "style=" not in svg


def test_strange_names_stay_words() -> None:
    strange = Mark("35.01", '<b>"&', 2, '<script>"&', href='/x?"><b>')
    root = drawn(a_map(1), strange)
    assert root.findtext(f".//{SVG}title") == '<script>"&'
    assert [text.text for text in root.iter(f"{SVG}text")] == ["2", '<b>"&']


def test_areas_without_a_mark_are_not_drawn_and_nothing_is_a_map_too() -> None:
    assert drawn(a_map(3), mark("35.01")).findall(f"{SVG}g/{SVG}title")[0].text == "Area 01\n0 insiden"
    assert len(drawn(a_map(3), mark("35.01")).findall(f"{SVG}g/{SVG}path")) == 1
    assert re.search(r'viewBox="0 0 1000 16"', render(draw_tiles({}), {}, Scale(), title="Uji"))


def test_soft_names_are_parted_only_where_they_must() -> None:
    named = Mark("35.01", "Goron\u00adtalo", 0, "Gorontalo")
    wide = drawn(draw_tiles({"35.01": (0, 0)}), named)
    assert [text.text for text in wide.iter(f"{SVG}text")] == ["Gorontalo"]
    narrow = drawn(draw_tiles({"35.01": (0, 0), "35.02": (14, 0)}), named, mark("35.02"))
    assert [text.text for text in narrow.iter(f"{SVG}text")][:2] == ["Goron-", "talo"]


# Classes from outside ---------------------------------------------------------------------------------------------------


def test_given_classes_hold_their_lowest_figure_and_not_that_of_the_next() -> None:
    thirds = Steps((0, 33.5, 66.5), ("rendah", "sedang", "tinggi"), 100)
    assert [thirds.level(value) for value in (0.0, 33.4, 33.5, 66.4, 66.5, 100.0)] == [1, 1, 3, 3, 5, 5]
    fifths = Steps((0, 20, 40, 60, 80), ("0–20", "20–40", "40–60", "60–80", "80–100"), 100)
    assert [fifths.level(value) for value in (0.0, 19.9, 20.0, 55.0, 80.0, 100.0)] == [1, 1, 2, 3, 5, 5]
    assert [fifths.level(value) for value in (float("nan"), -1.0)] == [0, 0]


@pytest.mark.parametrize(
    ("lowest", "names"),
    [((), ()), ((0, 0), ("a", "b")), ((2, 1), ("a", "b")), ((0, 1), ("a",)), (tuple(range(6)), tuple("abcdef"))],
)
def test_classes_that_are_none_are_refused(lowest: tuple[float, ...], names: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no classes"):
        Steps(lowest, names, 100)


def test_a_legend_of_given_classes_has_their_names_and_counts_what_is_not_known_apart() -> None:
    marks = [
        Mark("35.01", "A", 12.5, "A", written="12"),
        Mark("35.02", "B", float("nan"), "B"),
        Mark("35.03", "C", 90.0, "C", written="90"),
    ]
    assert legend_of(marks, Steps((0, 40), ("rendah", "tinggi"), 100)) == (
        Band(0, 0, 0, 1, 0),
        Band(2, 0, 40, 1, 12.5, "rendah"),
        Band(4, 40, 100, 1, 90.0, "tinggi"),
    )
    assert Band(2, 0, 40, 1, 12.5, "rendah").span == "rendah"


def test_a_measure_is_written_as_it_is_told_and_what_is_not_known_is_written_nowhere() -> None:
    marks = {
        "35.01": Mark("35.01", "Area 01", 0.0, "Area 01\n0", written="0"),
        "35.02": Mark("35.02", "Area 02", float("nan"), "Area 02\ntidak dinilai", unsure=True),
    }
    svg = render(a_map(2), marks, Steps((0, 50), ("rendah", "tinggi"), 100), title="Uji")
    root = ET.fromstring(svg)
    assert [text.text for text in root.iter(f"{SVG}text")] == ["0", "Area 01", "Area 02"]
    assert [pattern.get("id") for pattern in root.iter(f"{SVG}pattern")] == ["peta-h0"]
    assert "nan" not in svg.lower()
