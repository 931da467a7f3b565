"""A spelling of a name in an office: the unit of which persons are made, and how a reading becomes such units."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kondusif.people.domain.bodies import Body, areas_of, body_of, regency
from kondusif.people.domain.names import core_words
from kondusif.people.domain.officials import is_official, stands_for_election
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.understanding import offices

Plain = Mapping[str, Any]

POLRI, TNI, ORGANISER, GOVERNMENT, JUSTICE = "polri", "tni", "organiser", "government", "justice"
_SERVICES = {
    **dict.fromkeys("polda polres polresta polrestabes polsek pospol polsubsektor".split(), POLRI),
    **dict.fromkeys("kodim korem kodam koramil lanal pos".split(), TNI),
    **dict.fromkeys("kpu kpud kip bawaslu panwaslu panwascam panwaslucam panwaslih ppk pps pkd dkpp".split(), ORGANISER),
    **dict.fromkeys("kejari kejati pengadilan".split(), JUSTICE),
}  # fmt: skip
_POLICE_RANKS = frozenset(
    "AKBP AKP Kompol Kombes Komjen Irjen Iptu Ipda Aiptu Aipda Bripka Brigpol Brigadir Briptu Bripda Bharaka Bharatu Bharada".split()
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One spelling in one office. `regency` is empty where the area is unsure; then `scope` is the text it stands in."""

    key: str
    words: tuple[str, ...]
    name: str
    role: str
    institution: str
    kind: str
    code: str
    regency: str
    scope: str
    service: str

    @property
    def plain_role(self) -> str:
        """The role without "Pj", "Plt" and the like, and in one spelling."""
        return plain_role(self.role)

    @property
    def loose_key(self) -> str:
        """The name and the area alone: what finds the profile again when a later reader writes its office differently."""
        return _digest(*self.words, self.regency or self.scope)


@dataclass(frozen=True, slots=True)
class Found:
    """A profile as one text shows it: where, with which rank, and whether the text calls its bearer a candidate.

    `name` and `institution` are the text's own letters; `body` is the institution's id.
    """

    profile: Profile
    name: str
    rank: str
    institution: str
    body: str
    stands: bool
    spans: tuple[tuple[str, int, int], ...]


def profiles_of(reading: Plain, *, key: str, title: str, text: str, gazetteer: Gazetteer) -> list[Found]:
    """The officials of a reading, one entry for each spelling of each; `key` is the text's."""
    areas = areas_of(reading)
    found: dict[str, Found] = {}
    for actor in reading["actors"]:
        if not is_official(actor):
            continue
        stands = stands_for_election(actor, f"{title}\n{text}")
        for name, spans in _spellings(actor):
            profile = _profile(actor, name, areas, key, gazetteer)
            if profile is None:
                continue
            earlier = found.get(profile.key)
            merged = (*earlier.spans, *spans) if earlier else spans
            found[profile.key] = Found(
                profile=profile,
                name=name,
                rank=actor["rank"] or "",
                institution=actor["institution"] or "",
                body=Body(profile.kind, profile.code or profile.regency).id if profile.kind else "",
                stands=stands,
                spans=tuple(sorted(set(merged), key=_place)),
            )
    return list(found.values())


def plain_role(role: str) -> str:
    """The office without "Pj", "Plt" and the like."""
    first, _, rest = role.partition(" ")
    return (rest if first in set(offices.ACTING.values()) and rest else role).casefold()


def _place(span: tuple[str, int, int]) -> tuple[bool, int, int]:
    return span[0] != "title", span[1], span[2]


def _spellings(actor: Plain) -> Iterator[tuple[str, tuple[tuple[str, int, int], ...]]]:
    """The names as written, each with its places; a part of the full name alone ("Lutfi") belongs to the full one."""
    full = core_words(actor["name"])
    written: dict[tuple[str, ...], list[Plain]] = {full: []}
    for span in actor["because"]:
        words = core_words(span["text"])
        written.setdefault(full if set(words) <= set(full) else words, []).append(span)
    for words, spans in written.items():
        if words and (spans or words == full):
            name = actor["name"] if words == full else " ".join(spans[0]["text"].split())
            yield name, tuple((span["field"], span["start"], span["end"]) for span in spans)


def _profile(actor: Plain, name: str, areas: tuple[str, ...], key: str, gazetteer: Gazetteer) -> Profile | None:
    words = core_words(name)
    if not words:
        return None
    role, institution = actor["role"] or "", actor["institution"] or ""
    body = body_of(institution, actor["place_code"] or "", areas, gazetteer)
    around = {regency(code) for code in areas}
    where = regency(body.code) if body.code else next(iter(around)) if len(around) == 1 else ""
    scope = "" if where else key
    service = _service(body.kind, actor["rank"] or "", role)
    return Profile(
        key=_digest(*words, plain_role(role), role, body.kind, body.code, where, scope, service),
        words=words,
        name=name,
        role=role,
        institution=institution,
        kind=body.kind,
        code=body.code,
        regency=where,
        scope=scope,
        service=service,
    )


def _service(kind: str, rank: str, role: str) -> str:
    known = _SERVICES.get(kind.split("-", maxsplit=1)[0])
    if known:
        return known
    if rank:
        return POLRI if rank.split(" ", maxsplit=1)[0] in _POLICE_RANKS or rank.endswith(" Pol") else TNI
    return GOVERNMENT if role else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
