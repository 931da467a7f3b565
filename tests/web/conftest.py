from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.incidents.queries import IncidentRow, list_incidents
from web.browser import chromium, open_tab

__all__ = ["chromium", "open_tab"]

Told = Callable[..., IncidentRow]


@pytest.fixture(autouse=True, scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """WhiteNoise wants a folder; a checkout that never served has none. The files themselves come from their rooms."""
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def pinned(settings: Any, instance: None) -> None:
    settings.KONDUSIF_NOW = "2024-11-20T08:00:00+07:00"


@pytest.fixture
def told(db: None) -> Told:
    """Keep a text with its reading; returns the newest incident."""

    def run(text: str, *, title: str = "", source: str = "warta-uji", text_id: str = "", **reading: Any) -> IncidentRow:
        document = a_document(text, title=title, source=source, received_at=NOW, id=text_id or f"{source}-{text[:40]}")
        keep_readings([(document, a_reading(document, **reading))], now=NOW)
        return max(list_incidents(per_page=1000).rows, key=lambda row: row.number)

    return run


@pytest.fixture
def three(told: Told) -> list[IncidentRow]:
    """Three incidents that have nothing in common."""
    return [
        told("Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"),
        told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",), day=None),
        told(
            "Sosialisasi pemilih pemula diadakan panitia di gedung serbaguna",
            category="kegiatan_preventif",
            stance="prevention",
            is_incident=False,
            places=("73.71.01",),
        ),
    ]


@pytest.fixture
def ayus(client: Client, ayu: User) -> Client:
    """A browser in which Ayu, who may judge, is logged in."""
    client.force_login(ayu)
    return client


@pytest.fixture
def citras(citra: User) -> Client:
    """A browser in which Citra, who may only read, is logged in."""
    client = Client()
    client.force_login(citra)
    return client


def words_of(response: HttpResponse) -> str:
    """What a page says, without its markup."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def lines_of(response: HttpResponse) -> list[str]:
    """The headings of the rows of a list."""
    found = re.findall(r"<h2[^>]*><a href=\"/kejadian/[^\"]+\">(.*?)</a>", response.content.decode())
    return [" ".join(line.split()) for line in found]
