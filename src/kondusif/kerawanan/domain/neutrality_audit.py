"""Were warnings spread evenly over groups of areas, once what happened there is allowed for? (methods.md §3.10)

A group is a label of an AREA, handed in by whoever audits: town or country, the incumbent's home area or not. It comes in here, after the
alarms, and nowhere else: no indicator, weight or scan ever sees it, and no person or party is named by it.

Where alarms follow incidents alone, a group's share of the alarms is its share of the incidents, and the alarms of the group are binomial
given how many there are. So the ratio of its alarm rate (alarms per incident) to that of all other areas has an exact interval
(Clopper and Pearson 1934, Biometrika 26:404).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

import numpy as np
import yaml
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, Field

from kondusif.kerawanan.domain.frameworks import DATA, Confidence
from kondusif.kerawanan.domain.scan_types import Floats

# Surely by more than the margin; surely not by more; too few alarms to say either.
Verdict = Literal["differs", "alike", "unsure"]

_SHOWN = 5


class AuditRefused(ValueError):
    """The figures cannot be audited; the message is Indonesian and says what to mend."""


class Limits(BaseModel):
    """What a committee could vote on: `margin` 0.2 allows rates that differ by 20 %; `sure` is the confidence of intervals."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    margin: Annotated[float, Field(gt=0, lt=1)]
    sure: Annotated[float, Field(gt=0.5, lt=1)]
    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Stratum:
    """One group against all other areas that have a label.

    `alarms` may be broken where an alarm lies across groups; `expected`: how many would be its part by its incidents; `per_area`: alarms
    per area, not adjusted. `ratio`: its adjusted rate over that of the others, within `low` to `high`; None where nothing can be
    compared, infinite where the others had no alarm. `enough`: about how many alarms, in all, would show that it is alike if it is.
    """

    name: str
    areas: int
    incidents: float
    alarms: float
    expected: float
    per_area: float
    ratio: float | None
    low: float
    high: float
    enough: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Audit:
    """Groups by name; `alarms` and `incidents` of all areas with a label, `unlabelled` areas left out."""

    strata: tuple[Stratum, ...]
    alarms: float
    incidents: float
    unlabelled: int
    limits: Limits
    verdict: Verdict

    @property
    def words(self) -> str:
        """The verdict as a sentence for people."""
        margin = f"{self.limits.margin:.0%}".replace("%", " %")
        if self.verdict == "differs":
            which = ", ".join(each.name for each in self.strata if each.verdict == "differs")
            return f"Tingkat peringatan berbeda lebih dari {margin} setelah disesuaikan dengan kejadian: {which}."
        if self.verdict == "alike":
            return f"Tingkat peringatan berbeda tidak lebih dari {margin} setelah disesuaikan dengan kejadian."
        return f"Tidak dapat dipastikan: {self.alarms:g} peringatan terlalu sedikit untuk menilai selisih {margin}."


@cache
def load_limits() -> Limits:
    """The limits that are shipped."""
    return Limits.model_validate(yaml.safe_load((DATA / "neutrality.yaml").read_text("utf-8")))


def alarms_by_area(alarms: Iterable[Sequence[str]], codes: Sequence[str]) -> Floats:
    """float64[n_areas] from the areas of each alarm: an alarm is one, shared evenly among its areas, so that none counts twice."""
    place = {code: row for row, code in enumerate(codes)}
    shares = np.zeros(len(codes))
    for number, areas in enumerate(alarms, start=1):
        if not areas:
            raise AuditRefused(f"Peringatan ke-{number} tidak menyebut wilayah.")
        unknown = sorted({code for code in areas if code not in place})
        if unknown:
            raise AuditRefused(f"Peringatan ke-{number} menyebut wilayah yang tidak diaudit: {_some(unknown)}.")
        for code in set(areas):
            shares[place[code]] += 1 / len(set(areas))
    return shares


def audit(
    alarms: ArrayLike,
    incidents: ArrayLike,
    labels: Sequence[str | None],
    *,
    limits: Limits | None = None,
) -> Audit:
    """Compare the groups.

    alarms: float[n_areas], see `alarms_by_area`; incidents: float[n_areas], expected or verified incidents in the same period;
    labels: the group of each area, None where it is not known: such areas are left out and counted.

    Each group has its own interval: with many groups, one in ten that are alike may still fall outside of it by chance. Raises
    AuditRefused for figures that are no counts, for fewer than two groups, and for alarms in a group where nothing was expected.
    """
    asked = limits or load_limits()
    table, happened = _checked(alarms, "peringatan", len(labels)), _checked(incidents, "kejadian", len(labels))
    known = np.array([label is not None for label in labels], dtype=np.bool_)
    names = sorted({label for label in labels if label is not None})
    if len(names) < 2:
        raise AuditRefused("Audit memerlukan sedikitnya dua kelompok wilayah.")
    strata = []
    for name in names:
        inside = np.array([label == name for label in labels], dtype=np.bool_)
        strata.append(_stratum(name, inside, known & ~inside, table, happened, asked))
    verdicts = {each.verdict for each in strata}
    worst: tuple[Verdict, ...] = ("differs", "unsure", "alike")
    overall = next(each for each in worst if each in verdicts)
    return Audit(
        tuple(strata),
        math.fsum(table[known]),
        math.fsum(happened[known]),
        int((~known).sum()),
        asked,
        overall,
    )


def _stratum(
    name: str,
    inside: NDArray[np.bool_],
    others: NDArray[np.bool_],
    alarms: Floats,
    incidents: Floats,
    limits: Limits,
) -> Stratum:
    here, there = math.fsum(alarms[inside]), math.fsum(alarms[others])
    mine, theirs = math.fsum(incidents[inside]), math.fsum(incidents[others])
    if here and not mine:
        raise AuditRefused(f"Kelompok {name} memuat peringatan padahal tidak ada kejadian di dalamnya.")
    share = mine / (mine + theirs) if mine + theirs else 0.0
    ratio, low, high = _ratio(here, there, share, limits.sure)
    return Stratum(
        name=name,
        areas=int(inside.sum()),
        incidents=mine,
        alarms=here,
        expected=share * (here + there),
        per_area=here / int(inside.sum()),
        ratio=ratio,
        low=low,
        high=high,
        enough=_enough(share, limits) if 0 < share < 1 else None,
        verdict=_verdict(low, high, limits),
    )


def _ratio(here: float, there: float, share: float, sure: float) -> tuple[float | None, float, float]:
    """(rate here)/(rate elsewhere) and its interval, from the share of the alarms and the share of the incidents."""
    from scipy.special import betaincinv

    if not 0 < share < 1 or here + there == 0:
        return None, 0.0, math.inf
    tail = (1 - sure) / 2
    # Broken numbers of alarms come from alarms that lie across groups; the beta quantiles take them as they are.
    low = float(betaincinv(here, there + 1, tail)) if here else 0.0
    high = float(betaincinv(here + 1, there, 1 - tail)) if there else 1.0
    fair = (1 - share) / share
    ratio = here / there * fair if there else math.inf
    return ratio, low / (1 - low) * fair, high / (1 - high) * fair if high < 1 else math.inf


def _verdict(low: float, high: float, limits: Limits) -> Verdict:
    most = 1 + limits.margin
    if low > most or high < 1 / most:
        return "differs"
    return "alike" if 1 / most <= low and high <= most else "unsure"


def _enough(share: float, limits: Limits) -> int:
    """Alarms with which an interval around equal rates is as narrow as the margin."""
    from scipy.special import ndtri

    deviations = float(ndtri(0.5 + limits.sure / 2))
    return math.ceil(deviations**2 / (share * (1 - share) * math.log1p(limits.margin) ** 2))


def _checked(values: ArrayLike, what: str, areas: int) -> Floats:
    try:
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise AuditRefused(f"Jumlah {what} harus berupa angka.") from None
    if table.shape != (areas,):
        raise AuditRefused(f"Jumlah {what} harus satu angka untuk tiap wilayah ({areas}), ternyata {table.shape}.")
    if not np.isfinite(table).all() or (table < 0).any():
        raise AuditRefused(f"Jumlah {what} harus angka yang tidak negatif, tanpa nilai kosong.")
    return table


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f", dan {more} lagi" if more > 0 else "")
