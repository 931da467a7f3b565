"""Plain lower-case letters of a text, one for one, so that offsets stay true."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_ACCENTED = "àáâãäåèéêëìíîïòóôõöøùúûüñçýÀÁÂÃÄÅÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÑÇÝ"
_UNACCENTED = "aaaaaaeeeeiiiioooooouuuuncyaaaaaaeeeeiiiioooooouuuuncy"
_QUOTES = "’‘‛ʼ′`´"
_DASHES = "‐‑‒–—−"


def _byte_tables() -> tuple[bytes, bytes]:
    lowered = bytearray(range(256))
    for capital in range(ord("A"), ord("Z") + 1):
        lowered[capital] = capital + 32
    for accented, plain in zip(_ACCENTED.encode("latin-1"), _UNACCENTED.encode("latin-1"), strict=True):
        lowered[accented] = plain
    lowered[0xA0] = 32
    words = bytearray(lowered)
    for code in range(256):
        letter = chr(lowered[code])
        words[code] = lowered[code] if letter.isalnum() and letter.isascii() else 32
    return bytes(lowered), bytes(words)


_LOWER, _WORDS = _byte_tables()


class Folded(NamedTuple):
    """`low` is the text in lower case without accents; in `flat` every other sign than a letter or digit is a space.

    `words` are the different words of `flat`.
    """

    low: str
    flat: str
    words: frozenset[str]


@lru_cache(maxsize=1)
def fold(text: str) -> Folded:
    """Fold a text. Both forms have exactly its length; signs beyond Latin-1 become "?" and a space.

    The last text is kept, since dates, actors and checks look at one text in turn.
    """
    if not text.isascii():
        for sign in _QUOTES:
            text = text.replace(sign, "'")
        for sign in _DASHES:
            text = text.replace(sign, "-")
    plain = text.encode("latin-1", "replace")
    flat = plain.translate(_WORDS).decode("latin-1")
    return Folded(plain.translate(_LOWER).decode("latin-1"), flat, frozenset(flat.split()))


def anchors(flat: str, tokens: Iterable[str], most: int) -> list[tuple[int, str]]:
    """Where these words begin in a flat text, and which word it is, in order; of each word at most so many."""
    found: list[tuple[int, str]] = []
    padded = f" {flat} "
    for token in tokens:
        sought, step = f" {token} ", len(token) + 1
        at, count = padded.find(sought), 0
        while at >= 0 and count < most:
            found.append((at, token))
            count += 1
            at = padded.find(sought, at + step)
    found.sort()
    return found
