"""Everyday words by what they are about."""

from __future__ import annotations

import pytest

from kondusif.understanding.analysis import shipped_lines
from kondusif.understanding.concepts import Concepts
from kondusif.understanding.sequence import Sequence, sequence_of
from kondusif.understanding.tokens import tokens_of
from kondusif.understanding.words import Vocabulary

VOCABULARY = Vocabulary({"duit": "uang", "sewek": "sobek"}, frozenset(["uang", "sobek", "baliho", "spanduk"]))
CONCEPTS = Concepts(["UANG: uang amplop 50rb", "APK: baliho spanduk", "RUSAK: sobek amplop"], VOCABULARY)


def sequence(text: str) -> Sequence:
    return sequence_of(tokens_of(text, text.lower()), VOCABULARY, {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("warga datang", {}),
        ("baliho disobek", {"APK": (0.5, 0), "RUSAK": (0.5, 1)}),
        ("baliho sewek spanduk", {"APK": (0.5**0.5, 0), "RUSAK": (0.5, 1)}),
        ("x amplop", {"UANG": (0.5, 1), "RUSAK": (0.5, 1)}),
        ("uang duit uang duit", {"UANG": (1.0, 0)}),
        ("uang duit uang duit uang duit", {"UANG": (1.0, 0)}),
        ("50rb", {}),
    ],
)
def test_strength_and_first_word_of_each_concept(text: str, found: dict[str, tuple[float, int]]) -> None:
    assert CONCEPTS.find(sequence(text), head=10, beyond=0.25) == found


def test_words_beyond_the_head_count_less() -> None:
    assert CONCEPTS.find(sequence("x x uang"), head=2, beyond=0.25) == {"UANG": (0.25, 2)}


def test_the_shipped_concepts_are_named_once_each() -> None:
    names = [line.partition(":")[0] for line in shipped_lines("concepts.txt")]
    assert all(name.isupper() for name in names)
    assert all(line.partition(":")[2].split() for line in shipped_lines("concepts.txt"))
    assert sorted(set(names)) == sorted(names)
