"""From the plain content of sound files to one `Rulebase`: lists split, dates read, needs of every phrase decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any, TypeVar

from kondusif.rulebase.rules import (
    Authority,
    CategoryRule,
    CheckKind,
    DeadlineRule,
    ElectionRule,
    Example,
    FigureRule,
    InstitutionPlace,
    NearMiss,
    PhraseRule,
    Provision,
    Rulebase,
    StageRule,
    StandingRule,
    SubjectClaim,
    SubjectRule,
    TermRule,
)

Content = Mapping[str, Any]

UNSURE_WINDOW = 25
"""Words on either side of a general-knowledge phrase among which a second word must stand: about two sentences."""

COMMAS = frozenset({"phrases", "also", "everyday", "needs", "not_with", "names", "links", "objects"})
SPACES = frozenset({"permits", "forbids", "legal_base", "provisions", "covers", "codes"})
DAYS = frozenset({"start", "end", "in_force_from", "in_force_to", "as_of"})
"""Fields that are lists with commas, lists with spaces, ISO dates. `subjects` is the one name used for both lists."""

K = TypeVar("K")
V = TypeVar("V")


def build_rulebase(contents: Content, *, version: str) -> Rulebase:
    """Resolve what the files say. Assumes that they have their shapes."""
    second_words = frozenset(_values(contents["language/second_words"], "phrases", commas))
    categories = [content for name, content in contents.items() if name.startswith("taxonomy/")]
    terms = {term["id"]: _term(term, category["id"]) for category in categories for term in category["terms"]}
    elections = tuple(_election(entry, contents) for entry in contents["elections"])
    return Rulebase(
        version=version,
        categories=_fixed({category["id"]: _category(category) for category in categories}),
        terms=_fixed(terms),
        phrases=_fixed(_phrases(terms.values(), second_words)),
        cues=_fixed({group["id"]: commas(group["phrases"]) for group in contents["language/cues"]}),
        words=_fixed(_words(contents["language/words"])),
        second_words=second_words,
        institution_places=_fixed(_institutions(contents["places/institutions"])),
        place_abbreviations=_fixed(_abbreviations(contents["places/abbreviations"])),
        common_words=frozenset(_values(contents["places/common_words"], "words", str.split)),
        elections=_by_id(elections),
        stages=tuple(chain.from_iterable(election.stages for election in elections)),
        provisions=_by_id(Provision(**_fields(entry, spaced="subjects")) for entry in _all(contents, "provisions/")),
        subjects=_by_id(_subject(entry) for entry in contents["subjects"]),
        deadlines=_by_id(DeadlineRule(**entry) for entry in contents["deadlines"]),
        figures=tuple(FigureRule(**_fields(entry)) for entry in _all(contents, "figures/")),
        checks=_by_id(CheckKind(**entry) for entry in contents["checks"]),
        subject_claims=tuple(SubjectClaim(**_fields(entry)) for entry in contents["subject_claims"]),
        sources=_fixed({entry["id"]: entry["where"] for entry in contents["sources"]}),
    )


def commas(text: str) -> tuple[str, ...]:
    """The phrases of one text, commas between them, spaces made single."""
    return tuple(phrase for phrase in (" ".join(part.split()) for part in text.split(",")) if phrase)


def _fields(entry: Content, *, spaced: str = "") -> dict[str, Any]:
    return {field: _value(field, value, spaced) for field, value in entry.items()}


def _value(field: str, value: Any, spaced: str) -> Any:
    if field in SPACES or field == spaced:
        return tuple(value.split())
    if field in COMMAS or field == "subjects":
        return commas(value)
    return date.fromisoformat(value) if field in DAYS else value


def _term(entry: Content, category: str) -> TermRule:
    listed = {field: commas(entry.get(field, "")) for field in ("phrases", "also", "everyday", "needs", "not_with")}
    phrases, also, needs = listed["phrases"], listed["also"], listed["needs"]
    everyday = listed["everyday"] or (phrases if needs else ())
    return TermRule(
        id=entry["id"],
        category=category,
        title=entry["title"],
        severity=entry["severity"],
        phrases=tuple(dict.fromkeys(phrases + also + listed["everyday"])),
        everyday=frozenset(everyday),
        unsure=frozenset(phrases + also if entry["confidence"] == "U" else also),
        needs=needs,
        window=entry.get("window", 8),
        not_with=listed["not_with"],
        source=entry["source"],
        confidence=entry["confidence"],
    )


def _phrases(terms: Iterable[TermRule], second_words: frozenset[str]) -> dict[str, tuple[PhraseRule, ...]]:
    rules: dict[str, tuple[PhraseRule, ...]] = {}
    for term in terms:
        for phrase in term.phrases:
            rules[phrase] = (*rules.get(phrase, ()), _phrase(term, phrase, second_words))
    return rules


def _phrase(term: TermRule, phrase: str, second_words: frozenset[str]) -> PhraseRule:
    needs, window = _needs(term, phrase, second_words)
    return PhraseRule(
        text=phrase,
        term=term.id,
        category=term.category,
        severity=term.severity,
        needs=needs,
        window=window,
        not_with=term.not_with,
        confidence="U" if phrase in term.unsure else term.confidence,
    )


def _needs(term: TermRule, phrase: str, second_words: frozenset[str]) -> tuple[tuple[str, ...], int]:
    if phrase in term.everyday:
        return term.needs, term.window
    if phrase in term.unsure and not _contains(phrase, second_words):
        return _sorted(second_words), UNSURE_WINDOW
    return (), term.window


def _contains(phrase: str, second_words: frozenset[str]) -> bool:
    words = phrase.split()
    return any(
        " ".join(words[start:end]) in second_words for start in range(len(words)) for end in (start + 1, start + 2)
    )


@cache
def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _category(content: Content) -> CategoryRule:
    return CategoryRule(
        id=content["id"],
        title=content["title"],
        title_en=content["title_en"],
        definition=content["definition"],
        provisions=tuple(content.get("provisions", "").split()),
        examples=tuple(Example(**example) for example in content.get("examples", ())),
        near_misses=tuple(NearMiss(**miss) for miss in content.get("near_misses", ())),
        terms=tuple(term["id"] for term in content["terms"]),
        source=content["source"],
        confidence=content["confidence"],
    )


def _institutions(entries: Iterable[Content]) -> dict[str, InstitutionPlace]:
    places: dict[str, InstitutionPlace] = {}
    for entry in entries:
        place = InstitutionPlace(
            code=entry["code"],
            title=entry["title"],
            confidence=entry["confidence"],
            covers=tuple(entry.get("covers", "").split()),
            note=entry.get("note", ""),
            source=entry["source"],
        )
        places |= dict.fromkeys(commas(entry["names"]), place)
    return places


def _abbreviations(entries: Iterable[Content]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(entry["codes"].split()) for entry in entries for name in commas(entry["names"])}


def _election(entry: Content, contents: Content) -> ElectionRule:
    standing = tuple(StandingRule(**_fields(window)) for window in entry.get("standing", ()))
    stages = tuple(StageRule(**_fields(stage)) for stage in contents.get(f"tahapan/{entry['id']}", ()))
    return ElectionRule(**_fields(entry) | {"standing": standing, "stages": stages})


def _subject(entry: Content) -> SubjectRule:
    authorities = tuple(Authority(**_fields(authority)) for authority in entry["authorities"])
    return SubjectRule(**_fields(entry) | {"authorities": authorities})


def _words(groups: Iterable[Content]) -> dict[str, str]:
    return {word: standard for group in groups for standard, words in group["words"].items() for word in words.split()}


def _values(groups: Iterable[Content], field: str, split: Any) -> Iterable[str]:
    return (word for group in groups for word in split(group[field]))


def _all(contents: Content, prefix: str) -> Iterable[Content]:
    return (entry for name, entries in contents.items() if name.startswith(prefix) for entry in entries)


def _by_id(entries: Iterable[Any]) -> Mapping[str, Any]:
    return _fixed({entry.id: entry for entry in entries})


def _fixed(mapping: dict[K, V]) -> Mapping[K, V]:
    return MappingProxyType(mapping)
