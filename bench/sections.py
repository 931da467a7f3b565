"""The sections of docs/bench.md: each benchmark writes its own and leaves the others alone."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/bench.md"


def put(section: str, heading: str) -> None:
    """Write `section` where the section under `heading` (`## …`) stands, or at the end of the page."""
    text = PAGE.read_text(encoding="utf-8")
    old = re.search(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if not old:
        PAGE.write_text(f"{text.rstrip()}\n\n{section}", encoding="utf-8")
        return
    before, after = text[: old.start()], text[old.end() :]
    PAGE.write_text(before + section + "\n" * bool(after) + after, encoding="utf-8")
