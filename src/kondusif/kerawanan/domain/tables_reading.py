"""Users' own tables: CSV, XLSX or Parquet in, every fault told at once; and an empty template that the framework asks for.

One row an area; columns `kode`, `nama` (optional), `pemilih`, `tps`, and the id of each indicator. An empty cell is not known,
which is not nil. A fault names sheet, row and column, in Indonesian.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework, Indicator
from kondusif.kerawanan.domain.tables import (
    CODE,
    NAME,
    STATIONS,
    VOTERS,
    IndicatorTable,
    TableProblem,
    TableRefused,
    faults,
    indicator_table,
)

SHEET = "Data"
MOST_ROWS, MOST_COLUMNS = 1_000_000, 2_000
MOST_BYTES, MOST_UNPACKED = 500_000_000, 2_000_000_000
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4}(\.\d{1,3})?)?)?)?")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
_UNKNOWN = frozenset({"", "-", "–", "n/a", "na", "nan", "null", "tidak ada data"})
_ANSWERS = {"ya": 1.0, "tidak": 0.0}
_UNITS = {"ya_tidak": "1 = ya, 0 = tidak", "hitungan": "bilangan bulat", "persen": "persen 0–100"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Rows of cells as they stand; the first row is the heading. `name` is empty where a file has no sheets."""

    name: str
    rows: list[list[object]]


def load_table(path: str | Path, framework: Framework, *, known_codes: Collection[str] | None = None) -> IndicatorTable:
    """The table in a file, by its ending: .csv, .xlsx or .parquet. Raises `TableRefused` with every fault."""
    return _read(_sheet(Path(path)), framework, known_codes)


def load_sizes(path: str | Path) -> dict[str, tuple[float, float]]:
    """Registered voters and TPS of each area in a file with the columns `kode`, `pemilih`, `tps`; other columns are not read.

    An empty cell is NaN. Raises `TableRefused` with every fault.
    """
    sheet = _sheet(Path(path))
    heading = ["" if cell is None else str(cell).strip().lower() for cell in sheet.rows[0]] if sheet.rows else []
    problems = [
        TableProblem(
            sheet.name,
            1,
            name,
            "kolom ini belum ada" if name not in heading else "kolom ini tertulis lebih dari sekali",
        )
        for name in (CODE, VOTERS, STATIONS)
        if heading.count(name) != 1
    ]
    if problems:
        raise TableRefused(problems)
    sizes: dict[str, tuple[float, float]] = {}
    for number, row in enumerate(sheet.rows[1:], 2):
        if not any(_known(cell) for cell in row):
            continue
        code = _code(sheet.name, number, _cell(row, heading.index(CODE)), problems)
        if not code or code in sizes:
            message = f"kode {code} tertulis lebih dari sekali" if code else "kode kosong"
            problems.append(TableProblem(sheet.name, number, CODE, message))
            continue
        sizes[code] = (
            _size(sheet.name, number, VOTERS, _cell(row, heading.index(VOTERS)), problems),
            _size(sheet.name, number, STATIONS, _cell(row, heading.index(STATIONS)), problems),
        )
    if problems:
        raise TableRefused(problems)
    return sizes


def _size(sheet: str, row: int, column: str, cell: object, problems: list[TableProblem]) -> float:
    size = _number(sheet, row, column, cell, problems)
    if size < 0 or np.isinf(size):
        problems.append(TableProblem(sheet, row, column, f"{size:g} bukan jumlah"))
    return size


def _sheet(path: Path) -> _Sheet:
    readers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    if path.suffix.lower() not in readers:
        raise _refused(f"{path.name}: jenis berkas tidak dikenal; pakai .csv, .xlsx, atau .parquet")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(f"{path.name}: berkas lebih besar dari {MOST_BYTES // 1_000_000} MB")
        return readers[path.suffix.lower()](path)
    except OSError:
        raise _refused(f"{path.name}: berkas tidak dapat dibaca") from None


def write_template(
    framework: Framework, path: str | Path | IO[bytes], *, codes: Iterable[tuple[str, str]] = ()
) -> None:
    """An XLSX to be filled: sheet Data with the columns (and the given codes and names), sheet Petunjuk with what they mean."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    table = book.active
    assert table is not None
    table.title = SHEET
    columns = _columns(framework)
    table.append(columns)
    for code, name in codes:
        table.append([code, name])
    for cell in table[1]:
        cell.font = Font(bold=True)
    # Codes typed by hand must stay text: as a number 35.10 would become 35.1.
    table.column_dimensions["A"].number_format = "@"
    table.column_dimensions["A"].width = 16
    for row in table.iter_rows(min_row=2, max_col=1):
        row[0].number_format = "@"
    table.freeze_panes = "C2"
    guide = book.create_sheet("Petunjuk")
    guide.append([f"{framework.title}, edisi {framework.edition}"])
    guide.append(
        ["Kosongkan sel yang belum diketahui. Tulis 0 hanya bila memang tidak ada. Kode wilayah ditulis sebagai teks."]
    )
    guide.append(["kolom", "arti", "satuan", "cara mengisi"])
    guide.append([CODE, "kode wilayah Kemendagri, misalnya 35.04.01.2001", "teks", ""])
    guide.append([VOTERS, "pemilih terdaftar", "bilangan bulat", ""])
    guide.append([STATIONS, "banyaknya TPS", "bilangan bulat", ""])
    for one in framework.indicators:
        guide.append([one.id, f"{one.title}. {one.definition}".strip(), _unit(one), one.how_to_fill])
    book.save(path)


def _columns(framework: Framework) -> list[str]:
    return [CODE, NAME, VOTERS, STATIONS, *(one.id for one in framework.indicators)]


def _unit(indicator: Indicator) -> str:
    return _UNITS.get(indicator.measure, f"tingkat 0–{indicator.max_level}")


def _refused(message: str) -> TableRefused:
    return TableRefused([TableProblem("", 0, "", message)])


def _csv(path: Path) -> _Sheet:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as torn:
        row = content[: torn.start].count(b"\n") + 1
        raise TableRefused([TableProblem("", row, "", "bukan teks UTF-8; simpan ulang sebagai CSV UTF-8")]) from None
    if "\0" in text:
        raise _refused(f"{path.name}: bukan CSV (ada byte nol)")
    heading = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        rows: list[list[object]] = [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ]
    except csv.Error:
        raise _refused(f"{path.name}: tanda kutip tidak ditutup atau sel terlalu panjang") from None
    return _Sheet("", rows)


def _xlsx(path: Path) -> _Sheet:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as parts:
            # A small archive can hold a sheet that fills the memory.
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise _refused(f"{path.name}: isi berkas lebih besar dari {MOST_UNPACKED // 1_000_000} MB")
        book = load_workbook(path, read_only=True, data_only=True)
    except TableRefused:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, SyntaxError):
        raise _refused(f"{path.name}: bukan berkas XLSX yang utuh") from None
    try:
        if not book.worksheets:
            raise _refused(f"{path.name}: tidak ada lembar")
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        rows: list[list[object]] = []
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            rows.append(list(row))
            if len(rows) > MOST_ROWS + 1:
                break
        return _Sheet(sheet.title or "", rows)
    except TableRefused:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, SyntaxError):
        raise _refused(f"{path.name}: lembar tidak dapat dibaca sampai selesai") from None
    finally:
        book.close()


def _parquet(path: Path) -> _Sheet:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        read = pq.read_table(path, memory_map=False)
    except (pa.ArrowException, ValueError):
        raise _refused(f"{path.name}: bukan berkas Parquet yang utuh") from None
    if read.num_rows > MOST_ROWS:
        return _Sheet("", [[]] * (MOST_ROWS + 2))
    columns = [column.to_pylist() for column in read.columns]
    rows: list[list[object]] = [list(read.column_names)]
    rows += [list(row) for row in zip(*columns, strict=True)]
    return _Sheet("", rows)


def _read(sheet: _Sheet, framework: Framework, known_codes: Collection[str] | None) -> IndicatorTable:
    if not sheet.rows:
        raise TableRefused([TableProblem(sheet.name, 0, "", "berkas kosong; baris pertama harus nama kolom")])
    if len(sheet.rows) > MOST_ROWS + 1:
        raise TableRefused([TableProblem(sheet.name, 0, "", f"lebih dari {MOST_ROWS:,} baris".replace(",", "."))])
    heading = ["" if cell is None else str(cell).strip().lower() for cell in sheet.rows[0]]
    problems = _heading_faults(sheet.name, heading, framework)
    if problems:
        raise TableRefused(problems)
    place = {name: column for column, name in enumerate(heading) if name}
    filled = [(number, row) for number, row in enumerate(sheet.rows[1:], 2) if any(_known(cell) for cell in row)]
    codes = [_code(sheet.name, number, _cell(row, place[CODE]), problems) for number, row in filled]
    numbers = {
        name: np.array([_number(sheet.name, number, name, _cell(row, place[name]), problems) for number, row in filled])
        for name in (VOTERS, STATIONS, *(one.id for one in framework.indicators))
        if name in place
    }
    unknown = np.full(len(filled), np.nan)
    columns = [numbers.get(one.id, unknown) for one in framework.indicators]
    voters, stations = numbers.get(VOTERS, unknown), numbers.get(STATIONS, unknown)
    table = IndicatorTable(
        tuple(codes),
        np.stack(columns, axis=1) if columns else np.zeros((len(codes), 0)),
        voters,
        tuple(one.id for one in framework.indicators),
        stations,
        np.zeros(len(codes), dtype=np.bool_),
        tuple(str(_cell(row, place[NAME]) or "").strip() for _, row in filled) if NAME in place else (),
    )
    told = {(one.row, one.column) for one in problems}
    # The faults of the figures count areas; the sheet may have empty rows between them.
    rows = [number for number, _ in filled]
    for fault in faults(framework, table, known_codes=known_codes, sheet=sheet.name, first_row=0):
        known = replace(fault, row=rows[fault.row]) if rows else fault
        if (known.row, known.column) not in told:
            problems.append(known)
    if problems:
        raise TableRefused(problems)
    checked = indicator_table(framework, codes, table.values, voters=voters, stations=stations, known_codes=known_codes)
    return replace(checked, names=table.names)


def _heading_faults(sheet: str, heading: list[str], framework: Framework) -> list[TableProblem]:
    wanted = _columns(framework)
    problems = [
        TableProblem(sheet, 1, name, "kolom ini tertulis lebih dari sekali")
        for name in sorted({name for name in heading if name and heading.count(name) > 1})
    ]
    problems += [
        TableProblem(sheet, 1, name, f"kolom ini tidak ada dalam kerangka {framework.id}")
        for name in heading
        if name and name not in wanted
    ]
    needed = [CODE, *(one.id for one in framework.indicators)]
    if any(one.denominator == "per_100_ribu_pemilih" for one in framework.indicators):
        needed.append(VOTERS)
    if any(one.denominator == "per_100_tps" for one in framework.indicators):
        needed.append(STATIONS)
    return problems + [TableProblem(sheet, 1, name, "kolom ini belum ada") for name in needed if name not in heading]


def _cell(row: list[object], place: int) -> object:
    return row[place] if place < len(row) else None


def _known(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _code(sheet: str, row: int, cell: object, problems: list[TableProblem]) -> str:
    if isinstance(cell, float) or (isinstance(cell, int) and not 10 <= cell <= 99):
        message = (
            f"kode {cell} tersimpan sebagai angka; ubah kolom menjadi teks dan tulis lengkap, misalnya 35.04.01.2001"
        )
        problems.append(TableProblem(sheet, row, CODE, message))
        return str(cell)
    code = "" if cell is None else str(cell).strip()
    if code and not _CODE.fullmatch(code):
        problems.append(TableProblem(sheet, row, CODE, f"kode {code[:40]!r} bukan kode wilayah seperti 35.04.01.2001"))
    return code


def _number(sheet: str, row: int, column: str, cell: Any, problems: list[TableProblem]) -> float:
    """The figure in a cell; NaN where it is empty, or wrong and told."""
    if cell is None:
        return np.nan
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, (int, float)):
        try:
            return float(cell)
        except OverflowError:
            problems.append(TableProblem(sheet, row, column, "angka terlalu besar"))
            return np.nan
    text = str(cell).strip()
    if text.lower() in _UNKNOWN:
        return np.nan
    if text.lower() in _ANSWERS:
        return _ANSWERS[text.lower()]
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    problems.append(TableProblem(sheet, row, column, f"{text[:40]!r} bukan angka; kosongkan bila belum diketahui"))
    return np.nan
