"""Taking the guards off the tables that only grow, as somebody who owns the database could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection

_guards = [
    import_module("kondusif.audit.migrations.0002_append_only"),
    import_module("kondusif.publishing.migrations.0002_sitreps_stay"),
    import_module("kondusif.kerawanan.migrations.0002_what_was_kept_stays"),
]


@contextmanager
def unguarded() -> Iterator[None]:
    """Facts, sitreps, editions and sightings can be changed inside the block."""
    for guard in _guards:
        _run(guard.BACKWARD)
    yield
    for guard in _guards:
        _run(guard.FORWARD)


def _run(statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
