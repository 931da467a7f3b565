"""Many incidents at once, for reports: who tells of them, what changed about them, by their numbers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from kondusif.incidents.domain.describing import Witness
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.models import Judgement, KeptReading, Membership
from kondusif.incidents.queries.filters import SORTS, Filters, chosen
from kondusif.incidents.queries.rows import IncidentRow, row_of
from kondusif.intake.queries import CHUNK, slices, texts_by_id


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """An incident known before, with what came to it: further texts (`seconded`), what people said (`rulings`)."""

    row: IncidentRow
    seconded: bool
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """A slice of what changed; `count` is exact for the whole of it."""

    rows: tuple[ChangedRow, ...]
    count: int


def changed_rows(filters: Filters, *, since: datetime, until: datetime, limit: int = 50) -> ChangedRows:
    """What was first reported before `since` and got a further text or a judgement until `until`; three queries.

    The scope's own period is left aside.
    """
    known = chosen(replace(filters, seen_from=None, seen_to=since))
    said = Judgement.objects.filter(at__gte=since, at__lt=until, withdrawn_at=None)
    lately = Q(latest_seen_at__gte=since, latest_seen_at__lt=until)
    changed = known.filter(lately | Q(pk__in=said.values("incident")))
    rows = [row_of(row) for row in changed.order_by(*SORTS["severity"])[:limit]]
    rulings: dict[uuid.UUID, list[Ruling]] = defaultdict(list)
    for incident_id, ruling in (
        said.filter(incident__in=[row.id for row in rows]).order_by("pk").values_list("incident", "ruling")
    ):
        rulings[incident_id].append(Ruling(ruling))
    return ChangedRows(
        tuple(ChangedRow(row, since <= row.latest_seen_at < until, tuple(rulings[row.id])) for row in rows),
        changed.count(),
    )


def rows_numbered(numbers: Collection[int], filters: Filters) -> tuple[IncidentRow, ...]:
    """The incidents of these numbers that the filters leave, in the order of their numbers."""
    rows = chosen(filters).filter(number__in=sorted(numbers)[:CHUNK]).order_by("number")
    return tuple(row_of(row) for row in rows)


def witnesses_of(incident_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Witness, ...]]:
    """The texts of each incident, the earliest first; three queries for every 500 incidents or texts."""
    members: dict[uuid.UUID, list[int]] = defaultdict(list)
    for part in slices(sorted(incident_ids), CHUNK):
        standing = Membership.objects.filter(incident__in=part, ended_at=None)
        for incident_id, text_id in standing.values_list("incident_id", "text_id"):
            members[incident_id].append(text_id)
    wanted = sorted({text_id for ids in members.values() for text_id in ids})
    readings: dict[int, Any] = {}
    for some in slices(wanted, CHUNK):
        kept = KeptReading.objects.filter(text_id__in=some, effective=True)
        readings.update(kept.values_list("text_id", "payload"))
    witnesses = {
        text.id: Witness(
            key=text.key,
            source=text.source,
            source_class=text.source_class,
            title=text.title,
            text=text.text,
            observed_at=text.observed_at,
            ingested_at=text.ingested_at,
            copy_group=text.copy_group,
            reading=readings[text.id],
        )
        for text in texts_by_id(wanted).values()
    }
    return {
        incident_id: tuple(sorted((witnesses[each] for each in ids), key=_earliest))
        for incident_id, ids in members.items()
    }


def actors_of(incident_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, tuple[Mapping[str, Any], ...]]:
    """Whom the readings of each incident's texts name, in the contract's JSON form; one query for every 500 incidents."""
    found: dict[uuid.UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for part in slices(sorted(incident_ids), CHUNK):
        standing = Membership.objects.filter(incident__in=part, ended_at=None, text__readings__effective=True)
        for incident_id, actors in standing.values_list("incident_id", "text__readings__payload__actors"):
            found[incident_id] += actors or ()
    return {incident_id: tuple(actors) for incident_id, actors in found.items()}


def _earliest(witness: Witness) -> tuple[datetime, str]:
    return (witness.observed_at or witness.ingested_at, witness.key)
