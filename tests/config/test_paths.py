from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kondusif.config.paths import CHECKOUT, data_folder, kept_secret


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    secret = kept_secret(folder, "secret-key")
    assert len(secret) >= 50
    assert kept_secret(folder, "secret-key") == secret
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert (folder.stat().st_mode & 0o777, (folder / "secret-key").stat().st_mode & 0o777) == (0o700, 0o600)


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from kondusif.config.paths import kept_secret;"
    command = [sys.executable, "-c", f"{program} print(kept_secret(Path(sys.argv[1]), 'k'))", str(tmp_path / "data")]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _: subprocess.run(command, capture_output=True, check=True).stdout, range(6)))
    assert len(set(made)) == 1


def test_the_data_folder_is_chosen_or_beside_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KONDUSIF_DATA", raising=False)
    assert data_folder() == CHECKOUT / "var"
    monkeypatch.setenv("KONDUSIF_DATA", str(tmp_path))
    assert data_folder() == tmp_path
