"""Everybody sees verified figures of five and more, the same on the page and in its files, and nothing else."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW
from publishing.test_suppression import possible

from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling
from kondusif.publishing.domain.suppression import Shown
from kondusif.publishing.queries.public import make_public_table
from web.conftest import Told, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def verified(told: Told) -> Any:
    """Tell of so many events in an area, each verified by Ayu."""
    chance = random.Random(3)
    days = count(0)

    def run(events: int, place: str, category: str = "politik_uang", *, ruling: Ruling | None = Ruling.VERIFY) -> None:
        for _ in range(events):
            words = " ".join(f"kata{chance.randrange(10**9)}" for _ in range(6))
            day = date(2024, 1, 1) + 2 * timedelta(days=next(days))  # two events, not two texts about one
            row = told(f"Bu Dewi {words}", places=(place,) if place else (), category=category, day=day)
            if ruling:
                judge_incident(row.id, ruling=ruling, reason="diperiksa di tempat", by="ayu", now=NOW)
        cache.clear()

    return run


def _rows(client: Client, query: str = "") -> dict[tuple[str, str], tuple[str, str]]:
    file = client.get(f"/publik/angka.csv{query}")
    read = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    return {(row["table"], row["code"]): (row["count"], row["shown"]) for row in read}


def test_an_empty_instance_says_that_there_is_too_little(client: Client) -> None:
    page = client.get("/publik/")
    assert page.status_code == 200
    assert "Belum cukup angka untuk diterbitkan" in words_of(page)
    assert _rows(client)[("total", "")] == ("", "few")


def test_only_what_a_person_verified_counts(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    verified(7, "35.07", ruling=None)
    verified(8, "35.01", ruling=Ruling.REJECT)
    assert _rows(client)[("total", "")] == ("12", "number")


def test_nothing_below_five_and_no_totals_that_give_it_away(client: Client, verified: Any) -> None:
    verified(12, "35.01")
    verified(11, "35.04")
    verified(10, "35.07", "apk")
    verified(2, "35.02", "hoaks")
    rows = _rows(client, "?wilayah=35")
    assert (rows[("area", "35.01")], rows[("area", "35.04")]) == (("", "withheld"), ("11", "number"))
    assert rows[("area", "35.02")] == rows[("area", "35.03")] == ("", "few")
    assert (rows[("category", "politik_uang")], rows[("category", "apk")]) == (("23", "number"), ("", "withheld"))
    assert rows[("category", "hoaks")] == rows[("category", "judi")] == ("", "few")
    table = make_public_table(now=NOW).table
    assert all(values == {0, 1, 2, 3, 4} for values in possible(table).values())
    words = words_of(client.get("/publik/?wilayah=35"))
    assert "35 insiden terverifikasi" in words
    assert "Kab. Pacitan tidak ditampilkan" in words
    assert "Kab. Ponorogo &lt; 5" in words


def test_page_and_files_show_one_table(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    verified(11, "73.71", "apk")
    verified(9, "")
    for query in ("", "?wilayah=", "?wilayah=35", "?wilayah=73", "?wilayah=99", "?wilayah=<script>"):
        page = client.get(f"/publik/{query}")
        shown = {row.code: (str(row.count or ""), row.shown) for row in page.context["rows"]}
        file = _rows(client, query)
        assert {code: value for (name, code), value in file.items() if name == "area"} == shown
        body = client.get(f"/publik/angka.json{query}").json()
        assert {each["code"]: (str(each["count"] or ""), each["shown"]) for each in body["areas"]} == shown
        assert body["total"]["count"] == 32
        categories = {row.code: row.shown for row in page.context["categories"]}
        assert categories == {each["code"]: each["shown"] for each in body["categories"]}


def test_no_text_and_no_name_leaves(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    for path in ("/publik/", "/publik/angka.csv", "/publik/angka.json"):
        said = client.get(path).content.decode().lower()
        assert "dewi" not in said
        assert "kata" not in said.replace("kategori", "").replace("kata sandi", "")


def test_all_that_counts_lies_in_one_province_so_it_is_shown(client: Client, verified: Any) -> None:
    verified(9, "35.01")
    verified(6, "35.07")
    page = client.get("/publik/")
    assert page.context["province"] == "35"
    assert client.get("/publik/?wilayah=").context["province"] == ""


def test_the_table_is_kept_for_a_while(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    client.get("/publik/angka.json")
    with CaptureQueriesContext(connection) as queries:
        file = client.get("/publik/angka.json")
    assert len(queries) == 0
    assert file["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in file.get("Vary", "")


def test_more_incidents_take_no_more_queries(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    with CaptureQueriesContext(connection) as one:
        client.get("/publik/?wilayah=35")
    verified(6, "35.07", "apk")
    verified(6, "35.01", "hoaks")
    with CaptureQueriesContext(connection) as three:
        client.get("/publik/?wilayah=35")
    assert len(one) == len(three)


def test_strangers_and_operators_see_the_same(client: Client, ayus: Client, verified: Any) -> None:
    verified(12, "35.04")
    assert client.get("/publik/angka.json").json() == ayus.get("/publik/angka.json").json()
    assert ayus.get("/publik/").status_code == 200
    assert client.post("/publik/").status_code == 405
    assert client.get("/publik/angka.exe").status_code == 404


def test_the_page_is_small(client: Client, verified: Any) -> None:
    verified(12, "35.04")
    for query in ("?wilayah=35", "?wilayah="):
        assert len(client.get(f"/publik/{query}").content) < 200_000


def test_a_count_that_is_hidden_is_no_number_on_the_map(client: Client, verified: Any) -> None:
    verified(9, "35.01")
    verified(11, "35.04")
    verified(3, "35.02", "hoaks")
    drawn = client.get("/publik/?wilayah=35").context["map"]
    assert drawn.hatched
    assert "Kab. Ponorogo\n&lt; 5" in drawn.svg
    assert "Kab. Pacitan\ntidak ditampilkan" in drawn.svg
    assert {each.shown for each in make_public_table(now=NOW).table.areas.values()} == set(Shown)
