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


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words in step: as written, in standard form, and the first and last token each came from."""

    words: list[str]
    standard: list[str]
    firsts: list[int]
    lasts: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, tokens: Tokens, first: int, last: int) -> tuple[int, int]:
        """Range of the view behind the words ``first..last``."""
        return tokens.starts[self.firsts[first]], tokens.stops[self.lasts[last]]


def sequence_of(
    tokens: Tokens, vocabulary: Vocabulary, folded: Mapping[int, tuple[int, str]], *, loose: bool
) -> Sequence:
    """The sequence of a text. `folded` maps a first token to (last token, what it counts as)."""
    made = Sequence([], [], [], [])
    index, count = 0, len(tokens)
    while index < count:
        fold = folded.get(index)
        if fold is not None:
            last, kind = fold
            _add(made, kind, (kind,), index, last)
            index = last + 1
            continue
        word = tokens.words[index]
        if word == MASK:
            _add(made, NAME, (NAME,), index, index)
            index += 1
            continue
        if not loose and tokens.is_capital(index) and (last := _name_run(tokens, vocabulary, index, folded)) >= index:
            _add(made, NAME, (NAME,), index, last)
            index = last + 1
            continue
        _add(made, word, vocabulary.standard(word), index, index)
        index += 1
    return made


def _add(made: Sequence, word: str, standard: tuple[str, ...], first: int, last: int) -> None:
    if word == NAME and made.words and made.words[-1] == NAME and made.lasts[-1] == first - 1:
        made.lasts[-1] = last
        return
    for number, form in enumerate(standard):
        made.words.append(word if number == 0 and form[0] != "<" else form)
        made.standard.append(form)
        made.firsts.append(first)
        made.lasts.append(last)


def _name_run(tokens: Tokens, vocabulary: Vocabulary, index: int, folded: Collection[int]) -> int:
    """Last token of a run of capitalised words that holds an unknown one, or -1: such a run is a name."""
    last = index
    while last + 1 < len(tokens) and last + 1 not in folded and tokens.is_capital(last + 1) and tokens.gap(last) in {" ", "-", ". ", "."}:
        last += 1
    known = [vocabulary.knows(tokens.words[place]) for place in range(index, last + 1)]
    if all(known):
        return -1
    # Known words at the head of the run stay words: "Ketua Panwascam Anu".
    start = known.index(False)
    return last if start == 0 else -1
