"""The index as a page: which edition, its areas on a map and in order, and how sure each score is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import Generic, TypeVar

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain import frameworks
from kondusif.kerawanan.domain.frameworks import Cutoffs
from kondusif.kerawanan.domain.index import IndexOptions
from kondusif.kerawanan.domain.tables import LEVELS as INDEX_LEVELS
from kondusif.kerawanan.queries.editions import Edition, EditionRow
from kondusif.kerawanan.queries.ranking import Ranked, Ranking, levels_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import areas_within, picture_of
from kondusif.publishing.domain.map_svg import Classes, Mark, Steps
from kondusif.publishing.labels import LEVELS, Labels
from kondusif.publishing.wording import area_title, decimal, moment, number, percent, place_path
from kondusif.web.charts.intervals import interval_bar
from kondusif.web.maps import Drawing, areas_in_words, drawing_of
from kondusif.web.scope import Scope, query_of
from kondusif.web.ways import Way

Shown = TypeVar("Shown")
PER_PAGE = 50
MOST_AREAS = 700  # in one drawing, as on the map page
LEVEL_LABELS: Labels = {
    "provinsi": LEVELS["provinsi"],
    "kabupaten_kota": LEVELS["kabupaten_kota"],
    "kecamatan": LEVELS["kecamatan"],
    "desa": LEVELS["kelurahan_desa"],
    "tps": "TPS",
}
CATEGORY_LABELS: Labels = {"rendah": _("rendah"), "sedang": _("sedang"), "tinggi": _("tinggi")}
BANDS = Steps((0, 20, 40, 60, 80), ("0–20", "20–40", "40–60", "60–80", "80–100"), 100)
BY_CATEGORY, BY_SCORE = "kategori", "skor"
STRUCTURAL, THETA, COMBINED = "", "theta", "r"
MEASURES: Labels = {
    STRUCTURAL: _("Skor struktural (S)"),
    THETA: _("Risiko kejadian (θ)"),
    COMBINED: _("Risiko gabungan (R)"),
}


@dataclass(frozen=True, slots=True)
class Sorting:
    """An order of the list. `own`: only where areas were scored themselves; `above`: only where they were not."""

    name: str
    label: str | Promise
    own: bool = True
    above: bool = True


SORTINGS = (
    Sorting("", _("Skor")),
    Sorting("nama", _("Wilayah")),
    Sorting("selang", _("Selang terlebar"), above=False),
    Sorting("cakupan", _("Data paling kurang")),
    Sorting("tinggi", _("Pemilih di wilayah tinggi"), own=False),
    Sorting("persentil", _("Persentil ke-90"), own=False),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says beside the scope; what is unknown is as if it were not there."""

    edition: int | None
    level: str
    measure: str
    sort: str
    colours: str
    form: Form | None
    page: int

    def query(self, scope: Scope, **changed: str) -> str:
        """The query of this page with something changed; what is as usual is not written."""
        more = {
            "edisi": str(self.edition or ""),
            "tingkat": self.level,
            "ukuran": self.measure,
            "urut": self.sort,
            "pita": self.colours,
            "bentuk": self.form.value if self.form else "",
        }
        return query_of(scope.filters, scope.period, **more | changed)


@dataclass(frozen=True, slots=True)
class EditionHead:
    """Which edition the page shows, in words. `sure`: what its intervals hold; `certain`: below it a category is borderline."""

    number: int
    title: str
    framework: str
    official: bool
    issuer: str
    level: str
    kept: str
    by: str
    source: str
    invented: bool
    areas: int
    scored: int
    cutoffs: str
    sure: str
    certain: str


@dataclass(frozen=True, slots=True)
class Line:
    """An area of the list, in words; `picture` is its score with the interval, `swatch` the class that the map shows."""

    code: str
    name: str
    around: str
    href: str
    rank: str
    ranks: str
    score: str
    span: str
    picture: SafeString
    swatch: int
    category: str
    chance: str
    borderline: bool
    coverage: str
    doubts: tuple[str, ...]
    reason: str
    high: str
    ninetieth: str
    parts: str


@dataclass(frozen=True, slots=True)
class Listed(Generic[Shown]):
    """One page of the list."""

    lines: tuple[Shown, ...]
    count: int
    scored: int
    page: int
    pages: int


def asked_of(query: QueryDict) -> Asked:
    """What an address asks for."""
    form, colours = query.get("bentuk", ""), query.get("pita", "")
    return Asked(
        edition=_number(query.get("edisi", "")),
        level=query.get("tingkat", "") if query.get("tingkat", "") in INDEX_LEVELS else "",
        measure=query.get("ukuran", "") if query.get("ukuran", "") in MEASURES else STRUCTURAL,
        sort=query.get("urut", "") if query.get("urut", "") in {each.name for each in SORTINGS} else "",
        colours=colours if colours == BY_SCORE else "",
        form=Form(form) if form in set(Form) else None,
        page=_number(query.get("hal", "")) or 1,
    )


def _number(written: str) -> int | None:
    """A number of an address, as far as a database can count."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 18 else None


# Which edition --------------------------------------------------------------------------------------------------------


def edition_head(edition: Edition) -> EditionHead:
    """The edition in words."""
    row, framework = edition.row, edition.result.framework
    inputs, usual = edition.result.manifest.inputs, IndexOptions()
    return EditionHead(
        number=row.number,
        title=row.title,
        framework=row.framework,
        official=row.official,
        issuer=framework.issuer,
        level=str(LEVEL_LABELS[row.level]).lower(),
        kept=moment(row.kept_at),
        by=row.kept_by,
        source=row.source,
        invented=row.invented,
        areas=row.areas,
        scored=row.scored,
        cutoffs=cutoffs_in_words(edition.result.cutoffs),
        sure=share(float(inputs.get("level", usual.level))),
        certain=share(float(inputs.get("certain_from", usual.certain_from))),
    )


def edition_ways(rows: Sequence[EditionRow], chosen: int, query: str) -> list[Way]:
    """The editions to choose from, the newest first; `query` is the rest of the address."""
    joint = "&" if query else "?"
    return [
        Way(str(row.number), edition_name(row), f"{query}{joint}edisi={row.number}", row.number == chosen)
        for row in rows
    ]


def edition_name(row: EditionRow) -> str:
    """ "Edisi 2, 20 Nov 2024 08.00 WIB: Indeks kerawanan desa, desa/kelurahan"."""
    words = {
        "number": number(row.number),
        "title": row.title,
        "level": str(LEVEL_LABELS[row.level]).lower(),
        "moment": moment(row.kept_at),
    }
    return gettext("Edisi %(number)s, %(moment)s: %(title)s, %(level)s") % words


def cutoffs_in_words(cutoffs: Cutoffs | None) -> str:
    """Where categories begin and who says so."""
    if cutoffs is None:
        return gettext("tanpa kategori: wilayahnya terlalu sedikit atau semua skornya sama")
    words = {"medium": decimal(cutoffs.sedang), "high": decimal(cutoffs.tinggi)}
    borders = gettext("sedang mulai %(medium)s, tinggi mulai %(high)s") % words
    if cutoffs.tinggi_above:
        borders = gettext("sedang mulai %(medium)s, tinggi di atas %(high)s") % words
    by = gettext("batas resmi") if cutoffs.official else gettext("batas tidak resmi")
    return f"{borders} ({by})"


# The list -------------------------------------------------------------------------------------------------------------


def sortings(ranking: Ranking) -> list[Sorting]:
    """The orders that make sense for a level."""
    return [each for each in SORTINGS if (each.own if ranking.own else each.above)]


def listed(edition: Edition, ranking: Ranking, asked: Asked, *, area: str, classes: Classes) -> Listed[Line]:
    """One page of the areas inside an area; a page beyond the last is the last."""
    rows = in_order(ranking.within(area), asked.sort)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(asked.page, pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listed(
        lines=tuple(line_of(row, edition, within=area, classes=classes) for row in shown),
        count=len(rows),
        scored=sum(row.score is not None for row in rows),
        page=page,
        pages=pages,
    )


def in_order(rows: Sequence[Ranked], sort: str) -> list[Ranked]:
    """The rows in an order; those without a score last, unless the order is by name or by what is known."""
    match sort:
        case "nama":
            return sorted(rows, key=lambda row: (name_of(row).removeprefix("Kab. ").casefold(), row.code))
        case "cakupan":
            return sorted(rows, key=lambda row: (row.coverage, row.code))
        case "selang":
            return sorted(rows, key=lambda row: (row.score is None, -_width(row)))
        case "tinggi":
            return sorted(rows, key=lambda row: (row.score is None, -_or_nothing(row, "high_share")))
        case "persentil":
            return sorted(rows, key=lambda row: (row.score is None, -_or_nothing(row, "ninetieth")))
    return list(rows)


def _width(row: Ranked) -> float:
    return row.interval[1] - row.interval[0] if row.interval else 0.0


def _or_nothing(row: Ranked, figure: str) -> float:
    return (getattr(row.rolled, figure) if row.rolled else None) or 0.0


def line_of(row: Ranked, edition: Edition, *, within: str, classes: Classes) -> Line:
    """A row in words; `within` is the area that need not be named again."""
    rolled, limits = row.rolled, edition.result.cutoffs
    ticks = () if limits is None or rolled else limits.limits
    return Line(
        code=row.code,
        name=name_of(row),
        around=around(row.code, within),
        href=area_address(row.code, edition),
        rank=number(row.rank) if row.rank else "",
        ranks=ranks_in_words(row),
        score="" if row.score is None else decimal(row.score),
        span=span_in_words(row.interval),
        picture=SafeString() if row.score is None else interval_bar(row.score, row.interval, ticks=ticks),
        swatch=classes.level(nan if row.score is None else row.score),
        category=str(CATEGORY_LABELS[row.category]) if row.category else "",
        chance=percent(row.chance) if row.chance is not None else "",
        borderline=row.borderline,
        coverage=share(row.coverage),
        doubts=doubts_of(row),
        reason=row.reason,
        high=share(rolled.high_share) if rolled and rolled.high_share is not None else "",
        ninetieth=decimal(rolled.ninetieth) if rolled and rolled.ninetieth is not None else "",
        parts=parts_in_words(row),
    )


def area_address(code: str, edition: Edition) -> str:
    """The page of an area in this edition."""
    return f"{reverse('web:kerawanan_area', args=[code])}?edisi={edition.row.number}"


def name_of(row: Ranked) -> str:
    """The name of an area, that of the table where the gazetteer has none, else its code."""
    area = load_gazetteer().get(row.code)
    return area_title(area) if area else row.name or row.code


def around(code: str, within: str) -> str:
    """The areas around an area up to the one that needs no mention."""
    parts = code.count(".") + 1
    names = place_path(code) if code in load_gazetteer() else ("", *place_path(code.rpartition(".")[0]))
    # Indonesia's provinces have nothing around them; inside an area its own name goes without saying.
    above = parts - 1 - (within.count(".") + 1 if within else 0)
    return ", ".join(names[1 : 1 + max(0, above)])


def share(value: float) -> str:
    """ "92 %"; what is not all of it is never called 100 %, nor nothing what is something."""
    rounded = round(100 * value)
    if rounded == 100 and value < 1 - 1e-9:
        rounded = 99
    if rounded == 0 and value > 1e-9:
        return gettext("< 1 %")
    return f"{rounded} %"


def span_in_words(interval: tuple[float, float] | None) -> str:
    """ "48,1–56,0", or nothing."""
    return f"{decimal(interval[0])}–{decimal(interval[1])}" if interval else ""


def ranks_in_words(row: Ranked) -> str:
    """ "12–48", or nothing."""
    if row.ranks is None:
        return ""
    first, last = row.ranks
    return number(first) if first == last else f"{number(first)}–{number(last)}"


def parts_in_words(row: Ranked) -> str:
    """ "344 dari 390 dinilai" for an area above the level that was scored."""
    if row.rolled is None:
        return ""
    words = {"scored": number(row.rolled.areas_scored), "areas": number(row.rolled.areas)}
    return gettext("%(scored)s dari %(areas)s dinilai") % words


def doubts_of(row: Ranked) -> tuple[str, ...]:
    """Why a score must be read with care, in words."""
    if row.score is None:
        return ()
    found = []
    if row.borderline:
        found.append(gettext("di ambang"))
    if row.thin:
        found.append(gettext("data kurang"))
    if row.imputed:
        found.append(
            ngettext("%(count)s angka ditaksir", "%(count)s angka ditaksir", row.imputed) % {"count": row.imputed}
        )
    if row.inherited:
        found.append(gettext("angka wilayah asal"))
    return tuple(found)


# The map --------------------------------------------------------------------------------------------------------------


def classes_of(edition: Edition, ranking: Ranking, colours: str) -> Classes:
    """What the map is coloured by: categories where areas have one, unless scores are asked for; scores above."""
    cutoffs = edition.result.cutoffs
    if not ranking.own or cutoffs is None or colours == BY_SCORE:
        return BANDS
    medium, high = cutoffs.limits
    names = (
        gettext("rendah, di bawah %(score)s") % {"score": decimal(cutoffs.sedang)},
        gettext("sedang"),
        (gettext("tinggi, di atas %(score)s") if cutoffs.tinggi_above else gettext("tinggi, mulai %(score)s"))
        % {"score": decimal(cutoffs.tinggi)},
    )
    return Steps((-inf, medium, high), names, 100)


def map_level(ranking: Ranking) -> Level | None:
    """The level of the gazetteer that a ranking can be drawn at; none for TPS."""
    place = INDEX_LEVELS.index(ranking.level) + 1
    return Level(place) if place <= Level.KELURAHAN_DESA else None


def drawn(
    edition: Edition, ranking: Ranking, *, area: str, form: Form | None, classes: Classes, to: Mapping[str, str]
) -> Drawing | None:
    """The map of an area's areas, or none where they are too many or have no place. `to`: where each leads, by code."""
    level = map_level(ranking)
    codes = areas_within(area, level) if level and (not area or area in load_gazetteer()) else []
    if level is None or not 0 < len(codes) <= MOST_AREAS:
        return None
    rows = [(code, ranking.of(code)) for code in codes]
    marks = {code: _mark(code, row, to.get(code, "")) for code, row in rows}
    place = area_title(load_gazetteer().area(area)) if area else gettext("Indonesia")
    words = {"title": edition.row.title, "level": str(LEVEL_LABELS[ranking.level]).lower(), "place": place}
    return drawing_of(
        picture_of(area, level=level, form=form),
        marks,
        classes,
        title=gettext("%(title)s menurut %(level)s, %(place)s") % words,
        nil=gettext("tanpa skor"),
        doubts=_reasons([row for _, row in rows if row is not None]),
        prefix="kerawanan",
    )


def _mark(code: str, row: Ranked | None, href: str) -> Mark:
    name = area_title(load_gazetteer().area(code))
    short = short_names().get(code, name.removeprefix("Kab. "))
    around_it = ", ".join(place_path(code)[1:2])
    said = f"{', '.join(filter(None, (name, around_it)))}\n{said_of(row)}"
    if row is None or row.score is None:
        return Mark(code, short, nan, said, href)
    return Mark(code, short, row.score, said, href, row.unsure, decimal(row.score, 0))


def said_of(row: Ranked | None) -> str:
    """All that is known of an area's score in one line, as the map says it."""
    if row is None:
        return gettext("tidak ada dalam edisi ini")
    if row.score is None:
        return row.reason or gettext("tidak dinilai")
    told = [decimal(row.score)]
    if row.interval:
        told[0] += f" ({span_in_words(row.interval)})"
    if row.category:
        told.append(str(CATEGORY_LABELS[row.category]))
    if row.chance is not None:
        told[-1] += " " + gettext("berpeluang %(chance)s") % {"chance": percent(row.chance)}
    told += _said_above(row) if row.rolled else [gettext("data terisi %(share)s") % {"share": share(row.coverage)}]
    return ", ".join((*told, *doubts_of(row)))


def _said_above(row: Ranked) -> list[str]:
    rolled = row.rolled
    if rolled is None or rolled.ninetieth is None:
        return []
    told = [gettext("persentil ke-90 %(score)s") % {"score": decimal(rolled.ninetieth)}]
    if rolled.high_share is not None:
        told.append(gettext("%(share)s pemilih di wilayah tinggi") % {"share": share(rolled.high_share)})
    return [*told, parts_in_words(row)]


def _reasons(rows: Sequence[Ranked]) -> list[str]:
    """Why areas of the map are hatched, each reason with how many; an area may have several."""
    scored = [row for row in rows if row.score is not None]
    counted = (
        (gettext("di ambang dua kategori"), sum(row.borderline for row in scored)),
        (gettext("data yang diketahui kurang"), sum(row.thin for row in scored)),
        (gettext("sebagian angka ditaksir"), sum(row.imputed > 0 for row in scored)),
        (gettext("memakai angka wilayah asal"), sum(row.inherited for row in scored)),
    )
    return [f"{words} ({areas_in_words(count)})" for words, count in counted if count]


def places_to(
    ranking: Ranking, edition: Edition, codes: Sequence[str], down: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Where the areas of a map lead: one level down where there is one, else to their pages."""
    return {code: (down or {}).get(code) or area_address(code, edition) for code in codes if ranking.of(code)}


def level_below(edition: Edition, code: str) -> frameworks.Level | None:
    """The level of an edition one below an area, or none where the area is at the edition's level or below."""
    parts, levels = code.count(".") + 1 if code else 0, levels_of(edition)
    return levels[parts] if parts < len(levels) else None
