"""The index for everybody: S by kabupaten and kota, R only where enough verified incidents may be told, nothing finer."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.test import Client
from factories.readings import NOW, a_document, a_reading
from factories.season import keep_editions

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import list_incidents
from kondusif.kerawanan.queries.editions import edition
from kondusif.kerawanan.queries.ranking import ranking_of
from kondusif.kerawanan.queries.risk import risk_of
from kondusif.publishing.queries.public import public_table
from web.conftest import words_of

pytestmark = pytest.mark.django_db
KECAMATAN = ("35.04.02", "35.07.14", "35.78.01")
TULUNGAGUNG, MALANG, SURABAYA = "35.04", "35.07", "35.78"
_NUMBER = count()


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def kept() -> int:
    return keep_editions("ayu", kecamatan=KECAMATAN)[1]


def happened(events: int, place: str, *, ruling: Ruling | None = Ruling.VERIFY, days_ago: int = 3) -> None:
    """So many incidents that have nothing in common but their area, each verified."""
    before = {row.id for row in list_incidents(per_page=1000).rows}
    read = []
    for _ in range(events):
        number = next(_NUMBER)
        text = " ".join(
            f"{'bcdfghjklmnp'[number % 12]}{'aeiou'[place % 5]}{number * 97 + place * 31}x" for place in range(6)
        )
        document = a_document(text, id=f"teks-{number}", source=f"warta-{number}", received_at=NOW)
        day = NOW.date() - timedelta(days=days_ago + 2 * (number % 9))
        read.append((document, a_reading(document, places=(place,), day=day)))
    keep_readings(read, now=NOW)
    if ruling:
        for row in list_incidents(per_page=1000).rows:
            if row.id not in before:
                judge_incident(row.id, ruling=ruling, reason="diperiksa di tempat", by="ayu", now=NOW)
    cache.clear()


def rows_of(client: Client) -> dict[str, dict[str, str]]:
    file = client.get("/publik/kerawanan.csv")
    return {row["code"]: row for row in csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))}


def test_without_an_edition_the_published_series_stand_alone(client: Client) -> None:
    said = words_of(client.get("/publik/kerawanan/"))
    assert "Belum ada indeks yang dapat ditampilkan" in said
    assert "Kab. Malang 64,00 tinggi" in said
    assert rows_of(client) == {}


def test_the_public_page_leads_to_it(client: Client) -> None:
    assert 'href="/publik/kerawanan/"' in client.get("/publik/").content.decode()


def test_without_incidents_every_area_has_its_structural_score_alone(client: Client, kept: int) -> None:
    found = rows_of(client)
    scores = {row.code: row.score for row in ranking_of(edition(kept), "kabupaten_kota").rows}
    assert {code: float(row["structural"]) for code, row in found.items()} == {
        code: round(score, 1) for code, score in scores.items() if score is not None
    }
    assert {row["combined"] for row in found.values()} == {""}
    assert words_of(client.get("/publik/kerawanan/")).count("S saja") == 3 + 1  # and where it is explained


def test_fewer_than_five_verified_incidents_never_move_a_public_figure(client: Client, kept: int) -> None:
    happened(4, "35.04.02.2001")
    happened(30, "35.07.14.2001", ruling=None)
    assert {row["combined"] for row in rows_of(client).values()} == {""}


def test_five_verified_incidents_show_the_combined_risk_with_its_interval(client: Client, kept: int) -> None:
    happened(9, "35.78.01.1001")
    happened(9, "35.07.14.2001")
    shown = {code: each.shown.value for code, each in public_table(now=NOW).table.areas.items() if each.count}
    assert shown == {SURABAYA: "number"}  # the other nine protect the areas that have none
    risks = risk_of(edition(kept), area="", level="kabupaten_kota", now=NOW).result.area(SURABAYA)
    row = rows_of(client)[SURABAYA]
    assert float(row["combined"]) == round(risks.combined, 1)
    assert (float(row["combined_low"]), float(row["combined_high"])) == tuple(
        round(end, 1) for end in risks.combined_interval
    )
    assert risks.combined > risks.structural


def test_what_protects_small_counts_elsewhere_shows_no_combined_risk_either(client: Client, kept: int) -> None:
    happened(3, "35.04.02.2001")
    happened(9, "35.07.14.2001")
    happened(9, "35.78.01.1001")
    counts = public_table(now=NOW).table.areas
    assert [counts[code].shown.value for code in (TULUNGAGUNG, MALANG, SURABAYA)] == ["few", "withheld", "number"]
    found = rows_of(client)
    assert [bool(found[code]["combined"]) for code in (TULUNGAGUNG, MALANG, SURABAYA)] == [False, False, True]
    lines = re.findall(
        r"<tr><th scope=\"row\">(Kab\. \w+|Kota \w+)</th>.*?</tr>", client.get("/publik/kerawanan/").content.decode()
    )
    assert {"Kab. Tulungagung", "Kab. Malang", "Kota Surabaya"} <= set(lines)


def test_old_incidents_that_weigh_nothing_are_not_counted_as_standing_behind_it(client: Client, kept: int) -> None:
    happened(9, "35.78.01.1001", days_ago=900)
    happened(9, "35.07.14.2001", days_ago=900)
    assert public_table(now=NOW).table.areas[SURABAYA].count == 9
    assert rows_of(client)[SURABAYA]["combined"] == ""


def test_nothing_finer_than_a_kabupaten_and_no_number_of_incidents_leaves(client: Client, kept: int) -> None:
    happened(9, "35.78.01.1001")
    happened(9, "35.07.14.2001")
    page = client.get("/publik/kerawanan/").content.decode()
    body = client.get("/publik/kerawanan.json").content.decode()
    for told in (page, body):
        assert re.findall(r"\b\d\d\.\d\d\.\d\d\b", told) == []
    assert {len(row["code"]) for row in client.get("/publik/kerawanan.json").json()["areas"]} == {5}
    assert set(client.get("/publik/kerawanan.json").json()["areas"][0]) & {"count", "incidents", "theta"} == set()


def test_page_and_files_say_the_same_and_whose_figures_they_are(client: Client, kept: int) -> None:
    body = client.get("/publik/kerawanan.json").json()
    assert body["edition"]["number"] == kept
    assert (body["edition"]["invented"], body["edition"]["official"], body["fewest"]) == (True, False, 5)
    said = words_of(client.get("/publik/kerawanan/"))
    assert "angka rekaan tidak resmi Indeks kerawanan desa Kondusif" in said
    for row in body["areas"]:
        assert f"{row['structural']}".replace(".", ",") in said


def test_no_other_form_is_served(client: Client) -> None:
    assert client.get("/publik/kerawanan.xlsx").status_code == 404
