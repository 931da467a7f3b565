from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kondusif.understanding.document import Document

Read = Callable[..., tuple[list[Document], list[str]]]


def test_a_folder_is_read_in_a_fixed_order_with_paths_below_it(tmp_path: Path, read: Read) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Bululawang")
    documents, refused = read(tmp_path)
    assert [(d.id, d.source) for d in documents] == [("c.txt", "a/b/c.txt"), ("z.txt", "a/z.txt"), ("b.txt", "b.txt")]
    assert refused == []


def test_a_named_file_states_its_name_and_is_read_once(tmp_path: Path, read: Read) -> None:
    (tmp_path / "satu.txt").write_text("Tuban")
    (tmp_path / "tautan.txt").symlink_to("satu.txt")
    documents, refused = read("satu.txt", tmp_path / "satu.txt", "tautan.txt", tmp_path)
    assert [(d.id, d.source) for d in documents] == [("satu.txt", "satu.txt")]
    assert refused == []


def test_two_files_of_one_name_state_different_sources(tmp_path: Path, read: Read) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    documents, _ = read("a", "b")
    assert [(d.source, d.text) for d in documents] == [("x.txt", "a"), ("b/x.txt", "b")]


def test_a_link_that_leads_back_ends(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("Tuban")
    (tmp_path / "a" / "kembali").symlink_to(tmp_path)
    (tmp_path / "putus.txt").symlink_to("tiada")
    (tmp_path / "lingkar.txt").symlink_to("lingkar.txt")
    documents, refused = read(".")
    assert [d.source for d in documents] == ["a/x.txt"]
    assert refused == ["lingkar.txt: tautan tanpa tujuan", "putus.txt: tautan tanpa tujuan"]


def test_what_is_not_there_is_named_and_the_rest_is_read(tmp_path: Path, read: Read) -> None:
    (tmp_path / "ada.txt").write_text("Tuban")
    (tmp_path / "kosong").mkdir()
    documents, refused = read("tiada.txt", "ada.txt", "kosong")
    assert [d.id for d in documents] == ["ada.txt"]
    assert refused == [
        "tiada.txt: tidak ada berkas atau folder dengan nama itu",
        "kosong: folder kosong: tidak ada berkas untuk dibaca",
    ]


def test_unknown_kinds_are_refused_with_advice(tmp_path: Path, read: Read) -> None:
    for name in ("foto.jpg", "lama.doc", "tanpa"):
        (tmp_path / name).write_bytes(b"x")
    documents, refused = read()
    known = ".txt .md .html .htm .jsonl .ndjson .csv .tsv .parquet .xlsx .docx .pdf"
    assert documents == []
    assert refused == [
        f"foto.jpg: jenis berkas .jpg tidak dikenal; yang dibaca: {known}",
        "lama.doc: .doc tidak dibaca: format Word lama; simpan sebagai .docx",
        f"tanpa: jenis berkas tanpa akhiran tidak dikenal; yang dibaca: {known}",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "rahasia.txt").write_text("x")
    (tmp_path / "rahasia.txt").chmod(0)
    assert read() == ([], ["rahasia.txt: tidak boleh dibaca (izin berkas)"])


def test_a_pipe_in_a_folder_does_not_keep_us_waiting(tmp_path: Path, read: Read) -> None:
    (tmp_path / "map").mkdir()
    os.mkfifo(tmp_path / "map" / "pipa.txt")
    assert read("map") == ([], ["map/pipa.txt: bukan berkas biasa"])


def test_an_empty_name_is_not_the_folder_where_one_stands(tmp_path: Path, read: Read) -> None:
    (tmp_path / "ada.txt").write_text("Tuban")
    assert read("") == ([], ["'': nama berkas kosong"])
