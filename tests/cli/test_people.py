from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from factories.readings import NOW
from people.conftest import KAPOLRES, actor, pair

from cli.conftest import Ran
from kondusif.incidents.actions import keep_readings
from kondusif.people.models import Person

pytestmark = pytest.mark.django_db
Kondusif = Callable[..., Ran]


@pytest.fixture
def kept(db: None) -> None:
    text = "Kapolres AKBP Ayu Lestari memimpin apel."
    keep_readings([pair(text, [actor(text, "Ayu Lestari", **KAPOLRES)])], now=NOW)


def test_officials_are_listed_as_a_table_and_as_json(kondusif: Kondusif, kept: None) -> None:
    table = kondusif("people")
    assert (table.status, "AKBP Ayu Lestari" in table.out, "Polres Tulungagung" in table.out) == (0, True, True)
    (row,) = json.loads(kondusif("people", "--search", "ayu lestary", "--format", "json").out)
    assert {key: row[key] for key in ("name", "rank", "role", "institution", "place_code", "texts")} == {
        "name": "Ayu Lestari",
        "rank": "AKBP",
        "role": "Kapolres",
        "institution": "Polres Tulungagung",
        "place_code": "35.04",
        "texts": 1,
    }
    assert json.loads(kondusif("people", "--area", "35.07", "--format", "json").out) == []


def test_knowing_them_anew_fills_an_older_database(kondusif: Kondusif, kept: None) -> None:
    Person.objects.all().delete()
    assert json.loads(kondusif("people", "--format", "json").out) == []
    assert "1 teks diperiksa; 1 pejabat dikenal" in kondusif("people", "--rebuild").err
    assert len(json.loads(kondusif("people", "--format", "json").out)) == 1


def test_wrong_usage_is_told(kondusif: Kondusif, kept: None) -> None:
    assert kondusif("people", "--area", "Malang").status == 2
    assert kondusif("people", "--rebuild", "--search", "ayu").status == 2
