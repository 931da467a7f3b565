"""Which statements `find_checks` holds against the rule base, and which it leaves alone."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.actors import find_actors
from kondusif.understanding.checks import FoundCheck, find_checks
from kondusif.understanding.dates import find_dates

from .seeds import seed

FRIDAY = datetime(2024, 9, 20, 14, 0, tzinfo=timezone(timedelta(hours=7)))


class Counts(NamedTuple):
    kabupaten_kota: int
    kecamatan: int
    kelurahan: int
    desa: int


@dataclass(frozen=True)
class Area:
    title: str


@dataclass(frozen=True)
class Place:
    code: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Absent:
    stated: str
    parent_code: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Places:
    places: tuple[Place, ...] = ()
    absent: tuple[Absent, ...] = ()


class Gazetteer:
    """Three areas with the numbers that the tests speak of."""

    _areas = {  # noqa: RUF012  a table
        "35": ("Jawa Timur", Counts(38, 666, 773, 7721)),
        "35.14": ("Kabupaten Pasuruan", Counts(0, 24, 24, 341)),
        "35.15": ("Kabupaten Sidoarjo", Counts(0, 18, 31, 318)),
    }

    def area(self, code: str) -> Area:
        return Area(self._areas[code][0])

    def counts(self, code: str) -> Counts:
        return self._areas[code][1]


NAMES = {"Jawa Timur": "35", "Kabupaten Pasuruan": "35.14", "Kabupaten Sidoarjo": "35.15", "KPU Sidoarjo": "35.15"}


def checks(text: str, *absent: Absent, reference: datetime | None = FRIDAY) -> list[FoundCheck]:
    """The checks of a text in which the areas above are named."""
    found = [
        Place(code, ((text.index(name), text.index(name) + len(name)),)) for name, code in NAMES.items() if name in text
    ]
    places = Places(tuple(found), absent)
    dates = find_dates(text, reference=reference)
    return find_checks(text, dates, places, find_actors(text), load_rulebase(), Gazetteer())


def verdicts(text: str, kind: str) -> list[tuple[str, str]]:
    return [(check.stated_value, check.verdict.value) for check in checks(text) if check.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pemungutan suara pada 27 November 2024 dijaga ketat.", [("2024-11-27", "confirmed")]),
        ("Pemungutan suara digelar Rabu, 27 November 2024.", [("2024-11-27", "confirmed")]),
        ("pesta demokrasi yang akan diadakan pada tanggal 27 November 2024", [("2024-11-27", "confirmed")]),
        ("Pencoblosan akan dilaksanakan pada 28 November 2024.", [("2024-11-28", "contradicted")]),
        ("hari pemungutan suara jatuh pada 26 November 2024", [("2024-11-26", "contradicted")]),
        ("27 November 2024 adalah hari pencoblosan", [("2024-11-27", "confirmed")]),
        ("Bahwa Pilkada Serentak 2024 digelar pada 27 Oktober 2024", [("2024-10-27", "contradicted")]),
        ("partisipasi pemilih mencapai 75 persen pada 27 Desember 2024 mendatang", [("2024-12-27", "contradicted")]),
        ("KPU menetapkan pasangan calon pada 22 September", [("2024-09-22", "confirmed")]),
        ("Pengundian nomor urut pada 24 September 2024", [("2024-09-24", "contradicted")]),
        ("Masa kampanye 25 September hingga 23 November 2024", []),
        ("Masa kampanye berlangsung 25 September hingga 23 November 2024", [("2024-09-25/2024-11-23", "confirmed")]),
        ("masa kampanye dimulai 25 September 2024", [("2024-09-25", "confirmed")]),
        ("masa kampanye berakhir pada 24 November 2024", [("2024-11-24", "contradicted")]),
        ("masa tenang pada 24-26 November 2024", [("2024-11-24/2024-11-26", "confirmed")]),
        ("pendaftaran pasangan calon dibuka pada 27-29 Agustus 2024", []),
        ("pendaftaran pasangan calon pada 27-29 Agustus 2024", [("2024-08-27/2024-08-29", "confirmed")]),
    ],
)
def test_a_date_of_a_stage_is_held_against_the_calendar(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, "stage_date") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Simulasi pemungutan suara pada 10 November 2024 berjalan lancar",
        "Bimtek pemungutan suara digelar pada 12 November 2024",
        "Pemungutan suara ulang pada 1 Desember 2024",
        "Sosialisasi Pilkada Serentak 2024 digelar pada 20 September 2024",
        "Sosialisasi Pilkada Serentak Tahun 2024, Jumat (20/9/2024)",
        "Rakor Pilkada 2024 pada 20 September 2024",
        "Jelang pencoblosan, pada 20 November 2024 polisi patroli",
        "Pemungutan suara pemilu pada 14 Februari 2024",
        "Pemungutan suara dibahas. Pada 20 November 2024 ada rapat",
        "masa kampanye pada 10 Oktober 2024 ramai",
        "partisipasi pemilih pada pemilu 14 Februari 2024",
        "Pemungutan suara hampir tiba",
        "kemarin pencoblosan",
    ],
)
def test_other_occasions_and_loose_neighbours_say_nothing_of_a_stage(text: str) -> None:
    assert verdicts(text, "stage_date") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pemungutan suara Pilkada akan dilaksanakan pada Rabu (27/10/2024) mendatang", [("2024-10-27", "contradicted")]),
        ("Jelang pemungutan suara yang dilaksanakan pada Rabu (27/10/2024), warga tenang", [("2024-10-27", "contradicted")]),
        ("Pemungutan suara digelar Rabu (27/11/2024)", [("2024-11-27", "confirmed")]),
        ("Simulasi pemungutan suara digelar Minggu (27/10/2024) di balai kota", []),
        ("Apel pemungutan suara yang digelar Minggu (27/10/2024)", []),
        ("Bupati berbicara soal pemungutan suara, Rabu (20/11/2024)", []),
        ("Simulasi pemungutan suara digelar Rabu (27/10/2024)", []),
    ],
)  # fmt: skip
def test_a_bracketed_date_speaks_of_the_stage_when_only_its_month_is_wrong(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert verdicts(text, "stage_date") == expected


def test_a_stage_names_its_source_and_where_it_stands() -> None:
    text = "Ingat, pencoblosan akan dilaksanakan pada 28 November 2024."
    (check,) = [check for check in checks(text) if check.kind == "stage_date"]
    assert check.official == "Pemungutan suara: 27 November 2024"
    assert "PKPU 2/2024" in check.source
    assert [text[start:stop] for start, stop in check.spans] == ["pencoblosan", "28 November 2024"]
    assert check.stated == "pencoblosan akan dilaksanakan pada 28 November 2024"


def test_a_stated_weekday_is_held_against_the_date() -> None:
    assert verdicts("apel Jumat (20/9/2024)", "weekday") == [("Jumat 2024-09-20", "confirmed")]
    assert verdicts("apel Kamis (20/9/2024)", "weekday") == [("Kamis 2024-09-20", "contradicted")]
    assert verdicts("Selasa, 2 Oktober 2024", "weekday") == [("Selasa 2024-10-02", "contradicted")]
    assert verdicts("Selasa, 2 Oktober", "weekday") == []
    assert verdicts("Rabu, 2 Oktober", "weekday") == [("Rabu 2024-10-02", "confirmed")]
    assert verdicts("malam Sabtu (20/9/2024)", "weekday") == []
    assert verdicts("Jumat (20/9/2024) dan lagi Jumat (20/9/2024)", "weekday") == [("Jumat 2024-09-20", "confirmed")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kabupaten Pasuruan hadir dari 24 Kecamatan, 24 Kelurahan serta 341 Desa.",
            [("24 kecamatan", "confirmed"), ("24 kelurahan", "confirmed"), ("341 desa", "confirmed")],
        ),
        (
            "Kabupaten Pasuruan memiliki 24 kecamatan dan 350 desa.",
            [("24 kecamatan", "confirmed"), ("350 desa", "contradicted")],
        ),
        ("Kabupaten Pasuruan terdiri dari 25 kecamatan.", [("25 kecamatan", "contradicted")]),
        ("Di Kabupaten Pasuruan 3 kecamatan dan 5 desa terdampak banjir.", []),
        ("Banjir merendam 24 kecamatan. Kabupaten Pasuruan siaga.", []),
        ("Ada 24 kecamatan, 24 kelurahan.", []),
        (
            "Jawa Timur memiliki 38 kabupaten/kota dan 666 kecamatan",
            [("38 kabupaten/kota", "confirmed"), ("666 kecamatan", "confirmed")],
        ),
        ("Kabupaten Pasuruan memiliki 365 desa/kelurahan.", [("365 desa/kelurahan", "confirmed")]),
    ],
)
def test_numbers_of_areas_are_held_against_the_list(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, "area_count") == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("KPU Sidoarjo mencatat jumlah TPS sebanyak 2.733 TPS.", "tps_count", [("2.733", "confirmed")]),
        ("KPU Sidoarjo menyebut total 3.733 TPS.", "tps_count", [("3.733", "contradicted")]),
        ("KPU Sidoarjo memetakan total 120 TPS rawan.", "tps_count", []),
        ("Sebanyak 60.751 TPS tersebar di Jawa Timur.", "tps_count", [("60.751", "confirmed")]),
        ("Sebanyak 637.511 TPS tersebar di Jawa Timur.", "tps_count", [("637.511", "contradicted")]),
        ("KPU menyebut total 3.733 TPS.", "tps_count", []),
        ("DPT Jawa Timur ditetapkan sebanyak 31.280.418 pemilih.", "dpt_count", [("31.280.418", "confirmed")]),
        ("DPT Jawa Timur ditetapkan sebanyak 31.999.000 pemilih.", "dpt_count", [("31.999.000", "contradicted")]),
        ("DPS Jawa Timur ditetapkan sebanyak 31.999.000 pemilih.", "dpt_count", []),
        ("Partisipasi pemilih di Jawa Timur tercatat 70,06 persen.", "turnout", [("70,06", "confirmed")]),
        ("Partisipasi pemilih di Jawa Timur tercatat 70,1 persen.", "turnout", [("70,1", "confirmed")]),
        ("Partisipasi pemilih di Jawa Timur tercatat 85 persen.", "turnout", [("85", "contradicted")]),
        ("Partisipasi pemilih di Jawa Timur tercatat 71 persen.", "turnout", []),
        ("Partisipasi di Jawa Timur ditargetkan mencapai 80 persen, target bersama.", "turnout", []),
    ],
)
def test_figures_are_compared_only_where_they_are_totals(text: str, kind: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kepala desa masuk kategori ASN dan harus netral.", ["contradicted"]),
        ("seluruh kepala desa yang merupakan bagian dari Aparatur Sipil Negara (ASN)", ["contradicted"]),
        ("kepala desa bukan ASN, tetapi tetap harus netral", ["confirmed"]),
        ("netralitas kepala desa dan ASN", []),
        ("kepala desa hadir. ASN juga hadir.", []),
        ("ASN, TNI/Polri, dan Kepala Desa harus netral", []),
    ],
)
def test_a_claim_about_who_is_what_in_law(text: str, expected: list[str]) -> None:
    found = [check for check in checks(text) if check.kind == "subject_law"]
    assert [check.verdict.value for check in found] == expected
    assert all("UU" in check.source for check in found)


def test_an_area_that_is_not_there_is_a_contradiction() -> None:
    text = "warga Kecamatan Sukamakmur, Kabupaten Pasuruan"
    absent = Absent("Kecamatan Sukamakmur", "35.14", (6, 26))
    (check,) = checks(text, absent)
    assert (check.kind, check.verdict.value) == ("area_exists", "contradicted")
    assert check.official == "Tidak ada Kecamatan Sukamakmur di Kabupaten Pasuruan"


def test_statements_of_the_acceptance_articles() -> None:
    def stated(number: str) -> list[tuple[str, str, str]]:
        found = checks(seed(number), reference=None)
        return [(check.kind, check.stated_value, check.verdict.value) for check in found]

    assert stated("000") == [("weekday", "Jumat 2024-09-20", "confirmed")]
    assert stated("001") == [("weekday", "Kamis 2024-09-19", "confirmed")]
    assert stated("002") == [
        ("weekday", "Jumat 2024-08-02", "confirmed"),
        ("stage_date", "2024-11-27", "confirmed"),
        ("subject_law", "Kepala desa disebut ASN", "contradicted"),
        ("area_count", "24 kecamatan", "confirmed"),
        ("area_count", "24 kelurahan", "confirmed"),
        ("area_count", "341 desa", "confirmed"),
    ]
    assert stated("003") == [
        ("weekday", "Jumat 2024-09-20", "confirmed"),
        ("stage_date", "2024-09-22", "confirmed"),
        ("stage_date", "2024-09-23", "confirmed"),
        ("stage_date", "2024-10-27", "contradicted"),
    ]
    assert stated("004") == []


_PIECES = st.sampled_from(
    [
        *(
            "pemungutan suara ",
            "pada ",
            "27 November 2024",
            "28/11/2024",
            "Rabu ",
            "(",
            ")",
            ". ",
            "\n",
            "adalah ",
            "2.733 TPS",
        ),
        *(
            "Kabupaten Pasuruan ",
            "24 kecamatan",
            ", ",
            "341 desa ",
            "kepala desa ",
            "bagian dari ",
            "ASN ",
            "bukan ",
            "é",
            "İ",
        ),
        *(
            "masa kampanye ",
            "mulai ",
            "hingga ",
            "partisipasi ",
            "80 persen ",
            "total ",
            "Jawa Timur ",
            "😀",
            "’",
            "DPT ",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=120))
def test_every_span_lies_in_the_text(text: str) -> None:
    for check in checks(text):
        assert check.spans
        assert all(0 <= start < stop <= len(text) for start, stop in check.spans)
        assert check.stated
        assert check.official
        assert check.source


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "pemungutan suara ",
            "kepala desa ",
            "27 November 2024 ",
            "24 kecamatan ",
            "2.733 TPS ",
            "80 persen ",
            "1",
            ". ",
            "a ",
        ),
        *("pemungutan suara pada 27 November 2024 ", "kepala desa bagian dari ", "Kabupaten Pasuruan 24 kecamatan "),
    ],
)
def test_a_huge_text_of_one_kind_is_read_quickly(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    checks(text)
    assert time.process_time() - began < 0.75
