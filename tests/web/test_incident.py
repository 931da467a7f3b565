from __future__ import annotations

import html
import re
import uuid
from datetime import date

from django.test import Client
from factories.readings import NOW
from pytest_django import DjangoAssertNumQueries

from kondusif.incidents.actions import merge_incidents
from kondusif.incidents.queries import IncidentDetail, IncidentRow, incident_detail, incident_row
from web.conftest import Told, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
LAGI = "Warga mengaku menerima amplop berisi uang di balai desa tadi malam"
MOST_QUERIES = 20


def detail_of(row: IncidentRow) -> IncidentDetail:
    detail = incident_detail(row.id)
    assert detail is not None
    return detail


def test_the_page_shows_the_text_letter_by_letter_with_its_marks(ayus: Client, told: Told) -> None:
    text = 'Amplop  dibagikan\n\n\tdi <balai> desa & "pasar" 💰 tadi malam'
    row = told(text)
    page = ayus.get(f"/kejadian/{row.id}/").content.decode()
    body = re.search(r'<div class="text-body">(.*?)</div>', page, re.DOTALL)
    assert body
    assert html.unescape(re.sub(r"<[^>]+>", "", body.group(1))) == text
    assert 'id="w-text-0"' in page


def test_every_link_to_words_has_its_words(ayus: Client, told: Told) -> None:
    page = ayus.get(f"/kejadian/{told(AMPLOP).id}/").content.decode()
    targets = set(re.findall(r'href="#(w-[^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="(w-[^"]+)"', page))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_hostile_words_stay_words(ayus: Client, told: Told) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    row = told(f"Amplop {evil} di balai desa", title=f"Judul {evil}", source=f"sumber {evil}")
    for address in ("/kejadian/", f"/kejadian/{row.id}/", f"/kejadian/?cari={evil}", f"/kejadian/?wilayah={evil}"):
        page = ayus.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page


def test_sources_that_differ_stand_side_by_side(ayus: Client, told: Told) -> None:
    told(AMPLOP, source="warta-a", day=date(2024, 11, 18))
    row = told(LAGI, source="warta-b", day=date(2024, 11, 17))
    assert len(detail_of(row).members) == 2
    words = words_of(ayus.get(f"/kejadian/{row.id}/"))
    assert "Pertentangan" in words
    assert "17 Nov 2024 warta-b" in words
    assert "18 Nov 2024 warta-a" in words


def test_what_official_facts_contradict_names_the_law(ayus: Client, told: Told) -> None:
    row = told(AMPLOP, contradicted=(("27 Oktober 2024", "27 November 2024"),))
    words = words_of(ayus.get(f"/kejadian/{row.id}/"))
    assert "Teks menyebut 27 Oktober 2024 Resmi 27 November 2024 PKPU 2/2024 · warta-uji" in words


def test_two_and_six_texts_take_the_same_queries(
    ayus: Client, told: Told, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Not from one text on: copies, once there are any, take one look more to find what is similar."""
    told(AMPLOP, source="warta-a")
    row = told(AMPLOP + " kata saksi", source="warta-b")
    assert len(detail_of(row).members) == 2
    with django_assert_max_num_queries(MOST_QUERIES) as two:
        ayus.get(f"/kejadian/{row.id}/")
    for letter in "cdef":
        told(f"{AMPLOP} kata saksi {letter}", source=f"warta-{letter}")
    assert len(detail_of(row).members) == 6
    with django_assert_max_num_queries(MOST_QUERIES) as six:
        ayus.get(f"/kejadian/{row.id}/")
    assert len(six.captured_queries) == len(two.captured_queries)


def test_a_tab_opens_another_source(ayus: Client, told: Told) -> None:
    told(AMPLOP, source="warta-a")
    row = told(LAGI, source="warta-b")
    for member in detail_of(row).members:
        page = ayus.get(f"/kejadian/{row.id}/?teks={member.text.id}").content.decode()
        body = re.search(r'<div class="text-body">(.*?)</div>', page, re.DOTALL)
        assert body
        assert re.sub(r"<[^>]+>", "", body.group(1)) == member.text.text
    assert ayus.get(f"/kejadian/{row.id}/?teks=bukan-angka").status_code == 200


def test_a_merged_id_leads_to_the_one_that_was_kept(ayus: Client, three: list[IncidentRow]) -> None:
    first, second, _ = three
    kept, _ = merge_incidents([first.id, second.id], reason="sama saja", by="ayu", now=NOW)
    assert kept == first.id
    assert ayus.get(f"/kejadian/{second.id}/").headers["Location"] == f"/kejadian/{first.id}/"


def test_an_unknown_id_is_not_found_in_words(ayus: Client, db: None) -> None:
    response = ayus.get(f"/kejadian/{uuid.uuid4()}/")
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in words_of(response)
    assert incident_row(uuid.uuid4()) is None
