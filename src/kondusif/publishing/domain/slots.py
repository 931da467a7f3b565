"""When a sitrep is due, and which stretch of time it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from kondusif.places.domain.zones import clock_of

TIMES = (time(6), time(18))  # on the clock of the area
HALF_DAY = timedelta(hours=12)
LONGEST = timedelta(days=366)
EARLIEST = 2000  # no report of an election that this serves is older, and no database counts from year one


class Basis(StrEnum):
    """Why the period is the one it is."""

    CHOSEN = "chosen"
    SLOT = "slot"
    PREVIOUS = "previous"


class BadPeriod(Exception):
    """No sitrep can be made for this stretch of time; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, the end left out. `missed` are scheduled times within it for which none was made."""

    start: datetime
    end: datetime
    basis: Basis
    missed: int = 0

    @classmethod
    def of(cls, start: datetime, end: datetime) -> Period:
        """A stretch of time of which nothing else is known."""
        return cls(start, end, Basis.CHOSEN)

    @property
    def before_start(self) -> datetime:
        """Where the period before it, of the same length, begins."""
        return self.start - (self.end - self.start)


def latest_slot(code: str, now: datetime) -> datetime:
    """The newest scheduled time of an area that has come."""
    here = now.astimezone(clock_of(code))
    moments = (datetime.combine(here.date() - timedelta(days=back), at, here.tzinfo) for back in (0, 1) for at in TIMES)
    return max(moment for moment in moments if moment <= here)


def default_period(code: str, now: datetime, previous_end: datetime | None) -> Period:
    """Since the previous sitrep; without one the twelve hours before the newest scheduled time."""
    if previous_end is not None and previous_end < now:
        return Period(previous_end.astimezone(clock_of(code)), now.astimezone(clock_of(code)), Basis.PREVIOUS)
    slot = latest_slot(code, now)
    return Period(slot - HALF_DAY, slot, Basis.SLOT)


def slot_period(code: str, slot: datetime, previous_slot: datetime | None) -> Period:
    """Twelve hours; longer when scheduled times were missed, so that no hour is left untold."""
    end = slot.astimezone(clock_of(code))
    if previous_slot is None or previous_slot >= end - HALF_DAY:
        return Period(end - HALF_DAY, end, Basis.SLOT)
    start = previous_slot.astimezone(clock_of(code))
    return Period(start, end, Basis.SLOT, missed=(end - start) // HALF_DAY - 1)


def chosen_period(code: str, start: datetime, end: datetime, now: datetime) -> Period:
    """A period that a person asked for. Raises `BadPeriod`."""
    if start.year < EARLIEST or end - start > LONGEST:
        raise BadPeriod("periode paling lama satu tahun, dan tidak sebelum tahun 2000")
    clock = clock_of(code)
    if start >= now:
        raise BadPeriod("periode ini belum mulai; sitrep hanya menceritakan yang sudah lewat")
    if start >= end:
        raise BadPeriod("awal periode harus sebelum akhirnya")
    return Period(start.astimezone(clock), min(end, now).astimezone(clock), Basis.CHOSEN)
