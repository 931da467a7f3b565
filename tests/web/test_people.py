from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from people.conftest import KAPOLRES, PJ_BUPATI, Named, named

from kondusif.people.models import Decision
from kondusif.people.queries import PersonRow, list_people, person_detail
from web.conftest import words_of

__all__ = ["named"]

TEXT = "Pj. Bupati Andriyanto memimpin rapat. Menurut Anriyanto aman. Andriyanyo menutup rapat."


@pytest.fixture
def andriyanto(named: Named) -> PersonRow:
    named(TEXT, "Andriyanto", "Anriyanto", "Andriyanyo", title="Rapat netralitas", **PJ_BUPATI)
    return list_people().rows[0]


def test_the_list_says_why_it_exists_and_what_it_never_does(ayus: Client, andriyanto: PersonRow) -> None:
    page = words_of(ayus.get("/tokoh/"))
    assert "tidak pernah warga, pelapor, korban, atau calon" in page
    assert "Andriyanto Pj Bupati, Pemkab Pasuruan" in page
    assert "1 pejabat" in page


def test_an_empty_instance_says_what_to_do(ayus: Client) -> None:
    assert "kondusif people --rebuild" in words_of(ayus.get("/tokoh/"))
    assert "kondusif people --rebuild" in words_of(ayus.get("/lembaga/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?nama=andrianto", True),
        ("?nama=Anriyanto", True),
        ("?nama=andri", True),
        ("?nama=budi", False),
        ("?wilayah=35.14", True),
        ("?wilayah=35", True),
        ("?wilayah=35.04", False),
        ("?lembaga=pemkab", True),
        ("?lembaga=pemkab-35.14", True),
        ("?lembaga=polres", False),
        ("?jabatan=Pj+Bupati", True),
        ("?jabatan=Camat", False),
        ("?nama=%00%25'\"", False),
        ("?hal=99999999&wilayah=entah", True),
    ],
)
def test_the_list_is_searched_and_filtered(ayus: Client, andriyanto: PersonRow, query: str, found: bool) -> None:
    page = words_of(ayus.get(f"/tokoh/{query}"))
    assert ("Andriyanto Pj Bupati" in page) is found
    assert ("Tidak ada yang cocok" in page) is not found


@pytest.mark.parametrize("query", ["/lembaga/?nama=élok", "/tokoh/?lembaga=CAFÉ", "/tokoh/?jabatan=KAPOLSEK"])
def test_capitals_with_accents_are_found_on_every_database(named: Named, ayus: Client, query: str) -> None:
    named("Kapolsek Budi hadir.", "Budi", role="Kapolsek", institution="Polsek Café Élok", place_code="35.78")
    assert "Polsek Café Élok" in words_of(ayus.get(query))


def test_a_change_of_the_filters_brings_only_the_results(ayus: Client, andriyanto: PersonRow) -> None:
    part = ayus.get("/tokoh/?nama=andri", headers={"HX-Request": "true", "HX-Target": "hasil"})
    assert part.content.decode().startswith('<div id="hasil">')


def test_the_page_of_an_official_shows_spellings_offices_and_texts(ayus: Client, andriyanto: PersonRow) -> None:
    page = words_of(ayus.get(f"/tokoh/{andriyanto.id}/"))
    assert "Andriyanto · Anriyanto · Andriyanyo: ejaan berdekatan, jabatan dan wilayah sama" in page or (
        "Andriyanto · Andriyanyo · Anriyanto: ejaan berdekatan, jabatan dan wilayah sama" in page
    )
    assert "Kedekatan dengan “Andriyanto” 95 %: jabatan 100 %, ejaan 90 %, lembaga 100 %, wilayah 100 %" in page
    assert "Jabatan dari waktu ke waktu" in page
    assert "Rapat netralitas" in page
    assert "sebagai Pj Bupati, Pemkab Pasuruan" in page


def test_private_persons_in_an_excerpt_are_covered_for_who_needs_no_names(
    named: Named, ayus: Client, citras: Client
) -> None:
    text = "Kapolres AKBP Budi Raharjo menemui korban bernama Dewi Anjani di rumahnya."
    named(text, "Budi Raharjo", **KAPOLRES)
    address = f"/tokoh/{list_people().rows[0].id}/"
    assert "Dewi Anjani" in words_of(ayus.get(address))
    seen = words_of(citras.get(address))
    assert "Dewi Anjani" not in seen
    assert "[nama disamarkan]" in seen
    assert "Budi Raharjo menemui korban" in seen


def test_spellings_are_separated_and_the_message_takes_it_back(ayus: Client, andriyanto: PersonRow) -> None:
    detail = person_detail(andriyanto.id)
    assert detail is not None
    key = detail.variants[1].key
    sent = {"ejaan": key, "alasan": "orang lain"}
    page = words_of(ayus.post(f"/tokoh/{andriyanto.id}/pisah/", sent, follow=True))
    assert "Ejaan dipisahkan menjadi tokoh sendiri." in page
    assert len(list_people().rows) == 2
    decision = Decision.objects.get().pk
    page = words_of(ayus.post(f"/tokoh/keputusan/{decision}/tarik/", follow=True))
    assert "Dibatalkan. Jejaknya tetap tercatat." in page
    assert len(list_people().rows) == 1
    again = words_of(ayus.post(f"/tokoh/keputusan/{decision}/tarik/", follow=True))
    assert "Tidak ada yang dapat dibatalkan" in again


def test_two_entries_are_joined_by_number_and_the_old_address_leads_on(
    named: Named, ayus: Client, andriyanto: PersonRow
) -> None:
    named("Camat Budi Raharjo hadir.", "Budi Raharjo", role="Camat", institution="Kecamatan Boyolangu")
    other = list_people().rows[-1] if list_people().rows[0].id == andriyanto.id else list_people().rows[0]
    sent = {"nomor": f"#{other.number}", "alasan": "orang yang sama"}
    page = words_of(ayus.post(f"/tokoh/{andriyanto.id}/gabung/", sent, follow=True))
    assert "Dua entri digabung menjadi satu tokoh." in page
    assert "Digabung oleh petugas" in page
    moved = ayus.get(f"/tokoh/{other.id}/")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/tokoh/{andriyanto.id}/")


@pytest.mark.parametrize(
    ("path", "sent", "told"),
    [
        ("pisah", {"alasan": "orang lain"}, "Pilih ejaan atau tokoh yang tepat"),
        ("pisah", {"ejaan": "x", "alasan": ""}, "Tulis alasannya"),
        ("gabung", {"alasan": "sama orangnya"}, "Pilih tokoh yang hendak digabung"),
        ("gabung", {"nomor": "abc", "alasan": "sama orangnya"}, "Pilih tokoh yang hendak digabung"),
    ],
)
def test_what_cannot_be_done_comes_back_with_the_words_typed(
    ayus: Client, andriyanto: PersonRow, path: str, sent: dict[str, Any], told: str
) -> None:
    response = ayus.post(f"/tokoh/{andriyanto.id}/{path}/", sent)
    assert response.status_code == 422
    assert told in words_of(response)
    assert sent["alasan"] in response.content.decode()


def test_who_may_not_judge_may_not_join(citras: Client, andriyanto: PersonRow) -> None:
    assert citras.post(f"/tokoh/{andriyanto.id}/pisah/", {"alasan": "orang lain"}).status_code == 403
    assert citras.post(f"/tokoh/{andriyanto.id}/gabung/", {"alasan": "orang lain"}).status_code == 403
    assert citras.post("/tokoh/keputusan/1/tarik/").status_code == 403
    assert "Gabungkan" not in words_of(citras.get(f"/tokoh/{andriyanto.id}/"))


def test_unknown_addresses_are_not_found(ayus: Client, citra: User) -> None:
    assert ayus.get(f"/tokoh/{uuid.uuid4()}/").status_code == 404
    assert ayus.get("/lembaga/polres-99.99/").status_code == 404
    assert ayus.post(f"/tokoh/{uuid.uuid4()}/gabung/", {"lain": str(uuid.uuid4()), "alasan": "sama"}).status_code == 404


def test_nobody_reads_without_logging_in(client: Client, andriyanto: PersonRow) -> None:
    for address in ("/tokoh/", f"/tokoh/{andriyanto.id}/", "/lembaga/", "/lembaga/pemkab-35.14/"):
        assert client.get(address).headers["Location"].startswith("/masuk/")


def test_an_institution_shows_its_holders(ayus: Client, named: Named, andriyanto: PersonRow) -> None:
    listed = words_of(ayus.get("/lembaga/?nama=pemkab&wilayah=35.14"))
    assert "Pemkab Pasuruan" in listed
    page = words_of(ayus.get("/lembaga/pemkab-35.14/"))
    assert "Pj Bupati Andriyanto 20 Nov 2024 20 Nov 2024 1" in page


ADDRESSES = ["/tokoh/", "/tokoh/?nama=lestari&wilayah=35.04", "/lembaga/", "/lembaga/polres-35.04/", "person"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_one_and_three_take_the_same_number_of_queries(ayus: Client, named: Named, address: str) -> None:
    counts = []
    names = ["Ayu Lestari", "Budi Lestari", "Citra Lestari"]
    for number, name in enumerate(names):
        if number != 1:
            for each in names[: number + 1]:
                named(f"Kapolres AKBP {each} hadir, kata {name}.", each, **KAPOLRES)
        where = f"/tokoh/{list_people().rows[0].id}/" if address == "person" else address
        ayus.get(where)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ayus.get(where)
        counts.append(len(queries))
    assert counts[0] == counts[2]
