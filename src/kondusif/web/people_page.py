"""Officials and institutions in words: why spellings are one person, offices as bars, texts with private persons covered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from kondusif.people.domain.joining import SAME_AREA, SAME_BODY, SAME_OFFICE, NameReason
from kondusif.people.domain.names import Likeness
from kondusif.people.domain.timeline import Office
from kondusif.people.queries import Appeared, Decided, InRole, PersonDetail, PersonRow, Variant
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.wording import age, day, moment, percent, place_path
from kondusif.web.rows import Line, line_of

_FULL = {"spelling": 1000, "office": SAME_OFFICE, "institution": SAME_BODY, "area": SAME_AREA}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """An official as a list shows it."""

    id: uuid.UUID
    number: int
    name: str
    office: str
    place: str
    around: str
    spellings: int
    texts: int
    age: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A spelling and why it is this person's."""

    key: str
    name: str
    office: str
    place: str
    texts: int
    why: str
    parts: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An office on the time line: where it begins and how long it is in hundredths of the whole, and each text."""

    office: str
    institution_id: str
    place: str
    start: float
    width: float
    ticks: tuple[float, ...]
    first: str
    latest: str
    texts: int


@dataclass(frozen=True, slots=True)
class AppearedLine:
    """A text that names the official, with what surrounds the name."""

    title: str
    source: str
    when: str
    named: str
    office: str
    pieces: tuple[tuple[str, bool], ...]
    incidents: tuple[tuple[uuid.UUID, int], ...]
    text_id: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """The page of one official."""

    line: PersonLine
    summary: str
    variants: tuple[VariantLine, ...]
    bars: tuple[Bar, ...]
    begins: str
    ends: str
    months: tuple[float, ...]
    appearances: tuple[AppearedLine, ...]
    page: int
    pages: int
    roles: tuple[tuple[str, tuple[Line, ...]], ...]
    decisions: tuple[Decided, ...]


def person_line(row: PersonRow, *, now: datetime) -> PersonLine:
    """Put a row into words."""
    path = place_path(row.area)
    return PersonLine(
        id=row.id,
        number=row.number,
        name=_ranked(row.rank, row.name),
        office=office_words(row.role, row.institution),
        place=path[0] if path else "",
        around=", ".join(path[1:]),
        spellings=row.spellings,
        texts=row.texts,
        age=age(row.latest_seen_at, now),
        seen_at=moment(row.latest_seen_at, row.area),
    )


def office_words(role: str, institution: str) -> str:
    """ "Kapolres, Polres Tulungagung"; "Ketua KPU Tulungagung" where the role ends in the name of the body."""
    held, body = role.split(), institution.split()
    for length in range(min(len(held), len(body)), 0, -1):
        if held[-length:] == body[:length]:
            return " ".join([*held, *body[length:]])
    return ", ".join(part for part in (role, institution) if part) or gettext("jabatan tidak disebut")


def person_view(detail: PersonDetail, *, now: datetime, names_shown: bool) -> PersonView:
    """The page; private persons in its texts are covered unless the reader may see names."""
    begins, ends = _stretch(detail.offices)
    return PersonView(
        line=person_line(detail.row, now=now),
        summary=_summary(detail.variants),
        variants=tuple(map(_variant, detail.variants)),
        bars=tuple(_bar(office, begins, ends) for office in detail.offices),
        begins=day(begins.date()) if begins else "",
        ends=day(ends.date()) if ends and ends != begins else "",
        months=_months(begins, ends),
        appearances=tuple(_appeared(each, names_shown=names_shown) for each in detail.appearances),
        page=detail.page,
        pages=detail.pages,
        roles=tuple(
            (office_words(group.role, group.institution), _lines(group, detail, now=now, names_shown=names_shown))
            for group in detail.incidents
        ),
        decisions=detail.decisions,
    )


def _ranked(rank: str, name: str) -> str:
    return " ".join(part for part in (rank, name) if part)


# Why spellings are one person -------------------------------------------------------------------------------------------


def _summary(variants: Sequence[Variant]) -> str:
    """ "Andriyanto · Anriyanto: ejaan berdekatan, jabatan dan wilayah sama"; nothing where there is one spelling."""
    spelled = list(dict.fromkeys(variant.name for variant in variants))
    reasons = [
        variant.reason for variant in variants if variant.reason is not None and variant.name != variants[0].name
    ]
    if len(spelled) < 2:
        return ""
    names = " · ".join(spelled)
    return f"{names}: {_why(min(reasons, key=lambda each: each.score))}" if reasons else names


def _variant(variant: Variant) -> VariantLine:
    path = place_path(variant.area)
    if variant.by_person:
        why, parts = gettext("digabung oleh petugas"), ""
    elif variant.reason is None:
        why, parts = gettext("ejaan utama"), ""
    else:
        why, parts = _why(variant.reason), _parts(variant)
    return VariantLine(
        key=variant.key,
        name=variant.name,
        office=office_words(variant.role, variant.institution),
        place=path[0] if path else "",
        texts=variant.texts,
        why=why,
        parts=parts,
    )


def _why(reason: NameReason) -> str:
    spelled = {
        Likeness.SAME: gettext("nama sama"),
        Likeness.NEAR: gettext("ejaan berdekatan"),
        Likeness.PARTIAL: gettext("nama disingkat"),
    }[reason.likeness]
    return f"{spelled}, {_agreeing(reason)}"


def _agreeing(reason: NameReason) -> str:
    if reason.office >= SAME_OFFICE:
        return gettext("jabatan dan wilayah sama")
    if reason.office:
        return gettext("jabatan sama, wilayah menurut teks")
    if reason.institution:
        return gettext("lembaga dan wilayah sama")
    return gettext("wilayah sama") if reason.area else gettext("dinas dan provinsi sama")


def _parts(variant: Variant) -> str:
    assert variant.reason is not None
    named = {
        "spelling": gettext("ejaan"),
        "office": gettext("jabatan"),
        "institution": gettext("lembaga"),
        "area": gettext("wilayah"),
        "province": gettext("provinsi"),
    }
    parts = ", ".join(f"{named[part]} {_share(part, value)}" for part, value in variant.reason.parts().items())
    sizes = {"name": variant.beside, "percent": percent(variant.reason.score / 1000), "parts": parts}
    return gettext("Kedekatan dengan “%(name)s” %(percent)s: %(parts)s") % sizes


def _share(part: str, value: int) -> str:
    """How much of the most that a part can say."""
    return f"{round(100 * value / _FULL.get(part, 1000))} %"


# Offices over time --------------------------------------------------------------------------------------------------------


def _stretch(offices: Sequence[Office]) -> tuple[datetime | None, datetime | None]:
    if not offices:
        return None, None
    return min(each.first_seen_at for each in offices), max(each.latest_seen_at for each in offices)


def _bar(office: Office, begins: datetime | None, ends: datetime | None) -> Bar:
    path = place_path(office.area)
    start, stop = _along(office.first_seen_at, begins, ends), _along(office.latest_seen_at, begins, ends)
    return Bar(
        office=office_words(office.role, office.institution),
        institution_id=office.body,
        place=path[0] if path else "",
        start=start,
        width=round(max(stop - start, 1), 2),
        ticks=tuple(dict.fromkeys(_along(at, begins, ends) for at in office.moments))[:60],
        first=day(office.first_seen_at.date()),
        latest=day(office.latest_seen_at.date()),
        texts=office.texts,
    )


def _along(at: datetime, begins: datetime | None, ends: datetime | None) -> float:
    """Where a moment lies, 1 to 98 of a hundred, so that the first and the latest mark are whole; alone, in the middle."""
    if begins is None or ends is None or begins == ends:
        return 50.0
    return round(1 + 97 * ((at - begins) / (ends - begins)), 1)


def _months(begins: datetime | None, ends: datetime | None) -> tuple[float, ...]:
    """Where months begin on the time line; none where there would be too many to see."""
    if begins is None or ends is None or ends - begins > timedelta(days=800):
        return ()
    marks, at = [], begins.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while (at := (at + timedelta(days=32)).replace(day=1)) < ends:
        marks.append(_along(at, begins, ends))
    return tuple(marks)


# Texts --------------------------------------------------------------------------------------------------------------------


def _appeared(each: Appeared, *, names_shown: bool) -> AppearedLine:
    title, words = each.text.title, str(each.excerpt)
    names = [piece.text for piece in each.excerpt.pieces if piece.named]
    if not names_shown:
        # The whole text is asked along: what covers a name may stand far from the excerpt.
        title, words, _ = redact_together((title, words, each.text.text), reading=each.reading)
    return AppearedLine(
        title=title,
        source=each.text.source,
        when=moment(each.seen_at, each.area),
        named=_ranked(each.rank, each.name),
        office=office_words(each.role, each.institution),
        pieces=_marked(words, names),
        incidents=tuple((incident.id, incident.number) for incident in each.incidents),
        text_id=each.text.id,
    )


def _lines(group: InRole, detail: PersonDetail, *, now: datetime, names_shown: bool) -> tuple[Line, ...]:
    """The incidents of an office; their words come from texts and may name anybody."""
    lines = [line_of(row, now=now) for row in group.incidents]
    if names_shown:
        return tuple(lines)
    words = [part for line in lines for part in (line.own_title, line.sentence)]
    covered = redact_together(words, reading=[each.reading for each in detail.appearances])
    pairs = zip(covered[::2], covered[1::2], strict=True)
    return tuple(
        replace(line, own_title=title, sentence=sentence) for line, (title, sentence) in zip(lines, pairs, strict=True)
    )


def _marked(words: str, names: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The words in pieces; what covers others may have moved the names, so they are looked for again."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for name in names:
        start = words.find(name, at)
        if start < 0:
            continue
        pieces += [(words[at:start], False), (name, True)]
        at = start + len(name)
    return tuple(piece for piece in (*pieces, (words[at:], False)) if piece[0])
