"""The journeys in Chromium, each in both languages: what the person sees, no other host asked, nothing on the console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from web.browser import Tab

from journeys.walks import JOURNEYS, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOCALES = {"id": "id-ID", "en": "en-GB"}


class Desk:
    """Browsers of officers, one each; what any of them should not have heard."""

    def __init__(self, chromium: Any, host: str) -> None:
        self._chromium, self._host = chromium, host
        self.tabs: list[Tab] = []

    def seat(self, user: User, language: str, *, phone: bool = False) -> Tab:
        """A browser in which this officer is logged in."""
        client = Client()
        client.force_login(user)
        context = self._chromium.new_context(
            viewport={"width": 375, "height": 812} if phone else {"width": 1440, "height": 900},
            locale=LOCALES[language],
            has_touch=phone,
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "sesi", "value": client.cookies["sesi"].value, "url": self._host}])
        # What a page sends on closing would meet the emptying of the tables.
        context.add_init_script("navigator.sendBeacon = () => true")
        self.tabs.append(Tab(context.new_page(), self._host))
        return self.tabs[-1]


@pytest.fixture
def desk(chromium: Any, live_server: LiveServer, dossier: None) -> Iterator[Desk]:
    """An empty desk before the dossier."""
    desk = Desk(chromium, live_server.url)
    yield desk
    for tab in desk.tabs:
        tab.page.context.close()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("journey", list(JOURNEYS))
def test_a_journey_leads_where_it_should(desk: Desk, ayu: User, budi: User, journey: str, language: str) -> None:
    tab = desk.seat(ayu, language, phone=journey == "jalan")
    JOURNEYS[journey](Walk(tab.page, tab.host, language, lambda: desk.seat(budi, language).page))
    assert [wrong for each in desk.tabs for wrong in each.wrong] == []
