"""What the search page shows: texts with their facets as links, and places, people and incidents beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import gettext

from kondusif.incidents.domain.searching.asked import asked, tidy
from kondusif.incidents.domain.searching.columns import NO_KIND, Wanted
from kondusif.incidents.domain.searching.excerpts import Piece
from kondusif.incidents.domain.types import Kind
from kondusif.incidents.queries import Filters
from kondusif.incidents.queries.text_search import Cover, InIncident, TextHit, TextSearch
from kondusif.places.domain.codes import Level, level_of
from kondusif.places.domain.gazetteer import Area, load_gazetteer
from kondusif.places.domain.search import search
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.labels import KINDS, SOURCE_CLASSES, category_label
from kondusif.publishing.wording import area_title, moment, place_name, place_path
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import Category
from kondusif.web.area_search import EXACT, area_meant

MOST_CHOICES = 10  # of one facet; what is chosen is always among them
PLACES = 4
Facets = Mapping[str, str]
NOTHING: Facets = MappingProxyType({})
FACETS = {"category": "kategori", "area": "wilayah", "source_class": "kelas", "kind": "jenis", "month": "bulan"}


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the address asks for. `wanted` is what the facets say; the box's own operators are in it where it is silent."""

    written: str
    wanted: Wanted
    literal: bool
    page: int

    @property
    def search(self) -> TextSearch:
        """As the rooms below take it."""
        return TextSearch(self.written, self.wanted, self.literal)

    @property
    def asks(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.written or self.wanted != Wanted())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Names and values that the form of the box takes along."""
        return [(name, value) for of, name in FACETS.items() if (value := getattr(self.wanted, of))]

    def query(
        self, *, page: int = 1, literal: bool | None = None, written: str | None = None, facets: Facets = NOTHING
    ) -> str:
        """The query of the same search with some things changed."""
        wanted = replace(self.wanted, **facets)
        values = {
            "cari": self.written if written is None else written,
            **{name: getattr(wanted, of) for of, name in FACETS.items()},
            "persis": "1" if (self.literal if literal is None else literal) else "",
            "hal": str(page) if page > 1 else "",
        }
        query = QueryDict(mutable=True)
        for name, value in values.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}" if query else ""


def read_search(asked_for: QueryDict) -> SearchState:
    """The search in an address. What is unknown filters nothing: an old link never fails."""
    written = tidy(asked_for.get("cari", ""))
    said = asked(written)
    typed_area = asked_for.get("wilayah", "").strip()[:120] or said.area
    category = asked_for.get("kategori", "") or _category_meant(said.category)
    kind, source_class, month = (asked_for.get(name, "") for name in ("jenis", "kelas", "bulan"))
    page = asked_for.get("hal", "")
    return SearchState(
        written=written,
        wanted=Wanted(
            category=category if category in set(Category) else "",
            kind=kind if kind in {*Kind, NO_KIND} else "",
            source_class=source_class if source_class in SOURCE_CLASSES else "",
            month=month if _month(month) else "",
            area=(area_meant(typed_area) or "") if typed_area else "",
        ),
        literal=asked_for.get("persis") == "1",
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


def incident_filters(state: SearchState, plain: str) -> Filters:
    """The same search among the incidents."""
    wanted = state.wanted
    kind = wanted.kind if wanted.kind in set(Kind) else ""
    return Filters(categories=(wanted.category,) if wanted.category else (), area=wanted.area, kind=kind, search=plain)


# Facets ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, how many texts it would show, and the query that chooses it or lets it go."""

    label: str
    count: int
    query: str
    on: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One property to narrow the results by."""

    label: str
    choices: tuple[Choice, ...]
    more: int


def facets_of(state: SearchState, counted: Mapping[str, Mapping[str, int]]) -> list[Facet]:
    """The facets that leave a choice, in their order."""
    titles = {
        "category": gettext("Kategori"),
        "kind": gettext("Jenis"),
        "area": gettext("Wilayah"),
        "source_class": gettext("Sumber"),
        "month": gettext("Bulan"),
    }
    found = (_facet(state, name, label, counted[name]) for name, label in titles.items())
    return [facet for facet in found if len(facet.choices) > 1 or any(choice.on for choice in facet.choices)]


def chips(state: SearchState) -> list[Choice]:
    """What is chosen, each to be let go."""
    return [
        Choice(_choice_label(name, value), 0, state.query(facets={name: ""}), on=True)
        for name in FACETS
        if (value := getattr(state.wanted, name))
    ]


def _facet(state: SearchState, name: str, label: str, counted: Mapping[str, int]) -> Facet:
    chosen = getattr(state.wanted, name)
    counts = {value: count for value, count in counted.items() if value}
    if name == "area":
        chosen = chosen[:5]
    values = sorted(
        counts,
        key=lambda value: (value != chosen, *(_backwards(value) if name == "month" else (-counts[value], value))),
    )
    shown = values[:MOST_CHOICES]
    if name == "month":
        shown.sort(reverse=True)
    choices = [
        Choice(
            _choice_label(name, value),
            counts[value],
            state.query(facets={name: "" if value == chosen else value}),
            on=value == chosen,
        )
        for value in shown
    ]
    return Facet(label, tuple(choices), len(values) - len(shown))


def _backwards(month: str) -> tuple[int, str]:
    return -int(month.replace("-", "")), month


def _choice_label(name: str, value: str) -> str:
    if name == "category":
        return category_label(value)
    if name == "kind":
        return gettext("Bukan kejadian") if value == NO_KIND else str(KINDS[value])
    if name == "source_class":
        return str(SOURCE_CLASSES[value])
    if name == "area":
        return place_path(value)[0]
    first = _month(value)
    return formats.date_format(first, "F Y") if first else value


def _month(written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01") if len(written) == 7 else None
    except ValueError:
        return None


def _category_meant(written: str) -> str:
    """A category by its id or by the beginning of its title."""
    wanted = written.casefold().replace("_", " ")
    if not wanted:
        return ""
    titles = {item.value: category_label(item.value).casefold() for item in Category}
    exact = next((value for value in titles if value.replace("_", " ") == wanted), "")
    return exact or next((value for value, title in titles.items() if title.startswith(wanted)), "")


# Results --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text as the list shows it."""

    hit: TextHit
    href: str
    title: tuple[Piece, ...]
    category_label: str
    kind_label: str
    source_class: str
    seen: str
    place: str
    others: tuple[InIncident, ...]

    @property
    def incident(self) -> InIncident | None:
        """The incident that the heading leads to."""
        return self.hit.incidents[0] if self.hit.incidents else None


def line_of_text(hit: TextHit) -> TextLine:
    """Put a text into words."""
    first = hit.incidents[0] if hit.incidents else None
    href = (
        f"{reverse('web:incident', args=[first.id])}?teks={hit.id}#dua" if first else reverse("web:text", args=[hit.id])
    )
    return TextLine(
        hit=hit,
        href=href,
        title=hit.title or (Piece(hit.source),),
        category_label=category_label(hit.category),
        kind_label=str(KINDS[hit.kind]) if hit.kind else gettext("Bukan kejadian"),
        source_class=str(SOURCE_CLASSES.get(hit.source_class, hit.source_class)),
        seen=moment(hit.seen_at, hit.places[0] if hit.places else ""),
        place=place_name(hit.places[0]) if hit.places else "",
        others=hit.incidents[1:],
    )


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An area that may be meant."""

    name: str
    around: str
    kind: str
    code: str
    href: str


def places_meant(plain: str) -> list[PlaceLine]:
    """The areas that these words may name."""
    if len(plain) < 2:
        return []
    short = load_rulebase().place_abbreviations
    found = search(load_gazetteer(), plain[:120], limit=4 * PLACES, abbreviations=short)
    # Half of all words begin the name of some desa; only a whole name is worth a line there.
    meant = [match.area for match in found if match.why in EXACT or level_of(match.area.code) < Level.KELURAHAN_DESA]
    return [_place_line(area) for area in meant[:PLACES]]


def _place_line(area: Area) -> PlaceLine:
    try:
        href = reverse("web:area", args=[area.code])
    except NoReverseMatch:
        href = f"{reverse('web:incidents')}?wilayah={area.code}"
    return PlaceLine(area_title(area), ", ".join(place_path(area.code)[1:]), area.kind, area.code, href)


def masking(*, names: bool) -> Cover | None:
    """What hides private persons from whoever need not see their names; None for those who do."""
    return None if names else _mask


def _mask(title: str, text: str, reading: Mapping[str, Any]) -> tuple[str, str]:
    covered_title, covered_text = redact_together((title, text), reading=reading)
    return covered_title, covered_text
