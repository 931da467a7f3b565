"""The judging queue: one item after the other, one person at a time."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.readings import NOW
from pytest_django import DjangoAssertNumQueries

from kondusif.incidents.actions import judge_incident, keep_apart, take_incident, withdraw_judgement
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.models import Claim
from kondusif.incidents.queries import IncidentRow, incident_detail, incident_row, redirect_of
from web.conftest import Told, lines_of, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
BALIHO = "Baliho dirobek orang tak dikenal dekat pasar"
JUDI = "Taruhan hasil pilkada digelar di warung kopi"


@pytest.fixture
def waiting(told: Told) -> list[IncidentRow]:
    """Three that wait, the most pressing first."""
    return [
        told(AMPLOP, contradicted=(("27 Oktober 2024", "27 November 2024"),)),
        told(BALIHO, category="apk", places=("35.07.14.2008",)),
        told(JUDI, category="judi", places=("35.78.01",)),
    ]


@pytest.fixture
def budis(budi: User) -> Client:
    client = Client()
    client.force_login(budi)
    return client


def shown(page: str) -> str:
    """The item in the middle."""
    found = re.search(r'<h2 id="t-item"[^>]*>(.*?)</h2>', page)
    return found.group(1).strip() if found else ""


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the first form of judgement."""
    form = page[page.index('name="putusan" value=') : page.index('class="quick"')]
    return dict(re.findall(r'name="(versi|antrean|berikut|ke)" value="([^"]*)"', form))


def test_the_most_pressing_stands_in_the_middle_with_the_reason_why(ayus: Client, waiting: list[IncidentRow]) -> None:
    response = ayus.get("/nilai/")
    page = response.content.decode()
    assert shown(page) == AMPLOP
    words = words_of(response)
    assert "0 dinilai hari ini , 3 menunggu" in words
    assert "bertentangan dengan fakta resmi" in words
    assert "27 Oktober 2024" in words
    assert BALIHO in page
    assert JUDI in page
    assert Claim.objects.get().incident_id == waiting[0].id


def test_a_judgement_brings_the_next_and_can_be_undone(ayus: Client, waiting: list[IncidentRow]) -> None:
    page = ayus.get("/nilai/").content.decode()
    order = [shown(page)]
    address = f"/kejadian/{waiting[0].id}/nilai/"
    response = ayus.post(
        address, {**fields(page), "putusan": "verify", "cepat": "Dua sumber terpisah sejalan"}, follow=True
    )
    assert response.redirect_chain[0][0].startswith("/nilai/?")
    page = response.content.decode()
    order.append(shown(page))
    assert order[0] == AMPLOP
    assert order[1] in {BALIHO, JUDI}
    assert "1 dinilai hari ini , 2 menunggu" in words_of(response)
    assert "Dicatat: Terverifikasi." in words_of(response)
    detail = incident_detail(waiting[0].id)
    assert detail is not None
    assert [said.reason for said in detail.judgements] == ["Dua sumber terpisah sejalan"]
    assert page.index('id="antrean"') < page.index('class="message'), "the next judgement replaces it"
    undo = re.search(r'action="(/penilaian/\d+/tarik/)" data-undo="10"', page)
    assert undo
    back = ayus.post(undo.group(1), {"lanjut": "/nilai/"}, follow=True)
    assert shown(back.content.decode()) == AMPLOP
    assert "0 dinilai hari ini , 3 menunggu" in words_of(back)


def test_what_stays_in_the_queue_is_passed_by(ayus: Client, waiting: list[IncidentRow]) -> None:
    """Asking for proof leaves an item waiting; the person goes on to the next all the same."""
    seen = []
    page = ayus.get("/nilai/").content.decode()
    for _ in range(3):
        seen.append(shown(page))
        found = re.search(r'action="/kejadian/([^/]+)/nilai/"', page)
        assert found
        sent = {**fields(page), "putusan": "needs_more", "cepat": "Baru satu sumber"}
        page = ayus.post(f"/kejadian/{found.group(1)}/nilai/", sent, follow=True).content.decode()
    assert sorted(seen) == sorted([AMPLOP, BALIHO, JUDI])


def test_the_scope_of_the_address_limits_the_queue(ayus: Client, waiting: list[IncidentRow]) -> None:
    response = ayus.get("/nilai/?kategori=judi")
    assert shown(response.content.decode()) == JUDI
    assert "1 menunggu" in words_of(response)
    behind = re.search(r'href="(/kejadian/\?[^"]*belum_diverifikasi[^"]*)"', response.content.decode())
    assert behind
    assert lines_of(ayus.get(behind.group(1).replace("&amp;", "&"))) == [JUDI]
    sent = {**fields(response.content.decode()), "putusan": "reject", "alasan": "bukan judi"}
    assert sent["antrean"] == "?kategori=judi"
    done = ayus.post(f"/kejadian/{waiting[2].id}/nilai/", sent, follow=True)
    assert "Tidak ada yang menunggu" in words_of(done)
    assert "/nilai/?kategori=judi" in done.redirect_chain[0][0]


def test_two_officers_are_never_given_the_same(ayus: Client, budis: Client, waiting: list[IncidentRow]) -> None:
    first = ayus.get("/nilai/")
    second = budis.get("/nilai/")
    assert shown(first.content.decode()) != shown(second.content.decode())
    assert "dinilai ayu" in words_of(second)
    assert {claim.by: claim.incident_id for claim in Claim.objects.all()}["ayu"] == waiting[0].id
    assert "dinilai ayu" in words_of(budis.get("/kejadian/"))
    page = words_of(budis.get(f"/kejadian/{waiting[0].id}/"))
    assert "Sedang dinilai oleh ayu" in page
    assert "Sedang dinilai" not in words_of(ayus.get(f"/kejadian/{waiting[0].id}/"))


def test_judging_what_somebody_else_holds_is_refused_and_nothing_is_lost(
    ayus: Client, budis: Client, waiting: list[IncidentRow]
) -> None:
    taken = ayus.get("/nilai/").content.decode()
    Claim.objects.update(until=NOW - timedelta(minutes=1))  # Ayu went for coffee
    budis.get(f"/nilai/?kejadian={waiting[0].id}")
    sent = {**fields(taken), "putusan": "reject", "alasan": "Sudah saya <b>telepon</b>"}
    for data in (sent, {"putusan": "reject", "alasan": "Sudah saya <b>telepon</b>"}):
        refused = ayus.post(f"/kejadian/{waiting[0].id}/nilai/", data)
        assert refused.status_code == 409
        assert "Sedang dinilai oleh budi" in words_of(refused)
        assert ">Sudah saya &lt;b&gt;telepon&lt;/b&gt;</textarea>" in refused.content.decode()
    assert refused.headers.get("HX-Push-Url") is None
    row = incident_row(waiting[0].id)
    assert row is not None
    assert row.status == "belum_diverifikasi"


def test_an_item_that_is_held_can_be_looked_at_but_not_judged(
    ayus: Client, budis: Client, waiting: list[IncidentRow]
) -> None:
    ayus.get("/nilai/")
    response = budis.get(f"/nilai/?kejadian={waiting[0].id}&ke=1")
    assert shown(response.content.decode()) == AMPLOP
    assert "Sedang dinilai oleh ayu" in words_of(response)
    assert 'name="putusan" value=' not in response.content.decode()


def test_a_claim_is_renewed_and_given_back_by_the_page(ayus: Client, budis: Client, waiting: list[IncidentRow]) -> None:
    address = f"/kejadian/{waiting[0].id}"
    assert ayus.post(f"{address}/pegang/").json()["until"] == "2024-11-20T08:05:00+07:00"
    refused = budis.post(f"{address}/pegang/")
    assert (refused.status_code, refused.json()["by"]) == (409, "ayu")
    assert budis.post(f"{address}/lepas/").status_code == 204
    assert Claim.objects.count() == 1
    assert ayus.post(f"{address}/lepas/").status_code == 204
    assert Claim.objects.count() == 0
    assert ayus.post("/kejadian/00000000-0000-4000-8000-000000000000/pegang/").status_code == 404


def test_a_reader_sees_the_queue_and_takes_nothing(citras: Client, waiting: list[IncidentRow]) -> None:
    response = citras.get("/nilai/")
    assert "tidak boleh menilai" in words_of(response)
    assert Claim.objects.count() == 0
    for address in ("pegang", "bukan-sama"):
        assert citras.post(f"/kejadian/{waiting[0].id}/{address}/").status_code == 403
    assert citras.post("/kejadian/nilai/").status_code == 403
    assert citras.get("/nilai/koreksi.jsonl").status_code == 403


def test_a_session_that_ends_in_the_queue_loses_no_word(client: Client, waiting: list[IncidentRow]) -> None:
    sent = {"putusan": "reject", "alasan": "Saksi mencabut", "antrean": "?wilayah=35", "berikut": "", "ke": "1"}
    asked = client.post(f"/kejadian/{waiting[0].id}/nilai/", sent)
    assert asked.status_code == 401
    page = asked.content.decode()
    for name, value in sent.items():
        assert re.search(rf'name="kata-{name}"[^>]*>\s*{re.escape(value)}</textarea>', page), name


def test_only_the_work_is_sent_where_the_page_is_open(ayus: Client, waiting: list[IncidentRow]) -> None:
    part = ayus.get("/nilai/", headers={"HX-Request": "true", "HX-Target": "antrean"})
    assert "<html" not in part.content.decode()
    assert shown(part.content.decode()) == AMPLOP
    assert len(ayus.get("/nilai/").content) < 100_000


@pytest.mark.parametrize(
    "query",
    [
        "?kejadian=bukan",
        "?ke=0",
        "?ke=9999999999999",
        "?ke=99",
        "?teks=x",
        "?kejadian=00000000-0000-4000-8000-000000000000",
    ],
)
def test_strange_addresses_still_show_an_item(ayus: Client, waiting: list[IncidentRow], query: str) -> None:
    response = ayus.get(f"/nilai/{query}")
    assert response.status_code == 200
    assert shown(response.content.decode()) in {AMPLOP, BALIHO, JUDI}


def test_the_queue_asks_as_often_for_one_as_for_three(
    ayus: Client, told: Told, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(*addresses: str) -> list[int]:
        counts = []
        for address in addresses:
            ayus.get(address)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                ayus.get(address)
            counts.append(len(asked))
        return counts

    first = told(AMPLOP, source="a")
    pages = ("/nilai/", f"/kejadian/{first.id}/banding/", "/kejadian/", f"/kejadian/{first.id}/")
    once = asked(*pages)
    told("Warga mengaku menerima amplop di balai desa malam itu", source="b")
    told("Uang dalam amplop itu diterima warga malam tadi", source="c")
    told(BALIHO, category="apk", places=("35.07.14.2008",))
    told(JUDI, category="judi", places=("35.78.01",))
    assert asked(*pages) == once


def alike(told: Told) -> tuple[IncidentRow, IncidentRow]:
    """An event, and somebody's denial of it: alike, and never joined by the machine."""
    one = told(AMPLOP)
    return one, told(
        "Polisi membantah amplop berisi uang dibagikan kepada warga di balai desa", is_incident=False, stance="denial"
    )


# Similar ones ---------------------------------------------------------------------------------------------------------


def test_two_alike_are_kept_apart_with_a_reason_that_can_be_taken_back(ayus: Client, told: Told) -> None:
    one, other = alike(told)
    assert one.id != other.id
    page = ayus.get(f"/kejadian/{one.id}/").content.decode()
    assert "Bukan kejadian yang sama …" in page
    refused = ayus.post(f"/kejadian/{one.id}/bukan-sama/", {"lain": str(other.id), "alasan": "", "pisahkan": "1"})
    assert refused.status_code == 422
    done = ayus.post(
        f"/kejadian/{one.id}/bukan-sama/",
        {"lain": str(other.id), "cepat": "Tempatnya lain", "pisahkan": "1"},
        follow=True,
    )
    words = words_of(done)
    assert "Dicatat: bukan kejadian yang sama." in words
    assert f"menyatakan bukan kejadian yang sama dengan #{other.number}" in words
    assert "Bukan kejadian yang sama …" not in done.content.decode()
    undo = re.search(r'action="(/keputusan/\d+/tarik/)" data-undo="10"', done.content.decode())
    assert undo
    back = ayus.post(undo.group(1), follow=True)
    assert "Bukan kejadian yang sama …" in back.content.decode()


def test_merging_in_the_queue_goes_on_with_the_next(ayus: Client, told: Told) -> None:
    one, other = alike(told)
    told(JUDI, category="judi", places=("35.78.01",))
    page = ayus.get(f"/nilai/?kejadian={other.id}").content.decode()
    assert f'name="lain" value="{one.id}"' in page
    sent = {**fields(page), "lain": str(one.id), "cepat": "Salinan dari sumber yang sama"}
    done = ayus.post(f"/kejadian/{other.id}/gabung/", sent, follow=True)
    assert "Dua kejadian digabung." in words_of(done)
    assert done.redirect_chain[0][0].startswith("/nilai/?")
    assert redirect_of(other.id) == one.id


# Several at once ------------------------------------------------------------------------------------------------------


def ticked(*rows: IncidentRow) -> list[str]:
    return [f"{row.id}:{row.version}" for row in rows]


def test_what_is_ticked_is_judged_and_taken_back_in_one_go(ayus: Client, waiting: list[IncidentRow]) -> None:
    page = ayus.get("/kejadian/").content.decode()
    assert f'form="massal" name="pilih" value="{waiting[0].id}:{waiting[0].version}"' in page
    sent = {
        "pilih": ticked(*waiting),
        "putusan": "reject",
        "alasan": "Petugas tidak menemukannya",
        "daftar": "?wilayah=35",
    }
    done = ayus.post("/kejadian/nilai/", sent, follow=True)
    assert done.redirect_chain == [("/kejadian/?wilayah=35", 302)]
    assert "3 kejadian: Tidak terbukti." in words_of(done)
    undo = re.search(r'action="(/rombongan/[0-9a-f-]{36}/tarik/)" data-undo="10"', done.content.decode())
    assert undo
    back = ayus.post(undo.group(1), follow=True)
    assert "3 penilaian dibatalkan" in words_of(back)
    assert {row.status for row in map(incident_row, [each.id for each in waiting]) if row} == {"belum_diverifikasi"}


def test_what_is_left_out_is_reported_with_its_reason(ayus: Client, waiting: list[IncidentRow]) -> None:
    take_incident(waiting[0].id, by="budi", now=NOW)
    judge_incident(waiting[1].id, ruling=Ruling.NEEDS_MORE, reason="kurang", by="budi", now=NOW)
    gone = "00000000-0000-4000-8000-000000000000:1"
    sent = {
        "pilih": [*ticked(*waiting), gone],
        "putusan": "wrong_category",
        "nilai": "hoaks",
        "cepat": "Pokok teksnya lain",
    }
    words = words_of(ayus.post("/kejadian/nilai/", sent))
    assert "1 dinilai , 3 dilewati" in words.replace("dinilai,", "dinilai ,")
    assert "sedang dinilai oleh budi" in words
    assert "sudah diubah orang lain sejak daftar dibuka" in words
    assert "tidak ada lagi" in words
    row = incident_row(waiting[2].id)
    assert row is not None
    assert row.category == "hoaks"


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"putusan": "verify", "alasan": "benar semua"}, "Tandai paling sedikit satu"),
        ({"putusan": "verify", "alasan": "", "pilih": True}, "Tulis alasannya"),
        ({"putusan": "reopen", "alasan": "buka semua", "pilih": True}, "Pilih salah satu penilaian"),
        ({"putusan": "wrong_category", "alasan": "salah semua", "pilih": True}, "Pilih kategori yang benar"),
        ({"putusan": "verify", "alasan": "benar semua", "pilih": ["bukan-id"]}, "Tandai paling sedikit satu"),
    ],
)
def test_a_batch_that_cannot_be_taken_comes_back_with_what_was_typed(
    ayus: Client, waiting: list[IncidentRow], sent: dict[str, object], problem: str
) -> None:
    data = {**sent, **({"pilih": ticked(*waiting)} if sent.get("pilih") is True else {})}
    response = ayus.post("/kejadian/nilai/", data)
    assert response.status_code == 422
    assert problem in words_of(response)
    assert str(sent["alasan"]) in response.content.decode()
    assert all(row.status == "belum_diverifikasi" for row in map(incident_row, [each.id for each in waiting]) if row)


def test_many_are_shown_once_more_before_they_are_judged(ayus: Client, told: Told) -> None:
    rows = [
        told(f"Kejadian nomor {number} di tempatnya sendiri", places=(f"35.{number + 1:02}",), category="apk", day=None)
        for number in range(21)
    ]
    sent = {"pilih": ticked(*rows), "putusan": "close", "alasan": "sudah ditangani"}
    asked = ayus.post("/kejadian/nilai/", sent)
    assert "Nilai 21 kejadian sekaligus" in words_of(asked)
    assert incident_row(rows[0].id) == rows[0]
    done = ayus.post("/kejadian/nilai/", {**sent, "yakin": "1"}, follow=True)
    assert "21 kejadian: Tutup." in words_of(done)
    too_many = {**sent, "pilih": [f"00000000-0000-4000-8000-{number:012}:1" for number in range(201)]}
    refused = ayus.post("/kejadian/nilai/", too_many)
    assert refused.status_code == 422
    assert "Paling banyak 200" in words_of(refused)


# Side by side ---------------------------------------------------------------------------------------------------------


def test_sources_that_differ_stand_side_by_side_with_the_official_value(ayus: Client, told: Told) -> None:
    from datetime import date

    row = told(
        "Warga menemukan 12 amplop di balai desa tadi malam",
        source="warta-a",
        contradicted=(("27 Oktober 2024", "27 November 2024"),),
        actors=(("Warga", "Kapolsek"),),
    )
    told(
        "Warga menemukan 15 amplop di balai desa tadi malam itu",
        source="warta-b",
        day=date(2024, 11, 17),
        actors=(("Warga", "Camat"),),
    )
    page = ayus.get(f"/kejadian/{row.id}/banding/")
    words = words_of(page)
    for expected in (
        "18 Nov 2024",
        "17 Nov 2024",
        "12",
        "15",
        "amplop",
        "Kapolsek",
        "Camat",
        "27 November 2024",
        "PKPU 2/2024",
    ):
        assert expected in words
    assert "sumber berbeda" in words
    assert "bertentangan" in words
    assert f'href="/kejadian/{row.id}/banding/"' in ayus.get(f"/kejadian/{row.id}/").content.decode()
    assert f'href="/kejadian/{row.id}/banding/"' in ayus.get("/kejadian/").content.decode()
    chosen = ayus.get(f"/kejadian/{row.id}/banding/?teks=x&teks=99999999")
    assert chosen.status_code == 200


def test_near_copies_show_where_their_words_part(ayus: Client, told: Told) -> None:
    long = " ".join(f"Kalimat ke-{number} tentang amplop di balai desa itu cukup panjang." for number in range(12))
    row = told(long, source="warta-a")
    told(long.replace("ke-7", "ketujuh"), source="warta-b")
    detail = incident_detail(row.id)
    assert detail is not None
    assert [member.is_copy for member in detail.members] == [False, True]
    page = ayus.get(f"/kejadian/{row.id}/banding/").content.decode()
    first, second = (" ke-7 ", " ketujuh ") if detail.members[0].text.source == "warta-a" else (" ketujuh ", " ke-7 ")
    assert f"<del>{first.lstrip()}</del>" in page
    assert f"<ins>{second.lstrip()}</ins>" in page
    assert ayus.get("/kejadian/00000000-0000-4000-8000-000000000000/banding/").status_code == 404


# Corrections ----------------------------------------------------------------------------------------------------------


def test_corrections_are_taken_away_as_rows_of_the_corpus(ayus: Client, told: Told, tmp_path: Path) -> None:
    import subprocess
    import sys

    text = "Amplop dibagikan di balai desa, kata Bu Sumiyati, hubungi 0812-3456-7890"
    row = told(text, text_id="t1", actors=(("Budi Santoso", "Kapolsek"),))
    judge_incident(
        row.id, ruling=Ruling.WRONG_CATEGORY, value="hoaks", reason="kata Bu Sumiyati palsu", by="ayu", now=NOW
    )
    judge_incident(row.id, ruling=Ruling.WRONG_PLACE, value="35.07.14", reason="Bululawang", by="budi", now=NOW)
    taken_back = judge_incident(row.id, ruling=Ruling.WRONG_DATE, value="2024-11-01", reason="salah", by="ayu", now=NOW)
    withdraw_judgement(taken_back, by="ayu", now=NOW)
    response = ayus.get("/nilai/koreksi.jsonl")
    body = b"".join(response.streaming_content).decode()
    assert "Sumiyati" not in body
    assert "3456" not in body
    [line] = body.splitlines()
    found = json.loads(line)
    assert (found["category"], found["places"], found["event_date"]) == (
        "hoaks",
        [{"code": "35.07.14", "role": "event"}],
        "2024-11-18",
    )
    assert found["actors"] == [{"name": "Budi Santoso", "rank": "", "role": "Kapolsek", "institution": ""}]
    correction = found["correction"]
    assert correction["machine"] == {"category": "politik_uang", "places": [{"code": "35.04.01.2001", "role": "event"}]}
    assert (correction["reader_version"], correction["rulebase_version"]) == ("reader-1", "rules-1")
    assert [(each["ruling"], each["by"]) for each in correction["judgements"]] == [
        ("wrong_place", "budi"),
        ("wrong_category", "ayu"),
    ]
    file = tmp_path / "koreksi.jsonl"
    file.write_text(body, encoding="utf-8")
    checker = Path(__file__).parents[2] / "tools/check_corpus.py"
    done = subprocess.run([sys.executable, str(checker), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_pair_kept_apart_is_no_candidate_for_merging_in_the_queue(ayus: Client, told: Told) -> None:
    one, other = alike(told)
    keep_apart(one.id, other.id, reason="lain desa", by="budi", now=NOW)
    assert f'name="lain" value="{one.id}"' not in ayus.get(f"/nilai/?kejadian={other.id}").content.decode()
    assert len(lines_of(ayus.get("/kejadian/"))) == 2


def test_private_persons_are_covered_for_whoever_does_not_judge(ayus: Client, citras: Client, told: Told) -> None:
    text = "Bu Sumiyati menerima amplop dari Kapolsek Budi Santoso di balai desa, hubungi 0812-3456-7890"
    row = told(text, actors=(("Budi Santoso", "Kapolsek"),))
    told("Kata Bu Sumiyati amplop itu diterima di balai desa malam tadi", source="b", actors=(("Sumiyati", ""),))
    judge_incident(row.id, ruling=Ruling.NEEDS_MORE, reason="tanya Bu Sumiyati dulu", by="ayu", now=NOW)
    pages = ("/kejadian/", f"/kejadian/{row.id}/", f"/kejadian/{row.id}/banding/", "/nilai/")
    for page in pages:
        assert "Sumiyati" in ayus.get(page).content.decode() or page.endswith("banding/"), page
        seen = citras.get(page).content.decode()
        assert "Sumiyati" not in seen, page
        assert "3456" not in seen, page
        assert "disamarkan" in seen or page.endswith("banding/"), page
    assert "Budi Santoso" in citras.get(f"/kejadian/{row.id}/banding/").content.decode()
