"""The public version of the index in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kondusif.places.domain.codes import Level
from kondusif.places.domain.tiles import short_names
from kondusif.places.queries import picture_of
from kondusif.publishing.domain.map_svg import Mark
from kondusif.publishing.queries.public_kerawanan import PublicArea, PublicKerawanan
from kondusif.publishing.wording import decimal
from kondusif.web.alarm_page import area_name
from kondusif.web.charts.intervals import interval_bar
from kondusif.web.kerawanan_page import BANDS, CATEGORY_LABELS
from kondusif.web.maps import Drawing, drawing_of


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A kabupaten or kota in words; `combined` is empty where S stands alone."""

    code: str
    name: str
    structural: str
    structural_span: str
    structural_picture: SafeString
    class_words: str
    combined: str
    combined_span: str
    combined_picture: SafeString
    coverage: str


def public_lines(table: PublicKerawanan) -> list[PublicLine]:
    """The areas, the highest S first."""
    areas = sorted(table.areas, key=lambda each: (each.structural is None, -(each.structural or 0), each.code))
    return [_line(each) for each in areas]


def public_kerawanan_map(table: PublicKerawanan) -> Drawing | None:
    """S on a map, in the smallest area around all; None where there is nothing to draw."""
    codes = [each.code for each in table.areas]
    if not codes:
        return None
    around = codes[0][:2] if len({code[:2] for code in codes}) == 1 else ""
    marks = {each.code: _mark(each) for each in table.areas}
    return drawing_of(
        picture_of(around, level=Level.KABUPATEN_KOTA),
        marks,
        BANDS,
        title=gettext("Skor struktural menurut kabupaten/kota, %(place)s")
        % {"place": area_name(around) if around else "Indonesia"},
        nil=gettext("tidak dinilai"),
        doubts=_doubts(marks),
        prefix="publik",
    )


def public_records(table: PublicKerawanan) -> list[dict[str, str | float | bool | None]]:
    """The same table as plain values for files; nothing is in it that the page does not tell."""
    return [
        {
            "code": each.code,
            "name": area_name(each.code),
            "structural": _rounded(each.structural),
            "structural_low": _rounded(each.structural_interval[0] if each.structural_interval else None),
            "structural_high": _rounded(each.structural_interval[1] if each.structural_interval else None),
            "category": each.category,
            "high_voters_share": _rounded(each.high_share, 3),
            "coverage": _rounded(each.coverage, 3),
            "combined": _rounded(each.combined),
            "combined_low": _rounded(each.combined_interval[0] if each.combined_interval else None),
            "combined_high": _rounded(each.combined_interval[1] if each.combined_interval else None),
        }
        for each in table.areas
    ]


def kerawanan_files() -> list[tuple[str, str]]:
    """The addresses of the same table as files."""
    return [(form.upper(), reverse("web:public_kerawanan_file", args=[form])) for form in ("csv", "json")]


def _line(area: PublicArea) -> PublicLine:
    return PublicLine(
        code=area.code,
        name=area_name(area.code),
        structural="" if area.structural is None else decimal(area.structural, 1),
        structural_span=_span(area.structural_interval),
        structural_picture=_bar(area.structural, area.structural_interval),
        class_words=_class(area),
        combined="" if area.combined is None else decimal(area.combined, 1),
        combined_span=_span(area.combined_interval),
        combined_picture=_bar(area.combined, area.combined_interval),
        coverage=f"{decimal(100 * area.coverage, 0)} %",
    )


def _class(area: PublicArea) -> str:
    """The category, unsure where it is; of a mean the share of voters in high areas."""
    if area.category is not None:
        label = str(CATEGORY_LABELS[area.category])
        return gettext("%(category)s, di ambang") % {"category": label} if area.borderline else label
    if area.high_share is None:
        return ""
    return gettext("%(share)s pemilih di wilayah tinggi") % {"share": f"{decimal(100 * area.high_share, 0)} %"}


def _span(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{decimal(interval[0], 1)}–{decimal(interval[1], 1)}"


def _bar(value: float | None, interval: tuple[float, float] | None) -> SafeString:
    return SafeString() if value is None else interval_bar(value, interval)


def _mark(area: PublicArea) -> Mark:
    name, value = area_name(area.code), area.structural
    said = gettext("tidak dinilai") if value is None else f"S {decimal(value, 1)}"
    return Mark(
        code=area.code,
        name=short_names().get(area.code, name.removeprefix("Kab. ")),
        value=nan if value is None else value,
        said=f"{name}\n{said}",
        unsure=area.borderline,
        written="" if value is None else decimal(value, 0),
    )


def _doubts(marks: Mapping[str, Mark]) -> tuple[str, ...]:
    return (gettext("di ambang dua kategori"),) if any(mark.unsure for mark in marks.values()) else ()


def _rounded(value: float | None, places: int = 1) -> float | None:
    return None if value is None else round(value, places)
