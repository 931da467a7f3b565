"""The parts of an area's page that Situasi does not have: who told, who is silent, official figures, parts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from kondusif.incidents.domain.types import Kind, Ruling, Tie
from kondusif.incidents.queries import (
    AreaFigures,
    Contradicted,
    IncidentRow,
    Said,
    area_figures,
    by_day_and_area,
    contradicted_in,
    latest_in,
    list_incidents,
    said_in,
    seen_by_area,
    sources_in,
)
from kondusif.places.domain.codes import Level, level_of, parent_of
from kondusif.places.domain.gazetteer import Area, load_gazetteer
from kondusif.places.domain.zones import WIB, zone_of
from kondusif.publishing.labels import KINDS, LEVELS, SAID, SOURCE_CLASSES, category_label, check_label
from kondusif.publishing.stage_words import MARKS_OF_CONFIDENCE
from kondusif.publishing.wording import age, area_title, iso_day, moment, place_name
from kondusif.publishing.wording import day as day_in_words
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import FigureRule
from kondusif.web.charts.sparkline import sparkline
from kondusif.web.maps import MapView, area_address, finer_level, map_of
from kondusif.web.rows import Line, line_of
from kondusif.web.scope import Scope, query_of

MOST_LINES = 10
MOST_SOURCES = 6
MOST_CONTRADICTED, MOST_SHOWN = 12, 4
MOST_BARS = 45
DAYS = 30


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another area."""

    name: str
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class Head:
    """Which area it is; `holds` says what it consists of, `before` and `after` are its neighbours by code."""

    code: str
    title: str
    kind: str
    zone: str
    path: tuple[Way, ...]
    holds: tuple[tuple[str, int], ...]
    before: Way | None
    after: Way | None


def head_of(code: str, scope: Scope) -> Head:
    """The head of the page."""
    places = load_gazetteer()
    area, siblings = places.area(code), places.children(parent_of(code))
    at = siblings.index(code)
    return Head(
        code=code,
        title=area.title if area.kind in {"kabupaten", "kota"} else f"{area.kind.capitalize()} {area.name}",
        kind=area.kind,
        zone=zone_of(code),
        path=tuple(_way(each, scope) for each in places.path(code)[:-1]),
        holds=_holds(code),
        before=_way(places.area(siblings[at - 1]), scope) if at else None,
        after=_way(places.area(siblings[at + 1]), scope) if at + 1 < len(siblings) else None,
    )


def _way(area: Area, scope: Scope) -> Way:
    return Way(area_title(area), area.code, area_address(area.code, scope))


def _holds(code: str) -> tuple[tuple[str, int], ...]:
    counts, level = load_gazetteer().counts(code), level_of(code)
    named = [
        ("kabupaten/kota", counts.kabupaten_kota, Level.PROVINSI),
        ("kecamatan", counts.kecamatan, Level.KABUPATEN_KOTA),
    ]
    named += [("kelurahan", counts.kelurahan, Level.KECAMATAN), ("desa", counts.desa, Level.KECAMATAN)]
    return tuple((name, count) for name, count, from_level in named if count and level <= from_level)


# What happened --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lines:
    """The newest incidents and activities; `all` opens the list of as many as `count` says."""

    lines: tuple[Line, ...]
    count: int
    all: str


def lines_of(scope: Scope, now: datetime) -> Lines:
    """What happened lately."""
    page = list_incidents(scope.filters, per_page=MOST_LINES)
    everything = reverse("web:incidents") + query_of(scope.filters, scope.period)
    return Lines(tuple(line_of(row, now=now) for row in page.rows), page.count, everything)


@dataclass(frozen=True, slots=True)
class Against:
    """A statement against what official facts say."""

    label: str
    stated: str
    official: str
    source: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An incident whose texts state what official facts contradict."""

    line: Line
    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class Contradictions:
    """The newest contradictions, and all of them as a list."""

    shown: tuple[Contradiction, ...]
    all: str
    checks: tuple[tuple[IncidentRow, Mapping[str, Any]], ...]


def contradictions_of(scope: Scope, now: datetime) -> Contradictions:
    """Statements of the scope that official facts contradict."""
    found = contradicted_in(scope.filters, limit=MOST_CONTRADICTED)
    return Contradictions(
        shown=tuple(_contradiction(each, now) for each in found[:MOST_SHOWN]),
        all=reverse("web:incidents") + query_of(replace(scope.filters, contradicted=True), scope.period),
        checks=tuple((each.row, check) for each in found for check in each.checks),
    )


def _contradiction(found: Contradicted, now: datetime) -> Contradiction:
    against = tuple(
        Against(
            check_label(check["kind"]), check["stated"] or check["stated_value"], check["official"], check["source"]
        )
        for check in found.checks
    )
    return Contradiction(line_of(found.row, now=now), against)


# Who told -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One source."""

    name: str
    texts: int
    age: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class Voices:
    """The sources of one class; `others` are not named."""

    label: str
    sources: int
    texts: int
    age: str
    named: tuple[Told, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A part of the area of which nothing was told in the period."""

    way: Way
    age: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who told of the area in the period, and which of its parts are silent; the longest silent first."""

    voices: tuple[Voices, ...]
    silent: tuple[Silent, ...]
    never: tuple[Way, ...]
    parts: int


def reporting_of(code: str, scope: Scope, now: datetime) -> Reporting:
    """Who told and who is silent."""
    children = load_gazetteer().children(code)
    seen = seen_by_area(scope.filters, level=finer_level(code).id) if children else {}
    places = load_gazetteer()
    quiet = [child for child in children if child in seen and not seen[child].in_period]
    quiet.sort(key=lambda child: seen[child].latest_seen_at)
    return Reporting(
        voices=_voices(scope, code, now),
        silent=tuple(Silent(_way(places.area(each), scope), age(seen[each].latest_seen_at, now)) for each in quiet),
        never=tuple(_way(places.area(child), scope) for child in children if child not in seen),
        parts=len(children),
    )


def _voices(scope: Scope, code: str, now: datetime) -> tuple[Voices, ...]:
    found = sources_in(scope.filters)
    voices = []
    for name, label in SOURCE_CLASSES.items():
        of_class = [each for each in found if each.source_class == name]
        if of_class:
            latest = max(each.latest_seen_at for each in of_class)
            named = tuple(
                Told(each.source, each.texts, age(each.latest_seen_at, now), moment(each.latest_seen_at, code))
                for each in of_class[:MOST_SOURCES]
            )
            texts = sum(each.texts for each in of_class)
            others = len(of_class) - len(named)
            voices.append(Voices(str(label), len(of_class), texts, age(latest, now), named, others))
    return tuple(voices)


# Parts side by side ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Multiple:
    """One part of the area: its figures and its days as tiny bars; `list` opens its incidents."""

    way: Way
    figures: AreaFigures
    picture: SafeString
    list: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts with anything in the period, most incidents first, all on one scale; and the map of them, or of the neighbours."""

    level: str
    multiples: tuple[Multiple, ...]
    most: int
    since: str
    map: MapView
    of_neighbours: bool = False


def parts_of(code: str, scope: Scope, now: datetime) -> Parts:
    """The parts of an area side by side. A desa has none: it is shown among the others of its kecamatan."""
    level = finer_level(code)
    own = level_of(code) == Level.KELURAHAN_DESA
    around = (parent_of(code) or "") if own else code
    figures = area_figures(replace(scope.filters, area=around), level=level.id)
    view = map_of(scope, code=around, figures=figures, to=lambda each: area_address(each, scope))
    label = str(LEVELS[level.id]).lower()
    if own:
        return Parts(label, (), 0, "", view, of_neighbours=True)
    places = load_gazetteer()
    first, days = _days(scope, now)
    counts = {
        child: _bars(by_day, first, days) for child, by_day in by_day_and_area(scope.filters, level=level.id).items()
    }
    most = max((max(bars, default=0) for bars in counts.values()), default=0)
    shown = sorted(
        (child for child in places.children(code) if child in figures),
        key=lambda child: (-figures[child].incidents, -figures[child].activities, child),
    )
    multiples = tuple(
        Multiple(
            _way(places.area(child), scope),
            figures[child],
            sparkline(counts.get(child, ()), most=most),
            reverse("web:incidents")
            + query_of(replace(scope.filters, area=child, kind=Kind.INCIDENT.value), scope.period),
        )
        for child in shown
    )
    return Parts(label, multiples, most, day_in_words(first), view)


def _days(scope: Scope, now: datetime) -> tuple[date, int]:
    """The first day of the bars, and how many days they are; at least 30 days, at most two years."""
    today = now.astimezone(WIB).date()
    begun, _ = scope.period.bounds(now)
    last = scope.period.until or today
    first = min(begun.astimezone(WIB).date() if begun else last, last - timedelta(days=DAYS - 1))
    first = max(first, last - timedelta(days=730))
    return first, (last - first).days + 1


def _bars(by_day: Mapping[date, int], first: date, days: int) -> tuple[int, ...]:
    """Counts of as many stretches as bars are drawn."""
    length = ceil(days / MOST_BARS)
    bars = [0] * ceil(days / length)
    for seen_on, count in by_day.items():
        at = (seen_on - first).days
        if 0 <= at < days:
            bars[at // length] += count
    return tuple(bars)


# Official figures -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Official:
    """An official figure; `doubts` are the incidents whose texts say something else."""

    title: str
    value: str
    as_of: str
    source: str
    confidence: str
    note: str
    doubts: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True)
class Officials:
    """The official figures of an area, or of the nearest area around it that has any (`of`)."""

    of: str
    own: bool
    figures: tuple[Official, ...]


def officials_of(code: str, contradictions: Contradictions | None, now: datetime) -> Officials:
    """What the rule base knows about an area, with its source; texts that say otherwise stand beside it."""
    places = load_gazetteer()
    nearest, known = "", list[FigureRule]()
    for area in reversed(places.path(code)):
        known = [rule for rule in load_rulebase().figures if rule.area == area.code]
        if known:
            nearest = area.code
            break
    title = places.area(nearest).title if nearest else ""
    checks = contradictions.checks if contradictions else ()
    return Officials(title, nearest == code, tuple(_official(rule, title, checks, now) for rule in known))


def _official(
    rule: FigureRule, area: str, checks: Iterable[tuple[IncidentRow, Mapping[str, Any]]], now: datetime
) -> Official:
    doubts = tuple(
        (line_of(row, now=now), str(check["stated"] or check["stated_value"]))
        for row, check in checks
        if check["kind"] == rule.kind and str(check["official"]).startswith(f"{area}: ")
    )
    sources = load_rulebase().sources
    keys = [key.strip("[]") for key in rule.source.replace("][", "] [").split()]
    where = "; ".join(sources[key] for key in keys if key in sources) or rule.source
    return Official(
        title=rule.title.removesuffix(f" {area}"),
        value=_figure(rule),
        as_of=day_in_words(rule.as_of),
        source=where,
        confidence=str(MARKS_OF_CONFIDENCE[rule.confidence]),
        note=rule.note,
        doubts=doubts,
    )


def _figure(rule: FigureRule) -> str:
    """With the separators of the page's language; a share in percent."""
    value = Decimal(rule.value)
    written = f"{value:,}"
    if get_language() != "en":
        written = written.translate(str.maketrans(",.", ".,"))
    return f"{written} %" if "turnout" in rule.kind else written


# What people did ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the trail."""

    when: str
    iso: str
    who: str
    what: str
    reason: str
    line: Line


def trail_of(code: str, now: datetime) -> tuple[Step, ...]:
    """Judgements, merges and splits in the area, the newest first."""
    return tuple(
        Step(moment(said.at, code), said.at.isoformat(), said.by, _done(said), said.reason, line_of(said.row, now=now))
        for said in said_in(code)
    )


def _done(said: Said) -> str:
    if said.tie is not None:
        return gettext("menggabungkan teks") if said.tie is Tie.TOGETHER else gettext("memisahkan teks")
    words = str(SAID[said.ruling]) if said.ruling else ""
    return f"{words}: {_value(said)}" if said.value else words


def _value(said: Said) -> str:
    if said.ruling is Ruling.WRONG_PLACE:
        return place_name(said.value)
    if said.ruling is Ruling.WRONG_CATEGORY:
        return category_label(said.value)
    if said.ruling is Ruling.WRONG_DATE:
        return iso_day(said.value)
    return str(KINDS.get(said.value, said.value))


# Nothing yet ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nearby:
    """What was told last around an area of which nothing was ever told; without a line, nothing at all was."""

    around: str
    line: Line | None


def nearby_of(code: str, now: datetime) -> Nearby:
    """The latest report of the smallest area around that has one; one query for each step up."""
    places = load_gazetteer()
    for area in reversed(places.path(code)[:-1]):
        row = latest_in(area.code)
        if row:
            return Nearby(area_title(area), line_of(row, now=now))
    row = latest_in("")
    return Nearby("Indonesia", line_of(row, now=now) if row else None)


def near_names(written: str, suggested: Sequence[Area], scope: Scope) -> tuple[tuple[Way, str], ...]:
    """What somebody may have meant by an address that names no area: similar names, or the parts of what exists of it."""
    places = load_gazetteer()
    above = written
    while above and above not in places:
        above = above.rpartition(".")[0]
    areas = list(suggested) or ([places.area(each) for each in (above, *places.children(above))[:40]] if above else [])
    return tuple(
        (_way(area, scope), ", ".join(each.title for each in places.path(area.code)[-2::-1])) for area in areas
    )
