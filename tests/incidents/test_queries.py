from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW

from incidents.conftest import AMPLOP, BALIHO, LAGI, SALIN, Keep, incident_with, told
from kondusif.incidents.actions import judge_incident, merge_incidents
from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.incidents.queries import (
    Filters,
    count_by_area,
    every_incident,
    figures,
    find_incident,
    incident_conflicts,
    incident_detail,
    incidents_of_text,
    list_incidents,
    readings_of,
    sources_in,
)

pytestmark = pytest.mark.django_db
RAPAT = told(
    "rapat-1",
    "Rapat koordinasi digelar KPU",
    category="kegiatan_preventif",
    stance="prevention",
    is_incident=False,
    places=("35.07",),
    day=date(2024, 11, 1),
)
SALAH = told(
    "salah-1",
    "Pemungutan suara 27 Oktober 2024",
    category="informasi_tahapan",
    is_incident=False,
    places=(),
    day=None,
    contradicted=(("2024-10-27", "2024-11-27"),),
)


def titles(**filters: Any) -> list[str]:
    return [row.title.split()[0] for row in list_incidents(Filters(**filters)).rows]


@pytest.fixture
def four(keep: Keep) -> None:
    keep(AMPLOP)
    keep(BALIHO)
    keep(RAPAT)
    keep(SALAH)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"Amplop", "Baliho", "Rapat", "Pemungutan"}),
        ({"categories": ("apk", "politik_uang")}, {"Amplop", "Baliho"}),
        ({"kind": "activity"}, {"Rapat", "Pemungutan"}),
        ({"area": "35"}, {"Amplop", "Baliho", "Rapat"}),
        ({"area": "35.04"}, {"Amplop", "Baliho"}),
        ({"area": "35.04.01"}, {"Amplop"}),
        ({"area": "35.04.01.2001"}, {"Amplop"}),
        ({"area": "35.0"}, set()),
        ({"statuses": ("terverifikasi",)}, set()),
        ({"contradicted": True}, {"Pemungutan"}),
        ({"date_from": date(2024, 11, 18)}, {"Amplop", "Baliho"}),
        ({"date_to": date(2024, 11, 2)}, {"Rapat"}),
        ({"search": "baliho"}, {"Baliho"}),
        ({"search": "balai AMPLOP"}, {"Amplop"}),
        ({"search": "koordi"}, {"Rapat"}),
        ({"search": "koordi rapat"}, set()),
        ({"search": '"; DROP TABLE x -- *'}, set()),
        ({"search": "AND OR NOT"}, set()),
        ({"search": "!!"}, {"Amplop", "Baliho", "Rapat", "Pemungutan"}),
        ({"search": "warta-uji", "kind": "activity"}, {"Rapat", "Pemungutan"}),
    ],
)
def test_filters_leave_exactly_what_they_say(filters: dict[str, Any], found: set[str]) -> None:
    assert set(titles(**filters)) == found
    assert list_incidents(Filters(**filters)).count == len(found)
    assert figures(Filters(**filters)).total == len(found)


@pytest.mark.usefixtures("four")
def test_figures_add_up() -> None:
    counted = figures()
    assert counted.by_status == {"belum_diverifikasi": 4, "terverifikasi": 0, "tidak_terbukti": 0, "ditutup": 0}
    assert counted.by_kind == {"incident": 2, "activity": 2}
    assert counted.by_category == {"apk": 1, "informasi_tahapan": 1, "kegiatan_preventif": 1, "politik_uang": 1}
    assert (counted.contradicted, counted.several_witnesses) == (1, 0)
    assert count_by_area() == {"": 1, "35.04": 2, "35.07": 1}


@pytest.mark.usefixtures("four")
def test_pages_cover_the_list_without_overlap() -> None:
    pages = [list_incidents(Filters(sort="oldest"), page=page, per_page=3) for page in (1, 2, 9)]
    assert [len(page.rows) for page in pages] == [3, 1, 1]
    assert (pages[0].count, pages[0].pages, pages[2].page) == (4, 2, 2)
    assert len({row.id for page in pages[:2] for row in page.rows}) == 4


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("sort", ["latest", "oldest", "date", "witnesses", "severity", "nonsense"])
def test_every_order_shows_everything(sort: str) -> None:
    assert len(titles(sort=sort)) == 4


def test_by_day_what_has_no_day_comes_last(keep: Keep) -> None:
    keep(SALAH)
    keep(AMPLOP)
    keep(RAPAT)
    assert titles(sort="date") == ["Amplop", "Rapat", "Pemungutan"]


@pytest.mark.parametrize(
    "words", ["rp50.000", "000", "RP50", "jum'at", "Jumat", "éntah", "ENTAH", "balai desa", "bali", "café", "CAFE"]
)
def test_search_cuts_and_folds_words_alike_on_every_database(keep: Keep, words: str) -> None:
    keep(told("uang-1", "Éntah siapa bagi Rp50.000 di Balai_Desa Bali depan café, Jum’at malam"))
    keep(BALIHO)
    assert "Éntah" in titles(search=words)


def test_sources_and_texts_stand_letter_for_letter(keep: Keep) -> None:
    told_by = ("éksprés", "Warta-Uji", "warta-uji", "_grup", "10 menit", "9 menit", "harian a-b", "harian ab")
    keep(
        *(told(source, f"Baliho dirobek dekat pasar {number}", source=source) for number, source in enumerate(told_by))
    )
    assert [each.source for each in sources_in()] == sorted(told_by)
    assert all(list(texts) == sorted(texts) for _, texts in every_incident())


def test_search_follows_the_texts(keep: Keep) -> None:
    keep(AMPLOP)
    assert titles(search="genset") == []
    keep(told("amplop-1", "Amplop dan genset dibagikan"))
    assert titles(search="genset") == ["Amplop"]
    assert titles(search="balai") == []


def test_an_incident_opens_with_everything_about_it(keep: Keep) -> None:
    keep(AMPLOP, LAGI, SALIN, told("mirip-1", "Amplop dibagikan kepada warga", day=None, places=("35.04",)))
    incident = incident_with("amplop-1")
    judge_incident(incident.pk, ruling=Ruling.VERIFY, reason="dua saksi", by="ayu", now=NOW)
    detail = incident_detail(incident.pk)
    assert detail is not None
    assert (detail.row.status, detail.row.kind, detail.row.texts) == (
        Status.TERVERIFIKASI,
        Kind.INCIDENT,
        len(detail.members),
    )
    assert [member.is_copy for member in detail.members].count(True) == 1
    assert [judged.by for judged in detail.judgements] == ["ayu"]
    assert [entry.kind for entry in detail.trail] == ["incident_opened", "incident_judged"]
    assert readings_of(detail.members[0].text.id) == [detail.members[0].reading]
    assert incidents_of_text(detail.members[0].text.id) == [incident.pk]
    assert incident_conflicts(incident.pk) == detail.conflicts


def test_what_is_alike_is_shown_with_what_differs(keep: Keep) -> None:
    keep(AMPLOP)
    keep(
        told(
            "mirip-1", "Amplop kedua dibagikan seseorang, katanya untuk pembangunan musala", places=("35.04",), day=None
        )
    )
    assert incident_with("mirip-1").pk != incident_with("amplop-1").pk
    detail = incident_detail(incident_with("amplop-1").pk)
    assert detail is not None
    for similar in detail.similar:
        assert similar.incident.id == incident_with("mirip-1").pk
        assert similar.differs == ("place_code", "event_date")


def test_an_incident_is_found_by_number_and_by_the_beginning_of_its_id(keep: Keep) -> None:
    keep(AMPLOP)
    incident = incident_with("amplop-1")
    for written in (str(incident.number), f"#{incident.number}", str(incident.pk), str(incident.pk)[:8].upper()):
        assert find_incident(written) == [incident.pk]
    assert find_incident("abc") == find_incident("zzzzzzzz") == find_incident("") == []


def test_exports_name_the_texts(keep: Keep) -> None:
    keep(AMPLOP, SALIN, BALIHO)
    assert [members for _, members in every_incident(Filters(sort="oldest"))] == [
        ("amplop-1", "amplop-3"),
        ("baliho-1",),
    ]


@pytest.mark.parametrize(
    ("ask", "queries"),
    [(list_incidents, 2), (figures, 1), (count_by_area, 1)],
)
def test_lists_stay_flat(keep: Keep, ask: Callable[[], object], queries: int) -> None:
    seen = []
    for count in (1, 3):
        keep(
            *(
                told(f"t{index}", f"kejadian {'xyz'[index] * 5}", places=(f"35.04.0{index + 1}",))
                for index in range(count)
            )
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask()
        seen.append(len(captured))
    assert seen == [queries, queries]


def test_an_incident_stays_flat(keep: Keep) -> None:
    seen = []
    for pairs in ((AMPLOP,), (AMPLOP, LAGI, SALIN)):
        keep(*pairs)
        other = told("lain-1", "baliho robek", category="apk")
        keep(other)
        incident = incident_with("amplop-1").pk
        with CaptureQueriesContext(connection) as captured:
            incident_detail(incident)
        seen.append(len(captured))
    merge_incidents([incident, incident_with("lain-1").pk], reason="sama saja", by="ayu", now=NOW)
    with CaptureQueriesContext(connection) as captured:
        incident_detail(incident)
    seen.append(len(captured))
    assert max(seen) - min(seen) <= 2  # a block of neighbours, a group of copies: looked up where there are some
    assert max(seen) <= 18
