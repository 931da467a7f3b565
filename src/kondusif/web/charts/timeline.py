"""Incidents through time: bars stacked by group, activities as dots on a line, stages of the calendar behind.

Heights are CSS pixels and lengths across are percents, so that one drawing fits every width and its words keep their size.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kondusif.elections.domain.bands import Band
from kondusif.incidents.queries import DayFigures
from kondusif.publishing.stage_words import stage_days
from kondusif.publishing.wording import days as days_in_words
from kondusif.web.charts.groups import GROUPS, by_group

PLOT = 88  # how high the highest bar is
_BAND = 17
_MOST_BANDS = 3
_FOOT = 20
_TOP = 16  # for the count above the highest bar
_ROOMS = ((600, "in-wide"), (310, "in-narrow"))  # widths for which words are tried, and which are shown then
_FEWEST = 12
_LETTER = 6.2
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 50, 45 * 7, 6 * 365


@dataclass(frozen=True, slots=True)
class Slot:
    """One bar: a day, a week, a month or a year, both days included, and the address that shows it alone."""

    first: date
    last: date
    incidents: int
    activities: int
    groups: tuple[int, ...]
    href: str
    chosen: bool

    @property
    def words(self) -> str:
        """The days in words."""
        return days_in_words(self.first, self.last)

    @property
    def said(self) -> str:
        """The days and their counts in words."""
        incidents = ngettext("%(count)s insiden", "%(count)s insiden", self.incidents) % {"count": self.incidents}
        activities = ngettext("%(count)s kegiatan", "%(count)s kegiatan", self.activities) % {"count": self.activities}
        return f"{self.words}: {incidents}, {activities}"


@dataclass(frozen=True, slots=True)
class Named:
    """A group with what it adds up to, for the labels and the head of the table."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing and the same as a table. `empty` when nothing was reported in all of it."""

    svg: SafeString
    slots: tuple[Slot, ...]
    groups: tuple[Named, ...]
    incidents: int
    activities: int
    unit: str
    words: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.incidents and not self.activities

    @property
    def rows(self) -> tuple[Slot, ...]:
        """The bars with anything in them, the newest first."""
        return tuple(slot for slot in reversed(self.slots) if slot.incidents or slot.activities)


def timeline(
    days: Iterable[DayFigures],
    *,
    first: date,
    last: date,
    today: date,
    vote: date,
    bands: Sequence[Band],
    address: Callable[[date, date], str],
    chosen: tuple[date, date] | None = None,
) -> Timeline:
    """Draw the days from `first` to `last`; long stretches by week, month or year. `chosen` days stand out, `vote` is the voting day."""
    unit, spans = _spans(first, last)
    slots = tuple(_slots(spans, {each.day: each for each in days}, address, chosen))
    totals = [sum(slot.groups[at] for slot in slots) for at in range(len(GROUPS))]
    named = tuple(Named(group.id, str(group.label), total) for group, total in zip(GROUPS, totals, strict=True))
    words = days_in_words(spans[0][0], spans[-1][1])
    incidents, activities = sum(totals), sum(slot.activities for slot in slots)
    svg = _Drawing(slots, bands, today, vote, unit).svg(_title(words, incidents, activities))
    return Timeline(mark_safe(svg), slots, named, incidents, activities, unit, words)  # noqa: S308 -- words are escaped


def _title(words: str, incidents: int, activities: int) -> str:
    return gettext("Garis waktu %(days)s: %(incidents)s insiden, %(activities)s kegiatan") % {
        "days": words,
        "incidents": incidents,
        "activities": activities,
    }


def _spans(first: date, last: date) -> tuple[str, list[tuple[date, date]]]:
    """The bars' days; every bar is whole, so that a stretch may begin a little earlier than asked for."""
    length = (last - first).days + 1
    if length <= _MOST_DAYS:
        return "day", [(first + timedelta(days=at),) * 2 for at in range(length)]
    if length <= _MOST_WEEKS:
        weeks = ceil(length / 7)
        starts = [last - timedelta(days=7 * (weeks - at) - 1) for at in range(weeks)]
        return "week", [(start, start + timedelta(days=6)) for start in starts]
    unit = "month" if length <= _MOST_MONTHS else "year"
    spans, start = [], first.replace(day=1) if unit == "month" else first.replace(month=1, day=1)
    while start <= last:
        after = (start + timedelta(days=32)).replace(day=1) if unit == "month" else start.replace(year=start.year + 1)
        spans.append((start, after - timedelta(days=1)))
        start = after
    return unit, spans


def first_day_drawn(first: date, last: date) -> date:
    """The first day for which figures are needed."""
    return _spans(first, last)[1][0][0]


def last_day_drawn(first: date, last: date) -> date:
    """The last day for which figures are needed."""
    return _spans(first, last)[1][-1][1]


def _slots(
    spans: Sequence[tuple[date, date]],
    figures: dict[date, DayFigures],
    address: Callable[[date, date], str],
    chosen: tuple[date, date] | None,
) -> Iterator[Slot]:
    known = sorted(figures)
    for start, end in spans:
        inside = [figures[each] for each in known if start <= each <= end]
        stacked = [by_group(each.by_category) for each in inside]
        yield Slot(
            first=start,
            last=end,
            incidents=sum(each.incidents for each in inside),
            activities=sum(each.activities for each in inside),
            groups=tuple(sum(column) for column in zip(*stacked, strict=True)) if stacked else (0,) * len(GROUPS),
            href=address(start, end),
            chosen=chosen is not None and start <= chosen[1] and end >= chosen[0],
        )


class _Drawing:
    """Where everything stands."""

    def __init__(self, slots: Sequence[Slot], bands: Sequence[Band], today: date, vote: date, unit: str) -> None:
        self.slots, self.today, self.vote, self.unit = slots, today, vote, unit
        self.first, self.last = slots[0].first, slots[-1].last
        self.bands = [band for band in bands if band.row < _MOST_BANDS]
        rows = max((band.row + 1 for band in self.bands), default=0)
        self.above = rows * _BAND + (4 if rows else 0) + _TOP
        self.base = self.above + PLOT
        self.height = self.base + _FOOT
        self.peak = max((max(slot.incidents, slot.activities) for slot in slots), default=0)
        self.wide = 100 / len(slots)

    def svg(self, title: str) -> str:
        parts = [
            (
                f'<svg class="timeline" width="100%" height="{self.height}" role="group" aria-label="{escape(title)}"'
                f" data-brush>{_PATTERNS}"
            ),
            *self._bands(),
            *self._slots(),
            *self._activities(),
            *self._counts(),
            f'<line class="base" x1="0" x2="100%" y1="{self.base}" y2="{self.base}"/>',
            *self._marks(),
            *self._ticks(),
        ]
        return "".join([*parts, "</svg>"])

    def _x(self, day: date) -> float:
        """Where a day begins; bars of months are as wide as each other, so a day's place lies inside its bar."""
        for at, slot in enumerate(self.slots):
            if day <= slot.last:
                inside = max((day - slot.first).days, 0) / ((slot.last - slot.first).days + 1)
                return (at + inside) * self.wide
        return 100

    def _y(self, count: int) -> float:
        return round(self.base - PLOT * count / self.peak, 1) if self.peak else self.base

    def _bands(self) -> Iterator[str]:
        for row in range(_MOST_BANDS):
            placed = [
                (band, self._x(band.start), self._x(band.end + timedelta(days=1)))
                for band in self.bands
                if band.row == row
            ]
            taken = {room: 0.0 for room, _ in _ROOMS}
            for at, (band, x, end) in enumerate(placed):
                ahead = placed[at + 1][1] if at + 1 < len(placed) else 100
                y = row * _BAND
                yield (
                    f'<g class="band"><title>{escape(_named(band))}</title>'
                    f'<rect class="behind" {_across(x, end)} y="{y}" height="{self.base - y}"/>'
                    f'<rect class="strip{" unsure" if band.unsure else ""}" {_across(x, end)} y="{y}" height="{_BAND - 3}"/>'
                )
                for room, css in _ROOMS:
                    text, taken[room] = _band_name(band.stage.title, (x, end), (taken[room], ahead), room, css)
                    yield text.format(y=y + _BAND - 6) if text else ""
                yield "</g>"

    def _slots(self) -> Iterator[str]:
        reachable = False
        for at, slot in enumerate(self.slots):
            x = at * self.wide
            drawn = "".join(self._bar(slot, x))
            hit = f'<rect class="hit" {_across(x, x + self.wide)} y="{self.above - _TOP}" height="{PLOT + _TOP}"/>'
            said, css = escape(slot.said), "slot on" if slot.chosen else "slot"
            if slot.first > self.today and not slot.incidents and not slot.activities:
                yield f'<g class="{css} ahead">{hit}</g>'
                continue
            stop = "" if not reachable else ' tabindex="-1"'
            reachable = True
            yield (
                f'<a class="{css}" href="{escape(slot.href)}" aria-label="{said}"{stop} data-first="{slot.first}"'
                f' data-last="{slot.last}"><title>{said}</title>{hit}{drawn}</a>'
            )

    def _counts(self) -> Iterator[str]:
        """How many above each bar; a narrow window shows the highest alone."""
        highest = max(self.slots, key=lambda slot: slot.incidents)
        yield '<g aria-hidden="true">'
        for at, slot in enumerate(self.slots):
            if slot.incidents:
                css = "count" if slot is highest else "count minor"
                place = f'x="{_n((at + 0.5) * self.wide)}%" y="{_n(self._y(slot.incidents) - 4)}"'
                yield f'<text class="{css}" {place}>{slot.incidents}</text>'
        yield "</g>"

    def _bar(self, slot: Slot, x: float) -> Iterator[str]:
        below, edge = 0, self.wide * 0.12
        for group, count in zip(GROUPS, slot.groups, strict=True):
            if count:
                top, foot = self._y(below + count), self._y(below)
                across = _across(x + edge, x + self.wide - edge)
                yield f'<rect class="g-{group.id}" fill="url(#tl-{group.id})" {across} y="{top}" height="{_n(foot - top)}"/>'
                below += count

    def _activities(self) -> Iterator[str]:
        points = [
            (_n((at + 0.5) * self.wide), self._y(slot.activities))
            for at, slot in enumerate(self.slots)
            if slot.first <= self.today or slot.activities
        ]
        if not any(slot.activities for slot in self.slots):
            return
        yield '<g class="activities" aria-hidden="true">'
        for (x, y), (to_x, to_y) in itertools.pairwise(points):
            yield f'<line x1="{x}%" y1="{y}" x2="{to_x}%" y2="{to_y}"/>'
        yield from (f'<circle cx="{x}%" cy="{y}" r="2.5"/>' for x, y in points if y < self.base)
        yield "</g>"

    def _marks(self) -> Iterator[str]:
        """Today and the voting day as lines with their names below."""
        for css, day, name in (("vote", self.vote, gettext("hari H")), ("today", self.today, gettext("hari ini"))):
            if self.first <= day <= self.last:
                x, edge = _n(self._middle(day)), " end" if self._middle(day) > 95 else ""
                yield (
                    f'<g class="{css}"><line x1="{x}%" x2="{x}%" y1="{self.above - _TOP}" y2="{self.base + 4}"/>'
                    f'<text class="name{edge}" x="{"100" if edge else x}%" y="{self.base + 15}">{escape(name)}</text></g>'
                )

    def _middle(self, day: date) -> float:
        return self._x(day) + (self.wide / 2 if self.unit == "day" else 0)

    def _ticks(self) -> Iterator[str]:
        """Some days by name below, none of them where a line has its name; a narrow window shows every second one."""
        step = max(1, round(len(self.slots) / 8))
        shown = 0
        named = [self._middle(day) for day in (self.today, self.vote) if self.first <= day <= self.last]
        for at in range(step // 2, len(self.slots), step):
            x = (at + 0.5) * self.wide
            if any(abs(x - other) < 9 for other in named):
                continue
            css = "tick" if shown % 2 == 0 else "tick minor"
            shown += 1
            yield f'<text class="{css}" x="{_n(x)}%" y="{self.base + 15}">{escape(self._tick_name(self.slots[at].first))}</text>'

    def _tick_name(self, day: date) -> str:
        pattern = {"day": "j M", "week": "j M", "month": "M Y", "year": "Y"}[self.unit]
        return formats.date_format(day, pattern)


def _band_name(
    title: str, band: tuple[float, float], free: tuple[float, float], room: int, css: str
) -> tuple[str, float]:
    """The name from where its band begins, or up to where it ends, whichever has more room; and what is taken then.

    Cut to what fits between the name before and the band after; left out where next to nothing does.
    """
    (x, end), (before, after) = band, free
    backwards = end - before > after - x
    letters = int((end - before if backwards else after - x) * room / 100 / _LETTER) - 2
    if len(title) > letters and letters < _FEWEST:
        return "", max(before, end)
    shown = title if len(title) <= letters else f"{title[: letters - 1].rstrip()}…"
    place = f'x="{_n(end)}%" dx="-4" class="{css} end"' if backwards else f'x="{_n(x)}%" dx="4" class="{css}"'
    reach = end if backwards else max(end, x + (len(shown) + 2) * _LETTER * 100 / room)
    return f'<text {place} y="{{y}}">{escape(shown)}</text>', reach


def _named(band: Band) -> str:
    return f"{band.stage.title}, {stage_days(band.stage)}"


def _across(start: float, end: float) -> str:
    return f'x="{_n(start)}%" width="{_n(end - start)}%"'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


_PATTERNS = (
    "<defs>"
    '<pattern id="tl-integritas" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="p-ink" width="4" height="4"/></pattern>'
    '<pattern id="tl-ujaran" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="p-soft" width="5" height="5"/>'
    '<path class="p-line" d="M-1 1L1 -1M0 5L5 0M4 6L6 4"/></pattern>'
    '<pattern id="tl-keamanan" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="p-mid" width="4" height="4"/></pattern>'
    '<pattern id="tl-penyelenggaraan" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="p-soft" width="4" height="4"/>'
    '<circle class="p-dot" cx="2" cy="2" r="1"/></pattern>'
    '<pattern id="tl-lainnya" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="p-soft" width="4" height="4"/></pattern>'
    "</defs>"
)
