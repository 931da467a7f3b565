"""`Reading`: what one text says, each conclusion with the words that made it.

The JSON form is a public contract (`docs/reading.schema.json`): fields are only ever added, `SCHEMA_VERSION` counts them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

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
    EVENT = "event"
    STAGE = "stage"
    MENTIONED = "mentioned"


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"


class Field(StrEnum):
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Span:
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
        """The contract's JSON form: plain dicts, lists, strings, numbers."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain

    def as_json(self) -> str:
        """One line of JSON, keys in the contract's order, non-ASCII letters as they are."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
