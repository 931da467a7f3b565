from __future__ import annotations

from collections import Counter

import pytest

from kondusif.places.domain.codes import Level, level_of, parent_of
from kondusif.places.domain.gazetteer import Area, AreaCounts, Gazetteer, key_of


def test_the_country_is_whole(gazetteer: Gazetteer) -> None:
    levels = Counter(level_of(code) for code, _ in gazetteer.items())
    assert levels == {
        Level.PROVINSI: 38,
        Level.KABUPATEN_KOTA: 514,
        Level.KECAMATAN: 7_285,
        Level.KELURAHAN_DESA: 83_762,
    }
    assert len(gazetteer) == sum(levels.values())


def test_every_area_stands_below_one_that_exists(gazetteer: Gazetteer) -> None:
    assert [code for code, _ in gazetteer.items() if (above := parent_of(code)) and above not in gazetteer] == []


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("35", AreaCounts(kabupaten_kota=38, kecamatan=666, kelurahan=773, desa=7_721)),
        ("35.14", AreaCounts(kabupaten_kota=1, kecamatan=24, kelurahan=24, desa=341)),
        ("35.07.14", AreaCounts(kabupaten_kota=0, kecamatan=1, kelurahan=0, desa=14)),
        ("35.07.14.2008", AreaCounts(kabupaten_kota=0, kecamatan=0, kelurahan=0, desa=1)),
    ],
)
def test_what_an_area_holds_is_counted(gazetteer: Gazetteer, code: str, counts: AreaCounts) -> None:
    assert gazetteer.counts(code) == counts


def test_children_and_descendants_agree(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.children()) == 38
    assert len(gazetteer.children("35")) == 38
    below = [village for kecamatan in gazetteer.children("35.14") for village in gazetteer.children(kecamatan)]
    assert below == list(gazetteer.descendants("35.14", Level.KELURAHAN_DESA))
    assert gazetteer.children("35.07.14.2008") == ()


@pytest.mark.parametrize(
    ("code", "area", "title"),
    [
        ("35.07", Area("35.07", "Malang", "kabupaten"), "Kabupaten Malang"),
        ("35.73", Area("35.73", "Malang", "kota"), "Kota Malang"),
        ("31.71", Area("31.71", "Jakarta Pusat", "kota"), "Kota Jakarta Pusat"),
        ("35.71.02", Area("35.71.02", "Kota", "kecamatan"), "Kota"),
        ("35.73.03.1001", Area("35.73.03.1001", "Kotalama", "kelurahan"), "Kotalama"),
        ("18.02.19.2001", Area("18.02.19.2001", "Kota Batu", "desa"), "Kota Batu"),
    ],
)
def test_only_a_kabupaten_or_kota_has_its_kind_outside_of_its_name(
    gazetteer: Gazetteer, code: str, area: Area, title: str
) -> None:
    assert (gazetteer.area(code), gazetteer.area(code).title) == (area, title)


def test_the_numbers_of_kota_begin_at_71(gazetteer: Gazetteer) -> None:
    areas = [gazetteer.area(code) for code, _ in gazetteer.items() if len(code) == 5]
    assert [area for area in areas if (area.kind == "kota") != (int(area.code[3:]) >= 71)] == []


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Wandanpuro", ("35.07.14.2008",)),
        ("wandan-puro", ("35.07.14.2008",)),
        ("Guluk Guluk", ("35.29.09", "35.29.09.2004")),
        ("Gulukguluk", ("35.29.09", "35.29.09.2004")),
        ("Jakarta", ("31",)),
        ("tidak ada begini", ()),
    ],
)
def test_names_are_looked_up_by_their_letters(gazetteer: Gazetteer, name: str, codes: tuple[str, ...]) -> None:
    assert gazetteer.lookup(key_of(name)) == codes


def test_every_name_leads_back_to_its_code(gazetteer: Gazetteer) -> None:
    lost = [code for code, _ in gazetteer.items() if code not in gazetteer.lookup(key_of(gazetteer.area(code).name))]
    assert lost == []


def test_names_are_found_by_their_beginning(gazetteer: Gazetteer) -> None:
    assert set(gazetteer.beginning_with("wandanp")) == {"35.07.14.2008"}
    assert gazetteer.beginning_with("zzz") == gazetteer.beginning_with("~") == []
    begun = {code for code, _ in gazetteer.items() if key_of(gazetteer.area(code).name).startswith("guluk")}
    assert set(gazetteer.beginning_with("guluk")) == begun
    assert set(gazetteer.beginning_with("")) == {code for code, _ in gazetteer.items()}


def test_an_unknown_code_is_refused_in_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("35.99") is None
    with pytest.raises(KeyError, match=r"tidak ada wilayah dengan kode 35\.99"):
        gazetteer.area("35.99")
    assert gazetteer.full_name("35.07.14.2008") == "Wandanpuro, Bululawang, Kabupaten Malang, Jawa Timur"
