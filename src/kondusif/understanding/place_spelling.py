"""Misspelt names of areas: one typo inside a parent that the text names, or in the parent of a name that it gives."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kondusif.places.domain.codes import Level, ancestors_of
from kondusif.places.domain.gazetteer import Gazetteer, key_of
from kondusif.understanding import place_cues as cues
from kondusif.understanding.place_mentions import STATED, Mention
from kondusif.understanding.place_relations import Names, NoSuchPlace

# A name before a kecamatan is mended only where the kecamatan itself may be so many areas at most.
_FEW = 3
# A misspelt name is only recognised without a cue when it has so many letters.
_LONG_ENOUGH = 6


def mend_spelling(names: Names) -> None:
    """One typo inside a parent that the text names, or in the parent of a name that the text gives."""
    for mention in names.mentions:
        if not mention.codes and mention.strength >= STATED:
            _mend_name(names, mention)
        elif len(mention.codes) > 1 and not mention.supported and not mention.hidden:
            _mend_parent(names, mention)
    for mention in list(names.mentions):
        _mend_name_before(names, mention)


def _mend_name(names: Names, mention: Mention) -> None:
    for parent in _parents_for(names, mention):
        found = _close_names(names, mention, parent)
        if len(found) == 1:
            mention.codes, mention.fuzzy, mention.supported = found, True, True
            names.changed()
        if found:
            return
    note_absence(names, mention)


def _parents_for(names: Names, mention: Mention) -> list[str]:
    level = max(mention.levels)
    others = sorted(
        (other for other in names.mentions if other is not mention and not other.common),
        key=lambda other: (other is not mention.parent, abs(other.first - mention.first)),
    )
    parents = [
        code for other in others if len(other.codes) <= 2 for code in other.codes if 1 < code.count(".") + 1 < level
    ]
    return sorted(dict.fromkeys(parents), key=lambda code: -len(code))


def _close_names(names: Names, mention: Mention, parent: str) -> tuple[str, ...]:
    level = Level(max(mention.levels))
    for last in range(mention.last, mention.first - 1, -1):
        key = key_of("".join(names.tokens.words[mention.first : last + 1]))
        if len(key) < 5:
            continue
        codes, keys = _names_inside(names.gazetteer, parent, level)
        allowed = 1 if len(key) < 9 else 2
        close = process.extract(key, keys, scorer=OSA.distance, score_cutoff=allowed, limit=5)
        if close:
            nearest = min(distance for _, distance, _ in close)
            return tuple(codes[index] for _, distance, index in close if distance == nearest)
    return ()


def _mend_parent(names: Names, mention: Mention) -> None:
    """ "Mangir rojojampi": the next word is the misspelt name of an area that holds one meaning of this name."""
    words = names.tokens.words
    following = mention.last + 1
    while following < len(words) and words[following] in cues.LINKS and following < mention.last + 3:
        following += 1
    if following >= len(words) or len(words[following]) < 6 or len(mention.codes) > 60:
        return
    key = key_of(words[following])
    if key in names.context.words.ordinary or key in names.context.words.function_words:
        return
    close = [
        code
        for code in mention.codes
        if any(
            above.count(".") + 1 > 1
            and OSA.distance(key, key_of(names.gazetteer.area(above).name), score_cutoff=1) <= 1
            for above in ancestors_of(code)
        )
    ]
    if len(close) == 1:
        mention.codes, mention.supported, mention.beside = tuple(close), True, True
        names.changed()


def _mend_name_before(names: Names, mention: Mention) -> None:
    """ "Baruarjo Durenan": an unknown word right before a kecamatan, one letter away from one of its villages."""
    index = mention.first - 1
    words = names.tokens.words
    districts = [code for code in mention.codes if len(code) == 8]
    if index < 0 or not districts or len(districts) > _FEW or len(words[index]) < _LONG_ENOUGH:
        return
    if not _unknown(names, index) or names.tokens.gap(index) not in {" ", ", ", "-", " ("}:
        return
    found = [
        codes[place]
        for codes, keys in (_names_inside(names.gazetteer, code, Level.KELURAHAN_DESA) for code in districts)
        for _, _, place in process.extract(key_of(words[index]), keys, scorer=OSA.distance, score_cutoff=1, limit=2)
    ]
    if len(found) != 1:
        return
    village = Mention.at(names.tokens, index, index, (found[0],), STATED)
    village.fuzzy = village.supported = village.beside = True
    village.parent, mention.beside = mention, True
    names.mentions.insert(names.mentions.index(mention), village)
    names.changed()


def _unknown(names: Names, index: int) -> bool:
    word = names.tokens.words[index]
    taken = any(other.first <= index <= other.last for other in names.mentions)
    known = names.context.words
    return not taken and word not in known.ordinary and word not in known.function_words


def note_absence(names: Names, mention: Mention) -> None:
    """Remember that an area is stated inside another that does not hold it."""
    parent = mention.parent
    if parent is None or len(parent.codes) != 1 or parent.strength < STATED or mention.common:
        return
    level = max(mention.levels)
    exists_elsewhere = any(code.count(".") + 1 == level for code in names.gazetteer.lookup(mention.key))
    if exists_elsewhere and level in (3, 4):
        stated = names.tokens.text[names.tokens.starts[max(0, mention.first - 1)] : mention.stop]
        names.absent.append(NoSuchPlace(stated, parent.codes[0], (mention.start, parent.stop)))


@lru_cache(maxsize=256)
def _names_inside(gazetteer: Gazetteer, parent: str, level: Level) -> tuple[list[str], list[str]]:
    """Codes and keys of the areas of one level inside a parent, in step."""
    codes = list(gazetteer.descendants(parent, level))
    return codes, [key_of(gazetteer.area(code).name) for code in codes]
