"""Cari: places, people, incidents and texts in one; and a text that tells of no incident."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.incidents.queries import list_incidents
from kondusif.incidents.queries.text_search import PER_PAGE, TextPage, search_texts, text_detail
from kondusif.people.queries import PeopleFilters, list_people
from kondusif.publishing.labels import MARKS, SOURCE_CLASSES
from kondusif.publishing.policy import may_see_names
from kondusif.publishing.queries.masked import masked_rows
from kondusif.publishing.wording import moment
from kondusif.web.anatomy import anatomy_of
from kondusif.web.rows import line_of
from kondusif.web.scope import query_of
from kondusif.web.search_page import (
    FACETS,
    SearchState,
    chips,
    facets_of,
    incident_filters,
    line_of_text,
    masking,
    places_meant,
    read_search,
)
from kondusif.web.session import for_operators, operator_of

FEW = 3  # incidents shown beside the texts


@require_safe
@for_operators
def search(request: HttpRequest) -> HttpResponse:
    """Everything that was found, texts last because they are most."""
    state = read_search(request.GET)
    context: dict[str, object] = {"state": state, "section": "search", "kept": state.kept}
    if state.asks:
        names = may_see_names(operator_of(request))
        page = search_texts(state.search, page=state.page, cover=masking(names=names))
        context |= _texts(state, page)
        if page.page == 1:
            context |= _beside(state, page, names=names)
    return render(request, "web/search.html", context)


@require_safe
@for_operators
def text(request: HttpRequest, text_id: int) -> HttpResponse:
    """One text with what the machine reads in it, and the incidents it tells of."""
    found = text_detail(text_id)
    if found is None:
        raise Http404(gettext("Tidak ada teks dengan alamat ini."))
    cover = masking(names=may_see_names(operator_of(request)))
    shown = found.text
    anatomy = anatomy_of(shown.title, shown.text, found.reading) if cover is None else None
    context = {
        "text": shown,
        "covered": cover(shown.title, shown.text, found.reading) if cover else None,
        "anatomy": anatomy,
        "marks": MARKS,
        "incidents": found.incidents,
        "seen": moment(shown.observed_at or shown.ingested_at),
        "source_class": SOURCE_CLASSES.get(shown.source_class, shown.source_class),
        "section": "search",
    }
    return render(request, "web/text.html", context)


def _texts(state: SearchState, page: TextPage) -> dict[str, object]:
    first = (page.page - 1) * PER_PAGE + 1
    return {
        "page": page,
        "lines": [line_of_text(hit) for hit in page.hits],
        "first": first,
        "last": first + len(page.hits) - 1,
        "facets": facets_of(state, page.facets),
        "chips": chips(state),
        "unfiltered": state.query(facets=dict.fromkeys(FACETS, "")),
        "literally": state.query(literal=True),
        "before": state.query(page=page.page - 1),
        "after": state.query(page=page.page + 1),
        "single": [(word, state.query(written=word)) for word in dict.fromkeys(page.asked.plain.split())][:6],
    }


def _beside(state: SearchState, page: TextPage, *, names: bool) -> dict[str, object]:
    plain = page.asked.plain
    filters = incident_filters(state, plain)
    incidents = list_incidents(filters, per_page=FEW)
    rows = incidents.rows if names else masked_rows(incidents.rows)
    moment_now = now()
    people = list_people(PeopleFilters(search=plain, area=state.wanted.area), per_page=FEW) if plain else None
    return {
        "places": places_meant(plain),
        "people": people.rows if people else (),
        "people_count": people.count if people else 0,
        "incidents": [line_of(row, now=moment_now) for row in rows],
        "incidents_count": incidents.count,
        "incidents_query": query_of(filters),
    }
