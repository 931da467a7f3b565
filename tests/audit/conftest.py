from __future__ import annotations

from collections.abc import Iterator

import pytest
from factories.triggers import unguarded


@pytest.fixture
def disarmed(db: None) -> Iterator[None]:
    """Somebody who owns the database file drops the triggers first."""
    with unguarded():
        yield
