"""Who speaks is told from what is stated and from the form of the text."""

from __future__ import annotations

import pytest

from kondusif.understanding.document import Document
from kondusif.understanding.reading import SourceClass
from kondusif.understanding.sources import source_class

OFFICIAL, PRESS, PUBLIC, UNKNOWN = (
    SourceClass.OFFICIAL,
    SourceClass.PRESS,
    SourceClass.PUBLIC,
    SourceClass.UNKNOWN,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://contoh.bawaslu.go.id/berita", OFFICIAL),
        ("Bawaslu Kabupaten Contoh", OFFICIAL),
        ("Humas Polres Contoh", OFFICIAL),
        ("Satpol PP Kota Contoh", OFFICIAL),
        ("Koran Contoh", PRESS),
        ("Radar Contoh", PRESS),
        ("https://kabarcontoh.id/a", PRESS),
        ("grup WA warga", PUBLIC),
        ("Facebook", PUBLIC),
        ("formulir pelapor", PUBLIC),
        ("komentar di Radar Contoh", PUBLIC),
        ("grup WhatsApp Bawaslu", PUBLIC),
        ("", UNKNOWN),
        ("berkas-17.txt", UNKNOWN),
        ("wahana", UNKNOWN),
        ("mewartakan", UNKNOWN),
    ],
)
def test_a_stated_source_decides(source: str, expected: SourceClass) -> None:
    assert source_class(Document("1", "Warga berkumpul.", source=source), loose=False) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SIARAN PERS\nNomor 1/2024", OFFICIAL),
        ("Laporan situasi harian pukul 08.00", OFFICIAL),
        ("CONTOH, Koran Contoh - Warga berkumpul.", PRESS),
        ("Contoh - Warga berkumpul di balai desa.", PRESS),
        ("Warga berkumpul.\nEditor: Fulan", PRESS),
        ("Warga berkumpul.\nBaca juga: Lain", PRESS),
        ("Warga berkumpul.", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_else_the_form_decides(text: str, expected: SourceClass) -> None:
    assert source_class(Document("1", text), loose=False) is expected


def test_a_title_is_the_mark_of_the_press() -> None:
    assert source_class(Document("1", "Warga berkumpul.", title="Judul"), loose=False) is PRESS


def test_who_writes_loosely_is_the_public_unless_something_else_is_stated() -> None:
    chat = "lur iki ana sing bagi duit"
    assert [source_class(Document("1", chat, source=source), loose=True) for source in ("", "Polsek Contoh")] == [
        PUBLIC,
        OFFICIAL,
    ]


def test_an_address_counts_as_a_source() -> None:
    assert source_class(Document("1", "a", url="https://contoh.go.id/x"), loose=True) is OFFICIAL
    assert source_class(Document("1", "a", url="https://contoh.id/x"), loose=True) is PRESS
