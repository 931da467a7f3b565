"""SQLite and PostgreSQL hold the same season and say the same on every page, at any moment of 2024 and 2025.

The PostgreSQL database sorts by the rules of Indonesian where the server can, which is not how SQLite sorts: whatever
leaves an order or the case of letters to the database is seen here.
"""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from journeys.both_databases import MOMENTS, same

SERVER = os.environ.get("KONDUSIF_TEST_POSTGRES", "")
DATABASE = "kondusif_season"
TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def fresh_database() -> Iterator[str]:
    """The address of an empty database on the server, in Indonesian order where the server knows it."""
    import psycopg

    create = f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        try:
            server.execute(f"{create} LOCALE_PROVIDER icu ICU_LOCALE 'id-ID'")
        except psycopg.Error:
            server.execute(create)
        yield urlsplit(SERVER)._replace(path=f"/{DATABASE}").geturl()
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def test_what_is_minted_at_random_is_replaced_and_nothing_else() -> None:
    one, other = "0190a1b2-0000-4000-8000-00000000000a", "0190a1b2-0000-4000-8000-00000000000b"
    text = f'<a href="/kejadian/{one}/">{other} {other}</a> <code>0123456789ab</code> 35.04.02.2001 2024-11-20'
    numbered = '<a href="/kejadian/incident-7/">uuid-0 uuid-0</a> <code>print</code> 35.04.02.2001 2024-11-20'
    assert same(text, {one: "incident-7"}) == numbered


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="PostgreSQL: not compared, KONDUSIF_TEST_POSTGRES names no server")
def test_both_databases_say_the_same(tmp_path: Path, fresh_database: str) -> None:
    running = [_start(tmp_path / "sqlite", ""), _start(tmp_path / "postgresql", fresh_database)]
    for each in running:
        _, said = each.communicate()
        assert each.returncode == 0, said[-4000:]
    on_sqlite, on_postgresql = (
        json.loads((tmp_path / name / "season.json").read_text()) for name in ("sqlite", "postgresql")
    )
    assert [asked for asked, _ in on_sqlite] == [asked for asked, _ in on_postgresql]
    differing = [
        "\n".join((asked, *_difference(one, other)))
        for (asked, one), (_, other) in zip(on_sqlite, on_postgresql, strict=True)
        if one != other
    ]
    assert not differing, f"{len(differing)} answers differ:\n" + "\n".join(differing[:8])
    assert all(sum(asked.startswith(moment) for asked, _ in on_sqlite) > 100 for moment in MOMENTS)
    assert sum(len(answer) for _, answer in on_sqlite) > 5_000_000  # it is about something


def _start(folder: Path, database: str) -> subprocess.Popen[str]:
    """Build the season and write down what is said, beside the other database."""
    (folder / "static").mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KONDUSIF_")}
    environment |= {
        "KONDUSIF_DATA": str(folder),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "kondusif.config.settings",
        "PYTHONPATH": str(TESTS),
    }
    command = [sys.executable, "-W", "error::RuntimeWarning", "-m", "journeys.both_databases"]
    return subprocess.Popen(
        [*command, str(folder / "season.json")],
        env=environment,
        cwd=TESTS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _difference(one: str, other: str) -> list[str]:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), "SQLite", "PostgreSQL", lineterm="", n=0)
    return [line[:300] for line in lines][:12]
