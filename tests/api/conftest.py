from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.incidents.queries import IncidentRow, list_incidents
from kondusif.publishing.actions.tokens import create_token
from kondusif.publishing.domain.tokens import TokenScope

Ask = Callable[..., Any]
Told = Callable[..., IncidentRow]


@pytest.fixture(autouse=True, scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> None:
    """WhiteNoise wants a folder; a checkout that never served has none."""
    django_settings.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def pinned(settings: Any, instance: None) -> None:
    settings.KONDUSIF_NOW = "2024-11-20T08:00:00+07:00"
    cache.clear()


@pytest.fixture
def told(db: None) -> Told:
    """Keep a text with its reading; returns the newest incident."""

    def run(text: str, *, source: str = "warta-uji", **reading: Any) -> IncidentRow:
        received = reading.pop("received_at", NOW)
        document = a_document(text, source=source, received_at=received, id=f"{source}-{text[:60]}")
        keep_readings([(document, a_reading(document, **reading))], now=NOW)
        return max(list_incidents(per_page=1000).rows, key=lambda row: row.number)

    return run


def token_for(owner: str, *scopes: TokenScope) -> str:
    """The secret of a new token."""
    _, secret = create_token(
        owner, name="uji", scopes=scopes, expires_at=NOW + timedelta(days=9), by=owner, now=NOW
    )  # fmt: skip
    return secret


@pytest.fixture
def ask(ayu: User) -> Ask:
    """Ask the API with a token of Ayu's, who judges; `scopes` and `headers` may differ."""
    known: dict[tuple[TokenScope, ...], str] = {}

    def run(path: str, *, scopes: tuple[TokenScope, ...] = (), **headers: str) -> Any:
        if scopes not in known:
            known[scopes] = token_for("ayu", *scopes)
        return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {known[scopes]}", **headers})

    return run
