"""Reads of what is known. Every figure on a page, in a list or in an export comes from here."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from kondusif.audit.queries import Entry, trail_of
from kondusif.incidents.domain.affinity import MENTION, Affinity
from kondusif.incidents.domain.describing import Conflict, Witness, conflicts, contradictions
from kondusif.incidents.domain.types import Kind, Maker, Ruling, State, Status
from kondusif.incidents.grouping import Table
from kondusif.incidents.models import Decision, Incident, Judgement, KeptReading, Membership, Redirect
from kondusif.intake.queries import CHUNK, KeptText, slices, texts_by_id

PER_PAGE = 50
SORTS = {
    "latest": ("-latest_seen_at", "-number"),
    "oldest": ("latest_seen_at", "number"),
    "date": ("-event_date", "-number"),
    "witnesses": ("-witnesses", "-number"),
    "severity": ("-severity", "-number"),
}
_AREAS = ("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list shows; an empty field filters nothing. `area` is a place code: it and all inside it."""

    categories: tuple[str, ...] = ()
    area: str = ""
    statuses: tuple[str, ...] = ()
    kind: str = ""
    search: str = ""
    date_from: date | None = None
    date_to: date | None = None
    contradicted: bool = False
    sort: str = "latest"


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as a list shows it; fields named `machine_…` hold the guess beside what counts."""

    id: uuid.UUID
    number: int
    title: str
    summary: str
    kind: Kind
    status: Status
    needs_more: bool
    category: str
    machine_category: str
    event_date: date | None
    event_date_end: date | None
    place_code: str
    machine_place_code: str
    severity: int
    confidence: float
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    first_seen_at: datetime
    latest_seen_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One page of a list; `count` is exact."""

    rows: tuple[IncidentRow, ...]
    count: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when the list is empty."""
        return max(1, -(-self.count // self.per_page))


def list_incidents(filters: Filters = Filters(), *, page: int = 1, per_page: int = PER_PAGE) -> IncidentPage:
    """One page of the incidents that the filters leave, two queries whatever their number."""
    chosen = _chosen(filters)
    count = chosen.count()
    page = min(max(1, page), max(1, -(-count // per_page)))
    start = (page - 1) * per_page
    rows = chosen.order_by(*SORTS.get(filters.sort, SORTS["latest"]))[start : start + per_page]
    return IncidentPage(tuple(_row(incident) for incident in rows), count, page, per_page)


def every_incident(filters: Filters = Filters()) -> Iterator[tuple[IncidentRow, tuple[str, ...]]]:
    """All incidents that the filters leave, each with the source ids of its texts, for exports."""
    ids = list(_chosen(filters).order_by(*SORTS.get(filters.sort, SORTS["latest"])).values_list("pk", flat=True))
    for part in slices(ids, CHUNK):
        incidents = Incident.objects.in_bulk(list(part))
        members: dict[uuid.UUID, list[str]] = defaultdict(list)
        standing = Membership.objects.filter(incident__in=part, ended_at=None).order_by("text__source_id")
        for incident_id, source_id in standing.values_list("incident_id", "text__source_id"):
            members[incident_id].append(source_id)
        for pk in part:
            yield _row(incidents[pk]), tuple(members[pk])


@dataclass(frozen=True, slots=True)
class Figures:
    """How many incidents the filters leave, and of which sorts."""

    total: int
    by_status: dict[str, int]
    by_kind: dict[str, int]
    by_category: dict[str, int]
    contradicted: int
    several_witnesses: int


def figures(filters: Filters = Filters()) -> Figures:
    """Counts for the head of a page; one query."""
    chosen = _chosen(filters)
    by_status: dict[str, int] = defaultdict(int)
    by_kind: dict[str, int] = defaultdict(int)
    by_category: dict[str, int] = defaultdict(int)
    contradicted = several_witnesses = 0
    counted = chosen.values_list("status", "kind", "category").annotate(
        count=Count("*"),
        contradicted=Count("status", filter=Q(contradictions__gt=0)),
        several=Count("status", filter=Q(witnesses__gt=1)),
    )
    for status, kind, category, count, wrong, several in counted:
        by_status[status] += count
        by_kind[kind] += count
        by_category[category] += count
        contradicted += wrong
        several_witnesses += several
    return Figures(
        total=sum(by_status.values()),
        by_status={status.value: by_status[status] for status in Status},
        by_kind={kind.value: by_kind[kind] for kind in Kind},
        by_category=dict(sorted(by_category.items())),
        contradicted=contradicted,
        several_witnesses=several_witnesses,
    )


def count_by_area(filters: Filters = Filters(), *, level: str = "kabupaten_kota") -> dict[str, int]:
    """How many incidents in each area of a level; the empty code counts those that name no such area."""
    if level not in _AREAS:
        raise ValueError(f"no such level: {level}")
    return dict(_chosen(filters).values_list(level).annotate(count=Count("*")).order_by(level))


def _chosen(filters: Filters) -> QuerySet[Incident]:
    chosen = Incident.objects.filter(state=State.ACTIVE)
    if filters.categories:
        chosen = chosen.filter(category__in=filters.categories)
    if filters.statuses:
        chosen = chosen.filter(status__in=filters.statuses)
    if filters.kind:
        chosen = chosen.filter(kind=filters.kind)
    if filters.area:
        chosen = chosen.filter(**{_AREAS[min(filters.area.count("."), 3)]: filters.area})
    if filters.date_from:
        chosen = chosen.filter(Q(event_date__gte=filters.date_from) | Q(event_date_end__gte=filters.date_from))
    if filters.date_to:
        chosen = chosen.filter(event_date__lte=filters.date_to)
    if filters.contradicted:
        chosen = chosen.filter(contradictions__gt=0)
    if words := _WORD.findall(filters.search.lower())[:12]:
        chosen = chosen.filter(number__in=_found(words))
    return chosen


def _found(words: Sequence[str]) -> RawSQL:
    """Numbers of the incidents in which all these words stand, the last one perhaps begun only."""
    if connection.vendor == "postgresql":
        query = " & ".join(f"'{word}'" for word in words) + ":*"
        return RawSQL("SELECT number FROM incidents_searchdocument WHERE tokens @@ to_tsquery('simple', %s)", [query])
    query = " ".join(f'"{word}"' for word in words) + "*"
    return RawSQL("SELECT rowid FROM incidents_search WHERE incidents_search MATCH %s", [query])


def _row(incident: Incident) -> IncidentRow:
    return IncidentRow(
        id=incident.pk,
        number=incident.number,
        title=incident.title,
        summary=incident.summary,
        kind=Kind(incident.kind),
        status=Status(incident.status),
        needs_more=incident.needs_more,
        category=incident.category,
        machine_category=incident.machine_category,
        event_date=incident.event_date,
        event_date_end=incident.event_date_end,
        place_code=incident.place_code,
        machine_place_code=incident.machine_place_code,
        severity=incident.severity,
        confidence=incident.confidence / 1000,
        texts=incident.texts,
        witnesses=incident.witnesses,
        contradictions=incident.contradictions,
        conflicts=incident.conflicts,
        first_seen_at=incident.first_seen_at,
        latest_seen_at=incident.latest_seen_at,
        created_at=incident.created_at,
        updated_at=incident.updated_at,
        version=incident.version,
    )


# One incident ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A text of an incident with the reading that counts, in the contract's JSON form.

    `score` and `reason` (parts of the score in thousandths) say why it stands here; both are empty when it came first.
    """

    text: KeptText
    reading: Mapping[str, Any]
    reading_made_at: datetime
    made_by: Maker
    score: int
    reason: Mapping[str, int]
    since: datetime
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said; `withdrawn_at` is set when it does not stand any longer."""

    id: int
    incident_id: uuid.UUID
    ruling: Ruling
    value: str
    reason: str
    by: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class Decided:
    """A merge (`together`) or a split (`apart`) that a person decided; `active` while it can be withdrawn."""

    id: int
    tie: str
    reason: str
    by: str
    at: datetime
    active: bool
    other_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One thing concluded: what counts, what the machine guessed, and the judgement that decided, if a person did."""

    name: str
    value: str
    machine_value: str
    judgement: Judged | None

    @property
    def by_person(self) -> bool:
        """Whether a person decided it."""
        return self.judgement is not None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement that official facts contradict: the reading's check (JSON form) and the texts that make it."""

    check: Mapping[str, Any]
    text_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Another incident that may be the same; `score` is at most 1000, `reason` has its parts in thousandths."""

    incident: IncidentRow
    score: int
    reason: Mapping[str, int]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """All that is known about one incident."""

    row: IncidentRow
    members: tuple[Member, ...]
    conclusions: tuple[Conclusion, ...]
    contradictions: tuple[Contradiction, ...]
    conflicts: tuple[Conflict, ...]
    judgements: tuple[Judged, ...]
    decisions: tuple[Decided, ...]
    similar: tuple[Similar, ...]
    merged_from: tuple[uuid.UUID, ...]
    trail: tuple[Entry, ...] = field(default=())


def redirect_of(incident_id: uuid.UUID) -> uuid.UUID | None:
    """The incident that this one became part of, or None."""
    return Redirect.objects.filter(old_id=incident_id).values_list("incident_id", flat=True).first()


def find_incident(written: str) -> list[uuid.UUID]:
    """The incidents that a person may mean by a number, a UUID or the beginning of one (six letters at least)."""
    written = written.strip().lower().removeprefix("#")
    if written.isdigit() and len(written) < 8:
        found = list(Incident.objects.filter(number=int(written)).values_list("pk", flat=True))
        if found:
            return found
    letters = written.replace("-", "")
    if len(letters) < 6 or not re.fullmatch(r"[0-9a-f]{6,32}", letters):
        return []
    low, high = uuid.UUID(letters.ljust(32, "0")), uuid.UUID(letters.ljust(32, "f"))
    return list(Incident.objects.filter(pk__gte=low, pk__lte=high).order_by("number").values_list("pk", flat=True)[:5])


def incident_row(incident_id: uuid.UUID) -> IncidentRow | None:
    """One incident as a list shows it, or None."""
    incident = Incident.objects.filter(pk=incident_id, state=State.ACTIVE).first()
    return _row(incident) if incident else None


def incident_detail(incident_id: uuid.UUID) -> IncidentDetail | None:
    """All that is known about one incident, the same number of queries for one text and for many.

    None when there is none of this id that stands by itself; `redirect_of` says whether it became part of another.
    """
    incident = Incident.objects.filter(pk=incident_id, state=State.ACTIVE).first()
    if incident is None:
        return None
    merged = tuple(
        Redirect.objects.filter(incident_id=incident_id).order_by("old__number").values_list("old_id", flat=True)
    )
    members = _members(incident_id)
    judgements = _judgements([incident_id, *merged])
    witnesses = [_witness(member) for member in members]
    ids = {member.text.key: member.text.id for member in members}
    return IncidentDetail(
        row=_row(incident),
        members=members,
        conclusions=_conclusions(incident, judgements),
        contradictions=tuple(
            Contradiction(check, tuple(ids[key] for key in keys)) for check, keys in contradictions(witnesses)
        ),
        conflicts=tuple(conflicts(witnesses)),
        judgements=judgements,
        decisions=_decisions([incident_id, *merged]),
        similar=_similar(incident, [member.text.key for member in members]),
        merged_from=merged,
        trail=tuple(trail_of("incident", [str(pk) for pk in (incident_id, *merged)])),
    )


def incident_conflicts(incident_id: uuid.UUID) -> tuple[Conflict, ...]:
    """Where the texts of an incident disagree, each value with those who give it."""
    return tuple(conflicts([_witness(member) for member in _members(incident_id)]))


def readings_of(text_id: int) -> list[Mapping[str, Any]]:
    """Every reading of a text, the newest first, in the contract's JSON form."""
    rows = KeptReading.objects.filter(text_id=text_id).order_by("-effective", "-pk")
    return [row.payload for row in rows]


def incidents_of_text(text_id: int) -> list[uuid.UUID]:
    """The incidents that a text tells of."""
    standing = Membership.objects.filter(text_id=text_id, ended_at=None, incident__state=State.ACTIVE)
    return list(standing.order_by("incident__number").values_list("incident_id", flat=True))


def _members(incident_id: uuid.UUID) -> tuple[Member, ...]:
    rows = {row.text_id: row for row in Membership.objects.filter(incident_id=incident_id, ended_at=None)}
    texts = texts_by_id(rows)
    readings: dict[int, KeptReading] = {}
    for part in slices(sorted(rows), CHUNK):
        readings.update((row.text_id, row) for row in KeptReading.objects.filter(text_id__in=part, effective=True))
    first: dict[int, int] = {}
    ordered = sorted(texts.values(), key=lambda text: (text.observed_at or text.ingested_at, text.key))
    for text in ordered:
        first.setdefault(text.copy_group, text.id)
    return tuple(
        Member(
            text=text,
            reading=readings[text.id].payload,
            reading_made_at=readings[text.id].made_at,
            made_by=Maker(rows[text.id].made_by),
            score=rows[text.id].score,
            reason=rows[text.id].reason,
            since=rows[text.id].since,
            is_copy=first[text.copy_group] != text.id,
        )
        for text in ordered
    )


def _witness(member: Member) -> Witness:
    text = member.text
    return Witness(
        key=text.key,
        source=text.source,
        source_class=text.source_class,
        title=text.title,
        text=text.text,
        observed_at=text.observed_at,
        ingested_at=text.ingested_at,
        copy_group=text.copy_group,
        reading=member.reading,
    )


def _judgements(incident_ids: Sequence[uuid.UUID]) -> tuple[Judged, ...]:
    return tuple(
        Judged(
            id=row.pk,
            incident_id=row.incident_id,
            ruling=Ruling(row.ruling),
            value=row.value,
            reason=row.reason,
            by=row.by,
            at=row.at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_by=row.withdrawn_by,
        )
        for row in Judgement.objects.filter(incident__in=incident_ids).order_by("-pk")
    )


def _decisions(incident_ids: Sequence[uuid.UUID]) -> tuple[Decided, ...]:
    rows = Decision.objects.filter(Q(incident__in=incident_ids) | Q(other__in=incident_ids)).order_by("-pk")
    return tuple(
        Decided(
            id=row.pk,
            tie=row.tie,
            reason=row.reason,
            by=row.by,
            at=row.at,
            active=row.withdrawn_at is None and row.superseded_by_id is None,
            other_id=row.other_id,
        )
        for row in rows
    )


def _conclusions(incident: Incident, judgements: Sequence[Judged]) -> tuple[Conclusion, ...]:
    def newest(*rulings: Ruling) -> Judged | None:
        return next((said for said in judgements if said.stands and said.ruling in rulings), None)

    day, machine_day = incident.event_date, incident.machine_event_date
    status_rulings = (Ruling.VERIFY, Ruling.REJECT, Ruling.NEEDS_MORE, Ruling.CLOSE, Ruling.REOPEN)
    return (
        Conclusion("status", incident.status, Status.BELUM_DIVERIFIKASI, newest(*status_rulings)),
        Conclusion("kind", incident.kind, incident.machine_kind, newest(Ruling.WRONG_KIND)),
        Conclusion("category", incident.category, incident.machine_category, newest(Ruling.WRONG_CATEGORY)),
        Conclusion("place", incident.place_code, incident.machine_place_code, newest(Ruling.WRONG_PLACE)),
        Conclusion(
            "event_date",
            day.isoformat() if day else "",
            machine_day.isoformat() if machine_day else "",
            newest(Ruling.WRONG_DATE),
        ),
    )


def _similar(incident: Incident, keys: Sequence[str], *, limit: int = 5) -> tuple[Similar, ...]:
    """Other incidents and activities with a text for which much, though not enough, speaks; a denial finds its event."""
    table = Table(day=incident.machine_event_date)
    best: dict[str, Affinity] = {}
    for item in (replace(own, kind=kind) for own in table.items(keys) for kind in Kind):
        for pool in table.pools(item):
            for other, tie in pool.near(item, MENTION):
                if other.key not in best or best[other.key].score < tie.score:
                    best[other.key] = tie
    near = sorted(set(best) - set(keys), key=lambda key: (-best[key].score, key))[: limit * 4]
    of_key = dict(
        Membership.objects.filter(key__in=near, ended_at=None, incident__state=State.ACTIVE)
        .exclude(incident=incident)
        .values_list("key", "incident_id")
    )
    ties: dict[uuid.UUID, Affinity] = {}
    for key in near:
        if key in of_key:
            ties.setdefault(of_key[key], best[key])
    rows = Incident.objects.in_bulk(list(ties)[:limit])
    return tuple(
        Similar(_row(rows[pk]), min(tie.score, 1000), tie.reason(), _differing(incident, rows[pk]))
        for pk, tie in ties.items()
        if pk in rows
    )


def _differing(one: Incident, other: Incident) -> tuple[str, ...]:
    names = ("place_code", "event_date", "category", "kind", "status")
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
