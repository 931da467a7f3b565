"""Worlds to try the scan on: areas, a past, sixty days, and where it is wanted an outbreak whose place and days are known.

The simulator of methods.md §6: 666 areas over a rectangle of East Java's size, 300 incidents in 60 days after 180 days of history, in
proportion to voters × reporting. Reporting varies by a log standard deviation of 0.6: not at all, without a pattern, or for a part with two
towns that report more than villages. What methods.md does not give is set here: voters vary by 0.5, incidents of an outbreak are
Poisson around the number told and fall on any of its areas and days alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.scan_types import Counts, Floats
from kondusif.kerawanan.domain.scan_windows import Neighbours, neighbours_from_centroids

Reporting = Literal["even", "scattered", "urban"]

AREAS, INCIDENTS, DAYS, PAST_DAYS = 666, 300, 60, 180
TODAY = date(2024, 11, 20)
THIRDS = ("rural", "between", "urban")
_LOG_SD, _URBAN_PART, _REST = 0.6, 0.4, 0.45  # 0.4² + 0.45² = 0.6²
_TOWNS = ((112.7, -7.3, 0.3), (112.6, -8.0, 0.1))  # degrees east and north, and how wide
_COUNTRY, _WORLDS = 64, 65  # purposes of random streams, apart from those of the scan itself


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """What stays the same from world to world. voters, urbanity: float64[n]; third: int64[n], 0 the most rural, 2 the most urban."""

    codes: tuple[str, ...]
    voters: Floats
    urbanity: Floats
    third: NDArray[np.int64]
    neighbours: Neighbours

    def centred_in(self, third: int) -> Neighbours:
        """The windows whose centre lies in that third."""
        lists = [self.neighbours.of(int(centre)) for centre in np.flatnonzero(self.third == third)]
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(members) for members in lists], out=starts[1:])
        return Neighbours(starts, np.concatenate(lists))


@dataclass(frozen=True, slots=True)
class Outbreak:
    """So many incidents more than usual, expected in all, in so many neighbouring areas over so many days."""

    incidents: float
    areas: int
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """counts: int64[n, days]; `until` cuts it to the sixty days that were known on some day; affected: positions of areas."""

    counts: Counts
    history: History
    affected: tuple[int, ...] = ()

    def until(self, later: int) -> Counts:
        """The sixty days up to `later` days after the sixtieth."""
        return self.counts[:, later : later + DAYS]


def country(areas: int = AREAS, *, seed: int) -> Country:
    """Areas strewn over the rectangle; two towns in it."""
    choice = np.random.Generator(np.random.Philox(key=[seed, 0], counter=[0, 0, 0, _COUNTRY]))
    longitude, latitude = choice.uniform(110.9, 114.6, areas), choice.uniform(-8.8, -6.7, areas)
    voters = choice.lognormal(10.7, 0.5, areas)
    codes = tuple(f"{number:04d}" for number in range(areas))
    near = [np.exp(-((longitude - east) ** 2 + (latitude - north) ** 2) / wide) for east, north, wide in _TOWNS]
    town = np.sum(near, axis=0)
    third = np.argsort(np.argsort(town, kind="stable"), kind="stable") * 3 // areas
    lists = neighbours_from_centroids(longitude, latitude, voters, codes)
    return Country(codes, voters, (town - town.mean()) / town.std(), third, lists)


def world(
    where: Country, reporting: Reporting, *, seed: int, number: int, outbreak: Outbreak | None = None, later: int = 0
) -> World:
    """World `number` of a seed and a kind of reporting, each from its own stream; sixty days, and `later` ones.

    An outbreak ends on the latest day of all.
    """
    kind = get_args(Reporting).index(reporting)
    choice = np.random.Generator(np.random.Philox(key=[seed, number], counter=[0, 0, kind, _WORLDS]))
    areas = len(where.codes)
    noise = choice.standard_normal(areas)
    shape = {"even": 0 * noise, "scattered": _LOG_SD * noise, "urban": _URBAN_PART * where.urbanity + _REST * noise}
    rate = _a_day(where, shape[reporting])
    coming = np.repeat(where.voters[:, None], DAYS, axis=1)
    history = History(choice.poisson(rate * PAST_DAYS), where.voters * PAST_DAYS, coming)
    counts = choice.poisson(rate[:, None], (areas, DAYS + later))
    affected = _strike(choice, where, counts, outbreak) if outbreak else ()
    return World(counts, history, affected)


def usual(where: Country, reporting: Reporting) -> Floats:
    """Incidents a day in each area, the mean of many worlds but for how rates are brought to one sum: float64[n]."""
    return _a_day(where, _URBAN_PART * where.urbanity if reporting == "urban" else np.zeros(len(where.codes)))


def dates() -> list[date]:
    """The sixty days, whatever they are called."""
    return [TODAY - timedelta(days=DAYS - 1 - each) for each in range(DAYS)]


def _a_day(where: Country, reported: Floats) -> Floats:
    """Incidents a day by voters and log reporting; 300 in 60 days over 666 areas, as many for each area where there are fewer."""
    rate = where.voters * np.exp(reported)
    return np.asarray(rate * (INCIDENTS / DAYS * len(where.codes) / AREAS / rate.sum()))


def _strike(choice: np.random.Generator, where: Country, counts: Counts, outbreak: Outbreak) -> tuple[int, ...]:
    """Add an outbreak to the latest days around an area drawn at random; where."""
    affected = where.neighbours.of(int(choice.integers(len(where.codes))))[: outbreak.areas]
    more = int(choice.poisson(outbreak.incidents))
    areas, days = choice.integers(len(affected), size=more), choice.integers(outbreak.days, size=more)
    np.add.at(counts, (affected[areas], counts.shape[1] - 1 - days), 1)
    return tuple(sorted(int(each) for each in affected))
