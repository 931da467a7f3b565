"""All that changes who is known: texts taken in, spellings joined and separated by a person. One transaction each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.audit.domain.chain import Json
from kondusif.incidents.actions import NothingToWithdraw
from kondusif.incidents.domain.judging import checked_reason
from kondusif.incidents.queries import ReadText, read_texts
from kondusif.intake.queries import CHUNK, latest_texts, slices
from kondusif.people.domain.deciding import Tie, opposite
from kondusif.people.domain.joining import blocks_of
from kondusif.people.domain.profiles import Found, profiles_of
from kondusif.people.domain.profiles import Profile as PlainProfile
from kondusif.people.models import Appearance, Decision, DecisionProfile, Person, Profile, ProfileBlock
from kondusif.people.regrouping import count_anew, regroup, said_of
from kondusif.places.domain.gazetteer import load_gazetteer

__all__ = [
    "CannotJoin",
    "NoSuchPerson",
    "NothingToWithdraw",
    "follow_texts",
    "join_persons",
    "rebuild_people",
    "split_person",
    "withdraw_person_decision",
]


class NoSuchPerson(LookupError):
    """No official has this id."""

    def __init__(self, person_id: object) -> None:
        super().__init__(f"Tidak ada tokoh dengan id {person_id}.")


class CannotJoin(ValueError):
    """These entries cannot be joined or separated like this; the message says why, in Indonesian."""


# Texts ----------------------------------------------------------------------------------------------------------------


def rebuild_people() -> Iterator[int]:
    """Take in every kept text, a slice and a transaction at a time; yields how many texts each slice held.

    Nothing changes where all is known already. People's decisions and the ids stand.
    """
    after = 0
    while texts := latest_texts(after=after):
        after = texts[-1].id
        follow_texts([text.key for text in texts])
        yield len(texts)


@transaction.atomic
def follow_texts(keys: Sequence[str]) -> None:
    """Write down who appears in these texts by the readings that count now, and join new spellings anew."""
    take_turn()
    found = [(read, each) for read in read_texts(keys) for each in _found_in(read)]
    wanted = {(row.profile_id, row.text_id): row for row in (_appearance(read, each) for read, each in found)}
    new_rows, lost = _differing(keys, wanted)
    profiles = {each.profile.key: each.profile for _, each in found}
    new = _keep_profiles({row.profile_id: profiles[row.profile_id] for row in new_rows})
    Appearance.objects.bulk_create(new_rows, batch_size=100)
    persons = _drop_unused(lost)
    if new or persons:
        persons |= regroup(new, persons)
    count_anew(persons | _persons_of({row.profile_id for row in new_rows} | lost))


def _differing(keys: Sequence[str], wanted: Mapping[tuple[str, int], Appearance]) -> tuple[list[Appearance], set[str]]:
    """The rows that are not there yet. Those that are no longer so are removed; also returns the profiles that lost one."""
    known: dict[tuple[str, int], Appearance] = {}
    for part in slices(sorted(set(keys)), CHUNK):
        known |= {(row.profile_id, row.text_id): row for row in Appearance.objects.filter(text_key__in=part)}
    gone = [pair for pair, row in known.items() if pair not in wanted or _told(row) != _told(wanted[pair])]
    for run in slices(sorted(known[pair].pk for pair in gone), CHUNK):
        Appearance.objects.filter(pk__in=run).delete()
    new = [row for pair, row in sorted(wanted.items()) if pair not in known or pair in gone]
    return new, {profile for profile, _ in gone}


def _told(row: Appearance) -> tuple[object, ...]:
    """Everything that an appearance says."""
    return (row.reading_id, row.name, row.rank, row.role, row.institution, row.place_code, row.area, row.body,
            [list(span) for span in row.spans], row.mentions, row.stands, row.seen_at)  # fmt: skip


def _persons_of(profiles: set[str]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for part in slices(sorted(profiles), CHUNK):
        rows = Profile.objects.filter(key__in=part).exclude(person=None)
        found |= {pk for pk in rows.values_list("person_id", flat=True) if pk is not None}
    return found


def _found_in(read: ReadText) -> list[Found]:
    text = read.text
    return profiles_of(read.reading, key=text.key, title=text.title, text=text.text, gazetteer=load_gazetteer())


def _keep_profiles(found: Mapping[str, PlainProfile]) -> set[str]:
    """Save the profiles that are new; returns their keys."""
    known: set[str] = set()
    for part in slices(sorted(found), CHUNK):
        known |= set(Profile.objects.filter(key__in=part).values_list("key", flat=True))
    new = [each for key, each in sorted(found.items()) if key not in known]
    rows = [
        Profile(
            key=each.key,
            words=" ".join(each.words),
            name=each.name,
            role=each.role,
            institution=each.institution,
            kind=each.kind,
            code=each.code,
            regency=each.regency,
            scope=each.scope,
            service=each.service,
            loose_key=each.loose_key,
        )
        for each in new
    ]
    Profile.objects.bulk_create(rows, batch_size=80)
    blocks = [ProfileBlock(profile_id=each.key, block=block) for each in new for block in sorted(blocks_of(each))]
    ProfileBlock.objects.bulk_create(blocks, batch_size=300)
    return found.keys() - known


def _appearance(read: ReadText, found: Found) -> Appearance:
    profile, text = found.profile, read.text
    return Appearance(
        profile_id=profile.key,
        text_id=text.id,
        reading_id=read.reading_id,
        text_key=text.key,
        name=found.name,
        rank=found.rank,
        role=profile.role,
        institution=found.institution,
        place_code=profile.code,
        area=profile.code or profile.regency,
        body=found.body,
        spans=[list(span) for span in found.spans],
        mentions=len(found.spans),
        stands=found.stands,
        seen_at=text.observed_at or text.ingested_at,
    )


def _drop_unused(keys: set[str]) -> set[uuid.UUID]:
    """Delete the profiles that stand in no text any more; returns the persons that they were of."""
    persons: set[uuid.UUID] = set()
    for part in slices(sorted(keys), CHUNK):
        unused = Profile.objects.filter(key__in=part, appearances=None)
        persons |= {pk for pk in unused.values_list("person_id", flat=True) if pk is not None}
        unused.delete()
    return persons


# Decisions ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def join_persons(
    person_id: uuid.UUID, other_id: uuid.UUID, *, reason: str, by: str, now: datetime
) -> tuple[uuid.UUID, int]:
    """Say that two entries are one official: the older one keeps its id. Returns it and the decision's id."""
    reason = checked_reason(reason)
    take_turn()
    one, other = sorted((_standing(person_id), _standing(other_id)), key=lambda person: person.number)
    if one.pk == other.pk:
        raise CannotJoin("Keduanya sudah satu tokoh. Pilih tokoh lain.")
    sides = dict.fromkeys([*_keys_of(one), *_keys_of(other)], 0)
    decision = _decide(Tie.TOGETHER, one, other, sides, reason, by=by, now=now)
    payload: dict[str, Json] = {"decision": decision.pk, "joined": [str(one.pk), str(other.pk)], "reason": reason}
    _record("persons_joined", one, payload, by=by, now=now)
    count_anew(regroup(sides, [one.pk, other.pk]))
    return one.pk, decision.pk


@transaction.atomic
def split_person(
    person_id: uuid.UUID, *, profiles: Sequence[str], reason: str, by: str, now: datetime
) -> tuple[uuid.UUID, int]:
    """Say that these spellings are somebody else. Returns the person they are of now and the decision's id."""
    reason = checked_reason(reason)
    take_turn()
    person = _standing(person_id)
    keys, moved = set(_keys_of(person)), set(profiles)
    if not moved or not moved <= keys:
        raise CannotJoin("Pilih ejaan yang ada pada tokoh ini.")
    if moved == keys:
        raise CannotJoin("Paling sedikit satu ejaan harus tinggal pada tokoh ini.")
    _keep_the_id(person, keys - moved)
    decision = _decide(Tie.APART, person, None, {key: int(key in moved) for key in keys}, reason, by=by, now=now)
    payload: dict[str, Json] = {"decision": decision.pk, "moved": [*sorted(moved)], "reason": reason}
    _record("person_split", person, payload, by=by, now=now)
    count_anew(regroup(keys, [person.pk]))
    new = Profile.objects.get(pk=min(moved)).person_id
    assert new is not None
    Decision.objects.filter(pk=decision.pk).update(other_id=new)
    return new, decision.pk


@transaction.atomic
def withdraw_person_decision(decision_id: int, *, by: str, now: datetime) -> uuid.UUID:
    """Take a joining or a separation back; what it had replaced stands again. Returns the person it was made on."""
    take_turn()
    standing = Decision.objects.filter(pk=decision_id, withdrawn_at=None, superseded_by=None)
    if not standing.update(withdrawn_at=now, withdrawn_by=by):
        raise NothingToWithdraw
    decision = Decision.objects.select_related("person").get(pk=decision_id)
    Decision.objects.filter(superseded_by=decision).update(superseded_by=None)
    payload: dict[str, Json] = {"decision": decision.pk, "tie": decision.tie}
    _record("person_decision_withdrawn", decision.person, payload, by=by, now=now)
    persons = {pk for pk in (decision.person_id, decision.other_id) if pk is not None}
    count_anew(regroup(decision.profiles.values_list("key", flat=True), persons))
    return decision.person_id


def _standing(person_id: uuid.UUID) -> Person:
    """The person that this id means today."""
    person = Person.objects.filter(pk=person_id).select_related("merged_into").first()
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    if person is None or person.withheld or not person.texts:
        raise NoSuchPerson(person_id)
    return person


def _keys_of(person: Person) -> list[str]:
    return sorted(person.profiles.values_list("key", flat=True))


def _keep_the_id(person: Person, staying: set[str]) -> None:
    """The id stays with the spellings that stay, unless they have one of their own from before they were joined."""
    if person.anchor not in staying and not Person.objects.filter(anchor__in=staying).exists():
        anchor = Profile.objects.get(pk=min(staying))
        person.anchor, person.loose_anchor = anchor.key, anchor.loose_key
        person.save(update_fields=["anchor", "loose_anchor"])


def _decide(
    tie: Tie,
    person: Person,
    other: Person | None,
    sides: Mapping[str, int],
    reason: str,
    *,
    by: str,
    now: datetime,
) -> Decision:
    """Write the decision; it replaces standing ones that say the opposite of the same spellings."""
    decision = Decision.objects.create(tie=tie, by=by, at=now, reason=reason, person=person, other=other)
    loose = dict(Profile.objects.filter(key__in=list(sides)).values_list("key", "loose_key"))
    _write_sides(decision, [(key, loose[key], side) for key, side in sorted(sides.items())])
    earlier = Decision.objects.filter(withdrawn_at=None, superseded_by=None, profiles__key__in=list(sides))
    for standing in earlier.exclude(pk=decision.pk).distinct().order_by("pk").prefetch_related("profiles"):
        if opposite(tie, sides, said_of(standing)):
            Decision.objects.filter(pk=standing.pk).update(superseded_by=decision)
            _keep_the_rest(standing, sides)
    return decision


def _write_sides(decision: Decision, sides: Sequence[tuple[str, str, int]]) -> None:
    DecisionProfile.objects.bulk_create(
        [DecisionProfile(decision=decision, key=key, loose_key=loose, side=side) for key, loose, side in sides],
        batch_size=200,
    )


def _keep_the_rest(replaced: Decision, sides: Mapping[str, int]) -> None:
    """A joining that a separation replaces still holds for the spellings on either side of it."""
    if replaced.tie != Tie.TOGETHER:
        return
    rows = sorted((row.key, row.loose_key) for row in replaced.profiles.all())
    for side in (0, 1):
        rest = [(key, loose, 0) for key, loose in rows if sides.get(key, 0) == side]
        if len(rest) > 1:
            kept = Decision.objects.create(
                tie=Tie.TOGETHER,
                by=replaced.by,
                at=replaced.at,
                reason=replaced.reason,
                person_id=replaced.person_id,
                other_id=replaced.other_id,
            )
            _write_sides(kept, rest)


def _record(kind: str, person: Person, payload: Mapping[str, Json], *, by: str, now: datetime) -> None:
    record(kind=kind, subject=Subject("person", str(person.pk)), by=by, payload=payload, now=now)
