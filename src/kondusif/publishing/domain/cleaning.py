"""Words of strangers made fit for every kind of paper."""

from __future__ import annotations

import unicodedata

# Controls, surrogates, private use, unassigned; of the formats those that turn the direction of what follows them.
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(words: str, longest: int = 400) -> str:
    """One line without what breaks a page: control letters, letters that turn the line around, endless length."""
    line = " ".join(words.split())
    kept = "".join(letter for letter in line if letter not in _TURNING and unicodedata.category(letter) not in _DROPPED)
    return kept if len(kept) <= longest else f"{kept[: longest - 1].rstrip()}…"
