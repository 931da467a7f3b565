"""The real reader through every engine, in processes of their own: one output."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("kondusif.understanding.reader", exc_type=ImportError)
WAYS = {"one": ["--workers", "1"], "two": ["--workers", "2"], "daft": ["--engine", "daft", "--workers", "2"]}


def test_every_engine_and_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = [
        "Ada amplop di Desa Wandanpuro kemarin",
        "Baliho roboh di Tuban",
        "Rakor di Trenggalek, 20/9/2024",
        "😀\u2028",
    ]
    rows = [{"id": str(n), "text": texts[n % 4] + f" nomor {n}", "received_at": "2024-11-20"} for n in range(600)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    ways = {name: way for name, way in WAYS.items() if name != "daft" or importlib.util.find_spec("daft")}
    for name, way in ways.items():
        command = [sys.executable, "-m", "kondusif.cli.main", "read", "a.jsonl", "--out", f"{name}.jsonl", *way]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
        assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    outputs = {name: (tmp_path / f"{name}.jsonl").read_bytes() for name in ways}
    assert len(outputs["one"].splitlines()) >= 600
    assert set(outputs.values()) == {outputs["one"]}
