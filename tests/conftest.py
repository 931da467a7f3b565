"""What every test stands on: a throw-away data folder, plain static files, and a cast.

Ayu judges for Bawaslu kabupaten, Budi for Kesbangpol provinsi, Citra is an operator without clearance, Dewi reports and
must never be named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import TransactionTestCase
from factories.readings import NOW
from factories.triggers import unguarded
from pytest_django import Settings

from kondusif.config.accounts import ensure_judges


@pytest.fixture(autouse=True)
def instance(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An instance of its own: nothing is written beside the checkout, no manifest of static files is needed."""
    folder = tmp_path_factory.mktemp("instance")
    settings.KONDUSIF_DATA = folder / "data"
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    settings.KONDUSIF_NOW = ""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def now() -> datetime:
    """20 November 2024, 08:00 WIB: the day the demonstration is pinned to."""
    return NOW


@pytest.fixture
def ayu(db: None) -> User:
    """Judges for Bawaslu kabupaten."""
    return _judge("ayu")


@pytest.fixture
def budi(db: None) -> User:
    """Judges for Kesbangpol provinsi."""
    return _judge("budi")


@pytest.fixture
def citra(db: None) -> User:
    """An operator without clearance."""
    return User.objects.create_user("citra", password="kata-sandi-citra")


def _judge(name: str) -> User:
    user = User.objects.create_user(name, password=f"kata-sandi-{name}")
    user.groups.add(ensure_judges())
    return user


@pytest.fixture(autouse=True, scope="session")
def _facts_can_be_flushed() -> Iterator[None]:
    """Tests that commit are cleaned up by emptying every table, which the table of facts rightly refuses."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: Any) -> None:
        with unguarded():
            original(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]
