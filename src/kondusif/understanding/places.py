"""Which areas a text means: names narrowed by their cues, by each other, and by nothing else.

An invented place is the worst error. A name that several areas carry is decided only where the text itself decides: by a stated
level, by a parent or child that stands in the text, or because one of its meanings contains the others. Otherwise it is
reported as unresolved.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from kondusif.places.domain.codes import ancestors_of, contains
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.understanding.place_decisions import decides, repeat_decisions, without_strangers
from kondusif.understanding.place_mentions import (
    CAPITAL,
    OFFICE,
    PREPOSED,
    STATED,
    Context,
    Mention,
    PlaceWords,
    find_mentions,
)
from kondusif.understanding.place_relations import Names, NoSuchPlace, link_chains, narrow_all, step_down
from kondusif.understanding.place_spelling import mend_spelling
from kondusif.understanding.reading import Role
from kondusif.understanding.tokens import Tokens

_MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A decided area; `spans` are ranges of the view, the deciding one first."""

    code: str
    role: Role
    confidence: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A name that the text does not decide."""

    name: str
    codes: tuple[str, ...]
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlaceFindings:
    """Everything about places in one text."""

    places: tuple[FoundPlace, ...]
    unresolved: tuple[OpenPlace, ...]
    absent: tuple[NoSuchPlace, ...]
    names: tuple[tuple[int, int], ...]  # every range of the view that names an area, decided or not


def find_places(
    tokens: Tokens,
    *,
    gazetteer: Gazetteer,
    words: PlaceWords,
    loose: bool,
    blocked: Collection[range] = (),
) -> PlaceFindings:
    """Areas of a text. `blocked` are ranges of the view that hold no place: names of persons, masked candidates.

    `loose` says that capitals tell little about names (see `is_loose`).
    """
    context = Context(tokens, gazetteer, words, blocked, loose=loose)
    mentions = find_mentions(context)
    if not mentions:
        return PlaceFindings((), (), (), ())
    return _findings(Names(context, mentions))


def _findings(names: Names) -> PlaceFindings:
    """Narrow every name, then say what stands."""
    step_down(names)
    link_chains(names)
    names.mentions = [mention for mention in names.mentions if _may_stand(mention)]
    narrow_all(names)
    narrow_all(names)
    mend_spelling(names)
    narrow_all(names)
    repeat_decisions(names)
    decided = without_strangers([mention for mention in names.mentions if decides(names, mention)])
    # The place of a dateline is where the newsroom sat; it only counts when the text names no other.
    decided = [mention for mention in decided if not _in_dateline(names, mention)] or decided
    named = tuple(
        (mention.start, mention.stop)
        for mention in names.mentions
        if mention in decided or (mention.codes and mention.strength >= PREPOSED and not mention.common)
    )
    return PlaceFindings(tuple(_places(decided)), tuple(_open_names(names, decided)), tuple(names.absent), named)


def _in_dateline(names: Names, mention: Mention) -> bool:
    """Whether a name opens a line and is followed by a dash: "BLANGPIDIE - Komisi ..."."""
    text = names.tokens.text
    opens = mention.start == 0 or text[mention.start - 1] == "\n"
    return opens and mention.name.isupper() and text[mention.stop : mention.stop + 4].lstrip().startswith("-")


def _may_stand(mention: Mention) -> bool:
    """Whether anything could still make a place of it: an ordinary word with neither cue nor neighbour is dropped at once."""
    return not mention.common or mention.strength >= PREPOSED or mention.beside or mention.joined_to is not None


def _places(decided: list[Mention]) -> Iterable[FoundPlace]:
    by_code: dict[str, list[Mention]] = {}
    for mention in decided:
        by_code.setdefault(mention.codes[0], []).append(mention)
    codes = [
        code
        for code in by_code
        if not any(contains(code, other) and code != other for other in by_code) and not _works_elsewhere(code, by_code)
    ]
    only_offices = {code for code in codes if _speaks_only(code, by_code)}
    for code in codes:
        mentions = sorted(by_code[code], key=lambda each: (-each.strength, each.first))
        role = Role.MENTIONED if code in only_offices and len(only_offices) < len(codes) else Role.EVENT
        chain = _chain_spans(mentions, by_code, code)
        yield FoundPlace(code, role, _confidence(mentions), chain)


def _works_elsewhere(code: str, by_code: dict[str, list[Mention]]) -> bool:
    """Whether an area is named by nothing but an office that also works in another area of the text.

    Police areas are not administrative areas: Polres Pasuruan Kota acts in the kabupaten too.
    """
    covered = {area for mention in by_code[code] for area in mention.covers}
    if not covered or not all(mention.office for mention in by_code[code]):
        return False
    return any(
        other != code and any(contains(other, area) or contains(area, other) for area in covered) for other in by_code
    )


def _speaks_only(code: str, by_code: dict[str, list[Mention]]) -> bool:
    return all(mention.office for mention in by_code[code])


def _open_names(names: Names, decided: list[Mention]) -> Iterable[OpenPlace]:
    settled = {mention.key for mention in decided}
    for mention in names.mentions:
        if mention in decided or len(mention.codes) < 2 or mention.strength < PREPOSED or mention.common:
            continue
        key = mention.key
        if key in settled:
            continue
        settled.add(key)
        yield OpenPlace(mention.name, mention.codes[:_MOST_CANDIDATES], (mention.start, mention.stop))


def _confidence(mentions: list[Mention]) -> float:
    best = mentions[0]
    value = {STATED: 0.9, OFFICE: 0.82, PREPOSED: 0.75, CAPITAL: 0.65}.get(best.strength, 0.55)
    if any(mention.supported for mention in mentions):
        value += 0.08
    if all(mention.fuzzy for mention in mentions):
        value -= 0.2
    return round(min(value, 0.98), 2)


def _chain_spans(mentions: list[Mention], by_code: dict[str, list[Mention]], code: str) -> tuple[tuple[int, int], ...]:
    """The words that decide: the name itself, then the areas above it that the text names."""
    spans = [(mention.start, mention.stop) for mention in mentions[:3]]
    for above in ancestors_of(code)[::-1]:
        spans += [(mention.start, mention.stop) for mention in by_code.get(above, ())[:1]]
    return tuple(dict.fromkeys(spans))


def is_loose(tokens: Tokens, informal: Container[str]) -> bool:
    """Whether capitals say little about names: a chat message uses few of them, or nothing else.

    `informal` are words that only chat and speech use; some of them are enough, however many names the text capitalises.
    """
    sample = tokens.text[:600]
    if sum(map(str.isupper, sample)) > sum(map(str.islower, sample)):
        return True
    count = min(len(tokens), 250)
    if sum(1 for word in tokens.words[:count] if word in informal) >= max(2, count * _INFORMAL_IN_CHAT):
        return True
    enough = max(2, count * _NAMES_IN_FORMAL_TEXT)
    names = 0
    for index in range(1, count):
        if tokens.capitals[index] and tokens.gap(index - 1) in _WITHIN_SENTENCE:
            names += not tokens.text[tokens.starts[index] : tokens.stops[index]].isupper()
            if names >= enough:
                return False
    return True


_WITHIN_SENTENCE = frozenset({" ", "-", ", ", " (", " - "})
_NAMES_IN_FORMAL_TEXT = 0.08
_INFORMAL_IN_CHAT = 0.07
