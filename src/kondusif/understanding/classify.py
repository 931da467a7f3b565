"""Category, stance, incident or not: the linear model's answer, with the words that made it."""

from __future__ import annotations

from dataclasses import dataclass

from kondusif.understanding.features import Form, Found, features_of
from kondusif.understanding.lexicon import Hits
from kondusif.understanding.model import LinearModel
from kondusif.understanding.reading import Category
from kondusif.understanding.sequence import Sequence

# A second topic is named when it is at least this likely and the text uses one of its terms.
_SECOND = 0.12

WordRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """One conclusion: its label, how sure (0 to 1), and the words ``(first, last)`` of the sequence behind it."""

    label: str
    confidence: float
    because: tuple[WordRange, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The three conclusions that weigh the whole text."""

    category: Answer
    secondary: Answer | None
    stance: Answer
    is_incident: Answer


def classify(sequence: Sequence, concepts: Found, hits: Hits, form: Form, model: LinearModel) -> Classification:
    """Classify one text from its words, the terms and cues in it, and its form."""
    weighing = model.score(features_of(sequence.standard, concepts, hits, form, model.pairs))

    shares = weighing.shares()

    def best(head: str) -> tuple[str, float]:
        share = max(shares[head])
        return weighing.labels(head)[shares[head].index(share)], share

    categories = sorted(zip(weighing.labels("category"), shares["category"], strict=True), key=lambda pair: -pair[1])
    category, stance, incident = categories[0], best("stance"), best("incident")
    because = weighing.because({"category": category[0], "stance": stance[0], "incident": incident[0]})
    secondary = _second(categories, {hit.category for hit in hits.terms})
    return Classification(
        category=_answer(category, because["category"]),
        secondary=_answer(secondary, weighing.because({"category": secondary[0]})["category"]) if secondary else None,
        stance=_answer(stance, because["stance"]),
        is_incident=_answer(incident, because["incident"]),
    )


def _answer(ranked: tuple[str, float], because: list[WordRange]) -> Answer:
    return Answer(ranked[0], round(ranked[1], 3), tuple(because))


def _second(categories: list[tuple[str, float]], named: set[str]) -> tuple[str, float] | None:
    """The next likely topic, when the text uses a term of it; what is not about the election has none beside it."""
    if categories[0][0] == Category.TIDAK_RELEVAN:
        return None
    for label, share in categories[1:3]:
        if share >= _SECOND and label in named and label != Category.TIDAK_RELEVAN:
            return label, share
    return None
