from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kondusif.incidents.queries import IncidentRow
from kondusif.intake.models import Text
from web.conftest import Told, words_of

TEXTS = re.compile(r'<h3 lang="id"><a href="([^"]+)">(.*?)</a></h3>')


def headings(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", words) for _, words in TEXTS.findall(page)]


def test_the_box_alone_shows_how_to_search(ayus: Client) -> None:
    response = ayus.get("/cari/")
    assert response.status_code == 200
    assert "kata-kata ini berurutan" in words_of(response)
    assert "Tidak ada teks" not in words_of(response)


def test_texts_are_found_with_their_words_marked(ayus: Client, three: list[IncidentRow]) -> None:
    response = ayus.get("/cari/?cari=amplop+desa")
    page = response.content.decode()
    assert "1–1 dari 1 teks" in words_of(response)
    assert "<mark>Amplop</mark>" in page
    assert f'href="/kejadian/{three[0].id}/?teks=' in page
    assert "#dua" in page


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?cari=&kategori=apk", 1),
        ("?cari=&wilayah=35", 2),
        ("?wilayah=35.04", 1),
        ("?cari=wilayah%3Atulungagung", 1),
        ("?cari=kategori%3Aalat", 1),
        ("?cari=kategori%3Aapk", 1),
        ("?cari=baliho+kategori%3Apolitik_uang", 0),
        ("?jenis=activity", 1),
        ("?bulan=2024-11", 3),
        ("?bulan=2024-10", 0),
        ("?kelas=public", 3),
        ("?cari=baliho&kategori=tidak-ada&jenis=x&bulan=99&kelas=x&hal=-3&wilayah=antah+berantah", 1),
        ("?cari=%22%27%29+OR+1%3D1", 0),
    ],
)
def test_the_address_decides(ayus: Client, query: str, count: int) -> None:
    response = ayus.get(f"/cari/{query}")
    assert response.status_code == 200
    words = words_of(response)
    assert f"dari {count} teks" in words if count else "Tidak ada teks yang cocok" in words


@pytest.mark.parametrize(
    "written", ["%00", "a" * 10_000, "%22", "AND+%28", "%F0%9F%98%80", "%ED%A0%80", "-", "sumber:"]
)
def test_nothing_that_is_typed_breaks_the_page(ayus: Client, three: list[IncidentRow], written: str) -> None:
    assert ayus.get(f"/cari/?cari={written}").status_code == 200


def test_another_spelling_is_said_and_can_be_refused(ayus: Client, three: list[IncidentRow]) -> None:
    response = ayus.get("/cari/?cari=balihoo")
    assert "Menampilkan hasil untuk baliho (Anda menulis “balihoo”" in words_of(response)
    literally = re.search(r'<a href="(\?[^"]*persis=1[^"]*)">', response.content.decode())
    assert literally
    again = ayus.get("/cari/" + literally[1].replace("&amp;", "&"))
    assert "Tidak ada teks yang cocok" in words_of(again)
    assert "Menampilkan hasil untuk" not in words_of(again)


def test_places_and_incidents_stand_beside_the_texts(ayus: Client, told: Told) -> None:
    for number, word in enumerate(("satu", "dua", "tiga", "empat")):
        told(
            f"Laporan tulungagung {word} {number}",
            places=(f"35.04.0{number + 1}",),
            category=["apk", "hoaks", "judi", "logistik"][number],
        )
    words = words_of(ayus.get("/cari/?cari=tulungagung"))
    assert "Tempat Kab. Tulungagung" in words
    assert "Kejadian 4" in words
    assert "Semua 4 kejadian" in words
    assert "Tempat Kab. Tulungagung" not in words_of(ayus.get("/cari/?cari=laporan&hal=1"))


def test_facets_are_links_with_counts(ayus: Client, three: list[IncidentRow]) -> None:
    page = ayus.get("/cari/?cari=&jenis=incident").content.decode()
    aside = page[page.index('id="saring"') :]
    assert re.search(
        r'href="/cari/\?kategori=politik_uang&amp;jenis=incident"><span>Politik uang</span> <b>1</b>', aside
    )
    assert re.search(r'href="/cari/" aria-current="true"><span>Insiden</span> <b>2</b>', aside)


def test_markup_of_a_text_is_shown_not_run(ayus: Client, told: Told) -> None:
    told("Lihat <script>alert('amplop')</script> & amplop", title="<img src=x onerror=alert(1)> amplop")
    page = ayus.get("/cari/?cari=amplop").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(&#x27;<mark>amplop</mark>&#x27;)" in page


def test_a_text_without_incident_has_a_page_of_its_own(ayus: Client, told: Told) -> None:
    told("Amplop dibagikan di balai desa")
    told("Jual genset murah meriah", category="tidak_relevan", stance="noise", is_incident=False, places=())
    page = ayus.get("/cari/?cari=genset").content.decode()
    [(href, _)] = TEXTS.findall(page)
    text = Text.objects.get(text__contains="genset")
    assert href == f"/teks/{text.pk}/"
    response = ayus.get(href)
    assert "Jual genset murah meriah" in words_of(response)
    assert "Tidak termasuk dalam kejadian mana pun." in words_of(response)
    assert ayus.get("/teks/999999/").status_code == 404


def test_an_old_revision_says_so(ayus: Client, told: Told) -> None:
    told("Amplop dibagikan di balai desa", text_id="satu")
    old = Text.objects.get()
    told("Amplop dan genset dibagikan di balai desa", text_id="satu")
    assert "Ini revisi lama" in words_of(ayus.get(f"/teks/{old.pk}/"))


def test_private_persons_are_covered_for_those_who_do_not_judge(ayus: Client, citras: Client, told: Told) -> None:
    told("Warga bernama Sutrisno Hadiwijaya menerima amplop di balai desa", actors=(("Sutrisno Hadiwijaya", "warga"),))
    text = Text.objects.get()
    for address in ("/cari/?cari=amplop", f"/teks/{text.pk}/"):
        assert "Hadiwijaya" in words_of(ayus.get(address))
        assert "Hadiwijaya" not in words_of(citras.get(address))


def test_the_bar_at_the_top_leads_here(ayus: Client) -> None:
    assert 'class="find" role="search" action="/cari/"' in ayus.get("/tentang/").content.decode()


def test_strangers_are_asked_to_log_in(client: Client, db: None) -> None:
    assert client.get("/cari/?cari=x").status_code == 302
    assert client.get("/teks/1/").status_code == 302


@pytest.mark.parametrize("clients", ["ayus", "citras"])
def test_the_number_of_queries_does_not_grow(request: pytest.FixtureRequest, told: Told, clients: str) -> None:
    browser = request.getfixturevalue(clients)

    def queries() -> int:
        browser.get("/cari/?cari=laporan")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/cari/?cari=laporan").status_code == 200
        return len(captured)

    told("Laporan pertama tentang amplop")
    one = queries()
    told("Laporan kedua tentang baliho", category="apk", places=("35.07",))
    told("Laporan ketiga tentang logistik", category="logistik", places=("73.71",))
    assert queries() == one
