"""Texts as those may see them who do not need the names: private persons, candidates and personal data are covered.

Officials stay, in their office: who they are is part of what happened. Everybody else is covered, wherever the text names
them again. In doubt a name is covered: a reader who needs it may open the text itself. Offsets of the original mean nothing
in what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from lokal.samaran import PiiType, detect_pii

from kondusif.people.domain.officials import is_official, stands_for_election
from kondusif.publishing.domain import names
from kondusif.publishing.domain.names import Range, Word
from kondusif.understanding.candidates import Candidate
from kondusif.understanding.masking import Masker
from kondusif.understanding.offices import SHARED_NAMES
from kondusif.understanding.view import View, view_of

Plain = Mapping[str, Any]  # a `Reading` in its JSON form; of it "actors" is looked at, and "places" where there are any

NAME = "[nama disamarkan]"
PASLON = "[paslon]"
# What else is covered, and what stands there instead. Health, money and religion of a report are its subject and stay.
COVERED: Mapping[PiiType, str] = {
    "NIK": "[NIK disamarkan]",
    "KK": "[nomor KK disamarkan]",
    "NPWP": "[NPWP disamarkan]",
    "PASSPORT": "[nomor paspor disamarkan]",
    "SIM": "[nomor SIM disamarkan]",
    "NIP": "[NIP disamarkan]",
    "BPJS": "[nomor BPJS disamarkan]",
    "NISN": "[NISN disamarkan]",
    "AKTA": "[nomor akta disamarkan]",
    "PHONE": "[telepon disamarkan]",
    "EMAIL": "[surel disamarkan]",
    "BANK_ACCOUNT": "[rekening disamarkan]",
    "CARD": "[nomor kartu disamarkan]",
    "PLATE": "[pelat nomor disamarkan]",
    "IP": "[alamat IP disamarkan]",
    "GEO": "[koordinat disamarkan]",
    "ADDRESS": "[alamat disamarkan]",
    "BIRTH_DATE": "[tanggal lahir disamarkan]",
}
_TYPES = (*COVERED, "NAME")
_LABEL = re.compile(r"\[(?:[\w ]{1,20} disamarkan|paslon)\]")
_JOINT = re.compile(r"(?<!\w{5})\.?[ \t]{0,3}(?:(?:bin|binti|al|alias)[ \t]+)?|[ \t]{1,3}")
_TAG = re.compile(r"#(\w{2,80})")
_TAG_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+|_+")
# Each pass may lay bare what the one before hid behind a neighbour; in practice the second finds nothing.
_MOST_PASSES = 3


class _Cover(NamedTuple):
    start: int
    stop: int
    label: str


def redact(text: str, *, reading: Plain | Sequence[Plain] | None = None, candidates: tuple[Candidate, ...] = ()) -> str:
    """The text with everybody covered who is no official of its reading (or readings)."""
    return redact_together((text,), reading=reading, candidates=candidates)[0]


def redact_together(
    texts: Sequence[str],
    *,
    reading: Plain | Sequence[Plain] | None = None,
    candidates: tuple[Candidate, ...] = (),
) -> list[str]:
    """Several texts of one event: whoever is a private person in one of them is covered in all."""
    readings = [reading] if isinstance(reading, Mapping) else list(reading or ())
    if not texts:
        return []
    whole = _SEAM.join(text.replace(_SEAM, "\n\n") for text in texts)
    people = _People.of(readings, whole)
    for _ in range(_MOST_PASSES):
        covered = _covered(whole, people, candidates)
        if covered == whole:
            break
        whole = covered
    return whole.split(_SEAM)


# Between texts stands what no cover reaches over.
_SEAM = "\n\x1e\n"


class _People(NamedTuple):
    """The words of the names of officials and of private persons that readings know."""

    officials: tuple[tuple[str, ...], ...]
    private: tuple[tuple[str, ...], ...]
    places: frozenset[str]

    @classmethod
    def of(cls, readings: Iterable[Plain], whole: str) -> _People:
        officials: set[tuple[str, ...]] = set()
        private: set[tuple[str, ...]] = set()
        places: set[str] = set()
        for reading in readings:
            for actor in reading["actors"]:
                mentions = {actor["name"], *(span["text"] for span in actor["because"])}
                known = {tuple(word.low for word in names.words_of(view_of("", name).text)) for name in mentions}
                in_office = is_official(actor) and not stands_for_election(actor, whole)
                (officials if in_office else private).update(name for name in known if name)
            for place in reading.get("places", ()):
                said = (place["name"], *(span["text"] for span in place.get("because", ())))
                places.update(word.low for each in said for word in names.words_of(view_of("", each).text))
        # Who is an official in one text and nobody in another is the same person more often than not; a whole name decides.
        return cls(tuple(sorted(officials)), tuple(sorted(private - officials)), frozenset(places))


def _covered(whole: str, people: _People, candidates: tuple[Candidate, ...]) -> str:
    view = view_of("", whole)
    covers = sorted(_covers(view, people, candidates), key=lambda cover: (cover.start, -cover.stop))
    parts: list[str] = []
    at = 0
    for start, stop, label in _joined(covers, view.text):
        span = view.span(start, stop)
        begin, end = max(span.start, at), span.end
        if end <= begin or _SEAM in whole[begin:end]:
            continue
        parts += (whole[at:begin], label)
        at = end
    return "".join((*parts, whole[at:]))


def _covers(view: View, people: _People, candidates: tuple[Candidate, ...]) -> Iterator[_Cover]:
    text = view.text
    words = names.words_of(text)
    labels = [found.span() for found in _LABEL.finditer(text)]
    found: list[Range] = []
    for match in detect_pii(text, types=_TYPES):
        if match.type == "NAME":
            found.append((match.start, match.end))
        elif not _within(match.start, match.end, labels):
            yield _Cover(match.start, match.end, COVERED[match.type])
    found += names.addressed(text, words)
    for start, stop in names.senders(text):
        found.append((start, stop))
        if not _within(start, stop, labels) and not _kept_in(words, people, start, stop):
            yield _Cover(start, stop, NAME)
    for start, stop in _candidates(view, candidates):
        if not _within(start, stop, labels):
            yield _Cover(start, stop, PASLON)
    for start, stop in _private(text, words, people, found):
        if not _within(start, stop, labels):
            yield _Cover(start, stop, NAME)


def _within(start: int, stop: int, ranges: Iterable[Range]) -> bool:
    return any(start < last and stop > first for first, last in ranges)


# Names ----------------------------------------------------------------------------------------------------------------


def _private(text: str, words: Sequence[Word], people: _People, found: Iterable[Range]) -> Iterator[Range]:
    """Every place where a private person is named: as found, as the readings know them, and by a part of the name."""
    official = {word for name in people.officials for word in name}
    kept = _kept(words, people.officials)
    named: set[str] = set()
    for name in people.private:
        named |= names.telling(name)
        for first, last in names.runs_of(words, name):
            if not any(place in kept for place in range(first, last + 1)):
                yield words[first].start, words[last].stop
    for start, stop in found:
        inside = _inside(words, start, stop)
        if not inside or _is_official_run([words[place].low for place in inside], official):
            continue
        if names.is_building(text, words, inside[0]) or all(words[place].low in people.places for place in inside):
            continue
        named |= names.telling(words[place].low for place in inside if words[place].low not in official)
        hidden = [place for place in inside if place not in kept and not names.is_no_name(words[place].low)]
        yield from ((words[place].start, words[place].stop) for place in hidden)
    for start, stop in names.spoken_of(text, words, named):
        if not any(words[place].start == start for place in kept):
            yield start, stop


def _kept_in(words: Sequence[Word], people: _People, start: int, stop: int) -> bool:
    kept = _kept(words, people.officials)
    return any(place in kept for place in _inside(words, start, stop))


def _inside(words: Sequence[Word], start: int, stop: int) -> list[int]:
    """The words of what was taken for a name, without the plain ones that were swept along."""
    return [
        place
        for place, word in enumerate(words)
        if word.start < stop and word.stop > start and (word.capital or not names.is_ordinary(word.low))
    ]


def _kept(words: Sequence[Word], officials: Iterable[tuple[str, ...]]) -> set[int]:
    """Indices of the words that name an official: whole names, and parts of them that point at nobody else."""
    kept: set[int] = set()
    parts: set[str] = set()
    for name in officials:
        parts |= names.telling(name) - SHARED_NAMES if len(name) > 1 else {*name}
        for first, last in names.runs_of(words, name) if len(name) > 1 else ():
            kept.update(range(first, last + 1))
    kept.update(place for place, word in enumerate(words) if word.low in parts and _stands_alone(words, place, parts))
    return kept


def _stands_alone(words: Sequence[Word], place: int, parts: set[str]) -> bool:
    """Whether a part of an official's name has no neighbour that would make it another person's."""
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or following.start - words[place].stop != 1 or not following.capital:
        return True
    return following.low in parts or names.is_no_name(following.low)


def _is_official_run(lows: Sequence[str], official: set[str]) -> bool:
    """Whether what was taken for a name is an official's, perhaps with an office or an area before it."""
    rest = [low for low in lows if low in official or not (names.is_no_name(low) or names.is_area(low))]
    return all(low in official for low in rest) if rest else all(names.is_no_name(low) for low in lows)


# Candidates -----------------------------------------------------------------------------------------------------------


def _candidates(view: View, candidates: tuple[Candidate, ...]) -> Iterator[Range]:
    """Where the text names who stands for election; a hashtag only when it is not made of plain words."""
    for start, stop in _masker(candidates).found(view):
        said = view.text[start:stop]
        if tags := list(_TAG.finditer(said)):
            for tag in tags:
                if not all(_is_plain(part) for part in _TAG_WORD.findall(tag[1])):
                    yield start + tag.start(), start + tag.end()
        elif candidates or not all(_is_plain(word.low) for word in names.words_of(said)):
            yield start, stop


def _is_plain(part: str) -> bool:
    low = part.lower()
    return not part[0].isalpha() or names.is_ordinary(low) or names.is_no_name(low) or names.is_area(low)


@lru_cache(maxsize=8)
def _masker(candidates: tuple[Candidate, ...]) -> Masker:
    return Masker(candidates)


# Output ---------------------------------------------------------------------------------------------------------------


def _joined(covers: Sequence[_Cover], text: str) -> Iterator[_Cover]:
    """Covers that overlap become one, the first one's; parts of a name that stand together become one name."""
    current: _Cover | None = None
    for cover in covers:
        if current is None:
            current = cover
        elif cover.start < current.stop or (
            cover.label == current.label == NAME and _JOINT.fullmatch(text, current.stop, cover.start)
        ):
            current = _Cover(current.start, max(current.stop, cover.stop), current.label)
        else:
            yield current
            current = cover
    if current is not None:
        yield current
