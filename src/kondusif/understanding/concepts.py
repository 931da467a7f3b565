"""Everyday words by what they are about: a bridge from few labelled texts to many words.

"baliho", "umbul-umbul" and "gambar" are one concept to the model, "sobek", "sewek" and "dicopot" another.
"""

from __future__ import annotations

from collections.abc import Iterable

from kondusif.understanding.sequence import Sequence
from kondusif.understanding.words import Vocabulary

# Beyond this many words of one concept a text says nothing more by using another.
_ENOUGH = 4.0


class Concepts:
    """Finds concepts in a sequence. `lines` are of the form ``NAME: word word …`` (``data/concepts.txt``)."""

    def __init__(self, lines: Iterable[str], vocabulary: Vocabulary) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        for line in lines:
            name, _, words = line.partition(":")
            for word in words.split():
                for form in {word, vocabulary.standard(word)[0]}:
                    if not form.startswith("<") and name not in self._names.get(form, ()):
                        self._names[form] = (*self._names.get(form, ()), name)

    def find(self, sequence: Sequence, *, head: int, beyond: float) -> dict[str, tuple[float, int]]:
        """Concept → (strength 0 to 1, place of its first word); words after `head` count `beyond` of one."""
        counts: dict[str, float] = {}
        first: dict[str, int] = {}
        names = self._names
        for index, (word, standard) in enumerate(zip(sequence.words, sequence.standard, strict=True)):
            found = names.get(standard) or names.get(word)
            if not found:
                continue
            share = 1.0 if index < head else beyond
            for name in found:
                counts[name] = counts.get(name, 0.0) + share
                first.setdefault(name, index)
        return {name: ((min(count, _ENOUGH) / _ENOUGH) ** 0.5, first[name]) for name, count in counts.items()}
