"""Informal, regional and inflected words are led back to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.analysis import Analyser
from kondusif.understanding.words import Vocabulary

ROOTS = frozenset(
    [
        "bagi",
        "uang",
        "sebar",
        "pilih",
        "titip",
        "ketik",
        "coblos",
        "sapu",
        "kirim",
        "paslon",
        "nomor",
        "jari",
        "orang",
        "beri",
        "datang",
        "ikut",
    ]
)
WORDS = {"duit": "uang", "pitih": "uang", "wenehi": "beri", "no": "nomor", "mbagi": "bagi", "gpp": "tidak apa"}
VOCABULARY = Vocabulary(WORDS, ROOTS, frozenset({"sapu"}))


@pytest.mark.parametrize(
    ("word", "standard"),
    [
        ("bagi", ("bagi",)),
        ("dibagi", ("bagi",)),
        ("dibagikan", ("bagi",)),
        ("dibagiin", ("bagi",)),
        ("membagikan", ("bagi",)),
        ("dibagiake", ("bagi",)),
        ("menyebar", ("sebar",)),
        ("memilih", ("pilih",)),
        ("nyapu", ("sapu",)),
        ("menitipkan", ("titip",)),
        ("ngetik", ("ketik",)),
        ("titipannya", ("titip",)),
        ("orange", ("<warna>",)),
        ("orang2", ("orang",)),
        ("duit", ("uang",)),
        ("duitnya", ("uang",)),
        ("pitih", ("uang",)),
        ("gpp", ("tidak", "apa")),
        ("cobloosss", ("cobloos",)),
        ("datanggg", ("datang",)),
        ("xyzzy", ("xyzzy",)),
    ],
)
def test_forms_of_one_word_are_one_word(word: str, standard: tuple[str, ...]) -> None:
    assert VOCABULARY.standard(word) == standard


@pytest.mark.parametrize(
    ("word", "standard"),
    [
        *(
            (word, ("<angka>",))
            for word in [
                "1",
                "2",
                "27",
                "3x",
                "2nd",
                "dua",
                "loro",
                "telu",
                "opat",
                "siji",
                "tiga",
                "kedua",
                "iii",
            ]
        ),
        *((word, ("<warna>",)) for word in ["merah", "abang", "kuning", "ijo", "biru", "putih", "hijau", "bodas"]),
        *((word, ("<uang>",)) for word in ["50rb", "100ribu", "20k", "5jt", "2juta"]),
        ("1945", ("<banyak>",)),
        ("500", ("<banyak>",)),
        ("2024", ("2024",)),
        ("paslon2", ("paslon", "<angka>")),
        ("no1", ("nomor", "<angka>")),
        ("jari3", ("jari", "<angka>")),
    ],
)
def test_numbers_and_colours_are_levelled(word: str, standard: tuple[str, ...]) -> None:
    """They stand for pairs on ballots and shirts: none may weigh more than another."""
    assert VOCABULARY.standard(word) == standard


def test_endless_words_are_one_word() -> None:
    assert VOCABULARY.standard("a" * 31) == VOCABULARY.standard("wk" * 50_000) == ("<panjang>",)


def test_what_is_known_is_a_root_a_word_of_the_rule_base_or_a_number() -> None:
    words = ["bagi", "dibagikan", "duit", "50rb", "merah", "xyzzy", "sapu"]
    assert [VOCABULARY.knows(word) for word in words] == [True, True, True, True, True, False, False]


@given(st.text(st.sampled_from("adeikmnglobsyt2'"), min_size=1, max_size=20))
def test_a_word_is_led_back_alike_every_time(word: str) -> None:
    fresh = Vocabulary(WORDS, ROOTS)
    assert fresh.standard(word) == fresh.standard(word) == VOCABULARY.standard(word)
    assert fresh.standard(word)


def test_the_shipped_vocabulary_knows_the_regions(analyser: Analyser) -> None:
    standard = analyser.vocabulary.standard
    assert [standard(word) for word in ("duit", "pitih", "hepeng", "pesse", "wenehi")] == [("uang",)] * 4 + [("beri",)]
    assert [standard(word) for word in ("membagikan", "mencoblos", "menyebar")] == [("bagi",), ("coblos",), ("sebar",)]
