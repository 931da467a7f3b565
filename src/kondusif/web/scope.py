"""One scope for all pages: area, period, categories, kind, status. It lives in the address and travels along links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import EVERYTHING, Filters
from kondusif.places.domain.gazetteer import Area
from kondusif.publishing.domain.periods import PERIODS, bounds
from kondusif.publishing.wording import day, days
from kondusif.understanding.reading import Category
from kondusif.web.area_search import area_meant, suggest_areas

MOST_TYPED = 120
YEARS = range(
    1900, 2101
)  # of reports; a year before or after is a slip of the hand, and no database could count from it
ALL_TIME = "semua"  # asked for by name where a page has a period of its own

# What can be chosen at a touch; a touch more is a range of days.
PERIOD_LABELS: Mapping[str, str | Promise] = {
    "24j": _("24 jam"),
    "7h": _("7 hari"),
    "30h": _("30 hari"),
    "": _("Semua waktu"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """When it was first reported: a stretch up to now (`name`), whole days by WIB (`since`, `until`), or all time."""

    name: str = ""
    since: date | None = None
    until: date | None = None

    def bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """The half-open stretch of moments; None where it has no end."""
        return bounds(self.name, self.since, self.until, now=now)

    @property
    def label(self) -> str:
        """The period in words."""
        if self.name or not (self.since or self.until):
            return str(PERIOD_LABELS[self.name])
        if self.since and self.until:
            return days(self.since, self.until)
        if self.since:
            return gettext("sejak %(day)s") % {"day": day(self.since)}
        return gettext("sampai %(day)s") % {"day": day(self.until)} if self.until else ""

    def __bool__(self) -> bool:
        return bool(self.name or self.since or self.until)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page is about. `filters` carry the period as moments; `area_typed` is what was typed but left a doubt."""

    filters: Filters = EVERYTHING
    period: Period = ALWAYS
    area_typed: str = ""
    areas_meant: tuple[Area, ...] = field(default=())
    asks_all_time: bool = False

    @property
    def area(self) -> str:
        """The code of the area; empty for the country."""
        return self.filters.area

    @property
    def query(self) -> str:
        """The query of an address with this scope, beginning with "?"; empty for the whole of everything."""
        return self.query_with()

    def query_with(self, *, period: Period | None = None, **changes: Any) -> str:
        """The query of the same scope with some filters, or the period, changed."""
        changed = replace(self.filters, **changes)
        chosen = self.period if period is None else period
        return query_of(changed, chosen, **({} if chosen else self._unbounded()))

    def _unbounded(self) -> dict[str, str]:
        return {"periode": ALL_TIME} if self.asks_all_time else {}


def scope_of(asked: QueryDict, *, now: datetime, default_period: str = "") -> Scope:
    """The scope in an address. What is unknown filters nothing: an old link never fails.

    `default_period` holds where the address names no period; "semua" asks for all time.
    """
    typed = asked.get("wilayah", "").replace("\x00", "").strip()[:MOST_TYPED]
    area = area_meant(typed) if typed else None
    period = _period(asked, default_period)
    start, end = period.bounds(now)
    filters = Filters(
        categories=_known(asked.getlist("kategori"), list(Category)),
        area=area or "",
        statuses=_known(asked.getlist("status"), list(Status)),
        kind=next(iter(_known([asked.get("jenis", "")], list(Kind))), ""),
        seen_from=start,
        seen_to=end,
    )
    return Scope(
        filters=filters,
        period=period,
        area_typed="" if area else typed,
        areas_meant=() if area or not typed else tuple(suggest_areas(typed)),
        asks_all_time=not period and asked.get("periode") == ALL_TIME,
    )


def query_of(filters: Filters, period: Period = ALWAYS, **more: str) -> str:
    """The query of an address for these filters, beginning with "?"; empty for the whole list.

    `period` is written instead of the moments in the filters: a link to "the last 24 hours" stays one.
    """
    query = QueryDict(mutable=True)
    plain = {
        "cari": filters.search,
        "wilayah": filters.area,
        "periode": period.name,
        "sejak": period.since.isoformat() if period.since else "",
        "hingga": period.until.isoformat() if period.until else "",
        "jenis": filters.kind,
        "dari": filters.date_from.isoformat() if filters.date_from else "",
        "sampai": filters.date_to.isoformat() if filters.date_to else "",
        "bertentangan": "1" if filters.contradicted else "",
        "banyak": "1" if filters.several else "",
        "urut": filters.sort if filters.sort != "latest" else "",
        **more,
    }
    query.setlist("kategori", list(filters.categories))
    query.setlist("status", list(filters.statuses))
    for name, value in plain.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


def read_day(written: str) -> date | None:
    """A day of an address, or None."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _period(asked: QueryDict, default: str) -> Period:
    since, until = (
        found if (found := read_day(asked.get(name, ""))) and found.year in YEARS else None
        for name in ("sejak", "hingga")
    )
    if since or until:
        if since and until and until < since:
            since, until = until, since
        return Period(since=since, until=until)
    name = asked.get("periode", default)
    return Period(name) if name in PERIODS else ALWAYS


def _known(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    wanted = set(asked)
    return tuple(str(item) for item in allowed if item in wanted)
