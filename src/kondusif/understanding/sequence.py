"""The words that may weigh: standard forms in order, with names folded into one word each.

A person, a place, a candidate counts as one word whatever its length, so that neither who nor where, nor how long the name is,
moves anything that is scored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kondusif.understanding.masking import MASK
from kondusif.understanding.tokens import Tokens
from kondusif.understanding.words import Vocabulary

NAME, PLACE = "<nama>", "<tempat>"
# What a text is about stands in its first words: topic, stance and terms are read from these, places and dates from all.
MOST_WORDS = 180


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words in step: as written, in plain and in standard form, and the first and last token each came from."""

    words: list[str]
    plain: list[str]
    standard: list[str]
    firsts: list[int]
    lasts: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, tokens: Tokens, first: int, last: int) -> tuple[int, int]:
        """Range of the view behind the words ``first..last``."""
        return tokens.starts[self.firsts[first]], tokens.stops[self.lasts[last]]


def sequence_of(tokens: Tokens, vocabulary: Vocabulary, folded: Mapping[int, tuple[int, str]]) -> Sequence:
    """The sequence of a text. `folded` maps a first token to (last token, what it counts as)."""
    words: list[str] = []
    plain: list[str] = []
    standard: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    forms_of = vocabulary.forms
    capitals = tokens.capitals
    done = 0
    for index, word in enumerate(tokens.words):
        if index < done:
            continue
        if len(words) >= MOST_WORDS:
            break
        last, kind = folded.get(index, _NO_FOLD)
        if word == MASK:
            last, kind = index, NAME
        elif last < 0 and capitals[index] and (last := _name_run(tokens, vocabulary, index, folded)) >= 0:
            kind = NAME
        if last >= 0:
            done = last + 1
            if kind == NAME and standard and standard[-1] == NAME and lasts[-1] == index - 1:
                lasts[-1] = last
                continue
            plains: tuple[str, ...] = (kind,)
            forms = plains
            word = kind  # noqa: PLW2901 -- a name counts as what it is, not as how it is spelled
        else:
            last = index
            plains, forms = forms_of(word)
            if forms == _COLOUR and standard and standard[-1] == _COLOUR[0] and lasts[-1] == index - 1:
                lasts[-1] = index  # "abu-abu" is one colour, like "biru"
                continue
        words.append(word if forms[0][0] != "<" else forms[0])
        plain.append(plains[0])
        standard.append(forms[0])
        firsts.append(index)
        lasts.append(last)
        for part, form in zip(plains[1:], forms[1:], strict=True):
            words.append(part)
            plain.append(part)
            standard.append(form)
            firsts.append(index)
            lasts.append(last)
    return Sequence(words, plain, standard, firsts, lasts)


_NO_FOLD = (-1, "")
_COLOUR = ("<warna>",)


def _name_run(tokens: Tokens, vocabulary: Vocabulary, index: int, folded: Collection[int]) -> int:
    """Last token of a run of capitalised words that holds an unknown one, or -1: such a run is a name."""
    if vocabulary.knows(tokens.words[index]):
        return -1  # known words at the head of a run stay words: "Ketua Panwascam Anu"
    last = index
    while (
        last + 1 < len(tokens)
        and last + 1 not in folded
        and tokens.is_capital(last + 1)
        and tokens.gap(last) in {" ", "-", ". ", "."}
    ):
        last += 1
    return last
