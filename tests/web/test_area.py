"""The page of an area at every level: what happened, who told, who is silent, what is official, what people did."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from factories.readings import NOW

from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import IncidentRow
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.web.charts.sparkline import sparkline
from web.conftest import Told, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"


@pytest.mark.parametrize(
    ("code", "title", "path"),
    [
        ("35", "Provinsi Jawa Timur", "WIB · 38 kabupaten/kota · 666 kecamatan"),
        ("35.07", "Kabupaten Malang", "Jawa Timur, WIB · 33 kecamatan"),
        ("35.07.14", "Kecamatan Bululawang", "Kab. Malang, Jawa Timur, WIB"),
        ("35.07.14.2008", "Desa Wandanpuro", "Bululawang, Kab. Malang, Jawa Timur, WIB"),
    ],
)
def test_every_level_has_its_page(ayus: Client, three: list[IncidentRow], code: str, title: str, path: str) -> None:
    page = ayus.get(f"/wilayah/{code}/")
    words = words_of(page)
    assert page.status_code == 200
    assert title in words
    assert path in words
    assert "Baliho dirobek orang tak dikenal dekat pasar" in words
    assert "tidak dapat disusun" not in words


def test_the_links_of_the_page_keep_the_period_and_lead_on(ayus: Client, three: list[IncidentRow]) -> None:
    page = unescape(ayus.get("/wilayah/35.04/?periode=7h").content.decode())
    assert 'rel="prev" href="/wilayah/35.03/?periode=7h"' in page
    assert 'rel="next" href="/wilayah/35.05/?periode=7h"' in page
    assert 'href="/wilayah/35.04.01/?periode=7h"' in page
    assert 'href="/kejadian/?wilayah=35.04&periode=7h' in page
    assert 'href="/?wilayah=35.04&periode=7h"' in page


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/wilayah/3504/", "/wilayah/35.04/?periode=30h"),
        ("/wilayah/35.04/?wilayah=35.07", "/wilayah/35.07/?periode=30h"),
        ("/wilayah/35.04/?wilayah=Kabupaten+Malang&periode=7h", "/wilayah/35.07/?periode=7h"),
        ("/wilayah/35.04/?wilayah=&periode=7h", "/?periode=7h"),
    ],
)
def test_another_area_leads_to_its_own_page(ayus: Client, db: None, address: str, target: str) -> None:
    assert ayus.get(address).headers["Location"] == target


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("tulungagun", "Kab. Tulungagung"),
        ("35.04.99", "Kab. Tulungagung"),
        ("99", "Kode wilayah ditulis seperti"),
        ("<script>", "Kode wilayah ditulis seperti"),
        ("x" * 3000, "Kode wilayah ditulis seperti"),
    ],
)
def test_an_unknown_area_is_answered_with_what_may_be_meant(ayus: Client, db: None, code: str, near: str) -> None:
    page = ayus.get(f"/wilayah/{code}/")
    assert page.status_code == 404
    assert "Wilayah tidak ditemukan" in words_of(page)
    assert near in words_of(page)
    assert "<script>" not in page.content.decode().replace("<script src", "")


def test_one_and_three_incidents_take_the_same_queries(
    ayus: Client, told: Told, django_assert_max_num_queries: Any
) -> None:
    told(AMPLOP, contradicted=(("27 Oktober 2024", "27 November 2024"),))
    ayus.get("/wilayah/35/")
    with django_assert_max_num_queries(24) as one:
        ayus.get("/wilayah/35/")
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",))
    told("Sosialisasi pemilih pemula di gedung serbaguna", category="kegiatan_preventif", is_incident=False)
    with django_assert_max_num_queries(24) as three:
        ayus.get("/wilayah/35/")
    assert len(one.captured_queries) == len(three.captured_queries)
    with django_assert_max_num_queries(24) as smaller:  # 19 parts instead of 38
        ayus.get("/wilayah/35.04/")
    assert len(smaller.captured_queries) <= len(three.captured_queries)


def test_who_told_and_who_is_silent(ayus: Client, told: Told) -> None:
    told(AMPLOP, source="warta-a")
    page = ayus.get("/wilayah/35.04/")
    words = words_of(page)
    assert "warta-a 1 teks" in words
    assert "18 dari 19 belum pernah" in words
    assert words.count("Kalidawir") >= 1


def test_official_figures_stand_with_their_source(ayus: Client, db: None) -> None:
    words = words_of(ayus.get("/wilayah/35/"))
    assert "31.280.418 per 23 Sep 2024" in words
    assert "70,06 % per 9 Des 2024" in words
    assert "dua sumber atau lebih" in words
    english = words_of(ayus.get("/wilayah/35/", headers={"Accept-Language": "en"}))
    assert "31,280,418" in english
    desa = words_of(ayus.get("/wilayah/35.04.01.1013/"))
    assert "Angka resmi Kabupaten Tulungagung" in desa


def test_contradictions_show_both_sides_and_judgements_leave_a_trail(ayus: Client, told: Told) -> None:
    row = told(AMPLOP, contradicted=(("27 Oktober 2024", "27 November 2024"),))
    judge_incident(row.id, ruling=Ruling.NEEDS_MORE, reason="foto kurang jelas", by="budi", now=NOW)
    words = words_of(ayus.get("/wilayah/35.04/"))
    assert "“27 Oktober 2024” Fakta resmi 27 November 2024 Sumber PKPU 2/2024" in words
    assert "budi meminta bukti tambahan “foto kurang jelas”" in words


def test_an_area_without_any_report_says_what_was_near_and_how_to_report(
    ayus: Client, three: list[IncidentRow]
) -> None:
    words = words_of(ayus.get("/wilayah/35.04.02/"))
    assert "Belum pernah ada laporan tentang Kecamatan" in words
    assert "Yang terakhir di sekitarnya (Kab. Tulungagung)" in words
    assert "kondusif ingest" in words
    assert "Yang terakhir di sekitarnya (Indonesia)" in words_of(ayus.get("/wilayah/11/"))


def test_parts_are_counted_as_their_lists_count_them(ayus: Client, told: Told) -> None:
    told(AMPLOP)
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",))
    page = unescape(ayus.get("/wilayah/35/?periode=semua").content.decode())
    parts = re.findall(r'<p><a href="(/kejadian/[^"]+)">(\d+)<span', page)
    assert [int(count) for _, count in parts] == [1, 1]
    for address, count in parts:
        assert f"dari {count} kejadian" in words_of(ayus.get(address))


def test_every_province_answers_on_an_empty_instance(ayus: Client, db: None) -> None:
    for code in load_gazetteer().children():
        page = ayus.get(f"/wilayah/{code}/?periode=semua")
        assert page.status_code == 200
        assert "tidak dapat disusun" not in words_of(page)


@pytest.mark.parametrize(
    "query", ["?sejak=0001-01-01", "?hingga=2100-01-01", "?periode=%00", "?kategori=x", "?wilayah=malang"]
)
def test_hostile_addresses_are_answered(ayus: Client, three: list[IncidentRow], query: str) -> None:
    page = ayus.get(f"/wilayah/35.04/{query}")
    assert page.status_code == 200
    assert "tidak dapat disusun" not in words_of(page)


def test_tiny_bars_share_one_scale() -> None:
    assert 'd="M0 24v-24h3V24zM8 24v-12h3V24z"' in sparkline([4, 0, 2], most=4)
    assert 'd=""' in sparkline([0, 0], most=4)
    assert "viewBox" in sparkline([], most=0)
