"""Counts by area and week that feed on themselves and on their neighbours: the endemic-epidemic model "hhh4".

y_it ~ NB(c_it·λ_it, ψ) with variance μ + ψμ², λ_it = e_it·exp(x_it·β) + a·y_{i,t−1} + b·Σ_j w_ij·y_{j,t−1} (Held, Höhle and
Hofmann 2005, Stat. Modelling 5:187; methods.md §3.6). e: exposure; c: the share of reports already in hand, since a negative
binomial count of which only a part c is seen is negative binomial with mean cμ and the same ψ. Maximum likelihood with exact
gradient and curvature; with a prior, the greatest posterior density.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# A log parameter below this has gone to nought: the data see no such part.
_GONE = -9.0
_TOLERANCE = 1e-9
_STEPS, _LONGEST = 200, 2.0


class ModelRefused(ValueError):
    """The counts cannot be fitted; the message is Indonesian and says what to mend."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """What is known of each area-week before its count.

    terms: float64[n_weeks, n_areas, n_terms], x_it; exposure: float64[n_weeks, n_areas], e_it > 0; `names` of the terms;
    weights: [n_areas, n_areas], dense or sparse, w_ij ≥ 0 says how much last week's count in j counts for i, None: no such part;
    `own`: whether last week's count of the area itself counts; `overdispersed`: False makes it Poisson.
    """

    terms: Floats
    exposure: Floats
    names: tuple[str, ...]
    weights: Any = None
    own: bool = True
    overdispersed: bool = True

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names in the order of every vector of parameters: log a, log b, β, log ψ, as far as they are there."""
        near = self.weights is not None
        return ("log_own",) * self.own + ("log_near",) * near + self.names + ("log_psi",) * self.overdispersed

    @property
    def first_term(self) -> int:
        """Where β begins."""
        return int(self.own) + int(self.weights is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Independent normal priors of all parameters, in their order; an infinite `sd` says nothing. float64[k] each."""

    mean: Floats
    sd: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Estimates and how well they are known.

    values: float64[k], in the order of `design.parameters`; covariance: float64[k, k], inverse curvature, zero for parameters
    that are `gone`: parts (a, b, ψ) that the data do not show, whose logarithm has no finite estimate.
    log_likelihood is that of the counts alone, without the prior; `cells`: how many area-weeks entered.
    """

    design: Design
    values: Floats
    covariance: Floats
    log_likelihood: float
    cells: int
    gone: tuple[str, ...]

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2k − 2·log L."""
        return 2 * len(self.values) - 2 * self.log_likelihood

    @property
    def own(self) -> float:
        """How many incidents follow one of last week in the same area."""
        return float(np.exp(self.values[0])) if self.design.own else 0.0

    @property
    def near(self) -> float:
        """The weight b of the neighbours."""
        return float(np.exp(self.values[int(self.design.own)])) if self.design.weights is not None else 0.0

    @property
    def psi(self) -> float:
        """Overdispersion ψ."""
        return float(np.exp(self.values[-1])) if self.design.overdispersed else 0.0

    @property
    def beta(self) -> Floats:
        """Coefficients of the endemic terms."""
        first = self.design.first_term
        return self.values[first : first + len(self.design.names)]

    def error(self, name: str) -> float | None:
        """Standard error of a parameter; None where it is gone."""
        place = self.design.parameters.index(name)
        return None if name in self.gone else float(np.sqrt(self.covariance[place, place]))

    def dominant_eigenvalue(self) -> float:
        """Growth of what feeds on itself, per week: from 1 on it would never die out."""
        return self.own + (self.near * _perron(self.design.weights) if self.near else 0.0)


def season(weeks: ArrayLike, *, period: float = 52, harmonics: int = 1) -> tuple[Floats, tuple[str, ...]]:
    """Sine and cosine of numbered weeks: float64[n_weeks, 2·harmonics] and their names."""
    angle = 2 * np.pi * np.asarray(weeks, dtype=np.float64)[:, None] * np.arange(1, harmonics + 1) / period
    waves = np.stack([np.sin(angle), np.cos(angle)], axis=2).reshape(len(angle), -1)
    return waves, tuple(f"{wave}_{turn}" for turn in range(1, harmonics + 1) for wave in ("sin", "cos"))


def over_areas(by_week: ArrayLike, areas: int) -> Floats:
    """Terms that are the same everywhere, for each area: float64[n_weeks, n_terms] → float64[n_weeks, n_areas, n_terms]."""
    each = np.asarray(by_week, dtype=np.float64)
    return np.ascontiguousarray(np.broadcast_to(each[:, None, :], (len(each), areas, each.shape[1])))


def shared_out(adjacent: ArrayLike) -> Any:
    """Weights under which each area gives its incidents to its neighbours in equal parts: columns sum to 1 or are empty.

    adjacent: bool[n_areas, n_areas] or non-negative closeness, dense or sparse; an area is no neighbour of its own. → sparse.
    """
    from scipy.sparse import csr_array, diags_array

    given = csr_array(adjacent, dtype=np.float64)
    given = given - diags_array(given.diagonal())
    total = np.asarray(given.sum(axis=0)).ravel()
    return csr_array(given @ diags_array(1 / np.where(total > 0, total, 1.0)))


def fit(
    counts: ArrayLike,
    design: Design,
    *,
    seen: ArrayLike | None = None,
    before: ArrayLike | None = None,
    prior: Prior | None = None,
) -> Fitted:
    """Estimate the model from weeks 2 … n, each given the week before.

    counts: int[n_weeks, n_areas]; seen: float64[n_weeks, n_areas] or one number for each week, share of reports in hand, in [0, 1];
    cells with 0 are left out; before: float64[n_weeks, n_areas], counts of which the next week is a consequence (default: counts).
    Without a prior this is maximum likelihood. ModelRefused on NaN, negative counts, shapes that do not fit, no incident at all.
    """
    sums = _prepared(counts, design, seen, before)
    belief = prior or Prior(np.zeros(len(design.parameters)), np.full(len(design.parameters), np.inf))
    if belief.mean.shape != (len(design.parameters),) or belief.sd.shape != belief.mean.shape:
        raise ModelRefused(f"Prior harus memuat {len(design.parameters)} parameter: {', '.join(design.parameters)}.")
    values = _climb(sums, belief)
    _, gradient, curvature = _density(values, sums, belief)
    first = design.first_term
    logs = [*range(first), *([len(values) - 1] if design.overdispersed else [])]
    gone = [each for each in logs if values[each] < _GONE and np.isinf(belief.sd[each])]
    kept = [each for each in range(len(values)) if each not in gone]
    if np.abs(gradient[kept]).max(initial=0.0) > 1e-3 * max(1.0, float(sums.counts.sum())):
        raise ModelRefused("Model ramalan tidak dapat dipastikan dari data ini: tidak ada titik puncak.")
    covariance = np.zeros_like(curvature)
    covariance[np.ix_(kept, kept)] = _inverse(-curvature[np.ix_(kept, kept)], [design.parameters[k] for k in kept])
    names = tuple(design.parameters[each] for each in gone)
    likelihood = _log_likelihood(values, sums)[0]
    return Fitted(design, values, covariance, likelihood, len(sums.counts), names)


def mean_parts(
    values: Floats, design: Design, terms: Floats, exposure: Floats, before: Floats
) -> tuple[Floats, Floats, Floats]:
    """λ of one coming week in its parts: endemic, from the area itself, from its neighbours; float64[n_draws, n_areas] each.

    values: float64[n_draws, k]; terms: float64[n_areas, n_terms] and exposure: float64[n_areas] of that week; before:
    float64[n_draws, n_areas], the counts of the week before.
    """
    first = design.first_term
    beta = values[:, first : first + len(design.names)]
    endemic = exposure * np.exp(_weighted(terms.T, beta))
    own = np.exp(values[:, :1]) * before if design.own else np.zeros_like(before)
    if design.weights is None:
        return endemic, own, np.zeros_like(before)
    near = np.asarray((_sparse(design.weights) @ before.T).T)
    return endemic, own, np.exp(values[:, first - 1 : first]) * near


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The area-weeks that enter, in one row each; `terms` and parts are already multiplied by the share in hand."""

    counts: Floats
    parts: tuple[Floats, ...]
    terms: tuple[Floats, ...]
    exposure: Floats
    design: Design
    constant: float


def _prepared(counts: ArrayLike, design: Design, seen: ArrayLike | None, before: ArrayLike | None) -> _Cells:
    from scipy.special import gammaln

    table = _checked(counts, design)
    share = np.ones_like(table) if seen is None else np.asarray(seen, dtype=np.float64)
    share = np.broadcast_to(share[:, None] if share.ndim == 1 else share, table.shape)
    lagged = table if before is None else np.asarray(before, dtype=np.float64)
    if lagged.shape != table.shape or not (np.isfinite(lagged).all() and (lagged >= 0).all()):
        raise ModelRefused("Jumlah pekan sebelumnya harus angka yang tidak negatif untuk setiap wilayah dan pekan.")
    if not ((share >= 0) & (share <= 1)).all():
        raise ModelRefused("Bagian laporan yang sudah diketahui harus antara 0 dan 1.")
    keep = (share[1:] > 0).ravel()
    if not table[1:].ravel()[keep].any():
        raise ModelRefused("Tidak ada satu kejadian pun sesudah pekan pertama: tidak ada yang dapat diperkirakan.")
    whole = share[1:].ravel()[keep]
    past = lagged[:-1]
    parts = [past] * design.own
    if design.weights is not None:
        parts.append(np.asarray((_sparse(design.weights) @ past.T).T))
    cells = table[1:].ravel()[keep]
    terms = tuple(np.ascontiguousarray(design.terms[1:, :, each].ravel()[keep]) for each in range(len(design.names)))
    return _Cells(
        cells,
        tuple(part.ravel()[keep] * whole for part in parts),
        terms,
        design.exposure[1:].ravel()[keep] * whole,
        design,
        -float(gammaln(cells + 1).sum()),
    )


def _checked(counts: ArrayLike, design: Design) -> Floats:
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 1:
        raise ModelRefused("Model ramalan memerlukan sedikitnya dua pekan dan satu wilayah.")
    if not np.isfinite(table).all() or (table < 0).any() or (table != np.floor(table)).any():
        raise ModelRefused("Jumlah kejadian harus bilangan bulat yang tidak negatif, tanpa nilai kosong.")
    if design.exposure.shape != table.shape or design.terms.shape != (*table.shape, len(design.names)):
        raise ModelRefused(f"Rancangan model tidak cocok dengan {table.shape[0]} pekan × {table.shape[1]} wilayah.")
    if not (np.isfinite(design.exposure).all() and (design.exposure > 0).all() and np.isfinite(design.terms).all()):
        raise ModelRefused("Paparan harus lebih dari nol dan peubah model tanpa nilai kosong.")
    if design.weights is not None:
        weights = _sparse(design.weights)
        if weights.shape != (table.shape[1],) * 2:
            raise ModelRefused(f"Bobot ketetanggaan harus {table.shape[1]} × {table.shape[1]}.")
        if not np.isfinite(weights.data).all() or (weights.data < 0).any():
            raise ModelRefused("Bobot ketetanggaan harus angka yang tidak negatif.")
    return table


def _climb(cells: _Cells, belief: Prior) -> Floats:
    """Newton's steps with exact curvature; where the surface is not a hill, as if it were one (|eigenvalues|), never downhill."""
    values = _start(cells, belief)
    height, gradient, curvature = _density(values, cells, belief)
    for _ in range(_STEPS):
        roots, directions = np.linalg.eigh(curvature)
        bend = np.maximum(np.abs(roots), 1e-8 * max(1.0, float(np.abs(roots).max())))
        step = directions @ ((directions.T @ gradient) / bend)
        # The gain that a step promises; below this it is rounding.
        if float(gradient @ step) < _TOLERANCE:
            break
        step *= min(1.0, _LONGEST / float(np.abs(step).max()))
        ahead = _density(values + step, cells, belief)
        while not ahead[0] >= height and np.abs(step).max() > 1e-12:
            step /= 2
            ahead = _density(values + step, cells, belief)
        if not ahead[0] >= height:
            break
        values = values + step
        height, gradient, curvature = ahead
    return values


def _start(cells: _Cells, belief: Prior) -> Floats:
    """A third of what happens feeds on the past, the rest is endemic; the prior's mean where there is one."""
    design = cells.design
    values = np.where(np.isfinite(belief.sd), belief.mean, 0.0)
    total = float(cells.counts.sum())
    for each, part in enumerate(cells.parts):
        if not np.isfinite(belief.sd[each]):
            values[each] = np.log(max(total / 3 / len(cells.parts), 0.1) / max(float(part.sum()), 1.0))
    for each, term in enumerate(cells.terms):
        if np.ptp(term) == 0 and term[0] != 0:
            values[design.first_term + each] = np.log(2 / 3 * total / float(cells.exposure.sum())) / term[0]
            break
    if design.overdispersed and not np.isfinite(belief.sd[-1]):
        values[-1] = np.log(0.5)
    return values


def _density(values: Floats, cells: _Cells, belief: Prior) -> tuple[float, Floats, Floats]:
    """Log-likelihood and log prior, gradient, curvature."""
    height, gradient, curvature = _log_likelihood(values, cells)
    off = values - belief.mean
    precision = 1 / belief.sd**2
    height -= 0.5 * float((precision * off**2).sum())
    return height, gradient - precision * off, curvature - np.diag(precision)


def _log_likelihood(values: Floats, cells: _Cells) -> tuple[float, Floats, Floats]:
    """Log-likelihood, gradient, curvature.

    Sums run over columns, one after the other, so that no library splits them by its number of threads.
    """
    design, first = cells.design, cells.design.first_term
    grown = [np.exp(value) * part for value, part in zip(values, cells.parts, strict=False)]
    beta = values[first : first + len(design.names)]
    # A step that overshoots must be seen as bad, not overflow.
    endemic = cells.exposure * np.exp(np.clip(_weighted(cells.terms, beta), -50, 50))
    mean = np.maximum(sum(grown, endemic), 1e-300)
    slopes = [*grown, *(endemic * term for term in cells.terms)]
    size = float(np.exp(-values[-1])) if design.overdispersed else np.inf
    height, by_mean, twice = _by_mean(cells.counts, mean, size)
    gradient = [float((by_mean * slope).sum()) for slope in slopes]
    if design.overdispersed:
        by_size, size_twice, mixed = _by_size(cells.counts, mean, size)
        gradient.append(-size * by_size)
    curvature = np.zeros((len(values), len(values)))
    for row, slope in enumerate(slopes):
        for column in range(row + 1):
            curvature[row, column] = float((twice * slope * slopes[column]).sum())
            if column == row < first:
                curvature[row, column] += gradient[row]
            elif column >= first:
                curvature[row, column] += float((by_mean * slope * cells.terms[column - first]).sum())
    if design.overdispersed:
        curvature[-1, :-1] = [-size * float((mixed * slope).sum()) for slope in slopes]
        curvature[-1, -1] = size**2 * size_twice + size * by_size
    curvature += np.tril(curvature, -1).T
    return height + cells.constant, np.array(gradient), curvature


def _by_mean(counts: Floats, mean: Floats, size: float) -> tuple[float, Floats, Floats]:
    """Log-likelihood but for log y!, and its first and second derivative by the mean of each cell."""
    from scipy.special import gammaln

    if np.isinf(size):
        height = float((counts * np.log(mean) - mean).sum())
        return height, counts / mean - 1, -counts / mean**2
    whole = mean + size
    height = gammaln(counts + size) - gammaln(size) + counts * np.log(mean / whole) - size * np.log1p(mean / size)
    by_mean = counts / mean - (counts + size) / whole
    return float(height.sum()), by_mean, -counts / mean**2 + (counts + size) / whole**2


def _by_size(counts: Floats, mean: Floats, size: float) -> tuple[float, float, Floats]:
    """First and second derivative by r = 1/ψ, and the mixed one by r and the mean of each cell."""
    from scipy.special import digamma, polygamma

    whole = mean + size
    first = digamma(counts + size) - digamma(size) - np.log1p(mean / size) + (mean - counts) / whole
    second = polygamma(1, counts + size) - polygamma(1, size) + mean / (size * whole) - (mean - counts) / whole**2
    return float(first.sum()), float(second.sum()), (counts - mean) / whole**2


def _inverse(curvature: Floats, names: list[str]) -> Floats:
    roots, directions = np.linalg.eigh(curvature)
    if len(roots) and roots[0] <= 1e-10 * max(float(roots[-1]), 1.0):
        weak = names[int(np.argmax(np.abs(directions[:, 0])))]
        raise ModelRefused(f"Parameter {weak} tidak dapat dipisahkan dari yang lain dengan data ini.")
    return np.asarray((directions / roots) @ directions.T)


def _weighted(terms: Any, beta: Floats) -> Any:
    """Σ_k β_k·x_k; β may be float64[k] or float64[n_draws, k]."""
    total: Any = 0.0
    for each, term in enumerate(terms):
        total = total + (beta[each] * term if beta.ndim == 1 else beta[:, each, None] * term)
    return total


def _sparse(weights: Any) -> Any:
    from scipy.sparse import csr_array

    return csr_array(weights, dtype=np.float64)


def _perron(weights: Any) -> float:
    """Greatest eigenvalue of non-negative weights, by power iteration; shifted by 1 so that it settles."""
    matrix = _sparse(weights)
    vector = np.ones(matrix.shape[0])
    value = 0.0
    for _ in range(2000):
        ahead = matrix @ vector + vector
        value = float(np.abs(ahead).max())
        if np.abs(ahead / value - vector).max() < 1e-13:
            break
        vector = ahead / value
    return value - 1
