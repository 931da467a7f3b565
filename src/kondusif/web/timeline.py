"""A calendar as a drawing: bars in rows with their names, months above, today and the voting day as lines.

Lengths are units of the drawing, about one CSS pixel each; colours come from classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils import formats

from kondusif.elections.domain.bands import Band, bands
from kondusif.elections.domain.calendar import Calendar, Status, status
from kondusif.publishing.stage_words import stage_days
from kondusif.rulebase.rules import StageRule

ROW = 22
BAR = 16
HEAD = 52
FOOT = 6

_LETTER = 7.0
_BOLD = 1.1
_GAP = 5
_NARROWEST = 3.0
_LABEL = 45
_MONTH = 30
_FEWEST_LETTERS = 5
_FAR = 60
"""Days that are kept free after the last one, for the names of the last stages."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage. `inside` is whether its name stands on it; `name_x` is where the name begins."""

    id: str
    title: str
    days: str
    status: Status
    x: float
    y: float
    width: float
    name: str
    name_x: float
    inside: bool
    unsure: bool
    open_start: bool

    @property
    def name_y(self) -> float:
        """The line that the letters stand on."""
        return self.y + BAR - 4

    @property
    def diamond(self) -> str:
        """The outline of the mark of a last day."""
        middle, half = round(self.x + self.width / 2, 1), BAR / 2
        return f"M{middle} {self.y}l{half} {half}l{-half} {half}l{-half} {-half}z"


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a month, or a line of its own, with what is written at it."""

    x: float
    name: str
    anchor: str = "start"

    @property
    def name_x(self) -> float:
        """Where the name begins, beside the line."""
        return round(self.x + 4, 1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing. `today` and `vote` are None when they lie outside of it, `vote` also when it is today."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: Tick | None
    vote: Tick | None


def whole_calendar(calendar: Calendar, day: date, *, width: int = 1160) -> Timeline:
    """Everything from the first to the last day."""
    first = calendar.first_day.replace(day=1)
    return _drawn(calendar, day, first, calendar.last_day + timedelta(days=_FAR), width)


def near_days(calendar: Calendar, day: date, *, width: int = 350, before: int = 10, after: int = 45) -> Timeline:
    """The weeks around a day, as narrow as a phone; beside the calendar its first or last weeks."""
    nearest = min(max(day, calendar.first_day + timedelta(days=before)), calendar.last_day)
    return _drawn(calendar, day, nearest - timedelta(days=before), nearest + timedelta(days=after), width)


def _drawn(calendar: Calendar, day: date, first: date, last: date, width: int) -> Timeline:
    unit = width / ((last - first).days + 1)

    def place(wanted: date) -> float:
        return round((wanted - first).days * unit, 1)

    def room(stage: StageRule) -> int:
        """How many days the name of a stage takes after its bar."""
        drawn = (min(stage.end or last, last) - max(stage.start or stage.end or first, first)).days + 1
        bold = _BOLD if status(stage, day) == "running" else 1
        needed = _length(stage.title) * bold + 2 * _GAP + (0 if stage.start else BAR / 2)
        return ceil((_GAP if needed <= drawn * unit else needed) / unit)

    def middle_of(wanted: date) -> Tick | None:
        if not first <= wanted <= last:
            return None
        middle = round(place(wanted) + unit / 2, 1)
        anchor = "end" if middle > width - _LABEL else "middle" if middle > _LABEL else "start"
        return Tick(middle, formats.date_format(wanted, "j M"), anchor)

    placed = bands(calendar.stages, first=first, last=last, room=room)
    rows = max((band.row for band in placed), default=0) + 1
    return Timeline(
        width=width,
        height=HEAD + rows * ROW + FOOT,
        bars=tuple(_bar(band, day, place(band.start), unit, width) for band in placed),
        ticks=tuple(_months(first, last, place, unit)),
        today=middle_of(day),
        vote=middle_of(calendar.voting_day) if calendar.voting_day != day else None,
    )


def _bar(band: Band, day: date, x: float, unit: float, width: int) -> Bar:
    long = max(round(((band.end - band.start).days + 1) * unit, 1), _NARROWEST)
    inside = _length(band.stage.title) + 2 * _GAP <= long
    after = long if band.stage.start else max(long, long / 2 + BAR / 2)  # a last day is drawn as a mark of its own
    name_x = round(x + _GAP if inside else x + after + _GAP, 1)
    return Bar(
        id=band.stage.id,
        title=band.stage.title,
        days=stage_days(band.stage),
        status=status(band.stage, day),
        x=x,
        y=HEAD + band.row * ROW,
        width=long,
        name=_shortened(band.stage.title, width - name_x),
        name_x=name_x,
        inside=inside,
        unsure=band.unsure,
        open_start=band.open_start,
    )


def _months(first: date, last: date, place: Callable[[date], float], unit: float) -> Iterator[Tick]:
    month = first if first.day == 1 else _next_month(first)
    while month <= last - timedelta(days=ceil(_MONTH / unit)):
        short = unit * 30 < 60
        yield Tick(place(month), formats.date_format(month, "M" if short or month.month != 1 else "M Y"))
        month = _next_month(month)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _length(name: str) -> float:
    return len(name) * _LETTER


def _shortened(name: str, room: float) -> str:
    letters = int(room / _LETTER)
    if len(name) <= letters:
        return name
    return f"{name[: letters - 1].rstrip()}…" if letters >= _FEWEST_LETTERS else ""
