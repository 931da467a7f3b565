from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW
from pytest_django import Settings

from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.queries.sitrep import compose_sitrep, kept_sitrep, list_sitreps
from web.conftest import Told, words_of

pytestmark = pytest.mark.django_db
ASKED = {"wilayah": "35.04", "dari": "2024-11-19T08:00", "sampai": "2024-11-20T09:00"}


def keep(code: str = "35.04") -> int:
    return keep_sitrep(compose_sitrep(code, NOW.replace(hour=0), NOW, NOW, by="ayu"), now=NOW)


def test_an_empty_list_says_how_to_fill_it(ayus: Client) -> None:
    page = ayus.get("/sitrep/")
    assert page.status_code == 200
    assert "Belum ada sitrep yang disimpan" in words_of(page)
    assert "kondusif worker" in words_of(page)


def test_a_sitrep_is_seen_before_it_is_kept(ayus: Client, told: Told, settings: Settings) -> None:
    settings.KONDUSIF_NOW = "2024-11-20T09:00:00+07:00"
    row = told("Amplop berisi uang dibagikan kepada warga di balai desa tadi malam")
    seen = ayus.get("/sitrep/buat/", ASKED)
    assert seen.status_code == 200
    assert "Pratinjau." in words_of(seen)
    assert f'href="/kejadian/{row.id}/"' in seen.content.decode()
    assert list_sitreps().count == 0
    sent = ayus.post("/sitrep/buat/", ASKED)
    assert (sent.status_code, list_sitreps().count) == (302, 1)
    page = ayus.get(sent["Location"])
    assert "1. Situasi dalam angka" in words_of(page)
    assert "Amplop berisi uang" in words_of(page)
    assert "Sitrep disimpan" in words_of(page)


def test_the_preview_without_times_says_which_period_it_took(ayus: Client) -> None:
    page = ayus.get("/sitrep/buat/", {"wilayah": "Tulungagung"})
    assert "19 Nov 2024 18.00 – 20 Nov 2024 06.00 WIB. Dua belas jam sebelum waktu terjadwal." in words_of(page)


def test_who_may_only_read_keeps_nothing(citras: Client) -> None:
    assert "Simpan sitrep ini" not in words_of(citras.get("/sitrep/buat/", ASKED))
    assert citras.post("/sitrep/buat/", ASKED).status_code == 403
    assert list_sitreps().count == 0
    number = keep()
    assert citras.get(f"/sitrep/{number}/").status_code == 200
    assert citras.get(f"/sitrep/{number}/sitrep.json").status_code == 200


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    for address in ("/sitrep/", "/sitrep/buat/?wilayah=35", f"/sitrep/{keep()}/", "/sitrep/1/sitrep.pdf"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"wilayah": ""}, "Pilih wilayah yang dilaporkan."),
        ({"wilayah": "Malang"}, "Maksud Anda: Kab. Malang, Jawa Timur (35.07)"),
        ({"wilayah": "zzzzqq"}, "Tidak ada wilayah bernama"),
        ({"wilayah": "35.04", "dari": "kemarin"}, "Waktu tidak dikenal"),
        ({"wilayah": "35.04", "dari": "0001-01-01T00:00"}, "periode paling lama satu tahun"),
        ({"wilayah": "35.04", "dari": "2025-01-01T00:00"}, "periode ini belum mulai"),
        ({"wilayah": "35.04", "dari": "2024-11-20T07:00", "sampai": "2024-11-20T06:00"}, "awal periode harus sebelum"),
        ({"wilayah": "\x00<script>"}, "Tidak ada wilayah bernama"),
    ],
)
def test_what_cannot_be_made_is_told_beside_the_form(ayus: Client, asked: dict[str, str], said: str) -> None:
    for page, status in ((ayus.get("/sitrep/buat/", asked), 200), (ayus.post("/sitrep/buat/", asked), 422)):
        assert page.status_code == status
        assert said in words_of(page)
    assert list_sitreps().count == 0


@pytest.mark.parametrize(
    ("form", "begins", "media"),
    [
        ("pdf", b"%PDF-", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("html", b"<!doctype html>", "text/html; charset=utf-8"),
        ("json", b'{"sha256"', "application/json"),
    ],
)
def test_a_kept_sitrep_is_given_as_a_file(ayus: Client, form: str, begins: bytes, media: str) -> None:
    number = keep()
    file = ayus.get(f"/sitrep/{number}/sitrep.{form}")
    assert (file.status_code, file["Content-Type"]) == (200, media)
    assert file["Content-Disposition"] == f'attachment; filename="sitrep-35.04-20241120-0800.{form}"'
    assert file["Cache-Control"] == "private, no-store"
    assert file.content.startswith(begins)


def test_what_does_not_exist_is_not_found(ayus: Client) -> None:
    for address in ("/sitrep/999/", "/sitrep/999/sitrep.pdf", f"/sitrep/{keep()}/sitrep.exe", f"/sitrep/{10**30}/"):
        assert ayus.get(address).status_code == 404


def test_the_list_follows_the_area_and_costs_the_same_for_one_and_three(ayus: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ayus.get("/sitrep/").status_code == 200
        return len(caught)

    keep()
    one = queries()
    keep("35.07")
    keep("35")
    assert queries() == one
    page = words_of(ayus.get("/sitrep/?wilayah=35.04"))
    assert "Tersimpan untuk Kab. Tulungagung, Jawa Timur" in page
    assert "1 sitrep" in page


def test_the_page_is_small_and_carries_nothing_inline(ayus: Client) -> None:
    for at in range(3):
        keep("35" if at else "35.04")
    page = ayus.get(f"/sitrep/{list_sitreps('35.04').rows[0].id}/")
    body = page.content.decode()
    assert len(page.content) < 100_000
    assert "style=" not in body
    assert "<style" not in body
    assert "onclick" not in body


def test_both_languages(ayus: Client) -> None:
    number = keep()
    page = ayus.get(f"/sitrep/{number}/", headers={"Accept-Language": "en"})
    assert "The situation in figures" in words_of(page)
    assert "Situasi dalam angka" not in words_of(page)
    kept = kept_sitrep(number)
    assert kept is not None
