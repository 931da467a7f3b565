from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kondusif.publishing.stage_words import stage_days
from kondusif.rulebase.loader import load_rulebase
from web.conftest import Told, words_of


def part(response: HttpResponse, heading: str) -> str:
    """The words of the section with this heading."""
    page = response.content.decode()
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, re.DOTALL)
    assert found, heading
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def ribbon_of(response: HttpResponse) -> str:
    found = re.search(r'<aside class="ribbon".*?</aside>', response.content.decode(), re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture
def on(settings: Any, ayus: Client) -> Any:
    def open_at(moment: str, address: str = "/tahapan/") -> HttpResponse:
        settings.KONDUSIF_NOW = moment
        return ayus.get(address)

    return open_at


def test_the_page_says_what_stands_what_is_forbidden_and_what_comes(on: Any) -> None:
    response = on("2024-11-20T08:00:00+07:00")
    today, forbidden, following = (part(response, name) for name in ("hari-ini", "dilarang", "berikutnya"))
    assert "Kampanye 25 Sep 2024 – 23 Nov 2024 · hari ke-57 dari 60" in today
    assert "Berkampanye menurut jadwal karena tahapan Kampanye berjalan · PKPU 2/2024 [T1][T3]" in today
    assert "pasal 70(1) · UU 1/2015 sebagaimana diubah UU 8/2015 dan UU 10/2016" in forbidden
    assert "karena Kampanye · [N2] dua sumber atau lebih" in forbidden
    assert "berlaku sejak 22 Mar 2024" in forbidden
    assert "berlaku sejak 14 Nov 2024 · [N7]" in forbidden
    assert "4 hari lagi Masa tenang Minggu, 24 Nov 2024 · H-3" in following
    assert "7 hari lagi Pemungutan suara Rabu, 27 Nov 2024 · hari H" in following


def test_the_quiet_days_forbid_campaigning(on: Any) -> None:
    forbidden = part(on("2024-11-25T08:00:00+07:00"), "dilarang")
    assert "Kampanye di luar jadwal dilarang. pasal 187(1)" in forbidden
    assert "karena Masa tenang" in forbidden


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2024-01-05T08:00:00+07:00", "Kalender ini baru mulai Jumat, 26 Jan 2024, 21 hari lagi."),
        ("2025-06-01T08:00:00+07:00", "Semua tahapan yang bertanggal sudah selesai pada Rabu, 5 Feb 2025, 116 hari lalu."),
        ("2027-06-01T08:00:00+07:00", "Tahun ini tidak tercakup: kalender ini dari Jumat, 26 Jan 2024"),
    ],
)  # fmt: skip
def test_outside_of_the_calendar_the_page_claims_nothing(on: Any, moment: str, words: str) -> None:
    response = on(moment)
    assert words in words_of(response)
    assert "Tidak ada tahapan yang berjalan." in part(response, "hari-ini")
    assert "dasar aturan tidak menyatakan larangan untuk hari ini" in part(response, "dilarang")


def test_the_whole_calendar_stands_in_a_table_with_status_source_and_doubt(on: Any) -> None:
    response = on("2024-11-20T08:00:00+07:00")
    page = response.content.decode()
    rows = re.findall(r'<tr class="(\w+)">', page)
    assert len(rows) == len(load_rulebase().stages)
    assert {name: rows.count(name) for name in set(rows)} == {
        "running": 2, "undated": 1, "ahead": 11, "until": 2, "done": 24,
    }  # fmt: skip
    table = part(response, "kalender")
    assert "10–11 Agu 2024 Penetapan DPS kabupaten/kota" in table
    assert "Selesai [T6][T7] tidak pasti" in table
    assert "tanggal tidak disebut Penetapan pasangan calon terpilih tanpa sengketa" in table


def test_the_drawing_has_every_dated_stage_and_needs_no_script(on: Any) -> None:
    page = on("2024-11-20T08:00:00+07:00").content.decode()
    whole = re.search(r'<svg class="drawing whole".*?</svg>', page, re.DOTALL)
    assert whole
    drawn = set(re.findall(r"<title>(.*?)</title>", whole[0]))
    assert drawn == {
        f"{stage.title}, {stage_days(stage)}" for stage in load_rulebase().stages if stage.start or stage.end
    }
    assert "Hari ini 20 Nov" in whole[0]
    assert "Hari H 27 Nov" in whole[0]
    assert " style=" not in page
    assert len(page.encode()) <= 100_000


def test_numbers_of_the_drawing_are_numbers_in_every_language(on: Any, ayus: Client) -> None:
    for language in ("id", "en"):
        ayus.cookies["bahasa"] = language
        page = on("2024-11-20T08:00:00+07:00").content.decode()
        numbers = re.findall(r' (?:x|y|width|height)="([^"]*)"', page)
        assert len(numbers) > 100
        assert [number for number in numbers if not re.fullmatch(r"-?\d+(\.\d+)?", number)] == []


def test_a_stage_shows_its_provisions_and_counts_what_was_reported_in_its_days(
    on: Any, three: list[Any], ayus: Client
) -> None:
    response = on("2024-11-20T08:00:00+07:00", "/tahapan/C1/")
    assert "Dilarang Pasangan calon tidak boleh melibatkan pejabat BUMN/BUMD" in part(response, "ketentuan")
    counted = part(response, "dilaporkan")
    assert "Kejadian 2 Kegiatan 1" in counted
    link = re.search(r'href="(/kejadian/\?[^"]*jenis=incident[^"]*)"', response.content.decode())
    assert link
    assert link[1].replace("&amp;", "&") == "/kejadian/?sejak=2024-09-25&hingga=2024-11-23&jenis=incident"
    assert "2 " in words_of(ayus.get(link[1].replace("&amp;", "&")))


def test_the_count_keeps_to_the_area_of_the_address(on: Any, three: list[Any]) -> None:
    counted = part(on("2024-11-20T08:00:00+07:00", "/tahapan/C1/?wilayah=73"), "dilaporkan")
    assert "Kejadian 0 Kegiatan 1" in counted


def test_a_stage_of_which_no_day_is_known_counts_nothing(on: Any) -> None:
    response = on("2024-11-20T08:00:00+07:00", "/tahapan/F1/")
    assert "Tidak dihitung: sumber tidak menyebut hari pertama dan terakhirnya." in part(response, "dilaporkan")
    assert "Tanggal tahapan ini tidak pasti." in words_of(response)


@pytest.mark.parametrize("stage", [stage.id for stage in load_rulebase().stages])
def test_every_stage_has_a_page(on: Any, stage: str) -> None:
    assert on("2024-11-20T08:00:00+07:00", f"/tahapan/{stage}/").status_code == 200


def test_what_does_not_exist_leads_on(on: Any, ayus: Client) -> None:
    for address, words in (
        ("/tahapan/?pemilihan=pilkada-1999", "Dasar aturan tidak memuat pemilihan “pilkada-1999”."),
        ("/tahapan/Z9/", "Tidak ada tahapan dengan kode “Z9”"),
        ("/tahapan/C1/?pemilihan=pilkada-1999", "Dasar aturan tidak memuat pemilihan “pilkada-1999”."),
        ("/tahapan/?pemilihan=<script>", "“&lt;script&gt;”"),
    ):
        response = on("2024-11-20T08:00:00+07:00", address)
        assert response.status_code == 404
        assert words in words_of(response)
        assert 'href="/tahapan/?pemilihan=pilkada-2024"' in response.content.decode()


def test_an_election_named_in_the_address_travels_along(on: Any) -> None:
    page = on("2024-11-20T08:00:00+07:00", "/tahapan/?pemilihan=pilkada-2024&wilayah=51").content.decode()
    assert "/tahapan/C1/?wilayah=51&amp;pemilihan=pilkada-2024" in page
    assert 'href="/tahapan.ics?pemilihan=pilkada-2024"' in page
    assert "hari menurut jam Bali" in page


def test_the_day_is_that_of_the_area(on: Any) -> None:
    late = "2024-11-23T23:30:00+07:00"
    assert "Masa tenang" in part(on(late, "/tahapan/?wilayah=51"), "hari-ini")
    assert "Masa tenang" not in part(on(late), "hari-ini")


def test_nobody_sees_the_pages_without_a_login(client: Client, db: None) -> None:
    for address in ("/tahapan/", "/tahapan/C1/"):
        assert client.get(address).headers["Location"] == f"/masuk/?next={address.replace('/', '%2F')}"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2024-11-20T08:00:00+07:00", "Kampanye hari ke-57 dari 60 · Pindah memilih, alasan terbatas hari terakhir Berikutnya: → 4 hari lagi Masa tenang 24 Nov 2024 Jarak ke hari pemungutan suara: H-7"),
        ("2024-11-25T08:00:00+07:00", "Masa tenang hari ke-2 dari 3 Berikutnya: → 2 hari lagi Pemungutan suara 27 Nov 2024 Jarak ke hari pemungutan suara: H-2"),
        ("2024-11-27T08:00:00+07:00", "Pemungutan suara · Penghitungan dan rekapitulasi suara hari ke-1 dari 20 Berikutnya: → besok Penyerahan kotak suara PPS ke PPK 28 Nov 2024 Jarak ke hari pemungutan suara: hari H"),
        ("2024-01-05T08:00:00+07:00", "Tahapan belum mulai Berikutnya: → 21 hari lagi batas akhir perencanaan program dan anggaran 26 Jan 2024 Jarak ke hari pemungutan suara: H-327"),
        ("2025-06-01T08:00:00+07:00", "Semua tahapan selesai"),
        ("2027-06-01T08:00:00+07:00", "Tahun ini tidak tercakup kalender"),
    ],
)  # fmt: skip
def test_every_page_carries_the_line_of_the_calendar(on: Any, moment: str, words: str) -> None:
    assert ribbon_of(on(moment, "/tentang/")) == words


def test_the_line_asks_the_database_nothing_and_a_stranger_sees_none(
    on: Any, ayus: Client, client: Client, settings: Any
) -> None:
    from kondusif.config.clock import now
    from kondusif.web.ribbon import ribbon

    with CaptureQueriesContext(
        connection,
    ) as queries:
        ribbon(now(), "35.04")
    assert len(queries) == 0
    client.logout()
    assert 'class="ribbon"' not in client.get("/masuk/").content.decode()


def test_pages_ask_as_often_for_three_rows_as_for_one(on: Any, told: Told) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert on("2024-11-20T08:00:00+07:00", address).status_code == 200
        return len(queries)

    told("Amplop dibagikan di balai desa pada malam hari")
    asked("/tahapan/")
    before = [asked(address) for address in ("/tahapan/", "/tahapan/C1/")]
    told("Baliho dirobek orang dekat pasar", category="apk", places=("35.07.14.2008",), day=None)
    told("Warga menolak hasil penghitungan", category="unjuk_rasa", places=("73.71.01",))
    assert [asked(address) for address in ("/tahapan/", "/tahapan/C1/")] == before
