"""Whole files: text, HTML, Word, PDF, standard input."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pypdf
import pytest

from kondusif.intake.domain import limits
from kondusif.intake.domain.texts import read_texts
from kondusif.understanding.document import Document

Read = Callable[..., tuple[list[Document], list[str]]]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PAGE = """<!doctype html><html><head><title>Judul | Situs</title>
<meta property="og:title" content="KPU Tulungagung   Gelar Sosialisasi">
<meta property="article:published_time" content="2024-09-20T16:00:00+07:00">
<link rel="canonical" href="https://contoh.id/kpu"><script>var x = "<p>bukan teks</p>";</script></head>
<body><nav><a>Beranda</a> <a>Surabaya</a></nav>
<article><h1>KPU Tulungagung Gelar
 Sosialisasi</h1><p>Baris <b>per</b>tama
di&nbsp;Tulungagung.</p><p>Kedua<br>ketiga &amp; terakhir.</p>
<ul><li>satu</li><li>dua</li></ul><table><tr><td>a</td><td>b</td></tr></table>
<aside>Iklan Kediri</aside></article><footer>Hak cipta Malang</footer></body></html>"""


def docx(path: Path, body: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def pdf(words: str) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
            pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
        }
    )
    fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): writer._add_object(font)})
    page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/Font"): fonts}
    )
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    return writer


def test_text_is_kept_exactly(tmp_path: Path, read: Read) -> None:
    text = "  Jum’at\r\n\u200bdi\u200f Tuban\n\n"
    (tmp_path / "a.txt").write_text(text, newline="")
    (tmp_path / "b.md").write_bytes(text.encode("utf-16"))
    assert read()[0] == [
        Document("a.txt", text, source="a.txt"),
        Document("b.md", text, source="b.md", notes=("decoded_from:utf-16",)),
    ]


def test_a_text_over_the_limit_is_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("x" * (limits.ROW_BYTES + 1))
    (tmp_path / "b.txt").write_text(" \n\n")
    assert read() == ([], ["a.txt: teks lebih dari 5 MB", "b.txt: berkas kosong"])


def test_hostile_text_is_read_quickly(tmp_path: Path, read: Read) -> None:
    for number, pattern in enumerate(("20/09/24 21.10 - " * 6000, "a:" * 50_000, "<" * 100_000, "0812-" * 20_000)):
        (tmp_path / f"{number}.txt").write_text("20/09/24 21.10 - Ayu: " + pattern)
        (tmp_path / f"{number}.html").write_text("<div>" * 3000 + pattern)
    begun = time.perf_counter()
    documents, _ = read()
    assert len(documents) == 8
    assert time.perf_counter() - begun < 2


def test_html(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    assert read() == (
        [
            Document(
                "a.html",
                "Baris pertama di Tulungagung.\nKedua\nketiga & terakhir.\nsatu\ndua\na\tb",
                title="KPU Tulungagung Gelar Sosialisasi",
                source="a.html",
                url="https://contoh.id/kpu",
                published_at=datetime(2024, 9, 20, 16, tzinfo=timezone(timedelta(hours=7))),
            )
        ],
        [],
    )


def test_html_in_its_declared_encoding(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.html").write_bytes(b'<meta charset="windows-1252"><p>Jum\x92at di Tuban</p>')
    (tmp_path / "b.html").write_text("<script>x</script>")
    documents, refused = read()
    assert [(d.text, d.notes) for d in documents] == [("Jum’at di Tuban", ("decoded_from:cp1252",))]
    assert refused == ["b.html: halaman tanpa teks"]


def test_word_with_a_table_in_its_place(tmp_path: Path, read: Read) -> None:
    cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("Desa", "Wandanpuro"))
    docx(
        tmp_path / "a.docx", paragraph("Atas &amp; awal") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph("Bawah")
    )
    docx(tmp_path / "b.docx", "")
    documents, refused = read()
    assert documents == [Document("a.docx", "Atas & awal\nDesa,Wandanpuro\nBawah", source="a.docx")]
    assert refused == ["b.docx: dokumen tanpa teks"]


def test_word_that_is_torn_locked_or_a_bomb_is_refused(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    docx(tmp_path / "a.docx", paragraph("Tuban " * 500))
    raw = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(raw[: len(raw) // 2])
    (tmp_path / "b.docx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    docx(tmp_path / "c.docx", "0" * 5_000_000)
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as container:
        container.writestr("lain.xml", "x")
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1_000_000)
    assert read() == (
        [],
        [
            "a.docx: berkas .docx rusak atau terpotong",
            "b.docx: terkunci sandi, atau format Office lama; simpan sebagai .docx tanpa sandi",
            "c.docx: isi berkas terlalu besar saat dibuka (lebih dari 300 MB)",
            "d.docx: isinya bukan .docx",
        ],
    )


def test_pdf(tmp_path: Path, read: Read) -> None:
    pdf("Sosialisasi di Desa Wandanpuro").write(tmp_path / "a.pdf")
    locked = pdf("rahasia")
    locked.encrypt("sandi")
    locked.write(tmp_path / "b.pdf")
    raw = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "c.pdf").write_bytes(raw[:40])
    documents, refused = read()
    assert documents == [Document("a.pdf", "Sosialisasi di Desa Wandanpuro", source="a.pdf")]
    assert refused == ["b.pdf: PDF terkunci sandi", "c.pdf: PDF rusak atau terpotong"]


@pytest.mark.parametrize(
    ("given", "documents"),
    [
        (b"Ada amplop di Tuban", [Document("-", "Ada amplop di Tuban", source="-")]),
        (b'\xef\xbb\xbf {"id": 1, "text": "x"}', [Document("1", "x", source="-", notes=("decoded_from:utf-8-bom",))]),
        ('{"id": 1, "text": "x"}'.encode("utf-16"), [Document("1", "x", source="-", notes=("decoded_from:utf-16",))]),
    ],
)
def test_standard_input(given: bytes, documents: list[Document]) -> None:
    assert list(read_texts(["-"], stdin=io.BytesIO(given))) == documents


def test_empty_standard_input_is_refused() -> None:
    assert [str(item) for item in read_texts(["-"], stdin=io.BytesIO(b""))] == ["-: berkas kosong"]
