"""Every page in Chromium, in every look and its main states: accessible, quiet, whole at 320 pixels.

Pages are loaded once and looked at wide and narrow, light and dark; one tab serves a whole test.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from factories.season import Season, build_season

from web.addresses import SAMPLES, addresses, path_of
from web.browser import LOOKS, Open, Tab, problems_in_every_look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = "Tadi malam ada bagi amplop di Desa Sumberingin Kulon Kec. Ngunut Tulungagung, Rabu 27 Oktober 2024 coblosan."
# States that differ from another in their rows alone; what is in them is compared by `test_everywhere`.
ALIKE = ("?urut=", "?hal=2", "?jenis=activity", "?banyak=1", "?status=", "?dari=", "daftar=nama", "?bentuk=petak")
MISSING = ("/tidak-ada/", "/wilayah/99.99/", "/wilayah/tulungagun/", "/tahapan/zz/", "/tokoh/x/", "/pantauan/99/")
IN_ENGLISH = (
    "web:home",
    "web:incidents",
    "web:incident",
    "web:queue",
    "web:map_of",
    "web:area",
    "web:make_sitrep",
    "web:search",
)


@pytest.fixture
def season(ayu: User) -> Season:
    cache.clear()
    return build_season(ayu)


def test_every_page_in_every_look(open_tab: Open, season: Season) -> None:
    tab, problems = open_tab(), []
    for _, address in addresses(season, pages_only=True):
        if not any(each in address for each in ALIKE):
            tab.go(address)
            problems += problems_in_every_look(tab, address)
    for address in MISSING:
        tab.go(address)
        problems += problems_in_every_look(tab, address, LOOKS[::3])
    _nothing(problems, tab)


def test_an_empty_instance_in_every_look(open_tab: Open, client: object) -> None:
    tab, problems = open_tab(), []
    for name, sample in SAMPLES.items():
        if sample.page and sample.sent is None and not _needs_rows(name):
            address = path_of(name, None)  # type: ignore[arg-type]  # its arguments are none of the season's
            tab.go(address)
            problems += problems_in_every_look(tab, f"empty {address}", LOOKS[::3])
    _nothing(problems, tab)


def test_what_opens_and_what_is_refused_in_every_look(open_tab: Open, season: Season) -> None:
    tab = open_tab()
    page, problems = tab.page, []

    def check(state: str) -> None:
        problems.extend(problems_in_every_look(tab, state, LOOKS[::3]))

    incident = path_of("web:incident", season)
    tab.go("/kejadian/")
    page.click(".drop summary >> nth=0")
    check("categories open")
    page.fill("#wilayah", "bululawang")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    check("areas suggested")
    tab.go("/kejadian/")
    page.check(".pick input >> nth=0")
    check("rows ticked")
    page.click("#massal .button")
    page.wait_for_selector(".problem")
    check("many refused")
    tab.go(incident)
    page.click(".menu summary")
    check("menu open")
    for ruling in ("wrong_category", "wrong_place", "wrong_date", "needs_more"):
        tab.go(incident)
        page.click(f".r-{ruling} summary")
        check(f"{ruling} open")
    page.fill("#a-needs_more", "foto kurang jelas")
    page.click(".r-needs_more .button")
    page.wait_for_selector(".message form")
    check("just judged")
    tab.go(path_of("web:person", season))
    for summary in page.query_selector_all("main details > summary"):
        summary.click()
    check("person opened")
    tab.go("/nilai/")
    page.keyboard.press("?")
    check("keys of the queue")
    tab.go("/tempel/")
    page.fill("#teks", PASTED)
    page.fill("#diterima", "2024-11-20")
    page.click("#tempel .button")
    page.wait_for_selector(".findings")
    check("text read")
    page.fill("#teks", "")
    page.click("#tempel .button")
    page.wait_for_selector(".problem")
    check("nothing to read")
    tab.go("/sitrep/buat/?wilayah=malang")
    check("sitrep of no area")
    tab.go("/cari/?cari=amplop")
    page.click(".keep > summary")
    check("search being kept")
    tab.go("/?periode=30h")
    page.click(".timeline-table summary")
    check("days as a table")
    stranger = open_tab(entered=False)
    stranger.go("/masuk/")
    problems += problems_in_every_look(stranger, "login")
    stranger.page.fill("#username", "ayu")
    stranger.page.fill("#password", "salah")
    stranger.page.click(".door .button")
    stranger.page.wait_for_selector(".problem")
    problems += problems_in_every_look(stranger, "login refused")
    stranger.go("/publik/")
    problems += problems_in_every_look(stranger, "public for a stranger")
    _nothing(problems, tab, stranger)


def test_english_in_both_looks(open_tab: Open, season: Season) -> None:
    tab, problems = open_tab(), []
    tab.page.context.add_cookies([{"name": "bahasa", "value": "en", "url": tab.host}])
    for name in IN_ENGLISH:
        address = path_of(name, season) + SAMPLES[name].states[0]
        tab.go(address)
        assert tab.page.get_attribute("html", "lang") == "en", address
        problems += problems_in_every_look(tab, f"English {address}", LOOKS[::3])
    _nothing(problems, tab)


def _needs_rows(name: str) -> bool:
    """Whether an address names something that an empty instance does not have."""
    try:
        path_of(name, None)  # type: ignore[arg-type]
    except AttributeError:
        return True
    return False


def _nothing(problems: list[str], *tabs: Tab) -> None:
    found = problems + [wrong for tab in tabs for wrong in tab.wrong]
    assert not found, f"{len(found)} problems:\n" + "\n".join(found)
