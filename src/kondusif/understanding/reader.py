"""`Reader`: a document in, a `Reading` out. Build one per process; reading is pure."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from kondusif.places.domain.codes import contains, level_of
from kondusif.places.domain.gazetteer import key_of
from kondusif.understanding.actors import FoundActor
from kondusif.understanding.analysis import MOST_CHARACTERS, Analyser, Analysis, make_analyser
from kondusif.understanding.candidates import Candidate, read_candidates
from kondusif.understanding.checks import find_checks
from kondusif.understanding.classify import Answer, Classification, classify
from kondusif.understanding.dates import FoundDate
from kondusif.understanding.document import Document
from kondusif.understanding.model import LinearModel, load_model
from kondusif.understanding.reading import (
    Actor,
    Because,
    Category,
    Check,
    DateMention,
    Place,
    PlaceLevel,
    Reading,
    Reason,
    Reasons,
    Role,
    Stance,
    Term,
    UnresolvedPlace,
)
from kondusif.understanding.sources import source_class
from kondusif.understanding.view import View

READER_VERSION = "1"


class Reader:
    """Reads texts. Holds what every text needs and nothing of any text."""

    def __init__(self, analyser: Analyser, model: LinearModel) -> None:
        self._analyser = analyser
        self._model = model
        self._rulebase = analyser.rulebase

    @classmethod
    def build(cls, candidates: Path | None = None) -> Reader:
        """A reader over the shipped data; ValueError in words when the candidate list is not one."""
        listed: Collection[Candidate] = read_candidates(candidates) if candidates else ()
        reader = cls(make_analyser(listed), load_model())
        # What was loaded stays for the life of the process: the collector need not look at it again and again.
        gc.freeze()
        return reader

    def read(self, document: Document) -> Reading:
        """What one text says."""
        analysis = self._analyser.analyse(document)
        classes = classify(analysis.sequence, analysis.concepts, analysis.hits, analysis.form, self._model)
        event_date = self._analyser.event_date_of(analysis, document, stance=classes.stance.label)
        category = Category(classes.category.label)
        return Reading(
            id=document.id,
            source=document.source,
            source_class=source_class(document, loose=analysis.loose),
            category=category,
            secondary_category=Category(classes.secondary.label) if classes.secondary else None,
            terms=_terms(analysis),
            is_incident=classes.is_incident.label == "true",
            stance=Stance(classes.stance.label),
            places=tuple(self._places(analysis)),
            unresolved_places=tuple(
                UnresolvedPlace(place.name, tuple(sorted(place.codes)), _because(analysis.view, [place.span]))
                for place in analysis.places.unresolved
            ),
            event_date=event_date.value if event_date else None,
            dates=tuple(_dates(analysis, event_date)),
            actors=tuple(self._actors(analysis)),
            checks=tuple(self._checks(analysis)),
            reasons=_reasons(analysis, classes, event_date),
            boilerplate=_because(analysis.whole, [(edit.start, edit.stop) for edit in analysis.boilerplate]),
            notes=_notes(document),
            reader_version=READER_VERSION,
            rulebase_version=self._rulebase.version,
        )

    def _places(self, analysis: Analysis) -> Iterable[Place]:
        for found in analysis.places.places:
            area = self._analyser.gazetteer.area(found.code)
            level = PlaceLevel(level_of(found.code).id)
            because = _because(analysis.view, found.spans)
            yield Place(found.code, level, area.title, found.role, found.confidence, because)

    def _actors(self, analysis: Analysis) -> Iterable[Actor]:
        for actor in analysis.actors:
            code = self._area_of(actor, analysis)
            yield Actor(
                actor.name, actor.rank, actor.role, actor.institution, code, _because(analysis.view, actor.mentions)
            )

    def _area_of(self, actor: FoundActor, analysis: Analysis) -> str | None:
        """The area of an office: by its whole name in the rule base, else by the text's own areas of that name."""
        institution = (actor.institution or "").lower()
        known = self._rulebase.institution_places.get(institution)
        if known is not None:
            return known.code
        if not actor.institution_place:
            return None
        codes = self._analyser.gazetteer.lookup(key_of(actor.institution_place))
        named = f"{actor.role or ''} {institution}".lower()
        if any(word in named for word in ("bupati", "pemkab", "kabupaten")):
            codes = tuple(code for code in codes if len(code) == 5 and code[3:] < "71")
        elif any(word in named for word in ("wali kota", "pemkot", "walikota")):
            codes = tuple(code for code in codes if len(code) == 5 and code[3:] >= "71")
        decided = [place.code for place in analysis.places.places]
        fitting = [code for code in codes if any(contains(code, each) for each in decided)]
        if len(fitting) == 1:
            return fitting[0]
        return codes[0] if len(codes) == 1 else None

    def _checks(self, analysis: Analysis) -> Iterable[Check]:
        for found in find_checks(
            analysis.view.text,
            analysis.dates,
            analysis.places,
            analysis.actors,
            self._rulebase,
            self._analyser.gazetteer,
        ):
            yield Check(
                found.kind,
                found.stated,
                found.stated_value,
                found.official,
                found.verdict,
                found.source,
                _because(analysis.view, found.spans),
            )


def _terms(analysis: Analysis) -> tuple[Term, ...]:
    severities = {hit.term: hit.severity for hit in analysis.hits.terms}
    return tuple(Term(term, severities[term]) for term in sorted(severities))


def _dates(analysis: Analysis, event: FoundDate | None) -> Iterable[DateMention]:
    for found in analysis.dates.dates:
        role = (
            Role.EVENT
            if event is not None and found.start == event.start and found.value == event.value
            else Role.MENTIONED
        )
        if role is Role.MENTIONED and _belongs_to_stage(found, analysis):
            role = Role.STAGE
        yield DateMention(
            found.value, found.end, found.precision, role, _because(analysis.view, [(found.start, found.stop)])
        )


def _belongs_to_stage(found: FoundDate, analysis: Analysis) -> bool:
    return any(start - 60 <= found.start <= stop + 60 for _, start, stop in analysis.stage_spans)


def _reasons(analysis: Analysis, classes: Classification, event: FoundDate | None) -> Reasons:
    terms: dict[str, list[tuple[int, int]]] = {}
    for hit in analysis.hits.terms:
        terms.setdefault(hit.term, []).append(analysis.sequence.span(analysis.tokens, hit.first, hit.last))
    dated = None
    if event is not None:
        spans = [(event.start, event.stop)] if event.stop > event.start else []
        if event.weekday_span:
            spans.append(event.weekday_span)
        dated = Reason(0.6 if event.relative or event.vague else 0.85, _because(analysis.view, spans))
    return Reasons(
        category=_reason(analysis, classes.category),
        secondary_category=_reason(analysis, classes.secondary) if classes.secondary else None,
        stance=_reason(analysis, classes.stance),
        is_incident=_reason(analysis, classes.is_incident),
        event_date=dated,
        terms={term: Reason(0.9, _because(analysis.view, spans[:5])) for term, spans in sorted(terms.items())},
    )


def _reason(analysis: Analysis, answer: Answer) -> Reason:
    spans = [analysis.sequence.span(analysis.tokens, first, last) for first, last in answer.because]
    return Reason(answer.confidence, _because(analysis.view, _merged(spans)))


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in text order, touching and overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _because(view: View, spans: Iterable[tuple[int, int]]) -> Because:
    return tuple(view.span(start, stop) for start, stop in spans)


def _notes(document: Document) -> tuple[str, ...]:
    if len(document.text) <= MOST_CHARACTERS:
        return document.notes
    return (*document.notes, f"read_first:{MOST_CHARACTERS}")
