"""`Rulebase`: everything the files say, resolved, immutable and quick to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kondusif.rulebase.schema import (
    CheckKind,
    Confidence,
    DeadlineRule,
    Example,
    FigureRule,
    NearMiss,
    Provision,
    StageRule,
    SubjectClaim,
    SubjectRule,
)


@dataclass(frozen=True, slots=True)
class TermRule:
    """A finer term: all its `phrases`; the `everyday` ones, to which `needs` applies; the `unsure` ones (U).

    For matching use `Rulebase.phrases`, which says for every phrase what it needs.
    """

    id: str
    category: str
    title: str
    severity: int
    phrases: tuple[str, ...]
    everyday: frozenset[str]
    unsure: frozenset[str]
    needs: tuple[str, ...]
    window: int
    not_with: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """One phrase (lower case, 1 to 5 words; hyphens and apostrophes as people write them) as one term uses it.

    It counts only when one of `needs` (words or phrases; empty: nothing needed) stands within `window` words before or
    after it, and none of `not_with` stands there. Everyday words may belong to several terms; all others to one.
    """

    text: str
    term: str
    category: str
    severity: int
    needs: tuple[str, ...]
    window: int
    not_with: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """A main topic of the taxonomy; `terms` are ids, in the file's order."""

    id: str
    title: str
    title_en: str
    definition: str
    provisions: tuple[str, ...]
    examples: tuple[Example, ...]
    near_misses: tuple[NearMiss, ...]
    terms: tuple[str, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class InstitutionPlace:
    """The area an institution stands for; `covers` are codes it also acts in, which its name alone never implies."""

    code: str
    title: str
    confidence: Confidence
    covers: tuple[str, ...]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Rulebase:
    """The rule base. `version` is the first 12 hex digits of the SHA-256 of all files."""

    version: str
    categories: Mapping[str, CategoryRule]
    terms: Mapping[str, TermRule]
    phrases: Mapping[str, tuple[PhraseRule, ...]]
    cues: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    second_words: frozenset[str]
    institution_places: Mapping[str, InstitutionPlace]
    place_abbreviations: Mapping[str, tuple[str, ...]]
    common_words: frozenset[str]
    stages: tuple[StageRule, ...]
    provisions: Mapping[str, Provision]
    subjects: Mapping[str, SubjectRule]
    deadlines: Mapping[str, DeadlineRule]
    figures: tuple[FigureRule, ...]
    checks: Mapping[str, CheckKind]
    subject_claims: tuple[SubjectClaim, ...]
    sources: Mapping[str, str]
