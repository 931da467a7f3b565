"""What the API says is what the queries say, for every filter, page by page."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW

from api.conftest import Ask, Told
from kondusif.incidents.actions import judge_incident, merge_incidents
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import SORTS, Filters, area_figures, list_incidents, overview

pytestmark = pytest.mark.django_db
PLACES: tuple[tuple[str, ...], ...] = ((), ("35",), ("35.04",), ("35.04.01",), ("35.04.01.2001",), ("73.71.01",))
CATEGORIES = ("politik_uang", "apk", "kegiatan_preventif", "hoaks")


@pytest.fixture
def many(told: Told) -> None:
    """Two dozen incidents and activities over places, days and categories; some judged."""
    chance = random.Random(7)
    for at in range(24):
        category = CATEGORIES[at % 4]
        words = " ".join(f"kata{chance.randrange(10**6)}" for _ in range(6))
        row = told(
            f"Laporan {words} dari warga",
            category=category,
            places=PLACES[at % 6],
            is_incident=category != "kegiatan_preventif",
            stance="prevention" if category == "kegiatan_preventif" else "happened",
            day=date(2024, 11, 1) + timedelta(days=at),
            received_at=NOW - timedelta(hours=11 * at),
            contradicted=(("27 November", "28 November"),) if at % 5 == 0 else (),
        )
        if at % 3 == 0:
            ruling = Ruling.VERIFY if at % 2 else Ruling.REJECT
            judge_incident(row.id, ruling=ruling, reason="diperiksa di tempat", by="ayu", now=NOW)


def _asked(chance: random.Random) -> tuple[dict[str, Any], Filters]:
    """A random question, as an address and as filters."""
    query: dict[str, Any] = {}
    filters: dict[str, Any] = {}
    if chance.random() < 0.5:
        query["wilayah"] = filters["area"] = chance.choice(["35", "35.04", "35.04.01", "73"])
    if chance.random() < 0.4:
        chosen = chance.sample(CATEGORIES, chance.randrange(1, 3))
        query["kategori"], filters["categories"] = chosen, tuple(chosen)
    if chance.random() < 0.3:
        chosen = chance.sample(["belum_diverifikasi", "terverifikasi", "tidak_terbukti"], chance.randrange(1, 3))
        query["status"], filters["statuses"] = chosen, tuple(chosen)
    if chance.random() < 0.3:
        query["jenis"] = filters["kind"] = chance.choice(["incident", "activity"])
    if chance.random() < 0.3:
        query["bertentangan"], filters["contradicted"] = "true", True
    if chance.random() < 0.3:
        hours, name = chance.choice([(24, "24j"), (7 * 24, "7h"), (30 * 24, "30h")])
        query["periode"], filters["seen_from"] = name, NOW - timedelta(hours=hours)
    if chance.random() < 0.3:
        day = date(2024, 11, chance.randrange(1, 28))
        query["dari"], filters["date_from"] = day.isoformat(), day
    if chance.random() < 0.2:
        query["cari"] = filters["search"] = "laporan"
    query["urut"] = filters["sort"] = chance.choice(list(SORTS))
    return query, Filters(**filters)


@pytest.mark.usefixtures("many")
def test_lists_and_figures_are_those_of_the_queries_for_a_hundred_questions(ask: Ask) -> None:
    chance = random.Random(2024)
    for _ in range(100):
        query, filters = _asked(chance)
        per = chance.choice([1, 3, 7, 200])
        listed = list_incidents(filters, per_page=1000).rows
        found: list[dict[str, Any]] = []
        address: str | None = f"/api/v1/incidents?{urlencode({**query, 'per': per}, doseq=True)}"
        while address:
            page = ask(address.removeprefix("/api/v1")).json()
            found += page["items"]
            assert page["count"] == len(listed)
            address = page["next"]
        assert [(item["number"], item["id"]) for item in found] == [(row.number, str(row.id)) for row in listed]
        figures = {key: value for key, value in query.items() if key != "urut"}
        said = ask(f"/overview?{urlencode(figures, doseq=True)}").json()
        meant = overview(filters, now=NOW)
        assert (said["incidents"]["count"], said["activities"]["count"], said["verified"]) == (
            meant.incidents.count,
            meant.activities.count,
            meant.verified,
        )
        level = chance.choice(["provinsi", "kabupaten_kota", "kecamatan"])
        areas = ask(f"/areas?{urlencode({**figures, 'tingkat': level, 'per': 200}, doseq=True)}").json()
        assert {(item["place"] or {"code": ""})["code"]: (item["incidents"], item["activities"], item["texts"]) for item in areas["items"]} == {
            code: (each.incidents, each.activities, each.texts) for code, each in area_figures(filters, level=level).items()
        }  # fmt: skip


@pytest.mark.usefixtures("many")
def test_an_area_has_its_figures_and_those_inside(ask: Ask) -> None:
    said = ask("/areas/35.04").json()
    assert said["place"] == {"code": "35.04", "name": "Kabupaten Tulungagung"}
    (own,) = area_figures(Filters(area="35.04")).values()
    assert (said["incidents"], said["activities"], said["children_level"]) == (
        own.incidents,
        own.activities,
        "kecamatan",
    )
    assert sum(child["incidents"] for child in said["children"]) == said["incidents"]
    assert ask("/areas/35.07.14.2008").json()["children"] == []


def test_an_empty_instance_answers(ask: Ask) -> None:
    assert ask("/incidents").json()["items"] == []
    assert ask("/areas").json()["items"] == []
    assert ask("/overview").json()["incidents"] == {"count": 0, "before": None, "change": "none"}
    assert ask("/areas/35").json()["incidents"] == 0


def test_one_incident_with_all_that_is_known(ask: Ask, told: Told) -> None:
    row = told(
        "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam",
        contradicted=(("27 November", "28 November"),),
    )
    judge_incident(row.id, ruling=Ruling.WRONG_CATEGORY, value="apk", reason="Dewi bilang begitu", by="ayu", now=NOW)
    said = ask(f"/incidents/{row.id}").json()
    category = next(each for each in said["conclusions"] if each["name"] == "category")
    assert category == {"name": "category", "value": "apk", "machine_value": "politik_uang", "by_person": True}
    assert said["contradicted"][0]["official"] == "28 November"
    assert said["judgements"][0]["reason"] is None
    assert said["told_by"] == [
        {"source": None, "source_class": "public", "observed_at": said["told_by"][0]["observed_at"], "is_copy": False, "title": None, "text": None}
    ]  # fmt: skip


def test_an_incident_that_became_part_of_another_leads_there(ask: Ask, told: Told) -> None:
    one = told("Amplop berisi uang dibagikan kepada warga di balai desa")
    other = told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("73.71.01",))
    kept, _ = merge_incidents([one.id, other.id], reason="satu peristiwa", by="ayu", now=NOW)
    gone = other.id if kept == one.id else one.id
    response = ask(f"/incidents/{gone}")
    assert (response.status_code, response["Location"]) == (301, f"/api/v1/incidents/{kept}")


def test_the_calendar_says_what_today_is(ask: Ask) -> None:
    said = ask("/stages?wilayah=35.04").json()
    assert (said["election"], said["day"], said["voting_day"], said["days_to_voting"]) == (
        "pilkada-2024",
        "2024-11-20",
        "2024-11-27",
        7,
    )
    assert {stage["status"] for stage in said["stages"]} >= {"done", "running", "ahead"}
    assert said["forbidden"]
    assert ask("/stages?pilkada=lain").status_code == 422


@pytest.mark.parametrize("path", ["/incidents", "/areas", "/overview", "/areas/35.04", "/stages"])
def test_three_rows_take_as_many_queries_as_one(ask: Ask, told: Told, path: str) -> None:
    told("Amplop berisi uang dibagikan kepada warga di balai desa")
    ask(path)  # notes the day of use
    with CaptureQueriesContext(connection) as one:
        ask(path)
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.04.02",))
    told("Kabar bohong tentang surat suara beredar", category="hoaks", places=("73.71.01",))
    with CaptureQueriesContext(connection) as three:
        ask(path)
    assert len(one) == len(three)


def test_four_texts_take_as_many_queries_as_two(ask: Ask, told: Told) -> None:
    words = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
    row = told(words)
    told(words, source="grup-a")  # one text alone has no other to be compared with
    ask(f"/incidents/{row.id}")
    with CaptureQueriesContext(connection) as two:
        ask(f"/incidents/{row.id}")
    told(words, source="grup-b")
    told(words + " juga", source="grup-c")
    with CaptureQueriesContext(connection) as four:
        assert len(ask(f"/incidents/{row.id}").json()["told_by"]) == 4
    assert len(two) == len(four)


def test_every_operation_stands_in_the_document_and_answers_as_it_says(ask: Ask, told: Told, client: Client) -> None:
    from jsonschema import Draft202012Validator

    row = told("Amplop berisi uang dibagikan kepada warga di balai desa")
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/overview",
        "/api/v1/stages",
        "/api/v1/incidents",
        "/api/v1/incidents/{incident_id}",
        "/api/v1/areas",
        "/api/v1/areas/{code}",
    }
    for path, item in document["paths"].items():
        assert set(item) == {"get"}
        assert {"200", "401", "403", "404", "422", "429"} <= set(item["get"]["responses"])
        assert item["get"]["security"]
        answer = ask(path.removeprefix("/api/v1").format(incident_id=row.id, code="35.04"))
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json())


def test_the_page_for_people_names_every_operation_and_filter(client: Client, ayu: User) -> None:
    for person in (None, ayu):
        if person:
            client.force_login(person)
        page = client.get("/api/")
        assert page.status_code == 200
        words = page.content.decode()
        for path in ("/api/v1/incidents", "/api/v1/areas/{code}", "/api/v1/stages"):
            assert f"GET {path}" in words
        for name in ("wilayah", "periode", "nama", "tingkat", "belum_diverifikasi"):
            assert f"<code>{name}</code>" in words
        assert "cdn" not in words
