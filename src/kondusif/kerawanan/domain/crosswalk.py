"""Codes of another year: an area that was split off keeps, for the time being, the figures of the area it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.tables import CODE, IndicatorTable, TableProblem, TableRefused


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """`origin`: code of the new edition → code of the old one, for areas that changed; all others keep their code.

    Codes are compared whole; where provinces were split, give every area below them too.
    """

    old_edition: str
    new_edition: str
    origin: Mapping[str, str]


def successors(codes: Collection[str], crosswalk: Crosswalk, *, known_codes: Collection[str]) -> tuple[str, ...]:
    """The areas of the new edition that came from `codes` of the old one: those that kept their code, then those split off.

    `known_codes` are the codes of the new edition; an area that only lives on in others is left out. Raises `TableRefused` where
    a code is neither of the new edition nor the origin of one, and where the table has areas of the new edition already.
    """
    origins = set(crosswalk.origin.values())
    problems = [
        TableProblem(
            "",
            0,
            CODE,
            f"kode {code} sudah kode {crosswalk.new_edition}; tabel ini bukan edisi {crosswalk.old_edition}",
        )
        for code in codes
        if code in crosswalk.origin
    ]
    problems += [
        TableProblem("", 0, CODE, f"kode {code} tidak dikenal dan tidak ada dalam padanan kode")
        for code in codes
        if code not in known_codes and code not in origins
    ]
    problems += [
        TableProblem("", 0, CODE, f"kode {code} dari padanan kode tidak dikenal")
        for code, old in crosswalk.origin.items()
        if old in codes and code not in known_codes
    ]
    if problems:
        raise TableRefused(problems)
    kept = tuple(code for code in codes if code in known_codes)
    return kept + tuple(code for code, old in crosswalk.origin.items() if old in codes)


def carry(
    framework: Framework,
    table: IndicatorTable,
    crosswalk: Crosswalk,
    *,
    codes: Collection[str],
    sizes: Mapping[str, tuple[float, float]],
) -> IndicatorTable:
    """The table of the old edition in the areas `codes` of the new one.

    An area that came from one which is now several inherits its rates, levels and answers, and is flagged. `sizes` gives voters
    and TPS of such areas in the new edition; counts are scaled so that the rate stays that of the origin.
    Raises `TableRefused` for old codes that lead nowhere, for new areas without an origin, and for missing sizes.
    """
    new = tuple(codes)
    old_of = {code: crosswalk.origin.get(code, code) for code in new}
    place = {code: row for row, code in enumerate(table.codes)}
    heirs = Counter(old_of.values())
    problems = [
        TableProblem("", 0, CODE, f"kode {code} tertulis lebih dari sekali")
        for code, n in Counter(new).items()
        if n > 1
    ]
    problems += [
        TableProblem("", 0, CODE, f"{code}: asalnya {old} tidak ada dalam tabel edisi {crosswalk.old_edition}")
        for code, old in old_of.items()
        if old not in place
    ]
    lost = sorted(set(table.codes) - set(old_of.values()))
    problems += [
        TableProblem(
            "",
            0,
            CODE,
            f"kode {code} dari edisi {crosswalk.old_edition} tidak punya padanan pada {crosswalk.new_edition}",
        )
        for code in lost
    ]
    split = frozenset(code for code, old in old_of.items() if heirs[old] > 1)
    problems += [
        TableProblem("", 0, CODE, f"{code} hasil pemekaran: pemilih dan TPS-nya belum diketahui")
        for code in sorted(split)
        if code not in sizes
    ]
    if problems:
        raise TableRefused(problems)
    rows = [place[old_of[code]] for code in new]
    given = table.taken(rows)
    values, voters, stations = given.values.copy(), given.voters.copy(), given.stations.copy()
    inherited = given.inherited.copy()
    for row, code in enumerate(new):
        if code not in split:
            continue
        inherited[row] = True
        voters[row], stations[row] = sizes[code]
    for column, indicator in enumerate(framework.indicators):
        if indicator.denominator == "tidak_ada":
            continue
        now, before = (stations, given.stations) if indicator.denominator == "per_100_tps" else (voters, given.voters)
        known = inherited & (before > 0)
        values[known, column] *= now[known] / before[known]
        values[inherited & ~known, column] = np.nan
    return replace(given, codes=new, values=values, voters=voters, stations=stations, inherited=inherited, names=())
