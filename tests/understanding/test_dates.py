"""What `find_dates` and `choose_event_date` conclude from words of time."""

import time
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.understanding.dates import FoundDate, choose_event_date, find_dates, is_of_today
from kondusif.understanding.reading import Precision

from .seeds import seed

WIB = timezone(timedelta(hours=7))
FRIDAY = datetime(2024, 9, 20, 14, 0, tzinfo=WIB)
VOTING_DAY = date(2024, 11, 27)


def found(text: str, reference: datetime | None = FRIDAY) -> tuple[FoundDate, ...]:
    return find_dates(text, reference=reference, voting_day=VOTING_DAY).dates


def days(text: str, reference: datetime | None = FRIDAY) -> list[str]:
    """Each date as text: a day, a range, a month or a year."""
    shown = []
    for each in found(text, reference):
        length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[each.precision]
        value = each.value.isoformat()[:length]
        shown.append(f"{value}..{each.end}" if each.end else value)
    return shown


def event_day(text: str, reference: datetime | None = FRIDAY, *stages: str) -> str | None:
    findings = find_dates(text, reference=reference, voting_day=VOTING_DAY)
    spans = [(text.index(stage), text.index(stage) + len(stage)) for stage in stages]
    chosen = choose_event_date(findings, stage_spans=spans, reference=reference, voting_day=VOTING_DAY)
    return chosen.value.isoformat() if chosen else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rakor digelar Jumat (20/9/2024)", ["2024-09-20"]),
        ("apel gabungan pada Jum'at Sore (20/9/2024)", ["2024-09-20"]),
        ("pertemuan Jum’at malam (20/09/2024)", ["2024-09-20"]),
        ("20/09/24", ["2024-09-20"]),
        ("20-9-2024", ["2024-09-20"]),
        ("20.09.2024", ["2024-09-20"]),
        ("2024-09-20", ["2024-09-20"]),
        ("20 September 2024", ["2024-09-20"]),
        ("SURABAYA, 20 SEPTEMBER 2024", ["2024-09-20"]),
        ("Rabu, 27 Nov 2024", ["2024-11-27"]),
        ("27 Nopember 2024", ["2024-11-27"]),
        ("20 September '24", ["2024-09-20"]),
        ("27 Pebruari 2024 dan 29 Peb 2024", ["2024-02-27", "2024-02-29"]),
        ("24-26 November 2024", ["2024-11-24..2024-11-26"]),
        ("24–26 November 2024", ["2024-11-24..2024-11-26"]),
        ("24-26/11/2024", ["2024-11-24..2024-11-26"]),
        ("22 dan 23 September 2024", ["2024-09-22..2024-09-23"]),
        ("25 September hingga 23 November 2024", ["2024-09-25..2024-11-23"]),
        ("25 September 2024 s.d. 23 November 2024", ["2024-09-25..2024-11-23"]),
        ("20/9/2024 - 22/9/2024", ["2024-09-20..2024-09-22"]),
        ("28 Desember 2024 sampai 3 Januari 2025", ["2024-12-28..2025-01-03"]),
        ("bulan Oktober 2024", ["2024-10"]),
        ("sejak Oktober 2024", ["2024-10"]),
        ("tahun 2023", ["2023"]),
        ("Pilkada Serentak 2024", ["2024"]),
    ],
)
def test_a_full_date_needs_no_reference(text: str, expected: list[str]) -> None:
    assert days(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(20/9)", ["2024-09-20"]),
        ("Jumat (20/9)", ["2024-09-20"]),
        ("tgl 20 sept", ["2024-09-20"]),
        ("tgl 7/10", ["2024-10-07"]),
        ("20/11 ada apel", ["2024-11-20"]),
        ("27 November", ["2024-11-27"]),
        ("27 s.d. 29 Agustus", ["2024-08-27..2024-08-29"]),
        ("penetapan 22 September, lalu pengundian 23 September", ["2024-09-22", "2024-09-23"]),
        ("akhir November", ["2024-11"]),
        ("bulan Oktober, tepatnya tanggal 12", ["2024-10", "2024-09-12"]),
        ("tgl 25 besok kumpul", ["2024-09-25", "2024-09-21"]),
        ("tanggal 5 kmrn", ["2024-09-05", "2024-09-19"]),
    ],
)
def test_a_date_without_year_takes_the_nearest(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_year_comes_from_the_reference_else_from_the_text() -> None:
    assert days("27 November", datetime(2025, 1, 5, tzinfo=WIB)) == ["2024-11-27"]
    assert days("3 Januari", datetime(2024, 12, 30, tzinfo=WIB)) == ["2025-01-03"]
    assert days("rapat 20/9/2024, lanjut 27 September", None) == ["2024-09-20", "2024-09-27"]
    assert days("Pilkada 2020: pencoblosan 9 Desember", None) == ["2020", "2020-12-09"]
    assert days("pencoblosan 9 Desember", None) == []
    assert days("minggu 24 nov bilik rusak, senin 24 nov diganti", None) == ["2024-11-24"]
    assert days("rapat 20/9/2020, lanjut 27 September") == ["2020-09-20", "2020-09-27"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kemarin", "2024-09-19"),
        ("kmrn ada yg bagi", "2024-09-19"),
        ("kemaren malem", "2024-09-19"),
        ("tadi malam", "2024-09-19"),
        ("semalem rame", "2024-09-19"),
        ("td mlm", "2024-09-19"),
        ("tadi pagi", "2024-09-20"),
        ("td subuh", "2024-09-20"),
        ("barusan aja", "2024-09-20"),
        ("baru saja", "2024-09-20"),
        ("hari ini", "2024-09-20"),
        ("malam ini", "2024-09-20"),
        ("nanti sore", "2024-09-20"),
        ("besok", "2024-09-21"),
        ("bsk pagi", "2024-09-21"),
        ("lusa", "2024-09-22"),
        ("kemarin lusa", "2024-09-18"),
        ("2 hari lalu", "2024-09-18"),
        ("dua hari yang lalu", "2024-09-18"),
        ("3 hr yg lalu", "2024-09-17"),
        ("seminggu lagi", "2024-09-27"),
        ("2 minggu lalu", "2024-09-06"),
        ("minggu lalu", "2024-09-09..2024-09-15"),
        ("pekan lalu", "2024-09-09..2024-09-15"),
        ("bulan lalu", "2024-08"),
        ("tahun lalu", "2023"),
        # Javanese, plain and polite
        ("wingi sore", "2024-09-19"),
        ("mau bengi", "2024-09-19"),
        ("mau isuk", "2024-09-20"),
        ("mau awan", "2024-09-20"),
        ("saiki", "2024-09-20"),
        ("dina iki", "2024-09-20"),
        ("sesuk isuk", "2024-09-21"),
        ("sedino kepungkur", "2024-09-19"),
        ("rong dino kepungkur", "2024-09-18"),
        ("seminggu kepungkur", "2024-09-13"),
        ("kala wingi", "2024-09-19"),
        ("dinten menika", "2024-09-20"),
        ("benjing", "2024-09-21"),
        ("ndalu kala wau", "2024-09-19"),
        # Madurese, Sundanese, Minang, Balinese, Manado
        ("bari' malem", "2024-09-19"),
        ("sateya", "2024-09-20"),
        ("lagghu'", "2024-09-21"),
        ("kamari", "2024-09-19"),
        ("tadi peuting", "2024-09-19"),
        ("isukan", "2024-09-21"),
        ("kapatang", "2024-09-19"),
        ("pagi tadi", "2024-09-20"),
        ("ibi sanja", "2024-09-19"),
        ("kalamareng", "2024-09-19"),
        # weekdays
        ("Senin lalu", "2024-09-16"),
        ("Senin kemarin", "2024-09-16"),
        ("hari Senin", "2024-09-16"),
        ("Jumat lalu", "2024-09-13"),
        ("Jumat sore", "2024-09-20"),
        ("Jumat depan", "2024-09-27"),
        ("Sabtu depan", "2024-09-21"),
        ("Senin pekan lalu", "2024-09-09"),
        ("malam Minggu", "2024-09-14"),
        ("malem Jumat", "2024-09-19"),
        ("Setu wingi", "2024-09-14"),
        ("Minggu pon", "2024-09-15"),
        ("rapat akan digelar Rabu", "2024-09-25"),
    ],
)
def test_a_relative_word_counts_from_the_reference(text: str, expected: str) -> None:
    assert days(text) == [expected]
    assert days(text, None) == []


def test_the_small_hours_look_back_at_the_evening_before() -> None:
    night = datetime(2024, 11, 26, 2, 30, tzinfo=WIB)
    assert days("tadi malam", night) == ["2024-11-25"]
    assert days("semalam", night) == ["2024-11-25"]
    assert days("tadi sore", night) == ["2024-11-25"]
    assert days("tadi sore", night.replace(hour=0, minute=0)) == ["2024-11-26"]
    assert days("malam ini", night) == ["2024-11-26"]


def test_days_are_counted_in_the_zone_of_the_reference() -> None:
    in_jayapura = datetime(2024, 11, 27, 0, 30, tzinfo=timezone(timedelta(hours=9)))
    assert days("kemarin", in_jayapura) == ["2024-11-26"]
    assert days("kemarin", in_jayapura.astimezone(WIB)) == ["2024-11-25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H-1 pencoblosan", ["2024-11-26"]),
        ("sampai h-7", ["2024-11-20"]),
        ("H+1 pemungutan suara", ["2024-11-28"]),
        ("dua hari sebelum coblosan", ["2024-11-25"]),
        ("seminggu jelang pemungutan suara", ["2024-11-20"]),
        ("3 hari setelah pemungutan suara", ["2024-11-30"]),
        ("pada hari H", ["2024-11-27"]),
        ("H-3 lebaran", []),
        ("Bapak H. Ahmad", []),
    ],
)
def test_an_offset_counts_from_the_voting_day(text: str, expected: list[str]) -> None:
    assert days(text, None) == expected
    assert {each.anchor for each in found(text, None)} <= {"pemungutan"}
    assert find_dates(text, reference=None).dates == ()


@pytest.mark.parametrize(
    "text",
    [
        "31/2/2024",
        "30 Februari 2024",
        "0812-3456-7890",
        "031-20-9-2024-77",
        "menang 2-1",
        "skor 20/9",
        "Rp 5.000 sampai Rp 20.000",
        "UU 10/2016",
        "UU Nomor 10 Tahun 2016",
        "Undang-Undang Nomor 7 Tahun 2017",
        "PKPU 2/2024 pasal 71",
        "TPS 24/11",
        "RT 02/03",
        "RT 02/RW 03",
        "pukul 07.00-13.00",
        "jam 20.09",
        "1/2 juta",
        "layanan 24/7",
        "nomor 20/9/24",
        "120 orang dan 2024 suara",
        "kemarin-kemarin",
        "beberapa hari lalu",
        "tiap Minggu pagi",
        "dua minggu penuh dan satu bulan gaji",
        "serangan fajar minggu tenang",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert days(text) == []


def test_the_weekday_beside_a_date_is_stated_and_where() -> None:
    for text, weekday in [
        ("digelar Jumat (20/9/2024)", "Jumat"),
        ("digelar Jum'at Sore (20/9/2024)", "Jum'at Sore"),
        ("digelar Jumat, 20 September 2024", "Jumat"),
        ("hari Jumat tanggal 20 September 2024", "Jumat"),
        ("(Jumat, 20/9/2024)", "Jumat"),
        ("20 September 2024 (Jumat)", "Jumat"),
        ("hari ini, Jumat (20/9/2024)", "Jumat"),
        ("Jumat Pahing, 20 September 2024", "Jumat Pahing"),
    ]:
        (only,) = found(text)
        assert only.weekday_span is not None
        assert (only.stated_weekday, text[slice(*only.weekday_span)]) == (4, weekday)
        assert "20" in text[only.start : only.stop]
    (eve,) = found("malam Minggu (21/9/2024)")
    assert eve.stated_weekday is None
    assert days("Kamis rapat, lalu 20 September 2024") == ["2024-09-19", "2024-09-20"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polres menggelar apel, Jumat (20/9/2024), jelang Pilkada 27 November 2024.", "2024-09-20"),
        ("Wingi bengi ono wong liwat nggowo amplop", "2024-09-19"),
        ("Pada 12 September 2024 panwas menurunkan baliho", "2024-09-12"),
        ("Surat tertanggal 2 September 2024 itu beredar kemarin", "2024-09-19"),
        ("Pria kelahiran 4 Mei 1970 itu dilaporkan", None),
        ("Ayo datang ke TPS 27 November 2024", None),
        ("pilkada kemarin lebih sepi", None),
        ("Rapat akan digelar Rabu (25/9/2024)", "2024-09-25"),
        ("tidak ada apa-apa", None),
    ],
)
def test_event_day_is_the_day_of_the_topic(text: str, expected: str | None) -> None:
    assert event_day(text) == expected


def test_a_date_of_a_stage_is_no_event_day() -> None:
    text = "KPU mengingatkan pemungutan suara pada 27 November 2024"
    assert event_day(text, None, "pemungutan suara") is None
    text = "Penetapan pasangan calon 22 September 2024 dibahas di rapat, Jumat (20/9/2024)"
    assert event_day(text, None, "Penetapan pasangan calon") == "2024-09-20"
    assert event_day("Debat publik digelar Jumat (20/9/2024)", None, "Debat publik") == "2024-09-20"


def test_what_goes_on_now_is_of_the_day_of_the_reference() -> None:
    findings = find_dates("massa masih di depan kantor", reference=FRIDAY)
    assert choose_event_date(findings, reference=FRIDAY) is None
    chosen = choose_event_date(findings, reference=FRIDAY, ongoing=True)
    assert chosen is not None
    assert (chosen.value, chosen.start, chosen.stop) == (FRIDAY.date(), 0, 0)
    assert choose_event_date(findings, ongoing=True) is None


def test_reports_of_the_voting_day_are_of_that_day() -> None:
    voting = datetime(2024, 11, 27, 10, 0, tzinfo=WIB)
    assert is_of_today("ongoing", reference=FRIDAY, voting_day=VOTING_DAY)
    assert is_of_today("happened", reference=voting, voting_day=VOTING_DAY)
    assert not is_of_today("happened", reference=FRIDAY, voting_day=VOTING_DAY)
    assert not is_of_today("rumour", reference=voting, voting_day=VOTING_DAY)
    assert not is_of_today("ongoing", reference=None, voting_day=VOTING_DAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tadi saya ditolak nyoblos di TPS", "2024-09-20"),
        ("Senin depan KPU menetapkan nomor urut", "2024-09-23"),
        ("Besok 23 September pengundian nomor urut", "2024-09-23"),
        ("Kabar itu menyebar sejak Selasa, 17 September 2024", "2024-09-17"),
        ("Rekap pengawasan sampai Kamis, 19 September 2024", "2024-09-19"),
        ("Layanan dibuka sampai 28 September", None),
        ("Sudah tiga hari ini air naik", None),
        ("minggu besok ada lomba", "2024-09-22"),
        ("kurang patang puluh lembar", None),
    ],
)
def test_event_day_in_the_words_of_reports(text: str, expected: str | None) -> None:
    stages = [stage for stage in ("nyoblos", "nomor urut") if stage in text]
    assert event_day(text, FRIDAY, *stages) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("000", "2024-09-20"), ("001", "2024-09-19"), ("002", "2024-08-02"), ("003", "2024-09-20"), ("004", None)],
)
def test_event_day_of_the_acceptance_articles(number: str, expected: str | None) -> None:
    assert event_day(seed(number), None) == expected


def test_dates_of_the_acceptance_articles() -> None:
    by_day = [each for each in found(seed("003"), None) if each.precision is Precision.DAY]
    assert [each.value.isoformat() for each in by_day] == [
        "2024-09-20",
        "2024-09-20",
        "2024-09-22",
        "2024-09-23",
        "2024-10-27",
    ]
    assert [each.stated_weekday for each in by_day] == [4, 4, None, None, None]


_PIECES = st.sampled_from(
    [
        *(
            "20/9/2024",
            "Jumat ",
            "(",
            ")",
            " s.d. ",
            " hingga ",
            "27 ",
            "November ",
            "wingi ",
            "mau bengi ",
            "2 hari lalu",
        ),
        *("H-1 ", "tanggal 5", ",", " ", "\n", "’", "é", "İ", "5.000", "minggu ", "lalu ", "2024", "-", "malam ", "😀"),
        *("Minggu ", "tahun "),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join) | st.text(max_size=120))
def test_every_span_lies_in_the_text_and_reads_the_same_alone(text: str) -> None:
    last = 0
    for each in found(text):
        assert 0 <= last <= each.start < each.stop <= len(text)
        last = each.start
        words = text[each.start : each.stop]
        assert words == words.strip()
        if each.written and each.precision is Precision.DAY:
            assert days(words, None) == days(words)
            assert found(words, None)[0][:3] == each[:3]
        if each.weekday_span is not None:
            assert text[slice(*each.weekday_span)].strip()


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1/",
        "1 ",
        "20/9/2024 ",
        "kemarin ",
        "(",
        "senin ",
        "27 s.d. ",
        "1-",
        "'",
        "é’",
        "dua hari ",
        "tanggal 27 ",
        "h-1 ",
        "minggu pagi ",
        "27 november hingga ",
        "tahun 2024 ",
        " \n",
        "20 sep",
        "hari sebelum ",
        "a",
    ],
)
def test_a_huge_text_of_one_kind_is_read_quickly(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    findings = find_dates(text, reference=FRIDAY, voting_day=VOTING_DAY)
    choose_event_date(findings, stage_spans=[(0, 9)] * 20, reference=FRIDAY, voting_day=VOTING_DAY)
    assert time.process_time() - began < 0.25
    assert len(findings.dates) <= 2000
