"""Bringing the tables up to date with what belongs together: which texts, under which incident, with which id.

An incident is found again by its anchor, the text it was minted for. Of several incidents whose anchors come to lie in
one group the oldest keeps its id and the others point to it; when the group falls apart they come back under their own.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model, Q

from kondusif.audit.actions import Happening, Subject
from kondusif.audit.domain.chain import Json
from kondusif.audit.queries import head
from kondusif.incidents.domain.affinity import DAY_APART, THRESHOLD, Pool
from kondusif.incidents.domain.clustering import Cluster, Constraints, block_keys, clusters_of, components
from kondusif.incidents.domain.describing import Description, Witness, describe
from kondusif.incidents.domain.fingerprint import Item, Words
from kondusif.incidents.domain.judging import Said, effective
from kondusif.incidents.domain.searching.words import indexed
from kondusif.incidents.domain.types import Kind, Maker, Ruling, State, Tie
from kondusif.incidents.models import (
    Decision,
    DecisionText,
    Fingerprint,
    Incident,
    Judgement,
    KeptReading,
    Membership,
    Redirect,
    SearchDocument,
)
from kondusif.intake.queries import CHUNK, slices, texts_by_id
from kondusif.places.domain.codes import ancestors_of
from kondusif.places.domain.zones import WIB

SEARCHED = 200_000  # letters of an incident that can be searched; PostgreSQL's index takes no more

_COLUMNS = (
    "key", "kind", "category", "secondary_category", "event_date", "places", "words", "actors", "numbers",
    "content_hash", "copy_group",
)  # fmt: skip


class Table:
    """The texts' fingerprints as the clustering asks for them; a block is loaded once and kept in step (`refresh`)."""

    def __init__(self, *, day: date | None = None) -> None:
        self._near = Q()
        if day is not None:  # for a look around one event: only what its day does not rule out
            apart = timedelta(days=2 * DAY_APART)
            self._near = Q(event_date=None) | Q(event_date__range=(day - apart, day + apart))
        self._blocks: dict[str, dict[str, Item]] = {}
        self._pools: dict[str, Pool] = {}
        self._groups: dict[int, Pool] = {}

    def pools(self, item: Item) -> Sequence[Pool]:
        """See `Neighbours`."""
        pools = [self._pool(block) for block in sorted(block_keys(item))]
        return [*pools, self._group(item.copy_group)] if item.copy_group else pools

    def same_letters(self, item: Item) -> Sequence[Item]:
        """See `Neighbours`."""
        if not item.copy_group:
            return []
        return [other for other in self._group(item.copy_group).items if other.content == item.content]

    def items(self, keys: Iterable[str]) -> Sequence[Item]:
        """See `Neighbours`."""
        return [
            _item(row)
            for part in slices(sorted(set(keys)), CHUNK)
            for row in Fingerprint.objects.filter(key__in=part).values_list(*_COLUMNS)
        ]

    def refresh(self, keys: Iterable[str]) -> None:
        """Take over what was written about these texts since."""
        changed = set(keys)
        self._groups.clear()
        for block, items in self._blocks.items():
            if gone := changed & items.keys():
                self._pools.pop(block, None)
                for key in gone:
                    del items[key]
        for item in self.items(changed):
            for block in block_keys(item) & self._blocks.keys():
                self._pools.pop(block, None)
                self._blocks[block][item.key] = item

    def size(self) -> int:
        """How many items are loaded."""
        return sum(len(items) for items in self._blocks.values())

    def _pool(self, block: str) -> Pool:
        if block not in self._blocks:
            rows = Fingerprint.objects.filter(self._near, blocks__block=block).values_list(*_COLUMNS)
            self._blocks[block] = {row[0]: _item(row) for row in rows}
        if block not in self._pools:
            self._pools[block] = Pool(self._blocks[block].values())
        return self._pools[block]

    def _group(self, group: int) -> Pool:
        if group not in self._groups:
            rows = Fingerprint.objects.filter(copy_group=group).values_list(*_COLUMNS)
            self._groups[group] = Pool(_item(row) for row in rows)
        return self._groups[group]


# What a process that keeps one slice after another has loaded, good for as long as nobody else writes: the hash of the
# newest fact says so.
_kept: tuple[str, Table] | None = None
_KEPT_AT_MOST = 200_000  # items, about 1.5 kB each


def table_as_left() -> Table:
    """The table that this process's slice before left behind if nothing happened since, else an empty one."""
    global _kept
    kept, _kept = _kept, None
    return kept[1] if kept and kept[0] == head()[1] else Table()


def leave_table(table: Table) -> None:
    """Leave the table to the next slice, once this one is committed. Call after the last fact is recorded."""

    def leave(stamp: str = head()[1]) -> None:
        global _kept
        _kept = (stamp, table) if table.size() <= _KEPT_AT_MOST else None

    transaction.on_commit(leave)


def _item(row: tuple[Any, ...]) -> Item:
    key, kind, category, secondary, event_date, places, words, actors, numbers, content, group = row
    return Item(
        key=key,
        kind=Kind(kind),
        category=category,
        secondary=secondary or None,
        event_date=event_date,
        places=tuple(places.split()),
        words=Words.unpack(bytes(words)),
        actors=frozenset(map(int, actors.split())),
        numbers=frozenset(map(int, numbers.split())),
        content=content,
        copy_group=group,
    )


def neighbours_of(keys: Iterable[str], table: Table) -> set[str]:
    """The texts that are tied to these as the tables stand: their groups may change when these do."""
    return {
        other.key for item in table.items(keys) for pool in table.pools(item) for other, _ in pool.near(item, THRESHOLD)
    }


def people_decided() -> Constraints:
    """What people said about which texts are one event, as it stands."""
    sides: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    standing = DecisionText.objects.filter(decision__withdrawn_at=None, decision__superseded_by=None)
    for decision, key, side in standing.values_list("decision_id", "key", "side"):
        sides[decision][side].add(key)
    together, apart = [], []
    for decision, tie in Decision.objects.filter(pk__in=sides).order_by("pk").values_list("pk", "tie"):
        left, right = sides[decision]
        if tie == Tie.TOGETHER:
            together.append(frozenset(left | right))
        else:
            apart.append((frozenset(left), frozenset(right)))
            together.append(frozenset(right))  # what a person took out is one incident
    labels: dict[str, str] = {}
    for keys, incident in Judgement.objects.filter(withdrawn_at=None).order_by("pk").values_list("keys", "incident_id"):
        pinned: frozenset[str] = frozenset(keys)
        for stay, moved in apart:
            if pinned & stay and pinned & moved:
                pinned -= moved
        together.append(pinned)
        labels.update(dict.fromkeys(pinned, str(incident)))
    return Constraints(tuple(group for group in together if len(group) > 1), tuple(apart), labels)


def judged_keys() -> frozenset[str]:
    """The texts of incidents that a person has judged."""
    standing = Judgement.objects.filter(withdrawn_at=None).values_list("keys", flat=True)
    return frozenset(key for keys in standing for key in keys)


@dataclass(slots=True)
class Regrouped:
    """What a regrouping changed: facts to record, and which incidents are new or different."""

    happenings: list[Happening] = field(default_factory=list)
    opened: list[uuid.UUID] = field(default_factory=list)
    changed: list[uuid.UUID] = field(default_factory=list)

    def tell(self, kind: str, incident: Incident, **more: Json) -> None:
        """Note a fact about an incident."""
        payload = {"number": incident.number, **more}
        self.happenings.append(Happening(kind, Subject("incident", str(incident.pk)), payload))


def regroup(keys: Iterable[str], *, now: datetime, table: Table | None = None) -> Regrouped:
    """Work out again the groups that these texts are or were in, and bring the incidents up to date.

    `keys` are texts that came, changed or went. Call inside the transaction of the action, after its rows are written.
    """
    affected = set(keys)
    table, rules = Table() if table is None else table, people_decided()
    scope = affected | _companions(affected)
    clusters = clusters_of(components(table.items(scope), table, rules), rules)
    scope |= {key for cluster in clusters for key in cluster.keys}
    return _settle(clusters, scope, affected, rules, now)


def _companions(keys: set[str]) -> set[str]:
    """The texts that stand in one incident with any of these."""
    return {row.key for row in _memberships(incidents={row.incident_id for row in _memberships(keys=keys)})}


def _memberships(*, keys: Iterable[str] = (), incidents: Iterable[uuid.UUID] = ()) -> list[Membership]:
    """The memberships that stand, of these texts or of these incidents."""
    standing = Membership.objects.filter(ended_at=None)
    found = [row for part in slices(sorted(set(keys)), CHUNK) for row in standing.filter(key__in=part)]
    return found + [row for part in slices(sorted(set(incidents)), CHUNK) for row in standing.filter(incident__in=part)]


def _settle(
    clusters: Sequence[Cluster], scope: set[str], affected: set[str], rules: Constraints, now: datetime
) -> Regrouped:
    """Give each group its incident: owner, memberships, account."""
    outcome = Regrouped()
    members = _memberships(keys=scope)
    incidents = _involved(scope, members)
    _move_anchors(incidents, members, {key for cluster in clusters for key in cluster.keys})
    owners = _owners(clusters, incidents, outcome, now)
    heirs = {key: owner for owner, cluster in zip(owners, clusters, strict=True) for key in cluster.keys}
    stirred = _retire(incidents, owners, heirs, outcome, now)
    stirred |= _reseat(owners, clusters, members, rules, outcome, now)
    touched = [
        (owner, cluster)
        for owner, cluster in zip(owners, clusters, strict=True)
        if owner.pk in stirred or cluster.keys & affected
    ]
    _write_accounts(touched, outcome, now)
    return outcome


def _involved(scope: set[str], members: Sequence[Membership]) -> list[Incident]:
    """The incidents that these texts stand in or were minted for, the oldest first."""
    found: dict[uuid.UUID, Incident] = {}
    for part in slices(sorted({row.incident_id for row in members}), CHUNK):
        found.update((row.pk, row) for row in Incident.objects.filter(pk__in=part))
    for keys in slices(sorted(scope), CHUNK):
        found.update((row.pk, row) for row in Incident.objects.filter(anchor__in=keys))
    return sorted(found.values(), key=lambda incident: incident.number)


def _move_anchors(incidents: Sequence[Incident], members: Sequence[Membership], grouped: set[str]) -> None:
    """An incident whose anchor tells of no event any longer holds on to another of its texts."""
    for incident in incidents:
        if incident.anchor in grouped or incident.state != State.ACTIVE:
            continue
        left = [row for row in members if row.incident_id == incident.pk and row.key in grouped]
        if left:
            incident.anchor = min(left, key=lambda row: (row.since, row.key)).key
            Incident.objects.filter(pk=incident.pk).update(anchor=incident.anchor)


def _owners(
    clusters: Sequence[Cluster], incidents: Sequence[Incident], outcome: Regrouped, now: datetime
) -> list[Incident]:
    """The oldest incident anchored in each group, or a new one."""
    oldest: dict[str, Incident] = {}
    for incident in incidents:
        oldest.setdefault(incident.anchor, incident)
    number = Incident.objects.aggregate(top=Max("number"))["top"] or 0
    owners: list[Incident] = []
    for cluster in clusters:
        anchored = [oldest[key] for key in cluster.keys if key in oldest]
        if anchored:
            owners.append(min(anchored, key=lambda incident: incident.number))
        else:
            number += 1
            owners.append(Incident(number=number, anchor=cluster.items[0].key, version=0, created_at=now))
            outcome.opened.append(owners[-1].pk)
    return owners


def _retire(
    incidents: Sequence[Incident],
    owners: Sequence[Incident],
    heirs: Mapping[str, Incident],
    outcome: Regrouped,
    now: datetime,
) -> set[uuid.UUID]:
    """Point incidents that lost their group to its owner, wake those that got one; returns whom that touches."""
    stirred: set[uuid.UUID] = set()
    owning = {owner.pk for owner in owners}
    for incident in incidents:
        if incident.pk in owning:
            if incident.state != State.ACTIVE:
                incident.state = State.ACTIVE
                Redirect.objects.filter(old=incident).delete()
                outcome.tell("incident_restored", incident)
                stirred.add(incident.pk)
            continue
        heir = heirs.get(incident.anchor)
        state = State.MERGED if heir else State.EMPTY
        before = Redirect.objects.filter(old=incident).values_list("incident_id", flat=True).first()
        if incident.state == state and before == (heir and heir.pk):
            continue
        stirred |= {pk for pk in (before, heir and heir.pk) if pk}
        Redirect.objects.filter(old=incident).delete()
        if heir:
            Redirect.objects.create(old=incident, incident_id=heir.pk, since=now)
            outcome.tell("incident_merged", incident, into=str(heir.pk))
        else:
            outcome.tell("incident_emptied", incident)
        Incident.objects.filter(pk=incident.pk).update(state=state, version=incident.version + 1, updated_at=now)
    return stirred


def _reseat(
    owners: Sequence[Incident],
    clusters: Sequence[Cluster],
    members: Sequence[Membership],
    rules: Constraints,
    outcome: Regrouped,
    now: datetime,
) -> set[uuid.UUID]:
    """Bring the memberships in line with the groups; returns the incidents whose texts changed."""
    ids = _text_ids(key for cluster in clusters for key in cluster.keys)
    by_people = {key for group in rules.together for key in group}
    standing = {(row.incident_id, row.text_id): row for row in members}
    wanted: dict[tuple[uuid.UUID, int], Membership] = {}
    for owner, cluster in zip(owners, clusters, strict=True):
        for item in cluster.items:
            tie = cluster.ties.get(item.key)
            wanted[owner.pk, ids[item.key]] = Membership(
                incident_id=owner.pk,
                text_id=ids[item.key],
                key=item.key,
                made_by=Maker.PERSON if tie is None and item.key in by_people else Maker.MACHINE,
                score=min(tie.score, 1000) if tie else 0,
                reason=tie.reason() if tie else {},
                since=now,
            )
    new = [row for seat, row in wanted.items() if seat not in standing]
    gone = [row for seat, row in standing.items() if seat not in wanted]
    for part in slices([row.pk for row in gone], CHUNK):
        Membership.objects.filter(pk__in=part).update(ended_at=now)
    Membership.objects.bulk_create(new, batch_size=200)
    _tell_moves(owners, new, gone, outcome)
    return {row.incident_id for row in [*new, *gone]}


def _text_ids(keys: Iterable[str]) -> dict[str, int]:
    return {
        key: pk
        for part in slices(sorted(set(keys)), CHUNK)
        for key, pk in Fingerprint.objects.filter(key__in=part).values_list("key", "text_id")
    }


def _tell_moves(
    owners: Sequence[Incident], new: Sequence[Membership], gone: Sequence[Membership], outcome: Regrouped
) -> None:
    joined: dict[uuid.UUID, list[Json]] = defaultdict(list)
    left: dict[uuid.UUID, list[Json]] = defaultdict(list)
    for rows, moved in ((new, joined), (gone, left)):
        for row in sorted(rows, key=lambda row: row.key):
            moved[row.incident_id].append(row.key)
    for owner in owners:
        if joined[owner.pk] or left[owner.pk]:
            kind = "incident_opened" if owner.version == 0 else "incident_changed"
            outcome.tell(kind, owner, joined=joined[owner.pk], left=left[owner.pk])


# Accounts -------------------------------------------------------------------------------------------------------------


def _write_accounts(touched: Sequence[tuple[Incident, Cluster]], outcome: Regrouped, now: datetime) -> None:
    """Describe these incidents anew from their texts and from what people said."""
    witnesses = witnesses_of(key for _, cluster in touched for key in cluster.keys)
    said = said_about([incident.pk for incident, _ in touched])
    documents: list[SearchDocument] = []
    minted: list[Incident] = []
    changed: list[Incident] = []
    for incident, cluster in touched:
        of_incident = [witnesses[item.key] for item in cluster.items]
        _describe(incident, describe(of_incident))
        apply_judgements(incident, said.get(incident.pk, []))
        documents.append(SearchDocument(number=incident.number, incident=incident, body=_searched(of_incident)))
        incident.version += 1
        incident.updated_at = now
        if incident.version == 1:
            minted.append(incident)
        else:
            changed.append(incident)
    outcome.changed += [incident.pk for incident in changed]
    fresh = {incident.pk for incident in minted}
    Incident.objects.bulk_create(minted, batch_size=100)
    SearchDocument.objects.bulk_create([row for row in documents if row.incident_id in fresh], batch_size=100)
    _save_all(changed)
    _save_all([row for row in documents if row.incident_id not in fresh])


def _save_all(rows: Sequence[Model]) -> None:
    """Save whole rows in one statement for all; the ORM's `bulk_update` takes fifty times as long for wide rows."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f"{connection.ops.quote_name(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {connection.ops.quote_name(meta.db_table)} SET {columns} WHERE {meta.pk.column} = %s"  # noqa: S608 -- names of our own tables
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in (*fields, meta.pk)]
                for row in rows
            ],
        )


def witnesses_of(keys: Iterable[str]) -> dict[str, Witness]:
    """The texts of these names with the readings that count, by name."""
    ids = _text_ids(keys)
    texts = texts_by_id(ids.values())
    found: dict[str, Witness] = {}
    for part in slices(sorted(ids.values()), CHUNK):
        readings = KeptReading.objects.filter(text_id__in=part, effective=True).values_list("text_id", "payload")
        for text_id, reading in readings:
            text = texts[text_id]
            found[text.key] = Witness(
                key=text.key,
                source=text.source,
                source_class=text.source_class,
                title=text.title,
                text=text.text,
                observed_at=text.observed_at,
                ingested_at=text.ingested_at,
                copy_group=text.copy_group,
                reading=reading,
            )
    return found


def said_about(incidents: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Said]]:
    """What people said about these incidents and about those that became part of them."""
    speaks_for: dict[uuid.UUID, uuid.UUID] = {pk: pk for pk in incidents}
    for part in slices(incidents, CHUNK):
        speaks_for.update(Redirect.objects.filter(incident__in=part).values_list("old_id", "incident_id"))
    said: dict[uuid.UUID, list[Said]] = defaultdict(list)
    for part in slices(sorted(speaks_for), CHUNK):
        for row in Judgement.objects.filter(incident__in=part, withdrawn_at=None):
            said[speaks_for[row.incident_id]].append(Said(row.pk, Ruling(row.ruling), row.value, row.at))
    return said


def _describe(incident: Incident, account: Description) -> None:
    """Write the machine's account into the row."""
    incident.machine_kind = account.kind
    incident.machine_category = account.category
    incident.machine_event_date = account.event_date
    incident.machine_event_date_end = account.event_date_end
    incident.machine_place_code = account.place_code
    for name in ("title", "summary", "severity", "confidence", "texts", "witnesses", "contradictions", "conflicts"):
        setattr(incident, name, getattr(account, name))
    incident.first_seen_at = account.first_seen_at
    incident.first_seen_on = account.first_seen_at.astimezone(WIB).date()
    incident.latest_seen_at = account.latest_seen_at


def apply_judgements(incident: Incident, said: Sequence[Said]) -> None:
    """Work out what counts: a person's word where there is one, else the machine's guess."""
    people = effective(said)
    incident.status = people.status
    incident.needs_more = people.needs_more
    incident.kind = people.kind or incident.machine_kind
    incident.category = people.category or incident.machine_category
    incident.event_date = people.event_date or incident.machine_event_date
    incident.event_date_end = None if people.event_date else incident.machine_event_date_end
    incident.place_code = people.place_code or incident.machine_place_code
    codes = [*ancestors_of(incident.place_code), incident.place_code] if incident.place_code else []
    codes += [""] * (4 - len(codes))
    incident.provinsi, incident.kabupaten_kota, incident.kecamatan, incident.kelurahan_desa = codes


def _searched(witnesses: Sequence[Witness]) -> str:
    """Every word somebody may look for: titles, texts, sources, names of places."""
    names = {place["name"] for witness in witnesses for place in witness.reading["places"]}
    parts = [part for witness in witnesses for part in (witness.title, witness.source, witness.text)]
    return indexed("\n".join([*sorted(names), *parts])[:SEARCHED])
