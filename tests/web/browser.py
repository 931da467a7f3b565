"""Pages in Chromium: a tab that remembers what it should not have heard, and what axe finds in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Any]:
    """One browser for this file. It keeps an event loop in this thread, though the tests are not asynchronous."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: the pages were not opened in a browser")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Tab:
    """A page of the browser that remembers what it should not have heard."""

    def __init__(self, page: Any, host: str) -> None:
        self.page, self.host = page, host
        self.wrong: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self._ask(request.url))

    def _hear(self, sort: str, text: str) -> None:
        # A refused form answers 401, 403, 404, 409 or 422, which the browser notes though all is well.
        if sort in {"error", "warning"} and not re.search(r"status of 4(01|03|04|09|22)", text):
            self.wrong.append(text)

    def _ask(self, url: str) -> None:
        if not url.startswith((self.host, "data:")):
            self.wrong.append(f"asked {url}")

    def go(self, address: str) -> None:
        self.page.goto(self.host + address)

    def fits(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


Open = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Any, live_server: LiveServer, client: Any, ayu: User) -> Iterator[Open]:
    """Open a tab in which Ayu is logged in."""
    contexts: list[Any] = []
    client.force_login(ayu)

    def run(
        width: int = 1440, theme: str = "light", *, scripts: bool = True, entered: bool = True, beacons: bool = False
    ) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=scripts,
            locale="id-ID",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if not beacons:  # what a page sends on closing would meet the emptying of the tables
            context.add_init_script("navigator.sendBeacon = () => true")
        if entered:
            context.add_cookies([{"name": "sesi", "value": client.cookies["sesi"].value, "url": live_server.url}])
        return Tab(context.new_page(), live_server.url)

    yield run
    for context in contexts:
        context.close()


def problems_of(tab: Tab) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab.page).response["violations"]
    return [
        f"{tab.page.url}: {each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


# Every look at which a page is checked: what the theme does not change is asked once for each width.
_WHOLE: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS: dict[str, Any] = {**_WHOLE, "runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS = ((1440, "light", _WHOLE), (1440, "dark", _COLOURS), (375, "light", _COLOURS), (375, "dark", _WHOLE))
_NARROWEST = 320


def problems_in_every_look(tab: Tab, state: str, looks: Sequence[tuple[int, str, dict[str, Any]]] = LOOKS) -> list[str]:
    """What axe finds wide and narrow, light and dark, and whether the page fits a small phone; the page stays open."""
    from axe_playwright_python.base import AXE_SCRIPT

    page, problems = tab.page, []
    page.evaluate(f"window.axe || (() => {{ {AXE_SCRIPT} }})()")
    for width, theme, options in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        for each in page.evaluate("options => axe.run(options)", options)["violations"]:
            nodes = [f"{node['target']} {node['failureSummary']}" for node in each["nodes"]]
            problems.append(f"{state}: {width} {theme}: {each['id']}: {'; '.join(nodes[:3])[:900]}")
        if not tab.fits():
            problems.append(f"{state}: wider than {width} pixels")
    page.set_viewport_size({"width": _NARROWEST, "height": 900})
    if not tab.fits():
        problems.append(f"{state}: wider than {_NARROWEST} pixels")
    page.set_viewport_size({"width": looks[0][0], "height": 900})
    return problems
