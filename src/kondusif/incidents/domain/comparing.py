"""What the texts of one event say, side by side: one row for each thing that several of them, or the law, speak about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kondusif.incidents.domain.describing import Witness, actors_of, counts_of, rival_places
from kondusif.incidents.domain.fingerprint import event_places, kind_of

MOST_WORDS = 1500  # compared word by word; what comes after in a longer text is not
_PIECE = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """One value that a text gives, with the words it rests on. `verdict` is that of the official facts, if they speak."""

    value: str
    words: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """What the law or an official figure says, and where."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: what it is about, what each text says (in the order of the texts), and whether they differ.

    `kind` is category, kind, stance, event_date, place, actor, number or check; `about` names the official, the thing
    counted or the kind of check.
    """

    kind: str
    about: str
    said: tuple[tuple[Said, ...], ...]
    differs: bool
    official: Official | None = None

    @property
    def contradicted(self) -> bool:
        """Whether the official facts say otherwise than one of the texts."""
        return any(each.verdict == "contradicted" for cell in self.said for each in cell)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words that both texts have, or one only: `same`, `one` or `other`."""

    where: str
    words: str


def compare(witnesses: Sequence[Witness]) -> tuple[Compared, ...]:
    """The rows for these texts, those on which they differ or that the law contradicts first."""
    rows = [*_plain(witnesses), *_actors(witnesses), *_numbers(witnesses), *_checks(witnesses)]
    spoken = [row for row in rows if any(row.said)]
    return tuple(sorted(spoken, key=lambda row: not (row.differs or row.contradicted)))


def _plain(witnesses: Sequence[Witness]) -> Iterator[Compared]:
    rivals = {(voice.key, code) for voice, code in rival_places(witnesses)}
    days = [_reasoned(witness, "event_date", witness.reading["event_date"]) for witness in witnesses]
    yield Compared("event_date", "", tuple(days), _differ(days))
    places = [
        tuple(
            Said(place["code"], _words(place["because"]))
            for place in witness.reading["places"]
            if place["role"] == "event" and place["code"] in event_places(witness.reading)
        )
        for witness in witnesses
    ]
    yield Compared("place", "", tuple(places), bool(rivals))
    categories = [_reasoned(witness, "category", witness.reading["category"]) for witness in witnesses]
    yield Compared("category", "", tuple(categories), _differ(categories))
    kinds = [_reasoned(witness, "is_incident", kind_of(witness.reading).value) for witness in witnesses]
    yield Compared("kind", "", tuple(kinds), _differ(kinds))
    stances = [_reasoned(witness, "stance", witness.reading["stance"]) for witness in witnesses]
    yield Compared("stance", "", tuple(stances), _differ(stances))


def _reasoned(witness: Witness, name: str, value: str | None) -> tuple[Said, ...]:
    reason = witness.reading["reasons"].get(name)
    return (Said(value, _words(reason["because"] if reason else ())),) if value else ()


def _differ(cells: Iterable[tuple[Said, ...]]) -> bool:
    return len({" ".join(each.value.lower().split()) for cell in cells for each in cell}) > 1


def _actors(witnesses: Sequence[Witness]) -> Iterator[Compared]:
    for name, voiced in actors_of(witnesses).items():
        cells = _cells(witnesses, ((voice, Said(_office(actor), _words(actor["because"]))) for voice, actor in voiced))
        offices = [[actor[field] for _, actor in voiced if actor[field]] for field in ("rank", "role", "institution")]
        yield Compared("actor", name, cells, any(len({each.lower() for each in said}) > 1 for said in offices))


def _office(actor: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (actor["rank"], actor["role"], actor["institution"]) if part)


def _numbers(witnesses: Sequence[Witness]) -> Iterator[Compared]:
    for thing, counted in counts_of(witnesses).items():
        cells = _cells(witnesses, ((voice, Said(value)) for voice, value in counted))
        yield Compared("number", thing, cells, _differ(cells))


def _checks(witnesses: Sequence[Witness]) -> Iterator[Compared]:
    """One row for each official value; texts that repeat a statement say it once."""
    rows: dict[tuple[str, str, str], list[tuple[Witness, Said]]] = defaultdict(list)
    for witness in witnesses:
        for check in witness.reading["checks"]:
            said = Said(check["stated"] or check["stated_value"], _words(check["because"]), check["verdict"])
            rows[check["kind"], check["official"], check["source"]].append((witness, said))
    for (kind, official, source), spoken in sorted(rows.items()):
        yield Compared("check", kind, _cells(witnesses, spoken), differs=False, official=Official(official, source))


def _cells(witnesses: Sequence[Witness], said: Iterable[tuple[Witness, Said]]) -> tuple[tuple[Said, ...], ...]:
    by_key: dict[str, list[Said]] = defaultdict(list)
    for voice, each in said:
        if each not in by_key[voice.key]:
            by_key[voice.key].append(each)
    return tuple(tuple(by_key[witness.key]) for witness in witnesses)


def _words(because: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The words of these spans, each wording once."""
    found = (" ".join(str(span["text"]).split()) for span in because)
    return tuple({words.lower(): words for words in found if words}.values())


def word_differences(one: str, other: str) -> tuple[Stretch, ...]:
    """Where two tellings of nearly the same words part; joined, the stretches of a side are its text again."""
    mine, theirs = _PIECE.findall(one)[:MOST_WORDS], _PIECE.findall(other)[:MOST_WORDS]
    matcher = SequenceMatcher(None, [word.strip() for word in mine], [word.strip() for word in theirs], autojunk=False)
    found: list[Stretch] = []
    for sort, start, end, low, high in matcher.get_opcodes():
        if sort == "equal":
            found.append(Stretch("same", "".join(mine[start:end])))
            continue
        if end > start:
            found.append(Stretch("one", "".join(mine[start:end])))
        if high > low:
            found.append(Stretch("other", "".join(theirs[low:high])))
    return tuple(found)
