"""The list and the page of an incident in Chromium: by keyboard, without scripts, with words without end."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from factories.readings import NOW

from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import IncidentRow, incident_row
from web.browser import Open, problems_in_every_look
from web.conftest import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
LONG = "Kepala" + "sangatpanjang" * 12


@pytest.fixture
def full(told: Told, ayu: User) -> IncidentRow:
    """An incident with all that a page can show, and some others."""
    told(AMPLOP, source="warta-a", day=date(2024, 11, 18), contradicted=(("27 Oktober 2024", "27 November 2024"),))
    row = told(
        "Warga mengaku menerima amplop berisi uang di balai desa tadi malam. Kata Kapolsek Budi Santoso itu benar.",
        source=LONG,
        title=f"Warga terima amplop {LONG}",
        day=date(2024, 11, 17),
        actors=(("Budi Santoso", "Kapolsek"),),
    )
    told("Amplop itu konon dibagikan juga di dusun sebelah balai", source="grup-rt", day=None)
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",), confidence=0.3)
    told("Sosialisasi pemilih pemula", category="kegiatan_preventif", is_incident=False, places=(), day=None)
    judge_incident(row.id, ruling=Ruling.VERIFY, reason="Dua saksi", by="ayu", now=NOW)
    found = incident_row(row.id)
    assert found is not None
    return found


def test_words_without_end_and_all_that_an_incident_can_show_fit_in_every_look(
    open_tab: Open, full: IncidentRow
) -> None:
    """Pages and their states as such are looked at in `test_everywhere_browser`."""
    tab, problems = open_tab(), []
    for address in (
        "/kejadian/",
        "/kejadian/?kategori=apk&wilayah=35.07&cari=baliho&status=belum_diverifikasi&bertentangan=1",
        f"/kejadian/{full.id}/",
    ):
        tab.go(address)
        problems += problems_in_every_look(tab, address)
    found = problems + tab.wrong
    assert not found, "\n".join(found)


def test_a_judgement_by_keyboard_alone(open_tab: Open, full: IncidentRow) -> None:
    tab = open_tab()
    tab.go("/kejadian/?cari=baliho")
    keyboard = tab.page.keyboard
    keyboard.press("j")
    keyboard.press("Enter")
    tab.page.wait_for_selector("text=Kesimpulan mesin")
    keyboard.press("v")
    keyboard.type("saksi mata ada dua")
    keyboard.press("Enter")
    tab.page.wait_for_selector(".message >> text=Dicatat: Terverifikasi.")
    assert "saksi mata ada dua" in tab.page.inner_text(".trail")
    keyboard.press("u")
    tab.page.wait_for_selector(".message >> text=Dibatalkan.")
    assert tab.page.inner_text(".facts .status") == "Belum diverifikasi"
    keyboard.press("/")
    keyboard.type("amplop")
    keyboard.press("Enter")
    tab.page.wait_for_url("**/cari/?cari=amplop")
    assert tab.wrong == []


def test_an_area_is_chosen_while_typing_and_the_list_follows(open_tab: Open, full: IncidentRow) -> None:
    tab = open_tab()
    tab.go("/kejadian/")
    tab.page.click("#wilayah")
    tab.page.keyboard.type("bululaw")
    tab.page.wait_for_selector("[role=option] >> text=Bululawang")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**wilayah=35.07.14**")
    tab.page.wait_for_selector(".chips >> text=Bululawang")
    assert tab.page.locator(".line").count() == 1
    tab.page.click(".chips a >> nth=0")
    tab.page.wait_for_selector(".chips", state="detached")
    assert tab.page.input_value("#wilayah") == ""
    tab.page.click(".drop summary >> nth=0")
    tab.page.check(".drop input[value=apk]")
    tab.page.wait_for_url("**kategori=apk**")
    tab.page.go_back()
    tab.page.wait_for_selector(".line >> nth=2")
    assert tab.wrong == []


def test_a_conclusion_lights_up_its_words_and_marks_can_be_put_out(open_tab: Open, full: IncidentRow) -> None:
    tab = open_tab()
    tab.go(f"/kejadian/{full.id}/")
    tab.page.hover(".finding[data-of=category]")
    assert tab.page.locator("mark.lit").count() > 0
    mark = tab.page.locator("mark.m-tanda").first
    before = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    tab.page.mouse.move(0, 0)
    tab.page.uncheck("#lg-tanda")
    assert mark.evaluate("e => getComputedStyle(e).backgroundColor") != before


def test_everything_works_with_scripts_off(open_tab: Open, full: IncidentRow) -> None:
    tab = open_tab(scripts=False)
    page = tab.page
    tab.go("/kejadian/")
    page.fill("#wilayah", "Kecamatan Bululawang")
    page.click(".filters .button")
    assert "wilayah=Kecamatan+Bululawang" in page.url
    assert page.locator(".line").count() == 1
    page.click(".line h2 a")
    page.click(".r-verify summary")
    page.fill("#a-verify", "saksi mata")
    page.click(".r-verify .button")
    assert "Dicatat: Terverifikasi." in page.inner_text(".message")
    page.click(".message button")
    assert "Dibatalkan" in page.inner_text(".message")
    page.click(".menu summary")
    page.click("button[value=gelap]")
    assert page.get_attribute("html", "data-theme") == "gelap"
    page.click("button[name=language][value=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert "/kejadian/" in page.url


def test_undo_goes_away_after_ten_seconds(open_tab: Open, full: IncidentRow) -> None:
    tab = open_tab()
    tab.page.clock.install()
    tab.go(f"/kejadian/{full.id}/")
    tab.page.click(".r-needs_more summary")
    tab.page.fill("#a-needs_more", "foto kurang jelas")
    tab.page.click(".r-needs_more .button")
    tab.page.wait_for_selector(".message form")
    tab.page.clock.fast_forward(5000)
    assert tab.page.locator(".message form").count() == 1
    tab.page.clock.run_for(11000)
    assert tab.page.locator(".message form").count() == 0
