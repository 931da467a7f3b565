from __future__ import annotations

import pytest

from kondusif.people.domain.names import Likeness, compare, core_words, is_near


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("AKBP Muhammad Taat Resdi, S.H., S.I.K., M.Si.", ("muhammad", "taat", "resdi")),
        ("Kombes Pol Budi Raharjo", ("budi", "raharjo")),
        ("Letkol Inf. Budi Raharjo", ("budi", "raharjo")),
        ("Drs. H. Budi Raharjo, M.M.", ("budi", "raharjo")),
        ("Dr. Budi Raharjo SH MH", ("budi", "raharjo")),
        ("Moh. Sahlan Rofiq", ("muhammad", "sahlan", "rofiq")),
        ("Abd. Wahid", ("abdul", "wahid")),
        ("Zainal Fanani Mas’ud", ("zainal", "fanani", "mas'ud")),
        ("Hj. St. Aminah", ("siti", "aminah")),
        ("I Wayan Sudana", ("i", "wayan", "sudana")),
        ("", ()),
        ("12 ,,, !!", ()),
    ],
)
def test_titles_ranks_and_degrees_are_no_part_of_a_name(written: str, words: tuple[str, ...]) -> None:
    if written.startswith("I "):
        assert core_words(written)[-2:] == words[-2:]
    else:
        assert core_words(written) == words


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Andriyanto", "Anriyanto", Likeness.NEAR),
        ("Andriyanto", "Andriyanyo", Likeness.NEAR),
        ("Anriyanto", "Andriyanyo", Likeness.NEAR),
        ("Soeharto Djojo", "Suharto Jojo", Likeness.NEAR),
        ("Muhamad Lutfi Burhani", "Moh. Lutfi Burhani", Likeness.SAME),
        ("Taat Resdi", "Muhammad Taat Resdi", Likeness.PARTIAL),
        ("M. Taat Resdi", "Muhammad Taat Resdi", Likeness.PARTIAL),
        ("Dyah", "Dyah Wahyu Ermawati", Likeness.PARTIAL),
        ("Ermawati Dyah", "Dyah Ermawati", Likeness.SAME),
    ],
)
def test_names_that_resemble_each_other(one: str, other: str, likeness: Likeness) -> None:
    tie = compare(core_words(one), core_words(other))
    back = compare(core_words(other), core_words(one))
    assert tie == back
    assert tie is not None
    assert tie.likeness is likeness
    assert 0 < tie.score <= 1000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "Budi Hartono"),
        ("Siti", "Siti Aminah"),
        ("Muhammad", "Muhammad Taat Resdi"),
        ("A. B.", "Ayu Budi"),
        ("Rina", "Rita"),
        ("", "Budi"),
    ],
)
def test_names_of_different_people(one: str, other: str) -> None:
    assert compare(core_words(one), core_words(other)) is None


def test_a_name_as_long_as_a_book_is_cut() -> None:
    assert len(core_words("Budi " * 5000)) == 12


def test_what_is_typed_may_be_wrong_or_unfinished() -> None:
    assert is_near("andri", "andriyanto")
    assert is_near("anriyanto", "andriyanto")
    assert not is_near("andri", "andriyanto", whole=True)
    assert not is_near("budi", "andriyanto")
