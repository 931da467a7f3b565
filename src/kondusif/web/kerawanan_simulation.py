"""The simulator: what other weights of the dimensions would do to the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from django.http import QueryDict
from django.utils.safestring import SafeString

from kondusif.kerawanan.queries.editions import Edition
from kondusif.kerawanan.queries.simulation import Moved, Simulation, published_weights
from kondusif.publishing.wording import decimal, number
from kondusif.web.charts.intervals import share_bar
from kondusif.web.kerawanan_page import area_address, around, share
from kondusif.web.kerawanan_risk import title_of

WEIGHT = "bobot_"  # what a field is called: this and the id of its dimension
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A dimension with its weight as it stands in the form, in percent or any other unit: only shares count.

    `value` is empty where what was typed is no number, which a field for numbers could not hold.
    """

    id: str
    name: str
    title: str
    value: str
    published: str


@dataclass(frozen=True, slots=True)
class Weight:
    """A dimension's share as published and as simulated."""

    title: str
    published: str
    simulated: str
    picture: SafeString
    changed: bool


@dataclass(frozen=True, slots=True)
class MovedLine:
    """An area under other weights, in words."""

    code: str
    name: str
    around: str
    href: str
    rank: str
    score: str
    published: str
    risen: int
    steps: str


@dataclass(frozen=True, slots=True)
class SimulationView:
    """What the page shows of a simulation."""

    weights: tuple[Weight, ...]
    top: tuple[MovedLine, ...]
    risen: tuple[MovedLine, ...]
    fallen: tuple[MovedLine, ...]
    correlation: str
    moved: int
    compared: int
    scored: int
    same: bool


def asked_weights(query: QueryDict, kept: Edition) -> dict[str, float]:
    """The weights in an address; those of the edition where it names none, and for every dimension it leaves out."""
    published = published_weights(kept)
    return {name: _figure(query.get(WEIGHT + name), 100 * usual) for name, usual in published.items()}


def _figure(written: str | None, usual: float) -> float:
    """A figure as people write it; what is none is NaN, for whoever computes to refuse."""
    if written is None:
        return usual
    try:
        return float(written.strip().replace(",", ".")) if len(written) <= _LONGEST else float("nan")
    except ValueError:
        return float("nan")


def fields_of(query: QueryDict, kept: Edition) -> list[Field]:
    """The form, with what was typed as far as it is a number."""
    published, asked = published_weights(kept), asked_weights(query, kept)
    return [
        Field(
            id=one.id,
            name=WEIGHT + one.id,
            title=one.title,
            value=f"{asked[one.id]:.6g}" if isfinite(asked[one.id]) else "",
            published=share(published[one.id]),
        )
        for one in kept.result.framework.dimensions
    ]


def simulation_view(found: Simulation, kept: Edition, *, area: str) -> SimulationView:
    """The simulation in words."""
    dimensions = kept.result.framework.dimensions
    return SimulationView(
        weights=tuple(
            Weight(
                title=one.title,
                published=share(found.published[one.id]),
                simulated=share(found.weights[one.id]),
                picture=share_bar(100 * found.weights[one.id]),
                changed=abs(found.weights[one.id] - found.published[one.id]) > _UNSEEN,
            )
            for one in dimensions
        ),
        top=_lines(found.top, kept, area),
        risen=_lines(found.risen, kept, area),
        fallen=_lines(found.fallen, kept, area),
        correlation="" if found.correlation is None else decimal(found.correlation, 3),
        moved=found.moved,
        compared=found.compared,
        scored=found.scored,
        same=all(abs(found.weights[one.id] - found.published[one.id]) <= _UNSEEN for one in dimensions),
    )


_UNSEEN = 1e-9  # a difference of shares that is only a rounding error


def _lines(rows: Sequence[Moved], kept: Edition, area: str) -> tuple[MovedLine, ...]:
    return tuple(
        MovedLine(
            code=row.code,
            name=title_of(row.code),
            around=around(row.code, area),
            href=area_address(row.code, kept),
            rank=number(row.rank),
            score=decimal(row.score),
            published="" if row.published_rank is None else number(row.published_rank),
            risen=row.risen or 0,
            steps=number(abs(row.risen or 0)),
        )
        for row in rows
    )
