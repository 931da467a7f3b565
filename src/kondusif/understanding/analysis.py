"""The steps of reading up to the point where something is weighed: what training and reading share.

View → boilerplate set aside → candidates masked → dates, actors, places → a sequence of words without names → terms and cues.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from itertools import chain

from kondusif.places.domain.codes import contains
from kondusif.places.domain.gazetteer import Gazetteer, key_of, load_gazetteer
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import Rulebase
from kondusif.understanding.actors import FoundActor, find_actors
from kondusif.understanding.boilerplate import set_aside
from kondusif.understanding.candidates import Candidate
from kondusif.understanding.concepts import Concepts
from kondusif.understanding.dates import DateFindings, FoundDate, choose_event_date, find_dates, is_of_today
from kondusif.understanding.document import Document
from kondusif.understanding.features import BODY_WEIGHT, HEAD, Form, Found, form_of
from kondusif.understanding.lexicon import Hits, Lexicon
from kondusif.understanding.masking import Masker
from kondusif.understanding.place_mentions import PlaceWords
from kondusif.understanding.places import PlaceFindings, find_places, is_loose
from kondusif.understanding.sequence import NAME, PLACE, Sequence, sequence_of
from kondusif.understanding.tokens import Tokens, tokens_of
from kondusif.understanding.view import Edit, View, view_of
from kondusif.understanding.words import Vocabulary

# What is read of a text; longer ones are read to here and say so in their notes.
MOST_CHARACTERS = 20_000


StageSpans = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text, taken apart."""

    whole: View
    boilerplate: tuple[Edit, ...]
    view: View
    tokens: Tokens
    loose: bool
    dates: DateFindings
    actors: tuple[FoundActor, ...]
    places: PlaceFindings
    sequence: Sequence
    concepts: Found
    hits: Hits
    stage_spans: StageSpans
    event_date: FoundDate | None
    form: Form


class Analyser:
    """Takes texts apart. Build one per process."""

    def __init__(
        self, rulebase: Rulebase, gazetteer: Gazetteer, candidates: Collection[Candidate] = (), *, roots: frozenset[str]
    ) -> None:
        self.rulebase = rulebase
        self.gazetteer = gazetteer
        self.place_words = _place_words(rulebase)
        gazetteer.first_words  # noqa: B018 -- made now, not in the first text
        self.vocabulary = Vocabulary(rulebase.words, roots, frozenset(shipped_lines("given_names.txt")))
        stages = {f"stage:{stage.id}": stage.phrases for stage in rulebase.stages}
        self.lexicon = Lexicon(
            chain.from_iterable(rulebase.phrases.values()), {**rulebase.cues, **stages}, self.vocabulary
        )
        self.concepts = Concepts(shipped_lines("concepts.txt"), self.vocabulary)
        self.masker = Masker(candidates, ordinary=self.place_words.ordinary | frozenset(rulebase.words))
        voting = next((stage for stage in rulebase.stages if stage.id == "V1"), None)
        self.voting_day = voting.start if voting else None

    def _is_place(self, name: str) -> bool:
        """Whether a name is that of an area, or of an area followed by the one that holds it ("Padang Lua Banuhampu")."""
        lookup = self.gazetteer.lookup
        if lookup(key_of(name)):
            return True
        words = name.split()
        splits = ((key_of(" ".join(words[:cut])), key_of(" ".join(words[cut:]))) for cut in range(1, len(words)))
        return any(
            contains(outer, inner) for first, rest in splits for inner in lookup(first) for outer in lookup(rest)
        )

    def analyse(self, document: Document) -> Analysis:
        """Take one text apart."""
        whole = view_of(document.title, document.text[:MOST_CHARACTERS])
        aside = tuple(set_aside(whole.text, whole.lower))
        view = self.masker.mask(whole.edit(aside))
        tokens = tokens_of(view.text, view.lower)
        dates = find_dates(view.text, reference=document.reference, voting_day=self.voting_day)
        actors = tuple(find_actors(view.text, is_place=self._is_place))
        blocked = [range(*mention) for actor in actors for mention in actor.mentions]
        loose = is_loose(tokens, self.rulebase.words)
        places = find_places(tokens, gazetteer=self.gazetteer, words=self.place_words, loose=loose, blocked=blocked)
        sequence = sequence_of(tokens, self.vocabulary, _folded(tokens, places, actors))
        hits = self.lexicon.find(sequence.words, sequence.plain)
        stages = tuple(
            (cue.group.removeprefix("stage:"), *sequence.span(tokens, cue.first, cue.last))
            for cue in hits.cues
            if cue.group.startswith("stage:")
        )
        hits = Hits(hits.terms, tuple(cue for cue in hits.cues if not cue.group.startswith("stage:")))
        event_date = self._chosen(dates, stages, document, ongoing=False)
        concepts = self.concepts.find(sequence, head=HEAD, beyond=BODY_WEIGHT)
        form = form_of(
            view.text, view.lower, len(sequence), title=bool(document.title), tense=_tense(event_date, document)
        )
        return Analysis(
            whole, aside, view, tokens, loose, dates, actors, places, sequence, concepts, hits, stages, event_date, form
        )

    def event_date_of(self, analysis: Analysis, document: Document, *, stance: str) -> FoundDate | None:
        """The day of the main topic; what goes on now is of the day of the reference when the text names no other."""
        if not is_of_today(stance, reference=document.reference, voting_day=self.voting_day):
            return analysis.event_date
        return self._chosen(analysis.dates, analysis.stage_spans, document, ongoing=True)

    def _chosen(
        self, dates: DateFindings, stages: StageSpans, document: Document, *, ongoing: bool
    ) -> FoundDate | None:
        return choose_event_date(
            dates,
            stage_spans=[(start, stop) for _, start, stop in stages],
            reference=document.reference,
            voting_day=self.voting_day,
            ongoing=ongoing,
        )


def make_analyser(candidates: Collection[Candidate] = ()) -> Analyser:
    """An analyser over the shipped rule base, gazetteer and roots."""
    return Analyser(load_rulebase(), load_gazetteer(), candidates, roots=frozenset(shipped_lines("roots.txt")))


def shipped_lines(name: str) -> list[str]:
    """Lines of a data file of this room, without comments."""
    text = resources.files("kondusif.understanding").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _place_words(rulebase: Rulebase) -> PlaceWords:
    lines = shipped_lines("ordinary_words.txt")
    # What the rule base calls a common word, and every regional word it translates, is an ordinary word here.
    ordinary = {line.lstrip("!") for line in lines} | {
        key_of(word) for word in (*rulebase.common_words, *rulebase.words)
    }
    return PlaceWords(
        ordinary=frozenset(ordinary),
        function_words=frozenset(line[1:] for line in lines if line.startswith("!")) | {"kota"},
        abbreviations=rulebase.place_abbreviations,
        institutions=rulebase.institution_places,
    )


def _folded(tokens: Tokens, places: PlaceFindings, actors: Collection[FoundActor]) -> dict[int, tuple[int, str]]:
    """First token → (last token, what it counts as), for every name of a place or a person."""
    spans = [(start, stop, NAME) for actor in actors for start, stop in actor.mentions]
    spans += [(start, stop, PLACE) for start, stop in places.names]
    folded: dict[int, tuple[int, str]] = {}
    index, count = 0, len(tokens)
    for start, stop, kind in sorted(spans):
        while index < count and tokens.starts[index] < start:
            index += 1
        first = index
        while index < count and tokens.stops[index] <= stop:
            index += 1
        if index > first:
            folded[first] = (index - 1, kind)
    return folded


def _tense(found: FoundDate | None, document: Document) -> str:
    reference = document.reference
    if found is None or reference is None:
        return "none"
    today = reference.date()
    return "before" if found.value < today else "after" if found.value > today else "today"
