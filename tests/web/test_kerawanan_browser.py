"""The pages of the index in Chromium: sliders that ranks follow, a map that keys walk, and all of it without scripts."""

from __future__ import annotations

import pytest
from factories.season import keep_editions

from web.browser import Open, problems_in_every_look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESA = "35.04.02.2002"


@pytest.fixture
def kept() -> list[int]:
    return keep_editions("ayu")


def test_the_pages_are_accessible_quiet_and_whole_in_every_look(open_tab: Open, kept: list[int]) -> None:
    tab, problems = open_tab(), []
    for address in (
        "/kerawanan/",
        "/kerawanan/?wilayah=35.04.02",
        "/kerawanan/?wilayah=35.04.02&ukuran=theta",
        "/kerawanan/?tingkat=desa&ukuran=r",
        "/kerawanan/35.04/",
        f"/kerawanan/{DESA}/",
        "/kerawanan/63.05/",
        "/kerawanan/simulasi/?bobot_keamanan=80",
        "/kerawanan/simulasi/?bobot_keamanan=x",
    ):
        tab.go(address)
        problems += problems_in_every_look(tab, address)
    found = problems + tab.wrong
    assert not found, "\n".join(found)


def test_ranks_follow_a_slider_and_the_address_holds_the_weights(open_tab: Open, kept: list[int]) -> None:
    tab = open_tab()
    page = tab.page
    tab.go("/kerawanan/simulasi/")
    before = page.inner_text("#hasil .moved >> nth=0")
    slide = page.locator('[data-of-weight="w-keamanan"]')
    slide.focus()
    slide.press("End")
    page.wait_for_selector("text=Korelasi peringkat")
    assert page.input_value("#w-keamanan") == "100"
    assert "bobot_keamanan=100" in page.url
    assert page.inner_text("#hasil .moved >> nth=0") != before
    page.fill("#w-keamanan", "5")
    page.wait_for_url("**bobot_keamanan=5&**")
    assert slide.input_value() == "5"
    assert page.evaluate("document.activeElement.id") == "w-keamanan"
    assert tab.wrong == []


def test_without_scripts_the_form_asks_by_itself(open_tab: Open, kept: list[int]) -> None:
    tab = open_tab(scripts=False)
    page = tab.page
    tab.go("/kerawanan/simulasi/")
    assert not page.is_visible('[data-of-weight="w-keamanan"]')
    page.fill("#w-keamanan", "90")
    page.click(".weights .button")
    assert "bobot_keamanan=90" in page.url
    assert "Korelasi peringkat" in page.inner_text("#hasil")


def test_the_map_is_walked_by_keys_down_to_an_area_and_up_again(open_tab: Open, kept: list[int]) -> None:
    tab = open_tab()
    page = tab.page
    tab.go("/kerawanan/?wilayah=35.04#35.04.02")
    page.wait_for_function("document.activeElement?.dataset?.code === '35.04.02'")
    page.keyboard.press("Enter")
    page.wait_for_url("**wilayah=35.04.02*")
    assert page.locator("svg.map a").count() == 17
    page.keyboard.press("u")
    page.wait_for_function("document.activeElement?.dataset?.code === '35.04.02'")
    assert "wilayah=35.04#" in page.url.replace("&", "#")
    assert tab.wrong == []
