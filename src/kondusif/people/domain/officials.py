"""Who is an official: the only persons that may be named. Everybody else in a text is a private person.

A rank, or an office of a body that the rule base of the reader knows, makes an official. Offices of citizens do not: the
head of an RT, who counts at one polling station, who speaks for an association. Nor does an office that is no longer held,
nor, in a text that says so, an office of somebody who stands for election: this product serves no candidate and follows none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kondusif.understanding import offices

Plain = Mapping[str, Any]  # an actor, or a whole reading, in the JSON form of the contract

# Bodies whose people are citizens that serve a neighbourhood, one polling station, or an association of their own.
CITIZENS_BODIES = frozenset(
    {"RT", "RW", "KPPS", "PTPS", "Linmas", "LSM", "LPM", "PWI", "FKUB", "FKDM", "MUI", "Lingkungan", "Banjar"}
)
CITIZENS_ROLES = frozenset({"Pengawas TPS", "Kepala Lorong", "Modin", "Penghulu", "Kepala Soa"})
_RETIRED = "Purn"

_RANKS = frozenset(offices.RANKS.values())
_ROLES = frozenset(role for role, _ in offices.ROLES.values())
_HEADS = tuple(sorted({*offices.BODY_HEADS.values(), *offices.OPEN_HEADS.values()} - {"staf"}, key=len, reverse=True))
_ACTING = frozenset(offices.ACTING.values())


def is_official(actor: Plain) -> bool:
    """Whether an actor of a reading (JSON form) is named in an office or by a rank, and so may be named by us.

    The actor alone is asked; `officials_of` also hears what the text says of who stands for election.
    """
    rank, role = str(actor.get("rank") or ""), _plain_role(str(actor.get("role") or ""))
    if _RETIRED in rank.split():
        return False
    if role:
        return _is_office(role, str(actor.get("institution") or ""))
    return rank.split(" ", maxsplit=1)[0] in _RANKS


def officials_of(reading: Plain, *, title: str, text: str) -> list[Plain]:
    """The actors of a reading that may be named: officials whom the text does not call a candidate."""
    return [
        actor
        for actor in reading["actors"]
        if is_official(actor) and not stands_for_election(actor, f"{title}\n{text}")
    ]


def stands_for_election(actor: Plain, text: str) -> bool:
    """Whether the text calls this person a candidate anywhere: "calon bupati Anu", "Anu, calon wakil wali kota"."""
    words = _name_words(actor)
    return bool(words) and any(_is_called(words, called) for called in _called_candidates(text))


def _is_called(words: set[str], called: set[str]) -> bool:
    """Whether a candidate's names mean this person: two words of the name, or all that either has."""
    return len(words & called) >= min(2, len(words), len(called) or 2)


def _plain_role(role: str) -> str:
    """The role without "Pj", "Plt" and the like."""
    first, _, rest = role.partition(" ")
    return rest if first in _ACTING and rest else role


def _is_office(role: str, institution: str) -> bool:
    words = {*role.split(), *institution.split()[:1]}
    if role in CITIZENS_ROLES or not CITIZENS_BODIES.isdisjoint(words):
        return False
    return role in _ROLES or role.startswith(_HEADS)


_STANDING = (
    r"(?:bakal\s+)?(?:calon|paslon|cabup|cawabup|cagub|cawagub|cawali|cawawali|cawalkot|cabub|bacabup|bacawabup|bacalon|balon"
    r"|kandidat|petahana)"
)
_OFFICE = r"(?:wakil|bupati|gubernur|wali\s?kota|petahana|calon|pasangan|nomor|no\.?|urut|nomor\s+urut|kepala\s+daerah|\d{1,2})"
_NAMES = r"(?P<names>[A-Z][\w'’.]*(?:(?:\s*[-–/&]\s*|,?\s+(?:dan\s+|binti?\s+)?)[A-Z][\w'’.]*){0,9})"
_CALLED = (
    re.compile(rf"(?<!\w)(?i:{_STANDING})(?:\s+(?i:{_OFFICE})){{0,5}}[\s,:(]+(?:(?i:yakni|yaitu|bernama)\s+)?{_NAMES}"),
    re.compile(
        rf"{_NAMES}(?:,\s*|\s*\(\s*|\s+)(?i:(?:selaku|sebagai|yang\s+juga|juga|adalah)\s+)?(?i:{_STANDING})(?!\w)"
    ),
)
# Words that may stand among the names and name nobody; an office of somebody else ends the names of a candidate.
_NOBODY = frozenset(offices.NO_NAME | offices.TITLES | offices.PARTICLES)
_LONGEST = 200_000


def _called_candidates(text: str) -> Iterator[set[str]]:
    for pattern in _CALLED:
        for match in pattern.finditer(text[:_LONGEST]):
            yield _words(match["names"])


def _name_words(actor: Plain) -> set[str]:
    return _words(str(actor.get("name") or "")) - offices.SHARED_NAMES


def _words(names: str) -> set[str]:
    """The words of names, up to the first office or body among them."""
    found: set[str] = set()
    for word in re.findall(r"[^\W\d_][\w'’]*", names):
        low = word.lower()
        if low in _NOBODY:
            if found and low not in offices.TITLES and low not in offices.PARTICLES:
                break
            continue
        if len(low) > 2:
            found.add(low)
    return found
