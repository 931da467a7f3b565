"""Judging in Chromium: thirty by keyboard alone, two officers on one item, the same pages for everybody."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.readings import NOW, a_document, a_reading
from pytest_django.live_server_helper import LiveServer

from kondusif.incidents.actions import keep_readings
from kondusif.incidents.models import Claim
from kondusif.incidents.queries import IncidentRow, list_incidents
from web.browser import Open, Tab, problems_of
from web.conftest import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forty(db: None) -> list[IncidentRow]:
    """Forty that wait, each in a kabupaten or kota of its own."""
    codes = [f"35.{number:02}" for number in (*range(1, 30), *range(71, 80))] + ["33.01", "33.02"]
    texts = [
        a_document(f"Baliho nomor {number} dirobek orang tak dikenal dekat pasar", id=f"b{number}", received_at=NOW)
        for number in range(len(codes))
    ]
    read = [
        (text, a_reading(text, category="apk", places=(code,), day=None))
        for text, code in zip(texts, codes, strict=True)
    ]
    keep_readings(read, now=NOW)
    return list(list_incidents(per_page=100).rows)


def item(tab: Tab) -> str:
    return str(tab.page.inner_text("#t-item"))


def press_until_next(tab: Tab, *keys: str) -> None:
    """Press the keys of one judgement; the next item is there."""
    before = item(tab)
    for key in keys:
        tab.page.keyboard.press(key)
    tab.page.wait_for_function("before => document.getElementById('t-item')?.innerText !== before", arg=before)


def test_thirty_judgements_by_keyboard_alone(open_tab: Open, forty: list[IncidentRow]) -> None:
    tab = open_tab()
    tab.go("/nilai/")
    seen = [item(tab)]
    for number in range(27):
        press_until_next(tab, "vxn"[number % 3], str(1 + number % 3))
        seen.append(item(tab))
    press_until_next(tab, "v", *"saksi melihat sendiri", "Enter")
    keyboard = tab.page.keyboard
    before = item(tab)
    keyboard.press("c")
    tab.page.keyboard.type("hoaks")
    keyboard.press("Enter")
    press_until_next(tab, "1")
    keyboard.press("p")
    keyboard.type("bululaw")
    tab.page.wait_for_selector("[role=option] >> text=Bululawang")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    press_until_next(tab, "1")
    assert before != item(tab)
    assert "30 dinilai hari ini" in tab.page.inner_text(".progress")
    assert len(set(seen)) == len(seen)
    rows = list_incidents(per_page=100).rows
    assert sum(row.status == "terverifikasi" for row in rows) == 10
    assert sum(row.status == "tidak_terbukti" for row in rows) == 9
    assert sum(row.needs_more for row in rows) == 9
    assert sum(row.category == "hoaks" for row in rows) == 1
    assert sum(row.place_code == "35.07.14" for row in rows) == 1
    keyboard.press("u")
    tab.page.wait_for_selector(".message >> text=Dibatalkan")
    assert "29 dinilai hari ini" in tab.page.inner_text(".progress")
    keyboard.press("?")
    assert tab.page.is_visible(".help .card")
    assert tab.wrong == []


def test_two_officers_on_one_item(
    open_tab: Open, chromium: Any, live_server: LiveServer, budi: User, forty: list[IncidentRow]
) -> None:
    ayus = open_tab()
    ayus.go("/nilai/")
    other = Client()
    other.force_login(budi)
    context = chromium.new_context(locale="id-ID", reduced_motion="reduce")
    try:
        context.add_cookies([{"name": "sesi", "value": other.cookies["sesi"].value, "url": live_server.url}])
        context.add_init_script("navigator.sendBeacon = () => true")
        budis = Tab(context.new_page(), live_server.url)
        budis.go("/nilai/")
        assert item(budis) != item(ayus)
        assert "dinilai ayu" in budis.page.inner_text(".next-up")
        held = ayus.page.get_attribute("#antrean", "data-claim")
        assert held
        budis.go(held.replace("pegang/", ""))
        assert "Sedang dinilai oleh ayu" in budis.page.inner_text(".claimed")
        budis.page.keyboard.press("v")
        budis.page.keyboard.press("Tab")
        budis.page.fill("#a-verify", "kata saya sendiri")
        budis.page.keyboard.press("Enter")
        budis.page.wait_for_selector(".problem >> text=Sedang dinilai oleh ayu")
        assert budis.page.input_value("#a-verify") == "kata saya sendiri"
        press_until_next(ayus, "x", "1")
        budis.go("/nilai/")
        assert ayus.wrong == budis.wrong == []
    finally:
        context.close()


def test_leaving_the_page_gives_the_item_back(open_tab: Open, forty: list[IncidentRow]) -> None:
    tab = open_tab(beacons=True)
    tab.go("/nilai/")
    assert Claim.objects.count() == 1
    tab.go("/tentang/")
    deadline = time.monotonic() + 20
    while Claim.objects.exists() and time.monotonic() < deadline:
        tab.page.wait_for_timeout(50)
    assert Claim.objects.count() == 0


def test_rows_are_ticked_by_keyboard_and_judged_in_one_go(open_tab: Open, forty: list[IncidentRow]) -> None:
    tab = open_tab()
    tab.go("/kejadian/")
    for key in "jxjjx":
        tab.page.keyboard.press(key)
    assert tab.page.inner_text("[data-picked]") == "2"
    tab.page.select_option("[data-bulk-ruling]", "reject")
    tab.page.fill("#massal [name=alasan]", "tidak ditemukan")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".message >> text=2 kejadian: Tidak terbukti.")
    tab.page.keyboard.press("u")
    tab.page.wait_for_selector(".message >> text=2 penilaian dibatalkan")
    assert tab.wrong == []


def test_the_queue_works_with_scripts_off(open_tab: Open, forty: list[IncidentRow]) -> None:
    tab = open_tab(375, scripts=False)
    tab.go("/nilai/")
    before = item(tab)
    tab.page.click(".r-verify summary")
    tab.page.click(".r-verify .quick button >> nth=1")
    assert item(tab) != before
    assert "Dicatat: Terverifikasi." in tab.page.inner_text(".message")
    tab.page.click(".message button")
    assert item(tab) == before
    tab.page.click(".steps [rel=next]")
    assert item(tab) != before


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (375, "dark"), (320, "light")])
def test_judging_is_accessible_and_whole_at_every_width(
    open_tab: Open, told: Told, forty: list[IncidentRow], width: int, theme: str
) -> None:
    row = told("Warga menemukan 12 amplop", source="warta-a", contradicted=(("27 Oktober 2024", "27 November 2024"),))
    told("Warga menemukan 15 amplop", source="warta-b", actors=(("Warga", "Camat"),))
    tab = open_tab(width, theme)
    problems = []
    for address, key in (
        ("/nilai/", ""),
        ("/nilai/", "v"),
        ("/nilai/", "p"),
        ("/nilai/?kategori=judi", ""),
        (f"/kejadian/{row.id}/banding/", ""),
        ("/kejadian/", ""),
    ):
        tab.go(address)
        if key:
            tab.page.keyboard.press(key)
        problems += problems_of(tab)
        if not tab.fits():
            problems.append(f"{address}{key}: wider than the window")
    tab.go("/kejadian/")
    tab.page.check(".pick input >> nth=0")
    problems += problems_of(tab)
    tab.page.click("#massal .button")
    tab.page.wait_for_selector(".problem")
    problems += problems_of(tab)
    assert problems + tab.wrong == []
