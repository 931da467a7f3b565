from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from email.message import Message
from pathlib import Path

import pytest

from kondusif.cli.main import run
from kondusif.config.accounts import DEMO_OPERATOR, ensure_demo_operator, is_loopback


@pytest.mark.django_db
def test_a_demonstration_stays_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    name, password = ensure_demo_operator()
    assert (name, len(password)) == (DEMO_OPERATOR, 20)
    assert ensure_demo_operator() == (name, password)
    assert run(["serve", "--host", "0.0.0.0"]) == 1
    assert "menolak mendengarkan di 0.0.0.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.0.0.2", False),
        ("pilkada", False),
    ],
)
def test_loopback_is_this_machine_alone(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside


@pytest.mark.django_db
def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "sudah dipakai program lain; coba --port" in capsys.readouterr().err


def test_the_server_answers_and_keeps_what_it_needs_private(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KONDUSIF_DATA": str(tmp_path / "data")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "kondusif.cli.main", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().startswith(f"Kondusif di http://127.0.0.1:{port}/")
            headers = _headers(f"http://127.0.0.1:{port}/static/tidak-ada")
        finally:
            server.terminate()
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def _headers(address: str) -> Message:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.headers
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
