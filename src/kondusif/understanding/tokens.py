"""Words of a view with their places in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ASCII_WORD = np.array([chr(code).isalnum() for code in range(128)] + [False])
_QUOTE = ord("'")


@dataclass(slots=True)
class Tokens:
    """Words of a text in order; the lists run in parallel. `words` are lower case, an inner or final apostrophe stays."""

    words: list[str]
    starts: list[int]
    stops: list[int]
    capitals: list[bool]
    text: str

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.capitals[index]

    def gap(self, index: int) -> str:
        """What stands between this word and the next one."""
        return self.text[self.stops[index] : self.starts[index + 1]]


def tokens_of(text: str, lower: str) -> Tokens:
    """Split a text into words; `lower` is the same text in lower case and of the same length.

    A word is a run of letters and digits with the apostrophes in it and at its end ("ca'na", "are'").
    """
    codes = np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = np.zeros(len(codes) + 2, dtype=bool)
    inside[1:-1] = _word_letters(codes)
    quotes = np.flatnonzero(codes == _QUOTE) + 1
    for place in quotes.tolist() if len(quotes) < len(codes) // 2 else ():
        inside[place] = inside[place - 1]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, stops = edges[0::2], edges[1::2]
    firsts = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)[starts]
    begins, ends = starts.tolist(), stops.tolist()
    words = [lower[start:stop] for start, stop in zip(begins, ends, strict=True)]
    if quotes.size:
        _unquote(words, begins, ends, lower)
    # A first letter that lower case changed is a capital.
    return Tokens(words, begins, ends, (firsts != codes[starts]).tolist(), text)


def _unquote(words: list[str], begins: list[int], ends: list[int], lower: str) -> None:
    """A word in single quotes ends before the closing one; elsewhere an apostrophe at the end is a letter ("are'")."""
    for index, word in enumerate(words):
        if word[-1] == "'" and begins[index] > 0 and lower[begins[index] - 1] == "'":
            words[index] = word.rstrip("'")
            ends[index] -= len(word) - len(words[index])


def _word_letters(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    letters = _ASCII_WORD[np.minimum(codes, 128)]
    foreign = codes[codes > 127]
    for code in np.unique(foreign).tolist() if foreign.size else ():
        if chr(code).isalnum():
            letters |= codes == code
    return letters
