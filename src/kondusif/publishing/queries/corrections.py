"""People's corrections as labelled examples, in the format of the corpus: to look through, and then to train with.

Nothing here changes what the machine says. Whoever trains the next model decides which of these rows are good examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kondusif.incidents.domain.types import Kind, Ruling
from kondusif.incidents.queries import Correction, Judged, corrections
from kondusif.people.domain.officials import is_official
from kondusif.publishing.domain.redaction import redact_together

# The corpus asks for a register; what is kept says only who speaks. docs/judging.md says to look at it before training.
_REGISTERS = {"official": "formal", "press": "formal", "public": "informal", "unknown": "mixed"}
_FIELDS = {
    Ruling.WRONG_PLACE: "places",
    Ruling.WRONG_CATEGORY: "category",
    Ruling.WRONG_DATE: "event_date",
    Ruling.WRONG_KIND: "is_incident",
}


def correction_rows() -> Iterator[dict[str, Any]]:
    """One row for each text of which a person said otherwise than the machine, private persons covered."""
    for correction in corrections():
        machine = labels_of(correction.reading)
        person = machine | _said(machine, correction.said)
        changed = sorted(name for name in person if person[name] != machine[name])
        if changed:
            yield _row(correction, machine, person, changed)


def labels_of(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The machine's labels of a text as the corpus writes them."""
    return {
        "category": reading["category"],
        "secondary_category": reading["secondary_category"],
        "is_incident": reading["is_incident"],
        "stance": reading["stance"],
        "places": [{"code": place["code"], "role": place["role"]} for place in reading["places"]],
        "unresolved": [place["name"] for place in reading["unresolved_places"]],
        "event_date": reading["event_date"],
    }


def _said(machine: Mapping[str, Any], said: Mapping[Ruling, Judged]) -> dict[str, Any]:
    """The labels as a person left them."""
    changed: dict[str, Any] = {}
    if judged := said.get(Ruling.WRONG_CATEGORY):
        changed["category"] = judged.value
        if machine["secondary_category"] == judged.value:
            changed["secondary_category"] = None
    if judged := said.get(Ruling.WRONG_DATE):
        changed["event_date"] = judged.value
    if judged := said.get(Ruling.WRONG_KIND):
        changed["is_incident"] = judged.value == Kind.INCIDENT
    if judged := said.get(Ruling.WRONG_PLACE):
        rest = [place for place in machine["places"] if place["role"] != "event" and place["code"] != judged.value]
        changed["places"] = [{"code": judged.value, "role": "event"}, *rest]
    return changed


def _row(
    correction: Correction, machine: Mapping[str, Any], person: Mapping[str, Any], changed: Sequence[str]
) -> dict[str, Any]:
    text, reading = correction.text, correction.reading
    judgements = [
        correction.said[ruling] for ruling, name in _FIELDS.items() if ruling in correction.said and name in changed
    ]
    whole = (text.title, text.text, text.source, *(judged.reason for judged in judgements))
    title, body, source, *reasons = redact_together(whole, reading=reading)
    row: dict[str, Any] = {
        "id": f"koreksi-{text.key}",
        "text": body,
        "source": source,
        "source_class": text.source_class,
        "register": _REGISTERS.get(text.source_class, "mixed"),
        **person,
        "actors": [
            {name: actor[name] or "" for name in ("name", "rank", "role", "institution")}
            for actor in reading["actors"]
            if is_official(actor)
        ],
    }
    if title:
        row["title"] = title
    for name in ("received_at", "published_at"):
        moment = getattr(text, name)
        if moment is not None and moment.tzinfo is not None:
            row[name] = moment.isoformat()
    row["correction"] = {
        "machine": {name: machine[name] for name in changed},
        "reader_version": reading["reader_version"],
        "rulebase_version": reading["rulebase_version"],
        "judgements": [
            {
                "ruling": judged.ruling.value,
                "value": judged.value,
                "reason": reason,
                "by": judged.by,
                "at": judged.at.isoformat(),
            }
            for judged, reason in zip(judgements, reasons, strict=True)
        ],
    }
    return row
