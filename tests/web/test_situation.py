"""Situasi: every figure opens what it counts, one scope holds for all parts, and no part takes the others down."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from factories.alarms import an_alarm
from factories.readings import a_document, a_reading
from pytest_django import DjangoAssertNumQueries

from kondusif.elections.domain.bands import bands
from kondusif.elections.domain.calendar import current_calendar
from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import DayFigures, IncidentRow
from kondusif.places.domain.zones import WIB
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import Category
from kondusif.web.charts.groups import GROUPS, by_group
from kondusif.web.charts.timeline import Timeline, timeline
from web.conftest import Told, words_of

AMPLOP = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam"
NOW = datetime(2024, 11, 20, 8, 0, tzinfo=WIB)
QUERIES = 14  # session, user, 2 figures, 2 queue, 3 map, days, 2 feed, alarms, deadlines
_WORDS = (
    "surau lapangan jembatan sawah perahu pasar sekolah sungai bukit terminal kebun balai dermaga masjid pabrik".split()
)


def keep(number: int, at: datetime, **reading: Any) -> None:
    """A text like no other, first seen at a moment."""
    words = " ".join(f"{word}{number}" for word in _WORDS[number % 5 : number % 5 + 6])
    document = a_document(f"Kabar {words}", id=f"t{number}", source=f"sumber-{number % 7}", received_at=at)
    keep_readings([(document, a_reading(document, **reading))], now=at)


@pytest.fixture
def many(db: None) -> None:
    """Sixty incidents and activities over ten weeks, in four places, some contradicted."""
    dice = random.Random(20241120)
    categories = ["politik_uang", "hoaks", "apk", "netralitas", "unjuk_rasa", "geografis_bencana"]
    places = [("35.04.01.2001",), ("35.04.09",), ("35.07.14.2008",), ("73.71.01",), ()]
    for number in range(60):
        at = NOW - timedelta(minutes=dice.randrange(1, 70 * 24 * 60))
        activity = number % 6 == 0
        keep(
            number,
            at,
            category="kegiatan_preventif" if activity else dice.choice(categories),
            stance="prevention" if activity else "happened",
            is_incident=not activity,
            places=dice.choice(places),
            day=at.date(),
            contradicted=(("27 Oktober 2024", "27 November 2024"),) if number % 9 == 0 else (),
        )


def figures_on(response: HttpResponse) -> dict[str, tuple[int, str]]:
    """Name of each figure, its count and the address that it opens."""
    page = response.content.decode()
    found = re.findall(r'class="tile (\w+)[^"]*"><dt>.*?</dt><dd><a href="([^"]+)">([\d.]+)<', page)
    return {name: (int(count.replace(".", "")), unescape(href)) for name, href, count in found}


def counted_at(client: Client, address: str) -> int:
    """How many rows the list at an address says it has."""
    page = words_of(client.get(address))
    found = re.search(r"dari ([\d.]+) kejadian", page)
    return int(found[1].replace(".", "")) if found else 0


SCOPES = [
    f"?wilayah={area}&{period}{kind}{status}{category}"
    for area, period, kind, status, category in [
        ("", "periode=7h", "", "", ""),
        ("", "periode=24j", "", "", ""),
        ("", "periode=30h", "", "", ""),
        ("", "periode=semua", "", "", ""),
        ("35", "periode=7h", "", "", ""),
        ("35.04", "periode=30h", "", "", ""),
        ("35.04.01", "periode=semua", "", "", ""),
        ("35.04.01.2001", "periode=semua", "", "", ""),
        ("73", "periode=30h", "", "", ""),
        ("11", "periode=7h", "", "", ""),
        ("", "periode=30h", "&jenis=incident", "", ""),
        ("", "periode=30h", "&jenis=activity", "", ""),
        ("", "periode=30h", "", "&status=belum_diverifikasi", ""),
        ("", "periode=30h", "", "&status=terverifikasi", ""),
        ("", "periode=semua", "", "&status=terverifikasi&status=belum_diverifikasi", "&kategori=apk"),
        ("35", "periode=semua", "", "", "&kategori=hoaks&kategori=politik_uang"),
        ("", "sejak=2024-10-01&hingga=2024-10-31", "", "", ""),
        ("35.07", "sejak=2024-11-01", "", "", ""),
        ("", "hingga=2024-10-15", "&jenis=incident", "", "&kategori=apk"),
        ("", "sejak=2025-03-01&hingga=2025-03-09", "", "", ""),
    ]
]


def test_every_figure_opens_a_list_with_exactly_that_count(ayus: Client, many: None) -> None:
    for scope in SCOPES:
        page = ayus.get(f"/{scope}")
        assert page.status_code == 200
        figures = figures_on(page)
        assert figures, scope
        shown = {name: count for name, (count, _) in figures.items()}
        assert shown == {name: counted_at(ayus, href) for name, (_, href) in figures.items()}, scope


def test_bars_areas_and_deadlines_open_what_they_count(ayus: Client, many: None) -> None:
    page = unescape(ayus.get("/?periode=30h").content.decode())
    days = re.findall(r'<a class="slot[^"]*" href="/(\?[^"]+)" aria-label="[^"]*: (\d+) insiden, (\d+) kegiatan"', page)
    with_some = [(query, int(count) + int(also)) for query, count, also in days if int(count) + int(also)]
    assert len(with_some) > 10
    for query, count in with_some[:6]:
        assert counted_at(ayus, f"/kejadian/{query}") == count
    areas = re.findall(r'<a class="value" href="([^"]+)">(\d+)<', page)
    assert areas
    for address, count in areas:
        assert counted_at(ayus, address) == int(count)
    due = re.findall(r'<a href="([^"]+)">(\d+) insiden</a> mencapai batas laporan', page)
    for address, count in due:
        assert counted_at(ayus, address) == int(count)


def test_now_may_be_anywhere(ayus: Client, many: None, settings: Any) -> None:
    for moment in ("2024-01-01T00:00:00+07:00", "2024-10-27T23:59:00+07:00", "2025-12-31T12:00:00+09:00"):
        settings.KONDUSIF_NOW = moment
        page = ayus.get("/?periode=30h")
        assert page.status_code == 200
        assert "tidak dapat disusun" not in words_of(page)
        for count, address in figures_on(page).values():
            assert counted_at(ayus, address) == count


def test_more_than_usual_is_said_only_when_a_test_says_so(ayus: Client, db: None) -> None:
    for week in range(1, 5):
        keep(week, NOW - timedelta(days=7 * week + 1), places=(f"35.{week:02}",))
    keep(100, NOW - timedelta(days=60), places=("35.04",))
    for number in range(5, 8):
        keep(number, NOW - timedelta(days=1), places=(f"35.{number:02}",))
    words = words_of(ayus.get("/"))
    assert "+2 dari 7 hari sebelumnya" in words  # three against one: chance explains it
    assert words.count("lebih banyak dari biasanya") == 0
    for number in range(8, 20):
        keep(number, NOW - timedelta(days=1), places=(f"35.{number:02}",))
    words = words_of(ayus.get("/"))
    assert "+14 dari 7 hari sebelumnya lebih banyak dari biasanya" in words


def test_nothing_is_compared_with_a_time_before_the_first_text(ayus: Client, told: Told) -> None:
    told(AMPLOP)
    words = words_of(ayus.get("/"))
    assert "belum ada pembanding" in words
    assert "dari 7 hari sebelumnya" not in words


def test_what_waits_says_why_and_opens(ayus: Client, told: Told) -> None:
    row = told(AMPLOP, contradicted=(("27 Oktober 2024", "27 November 2024"),), confidence=0.3)
    page = ayus.get("/")
    words = words_of(page)
    assert "bertentangan" in words
    assert "mesin ragu" in words
    assert f'href="/kejadian/{row.id}/"' in page.content.decode()
    judge_incident(row.id, ruling=Ruling.VERIFY, reason="dua saksi", by="ayu", now=NOW)
    words = words_of(ayus.get("/"))
    assert "Tidak ada yang menunggu penilaian dalam cakupan ini." in words
    assert "ayu" in words
    assert "menyatakan terverifikasi" in words


def test_one_and_three_incidents_take_the_same_queries(
    ayus: Client, told: Told, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told(AMPLOP)
    ayus.get("/?wilayah=35")
    with django_assert_max_num_queries(QUERIES) as one:
        ayus.get("/?wilayah=35")
    told("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.07.14.2008",))
    told("Sosialisasi pemilih pemula di gedung serbaguna", category="kegiatan_preventif", is_incident=False)
    with django_assert_max_num_queries(QUERIES) as three:
        ayus.get("/?wilayah=35")
    assert len(one.captured_queries) == len(three.captured_queries)


def test_open_alarms_of_the_scope_stand_on_the_first_screen(ayus: Client, db: None) -> None:
    alarm = an_alarm(("35.04.01", "35.04.02"), now=NOW)
    an_alarm(("35.78.01",), now=NOW, name="2")
    page = ayus.get("/?wilayah=35.04")
    assert f'href="/peringatan/{alarm}/"' in page.content.decode()
    assert "usulan siaga Tulungagung, Boyolangu" in words_of(page)
    assert "Peringatan 1 usulan" in words_of(page)
    assert "Peringatan 2 usulan" in words_of(ayus.get("/?wilayah=35"))
    assert "usulan" not in words_of(ayus.get("/?wilayah=63"))


def test_an_empty_instance_says_what_fills_it(ayus: Client, db: None) -> None:
    page = ayus.get("/")
    words = words_of(page)
    assert page.status_code == 200
    assert "Belum ada teks yang dimasukkan." in words
    assert "kondusif ingest" in words
    assert "Tidak ada laporan atau penilaian baru dalam 24 jam terakhir." in words


def test_the_area_last_chosen_is_remembered_said_and_left(ayus: Client, three: list[IncidentRow]) -> None:
    assert ayus.get("/").status_code == 200
    ayus.get("/?wilayah=35.04")
    again = ayus.get("/")
    assert again.headers["Location"] == "/?wilayah=35.04&ingat=1"
    page = ayus.get(again.headers["Location"])
    assert "Dibuka di wilayah yang terakhir Anda pilih: Kab. Tulungagung" in words_of(page)
    assert 'href="/?periode=7h">Lihat seluruh Indonesia' in page.content.decode()
    ayus.get("/?periode=7h")
    assert ayus.get("/").status_code == 200


def test_the_scope_travels_to_every_section(ayus: Client, three: list[IncidentRow]) -> None:
    page = unescape(ayus.get("/?wilayah=35.04").content.decode())
    assert 'href="/kejadian/?wilayah=35.04&periode=7h"' in page
    assert 'href="/nilai/?wilayah=35.04&periode=7h"' in page


@pytest.mark.parametrize(
    "query",
    [
        "?sejak=0001-01-01",
        "?hingga=9999-12-31",
        "?sejak=2100-12-31&hingga=1900-01-01",
        "?sejak=2024-02-30",
        "?wilayah=%00",
        "?wilayah=malang",
        "?wilayah=99.99",
        "?wilayah=<script>alert(1)</script>",
        "?periode=selamanya",
        "?kategori='%22;--&status=x&jenis=y",
        "?wilayah=" + "a" * 5000,
        "?ingat=1",
    ],
)
def test_hostile_addresses_are_answered(ayus: Client, three: list[IncidentRow], query: str) -> None:
    page = ayus.get(f"/{query}")
    assert page.status_code == 200
    assert "tidak dapat disusun" not in words_of(page)
    assert "<script>alert" not in page.content.decode()


def test_a_part_that_fails_leaves_the_others(
    ayus: Client, three: list[IncidentRow], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("rusak")

    monkeypatch.setattr("kondusif.web.situation.map_of", broken)
    page = ayus.get("/")
    assert page.status_code == 200
    words = words_of(page)
    assert words.count("Bagian ini tidak dapat disusun") == 1
    assert "Insiden baru" in words
    assert "rusak" in caplog.text


def test_it_is_light_and_in_english_too(ayus: Client, many: None) -> None:
    page = ayus.get("/?wilayah=35&periode=30h", headers={"Accept-Language": "en"})
    assert len(page.content) < 100_000
    assert 'lang="en"' in page.content.decode()


def test_only_operators_come_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == "/masuk/?next=%2F"


# The time line --------------------------------------------------------------------------------------------------------


def drawn(first: date, last: date, *days: DayFigures, today: date = date(2024, 11, 20)) -> Timeline:
    calendar = current_calendar(load_rulebase(), today)
    return timeline(
        days,
        first=first,
        last=last,
        today=today,
        vote=calendar.voting_day,
        bands=bands(calendar.stages, first=first, last=last),
        address=lambda since, until: f"?sejak={since}&hingga={until}",
        chosen=(last, last),
    )


def test_every_category_belongs_to_exactly_one_group() -> None:
    grouped = [category for group in GROUPS for category in group.categories]
    assert sorted(grouped) == sorted(Category)
    assert sum(by_group({category.value: 1 for category in Category})) == len(Category)
    assert by_group({"belum-ada": 2})[-1] == 2


@pytest.mark.parametrize(
    ("first", "last", "unit", "bars"),
    [
        (date(2024, 11, 20), date(2024, 11, 20), "day", 1),
        (date(2024, 10, 22), date(2024, 11, 27), "day", 37),
        (date(2024, 6, 1), date(2024, 11, 20), "week", 25),
        (date(2024, 1, 1), date(2025, 12, 31), "month", 24),
        (date(2005, 1, 1), date(2024, 12, 31), "year", 20),
    ],
)
def test_long_stretches_are_drawn_by_week_month_or_year(first: date, last: date, unit: str, bars: int) -> None:
    line = drawn(first, last, DayFigures(last, 3, 1, {"apk": 3}))
    assert (line.unit, len(line.slots)) == (unit, bars)
    assert line.slots[0].first <= first
    assert line.slots[-1].last >= last
    assert (line.incidents, line.activities) == (3, 1)
    assert sum(group.count for group in line.groups) == 3


def test_bars_say_their_day_and_counts_and_the_table_says_the_same() -> None:
    day = date(2024, 11, 18)
    line = drawn(date(2024, 11, 1), date(2024, 11, 20), DayFigures(day, 3, 2, {"apk": 2, "hoaks": 1}))
    assert 'href="?sejak=2024-11-18&amp;hingga=2024-11-18" aria-label="18 Nov 2024: 3 insiden, 2 kegiatan"' in line.svg
    assert [(slot.first, slot.incidents, slot.activities, slot.groups) for slot in line.rows] == [
        (day, 3, 2, (0, 1, 0, 2, 0))
    ]
    assert "Kampanye" in line.svg
    assert line.svg.count('tabindex="-1"') == len(line.slots) - 1  # one stop for the keyboard, arrows do the rest


def test_nothing_at_all_can_be_drawn() -> None:
    line = drawn(date(2024, 11, 1), date(2024, 11, 30))
    assert line.empty
    assert line.rows == ()
    assert "style=" not in line.svg
