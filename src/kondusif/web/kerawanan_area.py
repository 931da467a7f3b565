"""One area of an edition: its score and how sure it is, why, what changed it, what would lower it, and what others published."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kondusif.kerawanan.domain import explain_change as changes
from kondusif.kerawanan.domain.explain import NotExplained, explain, what_would_lower
from kondusif.kerawanan.domain.frameworks import Dimension, Indicator
from kondusif.kerawanan.domain.frameworks_published import PublishedScore, PublishedSeries, published_for
from kondusif.kerawanan.domain.index import CATEGORIES
from kondusif.kerawanan.domain.tables import per_denominator
from kondusif.kerawanan.queries.editions import Edition, edition, edition_before
from kondusif.kerawanan.queries.ranking import Ranked, ranking_of
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.stage_words import MARKS_OF_CONFIDENCE
from kondusif.publishing.wording import area_title, decimal, iso_day, moment, number, percent
from kondusif.web.charts.intervals import interval_bar, share_bar, signed_bar
from kondusif.web.kerawanan_page import (
    CATEGORY_LABELS,
    LEVEL_LABELS,
    Line,
    area_address,
    classes_of,
    level_below,
    line_of,
    share,
)
from kondusif.web.ways import Way

MOST_CHILDREN = 10
FIRST_PARTS = 8  # of what drives a score; the rest stands below in one line that adds up
_KABUPATEN = 2


@dataclass(frozen=True, slots=True)
class Chance:
    """How probable a category is."""

    label: str
    chance: str
    picture: SafeString
    chosen: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The head of the page: the score, its place among the others, and how sure both are."""

    line: Line
    picture: SafeString
    places: int
    chances: tuple[Chance, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Points that something adds or takes, with its bar; `figure` is what the office told."""

    title: str
    points: str
    picture: SafeString
    figure: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Pieces that add up from the usual score to this one; `rest` is the sum of those that stand further below."""

    usual: str
    score: str
    gap: str
    pieces: tuple[Piece, ...]
    others: tuple[Piece, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """A dimension: its score, weight and how much of it is known."""

    title: str
    score: str
    weight: str
    coverage: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class Figure:
    """What the office told of one indicator, now and in the edition before."""

    title: str
    now: str
    before: str
    scaled: str
    changed: bool
    imputed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What moved the score since the edition before; `problem` says why that cannot be told."""

    edition: str
    href: str
    before: str
    after: str
    difference: str
    pieces: tuple[Piece, ...]
    figures: tuple[Figure, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Children:
    """The areas inside, the most at risk first, and the address of all of them."""

    level: str
    lines: tuple[Line, ...]
    count: int
    scored: int
    own: bool
    href: str


@dataclass(frozen=True, slots=True)
class Published:
    """What one issuer printed, in its own unit; never put together with another's."""

    title: str
    issuer: str
    date: str
    unit: str
    note: str
    value: str
    rank: str
    category: str
    sure: str
    told: bool


def ranked_in(kept: Edition, code: str) -> Ranked | None:
    """An area of an edition at whatever level it lies. Raises `VotersUnknown` above the edition's own level."""
    parts, own = code.count(".") + 1, kept.result.codes[0].count(".") + 1
    if parts > own:
        return None
    ranking = ranking_of(kept) if parts == own else ranking_of(kept, level_below(kept, code.rpartition(".")[0]))
    return ranking.of(code)


def score_of(kept: Edition, row: Ranked) -> Score:
    """The score with all that says how sure it is."""
    ranking = ranking_of(kept, None if row.rolled is None else level_below(kept, row.code.rpartition(".")[0]))
    cutoffs = kept.result.cutoffs
    ticks = cutoffs.limits if cutoffs is not None and row.rolled is None else ()
    return Score(
        line=line_of(row, kept, within="", classes=classes_of(kept, ranking, "")),
        picture=SafeString() if row.score is None else interval_bar(row.score, row.interval, ticks=ticks),
        places=ranking.scored,
        chances=tuple(
            Chance(str(CATEGORY_LABELS[each]), percent(chance), share_bar(100 * chance), each == row.category)
            for each, chance in zip(CATEGORIES, row.chances or (), strict=False)
        ),
    )


# Why ------------------------------------------------------------------------------------------------------------------


def why_of(kept: Edition, code: str) -> Why:
    """What lifts and lowers the score against the usual, in parts that add up. Raises `NotExplained`."""
    found = explain(kept.result, code)
    most = max((abs(one.points) for one in found.contributions), default=0.0)
    told = {figure.title: figure.now for figure in figures_of(kept, code, None)}
    pieces = [
        Piece(one.title, decimal(one.points, signed=True), signed_bar(one.points, most=most), told.get(one.title, ""))
        for one in found.contributions
    ]
    rest = sum(one.points for one in found.contributions[FIRST_PARTS:])
    return Why(
        usual=decimal(found.usual),
        score=decimal(found.score),
        gap=decimal(found.score - found.usual, signed=True),
        pieces=tuple(pieces[:FIRST_PARTS]),
        others=tuple(pieces[FIRST_PARTS:]),
        rest=decimal(rest, signed=True),
    )


def dimensions_of(kept: Edition, code: str) -> list[DimensionLine]:
    """The dimensions with their own scores, in the framework's order."""
    result = kept.result
    row = result.codes.index(code)
    return [
        _dimension(one, float(result.dimension_scores[row, place]), float(result.dimension_coverage[row, place]))
        for place, one in enumerate(result.framework.dimensions)
    ]


def _dimension(dimension: Dimension, score: float, coverage: float) -> DimensionLine:
    return DimensionLine(
        title=dimension.title,
        score="" if isnan(score) else decimal(score),
        weight=share(dimension.weight or 0.0),
        coverage=share(coverage),
        picture=SafeString() if isnan(score) else share_bar(score),
    )


def lowering_of(kept: Edition, code: str) -> list[Piece]:
    """What would lower the score most, and what may be done about it. Raises `NotExplained`."""
    found = what_would_lower(kept.result, code)
    most = max((one.points for one in found), default=0.0)
    return [
        Piece(one.title, decimal(-one.points, signed=True), signed_bar(-one.points, most=most), note=one.prevention)
        for one in found
    ]


# What the office told -------------------------------------------------------------------------------------------------


def figures_of(kept: Edition, code: str, before: Edition | None) -> list[Figure]:
    """Every indicator as it was filled in, with its place on the scale of 0 to 100."""
    table, result = kept.table, kept.result
    row, place = table.codes.index(code), result.codes.index(code)
    rates = per_denominator(result.framework, table.taken([row]))[0]
    older = _told_before(before, code) if before is not None else {}
    found = []
    for column, one in enumerate(result.framework.indicators):
        now = told_in_words(one, float(table.values[row, column]), float(rates[column]))
        used, scaled = bool(result.used[place, column]), float(result.normalised[place, column])
        found.append(
            Figure(
                title=one.title,
                now=now,
                before=older.get(one.id, ""),
                scaled=decimal(scaled) if used and not isnan(scaled) else "",
                changed=bool(older) and older.get(one.id, "") != now,
                imputed=used and bool(np.isnan(rates[column])),
            )
        )
    return found


def _told_before(before: Edition, code: str) -> dict[str, str]:
    if code not in before.table.codes:
        return {}
    row = before.table.codes.index(code)
    rates = per_denominator(before.result.framework, before.table.taken([row]))[0]
    return {
        one.id: told_in_words(one, float(before.table.values[row, column]), float(rates[column]))
        for column, one in enumerate(before.result.framework.indicators)
    }


def told_in_words(indicator: Indicator, raw: float, rate: float) -> str:
    """ "12 (414,2 per 100 ribu pemilih)", "ya", "tingkat 3 dari 4", "12,5 %", or that it is not known."""
    if isnan(raw):
        return gettext("tidak diketahui")
    match indicator.measure:
        case "ya_tidak":
            return gettext("ya") if raw else gettext("tidak")
        case "tingkat":
            return gettext("tingkat %(level)s dari %(most)s") % {"level": number(int(raw)), "most": indicator.max_level}
        case "persen":
            return f"{decimal(raw)} %"
    told = decimal(raw, 0 if raw == int(raw) else 1)
    if indicator.denominator == "tidak_ada":
        return told
    if isnan(rate):
        return gettext("%(count)s, penyebutnya tidak diketahui") % {"count": told}
    words = {"count": told, "rate": decimal(rate)}
    if indicator.denominator == "per_100_tps":
        return gettext("%(count)s (%(rate)s per 100 TPS)") % words
    return gettext("%(count)s (%(rate)s per 100 ribu pemilih)") % words


# What changed ---------------------------------------------------------------------------------------------------------


def change_of(kept: Edition, code: str) -> Change | None:
    """What changed since the edition before; None where there is none."""
    older = edition_before(kept.row)
    if older is None:
        return None
    before = edition(older.number)
    named = gettext("edisi %(number)s, %(moment)s") % {
        "number": number(older.number),
        "moment": moment(older.kept_at),
    }
    href = area_address(code, before)
    try:
        if code not in before.table.codes:
            raise NotExplained(gettext("Wilayah ini tidak ada dalam edisi sebelumnya."))
        found = changes.explain_change(
            changes.Edition(before.result, before.table), changes.Edition(kept.result, kept.table), code
        )
    except NotExplained as reason:
        return Change(named, href, "", "", "", (), (), str(reason))
    parts = (
        (gettext("Angka yang diisi kantor"), found.data),
        (gettext("Bobot dan bentuk rata-rata"), found.weights),
        (gettext("Batas skala dan pencilan"), found.goalposts),
        (gettext("Taksiran atas angka yang kosong"), found.imputation),
    )
    most = max(abs(points) for _, points in parts)
    return Change(
        edition=named,
        href=href,
        before=decimal(found.before),
        after=decimal(found.after),
        difference=decimal(found.after - found.before, signed=True),
        pieces=tuple(
            Piece(title, decimal(points, signed=True), signed_bar(points, most=most)) for title, points in parts
        ),
        figures=tuple(figure for figure in figures_of(kept, code, before) if figure.changed),
    )


# Inside it, and what others say ---------------------------------------------------------------------------------------


def children_of(kept: Edition, code: str) -> Children | None:
    """The areas one level down, where the edition goes there. Raises `VotersUnknown`."""
    level = level_below(kept, code)
    if level is None:
        return None
    ranking = ranking_of(kept, level)
    rows = ranking.within(code)
    classes = classes_of(kept, ranking, "")
    query = f"?wilayah={code}&edisi={kept.row.number}"
    return Children(
        level=str(LEVEL_LABELS[level]),
        lines=tuple(line_of(row, kept, within=code, classes=classes) for row in rows[:MOST_CHILDREN]),
        count=len(rows),
        scored=sum(row.score is not None for row in rows),
        own=ranking.own,
        href=reverse("web:kerawanan") + query,
    )


def published_of(code: str) -> tuple[str, list[Published]]:
    """What issuers published of an area, else of the kabupaten or kota around it: whose it is, and every series."""
    own = published_for(code)
    above = ".".join(code.split(".")[:_KABUPATEN])
    if above != code and not any(told for _, told in own):
        area = load_gazetteer().get(above)
        return (area_title(area) if area else above), [_published(*each) for each in published_for(above)]
    return "", [_published(*each) for each in own]


def _published(series: PublishedSeries, told: PublishedScore | None) -> Published:
    return Published(
        title=series.title,
        issuer=series.issuer,
        date=iso_day(series.date) if len(series.date) == len("2024-11-27") else series.date,
        unit=series.unit,
        note=series.note,
        value=decimal(told.value, 2) if told and told.value is not None else "",
        rank=number(told.rank) if told and told.rank else "",
        category=str(CATEGORY_LABELS[told.category]) if told and told.category else "",
        sure=str(MARKS_OF_CONFIDENCE[told.confidence.removesuffix("+")]) if told else "",
        told=told is not None,
    )


def crumbs_of(code: str, kept: Edition | None) -> list[Way]:
    """From the ranking down to the area; each step opens the page of that area."""
    query = f"?edisi={kept.row.number}" if kept else ""
    path = load_gazetteer().path(code) if code in load_gazetteer() else ()
    return [
        Way("", gettext("Indonesia"), reverse("web:kerawanan") + query, on=False),
        *(
            Way(
                each.code,
                area_title(each),
                reverse("web:kerawanan_area", args=[each.code]) + query,
                each.code == code,
            )
            for each in path
        ),
    ]
