"""Which names stand: one meaning where the text or the tree decides, and a cue strong enough for its kind."""

from __future__ import annotations

from kondusif.places.domain.codes import Level, contains
from kondusif.understanding.place_mentions import CAPITAL, OFFICE, PREPOSED, STATED, Mention
from kondusif.understanding.place_relations import Names
from kondusif.understanding.place_spelling import note_absence

# A bare name that so many areas carry means none of them for sure, even if one is a kabupaten.
_TOO_MANY = 25
# A bare name that is one kecamatan and so few villages elsewhere means the kecamatan.
_FEW = 3

_REGENCY_WORDS = frozenset(
    "kabupaten kab bupati wabup pemkab desa ds kades kepala-desa perangkat sekdes pemdes bpd pilbup cabup".split()
)
_CITY_WORDS = frozenset("kota walikota pemkot pilwali pilwalkot kelurahan lurah polrestabes cawali".split())


def repeat_decisions(names: Names) -> None:
    """A name decided once means the same wherever the text repeats it without a cue of its own."""
    decided: dict[str, str] = {}
    for mention in names.mentions:
        if len(mention.codes) == 1 and (mention.supported or mention.strength >= OFFICE) and not mention.hidden:
            decided.setdefault(mention.key, mention.codes[0])
    for mention in names.mentions:
        code = decided.get(mention.key)
        if code and len(mention.codes) > 1 and (code in mention.codes or mention.strength < OFFICE):
            mention.codes, mention.supported = (code,), True


def decides(names: Names, mention: Mention) -> bool:
    """Whether one meaning of a name stands; it is then the name's only one."""
    codes = _settle(names, mention)
    if len(codes) != 1:
        if codes and mention.strength >= STATED and not any(_fits_parent(mention, code) for code in codes):
            note_absence(names, mention)
        return False
    if _contradicts_parent(names, mention, codes[0]) or not _credible(names, mention, codes[0]):
        return False
    mention.codes = codes
    return True


def _settle(names: Names, mention: Mention) -> tuple[str, ...]:
    """One meaning out of several, where the text or the tree decides."""
    codes = mention.codes
    if len(codes) <= 1:
        return codes
    top = _outermost(codes)
    if mention.strength >= STATED and not mention.office:
        return top if len(top) == 1 else _city_or_regency(names, codes)
    if len(top) == 1:
        return top
    regencies = tuple(code for code in codes if len(code) == 5)
    if len(regencies) == 2:
        return _city_or_regency(names, regencies)
    if len(regencies) == 1:
        return regencies if mention.supported or mention.strength >= OFFICE or len(codes) <= _TOO_MANY else codes
    districts = tuple(code for code in codes if len(code) == 8)
    if len(districts) == 1 and len(top) <= _FEW and not mention.common:
        return districts
    if mention.supported:
        highest = min(code.count(".") for code in codes)
        return tuple(code for code in codes if code.count(".") == highest)
    return codes


def _city_or_regency(names: Names, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Kabupaten or kota of one name: by the offices and kinds of village that the text speaks of."""
    words = set(names.tokens.words)
    regency = tuple(code for code in codes if len(code) == 5 and code[3:5] < "71")
    city = tuple(code for code in codes if len(code) == 5 and code[3:5] >= "71")
    if len(regency) != 1 or len(city) != 1:
        return codes
    says_regency = bool(words & _REGENCY_WORDS)
    says_city = bool(words & _CITY_WORDS)
    if says_regency == says_city or _speaks_of_elsewhere(names, codes):
        return codes
    return regency if says_regency else city


def _speaks_of_elsewhere(names: Names, codes: tuple[str, ...]) -> bool:
    """Whether a kabupaten or kota other than these is certain: then "desa" or "kelurahan" says nothing about them."""
    return any(
        len(other.codes) == 1
        and len(other.codes[0]) >= 5
        and other.strength >= OFFICE
        and not any(contains(code, other.codes[0]) for code in codes)
        for other in names.mentions
    )


def _contradicts_parent(names: Names, mention: Mention, code: str) -> bool:
    if _fits_parent(mention, code):
        return False
    note_absence(names, mention)
    return True


def _fits_parent(mention: Mention, code: str) -> bool:
    """Whether this meaning lies inside the area that the text names as its parent, if it names one."""
    parent = mention.parent
    if parent is None or not parent.codes or len(parent.codes) > 3 or parent.strength < PREPOSED:
        return True
    return len(code) <= min(map(len, parent.codes)) or any(contains(each, code) for each in parent.codes)


def _credible(names: Names, mention: Mention, code: str) -> bool:
    """Whether the cue is strong enough for this kind of area."""
    level = code.count(".") + 1
    if mention.hidden:
        return mention.beside and mention.supported
    if mention.common:
        return _credible_though_ordinary(names, mention, level)
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


def _credible_though_ordinary(names: Names, mention: Mention, level: int) -> bool:
    if mention.strength >= STATED:
        return mention.supported or not names.context.loose
    if mention.beside and mention.supported:
        return True
    if mention.cue is None or mention.strength < PREPOSED:
        return False
    if level <= 2:
        return mention.capital or not names.context.loose
    if mention.strength >= OFFICE and mention.capital:
        return True
    return mention.supported and len(mention.key) >= 5


def without_strangers(decided: list[Mention]) -> list[Mention]:
    """Where the text has a place for sure, a lone word that happens to be a village far away is not one."""
    if not any(_sure(mention) for mention in decided):
        return decided
    return [mention for mention in decided if _sure(mention)]


def _sure(mention: Mention) -> bool:
    return mention.supported or mention.strength >= OFFICE or len(mention.codes[0]) <= 5


def _related(one: str, other: str) -> bool:
    return one != other and (contains(one, other) or contains(other, one))


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
