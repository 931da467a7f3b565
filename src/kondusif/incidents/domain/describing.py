"""What an event looks like from outside, put together from its texts; the same whatever their order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from kondusif.incidents.domain.fingerprint import event_places, kind_of
from kondusif.incidents.domain.types import Kind
from kondusif.places.domain.codes import contains
from kondusif.understanding.reading import Category

Value = TypeVar("Value", bound=Hashable)

SUMMARY_LENGTH = 240
_LEAD = 1  # reports say the most important first
TITLE_LENGTH = 110
_ORDER = {category: rank for rank, category in enumerate(Category)}
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")
_DATELINE = re.compile(r"^(?:[A-Z][A-Z .,()&/-]{2,50}|[A-Z][a-z][\w ]{1,25}, ?[\w.]{2,30})\s*[–—-]+\s+(?=\w)")
_BEFORE_SOURCE = {"official": 0, "press": 1, "public": 2, "unknown": 3}


@dataclass(frozen=True, slots=True)
class Witness:
    """One text of an event, with its reading as plain JSON."""

    key: str
    source: str
    source_class: str
    title: str
    text: str
    observed_at: datetime | None
    ingested_at: datetime
    copy_group: int
    reading: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Description:
    """The machine's account of an event."""

    kind: Kind
    category: str
    event_date: date | None
    event_date_end: date | None
    place_code: str
    title: str
    summary: str
    severity: int
    texts: int
    witnesses: int
    contradictions: int
    conflicts: int
    confidence: int
    first_seen_at: datetime
    latest_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One of several values that the texts of one event give, and who gives it."""

    value: str
    keys: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something on which the texts of one event disagree.

    `kind` is event_date, place, number, role, rank or institution; `about` names the official or the thing counted.
    """

    kind: str
    about: str
    versions: tuple[Version, ...]


def describe(witnesses: Sequence[Witness]) -> Description:
    """The account of an event from its texts; copies have one voice together."""
    voices = first_voices(witnesses)
    days = sorted(day for voice in voices if (day := _day(voice)))
    teller = min(voices, key=_worth_telling)
    seen = sorted(witness.observed_at or witness.ingested_at for witness in witnesses)
    summary = summary_of(teller)
    return Description(
        kind=_most_said([kind_of(voice.reading) for voice in voices], list(Kind).index),
        category=_most_said([voice.reading["category"] for voice in voices], _ORDER.__getitem__),
        event_date=days[0] if days else None,
        event_date_end=days[-1] if days and days[-1] != days[0] else None,
        place_code=best_place([event_places(voice.reading) for voice in voices]),
        title=shortened(" ".join(teller.title.split()) or summary, TITLE_LENGTH),
        summary=summary,
        severity=max((term["severity"] for voice in voices for term in voice.reading["terms"]), default=0),
        texts=len(witnesses),
        witnesses=len(voices),
        contradictions=len(contradictions(voices)),
        conflicts=len(conflicts(voices)),
        confidence=max(round(voice.reading["reasons"]["category"]["confidence"] * 1000) for voice in voices),
        first_seen_at=seen[0],
        latest_seen_at=seen[-1],
    )


def first_voices(witnesses: Iterable[Witness]) -> list[Witness]:
    """One text of each group of copies: the earliest. A copy is never a second witness."""
    of_group: dict[object, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        of_group[witness.copy_group or witness.key].append(witness)
    return sorted((min(group, key=_earliest) for group in of_group.values()), key=lambda voice: voice.key)


def _earliest(witness: Witness) -> tuple[bool, datetime, str]:
    return (witness.observed_at is None, witness.observed_at or witness.ingested_at, witness.key)


def _worth_telling(witness: Witness) -> tuple[int, bool, float, str]:
    confidence = witness.reading["reasons"]["category"]["confidence"]
    return (_BEFORE_SOURCE.get(witness.source_class, 3), not witness.title, -confidence, witness.key)


def _day(witness: Witness) -> date | None:
    written = witness.reading["event_date"]
    return date.fromisoformat(written) if written else None


def _most_said(values: Sequence[Value], order: Callable[[Value], int]) -> Value:
    """The value that most voices give; among equals the first in `order`."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], order(value)))


def best_place(said: Sequence[Sequence[str]]) -> str:
    """The most specific code that most texts agree with; empty when no text names one."""
    codes = sorted({code for places in said for code in places})
    if not codes:
        return ""

    def support(code: str) -> int:
        return sum(any(contains(place, code) or contains(code, place) for place in places) for places in said)

    def named(code: str) -> int:
        return sum(code in places for places in said)

    return min(codes, key=lambda code: (-support(code), -code.count("."), -named(code), code))


# Words ----------------------------------------------------------------------------------------------------------------


def summary_of(witness: Witness) -> str:
    """One sentence of the text itself: the one with most of the words that decided."""
    reading = witness.reading
    aside = [(span["start"], span["end"]) for span in reading["boilerplate"] if span["field"] == "text"]
    sentences = [
        (start, end)
        for start, end in sentences_of(witness.text)
        if sum(max(0, min(end, high) - max(start, low)) for low, high in aside) * 2 < end - start
        and len(witness.text[start:end].split()) >= 4
    ]
    if not sentences:
        return shortened(" ".join((witness.title or witness.text).split()), SUMMARY_LENGTH)
    telling = _telling_spans(reading)
    lead = sentences[0]
    start, end = max(sentences, key=lambda part: (_telling(part, telling) + _LEAD * (part == lead), -part[0]))
    return shortened(_without_dateline(" ".join(witness.text[start:end].split())), SUMMARY_LENGTH)


def _telling(sentence: tuple[int, int], telling: Sequence[tuple[int, Sequence[int]]]) -> int:
    """How well a sentence answers what, where and when."""
    start, end = sentence
    return sum(worth for worth, spans in telling if any(start <= low < end for low in spans))


def _telling_spans(reading: Mapping[str, Any]) -> list[tuple[int, list[int]]]:
    """Where the words stand that decided, and what it is worth to have them in the sentence."""
    reasons = reading["reasons"]
    weighed = [
        (2, (reasons["category"] or {}).get("because", ())),
        (2, (reasons["event_date"] or {}).get("because", ())),
        (2, [span for place in reading["places"] if place["role"] == "event" for span in place["because"]]),
        (1, (reasons["is_incident"] or {}).get("because", ())),
        (1, [span for reason in reasons["terms"].values() for span in reason["because"]]),
    ]
    return [(worth, [span["start"] for span in spans if span["field"] == "text"]) for worth, spans in weighed]


def _without_dateline(sentence: str) -> str:
    """The sentence without "MALANG – " or "Tulungagung, Warta.com – " before it."""
    return _DATELINE.sub("", sentence)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences, roughly: at full stops followed by a space, and at line ends."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def shortened(text: str, length: int) -> str:
    """At most `length` letters, cut at a word."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


# Disagreement ---------------------------------------------------------------------------------------------------------


def contradictions(witnesses: Iterable[Witness]) -> list[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """Each statement that the official facts contradict, once, with the keys of the texts that make it."""
    found: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[str]]] = {}
    for witness in sorted(witnesses, key=lambda item: item.key):
        for check in witness.reading["checks"]:
            if check["verdict"] == "contradicted":
                name = (check["kind"], check["stated_value"], check["official"])
                found.setdefault(name, (check, []))[1].append(witness.key)
    return [(check, tuple(dict.fromkeys(keys))) for _, (check, keys) in sorted(found.items())]


def conflicts(witnesses: Iterable[Witness]) -> list[Conflict]:
    """Where the texts disagree about the day, the place, or an official's name, rank or office."""
    voices = sorted(witnesses, key=lambda item: item.key)
    days = [(voice, day.isoformat()) for voice in voices if (day := _day(voice))]
    found = [_conflict("event_date", "", days), _conflict("place", "", rival_places(voices))]
    for about, voiced in actors_of(voices).items():
        for field in ("rank", "role", "institution"):
            found += [_conflict(field, about, [(voice, actor[field]) for voice, actor in voiced if actor[field]])]
    found += [_conflict("number", about, counted) for about, counted in counts_of(voices).items()]
    return [conflict for conflict in found if conflict is not None]


def _conflict(kind: str, about: str, said: Sequence[tuple[Witness, str]]) -> Conflict | None:
    by_value: dict[str, list[Witness]] = defaultdict(list)
    for voice, value in said:
        by_value[value].append(voice)
    names = {" ".join(value.lower().split()) for value in by_value}
    if len(names) < 2 or len({voice.key for voice, _ in said}) < 2:
        return None
    return Conflict(
        kind,
        about,
        tuple(
            Version(value, tuple(voice.key for voice in voices), tuple(dict.fromkeys(voice.source for voice in voices)))
            for value, voices in sorted(by_value.items())
        ),
    )


def rival_places(voices: Sequence[Witness]) -> list[tuple[Witness, str]]:
    """The places of texts that no place of some other text contains or is contained in."""
    said = [(voice, event_places(voice.reading)) for voice in voices]
    return [
        (voice, code)
        for voice, places in said
        for code in places
        if any(
            others and not any(contains(code, other) or contains(other, code) for other in others)
            for rival, others in said
            if rival is not voice
        )
    ]


def actors_of(voices: Sequence[Witness]) -> dict[str, list[tuple[Witness, Mapping[str, Any]]]]:
    """Each official by name, with the texts that name them and what they call them."""
    by_name: dict[str, list[tuple[Witness, Mapping[str, Any]]]] = defaultdict(list)
    for voice in voices:
        for actor in voice.reading["actors"]:
            by_name[" ".join(actor["name"].lower().split())].append((voice, actor))
    return {people[0][1]["name"]: people for _, people in sorted(by_name.items())}


_COUNTED = re.compile(r"\b(\d{1,3}(?:\.\d{3})+|\d+)\s+([a-z]{3,})", re.IGNORECASE)
_AFTER_NUMBERS = """
januari februari maret april mei juni juli agustus september oktober november desember wib wita wit tahun persen jam
"""
_NOT_COUNTED = frozenset(_AFTER_NUMBERS.split())


def counts_of(voices: Sequence[Witness]) -> dict[str, list[tuple[Witness, str]]]:
    """How many of what each text says, where it says one number of that thing and others say it too ("289 amplop")."""
    by_thing: dict[str, list[tuple[Witness, str]]] = defaultdict(list)
    for voice in voices:
        numbers: dict[str, set[str]] = defaultdict(set)
        for number, thing in _COUNTED.findall(f"{voice.title} {voice.text}"):
            numbers[thing.lower()].add(number.replace(".", ""))
        for thing, values in numbers.items():
            if len(values) == 1 and thing not in _NOT_COUNTED:
                by_thing[thing].append((voice, values.pop()))
    return {thing: said for thing, said in sorted(by_thing.items()) if len(said) > 1}
