"""A saved view in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from kondusif.incidents.queries import Filters
from kondusif.publishing.domain.watching import WatchedIncidents
from kondusif.publishing.queries.views import ViewRow
from kondusif.publishing.wording import moment
from kondusif.web.list_state import chips_of
from kondusif.web.search_page import chips, read_search


@dataclass(frozen=True, slots=True)
class ViewLine:
    """What the page shows of a view."""

    row: ViewRow
    page_label: str
    conditions: tuple[str, ...]
    since: str
    feed: str
    link: str


def line_of_view(row: ViewRow, request: HttpRequest) -> ViewLine:
    """Put a view into words."""
    return ViewLine(
        row=row,
        page_label=gettext("Kejadian") if isinstance(row.watched, WatchedIncidents) else gettext("Teks"),
        conditions=tuple(_conditions(row)) or (gettext("semua"),),
        since=moment(row.created_at),
        feed=request.build_absolute_uri(reverse("web:view_feed", args=[row.token])) if row.mine else "",
        link=request.build_absolute_uri(reverse("web:view", args=[row.id])),
    )


def _conditions(row: ViewRow) -> list[str]:
    watched = row.watched
    if isinstance(watched, WatchedIncidents):
        filters = Filters(
            categories=watched.categories,
            area=watched.area,
            statuses=watched.statuses,
            kind=watched.kind,
            search=watched.search,
            date_from=watched.date_from,
            date_to=watched.date_to,
            contradicted=watched.contradicted,
        )
        return [f"{chip.label} {chip.value}" for chip in chips_of(filters)]
    state = read_search(QueryDict(row.query.removeprefix("?")))
    words = [f"“{watched.written}”"] if watched.written else []
    return [*words, *(chip.label for chip in chips(state))]
