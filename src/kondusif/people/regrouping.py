"""The rows behind `domain/joining`: which profiles are reached, which person each group is, and what lists show of it.

Called by actions alone, inside their transaction.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, Sum

from kondusif.intake.queries import CHUNK, slices
from kondusif.people.domain.deciding import Said, Side, Tie, pairs_apart, runs_together
from kondusif.people.domain.joining import blocks_of, persons_among, reason_for
from kondusif.people.domain.names import core_words
from kondusif.people.domain.profiles import Profile
from kondusif.people.domain.timeline import Seen, offices_of
from kondusif.people.models import Appearance, Decision, NameWord, Person, ProfileBlock
from kondusif.people.models import Profile as ProfileRow


def profile_of(row: ProfileRow) -> Profile:
    """The plain value of a row."""
    return Profile(
        key=row.key,
        words=tuple(row.words.split()),
        name=row.name,
        role=row.role,
        institution=row.institution,
        kind=row.kind,
        code=row.code,
        regency=row.regency,
        scope=row.scope,
        service=row.service,
    )


def seen_of(row: Appearance) -> Seen:
    """An appearance as the time line takes it."""
    return Seen(row.role, row.institution, row.body, row.place_code, row.area, row.text_id, row.seen_at)


def said_of(row: Decision) -> Said:
    """A decision as the rules see it; its profiles are expected to be prefetched."""
    sides = sorted((side.key, side.loose_key, side.side) for side in row.profiles.all())
    return Said(Tie(row.tie), tuple(Side(*side) for side in sides))


def regroup(keys: Iterable[str], persons: Iterable[uuid.UUID] = ()) -> set[uuid.UUID]:
    """Join anew whatever these profiles and persons reach; returns the persons that are to be counted anew."""
    reached = _Reach()
    reached.add_profiles(keys)
    reached.add_persons(persons)
    reached.close()
    known = reached.profiles
    groups = persons_among(
        list(known.values()),
        together=runs_together(reached.said, known.values()),
        apart=pairs_apart(reached.said, known.values()),
    )
    touched = _claim(groups, known, reached.person_of)
    return touched | set(persons)


class _Reach:
    """The profiles that have anything to do with each other: by name, by person, by decision."""

    def __init__(self) -> None:
        self.profiles: dict[str, Profile] = {}
        self.person_of: dict[str, uuid.UUID | None] = {}
        self.said: list[Said] = []
        self._front: list[Profile] = []
        self._asked: set[uuid.UUID] = set()
        self._decided: set[int] = set()

    def add_profiles(self, keys: Iterable[str]) -> None:
        """Take in these profiles."""
        wanted = sorted(set(keys) - self.profiles.keys())
        for part in slices(wanted, CHUNK):
            self._take(ProfileRow.objects.filter(key__in=part))

    def add_persons(self, persons: Iterable[uuid.UUID | None]) -> None:
        """Take in all profiles of these persons."""
        wanted = sorted({pk for pk in persons if pk is not None} - self._asked, key=str)
        self._asked |= set(wanted)
        for part in slices(wanted, CHUNK):
            self._take(ProfileRow.objects.filter(person__in=part))

    def close(self) -> None:
        """Go on until nothing new is reached."""
        while self._front:
            front, self._front = self._front, []
            self.add_persons([self.person_of[profile.key] for profile in front])
            self._add_neighbours(front)
            self._add_decided(front)

    def _take(self, rows: Iterable[ProfileRow]) -> None:
        for row in rows:
            if row.key not in self.profiles:
                profile = profile_of(row)
                self.profiles[row.key] = profile
                self.person_of[row.key] = row.person_id
                self._front.append(profile)

    def _add_neighbours(self, front: Sequence[Profile]) -> None:
        by_block: dict[str, list[Profile]] = defaultdict(list)
        for profile in front:
            for block in blocks_of(profile):
                by_block[block].append(profile)
        for part in slices(sorted(by_block), CHUNK):
            rows = ProfileBlock.objects.filter(block__in=part)
            near: dict[str, ProfileRow] = {}
            for row in rows.select_related("profile"):
                if row.profile_id in self.profiles or row.profile_id in near:
                    continue
                other = profile_of(row.profile)
                if any(reason_for(mine, other) for mine in by_block[row.block]):
                    near[row.profile_id] = row.profile
            self._take(near.values())

    def _add_decided(self, front: Sequence[Profile]) -> None:
        keys = [profile.key for profile in front]
        loose = [profile.loose_key for profile in front]
        for part, loose_part in zip(slices(keys, CHUNK), slices(loose, CHUNK), strict=True):
            standing = Decision.objects.filter(
                Q(profiles__key__in=part) | Q(profiles__loose_key__in=loose_part), withdrawn_at=None, superseded_by=None
            )
            rows = standing.exclude(pk__in=self._decided).distinct().order_by("pk").prefetch_related("profiles")
            for row in rows:
                self._decided.add(row.pk)
                said = said_of(row)
                self.said.append(said)
                self.add_profiles([side.key for side in said.sides])
                sides = [side.loose_key for side in said.sides]
                for run in slices(sides, CHUNK):
                    self._take(ProfileRow.objects.filter(loose_key__in=run))


# Persons --------------------------------------------------------------------------------------------------------------


def _claim(
    groups: Sequence[frozenset[str]], known: dict[str, Profile], person_of: dict[str, uuid.UUID | None]
) -> set[uuid.UUID]:
    """Say which person each group is: the oldest one whose anchor lies in it. Returns the persons that changed."""
    anchored = _anchored(known)
    number = Person.objects.aggregate(number=Max("number"))["number"] or 0
    touched: set[uuid.UUID] = set()
    for group in groups:
        claimants = sorted({pk: one for key in group for pk, one in anchored[key].items()}.values(), key=_age)
        if claimants:
            owner = claimants[0]
        else:
            number += 1
            anchor = min(group)
            owner = Person.objects.create(number=number, anchor=anchor, loose_anchor=known[anchor].loose_key)
        touched |= _settle(owner, claimants[1:])
        moved = [key for key in group if person_of[key] != owner.pk]
        for part in slices(sorted(moved), CHUNK):
            ProfileRow.objects.filter(key__in=part).update(person=owner)
        if moved:
            touched |= {owner.pk, *filter(None, (person_of[key] for key in moved))}
    return touched


def _age(person: Person) -> int:
    return person.number


def _settle(owner: Person, younger: Sequence[Person]) -> set[uuid.UUID]:
    """The owner stands by itself; the younger ones that share its group point to it."""
    touched: set[uuid.UUID] = set()
    if owner.merged_into_id is not None:
        Person.objects.filter(pk=owner.pk).update(merged_into=None)
        touched.add(owner.pk)
    for one in younger:
        if one.merged_into_id != owner.pk:
            Person.objects.filter(pk=one.pk).update(merged_into=owner)
            touched |= {one.pk, owner.pk}
    return touched


def _anchored(known: dict[str, Profile]) -> dict[str, dict[uuid.UUID, Person]]:
    """For each profile the persons that are anchored in it. One whose anchor is gone takes one of its name and area."""
    found: dict[str, dict[uuid.UUID, Person]] = defaultdict(dict)
    loose: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        loose[known[key].loose_key].append(key)
    for part in slices(sorted(known), CHUNK):
        for person in Person.objects.filter(anchor__in=part):
            found[person.anchor][person.pk] = person
    for part in slices(sorted(loose), CHUNK):
        for person in Person.objects.filter(loose_anchor__in=part).exclude(anchor__in=ProfileRow.objects.values("key")):
            person.anchor = loose[person.loose_anchor][0]
            person.save(update_fields=["anchor"])
            found[person.anchor][person.pk] = person
    return found


# What lists show ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """Appearances of one person that say the same, counted together."""

    name: str
    rank: str
    seen: Seen
    first: datetime
    stands: bool
    mentions: int


def count_anew(persons: Iterable[uuid.UUID]) -> None:
    """Write the columns and words of these persons that lists and searches go by."""
    for part in slices(sorted(set(persons), key=str), CHUNK):
        told = _told_of(part)
        texts = dict(
            Appearance.objects.filter(profile__person__in=part)
            .values_list("profile__person")
            .annotate(naming=Count("text", distinct=True))
        )
        changed = [
            _counted(person, told[person.pk], texts.get(person.pk, 0)) for person in Person.objects.filter(pk__in=part)
        ]
        # One statement writes them all; a CASE for every row and column, as `bulk_update` makes, is many times slower.
        Person.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=_COLUMNS, batch_size=50
        )
        _write_words(part, {person.pk for person in changed if not person.withheld})


def _told_of(persons: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[_Told]]:
    found: dict[uuid.UUID, list[_Told]] = defaultdict(list)
    columns = ("profile__person", "name", "rank", "role", "institution", "body", "place_code", "area", "stands")
    grouped = Appearance.objects.filter(profile__person__in=persons).values_list(*columns).order_by()
    rows = grouped.annotate(first=Min("seen_at"), latest=Max("seen_at"), said=Sum("mentions"))
    # Sorted here, letter for letter: of names that are as good as each other the same one is shown on every database.
    for person, name, rank, role, institution, body, code, area, stands, first, latest, mentions in sorted(
        rows, key=lambda row: row[: len(columns)]
    ):
        seen = Seen(role, institution, body, code, area, 0, latest)
        found[person].append(_Told(name, rank, seen, first, stands, mentions))
    return found


def _write_words(persons: Sequence[uuid.UUID], shown: set[uuid.UUID]) -> None:
    """The words that each person is found by; nobody who is withheld is found."""
    profiles = ProfileRow.objects.filter(person__in=persons).values_list("person_id", "words")
    wanted = {(pk, word[:60]) for pk, words in profiles if pk in shown for word in words.split()}
    known = {
        (pk, word): row
        for row, pk, word in NameWord.objects.filter(person__in=persons).values_list("pk", "person_id", "word")
    }
    for part in slices(sorted(row for pair, row in known.items() if pair not in wanted), CHUNK):
        NameWord.objects.filter(pk__in=part).delete()
    new = sorted(wanted - known.keys(), key=str)
    NameWord.objects.bulk_create(
        [NameWord(person_id=pk, word=word, first=word[0]) for pk, word in new if pk is not None], batch_size=300
    )


_COLUMNS = ["withheld", "name", "rank", "role", "institution", "area", "spellings", "texts", "first_seen_at", "latest_seen_at"]  # fmt: skip


def _counted(person: Person, rows: Sequence[_Told], texts: int) -> Person:
    held = [office for office in offices_of(row.seen for row in rows) if office.role]
    latest = max(held, key=lambda each: (each.latest_seen_at, each.role, each.body), default=None)
    ranked = max((row for row in rows if row.rank), key=lambda each: (each.seen.at, each.rank), default=None)
    spellings: dict[tuple[str, ...], list[_Told]] = defaultdict(list)
    for row in rows:
        spellings[core_words(row.name)].append(row)
    person.withheld = any(row.stands for row in rows)
    person.name = _fullest(spellings)
    person.rank = ranked.rank if ranked else ""
    person.role = latest.role if latest else ""
    person.institution = latest.institution if latest else ""
    person.area = latest.area if latest else next((row.seen.area for row in rows if row.seen.area), "")
    person.spellings = len(spellings)
    person.texts = texts
    person.first_seen_at = min((row.first for row in rows), default=None)
    person.latest_seen_at = max((row.seen.at for row in rows), default=None)
    return person


def _fullest(spellings: Mapping[tuple[str, ...], Sequence[_Told]]) -> str:
    """The name with the most whole words, of equals the one that is said most."""
    best = min(
        spellings.items(),
        key=lambda each: (-sum(len(word) > 1 for word in each[0]), -sum(row.mentions for row in each[1]), each[0]),
        default=None,
    )
    return min((row.name for row in best[1]), key=lambda name: (-len(name), name)) if best else ""
