"""Frameworks as data: what is shipped, what is absent, and what is refused."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from kondusif.kerawanan.domain.frameworks import (
    DATA,
    FrameworkRefused,
    build_framework,
    framework_schema,
    load_framework,
    shipped,
)
from kondusif.kerawanan.domain.frameworks_published import load_published, load_station_hits, published_for
from kondusif.places.domain.gazetteer import load_gazetteer

SCHEMA = Path(__file__).parents[2] / "docs/framework.schema.json"


def content(name: str = "kondusif-desa") -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DATA / "frameworks" / f"{name}.yaml").read_text("utf-8"))
    return deepcopy(read)


def problems(changed: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(FrameworkRefused) as refused:
        build_framework(changed)
    return refused.value.problems


def test_five_frameworks_are_shipped() -> None:
    assert shipped() == ("ikp-2024", "ipkp-2024", "kondusif-desa", "pemetaan-2024", "tps-rawan-2024")


def test_the_ikp_stands_as_published() -> None:
    ikp = load_framework("ikp-2024")
    assert [(one.id, len(one.parts)) for one in ikp.dimensions] == [
        ("sosial_politik", 3),
        ("penyelenggaraan", 5),
        ("kontestasi", 2),
        ("partisipasi", 2),
    ]
    assert (ikp.indicators_claimed, ikp.indicators) == (61, ())
    assert "bobot tidak diterbitkan" in ikp.lacking
    assert ikp.unpublished


def test_every_published_score_of_east_java_has_its_category() -> None:
    ikp = load_framework("ikp-2024")
    series = next(one for one in load_published() if one.id == "ikp-2024")
    found = {}
    for entry in series.entries:
        cutoffs = ikp.cutoffs_of("kabupaten_kota" if "." in entry.code else "provinsi")
        assert cutoffs is not None
        assert entry.value is not None
        found[entry.code] = (entry.value, cutoffs.category(entry.value))
        assert cutoffs.category(entry.value) == entry.category
    assert found == {
        "35": (14.74, "rendah"),
        "35.07": (64.0, "tinggi"),
        "35.06": (63.4, "tinggi"),
        "35.23": (56.2, "tinggi"),
        "35.22": (55.57, "tinggi"),
        "35.27": (52.19, "tinggi"),
        "35.01": (51.16, "tinggi"),
    }


def test_six_are_high_and_the_counts_of_the_note_are_all_of_east_java() -> None:
    series = next(one for one in load_published() if one.id == "ikp-2024")
    regencies = [entry for entry in series.entries if "." in entry.code]
    assert [entry.category for entry in regencies] == ["tinggi"] * 6
    assert series.note.startswith(
        "Sebanyak 6 kabupaten/kota tinggi, 27 sedang, 5 rendah; skor 32 lainnya tidak ditemukan"
    )
    gazetteer = load_gazetteer()
    assert gazetteer.counts("35").kabupaten_kota == 6 + 27 + 5 == len(regencies) + 32
    # What was not found stays absent: no score of the other 32 stands anywhere in the data.
    assert all(published.value is not None for published in regencies)
    names = {entry.code: entry.name.replace("Kab. ", "Kabupaten ") for entry in series.entries}
    assert names == {code: gazetteer.area(code).title for code in names}
    kediri = series.of("35.06")
    assert kediri is not None
    assert kediri.dimensions == {"sosial_politik": 96.82}


def test_no_score_can_be_recomputed_while_the_weights_are_unpublished() -> None:
    ikp = load_framework("ikp-2024")
    assert all(one.weight is None for one in ikp.dimensions)
    assert {"bobot dimensi, subdimensi, dan indikator", "daftar lengkap 61 indikator"} <= set(ikp.unpublished)


def test_the_borders_of_the_categories_are_those_of_the_issuer() -> None:
    ikp = load_framework("ikp-2024")
    province, regency = ikp.cutoffs_of("provinsi"), ikp.cutoffs_of("kabupaten_kota")
    assert province is not None
    assert regency is not None
    assert [province.category(score) for score in (21.69, 21.7, 68.5, 68.51)] == [
        "rendah",
        "sedang",
        "sedang",
        "tinggi",
    ]
    assert [regency.category(score) for score in (13.46, 13.47, 49.32, 49.33)] == [
        "rendah",
        "sedang",
        "sedang",
        "tinggi",
    ]


def test_three_issuers_stay_three_series() -> None:
    said = {series.id: entry and (entry.value, entry.rank) for series, entry in published_for("35.27")}
    assert said == {"ikp-2024": (52.19, None), "pemetaan-2024": None, "ipkp-2024-tahap-2": (10.64, None)}


def test_tps_rawan_has_eight_variables_and_hits_are_no_stations() -> None:
    rawan = load_framework("tps-rawan-2024")
    assert (len(rawan.dimensions), len(rawan.indicators)) == (8, 25)
    known = {one.id for one in rawan.indicators}
    for counted in load_station_hits():
        assert counted.hits.keys() <= known
    tulungagung = load_station_hits()[1]
    assert tulungagung.stations == 1630
    assert sum(tulungagung.hits.values()) == 1726


def test_ours_is_complete_and_every_indicator_says_how_it_is_filled() -> None:
    ours = load_framework("kondusif-desa")
    assert ours.lacking == ()
    assert not ours.official
    assert len(ours.indicators) == ours.indicators_claimed
    assert all(one.definition and one.how_to_fill for one in ours.indicators)


@pytest.mark.parametrize(
    "word", ["perolehan suara partai", "pemilih menurut agama", "warga suku tertentu", "nama calon", "petahana"]
)
def test_no_party_and_no_person_can_be_measured(word: str) -> None:
    changed = content()
    changed["dimensions"][0]["subdimensions"][0]["indicators"][0]["title"] = f"Jumlah {word}"
    assert "tidak boleh menjadi indikator" in problems(changed)[0]


def test_a_matter_outside_the_list_is_refused() -> None:
    changed = content()
    changed["dimensions"][0]["subdimensions"][0]["indicators"][0]["matter"] = "partai"
    assert problems(changed) == (
        (
            "kerangka: dimensions.1.subdimensions.1.indicators.1.matter: pilih salah satu dari 'kejadian', 'riwayat', "
            "'daftar_pemilih', 'penyelenggara', 'layanan', 'logistik', 'lokasi', 'jaringan' atau 'bencana'"
        ),
    )


def test_weights_that_do_not_sum_are_refused() -> None:
    changed = content()
    changed["dimensions"][0]["weight"] = 0.4
    assert problems(changed) == (
        (
            "kerangka: seluruh berkas: jumlah bobot penyelenggaraan, keamanan, lokasi_dan_logistik, jaringan_dan_layanan "
            "adalah 1.1, seharusnya 1"
        ),
    )


def test_weights_are_on_all_or_on_none() -> None:
    changed = content()
    del changed["dimensions"][0]["weight"]
    assert problems(changed)[0].startswith("kerangka: seluruh berkas: bobot harus ada pada semua")


def test_all_problems_are_told_at_once() -> None:
    changed = content()
    del changed["title"]
    changed["warna"] = "biru"
    assert set(problems(changed)) == {"kerangka: title: wajib diisi", "kerangka: warna: kunci ini tidak dikenal"}


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -0.1])
def test_weights_are_finite_and_not_negative(weight: float) -> None:
    changed = content()
    changed["dimensions"][0]["weight"] = weight
    assert problems(changed)


def test_a_file_that_is_no_yaml_says_where(tmp_path: Path) -> None:
    torn = tmp_path / "torn.yaml"
    torn.write_text("id: [a\ntitle: b", "utf-8")
    with pytest.raises(FrameworkRefused, match=r"torn\.yaml, baris 2, kolom \d+: bukan YAML"):
        load_framework(torn)


def test_a_missing_file_names_what_is_shipped() -> None:
    with pytest.raises(FrameworkRefused, match="Kerangka bawaan: ikp-2024"):
        load_framework("nowhere.yaml")


def test_the_version_follows_the_content() -> None:
    changed = content()
    same = build_framework(changed).version
    changed["edition"] = "2"
    assert same == load_framework("kondusif-desa").version != build_framework(changed).version


def test_the_schema_in_the_docs_is_current() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == framework_schema(), (
        "write framework_schema() to docs/framework.schema.json"
    )
