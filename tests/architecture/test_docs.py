from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import check_docs


def test_pages_lead_somewhere_and_name_everything() -> None:
    assert check_docs.problems() == []


def test_the_readme_shows_real_output() -> None:
    shown = {block.page.name for block in check_docs.shown_blocks()}
    assert {"README.md", "README.id.md"} <= shown


@pytest.mark.parametrize(
    ("recorded", "printed", "same"),
    [
        ("$ a\nx\n", "$ a\nx\n", True),
        ("$ a\nx\n", "$ a\ny\n", False),
        ("$ a\n…\nz\n", "$ a\nx\ny\nz\n", True),
        ("$ a\nid …, code\n", "$ a\nid 17, code\n", True),
        ("$ a\n3,6 detik\n", "$ a\n11,2 detik\n", True),
    ],
)
def test_recorded_output_may_leave_out_what_changes(recorded: str, printed: str, same: bool) -> None:
    assert check_docs._matches(recorded, printed) is same
