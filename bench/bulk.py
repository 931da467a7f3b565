"""A hundred thousand texts through each engine: time, memory of the whole family of processes, and the output's hash."""

from __future__ import annotations

import hashlib
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import samples

Row = dict[str, Any]
OPTIONS = ("--engine local --workers 1", "--engine local --workers 2", "--engine daft --workers 2")
_SAMPLED_EVERY = 0.5


def measured(folder: Path, count: int) -> Iterator[Row]:
    """One result per engine, on the same file."""
    texts = folder / "texts.jsonl"
    with texts.open("w", encoding="utf-8") as file:
        for row in samples.many(count):
            kept = {
                key: row[key] for key in ("id", "text", "title", "source", "received_at", "published_at") if key in row
            }
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")
    for options in OPTIONS:
        if "daft" in options and find_spec("daft") is None:
            print("bench: daft is not installed (make daft); left out", file=sys.stderr)
            continue
        yield _one(texts, folder / "readings.jsonl", options, count)


def _one(texts: Path, out: Path, options: str, count: int) -> Row:
    command = [sys.executable, "-m", "kondusif.cli.main", "read", str(texts), "--format", "jsonl", "--out", str(out)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with subprocess.Popen([*command, *options.split()], stderr=subprocess.DEVNULL) as process:
        largest = together = 0.0
        while process.poll() is None:
            high, now = _memory(process.pid)
            largest, together = max(largest, high), max(together, now)
            time.sleep(_SAMPLED_EVERY)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"kondusif read {options} ended with {process.returncode}")
    return {
        "options": options,
        "texts": count,
        "seconds": seconds,
        "cpu_seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "largest_megabytes": largest,
        "together_megabytes": together,
        "sha256": _hash(out),
    }


def _memory(root: int) -> tuple[float, float]:
    """Most that any process of the family ever held, and what they hold together now, shared pages counted once."""
    largest = together = 0.0
    for pid in _family(root):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue  # it has just ended
        largest = max(largest, _kilobytes(status, "VmHWM") / 1024)
        together += _kilobytes(rollup, "Pss") / 1024
    return largest, together


def _family(root: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(after_name[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _kilobytes(text: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
