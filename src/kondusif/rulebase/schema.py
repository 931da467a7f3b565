"""The shape of the rule base's YAML files: strict, frozen, unknown keys forbidden. `rules.py` has what they become.

Lists of words and phrases stand in the files as one text (commas or spaces between), which reads and loads quickly.
What a shape cannot say stands in `checks.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kondusif.rulebase.building import commas
from kondusif.rulebase.rules import Confidence
from kondusif.rulebase.rules import StageRule as StageRule  # noqa: PLC0414 -- old place, for readers not yet moved
from kondusif.rulebase.rules import SubjectClaim as SubjectClaim  # noqa: PLC0414 -- the same


class NotTextError(ValueError):
    """A list was written as something else than one text."""


def _commas(value: object) -> object:
    if not isinstance(value, str):
        raise NotTextError("write one quoted text with commas between the entries")
    return commas(value)


def _spaces(value: object) -> object:
    if not isinstance(value, str):
        raise NotTextError("write one quoted text with spaces between the words")
    return tuple(value.split())


def _iso_date(value: object) -> object:
    if not isinstance(value, str):
        raise NotTextError('write the date as quoted text: "2024-11-27"')
    return date.fromisoformat(value)


_TEXT_SCHEMA = {"type": "string", "minLength": 1}
Phrases = Annotated[
    tuple[str, ...], BeforeValidator(_commas), WithJsonSchema(_TEXT_SCHEMA | {"description": "comma between phrases"})
]
Words = Annotated[
    tuple[str, ...], BeforeValidator(_spaces), WithJsonSchema(_TEXT_SCHEMA | {"description": "space between words"})
]
Day = Annotated[date, BeforeValidator(_iso_date), WithJsonSchema({"type": "string", "format": "date"})]


class Entry(BaseModel):
    """What every entry of the rule base carries. `id` is never used again for something else."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    id: str
    title: str
    source: str
    confidence: Confidence


class Part(BaseModel):
    """A piece of an entry, without an id of its own."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


# --- taxonomy --------------------------------------------------------------------------------------------------------


class ExampleEntry(Part):
    """A text that we wrote and how it is to be read."""

    text: str
    stance: str
    is_incident: bool


class NearMissEntry(Part):
    """A text that we wrote which looks like this category and is another."""

    text: str
    category: str


class TermEntry(Entry):
    """A finer term of a category.

    `phrases` are seen in sources or are mere spellings of them. `also` are general knowledge (U): they do not decide
    alone, but need a word of `language/second_words.yaml` near them or within themselves. `everyday` are ordinary
    words: they need one of `needs` within `window` words. If the term is U, its `phrases` are treated like `also`.
    """

    severity: Literal[1, 2, 3]
    phrases: Phrases = ()
    also: Phrases = ()
    everyday: Phrases = ()
    needs: Phrases = ()
    window: int = 8
    not_with: Phrases = ()
    note: str = ""


class CategoryFile(Entry):
    """One file of `taxonomy/`: one of the sixteen main topics. `provisions` are ids of provisions it may touch."""

    title_en: str
    definition: str
    provisions: Words = ()
    examples: tuple[ExampleEntry, ...] = Field(default=(), strict=False)
    near_misses: tuple[NearMissEntry, ...] = Field(default=(), strict=False)
    terms: tuple[TermEntry, ...] = Field(default=(), strict=False)


# --- language --------------------------------------------------------------------------------------------------------


class CueGroup(Entry):
    """Phrases that tell how a text speaks about its topic."""

    phrases: Phrases


class WordGroup(Entry):
    """Words of one kind of Indonesian or of one regional language: standard word → its other spellings."""

    words: dict[str, Words]


class WordList(Entry):
    """A plain list of words."""

    words: Words


# --- places ----------------------------------------------------------------------------------------------------------


class InstitutionEntry(Entry):
    """A police or military area: every name of it (lower case) and the Kemendagri code it stands for.

    `covers` are codes it also acts in, outside of `code`; its name alone does not support those.
    """

    names: Phrases
    code: str
    covers: Words = ()
    note: str = ""


class AbbreviationEntry(Entry):
    """Everyday short names of a place: several codes when the name does not decide between them."""

    names: Phrases
    codes: Words


# --- stages, law, figures --------------------------------------------------------------------------------------------


class StageEntry(Entry):
    """A stage (tahapan). `start` or `end` is None where the source gives none; both days belong to the stage.

    `allows` says in plain words what its schedule opens to people while it runs. `forbids` and `permits` are ids of
    provisions that the stage brings into play. Confidence U: never used for a check.
    """

    start: Day | None = None
    end: Day | None = None
    phrases: Phrases = ()
    allows: str = ""
    permits: Words = ()
    forbids: Words = ()
    note: str = ""


class StandingEntry(Part):
    """Prohibitions of an election that hang on no single stage, and their window. Both days belong to it.

    None: as long as the calendar reaches.
    """

    forbids: Words
    start: Day | None = None
    end: Day | None = None
    source: str
    confidence: Confidence


class ElectionEntry(Entry):
    """An election; its stages stand in `tahapan/<id>.yaml`. `voting` is the stage on whose day people vote.

    `as_of` is the day on which the calendar was last held against its sources.
    """

    title_en: str
    voting: str
    as_of: Day
    standing: tuple[StandingEntry, ...] = Field(default=(), strict=False)
    note: str = ""


class ProvisionEntry(Entry):
    """One article or rule. `series` names the rule through time: windows of one series do not overlap.

    Both ends of the window belong to it; None is open. Texts are our own words.
    """

    series: str
    document: str
    article: str
    content: str
    subjects: Words = ()
    penalty: str = ""
    decides: str = ""
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    note: str = ""


class AuthorityEntry(Part):
    """Who decides about a subject, and in which window. Both ends belong to it; None is open."""

    name: str
    path: str
    source: str
    confidence: Confidence
    in_force_from: Day | None = None
    in_force_to: Day | None = None


class SubjectEntry(Entry):
    """A kind of person or body with its own legal base and its own deciding authority."""

    phrases: Phrases
    legal_base: Words
    authorities: tuple[AuthorityEntry, ...] = Field(strict=False)
    note: str = ""


class DeadlineEntry(Entry):
    """A limit in days, counted in `calendar` or `working` days from `counts_from`."""

    days: int
    day_type: Literal["calendar", "working"]
    counts_from: str
    step: Literal["supervision", "criminal", "dispute", "sector"]
    note: str = ""


class FigureEntry(Entry):
    """An official figure. `area` is a Kemendagri code; `value` is written without separators ("60751", "70.06")."""

    area: str
    kind: str
    value: str
    as_of: Day
    note: str = ""


class CheckEntry(Entry):
    """A kind of statement that can be held against the rule base."""

    title_en: str
    explanation: str
    explanation_en: str


class ClaimEntry(Entry):
    """A claim about who is what in law.

    A text makes it when one of `subjects`, then one of `links`, then one of `objects` stand in one sentence in this
    order within `window` words, and none of `not_with` stands between them.
    """

    subjects: Phrases
    links: Phrases
    objects: Phrases
    not_with: Phrases = ()
    window: int = 8
    verdict: Literal["confirmed", "contradicted"]
    provisions: Words
    official: str
    in_force_from: Day | None = None
    in_force_to: Day | None = None


class SourceEntry(Part):
    """What a key such as `[T1]` in a `source` stands for."""

    id: str
    where: str
