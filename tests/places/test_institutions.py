"""The rule base's table of police and military areas against the gazetteer."""

from __future__ import annotations

import pytest

from kondusif.places.domain.codes import contains
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.rulebase.rules import Rulebase

POLRES = ("Polres ", "Polresta ", "Polrestabes ")


def test_39_polres_guard_the_38_kabupaten_and_kota_of_east_java(gazetteer: Gazetteer, rulebase: Rulebase) -> None:
    polres = {
        place.title: place.code
        for place in rulebase.institution_places.values()
        if contains("35", place.code) and place.title.startswith(POLRES)
    }
    assert len(polres) == 39
    assert set(polres.values()) == set(gazetteer.children("35"))


def test_every_kabupaten_and_kota_of_east_java_has_a_kodim_or_shares_one(
    rulebase: Rulebase, gazetteer: Gazetteer
) -> None:
    reached: set[str] = set()
    for name, place in rulebase.institution_places.items():
        if name.startswith("kodim "):
            reached.update((place.code, *place.covers))
    assert set(gazetteer.children("35")) - reached == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("polres malang", "35.07"),
        ("polresta malang kota", "35.73"),
        ("polres pasuruan", "35.14"),
        ("polres pasuruan kota", "35.75"),
        ("polsek keboncandi", "35.14.18"),
        ("polres pelabuhan tanjung perak", "35.78"),
        ("polrestabes surabaya", "35.78"),
        ("polres batu", "35.79"),
        ("polda jatim", "35"),
    ],
)
def test_an_office_stands_for_its_area(rulebase: Rulebase, gazetteer: Gazetteer, name: str, code: str) -> None:
    assert rulebase.institution_places[name].code == code
    if name == "polsek keboncandi":
        assert gazetteer.area(code).name == "Gondangwetan"


def test_every_code_exists(gazetteer: Gazetteer, rulebase: Rulebase) -> None:
    offices = {code for place in rulebase.institution_places.values() for code in (place.code, *place.covers)}
    short_names = {code for codes in rulebase.place_abbreviations.values() for code in codes}
    assert {code for code in offices | short_names if code not in gazetteer} == set()


def test_what_an_office_covers_beside_its_area_lies_outside_of_it(rulebase: Rulebase) -> None:
    inside = [
        (name, code)
        for name, place in rulebase.institution_places.items()
        for code in place.covers
        if contains(place.code, code)
    ]
    assert inside == []


def test_short_names_are_written_as_they_are_looked_up(rulebase: Rulebase) -> None:
    names = [*rulebase.place_abbreviations, *rulebase.institution_places]
    assert [name for name in names if name != " ".join(name.lower().split())] == []
