"""The bar above a scoped page: where (a trail of areas, and a box to jump), when, and what else is filtered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.http import urlencode
from django.utils.translation import gettext

from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.labels import KINDS, STATUSES, category_label
from kondusif.publishing.wording import area_title, place_name, place_path
from kondusif.understanding.reading import Category
from kondusif.web.list_state import Chip
from kondusif.web.scope import ALL_TIME, PERIOD_LABELS, Period, Scope, query_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose by a link or a box; `value` is what a form would send."""

    label: str
    href: str
    on: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class ScopeBar:
    """What `web/scope_bar.html` shows."""

    action: str
    crumbs: tuple[Choice, ...]
    area_code: str
    area_name: str
    area_typed: str
    areas_meant: tuple[tuple[Choice, str], ...]
    periods: tuple[Choice, ...]
    period: Period
    categories: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    filtered: int
    chips: tuple[Chip, ...]
    more: tuple[tuple[str, str], ...] = ()


def scope_bar(scope: Scope, action: str, **more: str) -> ScopeBar:
    """The bar for a page at the address `action`; every link keeps the rest of the scope.

    `more` is what else the page's address says, and keeps saying when the scope changes.
    """
    kept = tuple((name, value) for name, value in more.items() if value)
    bar = _bar(scope, action)
    if not kept:
        return bar
    return replace(
        bar,
        crumbs=tuple(replace(each, href=_with(each.href, kept)) for each in bar.crumbs),
        areas_meant=tuple((replace(each, href=_with(each.href, kept)), around) for each, around in bar.areas_meant),
        periods=tuple(replace(each, href=_with(each.href, kept)) for each in bar.periods),
        chips=tuple(replace(each, query=_with(each.query, kept)) for each in bar.chips),
        more=kept,
    )


def _with(href: str, more: tuple[tuple[str, str], ...]) -> str:
    return f"{href}{'&' if '?' in href else '?'}{urlencode(more)}"


def _bar(scope: Scope, action: str) -> ScopeBar:
    filters = scope.filters
    return ScopeBar(
        action=action,
        crumbs=_crumbs(scope, action),
        area_code=filters.area,
        area_name=place_name(filters.area) if filters.area else "",
        area_typed=scope.area_typed,
        areas_meant=tuple(
            (
                Choice(area.title, action + scope.query_with(area=area.code), on=False, value=area.code),
                ", ".join(place_path(area.code)[1:]),
            )
            for area in scope.areas_meant
        ),
        periods=_periods(scope, action),
        period=scope.period,
        categories=tuple(
            Choice(category_label(item), "", item in filters.categories, item.value)
            for item in Category
            if item != Category.TIDAK_RELEVAN
        ),
        statuses=tuple(Choice(str(label), "", value in filters.statuses, value) for value, label in STATUSES.items()),
        kinds=(
            Choice(gettext("Semua"), "", not filters.kind),
            *(Choice(str(label), "", filters.kind == value, value) for value, label in KINDS.items()),
        ),
        filtered=len(filters.categories) + len(filters.statuses) + bool(filters.kind),
        chips=_chips(scope, action),
    )


def _crumbs(scope: Scope, action: str) -> tuple[Choice, ...]:
    """From the country down to the area."""
    path = load_gazetteer().path(scope.area) if scope.area else ()
    country = Choice(gettext("Indonesia"), action + scope.query_with(area=""), on=not path)
    return (
        country,
        *(
            Choice(area_title(area), action + scope.query_with(area=area.code), on=area.code == scope.area)
            for area in path
        ),
    )


def _periods(scope: Scope, action: str) -> tuple[Choice, ...]:
    """The periods at a touch; all time is asked for by name, because a page may have a period of its own."""
    return tuple(
        Choice(
            str(label),
            action + query_of(scope.filters, Period(name), periode=name or ALL_TIME),
            on=scope.period == Period(name),
            value=name or ALL_TIME,
        )
        for name, label in PERIOD_LABELS.items()
    )


def _chips(scope: Scope, action: str) -> tuple[Chip, ...]:
    """What else is filtered, each with the address of the page without it."""
    filters, found = scope.filters, []
    for item in filters.categories:
        rest = tuple(each for each in filters.categories if each != item)
        found.append(Chip(gettext("Kategori"), category_label(item), action + scope.query_with(categories=rest)))
    for status in filters.statuses:
        others = tuple(each for each in filters.statuses if each != status)
        found.append(Chip(gettext("Status"), str(STATUSES[status]), action + scope.query_with(statuses=others)))
    if filters.kind:
        found.append(Chip(gettext("Jenis"), str(KINDS[filters.kind]), action + scope.query_with(kind="")))
    return tuple(found)
