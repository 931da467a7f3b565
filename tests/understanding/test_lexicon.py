"""Phrases of the rule base are found word by word, with what they need and without what cancels them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.lexicon import CueHit, Hits, Lexicon, TermHit
from kondusif.understanding.words import Vocabulary

VOCABULARY = Vocabulary({"duit": "uang", "jare": "katanya"}, frozenset({"bagi", "uang", "serang", "fajar"}))


@dataclass(frozen=True)
class Phrase:
    text: str
    term: str = "PU01"
    category: str = "politik_uang"
    severity: int = 2
    needs: tuple[str, ...] = ()
    window: int = 3
    not_with: tuple[str, ...] = ()


def found(text: str, *phrases: Phrase, cues: dict[str, tuple[str, ...]] | None = None) -> Hits:
    words = text.split()
    return Lexicon(phrases, cues or {}, VOCABULARY).find(words, [VOCABULARY.forms(word)[0][0] for word in words])


def hit(first: int, last: int, term: str = "PU01") -> TermHit:
    return TermHit(first, last, term, "politik_uang", 2)


@pytest.mark.parametrize(
    ("phrase", "text", "terms"),
    [
        ("bagi uang", "ada bagi uang", (hit(1, 2),)),
        ("bagi uang", "ada bagi duit", (hit(1, 2),)),
        ("bagi uang", "ada membagikan uang", ()),
        ("bagi-bagi uang", "bagi bagi uang", (hit(0, 2),)),
        ("bagi duit", "bagi uang", (hit(0, 1),)),
        ("bagi uang", "bagi beras uang", ()),
        ("bagi uang", "bagi", ()),
        ("bagi", "", ()),
        ("", "bagi", ()),
        ("fajar", "fajar dan fajar", (hit(0, 0), hit(2, 2))),
    ],
)
def test_a_phrase_is_found_in_every_form(phrase: str, text: str, terms: tuple[TermHit, ...]) -> None:
    assert found(text, Phrase(phrase)) == Hits(terms, ())


def test_of_one_term_the_longest_phrase_counts() -> None:
    short, long = Phrase("serangan"), Phrase("serangan fajar subuh")
    assert found("ada serangan fajar subuh ini", short, long).terms == (hit(1, 3),)
    assert found("ada serangan fajar", short, long).terms == (hit(1, 1),)


def test_phrases_of_two_terms_may_overlap() -> None:
    both = found("serangan fajar", Phrase("serangan"), Phrase("serangan fajar", "PU02"))
    assert set(both.terms) == {hit(0, 0), hit(0, 1, "PU02")}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("amplop coblos", (hit(0, 0),)),
        ("coblos a b amplop", (hit(3, 3),)),
        ("coblos a b c amplop", ()),
        ("amplop a b coblos", (hit(0, 0),)),
        ("amplop a b c coblos", ()),
        ("amplop", ()),
        ("amplop uang", (hit(0, 0),)),
        ("amplop duit", (hit(0, 0),)),
    ],
)
def test_a_phrase_waits_for_its_second_word_within_its_window(text: str, terms: tuple[TermHit, ...]) -> None:
    assert found(text, Phrase("amplop", needs=("coblos", "uang"))).terms == terms


def test_a_word_of_the_phrase_itself_is_not_its_second_word() -> None:
    assert found("amplop amplop x", Phrase("amplop", needs=("amplop",))).terms == (hit(0, 0), hit(1, 1))
    assert found("amplop x", Phrase("amplop", needs=("amplop",))).terms == ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("amplop ini", (hit(0, 0),)),
        ("amplop lamaran kerja", ()),
        ("lamaran kerja dalam amplop", ()),
        ("amplop a b c lamaran kerja", (hit(0, 0),)),
        ("amplop lamaran", (hit(0, 0),)),
    ],
)
def test_a_phrase_is_cancelled_by_words_near_it(text: str, terms: tuple[TermHit, ...]) -> None:
    assert found(text, Phrase("amplop", not_with=("lamaran kerja",))).terms == terms


def test_cues_are_found_by_group() -> None:
    hits = found("jare kata orang bagi uang", cues={"rumour": ("katanya", "kata orang"), "opinion": ("orang bagi",)})
    assert hits == Hits((), (CueHit(0, 0, "rumour"), CueHit(1, 2, "rumour"), CueHit(2, 3, "opinion")))


@given(st.lists(st.sampled_from(["bagi", "uang", "duit", "serangan", "fajar", "amplop", "coblos", "x"]), max_size=30))
def test_hits_lie_inside_and_say_the_phrase(words: list[str]) -> None:
    phrases = (Phrase("bagi uang", "A"), Phrase("serangan fajar", "B"), Phrase("amplop", "C", needs=("coblos",)))
    standard = [VOCABULARY.forms(word)[0][0] for word in words]
    hits = Lexicon(phrases, {}, VOCABULARY).find(words, standard)
    said = {"A": ["bagi", "uang"], "B": ["serangan", "fajar"], "C": ["amplop"]}
    assert all(standard[hit.first : hit.last + 1] == said[hit.term] for hit in hits.terms)
    assert len(hits.terms) <= len(words)


def test_a_thousand_repetitions_are_a_thousand_hits() -> None:
    assert len(found("bagi uang " * 1000, Phrase("bagi uang")).terms) == 1000
