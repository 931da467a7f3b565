# ruff: noqa: DTZ001 - files and phones write times without a zone
"""JSONL, CSV, Parquet and XLSX: one contract, and what breaks each."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from kondusif.intake.domain.texts import read_texts
from kondusif.understanding.document import Document

Read = Callable[..., tuple[list[Document], list[str]]]
ROWS: list[dict[str, Any]] = [
    {"id": "1", "text": "Amplop di Bululawang", "title": "Laporan", "received_at": "2024-11-20T08:00:00"},
    {"id": "2", "text": "Baliho “roboh”\ndi Tuban", "source": "radio", "url": "https://contoh.id/2"},
]


def expected(origin: str, notes: tuple[str, ...] = ()) -> list[Document]:
    at = datetime(2024, 11, 20, 8)
    return [
        Document("1", "Amplop di Bululawang", "Laporan", origin, received_at=at, notes=notes),
        Document("2", "Baliho “roboh”\ndi Tuban", "", "radio", "https://contoh.id/2", notes=notes),
    ]


def as_csv(delimiter: str = ",", line_end: str = "\r\n") -> str:
    header = delimiter.join(["id", "Text ", "title", "source", "url", "received_at"])
    first = delimiter.join(["1", "Amplop di Bululawang", "Laporan", "", "", "2024-11-20T08:00:00"])
    second = delimiter.join(["2", '"Baliho “roboh”\ndi Tuban"', "", "radio", "https://contoh.id/2", ""])
    return line_end.join([header, first, second]) + line_end


def write_xlsx(path: Path, *sheets: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_jsonl(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n")
    assert read() == (expected("a.jsonl"), [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_jsonl_in_other_encodings(tmp_path: Path, read: Read, encoding: str) -> None:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "a.jsonl").write_bytes(text.encode(encoding))
    note = "decoded_from:utf-16" if encoding == "utf-16" else "decoded_from:utf-8-bom"
    assert read() == (expected("a.jsonl", (note,)), [])


def test_jsonl_rows_that_are_broken_are_refused_one_by_one(tmp_path: Path, read: Read) -> None:
    lines = [
        b'{"id": "1", "text": "baik"}',
        b'{"id": "2", "text": ',
        b"[1, 2]",
        b'{"id": "3"}',
        b'{"text": "tanpa id"}',
        b'{"id": "1", "text": "id lama"}',
        b'{"id": "4", "text": "x", "received_at": "entah"}',
        b'{"id": "5", "text": 7, "title": ["x"]}',
        b'{"id": "6", "text": " "}',
        b'{"id": "7", "text": "a\\u0000b"}',
        b'{"id": "8", "text": "' + b"x" * (5 * 1024 * 1024) + b'"}',
        b"[" * 100_000,
        b'{"id": 9, "text": "surrogat \\ud800"}',
        '{"id": "10", "text": "Jum’at"}'.encode("cp1252"),
        b'{"id": true, "text": "x"}',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    documents, refused = read()
    assert [(d.id, d.text, d.notes) for d in documents] == [
        ("1", "baik", ()),
        ("9", "surrogat \ufffd", ()),
        ("10", "Jum’at", ("decoded_from:windows-1252",)),
    ]
    assert refused == [
        "a.jsonl, baris 2: baris JSON rusak di huruf ke-22",
        "a.jsonl, baris 3: baris bukan objek JSON",
        "a.jsonl, baris 4: isian 'text' tidak ada",
        "a.jsonl, baris 5: isian 'id' tidak ada",
        "a.jsonl, baris 6: id '1' sudah dipakai di berkas ini",
        "a.jsonl, baris 7: tanggal 'received_at' tidak terbaca: 'entah'",
        "a.jsonl, baris 8: isian 'title' bukan teks",
        "a.jsonl, baris 9: isian 'text' kosong",
        "a.jsonl, baris 10: isian 'text' berisi karakter nol",
        "a.jsonl, baris 11: baris lebih dari 5 MB",
        "a.jsonl, baris 12: baris JSON rusak",
        "a.jsonl, baris 15: isian 'id' bukan teks atau bilangan",
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html", "a.pdf", "a.docx", "a.xlsx", "a.parquet"])
def test_an_empty_file_is_refused(tmp_path: Path, read: Read, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert read() == ([], [f"{name}: berkas kosong"])


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html"])
def test_a_binary_under_a_text_name_is_refused(tmp_path: Path, read: Read, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    assert read() == ([], [f"{name}: bukan teks (gambar)"])


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.parquet", "a.pdf"])
def test_a_damaged_container_is_refused(tmp_path: Path, read: Read, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04" + bytes(range(256)) * 10)
    documents, refused = read()
    assert documents == []
    assert len(refused) == 1
    assert "rusak" in refused[0]


def test_memory_stays_bounded_for_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as handle:
        for number in range(50_000):
            handle.write(f'{{"id": "{number}", "text": "{"Bululawang " * 30}"}}\n')
    tracemalloc.start()
    assert sum(isinstance(item, Document) for item in read_texts([path])) == 50_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000  # the file has 17 MB; what grows is 8 bytes of each id


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_csv_delimiters_and_line_ends(tmp_path: Path, read: Read, delimiter: str, line_end: str) -> None:
    (tmp_path / "a.csv").write_text(as_csv(delimiter, line_end), newline="", encoding="utf-8")
    assert read() == (expected("a.csv"), [])


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-16", "utf-16"), ("cp1252", "windows-1252"), ("utf-8-sig", "utf-8-bom")]
)
def test_csv_in_other_encodings(tmp_path: Path, read: Read, encoding: str, note: str) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv().encode(encoding))
    assert read() == (expected("a.csv", (f"decoded_from:{note}",)), [])


def test_csv_rows_that_are_broken_are_refused_one_by_one(tmp_path: Path, read: Read) -> None:
    rows = [
        "id,text,title",
        "1,pendek",
        "2,lebih,judul,,",
        "3,kelebihan,judul,ekor",
        ",,",
        "4,nol\x00di sini,",
        "5," + "x" * (5 * 1024 * 1024 + 1) + ",",
        "6,baik,",
        ",tanpa id,",
    ]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    documents, refused = read()
    assert [d.id for d in documents] == ["1", "2", "6"]
    assert refused == [
        "a.csv, baris 4: ada 4 kolom, seharusnya 3",
        "a.csv, baris 6: isian 'text' berisi karakter nol",
        "a.csv, baris 7: baris lebih dari 5 MB",
        "a.csv, baris 9: isian 'id' kosong",
    ]


def test_a_table_without_the_columns_names_what_it_has(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,isi,judul\n1,x,y\n")
    (tmp_path / "b.csv").write_text("id,text\n")
    write_xlsx(tmp_path / "c.xlsx", [["nomor", "laporan"], [1, "x"]])
    parquet.write_table(pa.table({"text": ["x"]}), tmp_path / "d.parquet")
    documents, refused = read()
    assert documents == []
    assert refused == [
        "a.csv: kolom 'text' tidak ada; kolom yang ditemukan: 'id', 'isi', 'judul'",
        "b.csv: tidak ada baris di bawah judul kolom",
        "c.xlsx: kolom 'id' dan 'text' tidak ada; kolom yang ditemukan: 'nomor', 'laporan'",
        "d.parquet: kolom 'id' tidak ada; kolom yang ditemukan: 'text'",
    ]


def test_parquet(tmp_path: Path, read: Read) -> None:
    rows = [
        row | {"received_at": datetime.fromisoformat(at) if (at := row.get("received_at")) else None} for row in ROWS
    ]
    names = ["id", "text", "title", "source", "url", "received_at"]
    table = pa.table({name: [row.get(name) for row in rows] for name in names} | {"lain": [[1], [2]]})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert read() == (expected("a.parquet"), [])


def test_parquet_rows_of_other_types(tmp_path: Path, read: Read) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2, 2]),
            "text": pa.array([b"Tuban", b"Jum\xe2\x80\x99at", b"lagi"]),
            "received_at": pa.array([1, 10**18 + 1, None], pa.timestamp("ns")),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    documents, refused = read()
    assert [(d.id, d.text, d.received_at) for d in documents] == [
        ("1", "Tuban", datetime(1970, 1, 1)),
        ("2", "Jum’at", datetime(2001, 9, 9, 1, 46, 40)),
    ]
    assert refused == ["a.parquet, baris 3: id '2' sudah dipakai di berkas ini"]


def test_a_torn_parquet_is_refused(tmp_path: Path, read: Read) -> None:
    parquet.write_table(pa.table({"id": ["1"], "text": ["x" * 1000]}), tmp_path / "a.parquet")
    raw = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(raw[: len(raw) // 2])
    assert read() == ([], ["a.parquet: berkas parquet rusak atau terpotong"])


def test_xlsx_reads_every_sheet_with_the_columns(tmp_path: Path, read: Read) -> None:
    write_xlsx(
        tmp_path / "a.xlsx",
        [["catatan"], ["bukan tabel"]],
        [
            ["Rekap laporan"],
            ["id", "TEXT", "title", "received_at"],
            [1, "Amplop di Bululawang", None, datetime(2024, 11, 20)],
            [None, None],
            ["2", 12345],
            [3, None],
        ],
    )
    documents, refused = read()
    assert documents == [
        Document("1", "Amplop di Bululawang", source="a.xlsx", received_at=datetime(2024, 11, 20)),
        Document("2", "12345", source="a.xlsx"),
    ]
    assert refused == ["a.xlsx, baris 6: isian 'text' kosong"]
