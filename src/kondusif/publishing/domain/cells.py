"""Cells that no spreadsheet runs (trust T12, test A12), and the way back to the text.

CSV knows no types: what a spreadsheet may take for a formula gets an apostrophe in front, also where a wrongly guessed
separator would begin a cell within the text. A text that has an apostrophe there already gets a second one, so that taking
one away always restores it: `restored`. XLSX says itself that a cell is text; there only letters that XML cannot hold are written
as Excel writes them, `_x000D_`.
"""

from __future__ import annotations

import re
from typing import Any

# The longest text that Excel keeps in a cell; more makes the file unreadable to it.
LONGEST_CELL = 32_767
CUT = "… [dipotong]"
_RISKY = "=+@|%\\-\t\r\n\uff1d\uff0b\uff0d\uff20\uff5c\uff05\ufe62\ufe63\ufe66\ufe6b\ufe6a\u2212"
_BLANK = "\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f"
_QUOTES = "\"'`´‘’‚‛“”„‟«»＂＇"
# Where a cell begins: at the start, or where a reader that expects another separator would cut.
_BEGIN = r"(?:\A|(?<=[;\t\r\n]))"
_UNSAFE = re.compile(rf"{_BEGIN}(?='|[{_BLANK}{_QUOTES}]*[{_RISKY}])")
_SAVED = re.compile(rf"{_BEGIN}'")
# Letters that XML cannot hold, and what Excel would read as the escape of one.
_ESCAPED = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def formula_safe(cell: Any) -> Any:
    """A cell of a CSV file that no spreadsheet takes for a formula; what is no text stays as it is."""
    return _UNSAFE.sub("'", cell) if isinstance(cell, str) else cell


def restored(cell: str) -> str:
    """The text behind a cell that `formula_safe` made."""
    return _SAVED.sub("", cell)


def sheet_text(text: str) -> str:
    """A text as a cell of XLSX can hold it; longer ones than Excel takes are cut and say so."""
    written = _ESCAPED.sub(_escape, text)
    return written if len(written) <= LONGEST_CELL else written[: LONGEST_CELL - len(CUT)] + CUT


def text_of_sheet(written: str) -> str:
    """The text behind a cell that `sheet_text` made."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), written)


def _escape(found: re.Match[str]) -> str:
    return "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_"
