"""`kondusif migrate`: bring the tables of a database that somebody else looks after up to date."""

from __future__ import annotations

import click

from kondusif.cli import status
from kondusif.config.django import migrate, setup, waiting_migrations


@click.command("migrate")
def command() -> int:
    """Mutakhirkan tabel basis data. Hanya perlu untuk PostgreSQL; basis data bawaan dimutakhirkan sendiri."""
    setup()
    waiting = waiting_migrations()
    migrate()
    click.echo(f"{len(waiting)} perubahan tabel diterapkan." if waiting else "Tabel sudah mutakhir.")
    return status.ALL_WELL
