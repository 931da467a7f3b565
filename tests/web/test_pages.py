from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from kondusif.web.views.pasting import MOST
from web.conftest import Told, words_of

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Tadi malam ada yang bagi amplop 50 ribu di Desa Sumberingin Kulon Kecamatan Ngunut Tulungagung."


def test_a_pasted_text_is_read_at_once_and_kept_nowhere(ayus: Client, db: None) -> None:
    response = ayus.post("/tempel/", {"teks": TEXT, "diterima": "2024-11-20"})
    words = words_of(response)
    assert response.status_code == 200
    assert "Politik uang" in words
    assert "35.04.11.2007" in words
    assert "19 Nov 2024" in words
    assert "Belum ada teks yang dimasukkan" in words_of(ayus.get("/kejadian/"))


def test_line_ends_of_the_browser_do_not_move_the_marks(ayus: Client, db: None) -> None:
    page = ayus.post("/tempel/", {"teks": f"Halo.\r\n\r\n{TEXT}"}).content.decode()
    body = re.search(r'<div class="text-body">(.*?)</div>', page, re.DOTALL)
    assert body
    assert html.unescape(re.sub(r"<[^>]+>", "", body.group(1))) == f"Halo.\n\n{TEXT}"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"teks": "  \n "}, "Belum ada teks"),
        ({}, "Belum ada teks"),
        ({"teks": "a" * (MOST + 1)}, "Teks terlalu panjang: 40.001 huruf, paling banyak 40.000"),
        ({"teks": TEXT, "diterima": "besok"}, "Tanggal tidak dikenal"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_typed(ayus: Client, sent: dict[str, str], problem: str) -> None:
    response = ayus.post("/tempel/", sent)
    assert response.status_code == 422
    assert problem in words_of(response)
    if sent.get("teks", "").strip():
        assert sent["teks"] in response.content.decode()


def test_hostile_text_is_read_as_text(ayus: Client) -> None:
    page = ayus.post(
        "/tempel/", {"teks": f"</textarea><script>alert(1)</script> {TEXT}", "judul": "<b>"}
    ).content.decode()
    assert "<script>alert" not in page


def test_every_page_forbids_what_is_inline_or_from_elsewhere(ayus: Client, told: Told) -> None:
    row = told(TEXT)
    for address in ("/kejadian/", f"/kejadian/{row.id}/", "/tempel/", "/tentang/", "/masuk/", "/tidak-ada/"):
        response = ayus.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        page = response.content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:", page), address
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), address


def test_the_language_follows_the_browser_and_the_switch_keeps_the_page(ayus: Client, told: Told) -> None:
    told(TEXT)
    address = "/kejadian/?kategori=politik_uang"
    assert '<html lang="id"' in ayus.get(address).content.decode()
    assert '<html lang="en"' in ayus.get(address, headers={"Accept-Language": "en-GB,en"}).content.decode()
    assert '<html lang="id"' in ayus.get(address, headers={"Accept-Language": "fr"}).content.decode()
    switched = ayus.post("/bahasa/", {"language": "en", "next": address}, follow=True)
    assert switched.redirect_chain == [(address, 302)]
    assert "Money politics" in words_of(switched)


def test_the_theme_is_kept_and_leads_back_but_never_away(client: Client) -> None:
    kept = client.post("/tampilan/", {"tema": "gelap", "next": "/masuk/"}, follow=True)
    assert 'data-theme="gelap"' in kept.content.decode()
    assert client.post("/tampilan/", {"tema": "x", "next": "https://jahat.invalid/"}).headers["Location"] == "/"


def test_logging_in_leads_on_but_never_away(client: Client, ayu: User) -> None:
    entry = {"username": "ayu", "password": "kata-sandi-ayu"}
    assert client.post("/masuk/", {**entry, "next": "/tentang/"}).headers["Location"] == "/tentang/"
    assert client.post("/masuk/", {**entry, "next": "//jahat.invalid"}).headers["Location"] == "/"
    assert client.post("/masuk/", {**entry, "next": "kata"}).headers["Location"] == "kata"
    assert client.post("/keluar/").headers["Location"] == "/masuk/"
    assert client.get("/kejadian/").status_code == 302


def test_a_wrong_password_is_said_without_saying_which_part_is_wrong(client: Client, ayu: User) -> None:
    response = client.post("/masuk/", {"username": "ayu", "password": "salah"})
    assert response.status_code == 401
    assert "tidak cocok" in words_of(response)
    assert "salah" not in response.content.decode()


def test_the_demonstration_says_so_on_every_page(ayus: Client, db: None, settings: object) -> None:
    assert "Data contoh ; jam dipatok 20 Nov 2024 08.00 WIB" in words_of(ayus.get("/tentang/"))
    settings.KONDUSIF_NOW = ""  # type: ignore[attr-defined]
    assert "Data contoh" not in words_of(ayus.get("/tentang/"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_error_pages_speak_without_a_session(rf: RequestFactory, language: str) -> None:
    from django.utils.translation import override

    request: HttpRequest = rf.get("/")
    with override(language):
        for response in (bad_request(request, ValueError("x")), server_error(request)):
            assert "Kondusif" in response.content.decode()
            assert len(words_of(response)) > 60


def test_every_string_has_its_english() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "translations.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
