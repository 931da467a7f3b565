from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.tables import IndicatorTable
from kondusif.places.domain.gazetteer import load_gazetteer

Kondusif = Callable[..., Any]
FRAMEWORK = "kondusif-desa"


def _codes() -> list[str]:
    names = load_gazetteer()
    return [code for kecamatan in ("35.04.02", "35.04.07") for code in names.children(kecamatan)]


def _write(path: Path, table: IndicatorTable) -> None:
    """The table as an office would hand it in: a hole is an empty cell."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["kode", "pemilih", "tps", *table.indicator_ids])
        for row, code in enumerate(table.codes):
            figures = (table.voters[row], table.stations[row], *table.values[row])
            writer.writerow([code, *("" if np.isnan(one) else f"{one:g}" for one in figures)])


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    framework = load_framework(FRAMEWORK)
    for edition in (1, 2):
        _write(tmp_path / f"edisi{edition}.csv", demonstration_table(framework, _codes(), edition=edition))
    return tmp_path


def test_an_index_is_printed_with_intervals_and_the_run_it_came_from(kondusif: Kondusif, tables: Path) -> None:
    ran = kondusif("index", FRAMEWORK, "--data", "edisi1.csv", "--draws", "100")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Indeks kerawanan desa Kondusif · Kondusif, tidak resmi\n")
    assert "selang 90 %" in ran.out
    assert "tidak resmi\nHitungan " in ran.out.replace("; tidak resmi\nHitungan", "tidak resmi\nHitungan")
    again = kondusif("index", FRAMEWORK, "--data", "edisi1.csv", "--draws", "100", "--partitions", "1")
    assert again.out == ran.out


def test_csv_parquet_json_and_the_manifest_say_the_same(kondusif: Kondusif, tables: Path) -> None:
    asked = ("index", FRAMEWORK, "--data", "edisi1.csv", "--draws", "100")
    assert kondusif(*asked, "--out", "skor.csv", "--manifest", "manifes.json").status == 0
    assert kondusif(*asked, "--out", "skor.parquet").status == 0
    record = json.loads(kondusif(*asked, "--format", "json").out)
    manifest = json.loads((tables / "manifes.json").read_text())
    rows = list(csv.DictReader(io.StringIO((tables / "skor.csv").read_text())))
    kept = pq.read_table(tables / "skor.parquet").to_pylist()
    assert len(rows) == len(kept) == len(record["rows"]) == len(_codes())
    assert (
        [row["place_code"] for row in rows]
        == [row["place_code"] for row in kept]
        == [row["place_code"] for row in record["rows"]]
    )
    assert [float(row["score"]) if row["score"] else None for row in rows] == [row["score"] for row in kept]
    assert record["about"]["run"] == manifest["run"]
    assert record["about"]["manifest"]["result"] == manifest["result"]


@pytest.mark.django_db
def test_geojson_without_outlines_says_so_and_is_whole(kondusif: Kondusif, tables: Path) -> None:
    ran = kondusif("index", FRAMEWORK, "--data", "edisi1.csv", "--draws", "0", "--out", "skor.geojson")
    assert (ran.status, ran.err) == (
        0,
        f"{len(_codes())} wilayah tanpa batas: geometrinya kosong (kondusif places load-boundaries BERKAS).\n",
    )
    features = json.loads((tables / "skor.geojson").read_text())["features"]
    assert [each["geometry"] for each in features] == [None] * len(_codes())
    assert {each["properties"]["place_code"] for each in features} == set(_codes())


def test_every_fault_of_a_table_is_told_at_once_with_its_row(kondusif: Kondusif, tables: Path) -> None:
    lines = (tables / "edisi1.csv").read_text().splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[0], "99.99.99.9999", 1)
    cells = lines[2].split(",")
    lines[2] = ",".join([*cells[:3], "-4", *cells[4:]])
    lines[3] = lines[4]
    (tables / "rusak.csv").write_text("\n".join(lines) + "\n")
    ran = kondusif("index", FRAMEWORK, "--data", "rusak.csv")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("kondusif: rusak.csv: 4 kesalahan\n")
    assert "baris 2, kolom kode: kode 99.99.99.9999 tidak dikenal" in ran.err
    assert "baris 3, kolom pemilih_tms: tidak boleh negatif" in ran.err
    assert "tertulis 2 kali" in ran.err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((FRAMEWORK,), 2, "--data belum disebutkan"),
        ((FRAMEWORK, "--data", "hilang.csv"), 1, "hilang.csv: berkas tidak dapat dibaca"),
        ((FRAMEWORK, "--data", "edisi1.csv", "--out", "skor.doc"), 2, "akhiran .doc tidak dikenal"),
        ((FRAMEWORK, "--data", "edisi1.csv", "--power", "0"), 1, "pangkat rata-rata harus lebih dari 0"),
        ((FRAMEWORK, "--data", "edisi1.csv", "--power", "banyak"), 2, "--power"),
        ((FRAMEWORK, "--data", "edisi1.csv", "--keep"), 2, "--keep perlu --source"),
        (("ikp-2024", "--data", "edisi1.csv"), 1, "tidak dapat dihitung: indikator tidak diterbitkan"),
        (("hilang.yaml", "--data", "edisi1.csv"), 2, "Kerangka bawaan:"),
        (("explain", "99.99"), 2, "tidak ada wilayah dengan kode 99.99"),
        (("compare", "a.csv", "b.csv"), 2, "atau berkas tabel dengan --framework"),
        (("template", FRAMEWORK, "--out", "isian.csv"), 2, ".xlsx"),
        (("template", "pemetaan-2024", "--out", "isian.xlsx"), 1, "indikatornya tidak diterbitkan"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_done_is_said_in_the_callers_words(
    kondusif: Kondusif, tables: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = kondusif("index", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err


def test_a_template_has_every_desa_of_an_area_and_comes_back_as_a_table(kondusif: Kondusif, tmp_path: Path) -> None:
    ran = kondusif("index", "template", FRAMEWORK, "--area", "35.04.02", "--out", "isian.xlsx")
    assert (ran.status, ran.err) == (0, "Isian kondusif-desa ditulis ke isian.xlsx.\n")
    sheet = load_workbook(tmp_path / "isian.xlsx")["Data"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(load_gazetteer().children("35.04.02"))
    ran = kondusif("index", FRAMEWORK, "--data", "isian.xlsx")
    assert ran.status == 0
    assert "Belum ada wilayah yang dapat dinilai" in ran.out


@pytest.mark.django_db
def test_editions_are_kept_listed_explained_and_compared(kondusif: Kondusif, tables: Path) -> None:
    for edition, words in (
        (1, "Disimpan sebagai edisi 1.\n"),
        (2, "Disimpan sebagai edisi 2.\n"),
        (1, "Sudah tersimpan"),
    ):
        source = ("--keep", "--source", "Panwaslu", "--draws", "50")
        ran = kondusif("index", FRAMEWORK, "--data", f"edisi{edition}.csv", *source)
        assert ran.status == 0
        assert words in ran.err
    assert kondusif("index", "list").out.count("Panwaslu") == 2
    record = json.loads(kondusif("index", "explain", _codes()[0], "--format", "json").out)
    parts = sum(one["points"] for one in record["contributions"])
    assert abs(record["score"] - record["usual"] - parts) < 1e-9
    assert "rata-rata menurut pemilih" in kondusif("index", "explain", "35.04.02").out
    changes = json.loads(kondusif("index", "compare", "1", "2", "--format", "json").out)["changes"]
    moved = [one for one in changes if abs(one["after"] - one["before"]) > 1e-9]
    assert moved
    for one in changes:
        told = one["data"] + one["weights"] + one["goalposts"] + one["imputation"]
        assert abs(one["after"] - one["before"] - told) < 1e-9
    by_files = kondusif("index", "compare", "edisi1.csv", "edisi2.csv", "--framework", FRAMEWORK, "--format", "csv")
    assert by_files.out.startswith("code,before,after,data,weights,goalposts,imputation\n".replace("\n", "\r\n"))


def test_what_moves_ranks_is_told_and_draws_may_choose_more(kondusif: Kondusif, tables: Path) -> None:
    asked = ("--framework", FRAMEWORK, "--data", "edisi1.csv")
    ran = kondusif("index", "sensitivity", *asked, "--runs", "16")
    assert ran.status == 0
    named = {line.split("  ")[0].strip() for line in ran.out.splitlines()}
    assert {"bentuk", "skala", "bobot dimensi", "penyelenggaraan"} <= named
    assert kondusif("index", "sensitivity", *asked, "--runs", "17").status == 2
    code = next(code for code in _codes())
    assert f"({code})" in kondusif("index", "sensitivity", *asked, "--area", code, "--runs", "16").out
    plain, wide = (
        json.loads(kondusif("index", FRAMEWORK, "--data", "edisi1.csv", "--draws", "60", *more, "--format", "json").out)
        for more in ((), ("--wide",))
    )
    widths = [
        sum(row["rank_high"] - row["rank_low"] for row in each["rows"] if row["rank"] is not None)
        for each in (plain, wide)
    ]
    assert widths[1] > widths[0]


def test_the_published_series_stand_side_by_side_and_are_not_merged(kondusif: Kondusif) -> None:
    out = kondusif("index", "published", "35.27").out
    assert out.index("IKP 2024 · Bawaslu") < out.index("Pemetaan") < out.index("IPKP 2024 tahap II · Polri")
    assert "52,19" in out
    assert "10,64" in out
    assert "tidak dapat dibandingkan" in out


def test_frameworks_say_what_keeps_them_from_being_computed(kondusif: Kondusif) -> None:
    out = kondusif("index", "frameworks").out
    assert [line.split()[0] for line in out.splitlines() if line[:1].isalpha()][1:] == [
        "ikp-2024", "ipkp-2024", "kondusif-desa", "pemetaan-2024", "tps-rawan-2024",
    ]  # fmt: skip


CROSSWALK = """\
id: desa-2023-2024
old_edition: desa 2023
new_edition: desa 2024
source: rekaan untuk uji
confidence: U
splits:
  - {code: "35.04.02.2002", name: Satu, origin: "35.04.02.2001", origin_name: Dua, source: rekaan, confidence: U}
"""


@pytest.fixture
def old_codes(tables: Path) -> Path:
    """A table before 35.04.02.2002 was split from 35.04.02.2001, in the folder with the table of codes and the sizes."""
    framework = load_framework(FRAMEWORK)
    _write(
        tables / "lama.csv",
        demonstration_table(framework, [code for code in _codes() if code != "35.04.02.2002"], edition=1),
    )
    (tables / "padanan.yaml").write_text(CROSSWALK, "utf-8")
    (tables / "ukuran.csv").write_text(
        "kode,nama,pemilih,tps\n35.04.02.2001,Dua,2500,6\n35.04.02.2002,Satu,1200,3\n", "utf-8"
    )
    return tables


def test_a_table_with_codes_of_another_edition_is_carried_and_what_is_inherited_is_flagged(
    kondusif: Kondusif, old_codes: Path
) -> None:
    asked = ("index", FRAMEWORK, "--data", "lama.csv", "--draws", "0", "--crosswalk", "padanan.yaml")
    ran = kondusif(*asked, "--sizes", "ukuran.csv", "--out", "skor.csv")
    assert ran.status == 0
    assert f"dibawa ke {len(_codes())} wilayah desa 2024; 2 mewarisi angka wilayah asalnya" in ran.err
    assert "rekaan untuk uji (belum pasti)" in ran.err
    rows = list(csv.DictReader(io.StringIO((old_codes / "skor.csv").read_text("utf-8"))))
    inherited = {row["place_code"]: row["score"] for row in rows if row["inherited"].lower() == "true"}
    assert set(inherited) == {"35.04.02.2001", "35.04.02.2002"}
    assert len({round(float(score), 9) for score in inherited.values()}) == 1
    assert {row["place_code"] for row in rows} == set(_codes())
    told = "2 wilayah memakai angka wilayah asal sebelum pemekaran: 35.04.02.2001, 35.04.02.2002"
    assert told in kondusif(*asked, "--sizes", "ukuran.csv").out


def test_sizes_of_split_areas_are_asked_for_by_name(kondusif: Kondusif, old_codes: Path) -> None:
    asked = ("index", FRAMEWORK, "--data", "lama.csv", "--draws", "0")
    ran = kondusif(*asked, "--crosswalk", "padanan.yaml")
    assert ran.status == 1
    assert "35.04.02.2002 hasil pemekaran: pemilih dan TPS-nya belum diketahui" in ran.err
    assert kondusif(*asked, "--sizes", "ukuran.csv").status == 2
    unknown = kondusif(*asked, "--crosswalk", "tidak-ada")
    assert (unknown.status, "Padanan kode bawaan: provinsi-34-38" in unknown.err) == (2, True)


def test_a_table_of_today_is_no_table_of_the_older_edition(kondusif: Kondusif, old_codes: Path) -> None:
    ran = kondusif("index", FRAMEWORK, "--data", "edisi1.csv", "--crosswalk", "padanan.yaml", "--sizes", "ukuran.csv")
    assert ran.status == 1
    assert "35.04.02.2002 sudah kode desa 2024; tabel ini bukan edisi desa 2023" in ran.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("kode,pemilih\n35.04.02.2001,1\n", "kolom tps: kolom ini belum ada"),
        ("", "kolom kode: kolom ini belum ada"),
        ("kode,pemilih,tps\n35.04.02.2001,-4,2\n", "baris 2, kolom pemilih: -4 bukan jumlah"),
        ("kode,pemilih,tps\n35.04.02.2001,banyak,2\n", "'banyak' bukan angka"),
        (
            "kode,pemilih,tps\n35.04.02.2001,1,2\n35.04.02.2001,1,2\n",
            "baris 3, kolom kode: kode 35.04.02.2001 tertulis",
        ),
        ("kode,pemilih,tps\n,1,2\n", "kode kosong"),
    ],
)
def test_faults_of_the_sizes_are_told_with_their_place(
    kondusif: Kondusif, old_codes: Path, content: str, told: str
) -> None:
    (old_codes / "ukuran.csv").write_text(content, "utf-8")
    ran = kondusif("index", FRAMEWORK, "--data", "lama.csv", "--crosswalk", "padanan.yaml", "--sizes", "ukuran.csv")
    assert ran.status == 1
    assert told in ran.err
