"""Taking the guard off the table of facts, as somebody who owns the database could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

_guard = import_module("kondusif.audit.migrations.0002_append_only")


@contextmanager
def unguarded() -> Iterator[None]:
    """Facts can be changed inside the block."""
    _run(_guard.BACKWARD)
    yield
    _run(_guard.FORWARD)


def _run(statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
