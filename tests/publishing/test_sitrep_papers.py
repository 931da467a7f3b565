from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import jsonschema
import pytest
from django.utils import translation
from factories.readings import NOW
from pypdf import PdfReader
from pytest_django import Settings

from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.domain.plain import schema_of
from kondusif.publishing.domain.sitrep import Listing, Sitrep, body_of, hash_of
from kondusif.publishing.papers.formats import file_name, house_paper, sitrep_as
from kondusif.publishing.papers.pdf import pages_of
from kondusif.publishing.sitrep_paper import grounds, paper_of, place_inside
from publishing.sitreps import HOSTILE, composed, tell

pytestmark = pytest.mark.django_db
HEADINGS = [
    "Situasi dalam angka",
    "Perubahan sejak sitrep sebelumnya",
    "Insiden baru",
    "Insiden lama yang berkembang",
    "Kegiatan",
    "Pertentangan",
    "Tahapan",
    "Yang menunggu dan tenggatnya",
    "Siapa sudah dan belum terdengar",
    "Angka per wilayah",
    "Cara dan versi",
]


def words_of_pdf(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def words_of_docx(made: bytes) -> str:
    document = docx.Document(io.BytesIO(made))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def squeezed(words: str) -> str:
    """Without spaces: a PDF knows where letters stand, not where words end."""
    return words.replace(" ", "").replace("\u200b", "")


class Page(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href"} and value]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def told() -> Sitrep:
    """Two incidents, one contradicted, with a sitrep before it."""
    tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    keep_sitrep(composed(), now=NOW)
    tell("Pemungutan suara 27 Oktober 2024", contradicted=(("2024-10-27", "2024-11-27"),), category="hoaks")
    return composed()


def test_every_format_says_the_same(told: Sitrep) -> None:
    pages = " ".join(words_of_pdf(sitrep_as("pdf", told)))
    document = " ".join(words_of_docx(sitrep_as("docx", told)).split())
    page = Page(sitrep_as("html", told)).text
    paper = paper_of(told)
    assert [section.heading for section in paper.sections] == HEADINGS
    for words in (
        *HEADINGS,
        "Kabupaten Tulungagung, Jawa Timur (35.04)",
        "Amplop berisi uang dibagikan",
        "27 Nov 2024",
        "PKPU 2/2024",
        "Baru diceritakan:",
        "Masa tenang",
        hash_of(body_of(told)),
    ):
        assert words in page
        assert words in document
        assert squeezed(words) in squeezed(pages)


def test_a_file_made_twice_is_the_same_file(told: Sitrep) -> None:
    for form in ("html", "pdf", "docx", "json"):
        assert sitrep_as(form, told) == sitrep_as(form, told), form


def test_the_pdf_is_a4_tagged_dated_and_numbered(told: Sitrep) -> None:
    reader = PdfReader(io.BytesIO(sitrep_as("pdf", told)))
    pages = words_of_pdf(sitrep_as("pdf", told))
    assert len(pages) >= 3
    for place, page in enumerate(pages, 1):
        assert f"hal. {place} dari {len(pages)}" in page
        assert "TERBATAS" in squeezed(page)
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}
    assert reader.metadata is not None
    assert reader.metadata.title == "Laporan Situasi (Sitrep) Kabupaten Tulungagung, Jawa Timur"
    assert reader.metadata.creation_date == NOW
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert len(pages_of(paper_of(told))) == len(pages)


def test_heads_of_long_tables_are_repeated(told: Sitrep) -> None:
    entries = told.new.entries * 30
    many = replace(told, new=Listing(len(entries) + 1234, entries))
    pages = words_of_pdf(sitrep_as("pdf", many))
    assert sum("Tempatdanwaktu" in squeezed(page) for page in pages) >= 3
    assert "…dan1.234lagi." in squeezed("".join(pages))
    with zipfile.ZipFile(io.BytesIO(sitrep_as("docx", many))) as packed:
        document = packed.read("word/document.xml")
    assert document.count(b"<w:tblHeader") == document.count(b"<w:tbl>") - 1  # but that of the signatures


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "json"])
def test_hostile_words_are_words(form: str) -> None:
    tell(f"Laporan {HOSTILE}", title=f"Judul {HOSTILE}", source=f"grup {HOSTILE}", source_class="press")
    made = sitrep_as(form, composed())
    match form:
        case "html":
            page = Page(made)
            assert page.tags.isdisjoint({"script", "link", "img", "iframe", "b>tebal"})
            assert "<script>x()</script>" in page.text
            assert page.addresses == []
        case "pdf":
            pages = squeezed("".join(words_of_pdf(made)))
            assert "#{panic()}*tebal*_miring_$x$@rujuk`kode`" in pages
            assert "<script>x()</script>" in squeezed(pages)
        case "docx":
            assert "#{panic()} *tebal* _miring_ $x$" in words_of_docx(made)
        case "json":
            [entry] = json.loads(made)["sitrep"]["new"]["entries"]
            assert entry["title"].startswith("Judul #{panic()} *tebal* _miring_ $x$ @rujuk `kode`")
    assert "\u202e" not in made.decode("utf-8", "replace")


def test_no_word_runs_over_the_edge_of_the_page() -> None:
    tell("Panjang " + "w" * 350, title="T" * 190)
    for page in PdfReader(io.BytesIO(sitrep_as("pdf", composed()))).pages:
        ends: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, ends=ends: ends.append(tm[4] if text.strip() else 0)
        )
        assert max(ends, default=0) < 595 - 40


def test_the_file_stands_alone_and_needs_nothing(told: Sitrep) -> None:
    page = Page(sitrep_as("html", told))
    assert page.addresses == []
    assert {"script", "link", "img", "form"}.isdisjoint(page.tags)
    assert {"style", "svg", "table", "caption"} <= page.tags


def test_it_speaks_english_too(told: Sitrep) -> None:
    with translation.override("en"):
        pages = " ".join(words_of_pdf(sitrep_as("pdf", told)))
        assert "The situation in figures" in pages
        assert "p. 2 of" in pages
        assert Page(sitrep_as("html", told)).text.startswith("Situation report (sitrep)")
    for heading in HEADINGS:
        assert heading not in pages


def test_the_house_gives_letterhead_and_classification(told: Sitrep, settings: Settings) -> None:
    settings.KONDUSIF_LETTERHEAD = [
        "PEMERINTAH KABUPATEN CONTOH",
        "BADAN KESATUAN BANGSA DAN POLITIK",
        "Jalan Contoh 1",
    ]
    settings.KONDUSIF_CLASSIFICATION = "RAHASIA"
    pages = words_of_pdf(sitrep_as("pdf", told))
    assert "BADAN KESATUAN BANGSA DAN POLITIK" in pages[0]
    assert all("RAHASIA" in squeezed(page) for page in pages)
    assert house_paper(told).letterhead == tuple(settings.KONDUSIF_LETTERHEAD)


def test_the_json_fits_its_schema_and_its_hash(told: Sitrep) -> None:
    made = sitrep_as("json", told)
    whole = json.loads(made)
    jsonschema.validate(whole["sitrep"], schema_of(Sitrep, "sitrep"))
    body = made.decode().partition('"sitrep":')[2].rstrip("\n")[:-1]
    assert hash_of(body) == whole["sha256"]


def test_the_published_schema_is_the_one_of_the_code() -> None:
    kept = Path(__file__).parents[2] / "docs/sitrep.schema.json"
    written = json.loads(kept.read_text(encoding="utf-8"))
    assert {name: written[name] for name in ("properties", "$defs")} == {
        name: schema_of(Sitrep, "sitrep")[name] for name in ("properties", "$defs")
    }


def test_an_empty_sitrep_and_one_of_a_desa_make_papers() -> None:
    told = composed("35.04.01.1007")
    paper = paper_of(told)
    assert "wilayah" not in {section.id for section in paper.sections}
    for form in ("html", "pdf", "docx"):
        assert sitrep_as(form, told)
    assert "Tidak ada insiden baru dalam periode ini." in Page(sitrep_as("html", told)).text
    assert file_name(told, "pdf") == "sitrep-35.04.01.1007-20241120-0800.pdf"


def test_places_and_grounds_are_said_briefly() -> None:
    assert place_inside("35.04.01.1007", "35.04") == "Kepatihan, Tulungagung"
    assert place_inside("35.04", "35.04") == "Kab. Tulungagung"
    assert place_inside("", "35.04") == "tempat tidak disebut"
    assert grounds("PKPU 2/2024 [T1][T3]") == "PKPU 2/2024"
    assert grounds("[T8]") == "kab-sidoarjo.kpu.go.id"
