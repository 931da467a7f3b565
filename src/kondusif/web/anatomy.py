"""A text laid open: its words in marked pieces, and every conclusion with the words that made it.

Takes a reading in the contract's JSON form, so that a kept reading and one made this moment look the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from kondusif.publishing.labels import LEVELS, SEVERITIES, STANCES, category_label, check_label, term_label
from kondusif.publishing.sitrep_paper import grounds
from kondusif.publishing.wording import area_kind, certainty, iso_day, percent, place_path
from kondusif.web.marks import Mark, Segment, segment_at, segments

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text and the id of the piece in which they begin."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One conclusion: what, how sure, and why. `mark` is the look of its words, `name` ties it to them."""

    name: str
    mark: str
    label: str
    value: str
    words: tuple[Words, ...] = ()
    sure: str = ""
    percent: str = ""
    note: str = ""
    code: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that answer one question."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement of the text beside the official fact."""

    name: str
    label: str
    stated: str
    official: str
    contradicted: bool
    source: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A text with its reading, ready to be shown."""

    title: tuple[Segment, ...]
    text: tuple[Segment, ...]
    groups: tuple[Group, ...]
    checks: tuple[Checked, ...]
    kinds: Mapping[str, int]
    is_incident: bool
    notes: tuple[str, ...]
    reader_version: str
    rulebase_version: str

    @property
    def contradicted(self) -> bool:
        """Whether an official fact says otherwise than the text."""
        return any(check.contradicted for check in self.checks)


def anatomy_of(title: str, text: str, reading: Plain) -> Anatomy:
    """Lay a text open by its reading."""
    spans = list(_spans(reading))
    pieces = {
        "title": segments(title, _marks(spans, "title")) if title else [],
        "text": segments(text, _marks(spans, "text")),
    }
    finder = _Finder(pieces)
    return Anatomy(
        title=tuple(pieces["title"]),
        text=tuple(pieces["text"]),
        groups=tuple(_groups(reading, finder)),
        checks=tuple(sorted(_checks(reading, finder), key=lambda check: not check.contradicted)),
        kinds=_counts(pieces),
        is_incident=bool(reading["is_incident"]),
        notes=tuple(reading.get("notes", ())),
        reader_version=str(reading["reader_version"]),
        rulebase_version=str(reading["rulebase_version"]),
    )


# Marks ----------------------------------------------------------------------------------------------------------------


def _spans(reading: Plain) -> Iterator[tuple[str, str, Plain]]:
    """Every span that something was concluded from: kind, name of the conclusion, span."""
    reasons = reading["reasons"]
    for name, kind in (
        ("category", "tanda"),
        ("secondary_category", "tanda"),
        ("stance", "sikap"),
        ("event_date", "waktu"),
    ):
        yield from ((kind, name, span) for span in _because(reasons.get(name)))
    yield from (("sikap", "is_incident", span) for span in _because(reasons.get("is_incident")))
    for term, reason in reasons["terms"].items():
        yield from (("tanda", f"term-{term}", span) for span in _because(reason))
    for part, kind in (
        ("places", "tempat"),
        ("unresolved_places", "tempat"),
        ("dates", "waktu"),
        ("actors", "orang"),
        ("checks", "periksa"),
    ):
        for number, item in enumerate(reading[part]):
            yield from ((kind, f"{part}-{number}", span) for span in item["because"])
    yield from (("sisih", "boilerplate", span) for span in reading["boilerplate"])


def _because(reason: Plain | None) -> Sequence[Plain]:
    return reason["because"] if reason else ()


def _marks(spans: Iterable[tuple[str, str, Plain]], field: str) -> list[Mark]:
    return [Mark(span["start"], span["end"], kind, name) for kind, name, span in spans if span["field"] == field]


def _counts(pieces: Mapping[str, Sequence[Segment]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for piece in (*pieces["title"], *pieces["text"]):
        for kind in piece.kinds:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


class _Finder:
    """Knows in which piece the words of a span stand."""

    def __init__(self, pieces: Mapping[str, Sequence[Segment]]) -> None:
        self._pieces = pieces

    def words(self, because: Iterable[Plain]) -> tuple[Words, ...]:
        """The words of these spans, each wording once."""
        found: dict[str, Words] = {}
        for span in because:
            text = " ".join(str(span["text"]).split())
            piece = segment_at(self._pieces.get(span["field"], ()), span["start"])
            if text and piece:
                found.setdefault(text.lower(), Words(text, f"w-{span['field']}-{piece.start}"))
        return tuple(found.values())


# Findings -------------------------------------------------------------------------------------------------------------


def _groups(reading: Plain, finder: _Finder) -> Iterator[Group]:
    for title, findings in (
        (gettext("Apa"), _what(reading, finder)),
        (gettext("Di mana"), _where(reading, finder)),
        (gettext("Kapan"), _when(reading, finder)),
        (gettext("Siapa"), _who(reading, finder)),
    ):
        yield Group(title, tuple(findings))


def _what(reading: Plain, finder: _Finder) -> Iterator[Finding]:
    reasons = reading["reasons"]
    category = reading["category"]
    yield _reasoned(
        "category", "tanda", gettext("Kategori"), category_label(category), reasons["category"], finder, category
    )
    if second := reading["secondary_category"]:
        label = gettext("Juga tentang")
        yield _reasoned(
            "secondary_category", "tanda", label, category_label(second), reasons["secondary_category"], finder
        )
    incident = gettext("Insiden") if reading["is_incident"] else gettext("Bukan insiden")
    yield _reasoned("is_incident", "sikap", gettext("Jenis"), incident, reasons["is_incident"], finder)
    stance = str(STANCES.get(reading["stance"], reading["stance"]))
    yield _reasoned("stance", "sikap", gettext("Sikap teks"), stance, reasons["stance"], finder)
    for term in reading["terms"]:
        severity = SEVERITIES.get(term["severity"], "")
        note = gettext("bobot: %(severity)s") % {"severity": str(severity).lower()} if severity else ""
        reason = reasons["terms"].get(term["id"])
        yield _reasoned(
            f"term-{term['id']}", "tanda", gettext("Istilah"), term_label(term["id"]), reason, finder, note=note
        )


def _reasoned(
    name: str, mark: str, label: str, value: str, reason: Plain | None, finder: _Finder, icon: str = "", note: str = ""
) -> Finding:
    confidence = reason["confidence"] if reason else None
    return Finding(
        name=name,
        mark=mark,
        label=label,
        value=value,
        words=finder.words(_because(reason)),
        sure=certainty(confidence) if confidence is not None else "",
        percent=percent(confidence) if confidence is not None else "",
        note=note,
        icon=icon,
    )


def _where(reading: Plain, finder: _Finder) -> Iterator[Finding]:
    numbered = list(enumerate(reading["places"]))
    for number, place in sorted(numbered, key=lambda item: (item[1]["role"] != "event", item[0])):
        path = place_path(place["code"])
        yield Finding(
            name=f"places-{number}",
            mark="tempat",
            label=gettext("Tempat kejadian") if place["role"] == "event" else gettext("Juga disebut"),
            value=path[0] if path else place["name"],
            words=finder.words(place["because"]),
            sure=certainty(place["confidence"]),
            percent=percent(place["confidence"]),
            note=", ".join(path[1:]) or str(LEVELS.get(place["level"], "")),
            code=f"{area_kind(place['code'])} {place['code']}",
        )
    for number, place in enumerate(reading["unresolved_places"]):
        count = len(place["candidates"])
        yield Finding(
            name=f"unresolved_places-{number}",
            mark="tempat",
            label=gettext("Tidak terputuskan"),
            value=place["name"],
            words=finder.words(place["because"]),
            note=gettext("paling sedikit %(count)s wilayah bernama ini; mesin tidak menebak") % {"count": count},
        )


def _when(reading: Plain, finder: _Finder) -> Iterator[Finding]:
    reason = reading["reasons"].get("event_date")
    written = reading["event_date"]
    yield _reasoned("event_date", "waktu", gettext("Tanggal kejadian"), iso_day(written), reason, finder)
    for number, mention in enumerate(reading["dates"]):
        if mention["role"] == "event" and mention["value"] == written:
            continue
        label = gettext("Tanggal tahapan") if mention["role"] == "stage" else gettext("Tanggal lain")
        yield Finding(
            name=f"dates-{number}",
            mark="waktu",
            label=label,
            value=_dated(mention),
            words=finder.words(mention["because"]),
        )


def _dated(mention: Plain) -> str:
    precision, value = mention["precision"], mention["value"]
    if precision == "year":
        return str(value)[:4]
    start = iso_day(value)
    if precision == "month":
        return start.partition(" ")[2]
    return f"{start} – {iso_day(mention['end'])}" if mention["end"] else start


def _who(reading: Plain, finder: _Finder) -> Iterator[Finding]:
    for number, actor in enumerate(reading["actors"]):
        office = ", ".join(part for part in (actor["role"], actor["institution"]) if part)
        yield Finding(
            name=f"actors-{number}",
            mark="orang",
            label=gettext("Pejabat"),
            value=" ".join(part for part in (actor["rank"], actor["name"]) if part),
            words=finder.words(actor["because"]),
            note=office,
        )


def _checks(reading: Plain, finder: _Finder) -> Iterator[Checked]:
    for number, check in enumerate(reading["checks"]):
        yield Checked(
            name=f"checks-{number}",
            label=check_label(check["kind"]),
            stated=check["stated"] or check["stated_value"],
            official=check["official"],
            contradicted=check["verdict"] == "contradicted",
            source=grounds(check["source"]),
            words=finder.words(check["because"]),
        )
