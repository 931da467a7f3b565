from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.kerawanan.queries.alarms import list_alarms

Kondusif = Callable[..., Any]
CATEGORIES = ("politik_uang", "apk", "intimidasi_kekerasan", "logistik", "hoaks", "unjuk_rasa")
pytestmark = pytest.mark.django_db
ASKED = ("scan", "--area", "35.04", "--now", "2024-11-20", "--max-days", "7", "--fraction", "0.5", "--replicates", "99")


@pytest.fixture
def burst(db: None) -> None:
    """Six events of six kinds in one kecamatan within two days, and one a week elsewhere before."""
    for number in range(20):
        recent = number < 6
        code = f"35.04.09.200{number + 1}" if recent else f"35.04.0{number % 5 + 1}"
        day = NOW - timedelta(days=number % 2 if recent else 7 + 2 * number)
        document = a_document(f"Peristiwa {number} di {code}", id=str(number), source=f"grup-{number}", received_at=NOW)
        reading = a_reading(document, places=(code,), day=day.date(), category=CATEGORIES[number % 6])
        keep_readings([(document, reading)], now=NOW)


def test_a_cluster_is_printed_with_what_a_reader_must_know(kondusif: Kondusif, burst: None) -> None:
    ran = kondusif(*ASKED)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Kabupaten Tulungagung, 19 kecamatan, 60 hari sampai 2024-11-20: ")
    assert "belum dikuatkan" in ran.out
    assert "hari diacak antarinsiden" in ran.out
    assert "Batas wilayah belum dimuat" in ran.out
    assert kondusif(*ASKED, "--threads", "1").out == ran.out


def test_json_csv_parquet_and_geojson_say_the_same(kondusif: Kondusif, burst: None, tmp_path: Path) -> None:
    record = json.loads(kondusif(*ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(kondusif(*ASKED, "--format", "csv").out)))
    features = json.loads(kondusif(*ASKED, "--format", "geojson").out)["features"]
    assert kondusif(*ASKED, "--out", "klaster.parquet").status == 0
    table = pq.read_table(tmp_path / "klaster.parquet")
    assert [row["p"] for row in table.to_pylist()] == [cluster["p"] for cluster in record["clusters"]]
    assert json.loads(table.schema.metadata[b"kondusif"])["manifest"] == record["manifest"]
    first = record["clusters"][0]
    assert (first["areas"], first["observed"], len(first["incidents"])) == (["35.04.09"], 6, 6)
    assert (rows[0]["areas"], float(rows[0]["p"])) == ("35.04.09", first["p"])
    assert features[0]["properties"]["area"] == "35.04.09"
    assert features[0]["geometry"] is None  # no outline was loaded


def test_what_warns_is_kept_once(kondusif: Kondusif, burst: None) -> None:
    assert kondusif(*ASKED, "--keep", "--by", "ayu").err == "Peringatan baru: nomor 1.\n"
    assert kondusif(*ASKED, "--keep", "--by", "ayu").err == "Tidak ada peringatan baru yang dicatat.\n"
    (alarm,) = list_alarms()
    assert alarm.latest.areas == ("35.04.09",)


def test_alarms_are_audited_by_group_and_few_tell_nothing(kondusif: Kondusif, burst: None, tmp_path: Path) -> None:
    kondusif(*ASKED, "--keep")
    ran = kondusif("scan", "--area", "35", "--now", "2024-11-20", "--audit")
    assert ran.status == 0
    assert ran.out.startswith("Tidak dapat dipastikan: 1 peringatan terlalu sedikit untuk menilai selisih 20 %.")
    (tmp_path / "kelompok.csv").write_text("kode,kelompok\n35.04.09,satu\n35.04,dua\n")
    told = kondusif("scan", "--area", "35.04", "--now", "2024-11-20", "--audit", "--groups", "kelompok.csv").out
    rows = {line.split()[0]: line.split()[1:4] for line in told.splitlines() if line[:4] in {"satu", "dua "}}
    assert rows == {"satu": ["1", "6", "1,0"], "dua": ["18", "14", "0,0"]}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("kode,kelompok\n35.04\n", "baris 2: perlu kode wilayah dan kelompoknya"),
        ("35.04,satu\n", "Audit memerlukan sedikitnya dua kelompok"),
        ("99.04,satu\n", "tidak ada wilayah dengan kode 99.04"),
    ],
)
def test_groups_that_say_nothing_are_refused(
    kondusif: Kondusif, burst: None, tmp_path: Path, written: str, words: str
) -> None:
    (tmp_path / "kelompok.csv").write_text(written)
    ran = kondusif("scan", "--area", "35.04", "--now", "2024-11-20", "--audit", "--groups", "kelompok.csv")
    assert ran.status in {1, 2}
    assert words in ran.err


def test_nothing_that_happened_is_no_failure(kondusif: Kondusif, burst: None) -> None:
    ran = kondusif("scan", "--area", "63", "--level", "kabupaten_kota", "--now", "2024-11-20")
    assert ran.status == 0
    assert "Tidak ada klaster" in ran.out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--area", "99"), 2, "tidak ada wilayah dengan kode 99"),
        (("--area", "malang"), 2, "kode wilayah tidak dikenal"),
        (("--now", "kemarin"), 2, "bukan saat"),
        (("--out", "klaster.pdf"), 2, "akhiran .pdf tidak dikenal"),
        (("--fraction", "0.9"), 1, "paling banyak 0.5"),
        (("--area", "35.04.09.2001", "--level", "kelurahan_desa"), 1, "kurang dari dua"),
        (("--area", "35.04", "--level", "kabupaten_kota"), 1, "kurang dari dua"),
    ],
)
def test_what_cannot_be_scanned_is_said_in_words(
    kondusif: Kondusif, burst: None, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = kondusif("scan", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err
