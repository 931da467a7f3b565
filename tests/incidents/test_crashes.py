"""Nothing half kept, whatever is killed; two writers at once; the same end as an undisturbed run."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITER = Path(__file__).with_name("writer.py")
TEXTS = 90
CHAIN_HOLDS = """
from kondusif.config.django import setup
setup()
from kondusif.audit.queries import verify_chain
assert verify_chain().holds
"""


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(WRITER.parents[1]), os.environ.get("PYTHONPATH", "")])
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {
        "KONDUSIF_DATA": str(folder),
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "kondusif.config.settings",
    }


def start(folder: Path, *arguments: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), *map(str, arguments)]
    return subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=120)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    made = "from kondusif.config.django import prepare; prepare(print)"
    subprocess.run([sys.executable, "-c", made], env=environment(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(empty: Path, tmp_path: Path) -> Path:
    target = tmp_path / "data"
    target.mkdir()
    with sqlite3.connect(empty / "kondusif.sqlite3") as source, sqlite3.connect(target / "kondusif.sqlite3") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return target


def ask(folder: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "kondusif.sqlite3")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def groups(folder: Path) -> set[tuple[str, ...]]:
    rows = ask(
        folder,
        "SELECT incident_id, source_id FROM incidents_membership m JOIN intake_text t ON t.id = m.text_id"
        " WHERE ended_at IS NULL ORDER BY source_id",
    )
    found: dict[object, list[str]] = {}
    for incident, name in rows:
        found.setdefault(incident, []).append(str(name))
    return {tuple(names) for names in found.values()}


def assert_whole(folder: Path) -> None:
    """Every text has one reading that counts and one incident; every incident has its words; the chain holds."""
    assert ask(folder, "PRAGMA integrity_check") == [("ok",)]
    assert ask(folder, "PRAGMA foreign_key_check") == []
    texts = ask(folder, "SELECT count(*) FROM intake_text")[0][0]
    for statement in (
        "SELECT count(*) FROM incidents_keptreading WHERE effective",
        "SELECT count(*) FROM incidents_fingerprint",
        "SELECT count(*) FROM incidents_membership WHERE ended_at IS NULL",
        "SELECT sum(texts) FROM incidents_incident WHERE state = 'active'",
    ):
        assert ask(folder, statement)[0][0] in (texts, None if texts == 0 else texts)
    incidents = ask(folder, "SELECT count(*) FROM incidents_incident")
    assert ask(folder, "SELECT count(*) FROM incidents_searchdocument") == incidents
    subprocess.run([sys.executable, "-c", CHAIN_HOLDS], env=environment(folder), check=True)


def test_a_killed_run_leaves_nothing_half_kept_and_the_next_completes(
    folder: Path, empty: Path, tmp_path: Path
) -> None:
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    (undisturbed / "kondusif.sqlite3").write_bytes((folder / "kondusif.sqlite3").read_bytes())
    finish(start(undisturbed, 0, TEXTS, 9))
    chance = random.Random(7)
    ids: set[object] = set()
    for _ in range(6):
        process = start(folder, 0, TEXTS, 9)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.25)
        process.kill()
        process.communicate()
        assert_whole(folder)
        now = {row[0] for row in ask(folder, "SELECT id FROM incidents_incident")}
        assert ids <= now
        ids = now
    finish(start(folder, 0, TEXTS, 9))
    assert_whole(folder)
    assert groups(folder) == groups(undisturbed)


def test_two_writers_end_as_one_would(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "kondusif.sqlite3").write_bytes((folder / "kondusif.sqlite3").read_bytes())
    both = [start(folder, 0, 60, 7), start(folder, 30, TEXTS, 5)]
    for process in both:
        finish(process)
    finish(start(alone, 0, TEXTS, 9))
    assert_whole(folder)
    assert groups(folder) == groups(alone)
