from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from factories.readings import NOW
from places.outlines import collection, feature, write
from pytest_django import DjangoAssertNumQueries

from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import EVERYTHING, AreaFigures, area_figures
from kondusif.places.actions import load_boundaries
from kondusif.places.domain.boundaries import read_boundaries
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.pictures import Form
from kondusif.web.maps import map_of
from kondusif.web.scope import Scope
from web.conftest import Told, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(told: Told) -> None:
    """In Tulungagung two incidents, one without a kecamatan, and an activity; in Malang one that is contradicted."""
    told("Amplop berisi uang dibagikan kepada warga di balai desa tadi malam", places=("35.04.01.1001",))
    told("Spanduk ajakan memilih terpasang di kantor kecamatan", category="netralitas", places=("35.04",), day=None)
    told(
        "Sosialisasi pemilih pemula",
        category="kegiatan_preventif",
        stance="prevention",
        is_incident=False,
        places=("35.04.01.1001",),
    )
    told(
        "Coblosan katanya tanggal 27 Oktober kata baliho di pasar",
        category="hoaks",
        places=("35.07.14.2008",),
        contradicted=(("27 Oktober 2024", "27 November 2024"),),
    )


def row(response: HttpResponse, code: str) -> list[str]:
    """The words of an area's line in the list."""
    found = re.search(rf'<tr data-row="{re.escape(code)}">(.*?)</tr>', response.content.decode(), re.DOTALL)
    assert found, code
    cells = re.findall(r"<t[hd].*?</t[hd]>", found[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def titles(response: HttpResponse) -> dict[str, str]:
    """What the drawing says of each area."""
    found = re.findall(r'<a data-code="([\d.]+)"[^>]*><title>(.*?)</title>', response.content.decode(), re.DOTALL)
    return dict(found)


def test_the_country_leads_down_to_a_desa_by_links(ayus: Client, some: None) -> None:
    address = "/peta/"
    for code, said in (
        ("35", "3 insiden, 3 belum diverifikasi, 1 kegiatan, 1 bertentangan"),
        ("35.04", "2 insiden, 2 belum diverifikasi, 1 kegiatan"),
        ("35.04.01", "1 insiden, 1 belum diverifikasi, 1 kegiatan"),
        ("35.04.01.1001", "1 insiden, 1 belum diverifikasi, 1 kegiatan"),
    ):
        response = ayus.get(address)
        assert response.status_code == 200, address
        assert titles(response)[code].split("\n")[1] == said
        link = re.search(rf'data-code="{re.escape(code)}" href="([^"]+)"', response.content.decode())
        assert link
        address = link[1].partition("#")[0]
    assert "35.04.01.1001" in address


def test_list_and_drawing_say_the_same_as_the_query(ayus: Client, some: None) -> None:
    response = ayus.get("/peta/35/")
    known = area_figures(EVERYTHING, level="kabupaten_kota")
    for code in load_gazetteer().children("35"):
        figures = known.get(code, AreaFigures())
        counts = [figures.incidents, figures.unverified, figures.activities, figures.contradicted]
        assert row(response, code)[1:] == [str(count) for count in counts]


def test_what_names_no_finer_place_is_counted_in_a_line_of_its_own(ayus: Client, some: None) -> None:
    words = words_of(ayus.get("/peta/35.04/"))
    assert "Tanpa kecamatan 1 1 0 0" in words
    assert "Jumlah 2 2 1 0" in words


def test_a_code_that_no_area_has_is_not_lost(ayus: Client, told: Told) -> None:
    told("Amplop berisi uang dibagikan kepada warga", places=("35.04.01.2999",))
    words = words_of(ayus.get("/peta/35.04.01/"))
    assert "Tanpa desa/kelurahan 1 1 0 0" in words
    assert "Jumlah 1 1 0 0" in words


def test_each_metric_colours_and_sorts_by_its_own(ayus: Client, some: None) -> None:
    response = ayus.get("/peta/35/?metrik=bertentangan")
    first = re.search(r'<tr data-row="([\d.]+)">', response.content.decode())
    assert first
    assert first[1] == "35.07"
    assert "Bertentangan menurut kabupaten/kota, Jawa Timur" in words_of(response)
    assert 'aria-sort="descending"' in response.content.decode()
    by_name = ayus.get("/peta/35/?daftar=nama")
    names = re.findall(r'<tr data-row="([\d.]+)">', by_name.content.decode())
    assert names[:2] == ["35.26", "35.10"]  # Bangkalan, Banyuwangi


def test_figures_open_what_they_count(ayus: Client, some: None) -> None:
    page = ayus.get("/peta/35/").content.decode()
    cells = re.search(r'<tr data-row="35\.04">(.*?)</tr>', page, re.DOTALL)
    assert cells
    links = re.findall(r'href="(/kejadian/[^"]+)"', cells[1])
    assert len(links) == 3
    for link, count in zip(links, (2, 2, 1), strict=True):
        assert f"1–{count} dari {count} kejadian" in words_of(ayus.get(link.replace("&amp;", "&")))


def test_hatched_is_what_nobody_has_looked_at(ayus: Client, told: Told, three: object) -> None:
    assert ayus.get("/peta/35/").content.decode().count("url(#peta-h") == 2
    incident = told(
        "Amplop merah dibagikan di Bululawang kepada pemilih", places=("35.07.14",), category="politik_uang"
    )
    judge_incident(incident.id, ruling=Ruling.VERIFY, reason="Dua saksi", by="ayu", now=NOW)
    response = ayus.get("/peta/35/")
    assert response.content.decode().count("url(#peta-h") == 1
    assert "belum satu pun insidennya diverifikasi (1 wilayah)" in words_of(response)
    assert "url(#peta-h" not in ayus.get("/peta/35/?metrik=kegiatan").content.decode()


def test_the_scope_goes_along(ayus: Client, some: None) -> None:
    page = ayus.get("/peta/35/?kategori=politik_uang&periode=7h&metrik=belum").content.decode()
    assert 'href="/peta/35.04/?kategori=politik_uang&amp;periode=7h&amp;metrik=belum#peta"' in page.replace(
        "periode=7h&amp;kategori=politik_uang", "kategori=politik_uang&amp;periode=7h"
    )
    assert row(ayus.get("/peta/35/?kategori=politik_uang"), "35.04")[1:] == ["1", "1", "0", "0"]
    assert "Insiden baru menurut" in words_of(ayus.get("/peta/35/?periode=24j"))
    assert 'name="metrik" value="belum"' in page
    rail = re.search(r'<a href="(/kejadian/[^"]*)"', page)
    assert rail
    assert "wilayah=35" in rail[1]


def test_codes_and_areas_lead_to_the_right_map(ayus: Client, some: None) -> None:
    def leads(address: str) -> str:
        return ayus.get(address).headers.get("Location", "")

    assert leads("/peta/?wilayah=Tulungagung&periode=7h&bentuk=petak") == "/peta/35.04/?periode=7h&bentuk=petak"
    assert leads("/peta/3504/?metrik=belum") == "/peta/35.04/?metrik=belum"
    assert leads("/peta/35.04.01.1001/") == "/peta/35.04.01/#35.04.01.1001"
    for wrong in ("/peta/99/", "/peta/35.99/", "/peta/abc/", "/peta/35.04.01.1001.1/", "/peta/35.04.01.2001/"):
        assert ayus.get(wrong).status_code == 404, wrong
    odd = ayus.get("/peta/35/?metrik=%00&tingkat=desa&bentuk=bulat&daftar=x&baris=y")
    assert odd.status_code == 200
    assert "Lebih dari satu wilayah cocok" in words_of(ayus.get("/peta/?wilayah=malang"))


def test_all_kecamatan_of_a_province_stand_on_one_map(ayus: Client, some: None) -> None:
    response = ayus.get("/peta/35/?tingkat=kecamatan")
    page = response.content.decode()
    assert page.count("<a data-code=") == 666
    assert row(response, "35.04.01")[0] == "Tulungagung Kab. Tulungagung"
    assert "Tanpa kecamatan 1 1 0 0" in words_of(response)
    assert page.count("<tr data-row=") == 60
    assert ayus.get("/peta/35/?tingkat=kecamatan&baris=semua").content.decode().count("<tr data-row=") == 666


def test_missing_outlines_are_told_and_how_to_load_them(ayus: Client, some: None) -> None:
    assert "kondusif places load-boundaries" in words_of(ayus.get("/peta/35/?bentuk=peta"))
    assert "kondusif places load-boundaries" not in words_of(ayus.get("/peta/35/"))


def test_outlines_bring_their_source_and_day(ayus: Client, some: None, tmp_path: Path) -> None:
    other = {"type": "Polygon", "coordinates": [[[112.3, -8], [112.4, -8], [112.4, -7.9], [112.3, -8]]]}
    read = read_boundaries(write(tmp_path, collection(feature("35.04"), feature("35.05", other))), load_gazetteer())
    load_boundaries(read, source="BIG <2024>", by="ayu", now=NOW)
    response = ayus.get("/peta/35/")
    assert "Batas wilayah: BIG <2024>, dimuat 20 Nov 2024 08.00 WIB. Utara di atas." in words_of(response).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    assert "36 wilayah tanpa batas tidak tergambar" in words_of(response)
    assert list(titles(response)) == ["35.04", "35.05"]
    assert row(response, "35.07")[1] == "1"
    assert list(titles(ayus.get("/peta/35/?bentuk=petak"))) == list(load_gazetteer().children("35"))


def test_one_incident_and_three_take_the_same_queries(
    ayus: Client, told: Told, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told("Amplop berisi uang dibagikan kepada warga di balai desa tadi malam")
    ayus.get("/peta/35/")
    with django_assert_num_queries(5):  # session, person, two for the outlines, one for the figures
        ayus.get("/peta/35/")
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",), day=None)
    told("Kotak suara basah di gudang", category="logistik", places=("35.78",))
    with django_assert_num_queries(5):
        ayus.get("/peta/35/")


def test_an_empty_house_has_an_empty_map(ayus: Client) -> None:
    response = ayus.get("/peta/")
    assert response.status_code == 200
    assert "nihil 38 wilayah" in words_of(response)
    assert "Jumlah 0 0 0 0" in words_of(response)


def test_the_map_is_for_operators(client: Client, db: None) -> None:
    assert client.get("/peta/35/").headers["Location"] == "/masuk/?next=%2Fpeta%2F35%2F"


def test_pages_stay_small_without_the_picture(ayus: Client, some: None) -> None:
    for address in ("/peta/", "/peta/35/", "/peta/35/?tingkat=kecamatan", "/peta/?tingkat=kabupaten_kota"):
        page = ayus.get(address).content.decode()
        drawing = re.search(r'<svg xmlns.*?class="map .*?</svg>\s*<div', page, re.DOTALL)
        assert drawing
        assert len(page) - len(drawing[0]) < 100_000, address
        assert len(drawing[0]) < 150_000, address


def test_another_page_may_show_a_map_of_its_own_figures(some: None) -> None:
    view = map_of(
        Scope(),
        code="35",
        figures={"35.04": AreaFigures(incidents=7, verified=7)},
        to=lambda code: f"/publik/{code}/",
        prefix="publik",
        form=Form.PETAK,
    )
    assert (view.total, view.hatched, view.form, len(view.rows)) == (7, 0, "petak", 38)
    assert 'href="/publik/35.04/"' in view.svg
    assert [band.areas for band in view.bands] == [37, 1]
    by_code = {row.code: row for row in map_of(Scope(), code="35").rows}
    assert (by_code["35.07"].incidents, by_code["35.09"].incidents) == ("/kejadian/?wilayah=35.07&jenis=incident", "")
    assert map_of(Scope(), code="35.04").without_finer_value == 1
