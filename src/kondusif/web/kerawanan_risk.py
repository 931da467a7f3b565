"""θ and R beside S: how much more happens in an area than usual, what that does to its score, and the incidents behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil, inf, isnan, nan

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from kondusif.incidents.queries import EventRow
from kondusif.kerawanan.domain.evidence import Weighed
from kondusif.kerawanan.domain.frameworks import Level
from kondusif.kerawanan.domain.index import ranks_of
from kondusif.kerawanan.domain.risk import NO_STRUCTURAL, AreaRisk, RiskResult
from kondusif.kerawanan.domain.tables import LEVELS as INDEX_LEVELS
from kondusif.kerawanan.queries.editions import Edition
from kondusif.kerawanan.queries.risk import AreaRisks, risk_of
from kondusif.places.domain.codes import Level as PlaceLevel
from kondusif.places.domain.codes import contains
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import areas_within, picture_of
from kondusif.publishing.domain.map_svg import Classes, Mark, Steps
from kondusif.publishing.labels import category_label
from kondusif.publishing.wording import area_title, day, decimal, number, place_path
from kondusif.web.charts.intervals import interval_bar, signed_bar
from kondusif.web.kerawanan_page import (
    BANDS,
    LEVEL_LABELS,
    MEASURES,
    MOST_AREAS,
    PER_PAGE,
    THETA,
    Asked,
    Listed,
    area_address,
    around,
)
from kondusif.web.maps import Drawing, areas_in_words, drawing_of

MOST_TOLD = 12
USUAL = 1.0
_TWICE = 2.0
# Where classes of θ begin: twice as much and half as much lie equally far from usual.
_BORDERS = (0.5, 0.8, 1.25, 2.0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its interval in words and as a drawing; empty where there is none."""

    value: str
    span: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class RiskLine:
    """An area of the list of risks, in words."""

    code: str
    name: str
    around: str
    href: str
    rank: str
    swatch: int
    structural: str
    theta: Measure
    combined: Measure
    incidents: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """An incident behind θ: what it weighs, and what it adds to R on the logit scale, nothing where a rule leaves it out."""

    title: str
    href: str
    category: str
    when: str
    weight: str
    added: str
    picture: SafeString
    note: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """From S to R on the logit scale: what incidents add, what is usual takes off, and their sum.

    `counted` incidents weigh anything, of which `others` stand in no line; `weightless` are some of the `left_out`, which a
    rule leaves out.
    """

    told: tuple[Told, ...]
    weightless: tuple[Told, ...]
    left_out: int
    others: int
    counted: int
    usual: str
    usual_picture: SafeString
    total: str


@dataclass(frozen=True, slots=True)
class RiskView:
    """S, θ and R of one area, apart, and what adds up to the way from S to R."""

    structural: str
    theta: Measure
    combined: Measure
    theta_words: str
    moved: str
    reckoning: Reckoning
    how: tuple[str, ...]
    reason: str


def risk_view(kept: Edition, code: str, now: datetime) -> RiskView | None:
    """The dynamic side of an area at a moment; None where the edition has no such area."""
    level = INDEX_LEVELS[code.count(".")]
    found = risk_of(kept, area="", level=level, now=now)
    if not found.has(code):
        return None
    area = found.result.area(code)
    return RiskView(
        structural="" if isnan(area.structural) else decimal(area.structural),
        theta=theta_measure(area.theta, area.theta_interval),
        combined=combined_measure(area.combined, area.combined_interval),
        theta_words=theta_in_words(area),
        moved=_moved(area),
        reason=_reason(area.reason),
        how=how_of(found),
        reckoning=_reckoned(found, code, area),
    )


# In order, and on the map ---------------------------------------------------------------------------------------------


def risks(kept: Edition, level: Level, now: datetime) -> AreaRisks:
    """θ and R of every area of a level of an edition. Raises `VotersUnknown` where voters are not known."""
    return risk_of(kept, area="", level=level, now=now)


def risk_listed(found: AreaRisks, kept: Edition, asked: Asked, *, area: str, classes: Classes) -> Listed[RiskLine]:
    """One page of the areas inside an area, the highest first, or by name."""
    result = found.result
    figures = result.theta if asked.measure == THETA else result.combined
    ranks = ranks_of(figures)
    rows = [row for row, code in enumerate(result.codes) if not area or contains(area, code)]
    if asked.sort == "nama":
        rows.sort(key=lambda row: (title_of(result.codes[row]).removeprefix("Kab. ").casefold(), row))
    else:
        rows.sort(key=lambda row: (bool(isnan(ranks[row])), ranks[row], row))
    counted = Counter(one.event.area for one in result.evidence.weighed if one.weight > 0)
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(asked.page, pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Listed(
        lines=tuple(
            _risk_line(found, kept, row, float(ranks[row]), counted, within=area, swatch=classes.level(figures[row]))
            for row in shown
        ),
        count=len(rows),
        scored=sum(not isnan(figures[row]) for row in rows),
        page=page,
        pages=pages,
    )


def _risk_line(
    found: AreaRisks, kept: Edition, row: int, rank: float, counted: Mapping[str, int], *, within: str, swatch: int
) -> RiskLine:
    result = found.result
    code, structural = result.codes[row], float(result.structural[row])
    low, high = map(float, result.theta_interval[row])
    least, most = map(float, result.combined_interval[row])
    return RiskLine(
        code=code,
        name=title_of(code),
        around=around(code, within),
        href=area_address(code, kept),
        rank="" if isnan(rank) else number(int(rank)),
        swatch=swatch,
        structural="" if isnan(structural) else decimal(structural),
        theta=theta_measure(float(result.theta[row]), (low, high)),
        combined=combined_measure(float(result.combined[row]), (least, most)),
        incidents=number(counted[code]),
        reason=_reason(result.reasons[row]),
    )


def classes_of_risk(measure: str) -> Steps:
    """What a map of θ or R is coloured by."""
    if measure != THETA:
        return BANDS
    least, *between, most = (decimal(border, 1 if border == round(border, 1) else 2) for border in _BORDERS)
    inner = [f"{low}–{high}" for low, high in pairwise((least, *between, most))]
    return Steps((0, *_BORDERS), (f"< {least}", *inner, f"≥ {most}"), inf)


def risk_drawn(found: AreaRisks, asked: Asked, *, level: Level, area: str, to: Mapping[str, str]) -> Drawing | None:
    """The map of θ or R inside an area, or none where its areas are too many or have no place."""
    place = INDEX_LEVELS.index(level) + 1
    codes = areas_within(area, PlaceLevel(place)) if place <= PlaceLevel.KELURAHAN_DESA else []
    if not 0 < len(codes) <= MOST_AREAS:
        return None
    known = {code: row for row, code in enumerate(found.result.codes)}
    classes = classes_of_risk(asked.measure)
    marks = {
        code: _mark(code, found.result, known.get(code), asked.measure == THETA, to.get(code, ""), classes)
        for code in codes
    }
    unclear = sum(mark.unsure for mark in marks.values())
    words = {
        "measure": str(MEASURES[asked.measure]),
        "level": str(LEVEL_LABELS[level]).lower(),
        "place": title_of(area) if area else gettext("Indonesia"),
    }
    doubt = gettext("selangnya memuat 1, mungkin biasa saja (%(areas)s)") % {"areas": areas_in_words(unclear)}
    return drawing_of(
        picture_of(area, level=PlaceLevel(place), form=asked.form),
        marks,
        classes,
        title=gettext("%(measure)s menurut %(level)s, %(place)s") % words,
        nil=gettext("tanpa skor"),
        doubts=[doubt] if unclear else [],
        prefix="kerawanan",
    )


def _mark(code: str, result: RiskResult, row: int | None, theta: bool, href: str, classes: Steps) -> Mark:  # noqa: FBT001 -- one of two measures
    """An area of the map; hatched where θ looks unusual but its interval holds 1."""
    name = title_of(code)
    short = short_names().get(code, name.removeprefix("Kab. "))
    where = ", ".join((name, *place_path(code)[1:2]))
    if row is None:
        return Mark(code, short, nan, f"{where}\n{gettext('tidak ada dalam edisi ini')}")
    value = float((result.theta if theta else result.combined)[row])
    if isnan(value):
        return Mark(code, short, nan, f"{where}\n{_reason(result.reasons[row])}", href)
    low, high = map(float, result.theta_interval[row])
    unsure = theta and low <= USUAL <= high and classes.level(value) != classes.level(USUAL)
    return Mark(code, short, value, f"{where}\n{_said(result, row)}", href, unsure, decimal(value, 1 if theta else 0))


def _said(result: RiskResult, row: int) -> str:
    """ "θ 1,24 (0,90–1,63), R 48,1 (44,0–52,3), S 45,0"."""
    told = []
    for name, figures, intervals, places in (
        ("θ", result.theta, result.theta_interval, 2),
        ("R", result.combined, result.combined_interval, 1),
    ):
        if not isnan(figures[row]):
            span = f"{decimal(float(intervals[row, 0]), places)}–{decimal(float(intervals[row, 1]), places)}"
            told.append(f"{name} {decimal(float(figures[row]), places)} ({span})")
    if not isnan(result.structural[row]):
        told.append(f"S {decimal(float(result.structural[row]))}")
    return ", ".join(told)


def title_of(code: str) -> str:
    """The name of an area, its code where it is in no gazetteer."""
    known = load_gazetteer().get(code)
    return area_title(known) if known else code


# In words -------------------------------------------------------------------------------------------------------------


def theta_measure(theta: float, interval: tuple[float, float]) -> Measure:
    """θ in words; 1 is usual."""
    if isnan(theta):
        return Measure("", "", SafeString())
    highest = max(_TWICE, float(ceil(interval[1])))
    span = f"{decimal(interval[0], 2)}–{decimal(interval[1], 2)}"
    return Measure(decimal(theta, 2), span, interval_bar(theta, interval, ticks=(USUAL,), highest=highest))


def combined_measure(combined: float, interval: tuple[float, float]) -> Measure:
    """R in words."""
    if isnan(combined):
        return Measure("", "", SafeString())
    span = f"{decimal(interval[0])}–{decimal(interval[1])}"
    return Measure(decimal(combined), span, interval_bar(combined, interval))


def theta_in_words(area: AreaRisk) -> str:
    """Whether more happens than usual, as far as the interval says."""
    low, high = area.theta_interval
    if isnan(area.theta):
        return ""
    if low > USUAL:
        return gettext("lebih banyak dari biasanya")
    if high < USUAL:
        return gettext("lebih sedikit dari biasanya")
    return gettext("belum dapat dibedakan dari yang biasa")


def how_of(found: AreaRisks) -> tuple[str, ...]:
    """What a reader must know of the figures: what voters are, what reporting was corrected by, what has no place."""
    told = [gettext("Paparan: %(words)s.") % {"words": found.exposure.words}]
    if found.neutral:
        told.append(
            gettext("Rajin tidaknya melapor dikoreksi menurut %(count)s kegiatan yang dilaporkan.")
            % {"count": number(found.neutral)}
        )
    else:
        told.append(gettext("Rajin tidaknya melapor tidak dikoreksi: kegiatan yang dilaporkan terlalu sedikit."))
    if found.without_place:
        words = ngettext(
            "%(count)s insiden tidak menyebut tempat sampai tingkat ini dan tidak dihitung.",
            "%(count)s insiden tidak menyebut tempat sampai tingkat ini dan tidak dihitung.",
            found.without_place,
        )
        told.append(words % {"count": number(found.without_place)})
    return tuple(told)


def _moved(area: AreaRisk) -> str:
    """By how many points R lies off S."""
    if isnan(area.combined):
        return ""
    return decimal(area.combined - area.structural, signed=True)


def _reason(reason: str) -> str:
    if not reason:
        return ""
    if reason == NO_STRUCTURAL:
        return gettext("tanpa skor struktural: risiko gabungan tidak dinilai")
    return gettext("jumlah pemilih tidak diketahui: risiko relatif tidak dinilai")


def _reckoned(found: AreaRisks, code: str, area: AreaRisk) -> Reckoning:
    behind = found.behind(code)
    heavy = [each for each in behind if each[0].weight > 0]
    light = [each for each in behind if each[0].weight <= 0]
    added: dict[str, float] = {}
    usual = total = 0.0
    if not area.reason:
        reasoned = found.result.explain(code)
        added = {one.event.id: one.logits for one in reasoned.events}
        usual, total = reasoned.usual, reasoned.total - reasoned.base
    most = max((*added.values(), abs(usual)), default=0.0)
    return Reckoning(
        told=tuple(_told(one, row, added.get(one.event.id), most) for one, row in heavy[:MOST_TOLD]),
        weightless=tuple(_told(one, row, None, most) for one, row in light[:MOST_TOLD]),
        left_out=len(light),
        others=max(0, len(heavy) - MOST_TOLD),
        counted=len(heavy),
        usual=decimal(usual, 2, signed=True),
        usual_picture=signed_bar(usual, most=most),
        total=decimal(total, 2, signed=True),
    )


def _told(one: Weighed, row: EventRow, logits: float | None, most: float) -> Told:
    return Told(
        title=row.title,
        href=reverse("web:incident", args=[row.id]),
        category=category_label(row.category),
        when=day(row.day),
        weight=decimal(one.weight, 2),
        added="" if logits is None else decimal(logits, 2, signed=True),
        picture=SafeString() if logits is None else signed_bar(logits, most=most),
        note=weightless_in_words(one),
    )


def weightless_in_words(one: Weighed) -> str:
    """Why an incident weighs nothing, or less than it would alone."""
    reasons = {
        "undisturbing": gettext("kategori ini bukan gangguan"),
        "rejected": gettext("tidak terbukti"),
        "unverified": gettext("belum diverifikasi: tidak dihitung"),
        "future": gettext("belum terjadi"),
        "duplicate": gettext("salinan kejadian lain: dihitung sekali"),
        "elsewhere": gettext("di luar wilayah yang dinilai"),
    }
    if one.reason in reasons:
        return reasons[one.reason]
    return gettext("dibatasi: wilayah atau sumbernya sudah mencapai batas bobot") if one.cut else ""
