"""Reads of who is known: lists of officials and institutions, and all there is about one of them.

Nobody is found here whom a text calls a candidate, and no private person ever was written down.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from kondusif.audit.queries import Entry, trail_of
from kondusif.incidents.queries import IncidentRow, incidents_of_texts, read_texts
from kondusif.intake.queries import KeptText, by_letters
from kondusif.people.domain.excerpts import Excerpt, excerpt
from kondusif.people.domain.joining import NameReason, reason_for
from kondusif.people.domain.names import core_words, is_near
from kondusif.people.domain.profiles import Profile as PlainProfile
from kondusif.people.domain.timeline import Office, offices_of
from kondusif.people.models import Appearance, Decision, NameWord, Person, Profile
from kondusif.people.regrouping import profile_of, seen_of

PER_PAGE = 50
TEXTS_PER_PAGE = 25
_MOST_WORDS = 6
_MOST_SPELLINGS = 400
_MOST_VALUES = 5_000  # institutions or offices that one word may mean
# Letters that old and new spelling, or a slip, put at the beginning of the same name.
_ALIKE = ("dj", "jy", "ou", "ct", "fvp", "kqc", "szx", "ie")


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """What a list shows; an empty field filters nothing. `area` holds all inside it, `institution` is an id or words."""

    search: str = ""
    area: str = ""
    institution: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One official as a list shows it: the fullest name, the latest office."""

    id: uuid.UUID
    number: int
    name: str
    rank: str
    role: str
    institution: str
    area: str
    spellings: int
    texts: int
    first_seen_at: datetime
    latest_seen_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One page of a list; `count` is exact."""

    rows: tuple[PersonRow, ...]
    count: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when the list is empty."""
        return max(1, -(-self.count // self.per_page))


NOBODY_LEFT_OUT = PeopleFilters()


def list_people(filters: PeopleFilters = NOBODY_LEFT_OUT, *, page: int = 1, per_page: int = PER_PAGE) -> PersonPage:
    """One page of the officials that the filters leave, the most often named first."""
    wanted = _chosen(filters)
    count = wanted.count()
    page = min(max(1, page), max(1, -(-count // per_page)))
    start = (page - 1) * per_page
    rows = wanted.order_by("-texts", "-latest_seen_at", "number")[start : start + per_page]
    return PersonPage(tuple(_row(person) for person in rows), count, page, per_page)


def list_roles(limit: int = 40) -> list[tuple[str, int]]:
    """The offices that most officials hold, with how many do; for a choice in a form."""
    rows = (
        _standing()
        .exclude(role="")
        .values_list("role")
        .annotate(count=Count("pk"))
        .order_by("-count", by_letters("role"))
    )
    return list(rows[:limit])


def _standing() -> QuerySet[Person]:
    return Person.objects.filter(withheld=False, texts__gt=0)


def _chosen(filters: PeopleFilters) -> QuerySet[Person]:
    wanted = _standing()
    seen = Appearance.objects.all()
    if filters.area:
        seen = seen.filter(Q(area=filters.area) | Q(area__startswith=f"{filters.area}."))
    if filters.institution:
        seen = seen.filter(
            Q(body=filters.institution) | Q(institution__in=_spelled("institution", filters.institution))
        )
    if filters.role:
        seen = seen.filter(role__in=_spelled("role", filters.role, whole=True))
    if filters.area or filters.institution or filters.role:
        wanted = wanted.filter(pk__in=seen.values("profile__person"))
    for word in [word for word in core_words(filters.search) if len(word) > 1][:_MOST_WORDS]:
        wanted = wanted.filter(pk__in=NameWord.objects.filter(word__in=_near_words(word)).values("person"))
    if filters.search and not core_words(filters.search):
        return wanted.none()
    return wanted


def _spelled(column: str, written: str, *, whole: bool = False) -> list[str]:
    """The values of a column that have this in them, or are it, in capitals or not; databases fold letters each its own way."""
    wanted = written.casefold()
    known = Appearance.objects.values_list(column, flat=True).distinct().order_by()
    found = [each for each in known if (each.casefold() == wanted if whole else wanted in each.casefold())]
    return sorted(found)[:_MOST_VALUES]


def _near_words(written: str, *, whole: bool = False) -> list[str]:
    """The words of names that somebody who wrote this, or with `whole` false only its beginning, may mean."""
    first = {written[0]} | {letter for group in _ALIKE if written[0] in group for letter in group}
    known = NameWord.objects.filter(first__in=sorted(first)).values_list("word", flat=True).distinct().order_by()
    return sorted(word for word in known if is_near(written, word, whole=whole))[:_MOST_SPELLINGS]


def _row(person: Person) -> PersonRow:
    assert person.first_seen_at is not None
    assert person.latest_seen_at is not None
    return PersonRow(
        id=person.pk,
        number=person.number,
        name=person.name,
        rank=person.rank,
        role=person.role,
        institution=person.institution,
        area=person.area,
        spellings=person.spellings,
        texts=person.texts,
        first_seen_at=person.first_seen_at,
        latest_seen_at=person.latest_seen_at,
    )


# One official ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling in an office. `reason` says why it is this person's, beside which other spelling; None for the main one
    and where a person said so (`by_person`).
    """

    key: str
    name: str
    role: str
    institution: str
    area: str
    texts: int
    beside: str
    reason: NameReason | None
    by_person: bool


@dataclass(frozen=True, slots=True)
class Appeared:
    """A text that names the official: as what, with the words around it, and the incidents that the text tells of.

    `reading` is the one that counts: whoever shows the excerpt covers with it the private persons in it.
    """

    text: KeptText
    reading: Mapping[str, Any]
    name: str
    rank: str
    role: str
    institution: str
    area: str
    seen_at: datetime
    excerpt: Excerpt
    incidents: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True)
class InRole:
    """The incidents that name the official in one office."""

    role: str
    institution: str
    incidents: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A joining (`together`) or separation (`apart`) that a person decided; `active` while it can be withdrawn."""

    id: int
    tie: str
    reason: str
    by: str
    at: datetime
    active: bool
    other_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """All that is known about one official."""

    row: PersonRow
    variants: tuple[Variant, ...]
    offices: tuple[Office, ...]
    appearances: tuple[Appeared, ...]
    page: int
    pages: int
    incidents: tuple[InRole, ...]
    decisions: tuple[Decided, ...]
    trail: tuple[Entry, ...]


def person_redirect_of(person_id: uuid.UUID) -> uuid.UUID | None:
    """The person that this one became part of, or None."""
    person = Person.objects.filter(pk=person_id).select_related("merged_into").first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    return person.pk if person is not None and person.pk != person_id else None


def person_row(person_id: uuid.UUID) -> PersonRow | None:
    """One official as a list shows it, or None."""
    person = _standing().filter(pk=person_id).first()
    return _row(person) if person else None


def similar_people(row: PersonRow, limit: int = 5) -> tuple[PersonRow, ...]:
    """Other officials whose name has a word like one of this one's, those nearest in area first."""
    words = {near for word in core_words(row.name) if len(word) > 3 for near in _near_words(word, whole=True)}
    found = _standing().exclude(pk=row.id).filter(pk__in=NameWord.objects.filter(word__in=words).values("person"))
    near = sorted(found.order_by("-texts", "number")[: limit * 10], key=lambda each: -_shared(each.area, row.area))
    return tuple(_row(person) for person in near[:limit])


def person_by_number(number: int) -> PersonRow | None:
    """The official with this number, or None."""
    person = _standing().filter(number=number).first()
    return _row(person) if person else None


def _shared(one: str, other: str) -> int:
    """How many letters two codes share from their beginning."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def person_detail(person_id: uuid.UUID, *, page: int = 1) -> PersonDetail | None:
    """All that is known about one official, the same number of queries for one text and for many; None when there is none.

    `page` turns the pages of the texts, the newest first.
    """
    person = _standing().filter(pk=person_id).first()
    if person is None:
        return None
    profiles = list(Profile.objects.filter(person=person).order_by("key"))
    rows = list(Appearance.objects.filter(profile__person=person).order_by("-seen_at", "-text_id", "pk"))
    decisions = _decisions(person)
    in_texts = incidents_of_texts(row.text_id for row in rows)
    text_ids = list(dict.fromkeys(row.text_id for row in rows))
    pages = max(1, -(-len(text_ids) // TEXTS_PER_PAGE))
    page = min(max(1, page), pages)
    shown = text_ids[(page - 1) * TEXTS_PER_PAGE : page * TEXTS_PER_PAGE]
    merged = [person.pk, *person.merged_from.values_list("pk", flat=True)]
    return PersonDetail(
        row=_row(person),
        variants=_variants(person, profiles, rows),
        offices=offices_of(map(seen_of, rows)),
        appearances=_appeared(shown, rows, in_texts),
        page=page,
        pages=pages,
        incidents=_in_roles(rows, in_texts),
        decisions=decisions,
        trail=tuple(trail_of("person", [str(pk) for pk in merged])),
    )


def _variants(person: Person, profiles: Sequence[Profile], rows: Sequence[Appearance]) -> tuple[Variant, ...]:
    """The spellings, the main one first; of each the strongest reason beside another."""
    of_key: dict[str, list[Appearance]] = defaultdict(list)
    for row in rows:
        of_key[row.profile_id].append(row)
    main_words = core_words(person.name)
    ordered = sorted(
        (each for each in profiles if of_key[each.key]),
        key=lambda each: (tuple(each.words.split()) != main_words, -len(of_key[each.key]), each.key),
    )
    plain = [profile_of(each) for each in ordered]
    by_machine = _reached(plain)
    found: list[Variant] = []
    for index, mine in enumerate(plain):
        ties = [(reason_for(mine, other), other.key) for other in plain if other is not mine]
        # Beside the main spelling where that speaks for it, else beside the one that does most.
        reason, beside = max(
            ((reason, key) for reason, key in ties if reason is not None and mine.key in by_machine),
            key=lambda each: (each[1] == plain[0].key, each[0].score, each[1]),
            default=(None, ""),
        )
        seen = of_key[mine.key]
        found.append(
            Variant(
                key=mine.key,
                name=seen[0].name,
                role=seen[0].role,
                institution=max((each.institution for each in seen), key=lambda each: (len(each), each)),
                area=seen[0].area,
                texts=len({each.text_id for each in seen}),
                beside=of_key[beside][0].name if beside and index else "",
                reason=reason if index else None,
                by_person=bool(index) and reason is None,
            )
        )
    return tuple(found)


def _reached(profiles: Sequence[PlainProfile]) -> set[str]:
    """Keys of the profiles that the machine's own reasons lead to from the first one; the rest a person joined."""
    reached, waiting = {profile.key for profile in profiles[:1]}, list(profiles[:1])
    while waiting:
        mine = waiting.pop()
        near = [other for other in profiles if other.key not in reached and reason_for(mine, other) is not None]
        reached |= {other.key for other in near}
        waiting += near
    return reached


def _appeared(
    text_ids: Sequence[int], rows: Sequence[Appearance], in_texts: dict[int, tuple[IncidentRow, ...]]
) -> tuple[Appeared, ...]:
    first: dict[int, Appearance] = {}
    spans: dict[int, list[list[str | int]]] = defaultdict(list)
    for row in rows:
        first.setdefault(row.text_id, row)
        spans[row.text_id] += row.spans
    read = {each.text.id: each for each in read_texts(first[text_id].text_key for text_id in text_ids)}
    return tuple(
        Appeared(
            text=read[text_id].text,
            reading=read[text_id].reading,
            name=first[text_id].name,
            rank=first[text_id].rank,
            role=first[text_id].role,
            institution=first[text_id].institution,
            area=first[text_id].area,
            seen_at=first[text_id].seen_at,
            excerpt=excerpt(read[text_id].text.title, read[text_id].text.text, spans[text_id]),
            incidents=in_texts.get(text_id, ()),
        )
        for text_id in text_ids
        if text_id in read
    )


def _in_roles(rows: Iterable[Appearance], in_texts: dict[int, tuple[IncidentRow, ...]]) -> tuple[InRole, ...]:
    """The incidents by the office in which their texts name the official."""
    found: dict[tuple[str, str], dict[uuid.UUID, IncidentRow]] = {}
    longest: dict[tuple[str, str], str] = defaultdict(str)
    for row in rows:
        office = (row.role, row.body)
        longest[office] = max(longest[office], row.institution, key=lambda each: (len(each), each))
        for incident in in_texts.get(row.text_id, ()):
            found.setdefault(office, {})[incident.id] = incident
    return tuple(
        InRole(role, longest[role, body], tuple(sorted(incidents.values(), key=lambda each: -each.number)))
        for (role, body), incidents in sorted(found.items())
    )


def _decisions(person: Person) -> tuple[Decided, ...]:
    rows = Decision.objects.filter(Q(person=person) | Q(other=person)).order_by("-pk")
    return tuple(
        Decided(
            id=row.pk,
            tie=row.tie,
            reason=row.reason,
            by=row.by,
            at=row.at,
            active=row.withdrawn_at is None and row.superseded_by_id is None,
            other_id=row.other_id if row.person_id == person.pk else row.person_id,
        )
        for row in rows
    )


# Institutions ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution that the texts name through its officials; `id` is its address."""

    id: str
    name: str
    area: str
    people: int
    texts: int
    first_seen_at: datetime
    latest_seen_at: datetime


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """One page of a list; `count` is exact."""

    rows: tuple[InstitutionRow, ...]
    count: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when the list is empty."""
        return max(1, -(-self.count // self.per_page))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who was named in an office of an institution, and when."""

    person: PersonRow
    role: str
    rank: str
    texts: int
    first_seen_at: datetime
    latest_seen_at: datetime


@dataclass(frozen=True, slots=True)
class InstitutionDetail:
    """An institution and its office holders, the office that the most texts name first."""

    row: InstitutionRow
    holders: tuple[Holder, ...]


def list_institutions(
    filters: PeopleFilters = NOBODY_LEFT_OUT, *, page: int = 1, per_page: int = PER_PAGE
) -> InstitutionPage:
    """One page of the institutions whose officials the texts name; `search` looks at their names."""
    seen = _of_institutions()
    if filters.area:
        seen = seen.filter(Q(area=filters.area) | Q(area__startswith=f"{filters.area}."))
    for word in filters.search.split()[:_MOST_WORDS]:
        seen = seen.filter(institution__in=_spelled("institution", word))
    count = seen.aggregate(count=Count("body", distinct=True))["count"]
    page = min(max(1, page), max(1, -(-count // per_page)))
    start = (page - 1) * per_page
    return InstitutionPage(_institutions(seen, slice(start, start + per_page)), count, page, per_page)


def institution_detail(body: str) -> InstitutionDetail | None:
    """An institution with its office holders, four queries whatever their number; None when no text names it."""
    seen = _of_institutions().filter(body=body)
    rows = _institutions(seen, slice(0, 1))
    if not rows:
        return None
    held = (
        seen.values("profile__person", "role")
        .annotate(
            naming=Count("text", distinct=True),
            latest_rank=Max(by_letters("rank")),
            first=Min("seen_at"),
            latest=Max("seen_at"),
        )
        .order_by(by_letters("role"), "-latest", "profile__person__number")
    )
    offices = list(held)
    people = Person.objects.in_bulk([office["profile__person"] for office in offices])
    holders = [
        Holder(
            person=_row(people[office["profile__person"]]),
            role=office["role"],
            rank=office["latest_rank"],
            texts=office["naming"],
            first_seen_at=office["first"],
            latest_seen_at=office["latest"],
        )
        for office in offices
    ]
    return InstitutionDetail(rows[0], tuple(holders))


def _of_institutions() -> QuerySet[Appearance]:
    return Appearance.objects.exclude(body="").filter(profile__person__withheld=False)


def _institutions(seen: QuerySet[Appearance], part: slice) -> tuple[InstitutionRow, ...]:
    """Rows with the fullest name that a text gives each, the one that the most texts name first."""
    counted = list(
        seen.values("body")
        .annotate(
            naming=Count("text", distinct=True),
            people=Count("profile__person", distinct=True),
            first=Min("seen_at"),
            latest=Max("seen_at"),
            where=Max(by_letters("area")),
        )
        .order_by("-naming", by_letters("body"))[part]
    )
    names: dict[str, str] = defaultdict(str)
    named = Appearance.objects.filter(body__in=[row["body"] for row in counted])
    for body, institution in named.values_list("body", "institution").distinct():
        names[body] = max(names[body], institution, key=lambda each: (len(each), each))
    return tuple(
        InstitutionRow(
            id=row["body"],
            name=names[row["body"]],
            area=row["where"],
            people=row["people"],
            texts=row["naming"],
            first_seen_at=row["first"],
            latest_seen_at=row["latest"],
        )
        for row in counted
    )
