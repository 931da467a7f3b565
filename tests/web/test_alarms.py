"""The ledger of alarms on its pages: what is proposed, what it stands on, and what people say of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.alarms import an_alarm
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.kerawanan.actions.alarms import decide_alarm
from kondusif.kerawanan.domain.ledger import AlarmOutcome, AlarmState
from kondusif.kerawanan.queries.alarms import alarm_detail
from kondusif.kerawanan.queries.scans import latest_scan
from web.conftest import Told, words_of

SORTS = ("politik_uang", "apk", "hoaks", "logistik", "judi", "unjuk_rasa", "intimidasi_kekerasan", "netralitas")
BOYOLANGU, KEDUNGWARU, NGANTRU, KALIDAWIR = "35.04.02", "35.04.03", "35.04.12", "35.04.11"


def steps_of(alarm: object) -> list[tuple[str, str, str | None]]:
    detail = alarm_detail(alarm)  # type: ignore[arg-type]
    assert detail is not None
    return [(step.by, step.state.value, step.outcome) for step in reversed(detail.steps)]


# The list -------------------------------------------------------------------------------------------------------------


def test_without_alarms_the_page_says_what_would_raise_one(ayus: Client) -> None:
    said = words_of(ayus.get("/peringatan/"))
    assert "Tidak ada peringatan terbuka" in said
    assert "Yang tidak tampil di sini belum tentu aman" in said
    assert "ketepatannya belum diketahui" in said
    assert "Belum pernah dipindai" in said


def test_what_nobody_confirmed_is_a_proposal_and_says_how_sure_it_is(ayus: Client, told: Told) -> None:
    told("Amplop dibagikan di balai desa", places=("35.04.02.2001",))
    an_alarm([BOYOLANGU, KALIDAWIR, KEDUNGWARU, NGANTRU], now=NOW, observed=9, expected=1.2, p=0.002)
    said = words_of(ayus.get("/peringatan/"))
    assert "usulan siaga" in said
    assert "dan 1 lagi" in said
    assert "9 terlihat 1,2 diharapkan 7,5 kali" in said
    assert "Kebetulan sebesar ini sekali dalam 500 hari" in said
    assert "p 0,0020 · peringkat di antara ulangan acak" in said
    assert "belum dikuatkan" in said
    assert "16–20 Nov 2024 · klaster · kecamatan di Kab. Tulungagung" in said


def test_a_confirmed_alarm_is_loud_and_names_who_said_so(ayus: Client, told: Told) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    decide_alarm(alarm, AlarmState.DIKONFIRMASI, "petugas membenarkan", by="budi", now=NOW)
    said = words_of(ayus.get("/peringatan/"))
    assert "usulan siaga" not in said
    assert "siaga" in said
    assert "Dikonfirmasi budi" in said


def test_closed_alarms_stand_below_and_make_the_record(ayus: Client) -> None:
    for number, (areas, outcome) in enumerate(
        (([BOYOLANGU], AlarmOutcome.TEPAT), ([KEDUNGWARU], AlarmOutcome.TEPAT), ([NGANTRU], AlarmOutcome.KELIRU))
    ):
        alarm = an_alarm(areas, now=NOW + timedelta(minutes=number))
        decide_alarm(alarm, AlarmState.DITEPIS, "dicek", by="ayu", now=NOW)
        decide_alarm(alarm, AlarmState.DITUTUP, "selesai", by="ayu", now=NOW, outcome=outcome)
    said = words_of(ayus.get("/peringatan/"))
    assert "2 dari 3 yang sudah diketahui ternyata tepat (67 %)." in said
    assert said.index("Tidak ada peringatan terbuka") < said.index("Ditutup : keliru")


def test_alarms_of_elsewhere_are_left_out_of_a_scope(ayus: Client) -> None:
    an_alarm([BOYOLANGU], now=NOW)
    assert "Boyolangu" in words_of(ayus.get("/peringatan/?wilayah=35.04"))
    assert "Boyolangu" not in words_of(ayus.get("/peringatan/?wilayah=35.07"))


# Scanning now ---------------------------------------------------------------------------------------------------------


def test_scanning_a_quiet_place_is_honest_about_finding_nothing(ayus: Client, told: Told) -> None:
    told("Amplop dibagikan di balai desa", places=("35.04.02.2001",))
    answer = ayus.post("/peringatan/pindai/", {"wilayah": "35.04", "tingkat": "kecamatan"}, follow=True)
    assert "dari 1 kejadian: tidak ada klaster yang melampaui kebetulan sehari-hari." in words_of(answer)
    scan = latest_scan("35.04")
    assert scan is not None
    assert (scan.by, scan.area, scan.level, scan.clusters, scan.fresh) == ("ayu", "35.04", "kecamatan", 0, ())
    assert "Kab. Tulungagung menurut kecamatan, dari 1 kejadian" in words_of(ayus.get("/peringatan/?wilayah=35.04.02"))


def test_the_latest_scan_is_that_of_the_area_or_of_one_around_it(ayus: Client) -> None:
    an_alarm([BOYOLANGU], now=NOW, within="35")
    for covered in ("", "?wilayah=35", "?wilayah=35.07.14"):
        assert "Jawa Timur menurut kecamatan" in words_of(ayus.get(f"/peringatan/{covered}"))
    assert "Belum pernah dipindai" in words_of(ayus.get("/peringatan/?wilayah=51"))


def test_scanning_raises_what_stands_out_and_sees_it_again(ayus: Client, settings: Any) -> None:
    _half_a_year_and_a_cluster()
    sent = {"wilayah": "35.04", "tingkat": "kecamatan"}
    said = words_of(ayus.post("/peringatan/pindai/", sent, follow=True))
    assert "dari 8 kejadian: peringatan baru nomor 1." in said
    assert "Boyolangu 13–20 Nov 2024 · klaster · kecamatan" in said
    assert "usulan siaga" in said
    assert "tidak ada yang baru; yang ditemukan sudah tercatat." in words_of(
        ayus.post("/peringatan/pindai/", sent, follow=True)
    )
    settings.KONDUSIF_NOW = "2024-11-21T08:00:00+07:00"
    assert "masih terlihat nomor 1." in words_of(ayus.post("/peringatan/pindai/", sent, follow=True))


def _half_a_year_and_a_cluster() -> None:
    """A quiet half year of forty incidents all over Tulungagung, then eight of all sorts in Boyolangu in eight days."""
    today = NOW.date()
    past = [(f"35.04.{number % 19 + 1:02d}", today - timedelta(days=70 + number * 4)) for number in range(40)]
    lately = [(BOYOLANGU, today - timedelta(days=number)) for number in range(8)]
    read = []
    for number, (place, day) in enumerate([*past, *lately]):
        text = f"{_word(number)} {_word(number + 60)} {_word(number + 130)} dibagikan {_word(number + 200)}"
        document = a_document(text, id=f"teks-{number}", received_at=NOW)
        read.append((document, a_reading(document, category=SORTS[number % len(SORTS)], places=(place,), day=day)))
    keep_readings(read, now=NOW)


def _word(number: int) -> str:
    return "".join("bdgjklmnprst"[number // 12**place % 12] + "aeiou"[number % 5] for place in range(3))


@pytest.mark.parametrize(("area", "level"), [("35.04.02.2001", ""), ("35.04.02.2001", "kelurahan_desa")])
def test_one_desa_cannot_be_scanned_and_the_refusal_says_why(ayus: Client, area: str, level: str) -> None:
    answer = ayus.post("/peringatan/pindai/", {"wilayah": area, "tingkat": level}, follow=True)
    assert "Tidak dapat dipindai. Pemindaian membandingkan wilayah" in words_of(answer)


def test_whoever_may_only_read_is_offered_no_scan_and_refused_one(citras: Client) -> None:
    assert "Pindai sekarang" not in words_of(citras.get("/peringatan/"))
    assert citras.post("/peringatan/pindai/").status_code == 403


# One alarm ------------------------------------------------------------------------------------------------------------


def test_an_alarm_shows_its_evidence_its_map_and_what_its_figure_stands_on(ayus: Client, ayu: User, told: Told) -> None:
    row = told("Amplop dibagikan di balai desa", title="Amplop di balai desa", places=("35.04.02.2001",))
    told("Baliho dirobek di pasar", title="Baliho dirobek", category="apk", places=("35.04.03.2001",))
    judge_incident(row.id, ruling=Ruling.VERIFY, reason="dua saksi", by=ayu.username, now=NOW)
    alarm = an_alarm([BOYOLANGU, KEDUNGWARU], now=NOW, observed=2, expected=0.4)
    page = ayus.get(f"/peringatan/{alarm}/")
    said, body = words_of(page), page.content.decode()
    assert f'href="/kejadian/{row.id}/"' in body
    assert "Amplop di balai desa" in said
    assert "1 kejadian di baliknya belum diverifikasi orang" in said
    assert "Klaster dan sekitarnya menurut kecamatan, Kab. Tulungagung" in said
    assert re.findall(r'<a data-code="([\d.]+)"', body) == [BOYOLANGU, KEDUNGWARU]
    assert "Masa lalu: 44 kejadian sebelum hari-hari yang dipindai." in said
    assert "banyaknya desa dan kelurahan, karena jumlah pemilih belum diketahui" in said
    assert "Ini bukan peluang bahwa peringatannya salah" in said
    assert "pelapor baru terlihat seperti kejadian baru" in said


def test_reading_an_alarm_writes_nothing(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    ayus.get(f"/peringatan/{alarm}/")
    ayus.get("/peringatan/")
    assert steps_of(alarm) == []


def test_the_life_of_an_alarm_on_its_page(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    page, send = f"/peringatan/{alarm}/", f"/peringatan/{alarm}/putuskan/"
    assert "Tandai dilihat" in words_of(ayus.get(page))
    ayus.post(send, {"putusan": "dilihat", "dari": "dinaikkan"})
    assert "Tandai dilihat" not in words_of(ayus.get(page))
    ayus.post(send, {"putusan": "dikonfirmasi", "dari": "dilihat", "cepat": "Dibenarkan petugas di lapangan"})
    answer = ayus.post(
        send, {"putusan": "ditutup", "dari": "dikonfirmasi", "hasil": "tepat", "alasan": "ditangani"}, follow=True
    )
    assert steps_of(alarm) == [
        ("ayu", "dilihat", None),
        ("ayu", "dikonfirmasi", None),
        ("ayu", "ditutup", AlarmOutcome.TEPAT),
    ]
    said = words_of(answer)
    assert "ayu menutup: ternyata tepat" in said
    assert "Dibenarkan petugas di lapangan" in said
    assert "Sudah ditutup; tidak ada langkah lagi." in said


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"putusan": "dikonfirmasi"}, "Tulis alasannya"),
        ({"putusan": "ditutup", "alasan": "selesai sudah"}, "sebutkan apakah ia tepat, keliru"),
        ({"putusan": "naik"}, "Pilih salah satu langkah."),
        ({"putusan": "dinaikkan", "alasan": "ulang"}, "Pilih salah satu langkah."),
        ({"putusan": "dikonfirmasi", "alasan": "x" * 2001}, "Alasan terlalu panjang"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(ayus: Client, sent: dict[str, str], said: str) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    answer = ayus.post(f"/peringatan/{alarm}/putuskan/", sent)
    assert (answer.status_code, steps_of(alarm)) == (422, [])
    assert said in words_of(answer)


def test_whoever_decides_on_an_old_page_is_told_what_changed_and_keeps_the_words(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    decide_alarm(alarm, AlarmState.DITEPIS, "satu kejadian dua kali", by="budi", now=NOW)
    sent = {"putusan": "dikonfirmasi", "dari": "dinaikkan", "alasan": "dua saksi membenarkan"}
    answer = ayus.post(f"/peringatan/{alarm}/putuskan/", sent)
    assert (answer.status_code, steps_of(alarm)) == (409, [("budi", "ditepis", None)])
    assert "sekarang ditepis" in words_of(answer)
    assert "dua saksi membenarkan</textarea>" in answer.content.decode()


def test_a_step_that_leads_nowhere_is_refused_in_words(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    answer = ayus.post(f"/peringatan/{alarm}/putuskan/", {"putusan": "ditutup", "hasil": "tepat", "alasan": "selesai"})
    assert (answer.status_code, steps_of(alarm)) == (409, [])
    assert "sekarang baru, belum dilihat" in words_of(answer)


def test_whoever_may_only_read_sees_all_and_decides_nothing(citras: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW)
    said = words_of(citras.get(f"/peringatan/{alarm}/"))
    assert "tidak boleh memutuskan peringatan" in said
    assert "Tandai dilihat" not in said
    assert citras.post(f"/peringatan/{alarm}/putuskan/", {"putusan": "dilihat"}).status_code == 403
    assert steps_of(alarm) == []


def test_an_alarm_over_many_areas_is_drawn_where_a_drawing_can_hold_them(ayus: Client) -> None:
    alarm = an_alarm(["35.04.02.2001", "35.07.14.2008"], now=NOW, within="35")
    said = words_of(ayus.get(f"/peringatan/{alarm}/"))
    assert "Klaster dan sekitarnya menurut kecamatan, Jawa Timur" in said


def test_an_alarm_of_provinces_is_drawn_in_the_country(ayus: Client) -> None:
    alarm = an_alarm(["35", "51"], now=NOW, within="")
    assert "Klaster dan sekitarnya menurut provinsi, Indonesia" in words_of(ayus.get(f"/peringatan/{alarm}/"))


def test_every_sighting_is_listed_the_newest_first(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW, observed=9)
    again = an_alarm([BOYOLANGU, KEDUNGWARU], now=NOW + timedelta(days=1), observed=14, p=0.0004)
    assert again == alarm
    table = ayus.get(f"/peringatan/{alarm}/").content.decode().split('id="terlihat"')[1]
    assert re.findall(r"<b>(\d+)</b>", table) == ["14", "9"]
    assert "&lt; 0,0001" not in table
    assert "0,0004" in table


def test_english_pages_write_figures_in_english(ayus: Client) -> None:
    alarm = an_alarm([BOYOLANGU], now=NOW, observed=9, expected=1.2, p=0.0005)
    ayus.cookies["bahasa"] = "en"
    assert "chance alone does as much once in 2,000 days" in words_of(ayus.get(f"/peringatan/{alarm}/")).lower()


def test_an_unknown_alarm_is_not_found(ayus: Client) -> None:
    nowhere = "/peringatan/00000000-0000-0000-0000-000000000000/"
    assert ayus.get(nowhere).status_code == 404
    assert ayus.post(f"{nowhere}putuskan/", {"putusan": "dilihat"}).status_code == 404
