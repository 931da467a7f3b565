"""A list of candidates is read from JSON or CSV, or refused in words with file and row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kondusif.understanding.candidates import Candidate, bare_person, read_candidates

ROW = {
    "area": "35.99",
    "contest": "pilbup",
    "number": 2,
    "names": ["Wirya Gumelar", " Sekar Lintang "],
    "nicknames": ["Cak Wir"],
    "slogans": ["Terang Bersama"],
    "hashtags": ["#WiryaSekar"],
    "colours": ["jingga"],
}
PAIR = Candidate(
    "35.99",
    "pilbup",
    "2",
    ("Wirya Gumelar", "Sekar Lintang"),
    ("Wirya Gumelar", "Sekar Lintang", "Cak Wir", "Terang Bersama", "#WiryaSekar"),
)
HEAD = "area_code,contest,number,pair\n"


def listed(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("wrapped", [[ROW], {"candidates": [ROW]}])
def test_json_holds_every_word_of_a_pair(tmp_path: Path, wrapped: object) -> None:
    assert read_candidates(listed(tmp_path, "daftar.json", json.dumps(wrapped))) == (PAIR,)


def test_names_alone_are_enough(tmp_path: Path) -> None:
    path = listed(tmp_path, "daftar.json", '[{"names": ["Wirya"]}]')
    assert read_candidates(path) == (Candidate("", "", "", ("Wirya",), ("Wirya",)),)


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert read_candidates(listed(tmp_path, "a.json", "[]")) == ()
    assert read_candidates(listed(tmp_path, "a.csv", HEAD)) == ()


def test_a_byte_order_mark_is_no_part_of_the_list(tmp_path: Path) -> None:
    assert read_candidates(listed(tmp_path, "a.json", b"\xef\xbb\xbf" + json.dumps([ROW]).encode())) == (PAIR,)
    assert read_candidates(listed(tmp_path, "a.csv", b"\xef\xbb\xbf" + HEAD.encode())) == ()


def test_csv_as_election_offices_publish_it(tmp_path: Path) -> None:
    rows = [
        '35.99,pilbup,1,"Hj. WIRYA GUMELAR, S.H., M.Si. - Dr. SEKAR LINTANG, M.M."',
        "35.99,pilbup,2,BANYU BIRAWA – K.H. RUKMA JENGGALA",
        "35.98,pilwali,1,TIRTA KENCANA - SURYA LAKSANA",
        "35.98,pilwali,2,KOLOM KOSONG",
        "35.97,pilwali,2,Kolom Kosong",
    ]
    assert read_candidates(listed(tmp_path, "daftar.CSV", HEAD + "\n".join(rows))) == (
        Candidate("35.99", "pilbup", "1", ("WIRYA GUMELAR", "SEKAR LINTANG"), ("WIRYA GUMELAR", "SEKAR LINTANG")),
        Candidate("35.99", "pilbup", "2", ("BANYU BIRAWA", "RUKMA JENGGALA"), ("BANYU BIRAWA", "RUKMA JENGGALA")),
        Candidate("35.98", "pilwali", "1", ("TIRTA KENCANA", "SURYA LAKSANA"), ("TIRTA KENCANA", "SURYA LAKSANA")),
    )


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Wirya", "Wirya"),
        ("  Wirya   Gumelar ", "Wirya Gumelar"),
        ("Hj. WIRYA GUMELAR, M.Si.", "WIRYA GUMELAR"),
        ("Dr. Ir. H. Wirya Gumelar, S.E., M.M.", "Wirya Gumelar"),
        ("K.H. Wirya, S.Pd.I", "Wirya"),
        ("Prof. Dr. (H.C.) Wirya", "Wirya"),
        ("Letkol (Purn) Wirya", "Wirya"),
        ("drg. Wirya, MM", "Wirya"),
        ("Gus Wirya", "Wirya"),
        ("H. M. Wirya, ST", "M. Wirya"),
        # Names that begin like a title.
        ("Rama Wirya", "Rama Wirya"),
        ("Irwana", "Irwana"),
        ("Hjalma, S.H.", "Hjalma"),
        ("Drajat Wirya", "Drajat Wirya"),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, bare: str) -> None:
    assert bare_person(name) == bare


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", '{"candidates": 3}', "a.json: harus berisi daftar paslon (lihat docs/candidates.schema.json)"),
        ("a.json", "3", "a.json: harus berisi daftar paslon (lihat docs/candidates.schema.json)"),
        ("a.json", "{}", "a.json: harus berisi daftar paslon (lihat docs/candidates.schema.json)"),
        ("a.json", '[{"names": ["A"]}, 7]', "a.json, paslon ke-2: bukan objek"),
        ("a.json", '[{"names": ["A"], "party": "X"}]', "a.json, paslon ke-1: kolom tidak dikenal: party"),
        ("a.json", '[{"area": "35"}]', "a.json, paslon ke-1: 'names' kosong"),
        ("a.json", '[{"names": [" "]}]', "a.json, paslon ke-1: 'names' kosong"),
        ("a.json", '[{"names": "Wirya"}]', "a.json, paslon ke-1: 'names' harus berupa daftar teks"),
        ("a.json", '[{"names": ["A", 3]}]', "a.json, paslon ke-1: 'names' harus berupa daftar teks"),
        ("a.json", '[{"names": ["A"], "colours": "ungu"}]', "a.json, paslon ke-1: 'colours' harus berupa daftar teks"),
        ("a.json", '[{"names": ["A"], "area": 35}]', "a.json, paslon ke-1: 'area' harus berupa teks"),
        ("a.json", '[{"names": ["A"], "number": [1]}]', "a.json, paslon ke-1: 'number' harus berupa teks"),
        ("a.csv", "", "a.csv: kolom tidak ada: area_code, contest, number, pair"),
        ("a.csv", "area_code,number\n35,1\n", "a.csv: kolom tidak ada: contest, pair"),
        ("a.csv", HEAD + "35,pilgub,1,A - B\n35,pilgub,2,\n", "a.csv, baris 3: kolom 'pair' kosong"),
        ("a.csv", HEAD + "35,pilgub\n", "a.csv, baris 2: kolom 'pair' kosong"),
        ("a.json", b"\xff\xfe\x00", "a.json: daftar paslon bukan teks UTF-8"),
        ("a.csv", b"\x89PNG\xff", "a.csv: daftar paslon bukan teks UTF-8"),
    ],
)
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        read_candidates(listed(tmp_path, name, content))
    assert str(refused.value) == says


@pytest.mark.parametrize("content", ["", "{", "[1,", '[{"names": ["A"]}] x', "NaN,", "[" * 100_000])
def test_broken_json_is_named_with_its_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(ValueError, match=r"^daftar\.json: "):
        read_candidates(listed(tmp_path, "daftar.json", content))


def test_a_csv_cell_without_end_is_named_with_its_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^daftar\.csv"):
        read_candidates(listed(tmp_path, "daftar.csv", HEAD + '35,pilgub,1,"' + "A" * 200_000))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^tidak-ada\.json: tidak ada berkas dengan nama itu$"):
        read_candidates(tmp_path / "tidak-ada.json")
