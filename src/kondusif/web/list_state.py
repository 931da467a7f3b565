"""What a list's address says, and addresses of lists that differ in one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext

from kondusif.incidents.queries import SORTS, Filters
from kondusif.places.domain.gazetteer import Area
from kondusif.publishing.labels import KINDS, STATUSES, category_label
from kondusif.publishing.wording import day, place_name
from kondusif.web.scope import ALWAYS, Period, query_of, read_day, scope_of

MOST_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class ListState:
    """The filters, the page, and what was typed for an area but left a doubt."""

    filters: Filters
    period: Period = ALWAYS
    page: int = 1
    area_typed: str = ""
    areas_meant: tuple[Area, ...] = ()

    @property
    def query(self) -> str:
        """The address's query for this list, without the page."""
        return query_of(self.filters, self.period)

    def query_with(self, **more: str) -> str:
        """The same with something more, such as the page."""
        return query_of(self.filters, self.period, **more)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the query of the list without it."""

    label: str
    value: str
    query: str


def read_state(asked: QueryDict, *, now: datetime) -> ListState:
    """The state in an address. What is unknown filters nothing: an old link never fails."""
    scope = scope_of(asked, now=now)
    filters = replace(
        scope.filters,
        search=" ".join(asked.get("cari", "").replace("\x00", "").split())[:MOST_SEARCHED],
        date_from=read_day(asked.get("dari", "")),
        date_to=read_day(asked.get("sampai", "")),
        contradicted=asked.get("bertentangan") == "1",
        several=asked.get("banyak") == "1",
        sort=asked.get("urut", "") if asked.get("urut", "") in SORTS else "latest",
    )
    return ListState(filters, scope.period, _page(asked.get("hal", "1")), scope.area_typed, scope.areas_meant)


def chips_of(filters: Filters, period: Period = ALWAYS) -> list[Chip]:
    """The filters that are on, in the order of the form."""

    def chip(label: str, value: str, without: Filters) -> Chip:
        return Chip(label, value, query_of(without, period))

    found = []
    for category in filters.categories:
        rest = tuple(item for item in filters.categories if item != category)
        found.append(chip(gettext("Kategori"), category_label(category), replace(filters, categories=rest)))
    for status in filters.statuses:
        others = tuple(item for item in filters.statuses if item != status)
        found.append(chip(gettext("Status"), str(STATUSES[status]), replace(filters, statuses=others)))
    if filters.search:
        found.append(chip(gettext("Cari"), f"“{filters.search}”", replace(filters, search="")))
    if filters.area:
        found.append(chip(gettext("Wilayah"), place_name(filters.area), replace(filters, area="")))
    if period:
        found.append(Chip(gettext("Dilaporkan"), period.label, query_of(filters)))
    if filters.kind:
        found.append(chip(gettext("Jenis"), str(KINDS[filters.kind]), replace(filters, kind="")))
    if filters.date_from:
        found.append(chip(gettext("Sejak"), day(filters.date_from), replace(filters, date_from=None)))
    if filters.date_to:
        found.append(chip(gettext("Sampai"), day(filters.date_to), replace(filters, date_to=None)))
    if filters.contradicted:
        words = gettext("bertentangan dengan fakta resmi")
        found.append(chip(gettext("Hanya"), words, replace(filters, contradicted=False)))
    if filters.several:
        found.append(chip(gettext("Hanya"), gettext("diceritakan beberapa sumber"), replace(filters, several=False)))
    return found


def _page(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 1
