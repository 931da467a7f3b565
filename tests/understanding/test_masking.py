"""Whatever stands for a pair becomes one word, whatever it is called; what only resembles a name stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.candidates import Candidate
from kondusif.understanding.masking import MASK, Masker
from kondusif.understanding.reading import Field, Span
from kondusif.understanding.view import view_of

# All of them are invented; "Sekar", "Fajar" and "Bintang" are words too.
WIRYA = Candidate(
    "35.99",
    "pilbup",
    "7",
    ("Wirya Gumelar", "Sekar Kinanti"),
    ("Wirya Gumelar", "Sekar Kinanti", "Cak Wir", "WiSekar", "#MenangWiSekar", "Terang Bersama"),
)
FAJAR = Candidate("35.98", "pilwali", "1", ("Fajar Birawa", "Bintang Rukma"), ("Fajar Birawa", "Bintang Rukma"))
ORDINARY = frozenset({"sekar", "fajar", "bintang"})
LISTED = Masker([WIRYA, FAJAR], ordinary=ORDINARY)
UNLISTED = Masker()


def masked(text: str, masker: Masker = LISTED) -> str:
    return masker.mask(view_of("", text)).text.replace(MASK, "█")


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Wirya Gumelar bagi uang", "█ bagi uang"),
        ("WIRYA GUMELAR bagi uang", "█ bagi uang"),
        ("wirya gumelar-sekar kinanti bagi uang", "█ bagi uang"),
        ("Wirya Gumelar dan Sekar Kinanti menang", "█ menang"),
        ("Wirya/Sekar menang", "█ menang"),
        ("katane Gumelar menang", "katane █ menang"),
        ("Cak Wir teka", "█ teka"),
        ("kaos WiSekar abang", "kaos █ abang"),
        ("#MenangWiSekar rek", "█ rek"),
        ("menangwisekar rek", "█ rek"),
        ("Terang Bersama di lapangan", "█ di lapangan"),
        ("W\u200birya G\u00fcmelar teka", "█ teka"),
        ("Ｗｉｒｙａ Gumelar teka", "█ teka"),
        ("Fajar-Bintang menang", "█ menang"),
        ("Fajar Birawa menang", "█ menang"),
        # A longer form that is only part of a word hides no shorter one.
        ("Wirya sekarang menang", "█ sekarang menang"),
        # Titles belong to the name.
        ("kata Dr. H. Wirya Gumelar tadi", "kata █ tadi"),
        ("kata Letkol (Purn) Fajar Birawa tadi", "kata █ tadi"),
        ("amplop dr Wirya Gumelar", "amplop dr █"),
        # What is only part of a word, or a word by itself, is none.
        ("wiryawan teka", "wiryawan teka"),
        ("serangan fajar nang desa", "serangan fajar nang desa"),
        ("Sekar nang omah", "Sekar nang omah"),
        ("bintang film teka", "bintang film teka"),
    ],
)
def test_listed_candidates_are_masked_by_every_form(text: str, remains: str) -> None:
    assert masked(text) == remains


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Paslon Banyu Rukmana bagi beras", "Paslon █ bagi beras"),
        ("Paslon Banyu Rukmana dan Ani Puspita bagi beras", "Paslon █ bagi beras"),
        ("Paslon nomor urut 2 Banyu Rukmana-Ani Puspita bagi beras", "Paslon nomor urut 2 █ bagi beras"),
        ("Calon bupati Banyu Rukmana teka", "Calon bupati █ teka"),
        ("pendukung Banyu ribut", "pendukung █ ribut"),
        ("kubu Banyu lan kubu Puspita", "kubu █ lan kubu █"),
        ("Pasangan calon Letkol (Purn) Banyu Rukmana bagi beras", "Pasangan calon █ bagi beras"),
        ("#pilihbanyu #2025 rek", "█ rek"),
        # Words with capitals that are no names.
        ("Paslon KPU tetapkan", "Paslon KPU tetapkan"),
        ("pilih Kepala Desa", "pilih Kepala Desa"),
        ("paslon nomor urut 2", "paslon nomor urut 2"),
        ("calon bupati bagi beras", "calon bupati bagi beras"),
        ("Banyu Rukmana bagi beras", "Banyu Rukmana bagi beras"),
    ],
)
def test_unlisted_candidates_are_masked_by_the_words_around_them(text: str, remains: str) -> None:
    assert masked(text, UNLISTED) == remains


def test_a_mask_points_at_the_name_it_covers() -> None:
    view = LISTED.mask(view_of("Judul Wirya", "kata Wirya Gumelar-Sekar Kinanti tadi"))
    assert view.text == f"Judul {MASK}\nkata {MASK} tadi"
    second = view.text.rindex(MASK)
    assert [view.span(6, 6 + len(MASK)), view.span(second, second + len(MASK))] == [
        Span(Field.TITLE, 6, 11, "Wirya"),
        Span(Field.TEXT, 5, 32, "Wirya Gumelar-Sekar Kinanti"),
    ]


forms_of_wirya = [
    "Wirya Gumelar",
    "wirya",
    "Gumelar",
    "Cak Wir",
    "WiSekar",
    "#MenangWiSekar",
    "SEKAR KINANTI",
    "Wirya-Sekar",
]
forms_of_fajar = ["Fajar Birawa", "birawa", "Rukma", "Fajar-Bintang", "BINTANG RUKMA", "#FajarBintang"]
sentences = st.lists(st.sampled_from(["warga", "bagi", "uang", "█", "di", "Desa Ambulu", "kemarin.", "3"]), max_size=12)


@given(sentences, st.sampled_from(forms_of_wirya), st.sampled_from(forms_of_fajar))
def test_one_pair_in_place_of_another_changes_nothing(words: list[str], one: str, other: str) -> None:
    text = " ".join(words)
    assert masked(text.replace("█", one)) == masked(text.replace("█", other))


@given(st.text(st.sampled_from("Wirya Gumelar#-dan,Paslon\n"), max_size=60))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = LISTED.mask(view_of("", text))
    assert "█" not in text
    assert MASK + MASK not in once.text


@pytest.mark.parametrize("word", ["wirya", "gumelar", "kinanti", "wirya gumelar", "wisekar", "cak wir"])
def test_no_listed_name_remains(word: str) -> None:
    text = f'{word}, ({word}) {word.upper()}! "{word.title()}" #{word.replace(" ", "")} {word}-{word}'
    assert word not in masked(text).lower()


def test_forms_of_two_letters_are_not_looked_for() -> None:
    """They would mask "di" and "ke"; a coined word has three letters at least."""
    short = Masker([Candidate("", "", "", ("Di",), ("Di", "Ke"))])
    assert masked("Di desa Ke pasar", short) == "Di desa Ke pasar"


def test_a_hundred_thousand_letters_of_names_are_masked() -> None:
    text = "Wirya Gumelar lalu " * 5_000
    assert masked(text) == "█ lalu " * 5_000
    assert masked("Paslon Banyu " * 7_000, UNLISTED).count("█") <= 7_000
