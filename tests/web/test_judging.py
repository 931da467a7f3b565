from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from kondusif.incidents.queries import IncidentDetail, IncidentRow, incident_detail, redirect_of
from web.conftest import Told, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"


def detail_of(row: IncidentRow) -> IncidentDetail:
    detail = incident_detail(row.id)
    assert detail is not None
    return detail


def say(client: Client, row: IncidentRow, ruling: str, reason: str = "Dua saksi membenarkan", **more: str) -> str:
    sent = {"putusan": ruling, "alasan": reason, **more}
    response = client.post(f"/kejadian/{row.id}/nilai/", sent, follow=True)
    assert response.redirect_chain == [(f"/kejadian/{row.id}/", 302)], words_of(response)
    return response.content.decode()


def test_a_judgement_is_kept_with_its_reason_and_can_be_undone(ayus: Client, told: Told) -> None:
    row = told(AMPLOP)
    page = say(ayus, row, "verify")
    assert detail_of(row).row.status == "terverifikasi"
    assert "Dua saksi membenarkan" in page
    undo = re.search(r'action="(/penilaian/\d+/tarik/)" data-undo="10"', page)
    assert undo
    back = ayus.post(undo.group(1), follow=True)
    assert "Dibatalkan" in words_of(back)
    assert detail_of(row).row.status == "belum_diverifikasi"
    assert [(said.ruling, said.stands) for said in detail_of(row).judgements] == [("verify", False)]
    again = ayus.post(undo.group(1), follow=True)
    assert "Tidak ada yang dapat dibatalkan" in words_of(again)


@pytest.mark.parametrize(
    ("ruling", "value", "name", "expected"),
    [
        ("reject", "", "status", "tidak_terbukti"),
        ("close", "", "status", "ditutup"),
        ("wrong_place", "35.07.14.2008", "place", "35.07.14.2008"),
        ("wrong_place", "Kecamatan Bululawang", "place", "35.07.14"),
        ("wrong_category", "apk", "category", "apk"),
        ("wrong_date", "2024-11-02", "event_date", "2024-11-02"),
        ("wrong_kind", "activity", "kind", "activity"),
    ],
)
def test_each_ruling_counts_and_the_guess_stays_beside_it(
    ayus: Client, told: Told, ruling: str, value: str, name: str, expected: str
) -> None:
    row = told(AMPLOP)
    say(ayus, row, ruling, **({"nilai": value} if value else {}))
    conclusion = next(found for found in detail_of(row).conclusions if found.name == name)
    assert (conclusion.value, conclusion.by_person) == (expected, True)
    assert conclusion.machine_value != expected


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"putusan": "verify", "alasan": ""}, "Tulis alasannya"),
        ({"putusan": "verify", "alasan": "x" * 2001}, "Alasan terlalu panjang"),
        ({"putusan": "wrong_place", "alasan": "salah", "nilai": "Negeri Dongeng"}, "Wilayah tidak dikenal"),
        ({"putusan": "wrong_place", "alasan": "salah", "nilai": "99.99"}, "Wilayah tidak dikenal"),
        ({"putusan": "wrong_category", "alasan": "salah", "nilai": "bukan"}, "Pilih kategori yang benar"),
        ({"putusan": "wrong_date", "alasan": "salah", "nilai": "kemarin"}, "Tulis tanggal yang benar"),
    ],
)
def test_a_refused_judgement_says_why_and_keeps_what_was_typed(
    ayus: Client, told: Told, sent: dict[str, str], problem: str
) -> None:
    row = told(AMPLOP)
    response = ayus.post(f"/kejadian/{row.id}/nilai/", sent)
    assert response.status_code == 422
    assert problem in words_of(response)
    if sent["alasan"]:
        assert f">{sent['alasan']}</textarea>" in response.content.decode()
    assert not detail_of(row).judgements


def test_whoever_comes_too_late_is_told(ayus: Client, told: Told) -> None:
    row = told(AMPLOP)
    say(ayus, row, "needs_more")
    late = {"putusan": "verify", "alasan": "kata saya", "versi": str(row.version)}
    response = ayus.post(f"/kejadian/{row.id}/nilai/", late)
    assert response.status_code == 409
    assert "sudah diubah orang lain" in words_of(response)
    assert ">kata saya</textarea>" in response.content.decode()


def test_hostile_reasons_stay_words(ayus: Client, told: Told) -> None:
    page = say(ayus, told(AMPLOP), "verify", reason="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_who_may_only_read_is_refused_and_is_offered_nothing(citras: Client, told: Told) -> None:
    row = told(AMPLOP)
    page = citras.get(f"/kejadian/{row.id}/").content.decode()
    assert f"/kejadian/{row.id}/nilai/" not in page
    assert "/gabung/" not in page
    for address in ("nilai", "gabung", "pisah"):
        refused = citras.post(f"/kejadian/{row.id}/{address}/", {"putusan": "verify", "alasan": "boleh ya"})
        assert refused.status_code == 403
        assert "tidak boleh menilai" in words_of(refused)
    assert citras.post("/penilaian/1/tarik/").status_code == 403
    assert citras.post("/keputusan/1/tarik/").status_code == 403
    assert not detail_of(row).judgements


def test_a_stranger_is_sent_to_the_door(client: Client, told: Told) -> None:
    row = told(AMPLOP)
    for address in ("/kejadian/", f"/kejadian/{row.id}/", "/tempel/", "/tentang/", "/wilayah/?q=malang"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/masuk/?next="), address
    answer = client.get("/kejadian/", headers={"HX-Request": "true", "HX-Target": "hasil"})
    assert answer.headers["HX-Redirect"].startswith("/masuk/?next=")


def test_a_session_that_ends_loses_no_word(client: Client, ayu: User, told: Told) -> None:
    row = told(AMPLOP)
    sent = {"putusan": "reject", "alasan": "Saksi mencabut\nketerangan & <b>foto</b>"}
    asked = client.post(f"/kejadian/{row.id}/nilai/", sent)
    assert asked.status_code == 401
    assert "tidak hilang" in words_of(asked)
    door = dict(re.findall(r'name="(kept_path)" value="([^"]*)"', asked.content.decode()))
    assert door == {"kept_path": f"/kejadian/{row.id}/nilai/"}
    entered = client.post(
        "/masuk/",
        {
            "username": "ayu",
            "password": "kata-sandi-ayu",
            **door,
            **{f"kata-{name}": value for name, value in sent.items()},
        },
    )
    assert "Saksi mencabut\nketerangan &amp; &lt;b&gt;foto&lt;/b&gt;" in entered.content.decode()
    assert not detail_of(row).judgements
    say(client, row, sent["putusan"], sent["alasan"])


def test_merging_asks_a_reason_and_can_be_taken_back(ayus: Client, three: list[IncidentRow]) -> None:
    first, second, _ = three
    refused = ayus.post(f"/kejadian/{second.id}/gabung/", {"lain": str(first.id), "alasan": ""})
    assert refused.status_code == 422
    merged = ayus.post(f"/kejadian/{second.id}/gabung/", {"lain": str(first.id), "alasan": "saksi sama"}, follow=True)
    assert merged.redirect_chain == [(f"/kejadian/{first.id}/", 302)]
    assert redirect_of(second.id) == first.id
    undo = re.search(r'action="(/keputusan/\d+/tarik/)" data-undo="10"', merged.content.decode())
    assert undo
    ayus.post(undo.group(1))
    assert redirect_of(second.id) is None


def test_a_text_can_be_split_off(ayus: Client, told: Told) -> None:
    row = told(AMPLOP, source="warta-a")
    told(AMPLOP + " kata saksi", source="warta-b")
    member = next(each for each in detail_of(row).members if each.text.source == "warta-b")
    ayus.post(f"/kejadian/{row.id}/pisah/", {"teks": str(member.text.id), "alasan": "lain kampung"})
    assert [each.text.source for each in detail_of(row).members] == ["warta-a"]
    refused = ayus.post(f"/kejadian/{row.id}/pisah/", {"teks": str(member.text.id), "alasan": "sekali lagi"})
    assert refused.status_code == 422


def test_nothing_is_judged_by_a_link(ayus: Client, told: Told) -> None:
    row = told(AMPLOP)
    assert ayus.get(f"/kejadian/{row.id}/nilai/").status_code == 405


def test_a_form_from_elsewhere_is_refused_in_words(ayu: User, told: Told) -> None:
    row = told(AMPLOP)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ayu)
    response = strict.post(f"/kejadian/{row.id}/nilai/", {"putusan": "verify", "alasan": "dari luar"})
    assert response.status_code == 403
    assert "kedaluwarsa" in words_of(response)
