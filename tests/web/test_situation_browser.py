"""Situasi and the pages of areas in Chromium: accessible in every look, whole at every width, the brush and the keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import IncidentRow
from web.browser import Open, problems_of
from web.conftest import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def some(told: Told) -> IncidentRow:
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",), day=None)
    told("Sosialisasi pemilih pemula", category="kegiatan_preventif", is_incident=False, places=("73.71.01",))
    for days in (3, 6, 9):
        at = NOW - timedelta(days=days)
        document = a_document(f"Amplop{days} lorong{days} sekolah{days}", id=f"t{days}", received_at=at)
        keep_readings([(document, a_reading(document, places=(f"35.{days:02}",)))], now=at)
    row = told(
        "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam",
        places=("35.04.02.2002",),
        contradicted=(("27 Oktober 2024", "27 November 2024"),),
        confidence=0.3,
    )
    judge_incident(row.id, ruling=Ruling.NEEDS_MORE, reason="foto kurang jelas", by="ayu", now=NOW)
    return row


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 375])
def test_the_pages_are_accessible_quiet_and_whole(open_tab: Open, some: IncidentRow, width: int, theme: str) -> None:
    tab, problems = open_tab(width, theme), []
    for address in (
        "/?periode=7h",
        "/?wilayah=35&periode=semua&jenis=activity",
        "/?wilayah=malang",
        "/?sejak=2020-01-01&hingga=2020-01-05",
        "/wilayah/35/",
        "/wilayah/35.04.02.2002/?periode=semua",
        "/wilayah/11/",
        "/wilayah/tulungagun/",
    ):
        tab.go(address)
        problems += problems_of(tab)
        if not tab.fits():
            problems.append(f"{address}: wider than the window")
    tab.go("/?periode=30h")
    tab.page.click(".timeline-table summary")
    problems += problems_of(tab)
    if not tab.fits():
        problems.append("the table: wider than the window")
    found = problems + tab.wrong
    assert not found, "\n".join(found)


def test_nothing_is_wider_than_a_small_phone(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(320)
    for address in ("/?periode=semua", "/wilayah/35.04/"):
        tab.go(address)
        assert tab.fits()


def test_the_essence_stands_on_one_screen(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(1440)
    tab.go("/?wilayah=35")
    page = tab.page
    for name in (".figures", ".needs", ".where-box", ".when-box svg.timeline"):
        box = page.locator(name).first.bounding_box()
        assert box["y"] + box["height"] <= 900, name


def test_days_are_brushed_chosen_with_shift_and_walked_by_keyboard(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab()
    page = tab.page

    def middle(day: str) -> tuple[float, float]:
        box = page.locator(f'a.slot[data-first="{day}"] .hit').bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    tab.go("/?periode=7h")
    page.mouse.move(*middle("2024-11-10"))
    page.mouse.down()
    page.mouse.move(*middle("2024-11-12"))
    page.mouse.move(*middle("2024-11-14"))
    page.mouse.up()
    page.wait_for_url("**sejak=2024-11-10&hingga=2024-11-14**")
    tab.go("/?periode=7h")
    page.mouse.click(*middle("2024-11-17"))
    page.wait_for_url("**sejak=2024-11-17&hingga=2024-11-17**")
    tab.go("/?periode=7h")
    page.keyboard.down("Shift")
    page.mouse.click(*middle("2024-11-18"))
    page.mouse.click(*middle("2024-11-11"))
    page.keyboard.up("Shift")
    page.wait_for_url("**sejak=2024-11-11&hingga=2024-11-18**")
    tab.go("/?periode=7h")
    page.locator('a.slot:not([tabindex="-1"])').focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**sejak=2024-11-19&hingga=2024-11-19**")
    assert not tab.wrong


def test_without_scripts_days_are_links(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(scripts=False)
    tab.go("/?periode=7h")
    tab.page.click('a.slot[data-first="2024-11-17"]')
    assert "sejak=2024-11-17&hingga=2024-11-17" in tab.page.url
    tab.page.click(".timeline-table summary")
    assert tab.page.locator(".timeline-table tbody tr").count() >= 1
