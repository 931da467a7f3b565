"""Invented figures for trying the index out. They describe no real area: every number here was drawn by chance.

Only the codes are real. What an area gets depends on its code, the seed and the edition alone, never on the list it stands in; areas of
one kecamatan and one kabupaten resemble each other, as they do in life. Some figures are missing, one sub-dimension is thin, and a few
areas lack a whole dimension and stay without a score. Whoever shows such a table must say that it is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework, Indicator, Matter
from kondusif.kerawanan.domain.index_plan import Mask, Plan, plan_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table, level_of

DEMONSTRATION_SEED = 20241127
# Shares of the variance that areas of one kabupaten, of one kecamatan, and figures of one dimension have in common.
_KABUPATEN, _KECAMATAN, _DIMENSION = 0.30, 0.20, 0.20
# How rare a thing is (a higher power leaves fewer high figures), and how much more of it a town has than a village.
_RARITY: dict[Matter, float] = {"kejadian": 4.0, "riwayat": 4.0, "logistik": 3.0, "bencana": 3.0}
_TOWN: dict[Matter, float] = {"daftar_pemilih": 0.4, "kejadian": 0.3, "lokasi": -0.9, "bencana": -0.3, "jaringan": -0.8}
_COMMON = 2.0
_VOTERS, _VOTERS_SPREAD, _TOWN_TIMES, _FEWEST, _PER_STATION = 2900.0, 0.6, 1.7, 120.0, 520.0
# A figure missing; a whole dimension missing; one and all figures of the thin sub-dimension missing.
_HOLE, _SILENT, _THIN, _THINNER = 0.02, 0.006, 0.30, 0.06
# In edition 2: a figure drawn again, an area's holes filled.
_CHANGED, _FOUND = 0.012, 0.5


class NoDemonstration(ValueError):
    """No figures can be invented for this; the message is Indonesian."""


def demonstration_table(
    framework: Framework, codes: Sequence[str], *, edition: int = 1, seed: int = DEMONSTRATION_SEED
) -> IndicatorTable:
    """Invented figures, voters and TPS of desa and kelurahan, in the order of `codes`; the same for a code in every list.

    Edition 2 is edition 1 with about one figure in eighty drawn again and half of the holes filled. Raises `NoDemonstration`, and
    `TableRefused` for a code twice.
    """
    if framework.lacking:
        raise NoDemonstration(f"{framework.title} tidak dapat diisi contoh: {'; '.join(framework.lacking)}")
    if edition not in (1, 2):
        raise NoDemonstration(f"edisi contoh hanya 1 dan 2, bukan {edition}")
    if wrong := [code for code in codes if level_of(code) != "desa" or code.count(".") != 3]:
        raise NoDemonstration(f"{wrong[0]} bukan kode desa atau kelurahan")
    plan, indicators = plan_of(framework), framework.indicators
    each, shared = len(indicators), len(plan.dimensions)
    own = _uniforms(codes, 4 * each + shared + 5, seed)
    tilt, first, later, gaps, common, areas = np.split(own, [*np.arange(1, 5) * each, 4 * each + shared], axis=1)
    town = np.array([_is_town(code) for code in codes])
    voters, stations = _sizes(areas[:, 0], town)
    latent = _latent(plan, codes, tilt, common, seed)
    again = (later < _CHANGED) & (edition == 2)
    # What is drawn again must not be drawn from the very chance that chose it.
    drawn = np.where(again, later / _CHANGED, first)
    values = np.empty(drawn.shape)
    for column, one in enumerate(indicators):
        level = _level(one, latent[:, column], town)
        values[:, column] = _figures(one, level, drawn[:, column], voters, stations)
    values[_holes(plan, codes, gaps, areas[:, 1:], edition, seed)] = np.nan
    return indicator_table(framework, codes, values, voters=voters, stations=stations)


def _uniforms(codes: Sequence[str], size: int, seed: int, *, salt: str = "") -> Floats:
    """float64[n, size] in (0, 1): the row of a code comes from its own Philox stream."""
    drawn = np.empty((len(codes), size))
    for row, code in enumerate(codes):
        key = int.from_bytes(sha256(f"{salt}{code}".encode()).digest()[:8], "big")
        np.random.Generator(np.random.Philox(key=[seed, key])).random(out=drawn[row])
    return np.asarray(np.clip(drawn, 1e-12, 1 - 1e-12), dtype=np.float64)


def _above(codes: Sequence[str], parts: int, size: int, seed: int, *, salt: str = "") -> Floats:
    """float64[n, size]: what the area above draws for all that lie in it."""
    names = [".".join(code.split(".")[:parts]) for code in codes]
    known, place = np.unique(np.array(names), return_inverse=True)
    return np.asarray(_uniforms([str(name) for name in known], size, seed, salt=salt)[place], dtype=np.float64)


def _is_town(code: str) -> bool:
    """Kelurahan have 1 at the head of their last part, kota have 71 and more in their second."""
    parts = code.split(".")
    return parts[3].startswith("1") or parts[1] >= "71"


def _sizes(chance: Floats, town: Mask) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    typical = _VOTERS * np.where(town, _TOWN_TIMES, 1.0)
    voters = np.maximum(np.round(typical * np.exp(_VOTERS_SPREAD * ndtri(chance))), _FEWEST)
    return voters, np.ceil(voters / _PER_STATION)


def _latent(plan: Plan, codes: Sequence[str], own: Floats, shared: Floats, seed: int) -> Floats:
    """float64[n, k], standard normal, with what kabupaten, kecamatan and dimension have in common."""
    from scipy.special import ndtri

    dimension = plan.dimension_of[plan.part_of]
    rest = 1 - _KABUPATEN - _KECAMATAN - _DIMENSION
    latent = np.sqrt(rest) * ndtri(own) + np.sqrt(_DIMENSION) * ndtri(shared)[:, dimension]
    for parts, share in ((2, _KABUPATEN), (3, _KECAMATAN)):
        latent += np.sqrt(share) * ndtri(_above(codes, parts, len(plan.dimensions), seed))[:, dimension]
    return np.asarray(latent, dtype=np.float64)


def _level(indicator: Indicator, latent: Floats, town: Mask) -> Floats:
    """float64[n] from 0 to 1: how far between its goalposts an area may be expected."""
    from scipy.special import ndtr

    tilted = latent + _TOWN.get(indicator.matter, 0.0) * np.where(town, 1.0, -0.3)
    badness = ndtr(tilted) ** _RARITY.get(indicator.matter, _COMMON)
    return np.asarray(badness if indicator.direction == "naik" else 1 - badness, dtype=np.float64)


def _figures(indicator: Indicator, level: Floats, chance: Floats, voters: Floats, stations: Floats) -> Floats:
    """float64[n] raw figures as an office would write them down."""
    assert indicator.goalposts is not None
    low, high = indicator.goalposts
    rate = low + level * (high - low)
    if indicator.measure == "persen":
        return np.asarray(np.round(np.clip(rate + 10 * (chance - 0.5), 0, 100), 1), dtype=np.float64)
    if indicator.measure == "ya_tidak":
        return np.asarray(chance < level, dtype=np.float64)
    if indicator.measure == "tingkat":
        return _binomial(chance, np.full(len(level), float(indicator.max_level or 0)), level)
    if indicator.denominator == "per_100_tps":
        return _binomial(chance, stations, np.clip(rate / 100, 0, 1))
    size = voters / 100_000 if indicator.denominator == "per_100_ribu_pemilih" else np.ones(len(voters))
    return _poisson(chance, rate * size)


def _poisson(chance: Floats, mean: Floats) -> Floats:
    """The smallest count whose distribution function reaches `chance`."""
    from scipy.special import pdtr, pdtrik

    count = np.ceil(np.where(mean > 0, pdtrik(chance, np.maximum(mean, 1e-12)), 0.0))
    less = np.maximum(count - 1, 0)
    return np.asarray(np.where(pdtr(less, mean) >= chance, less, count), dtype=np.float64)


def _binomial(chance: Floats, size: Floats, share: Floats) -> Floats:
    from scipy.special import bdtr, bdtrik

    inner = np.clip(share, 1e-12, 1 - 1e-12)
    count = np.clip(np.ceil(bdtrik(chance, size, inner)), 0, size)
    less = np.maximum(count - 1, 0)
    return np.asarray(np.where(bdtr(less, size.astype(np.int64), inner) >= chance, less, count), dtype=np.float64)


def _holes(plan: Plan, codes: Sequence[str], gaps: Floats, areas: Floats, edition: int, seed: int) -> Mask:
    """bool[n, k]: here and there a figure; often one or both of the thin sub-dimension, more so in some kabupaten; rarely a dimension."""
    thin, silent, which, found = areas.T
    missing = gaps < _HOLE
    careless = 2 * _above(codes, 2, 1, seed, salt="holes ")[:, 0]
    inside = np.flatnonzero(plan.part_of == _thin(plan))
    missing[:, inside[0]] |= thin < _THIN * careless
    missing[:, inside] |= (thin < _THINNER * careless)[:, None]
    dimension = (which * len(plan.dimensions)).astype(np.int64)
    missing |= (silent < _SILENT)[:, None] & (plan.dimension_of[plan.part_of] == dimension[:, None])
    filled = (found < _FOUND) & (edition == 2)
    return np.asarray(missing & ~filled[:, None], dtype=np.bool_)


def _thin(plan: Plan) -> int:
    """The sub-dimension that is thin: the last of several indicators in the dimension that weighs least."""
    sizes = np.bincount(plan.part_of, minlength=len(plan.parts))
    able = [part for part in range(len(plan.parts)) if sizes[part] > 1] or list(range(len(plan.parts)))
    return min(reversed(able), key=lambda part: plan.dimensions[plan.dimension_of[part]])
