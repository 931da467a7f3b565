"""Which clock a place goes by: Indonesia has three, and none of them changes with the season."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

# Provinces outside of western Indonesian time (Keppres 41/1987, and the provinces that were made since).
_CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})
_CLOCKS = {name: timezone(timedelta(hours=hours), name) for name, hours in (("WIB", 7), ("WITA", 8), ("WIT", 9))}
WIB = _CLOCKS["WIB"]  # by which days of the whole country are counted


def zone_of(code: str) -> str:
    """WIB, WITA or WIT: the zone of a place; WIB when there is none."""
    province = code[:2]
    return "WITA" if province in _CENTRAL else "WIT" if province in _EASTERN else "WIB"


def clock_of(code: str) -> timezone:
    """The zone of a place, to count with."""
    return _CLOCKS[zone_of(code)]


def on_its_clock(moment: datetime, code: str) -> datetime:
    """A moment that names no zone is meant on the clock of the place; one that does stays as it is."""
    return moment if moment.tzinfo else moment.replace(tzinfo=clock_of(code))
