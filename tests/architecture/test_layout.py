from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src/kondusif"
ROOMS = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))
PACKAGES = sorted(path for path in HOUSE.rglob("__init__.py") if path.parent.name != "migrations")


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.parent.relative_to(HOUSE)))
def test_a_package_says_what_it_is_and_imports_nothing(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    if path.parent == HOUSE:
        body = [each for each in body if not isinstance(each, ast.Assign)]  # __version__
    if path.parent.name == "queries":  # the front of a room may lead to its own modules, and to nothing else
        own = ".".join(path.parent.relative_to(HOUSE.parent).parts)
        assert all(str(each.module).startswith(own) for each in body if isinstance(each, ast.ImportFrom))
        body = [each for each in body if not isinstance(each, ast.ImportFrom | ast.Assign)]
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_on_the_map(room: str) -> None:
    assert f"`{room}`" in (ROOT / "docs/map.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", sorted(set(ROOMS) - {"config"}))
def test_every_room_has_tests_under_its_own_name(room: str) -> None:
    assert list((ROOT / "tests" / room).rglob("test_*.py"))


def test_the_map_names_no_room_that_does_not_stand() -> None:
    page = (ROOT / "docs/map.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert {name for name in named if not re.search(r"[/.]", name)} == set(ROOMS)
