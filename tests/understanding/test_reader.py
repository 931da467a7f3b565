"""The whole way: a document in, a reading out, every conclusion with the words that made it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.understanding.analysis import MOST_CHARACTERS
from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader
from kondusif.understanding.reading import Because, Category, Reading, Role, Span, Stance, Verdict

from .corpus import document_of, heldout_rows, training_rows
from .counting import calls
from .seeds import seed

WIB = timezone(timedelta(hours=7))
REPORT = Document(
    "lapor-1",
    "Lur, mau bengi ono sing ndum amplop isi 50 ewu nang Desa Sabrang, Kec. Ambulu, jare tim e paslon 2",
    source="grup WA warga",
    received_at=datetime(2024, 11, 25, 6, 30, tzinfo=WIB),
)


def spans_of(reading: Reading) -> list[Span]:
    """Every span of a reading."""
    reasons = reading.reasons
    single = [reasons.category, reasons.stance, reasons.is_incident, reasons.secondary_category, reasons.event_date]
    groups: list[Because] = [reason.because for reason in (*single, *reasons.terms.values()) if reason is not None]
    for found in (reading.places, reading.unresolved_places, reading.dates, reading.actors, reading.checks):
        groups += [each.because for each in found]
    return [span for because in (*groups, reading.boilerplate) for span in because]


def confidences_of(reading: Reading) -> list[float]:
    reasons = reading.reasons
    single = [reasons.category, reasons.stance, reasons.is_incident, reasons.secondary_category, reasons.event_date]
    found = [reason.confidence for reason in (*single, *reasons.terms.values()) if reason is not None]
    return found + [place.confidence for place in reading.places]


def misplaced(document: Document, reading: Reading) -> list[Span]:
    """Spans that are not what their field says there."""
    fields = {"title": document.title, "text": document.text}
    return [
        span
        for span in spans_of(reading)
        if not 0 <= span.start <= span.end <= len(fields[span.field.value])
        or fields[span.field.value][span.start : span.end] != span.text
    ]


# --- the five articles kept for acceptance --------------------------------------------------------------------------


def _article(reader: Reader, number: str) -> Reading:
    return reader.read(Document(f"{number}.txt", seed(number), source=f"{number}.txt"))


def _event_places(reading: Reading) -> list[str]:
    return [place.code for place in reading.places if place.role is Role.EVENT]


def _offices(reading: Reading) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(actor.name, actor.rank, actor.role, actor.institution) for actor in reading.actors]


def _checks(reading: Reading, verdict: Verdict) -> list[tuple[str, str]]:
    return [(check.kind, check.stated_value) for check in reading.checks if check.verdict is verdict]


def test_article_000(reader: Reader) -> None:
    reading = _article(reader, "000")
    assert [place.code for place in reading.places] == ["35.04"]
    assert reading.unresolved_places == ()
    assert reading.event_date == date(2024, 9, 20)
    assert reading.stance is Stance.PREVENTION
    assert reading.category is Category.KEGIATAN_PREVENTIF
    assert not reading.is_incident
    assert _offices(reading) == [("Muhammad Taat Resdi", "AKBP", "Kapolres", "Polres Tulungagung")]
    assert _checks(reading, Verdict.CONFIRMED) == [("weekday", "Jumat 2024-09-20")]
    assert _checks(reading, Verdict.CONTRADICTED) == []


def test_article_001(reader: Reader) -> None:
    reading = _article(reader, "001")
    assert [place.code for place in reading.places] == ["35.07.14.2008"]
    assert reading.event_date == date(2024, 9, 19)
    assert _offices(reading) == [
        ("Ainun Djariyah", "Kompol", "Kapolsek", "Polsek Bululawang"),
        ("Ponsen Dadang Martianto", "AKP", "Kasihumas", "Polres Malang"),
    ]
    assert _checks(reading, Verdict.CONFIRMED) == [("weekday", "Kamis 2024-09-19")]
    assert _checks(reading, Verdict.CONTRADICTED) == []


def test_article_002(reader: Reader) -> None:
    reading = _article(reader, "002")
    assert [place.code for place in reading.places] == ["35.14"]
    assert reading.event_date == date(2024, 8, 2)
    assert _offices(reading) == [
        ("Andriyanto", None, "Pj Bupati", "Pemkab Pasuruan"),
        ("Nor Iskak", "Letkol Arh", "Dandim", "Kodim 0819 Pasuruan"),
        ("Hari Aziz", "Kompol", "Wakapolres", "Polres Pasuruan"),
        ("Roy Aquari", "Kompol", "Kabag Ops", "Polresta Pasuruan"),
    ]
    assert sorted(_checks(reading, Verdict.CONFIRMED)) == [
        ("area_count", "24 kecamatan"),
        ("area_count", "24 kelurahan"),
        ("area_count", "341 desa"),
        ("stage_date", "2024-11-27"),
        ("weekday", "Jumat 2024-08-02"),
    ]
    assert [kind for kind, _ in _checks(reading, Verdict.CONTRADICTED)] == ["subject_law"]


def test_article_003(reader: Reader) -> None:
    reading = _article(reader, "003")
    assert [place.code for place in reading.places] == ["35.04"]
    assert reading.unresolved_places == ()
    assert reading.event_date == date(2024, 9, 20)
    assert _offices(reading) == [
        ("Muhamad Lutfi Burhani", None, "Ketua KPU", "KPU Tulungagung"),
        ("Tri Hariadi", None, "Sekretaris Daerah", "Pemkab Tulungagung"),
    ]
    assert {value for _, value in _checks(reading, Verdict.CONFIRMED)} >= {"2024-09-22", "2024-09-23"}
    contradicted = [check for check in reading.checks if check.verdict is Verdict.CONTRADICTED]
    assert [(check.kind, check.stated_value) for check in contradicted] == [("stage_date", "2024-10-27")]
    assert "27 November 2024" in contradicted[0].official


def test_article_004(reader: Reader) -> None:
    reading = _article(reader, "004")
    assert [place.code for place in reading.places] == ["35.03"]
    assert reading.event_date is None
    assert _offices(reading) == [("Dyah Wahyu Ermawati", None, "Pjs Bupati", "Pemkab Trenggalek")]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_word_shown_of_an_article_stands_there(reader: Reader, number: str) -> None:
    document = Document(number, seed(number))
    reading = reader.read(document)
    assert misplaced(document, reading) == []
    assert reading.reasons.category.because


# --- one report, whole ----------------------------------------------------------------------------------------------


def test_a_report_is_read_whole(reader: Reader) -> None:
    reading = reader.read(REPORT)
    assert (reading.id, reading.source, reading.source_class.value) == ("lapor-1", "grup WA warga", "public")
    assert reading.category is Category.POLITIK_UANG
    assert reading.is_incident
    assert [(place.code, place.level.value, place.name, place.role) for place in reading.places] == [
        ("35.09.12.2002", "kelurahan_desa", "Sabrang", Role.EVENT)
    ]
    assert reading.event_date == date(2024, 11, 24)
    assert [span.text for span in reading.places[0].because] == ["Sabrang", "Ambulu"]
    assert reading.actors == ()
    assert reading.notes == ()


def test_relative_words_stay_open_without_a_day_to_count_from(reader: Reader) -> None:
    assert reader.read(replace(REPORT, received_at=None)).event_date is None
    published = replace(REPORT, received_at=None, published_at=REPORT.received_at)
    assert reader.read(published).event_date == date(2024, 11, 24)


def test_notes_of_the_input_are_kept(reader: Reader) -> None:
    assert reader.read(replace(REPORT, notes=("decoded_from:utf-16",))).notes == ("decoded_from:utf-16",)


def test_reading_is_pure(reader: Reader) -> None:
    """Read twice, and between other texts, a document says the same; so it does to another reader."""
    before = reader.read(REPORT)
    for row in training_rows()[:40]:
        reader.read(document_of(row))
    assert reader.read(REPORT) == before
    assert Reader.build().read(REPORT) == before
    assert json.loads(before.as_json()) == before.as_dict()


def test_every_corpus_text_shows_words_that_stand_there(reader: Reader) -> None:
    wrong: list[Any] = []
    for row in heldout_rows() + training_rows()[::7]:
        document = document_of(row)
        reading = reader.read(document)
        wrong += [(row["id"], span) for span in misplaced(document, reading)]
        wrong += [(row["id"], share) for share in confidences_of(reading) if not 0.0 <= share <= 1.0]
    assert wrong == []


def test_nearly_every_conclusion_shows_a_reason(reader: Reader) -> None:
    """A text of words that the model knows is never filed without a word of it."""
    rows = heldout_rows()
    bare = [row["id"] for row in rows if not reader.read(document_of(row)).reasons.category.because]
    assert len(bare) <= len(rows) // 50, bare


# --- odd inputs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "?", "\u200f", "\ud800", "7", "👍🏽", "'", "#", "\r", "\ufeff"])
def test_nothing_is_concluded_from_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(Document("1", text))
    assert (reading.places, reading.unresolved_places, reading.event_date, reading.actors, reading.checks) == (
        (),
        (),
        None,
        (),
        (),
    )
    assert (reading.terms, reading.is_incident) == ((), False)
    assert misplaced(Document("1", text), reading) == []


def test_a_title_alone_is_read(reader: Reader) -> None:
    document = Document("1", "", "Baliho Dirusak di Kecamatan Ambulu, Jember")
    reading = reader.read(document)
    assert [place.code for place in reading.places] == ["35.09.12"]
    assert {span.field.value for span in spans_of(reading)} == {"title"}
    assert misplaced(document, reading) == []


pieces = st.sampled_from(
    [
        *"Desa Sabrang Kecamatan Ambulu Jember Malang kemarin Jumat 20 September 2024 Kapolres AKBP Fulan paslon 2".split(),
        *"bagi uang baliho disobek katanya hoaks tidak benar (red) \n . , ? ! # @anu \u200f ﬁ é \ud83d 👍 “ ’".split(
            " "
        ),
        "Baca juga: Ribut di Desa Wonorejo\n",
        "https://contoh.id/a ",
    ]
)


@given(st.lists(pieces, max_size=25), st.lists(pieces, max_size=5))
@settings(max_examples=150)
def test_whatever_comes_spans_are_exact_and_shares_are_shares(
    reader: Reader, text: list[str], title: list[str]
) -> None:
    document = Document("1", " ".join(text), " ".join(title))
    reading = reader.read(document)
    assert misplaced(document, reading) == []
    assert all(0.0 <= share <= 1.0 for share in confidences_of(reading))


@given(st.text(max_size=80))
@settings(max_examples=100)
def test_any_text_at_all_is_read(reader: Reader, text: str) -> None:
    document = Document("1", text)
    assert misplaced(document, reader.read(document)) == []


HOSTILE = [
    "(",
    "a'",
    '"',
    "Desa ",
    "Sukorejo ",
    "Kecamatan Sukorejo, Kabupaten Kediri, ",
    "paslon A",
    "AKP Budi ",
    "KH. ",
    ". A. B",
    "20/9/2024 ",
    "27 November ",
    "Baca juga: ",
    "a.com ",
    "@",
    "#",
    "\u202eDe\u200bsa ",
    "\ud800",
    "no ",
    "di di ",
    "1.",
    "-",
    "\n",
    "tidak ",
    "serangan fajar ",
    "kemarin tgl ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hundred_thousand_hostile_letters_are_read(reader: Reader, unit: str) -> None:
    """As far as a text is read, and said so; ten times the length takes about ten times the steps."""
    document = Document("1", (unit * (100_000 // len(unit) + 1))[:100_000])
    short = replace(document, text=document.text[:4_000])
    reader.read(short)
    few, many = (
        calls(lambda: reader.read(short)),
        calls(lambda: reader.read(replace(document, text=document.text[:40_000]))),
    )
    assert many <= 14 * few
    reading = reader.read(document)
    assert reading.notes == (f"read_first:{MOST_CHARACTERS}",)
    assert misplaced(document, reading) == []


def test_a_text_of_the_longest_length_is_read_without_a_note(reader: Reader) -> None:
    text = "Baliho disobek. " * (MOST_CHARACTERS // 16)
    assert reader.read(Document("1", text)).notes == ()
    assert reader.read(Document("1", text + "x" * MOST_CHARACTERS)).notes == (f"read_first:{MOST_CHARACTERS}",)


def test_reading_loads_neither_tables_nor_engines() -> None:
    script = (
        "import sys\n"
        "from kondusif.understanding.document import Document\n"
        "from kondusif.understanding.reader import Reader\n"
        "Reader.build().read(Document('1', 'Baliho disobek di Desa Sabrang, Kecamatan Ambulu, kemarin.')).as_json()\n"
        "heavy = ('django', 'daft', 'pyarrow', 'pandas', 'sklearn', 'pydantic')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
