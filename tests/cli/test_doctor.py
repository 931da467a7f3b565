from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kondusif.cli import doctor

Run = Callable[..., Any]


def test_a_sound_installation(kondusif: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KONDUSIF_DATA", str(tmp_path / "data"))
    ran = kondusif("doctor")
    assert ran.status == 0, ran.out
    assert [line[7:24].strip() for line in ran.out.splitlines()] == [check.name for check in doctor._CHECKS]
    assert not (tmp_path / "data").exists()


def test_what_is_broken_is_named_and_the_rest_still_checked(kondusif: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_OLDEST_SQLITE", (99, 0, 0))
    ran = kondusif("doctor")
    assert [line[7:13] for line in ran.out.splitlines() if line.startswith("GAGAL")] == ["SQLite"]
    assert len(ran.out.splitlines()) == len(doctor._CHECKS)
    assert ran.status == 1


def test_version(kondusif: Run) -> None:
    assert kondusif("--version").out.startswith("kondusif 0.")


def test_a_broken_database_is_found(kondusif: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KONDUSIF_DATA", str(tmp_path))
    (tmp_path / "kondusif.sqlite3").write_text("bukan basis data")
    ran = kondusif("doctor")
    assert [line[7:17] for line in ran.out.splitlines() if line.startswith("GAGAL")] == ["basis data"]
    assert ran.status == 1
