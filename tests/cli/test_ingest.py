from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Ran
from kondusif.incidents.queries import figures, list_incidents
from kondusif.intake.queries import count_texts

pytestmark = pytest.mark.django_db
Kondusif = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three texts: two in one file of rows, one by itself."""
    rows = [
        {"id": "r1", "text": "Amplop dibagikan kepada warga di balai desa", "source": "grup"},
        {"id": "r2", "text": "Warga menerima amplop di balai desa", "source": "warta"},
    ]
    (tmp_path / "laporan.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "berita.txt").write_text("Sembako ditumpuk di gudang kecamatan sejak kemarin")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_texts_are_kept_once(kondusif: Kondusif) -> None:
    first = kondusif("ingest", "laporan.jsonl", "berita.txt")
    assert (first.status, first.out) == (0, "")
    assert first.err.startswith("3 baru, 0 sudah ada; ")
    again = kondusif("ingest", "laporan.jsonl", "berita.txt")
    assert (again.status, again.err.split("; ")[0]) == (0, "0 baru, 3 sudah ada")
    assert "0 kejadian baru, 0 berubah" in again.err
    assert (count_texts(), figures().by_category) == (3, {"politik_uang": list_incidents().count})


def test_what_cannot_be_read_is_named_and_the_rest_kept(kondusif: Kondusif, folder: Path) -> None:
    (folder / "kosong.txt").write_text("")
    (folder / "cacat.txt").write_text("CACAT")
    ran = kondusif("ingest", "kosong.txt", "cacat.txt", "berita.txt")
    assert ran.status == 3
    assert "kosong.txt" in ran.err
    assert "pembaca gagal pada id" in ran.err
    assert "1 baru, 0 sudah ada, 2 ditolak" in ran.err


def test_a_changed_file_is_a_revision(kondusif: Kondusif, folder: Path) -> None:
    kondusif("ingest", "berita.txt")
    (folder / "berita.txt").write_text("Sembako yang ditumpuk ternyata milik koperasi")
    assert "0 baru, 0 sudah ada, 1 revisi" in kondusif("ingest", "berita.txt").err


@pytest.mark.parametrize("arguments", [("ingest", "--reread", "x.txt"), ("judge", "1"), ("judge", "1", "verify")])
def test_wrong_usage_is_told(kondusif: Kondusif, arguments: tuple[str, ...]) -> None:
    assert kondusif(*arguments).status == 2


@pytest.mark.usefixtures("folder")
def test_rereading_with_the_same_reader_changes_nothing(kondusif: Kondusif) -> None:
    kondusif("ingest", "berita.txt")
    ran = kondusif("ingest", "--reread")
    assert ran.err.startswith("0 teks dibaca ulang, 1 sudah mutakhir; 0 kejadian baru, 0 berubah")


@pytest.mark.usefixtures("folder")
def test_incidents_are_listed_in_each_form(kondusif: Kondusif) -> None:
    kondusif("ingest", "laporan.jsonl")
    lines = [json.loads(line) for line in kondusif("incidents").out.splitlines()]
    assert [(line["members"], line["category"], line["place"]) for line in lines] == [
        (["r1", "r2"], "politik_uang", "Wandanpuro, Bululawang, Kabupaten Malang")
    ]
    rows = list(csv.DictReader(io.StringIO(kondusif("incidents", "--format", "csv").out)))
    assert [row["members"] for row in rows] == ["r1; r2"]
    table = kondusif("incidents", "--format", "table").out
    assert "politik_uang" in table
    assert "≠ 1" in table
    assert kondusif("incidents", "--area", "35.04").out == ""
    assert len(kondusif("incidents", "--area", "35.07", "--status", "belum_diverifikasi").out.splitlines()) == 1
    assert kondusif("incidents", "--area", "Malang").status == 2


@pytest.mark.usefixtures("folder")
def test_a_judgement_and_its_undoing(kondusif: Kondusif) -> None:
    kondusif("ingest", "laporan.jsonl")
    said = kondusif("judge", "1", "verify", "--reason", "dua saksi", "--by", "ayu")
    assert (said.status, said.out) == (0, "Dicatat. Kejadian 1: terverifikasi, politik_uang, 35.07.14.2008, 2 teks.\n")
    moved = kondusif("judge", "1", "wrong_place", "--value", "35.04.01", "--reason", "salah desa")
    assert "35.04.01" in moved.out
    assert "Tidak ada wilayah" in kondusif("judge", "1", "wrong_place", "--value", "35.99.99", "--reason", "salah").err
    assert "35.07.14.2008" in kondusif("judge", "1", "--undo").out
    assert "belum_diverifikasi" in kondusif("judge", "1", "--undo").out
    nothing = kondusif("judge", "1", "--undo")
    assert (nothing.status, "Tidak ada yang dapat dibatalkan" in nothing.err) == (1, True)


@pytest.mark.usefixtures("folder")
def test_a_split_and_a_merge(kondusif: Kondusif) -> None:
    kondusif("ingest", "laporan.jsonl")
    assert "Kejadian 2" in kondusif("judge", "1", "split", "--text", "r2", "--reason", "lain hari").out
    assert "bukan teks kejadian ini" in kondusif("judge", "1", "split", "--text", "r2", "--reason", "lagi").err
    assert "Kejadian 1" in kondusif("judge", "2", "merge", "--with", "1", "--reason", "ternyata sama").out
    assert list_incidents().count == 1
    assert kondusif("judge", "1", "--undo").status == 0
    assert list_incidents().count == 2


def test_an_unknown_incident_is_told(kondusif: Kondusif) -> None:
    assert "tidak ada kejadian '77'" in kondusif("judge", "77", "verify", "--reason", "dua saksi").err
