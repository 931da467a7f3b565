from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kondusif.places.queries import loaded_levels

pytestmark = pytest.mark.django_db
Kondusif = Callable[..., Any]

SQUARE = [[112.0, -8.0], [112.2, -8.0], [112.2, -7.8], [112.0, -7.8], [112.0, -8.0]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Writes a file of boundaries with these codes and returns its name."""

    def _write(*codes: str) -> str:
        geometry = {"type": "Polygon", "coordinates": [SQUARE]}
        features = [{"type": "Feature", "properties": {"code": code}, "geometry": geometry} for code in codes]
        (tmp_path / "batas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return "batas.geojson"

    return _write


def test_search_finds_areas_and_says_why(kondusif: Kondusif) -> None:
    ran = kondusif("places", "search", "wandanpro", "bululawang", "malang")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "code": "35.07.14.2008",
        "level": "kelurahan_desa",
        "kind": "desa",
        "name": "Wandanpuro",
        "full_name": "Wandanpuro, Bululawang, Kabupaten Malang, Jawa Timur",
        "why": "salah_ketik",
        "because": "satu huruf beda dari “wandanpro”, di dalam “bululawang” dan “malang”",
    }


def test_search_narrows_and_prints_a_table(kondusif: Kondusif) -> None:
    ran = kondusif("places", "search", "sukorejo", "--within", "35", "--level", "kecamatan", "--format", "table")
    assert [line.split()[0] for line in ran.out.splitlines()[2:]] == ["35.02.15", "35.14.09", "35.72.02"]


def test_offices_stand_for_their_areas(kondusif: Kondusif) -> None:
    assert json.loads(kondusif("places", "search", "polres malang").out.splitlines()[0])["code"] == "35.07"


def test_nothing_found_is_said_and_no_failure(kondusif: Kondusif) -> None:
    ran = kondusif("places", "search", "wandanpuro, surabaya")
    assert (ran.status, ran.out, ran.err) == (0, "", "tidak ada wilayah yang cocok\n")


def test_show_tells_path_counts_and_children(kondusif: Kondusif) -> None:
    ran = kondusif("places", "show", "3514")
    lines = ran.out.splitlines()
    assert lines[:4] == [
        "35.14  Kabupaten Pasuruan  (kabupaten)",
        "di dalam  Jawa Timur (35)",
        "berisi    24 kecamatan, 24 kelurahan, 341 desa",
        "",
    ]
    assert len(lines) == 4 + 24
    assert kondusif("places", "show", "35.07.14.2008").out.splitlines() == [
        "35.07.14.2008  Wandanpuro  (desa)",
        "di dalam  Jawa Timur (35) → Kabupaten Malang (35.07) → Bululawang (35.07.14)",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("show", "malang"), 2, "kode wilayah tidak dikenal"),
        (("show", "35.99"), 1, "tidak ada wilayah dengan kode 35.99"),
        (("search", "x", "--within", "zz"), 2, "--within: kode wilayah tidak dikenal"),
        (("search",), 2, ""),
        (("load-boundaries", "tiada.geojson"), 3, "tiada.geojson: berkas tidak ada"),
    ],
)
def test_wrong_input_is_told(kondusif: Kondusif, arguments: tuple[str, ...], status: int, words: str) -> None:
    ran = kondusif("places", *arguments)
    assert ran.status == status
    assert words in ran.err


def test_boundaries_are_loaded_once(kondusif: Kondusif, write: Callable[..., str]) -> None:
    first = kondusif("places", "load-boundaries", write("35.04", "35.05"), "--source", "uji")
    assert (first.status, first.out, first.err) == (0, "", "Batas kabupaten_kota: 2 baru, 0 diganti, 0 tetap\n")
    again = kondusif("places", "load-boundaries", "batas.geojson", "--source", "uji")
    assert again.err == "Batas kabupaten_kota: 0 baru, 0 diganti, 2 tetap\n"


def test_a_broken_file_is_refused_unless_the_bad_may_be_skipped(kondusif: Kondusif, write: Callable[..., str]) -> None:
    refused = kondusif("places", "load-boundaries", write("35.04", "35.99"))
    assert (refused.status, loaded_levels()) == (3, [])
    assert refused.err.splitlines() == [
        "batas.geojson: fitur 2 (35.99): tidak ada wilayah dengan kode ini",
        "batas.geojson: ditolak, 1 fitur rusak; --skip-bad memuat selebihnya",
    ]
    skipped = kondusif("places", "load-boundaries", "batas.geojson", "--skip-bad")
    assert skipped.status == 3
    assert skipped.err.splitlines()[-1] == "Batas kabupaten_kota: 1 baru, 0 diganti, 0 tetap, 1 dilewati"
    assert [each.count for each in loaded_levels()] == [1]


def test_a_file_with_nothing_but_broken_features_is_summed_up(kondusif: Kondusif, write: Callable[..., str]) -> None:
    refused = kondusif("places", "load-boundaries", write(*["99.99"] * 40), "--skip-bad")
    assert refused.status == 3
    assert refused.err.splitlines()[-2:] == [
        "batas.geojson: … dan 10 fitur lagi, semuanya dengan sebab yang sama",
        "batas.geojson: ditolak, 40 fitur rusak",
    ]
