"""What the methods page prints from the shipped data: frameworks as trees, the dynamic layer, the limits of warnings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.dynamics import load_dynamics
from kondusif.kerawanan.domain.frameworks import Dimension, Framework, Indicator, SubDimension, load_framework, shipped
from kondusif.publishing.labels import SEVERITIES, STATUSES, Labels, category_label
from kondusif.publishing.wording import decimal

DENOMINATORS: Labels = {
    "tidak_ada": _("apa adanya"),
    "per_100_ribu_pemilih": _("per 100 ribu pemilih"),
    "per_100_tps": _("per 100 TPS"),
}
MATTERS: Labels = {
    "kejadian": _("kejadian"),
    "riwayat": _("riwayat"),
    "daftar_pemilih": _("daftar pemilih"),
    "penyelenggara": _("penyelenggara"),
    "layanan": _("layanan"),
    "logistik": _("logistik"),
    "lokasi": _("lokasi"),
    "jaringan": _("jaringan listrik dan internet"),
    "bencana": _("bencana"),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator. `weight` is its share inside its group in words; empty, as is `posts`, where it was not published."""

    title: str
    weight: str
    posts: str
    denominator: str
    lowers: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A dimension or sub-dimension."""

    title: str
    weight: str
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A framework whole, with what cannot be shown of it."""

    id: str
    title: str
    issuer: str
    edition: str
    official: bool
    description: str
    method: str
    computable: bool
    absent: tuple[str, ...]
    cutoffs: tuple[tuple[str, str, str, bool], ...]
    branches: tuple[Branch, ...]
    indicators: int


@dataclass(frozen=True, slots=True)
class Dynamic:
    """What a committee could vote on in the dynamic layer, in words."""

    half_lives: tuple[tuple[str, str], ...]
    weightless: tuple[str, ...]
    severities: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    gamma: str
    interval: str
    effort_low: str
    effort_high: str


def trees() -> list[Tree]:
    """Every shipped framework, the one that can be computed first."""
    return sorted((_tree(load_framework(name)) for name in shipped()), key=lambda tree: (not tree.computable, tree.id))


def dynamic() -> Dynamic:
    """The shipped dynamic layer."""
    rules = load_dynamics()
    return Dynamic(
        half_lives=tuple(
            (category_label(name), decimal(days, 0)) for name, days in rules.half_lives.items() if days is not None
        ),
        weightless=tuple(category_label(name) for name, days in rules.half_lives.items() if days is None),
        severities=tuple(
            (str(SEVERITIES.get(each.severity, gettext("tanpa istilah berat"))), decimal(each.weight, 0))
            for each in rules.severities
        ),
        statuses=tuple((str(STATUSES.get(each.id, each.id)), decimal(each.public, 0)) for each in rules.statuses),
        gamma=decimal(rules.gamma.value, 1),
        interval=f"{decimal(100 * rules.interval.value, 0)} %",
        effort_low=decimal(rules.effort_bounds.low, 2),
        effort_high=decimal(rules.effort_bounds.high, 0),
    )


def matters() -> list[str]:
    """The nine things that an indicator may measure."""
    return [str(label) for label in MATTERS.values()]


def _tree(framework: Framework) -> Tree:
    return Tree(
        id=framework.id,
        title=framework.title,
        issuer=framework.issuer,
        edition=framework.edition,
        official=framework.official,
        description=framework.description,
        method=framework.method,
        computable=not framework.lacking,
        absent=framework.unpublished,
        cutoffs=tuple(
            (each.level, decimal(each.sedang, 2), decimal(each.tinggi, 2), each.official) for each in framework.cutoffs
        ),
        branches=tuple(map(_dimension, framework.dimensions)),
        indicators=len(framework.indicators),
    )


def _dimension(dimension: Dimension) -> Branch:
    return Branch(
        dimension.title,
        _percent(dimension.weight),
        tuple(map(_leaf, dimension.indicators)),
        tuple(map(_part, dimension.subdimensions)),
    )


def _part(part: SubDimension) -> Branch:
    return Branch(part.title, _percent(part.weight), tuple(map(_leaf, part.indicators)))


def _leaf(indicator: Indicator) -> Leaf:
    posts = indicator.goalposts
    return Leaf(
        title=indicator.title,
        weight=_percent(indicator.weight),
        posts=f"{_plain(posts[0])}–{_plain(posts[1])}" if posts else "",
        denominator=str(DENOMINATORS[indicator.denominator]),
        lowers=indicator.direction == "turun",
    )


def _percent(weight: float | None) -> str:
    return "" if weight is None else f"{decimal(100 * weight, 0)} %"


def _plain(value: float) -> str:
    return decimal(value, 0 if value == int(value) else 1)
