"""What answers look like; OpenAPI is made of it. Fields are only ever added."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from kondusif.incidents.domain.types import Kind, Status


class Place(Schema):
    """An administrative area by its Kemendagri code."""

    code: str
    name: str = Field(description="nama dan wilayah di atasnya")


class Incident(Schema):
    """One incident or activity, as the list and the files have it."""

    number: int
    id: uuid.UUID
    kind: Kind
    status: Status
    category: str
    machine_category: str = Field(description="tebakan mesin di samping yang berlaku")
    event_date: date | None
    event_date_end: date | None
    place: Place | None = Field(description="wilayah terkecil yang disebut; bukan titik kejadian")
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    severity: int
    confidence: float
    title: str
    summary: str
    needs_more: bool
    first_seen_at: datetime
    latest_seen_at: datetime
    names: Literal["disamarkan", "lengkap"]


class Page(Schema):
    """Which part of a list this is; `count` is of the whole list."""

    count: int
    page: int
    pages: int
    per_page: int
    previous: str | None
    next: str | None


class IncidentList(Page):
    """A page of incidents."""

    items: list[Incident]


class Conclusion(Schema):
    """What counts, the machine's guess beside it, and whether a person decided."""

    name: str
    value: str
    machine_value: str
    by_person: bool


class Contradiction(Schema):
    """A statement that official facts contradict."""

    kind: str
    stated: str
    stated_value: str
    official: str
    source: str


class ConflictVersion(Schema):
    """A value, and the sources that give it."""

    value: str
    sources: list[str]


class Conflict(Schema):
    """Something on which the texts disagree."""

    kind: str
    about: str
    versions: list[ConflictVersion]


class Judgement(Schema):
    """What a person said and when; the reason only where names are shown."""

    ruling: str
    value: str
    at: datetime
    withdrawn_at: datetime | None
    reason: str | None


class Text(Schema):
    """A text of the incident; its words only where names are shown."""

    source: str | None
    source_class: str
    observed_at: datetime | None
    is_copy: bool
    title: str | None
    text: str | None


class IncidentDetail(Incident):
    """All that is known about one incident."""

    conclusions: list[Conclusion]
    contradicted: list[Contradiction]
    disagreements: list[Conflict]
    judgements: list[Judgement]
    told_by: list[Text]


class Figures(Schema):
    """What the incidents and activities of an area add up to."""

    incidents: int
    unverified: int
    verified: int
    activities: int
    contradicted: int
    texts: int
    latest_seen_at: datetime | None


class AreaFigures(Figures):
    """The figures of one area; without a place those that name no area of this level."""

    place: Place | None


class AreaList(Page):
    """A page of areas that have anything; all others have nothing."""

    level: str
    items: list[AreaFigures]


class AreaDetail(AreaFigures):
    """An area, and the areas one level down that have anything."""

    level: str
    children_level: str | None
    children: list[AreaFigures]


class Figure(Schema):
    """A count, the same in the period before, and how it changed."""

    count: int
    before: int | None
    change: str


class Overview(Schema):
    """How a scope stands, with the change against the period before."""

    start: datetime | None
    end: datetime
    incidents: Figure
    activities: Figure
    contradicted: Figure
    several_witnesses: Figure
    severe: Figure
    unverified: int
    verified: int
    needs_more: int


class Stage(Schema):
    """A stage of an election; a day that no source gives is null."""

    id: str
    title: str
    start: date | None
    end: date | None
    status: str
    source: str
    confidence: Literal["V", "D", "S", "U"] = Field(
        description="V dua sumber atau lebih, S satu sumber, D dihitung, U belum pasti"
    )


class ForbiddenNow(Schema):
    """A provision that forbids something on the day, and the stages that bring it into play."""

    id: str
    title: str
    document: str
    article: str
    content: str
    stages: list[str]
    confidence: Literal["V", "D", "S", "U"]


class Stages(Schema):
    """The calendar of an election, asked about a day."""

    election: str
    title: str
    title_en: str
    as_of: date = Field(description="kapan kalender terakhir dicocokkan dengan sumbernya")
    day: date
    phase: str
    voting_day: date
    days_to_voting: int
    stages: list[Stage]
    forbidden: list[ForbiddenNow]
