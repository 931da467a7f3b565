"""The texts that speed is measured on: all written by us, each different, in an order that never changes."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests/corpora"
DOSSIER = ROOT / "src/kondusif/intake/dossier"
ARTICLE_LETTERS = 2800
Row = dict[str, Any]


def articles() -> list[Row]:
    """Articles of 2.8 kB about one event: those of our corpus are shorter, so each gets paragraphs of background."""
    background = (Path(__file__).parent / "background.txt").read_text(encoding="utf-8").strip().split("\n\n")
    choice = Random(9)
    found = []
    for row in _shuffled(row for row in _rows() if row.get("title") and len(row["text"]) > 500):
        paragraphs = [row["text"], *choice.sample(background, len(background))]
        found.append({**row, "text": _cut("\n\n".join(paragraphs))})
    return found


def digests() -> list[Row]:
    """2.8 kB of short news items one after the other, as in a press review: five times the names of an article."""
    found: list[Row] = []
    parts: list[str] = []
    for row in _shuffled(row for row in _rows() if row.get("title")):
        parts.append(f"{row['title']}\n\n{row['text']}")
        if sum(map(len, parts)) >= ARTICLE_LETTERS:
            found.append({**row, "title": "", "text": _cut("\n\n".join(parts))})
            parts = []
    return found


def reports() -> list[Row]:
    """Short reports, chat messages and notes, as they are."""
    return _shuffled(row for row in _rows() if not row.get("title"))


def held_out(name: str) -> list[Row]:
    """One part of the labelled corpus that is never trained on."""
    return _read(CORPUS / "heldout" / f"{name}.jsonl")


def many(count: int) -> list[Row]:
    """`count` texts of every kind, each with its own id."""
    rows = _shuffled(_rows())
    return [{**rows[number % len(rows)], "id": f"{number:06d}"} for number in range(count)]


def _cut(text: str) -> str:
    return text[:ARTICLE_LETTERS].rpartition(" ")[0]


def _rows() -> list[Row]:
    files = [*sorted(CORPUS.glob("*/*.jsonl")), *sorted(DOSSIER.glob("*.jsonl"))]
    return [row for file in files for row in _read(file)]


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _shuffled(rows: Any) -> list[Row]:
    ordered = list(rows)
    Random(20241127).shuffle(ordered)
    return ordered
