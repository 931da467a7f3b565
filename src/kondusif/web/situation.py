"""The parts of Situasi: figures with their change, what waits for a person, the time line, what happened, what is due.

Each part stands alone: one that cannot be made leaves the others as they are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from kondusif.elections.domain.bands import bands
from kondusif.elections.domain.calendar import Calendar, Phase, current_calendar, day_at
from kondusif.incidents.domain.change import Change
from kondusif.incidents.domain.needs import REPORT_DAYS, VIOLATIONS, Reason
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import (
    Event,
    FeedLine,
    Figure,
    Filters,
    Need,
    Overview,
    by_day,
    feed,
    needs_you,
    reports_due,
)
from kondusif.places.domain.zones import WIB, clock_of, zone_of
from kondusif.publishing.domain.periods import PERIODS
from kondusif.publishing.labels import NEEDS, SAID
from kondusif.publishing.stage_words import coming_title, countdown, day_of_stage, stage_days, to_voting
from kondusif.publishing.wording import day as day_in_words
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import StageRule
from kondusif.web.charts.timeline import Timeline, first_day_drawn, last_day_drawn, timeline
from kondusif.web.maps import MapRow, MapView, map_of
from kondusif.web.rows import Line, line_of
from kondusif.web.scope import Period, Scope, query_of

Made = TypeVar("Made")
_log = logging.getLogger(__name__)

MOST_NEEDS = 5
MOST_EVENTS = 10
MOST_AREAS = 7
MOST_STAGES = 3
DAYS_BACK, DAYS_AHEAD = 30, 7  # that the time line shows where the period is shorter
LONGEST = timedelta(days=20 * 365)


@dataclass(frozen=True, slots=True)
class Part(Generic[Made]):
    """A part of a page, or that it could not be made."""

    made: Made | None

    @property
    def failed(self) -> bool:
        """Whether it could not be made."""
        return self.made is None


def part(build: Callable[[], Made]) -> Part[Made]:
    """Make a part; what goes wrong is logged and stays inside of it."""
    try:
        return Part(build())
    except Exception:  # noqa: BLE001 -- whatever it is, the other parts are still worth reading
        _log.exception("a part of a page could not be made")
        return Part(None)


# Figures --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, the list that it opens, its change in words, and the word for it when a test says so.

    Without an address the filters of the scope leave none of this sort.
    """

    name: str
    label: str
    count: int
    href: str
    change: str
    unusual: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The row of figures; `tested` when one of them is called unusual. `oldest` is the first text of the scope."""

    tiles: tuple[Tile, ...]
    tested: bool
    oldest: datetime | None


def figures_of(scope: Scope, counted: Overview) -> Figures:
    """The figures in words, each with the address of the list that has exactly as many rows."""
    made = tuple(_tiles(scope, counted))
    return Figures(made, any(tile.unusual for tile in made), counted.texts_from)


def _tiles(scope: Scope, counted: Overview) -> Iterator[Tile]:
    filters, unverified = scope.filters, Status.BELUM_DIVERIFIKASI.value
    incidents = replace(filters, kind=Kind.INCIDENT.value) if filters.kind != Kind.ACTIVITY else None
    activities = replace(filters, kind=Kind.ACTIVITY.value) if filters.kind != Kind.INCIDENT else None
    waiting = incidents and (
        replace(incidents, statuses=(unverified,)) if not filters.statuses or unverified in filters.statuses else None
    )
    several = incidents and replace(incidents, several=True)
    contradicted = replace(filters, contradicted=True)
    label = gettext("Insiden baru") if scope.period else gettext("Insiden")
    yield _tile(scope, counted, "incidents", label, counted.incidents, incidents)
    yield Tile(
        name="unverified",
        label=gettext("Belum diverifikasi"),
        count=counted.unverified,
        href=_list(scope, waiting),
        change=gettext("%(count)s terverifikasi") % {"count": counted.verified} if waiting else _outside(),
        unusual="",
    )
    yield _tile(scope, counted, "contradicted", gettext("Bertentangan"), counted.contradicted, contradicted)
    yield _tile(scope, counted, "several", gettext("Beberapa sumber"), counted.several_witnesses, several)
    label = gettext("Kegiatan baru") if scope.period else gettext("Kegiatan")
    yield _tile(scope, counted, "activities", label, counted.activities, activities)


def _tile(scope: Scope, counted: Overview, name: str, label: str, figure: Figure, opened: Filters | None) -> Tile:
    words = _outside() if opened is None else _change(scope, counted, figure)
    unusual = {
        Change.MORE: gettext("lebih banyak dari biasanya"),
        Change.FEWER: gettext("lebih sedikit dari biasanya"),
        Change.NONE: "",
    }[figure.change]
    return Tile(name, label, figure.count, _list(scope, opened), words, unusual)


def _change(scope: Scope, counted: Overview, figure: Figure) -> str:
    """The difference; nothing where there is no period before, or nothing was read so early."""
    if counted.start is None or figure.difference is None:
        return ""
    before = counted.start - (counted.end - counted.start)
    if counted.texts_from is None or counted.texts_from > before:
        return gettext("belum ada pembanding")
    named = scope.period.label if scope.period.name in PERIODS else gettext("periode")
    if not figure.difference:
        return gettext("sama dengan %(period)s sebelumnya") % {"period": named}
    words = {"difference": f"{figure.difference:+d}".replace("-", "−"), "period": named}
    return gettext("%(difference)s dari %(period)s sebelumnya") % words


def _outside() -> str:
    return gettext("di luar saringan")


def _list(scope: Scope, filters: Filters | None) -> str:
    return reverse("web:incidents") + query_of(filters, scope.period) if filters is not None else ""


# What waits -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """A reason as a small label; `pressing` ones stand out."""

    words: str
    pressing: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An incident that waits, in one line."""

    line: Line
    labels: tuple[Label, ...]
    due: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The head of the queue; `count` is how long all of it is, `all` where it is worked through."""

    rows: tuple[Waiting, ...]
    count: int
    all: str


def queue_of(scope: Scope, now: datetime) -> Queue:
    """What waits for a person, the most pressing first."""
    waiting = needs_you(scope.filters, now=now, limit=MOST_NEEDS)
    return Queue(tuple(_waiting(need, now) for need in waiting.items), waiting.count, _queue_address(scope))


def _waiting(need: Need, now: datetime) -> Waiting:
    due = _due_in(need.report_due, now) if need.report_due else ""
    return Waiting(line_of(need.row, now=now), tuple(_labels(need, due)), due)


def _labels(need: Need, due: str) -> Iterator[Label]:
    shorter = {Reason.CONTRADICTED: gettext("bertentangan"), Reason.NEEDS_MORE: gettext("perlu dilengkapi")}
    for reason in need.reasons:
        if reason is Reason.DUE:
            yield Label(gettext("batas laporan %(when)s") % {"when": due}, pressing=True)
        elif reason is not Reason.UNVERIFIED:
            words = shorter.get(reason) or str(NEEDS[reason])
            yield Label(words, pressing=reason in {Reason.CONTRADICTED, Reason.SEVERE})


def _due_in(due: date, now: datetime) -> str:
    """How long until a day, by WIB: "besok", "3 hari lagi"."""
    return countdown((due - now.astimezone(WIB).date()).days)


def _queue_address(scope: Scope) -> str:
    """The queue, of this scope; where no such page is, the list of what is unverified."""
    try:
        return reverse("web:queue") + scope.query
    except NoReverseMatch:
        unverified = replace(scope.filters, kind=Kind.INCIDENT.value, statuses=(Status.BELUM_DIVERIFIKASI.value,))
        return reverse("web:incidents") + query_of(unverified, scope.period)


# Where ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """An area of the list beside the map: its count as a bar, in percent of the largest."""

    row: MapRow
    width: int


@dataclass(frozen=True, slots=True)
class Where:
    """The map of the scope and the areas with most, the largest first; `others` have something too."""

    map: MapView
    bars: tuple[Bar, ...]
    others: int
    all: str


def where_of(scope: Scope, address: str) -> Where:
    """The map; an area leads to this page, one level down."""
    metric = "kegiatan" if scope.filters.kind == Kind.ACTIVITY else "baru"
    view = map_of(scope, metric=metric, to=lambda code: address + scope.query_with(area=code))
    rows = sorted((row for row in view.rows if row.value), key=lambda row: (-row.value, row.code))
    most = max((row.value for row in rows), default=1)
    shown = tuple(Bar(row, round(100 * row.value / most)) for row in rows[:MOST_AREAS])
    return Where(view, shown, max(0, len(rows) - MOST_AREAS), _map_page(scope))


def _map_page(scope: Scope) -> str:
    path = reverse("web:map_of", args=[scope.area]) if scope.area else reverse("web:map")
    return path + scope.query_with(area="")


# When -----------------------------------------------------------------------------------------------------------------


def timeline_of(scope: Scope, now: datetime, oldest: datetime | None, address: str) -> Timeline:
    """The scope's period, or the last 30 days where it is shorter, with the calendar behind it."""
    today = now.astimezone(WIB).date()
    first, last = _window(scope.period, now, oldest)
    start, end = first_day_drawn(first, last), last_day_drawn(first, last)
    wanted = replace(
        scope.filters, seen_from=Period(since=start).bounds(now)[0], seen_to=Period(until=end).bounds(now)[1]
    )
    calendar = current_calendar(load_rulebase(), min(max(today, start), end))
    return timeline(
        by_day(wanted),
        first=first,
        last=last,
        today=today,
        vote=calendar.voting_day,
        bands=bands(_but_voting(calendar), first=start, last=end, room=lambda stage: _room(stage.title, start, end)),
        address=lambda since, until: address + scope.query_with(period=Period(since=since, until=until)),
        chosen=_chosen(scope.period, now, start, end),
    )


def _but_voting(calendar: Calendar) -> Iterator[StageRule]:
    """The stages without the voting day, which has a line of its own."""
    return (stage for stage in calendar.stages if stage.id != calendar.election.voting)


def _window(period: Period, now: datetime, oldest: datetime | None) -> tuple[date, date]:
    today = now.astimezone(WIB).date()
    begun, _ = period.bounds(now)
    begin = begun or oldest
    last = period.until or today + timedelta(days=DAYS_AHEAD)
    first = min(
        begin.astimezone(WIB).date() if begin else last, (period.until or today) - timedelta(days=DAYS_BACK - 1)
    )
    return max(first, last - LONGEST), last


def _chosen(period: Period, now: datetime, first: date, last: date) -> tuple[date, date] | None:
    """The days of the period where the time line shows more than them."""
    begun, _ = period.bounds(now)
    if not period:
        return None
    start = begun.astimezone(WIB).date() if begun else first
    end = period.until or max(now.astimezone(WIB).date(), start)
    return None if start <= first and end >= last else (start, end)


def _room(title: str, first: date, last: date) -> int:
    """Days that the name of a stage may take beyond its band: half of it, for the other half is cut."""
    return round(len(title) * 3 * ((last - first).days + 1) / 640)


# What happened --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the last 24 hours."""

    time: str
    today: bool
    iso: str
    event: str
    what: str
    line: Line
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The last 24 hours by the clock of `zone`; `all` opens the list of what was first reported in them."""

    lines: tuple[Happening, ...]
    zone: str
    all: str


def feed_of(scope: Scope, now: datetime) -> Feed:
    """What was reported, told again or judged in the last 24 hours, the newest first."""
    lines = feed(scope.filters, since=now - timedelta(hours=24), until=now + timedelta(minutes=1), limit=MOST_EVENTS)
    everything = reverse("web:incidents") + query_of(scope.filters, Period("24j"))
    return Feed(tuple(_happening(line, now, scope.area) for line in lines), zone_of(scope.area), everything)


def _happening(line: FeedLine, now: datetime, area: str) -> Happening:
    clock = clock_of(area)
    local, today = line.at.astimezone(clock), now.astimezone(clock).date()
    told = ngettext("%(count)s sumber", "%(count)s sumber", line.row.witnesses) % {"count": line.row.witnesses}
    what = {
        Event.REPORTED: gettext("baru dilaporkan"),
        Event.SECONDED: gettext("diceritakan lagi"),
        Event.JUDGED: str(SAID[line.ruling]) if line.ruling else "",
    }[line.event]
    return Happening(
        time=formats.date_format(local, "H.i" if local.date() == today else "j M H.i"),
        today=local.date() == today,
        iso=local.isoformat(),
        event=line.event.value,
        what=what,
        line=line_of(line.row, now=now),
        who=line.by or told,
        reason=line.reason,
    )


# What is due ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deadline:
    """Formal reports whose last day is near: how many incidents, and the list that has exactly these."""

    words: str
    count: int
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that runs or comes."""

    title: str
    when: str
    days: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: reports within two days, stages that run and that come, how far the voting day is unless it is among them."""

    deadlines: tuple[Deadline, ...]
    running: tuple[Stage, ...]
    coming: tuple[Stage, ...]
    voting: str
    voting_day: str
    phase: Phase
    stages: str


def due_of(scope: Scope, now: datetime) -> Due:
    """What is due in the scope."""
    today = day_at(now, scope.area)
    calendar = current_calendar(load_rulebase(), today)
    deadlines = tuple(_deadline(scope, last, count, now) for last, count in reports_due(scope.filters, now=now).items())
    phase, coming = calendar.phase(today), calendar.coming(today)[:MOST_STAGES]
    voting = calendar.voting_day
    ahead = phase in {"before", "during"} and all(each.day != voting for each in coming)
    return Due(
        deadlines=deadlines,
        running=tuple(
            Stage(stage.title, day_of_stage(stage, today), stage_days(stage)) for stage in calendar.running(today)[:2]
        ),
        coming=tuple(Stage(coming_title(each), countdown(each.days), day_in_words(each.day)) for each in coming),
        voting=to_voting(calendar.days_to_voting(today)) if ahead else "",
        voting_day=day_in_words(voting),
        phase=phase,
        stages=_stages_page(),
    )


def _deadline(scope: Scope, last: date, count: int, now: datetime) -> Deadline:
    seen_on = last - timedelta(days=REPORT_DAYS)
    violations = tuple(each for each in VIOLATIONS if not scope.filters.categories or each in scope.filters.categories)
    wanted = replace(
        scope.filters,
        kind=Kind.INCIDENT.value,
        statuses=(Status.BELUM_DIVERIFIKASI.value,),
        categories=violations,
    )
    return Deadline(
        words=_due_in(last, now),
        count=count,
        day=day_in_words(last),
        href=reverse("web:incidents") + query_of(wanted, Period(since=seen_on, until=seen_on)),
    )


def _stages_page() -> str:
    try:
        return reverse("web:stages")
    except NoReverseMatch:
        return ""
