"""A situation report as a value: what stands in it, and what became of what the one before it told.

It holds ids, codes and words of the texts, never labels: a page, a PDF or a Word file puts it into a language. Moments
stand on the clock of the area. There are no fractions in it, so that its hash is the same on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kondusif.audit.domain.chain import canonical
from kondusif.publishing.domain.plain import from_plain, to_plain
from kondusif.publishing.domain.slots import Period

SCHEMA_VERSION = 1
MOST_LISTED = 60  # rows of one list; its count is always exact
MOST_FOLLOWED = 120
SETTLED = frozenset({"tidak_terbukti", "ditutup"})
# What a change of an entry is told about, in this order.
COMPARED = (
    "status",
    "needs_more",
    "kind",
    "category",
    "severity",
    "place_code",
    "event_date",
    "witnesses",
    "contradictions",
    "conflicts",
)


@dataclass(frozen=True, slots=True)
class ReportedArea:
    """The area that the report is about; `zone` is WIB, WITA or WIT."""

    code: str
    name: str
    full_name: str
    level: str
    zone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of the period; `before` is the period before it. `change` is `more` or `fewer` only when a test says so."""

    id: str
    count: int
    before: int | None = None
    change: str = "none"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many incidents of the period fall under a category."""

    id: str
    count: int


@dataclass(frozen=True, slots=True)
class Teller:
    """Where texts came from. The name of a citizen's channel is never given: only its class and how many there are."""

    source_class: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident or activity; `news` says what came to it in the period: `reported`, `seconded`, or a ruling."""

    number: int
    id: str
    kind: str
    status: str
    needs_more: bool
    category: str
    severity: int
    event_date: date | None
    event_date_end: date | None
    place_code: str
    place: str
    title: str
    sentence: str
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    first_seen_at: datetime
    latest_seen_at: datetime
    news: tuple[str, ...] = ()
    sources: tuple[Teller, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that shows at most `MOST_LISTED` entries; `count` is exact."""

    count: int
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A statement that official facts contradict, with the legal source of what is official."""

    number: int
    check: str
    stated: str
    official: str
    source: str
    tellers: tuple[Teller, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several values that the sources of one incident give."""

    value: str
    tellers: tuple[Teller, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something on which the sources of one incident disagree."""

    number: int
    kind: str
    about: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage of the election on the day the report is made, with the law that dates it.

    `kind` is `running`, `starts` (in `days_until` days) or `until` (its last day comes then; its first is not known).
    """

    id: str
    title: str
    kind: str
    start: date | None
    end: date | None
    source: str
    days_until: int | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    """An incident that waits for a person, why, and the last day of a formal report where one may be due."""

    number: int
    category: str
    title: str
    place: str
    reasons: tuple[str, ...]
    report_due: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a formal report, and for how many of the incidents that wait."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Due:
    """What waits: a slice of the queue with its exact count, and the provision that the deadlines rest on."""

    count: int
    items: tuple[DueLine, ...]
    report_days: int
    provision: str
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaLine:
    """Figures of one child area in the period. `reported`: anything was told of it in the period."""

    code: str
    name: str
    incidents: int
    unverified: int
    verified: int
    activities: int
    contradicted: int
    texts: int
    reported: bool
    latest_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Versions:
    """Which programs and rules concluded what is told."""

    kondusif: str
    reader: str
    rulebase: str


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A field that differs from the previous report; empty where there is no value."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EntryMove:
    """An incident that differs from the previous report."""

    number: int
    title: str
    fields: tuple[FieldMove, ...]


@dataclass(frozen=True, slots=True)
class FigureMove:
    """A figure that differs from the previous report."""

    id: str
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class SitrepDiff:
    """What is otherwise than in the previous report of the area.

    `gone` are numbers that do not stand in this area any more: joined with another incident, or moved by a correction.
    """

    previous_hash: str
    previous_start: datetime
    previous_end: datetime
    previous_made_at: datetime
    new: tuple[int, ...]
    changed: tuple[EntryMove, ...]
    resolved: tuple[EntryMove, ...]
    gone: tuple[int, ...]
    figures: tuple[FigureMove, ...]


@dataclass(frozen=True, slots=True)
class Sitrep:
    """The report. `followed` is how what the previous report told stands now; `elsewhere` counts what names no child."""

    schema_version: int
    area: ReportedArea
    period: Period
    made_at: datetime
    made_by: str
    versions: Versions
    figures: tuple[Figure, ...]
    categories: tuple[Tally, ...]
    new: Listing
    changed: Listing
    activities: Listing
    contradicted: tuple[Contradicted, ...]
    disagreements: tuple[Disagreement, ...]
    stages_now: tuple[StageLine, ...]
    stages_next: tuple[StageLine, ...]
    due: Due
    areas_level: str
    areas: tuple[AreaLine, ...]
    elsewhere: AreaLine | None
    followed: tuple[Entry, ...] = ()
    since_previous: SitrepDiff | None = None

    @property
    def told(self) -> dict[int, Entry]:
        """Every incident that it tells of, by number."""
        return {entry.number: entry for entry in (*self.followed, *self.changed.entries, *self.new.entries)}


def body_of(sitrep: Sitrep) -> str:
    """The report as canonical JSON: the same report is always the same letters."""
    plain = to_plain(sitrep)
    assert isinstance(plain, Mapping)
    return canonical(plain)


def hash_of(body: str) -> str:
    """SHA-256 of a body."""
    return hashlib.sha256(body.encode()).hexdigest()


def read_body(body: str) -> Sitrep:
    """The report that a body holds; fields of later versions are passed over."""
    return from_plain(Sitrep, body)


def with_diff(sitrep: Sitrep, previous: Sitrep | None) -> Sitrep:
    """The report with what is otherwise than in the previous one."""
    return sitrep if previous is None else replace(sitrep, since_previous=diff_sitreps(previous, sitrep))


def diff_sitreps(old: Sitrep, new: Sitrep) -> SitrepDiff:
    """What is new, changed and resolved, and which figures moved, between two reports of one area."""
    before, after = old.told, new.told
    moves = [
        EntryMove(number, after[number].title, fields)
        for number in sorted(before.keys() & after.keys())
        if (fields := _moves(before[number], after[number]))
    ]
    resolved = [move for move in moves if _is_resolved(before[move.number], after[move.number])]
    was = {figure.id: figure.count for figure in old.figures}
    return SitrepDiff(
        previous_hash=hash_of(body_of(old)),
        previous_start=old.period.start,
        previous_end=old.period.end,
        previous_made_at=old.made_at,
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(move for move in moves if move not in resolved),
        resolved=tuple(resolved),
        gone=tuple(sorted(number for number in before.keys() - after.keys() if _is_open(before[number]))),
        figures=tuple(
            FigureMove(figure.id, was[figure.id], figure.count)
            for figure in new.figures
            if figure.id in was and was[figure.id] != figure.count
        ),
    )


def to_follow(previous: Sitrep | None) -> list[int]:
    """Numbers whose fate the next report owes: what the previous one told as open, the gravest first."""
    entries = [entry for entry in previous.told.values() if _is_open(entry)] if previous else []
    entries.sort(key=lambda entry: (-entry.severity, -entry.number))
    return [entry.number for entry in entries[:MOST_FOLLOWED]]


def _moves(old: Entry, new: Entry) -> tuple[FieldMove, ...]:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in COMPARED)
    return tuple(FieldMove(name, _written(was), _written(now)) for name, was, now in pairs if was != now)


def _written(value: object) -> str:
    if value is None:
        return ""
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value).lower()
        if value is True or value is False
        else str(value)
    )


def _is_open(entry: Entry) -> bool:
    return entry.status not in SETTLED


def _is_resolved(old: Entry, new: Entry) -> bool:
    return _is_open(old) and not _is_open(new)
