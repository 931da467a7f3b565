"""What a list's address says, and addresses of lists that differ in one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import SORTS, Filters
from kondusif.places.domain.gazetteer import Area
from kondusif.publishing.labels import KINDS, STATUSES, category_label
from kondusif.publishing.wording import day, place_name
from kondusif.understanding.reading import Category
from kondusif.web.area_search import area_meant, suggest_areas

MOST_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """The filters, the page, and what was typed for an area but left a doubt."""

    filters: Filters
    page: int = 1
    area_typed: str = ""
    areas_meant: tuple[Area, ...] = ()

    @property
    def query(self) -> str:
        """The address's query for this list, without the page."""
        return query_of(self.filters)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the query of the list without it."""

    label: str
    value: str
    query: str


def read_state(asked: QueryDict) -> ListState:
    """The state in an address. What is unknown filters nothing: an old link never fails."""
    typed = asked.get("wilayah", "").strip()[:120]
    area = area_meant(typed) if typed else None
    filters = Filters(
        categories=_known(asked.getlist("kategori"), list(Category)),
        area=area or "",
        statuses=_known(asked.getlist("status"), list(Status)),
        kind=next(iter(_known([asked.get("jenis", "")], list(Kind))), ""),
        search=" ".join(asked.get("cari", "").replace("\x00", "").split())[:MOST_SEARCHED],
        date_from=_day(asked.get("dari", "")),
        date_to=_day(asked.get("sampai", "")),
        contradicted=asked.get("bertentangan") == "1",
        sort=asked.get("urut", "") if asked.get("urut", "") in SORTS else "latest",
    )
    return ListState(
        filters=filters,
        page=_page(asked.get("hal", "1")),
        area_typed="" if area else typed,
        areas_meant=() if area or not typed else tuple(suggest_areas(typed)),
    )


def query_of(filters: Filters, **more: str) -> str:
    """The query of an address for these filters, beginning with "?"; empty for the whole list."""
    query = QueryDict(mutable=True)
    plain = {
        "cari": filters.search,
        "wilayah": filters.area,
        "jenis": filters.kind,
        "dari": filters.date_from.isoformat() if filters.date_from else "",
        "sampai": filters.date_to.isoformat() if filters.date_to else "",
        "bertentangan": "1" if filters.contradicted else "",
        "urut": filters.sort if filters.sort != "latest" else "",
        **more,
    }
    query.setlist("kategori", list(filters.categories))
    query.setlist("status", list(filters.statuses))
    for name, value in plain.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


def chips_of(filters: Filters) -> list[Chip]:
    """The filters that are on, in the order of the form."""
    found = []
    for category in filters.categories:
        rest = tuple(item for item in filters.categories if item != category)
        found.append(_chip(gettext("Kategori"), category_label(category), replace(filters, categories=rest)))
    for status in filters.statuses:
        others = tuple(item for item in filters.statuses if item != status)
        found.append(_chip(gettext("Status"), str(STATUSES[status]), replace(filters, statuses=others)))
    if filters.search:
        found.append(_chip(gettext("Cari"), f"“{filters.search}”", replace(filters, search="")))
    if filters.area:
        found.append(_chip(gettext("Wilayah"), place_name(filters.area), replace(filters, area="")))
    if filters.kind:
        found.append(_chip(gettext("Jenis"), str(KINDS[filters.kind]), replace(filters, kind="")))
    if filters.date_from:
        found.append(_chip(gettext("Sejak"), day(filters.date_from), replace(filters, date_from=None)))
    if filters.date_to:
        found.append(_chip(gettext("Sampai"), day(filters.date_to), replace(filters, date_to=None)))
    if filters.contradicted:
        words = gettext("bertentangan dengan fakta resmi")
        found.append(_chip(gettext("Hanya"), words, replace(filters, contradicted=False)))
    return found


def _chip(label: str, value: str, without: Filters) -> Chip:
    return Chip(label, value, query_of(without))


def _known(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    wanted = set(asked)
    return tuple(str(item) for item in allowed if item in wanted)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _page(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 1
