"""Which areas a text means: names narrowed by their cues, by each other, and by nothing else.

An invented place is the worst error. A name that several areas carry is decided only where the text itself decides: by a stated
level, by a parent or child that stands in the text, or because one of its meanings contains the others. Otherwise it is
reported as unresolved.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kondusif.places.domain.codes import Level, ancestors_of, contains
from kondusif.places.domain.gazetteer import Gazetteer, key_of
from kondusif.understanding import place_cues as cues
from kondusif.understanding.place_mentions import (
    CAPITAL,
    OFFICE,
    PREPOSED,
    STATED,
    Context,
    Mention,
    PlaceWords,
    find_mentions,
    joins_list,
)
from kondusif.understanding.reading import Role
from kondusif.understanding.tokens import Tokens

_MOST_CANDIDATES = 10
# A bare name that so many areas carry means none of them for sure, even if one is a kabupaten.
_TOO_MANY = 25
# A bare name that is one kecamatan and so few villages elsewhere means the kecamatan.
_FEW = 3
# A misspelt name is only recognised without a cue when it has so many letters.
_LONG_ENOUGH = 6


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
class NoSuchPlace:
    """ "Kecamatan Sukorejo, Kabupaten Kediri": an area stated inside another that does not hold it."""

    stated: str
    parent_code: str
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
    return _Resolver(context, mentions).findings()


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


def _may_stand(mention: Mention) -> bool:
    """Whether anything could still make a place of it: an ordinary word with neither cue nor neighbour is dropped at once."""
    return not mention.common or mention.strength >= PREPOSED or mention.beside or mention.joined_to is not None


@lru_cache(maxsize=20_000)
def _above(codes: tuple[str, ...]) -> frozenset[str]:
    """Codes of every area above any of these; names repeat from text to text, so the answer is kept."""
    return frozenset(code[:cut] for code in codes for cut in (2, 5, 8) if len(code) > cut)


class _Relations:
    """Mentions by the areas they may mean and by the areas above those."""

    def __init__(self, mentions: list[Mention]) -> None:
        # Dicts serve as sets that keep the order of the text.
        self._naming: dict[str, dict[Mention, None]] = {}
        self._below: dict[str, dict[Mention, None]] = {}
        for mention in mentions:
            for code in mention.codes:
                self._naming.setdefault(code, {})[mention] = None
            for above in _above(mention.codes):
                self._below.setdefault(above, {})[mention] = None

    def narrow(self, mention: Mention, kept: tuple[str, ...]) -> None:
        """Let a mention mean only these of its codes."""
        for code in set(mention.codes).difference(kept):
            self._without(self._naming, code, mention)
        for above in set(_above(mention.codes)).difference(_above(kept)):
            self._without(self._below, above, mention)
        mention.codes = kept

    def _without(self, by_code: dict[str, dict[Mention, None]], code: str, mention: Mention) -> None:
        del by_code[code][mention]
        if not by_code[code]:
            del by_code[code]

    def among(self, codes: tuple[str, ...]) -> Collection[str]:
        """Those of some codes that may have an area above or below them in the text."""
        below, naming = self._below, self._naming
        if below.keys().isdisjoint(codes) and naming.keys().isdisjoint(_above(codes)):
            return ()
        return {code for code in codes if code in below or not naming.keys().isdisjoint(ancestors_of(code))}

    def of(self, code: str) -> list[Mention]:
        """Mentions, each once, that may mean an area above this one or inside it."""
        found = dict(self._below.get(code, ()))
        for cut in (2, 5, 8):
            if len(code) > cut:
                found.update(self._naming.get(code[:cut], ()))
        return list(found)


class _Resolver:
    """Narrows the names of one text against each other, then says which of them stand."""

    def __init__(self, context: Context, mentions: list[Mention]) -> None:
        self.context = context
        self.tokens = context.tokens
        self.gazetteer = context.gazetteer
        self.mentions = mentions
        self.absent: list[NoSuchPlace] = []
        self._related: _Relations | None = None

    def findings(self) -> PlaceFindings:
        """Narrow every name, then say what stands."""
        self._step_down()
        self._link_chains()
        self.mentions = [mention for mention in self.mentions if _may_stand(mention)]
        self._narrow_all()
        self._narrow_all()
        self._mend_spelling()
        self._narrow_all()
        self._repeat_decisions()
        decided = self._without_strangers([mention for mention in self.mentions if self._decide(mention)])
        names = tuple(
            (mention.start, mention.stop)
            for mention in self.mentions
            if mention in decided or (mention.codes and mention.strength >= PREPOSED and not mention.common)
        )
        return PlaceFindings(tuple(self._places(decided)), tuple(self._open_names(decided)), tuple(self.absent), names)

    # --- chains: "Desa A, Kecamatan B, Kabupaten C" ------------------------------------------------------------------

    def _step_down(self) -> None:
        """ "Jombang, Jember": right before another kabupaten its name means the kecamatan there, unless they form a list."""
        for index, (mention, following) in enumerate(pairwise(self.mentions)):
            regencies = len(following.codes) == 1 and all(len(code) == 5 for code in (*mention.codes, *following.codes))
            beside = mention.key != following.key and not following.office and self._adjacent(mention, following)
            if not regencies or not beside or mention.strength >= OFFICE or self._lists(index):
                continue
            inside = self._districts_named(mention.key, following.codes[0])
            if inside:
                mention.codes = inside

    def _lists(self, index: int) -> bool:
        """Whether a third name joins these two: one before them, or one behind."""
        before, behind = self.mentions[index - 1 : index], self.mentions[index + 2 : index + 3]
        return any(joins_list(self.tokens, other, self.mentions[index].first) for other in before) or any(
            joins_list(self.tokens, self.mentions[index + 1], other.first) for other in behind
        )

    def _districts_named(self, key: str, regency: str) -> tuple[str, ...]:
        return tuple(code for code in self.gazetteer.lookup(key) if len(code) == 8 and contains(regency, code))

    def _link_chains(self) -> None:
        for mention, following in zip(self.mentions, self.mentions[1:], strict=False):
            if not self._adjacent(mention, following):
                continue
            if self._may_contain(following, mention):
                mention.parent = following
                mention.beside = following.beside = True
            elif self._may_contain(mention, following):
                following.parent = mention
                mention.beside = following.beside = True
            elif min(mention.levels) > min(following.levels) and following.strength >= OFFICE:
                mention.parent = following

    def _adjacent(self, mention: Mention, following: Mention) -> bool:
        between = self.tokens.words[mention.last + 1 : following.first]
        if len(between) > 3 or any(word not in cues.LINKS for word in between):
            return False
        text = self.tokens.text[mention.stop : following.start]
        return "\n" not in text and not any(mark in text for mark in "!?;")

    def _may_contain(self, outer: Mention, inner: Mention) -> bool:
        return not _above(inner.codes).isdisjoint(outer.codes)

    # --- narrowing ---------------------------------------------------------------------------------------------------

    def _narrow_all(self) -> None:
        for mention in self.mentions:
            if mention.codes:
                self._narrow(mention, self._relations())

    def _relations(self) -> _Relations:
        """Who speaks of which area and of what lies in it; made anew when a name was narrowed."""
        if self._related is None:
            self._related = _Relations(self.mentions)
        return self._related

    def _narrow(self, mention: Mention, relations: _Relations) -> None:
        codes = mention.codes
        related = codes if mention.joined_to is not None else relations.among(codes)
        if not related:
            return
        scores = [self._support(mention, code, relations) if code in related else 0.0 for code in codes]
        best = max(scores)
        if best <= 0:
            return
        mention.supported = True
        if (
            len(codes) > 1
            and (kept := tuple(code for code, score in zip(codes, scores, strict=True) if score == best)) != codes
        ):
            relations.narrow(mention, kept)

    def _support(self, mention: Mention, code: str, relations: _Relations) -> float:
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

    # --- spelling ----------------------------------------------------------------------------------------------------

    def _mend_spelling(self) -> None:
        """One typo inside a parent that the text names, or in the parent of a name that the text gives."""
        for mention in self.mentions:
            if not mention.codes and mention.strength >= STATED:
                self._mend_name(mention)
            elif len(mention.codes) > 1 and not mention.supported and not mention.hidden:
                self._mend_parent(mention)
        for mention in list(self.mentions):
            self._mend_name_before(mention)

    def _mend_name(self, mention: Mention) -> None:
        for parent in self._parents_for(mention):
            found = self._close_names(mention, parent)
            if len(found) == 1:
                mention.codes, mention.fuzzy, mention.supported = found, True, True
                self._related = None
            if found:
                return
        self._note_absence(mention)

    def _parents_for(self, mention: Mention) -> list[str]:
        level = max(mention.levels)
        others = sorted(
            (other for other in self.mentions if other is not mention and not other.common),
            key=lambda other: (other is not mention.parent, abs(other.first - mention.first)),
        )
        parents = [
            code for other in others if len(other.codes) <= 2 for code in other.codes if 1 < code.count(".") + 1 < level
        ]
        return sorted(dict.fromkeys(parents), key=lambda code: -len(code))

    def _close_names(self, mention: Mention, parent: str) -> tuple[str, ...]:
        level = Level(max(mention.levels))
        for last in range(mention.last, mention.first - 1, -1):
            key = key_of("".join(self.tokens.words[mention.first : last + 1]))
            if len(key) < 5:
                continue
            codes, keys = _names_inside(self.gazetteer, parent, level)
            allowed = 1 if len(key) < 9 else 2
            close = process.extract(key, keys, scorer=OSA.distance, score_cutoff=allowed, limit=5)
            if close:
                nearest = min(distance for _, distance, _ in close)
                return tuple(codes[index] for _, distance, index in close if distance == nearest)
        return ()

    def _mend_parent(self, mention: Mention) -> None:
        """ "Mangir rojojampi": the next word is the misspelt name of an area that holds one meaning of this name."""
        words = self.tokens.words
        following = mention.last + 1
        while following < len(words) and words[following] in cues.LINKS and following < mention.last + 3:
            following += 1
        if following >= len(words) or len(words[following]) < 6 or len(mention.codes) > 60:
            return
        key = key_of(words[following])
        if key in self.context.words.ordinary or key in self.context.words.function_words:
            return
        close = [
            code
            for code in mention.codes
            if any(
                above.count(".") + 1 > 1
                and OSA.distance(key, key_of(self.gazetteer.area(above).name), score_cutoff=1) <= 1
                for above in ancestors_of(code)
            )
        ]
        if len(close) == 1:
            mention.codes, mention.supported, mention.beside = tuple(close), True, True
            self._related = None

    def _mend_name_before(self, mention: Mention) -> None:
        """ "Baruarjo Durenan": an unknown word right before a kecamatan, one letter away from one of its villages."""
        index = mention.first - 1
        words = self.tokens.words
        districts = [code for code in mention.codes if len(code) == 8]
        if index < 0 or not districts or len(districts) > _FEW or len(words[index]) < _LONG_ENOUGH:
            return
        if not self._unknown(index) or self.tokens.gap(index) not in {" ", ", ", "-", " ("}:
            return
        found = [
            codes[place]
            for codes, keys in (_names_inside(self.gazetteer, code, Level.KELURAHAN_DESA) for code in districts)
            for _, _, place in process.extract(key_of(words[index]), keys, scorer=OSA.distance, score_cutoff=1, limit=2)
        ]
        if len(found) != 1:
            return
        village = Mention.at(self.tokens, index, index, (found[0],), STATED)
        village.fuzzy = village.supported = village.beside = True
        village.parent, mention.beside = mention, True
        self.mentions.insert(self.mentions.index(mention), village)
        self._related = None

    def _unknown(self, index: int) -> bool:
        word = self.tokens.words[index]
        taken = any(other.first <= index <= other.last for other in self.mentions)
        known = self.context.words
        return not taken and word not in known.ordinary and word not in known.function_words

    def _note_absence(self, mention: Mention) -> None:
        parent = mention.parent
        if parent is None or len(parent.codes) != 1 or parent.strength < STATED or mention.common:
            return
        level = max(mention.levels)
        exists_elsewhere = any(code.count(".") + 1 == level for code in self.gazetteer.lookup(mention.key))
        if exists_elsewhere and level in (3, 4):
            stated = self.tokens.text[self.tokens.starts[max(0, mention.first - 1)] : mention.stop]
            self.absent.append(NoSuchPlace(stated, parent.codes[0], (mention.start, parent.stop)))

    def _repeat_decisions(self) -> None:
        """A name decided once means the same wherever the text repeats it without a cue of its own."""
        decided: dict[str, str] = {}
        for mention in self.mentions:
            if len(mention.codes) == 1 and (mention.supported or mention.strength >= OFFICE) and not mention.hidden:
                decided.setdefault(mention.key, mention.codes[0])
        for mention in self.mentions:
            code = decided.get(mention.key)
            if code and len(mention.codes) > 1 and (code in mention.codes or mention.strength < OFFICE):
                mention.codes, mention.supported = (code,), True

    # --- deciding ----------------------------------------------------------------------------------------------------

    def _decide(self, mention: Mention) -> bool:
        codes = self._settle(mention)
        if len(codes) != 1:
            if codes and mention.strength >= STATED and not any(self._fits_parent(mention, code) for code in codes):
                self._note_absence(mention)
            return False
        if self._contradicts_parent(mention, codes[0]) or not self._credible(mention, codes[0]):
            return False
        mention.codes = codes
        return True

    def _settle(self, mention: Mention) -> tuple[str, ...]:
        """One meaning out of several, where the text or the tree decides."""
        codes = mention.codes
        if len(codes) <= 1:
            return codes
        top = _outermost(codes)
        if mention.strength >= STATED and not mention.office:
            return top if len(top) == 1 else self._city_or_regency(codes)
        if len(top) == 1:
            return top
        regencies = tuple(code for code in codes if len(code) == 5)
        if len(regencies) == 2:
            return self._city_or_regency(regencies)
        if len(regencies) == 1:
            return regencies if mention.supported or mention.strength >= OFFICE or len(codes) <= _TOO_MANY else codes
        districts = tuple(code for code in codes if len(code) == 8)
        if len(districts) == 1 and len(top) <= _FEW and not mention.common:
            return districts
        if mention.supported:
            highest = min(code.count(".") for code in codes)
            return tuple(code for code in codes if code.count(".") == highest)
        return codes

    def _city_or_regency(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Kabupaten or kota of one name: by the offices and kinds of village that the text speaks of."""
        words = set(self.tokens.words)
        regency = tuple(code for code in codes if len(code) == 5 and code[3:5] < "71")
        city = tuple(code for code in codes if len(code) == 5 and code[3:5] >= "71")
        if len(regency) != 1 or len(city) != 1:
            return codes
        says_regency = bool(words & _REGENCY_WORDS)
        says_city = bool(words & _CITY_WORDS)
        if says_regency == says_city or self._speaks_of_elsewhere(codes):
            return codes
        return regency if says_regency else city

    def _speaks_of_elsewhere(self, codes: tuple[str, ...]) -> bool:
        """Whether a kabupaten or kota other than these is certain: then "desa" or "kelurahan" says nothing about them."""
        return any(
            len(other.codes) == 1
            and len(other.codes[0]) >= 5
            and other.strength >= OFFICE
            and not any(contains(code, other.codes[0]) for code in codes)
            for other in self.mentions
        )

    def _contradicts_parent(self, mention: Mention, code: str) -> bool:
        if self._fits_parent(mention, code):
            return False
        self._note_absence(mention)
        return True

    def _fits_parent(self, mention: Mention, code: str) -> bool:
        """Whether this meaning lies inside the area that the text names as its parent, if it names one."""
        parent = mention.parent
        if parent is None or not parent.codes or len(parent.codes) > 3 or parent.strength < PREPOSED:
            return True
        return len(code) <= min(map(len, parent.codes)) or any(contains(each, code) for each in parent.codes)

    def _credible(self, mention: Mention, code: str) -> bool:
        """Whether the cue is strong enough for this kind of area."""
        level = code.count(".") + 1
        if mention.hidden:
            return mention.beside and mention.supported
        if mention.common:
            return self._credible_though_ordinary(mention, level)
        if mention.strength >= STATED or mention.supported:
            return True
        letters = len(mention.key)
        if level <= 2:
            return mention.strength >= CAPITAL or letters >= 5
        if mention.strength >= OFFICE:
            return True
        if mention.strength >= PREPOSED:
            return letters >= 5
        if mention.capital or mention.first == 0:
            return letters >= 6
        return level == Level.KECAMATAN and letters >= 8

    def _credible_though_ordinary(self, mention: Mention, level: int) -> bool:
        if mention.strength >= STATED:
            return mention.supported or not self.context.loose
        if mention.beside and mention.supported:
            return True
        if mention.cue is None or mention.strength < PREPOSED:
            return False
        if level <= 2:
            return mention.capital or not self.context.loose
        if mention.strength >= OFFICE and mention.capital:
            return True
        return mention.supported and len(mention.key) >= 5

    def _without_strangers(self, decided: list[Mention]) -> list[Mention]:
        """Where the text has a place for sure, a lone word that happens to be a village far away is not one."""
        if not any(self._sure(mention) for mention in decided):
            return decided
        return [mention for mention in decided if self._sure(mention)]

    def _sure(self, mention: Mention) -> bool:
        return mention.supported or mention.strength >= OFFICE or len(mention.codes[0]) <= 5

    # --- saying ------------------------------------------------------------------------------------------------------

    def _places(self, decided: list[Mention]) -> Iterable[FoundPlace]:
        by_code: dict[str, list[Mention]] = {}
        for mention in decided:
            by_code.setdefault(mention.codes[0], []).append(mention)
        codes = [
            code
            for code in by_code
            if not any(contains(code, other) and code != other for other in by_code)
            and not self._works_elsewhere(code, by_code)
        ]
        only_offices = {code for code in codes if self._speaks_only(code, by_code)}
        for code in codes:
            mentions = sorted(by_code[code], key=lambda each: (-each.strength, each.first))
            role = Role.MENTIONED if code in only_offices and len(only_offices) < len(codes) else Role.EVENT
            chain = _chain_spans(mentions, by_code, code)
            yield FoundPlace(code, role, _confidence(mentions), chain)

    def _works_elsewhere(self, code: str, by_code: dict[str, list[Mention]]) -> bool:
        """Whether an area is named by nothing but an office that also works in another area of the text.

        Police areas are not administrative areas: Polres Pasuruan Kota acts in the kabupaten too.
        """
        covered = {area for mention in by_code[code] for area in mention.covers}
        if not covered or not all(mention.office for mention in by_code[code]):
            return False
        return any(
            other != code and any(contains(other, area) or contains(area, other) for area in covered)
            for other in by_code
        )

    def _speaks_only(self, code: str, by_code: dict[str, list[Mention]]) -> bool:
        return all(mention.office for mention in by_code[code])

    def _open_names(self, decided: list[Mention]) -> Iterable[OpenPlace]:
        settled = {mention.key for mention in decided}
        for mention in self.mentions:
            if mention in decided or len(mention.codes) < 2 or mention.strength < PREPOSED or mention.common:
                continue
            key = mention.key
            if key in settled:
                continue
            settled.add(key)
            yield OpenPlace(mention.name, mention.codes[:_MOST_CANDIDATES], (mention.start, mention.stop))


_REGENCY_WORDS = frozenset(
    "kabupaten kab bupati wabup pemkab desa ds kades kepala-desa perangkat sekdes pemdes bpd pilbup cabup".split()
)
_CITY_WORDS = frozenset("kota walikota pemkot pilwali pilwalkot kelurahan lurah polrestabes cawali".split())


def _related(one: str, other: str) -> bool:
    return one != other and (contains(one, other) or contains(other, one))


def _siblings(one: str, other: str) -> bool:
    return (
        one != other and len(one) == len(other) and len(one) > 5 and one.rpartition(".")[0] == other.rpartition(".")[0]
    )


def _outermost(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that no other of them contains."""
    among = set(codes)
    return tuple(
        code
        for code in codes
        if not (
            (code[:2] in among and len(code) > 2)
            or (code[:5] in among and len(code) > 5)
            or (code[:8] in among and len(code) > 8)
        )
    )


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


@lru_cache(maxsize=256)
def _names_inside(gazetteer: Gazetteer, parent: str, level: Level) -> tuple[list[str], list[str]]:
    """Codes and keys of the areas of one level inside a parent, in step."""
    codes = list(gazetteer.descendants(parent, level))
    return codes, [key_of(gazetteer.area(code).name) for code in codes]
