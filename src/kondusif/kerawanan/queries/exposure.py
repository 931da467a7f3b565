"""How many voters each area has, as far as anybody told: a kept edition's table, official figures, else its desa.

What was used is said beside every figure that depends on it; no area is given a number that nobody counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.queries.editions import edition, list_editions
from kondusif.places.domain.codes import parent_of
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.rulebase.loader import load_rulebase

BY_EDITION, BY_OFFICE, BY_DESA = "edisi", "resmi", "desa"
EXPOSURE_WORDS: dict[str, str | Promise] = {
    BY_EDITION: _("pemilih terdaftar menurut tabel edisi indeks yang tersimpan"),
    BY_OFFICE: _("pemilih terdaftar menurut KPU; di bawah kabupaten/kota dibagi menurut banyaknya desa dan kelurahan"),
    BY_DESA: _("banyaknya desa dan kelurahan, karena jumlah pemilih belum diketahui"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """voters: float64[n], greater than nought for every area; `basis` is one of BY_EDITION, BY_OFFICE, BY_DESA."""

    voters: Floats
    basis: str

    @property
    def words(self) -> str:
        """What the figures are, in the language of the page."""
        return str(EXPOSURE_WORDS[self.basis])


def exposure_of(codes: Sequence[str]) -> Exposure:
    """Voters of areas of one level: the same basis for all of them, so that they compare."""
    if not codes:
        return Exposure(np.zeros(0), BY_DESA)
    for basis, voters in ((BY_EDITION, _by_edition(codes)), (BY_OFFICE, _by_office(codes))):
        if voters is not None:
            return Exposure(voters, basis)
    return Exposure(np.array([_desa(code) for code in codes], dtype=np.float64), BY_DESA)


def _by_edition(codes: Sequence[str]) -> Floats | None:
    """From the newest edition whose table knows the voters of every one of these areas, or of all its parts."""
    parts = codes[0].count(".") + 1
    wanted = {code: row for row, code in enumerate(codes)}
    for kept in list_editions()[:2]:
        table = edition(kept.number).table
        if not table.codes or table.codes[0].count(".") + 1 < parts:
            continue
        voters = np.zeros(len(codes))
        for code, count in zip(table.codes, table.voters, strict=True):
            row = wanted.get(".".join(code.split(".")[:parts]))
            if row is not None:
                voters[row] += count
        if (voters > 0).all():  # a hole in one part is a hole in the sum
            return voters
    return None


def _by_office(codes: Sequence[str]) -> Floats | None:
    """DPT of the rule base; below a kabupaten or kota its share by number of desa."""
    told = {rule.area: float(rule.value) for rule in load_rulebase().figures if rule.kind == "dpt_count"}
    found = [_share(code, told) for code in codes]
    return None if None in found else np.array(found, dtype=np.float64)


def _share(code: str, told: dict[str, float]) -> float | None:
    above: str | None = code
    while above is not None and above not in told:
        above = parent_of(above)
    if above is None or (above != code and above.count(".") == 0):
        return None  # a province's voters say nothing about which kabupaten they live in
    return told[above] * _desa(code) / _desa(above)


def _desa(code: str) -> int:
    counts = load_gazetteer().counts(code)
    return max(counts.desa + counts.kelurahan, 1)
