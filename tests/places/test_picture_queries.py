from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from factories.readings import NOW
from pytest_django import DjangoAssertNumQueries

from kondusif.places.actions import load_boundaries
from kondusif.places.domain.boundaries import read_boundaries
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.queries import picture_of

from .outlines import collection, feature, write

pytestmark = pytest.mark.django_db


def square(west: float) -> dict[str, object]:
    ring = [[west, -8.0], [west + 0.1, -8.0], [west + 0.1, -7.9], [west, -7.9], [west, -8.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def load(folder: Path, gazetteer: Gazetteer, *features: object, source: str = "uji", days: int = 0) -> None:
    read = read_boundaries(write(folder, collection(*features)), gazetteer)
    load_boundaries(read, source=source, by="ayu", now=NOW + timedelta(days=days))


def test_without_outlines_there_are_tiles(gazetteer: Gazetteer) -> None:
    found = picture_of("35")
    assert (found.picture.form, len(found.picture.shapes), found.sources, found.outlined) == (Form.PETAK, 38, (), 0)
    assert picture_of("35", form=Form.PETA).picture.form is Form.PETAK
    assert len(picture_of("").picture.shapes) == 38
    assert len(picture_of("35", level=Level.KECAMATAN).picture.shapes) == 666
    assert {shape.code for shape in picture_of("35.04").picture.shapes} == set(gazetteer.children("35.04"))


def test_outlines_are_drawn_and_those_missing_are_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    load(tmp_path, gazetteer, feature("35.04", square(112)), feature("35.05", square(112.1)), source="BIG 2024")
    found = picture_of("35")
    assert found.picture.form is Form.PETA
    assert [shape.code for shape in found.picture.shapes] == ["35.04", "35.05"]
    assert len(found.picture.missing) == 36
    assert (found.sources, found.latest_loaded_at, found.whole) == (("BIG 2024",), NOW, False)
    assert picture_of("35", form=Form.PETAK).picture.form is Form.PETAK
    assert picture_of("35.04").picture.form is Form.PETAK  # its kecamatan have none


def test_a_picture_is_remembered_until_outlines_come(
    tmp_path: Path, gazetteer: Gazetteer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(tmp_path, gazetteer, feature("35.04", square(112)))
    first = picture_of("35")
    with django_assert_num_queries(2):
        assert picture_of("35") is first
    load(tmp_path, gazetteer, feature("35.05", square(112.1)))
    assert len(picture_of("35").picture.shapes) == 2
    load(tmp_path, gazetteer, feature("35.05", square(112.3)))  # at the same moment: `now` is pinned
    assert picture_of("35").picture.shapes[1].path != picture_of("35").picture.shapes[0].path
    assert picture_of("35").picture.width > 500


def test_three_areas_and_666_take_the_same_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for code, level in (("35.77", Level.KECAMATAN), ("35", Level.KECAMATAN)):
        picture_of(code, level=level)
        with django_assert_num_queries(2):
            picture_of(code, level=level)


def test_centres_of_outlines_place_the_tiles(tmp_path: Path, gazetteer: Gazetteer) -> None:
    codes = gazetteer.children("35.79")
    load(tmp_path, gazetteer, *(feature(code, square(112.5 - place / 10)) for place, code in enumerate(codes)))
    across = {shape.code: shape.x for shape in picture_of("35.79", form=Form.PETAK).picture.shapes}
    assert sorted(across, key=across.__getitem__) == sorted(codes, reverse=True)
