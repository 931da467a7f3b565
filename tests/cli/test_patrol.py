from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kondusif.kerawanan.actions.editions import keep_edition
from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.places.domain.gazetteer import load_gazetteer

Kondusif = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(now: datetime) -> None:
    """An edition of four kecamatan in two kabupaten."""
    framework, names = load_framework("kondusif-desa"), load_gazetteer()
    above = ("35.04.02", "35.04.07", "35.07.14", "35.07.15")
    table = demonstration_table(framework, [code for each in above for code in names.children(each)])
    result = score(framework, table, IndexOptions(draws=0))
    keep_edition(result, table, source="rekaan", by="ayu", now=now, invented=True)


def test_units_are_spread_and_every_kabupaten_gets_its_own(kondusif: Kondusif, kept: None) -> None:
    ran = kondusif("patrol", "--units", "20", "--level", "desa", "--format", "json", "--now", "2024-11-20")
    record = json.loads(ran.out)
    assert (ran.status, record["spent"], sum(one["units"] for one in record["areas"])) == (0, 20, 20)
    assert max(one["units"] for one in record["areas"]) <= record["rules"]["cap"]
    groups = {
        group: sum(one["units"] for one in record["areas"] if one["group"] == group) for group in ("35.04", "35.07")
    }
    assert min(groups.values()) >= 1
    assert record["prevented"] <= record["bound"] + 1e-9
    rows = list(
        csv.DictReader(
            io.StringIO(
                kondusif("patrol", "--units", "20", "--level", "desa", "--format", "csv", "--now", "2024-11-20").out
            )
        )
    )
    assert [int(row["units"]) for row in rows] == [one["units"] for one in record["areas"]]


def test_the_table_says_what_is_assumed(kondusif: Kondusif, kept: None) -> None:
    out = kondusif("patrol", "--units", "4", "--cautious", "--now", "2024-11-20").out
    assert out.startswith("Patroli: 4 dari 4 regu per malam di 3 dari 4 wilayah\n")
    assert "Berapa banyak satu unit mencegah adalah anggapan." in out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "Pemakaian: kondusif patrol"),
        (("--units", "1"), 1, "memerlukan 2, lebih dari anggaran 1"),
        (("--units", "5", "--rules", "ronda"), 2, "--rules"),
        (("--units", "5", "--edition", "9"), 1, "tidak ada edisi indeks nomor 9"),
        (("--units", "5", "--area", "63"), 1, "tidak ada wilayah yang dinilai di sini"),
        (("--units", "0"), 2, "--units harus bilangan bulat"),
    ],
)
def test_what_cannot_be_spread_is_said_in_words(
    kondusif: Kondusif, kept: None, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = kondusif("patrol", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err


def test_risk_stands_beside_the_structural_score(kondusif: Kondusif, kept: None) -> None:
    record = json.loads(
        kondusif("index", "risk", "--level", "kecamatan", "--now", "2024-11-20", "--format", "json").out
    )
    assert record["public"]
    assert {one["code"] for one in record["areas"]} == {"35.04.02", "35.04.07", "35.07.14", "35.07.15"}
    for one in record["areas"]:
        assert one["combined"] == one["structural"]  # nothing was verified
        assert one["theta"] == 1
    assert "PANDANGAN KERJA" in kondusif("index", "risk", "--unverified", "--now", "2024-11-20").out


def test_without_an_edition_the_way_to_one_is_told(kondusif: Kondusif, db: None) -> None:
    for command in (("patrol", "--units", "5"), ("index", "risk")):
        ran = kondusif(*command)
        assert ran.status == 1
        assert "hitung dengan: kondusif index KERANGKA" in ran.err


def test_a_back_test_of_a_short_past_is_an_honest_nothing(kondusif: Kondusif, db: None) -> None:
    ran = kondusif("backtest", "--area", "35", "--now", "2024-11-20", "--keep", "--by", "ayu")
    assert (ran.status, ran.err) == (0, "Disimpan sebagai uji mundur 1.\n")
    assert ran.out.startswith("0 pekan diramal dan dinilai")
    assert "Ramalan tidak ditampilkan" in ran.out
    record = json.loads(kondusif("backtest", "--area", "35", "--now", "2024-11-20", "--format", "json").out)
    assert (record["backtest"]["shown"], record["forecast"]["shown"], record["forecast"]["areas"]) == (False, False, [])


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--from", "kemarin"), 2, "--from: bukan tanggal"),
        (("--from", "2030-01-01", "--to", "2030-02-01", "--now", "2024-11-20"), 1, "sesudah hari ini"),
        (("--area", "99"), 2, "tidak ada wilayah dengan kode 99"),
    ],
)
def test_a_back_test_that_cannot_be_is_refused_in_words(
    kondusif: Kondusif, db: None, arguments: tuple[str, ...], status: int, words: str
) -> None:
    ran = kondusif("backtest", *arguments)
    assert (ran.status, ran.out) == (status, "")
    assert words in ran.err
