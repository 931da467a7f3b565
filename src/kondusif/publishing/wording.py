"""Figures and moments in words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language, gettext, ngettext

from kondusif.places.domain.codes import Level, level_of
from kondusif.places.domain.gazetteer import Area, load_gazetteer
from kondusif.places.domain.zones import clock_of, zone_of


def number(count: int) -> str:
    """A count as the language writes it: "20.000" in Indonesian, "20,000" in English."""
    written = f"{count:,}"
    return written if get_language() == "en" else written.replace(",", ".")


def decimal(value: float, places: int = 1, *, signed: bool = False) -> str:
    """A figure with its decimals as the language writes it: "1.204,5", "+0,3"; what rounds to nothing has no sign."""
    rounded = round(value, places) + 0.0
    written = f"{abs(rounded):,.{places}f}"
    if get_language() != "en":
        written = written.translate(str.maketrans(",.", ".,"))
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{written}"


def certainty(confidence: float) -> str:
    """How sure the machine is, in words that people use."""
    if confidence >= 0.9:
        return gettext("sangat yakin")
    if confidence >= 0.75:
        return gettext("yakin")
    if confidence >= 0.55:
        return gettext("cukup yakin")
    return gettext("ragu")


def percent(confidence: float) -> str:
    """Whole percents; never 100, because no machine is certain."""
    return f"{min(99, round(confidence * 100))} %"


def age(moment: datetime, now: datetime) -> str:
    """How long ago, rounded down to the largest unit that fits."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return gettext("baru saja")
    if minutes < 60:
        return ngettext("%(count)s menit lalu", "%(count)s menit lalu", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)s jam lalu", "%(count)s jam lalu", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)s hari lalu", "%(count)s hari lalu", days) % {"count": days}


def day(value: date) -> str:
    """ "18 Nov 2024"."""
    return formats.date_format(value, "j M Y")


def days(start: date | None, end: date | None) -> str:
    """One day, a range of days, or that none is named."""
    if start is None:
        return gettext("tanggal tidak disebut")
    if end is None or end == start:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start)} – {day(end)}"


def iso_day(written: str | None) -> str:
    """A day of the contract's JSON in words."""
    try:
        return day(date.fromisoformat(written)) if written else gettext("tanggal tidak disebut")
    except ValueError:
        return str(written)


def moment(value: datetime, code: str = "") -> str:
    """A moment as the clocks of a place show it. One without a zone is shown as it was written."""
    local = value.astimezone(clock_of(code)) if value.tzinfo else value
    return f"{formats.date_format(local, 'j M Y H.i')} {zone_of(code)}"


def area_title(area: Area) -> str:
    """The name of an area, short where it stands in a row: "Kab. Tulungagung"."""
    return f"Kab. {area.name}" if area.kind == "kabupaten" else area.title


def place_path(code: str) -> tuple[str, ...]:
    """Names of an area and of all around it, the smallest first; the bare code when no such area exists."""
    if not code:
        return ()
    gazetteer = load_gazetteer()
    if code not in gazetteer:
        return (code,)
    return tuple(area_title(area) for area in reversed(gazetteer.path(code)))


def place_name(code: str) -> str:
    """The whole path in one line."""
    return ", ".join(place_path(code)) or gettext("tempat tidak disebut")


def area_kind(code: str) -> str:
    """ "desa", "kelurahan", "kecamatan", "kabupaten", "kota" or "provinsi"."""
    area = load_gazetteer().get(code)
    return area.kind if area and level_of(code) != Level.PROVINSI else "provinsi"
