"""How right forecasts would have been, from the kept back-test: what it says as plain values, put into words and drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.publishing.wording import decimal, iso_day, number
from kondusif.web.alarm_page import area_name
from kondusif.web.charts.intervals import interval_bar

MOST_MISSES = 40
_WIDTH, _HEIGHT, _FOOT = 720, 200, 24
_REFERENCES: Mapping[str, str | Promise] = {
    "history": _("undian dari masa lalu wilayah itu"),
    "usual": _("kebiasaan wilayah itu"),
    "zero": _("tidak terjadi apa-apa"),
}
_STRATA: Mapping[str, str | Promise] = {"": _("semua"), "kota": _("kota"), "kabupaten": _("kabupaten")}


@dataclass(frozen=True, slots=True)
class SkillLine:
    """The forecast against a simple one; `skill` in percent, empty where nothing can be said."""

    reference: str
    score: str
    other: str
    skill: str
    p: str
    proven: bool


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How many 90 % intervals of a stratum held."""

    stratum: str
    held: str
    forecasts: str
    share: str
    width: str
    picture: SafeString


@dataclass(frozen=True, slots=True)
class MissLine:
    """A count outside of its interval."""

    code: str
    name: str
    week: str
    expected: str
    span: str
    observed: str
    beyond: str


@dataclass(frozen=True, slots=True)
class NextLine:
    """An area of the forecast that is shown."""

    code: str
    name: str
    expected: str
    span: str
    chance: str


@dataclass(frozen=True, slots=True)
class BacktestPage:
    """The whole page."""

    shown: bool
    because: str
    weeks: int
    unscored: tuple[tuple[str, str], ...]
    span: str
    skills: tuple[SkillLine, ...]
    coverage: tuple[CoverageLine, ...]
    brier: str
    brier_usual: str
    drawing: SafeString
    totals: tuple[tuple[str, str, str, str], ...]
    pit: SafeString
    misses: tuple[MissLine, ...]
    misses_more: int
    next_week: str
    next_total: str
    next_lines: tuple[NextLine, ...]
    without_place: int
    hash: str


def backtest_page(body: Mapping[str, Any]) -> BacktestPage:
    """What `queries.forecasting.backtest_record` wrote, as a page; the largest misses first."""
    test, following = body["backtest"], body["forecast"]
    origins, misses, total = test["origins"], test["misses"], following["total"]
    return BacktestPage(
        shown=test["shown"],
        because=_because(test["because"]),
        weeks=len(origins),
        unscored=tuple((iso_day(each["origin"]), each["because"]) for each in test["unscored"]),
        span=f"{iso_day(origins[0]['origin'])} – {iso_day(origins[-1]['origin'])}" if origins else "",
        skills=tuple(map(_skill, test["skills"])) if origins else (),
        coverage=tuple(
            _coverage(each) for each in (test["coverage"], *test["coverage_by_stratum"]) if each["forecasts"]
        ),
        brier=decimal(test["brier"]["score"], 3) if test["brier"] else "",
        brier_usual=decimal(test["brier_usual"], 3) if test["brier_usual"] is not None else "",
        drawing=_weeks(origins),
        totals=tuple(_total(each) for each in reversed(origins)),
        pit=_pit(test["pit"]),
        misses=tuple(map(_miss, misses[:MOST_MISSES])),
        misses_more=max(0, len(misses) - MOST_MISSES),
        next_week=f"{iso_day(following['first_date'])} – {iso_day(following['latest_date'])}",
        next_total=_next_total(total) if following["shown"] and total else "",
        next_lines=_next(following) if following["shown"] else (),
        without_place=body["without_place"],
        hash=test["input_sha256"][:12],
    )


def _because(said: str) -> str:
    """Why, without what the page says before it in its own language."""
    for known in ("Ramalan ditampilkan: ", "Ramalan tidak ditampilkan: "):
        said = said.removeprefix(known)
    return said[:1].upper() + said[1:]


def _skill(told: Mapping[str, Any]) -> SkillLine:
    skill, p = told["skill"], told["p"]
    return SkillLine(
        reference=str(_REFERENCES.get(told["reference"], told["reference"])),
        score=_figure(told["score"]),
        other=_figure(told["reference_score"]),
        skill="" if skill is None else f"{decimal(100 * skill, 1, signed=True)} %",
        p="" if p is None else _p(p),
        proven=bool(told.get("proven")),
    )


def _p(value: float) -> str:
    return f"< {decimal(0.001, 3)}" if value < 0.001 else decimal(value, 3)


def _figure(value: float | None) -> str:
    return "" if value is None else decimal(value, 3)


def _coverage(told: Mapping[str, Any]) -> CoverageLine:
    share = 100 * told["held"] / told["forecasts"]
    return CoverageLine(
        stratum=str(_STRATA.get(told["stratum"], told["stratum"])),
        held=number(told["held"]),
        forecasts=number(told["forecasts"]),
        share=f"{decimal(share, 1)} %",
        width=decimal(told["mean_width"], 1),
        picture=interval_bar(share, None, ticks=(90.0,)),
    )


def _total(told: Mapping[str, Any]) -> tuple[str, str, str, str]:
    span = f"{told['total_lower']}–{told['total_upper']}"
    return iso_day(told["origin"]), decimal(told["expected"], 1), span, number(told["observed"])


def _miss(told: Mapping[str, Any]) -> MissLine:
    return MissLine(
        code=told["area"],
        name=area_name(told["area"]),
        week=iso_day(told["origin"]),
        expected=decimal(told["expected"], 1),
        span=f"{told['lower']}–{told['upper']}",
        observed=number(told["observed"]),
        beyond=number(told["beyond"]),
    )


def _next_total(told: Mapping[str, Any]) -> str:
    words = {"expected": decimal(told["expected"], 0), "low": told["lower"], "high": told["upper"]}
    return gettext("%(expected)s kejadian, antara %(low)s dan %(high)s") % words


def _next(following: Mapping[str, Any]) -> tuple[NextLine, ...]:
    areas = sorted(following["areas"], key=lambda one: (-one["expected"], one["area"]))
    return tuple(
        NextLine(
            code=one["area"],
            name=area_name(one["area"]),
            expected=decimal(one["expected"], 1),
            span=f"{one['lower']}–{one['upper']}",
            chance=_chance(one["any_probability"]),
        )
        for one in areas[:MOST_MISSES]
    )


def _chance(value: float) -> str:
    """In whole percents; no forecast is certain."""
    return "> 99 %" if value > 0.995 else "< 1 %" if value < 0.005 else f"{decimal(100 * value, 0)} %"


def _weeks(origins: Sequence[Mapping[str, Any]]) -> SafeString:
    """Each week's interval of all areas together as a bar, and what came as a point; those outside stand out."""
    if not origins:
        return SafeString()
    top = max(1, *(max(each["total_upper"], each["observed"]) for each in origins))
    step, high = _WIDTH / len(origins), _HEIGHT - _FOOT - 10

    def up(value: float) -> str:
        return f"{10 + high * (1 - value / top):.1f}"

    parts = [f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{up(0)}" y2="{up(0)}"/>', f'<text x="0" y="10">{top}</text>']
    for place, each in enumerate(origins):
        across, low, most = f"{step * (place + 0.5):.1f}", each["total_lower"], each["total_upper"]
        out = "" if low <= each["observed"] <= most else " out"
        parts.append(f'<line class="span" x1="{across}" x2="{across}" y1="{up(low)}" y2="{up(most)}"/>')
        parts.append(f'<circle class="seen{out}" cx="{across}" cy="{up(each["observed"])}" r="4"/>')
    first, last = iso_day(origins[0]["origin"]), iso_day(origins[-1]["origin"])
    parts.append(f'<text x="0" y="{_HEIGHT - 6}">{first}</text>')
    if len(origins) > 1:
        parts.append(f'<text x="{_WIDTH}" y="{_HEIGHT - 6}" text-anchor="end">{last}</text>')
    return mark_safe(  # noqa: S308 -- numbers and days alone
        f'<svg class="weeks" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _pit(shares: Sequence[float]) -> SafeString:
    """Ten bars that are equally tall where the forecast says neither too much nor too little."""
    if not shares:
        return SafeString()
    top = max(*shares, 0.2)
    bars = "".join(
        f'<rect x="{place * 10 + 0.5}" width="9" y="{50 * (1 - share / top):.1f}" height="{50 * share / top:.1f}"/>'
        for place, share in enumerate(shares)
    )
    even = f"{50 * (1 - 0.1 / top):.1f}"
    return mark_safe(  # noqa: S308 -- numbers alone
        '<svg class="pit" viewBox="0 0 100 50" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'{bars}<line class="even" x1="0" x2="100" y1="{even}" y2="{even}"/></svg>'
    )
