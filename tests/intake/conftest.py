from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kondusif.intake.domain.refusal import Refusal
from kondusif.intake.domain.texts import read_texts
from kondusif.understanding.document import Document

Read = Callable[..., tuple[list[Document], list[str]]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads paths (by default all of `tmp_path`); returns the documents, and the refusals as people see them."""
    monkeypatch.chdir(tmp_path)

    def run(*paths: str | Path) -> tuple[list[Document], list[str]]:
        items = list(read_texts(paths or ["."]))
        refused = [str(item) for item in items if isinstance(item, Refusal)]
        return [item for item in items if isinstance(item, Document)], refused

    return run
