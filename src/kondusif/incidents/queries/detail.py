"""All that is known about one incident."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from kondusif.audit.queries import Entry, trail_of
from kondusif.incidents.domain.affinity import MENTION, Affinity
from kondusif.incidents.domain.describing import Conflict, Witness, conflicts, contradictions
from kondusif.incidents.domain.types import Kind, Maker, Ruling, State, Status
from kondusif.incidents.grouping import Table
from kondusif.incidents.models import Decision, Incident, Judgement, KeptReading, Membership, Redirect
from kondusif.incidents.queries.rows import IncidentRow, row_of
from kondusif.intake.queries import CHUNK, KeptText, slices, texts_by_id


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
    incident_id: uuid.UUID
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
    witnesses = [witness_of(member) for member in members]
    ids = {member.text.key: member.text.id for member in members}
    return IncidentDetail(
        row=row_of(incident),
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
    return tuple(conflicts([witness_of(member) for member in _members(incident_id)]))


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


def witness_of(member: Member) -> Witness:
    """A member as the rules of describing and comparing see it."""
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
    return tuple(judged_of(row) for row in Judgement.objects.filter(incident__in=incident_ids).order_by("-pk"))


def judged_of(row: Judgement) -> Judged:
    """A judgement as those outside of the room see it."""
    return Judged(
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
            incident_id=row.incident_id,
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
        Similar(row_of(rows[pk]), min(tie.score, 1000), tie.reason(), _differing(incident, rows[pk]))
        for pk, tie in ties.items()
        if pk in rows
    )


def _differing(one: Incident, other: Incident) -> tuple[str, ...]:
    names = ("place_code", "event_date", "category", "kind", "status")
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))
