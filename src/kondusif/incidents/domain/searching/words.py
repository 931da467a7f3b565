"""The words of a text as search compares them, the same for every database.

Letters are lower case and without accents, an apostrophe inside of a word is silent ("Jum'at" is "jumat"), and a word
of another script stands as the hexadecimal of its letters: what reaches a database consists of a-z and 0-9 alone, so that
SQLite and PostgreSQL cannot cut it differently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_WORD = 64
MOST_WORDS = 16_000  # of one text; PostgreSQL numbers no position beyond 16,383
MOST_LETTERS = 400_000  # of one text that are looked at
_MOST_KEPT = 300_000  # letters of all its words; PostgreSQL holds a million of pairs of them
_FOREIGN = "zx"
_QUOTES = "'’‘ʼ`´"
# A run without blanks and without ASCII signs; other signs in it are looked at one by one, where there are any.
_RUN = re.compile(r"[^\s\x00-\x26\x28-\x2f\x3a-\x40\x5b-\x5f\x7b-\x7f]+")
_PLAIN = re.compile(rf"[a-z0-9]+(?:[{_QUOTES}][a-z0-9]+)*", re.IGNORECASE | re.ASCII)
_SILENT = str.maketrans("", "", _QUOTES)


class Token(NamedTuple):
    """A word of a text, where it stands, and the form in which it is compared."""

    start: int
    end: int
    word: str


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    if text.isascii():
        for found in _PLAIN.finditer(text):
            yield Token(found.start(), found.end(), _plain(found[0]))
        return
    for run in _RUN.finditer(text):
        for start, end in _pieces(run[0]):
            if word := folded(run[0][start:end]):
                yield Token(run.start() + start, run.start() + end, word)


def indexed(text: str) -> str:
    """The words with blanks between, as a database keeps them."""
    found: list[str] = []
    length = 0
    for token in tokens(text[:MOST_LETTERS]):
        length += len(token.word) + 1
        if len(found) == MOST_WORDS or length > _MOST_KEPT:
            break
        found.append(token.word)
    return " ".join(found)


def folded(word: str) -> str:
    """One word as it is compared; empty where nothing of it is a letter or digit."""
    if word.isascii():
        return _plain("".join(letter for letter in word if letter.isalnum() or letter == "'"))
    plain = unicodedata.normalize("NFKD", word.translate(_SILENT)).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())
    if not letters or letters.isascii():
        return letters[:LONGEST_WORD]
    return (_FOREIGN + letters.encode("utf-8", "surrogatepass").hex())[:LONGEST_WORD]


def is_spelled(word: str) -> bool:
    """Whether a word is one that a person may have misspelled: Latin letters, no digits."""
    return word.isalpha() and not word.startswith(_FOREIGN) and 3 <= len(word) <= 40


def _plain(word: str) -> str:
    return word.replace("'", "").lower()[:LONGEST_WORD]


def _pieces(run: str) -> Iterator[tuple[int, int]]:
    """Where the words of a run begin and end: letters, digits, the marks that belong to them, quotes between them."""
    start: int | None = None
    end = 0
    for place, sign in enumerate(run):
        if sign.isalnum() or (start is not None and unicodedata.category(sign)[0] == "M"):
            start = place if start is None else start
            end = place + 1
        elif sign not in _QUOTES or start is None:
            if start is not None:
                yield start, end
            start = None
        elif end != place:  # a second quote: the word has ended
            yield start, end
            start = None
    if start is not None:
        yield start, end
