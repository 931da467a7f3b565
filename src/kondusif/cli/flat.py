"""A reading as one flat row, for CSV and Parquet; values that share a cell are joined by "; " in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# docs/output.md explains each; columns are only ever added at the end.
COLUMNS = (
    "id",
    "source",
    "source_class",
    "category",
    "category_confidence",
    "secondary_category",
    "terms",
    "is_incident",
    "stance",
    "event_place_codes",
    "event_place_names",
    "mentioned_place_codes",
    "unresolved_places",
    "event_date",
    "actors",
    "confirmed",
    "contradicted",
    "because",
    "notes",
    "reader_version",
    "rulebase_version",
)


def flattened(reading: dict[str, Any]) -> dict[str, Any]:
    """One row; the keys are `COLUMNS` in order."""
    event = [place for place in reading["places"] if place["role"] == "event"]
    other = [place for place in reading["places"] if place["role"] != "event"]
    return {
        "id": reading["id"],
        "source": reading["source"],
        "source_class": reading["source_class"],
        "category": reading["category"],
        "category_confidence": reading["reasons"]["category"]["confidence"],
        "secondary_category": reading["secondary_category"],
        "terms": _joined(term["id"] for term in reading["terms"]),
        "is_incident": reading["is_incident"],
        "stance": reading["stance"],
        "event_place_codes": _joined(place["code"] for place in event),
        "event_place_names": _joined(place["name"] for place in event),
        "mentioned_place_codes": _joined(place["code"] for place in other),
        "unresolved_places": _joined(place["name"] for place in reading["unresolved_places"]),
        "event_date": reading["event_date"],
        "actors": _joined(_actor(actor) for actor in reading["actors"]),
        "confirmed": _joined(_check(check) for check in reading["checks"] if check["verdict"] == "confirmed"),
        "contradicted": _joined(_check(check) for check in reading["checks"] if check["verdict"] == "contradicted"),
        "because": _joined(span["text"] for span in reading["reasons"]["category"]["because"]),
        "notes": _joined(reading["notes"]),
        "reader_version": reading["reader_version"],
        "rulebase_version": reading["rulebase_version"],
    }


def _actor(actor: dict[str, Any]) -> str:
    office = " ".join(part for part in (actor["role"], actor["institution"]) if part)
    return f"{actor['name']} ({office})" if office else str(actor["name"])


def _check(check: dict[str, Any]) -> str:
    return f"{check['kind']}: {check['stated_value']} (resmi {check['official']})"


def _joined(values: Iterable[Any]) -> str:
    return "; ".join(str(value) for value in values)
