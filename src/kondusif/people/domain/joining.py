"""Which spellings are one person: near letters never suffice, office, institution and area must speak for it too.

The outcome depends on the profiles and on what people decided, never on the order in which they came. Rather two entries for
one person than one for two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kondusif.people.domain.names import Likeness, compare
from kondusif.people.domain.profiles import Profile
from kondusif.understanding import offices

# What is asked beside a name, in thousandths of "the same office".
SAME_OFFICE, OFFICE_BY_TEXT, SAME_BODY, SAME_AREA, SAME_PROVINCE = 1000, 850, 750, 600, 400
_FULL_NAME = 3  # words from which a name is rare enough to follow somebody within a province
_VILLAGE = 13  # letters of a desa's code


@dataclass(frozen=True, slots=True)
class NameReason:
    """Why two profiles are one person: how near in letters, and what else agrees; parts in thousandths."""

    score: int
    likeness: Likeness
    spelling: int
    office: int = 0
    institution: int = 0
    area: int = 0
    province: int = 0

    def parts(self) -> dict[str, int]:
        """The parts that speak for it, the strongest first."""
        named = ("spelling", "office", "institution", "area", "province")
        found = {name: int(getattr(self, name)) for name in named}
        return {name: value for name, value in sorted(found.items(), key=lambda item: -item[1]) if value}


def reason_for(one: Profile, other: Profile) -> NameReason | None:
    """Why these are one person, or None when not enough speaks for it."""
    if one.service and other.service and one.service != other.service:
        return None
    evidence = _evidence(one, other)
    strength = max(evidence.values(), default=0)
    name = compare(one.words, other.words) if strength else None
    if name is None or strength < _asked(name.likeness, min(len(one.words), len(other.words))):
        return None
    return NameReason((name.score + strength) // 2, name.likeness, name.score, **evidence)


def blocks_of(profile: Profile) -> set[str]:
    """Where a profile is looked for: beginnings of its words in its area; its full name in its province."""
    where = profile.regency or profile.scope
    telling = [word for word in profile.words if len(word) > 1 and word not in offices.SHARED_NAMES]
    blocks = {f"{where}|{word[:2]}" for word in telling or profile.words}
    if len(profile.words) >= _FULL_NAME and profile.regency:
        blocks.add(f"{profile.regency[:2]}|{' '.join(sorted(profile.words))}"[:120])
    return blocks


def persons_among(
    profiles: Sequence[Profile], *, together: Iterable[Sequence[str]] = (), apart: Iterable[tuple[str, str]] = ()
) -> list[frozenset[str]]:
    """The profiles' keys in groups, one for each person, in the order of their least keys.

    `together` are runs of keys that a person joined, `apart` pairs that a person separated.
    """
    known = {profile.key: profile for profile in profiles}
    groups = _Groups(known, {frozenset(pair) for pair in apart})
    for keys in together:
        present = sorted(key for key in keys if key in known)
        for key in present[1:]:
            groups.join(present[0], key, by_person=True)
    for _, one, other in sorted(_ties(profiles)):
        groups.join(one, other)
    return sorted(groups.all(), key=min)


def _evidence(one: Profile, other: Profile) -> dict[str, int]:
    """What agrees beside the name."""
    found: dict[str, int] = {}
    where = _same_place(one, other)
    same_role = bool(one.role) and one.plain_role == other.plain_role
    same_body = bool(one.kind) and one.kind == other.kind
    if where and same_role and same_body:
        found["office"] = where
    if where and same_body:
        found["institution"] = min(where, SAME_BODY)
    if one.regency and one.regency == other.regency:
        # Two heads of two villages of one kabupaten are two people, whatever they are called.
        if not (same_role and one.code != other.code and one.code and other.code):
            low = _VILLAGE in (len(one.code), len(other.code))
            found["area"] = SAME_PROVINCE if low else SAME_AREA
    elif one.regency and one.regency[:2] == other.regency[:2] and one.service and one.service == other.service:
        found["province"] = SAME_PROVINCE
    return found


def _same_place(one: Profile, other: Profile) -> int:
    """How surely two bodies of a kind are the same one."""
    if one.code and other.code:
        return SAME_OFFICE if one.code == other.code else 0
    if one.scope and one.scope == other.scope:
        return SAME_OFFICE
    return OFFICE_BY_TEXT if one.regency and one.regency == other.regency else 0


def _asked(likeness: Likeness, words: int) -> int:
    if likeness is Likeness.PARTIAL or words == 1:
        return OFFICE_BY_TEXT
    if likeness is Likeness.NEAR:
        return SAME_BODY
    return SAME_PROVINCE if words >= _FULL_NAME else SAME_AREA


def _ties(profiles: Sequence[Profile]) -> Iterator[tuple[int, str, str]]:
    """Pairs that may be joined, with their weight (smaller is stronger); a short name that fits two people fits none."""
    found: dict[tuple[str, str], NameReason] = {}
    for one, other in _pairs(profiles):
        reason = reason_for(one, other)
        if reason is not None:
            found[one.key, other.key] = reason
    doubtful = _doubtful(profiles, found)
    for (one_key, other_key), reason in found.items():
        if reason.likeness is not Likeness.PARTIAL or doubtful.isdisjoint((one_key, other_key)):
            yield -reason.score, one_key, other_key


def _pairs(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Profile]]:
    in_block: dict[str, list[Profile]] = {}
    for profile in sorted(profiles, key=lambda each: each.key):
        for block in blocks_of(profile):
            in_block.setdefault(block, []).append(profile)
    seen: set[tuple[str, str]] = set()
    for block in sorted(in_block):
        for one, other in combinations(in_block[block], 2):
            if (one.key, other.key) not in seen:
                seen.add((one.key, other.key))
                yield one, other


def _doubtful(profiles: Sequence[Profile], found: Mapping[tuple[str, str], NameReason]) -> set[str]:
    """Keys of short names that fit two profiles which are not one person."""
    known = {profile.key: profile for profile in profiles}
    partners: dict[str, list[str]] = {}
    for (one, other), reason in found.items():
        if reason.likeness is Likeness.PARTIAL:
            short, long = sorted((one, other), key=lambda key: (sum(map(len, known[key].words)), key))
            partners.setdefault(short, []).append(long)
    return {
        short
        for short, longs in partners.items()
        if any(compare(known[one].words, known[other].words) is None for one, other in combinations(longs, 2))
    }


class _Groups:
    """Joined profiles: every two in a group may be one person, or a person said that they are."""

    def __init__(self, known: Mapping[str, Profile], apart: set[frozenset[str]]) -> None:
        self._known = known
        self._apart = apart
        self._group = {key: {key} for key in known}

    def join(self, one: str, other: str, *, by_person: bool = False) -> None:
        """Make one group of two, unless that puts together what may not be."""
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs or not all(self._may_meet(a, b, by_person=by_person) for a in mine for b in theirs):
            return
        mine |= theirs
        for key in theirs:
            self._group[key] = mine

    def all(self) -> list[frozenset[str]]:
        return list({frozenset(group) for group in self._group.values()})

    def _may_meet(self, one: str, other: str, *, by_person: bool) -> bool:
        if frozenset((one, other)) in self._apart:
            return False
        return by_person or compare(self._known[one].words, self._known[other].words) is not None
