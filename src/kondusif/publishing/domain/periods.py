"""Stretches of time that people ask for by name, the same on pages and in the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from kondusif.places.domain.zones import WIB

PERIODS: Mapping[str, timedelta] = {
    "24j": timedelta(hours=24),
    "7h": timedelta(days=7),
    "30h": timedelta(days=30),
}


def bounds(
    name: str, since: date | None, until: date | None, *, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """The half-open stretch of moments that a name, or whole days by WIB, stand for; None where it has no end."""
    if name:
        return now - PERIODS[name], None
    start = datetime.combine(since, time.min, WIB) if since else None
    end = datetime.combine(until + timedelta(days=1), time.min, WIB) if until else None
    return start, end
