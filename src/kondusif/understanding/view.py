"""`View`: the text as the reader's steps see it, and the way back to the text as stored.

Steps clean, cut and mask; conclusions point at the original. A view knows for each of its characters which range of the
document it came from, so that any range of it maps back to a `Span`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kondusif.understanding.reading import Field, Span

Positions = NDArray[np.int32]

# Marks without a body: byte order, joiners, direction, soft hyphen, accents written apart, skin tones. Inside a word they
# only hide it from a search.
_INVISIBLE = frozenset(
    chain(
        (0xAD, 0x61C, 0x180E, 0xFEFF),
        *(range(0x300, 0x370), range(0x200B, 0x2010), range(0x202A, 0x202F)),
        *(range(0x2060, 0x206A), range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400)),
    )
)
_PLAIN = dict(
    zip(
        map(
            ord,
            "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\xa0\t\x0b\x0c\x85",
        ),
        " " * 20,
        strict=True,
    )
)
_PLAIN |= dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4`\u02bc\u02b9"), "'")
_PLAIN |= dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"), '"')
_PLAIN |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_PLAIN |= dict.fromkeys(map(ord, "\r\u2028\u2029"), "\n")


# Up to this many different letters, replacing one after the other beats arrays.
_FEW = 40


class Edit(NamedTuple):
    """Replace ``view.text[start:stop]`` by `text`."""

    start: int
    stop: int
    text: str


class View:
    """A working text over a document. Immutable: `edit` returns a new one."""

    def __init__(
        self,
        text: str,
        original: str,
        title_length: int,
        begins: Positions | None = None,
        ends: Positions | None = None,
    ) -> None:
        # `original` is title, line break, text; without a title it is the text alone.
        self.text = text
        self._original = original
        self._title_length = title_length
        self._begins = begins
        self._ends = ends

    @cached_property
    def lower(self) -> str:
        """The text in lower case, of the same length."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in self.text)

    def span(self, start: int, stop: int) -> Span:
        """The words of the document behind ``text[start:stop]``; of a range over both fields, the part in the title."""
        if self._begins is None or self._ends is None:
            begin, end = start, stop
        else:
            last = max(start, stop - 1)
            begin, end = int(self._begins[start]), int(self._ends[last])
        title = self._title_length
        if not title:
            return Span(Field.TEXT, begin, end, self._original[begin:end])
        if begin < title:
            end = min(end, title)
            return Span(Field.TITLE, begin, end, self._original[begin:end])
        return Span(Field.TEXT, max(begin - title - 1, 0), end - title - 1, self._original[max(begin, title + 1) : end])

    def edit(self, edits: Iterable[Edit]) -> View:
        """The view with ranges replaced. Edits are sorted by start and do not overlap."""
        changes = [edit for edit in edits if edit.stop > edit.start]
        if not changes:
            return self
        begins, ends = self._positions()
        texts: list[str] = []
        new_begins: list[Positions] = []
        new_ends: list[Positions] = []
        at = 0
        for start, stop, replacement in changes:
            texts += (self.text[at:start], replacement)
            length = len(replacement)
            new_begins += (begins[at:start], np.full(length, begins[start], dtype=np.int32))
            new_ends += (ends[at:start], np.full(length, ends[stop - 1], dtype=np.int32))
            at = stop
        texts.append(self.text[at:])
        new_begins.append(begins[at:])
        new_ends.append(ends[at:])
        return self._made("".join(texts), np.concatenate(new_begins), np.concatenate(new_ends))

    def without(self, letters: frozenset[int]) -> View:
        """The view without these code points."""
        if letters.isdisjoint(map(ord, set(self.text))):
            return self
        codes = self._codes()
        keep = ~np.isin(codes, np.fromiter(letters, dtype=np.uint32))
        begins, ends = self._positions()
        return self._made(_decoded(codes[keep]), begins[keep], ends[keep])

    def spelled(self, table: dict[int, str]) -> View:
        """The view with letters replaced by one letter or several."""
        longer = {code: plain for code, plain in table.items() if len(plain) != 1}
        if not longer and len(table) < _FEW:
            text = self.text
            for code, plain in table.items():
                text = text.replace(chr(code), plain)
            return self._made(text, self._begins, self._ends)
        codes = self._codes().copy()
        for code in table.keys() - longer.keys():
            codes[codes == code] = ord(table[code])
        if not longer:
            return self._made(_decoded(codes), self._begins, self._ends)
        lengths = np.ones(len(codes), dtype=np.int64)
        for code, plain in longer.items():
            lengths[codes == code] = len(plain)
        begins, ends = self._positions()
        text = _decoded(codes).translate(longer)
        return self._made(text, np.repeat(begins, lengths), np.repeat(ends, lengths))

    def _codes(self) -> NDArray[np.uint32]:
        # Lone surrogates come out of broken JSON escapes; they are letters like others here.
        return np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)

    def _positions(self) -> tuple[Positions, Positions]:
        if self._begins is None or self._ends is None:
            begins = np.arange(len(self.text), dtype=np.int32)
            return begins, begins + 1
        return self._begins, self._ends

    def _made(self, text: str, begins: Positions | None, ends: Positions | None) -> View:
        return View(text, self._original, self._title_length, begins, ends)


def view_of(title: str, text: str) -> View:
    """A cleaned view over title and text: one line for the title, then the text.

    Invisible marks are gone, look-alike quotes, dashes and spaces are plain, compatibility letters (full width, ligatures) and
    accented Latin letters are plain. Linear in the length of the text.
    """
    original = f"{title}\n{text}" if title else text
    view = View(original, original, len(title))
    if original.isascii():
        return view.spelled(_ASCII) if not _ASCII_ODD.isdisjoint(original) else view
    view = view.without(_INVISIBLE)
    letters = {ord(letter) for letter in set(view.text) if letter > "\x7f" or letter in _ASCII_ODD}
    table = {letter: _plain_letter(letter) for letter in letters}
    return view.spelled({letter: plain for letter, plain in table.items() if plain != chr(letter)})


def _decoded(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_ASCII = {code: plain for code, plain in _PLAIN.items() if code < 128}
_ASCII_ODD = frozenset(map(chr, _ASCII))


def _plain_letter(code: int) -> str:
    if code in _PLAIN:
        return _PLAIN[code]
    composed = unicodedata.normalize("NFKD", chr(code))
    base = "".join(mark for mark in composed if not unicodedata.combining(mark))
    if not base.isascii() or not base:
        base = unicodedata.normalize("NFKC", chr(code))
    return "".join(_PLAIN.get(ord(letter), letter) for letter in base)
