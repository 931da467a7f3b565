"""A copy of the rule base that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kondusif.rulebase.loader import DATA, Problem, read_contents
from kondusif.rulebase.validation import Files, validated

Spoil = Callable[[str, str, str], None]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The shipped files, copied."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    return folder


@pytest.fixture
def spoil(data: Path) -> Spoil:
    """Replace the first occurrence of a text in one of the copied files; the text must be there."""

    def replace(name: str, before: str, after: str) -> None:
        path = data / f"{name}.yaml"
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

    return replace


@pytest.fixture
def files_of(data: Path) -> Callable[[], Files]:
    """The copied files in their shapes, read when called."""
    return lambda: validated(read_contents(data)[1])


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    """File and field of every problem."""
    return [(problem.file, problem.field) for problem in problems]
