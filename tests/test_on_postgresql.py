"""The tests of tables once more on PostgreSQL, where `KONDUSIF_TEST_POSTGRES` names a server (a URL)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = os.environ.get("KONDUSIF_TEST_POSTGRES", "")
ROOMS = (
    "audit",
    "intake/test_keeping.py",
    "incidents",
    "people",
    "cli/test_ingest.py",
    "publishing/test_exports.py",
    "publishing/test_saved_views.py",
    "publishing/test_sitrep.py",
    "publishing/test_sitrep_tasks.py",
    "publishing/test_tokens.py",
    "api",
    "web/test_public.py",
)


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="PostgreSQL: not tested, KONDUSIF_TEST_POSTGRES names no server")
def test_tables_behave_alike_on_postgresql() -> None:
    here = Path(__file__).parent
    rooms = [str(here / room) for room in ROOMS]
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *rooms]
    environment = {**os.environ, "DATABASE_URL": SERVER}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=here.parent, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
