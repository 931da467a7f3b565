from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from kondusif.places.domain import boundaries, outlines
from kondusif.places.domain.boundaries import BadFile, read_boundaries
from kondusif.places.domain.codes import Level, contains
from kondusif.places.domain.gazetteer import Gazetteer

from .outlines import SQUARE, collection, feature, ring, write

SHARED = Path(__file__).parents[2].parent / "shared" / "boundaries"


def problems(path: Path, gazetteer: Gazetteer) -> list[str]:
    return [str(problem) for problem in read_boundaries(path, gazetteer).problems]


@pytest.mark.parametrize(
    ("name", "level", "count"),
    [
        ("jatim-kabupaten.geojson", Level.KABUPATEN_KOTA, 38),
        ("jatim-kecamatan.geojson", Level.KECAMATAN, 666),
        ("jatim-desa.geojson.gz", Level.KELURAHAN_DESA, 8_494),
    ],
)
def test_the_boundaries_of_east_java_are_read_whole(name: str, level: Level, count: int, gazetteer: Gazetteer) -> None:
    if not (SHARED / name).is_file():
        pytest.skip(f"../shared/boundaries/{name} is not here")
    read = read_boundaries(SHARED / name, gazetteer)
    assert (read.problems, read.level, len(read.outlines)) == ([], level, count)
    assert set(read.outlines) == set(gazetteer.descendants("35", level))
    for code, outline in read.outlines.items():
        assert contains("35", code)
        assert outline.west <= outline.lng <= outline.east, code
        assert outline.south <= outline.lat <= outline.north, code


def test_a_polygon_is_measured_and_kept_as_a_multipolygon(tmp_path: Path, gazetteer: Gazetteer) -> None:
    island = [[[113.0, -7.0], [113.1, -7.0], [113.1, -6.9], [113.0, -6.9], [113.0, -7.0]]]
    hole = [[112.05, -7.95], [112.05, -7.9], [112.1, -7.9], [112.05, -7.95]]
    both = {"type": "MultiPolygon", "coordinates": [island, [SQUARE, hole]]}
    read = read_boundaries(write(tmp_path, collection(feature("35.04"), feature("3505", both))), gazetteer)
    one, two = read.outlines["35.04"], read.outlines["35.05"]
    assert json.loads(one.geometry) == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    assert (one.lng, one.lat) == (112.1, -7.9)
    assert (one.west, one.south, one.east, one.north) == (112.0, -8.0, 112.2, -7.8)
    assert json.loads(two.geometry) == both
    assert (two.lng, two.lat) == (112.1, -7.9)  # the larger polygon's, not the island's
    assert (two.west, two.south, two.east, two.north) == (112.0, -8.0, 113.1, -6.9)


def test_a_third_axis_and_needless_decimals_are_dropped(tmp_path: Path, gazetteer: Gazetteer) -> None:
    high = [[lng + 0.000_000_01, lat, 12.5] for lng, lat in SQUARE]
    read = read_boundaries(write(tmp_path, collection(ring(high))), gazetteer)
    assert json.loads(read.outlines["35.04"].geometry)["coordinates"] == [[SQUARE]]


def test_an_area_without_size_still_has_a_centre(tmp_path: Path, gazetteer: Gazetteer) -> None:
    line = [[112.0, -8.0], [112.2, -8.0], [112.0, -8.0], [112.0, -8.0]]
    read = read_boundaries(write(tmp_path, collection(ring(line))), gazetteer)
    assert (read.outlines["35.04"].lng, read.outlines["35.04"].lat) == (112.05, -8.0)


SWAPPED = [[lat, lng] for lng, lat in SQUARE]
DEEP: Any = []
for _ in range(50):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (feature("35.99"), "fitur 2 (35.99): tidak ada wilayah dengan kode ini"),
        (feature(35.1), "fitur 2 (35.1): properties.code harus teks, bukan float: nol di belakang titik hilang"),
        (feature(None), "fitur 2: properties.code tidak ada"),
        (feature("Malang"), "fitur 2 (Malang): kode wilayah tidak dikenal: 'Malang' (contoh: 35, 35.07, 35.07.14, 35.07.14.2008)"),
        (feature("35.05"), "fitur 2 (35.05): kode ini sudah ada di fitur 1"),
        (feature("35.04.01"), "fitur 2 (35.04.01): tingkat kecamatan, padahal berkas ini dimulai dengan kabupaten_kota"),
        ({"type": "Feature", "properties": None}, "fitur 2: properties.code tidak ada"),
        (None, "fitur 2: bukan Feature"),
        ([1, 2], "fitur 2: bukan Feature"),
        ({"type": "Feature", "properties": {"code": "35.04"}}, "fitur 2 (35.04): tidak punya geometri"),
        (feature(geometry={"type": "Point", "coordinates": [112, -8]}), "fitur 2 (35.04): geometri 'Point'; harus Polygon atau MultiPolygon"),
        (feature(geometry={"type": "Polygon", "coordinates": SQUARE}), "fitur 2 (35.04): kedalaman koordinat 2; Polygon harus 3"),
        (feature(geometry={"type": "MultiPolygon", "coordinates": [SQUARE]}), "fitur 2 (35.04): kedalaman koordinat 3; MultiPolygon harus 4"),
        (feature(geometry={"type": "Polygon", "coordinates": DEEP}), "fitur 2 (35.04): kedalaman koordinat 51; Polygon harus 3"),
        (feature(geometry={"type": "Polygon", "coordinates": []}), "fitur 2 (35.04): kedalaman koordinat 1; Polygon harus 3"),
        (feature(geometry={"type": "Polygon"}), "fitur 2 (35.04): kedalaman koordinat 0; Polygon harus 3"),
        (feature(geometry={"type": "MultiPolygon", "coordinates": [[SQUARE], []]}), "fitur 2 (35.04): poligon tanpa cincin"),
        (feature(geometry={"type": "Polygon", "coordinates": [SQUARE, 7]}), "fitur 2 (35.04): cincin yang bukan daftar titik"),
        (ring(SQUARE[:3]), "fitur 2 (35.04): cincin dengan 3 titik; paling sedikit 4"),
        (ring(SQUARE[:4]), "fitur 2 (35.04): cincin tidak tertutup: titik pertama dan terakhir berbeda"),
        (ring(SWAPPED), "fitur 2 (35.04): sumbu tertukar: titik ditulis [lintang, bujur], GeoJSON memakai [bujur, lintang]"),
        (ring([[0.0, 51.5], *SQUARE[1:]]), "fitur 2 (35.04): titik [0.0, 51.5] di luar Indonesia (bujur 94.5 sampai 141.6, lintang -11.6 sampai 6.6)"),
        (ring([*SQUARE[:2], [float("nan"), -8.0], *SQUARE[2:]]), "fitur 2 (35.04): titik [nan, -8.0] memuat yang bukan angka"),
        (ring([*SQUARE[:2], [112, float("-inf")], *SQUARE[2:]]), "fitur 2 (35.04): titik [112, -inf] memuat yang bukan angka"),
        (ring([*SQUARE[:2], [True, -8], *SQUARE[2:]]), "fitur 2 (35.04): titik [True, -8] memuat yang bukan angka"),
        (ring([*SQUARE[:2], [112, "-8"], *SQUARE[2:]]), "fitur 2 (35.04): titik [112, '-8'] memuat yang bukan angka"),
        (ring([*SQUARE[:2], [112, 10**400], *SQUARE[2:]]), None),
        (ring([*SQUARE[:2], [112], *SQUARE[2:]]), "fitur 2 (35.04): titik [112]; harus [bujur, lintang]"),
        (ring([*SQUARE[:2], None, *SQUARE[2:]]), "fitur 2 (35.04): titik None; harus [bujur, lintang]"),
        (ring([[[112, -8]], *SQUARE]), "fitur 2 (35.04): kedalaman koordinat 4; Polygon harus 3"),
        (feature("35.04\x1b[31m"), None),
    ],
)  # fmt: skip
def test_a_broken_feature_is_named_and_the_others_are_read(
    tmp_path: Path, gazetteer: Gazetteer, broken: Any, reason: str | None
) -> None:
    path = write(tmp_path, collection(feature("35.05"), broken, feature("35.03")))
    read = read_boundaries(path, gazetteer)
    assert sorted(read.outlines) == ["35.03", "35.05"]
    (problem,) = map(str, read.problems)
    assert problem.isprintable()
    assert len(problem) < 200
    assert reason in (problem, None)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "berkas kosong"),
        (b"  \n ", "berkas kosong"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "bukan teks UTF-8 (byte ke-1)"),
        ("ini bukan json", "bukan JSON yang sah, baris 1 huruf 1: bukan objek JSON"),
        ("[]", "bukan JSON yang sah, baris 1 huruf 1: bukan objek JSON"),
        ("{}", 'GeoJSON ini bukan FeatureCollection ("type" di tingkat teratas)'),
        ('{"type": "Feature", "features": []}', 'GeoJSON ini bukan FeatureCollection ("type" di tingkat teratas)'),
        ('{"type": "FeatureCollection"}', 'FeatureCollection tanpa "features"'),
        ('{"type": "FeatureCollection", "features": {}}', 'bukan JSON yang sah, baris 1 huruf 43: "features" bukan daftar'),
        (collection(), "tidak ada satu fitur pun di dalamnya"),
        ('{"type": "FeatureCollection", "features": [', "JSON terpotong: berkas berakhir di tengah jalan"),
        ('{"type": "FeatureCollection",\n "features": [1 2]}', "bukan JSON yang sah, baris 2 huruf 17: koma tidak ada"),
        ('{"type": "FeatureCollection", "features": [1]} x', "bukan JSON yang sah, baris 1 huruf 48: ada sisa setelah akhir objek"),
        ('{"features": [' + "[" * 100_000, "bersarang terlalu dalam di huruf ke-15"),
        ("[" * 100_000, "bukan JSON yang sah, baris 1 huruf 1: bukan objek JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "bukan JSON yang sah, baris 1 huruf 7: angka terlalu panjang"),
        ('{1: 2}', "bukan JSON yang sah, baris 1 huruf 3: nama kolom harus teks"),
        (gzip.compress(b"{}")[:-9], "gzip terpotong: unduh atau salin lagi berkasnya"),
        (b"\x1f\x8bbukan gzip", "gzip rusak: unduh atau salin lagi berkasnya"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, gazetteer: Gazetteer, content: Any, reason: str
) -> None:
    with pytest.raises(BadFile) as refused:
        read_boundaries(write(tmp_path, content), gazetteer)
    assert str(refused.value) == reason


def test_a_flipped_byte_in_gzip_is_noticed(tmp_path: Path, gazetteer: Gazetteer) -> None:
    packed = bytearray(gzip.compress(json.dumps(collection(feature())).encode()))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(BadFile, match="gzip"):
        read_boundaries(write(tmp_path, bytes(packed)), gazetteer)


def test_gzip_is_known_by_its_content_and_a_byte_order_mark_is_passed_over(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    text = b"\xef\xbb\xbf" + json.dumps(collection(feature())).encode()
    packed = write(tmp_path, gzip.compress(text), name="batas.json")
    assert list(read_boundaries(packed, gazetteer).outlines) == ["35.04"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for path, reason in {
        tmp_path / "tiada": "berkas tidak ada",
        tmp_path: "itu sebuah folder; sebutkan satu berkas",
    }.items():
        with pytest.raises(BadFile) as refused:
            read_boundaries(path, gazetteer)
        assert str(refused.value) == reason


def test_sizes_are_capped(tmp_path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, collection(feature("35.04"), feature("35.05")))
    monkeypatch.setattr(outlines, "MOST_POSITIONS", 4)
    assert {problem.reason for problem in read_boundaries(path, gazetteer).problems} == {
        "lebih dari 4 titik dalam satu wilayah"
    }
    monkeypatch.setattr(boundaries, "MOST_FEATURES", 1)
    with pytest.raises(BadFile, match="lebih dari 1 fitur"):
        read_boundaries(path, gazetteer)
    monkeypatch.setattr(boundaries, "LARGEST", 3 << 20)
    bomb = write(tmp_path, gzip.compress(b" " * (4 << 20)), name="bom.gz")
    with pytest.raises(BadFile, match="lebih besar dari 3 MB setelah dibuka"):
        read_boundaries(bomb, gazetteer)
    with pytest.raises(BadFile, match=r"lebih besar dari 3 MB$"):
        read_boundaries(write(tmp_path, b" " * (4 << 20)), gazetteer)


def test_swapped_axes_are_recognised_in_every_feature(tmp_path: Path, gazetteer: Gazetteer) -> None:
    geometry = {"type": "MultiPolygon", "coordinates": [[SWAPPED]]}
    path = write(tmp_path, collection(*(feature(code, geometry) for code in gazetteer.children("35"))))
    said = problems(path, gazetteer)
    assert len(said) == 38
    assert all("sumbu tertukar" in each for each in said)
