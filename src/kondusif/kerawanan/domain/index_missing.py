"""Missing is not nil: what is drawn where too little of a sub-dimension is known (methods.md §2.4).

Hierarchical model on the normalised scale: the mean of the parent area, shrunk to the whole by its number of known areas, plus a
regression on the first principal components of the other indicators, plus what the regression leaves unexplained. Parent,
coefficients and residual are all drawn, so that the M completions differ as much as we do not know (Rubin 1987).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Floats

_COMPONENTS, _LEAST_KNOWN = 2, 5
_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Imputed:
    """Values drawn for holes: rows, columns: int64[c], where; values: float64[c, M], 0–100."""

    rows: _Rows
    columns: _Rows
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Rubin's rule: estimate float64[n] and its total variance V = W̄ + (1 + 1/M)·B float64[n]."""

    estimate: Floats
    variance: Floats


def impute(scaled: Floats, wanted: NDArray[np.bool_], parents: tuple[str, ...], *, times: int, seed: int) -> Imputed:
    """Draw every wanted hole of float64[n, k] `times` times; a column with fewer than five known values is left alone.

    `parents` names the area above each row. Rows must come in one agreed order for the same seed to draw the same.
    """
    known = ~np.isnan(scaled)
    groups = np.unique(np.array(parents), return_inverse=True)[1].astype(np.int64)
    columns = [int(one) for one in np.flatnonzero(wanted.any(axis=0)) if known[:, one].sum() >= _LEAST_KNOWN]
    if not columns:
        return Imputed(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, times)))
    expected = np.stack([_Parents.fit(scaled[:, one], groups).mean[groups] for one in range(scaled.shape[1])], axis=1)
    rest = np.where(known, scaled - expected, 0.0)
    together = np.einsum("ij,ik->jk", rest, rest, optimize=False)
    rows, places, drawn = [], [], []
    for column in columns:
        holes = np.flatnonzero(wanted[:, column])
        components = _components(together, rest, column)
        rows.append(holes)
        places.append(np.full(len(holes), column))
        drawn.append(_draws(scaled[:, column], groups, components, holes, times, (seed, column)))
    return Imputed(np.concatenate(rows), np.concatenate(places), np.concatenate(drawn))


def pool(estimates: Floats, within: Floats) -> Pooled:
    """Rubin's rule over float64[M, n] estimates and their float64[M, n] variances."""
    times = len(estimates)
    between = estimates.var(axis=0, ddof=1) if times > 1 else np.zeros(estimates.shape[1])
    return Pooled(estimates.mean(axis=0), within.mean(axis=0) + (1 + 1 / times) * between)


@dataclass(frozen=True, slots=True, eq=False)
class _Parents:
    """Shrunk means of the parent areas and how surely each is known."""

    mean: Floats
    variance: Floats

    @classmethod
    def fit(cls, column: Floats, groups: _Rows) -> _Parents:
        known = ~np.isnan(column)
        count = np.bincount(groups[known], minlength=int(groups.max()) + 1).astype(np.float64)
        if not known.any():
            return cls(np.zeros(len(count)), np.zeros(len(count)))
        overall = float(column[known].mean())
        total = np.bincount(groups[known], weights=column[known] - overall, minlength=len(count))
        own = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
        leftover = column[known] - overall - own[groups[known]]
        freedom = max(float((count > 0).sum()), 1.0)
        inside = float(leftover @ leftover) / max(float(known.sum()) - freedom, 1.0)
        seen = count > 0
        spread = float(np.mean(own[seen] ** 2) - inside * np.mean(1 / count[seen])) if freedom > 1 else 0.0
        between = max(spread, 0.0)
        if between == 0.0:
            return cls(np.full(len(count), overall), np.zeros(len(count)))
        trust = np.divide(count * between, count * between + inside, out=np.zeros_like(count), where=count > 0)
        return cls(overall + trust * own, between * (1 - trust))


def _components(together: Floats, rest: Floats, column: int) -> Floats:
    """Scores on the first principal components of all other columns: float64[n, ≤ 2]."""
    others = [one for one in range(len(together)) if one != column]
    if not others:
        return np.zeros((len(rest), 0))
    values, vectors = np.linalg.eigh(together[np.ix_(others, others)])
    kept = [place for place in range(len(values) - 1, -1, -1)[:_COMPONENTS] if values[place] > 1e-9]
    chosen = vectors[:, kept]
    return np.asarray(np.einsum("ij,jk->ik", rest[:, others], chosen, optimize=False), dtype=np.float64)


def _draws(column: Floats, groups: _Rows, components: Floats, holes: _Rows, times: int, key: tuple[int, int]) -> Floats:
    known = np.flatnonzero(~np.isnan(column))
    parents = _Parents.fit(column, groups)
    left = column[known] - parents.mean[groups[known]]
    size = components.shape[1] if len(known) > components.shape[1] + 3 else 0
    design = components[known][:, :size]
    gram = np.einsum("ij,ik->jk", design, design, optimize=False)
    inverse = np.linalg.inv(gram + 1e-6 * np.eye(size) * max(float(np.trace(gram)), 1.0)) if size else np.zeros((0, 0))
    slope = inverse @ np.einsum("ij,i->j", design, left, optimize=False)
    residual = left - np.einsum("ij,j->i", design, slope, optimize=False)
    freedom = len(known) - size - 1
    squares = float(np.sum(residual**2))
    drawn = np.empty((len(holes), times))
    for turn in range(times):
        generator = np.random.Generator(np.random.Philox(key=[key[0], (key[1] << 32) + turn]))
        spread = np.sqrt(squares / generator.chisquare(freedom))
        beta = slope + spread * (np.linalg.cholesky(inverse) @ generator.standard_normal(size) if size else 0.0)
        parent = parents.mean + np.sqrt(parents.variance) * generator.standard_normal(len(parents.mean))
        level = parent[groups[holes]] + np.einsum("ij,j->i", components[holes][:, :size], beta, optimize=False)
        drawn[:, turn] = np.clip(level + spread * generator.standard_normal(len(holes)), 0.0, 100.0)
    return drawn
