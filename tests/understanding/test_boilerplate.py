"""What stands around a text is set aside, what only resembles it stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.understanding.boilerplate import set_aside
from kondusif.understanding.view import Edit, view_of


def edits(text: str) -> list[Edit]:
    return set_aside(text, text.lower())


def left(text: str) -> str:
    """What remains of a text."""
    view = view_of("", text)
    return view.edit(set_aside(view.text, view.lower)).text


@pytest.mark.parametrize(
    "line",
    [
        "Baca Juga: Kapolres Contoh Turun ke Desa Seberang",
        "BACA JUGA : Banjir di Kota Sebelah",
        "Baca juga Banjir di Kota Sebelah",
        "• Simak juga: video lengkapnya",
        "(Baca Juga: Warga Desa Seberang Ribut)",
        "-> Lihat juga daftar lengkapnya",
        "➡ Tonton juga keributan di Desa Seberang",
        "Baca selengkapnya di sini",
        "Berita Terkait: Baliho Hilang",
        "Artikel lainnya",
        "Editor: Fulan",
        "Reporter : Fulana",
        "Penulis: Fulan | Editor: Fulana",
        "Pewarta : Fulan",
        "Foto: Humas Kantor Contoh",
        "Sumber foto: dokumentasi",
        "Tags: pilkada, baliho",
        "Bagikan:",
        "Ikuti berita kami di Google News",
        "Ikuti kami di saluran WhatsApp Kabar Contoh",
        "Gabung grup Telegram Kabar Contoh",
        "Komentar",
        "Komentar (12)",
        "Tinggalkan Komentar",
        "Leave a Reply",
        "Discussion about this post",
        "Related Posts",
        "Copyright Kabar Contoh",
        "© 2024 Kabar Contoh",
        "ADVERTISEMENT",
        "Iklan",
        "Scroll untuk melanjutkan",
        "Artikel ini telah tayang di Kabar Contoh",
        "Kirim iklan? hubungi redaksi",
        "Redaksi: Jalan Contoh 1, Kota Contoh",
        "Alamat kantor redaksi: Jalan Contoh 1",
    ],
)
def test_lines_around_a_text_are_set_aside(line: str) -> None:
    assert left(f"Warga ribut.\n{line}\nPolisi datang.") == "Warga ribut.\n\nPolisi datang."


@pytest.mark.parametrize(
    "line",
    [
        "Baca koran di warung itu biasa.",
        "Penulis buku itu datang ke TPS",
        "Foto bersama di balai desa",
        "Ikuti arahan KPPS saat mencoblos",
        "Komentar warga pedas sekali",
        "Iklan calon diputar di radio",
        "Berita itu bohong",
        "Label harga sembako diganti stiker paslon",
        "Editor video itu warga desa",
        "Kirim sembako ke rumah",
        "Sumber air di desa kering",
        "Topik debat malam ini kesehatan",
        "Tag harga di kaosnya masih ada",
        "Bagikan sembako dilarang",
        "Redaksi koran didatangi massa",
        "Warga tertib (KPPS)",
        "Ketua panitia (Kampung Contoh) hadir",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert left(line) == line


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Polisi menjaga. Baca juga: Bupati ke Desa Seberang. Warga tenang.", "Polisi menjaga.  Warga tenang."),
        ('"Aman," katanya. Baca Juga: Ribut di Kota Sebelah\nLalu usai.', '"Aman," katanya. \nLalu usai.'),
        ("Katanya aman. (Baca juga: Ribut di Kota) Warga Desa Sini tenang.", "Katanya aman.  Warga Desa Sini tenang."),
        ("Dia baca juga: surat itu.", "Dia baca juga: surat itu."),
    ],
)
def test_link_lines_inside_a_paragraph_are_set_aside(text: str, remains: str) -> None:
    assert left(text) == remains


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Warga tertib. (abc/def)", "Warga tertib. "),
        ("Warga tertib. (Fulan Anu+Fulana)", "Warga tertib. "),
        ('"Tertib." (*)', '"Tertib." '),
        ("Selesai.\n(red)", "Selesai.\n"),
        ("Selesai.\n(red)\nLagi.", "Selesai.\n\nLagi."),
        ("Warga (dan tamu) tertib.", "Warga (dan tamu) tertib."),
        ("Datang tiga orang (semua warga)", "Datang tiga orang (semua warga)"),
    ],
)
def test_signatures_of_the_newsroom_are_set_aside(text: str, remains: str) -> None:
    assert left(text) == remains


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("JEMBER, KABAR PESISIR - Polisi datang", "JEMBER- Polisi datang"),
        ("JEMBER, kabarcontoh.com - Polisi datang", "JEMBER- Polisi datang"),
        ("Surabaya (KABAR) - Polisi datang", "Surabaya  - Polisi datang"),
        ("JEMBER - Polisi datang", "JEMBER - Polisi datang"),
        ("JEMBER, 20 November - Polisi datang", "JEMBER, 20 November - Polisi datang"),
    ],
)
def test_a_dateline_keeps_its_place_and_loses_the_outlet(text: str, remains: str) -> None:
    assert " ".join(left(text).replace("-", " - ").split()) == " ".join(remains.replace("-", " - ").split())


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        ("Lihat https://kabar.id/jember/ambulu ya", "Lihat   ya"),
        ("Lihat www.jemberkab.go.id/berita ya", "Lihat   ya"),
        ("Lihat kabarmalang.com ya", "Lihat   ya"),
        ("Tulis ke @kabar_blitar ya", "Tulis ke   ya"),
        ("Pukul 10.30 di TPS 3.", "Pukul 10.30 di TPS 3."),
        ("Ketua tim.Kompor dibagi", "Ketua tim.Kompor dibagi"),
    ],
)
def test_addresses_are_set_aside(text: str, remains: str) -> None:
    assert left(text) == remains


@given(st.text(st.sampled_from("Baca juga:.com(x)\n\"@#-/ AJwhttps:KABAR*'"), max_size=120))
def test_edits_are_in_order_without_overlap_and_inside(text: str) -> None:
    found = edits(text)
    assert found == sorted(found, key=lambda edit: edit.start)
    assert all(0 <= edit.start < edit.stop <= len(text) for edit in found)
    assert all(one.stop <= other.start for one, other in pairwise(found))


@given(
    st.lists(
        st.sampled_from(["Warga ribut di pasar.", "Baca juga: Lain", "Editor: Fulan", "", "Iklan"]),
        min_size=1,
        max_size=8,
    )
)
def test_nothing_but_the_lines_themselves_goes(lines: list[str]) -> None:
    kept = [line for line in lines if line.startswith("Warga")]
    assert left("\n".join(lines)).split("\n") == [line if line in kept else "" for line in lines]


@pytest.mark.parametrize("unit", ["(", "baca juga: ", "a.com/", "@", "((*)", "Editor", ". Baca juga: ", "A, ", "\n"])
def test_repetition_yields_no_more_edits_than_letters(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert len(edits(text)) <= len(text)
