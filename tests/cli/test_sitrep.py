from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from cli.conftest import Ran
from kondusif.publishing.queries.sitrep import list_sitreps

pytestmark = pytest.mark.django_db
Kondusif = Callable[..., Ran]


@pytest.fixture(autouse=True)
def pinned(settings: Settings) -> None:
    settings.KONDUSIF_NOW = "2024-11-20T08:00:00+07:00"


def test_a_sitrep_goes_where_it_is_told(kondusif: Kondusif, tmp_path: Path) -> None:
    assert kondusif("sitrep", "--area", "35.04", "--out", "laporan.pdf").status == 0
    assert (tmp_path / "laporan.pdf").read_bytes().startswith(b"%PDF-")
    ran = kondusif("sitrep", "--area", "3504", "--format", "json", "--by", "ayu")
    told = json.loads(ran.out)["sitrep"]
    assert (told["area"]["code"], told["made_by"], told["period"]["basis"]) == ("35.04", "ayu", "slot")
    assert (told["period"]["start"], told["period"]["end"]) == (
        "2024-11-19T18:00:00+07:00",
        "2024-11-20T06:00:00+07:00",
    )
    assert list_sitreps().count == 0


def test_it_is_kept_when_asked_and_the_next_begins_where_it_ended(kondusif: Kondusif) -> None:
    kept = kondusif("sitrep", "--area", "35.04", "--format", "json", "--keep")
    assert kept.err.startswith("Disimpan sebagai sitrep ")
    told = json.loads(kondusif("sitrep", "--area", "35.04", "--format", "json").out)["sitrep"]
    assert (told["period"]["start"], told["period"]["basis"]) == ("2024-11-20T06:00:00+07:00", "previous")
    assert told["since_previous"]["previous_hash"] == json.loads(kept.out)["sha256"]


def test_days_are_whole_and_moments_are_on_the_clock_of_the_area(kondusif: Kondusif) -> None:
    asked = ("sitrep", "--format", "json", "--from", "2024-11-18", "--to", "2024-11-19")
    period = json.loads(kondusif(*asked, "--area", "35.04").out)["sitrep"]["period"]
    assert (period["start"], period["end"]) == ("2024-11-18T00:00:00+07:00", "2024-11-20T00:00:00+07:00")
    period = json.loads(kondusif(*asked, "--area", "73").out)["sitrep"]["period"]
    assert (period["start"], period["end"]) == ("2024-11-18T00:00:00+08:00", "2024-11-20T00:00:00+08:00")


def test_it_speaks_english_when_asked(kondusif: Kondusif) -> None:
    ran = kondusif("sitrep", "--area", "35.04", "--language", "en")
    assert "The situation in figures" in ran.out
    assert "Situasi dalam angka" in kondusif("sitrep", "--area", "35.04").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--area", "99"), "tidak ada wilayah dengan kode 99"),
        (("--area", "Tulungagung"), "kode wilayah tidak dikenal"),
        (("--area", "35.04", "--from", "kemarin"), "--from: bukan waktu"),
        (("--area", "35.04", "--to", "9999-12-31"), "--to: bukan waktu"),
        (("--area", "35.04", "--from", "2024-11-20T07:00", "--to", "2024-11-20T06:00"), "awal periode harus sebelum"),
        (("--area", "35.04", "--from", "2025-01-01"), "periode ini belum mulai"),
        (("--area", "35.04", "--format", "odt"), "--format harus salah satu dari"),
        (("--format", "pdf"), "--area belum disebutkan"),
    ],
)
def test_wrong_usage_is_told(kondusif: Kondusif, arguments: tuple[str, ...], said: str) -> None:
    ran = kondusif("sitrep", *arguments)
    assert ran.status == 2
    assert said in ran.err


def test_a_place_that_cannot_be_written_is_told(kondusif: Kondusif) -> None:
    ran = kondusif("sitrep", "--area", "35.04", "--out", "tiada/laporan.pdf")
    assert ran.status == 1
    assert "tidak ada" in ran.err


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_a_round_and_ends(kondusif: Kondusif, settings: Settings) -> None:
    settings.KONDUSIF_SITREP_AREAS = ["35.04"]
    ran = kondusif("worker", "--once")
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "Sitrep terjadwal untuk 35.04.\n1 pekerjaan selesai.\n"
    assert kondusif("worker", "--once").err == ""
    assert [row.scheduled for row in list_sitreps("35.04").rows] == [True]
