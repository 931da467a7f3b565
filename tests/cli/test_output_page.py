from __future__ import annotations

import re
from pathlib import Path

from kondusif.cli.flat import COLUMNS

PAGE = Path(__file__).parents[2] / "docs" / "output.md"


def test_every_column_is_explained_once_and_in_order() -> None:
    table = "\n".join(line.split("|")[1] for line in PAGE.read_text().splitlines() if line.startswith("| `"))
    assert tuple(re.findall(r"`(\w+)`", table)) == COLUMNS
