"""Search and saved views in Chromium: accessible in every look and state, by keyboard, without scripts."""

from __future__ import annotations

import pytest

from kondusif.incidents.queries import IncidentRow
from web.browser import Open, problems_of
from web.conftest import Told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Sumber" + "sangatpanjang" * 12


@pytest.fixture
def some(told: Told) -> IncidentRow:
    told(f"Amplop di Tulungagung dilaporkan {LONG}", title=f"Amplop {LONG}", source=LONG, places=("35.07.14.2008",))
    told("Jual genset murah", category="tidak_relevan", stance="noise", is_incident=False, places=())
    told("Rapat kepala desa tentang amplop", actors=(("Budi Santoso", "Kapolsek"),), category="netralitas")
    return told("Amplop berisi uang dibagikan kepada warga di balai desa Tulungagung", places=("35.04.02.2002",))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 320])
def test_search_and_views_are_accessible_quiet_and_whole(
    open_tab: Open, some: IncidentRow, width: int, theme: str
) -> None:
    tab, problems = open_tab(width, theme), []

    def look() -> None:
        problems.extend(problems_of(tab))
        if not tab.fits():
            problems.append(f"{tab.page.url}: wider than the window")

    for address in (
        "/cari/",
        "/cari/?cari=amplop",
        "/cari/?cari=amplopp+tulunggagung",
        "/cari/?cari=amplop&kategori=politik_uang&wilayah=35",
        "/cari/?cari=amplop+genset",
        "/cari/?cari=genset",
        "/pantauan/",
    ):
        tab.go(address)
        look()
    tab.go("/cari/?cari=genset")
    tab.page.click(".texts h3 a")
    look()
    for address in ("/cari/?cari=amplop&wilayah=35", "/kejadian/?kategori=politik_uang"):
        tab.go(address)
        tab.page.click(".keep > summary")
        look()
        tab.page.fill(".keep input[name=nama]", f"Pantau {LONG}"[:110])
        tab.page.click(".keep button")
        tab.page.wait_for_url("**/pantauan/")
    for summary in tab.page.query_selector_all(".view-tools summary"):
        summary.click()
    look()
    tab.page.click(".view-tools button.plain")
    tab.page.wait_for_selector("text=Baru dihapus")
    look()
    found = problems + tab.wrong
    assert not found, "\n".join(found)


def test_by_keyboard_from_the_bar_to_a_text(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab()
    page, keyboard = tab.page, tab.page.keyboard
    tab.go("/tentang/")
    keyboard.press("/")
    keyboard.type("balay desa")
    keyboard.press("Enter")
    page.wait_for_url("**/cari/?cari=balay+desa")
    assert "Menampilkan hasil untuk balai desa" in page.inner_text(".notice")
    page.focus(".texts h3 a")
    keyboard.press("Enter")
    page.wait_for_url(f"**/kejadian/{some.id}/?teks=*")
    assert not tab.wrong


def test_search_and_views_need_no_scripts(open_tab: Open, some: IncidentRow) -> None:
    tab = open_tab(scripts=False)
    tab.go("/cari/")
    tab.page.fill("#cari", "amplop")
    tab.page.click(".search-box button")
    tab.page.click(".facets a >> nth=0")
    tab.page.click(".keep > summary")
    tab.page.fill("#nama-pantauan", "Amplop")
    tab.page.click(".keep button")
    assert tab.page.inner_text(".view h2") == "Amplop"
    assert not tab.wrong
