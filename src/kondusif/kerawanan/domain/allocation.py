"""Where scarce patrols and outreach prevent most (methods.md §3.8), with what every group is owed.

    max Σ_i r_i H_i (1 − e^{−η k_i})   s.t.  Σ_i c_i k_i ≤ B,  k_i ≤ cap,
    in every group g:  Σ k_i ≥ minimum,  Σ c_i k_i ≥ equity · V_g/V · B, as far as whole units go.

Lazy greedy: always the unit that prevents most for its cost, while enough is kept back for what groups are still owed. Where all
units cost the same that is the optimum (separable and concave over nested groups: Federgruen and Groenevelt 1986); else
`allocation_bound` says how far from it the answer can be at most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heapreplace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from kondusif.kerawanan.domain.allocation_bound import Prices, margin, prices_of, upper_bound
from kondusif.kerawanan.domain.allocation_problem import Ints, Problem, floor_of, prevented_by
from kondusif.kerawanan.domain.allocation_rules import Rules
from kondusif.kerawanan.domain.scan_types import Floats

Because = Literal["best", "presence", "equity"]
_MOST_UNITS, _CHEAP = 1_000_000, 1e-9
_Named = tuple[tuple[str, ...], Problem]


class AllocationRefused(ValueError):
    """Nothing can be spread by these rules; the message is Indonesian and says what to change."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What may happen in n areas, in any order.

    risk: float64[n], expected incidents (or relative risk) without any unit, see `risk_from_draws`; harm: float64[n], how much one of
    them harms (voters concerned, say), ≥ 0; cost: float64[n] of one unit, > 0, in the budget's money or days; groups: whose
    minimum and equity an area counts for, usually its kabupaten/kota; voters: float64[n].
    """

    codes: tuple[str, ...]
    risk: Floats
    harm: Floats
    cost: Floats
    groups: tuple[str, ...]
    voters: Floats


@dataclass(frozen=True, slots=True)
class Purchase:
    """One unit: the how manieth of its area, what it costs, what it prevents, and why it was bought.

    `because`: "best" of all that were left, or owed to its group ("presence", "equity") while a better one was passed over.
    """

    code: str
    group: str
    number: int
    cost: float
    prevented: float
    because: Because


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What a group gets and what it is owed: units of the minimum, and cost that its voters' share comes to."""

    group: str
    units: int
    spent: float
    prevented: float
    minimum: int
    floor: float


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that costs something: `price`, about how much more would be prevented if it were looser by one.

    "budget": one more of the budget; "presence": one unit less owed to the group `name`; "equity": one less of the budget owed to it;
    "cap": one unit more in the area `name`.
    """

    rule: Literal["budget", "presence", "equity", "cap"]
    name: str
    price: float


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """Who gets how much. units: int64[n] in the demand's order; `purchases` in the order in which they were bought.

    prevented = Σ r H (1 − e^{−ηk}) of `expected` = Σ r H; no allocation by the same rules prevents more than `bound`.
    """

    codes: tuple[str, ...]
    units: NDArray[np.int64]
    purchases: tuple[Purchase, ...]
    groups: tuple[GroupShare, ...]
    binding: tuple[Binding, ...]
    budget: float
    spent: float
    expected: float
    prevented: float
    bound: float

    @property
    def gap(self) -> float:
        """The share of the best possible that may have been missed, at most."""
        return 1 - self.prevented / self.bound if self.bound > 0 else 0.0


def risk_from_draws(draws: Floats, objective: Literal["mean", "cvar"] = "mean", *, tail: float = 0.2) -> Floats:
    """float64[n] from draws float64[n, R] of each area's risk: their mean, or the mean of the worst `tail` of them.

    CVaR (Rockafellar and Uryasev 2000) area by area: it plans for the bad case of each and so favours areas of which little is
    known. R·tail need not be whole; the draw on the border counts in part. Raises `AllocationRefused`.
    """
    given = np.asarray(draws, dtype=np.float64)
    if given.ndim != 2 or not given.shape[1] or not np.isfinite(given).all() or (given < 0).any():
        raise AllocationRefused("undian risiko harus lengkap, terhingga, dan tidak negatif")
    if not 0 < tail <= 1:
        raise AllocationRefused("bagian terburuk (tail) harus lebih dari 0 dan paling tinggi 1")
    if objective == "mean":
        return np.asarray(given.mean(axis=1), dtype=np.float64)
    wanted = tail * given.shape[1]
    whole = int(wanted + 1e-9)
    worst = -np.sort(-given, axis=1)
    total = worst[:, :whole].sum(axis=1)
    if wanted - whole > 1e-9:
        total = total + (wanted - whole) * worst[:, whole]
    return np.asarray(total / wanted, dtype=np.float64)


def kabupaten_of(code: str) -> str:
    """The kabupaten or kota in which an area lies: the group whose presence the rules speak of."""
    return ".".join(code.split(".")[:2])


def allocate(demand: Demand, rules: Rules, *, budget: float) -> Allocation:
    """Spread a budget over areas. Equal ratios go by code, so the order of the rows changes nothing.

    Raises `AllocationRefused` for unusable figures, and where what groups are owed costs more than the budget.
    """
    _check(demand, rules, budget)
    order = sorted(range(len(demand.codes)), key=demand.codes.__getitem__)
    named = _problem(demand, order, rules, budget)
    problem = named[1]
    runs = [_greedy(problem, problem.worth / problem.cost)]
    if float(np.ptp(problem.cost)) > 0:
        # Leskovec et al. 2007: by ratio alone a dear unit that prevents much may never fit; the better of two orders is told.
        runs.append(_greedy(problem, problem.worth))
    best = max(runs, key=lambda run: float(prevented_by(problem, run.units).sum()))
    prices = [prices_of(problem, run.units) for run in runs]
    bound, price = min(((upper_bound(problem, one), one) for one in prices), key=lambda pair: pair[0])
    return _told(demand, order, named, best, price, bound)


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """units: int64[n] in the order of codes; bought: (area, because) one by one."""

    units: Ints
    bought: tuple[tuple[int, Because], ...]


def _greedy(problem: Problem, weight: Floats) -> _Run:
    """Buy the open unit of greatest weight·e^{−ηk} that leaves enough for what groups are owed, until nothing fits.

    An area that does not fit now never will: what is kept back for a group is the cost of its cheapest open units, of which an area
    that is refused is none.
    """
    units, count, amount = np.zeros_like(problem.caps), problem.minimum.tolist(), problem.floor.tolist()
    kept = [problem.owed(group, units, count[group], amount[group]) for group in range(len(count))]
    free, left = problem.budget - sum(kept), problem.budget
    fading = float(np.exp(-problem.effect))
    cost, caps, groups = problem.cost.tolist(), problem.caps.tolist(), problem.group.tolist()
    heap = [(-now, row) for row, now in enumerate(weight.tolist()) if caps[row]]
    heapify(heap)
    bought: list[tuple[int, Because]] = []
    passed = False
    while heap:
        now, row = heap[0]
        group, price = groups[row], cost[row]
        is_owed = count[group] > 0 or amount[group] > problem.trifle
        units[row] += 1
        later = problem.owed(group, units, count[group] - 1, amount[group] - price) if is_owed else 0.0
        still = free + kept[group] - later - price
        if still < -problem.trifle or not (now or is_owed):
            units[row] -= 1
            passed = passed or bool(now and left >= price)
            heappop(heap)
            continue
        best = not is_owed or (now and not passed)
        bought.append((row, "best" if best else "presence" if count[group] > 0 else "equity"))
        free, left, kept[group] = still, left - price, later
        count[group], amount[group] = count[group] - 1, amount[group] - price
        if units[row] < caps[row]:
            heapreplace(heap, (now * fading, row))
        else:
            heappop(heap)
    return _Run(units, tuple(bought))


def _problem(demand: Demand, order: list[int], rules: Rules, budget: float) -> _Named:
    """Names of the groups in order, and the arrays. Raises `AllocationRefused` where what is owed cannot be paid."""
    cost, worth = demand.cost[order], demand.risk[order] * demand.harm[order]
    names, group = np.unique(np.array([demand.groups[row] for row in order]), return_inverse=True)
    rows_of = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    members = tuple(rows[np.argsort(cost[rows], kind="stable")] for rows in rows_of)
    caps = np.full(len(cost), _MOST_UNITS if rules.cap is None else rules.cap)
    minimum, nothing = np.full(len(names), rules.minimum), np.zeros(len(names))
    bare = Problem(worth, cost, caps, group.astype(np.int64), members, minimum, nothing, float(budget), rules.effect)
    words = tuple(str(name) for name in names)
    _check_owed((words, bare), "kehadiran minimum")
    caps = np.minimum(caps, np.floor(budget / cost + 1e-9).astype(np.int64))
    voters = np.bincount(group, weights=demand.voters[order], minlength=len(names))
    owed = rules.equity * budget * voters / max(float(voters.sum()), 1e-300)
    floor = np.array([floor_of(cost[rows], caps[rows], owed[place]) for place, rows in enumerate(members)])
    named = words, replace(bare, caps=caps, floor=floor)
    _check_owed(named, "kehadiran minimum dan lantai pemerataan bersama")
    return named


def _check_owed(named: _Named, what: str) -> None:
    names, problem = named
    nothing = np.zeros_like(problem.caps)
    for group, name in enumerate(names):
        room = int(problem.caps[problem.members[group]].sum())
        if room < problem.minimum[group]:
            raise AllocationRefused(
                f"{name} hanya dapat menerima {room} satuan menurut batas tiap wilayah, kurang dari kehadiran minimum "
                f"{problem.minimum[group]}; naikkan cap atau turunkan minimum"
            )
    needed = sum(
        problem.owed(group, nothing, int(problem.minimum[group]), float(problem.floor[group]))
        for group in range(len(names))
    )
    if needed > problem.budget + problem.trifle:
        raise AllocationRefused(
            f"{what} di {len(names)} kelompok wilayah memerlukan {needed:g}, lebih dari anggaran {problem.budget:g}; "
            "tambah anggaran atau turunkan minimum"
        )


def _told(demand: Demand, order: list[int], named: _Named, run: _Run, prices: Prices, bound: float) -> Allocation:
    names, problem = named
    purchases, so_far = [], [0] * len(order)
    first = -np.expm1(-problem.effect) * problem.worth
    for row, because in run.bought:
        gain = float(first[row] * np.exp(-problem.effect * so_far[row]))
        so_far[row] += 1
        code, price = demand.codes[order[row]], float(problem.cost[row])
        purchases.append(Purchase(code, names[problem.group[row]], so_far[row], price, gain, because))
    units = np.empty_like(run.units)
    units[order] = run.units
    each = prevented_by(problem, run.units)
    shares = tuple(_share(named, run.units, each, group) for group in range(len(names)))
    return Allocation(
        demand.codes,
        units,
        tuple(purchases),
        shares,
        _binding(named, run.units, prices, [demand.codes[row] for row in order]),
        problem.budget,
        float((run.units * problem.cost).sum()),
        float(problem.worth.sum()),
        float(each.sum()),
        # The bound is a sum in another order; what was reached is never beyond it but for rounding.
        max(bound, float(each.sum())),
    )


def _share(named: _Named, units: Ints, each: Floats, group: int) -> GroupShare:
    names, problem = named
    rows = np.sort(problem.members[group])
    spent, prevented = float((units[rows] * problem.cost[rows]).sum()), float(each[rows].sum())
    owed = int(problem.minimum[group]), float(problem.floor[group])
    return GroupShare(names[group], int(units[rows].sum()), spent, prevented, *owed)


def _binding(named: _Named, units: Ints, prices: Prices, codes: list[str]) -> tuple[Binding, ...]:
    """What costs something, dearest first within each kind."""
    names, problem = named
    found = [Binding("budget", "", prices.budget)] if prices.budget > 0 else []
    owed: tuple[tuple[Literal["presence", "equity"], Floats], ...] = (
        ("presence", prices.minimum),
        ("equity", prices.floor),
    )
    for rule, price in owed:
        dear = sorted(np.flatnonzero(price > _CHEAP * prices.budget).tolist(), key=lambda group: -price[group])
        found += [Binding(rule, names[group], float(price[group])) for group in dear]
    worth = margin(problem, units) - prices.budget * problem.cost
    full = np.flatnonzero((units == problem.caps) & (units > 0) & (worth > _CHEAP * prices.budget)).tolist()
    found += [Binding("cap", codes[row], float(worth[row])) for row in sorted(full, key=lambda row: -worth[row])]
    return tuple(found)


def _check(demand: Demand, rules: Rules, budget: float) -> None:
    try:
        Rules.model_validate(rules.model_dump())
    except ValidationError as wrong:
        names = ", ".join(".".join(map(str, one["loc"])) for one in wrong.errors())
        raise AllocationRefused(f"aturan {rules.id}: nilai {names} tidak sah") from None
    areas = len(demand.codes)
    if not areas:
        raise AllocationRefused("tidak ada satu wilayah pun")
    if twice := [code for code, times in Counter(demand.codes).items() if times > 1]:
        raise AllocationRefused(f"kode {twice[0]} tertulis lebih dari sekali")
    if len(demand.groups) != areas:
        raise AllocationRefused(f"{len(demand.groups)} kelompok untuk {areas} wilayah")
    for name, figures in (
        ("risiko", demand.risk),
        ("dampak", demand.harm),
        ("biaya", demand.cost),
        ("pemilih", demand.voters),
    ):
        if figures.shape != (areas,):
            raise AllocationRefused(f"{name}: {figures.size} angka untuk {areas} wilayah")
        wrong_ones = ~np.isfinite(figures) | (figures <= 0 if name == "biaya" else figures < 0)
        if wrong_ones.any():
            least = "lebih dari 0" if name == "biaya" else "0 atau lebih"
            code = demand.codes[int(np.flatnonzero(wrong_ones)[0])]
            raise AllocationRefused(f"{code}: {name} harus angka terhingga, {least}")
    if not np.isfinite(budget) or budget < 0:
        raise AllocationRefused("anggaran harus angka terhingga, 0 atau lebih")
    if rules.equity > 0 and not demand.voters.any():
        raise AllocationRefused("lantai pemerataan memerlukan pemilih, tetapi semua wilayah bernilai 0")
    if budget / float(demand.cost.min()) > _MOST_UNITS:
        raise AllocationRefused("anggaran membeli lebih dari satu juta satuan; pakai satuan yang lebih besar")
