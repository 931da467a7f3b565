"""What the linear model looks at: standard words, pairs of them, terms and cues of the rule base, a few facts of form.

Names never enter: areas, persons and candidates are taken out before, so that no place and no pair can weigh.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kondusif.understanding.lexicon import Hits
from kondusif.understanding.sequence import NAME, PLACE

# Topic and stance stand at the head: words beyond it count less, so that a long article is read by its lead.
HEAD = 70
BODY_WEIGHT = 0.3
OPENING = 9


# Name, weight, and the words ``first..last`` it stands at (-1 where it has no words of its own). A plain tuple: there are hundreds
# in a text.
Feature = tuple[str, float, int, int]


@dataclass(frozen=True, slots=True)
class Form:
    """Facts of form: what a reader sees before reading."""

    questions: int
    exclamations: int
    laughs: bool
    quotes: bool
    title: bool
    tense: str  # where the main date lies: before, today, after, none
    length: int


Found = dict[str, tuple[float, int]]
# A concept weighs more than a word: it was named by people, a word was merely seen.
CONCEPT_WEIGHT = 2.8


# Words of grammar may weigh, but they explain nothing to a reader: they are never shown as evidence.
_SAYS_NOTHING = frozenset(
    "yang di ke dari dan atau untuk dengan pada dalam oleh sebagai secara akan sudah telah dapat bisa agar supaya juga serta ini itu tersebut adalah ada para bahwa "
    "karena saat lebih sangat kami kita saya dia mereka kalian kamu anda beliau seluruh semua setiap setelah sebelum hingga sampai antara atas bawah bagi lalu lagi pun "
    "maka tetapi tapi namun jika kalau nya lah kah sih dong deh kok loh lho ya iya nih tuh aja saja cuma hanya masih mau jadi menjadi <angka> <uang> <warna> orang hari "
    "tahun jam".split()
)
Pairs = Mapping[str, Collection[str]]


def features_of(
    standard: list[str], concepts: Found, hits: Hits, form: Form, pairs: Pairs | None = None
) -> list[Feature]:
    """Features in order of their words; a name may occur several times. Names of any kind only break the pairs.

    With `pairs` only those pairs of words are made which it holds, first → seconds: the others would weigh nothing.
    """
    found: list[Feature] = []
    previous = ""
    for index, word in enumerate(standard):
        if word != NAME and word != PLACE:
            weight = 1.0 if index < HEAD else BODY_WEIGHT
            found.append((word, weight, -1 if word in _SAYS_NOTHING else index, index))
            if previous and (pairs is None or word in pairs.get(previous, ())):
                found.append((previous + " " + word, weight, index - 1, index))
        previous = word
    found += [("^" + word, 0.5, index, index) for index, word in enumerate(standard[:OPENING])]
    found += [(f"*{name}", CONCEPT_WEIGHT * share, at, at) for name, (share, at) in concepts.items()]
    found += _lexical(hits)
    found += [(name, 1.0, -1, -1) for name in _formal(form)]
    return found


def _lexical(hits: Hits) -> list[Feature]:
    found: list[Feature] = []
    for hit in hits.terms:
        weight = 1.0 if hit.first < HEAD else BODY_WEIGHT
        found.append((f"@{hit.term}", weight, hit.first, hit.last))
        found.append((f"@@{hit.category}", weight, hit.first, hit.last))
        if hit.first < OPENING * 2:
            found.append((f"^@@{hit.category}", weight, hit.first, hit.last))
    for cue in hits.cues:
        weight = 1.0 if cue.first < HEAD else BODY_WEIGHT
        found.append((f"#{cue.group}", weight, cue.first, cue.last))
        if cue.group == "negation":
            found += [
                (f"!{term.category}", 1.0, cue.first, term.last)
                for term in hits.terms
                if 0 < term.first - cue.last <= 4
            ]
    return found


def _formal(form: Form) -> list[str]:
    names = [f"~tense:{form.tense}", "~short" if form.length < 25 else "~middle" if form.length < 80 else "~long"]
    if form.questions:
        names.append("~question")
    if form.exclamations:
        names.append("~exclamation")
    if form.laughs:
        names.append("~laugh")
    if form.quotes:
        names.append("~quotes")
    if form.title:
        names.append("~title")
    return names


_LAUGHS = ("wkwk", "haha", "hehe", "xixi", "😂", "🤣", "😅", "👏", "🤭", "🙄", "😏", "🤡", "wk wk")


def form_of(text: str, lower: str, length: int, *, title: bool, tense: str) -> Form:
    """Facts of form of one view; `length` counts its words, a name as one."""
    return Form(
        questions=text.count("?"),
        exclamations=text.count("!"),
        laughs=any(mark in lower for mark in _LAUGHS),
        quotes='"' in text,
        title=title,
        tense=tense,
        length=length,
    )
