from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kondusif.cli.main import run

from . import fake_reader


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def kondusif(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """Runs a command in `tmp_path` with the fake reader."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "kondusif.understanding.reader", fake_reader)

    def call(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        status = run(list(arguments))
        captured = capfdbinary.readouterr()
        return Ran(status, captured.out.decode(), captured.err.decode())

    return call
