"""What the page of one incident says, put together from the queries of the rooms below."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from kondusif.incidents.domain.describing import Conflict
from kondusif.incidents.domain.types import Status, Tie
from kondusif.incidents.queries import (
    Conclusion,
    Decided,
    IncidentDetail,
    IncidentRow,
    Member,
    Similar,
    also_in,
)
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.labels import (
    CONFLICTS,
    FIELDS,
    KINDS,
    SOURCE_CLASSES,
    STATUSES,
    TIES,
    category_label,
    check_label,
)
from kondusif.publishing.sitrep_paper import grounds
from kondusif.publishing.wording import area_title, iso_day, moment, percent, place_name
from kondusif.web.anatomy import Anatomy, anatomy_of
from kondusif.web.rows import Line, line_of
from kondusif.web.trail import Step, judges_of, steps_of


@dataclass(frozen=True, slots=True)
class Tab:
    """One text of the incident, by its source."""

    id: int
    source: str
    source_class: str
    seen_at: str
    is_copy: bool
    by_person: bool
    ties: str
    chosen: bool
    also_in: tuple[tuple[uuid.UUID, int], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A conclusion about the whole incident: what counts, and the machine's guess when a person said otherwise."""

    label: str
    value: str
    machine_value: str
    by: str
    reason: str

    @property
    def by_person(self) -> bool:
        """Whether a person decided."""
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Against:
    """A statement that the official facts contradict."""

    label: str
    stated: str
    official: str
    law: str
    sources: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """One of the values on which the texts differ, and who gives it."""

    value: str
    sources: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """Something on which the texts differ."""

    label: str
    about: str
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """An incident that may be the same; `apart` is the word of a person who says that it is not."""

    line: Line
    percent: str
    ties: str
    differs: tuple[tuple[str, str, str], ...]
    apart: Decided | None


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Everything on the page."""

    line: Line
    version: int
    area_path: tuple[tuple[str, str], ...]
    counts: tuple[Counts, ...]
    judges: tuple[str, ...]
    tabs: tuple[Tab, ...]
    text: Member
    text_seen_at: str
    anatomy: Anatomy
    against: tuple[Against, ...]
    differing: tuple[Differing, ...]
    alike: tuple[Alike, ...]
    steps: tuple[Step, ...]
    status: str

    @property
    def alike_open(self) -> tuple[Alike, ...]:
        """The similar incidents about which no person has decided."""
        return tuple(alike for alike in self.alike if alike.apart is None)

    @property
    def closed(self) -> bool:
        """Whether the only thing to say now is to open it again."""
        return self.status == Status.DITUTUP


def incident_page(detail: IncidentDetail, *, text_id: int | None, now: datetime) -> IncidentPage:
    """The page of an incident with one of its texts open: the asked one, else the first."""
    row = detail.row
    elsewhere = also_in((member.text.id for member in detail.members), but=row.id)
    chosen = next((member for member in detail.members if member.text.id == text_id), detail.members[0])
    return IncidentPage(
        line=line_of(row, now=now),
        version=row.version,
        area_path=_area_path(row.place_code),
        counts=tuple(_counts(conclusion) for conclusion in detail.conclusions),
        judges=judges_of(detail.judgements),
        tabs=tuple(
            _tab(member, member is chosen, row.place_code, elsewhere.get(member.text.id, ()))
            for member in detail.members
        ),
        text=chosen,
        text_seen_at=_seen_at(chosen, row.place_code),
        anatomy=anatomy_of(chosen.text.title, chosen.text.text, chosen.reading),
        against=tuple(_against(detail)),
        differing=tuple(_differing(conflict, detail.members) for conflict in detail.conflicts),
        alike=tuple(_alike(similar, detail, now) for similar in detail.similar),
        steps=tuple(steps_of(detail)),
        status=row.status,
    )


def _area_path(code: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the area and all around it, the largest first."""
    gazetteer = load_gazetteer()
    if code not in gazetteer:
        return ((code, code),) if code else ()
    return tuple((area.code, area_title(area)) for area in gazetteer.path(code))


def _tab(
    member: Member,
    chosen: bool,  # noqa: FBT001 -- one caller, by position of a comparison
    code: str,
    elsewhere: tuple[tuple[uuid.UUID, int], ...],
) -> Tab:
    return Tab(
        id=member.text.id,
        source=member.text.source or member.text.source_id,
        source_class=str(SOURCE_CLASSES.get(member.text.source_class, member.text.source_class)),
        seen_at=_seen_at(member, code),
        is_copy=member.is_copy,
        by_person=member.made_by == "person",
        ties=_ties(member.reason),
        chosen=chosen,
        also_in=elsewhere,
    )


def _seen_at(member: Member, code: str) -> str:
    seen = member.text.observed_at
    return moment(seen, code) if seen else gettext("waktu tidak disebut")


def _ties(reason: object) -> str:
    parts = reason if isinstance(reason, dict) else {}
    ordered = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(str(TIES.get(name, name)) for name, _ in ordered)


def value_in_words(name: str, value: str) -> str:
    """A stored value as people say it."""
    if name in {"place", "place_code"}:
        return place_name(value)
    if name == "event_date":
        return iso_day(value)
    if name == "category":
        return category_label(value)
    labels = STATUSES if name == "status" else KINDS if name == "kind" else {}
    return str(labels.get(value, value))


def _counts(conclusion: Conclusion) -> Counts:
    judgement = conclusion.judgement
    differs = conclusion.machine_value != conclusion.value
    return Counts(
        label=str(FIELDS[conclusion.name]),
        value=value_in_words(conclusion.name, conclusion.value),
        machine_value=value_in_words(conclusion.name, conclusion.machine_value) if differs else "",
        by=judgement.by if judgement else "",
        reason=judgement.reason if judgement else "",
    )


def _against(detail: IncidentDetail) -> list[Against]:
    sources = {member.text.id: member.text.source for member in detail.members}
    return [
        Against(
            label=check_label(found.check["kind"]),
            stated=found.check["stated"] or found.check["stated_value"],
            official=found.check["official"],
            law=grounds(found.check["source"]),
            sources=tuple((pk, sources[pk]) for pk in found.text_ids if pk in sources),
        )
        for found in detail.contradictions
    ]


def _differing(conflict: Conflict, members: Sequence[Member]) -> Differing:
    of_key = {member.text.key: (member.text.id, member.text.source) for member in members}
    return Differing(
        label=str(CONFLICTS.get(conflict.kind, conflict.kind)),
        about=conflict.about,
        rivals=tuple(
            Rival(
                value_in_words(conflict.kind, version.value),
                tuple(of_key[key] for key in version.keys if key in of_key),
            )
            for version in conflict.versions
        ),
    )


def _alike(similar: Similar, detail: IncidentDetail, now: datetime) -> Alike:
    row, other = detail.row, similar.incident
    between = (each for each in detail.decisions if each.active and each.tie == Tie.APART)
    return Alike(
        line=line_of(other, now=now),
        percent=percent(similar.score / 1000),
        ties=_ties(similar.reason),
        differs=tuple(
            (str(FIELDS[name]), _field(row, name), _field(other, name)) for name in similar.differs if name in FIELDS
        ),
        apart=next((each for each in between if other.id in {each.incident_id, each.other_id}), None),
    )


def _field(row: IncidentRow, name: str) -> str:
    value = getattr(row, name)
    return value_in_words(name, value.isoformat() if hasattr(value, "isoformat") else str(value or ""))
