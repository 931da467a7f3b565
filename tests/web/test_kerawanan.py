from __future__ import annotations

import re
from collections.abc import Callable
from math import isnan

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW
from factories.season import KECAMATAN, keep_editions
from scipy.stats import spearmanr

from kondusif.audit.queries import head as facts_head
from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import IncidentRow
from kondusif.kerawanan.domain.explain import explain, what_would_lower
from kondusif.kerawanan.domain.index_rollup import roll_up
from kondusif.kerawanan.domain.whatif import reweighed
from kondusif.kerawanan.queries.editions import Edition, edition, list_editions
from kondusif.kerawanan.queries.ranking import ranking_of
from kondusif.kerawanan.queries.simulation import rank_correlation
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.wording import decimal
from kondusif.web.charts.intervals import interval_bar, share_bar, signed_bar
from web.conftest import words_of

Told = Callable[..., IncidentRow]
DESA = "35.04.02.2002"


@pytest.fixture
def kept(db: None) -> Edition:
    return edition(keep_editions("ayu")[1])


def rows_of(response: HttpResponse) -> list[str]:
    """The codes of the list, in its order."""
    return re.findall(r'<tr data-row="([\d.]+)"', response.content.decode())


def marks_of(response: HttpResponse) -> dict[str, str]:
    """What the map says of each area."""
    page = response.content.decode()
    return dict(re.findall(r'<a data-code="([\d.]+)"[^>]*><title>(.*?)</title>', page, flags=re.DOTALL))


# The ranking ----------------------------------------------------------------------------------------------------------


def test_without_an_edition_the_page_says_how_to_make_one(ayus: Client) -> None:
    words = words_of(ayus.get("/kerawanan/"))
    assert "Belum ada edisi indeks yang disimpan" in words
    assert "kondusif index kondusif-desa --data isian.xlsx --keep" in words
    assert "Belum ada edisi indeks yang disimpan" in words_of(ayus.get("/kerawanan/35.07/"))


def test_the_head_says_whose_edition_it_is_when_it_was_kept_and_that_it_is_invented(
    ayus: Client, kept: Edition
) -> None:
    words = words_of(ayus.get("/kerawanan/"))
    assert f"Edisi {kept.row.number} Indeks kerawanan desa Kondusif tidak resmi, dari Kondusif angka rekaan" in words
    assert "oleh ayu" in words
    assert f"{kept.row.scored} dari {kept.row.areas} desa/kelurahan dinilai." in words


def test_desa_stand_in_the_order_of_the_index_with_score_interval_and_category(ayus: Client, kept: Edition) -> None:
    page = ayus.get("/kerawanan/?wilayah=35.04.02")
    within = ranking_of(kept).within("35.04.02")
    assert rows_of(page) == [row.code for row in within]
    first, words = within[0], words_of(page)
    assert first.score is not None
    assert first.interval is not None
    low, high = first.interval
    assert (
        f"{decimal(first.score)} {decimal(low)}–{decimal(high)} {decimal(low)}–{decimal(high)} {first.category}"
        in words
    )
    assert "17 wilayah" in words


def test_the_map_says_value_interval_category_and_how_much_is_known(ayus: Client, kept: Edition) -> None:
    said = marks_of(ayus.get("/kerawanan/?wilayah=35.04.02"))
    assert set(said) == set(load_gazetteer().children("35.04.02"))
    row = ranking_of(kept).of(DESA)
    assert row is not None
    assert row.score is not None
    assert row.interval is not None
    low, high = row.interval
    told = said[DESA].split("\n")[1]
    assert told.startswith(f"{decimal(row.score)} ({decimal(low)}–{decimal(high)}), {row.category} berpeluang ")
    assert re.search(r"data terisi \d+ %", told)


def test_what_is_unsure_is_hatched_and_the_legend_says_why_with_how_many(ayus: Client, kept: Edition) -> None:
    page = ayus.get("/kerawanan/?wilayah=35.04.02").content.decode()
    rows = ranking_of(kept).within("35.04.02")
    hatched = re.findall(r'<path fill="url\(#kerawanan-h\d\)"', page)
    assert len(hatched) == sum(row.unsure for row in rows) > 0
    borderline = sum(row.borderline for row in rows)
    assert borderline > 0
    assert f"di ambang dua kategori ({borderline} wilayah)" in page


def test_areas_above_show_the_mean_of_voters_and_what_it_hides(ayus: Client, kept: Edition) -> None:
    page = ayus.get("/kerawanan/?wilayah=35.04&tingkat=kecamatan")
    told = sorted(
        (one for one in roll_up(kept.result, parts=3) if one.code < "35.05"), key=lambda one: -(one.score or 0)
    )
    assert rows_of(page) == [one.code for one in told]
    first = told[0]
    assert first.score is not None
    assert first.ninetieth is not None
    assert f"{decimal(first.score)} {decimal(first.ninetieth)}" in words_of(page)
    assert "kategori tidak pernah dirata-rata" in words_of(page)


def test_every_desa_is_listed_once_over_the_pages(ayus: Client, kept: Edition) -> None:
    pages = [rows_of(ayus.get(f"/kerawanan/?tingkat=desa&hal={page}")) for page in (1, 2)]
    assert [len(page) for page in pages] == [50, kept.row.areas - 50]
    assert sorted(pages[0] + pages[1]) == sorted(kept.result.codes)
    assert rows_of(ayus.get("/kerawanan/?tingkat=desa&hal=99")) == pages[1]


def test_the_list_can_be_sorted_by_name_by_what_is_known_and_by_how_unsure(ayus: Client, kept: Edition) -> None:
    rows = ranking_of(kept).within("35.04.02")
    by_name = rows_of(ayus.get("/kerawanan/?wilayah=35.04.02&urut=nama"))
    names = [load_gazetteer().area(code).name.casefold() for code in by_name]
    assert names == sorted(names)
    coverage = {row.code: row.coverage for row in rows}
    by_known = [coverage[code] for code in rows_of(ayus.get("/kerawanan/?wilayah=35.04.02&urut=cakupan"))]
    assert by_known == sorted(by_known)
    width = {row.code: row.interval[1] - row.interval[0] if row.interval else -1.0 for row in rows}
    by_width = [width[code] for code in rows_of(ayus.get("/kerawanan/?wilayah=35.04.02&urut=selang"))]
    assert by_width == sorted(by_width, reverse=True)


def test_an_edition_that_does_not_exist_is_told_and_the_newest_shown(ayus: Client, kept: Edition) -> None:
    words = words_of(ayus.get("/kerawanan/?edisi=999"))
    assert "Tidak ada edisi nomor 999; yang tampil edisi terbaru." in words
    assert f"Edisi {kept.row.number} " in words


def test_an_older_edition_can_be_chosen(ayus: Client, kept: Edition) -> None:
    older = kept.row.number - 1
    page = ayus.get(f"/kerawanan/?edisi={older}&wilayah=35.04.02")
    assert f"Edisi {older} " in words_of(page)
    assert rows_of(page) == [row.code for row in ranking_of(edition(older)).within("35.04.02")]


def test_an_area_at_the_level_of_the_edition_leads_to_its_own_page(ayus: Client, kept: Edition) -> None:
    response = ayus.get(f"/kerawanan/?wilayah={DESA}")
    assert (response.status_code, response["Location"]) == (302, f"/kerawanan/{DESA}/?edisi={kept.row.number}")


def test_an_area_that_the_edition_does_not_have_is_told(ayus: Client, kept: Edition) -> None:
    assert "Edisi ini tidak memuat wilayah di Kalimantan Selatan." in words_of(ayus.get("/kerawanan/?wilayah=63"))
    assert "Edisi ini tidak memuat Kab. Tapin." in words_of(ayus.get("/kerawanan/63.05/"))


# One area -------------------------------------------------------------------------------------------------------------


def test_what_drives_a_score_adds_up_to_the_gap_from_the_usual(ayus: Client, kept: Edition) -> None:
    found = explain(kept.result, DESA)
    assert sum(one.points for one in found.contributions) == pytest.approx(found.score - found.usual)
    words = words_of(ayus.get(f"/kerawanan/{DESA}/"))
    gap = decimal(found.score - found.usual, signed=True)
    assert f"Lazimnya {decimal(found.usual)}; di sini {gap} menjadi {decimal(found.score)}." in words
    for one in found.contributions:
        assert one.title in words
    first = found.contributions[0]
    assert re.search(rf"{re.escape(first.title)} .{{1,60}} {re.escape(decimal(first.points, signed=True))} ", words)


def test_what_would_lower_it_says_how_much_and_what_to_do(ayus: Client, kept: Edition) -> None:
    words = words_of(ayus.get(f"/kerawanan/{DESA}/"))
    found = what_would_lower(kept.result, DESA)
    assert found
    for one in found:
        assert f"{one.title} {decimal(-one.points, signed=True)} {one.prevention}" in words


def test_what_changed_since_the_edition_before_names_the_figures(ayus: Client, kept: Edition) -> None:
    before = edition(kept.row.number - 1)
    now_then = zip(kept.table.values, before.table.values, strict=True)
    changed = next(
        code
        for code, (now, then) in zip(kept.table.codes, now_then, strict=True)
        if any(a == a and b == b and a != b for a, b in zip(now, then, strict=True))
        and all(row.score is not None for row in (ranking_of(kept).of(code), ranking_of(before).of(code)) if row)
    )
    words = words_of(ayus.get(f"/kerawanan/{changed}/"))
    assert "Angka yang berubah" in words
    assert "Bobot dan bentuk rata-rata 0,0" in words
    still = next(code for code in kept.table.codes if code != changed and _same(kept, before, code))
    assert "Tidak satu pun angka wilayah ini berubah." in words_of(ayus.get(f"/kerawanan/{still}/"))


def _same(kept: Edition, before: Edition, code: str) -> bool:
    row = ranking_of(kept).of(code)
    place = kept.table.codes.index(code)
    return bool(
        row is not None and row.score is not None and (kept.table.values[place] == before.table.values[place]).all()
    )


def test_an_area_above_shows_its_parts_and_no_category(ayus: Client, kept: Edition) -> None:
    words = words_of(ayus.get("/kerawanan/35.04/"))
    assert "3 wilayah, 3 dinilai" in words
    assert "kategori tidak pernah dirata-rata" in words
    assert "Apa yang mendorongnya" not in words


def test_published_series_stand_side_by_side_and_none_is_filled_in(ayus: Client, kept: Edition) -> None:
    words = words_of(ayus.get("/kerawanan/35.07/"))
    assert "IKP 2024 Bawaslu, 16 Des 2022 64,00 tinggi" in words
    assert "#1 tinggi" in words
    assert "IPKP 2024 tahap II Polri, 2024-10 tidak menyebut angka wilayah ini" in words
    assert "skalanya tidak sama; Kab. Tulungagung" in words_of(ayus.get(f"/kerawanan/{DESA}/"))


def test_only_verified_incidents_move_the_combined_risk_and_none_moves_the_score(
    ayus: Client, ayu: User, kept: Edition, told: Told
) -> None:
    row = ranking_of(kept).of(DESA)
    assert row is not None
    assert row.score is not None
    seen = told("Ricuh di balai desa", category="intimidasi_kekerasan", places=(DESA,))
    before = words_of(ayus.get(f"/kerawanan/{DESA}/"))
    assert "Belum ada insiden terverifikasi di sini." in before
    assert "1 insiden yang tidak dihitung" in before
    judge_incident(seen.id, ruling=Ruling.VERIFY, reason="dua saksi", by=ayu.username, now=NOW)
    page = ayus.get(f"/kerawanan/{DESA}/")
    assert "1 insiden terverifikasi yang dihitung" in words_of(page)
    assert f'<a href="/kejadian/{seen.id}/">' in page.content.decode()
    assert f"poin terhadap S {decimal(row.score)}" in words_of(page)
    risks = ayus.get("/kerawanan/?ukuran=r&wilayah=35.04.02")
    theta = ayus.get("/kerawanan/?ukuran=theta&wilayah=35.04.02")
    assert rows_of(theta)[0] == DESA
    assert len(rows_of(risks)) == 17
    assert "S: keadaan sebelum ada kejadian" in words_of(risks)


def test_codes_are_written_with_dots_and_what_is_no_area_is_not_found(ayus: Client, kept: Edition) -> None:
    response = ayus.get("/kerawanan/3507/?edisi=1")
    assert (response.status_code, response["Location"]) == (302, "/kerawanan/35.07/?edisi=1")
    assert ayus.get("/kerawanan/99.99/").status_code == 404
    assert ayus.get("/kerawanan/%00/").status_code == 404


def test_the_pages_of_an_area_lead_to_each_other(ayus: Client, kept: Edition) -> None:
    assert 'href="/kerawanan/35.07/"' in ayus.get("/wilayah/35.07/").content.decode()
    assert 'href="/wilayah/35.07/"' in ayus.get("/kerawanan/35.07/").content.decode()
    assert KECAMATAN[3] in rows_of(ayus.get("/kerawanan/?wilayah=35.07"))


def test_one_incident_and_three_take_the_same_queries(ayus: Client, ayu: User, kept: Edition, told: Told) -> None:
    addresses = [f"/kerawanan/{code}/" for code in (DESA, "35.04")]
    addresses += [f"/kerawanan/?ukuran=r&tingkat={level}" for level in ("desa", "kecamatan")]
    found = []
    for category, text in (
        ("intimidasi_kekerasan", "Ricuh di balai desa"),
        ("politik_uang", "Amplop dibagikan kepada pedagang pasar lama"),
        ("apk", "Baliho roboh menimpa pagar kebun raya"),
    ):
        seen = told(text, category=category, places=(DESA,), source=category, day=None)
        judge_incident(seen.id, ruling=Ruling.VERIFY, reason="dua saksi", by=ayu.username, now=NOW)
        taken = []
        for address in addresses * 2:  # what a process keeps is kept after the first
            with CaptureQueriesContext(connection) as caught:
                ayus.get(address)
            taken.append(len(caught))
        found.append(taken[len(addresses) :])
    assert found[0] == found[2]
    assert "3 insiden terverifikasi yang dihitung" in words_of(ayus.get(f"/kerawanan/{DESA}/"))


# Other weights --------------------------------------------------------------------------------------------------------


def moved_of(response: HttpResponse, heading: str) -> list[str]:
    """The codes in one of the lists of the simulator."""
    page = response.content.decode()
    part = page[page.index(f'id="{heading}"') :].split("</section>")[0]
    return re.findall(r'href="/kerawanan/([\d.]+)/', part)


def test_the_weights_of_the_edition_give_its_own_order(ayus: Client, kept: Edition) -> None:
    page = ayus.get("/kerawanan/simulasi/")
    assert moved_of(page, "t-top") == [row.code for row in ranking_of(kept).rows[:20]]
    assert "Bobotnya sama dengan yang diterbitkan: peringkatnya juga." in words_of(page)
    assert "Hanya simulasi." in words_of(page)


def test_other_weights_give_another_order_and_say_how_far_it_is_from_the_published(ayus: Client, kept: Edition) -> None:
    weights = {"penyelenggaraan": 10.0, "keamanan": 90.0, "lokasi_dan_logistik": 0.0, "jaringan_dan_layanan": 0.0}
    query = "&".join(f"bobot_{name}={value:g}" for name, value in weights.items())
    page = ayus.get(f"/kerawanan/simulasi/?{query}")
    found = reweighed(kept.result, weights)
    order = sorted(
        range(len(found.ranks)), key=lambda row: (isnan(found.ranks[row]), found.ranks[row], kept.result.codes[row])
    )
    assert moved_of(page, "t-top") == [kept.result.codes[row] for row in order[:20]]
    both = ~(np.isnan(found.scores) | np.isnan(kept.result.scores))
    expected = spearmanr(found.scores[both], kept.result.scores[both]).statistic
    assert f"Korelasi peringkat dengan yang diterbitkan {decimal(float(expected), 3)} ." in words_of(page)
    up = {code: rise for code, rise in zip(kept.result.codes, found.risen, strict=True) if rise == rise}
    rises = [up[code] for code in moved_of(page, "t-up")]
    falls = [up[code] for code in moved_of(page, "t-down")]
    assert rises == sorted(up.values(), reverse=True)[:10]
    assert falls == sorted(up.values())[:10]
    assert "Penyelenggaraan 30 % 10 %" in words_of(page)


def test_only_shares_count_and_commas_are_read(ayus: Client, kept: Edition) -> None:
    first = ayus.get(
        "/kerawanan/simulasi/?bobot_penyelenggaraan=1&bobot_keamanan=2,5&bobot_lokasi_dan_logistik=1&bobot_jaringan_dan_layanan=0.5"
    )
    second = ayus.get(
        "/kerawanan/simulasi/?bobot_penyelenggaraan=20&bobot_keamanan=50&bobot_lokasi_dan_logistik=20&bobot_jaringan_dan_layanan=10"
    )
    assert moved_of(first, "t-top") == moved_of(second, "t-top")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("bobot_keamanan=x", "bobot harus angka terhingga, 0 atau lebih"),
        ("bobot_keamanan=-1", "bobot harus angka terhingga, 0 atau lebih"),
        ("bobot_keamanan=inf", "bobot harus angka terhingga, 0 atau lebih"),
        ("bobot_keamanan=1234567890123", "bobot harus angka terhingga, 0 atau lebih"),
        (
            "bobot_penyelenggaraan=0&bobot_keamanan=0&bobot_lokasi_dan_logistik=0&bobot_jaringan_dan_layanan=0",
            "paling sedikit satu dimensi harus berbobot lebih dari 0",
        ),
    ],
)
def test_weights_that_are_none_are_refused_in_words(ayus: Client, kept: Edition, query: str, said: str) -> None:
    page = ayus.get(f"/kerawanan/simulasi/?{query}")
    assert page.status_code == 200
    assert said in words_of(page)
    assert "teratas" not in words_of(page)


def test_a_simulation_is_kept_nowhere(ayus: Client, kept: Edition) -> None:
    before = (list_editions(), facts_head())
    ayus.get("/kerawanan/simulasi/?bobot_keamanan=90")
    assert (list_editions(), facts_head()) == before


def test_ranks_correlate_as_spearman_has_it_and_say_nothing_where_there_is_nothing_to_compare() -> None:
    first, second = np.array([1.0, 2.0, 2.0, 5.0, 3.0]), np.array([2.0, 1.0, 4.0, 4.0, 3.0])
    assert rank_correlation(first, second) == pytest.approx(spearmanr(first, second).statistic)
    assert rank_correlation(first, -first) == pytest.approx(-1)
    assert rank_correlation(first[:1], second[:1]) is None
    assert rank_correlation(first, np.ones(5)) is None


# Drawings -------------------------------------------------------------------------------------------------------------


def test_an_interval_is_drawn_from_its_low_to_its_high_end_with_its_point_and_the_borders_of_classes() -> None:
    drawn = interval_bar(30, (20, 45.5), ticks=(0, 25, 100))
    assert '<line class="span" x1="20.00%" x2="45.50%"' in drawn
    assert 'cx="30.00%"' in drawn
    assert re.findall(r'class="tick" x1="([\d.]+)%"', drawn) == ["25.00"]
    assert "span" not in interval_bar(30, None)
    assert 'cx="100.00%"' in interval_bar(130, None)


def test_a_signed_bar_goes_right_for_more_and_left_for_less() -> None:
    assert '<rect class="up" x="50.00%" width="25.00%"' in signed_bar(2, most=4)
    assert '<rect class="down" x="0.00%" width="50.00%"' in signed_bar(-4, most=4)
    assert "rect" not in signed_bar(0, most=4)
    assert "rect" not in signed_bar(0, most=0)
    assert 'class="part" width="40.00%"' in share_bar(40)
