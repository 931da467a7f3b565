"""Names of any kind and length are one word, so that neither who nor where weighs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.masking import MASK
from kondusif.understanding.sequence import MOST_WORDS, NAME, PLACE, Sequence, sequence_of
from kondusif.understanding.tokens import Tokens, tokens_of
from kondusif.understanding.words import Vocabulary

KNOWN = frozenset({"warga", "ketua", "bagi", "uang", "di", "desa", "kata", "paslon", "nomor"})
VOCABULARY = Vocabulary({"duit": "uang", "gpp": "tidak apa"}, KNOWN, frozenset({"budi"}))


def tokens(text: str) -> Tokens:
    return tokens_of(text, text.lower())


def sequence(text: str, folded: dict[int, tuple[int, str]] | None = None) -> Sequence:
    return sequence_of(tokens(text), VOCABULARY, folded or {})


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("", []),
        ("warga dibagi duit", ["warga", "bagi", "uang"]),
        ("gpp warga", ["tidak", "apa", "warga"]),
        ("kata Wirya Gumelar di desa", ["kata", NAME, "di", "desa"]),
        ("kata Wirya-Gumelar S. Kinanti di desa", ["kata", NAME, "di", "desa"]),
        ("Ketua Wirya di desa", ["ketua", NAME, "di", "desa"]),
        ("Ketua Budi di desa", ["ketua", NAME, "di", "desa"]),
        (f"paslon {MASK} bagi uang", ["paslon", NAME, "bagi", "uang"]),
        (f"paslon {MASK} Wirya bagi uang", ["paslon", NAME, "bagi", "uang"]),
        ("paslon 2 warga", ["paslon", "<angka>", "warga"]),
        ("warga abu-abu desa", ["warga", "<warna>", "desa"]),
        ("warga merah putih desa", ["warga", "<warna>", "desa"]),
        ("paslon2 warga", ["paslon", "<angka>", "warga"]),
        ("di Desa Warga", ["di", "desa", "warga"]),
        ("Warga, Budi, Wirya", ["warga", NAME]),
    ],
)
def test_words_that_may_weigh(text: str, standard: list[str]) -> None:
    assert sequence(text).standard == standard


def test_folded_names_are_one_word() -> None:
    found = sequence("warga desa oro oro ombo kata wirya", {2: (4, PLACE), 6: (6, NAME)})
    assert found.words == found.standard == ["warga", "desa", PLACE, "kata", NAME]
    assert (found.firsts, found.lasts) == ([0, 1, 2, 5, 6], [0, 1, 4, 5, 6])


def test_a_range_of_words_leads_back_to_the_text() -> None:
    text = "warga Oro Oro Ombo dibagi duit"
    found = sequence(text, {1: (3, PLACE)})
    ranges = [found.span(tokens(text), first, last) for first, last in ((0, 0), (1, 1), (1, 3))]
    assert [text[start:stop] for start, stop in ranges] == ["warga", "Oro Oro Ombo", "Oro Oro Ombo dibagi duit"]


def test_a_word_that_stands_for_two_points_at_itself_twice() -> None:
    found = sequence("gpp warga")
    assert (found.firsts, found.lasts) == ([0, 0, 1], [0, 0, 1])


def test_only_the_first_words_are_weighed() -> None:
    assert len(sequence("warga " * 5_000)) == MOST_WORDS


@given(st.text(st.sampled_from("abWuang warga Budi 2-."), max_size=80))
def test_words_are_in_order_and_in_step(text: str) -> None:
    found = sequence(text)
    assert len(found.words) == len(found.standard) == len(found.firsts) == len(found.lasts) == len(found)
    assert found.firsts == sorted(found.firsts)
    assert all(first <= last for first, last in zip(found.firsts, found.lasts, strict=True))


@given(st.sampled_from(["Wirya", "Wirya Gumelar", "Wirya Gumelar Sekar Kinanti", "Wirya-Sekar", MASK]))
def test_how_a_name_is_spelled_changes_nothing(name: str) -> None:
    found = sequence(f"kata {name} warga dibagi duit")
    assert (found.words, found.standard) == (
        ["kata", NAME, "warga", "dibagi", "duit"],
        ["kata", NAME, "warga", "bagi", "uang"],
    )
