"""What the pages of the ledger show: alarms as lines, one alarm whole, in words."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import IncidentRow
from kondusif.kerawanan.domain.ledger import OPEN, AlarmKind, AlarmState, Record
from kondusif.kerawanan.queries.alarm_steps import Said, said_of
from kondusif.kerawanan.queries.alarms import AlarmDetail, AlarmRow, Sighting, Step, list_alarms
from kondusif.kerawanan.queries.scans import KeptScan
from kondusif.places.domain.codes import Level, ancestors_of, level_of, parent_of
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import areas_within, picture_of
from kondusif.publishing.alarm_words import (
    ALARM_KINDS,
    ALARM_OUTCOMES,
    ALARM_SAID,
    ALARM_STATES,
    P_METHODS,
    P_METHODS_EXPLAINED,
    STATISTICS,
    WEAKNESSES,
    loudness_words,
    p_words,
    recurrence_words,
)
from kondusif.publishing.domain.map_svg import Mark, scale_of
from kondusif.publishing.labels import LEVELS
from kondusif.publishing.wording import area_title, days, decimal, moment, number
from kondusif.web.maps import Drawing, drawing_of
from kondusif.web.rows import Line, line_of

NAMED = 3  # areas of an alarm that are named in a line
MOST_AREAS = 700  # in one drawing, as on the map page
MOST_EVIDENCE = 40  # incidents listed at once


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run found, in words; `seen_share` and `usual_share` are lengths of bars in percent of the longer one."""

    loud: str
    loud_words: str
    areas: str
    level: str
    days: str
    observed: int
    expected: str
    times: str
    seen_share: float
    usual_share: float
    p: str
    method: str
    recurrence: str
    corroborated: bool


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm in a list. `who` is whoever took the latest step; empty while only the machine has spoken."""

    id: uuid.UUID
    number: int
    open: bool
    state: str
    state_words: str
    outcome: str
    kind: str
    who: str
    raised: str
    confirmed: bool
    found: Measured


def alarm_line(row: AlarmRow, said: Said | None) -> AlarmLine:
    """A row in words; what nobody has confirmed is a proposal."""
    confirmed = said is not None and said.confirmed
    return AlarmLine(
        id=row.id,
        number=row.number,
        open=row.open,
        state=row.state.value,
        state_words=str(ALARM_STATES[row.state]),
        outcome=str(ALARM_OUTCOMES[row.outcome]) if row.outcome else "",
        kind=str(ALARM_KINDS[row.kind]),
        who=said.by if said else "",
        raised=moment(row.raised_at, row.area),
        confirmed=confirmed,
        found=measured(row.latest, row.level, confirmed=confirmed),
    )


@dataclass(frozen=True, slots=True)
class OpenAlarms:
    """The newest open alarms of a scope for another page, how many there are in all, and their list."""

    lines: tuple[AlarmLine, ...]
    count: int
    all: str


def open_alarms(area: str, now: datetime, *, most: int = 2) -> OpenAlarms:
    """What stands open in an area at a moment; two queries, three where there is something."""
    rows = list_alarms(area=area, states=OPEN, known_at=now, limit=1000)
    said = said_of([row.id for row in rows[:most]]) if rows else {}
    lines = tuple(alarm_line(row, said.get(row.id)) for row in rows[:most])
    return OpenAlarms(lines, len(rows), reverse("web:alarms") + (f"?wilayah={area}" if area else ""))


def measured(found: Sighting, level: str, *, confirmed: bool) -> Measured:
    """A sighting in words."""
    longer = max(float(found.observed), found.expected, 1e-9)
    return Measured(
        loud=found.loudness,
        loud_words=loudness_words(found.loudness, confirmed=confirmed),
        areas=areas_words(found.areas),
        level=_level_words(found.areas, level),
        days=days(found.first_date, found.latest_date),
        observed=found.observed,
        expected=decimal(found.expected, 1 if found.expected >= 0.1 else 2),
        times=decimal(found.observed / found.expected, 1) if found.expected >= 0.01 else "",
        seen_share=round(found.observed / longer * 100, 1),
        usual_share=round(found.expected / longer * 100, 1),
        p=p_words(found.p),
        method=str(P_METHODS.get(found.p_method, found.p_method)),
        recurrence=recurrence_words(found.recurrence_days),
        corroborated=found.corroborated,
    )


def _level_words(codes: Collection[str], level: str) -> str:
    """ "kecamatan di Kab. Bangkalan, Kab. Sampang": there is a Sukorejo in every other kabupaten."""
    words = str(LEVELS.get(level, level)).lower()
    around = sorted({above for code in codes if (above := parent_of(code))})
    return gettext("%(level)s di %(around)s") % {"level": words, "around": areas_words(around)} if around else words


def areas_words(codes: Collection[str]) -> str:
    """The first three by name, and how many more."""
    names = [area_name(code) for code in codes]
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    if more <= 0:
        return shown
    return ngettext("%(areas)s, dan %(count)s lagi", "%(areas)s, dan %(count)s lagi", more) % {
        "areas": shown,
        "count": more,
    }


def area_name(code: str) -> str:
    """The name of an area, or its code where the gazetteer no longer has it."""
    area = load_gazetteer().get(code)
    return area_title(area) if area else code


# The record -----------------------------------------------------------------------------------------------------------


def precision_words(record: Record) -> str:
    """How many of those of which it is known were right, with how many; that nothing is known yet."""
    known = record.right + record.wrong
    if record.precision is None:
        return gettext(
            "Belum ada peringatan yang ditutup sebagai tepat atau keliru, jadi ketepatannya belum diketahui."
        )
    return ngettext(
        "%(right)s dari %(count)s yang sudah diketahui ternyata tepat (%(share)s %%).",
        "%(right)s dari %(count)s yang sudah diketahui ternyata tepat (%(share)s %%).",
        known,
    ) % {"right": record.right, "count": known, "share": round(record.precision * 100)}


def scan_words(scan: KeptScan) -> str:
    """A run in one line: what was scanned, from what, and what came of it."""
    place = area_name(scan.area) if scan.area else "Indonesia"
    level = str(LEVELS.get(scan.level, scan.level)).lower()
    said = {
        "place": place,
        "level": level,
        "found": found_words(scan.fresh, scan.again, scan.warning),
        "count": scan.observed,
    }
    return gettext("%(place)s menurut %(level)s, dari %(count)s kejadian: %(found)s.") % said


def found_words(fresh: Iterable[int], again: Iterable[int], warning: int) -> str:
    """Which alarms a run raised and which it saw again; honest where there is nothing."""
    new, seen = (", ".join(map(str, numbers)) for numbers in (fresh, again))
    parts = []
    if new:
        parts.append(gettext("peringatan baru nomor %(numbers)s") % {"numbers": new})
    if seen:
        parts.append(gettext("masih terlihat nomor %(numbers)s") % {"numbers": seen})
    if warning and not parts:
        return gettext("tidak ada yang baru; yang ditemukan sudah tercatat")
    return "; ".join(parts) or gettext("tidak ada klaster yang melampaui kebetulan sehari-hari")


# One alarm ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SightingLine:
    """A sighting in the table of all; `by` is empty where the run left no fact of its own."""

    when: str
    by: str
    found: Measured


@dataclass(frozen=True, slots=True)
class StepLine:
    """What somebody said of an alarm."""

    who: str
    what: str
    when: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AlarmPage:
    """One alarm as its page shows it."""

    line: AlarmLine
    areas: tuple[tuple[str, str, int], ...]
    map: Drawing
    evidence: tuple[Line, ...]
    evidence_more: int
    unverified: int
    gone: int
    statistic: str
    weakness: str
    method: str
    basis: tuple[str, ...]
    sightings: tuple[SightingLine, ...]
    steps: tuple[StepLine, ...]


def alarm_page(
    detail: AlarmDetail, rows: Mapping[int, IncidentRow], scans: Iterable[KeptScan], *, now: datetime
) -> AlarmPage:
    """All about one alarm; `rows` are the incidents behind it that still stand."""
    row, latest = detail.row, detail.row.latest
    line = alarm_line(row, _said(detail.steps))
    standing = [rows[number] for number in latest.evidence if number in rows]
    counts = _by_area(latest.areas, standing)
    runs = {scan.at: scan for scan in scans}
    by = {at: scan.by for at, scan in runs.items()}
    return AlarmPage(
        line=line,
        areas=tuple((code, area_name(code), len(counts[code])) for code in latest.areas),
        map=_map(counts, row.kind),
        evidence=tuple(line_of(each, now=now) for each in standing[:MOST_EVIDENCE]),
        evidence_more=max(0, len(standing) - MOST_EVIDENCE),
        unverified=sum(each.status != Status.TERVERIFIKASI for each in standing),
        gone=len(latest.evidence) - len(standing),
        statistic=str(STATISTICS.get(latest.statistic, latest.statistic)),
        weakness=str(WEAKNESSES.get(latest.statistic, "")),
        method=str(P_METHODS_EXPLAINED.get(latest.p_method, "")),
        basis=_basis(runs.get(latest.at)),
        sightings=tuple(
            SightingLine(
                moment(each.at, row.area), by.get(each.at, ""), measured(each, row.level, confirmed=line.confirmed)
            )
            for each in detail.sightings
        ),
        steps=tuple(_step(step, row.area) for step in detail.steps),
    )


def _said(steps: tuple[Step, ...]) -> Said | None:
    """The same as `said_of`, from steps that are known already (the newest first)."""
    confirmed = False
    for step in reversed(steps):
        closes = step.state is AlarmState.DITUTUP
        confirmed = step.state is AlarmState.DIKONFIRMASI or (closes and confirmed)
    return Said(steps[0].by, confirmed) if steps else None


def _step(step: Step, area: str) -> StepLine:
    what = str(ALARM_SAID[step.state])
    if step.outcome:
        what = gettext("%(what)s: ternyata %(outcome)s") % {"what": what, "outcome": str(ALARM_OUTCOMES[step.outcome])}
    reason = "" if step.state is AlarmState.DILIHAT else step.reason
    return StepLine(step.by, what, moment(step.at, area), step.at, reason)


def _basis(scan: KeptScan | None) -> tuple[str, ...]:
    """What the run stood on; nothing is said where it was not written down."""
    if scan is None:
        return ()
    said = [
        ngettext(
            "Masa lalu: %(count)s kejadian sebelum hari-hari yang dipindai.",
            "Masa lalu: %(count)s kejadian sebelum hari-hari yang dipindai.",
            scan.past,
        )
        % {"count": scan.past},
        gettext("Besar wilayah: %(exposure)s.") % {"exposure": scan.exposure_words},
        gettext("Dekat dan jauh menurut peta petak, karena batas wilayah belum dimuat.")
        if scan.by_tiles
        else gettext("Dekat dan jauh menurut titik tengah batas wilayah."),
    ]
    if scan.without_place:
        said.append(
            ngettext(
                "%(count)s kejadian tidak menyebut tempat sampai tingkat ini dan tidak ikut dihitung.",
                "%(count)s kejadian tidak menyebut tempat sampai tingkat ini dan tidak ikut dihitung.",
                scan.without_place,
            )
            % {"count": scan.without_place}
        )
    return tuple(said)


def _by_area(areas: Iterable[str], rows: Iterable[IncidentRow]) -> dict[str, list[IncidentRow]]:
    found: dict[str, list[IncidentRow]] = {code: [] for code in areas}
    for row in rows:
        around = [code for code in (*ancestors_of(row.place_code), row.place_code) if code in found]
        if around:
            found[around[-1]].append(row)
    return found


def _map(counts: Mapping[str, list[IncidentRow]], kind: AlarmKind) -> Drawing:
    """The areas among their neighbours: in the smallest area around all of them, as far as one drawing holds it."""
    around, level = _around(list(counts)), level_of(next(iter(counts)))
    while level > Level.PROVINSI and len(areas_within(around, level)) > MOST_AREAS:
        level = Level(level - 1)
    inside = Counter({_up(code, level): 0 for code in counts})
    unsure = dict.fromkeys(inside, True)
    for code, rows in counts.items():
        inside[_up(code, level)] += len(rows)
        unsure[_up(code, level)] &= not any(each.status == Status.TERVERIFIKASI for each in rows)
    drawn = picture_of(around, level=level)
    marks = {
        code: _mark(code, inside.get(code, 0), inside=code in inside, unsure=unsure.get(code, False))
        for code in areas_within(around, level)
    }
    scale = scale_of(inside.values())
    place = area_name(around) if around else "Indonesia"
    words = {"level": str(LEVELS[level.id]).lower(), "place": place}
    hatched = sum(mark.unsure for mark in marks.values())
    return drawing_of(
        drawn,
        marks,
        scale,
        title=(
            gettext("Wilayah ini dan sekitarnya menurut %(level)s, %(place)s")
            if kind is AlarmKind.DERET
            else gettext("Klaster dan sekitarnya menurut %(level)s, %(place)s")
        )
        % words,
        nil=gettext("di luar peringatan ini, atau tanpa kejadian"),
        doubts=_unjudged(hatched),
        prefix="klaster",
    )


def _mark(code: str, count: int, *, inside: bool, unsure: bool) -> Mark:
    """Only what belongs to the alarm leads somewhere; that gives it its thick outline."""
    name = area_name(code)
    said = ngettext("%(count)s kejadian", "%(count)s kejadian", count) % {"count": count}
    return Mark(
        code=code,
        name=short_names().get(code, name.removeprefix("Kab. ")),
        value=count,
        said=f"{name}\n{said}" if inside else name,
        href=reverse("web:area", args=[code]) if inside else "",
        unsure=count > 0 and unsure,
    )


def _unjudged(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    words = ngettext(
        "belum satu pun kejadiannya diverifikasi (%(shown)s wilayah)",
        "belum satu pun kejadiannya diverifikasi (%(shown)s wilayah)",
        count,
    )
    return (words % {"shown": number(count)},)


def _around(codes: list[str]) -> str:
    """The smallest area that holds all of these and more; empty for the country."""
    shared = parent_of(codes[0]) or ""
    while shared and not all(code.startswith(f"{shared}.") for code in codes):
        shared = parent_of(shared) or ""
    return shared


def _up(code: str, level: Level) -> str:
    return ".".join(code.split(".")[:level])
