"""The published indices side by side: which area each names, with what, and what each keeps to itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.frameworks import Framework, load_framework
from kondusif.kerawanan.domain.frameworks_published import (
    PublishedScore,
    PublishedSeries,
    load_published,
    load_station_hits,
)
from kondusif.places.domain.codes import Level
from kondusif.places.queries import areas_within
from kondusif.publishing.labels import Labels
from kondusif.publishing.wording import decimal, iso_day, number
from kondusif.web.alarm_page import area_name
from kondusif.web.kerawanan_page import CATEGORY_LABELS
from kondusif.web.stage_page import SourceLine, sources_of

PROVINCE = "35"
STATIONS = "tps-rawan-2024"
_KEY = re.compile(r"\[([A-Z]+\d+)\]")

CONFIDENCES: Labels = {
    "V": _("dua sumber atau lebih"),
    "S+": _("satu daftar lengkap, sebagian diulang sumber lain"),
    "S": _("satu sumber"),
    "U": _("tidak pasti"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a series says of an area; `figure` is empty where it names none. `weak`: fewer than two sources say so."""

    figure: str
    category: str
    category_id: str
    mark: str
    mark_words: str
    weak: bool
    dimensions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with what each series says of it, in their order; None where it says nothing."""

    code: str
    name: str
    told: tuple[Told | None, ...]
    series: int


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """One series: what it is, and what its issuer did not publish."""

    id: str
    title: str
    issuer: str
    day: str
    unit: str
    note: str
    source: str
    method: str
    description: str
    unpublished: tuple[str, ...]
    named: int


@dataclass(frozen=True, slots=True)
class HitLine:
    """One indicator of TPS rawan: the stations that it hits, by place; empty where no count was found."""

    title: str
    hits: tuple[str, ...]
    share: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The table of TPS rawan. `stations`: all stations of the last place, where that is known."""

    title: str
    places: tuple[str, ...]
    lines: tuple[HitLine, ...]
    stations: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """The whole page. `silent` are areas that no series names; `shared` says how many areas so many series name."""

    series: tuple[SeriesCard, ...]
    lines: tuple[AreaLine, ...]
    silent: tuple[str, ...]
    shared: tuple[tuple[int, int], ...]
    hits: Hits
    sources: tuple[SourceLine, ...]


def published_page() -> PublishedPage:
    """What is shipped of East Java, the province first, then by code."""
    series = load_published()
    codes = [PROVINCE, *areas_within(PROVINCE, Level.KABUPATEN_KOTA)]
    every = [_line(code, series) for code in codes]
    lines = tuple(line for line in every if line.series)
    counts = Counter(line.series for line in lines if line.code != PROVINCE)
    hits = load_station_hits()
    return PublishedPage(
        series=tuple(map(_card, series)),
        lines=lines,
        silent=tuple(line.name for line in every if not line.series),
        shared=tuple(sorted(counts.items(), reverse=True)),
        hits=_hits(),
        sources=tuple(sources_of([*(each.source for each in series), *(each.source for each in hits)])),
    )


def _line(code: str, series: tuple[PublishedSeries, ...]) -> AreaLine:
    told = tuple(_told(found, load_framework(each.framework)) if (found := each.of(code)) else None for each in series)
    return AreaLine(code, area_name(code), told, sum(each is not None for each in told))


def _told(found: PublishedScore, framework: Framework) -> Told:
    titles = {dimension.id: dimension.title for dimension in framework.dimensions}
    return Told(
        figure=_figure(found),
        category=str(CATEGORY_LABELS[found.category]) if found.category else "",
        category_id=found.category or "",
        mark=found.confidence,
        mark_words=str(CONFIDENCES[found.confidence]),
        weak=found.confidence != "V",
        dimensions=tuple((titles.get(name, name), decimal(value, 2)) for name, value in found.dimensions.items()),
    )


def _figure(found: PublishedScore) -> str:
    """The score as it was printed, or the rank; a rank is told as one."""
    if found.value is not None:
        return decimal(found.value, 0 if found.value == int(found.value) and found.value < 30 else 2)
    return gettext("peringkat %(rank)s nasional") % {"rank": found.rank} if found.rank else ""


def _card(series: PublishedSeries) -> SeriesCard:
    framework = load_framework(series.framework)
    return SeriesCard(
        id=series.id,
        title=series.title,
        issuer=series.issuer,
        day=iso_day(series.date) if len(series.date) == len("2024-08-26") else series.date,
        unit=series.unit,
        note=series.note,
        source=_keys(series.source),
        method=framework.method,
        description=framework.description,
        unpublished=framework.unpublished,
        named=len(series.entries),
    )


def _keys(source: str) -> str:
    """The keys of a source, which stand at the foot of the page with where they lead; without any the source as it is."""
    return ", ".join(_KEY.findall(source)) or source


def _hits() -> Hits:
    framework, places = load_framework(STATIONS), load_station_hits()
    last = places[-1]
    lines = []
    for indicator in framework.indicators:
        found = [place.hits.get(indicator.id) for place in places]
        if all(count is None for count in found):
            continue
        share = found[-1] / last.stations if last.stations and found[-1] is not None else None
        lines.append(
            HitLine(
                indicator.title,
                tuple("" if count is None else number(count) for count in found),
                "" if share is None else f"{decimal(100 * share, 1)} %",
            )
        )
    return Hits(
        title=framework.title,
        places=tuple(place.name for place in places),
        lines=tuple(lines),
        stations=number(last.stations) if last.stations else "",
        sources=tuple(place.source for place in places),
    )
