"""Words of a view with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")


@dataclass(slots=True)
class Tokens:
    """Words of a text in order; the lists run in parallel. `words` are lower case, an inner or final apostrophe stays."""

    words: list[str]
    starts: list[int]
    stops: list[int]
    text: str

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def gap(self, index: int) -> str:
        """What stands between this word and the next one."""
        return self.text[self.stops[index] : self.starts[index + 1]]


def tokens_of(text: str, lower: str) -> Tokens:
    """Split a text into words; `lower` is the same text in lower case and of the same length."""
    spans = [match.span() for match in _WORD.finditer(lower)]
    words = [lower[start:stop] for start, stop in spans]
    return Tokens(words, [start for start, _ in spans], [stop for _, stop in spans], text)
