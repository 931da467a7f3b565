"""`Reading`: what one text says, each conclusion with the words that made it.

The JSON form is a public contract (`docs/reading.schema.json`): fields are only ever added, `SCHEMA_VERSION` counts them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

SCHEMA_VERSION = 1


class Category(StrEnum):
    """Main topic of a text; ids are fixed (design §5)."""

    NETRALITAS = "netralitas"
    POLITIK_UANG = "politik_uang"
    HOAKS = "hoaks"
    SARA_UJARAN_KEBENCIAN = "sara_ujaran_kebencian"
    INTIMIDASI_KEKERASAN = "intimidasi_kekerasan"
    UNJUK_RASA = "unjuk_rasa"
    APK = "apk"
    JUDI = "judi"
    LOGISTIK = "logistik"
    GEOGRAFIS_BENCANA = "geografis_bencana"
    HAK_PILIH_DPT = "hak_pilih_dpt"
    PELANGGARAN_ADMINISTRASI = "pelanggaran_administrasi"
    KESEHATAN_PETUGAS = "kesehatan_petugas"
    KEGIATAN_PREVENTIF = "kegiatan_preventif"
    INFORMASI_TAHAPAN = "informasi_tahapan"
    TIDAK_RELEVAN = "tidak_relevan"


class Stance(StrEnum):
    """What the text does with its topic; ids are fixed (design §5)."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    RUMOUR = "rumour"
    QUESTION = "question"
    PLANNED = "planned"
    WARNING = "warning"
    PREVENTION = "prevention"
    DENIAL = "denial"
    DEBUNK = "debunk"
    SARCASM = "sarcasm"
    OPINION = "opinion"
    INFORMATIONAL = "informational"
    NOISE = "noise"


class SourceClass(StrEnum):
    """Who speaks, as far as it can be told."""

    OFFICIAL = "official"
    PRESS = "press"
    PUBLIC = "public"
    UNKNOWN = "unknown"


class PlaceLevel(StrEnum):
    """Level of an administrative area; the order of the members is the order of the codes' parts."""

    PROVINSI = "provinsi"
    KABUPATEN_KOTA = "kabupaten_kota"
    KECAMATAN = "kecamatan"
    KELURAHAN_DESA = "kelurahan_desa"


class Role(StrEnum):
    """What a place or a date is in the text: of the event, of a stage of the election, or only mentioned."""

    EVENT = "event"
    STAGE = "stage"
    MENTIONED = "mentioned"


class Precision(StrEnum):
    """How exactly a date is given."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Verdict(StrEnum):
    """What the official figure says to the stated one."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"


class Field(StrEnum):
    """The part of a document that a span counts in."""

    TITLE = "title"
    TEXT = "text"


class Span(NamedTuple):
    """Half-open range of Unicode code points in one field of the document, and the words there."""

    field: Field
    start: int
    end: int
    text: str


Because = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A finer term of the rule base that the text uses; severity 1 (light) to 3 (grave)."""

    id: str
    severity: int


@dataclass(frozen=True, slots=True)
class Place:
    """An area that the text means; `confidence` is 0 to 1."""

    code: str
    level: PlaceLevel
    name: str
    role: Role
    confidence: float
    because: Because


@dataclass(frozen=True, slots=True)
class UnresolvedPlace:
    """A name that stands in the text but cannot be decided: the codes it may mean, at most ten, sorted."""

    name: str
    candidates: tuple[str, ...]
    because: Because


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day, a month (first day) or a year (first day); `end` is the last day of a range, else None."""

    value: date
    end: date | None
    precision: Precision
    role: Role
    because: Because


@dataclass(frozen=True, slots=True)
class Actor:
    """An office holder named in the text. `name` is the fullest spelling; every mention is in `because`."""

    name: str
    rank: str | None
    role: str | None
    institution: str | None
    place_code: str | None
    because: Because


@dataclass(frozen=True, slots=True)
class Check:
    """A statement held against the rule base. `source` names the official document, `kind` is of the rule base's list."""

    kind: str
    stated: str
    stated_value: str
    official: str
    verdict: Verdict
    source: str
    because: Because


@dataclass(frozen=True, slots=True)
class Reason:
    """How sure a conclusion is (0 to 1), and the words that made it."""

    confidence: float
    because: Because


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why: for each conclusion that is a single value. None where there is no such conclusion."""

    category: Reason
    stance: Reason
    is_incident: Reason
    secondary_category: Reason | None = None
    event_date: Reason | None = None
    terms: dict[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says. See `docs/life-of-a-text.md` for how it comes about."""

    id: str
    source: str
    source_class: SourceClass
    category: Category
    secondary_category: Category | None
    terms: tuple[Term, ...]
    is_incident: bool
    stance: Stance
    places: tuple[Place, ...]
    unresolved_places: tuple[UnresolvedPlace, ...]
    event_date: date | None
    dates: tuple[DateMention, ...]
    actors: tuple[Actor, ...]
    checks: tuple[Check, ...]
    reasons: Reasons
    boilerplate: Because
    notes: tuple[str, ...]
    reader_version: str
    rulebase_version: str
    schema_version: int = SCHEMA_VERSION

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON form: plain dicts, lists, strings, numbers; keys in the contract's order."""
        return {
            "id": self.id,
            "source": self.source,
            "source_class": self.source_class.value,
            "category": self.category.value,
            "secondary_category": self.secondary_category.value if self.secondary_category else None,
            "terms": [{"id": term.id, "severity": term.severity} for term in self.terms],
            "is_incident": self.is_incident,
            "stance": self.stance.value,
            "places": [_place(place) for place in self.places],
            "unresolved_places": [
                {"name": place.name, "candidates": list(place.candidates), "because": _spans(place.because)}
                for place in self.unresolved_places
            ],
            "event_date": _day(self.event_date),
            "dates": [_date(mention) for mention in self.dates],
            "actors": [_actor(actor) for actor in self.actors],
            "checks": [_check(check) for check in self.checks],
            "reasons": _reasons(self.reasons),
            "boilerplate": _spans(self.boilerplate),
            "notes": list(self.notes),
            "reader_version": self.reader_version,
            "rulebase_version": self.rulebase_version,
            "schema_version": self.schema_version,
        }

    def as_json(self) -> str:
        """One line of JSON, keys in the contract's order, non-ASCII letters as they are."""
        return _JSON.encode(self.as_dict())


# Written out by hand: a reading is serialised as often as a text is read, and generic reflection costs more than the reading.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_FIELDS = {Field.TITLE: "title", Field.TEXT: "text"}


def _spans(because: Because) -> list[dict[str, Any]]:
    return [{"field": _FIELDS[field], "start": start, "end": end, "text": text} for field, start, end, text in because]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _place(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "level": place.level.value,
        "name": place.name,
        "role": place.role.value,
        "confidence": place.confidence,
        "because": _spans(place.because),
    }


def _date(mention: DateMention) -> dict[str, Any]:
    return {
        "value": _day(mention.value),
        "end": _day(mention.end),
        "precision": mention.precision.value,
        "role": mention.role.value,
        "because": _spans(mention.because),
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "rank": actor.rank,
        "role": actor.role,
        "institution": actor.institution,
        "place_code": actor.place_code,
        "because": _spans(actor.because),
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "stated": check.stated,
        "stated_value": check.stated_value,
        "official": check.official,
        "verdict": check.verdict.value,
        "source": check.source,
        "because": _spans(check.because),
    }


def _reasons(reasons: Reasons) -> dict[str, Any]:
    return {
        "category": _reason(reasons.category),
        "stance": _reason(reasons.stance),
        "is_incident": _reason(reasons.is_incident),
        "secondary_category": _reason(reasons.secondary_category),
        "event_date": _reason(reasons.event_date),
        "terms": {term: _reason(reason) for term, reason in reasons.terms.items()},
    }


def _reason(reason: Reason | None) -> dict[str, Any] | None:
    return None if reason is None else {"confidence": reason.confidence, "because": _spans(reason.because)}
