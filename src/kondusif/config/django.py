"""How a command enters Django: settings named, rooms loaded, tables brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable


def setup() -> None:
    """Load the rooms. Safe to call twice; costs about 0.2 s, so a command that only reads texts does not call it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kondusif.config.settings")
    django.setup()


class TablesBehind(Exception):
    """The database is older than the program and not ours to change without being asked."""


def prepare(say: Callable[[str], None]) -> None:
    """`setup`, and bring the embedded database up to date, with a plain message when that takes a change.

    A PostgreSQL server belongs to whoever runs it: there this only says what to do.
    """
    setup()
    from django.conf import settings

    missing = waiting_migrations()
    if not missing:
        return
    if not settings.EMBEDDED:
        raise TablesBehind(
            f"Basis data belum siap: {len(missing)} perubahan tabel menunggu. Jalankan: kondusif migrate"
        )
    say(f"Menyiapkan basis data di {settings.DATABASES['default']['NAME']} ({len(missing)} langkah) …")
    migrate()


def waiting_migrations() -> list[str]:
    """Names of the table changes that this database has not had yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def migrate() -> None:
    """Bring every table up to date, and what older versions did not keep."""
    from django.core.management import call_command

    from kondusif.incidents.text_index import index_missing

    call_command("migrate", interactive=False, verbosity=0)
    index_missing()
