"""The map in Chromium: by keyboard alone from the country to a desa, accessible in every look, useful without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories.readings import NOW
from places.outlines import collection, feature, write

from kondusif.incidents.queries import IncidentRow
from kondusif.places.actions import load_boundaries
from kondusif.places.domain.boundaries import read_boundaries
from kondusif.places.domain.gazetteer import load_gazetteer
from web.browser import Open, problems_of
from web.conftest import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def some(told: Told) -> IncidentRow:
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",), day=None)
    told("Sosialisasi pemilih pemula", category="kegiatan_preventif", is_incident=False, places=("73.71.01",))
    return told("Amplop berisi uang dibagikan kepada warga di balai desa", places=("35.04.02.2002",))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 375])
def test_the_map_is_accessible_quiet_and_whole(
    open_tab: Open, some: IncidentRow, tmp_path: Path, width: int, theme: str
) -> None:
    other = {"type": "Polygon", "coordinates": [[[112.2, -8], [112.4, -8], [112.4, -7.8], [112.2, -7.8], [112.2, -8]]]}
    read = read_boundaries(write(tmp_path, collection(feature("35.04"), feature("35.07", other))), load_gazetteer())
    load_boundaries(read, source="uji", by="ayu", now=NOW)
    tab, problems = open_tab(width, theme), []
    for address in (
        "/peta/",
        "/peta/35/",
        "/peta/35/?bentuk=petak&metrik=bertentangan",
        "/peta/35/?tingkat=kecamatan&periode=7h&kategori=apk",
        "/peta/35.04/?bentuk=peta",
        "/peta/35.04.02/",
        "/peta/?wilayah=malang",
    ):
        tab.go(address)
        problems += problems_of(tab)
        if not tab.fits():
            problems.append(f"{address}: wider than the window")
    tab.go("/peta/35/#35.04")
    tab.page.wait_for_selector("[data-map-card]:not([hidden])")
    problems += problems_of(tab)
    found = problems + tab.wrong
    assert not found, "\n".join(found)


def test_from_the_country_to_a_desa_by_keyboard_alone(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab()
    page, keyboard = tab.page, tab.page.keyboard
    tab.go("/peta/")

    def here() -> str:
        return str(page.evaluate("document.activeElement?.dataset?.code || ''"))

    def reach(code: str) -> None:
        """Walk with the arrows towards an area, as a person who looks at the map would."""
        for _ in range(60):
            if here() == code:
                return
            key = page.evaluate(
                """(code) => {
                  const middle = (each) => { const b = each.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
                  const [ax, ay] = middle(document.activeElement);
                  const [bx, by] = middle(document.querySelector(`svg a[data-code="${code}"]`));
                  return Math.abs(bx - ax) > Math.abs(by - ay) ? (bx > ax ? "ArrowRight" : "ArrowLeft") : (by > ay ? "ArrowDown" : "ArrowUp");
                }""",
                code,
            )
            keyboard.press(key)
        raise AssertionError(f"{code} was not reached")

    for _ in range(60):
        keyboard.press("Tab")
        if here():
            break
    assert here() == "11"
    for code in ("35", "35.04", "35.04.02"):
        reach(code)
        assert page.inner_text("[data-map-card]").split("\n")[1].startswith(("1 insiden", "2 insiden"))
        keyboard.press("Enter")
        page.wait_for_url(f"**/peta/{code}/**")
        page.wait_for_function("document.activeElement?.dataset?.code")
    reach("35.04.02.2002")
    keyboard.press("Enter")
    page.wait_for_url("**/wilayah/35.04.02.2002/**")
    page.go_back()
    page.wait_for_selector("svg.map a[tabindex='0']")
    keyboard.press("u")
    page.wait_for_url("**/peta/35.04/**")
    page.wait_for_function("document.activeElement?.dataset?.code === '35.04.02'")
    keyboard.press("Backspace")
    page.wait_for_url("**/peta/35/**")
    page.wait_for_function("document.activeElement?.dataset?.code === '35.04'")
    assert tab.wrong == []


def test_hover_shows_a_card_and_lights_the_line_of_the_list(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab()
    tab.go("/peta/35/")
    tab.page.hover('svg.map a[data-code="35.07"]')
    card = tab.page.locator("[data-map-card]")
    assert card.inner_text().split("\n") == ["Kab. Malang", "1 insiden, 1 belum diverifikasi"]
    assert "lit" in str(tab.page.get_attribute('[data-row="35.07"]', "class"))
    tab.page.mouse.move(5, 5)
    assert card.is_hidden()
    assert tab.page.locator("svg.map a[tabindex='0']").count() == 1


def test_without_scripts_the_map_is_links_with_titles_and_a_list(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(scripts=False)
    tab.go("/peta/35/")
    assert tab.page.locator('svg.map a[data-code="35.07"] title').text_content() == (
        "Kab. Malang\n1 insiden, 1 belum diverifikasi"
    )
    tab.page.click('[data-row="35.07"] th a')
    assert "/peta/35.07/" in tab.page.url
    tab.page.click('[data-row="35.07.14"] td.chosen a')
    assert "/kejadian/?" in tab.page.url
    assert tab.page.locator(".line").count() == 1


def test_the_period_changes_without_leaving_the_metric(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab()
    tab.go("/peta/35/?metrik=kegiatan")
    tab.page.click(".scope .periods a >> nth=1")
    tab.page.wait_for_url("**periode=7h**")
    assert "metrik=kegiatan" in tab.page.url
    assert tab.page.inner_text(".map-bar .tabs [aria-current]") == "Kegiatan baru"
    tab.page.fill("#wilayah", "bululawang")
    tab.page.wait_for_selector("[role=option]")
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/peta/35.07.14/**")
    tab.page.wait_for_selector("svg.map a[tabindex='0']")
    assert "metrik=kegiatan" in tab.page.url
    assert tab.wrong == []


def test_320_pixels_need_no_sideways_scrolling(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(320)
    for address in ("/peta/", "/peta/35/", "/peta/35/?tingkat=kecamatan", "/peta/35.04/?bentuk=peta"):
        tab.go(address)
        assert tab.fits(), address
