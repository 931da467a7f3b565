from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from kondusif.cli import atomic
from kondusif.cli.flat import COLUMNS

Run = Callable[..., Any]
SUMMARY = re.compile(r"(\S+) teks dibaca, (\S+) ditolak, \d+,\d detik\n\Z")


@pytest.fixture
def laporan(tmp_path: Path) -> Path:
    path = tmp_path / "laporan.jsonl"
    path.write_text('{"id": "1", "text": "Amplop di Bululawang"}\n{"id": "2", "text": "Baliho\u2028roboh"}\n')
    return path


def test_json_lines(kondusif: Run, laporan: Path) -> None:
    ran = kondusif("read", "laporan.jsonl", "--format", "jsonl")
    readings = [json.loads(line) for line in ran.out.split("\n") if line]
    assert [(reading["id"], reading["source"]) for reading in readings] == [("1", "laporan.jsonl")] * 1 + [
        ("2", "laporan.jsonl")
    ]
    assert SUMMARY.match(ran.err)
    assert ran.status == 0


def test_refusals_are_named_the_others_go_on_status_3(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    (tmp_path / "kosong.txt").write_text("")
    with laporan.open("a") as handle:
        handle.write('rusak\n{"id": "3", "text": "CACAT"}\n')
    ran = kondusif("read", "kosong.txt", "tiada.csv", "laporan.jsonl", "--format", "jsonl")
    assert ran.err.splitlines()[:-1] == [
        "kosong.txt: berkas kosong",
        "tiada.csv: tidak ada berkas atau folder dengan nama itu",
        "laporan.jsonl, baris 3: baris JSON rusak di huruf ke-1",
        "laporan.jsonl: pembaca gagal pada id '3' (KeyError: 'cacat')",
    ]
    assert SUMMARY.search(ran.err).groups() == ("2", "4")  # type: ignore[union-attr]
    assert len(ran.out.splitlines()) == 2 + ran.out.count("\u2028")
    assert ran.status == 3


def test_csv_has_the_documented_columns_and_no_formulas(kondusif: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "=HYPERLINK(1)", "text": "-Baliho"}\n')
    ran = kondusif("read", "a.jsonl", "--out", "hasil.csv")
    assert ran.status == 0
    assert ran.out == ""
    [row] = csv.DictReader(io.StringIO((tmp_path / "hasil.csv").read_text(), newline=""))
    assert tuple(row) == COLUMNS
    assert row == {
        "id": "'=HYPERLINK(1)",
        "source": "a.jsonl",
        "source_class": "unknown",
        "category": "politik_uang",
        "category_confidence": "0.5",
        "secondary_category": "",
        "terms": "amplop; serangan_fajar",
        "is_incident": "True",
        "stance": "happened",
        "event_place_codes": "35.07.14.2008",
        "event_place_names": "Wandanpuro",
        "mentioned_place_codes": "35.04",
        "unresolved_places": "Sukorejo",
        "event_date": "2024-09-20",
        "actors": "Citra (Kapolsek Polsek Bululawang)",
        "confirmed": "",
        "contradicted": "stage_date: 2024-10-27 (resmi 2024-11-27)",
        "because": "'-Bal",
        "notes": "",
        "reader_version": "uji",
        "rulebase_version": "uji",
    }


def test_parquet_keeps_the_whole_reading(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    assert kondusif("read", "laporan.jsonl", "--out", "hasil.parquet").status == 0
    table = parquet.read_table(tmp_path / "hasil.parquet")
    assert tuple(table.column_names) == (*COLUMNS, "reading")
    assert [json.loads(reading)["id"] for reading in table["reading"].to_pylist()] == ["1", "2"]
    assert table["is_incident"].to_pylist() == [True, True]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_fits_the_terminal(
    kondusif: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "panjang-" * 20 + "\u001b[31m", "text": "Amplop"}))
    ran = kondusif("read", "a.jsonl", "--format", "table")
    assert ran.status == 0
    assert max(len(line) for line in ran.out.splitlines()) <= width
    assert "\u001b" not in ran.out
    for word in ("kategori", "sikap", "tempat", "tanggal"):
        assert word in ran.out


def test_the_table_says_where_when_and_what_is_doubtful(
    kondusif: Run, laporan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ran = kondusif("read", "laporan.jsonl", "--format", "table")
    for words in (
        "Wandanpuro, Bululawang, Kabupaten Malang",
        "Sukorejo?",
        "2024-09-20",
        "ragu: kategori",
        "27 Oktober ≠",
    ):
        assert words in ran.out


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_engines_and_workers_give_the_same_bytes(kondusif: Run, laporan: Path, tmp_path: Path, form: str) -> None:
    outputs = [f"{number}.{form}" for number in range(2)]
    for name in outputs:
        assert kondusif("read", "laporan.jsonl", "--workers", "1", "--out", name).status == 0
    assert (tmp_path / outputs[0]).read_bytes() == (tmp_path / outputs[1]).read_bytes()


def test_an_output_that_cannot_be_written_ends_before_work_starts(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert kondusif("read", "laporan.jsonl", "--out", "folder.csv").err == (
        "kondusif: folder.csv: tidak dapat menulis, itu sebuah folder\n"
    )
    ran = kondusif("read", "laporan.jsonl", "--out", "tiada/hasil.csv")
    assert ran.err == "kondusif: tiada/hasil.csv: tidak dapat menulis (folder tiada tidak ada)\n".replace(
        "folder tiada", f"folder {tmp_path / 'tiada'}"
    )
    assert ran.status == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    (tmp_path / "terkunci").mkdir(mode=0o500)
    ran = kondusif("read", "laporan.jsonl", "--out", "terkunci/hasil.csv")
    assert "tidak boleh ditulis" in ran.err
    assert ran.status == 1


def test_a_full_disk_leaves_the_old_output(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    assert kondusif("read", "laporan.jsonl", "--format", "jsonl", "--out", "/dev/full").err == (
        "kondusif: /dev/full: gagal menulis (penyimpanan penuh)\n"
    )


def test_a_failure_half_way_keeps_the_old_file_and_leaves_no_other(tmp_path: Path) -> None:
    target = tmp_path / "hasil.csv"
    target.write_text("lama")
    with pytest.raises(ZeroDivisionError), atomic.output(target) as stream:
        stream.write(b"%d" % (1 // 0))
    assert target.read_text() == "lama"
    assert [path.name for path in tmp_path.iterdir()] == ["hasil.csv"]


def test_a_new_output_keeps_permissions_and_follows_links(tmp_path: Path) -> None:
    target, link = tmp_path / "hasil.csv", tmp_path / "tautan.csv"
    target.write_text("lama")
    target.chmod(0o640)
    link.symlink_to(target)
    with atomic.output(link) as stream:
        stream.write(b"baru")
    assert link.is_symlink()
    assert target.read_text() == "baru"
    assert target.stat().st_mode & 0o777 == 0o640


def test_the_output_is_neither_read_nor_overwritten_as_input(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    assert kondusif("read", "laporan.jsonl", "--out", "laporan.jsonl").status == 2
    for _ in range(2):
        ran = kondusif("read", ".", "--out", "hasil.jsonl")
        assert (ran.status, SUMMARY.search(ran.err).group(1)) == (0, "2")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["read", "x", "--frmat", "csv"], "pilihan --frmat tidak dikenal; maksud Anda --format?"),
        (["read", "x", "--format", "xml"], "--format harus salah satu dari: table, jsonl, csv, parquet"),
        (["baca"], "perintah 'baca' tidak ada"),
        (["read", "--workers", "0", "x"], "--workers harus bilangan bulat, paling sedikit 1"),
        (["read", "--workers", "dua", "x"], "--workers harus bilangan bulat, paling sedikit 1"),
        (["serve", "--port", "0"], "--port harus bilangan bulat, 1 sampai 65535"),
        (["judge", "1", "terima"], "PENILAIAN harus salah satu dari: verify, reject"),
        (["read", "x", "--out"], "pilihan --out perlu nilai"),
        (["doctor", "semua"], "kelebihan kata: semua"),
    ],
)
def test_wrong_usage_is_status_2(kondusif: Run, arguments: list[str], complaint: str) -> None:
    ran = kondusif(*arguments)
    assert complaint in ran.err
    assert "Traceback" not in ran.err
    assert ran.status == 2


def test_no_arguments_show_the_help(kondusif: Run) -> None:
    assert kondusif().status == 2
    ran = kondusif("read")
    assert "Contoh:" in ran.err
    assert ran.status == 2
    assert "kondusif read folder/ --out hasil.csv" in kondusif("--help").out


@pytest.mark.parametrize("command", [[], ["read"], ["serve"], ["places"], ["places", "search"], ["judge"]])
def test_help_is_in_indonesian(kondusif: Run, command: list[str]) -> None:
    page = kondusif(*command, "--help").out
    assert page.startswith("Pemakaian: kondusif")
    assert re.findall(r"Usage|Options|OPTIONS|Commands|COMMAND|Show |default:|INTEGER|TEXT", page) == []


def test_bad_candidates_are_a_clean_message(kondusif: Run, laporan: Path, tmp_path: Path) -> None:
    (tmp_path / "daftar").mkdir()
    (tmp_path / "daftar" / "paslon.json").write_text("{}")
    assert kondusif("read", "laporan.jsonl", "--candidates", "daftar/paslon.json").err == (
        "kondusif: daftar/paslon.json: harus berisi daftar paslon (lihat docs/candidates.schema.json)\n"
    )
    assert kondusif("read", "laporan.jsonl", "--candidates", "daftar").err == (
        "kondusif: daftar: daftar paslon tidak terbaca (itu sebuah folder)\n"
    )
    ran = kondusif("read", "laporan.jsonl", "--candidates", "tiada.json", "--out", "hasil.csv")
    assert ran.err == "kondusif: tiada.json: tidak ada berkas dengan nama itu\n"
    assert ran.status == 1
    assert not (tmp_path / "hasil.csv").exists()


def test_the_unexpected_is_one_line_without_debug(
    kondusif: Run, laporan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kondusif.cli.read.read_through", lambda *_, **__: 1 / 0)
    ran = kondusif("read", "laporan.jsonl", "--format", "jsonl")
    assert ran.err.splitlines() == [
        "kondusif: terjadi kesalahan tak terduga (ZeroDivisionError: division by zero)",
        "Jalankan lagi dengan --debug untuk rinciannya.",
    ]
    assert ran.status == 1
    assert "Traceback" in kondusif("read", "laporan.jsonl", "--format", "jsonl", "--debug").err


def test_a_missing_engine_is_a_plain_message(kondusif: Run, laporan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    ran = kondusif("read", "laporan.jsonl", "--engine", "daft", "--format", "jsonl")
    assert "make daft" in ran.err
    assert ran.status == 1


def child(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """`kondusif` in a process of its own, with the fake reader."""
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import fake_reader; "
        "sys.modules['kondusif.understanding.reader'] = fake_reader; "
        "from kondusif.cli.main import run; status = run(sys.argv[1:]); "
        "print([m for m in ('django', 'pyarrow', 'daft', 'openpyxl', 'rich') if m in sys.modules], file=sys.stderr); "
        "sys.exit(status)"
    )
    return subprocess.Popen([sys.executable, "-c", program, *arguments], **more)


def test_reading_imports_neither_django_nor_pyarrow_nor_daft(laporan: Path) -> None:
    process = child("read", str(laporan), "--format", "jsonl", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=60)
    assert err.decode().splitlines()[-1] == "[]"


def test_a_reader_of_our_output_may_stop_early(tmp_path: Path) -> None:
    path = tmp_path / "banyak.jsonl"
    path.write_text("".join(f'{{"id": "{number}", "text": "Amplop"}}\n' for number in range(2000)))
    arguments = ("read", str(path), "--format", "jsonl", "--workers", "1")
    process = child(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert "Traceback" not in err
    assert "rror" not in err


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    pipe = tmp_path / "lambat.jsonl"
    os.mkfifo(pipe)
    arguments = ("read", str(pipe), "--out", str(tmp_path / "hasil.jsonl"), "--workers", "1")
    process = child(*arguments, stderr=subprocess.PIPE)
    with pipe.open("wb", buffering=0) as writer:
        writer.write(b'{"id": "1", "text": "Amplop"}\n')
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert err.decode().split("\n")[1] == "kondusif: dihentikan; keluaran yang belum selesai dibuang"
    assert process.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["lambat.jsonl"]
