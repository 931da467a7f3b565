"""All that changes what is known: readings kept, judgements, merges, splits. One transaction and its facts each."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kondusif.audit.actions import Happening, Subject, record, record_all, take_turn
from kondusif.audit.domain.chain import Json
from kondusif.incidents import grouping
from kondusif.incidents.claims import ClaimedByOther, free_incident, free_others, heed_claim, take_incident
from kondusif.incidents.domain.clustering import block_keys
from kondusif.incidents.domain.fingerprint import Item, event_places, item_of, makes_incident
from kondusif.incidents.domain.idf import load_idf
from kondusif.incidents.domain.judging import BadJudgement, checked_reason, checked_value
from kondusif.incidents.domain.types import Ruling, State, Tie
from kondusif.incidents.models import (
    Decision,
    DecisionText,
    Fingerprint,
    FingerprintBlock,
    Incident,
    Judgement,
    KeptReading,
    Membership,
    ReadingPlace,
    Redirect,
)
from kondusif.incidents.text_index import index_texts
from kondusif.intake.actions import Arrival, KeptTexts, keep_texts
from kondusif.intake.queries import CHUNK, KeptText, latest_texts, slices, texts_by_id
from kondusif.understanding.document import Document

__all__ = [
    "MOST_AT_ONCE",
    "BadJudgement",
    "Batch",
    "CannotRegroup",
    "ChangedMeanwhile",
    "ClaimedByOther",
    "Kept",
    "NoSuchIncident",
    "NothingToWithdraw",
    "Refused",
    "free_incident",
    "free_others",
    "judge_incident",
    "judge_incidents",
    "keep_apart",
    "keep_readings",
    "merge_incidents",
    "reread",
    "split_incident",
    "take_incident",
    "withdraw_batch",
    "withdraw_decision",
    "withdraw_judgement",
]

Plain = Mapping[str, Any]  # a `Reading` in its JSON form
MACHINE = "mesin"
MOST_AT_ONCE = 200  # incidents that are judged in one go: more than a person has looked at


class NoSuchIncident(LookupError):
    """No incident has this id."""

    def __init__(self, incident_id: object) -> None:
        super().__init__(f"Tidak ada kejadian dengan id {incident_id}.")


class ChangedMeanwhile(Exception):
    """Somebody else changed the incident since it was shown."""

    def __init__(self) -> None:
        super().__init__("Kejadian ini sudah diubah orang lain sejak Anda membukanya. Muat ulang, lalu nilai lagi.")


class NothingToWithdraw(Exception):
    """The judgement or decision does not stand any longer."""

    def __init__(self) -> None:
        super().__init__("Tidak ada yang dapat dibatalkan: sudah dibatalkan atau diganti sebelumnya.")


class CannotRegroup(ValueError):
    """These incidents cannot be merged or split like this; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a run of texts."""

    new: int = 0
    known: int = 0
    revised: int = 0
    copies: int = 0
    reread: int = 0
    opened: int = 0
    changed: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


# Readings -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_readings(read: Sequence[tuple[Document, Plain]], *, now: datetime, by: str = MACHINE) -> Kept:
    """Keep texts with their readings and bring the incidents up to date: all or nothing, twice no more."""
    take_turn()
    table = grouping.table_as_left()
    arrivals = [Arrival(document, str(reading["source_class"]), _somewhere(reading)) for document, reading in read]
    outcome = keep_texts(arrivals, by=by, now=now)
    texts = texts_by_id(outcome.ids)
    readings = {text_id: reading for text_id, (_, reading) in zip(outcome.ids, read, strict=True)}
    again = _keep([texts[pk] for pk in readings], readings, outcome, table, now=now, by=by)
    return Kept(
        new=len(outcome.new) - outcome.revised,
        known=len(read) - len(outcome.new),
        revised=outcome.revised,
        copies=outcome.copies,
        reread=len(again.fresh - outcome.new),
        opened=len(again.regrouped.opened),
        changed=len(again.regrouped.changed),
    )


def _somewhere(reading: Plain) -> str:
    """The first place of the event, else the first that is named: enough to know the clock of a text."""
    named = [place["code"] for place in reading["places"]]
    return next(iter((*event_places(reading), *named)), "")


def reread(
    read: Callable[[Document], Plain], *, versions: tuple[str, str], now: datetime, by: str = MACHINE
) -> Iterator[Kept]:
    """Read every text again that this reader with this rule base has not read, a slice and a transaction at a time.

    `versions` are the reader's and the rule base's. Earlier readings and people's judgements stand; ids do not change.
    """
    after = 0
    while texts := latest_texts(after=after):
        after = texts[-1].id
        seen = _read_by(versions, [text.id for text in texts])
        todo = [text for text in texts if text.id not in seen]
        readings = {text.id: read(text.as_document()) for text in todo}
        yield _adopt(todo, readings, now=now, by=by)


@transaction.atomic
def _adopt(texts: Sequence[KeptText], readings: Mapping[int, Plain], *, now: datetime, by: str) -> Kept:
    take_turn()
    again = _keep(texts, readings, KeptTexts(), grouping.table_as_left(), now=now, by=by)
    return Kept(reread=len(again.fresh), opened=len(again.regrouped.opened), changed=len(again.regrouped.changed))


def _read_by(versions: tuple[str, str], ids: Sequence[int]) -> set[int]:
    rows = KeptReading.objects.filter(
        text_id__in=ids, effective=True, reader_version=versions[0], rulebase_version=versions[1]
    )
    current = Fingerprint.objects.filter(text_id__in=ids).exclude(idf_version=load_idf().version)
    return set(rows.values_list("text_id", flat=True)) - set(current.values_list("text_id", flat=True))


@dataclass(frozen=True, slots=True)
class _Again:
    fresh: set[int]
    regrouped: grouping.Regrouped


def _keep(
    texts: Sequence[KeptText],
    readings: Mapping[int, Plain],
    outcome: KeptTexts,
    table: grouping.Table,
    *,
    now: datetime,
    by: str,
) -> _Again:
    """Rows for the readings, fingerprints for what counts, incidents for what belongs together, facts for all."""
    fresh = _keep_rows(texts, readings, now)
    stale = _stale_fingerprints(texts)
    superseded = texts_by_id(outcome.superseded)
    changed = {text.id: text for text in texts if text.id in fresh | stale}
    affected = {text.key for text in [*changed.values(), *superseded.values()]}
    affected |= grouping.neighbours_of(affected, table)
    Fingerprint.objects.filter(text_id__in=superseded).delete()
    _fingerprint([text for text in changed.values() if text.latest], readings, outcome.copy_groups)
    affected |= _regroup_copies(outcome.copy_groups)
    index_texts({*fresh, *outcome.new, *outcome.superseded, *outcome.copy_groups})
    if not affected:
        grouping.leave_table(table)
        return _Again(fresh, grouping.Regrouped())
    table.refresh(affected)
    regrouped = grouping.regroup(affected, now=now, table=table)
    facts = list(regrouped.happenings)
    if fresh:
        facts.insert(0, _readings_fact([text for text in texts if text.id in fresh], readings))
    record_all(facts, by=by, now=now)
    grouping.leave_table(table)
    return _Again(fresh, regrouped)


def _keep_rows(texts: Sequence[KeptText], readings: Mapping[int, Plain], now: datetime) -> set[int]:
    """Save the readings that are new; the newest of a text is effective. Returns the texts that got one."""
    rows = {text.id: _reading_row(text.id, readings[text.id], now) for text in texts}
    known = {
        (text_id, reader, rules, digest)
        for part in slices(sorted(rows), CHUNK)
        for text_id, reader, rules, digest in KeptReading.objects.filter(text_id__in=part).values_list(
            "text_id", "reader_version", "rulebase_version", "payload_hash"
        )
    }
    new = [
        row
        for row in rows.values()
        if (row.text_id, row.reader_version, row.rulebase_version, row.payload_hash) not in known
    ]
    for part in slices([row.text_id for row in new], CHUNK):
        KeptReading.objects.filter(text_id__in=part, effective=True).update(effective=False)
    KeptReading.objects.bulk_create(new, batch_size=100)
    places = [
        ReadingPlace(
            reading=row,
            code=place["code"],
            level=place["level"],
            role=place["role"],
            confidence=round(place["confidence"] * 1000),
        )
        for row in new
        for place in row.payload["places"]
    ]
    ReadingPlace.objects.bulk_create(places, batch_size=200)
    return {row.text_id for row in new}


def _reading_row(text_id: int, reading: Plain, now: datetime) -> KeptReading:
    return KeptReading(
        text_id=text_id,
        reader_version=reading["reader_version"],
        rulebase_version=reading["rulebase_version"],
        payload=dict(reading),
        payload_hash=_digest(reading),
        category=reading["category"],
        secondary_category=reading["secondary_category"] or "",
        stance=reading["stance"],
        is_incident=reading["is_incident"],
        event_date=reading["event_date"],
        source_class=reading["source_class"],
        made_at=now,
    )


def _digest(reading: Plain) -> str:
    return hashlib.sha256(json.dumps(reading, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _stale_fingerprints(texts: Sequence[KeptText]) -> set[int]:
    """The texts whose fingerprint was weighed with other words' weights than today's."""
    version = load_idf().version
    return {
        pk
        for part in slices([text.id for text in texts], CHUNK)
        for pk in Fingerprint.objects.filter(text_id__in=part)
        .exclude(idf_version=version)
        .values_list("text_id", flat=True)
    }


def _fingerprint(texts: Sequence[KeptText], readings: Mapping[int, Plain], copy_groups: Mapping[int, int]) -> None:
    """Write anew what these texts are compared by; a text that tells of nothing has none."""
    idf = load_idf()
    groups = {**copy_groups, **_groups_of([text.id for text in texts if text.id not in copy_groups])}
    for part in slices([text.id for text in texts], CHUNK):
        Fingerprint.objects.filter(text_id__in=part).delete()
    held = grouping.judged_keys() if not all(makes_incident(readings[text.id]) for text in texts) else frozenset()
    rows, blocks = [], []
    for text in texts:
        reading = readings[text.id]
        if not makes_incident(reading) and text.key not in held:
            continue  # what a person judged stays, whatever a later reader makes of it
        item = item_of(
            key=text.key,
            title=text.title,
            text=text.text,
            content=text.content_hash,
            reading=reading,
            idf=idf,
            copy_group=groups.get(text.id, 0),
        )
        rows.append(_fingerprint_row(text.id, item, idf.version))
        blocks += [FingerprintBlock(fingerprint_id=text.id, block=block) for block in sorted(block_keys(item))]
    Fingerprint.objects.bulk_create(rows, batch_size=100)
    FingerprintBlock.objects.bulk_create(blocks, batch_size=300)


def _fingerprint_row(text_id: int, item: Item, idf_version: str) -> Fingerprint:
    return Fingerprint(
        text_id=text_id,
        key=item.key,
        kind=item.kind,
        category=item.category,
        secondary_category=item.secondary or "",
        event_date=item.event_date,
        places=" ".join(item.places[:50]),
        content_hash=item.content,
        copy_group=item.copy_group,
        words=item.words.packed(),
        actors=" ".join(map(str, sorted(item.actors))),
        numbers=" ".join(map(str, sorted(item.numbers))),
        idf_version=idf_version,
    )


def _groups_of(ids: Sequence[int]) -> dict[int, int]:
    """The copy groups that these texts' earlier fingerprints knew."""
    return {
        pk: group
        for part in slices(ids, CHUNK)
        for pk, group in Fingerprint.objects.filter(text_id__in=part).values_list("text_id", "copy_group")
    }


def _regroup_copies(copy_groups: Mapping[int, int]) -> set[str]:
    """Tell the fingerprints of texts that got company; returns whose changed."""
    changed: set[str] = set()
    for part in slices(sorted(copy_groups), CHUNK):
        for row in Fingerprint.objects.filter(text_id__in=part).only("text_id", "key", "copy_group"):
            if row.copy_group != copy_groups[row.text_id]:
                row.copy_group = copy_groups[row.text_id]
                row.save(update_fields=["copy_group"])
                changed.add(row.key)
    return changed


def _readings_fact(texts: Sequence[KeptText], readings: Mapping[int, Plain]) -> Happening:
    first = readings[texts[0].id]
    payload: dict[str, Json] = {
        "reader": first["reader_version"],
        "rulebase": first["rulebase_version"],
        "readings": [[text.key, text.revision, _digest(readings[text.id])] for text in texts],
    }
    return Happening("readings_kept", Subject("texts", texts[0].key), payload)


# Judgements -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def judge_incident(
    incident_id: uuid.UUID,
    *,
    ruling: Ruling,
    reason: str,
    by: str,
    now: datetime,
    value: str = "",
    seen_version: int | None = None,
) -> int:
    """Say what a person found out. The machine's guess stays beside it; returns the judgement's id, to withdraw it by.

    With `seen_version` it is refused (`ChangedMeanwhile`) when somebody changed the incident after it was shown; always
    (`ClaimedByOther`) while somebody else is judging it.
    """
    reason, value = checked_reason(reason), checked_value(ruling, value)
    take_turn()
    incident = _opened(incident_id, seen_version, by=by, now=now)
    judgement, happening = _judged(incident, ruling, value, reason, by=by, now=now)
    record_all([happening], by=by, now=now)
    return judgement.pk


@dataclass(frozen=True, slots=True)
class Refused:
    """An incident of a batch that was left as it is, and why."""

    incident_id: uuid.UUID
    why: NoSuchIncident | ChangedMeanwhile | ClaimedByOther


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of incidents that were judged in one go: `id` takes it all back at once."""

    id: uuid.UUID
    judged: tuple[uuid.UUID, ...]
    refused: tuple[Refused, ...]


@transaction.atomic
def judge_incidents(
    seen: Mapping[uuid.UUID, int | None],
    *,
    ruling: Ruling,
    reason: str,
    by: str,
    now: datetime,
    value: str = "",
) -> Batch:
    """Say the same about several incidents, each with the version that was shown; each with its own fact.

    What somebody changed meanwhile, or is judging, is left out and named; the others are judged.
    """
    reason, value = checked_reason(reason), checked_value(ruling, value)
    if not seen:
        raise BadJudgement("Pilih paling sedikit satu kejadian.")
    if len(seen) > MOST_AT_ONCE:
        raise BadJudgement(f"Paling banyak {MOST_AT_ONCE} kejadian sekali jalan; dipilih {len(seen)}.")
    take_turn()
    batch = uuid.uuid4()
    judged: dict[uuid.UUID, Happening] = {}
    refused = []
    for incident_id, version in seen.items():
        try:
            incident = _opened(incident_id, version, by=by, now=now)
        except (NoSuchIncident, ChangedMeanwhile, ClaimedByOther) as error:
            refused.append(Refused(incident_id, error))
            continue
        judged[incident.pk] = _judged(incident, ruling, value, reason, by=by, now=now, batch=batch)[1]
    record_all(list(judged.values()), by=by, now=now)
    return Batch(batch, tuple(judged), tuple(refused))


@transaction.atomic
def withdraw_judgement(judgement_id: int, *, by: str, now: datetime) -> uuid.UUID:
    """Take a judgement back: what counted before counts again. Returns the incident."""
    take_turn()
    return _withdrawn(Judgement.objects.filter(pk=judgement_id, withdrawn_at=None), by=by, now=now)[0]


@transaction.atomic
def withdraw_batch(batch: uuid.UUID, *, by: str, now: datetime) -> tuple[uuid.UUID, ...]:
    """Take back all that was judged in one go and still stands; each with its own fact. Returns the incidents."""
    take_turn()
    return _withdrawn(Judgement.objects.filter(batch=batch, withdrawn_at=None), by=by, now=now)


def _withdrawn(standing: QuerySet[Judgement], *, by: str, now: datetime) -> tuple[uuid.UUID, ...]:
    judgements = list(standing.order_by("pk"))
    if not judgements:
        raise NothingToWithdraw
    ids = [judgement.pk for judgement in judgements]
    Judgement.objects.filter(pk__in=ids).update(withdrawn_at=now, withdrawn_by=by)
    happenings, incidents = [], []
    for judgement in judgements:
        incident = _raised(judgement.incident_id, None, now)
        _recount(incident)
        incidents.append(incident.pk)
        payload: dict[str, Json] = {
            "judgement": judgement.pk,
            "number": incident.number,
            "ruling": judgement.ruling,
        }
        happenings.append(Happening("judgement_withdrawn", Subject("incident", str(incident.pk)), payload))
    record_all(happenings, by=by, now=now)
    _settle({key for judgement in judgements for key in judgement.keys}, by=by, now=now)
    return tuple(dict.fromkeys(incidents))


def _judged(
    incident: Incident,
    ruling: Ruling,
    value: str,
    reason: str,
    *,
    by: str,
    now: datetime,
    batch: uuid.UUID | None = None,
) -> tuple[Judgement, Happening]:
    """The judgement as a row, the incident as it stands with it, the claim given back; the fact is for the caller."""
    keys = sorted(_keys_of(incident))
    judgement = Judgement.objects.create(
        incident=incident, by=by, at=now, ruling=ruling, value=value, reason=reason, keys=keys, batch=batch
    )
    _recount(incident)
    free_incident(incident.pk, by=by)
    payload: dict[str, Json] = {
        "judgement": judgement.pk,
        "number": incident.number,
        "reason": reason,
        "ruling": ruling.value,
        "status": incident.status,
        "texts": list(keys),
        "value": value,
    }
    if batch:
        payload["batch"] = str(batch)
    return judgement, Happening("incident_judged", Subject("incident", str(incident.pk)), payload)


def _opened(incident_id: uuid.UUID, seen_version: int | None, *, by: str, now: datetime) -> Incident:
    """The incident that this id means today, for a person who is about to change it and whom nobody forestalls."""
    target = _target(incident_id)
    heed_claim(target, by=by, now=now)
    return _raised(target, seen_version, now)


def _raised(incident_id: uuid.UUID, seen_version: int | None, now: datetime) -> Incident:
    """The incident that this id means today, its version raised: of two who saw the same, one comes too late."""
    incident = Incident.objects.filter(pk=_target(incident_id), state=State.ACTIVE).first()
    if incident is None:
        raise NoSuchIncident(incident_id)
    version = incident.version if seen_version is None else seen_version
    if not Incident.objects.filter(pk=incident.pk, version=version).update(version=version + 1, updated_at=now):
        raise ChangedMeanwhile
    incident.version, incident.updated_at = version + 1, now
    return incident


def _target(incident_id: uuid.UUID) -> uuid.UUID:
    return Redirect.objects.filter(old_id=incident_id).values_list("incident_id", flat=True).first() or incident_id


def _recount(incident: Incident) -> None:
    grouping.apply_judgements(incident, grouping.said_about([incident.pk]).get(incident.pk, []))
    incident.save(force_update=True)


def _keys_of(incident: Incident) -> set[str]:
    return set(Membership.objects.filter(incident=incident, ended_at=None).values_list("key", flat=True))


def _record(kind: str, incident: Incident, payload: Mapping[str, Json], *, by: str, now: datetime) -> None:
    record(kind=kind, subject=Subject("incident", str(incident.pk)), by=by, payload=payload, now=now)


def _settle(keys: Iterable[str], *, by: str, now: datetime) -> None:
    """Let the groups follow what people just said."""
    regrouped = grouping.regroup(keys, now=now)
    if regrouped.happenings:
        record_all(regrouped.happenings, by=by, now=now)


# Which texts are one event --------------------------------------------------------------------------------------------


@transaction.atomic
def merge_incidents(incident_ids: Sequence[uuid.UUID], *, reason: str, by: str, now: datetime) -> tuple[uuid.UUID, int]:
    """Say that these incidents are one: the oldest keeps its id. Returns it and the decision's id."""
    reason = checked_reason(reason)
    take_turn()
    opened = [_opened(pk, None, by=by, now=now) for pk in incident_ids]
    incidents = sorted({incident.pk: incident for incident in opened}.values(), key=_age)
    if len(incidents) < 2:
        raise CannotRegroup("Pilih dua kejadian atau lebih yang masih berdiri sendiri.")
    keys = {key for incident in incidents for key in _keys_of(incident)}
    decision = _decide(Tie.TOGETHER, incidents[0], incidents[1], dict.fromkeys(keys, 0), reason, by=by, now=now)
    payload: dict[str, Json] = {
        "decision": decision.pk,
        "merged": [str(incident.pk) for incident in incidents],
        "number": incidents[0].number,
        "reason": reason,
    }
    _record("incidents_merged", incidents[0], payload, by=by, now=now)
    _settle(keys, by=by, now=now)
    for incident in incidents:
        free_incident(incident.pk, by=by)
    return incidents[0].pk, decision.pk


@transaction.atomic
def keep_apart(one: uuid.UUID, other: uuid.UUID, *, reason: str, by: str, now: datetime) -> int:
    """Say that two incidents are not the same event, though they look alike: no machine joins them from now on.

    Returns the decision's id, to withdraw it by; a later merge by a person replaces it.
    """
    reason = checked_reason(reason)
    take_turn()
    pair = [_opened(pk, None, by=by, now=now) for pk in (one, other)]
    if pair[0].pk == pair[1].pk:
        raise CannotRegroup("Pilih dua kejadian yang berdiri sendiri-sendiri.")
    sides = {key: side for side, incident in enumerate(pair) for key in _keys_of(incident)}
    decision = _decide(Tie.APART, pair[0], pair[1], sides, reason, by=by, now=now)
    happenings = [
        Happening(
            "incidents_kept_apart",
            Subject("incident", str(mine.pk)),
            {
                "decision": decision.pk,
                "number": mine.number,
                "other": str(theirs.pk),
                "other_number": theirs.number,
                "reason": reason,
            },
        )
        for mine, theirs in (pair, pair[::-1])
    ]
    record_all(happenings, by=by, now=now)
    _settle(sides, by=by, now=now)
    return decision.pk


@transaction.atomic
def split_incident(
    incident_id: uuid.UUID, *, text_ids: Sequence[int], reason: str, by: str, now: datetime
) -> tuple[uuid.UUID, int]:
    """Say that these texts tell of something else. Returns the incident they are in now and the decision's id."""
    reason = checked_reason(reason)
    take_turn()
    incident = _opened(incident_id, None, by=by, now=now)
    keys = _keys_of(incident)
    moved = {text.key for text in texts_by_id(text_ids).values()}
    if not moved or not moved <= keys:
        raise CannotRegroup("Pilih teks yang ada di dalam kejadian ini.")
    if moved == keys:
        raise CannotRegroup("Paling sedikit satu teks harus tinggal di kejadian ini.")
    sides = {key: int(key in moved) for key in keys}
    if incident.anchor in moved and not _merged_in(keys - moved, incident.anchor):
        # The id stays with the texts that stay, unless they have one of their own from before a merge.
        Incident.objects.filter(pk=incident.pk).update(anchor=min(keys - moved))
    decision = _decide(Tie.APART, incident, None, sides, reason, by=by, now=now)
    payload: dict[str, Json] = {
        "decision": decision.pk,
        "moved": [*sorted(moved)],
        "number": incident.number,
        "reason": reason,
    }
    _record("incident_split", incident, payload, by=by, now=now)
    _settle(keys, by=by, now=now)
    standing = Membership.objects.filter(key__in=keys, ended_at=None).order_by("pk")
    found = {row.key in moved: row.incident_id for row in standing}
    other = found[True] if found[True] != incident.pk else found[False]
    Decision.objects.filter(pk=decision.pk).update(other_id=other)
    return found[True], decision.pk


def _merged_in(keys: set[str], anchor: str) -> bool:
    """Whether some of these texts are beside the anchor because a person merged their incident into its own."""
    merges = Decision.objects.filter(tie=Tie.TOGETHER, withdrawn_at=None, superseded_by=None, texts__key=anchor)
    merged = DecisionText.objects.filter(decision__in=merges, key__in=keys).values_list("key", flat=True)
    return Incident.objects.filter(anchor__in=set(merged)).exists()


@transaction.atomic
def withdraw_decision(decision_id: int, *, by: str, now: datetime) -> uuid.UUID:
    """Take a merge or a split back; decisions that it had replaced stand again. Returns the incident it was made on."""
    take_turn()
    standing = Decision.objects.filter(pk=decision_id, withdrawn_at=None, superseded_by=None)
    if not standing.update(withdrawn_at=now, withdrawn_by=by):
        raise NothingToWithdraw
    decision = Decision.objects.get(pk=decision_id)
    Decision.objects.filter(superseded_by=decision).update(superseded_by=None)
    payload: dict[str, Json] = {"decision": decision.pk, "tie": decision.tie}
    _record("decision_withdrawn", decision.incident, payload, by=by, now=now)
    _settle(decision.texts.values_list("key", flat=True), by=by, now=now)
    return decision.incident_id


def _age(incident: Incident) -> int:
    return incident.number


def _decide(
    tie: Tie,
    incident: Incident,
    other: Incident | None,
    sides: Mapping[str, int],
    reason: str,
    *,
    by: str,
    now: datetime,
) -> Decision:
    """Write the decision; it replaces standing ones that say the opposite of the same texts."""
    decision = Decision.objects.create(tie=tie, by=by, at=now, reason=reason, incident=incident, other=other)
    DecisionText.objects.bulk_create(
        [DecisionText(decision=decision, key=key, side=side) for key, side in sorted(sides.items())], batch_size=300
    )
    for standing in _opposite(tie, sides):
        Decision.objects.filter(pk=standing.pk).update(superseded_by=decision)
        _keep_the_rest(standing, sides)
    return decision


def _opposite(tie: Tie, sides: Mapping[str, int]) -> list[Decision]:
    """Standing decisions that put apart what is now together, or together what is now apart."""
    against = Tie.APART if tie == Tie.TOGETHER else Tie.TOGETHER
    standing = Decision.objects.filter(
        tie=against, withdrawn_at=None, superseded_by=None, texts__key__in=list(sides)
    ).distinct()
    found = []
    for decision in standing.prefetch_related("texts"):
        mine = {row.key: row.side for row in decision.texts.all() if row.key in sides}
        reached = set(mine.values()) if tie == Tie.TOGETHER else {sides[key] for key in mine}
        if len(reached) > 1:
            found.append(decision)
    return found


def _keep_the_rest(replaced: Decision, sides: Mapping[str, int]) -> None:
    """A merge that a split replaces still holds for the texts on either side of the split."""
    if replaced.tie != Tie.TOGETHER:
        return
    keys = list(replaced.texts.values_list("key", flat=True))
    for side in (0, 1):
        rest = [key for key in keys if sides.get(key, 0) == side]
        if len(rest) > 1:
            kept = Decision.objects.create(
                tie=Tie.TOGETHER,
                by=replaced.by,
                at=replaced.at,
                reason=replaced.reason,
                incident_id=replaced.incident_id,
                other_id=replaced.other_id,
            )
            DecisionText.objects.bulk_create([DecisionText(decision=kept, key=key) for key in rest])
