from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kondusif.incidents.queries import IncidentRow
from web.conftest import Told, lines_of, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
BALIHO = "Baliho dirobek orang tak dikenal dekat pasar"
SOSIALISASI = "Sosialisasi pemilih pemula diadakan panitia di gedung serbaguna"
QUERIES = 8  # session, user, permissions (none here), count, rows, and two for the figures


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?kategori=apk", {BALIHO}),
        ("?kategori=apk&kategori=politik_uang", {AMPLOP, BALIHO}),
        ("?kategori=tidak-ada", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?jenis=activity", {SOSIALISASI}),
        ("?jenis=incident", {AMPLOP, BALIHO}),
        ("?wilayah=35", {AMPLOP, BALIHO}),
        ("?wilayah=35.07", {BALIHO}),
        ("?wilayah=3507", {BALIHO}),
        ("?wilayah=Kabupaten+Tulungagung", {AMPLOP}),
        ("?wilayah=bululawang,+malang", {BALIHO}),
        ("?cari=baliho", {BALIHO}),
        ("?cari=amplop+desa", {AMPLOP}),
        ("?cari=%22%27%29+OR+1%3D1", set()),
        ("?cari=%00", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?status=terverifikasi", set()),
        ("?status=belum_diverifikasi", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?dari=2024-11-19", set()),
        ("?sampai=2024-11-18", {AMPLOP, SOSIALISASI}),
        ("?dari=kemarin", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?bertentangan=1", set()),
        ("?hal=99999", {AMPLOP, BALIHO, SOSIALISASI}),
        ("?hal=-1&urut=x", {AMPLOP, BALIHO, SOSIALISASI}),
    ],
)
def test_the_address_decides_what_is_shown(
    ayus: Client, three: list[IncidentRow], query: str, expected: set[str]
) -> None:
    response = ayus.get(f"/kejadian/{query}")
    assert response.status_code == 200
    assert set(lines_of(response)) == expected


def test_an_area_with_two_meanings_is_asked_about_and_filters_nothing(ayus: Client, three: list[IncidentRow]) -> None:
    response = ayus.get("/kejadian/?wilayah=malang&kategori=apk")
    assert "Lebih dari satu wilayah cocok dengan “malang”" in words_of(response)
    assert 'href="/kejadian/?wilayah=35.07&amp;kategori=apk"' in response.content.decode().replace(
        "?kategori=apk&amp;wilayah=35.07", "?wilayah=35.07&amp;kategori=apk"
    )
    assert lines_of(response) == [BALIHO]


def test_chips_name_the_filters_and_take_them_away(ayus: Client, three: list[IncidentRow]) -> None:
    page = ayus.get("/kejadian/?kategori=apk&wilayah=35.07&cari=baliho").content.decode()
    assert 'href="/kejadian/?kategori=apk&amp;wilayah=35.07"' in page  # without the search
    assert "Kab. Malang, Jawa Timur" in page


def test_the_count_is_exact_and_pages_hold_fifty(ayus: Client, told: Told) -> None:
    for number in range(53):
        told(
            f"Laporan{number} tentang{number} hal{number} lain{number} sekali{number}", places=(f"35.{number + 1:02}",)
        )
    first, second = ayus.get("/kejadian/"), ayus.get("/kejadian/?hal=2")
    assert "1–50 dari 53 kejadian" in words_of(first)
    assert "51–53 dari 53 kejadian" in words_of(second)
    assert len(lines_of(first)) == 50
    assert len(lines_of(second)) == 3
    assert not set(lines_of(first)) & set(lines_of(second))


def test_one_and_three_rows_take_the_same_queries(
    ayus: Client, told: Told, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told(AMPLOP)
    with django_assert_max_num_queries(QUERIES) as one:
        ayus.get("/kejadian/")
    told(BALIHO, category="apk", places=("35.07.14.2008",))
    told(SOSIALISASI, category="kegiatan_preventif", is_incident=False, places=("73.71.01",))
    with django_assert_max_num_queries(QUERIES) as three:
        ayus.get("/kejadian/")
    assert len(one.captured_queries) == len(three.captured_queries)


def test_a_change_of_filters_is_answered_with_the_results_alone(ayus: Client, three: list[IncidentRow]) -> None:
    response = ayus.get("/kejadian/?kategori=apk", headers={"HX-Request": "true", "HX-Target": "hasil"})
    assert response.content.decode().strip().startswith('<section id="hasil"')
    assert "HX-Target" in response.headers["Vary"]
    whole = ayus.get(
        "/kejadian/", headers={"HX-Request": "true", "HX-Target": "hasil", "HX-History-Restore-Request": "true"}
    )
    assert "<!doctype html>" in whole.content.decode()


def test_an_empty_list_says_why_and_what_would_fill_it(ayus: Client, db: None) -> None:
    words = words_of(ayus.get("/kejadian/"))
    assert "Belum ada teks yang dimasukkan" in words
    assert "kondusif ingest" in words


def test_no_match_says_that_the_filters_are_the_reason(ayus: Client, three: list[IncidentRow]) -> None:
    words = words_of(ayus.get("/kejadian/?cari=takadadimanapun"))
    assert "Tidak ada kejadian yang cocok" in words
    assert "Belum ada teks" not in words


def test_a_row_says_when_no_day_and_no_place_is_known(ayus: Client, told: Told) -> None:
    told(BALIHO, places=(), day=None)
    words = words_of(ayus.get("/kejadian/"))
    assert "tanggal tidak disebut" in words
    assert "tempat tidak disebut" in words


def test_areas_are_suggested_while_typing(ayus: Client) -> None:
    page = ayus.get("/wilayah/?q=bululawang").content.decode()
    assert 'data-code="35.07.14"' in page
    assert ayus.get("/wilayah/?q=").content.decode().strip() == ""
