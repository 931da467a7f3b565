from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.domain.tiles import BadGrid, Cell, by_parent, draw_tiles, layout, nested, read_grids, short_names

SHARED = Path(__file__).parents[2].parent / "shared/boundaries/jatim-kabupaten.geojson"

# Kabupaten and kota of East Java that border each other on land; the last parts of their codes.
BORDERS = """01-02 01-03 02-03 02-18 02-19 02-20 03-04 04-05 04-06 05-06 05-07 05-72 06-07 06-17 06-18 06-71 07-08 07-13 07-14
07-16 07-17 07-73 07-79 08-09 08-13 09-10 09-11 09-13 10-11 10-12 11-12 11-13 12-13 13-14 13-74 14-15 14-16 14-75 14-79
15-16 15-25 15-78 16-17 16-24 16-25 16-76 16-79 17-18 17-22 17-24 18-19 18-22 19-20 19-21 19-22 19-77 20-21 21-22 22-23
22-24 23-24 24-25 25-78 26-27 27-28 28-29""".split()
# Where they lie, from west to east and from north to south, as every school atlas has them.
WEST_TO_EAST = (
    "01 03 04 05 07 08 09 10",  # Pacitan Trenggalek Tulungagung Blitar Malang Lumajang Jember Banyuwangi
    "20 19 18 17 16 15",  # Magetan Madiun Nganjuk Jombang Mojokerto Sidoarjo
    "23 24 25",  # Tuban Lamongan Gresik
    "26 27 28 29",  # Bangkalan Sampang Pamekasan Sumenep
)
NORTH_TO_SOUTH = ("23 22 19 02", "25 78 15 14 07", "12 11 09", "17 06 05", "21 02 01")


@pytest.fixture(scope="module")
def east_java(gazetteer: Gazetteer) -> dict[str, Cell]:
    return layout(gazetteer.children("35"))


def apart(one: Cell, other: Cell) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def test_east_java_has_38_tiles_of_its_own(east_java: dict[str, Cell], gazetteer: Gazetteer) -> None:
    assert set(east_java) == set(gazetteer.children("35"))
    assert len(set(east_java.values())) == 38


def test_the_provinces_have_38_tiles_of_their_own(gazetteer: Gazetteer) -> None:
    cells = layout(gazetteer.children())
    assert set(cells) == set(gazetteer.children())
    assert len(set(cells.values())) == 38
    assert cells["11"][0] < cells["31"][0] < cells["35"][0] < cells["51"][0] < cells["81"][0] < cells["91"][0]
    assert cells["65"][1] < cells["64"][1] < cells["63"][1] < cells["35"][1]


def test_neighbours_stand_near_each_other(east_java: dict[str, Cell]) -> None:
    far = Counter(
        apart(east_java[f"35.{one}"], east_java[f"35.{other}"]) for one, other in (each.split("-") for each in BORDERS)
    )
    assert far[1] >= 50
    assert far[1] + far[2] >= len(BORDERS) - 2
    assert max(far) <= 4  # Malang and Jombang, on either side of the Arjuno


def test_every_kota_stands_beside_its_kabupaten(east_java: dict[str, Cell]) -> None:
    around = {"71": "06", "72": "05", "73": "07", "74": "13", "75": "14", "76": "16", "77": "19", "79": "16"}
    assert {apart(east_java[f"35.{kota}"], east_java[f"35.{of}"]) for kota, of in around.items()} == {1}


@pytest.mark.parametrize("row", WEST_TO_EAST)
def test_tiles_go_from_west_to_east_as_the_land_does(east_java: dict[str, Cell], row: str) -> None:
    columns = [east_java[f"35.{part}"][0] for part in row.split()]
    assert columns == sorted(columns)


@pytest.mark.parametrize("column", NORTH_TO_SOUTH)
def test_tiles_go_from_north_to_south_as_the_land_does(east_java: dict[str, Cell], column: str) -> None:
    rows = [east_java[f"35.{part}"][1] for part in column.split()]
    assert rows == sorted(rows)


def test_madura_lies_beyond_its_strait(east_java: dict[str, Cell]) -> None:
    madura = {f"35.{part}" for part in ("26", "27", "28", "29")}
    for code in madura - {"35.26"}:
        column, row = east_java[code]
        assert (column, row + 1) not in east_java.values()


def test_tiles_agree_with_the_outlines(east_java: dict[str, Cell]) -> None:
    if not SHARED.is_file():
        pytest.skip("../shared/boundaries/jatim-kabupaten.geojson is not here")
    features = json.loads(SHARED.read_text(encoding="utf-8"))["features"]
    centres = {each["properties"]["code"]: (each["properties"]["lng"], each["properties"]["lat"]) for each in features}
    for one, other in combinations(centres, 2):
        for axis, sign in ((0, 1), (1, -1)):
            west, east = (one, other) if centres[one][axis] * sign < centres[other][axis] * sign else (other, one)
            if abs(centres[east][axis] - centres[west][axis]) > 0.35:  # about 39 km
                assert east_java[west][axis] <= east_java[east][axis], (west, east)
    far = Counter(apart(east_java[one], east_java[other]) for one, other in _touching(features))
    assert sum(far.values()) > 40
    assert far[1] + far[2] >= sum(far.values()) - 2


def _touching(features: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Areas with four corners in common."""
    holders: dict[tuple[float, float], set[str]] = defaultdict(set)
    for each in features:
        nested_rings = each["geometry"]["coordinates"]
        polygons = nested_rings if each["geometry"]["type"] == "MultiPolygon" else [nested_rings]
        for polygon in polygons:
            for ring in polygon:
                for lng, lat in ring:
                    holders[lng, lat].add(each["properties"]["code"])
    shared = Counter(pair for codes in holders.values() for pair in combinations(sorted(codes), 2))
    return {pair for pair, count in shared.items() if count >= 4}


def test_centres_decide_where_nobody_laid_tiles_out() -> None:
    codes = [f"73.01.{number:02d}" for number in range(1, 10)]
    centres = {code: (120.0 + index % 3, -5.0 - index // 3) for index, code in enumerate(codes)}
    cells = layout(codes, centres)
    assert len(set(cells.values())) == 9
    for index, code in enumerate(codes):
        for other, other_code in enumerate(codes):
            if index % 3 < other % 3:
                assert cells[code][0] < cells[other_code][0]
            if index // 3 < other // 3:
                assert cells[code][1] < cells[other_code][1]


def test_a_layout_is_the_same_whatever_the_order(gazetteer: Gazetteer) -> None:
    codes = list(gazetteer.children("73.01"))
    centres = {code: (120 + (number * 37 % 11) / 10, -5 - (number * 53 % 7) / 10) for number, code in enumerate(codes)}
    assert layout(codes, centres) == layout(codes[::-1], dict(reversed(centres.items())))
    same = dict.fromkeys(codes, (120.0, -5.0))
    assert len(set(layout(codes, same).values())) == len(codes)


def test_without_centres_the_codes_decide() -> None:
    assert layout(["73.01.03", "73.01.01", "73.01.02"]) == {"73.01.01": (0, 0), "73.01.02": (1, 0), "73.01.03": (0, 1)}
    assert layout(["35.99"]) == {"35.99": (0, 0)}
    assert layout([]) == {}


def test_every_area_of_the_country_can_be_laid_out(gazetteer: Gazetteer) -> None:
    for code in [*gazetteer.children(), *gazetteer.children("35"), "35.07.14"]:
        children = gazetteer.children(code)
        assert len(set(layout(children).values())) == len(children)


def test_children_of_several_areas_keep_together(gazetteer: Gazetteer) -> None:
    codes = list(gazetteer.descendants("35", Level.KECAMATAN))
    cells = nested(by_parent(codes))
    assert len(cells) == len(set(cells.values())) == 666
    boxes = {}
    for parent, children in by_parent(codes).items():
        columns, rows = zip(*(cells[child] for child in children), strict=True)
        boxes[parent] = (min(columns), min(rows), max(columns), max(rows))
    for one, other in combinations(boxes.values(), 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_a_layout_becomes_a_picture() -> None:
    picture = draw_tiles({"35.01": (0, 0), "35.02": (1, 1)}, width=1000)
    assert (picture.form, picture.width, picture.height) == (Form.PETAK, 240, 240)
    one, two = picture.shapes
    assert (one.code, one.path, one.x, one.y, one.room) == ("35.01", "M0 0l117 0 0 117-117 0z", 58, 58, 117)
    assert two.x > one.x
    assert draw_tiles({}).shapes == ()


def test_a_wrong_grid_is_named() -> None:
    assert read_grids("[35]\n01 . 02 # dua\n\n. 03") == {"35": {"35.01": (0, 0), "35.02": (2, 0), "35.03": (1, 1)}}
    with pytest.raises(BadGrid, match=r"baris 2: 35\.01 sudah punya petak"):
        read_grids("[35]\n01 01")
    with pytest.raises(BadGrid, match="baris 1: petak sebelum"):
        read_grids("01 02")


def test_short_names_are_of_provinces_that_exist(gazetteer: Gazetteer) -> None:
    names = short_names()
    assert set(names) <= set(gazetteer.children())
    assert all(len(part) <= 8 for name in names.values() for part in name.split("\u00ad"))
    assert len(set(names.values())) == len(names)
    assert [one < other for one, other in pairwise(names)] == [True] * (len(names) - 1)
