"""Dates and times as tables and pages write them."""

from __future__ import annotations

import re
from datetime import date, datetime

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?$")
_ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00"}
_ZONE = re.compile(r"\s*(WIB|WITA|WIT)$")
EARLIEST_YEAR, LATEST_YEAR = 1945, 2200


class BadMoment(ValueError):
    """Not a date that we can read."""


def parse_moment(value: object) -> datetime | None:
    """ISO 8601, or day/month/year with an optional time and WIB, WITA or WIT; None for an empty value.

    A time without a zone stays without one: the place decides it later. Raises `BadMoment`.
    """
    if isinstance(value, str):
        text = value.strip()
        return _plausible(_parse(text)) if text else None
    if value is None:
        return None
    if isinstance(value, datetime):
        return _plausible(value)
    if isinstance(value, date):
        return _plausible(datetime(value.year, value.month, value.day))  # noqa: DTZ001 - no zone is stated
    raise BadMoment(str(value)[:40])


def _parse(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    zoned = _ZONE.search(text)
    bare = text[: zoned.start()] if zoned else text
    if found := _DAY_FIRST.match(bare):
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
        text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    else:
        text = bare
    try:
        return datetime.fromisoformat(text + (_ZONES[zoned.group(1)] if zoned else ""))
    except ValueError:
        raise BadMoment(bare[:40]) from None


def _plausible(moment: datetime) -> datetime:
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise BadMoment(moment.isoformat()[:40])
    return moment
