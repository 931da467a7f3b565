# ruff: noqa: DTZ001 - files and phones write times without a zone
"""Chat exports. Dewi reports; neither her name nor anybody's number may get through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kondusif.understanding.document import Document

Read = Callable[..., tuple[list[Document], list[str]]]

ANDROID = """\
20/09/24 21.10 - Pesan dan panggilan dienkripsi secara end-to-end. Hanya orang di chat ini yang bisa membaca.
20/09/24 21.10 - Ayu membuat grup "Info: Pilkada"
20/09/24 21.11 - Ayu menambahkan Dewi Lestari
20/09/24 21.15 - Dewi Lestari: Ada bagi amplop di Desa Wandanpuro
RT 3: tadi sore

hubungi 0812-3456-7890
20/09/24 21.16 - +62 812-3456-7890: <Media tidak disertakan>
20/09/24 21.16 - +62 812-3456-7890: IMG-20240920-WA0001.jpg (file terlampir)
Baliho roboh di Tuban
20/09/24 21.17 - Polsek Bululawang: Siap, @\u2068Dewi Lestari\u2069. Terima kasih Dewi Lestari, Polsek Bululawang jalan
20/09/24 21.18 - Ayu: Pesan ini telah dihapus
20/09/24 21.19 - Ayu: Hadir
20/09/24 21.19 - Budi: Hadir <Pesan ini diedit>
"""
IOS = """\
[20/09/2024, 21.10.01] Info Pilkada: \u200eMessages and calls are end-to-end encrypted.
\u200e[20/09/2024, 21.10.02] Ayu: \u200eAyu menambahkan Anda
[20/09/2024, 21.15.32] ~\u202fDewi: Ada bagi amplop
di Wandanpuro
\u200e[20/09/2024, 21.16.00] Budi: \u200eimage omitted
[20/09/2024, 21.17.00] Budi: @6281234567890 tolong dicek \u200e<attached: 00000012-PHOTO.jpg>
"""
ENGLISH = """\
9/20/24, 9:10\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.
9/20/24, 12:15\u202fAM - Ayu: Tengah malam
9/20/24, 9:15\u202fPM - Ayu: Malam
9/20/24, 9:16\u202fPM - Ayu: <Media omitted>
9/20/24, 9:17\u202fPM - Ayu added Budi
"""


def said(documents: list[Document]) -> list[tuple[str, datetime | None]]:
    return [(document.text, document.received_at) for document in documents]


def test_android_messages_without_who_wrote_them(tmp_path: Path, read: Read) -> None:
    (tmp_path / "Chat WhatsApp dengan Dewi.txt").write_text(ANDROID)
    documents, refused = read()
    at = [datetime(2024, 9, 20, 21, minute) for minute in (15, 16, 17, 19)]
    assert said(documents) == [
        ("Ada bagi amplop di Desa Wandanpuro\nRT 3: tadi sore\n\nhubungi [nomor]", at[0]),
        ("Baliho roboh di Tuban", at[1]),
        ("Siap, @[nama]. Terima kasih [nama], Polsek Bululawang jalan", at[2]),
        ("Hadir", at[3]),
        ("Hadir", at[3]),
    ]
    assert refused == []
    assert len({document.id for document in documents}) == 5
    assert {document.source for document in documents} == {"whatsapp"}
    assert [document.notes for document in documents] == [("contacts_masked",), (), ("contacts_masked",), (), ()]
    everything = repr(documents)
    assert not [trace for trace in ("Dewi", "Ayu", "0812", "812-3456") if trace in everything]


def test_ios_messages(tmp_path: Path, read: Read) -> None:
    (tmp_path / "_chat.txt").write_text(IOS.replace("\n", "\r\n"), newline="")
    documents, refused = read()
    assert said(documents) == [
        ("Ada bagi amplop\ndi Wandanpuro", datetime(2024, 9, 20, 21, 15, 32)),
        ("@[nama] tolong dicek", datetime(2024, 9, 20, 21, 17)),
    ]
    assert refused == []


def test_month_first_and_twelve_hours(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    assert said(read()[0]) == [
        ("Tengah malam", datetime(2024, 9, 20, 0, 15)),
        ("Malam", datetime(2024, 9, 20, 21, 15)),
    ]


def test_copied_messages_have_no_year(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("[20/9 21.15] Dewi: Ada amplop\n[20/9 21.16] +62 812-3456-7890: Di mana?")
    assert said(read()[0]) == [("Ada amplop", None), ("Di mana?", None)]


def test_a_later_export_gives_the_same_ids(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(ANDROID)
    before = [document.id for document in read()[0]]
    (tmp_path / "a.txt").write_text(ANDROID.replace("Dewi Lestari", "Bu Dewi L") + "21/09/24 06.00 - Ayu: Pagi\n")
    assert [document.id for document in read()[0]][:5] == before


def test_a_chat_in_which_nobody_wrote_is_refused(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("20/09/24 21.10 - Ayu membuat grup\n20/09/24 21.16 - Ayu: <Media omitted>\n")
    assert read() == ([], ["a.txt: percakapan WhatsApp tanpa pesan"])


@pytest.mark.parametrize(
    "text", ["MALANG – Polres (20/9/2024)", "20 September 2024 - KPU: debat", "2024: tahun pilkada"]
)
def test_other_texts_are_no_chat(tmp_path: Path, read: Read, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert read() == ([Document("a.txt", text, source="a.txt")], [])
