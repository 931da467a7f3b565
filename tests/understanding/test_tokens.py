"""A text falls into words, and every word lies where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.tokens import Tokens, tokens_of
from kondusif.understanding.view import view_of


def tokens(text: str) -> Tokens:
    view = view_of("", text)
    return tokens_of(view.text, view.lower)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  .,!?", []),
        ("Warga Desa Ambulu", ["warga", "desa", "ambulu"]),
        ("oro-oro Ombo", ["oro", "oro", "ombo"]),
        ("ca'na are' Jum’at", ["ca'na", "are'", "jum'at"]),
        ("'a", ["a"]),
        ("a''b", ["a", "b"]),
        ("Rp50.000,- 3x BPD2", ["rp50", "000", "3x", "bpd2"]),
        ("satu_dua", ["satu", "dua"]),
        ("satu\ndua\tiga", ["satu", "dua", "iga"]),
        ("👍🏽ok 日本", ["ok", "日本"]),
        ("De\u200bsa Am\u00adbulu", ["desa", "ambulu"]),
        ("\ud800warga\udfff", ["warga"]),
        ("١٢ orang", ["١٢", "orang"]),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert tokens(text).words == words


def test_a_first_letter_decides_about_capitals() -> None:
    found = tokens("Desa aMBULU 3X Ünder 日本")
    assert found.capitals == [True, False, False, True, False]
    assert [found.is_capital(index) for index in range(len(found))] == found.capitals


def test_what_stands_between_two_words_is_their_gap() -> None:
    found = tokens("Desa Ambulu, Kec.  Ambulu")
    assert [found.gap(index) for index in range(len(found) - 1)] == [" ", ", ", ".  "]


words_and_signs = st.text(st.one_of(st.sampled_from("ab'’ Z-\n.9\u200bé\ud800👍"), st.characters()), max_size=60)


@given(words_and_signs)
def test_every_word_is_the_text_at_its_place(text: str) -> None:
    view = view_of("", text)
    found = tokens_of(view.text, view.lower)
    slices = [view.lower[start:stop] for start, stop in zip(found.starts, found.stops, strict=True)]
    assert slices == found.words
    assert len(found) == len(found.words) == len(found.capitals)


@given(words_and_signs)
def test_every_letter_and_digit_is_in_one_word(text: str) -> None:
    view = view_of("", text)
    found = tokens_of(view.text, view.lower)
    covered = {place for start, stop in zip(found.starts, found.stops, strict=True) for place in range(start, stop)}
    assert {place for place, letter in enumerate(view.lower) if letter.isalnum()} <= covered
    assert all(view.lower[place].isalnum() or view.lower[place] == "'" for place in covered)
    assert found.starts == sorted(found.starts)
    assert all(stop < start for stop, start in zip(found.stops, found.starts[1:], strict=False))


@pytest.mark.parametrize("unit", ["a", "'", "a'", "a ", "日", "' "])
def test_long_runs_are_words_of_their_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    found = tokens(text)
    assert sum(len(word) for word in found.words) <= len(text)
    assert sum(word.count("a") + word.count("日") for word in found.words) == text.count("a") + text.count("日")
