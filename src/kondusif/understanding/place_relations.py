"""How the names of a text stand to each other: chains, and meanings narrowed by what lies above and below them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kondusif.places.domain.codes import ancestors_of, contains
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.understanding import place_cues as cues
from kondusif.understanding.place_mentions import OFFICE, STATED, Context, Mention, joins_list
from kondusif.understanding.tokens import Tokens


@dataclass(frozen=True, slots=True)
class NoSuchPlace:
    """ "Kecamatan Sukorejo, Kabupaten Kediri": an area stated inside another that does not hold it."""

    stated: str
    parent_code: str
    span: tuple[int, int]


@dataclass(slots=True)
class Names:
    """The names of one text while they are being understood."""

    context: Context
    mentions: list[Mention]
    absent: list[NoSuchPlace] = field(default_factory=list)
    _relations: Relations | None = None

    @property
    def tokens(self) -> Tokens:
        """Words of the text."""
        return self.context.tokens

    @property
    def gazetteer(self) -> Gazetteer:
        """Areas of the country."""
        return self.context.gazetteer

    def relations(self) -> Relations:
        """Who speaks of which area and of what lies in it."""
        if self._relations is None:
            self._relations = Relations(self.mentions)
        return self._relations

    def changed(self) -> None:
        """Say that a name got other meanings, so that relations are made anew."""
        self._relations = None


@lru_cache(maxsize=20_000)
def above(codes: tuple[str, ...]) -> frozenset[str]:
    """Codes of every area above any of these; names repeat from text to text, so the answer is kept."""
    return frozenset(code[:cut] for code in codes for cut in (2, 5, 8) if len(code) > cut)


class Relations:
    """Mentions by the areas they may mean and by the areas above those."""

    def __init__(self, mentions: list[Mention]) -> None:
        # Dicts serve as sets that keep the order of the text.
        self._naming: dict[str, dict[Mention, None]] = {}
        self._below: dict[str, dict[Mention, None]] = {}
        for mention in mentions:
            for code in mention.codes:
                self._naming.setdefault(code, {})[mention] = None
            for code in above(mention.codes):
                self._below.setdefault(code, {})[mention] = None

    def narrow(self, mention: Mention, kept: tuple[str, ...]) -> None:
        """Let a mention mean only these of its codes."""
        for code in set(mention.codes).difference(kept):
            self._without(self._naming, code, mention)
        for code in set(above(mention.codes)).difference(above(kept)):
            self._without(self._below, code, mention)
        mention.codes = kept

    def _without(self, by_code: dict[str, dict[Mention, None]], code: str, mention: Mention) -> None:
        del by_code[code][mention]
        if not by_code[code]:
            del by_code[code]

    def among(self, codes: tuple[str, ...]) -> Collection[str]:
        """Those of some codes that may have an area above or below them in the text."""
        below, naming = self._below, self._naming
        if below.keys().isdisjoint(codes) and naming.keys().isdisjoint(above(codes)):
            return ()
        return {code for code in codes if code in below or not naming.keys().isdisjoint(ancestors_of(code))}

    def of(self, code: str) -> list[Mention]:
        """Mentions, each once, that may mean an area above this one or inside it."""
        found = dict(self._below.get(code, ()))
        for cut in (2, 5, 8):
            if len(code) > cut:
                found.update(self._naming.get(code[:cut], ()))
        return list(found)


def step_down(names: Names) -> None:
    """ "Jombang, Jember": right before another kabupaten its name means the kecamatan there, unless they form a list."""
    for index, (mention, following) in enumerate(pairwise(names.mentions)):
        regencies = len(following.codes) == 1 and all(len(code) == 5 for code in (*mention.codes, *following.codes))
        beside = mention.key != following.key and not following.office and _adjacent(names, mention, following)
        if not regencies or not beside or mention.strength >= OFFICE or _lists(names, index):
            continue
        inside = _districts_named(names, mention.key, following.codes[0])
        if inside:
            mention.codes = inside


def _lists(names: Names, index: int) -> bool:
    """Whether a third name joins these two: one before them, or one behind."""
    before, behind = names.mentions[index - 1 : index], names.mentions[index + 2 : index + 3]
    return any(joins_list(names.tokens, other, names.mentions[index].first) for other in before) or any(
        joins_list(names.tokens, names.mentions[index + 1], other.first) for other in behind
    )


def _districts_named(names: Names, key: str, regency: str) -> tuple[str, ...]:
    return tuple(code for code in names.gazetteer.lookup(key) if len(code) == 8 and contains(regency, code))


def link_chains(names: Names) -> None:
    """Link each name to the area that stands right beside it and holds it."""
    for mention, following in zip(names.mentions, names.mentions[1:], strict=False):
        if not _adjacent(names, mention, following):
            continue
        if _may_contain(following, mention):
            mention.parent = following
            mention.beside = following.beside = True
        elif _may_contain(mention, following):
            following.parent = mention
            mention.beside = following.beside = True
        elif min(mention.levels) > min(following.levels) and following.strength >= OFFICE:
            mention.parent = following


def _adjacent(names: Names, mention: Mention, following: Mention) -> bool:
    between = names.tokens.words[mention.last + 1 : following.first]
    if len(between) > 3 or any(word not in cues.LINKS for word in between):
        return False
    text = names.tokens.text[mention.stop : following.start]
    return "\n" not in text and not any(mark in text for mark in "!?;")


def _may_contain(outer: Mention, inner: Mention) -> bool:
    return not above(inner.codes).isdisjoint(outer.codes)


def narrow_all(names: Names) -> None:
    """Narrow every name by the others: the meanings with most agreement stay."""
    for mention in names.mentions:
        if mention.codes:
            _narrow(mention, names.relations())


def _narrow(mention: Mention, relations: Relations) -> None:
    codes = mention.codes
    related = codes if mention.joined_to is not None else relations.among(codes)
    if not related:
        return
    scores = [_support(mention, code, relations) if code in related else 0.0 for code in codes]
    best = max(scores)
    if best <= 0:
        return
    mention.supported = True
    if (
        len(codes) > 1
        and (kept := tuple(code for code, score in zip(codes, scores, strict=True) if score == best)) != codes
    ):
        relations.narrow(mention, kept)


def _support(mention: Mention, code: str, relations: Relations) -> float:
    """How much of the text agrees with this meaning: areas above or below it, the nearer the heavier."""
    total = 0.0
    for other in relations.of(code):
        if other is mention or (other.key == mention.key and min(other.strength, mention.strength) < STATED):
            continue
        beside = mention.parent is other or other.parent is mention
        if (other.common or other.hidden) and other.strength < STATED and not beside:
            continue
        weight = 8.0 if beside else 1.5 if abs(other.first - mention.first) < 12 else 1.0
        total += weight * (1.25 if len(other.codes) == 1 else 1.0)
    joined = mention.joined_to
    if joined is not None and any(_siblings(code, each) for each in joined.codes):
        total += 2.0
    return total


def _siblings(one: str, other: str) -> bool:
    return (
        one != other and len(one) == len(other) and len(one) > 5 and one.rpartition(".")[0] == other.rpartition(".")[0]
    )
