from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW, a_reading

from incidents.conftest import Keep, told
from kondusif.incidents.domain.searching.columns import NO_KIND, Wanted
from kondusif.incidents.models import KnownWord, TextFacets, TextWords
from kondusif.incidents.queries.text_search import TextPage, TextSearch, search_texts, text_detail
from kondusif.incidents.text_index import index_missing
from kondusif.intake.models import Text

pytestmark = pytest.mark.django_db


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


AMPLOP = told("amplop", "Amplop berisi uang dibagikan kepada warga di balai desa", received_at=at(1))
JUDUL = told("judul", "Warga melapor ke panwas", title="Amplop di balai desa", source="radar-uji", received_at=at(0))
BALIHO = told(
    "baliho",
    "Baliho dirobek orang tak dikenal dekat pasar, kata kepala desa",
    category="apk",
    places=("35.07.14.2008", "35.07.14"),
    source_class="press",
    received_at=at(2),
)
IKLAN = told(
    "iklan",
    "Jual genset murah",
    category="tidak_relevan",
    stance="noise",
    is_incident=False,
    places=(),
    received_at=at(3),
)
FOUR = (AMPLOP, JUDUL, BALIHO, IKLAN)


def search(written: str = "", *, literal: bool = False, **wanted: str) -> TextPage:
    return search_texts(TextSearch(written, Wanted(**wanted), literal))


def found(written: str = "", **wanted: str) -> list[str]:
    ids = [hit.id for hit in search(written, literal=True, **wanted).hits]
    names = dict(Text.objects.filter(pk__in=ids).values_list("pk", "source_id"))
    return [names[pk] for pk in ids]


@pytest.fixture
def four(keep: Keep) -> None:
    keep(*FOUR)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", ["iklan", "baliho", "amplop", "judul"]),
        ("amplop", ["judul", "amplop"]),  # in the title first, though it is older
        ("AMPLOP Warga", ["amplop", "judul"]),
        ("desa", ["judul", "baliho", "amplop"]),
        ("ds", ["judul", "baliho", "amplop"]),
        ("amp", ["judul", "amplop"]),
        ("am", []),
        ('"amp"', []),
        ('"balai desa"', ["judul", "amplop"]),
        ('"desa balai"', []),
        ('"dekat pasar kata kepala"', ["baliho"]),
        ('"dekat pasar kepala"', []),
        ("balai-desa", ["judul", "amplop"]),
        ("desa -amplop", ["baliho"]),
        ('"balai desa" -melapor', ["amplop"]),
        ("desa -melapor -ds", []),
        ('warga -"ke panwas" -genset', ["amplop"]),
        ("-desa", ["iklan"]),
        ('-"balai desa"', ["iklan", "baliho"]),
        ("sumber:radar", ["judul"]),
        ("sumber:radar -amplop", []),
        ("warga sumber:warta", ["amplop"]),
        ("kategori:apk", ["baliho"]),
        ("wilayah:35.07", ["baliho"]),
        ("kategori:apk amplop", []),
        ("wilayah:35.99", []),
    ],
)
def test_what_is_typed_decides_what_is_found(written: str, expected: list[str]) -> None:
    assert found(written) == expected
    assert search(written, literal=True).count == len(expected)


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    "written",
    [
        "AND (", "OR", "NOT", "NEAR(a b)", '"', '""', '"""', "'", "\\", "*", "a*", "^amplop", "title:amplop", "{body}:x", "body : x",
        "amplop\x00desa", "\x00", "a" * 10_000, "amplop " * 2_000, '"' + "desa " * 500, "-" * 50, "--amplop", "- amplop", "sumber:", "kategori:",
        'sumber:"', "%s", "%", "_", "'; DROP TABLE x; --", "& | ! <->", "desa:*", "<script>alert(1)</script>", "\ud800", "\u202e", "😀", "½", "²",
        "kab. tulungagung", "ꦗꦮ", "भारत", "中文", "عربي", "e\u0301", "ﬁ", "İ", "ß", "1e5", "3.14", "--1", "0x1F", "user@example.org", "/a/b",
    ],
)  # fmt: skip
def test_nothing_that_can_be_typed_fails(written: str) -> None:
    for literal in (True, False):
        page = search(written, literal=literal)
        assert page.count >= len(page.hits)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Warga ﬁlm di kafé itu", "film kafe"),
        ("Shalat Jum’at di masjid", "jum'at"),
        ("Shalat Jum’at di masjid", "jumat masjid"),
        ("ꦗꦮꦠꦶꦩꦸꦂ adalah provinsi", "ꦗꦮꦠꦶꦩꦸꦂ"),
        ("भारत में चुनाव", "भारत"),
        ("Рапат в городе", "рапат"),
        ("Nomor 1e5 dan 3.14 pada 27-11-2024", "1e5 3.14 27-11-2024"),
        ("alamat user@example.org di sini", "user@example.org"),
        ("satu/dua/tiga empat", "dua/tiga"),
    ],
)
def test_words_of_any_script_are_found(keep: Keep, text: str, written: str) -> None:
    keep(told("satu", text), told("lain", "Teks lain tanpa kata itu"))
    assert found(written) == ["satu"]


@pytest.mark.usefixtures("four")
def test_facets_say_exactly_what_choosing_them_shows() -> None:
    everything = search()
    assert everything.facets == {
        "category": {"politik_uang": 2, "apk": 1, "tidak_relevan": 1},
        "kind": {"incident": 3, NO_KIND: 1},
        "source_class": {"public": 3, "press": 1},
        "month": {"2024-11": 4},
        "area": {"35.04": 2, "35.07": 1},
    }
    for name, counted in everything.facets.items():
        for value, count in counted.items():
            assert search(**{name: value}).count == count


@pytest.mark.usefixtures("four")
def test_a_facet_counts_what_the_others_leave() -> None:
    page = search("desa", category="apk")
    assert page.count == 1
    assert page.facets["category"] == {"politik_uang": 2, "apk": 1}
    assert page.facets["area"] == {"35.07": 1}
    assert found("desa", area="35") == ["judul", "baliho", "amplop"]
    assert found("desa", area="35.07.14.2008") == ["baliho"]
    assert found("desa", area="35.04.01") == ["judul", "amplop"]
    assert found("desa", month="2024-10") == []


def test_copies_are_one_result(keep: Keep) -> None:
    text = "Amplop berisi uang dibagikan kepada warga di balai desa tadi malam oleh orang tak dikenal"
    keep(*(told(f"salinan-{number}", text, source=f"grup-{number}", received_at=at(number)) for number in range(4)))
    page = search("amplop")
    assert (page.count, [hit.copies for hit in page.hits]) == (1, [3])
    assert page.facets["category"] == {"politik_uang": 1}
    assert found("amplop sumber:2") == ["salinan-2"]


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("baliho", ""),
        ("balihoo", "baliho"),
        ("balhio", "baliho"),
        ("Wraga melapor", "warga melapor"),
        ("genzet", "genset"),
        ("djual genset", "jual genset"),
        ("oeang", "uang"),
        ('"balay desa"', '"balai desa"'),
        ("amplop -balihoo", ""),
        ("zzzzzz", ""),
        ("amplop genset", ""),  # both are known; no text has both
    ],
)
def test_a_word_that_no_text_has_becomes_the_nearest(written: str, corrected: str) -> None:
    page = search(written)
    assert page.corrected == corrected
    assert search(written, literal=True).corrected == ""
    if corrected:
        assert page.count == search(corrected, literal=True).count > 0


def test_the_search_follows_revisions(keep: Keep) -> None:
    keep(told("satu", "Amplop di balai"))
    keep(told("satu", "Genset di balai"))
    assert found("amplop") == []
    assert found("genset") == ["satu"]
    assert not KnownWord.objects.filter(word="amplop").exists()
    assert dict(KnownWord.objects.values_list("word", "texts"))["balai"] == 1
    assert search("amplop").corrected == ""


def test_a_new_reading_changes_the_facets(keep: Keep) -> None:
    document, _ = AMPLOP
    keep(AMPLOP)
    keep((document, a_reading(document, category="apk", places=("73.71",), reader_version="reader-2")))
    page = search("amplop")
    assert page.facets["category"] == {"apk": 1}
    assert page.facets["area"] == {"73.71": 1}


def test_what_is_undone_is_not_found(keep: Keep) -> None:
    keep(AMPLOP)
    assert search("genset").count == 0

    with transaction.atomic():
        keep(IKLAN)
        assert search("genset").count == 1
        transaction.set_rollback(True)
    assert search("genset").count == 0
    keep(BALIHO)
    assert found() == ["baliho", "amplop"]


@pytest.mark.usefixtures("four")
def test_an_older_database_is_filled() -> None:
    before = (search("amplop"), sorted(KnownWord.objects.values_list("word", "texts")))
    for table in (TextWords, TextFacets, KnownWord):
        table.objects.all().delete()
    assert index_missing() == 4
    assert index_missing() == 0
    assert (search("amplop"), sorted(KnownWord.objects.values_list("word", "texts"))) == before


def test_markup_in_a_text_stays_text(keep: Keep) -> None:
    keep(told("jahat", "Lihat <script>alert('amplop')</script> & amplop <b>", title="<i>amplop</i>"))
    [hit] = search("amplop").hits
    assert "".join(piece.text for piece in hit.title) == "<i>amplop</i>"
    assert [piece.text for piece in (*hit.title, *hit.excerpt) if piece.hit] == ["amplop"] * 3


def test_a_text_in_two_incidents_names_both(keep: Keep) -> None:
    keep(AMPLOP)
    [hit] = search("amplop").hits
    detail = text_detail(hit.id)
    assert detail is not None
    assert detail.incidents == hit.incidents
    assert [incident.number for incident in hit.incidents] == [1]
    assert text_detail(10**9) is None


def test_pages_cover_everything_once(keep: Keep) -> None:
    keep(
        *(
            told(f"t{number}", f"Laporan nomor {number} dari warga {number * 7919}", received_at=at(number))
            for number in range(45)
        )
    )
    pages = [search_texts(TextSearch("laporan"), page=page) for page in (1, 2, 3, 99)]
    assert [len(page.hits) for page in pages] == [20, 20, 5, 5]
    assert (pages[0].count, pages[0].pages, pages[3].page) == (45, 3, 3)
    ids = [hit.id for page in pages[:3] for hit in page.hits]
    assert len(set(ids)) == 45
    assert [hit.seen_at for page in pages[:3] for hit in page.hits] == [at(number) for number in range(44, -1, -1)]


@pytest.mark.parametrize("written", ["laporan", "", "laporann", '"laporan nomor"', "laporan -amplop"])
def test_the_number_of_queries_does_not_grow(keep: Keep, written: str) -> None:
    def queries() -> int:
        search(written)
        with CaptureQueriesContext(connection) as captured:
            search(written)
        return len(captured)

    keep(told("t1", "Laporan nomor satu dari balai", received_at=at(1)))
    one = queries()
    keep(
        *(
            told(f"u{number}", f"Laporan nomor {word} di pasar", received_at=at(2))
            for number, word in enumerate(("dua", "tiga"))
        )
    )
    assert queries() == one


def test_a_huge_text_and_an_empty_one_are_kept_and_found(keep: Keep) -> None:
    choice = Random(1)
    foreign = " ".join("".join(choice.choices("ကခဂဃငစဆဇဈ", k=12)) for _ in range(20_000))
    keep(told("besar", "genset " + "kata " * 100_000), told("asing", "solar " + foreign), told("tanda", "!!! ??? ..."))
    assert found("genset") == ["besar"]
    assert found("solar") == ["asing"]
    assert len(found()) == 3


def test_a_day_is_counted_in_the_month_of_its_place(keep: Keep) -> None:
    late = datetime(2024, 10, 31, 16, 30, tzinfo=UTC)
    keep(
        told("timur", "Amplop di timur", places=("91.03.01",), received_at=late),
        told("barat", "Baliho di barat", places=("35.04",), received_at=late),
    )
    assert search().facets["month"] == {"2024-11": 1, "2024-10": 1}
    facets: dict[str, Any] = dict(TextFacets.objects.values_list("text__source_id", "day"))
    assert {name: day.isoformat() for name, day in facets.items()} == {"timur": "2024-11-01", "barat": "2024-10-31"}
