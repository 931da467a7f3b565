"""`Rulebase`: everything the files say, resolved, immutable and quick to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["V", "S", "U", "D"]
"""V two or more independent sources, S one source, U unsure or general knowledge, D derived by arithmetic."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that we wrote and how it is to be read."""

    text: str
    stance: str
    is_incident: bool


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A text that we wrote which looks like one category and is another."""

    text: str
    category: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """A stage (tahapan). `start` or `end` is None where the source gives none; both days belong to the stage.

    `allows` says in plain words what its schedule opens to people while it runs. `forbids` and `permits` are ids of
    provisions that the stage brings into play. Confidence U: never used for a check.
    """

    id: str
    title: str
    start: date | None = None
    end: date | None = None
    phrases: tuple[str, ...] = ()
    allows: str = ""
    permits: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRule:
    """Prohibitions of an election that hang on no single stage, and their window. Both days belong to it.

    None: as long as the calendar reaches.
    """

    forbids: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectionRule:
    """An election and its calendar. `voting` is the id of the stage on whose day people vote.

    `as_of` is the day on which the calendar was last held against its sources.
    """

    id: str
    title: str
    title_en: str
    voting: str
    as_of: date
    standing: tuple[StandingRule, ...]
    stages: tuple[StageRule, ...]
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One article or rule in our own words.

    `series` names the rule through time. Both ends of its window belong to it; None is open.
    """

    id: str
    title: str
    series: str
    document: str
    article: str
    content: str
    subjects: tuple[str, ...] = ()
    penalty: str = ""
    decides: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who decides about a subject, and in which window. Both ends belong to it; None is open."""

    name: str
    path: str
    in_force_from: date | None = None
    in_force_to: date | None = None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRule:
    """A kind of person or body with its own legal base (ids of provisions) and its own deciding authorities."""

    id: str
    title: str
    phrases: tuple[str, ...]
    legal_base: tuple[str, ...]
    authorities: tuple[Authority, ...]
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """A limit in days, counted in calendar or working days from `counts_from`."""

    id: str
    title: str
    days: int
    day_type: Literal["calendar", "working"]
    counts_from: str
    step: Literal["supervision", "criminal", "dispute", "sector"]
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRule:
    """An official figure. `area` is a Kemendagri code; `value` is written without separators ("60751", "70.06")."""

    id: str
    title: str
    area: str
    kind: str
    value: str
    as_of: date
    note: str = ""
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckKind:
    """A kind of statement that can be held against the rule base."""

    id: str
    title: str
    title_en: str
    explanation: str
    explanation_en: str
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectClaim:
    """A claim about who is what in law.

    A text makes it when one of `subjects`, then one of `links`, then one of `objects` stand in one sentence in this
    order within `window` words, and none of `not_with` stands between them. The verdict holds for texts of the given
    time; None is open.
    """

    id: str
    title: str
    subjects: tuple[str, ...]
    links: tuple[str, ...]
    objects: tuple[str, ...]
    not_with: tuple[str, ...] = ()
    window: int = 8
    verdict: Literal["confirmed", "contradicted"]
    provisions: tuple[str, ...]
    official: str
    in_force_from: date | None = None
    in_force_to: date | None = None
    source: str
    confidence: Confidence


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
    elections: Mapping[str, ElectionRule]
    stages: tuple[StageRule, ...]
    provisions: Mapping[str, Provision]
    subjects: Mapping[str, SubjectRule]
    deadlines: Mapping[str, DeadlineRule]
    figures: tuple[FigureRule, ...]
    checks: Mapping[str, CheckKind]
    subject_claims: tuple[SubjectClaim, ...]
    sources: Mapping[str, str]
