"""The tests of tables once more on PostgreSQL, where `KONDUSIF_TEST_POSTGRES` names a server (a URL)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = os.environ.get("KONDUSIF_TEST_POSTGRES", "")
HERE = Path(__file__).parent
# Every room, but for its doors: what their pages say is compared whole in `journeys/test_both_databases.py`. Of the
# commands only those that write much are run.
NOT_ROOMS = {"architecture", "cli", "corpora", "factories", "journeys", "web"}
COMMANDS = ("cli/test_ingest.py", "cli/test_people.py")


def rooms() -> list[str]:
    """The folders and files whose tests may open a table."""
    folders = sorted(each.parent.name for each in HERE.glob("*/__init__.py"))
    return [*(each for each in folders if each not in NOT_ROOMS), *COMMANDS]


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="PostgreSQL: not tested, KONDUSIF_TEST_POSTGRES names no server")
def test_tables_behave_alike_on_postgresql() -> None:
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-p", "only_tables", "-o", "addopts="]
    environment = {**os.environ, "DATABASE_URL": SERVER, "PYTHONPATH": str(HERE)}
    ran = subprocess.run(
        [*command, *(str(HERE / room) for room in rooms())],
        env=environment,
        capture_output=True,
        text=True,
        cwd=HERE.parent,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed, ran.stdout[-2000:]
    assert int(passed[1]) > 200
