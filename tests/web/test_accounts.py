"""Pages that give an account: published indices, methods, patrols, and how right forecasts were."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from factories.backtests import a_backtest
from factories.readings import NOW
from factories.season import keep_editions

from kondusif.kerawanan.actions.editions import keep_backtest
from kondusif.kerawanan.domain.allocation_rules import load_rules
from kondusif.kerawanan.domain.frameworks import load_framework, shipped
from kondusif.kerawanan.domain.frameworks_published import load_published, load_station_hits
from kondusif.kerawanan.queries.editions import edition
from kondusif.kerawanan.queries.patrols import plan_patrols
from kondusif.publishing.wording import decimal, number
from web.conftest import words_of

# Published indices ----------------------------------------------------------------------------------------------------


def test_every_published_figure_stands_beside_the_others_with_its_mark(ayus: Client) -> None:
    page = ayus.get("/kerawanan/terbitan/").content.decode()
    table = re.findall(r"<tr><th scope=\"row\"><a href=\"/wilayah/([\d.]+)/\">.*?</th>(.*?)</tr>", page, re.DOTALL)
    cells = {code: re.findall(r"<td>(.*?)</td>", line, re.DOTALL) for code, line in table}
    for place, series in enumerate(load_published()):
        for entry in series.entries:
            cell = cells[entry.code][place]
            assert f">{entry.confidence}</abbr>" in cell, entry
            if entry.value is not None and entry.value != int(entry.value):
                assert f"<b>{decimal(entry.value, 2)}</b>" in cell
            if entry.rank:
                assert f"peringkat {entry.rank} nasional" in cell
    assert sum(cell.count("tidak disebut") for line in cells.values() for cell in line) == 3 * len(cells) - sum(
        len(series.entries) for series in load_published()
    )


def test_three_issues_are_never_made_one(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/terbitan/"))
    assert "Tidak ada yang digabung, dirata-rata, atau diskalakan ulang." in said
    assert "5 kabupaten/kota disebut 2 seri, 10 kabupaten/kota disebut 1 seri" in said
    assert "Rata-rata dari tiga skala akan terlihat tepat dan tidak berarti apa-apa." in said


def test_what_an_issuer_kept_to_itself_is_said(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/terbitan/"))
    for series in load_published():
        for absent in load_framework(series.framework).unpublished:
            assert absent in said


def test_stations_are_not_hits(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/terbitan/"))
    tulungagung = load_station_hits()[-1]
    assert "TPS dengan tiga indikator terhitung tiga kali" in said
    assert f"Pemilih DPT yang sudah tidak memenuhi syarat (TMS) 95.171 {tulungagung.hits['tms']} 35,5 %" in said
    assert number(sum(tulungagung.hits.values())) not in said


# Methods --------------------------------------------------------------------------------------------------------------


def test_the_methods_print_every_weight_and_what_is_absent(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/metode/"))
    for name in shipped():
        framework = load_framework(name)
        assert framework.title in said
        for dimension in framework.dimensions:
            assert dimension.title in said
        for indicator in framework.indicators:
            assert indicator.title in said
        for absent in framework.unpublished:
            assert absent in said
    tms = load_framework("kondusif-desa").indicators[0]
    assert f"{tms.title} 40 % per 100 ribu pemilih, 0–2.000" in said


def test_the_methods_say_that_no_party_and_no_person_can_enter(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/metode/"))
    assert "Ciri partai dan orang tidak dapat masuk." in said
    assert "kejadian, riwayat, daftar pemilih, penyelenggara, layanan, logistik, lokasi" in said


def test_the_methods_quote_the_limits_of_the_code(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/metode/"))
    assert "Mulai 30 hari diusulkan waspada, mulai 365 hari diusulkan siaga." in said
    assert "Mula-mula 999 ulangan acak; bila p di bawah 0,2, 199 dunia tenang lagi" in said
    assert "logit(R/100) = logit(S/100) + 0,5 · E[log θ]" in said


# Patrols --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(db: None) -> int:
    return keep_editions("ayu")[1]


def test_without_an_edition_the_page_says_what_it_needs(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/patroli/?unit=20"))
    assert "Belum ada edisi indeks" in said
    assert "kondusif index kondusif-desa" in said


def test_without_a_number_nothing_is_spread(ayus: Client, kept: int) -> None:
    for query in ("", "?unit=", "?unit=x", "?unit=0", "?unit=-3", "?unit=٣"):
        said = words_of(ayus.get(f"/kerawanan/patroli/{query}"))
        assert "Berapa unit yang ada?" in said
        assert "unit dibagikan" not in said


def test_units_go_where_the_plan_says_with_the_reason(ayus: Client, kept: int) -> None:
    page = ayus.get("/kerawanan/patroli/?unit=12&wilayah=35&tingkat=desa")
    plan = plan_patrols(edition(kept), load_rules("patroli"), area="35", level="desa", budget=12, now=NOW)
    given = {
        code: int(units) for code, units in zip(plan.allocation.codes, plan.allocation.units, strict=True) if units
    }
    rows = re.findall(
        r"<a href=\"/kerawanan/([\d.]+)/\">.*?<td class=\"n\"><b>(\d+)</b>", page.content.decode(), re.DOTALL
    )
    assert {code: int(units) for code, units in rows} == given
    said = words_of(page)
    assert "12 dari 12 unit dibagikan regu per malam" in said
    assert "kehadiran terendah kabupaten/kota" in said or "paling banyak mencegah" in said
    assert "anggapan itu belum pernah diukur" in said


def test_a_minimum_that_costs_more_than_there_is_is_refused_in_words(ayus: Client, kept: int) -> None:
    said = words_of(ayus.get("/kerawanan/patroli/?unit=1&wilayah=35"))
    assert "Tidak dapat dibagi: kehadiran minimum" in said
    assert "unit dibagikan" not in said


def test_choosing_other_rules_takes_their_own_limits(ayus: Client, kept: int) -> None:
    query = "?unit=30&wilayah=35&aturan=sosialisasi&untuk=patroli&minimum=1&batas=3&merata=50"
    page = ayus.get(f"/kerawanan/patroli/{query}").content.decode()
    assert 'name="batas" type="number" min="1" max="1000" value="5"' in page
    assert 'name="merata" type="number" min="0" max="100" value="70"' in page
    same = ayus.get(f"/kerawanan/patroli/{query.replace('untuk=patroli', 'untuk=sosialisasi')}").content.decode()
    assert 'name="batas" type="number" min="1" max="1000" value="3"' in same


def test_an_area_outside_of_the_edition_has_nothing_to_spread(ayus: Client, kept: int) -> None:
    assert "Tidak dapat dibagi" in words_of(ayus.get("/kerawanan/patroli/?unit=5&wilayah=51"))


# How right forecasts were ---------------------------------------------------------------------------------------------


def test_without_a_back_test_the_page_says_how_to_make_one(ayus: Client) -> None:
    said = words_of(ayus.get("/kerawanan/ketepatan/?wilayah=35&tingkat=kecamatan"))
    assert "Belum ada uji mundur menurut kecamatan di sini" in said
    assert "kondusif backtest --area 35 --level kecamatan --keep" in said


def test_the_newest_back_test_is_told_misses_and_all(ayus: Client) -> None:
    body = a_backtest()
    keep_backtest(body, area="35", level="kabupaten_kota", by="ayu", now=NOW)
    said = words_of(ayus.get("/kerawanan/ketepatan/?wilayah=35"))
    test = body["backtest"]
    assert f"{len(test['origins'])} pekan dinilai" in said
    assert f"{decimal(100 * test['skills'][0]['skill'], 1, signed=True)} %" in said
    share = 100 * test["coverage"]["held"] / test["coverage"]["forecasts"]
    assert f"semua {decimal(share, 1)} % {test['coverage']['held']} / {test['coverage']['forecasts']}" in said
    assert "Ramalan ditampilkan." in said
    assert said.count("Ramalan ditampilkan") == 1


def test_misses_stand_in_the_order_of_how_far_they_were_off(ayus: Client) -> None:
    body = a_backtest()
    keep_backtest(body, area="35", level="kabupaten_kota", by="ayu", now=NOW)
    table = ayus.get("/kerawanan/ketepatan/?wilayah=35").content.decode().split('id="meleset"')[1].split("</table>")[0]
    beyond = [int(each) for each in re.findall(r"<td class=\"n\">(\d+)</td></tr>", table)]
    assert beyond == [miss["beyond"] for miss in body["backtest"]["misses"]]
    assert beyond == sorted(beyond, reverse=True)
    assert beyond[0] > beyond[-1]


def test_a_forecast_that_is_not_proven_is_not_shown_and_says_why(ayus: Client) -> None:
    body = a_backtest()
    because = "Ramalan tidak ditampilkan: baru 3 pekan dapat dinilai, perlu 8."
    test = {**body["backtest"], "shown": False, "because": because, "origins": [], "misses": [], "pit": []}
    following = {**body["forecast"], "shown": False, "areas": [], "total": None}
    record = {**body, "backtest": test, "forecast": following}
    keep_backtest(record, area="35", level="kabupaten_kota", by="ayu", now=NOW)
    said = words_of(ayus.get("/kerawanan/ketepatan/?wilayah=35"))
    assert "Ramalan tidak ditampilkan. Baru 3 pekan dapat dinilai, perlu 8." in said
    assert "0 pekan dinilai" in said
    assert "Peluang sedikitnya satu" not in said
