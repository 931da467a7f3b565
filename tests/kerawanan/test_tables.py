"""Users' own data: what is read, and that every fault is told with its place, all at once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook, load_workbook

from kondusif.kerawanan.domain import tables_reading
from kondusif.kerawanan.domain.crosswalk import Crosswalk, carry
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import score
from kondusif.kerawanan.domain.tables import TableRefused, indicator_table, per_denominator
from kondusif.kerawanan.domain.tables_reading import load_table, write_template

from .index_samples import PLAIN, small

HEADING = "kode;pemilih;a;b;c;d;e\n"


def csv(folder: Path, text: str, name: str = "desa.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def xlsx(folder: Path, rows: list[list[object]], title: str = "Data") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "desa.xlsx"
    book.save(path)
    return path


def told(path: Path, **more: list[str]) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        load_table(path, small(), **more)
    return [str(one) for one in refused.value.problems]


def test_a_csv_with_holes_and_decimal_commas_is_read(tmp_path: Path) -> None:
    table = load_table(
        csv(tmp_path, HEADING + "35.04.01.2001;1200;10,5;;0;-;50\n\n35.04.01.2002;900;1;2;3;4;5\n"), small()
    )
    assert table.codes == ("35.04.01.2001", "35.04.01.2002")
    assert np.isnan(table.values[0]).tolist() == [False, True, False, True, False]
    assert (table.values[0, 0], table.voters.tolist()) == (10.5, [1200, 900])


def test_the_three_kinds_of_file_hold_the_same_table(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"kode": ["35.04.01.2001", "35.04.01.2010"], "pemilih": [10, 20]}
    columns |= {name: [1.5, None] for name in "abcde"}
    pq.write_table(pa.table(columns), tmp_path / "desa.parquet")
    rows = [list(columns), *([column[row] for column in columns.values()] for row in range(2))]
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    paths = (tmp_path / "desa.parquet", xlsx(tmp_path, rows), csv(tmp_path, text))
    assert len({load_table(path, small()).digest for path in paths}) == 1


def test_every_fault_is_told_at_once_with_sheet_row_and_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["kode", "pemilih", "a", "b", "c", "d", "e"],
        ["35.04.01.2001", -5, "banyak", 101, 0, 0, 0],
        [35.1, 10, 1, 1, 1, 1, -1],
        ["35.04.01.2001", 10, 1, 1, 1, 1, 1],
        ["94.01.01.2001", 10, 1, 1, 1, 1, 1],
    ]
    assert told(xlsx(tmp_path, rows), known_codes=["35.04.01.2001"]) == [
        "lembar Data, baris 2, kolom a: 'banyak' bukan angka; kosongkan bila belum diketahui",
        "lembar Data, baris 2, kolom b: paling tinggi 100",
        "lembar Data, baris 2, kolom kode: kode 35.04.01.2001 tertulis 2 kali",
        "lembar Data, baris 2, kolom pemilih: harus angka terhingga, 0 atau lebih",
        "lembar Data, baris 3, kolom e: tidak boleh negatif",
        "lembar Data, baris 3, kolom kode: kode 35.1 tersimpan sebagai angka; ubah kolom menjadi teks dan tulis lengkap, misalnya 35.04.01.2001",
        "lembar Data, baris 4, kolom kode: kode 35.04.01.2001 tertulis 2 kali",
        "lembar Data, baris 5, kolom kode: kode 94.01.01.2001 tidak dikenal; periksa tahun kodenya atau pakai tabel padanan kode",
    ]


def test_the_rows_are_those_of_the_sheet_even_with_empty_ones_between(tmp_path: Path) -> None:
    assert told(csv(tmp_path, HEADING + "\n\n35.04.01.2001;1;1;1;1;1;inf\n35.04.01.2002;1;1;1;1;1;200\n")) == [
        "baris 4, kolom e: 'inf' bukan angka; kosongkan bila belum diketahui",
        "baris 5, kolom e: paling tinggi 100",
    ]


def test_columns_that_are_missing_unknown_or_twice_are_named(tmp_path: Path) -> None:
    assert told(csv(tmp_path, "kode;a;a;b;c;d;warna\n35;1;1;1;1;1;1\n")) == [
        "baris 1, kolom a: kolom ini tertulis lebih dari sekali",
        "baris 1, kolom e: kolom ini belum ada",
        "baris 1, kolom warna: kolom ini tidak ada dalam kerangka small",
    ]


def test_a_thousands_separator_is_no_decimal_point(tmp_path: Path) -> None:
    framework = load_framework("kondusif-desa")
    names = [one.id for one in framework.indicators]
    heading = ";".join(["kode", "pemilih", "tps", *names])
    figures = ["1.234", *["0"] * (len(names) - 1)]
    path = csv(tmp_path, f"{heading}\n35.04.01.2001;3000;8;{';'.join(figures)}\n")
    with pytest.raises(TableRefused, match="baris 2, kolom pemilih_tms: harus bilangan bulat, tanpa pemisah ribuan"):
        load_table(path, framework)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "berkas kosong"),
        ("a.csv", b"kode;pemilih;a;b;c;d;e\n", "tidak ada satu wilayah pun"),
        ("a.csv", b"kode\n\xff\xfe", "baris 2: bukan teks UTF-8"),
        ("a.csv", b"kode;a\n\0", "byte nol"),
        ("a.csv", b'kode;a\n"35', "tanda kutip"),
        ("a.xlsx", b"PK\x03\x04 torn", "bukan berkas XLSX"),
        ("a.parquet", b"PAR1 torn", "bukan berkas Parquet"),
        ("a.docx", b"", "jenis berkas tidak dikenal"),
    ],
)
def test_torn_files_are_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert message in told(path)[0]


def test_a_small_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_reading, "MOST_UNPACKED", 5_000_000)
    path = xlsx(tmp_path, [["kode"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/more.xml", b"0" * 6_000_000)
    assert path.stat().st_size < 50_000
    assert told(path) == ["desa.xlsx: isi berkas lebih besar dari 5 MB"]


@pytest.mark.parametrize("cell", ["#DIV/0!", "2024-11-27", "nol", "1 200"])
def test_a_cell_that_is_no_number_is_never_guessed(tmp_path: Path, cell: str) -> None:
    assert told(csv(tmp_path, HEADING + f"35.04.01.2001;1;{cell};1;1;1;1\n")) == [
        f"baris 2, kolom a: {cell!r} bukan angka; kosongkan bila belum diketahui"
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "tiada.csv") == ["tiada.csv: berkas tidak dapat dibaca"]


def test_the_template_holds_what_the_framework_asks_and_can_be_filled(tmp_path: Path) -> None:
    framework = load_framework("kondusif-desa")
    path = tmp_path / "isian.xlsx"
    write_template(framework, path, codes=[("35.04.01.2001", "Desa Contoh")])
    book = load_workbook(path)
    heading = [cell.value for cell in book["Data"][1]]
    assert heading == ["kode", "nama", "pemilih", "tps", *(one.id for one in framework.indicators)]
    assert [row[0] for row in book["Petunjuk"].iter_rows(min_row=7, values_only=True)] == [
        one.id for one in framework.indicators
    ]
    for column in range(3, len(heading) + 1):
        book["Data"].cell(2, column).value = {3: 3000, 4: 8}.get(column, 1)
    book.save(path)
    table = load_table(path, framework)
    assert (table.codes, table.names) == (("35.04.01.2001",), ("Desa Contoh",))
    assert not np.isnan(score(framework, table, PLAIN).scores).any()


def test_the_digest_sees_figures_and_not_the_order() -> None:
    values = np.array([[1.0, 2, 3, 4, 5], [5.0, 4, 3, 2, 1]])
    table = indicator_table(small(), ("35.01", "35.02"), values)
    assert table.digest == table.taken([1, 0]).digest
    assert table.digest != indicator_table(small(), ("35.01", "35.02"), values + 1).digest
    holed = values.copy()
    holed[0, 0] = np.nan
    assert table.digest != indicator_table(small(), ("35.01", "35.02"), holed).digest


def test_split_areas_inherit_rates_and_are_flagged() -> None:
    framework = load_framework("kondusif-desa")
    values = np.full((2, 17), 2.0)
    table = indicator_table(
        framework, ("35.04.01.2001", "35.04.01.2002"), values, voters=np.full(2, 3000.0), stations=np.full(2, 8.0)
    )
    crosswalk = Crosswalk("2023", "2024", {"35.04.01.2009": "35.04.01.2001"})
    codes = ("35.04.01.2001", "35.04.01.2009", "35.04.01.2002")
    sizes = {"35.04.01.2001": (2000.0, 5.0), "35.04.01.2009": (1000.0, 3.0)}
    carried = carry(framework, table, crosswalk, codes=codes, sizes=sizes)
    assert carried.inherited.tolist() == [True, True, False]
    assert carried.voters.tolist() == [2000, 1000, 3000]
    before, after = per_denominator(framework, table), per_denominator(framework, carried)
    assert after[0] == pytest.approx(before[0])
    assert after[1] == pytest.approx(before[0])
    result = score(framework, carried, PLAIN)
    assert result.inherited.tolist() == [True, True, False]


def test_a_code_that_leads_nowhere_is_told() -> None:
    table = indicator_table(small(), ("91", "92"), np.zeros((2, 5)))
    crosswalk = Crosswalk("34 provinsi", "38 provinsi", {"93": "91", "96": "90"})
    with pytest.raises(TableRefused) as refused:
        carry(small(), table, crosswalk, codes=("91", "93", "96"), sizes={"91": (1.0, 1.0)})
    assert [one.message for one in refused.value.problems] == [
        "93 hasil pemekaran: pemilih dan TPS-nya belum diketahui",
        "96: asalnya 90 tidak ada dalam tabel edisi 34 provinsi",
        "kode 92 dari edisi 34 provinsi tidak punya padanan pada 38 provinsi",
    ]
