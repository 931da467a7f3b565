"""Category, stance, incident or not: the linear model's answer, with the words that made it."""

from __future__ import annotations

from dataclasses import dataclass

from kondusif.understanding.features import Form, Found, features_of
from kondusif.understanding.lexicon import Hits
from kondusif.understanding.model import LinearModel
from kondusif.understanding.reading import Category, Stance
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

    def answer(head: str, label: str, share: float) -> Answer:
        return Answer(label, round(share, 3), tuple(weighing.because(head, label)))

    categories = weighing.ranked("category")
    category = answer("category", *categories[0])
    named = {hit.category for hit in hits.terms}
    secondary = None
    for label, share in categories[1:3]:
        if share >= _SECOND and label in named and Category.TIDAK_RELEVAN not in {label, category.label}:
            secondary = answer("category", label, share)
            break
    stance = answer("stance", *weighing.ranked("stance")[0])
    incident = answer("incident", *weighing.ranked("incident")[0])
    if stance.label == Stance.NOISE and category.label == Category.TIDAK_RELEVAN:
        incident = Answer("false", max(incident.confidence, stance.confidence), stance.because)
    return Classification(category, secondary, stance, incident)
