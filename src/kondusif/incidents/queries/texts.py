"""What is known about single texts, for the rooms above: the reading that counts, and the incidents they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kondusif.incidents.domain.types import State
from kondusif.incidents.models import Incident, KeptReading, Membership
from kondusif.incidents.queries.rows import IncidentRow, row_of
from kondusif.intake.queries import CHUNK, KeptText, kept, slices


@dataclass(frozen=True, slots=True)
class ReadText:
    """The revision of a text that counts with its newest reading, in the contract's JSON form."""

    text: KeptText
    reading_id: int
    reading: Mapping[str, Any]


def read_texts(keys: Iterable[str]) -> list[ReadText]:
    """The texts of these keys, in the order of their ids; a text without a reading is left out."""
    found = [
        ReadText(kept(row.text), row.pk, row.payload)
        for part in slices(sorted(set(keys)), CHUNK)
        for row in KeptReading.objects.filter(text__key__in=part, text__latest=True, effective=True).select_related(
            "text"
        )
    ]
    return sorted(found, key=lambda each: each.text.id)


def incidents_of_texts(text_ids: Iterable[int]) -> dict[int, tuple[IncidentRow, ...]]:
    """For each of these texts the incidents that it tells of, joined here, where no plan can go wrong; two queries for each few hundred texts."""
    pairs = [
        pair
        for part in slices(sorted(set(text_ids)), CHUNK)
        for pair in Membership.objects.filter(text_id__in=part, ended_at=None).values_list("text_id", "incident_id")
    ]
    incidents: dict[object, Incident] = {}
    for wanted in slices(sorted({incident_id for _, incident_id in pairs}), CHUNK):
        incidents.update(Incident.objects.in_bulk(list(wanted)))
    found: dict[int, list[IncidentRow]] = defaultdict(list)
    for text_id, incident_id in sorted(pairs, key=lambda pair: incidents[pair[1]].number):
        if incidents[incident_id].state == State.ACTIVE:
            found[text_id].append(row_of(incidents[incident_id]))
    return {text_id: tuple(rows) for text_id, rows in found.items()}
