from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from web.conftest import Told, lines_of, words_of

FORMS = ("csv", "xlsx", "geojson", "json")


def _whole(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("three")
def test_the_list_leads_to_its_files_with_its_filters(ayus: Client) -> None:
    page = ayus.get("/kejadian/?wilayah=73&jenis=activity")
    assert "Unduh: CSV · XLSX · GeoJSON · JSON" in words_of(page)
    for form in FORMS:
        assert f'href="/unduh/kejadian.{form}?wilayah=73&amp;jenis=activity"' in page.content.decode()
    assert len(lines_of(page)) == 1
    file = ayus.get("/unduh/kejadian.csv?wilayah=73&jenis=activity")
    assert len(list(csv.DictReader(io.StringIO(_whole(file).decode("utf-8-sig"))))) == 1


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("form", FORMS)
def test_each_file_comes_as_one_to_keep(ayus: Client, form: str) -> None:
    file = ayus.get(f"/unduh/kejadian.{form}?wilayah=35.04")
    assert file["Content-Disposition"] == f'attachment; filename="kejadian_35.04_20241120-0800_lengkap.{form}"'
    assert file["Cache-Control"] == "private, no-store"
    assert len(_whole(file)) > 200


def test_only_who_judges_gets_names(ayus: Client, citras: Client, told: Told) -> None:
    told("Warga bernama Dewi Lestari melihat amplop dibagikan di balai desa")
    seen = json.loads(_whole(ayus.get("/unduh/kejadian.json")))
    assert seen["about"]["names"] == "lengkap"
    assert "Dewi Lestari" in seen["rows"][0]["summary"]
    file = citras.get("/unduh/kejadian.json")
    assert "disamarkan" in file["Content-Disposition"]
    covered = _whole(file).decode()
    assert json.loads(covered)["about"]["names"] == "disamarkan"
    assert "dewi" not in covered.lower()
    assert "lestari" not in covered.lower()


def test_a_file_says_which_filters_made_it(ayus: Client) -> None:
    about = json.loads(_whole(ayus.get("/unduh/kejadian.json?wilayah=35.04&kategori=apk&cari=baliho")))["about"]
    assert about["filters"] == {
        "Kategori": "Alat peraga kampanye",
        "Cari": "“baliho”",
        "Wilayah": about["filters"]["Wilayah"],
    }
    assert about["address"] == "http://testserver/kejadian/?kategori=apk&cari=baliho&wilayah=35.04"
    assert about["count"] == 0


def test_strangers_are_asked_who_they_are(client: Client, db: None) -> None:
    assert client.get("/unduh/kejadian.csv").status_code == 302
    assert client.get("/unduh/kejadian.csv")["Location"].startswith("/masuk/")


def test_formats_that_do_not_exist_are_not_found(ayus: Client) -> None:
    assert ayus.get("/unduh/kejadian.exe").status_code == 404
    assert ayus.post("/unduh/kejadian.csv").status_code == 405
