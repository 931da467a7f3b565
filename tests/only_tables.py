"""A plugin that leaves, of the tests collected, those that open the database of this run."""

from __future__ import annotations

import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = [item for item in items if _opens_it(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def _opens_it(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    return item.get_closest_marker("django_db") is not None or bool(FIXTURES & set(item.fixturenames))
