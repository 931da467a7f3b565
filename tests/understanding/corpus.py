"""The labelled corpus as the tests of the reader meet it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from kondusif.understanding.document import Document

CORPORA = Path(__file__).parents[1] / "corpora"
Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """Rows of one file, for instance ``heldout/articles.jsonl``."""
    return [json.loads(line) for line in (CORPORA / name).read_text(encoding="utf-8").splitlines()]


@cache
def training_rows() -> list[Row]:
    """Every text that the model is trained on, in order of the files."""
    return [row for path in sorted((CORPORA / "texts").glob("*.jsonl")) for row in rows_of(f"texts/{path.name}")]


@cache
def heldout_rows() -> list[Row]:
    """Every text that is never trained on."""
    return [row for path in sorted((CORPORA / "heldout").glob("*.jsonl")) for row in rows_of(f"heldout/{path.name}")]


def document_of(row: Row) -> Document:
    """A row as it would arrive."""
    moments = {name: datetime.fromisoformat(row[name]) for name in ("received_at", "published_at") if row.get(name)}
    return Document(row["id"], row["text"], row.get("title") or "", row.get("source") or "", **moments)
