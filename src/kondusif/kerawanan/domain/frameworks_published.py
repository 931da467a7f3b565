"""Scores as their issuers published them, beside ours and never merged with them nor with each other."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kondusif.kerawanan.domain.frameworks import DATA, Category, Confidence


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class PublishedScore(_Entry):
    """What one issuer printed about one area: a value, a rank, a category, or only some of them."""

    code: str
    name: str
    value: Annotated[float, Field(strict=False)] | None = None
    rank: int | None = None
    category: Category | None = None
    confidence: Confidence
    dimensions: dict[str, float] = {}


class PublishedSeries(_Entry):
    """One edition of one issuer; its values compare with no other series."""

    id: str
    framework: str
    issuer: str
    title: str
    date: str
    unit: str
    source: str
    note: str = ""
    entries: Annotated[tuple[PublishedScore, ...], BeforeValidator(_as_tuple)]

    def of(self, code: str) -> PublishedScore | None:
        """What this series says about an area, or nothing."""
        return next((entry for entry in self.entries if entry.code == code), None)


class StationHits(_Entry):
    """Stations hit by each indicator of TPS rawan. A station may be hit by many: the sum is no number of stations."""

    code: str
    name: str
    source: str
    confidence: Confidence
    stations: int | None
    hits: dict[str, int]


class _File(_Entry):
    series: Annotated[tuple[PublishedSeries, ...], BeforeValidator(_as_tuple)]
    stations: Annotated[tuple[StationHits, ...], BeforeValidator(_as_tuple)]


def load_published() -> tuple[PublishedSeries, ...]:
    """Every published series."""
    return _file().series


def load_station_hits() -> tuple[StationHits, ...]:
    """The published counts of TPS rawan by indicator."""
    return _file().stations


def published_for(code: str) -> tuple[tuple[PublishedSeries, PublishedScore | None], ...]:
    """All series side by side for one area; None where a series names no figure for it."""
    return tuple((series, series.of(code)) for series in load_published())


@cache
def _file() -> _File:
    return _File.model_validate(yaml.safe_load((DATA / "published.yaml").read_text("utf-8")))
