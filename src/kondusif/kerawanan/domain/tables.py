"""What the index is computed from: areas by indicators, with a hole where nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework, Indicator, Level
from kondusif.kerawanan.domain.scan_types import Floats

LEVELS: tuple[Level, ...] = ("provinsi", "kabupaten_kota", "kecamatan", "desa", "tps")
CODE, NAME, VOTERS, STATIONS = "kode", "nama", "pemilih", "tps"


@dataclass(frozen=True, slots=True, order=True)
class TableProblem:
    """What is wrong and where. `row` counts as the sheet does, from 1 with the heading; 0 and "" mean the whole."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = [f"lembar {self.sheet}"] if self.sheet else []
        where += [f"baris {self.row}"] if self.row else []
        where += [f"kolom {self.column}"] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class TableRefused(ValueError):
    """The table cannot be used; `problems` names every fault that was found."""

    def __init__(self, problems: Collection[TableProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorTable:
    """Raw figures as the office wrote them.

    codes: n areas; values: float64[n_areas, n_indicators] before any denominator, NaN = not known;
    voters: float64[n_areas], registered voters, NaN = not known; stations: float64[n_areas], TPS, NaN = not known;
    inherited: bool[n_areas], True where the figures are those of the area that this one was split from.
    """

    codes: tuple[str, ...]
    values: Floats
    voters: Floats
    indicator_ids: tuple[str, ...]
    stations: Floats
    inherited: NDArray[np.bool_]
    names: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the figures, whatever the order of the rows."""
        order = sorted(range(len(self.codes)), key=self.codes.__getitem__)
        kept = sha256("\n".join((*self.indicator_ids, "", *(self.codes[row] for row in order))).encode())
        for figures in (self.values, self.voters, self.stations):
            # A hole has many bit patterns in IEEE 754 and zero has two: one of each is counted.
            kept.update(np.where(np.isnan(figures[order]), np.nan, figures[order] + 0.0).astype("<f8").tobytes())
        kept.update(self.inherited[order].tobytes())
        return kept.hexdigest()

    def taken(self, rows: list[int]) -> IndicatorTable:
        """These rows, in this order."""
        return replace(
            self,
            codes=tuple(self.codes[row] for row in rows),
            values=self.values[rows],
            voters=self.voters[rows],
            stations=self.stations[rows],
            inherited=self.inherited[rows],
            names=tuple(self.names[row] for row in rows) if self.names else (),
        )


def indicator_table(
    framework: Framework,
    codes: Collection[str],
    values: Floats,
    *,
    voters: Floats | None = None,
    stations: Floats | None = None,
    known_codes: Collection[str] | None = None,
) -> IndicatorTable:
    """A checked table from arrays; columns are `framework.indicators` in order. Raises `TableRefused`.

    values: float64[n_areas, n_indicators]; voters, stations: float64[n_areas]; NaN = not known.
    """
    codes = tuple(codes)
    values = np.array(values, dtype=np.float64)
    shape = (len(codes), len(framework.indicators))
    if values.shape != shape:
        raise TableRefused([TableProblem("", 0, "", f"tabel berukuran {values.shape}, seharusnya {shape}")])
    table = IndicatorTable(
        codes,
        values,
        _figures(voters, len(codes)),
        tuple(one.id for one in framework.indicators),
        _figures(stations, len(codes)),
        np.zeros(len(codes), dtype=np.bool_),
    )
    if problems := faults(framework, table, known_codes=known_codes):
        raise TableRefused(problems)
    return table


def faults(
    framework: Framework,
    table: IndicatorTable,
    *,
    known_codes: Collection[str] | None = None,
    sheet: str = "",
    first_row: int = 1,
) -> list[TableProblem]:
    """All that forbids to compute with this table; `first_row` is the sheet's row of the first area."""
    problems = [] if table.codes else [TableProblem(sheet, 0, "", "tidak ada satu wilayah pun")]
    problems += _code_faults(table, known_codes, sheet, first_row)
    for name, figures in ((VOTERS, table.voters), (STATIONS, table.stations)):
        for place in np.flatnonzero(np.isinf(figures) | (figures < 0)):
            problems.append(TableProblem(sheet, first_row + int(place), name, "harus angka terhingga, 0 atau lebih"))
    for column, indicator in enumerate(framework.indicators):
        for row, message in _value_faults(indicator, table, column):
            problems.append(TableProblem(sheet, first_row + row, indicator.id, message))
    return problems


def level_of(code: str) -> Level:
    """The level of an administrative code by its number of parts: "35.07" is a kabupaten or kota."""
    return LEVELS[min(code.count("."), len(LEVELS) - 1)]


def per_denominator(framework: Framework, table: IndicatorTable) -> Floats:
    """float64[n_areas, n_indicators] after division; NaN where the value or its denominator is unknown or nil."""
    rates = table.values.copy()
    for column, indicator in enumerate(framework.indicators):
        if indicator.denominator == "tidak_ada":
            continue
        size, scale = (table.stations, 100.0) if indicator.denominator == "per_100_tps" else (table.voters, 100_000.0)
        known = size > 0
        rates[:, column] = np.where(known, scale * rates[:, column] / np.where(known, size, 1.0), np.nan)
    return rates


def _figures(given: Floats | None, areas: int) -> Floats:
    if given is None:
        return np.full(areas, np.nan)
    figures = np.array(given, dtype=np.float64)
    if figures.shape != (areas,):
        raise TableRefused([TableProblem("", 0, "", f"{figures.size} angka penyebut untuk {areas} wilayah")])
    return figures


def _code_faults(
    table: IndicatorTable, known: Collection[str] | None, sheet: str, first_row: int
) -> list[TableProblem]:
    times = Counter(table.codes)
    listed = None if known is None else frozenset(known)
    problems = []
    for row, code in enumerate(table.codes):
        if not code:
            message = "kode wilayah kosong"
        elif times[code] > 1:
            message = f"kode {code} tertulis {times[code]} kali"
        elif listed is not None and code not in listed:
            message = f"kode {code} tidak dikenal; periksa tahun kodenya atau pakai tabel padanan kode"
        else:
            continue
        problems.append(TableProblem(sheet, first_row + row, CODE, message))
    return problems


def _value_faults(indicator: Indicator, table: IndicatorTable, column: int) -> list[tuple[int, str]]:
    values = table.values[:, column]
    wrong: dict[int, str] = {}
    top = {"ya_tidak": 1.0, "persen": 100.0, "tingkat": float(indicator.max_level or 0)}.get(indicator.measure)
    whole = indicator.measure != "persen"
    for row in np.flatnonzero(np.isinf(values)):
        wrong[int(row)] = "tak terhingga bukan angka yang dapat dipakai"
    for row in np.flatnonzero(values < 0):
        wrong.setdefault(int(row), "tidak boleh negatif")
    if top is not None:
        for row in np.flatnonzero(values > top):
            wrong.setdefault(int(row), f"paling tinggi {top:g}")
    if whole:
        for row in np.flatnonzero(values != np.floor(values)):
            # What was inherited from a greater area is a share of its counts.
            if not np.isnan(values[row]) and not table.inherited[row]:
                wrong.setdefault(int(row), "harus bilangan bulat, tanpa pemisah ribuan")
    if indicator.denominator == "per_100_tps":
        for row in np.flatnonzero(values > table.stations * (1 + 1e-12)):
            wrong.setdefault(int(row), "lebih banyak daripada TPS di wilayah itu")
    return sorted(wrong.items())
