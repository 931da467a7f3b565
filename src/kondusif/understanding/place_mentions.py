"""Names in a text that may be places: where they stand, what they may mean, how strong the cue is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kondusif.places.domain.gazetteer import Gazetteer, key_of
from kondusif.rulebase.rules import InstitutionPlace
from kondusif.understanding import place_cues as cues
from kondusif.understanding.tokens import Tokens

# Cue strengths, weakest first.
BARE, CAPITAL, PREPOSED, OFFICE, STATED = range(5)
_ANY = frozenset({1, 2, 3, 4})
_LONGEST = 4
# A text with more names than this is a list of villages or an attack; the rest of it is not looked at.
_MOST_NAMES = 100
# A name repeated more often says nothing more; names are held against each other, so that their number matters.
_OFTEN = 20
_SENTENCE_END = frozenset(".!?:\n\"'(")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What is known about names besides the gazetteer.

    `function_words` never are names unless a cue states the level; `ordinary` ones need a cue or a neighbour that confirms them.
    `institutions` maps an office's whole name to its area, `abbreviations` a short form to the codes it may mean.
    """

    ordinary: frozenset[str]
    function_words: frozenset[str]
    abbreviations: Mapping[str, tuple[str, ...]]
    institutions: Mapping[str, InstitutionPlace]


@dataclass(slots=True, eq=False)
class Mention:
    """One name at words ``first..last``; `codes` are what it may mean, narrowed as the text is understood."""

    first: int
    last: int
    start: int
    stop: int
    name: str
    key: str
    capital: bool
    codes: tuple[str, ...]
    levels: frozenset[int]
    strength: int
    cue: str | None = None
    common: bool = False
    hidden: bool = False  # behind a word that usually names something else: a street, a person
    office: bool = False
    supported: bool = False
    fuzzy: bool = False
    covers: tuple[str, ...] = ()  # further areas of an office
    beside: bool = False  # next to an area that holds it, or that it holds
    joined_to: Mention | None = None
    parent: Mention | None = None

    @classmethod
    def at(cls, tokens: Tokens, first: int, last: int, codes: tuple[str, ...], strength: int) -> Mention:
        """A mention of the words ``first..last`` without a cue."""
        start, stop = tokens.starts[first], tokens.stops[last]
        key = _joined_key(tokens.words[first : last + 1])
        return cls(
            first, last, start, stop, tokens.text[start:stop], key, tokens.capitals[first], codes, _ANY, strength
        )


@dataclass(slots=True)
class Context:
    """What finding needs besides the words."""

    tokens: Tokens
    gazetteer: Gazetteer
    words: PlaceWords
    blocked: Collection[range]
    loose: bool  # capitals say little: the text uses them rarely, or for everything


def find_mentions(context: Context) -> list[Mention]:
    """Every name that may be a place, in text order, without overlap."""
    tokens = context.tokens
    words, capitals = tokens.words, tokens.capitals
    starts, stating, short, loose = (
        context.gazetteer.first_words,
        cues.STATING,
        context.words.abbreviations,
        context.loose,
    )
    blocked = _blocked_words(tokens, context.blocked)
    found: list[Mention] = []
    times: dict[str, int] = {}
    done = 0
    previous = ""
    following = [*words[1:], ""]
    for index, word in enumerate(words):
        # Most words can be passed over by looking at them and at their neighbours.
        stated = previous in stating
        previous = word
        named = (loose or capitals[index]) and (word in starts or word + following[index] in starts)
        if index < done or not (stated or named or word in short or word in _OFFICE_HEADS):
            continue
        if blocked and index in blocked:
            continue
        mention = _institution_at(context, index) or _name_at(context, index, found[-1] if found else None)
        if mention is not None:
            done = mention.last + 1
            times[mention.key] = times.get(mention.key, 0) + 1
            if times[mention.key] <= _OFTEN:
                found.append(mention)
    return found


def _blocked_words(tokens: Tokens, ranges: Collection[range]) -> set[int]:
    if not ranges:
        return set()
    blocked: set[int] = set()
    for area in ranges:
        index = bisect_left(tokens.starts, area.start)
        while index < len(tokens) and tokens.starts[index] < area.stop:
            blocked.add(index)
            index += 1
    return blocked


def _institution_at(context: Context, index: int) -> Mention | None:
    """ "Polresta Malang Kota": an office that the alias table of the rule base knows by its whole name."""
    words = context.tokens.words
    head = _OFFICE_HEADS.get(words[index])
    if head is None:
        return None
    if (
        index + 2 < len(words)
        and words[index + 2] == "kota"
        and (city := _cities_named(context.gazetteer, words[index + 1]))
    ):
        return _mention(context, index, index + 2, city, frozenset({2}), STATED, cue=head, office=True)
    for length in (4, 3, 2):
        name = " ".join((head, *words[index + 1 : index + length]))
        office = context.words.institutions.get(name)
        if office is None or not _on_one_line(context.tokens, index, index + length - 1):
            continue
        last = index + length - 1
        level = frozenset({office.code.count(".") + 1})
        mention = _mention(context, index, last, (office.code,), level, STATED, cue=head, office=True)
        mention.covers = office.covers
        return mention
    return None


_OFFICE_HEADS = {
    "polres": "polres", "kapolres": "polres", "wakapolres": "polres", "polresta": "polresta", "kapolresta": "polresta",
    "wakapolresta": "polresta", "polrestabes": "polrestabes", "kapolrestabes": "polrestabes", "polsek": "polsek",
    "kapolsek": "polsek", "wakapolsek": "polsek", "kodim": "kodim", "dandim": "kodim", "polda": "polda", "kapolda": "polda",
    "koramil": "koramil", "danramil": "koramil",
}  # fmt: skip


def _name_at(context: Context, index: int, before: Mention | None) -> Mention | None:
    tokens = context.tokens
    word = tokens.words[index]
    capital = tokens.is_capital(index) and not context.loose
    cue, levels, strength, office = _cue_before(context, index, before)
    if not (capital or context.loose or strength > BARE or word in context.words.abbreviations):
        return None
    doubtful = word in context.words.ordinary and strength < PREPOSED  # "smg" is Semarang, and "semoga"
    short = word in context.words.abbreviations and strength < STATED and cue not in cues.BLOCKERS and not doubtful
    if short and not _begins_longer_name(context, index):
        codes = context.words.abbreviations[word]
        return _mention(context, index, index, codes, _ANY, max(strength, PREPOSED), cue=cue, office=office)
    mention = _longest_name(context, index, cue, levels, strength, office=office, capital=capital)
    if mention is not None and before is not None and joins_list(tokens, before, index):
        mention.joined_to = before
    return mention


def _begins_longer_name(context: Context, index: int) -> bool:
    """ "Aceh Besar" and "Papua Selatan" begin with the name of a province and are areas of their own."""
    keys = _growing_keys(context.tokens.words, index, _reach(context.tokens, index))
    return any(len(code) <= _REGENCY_CODE for key in keys[1:] for code in context.gazetteer.lookup(key))


_REGENCY_CODE = 5


def _longest_name(
    context: Context, index: int, cue: str | None, levels: frozenset[int], strength: int, *, office: bool, capital: bool
) -> Mention | None:
    tokens = context.tokens
    words = tokens.words
    reach = _reach(tokens, index)
    keys = _growing_keys(words, index, reach)
    if (
        words[index] in cues.KOTA_ONLY
        and reach > index
        and levels != _DISTRICT
        and _is_city(context.gazetteer, words[index + 1])
    ):
        return None  # "Kota Batu" is the city, although villages bear that very name
    for last in range(reach, index - 1, -1):
        key = keys[last - index]
        codes = context.gazetteer.lookup(key) if len(key) > 2 else ()
        if not codes or key in cues.REGIONS or key in cues.LEVEL_CUES or key in cues.OFFICE_CUES:
            continue
        fitting = _fitting(codes, cue, levels)
        stated_regency = strength >= STATED and levels <= _UPPER and bool(fitting)
        grammar = key in context.words.function_words or key in cues.TITLES
        if grammar and not stated_regency and not (strength >= STATED and (capital or key == "kota")):
            continue
        regency = any(len(code) <= 5 for code in codes)
        common = not stated_regency and _is_ordinary(context.words, key, words[index : last + 1], regency=regency)
        if not fitting and strength >= STATED:
            if common or not (capital or context.loose):
                continue
        elif common and strength < STATED and not (capital or context.loose):
            continue
        usual = fitting or (codes if strength < STATED else ())
        mention = _mention(context, index, last, usual, levels, strength, cue=cue, office=office)
        mention.common = common
        mention.hidden = cue in cues.BLOCKERS
        return mention
    unknown = words[index] not in context.words.ordinary and words[index] not in context.words.function_words
    if strength >= STATED and (capital or context.loose) and unknown and not words[index].isdigit():
        # The level is stated and no area has this name: a typo, or an invention. The resolver decides.
        last = index
        while last < min(reach, index + 2) and tokens.is_capital(last + 1) and not context.loose:
            last += 1
        return _mention(context, index, last, (), levels, strength, cue=cue, office=office)
    return None


_UPPER = frozenset({1, 2})
_DISTRICT = frozenset({3})


def _is_ordinary(known: PlaceWords, key: str, words: list[str], *, regency: bool) -> bool:
    if key in known.ordinary or len(key) < 4 or (words[0][-1] == "2" and words[0][:-1] in known.ordinary):
        return True
    if regency:
        return False
    return len(words) > 1 and all(
        word in known.ordinary or word in known.function_words or len(word) < 4 for word in words
    )


def _growing_keys(words: list[str], first: int, last: int) -> list[str]:
    """Keys of the runs that begin at a word: of it alone, of it and the next, and so on."""
    keys: list[str] = []
    key = ""
    for index in range(first, last + 1):
        word = words[index]
        key += word if word.isalpha() else _joined_key([word])
        keys.append(key)
    return keys


def _joined_key(words: list[str]) -> str:
    """One key for a run of words; "oro2" is how one writes "oro-oro"."""
    return key_of(
        "".join(word[:-1] * 2 if len(word) > 2 and word[-1] == "2" and word[-2].isalpha() else word for word in words)
    )


def _cities_named(gazetteer: Gazetteer, word: str) -> tuple[str, ...]:
    return tuple(code for code in gazetteer.lookup(key_of(word)) if len(code) == 5 and code[3:5] >= "71")


def _is_city(gazetteer: Gazetteer, word: str) -> bool:
    return any(len(code) == 5 for code in gazetteer.lookup(key_of(word)))


def _fitting(codes: tuple[str, ...], cue: str | None, levels: frozenset[int]) -> tuple[str, ...]:
    fitting = codes if levels is _ANY else tuple(code for code in codes if code.count(".") + 1 in levels)
    if cue in cues.KOTA_ONLY:
        return tuple(code for code in fitting if code[3:5] >= "71") or fitting
    if cue in cues.KABUPATEN_ONLY:
        return tuple(code for code in fitting if code[3:5] < "71") or fitting
    return fitting


def _reach(tokens: Tokens, index: int) -> int:
    """The last word that may belong to a name starting here: only blanks, hyphens and abbreviation dots in between."""
    text, starts, stops = tokens.text, tokens.starts, tokens.stops
    last = index
    limit = min(index + _LONGEST, len(tokens)) - 1
    while last < limit:
        stop, following = stops[last], starts[last + 1]
        mark = text[stop]
        short = stop - starts[last] <= 3
        if not (
            (following - stop == 1 and (mark in " -" or (mark == "." and short)))
            or (following - stop == 2 and text[stop:following] in _ABBREVIATED and (short or mark == " "))
        ):
            break
        last += 1
    return last


_ABBREVIATED = frozenset({". ", "  "})


class Cue(NamedTuple):
    """What stands in front of a word: the cue itself, the levels it allows, its strength, whether it names an office."""

    word: str | None
    levels: frozenset[int]
    strength: int
    office: bool = False


def _cue_before(context: Context, index: int, before: Mention | None) -> Cue:
    tokens = context.tokens
    capital = tokens.is_capital(index) and not context.loose
    if index == 0:
        return Cue(None, _ANY, CAPITAL if capital else BARE)
    gap = tokens.gap(index - 1)
    if len(gap) <= 2 and "\n" not in gap and "," not in gap:
        cue = _cue_of_neighbour(context, index) or _cue_of_two(tokens.words, index)
        if cue is not None:
            return cue
    if before is not None and before.last == index - 1 and len(gap) <= 3 and "\n" not in gap and "." not in gap:
        return Cue(None, _ANY, PREPOSED)
    if before is not None and joins_list(tokens, before, index):
        return Cue(None, before.levels, max(PREPOSED, min(before.strength, OFFICE)))
    if capital and not _starts_sentence(tokens, index):
        return Cue(None, _ANY, CAPITAL)
    return Cue(None, _ANY, BARE)


def _cue_of_neighbour(context: Context, index: int) -> Cue | None:
    """The word right before says it."""
    tokens = context.tokens
    previous = tokens.words[index - 1]
    if previous in cues.LEVEL_CUES and not (previous == "kota" and tokens.gap(index - 1).startswith(".")):
        # "kel" is short for kelurahan and for keluarga: with a lower-case name behind it, it states less.
        doubtful = previous == "kel" and not context.loose and not tokens.is_capital(index)
        return Cue(previous, cues.LEVEL_CUES[previous], OFFICE if doubtful else STATED)
    if previous in cues.OFFICE_CUES:
        return Cue(previous, _office_levels(tokens.words, index), OFFICE, office=True)
    if previous in cues.BLOCKERS:
        return Cue(previous, _ANY, BARE)
    if previous in cues.SOFT_LEVEL_CUES:
        return Cue(previous, cues.SOFT_LEVEL_CUES[previous], PREPOSED)
    if previous in cues.FACILITIES:
        return Cue(previous, _ANY, PREPOSED)
    if previous in cues.PREPOSITIONS or previous in cues.ANY_OFFICE:
        return Cue(previous, _ANY, PREPOSED, office=previous in cues.ANY_OFFICE)
    return None


# Offices of two words, by the second and the first: levels, and the one-word cue they stand for.
_TWO_WORD_OFFICES = {
    ("wali", "nagari"): ("kades", frozenset({4})),
    ("satpol", "pp"): ("satpolpp", frozenset({2})),
    ("kejaksaan", "negeri"): ("kejari", frozenset({2})),
    ("pengadilan", "negeri"): ("kejari", frozenset({2})),
}
_NUMBERED_OFFICES = frozenset({"kodim", "dandim", "koramil", "yonif"})


def _cue_of_two(words: list[str], index: int) -> Cue | None:
    """The two words before say it: "wali nagari", "Kodim 0819", "TPS 4"."""
    if index < 2:
        return None
    first, second = words[index - 2], words[index - 1]
    if (first, second) in _TWO_WORD_OFFICES:
        word, levels = _TWO_WORD_OFFICES[first, second]
        return Cue(word, levels, OFFICE, office=True)
    if second.isdigit() and first in _NUMBERED_OFFICES:
        return Cue(first, frozenset({2}), OFFICE, office=True)
    if second.isdigit() and first == "tps":
        return Cue(first, _ANY, PREPOSED)
    return None


def _office_levels(words: list[str], index: int) -> frozenset[int]:
    previous = words[index - 1]
    if previous == "wali" and index < len(words) and words[index] == "kota":
        return frozenset({2})
    return cues.OFFICE_CUES[previous]


def _starts_sentence(tokens: Tokens, index: int) -> bool:
    return bool(_SENTENCE_END.intersection(tokens.gap(index - 1)))


def joins_list(tokens: Tokens, before: Mention, index: int) -> bool:
    """Whether this word continues a list that `before` belongs to."""
    distance = index - before.last
    if distance == 1:
        return tokens.gap(before.last) in {", ", ",", "/", " / ", " & ", "&", " - ", "-"}
    return distance == 2 and tokens.words[index - 1] in cues.JOINERS and "." not in tokens.gap(before.last)


def _on_one_line(tokens: Tokens, first: int, last: int) -> bool:
    return last < len(tokens) and all(
        len(tokens.gap(index)) <= 2 and "\n" not in tokens.gap(index) for index in range(first, last)
    )


def _mention(
    context: Context,
    first: int,
    last: int,
    codes: tuple[str, ...],
    levels: frozenset[int],
    strength: int,
    *,
    cue: str | None,
    office: bool,
) -> Mention:
    mention = Mention.at(context.tokens, first, last, codes, strength)
    mention.levels, mention.cue, mention.office = levels, cue, office
    return mention
