"""Whoever is no official is covered, however villages name people; officials stay in their office."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kondusif.publishing.domain.redaction import COVERED, NAME, PASLON, redact, redact_together
from kondusif.understanding.candidates import Candidate


def _actor(name: str, role: str | None, institution: str | None, *mentions: str, rank: str | None = None) -> Any:
    because = [{"field": "text", "start": 0, "end": 0, "text": each} for each in (name, *mentions)]
    return {
        "name": name,
        "rank": rank,
        "role": role,
        "institution": institution,
        "place_code": None,
        "because": because,
    }


def _reading(*actors: Any) -> dict[str, Any]:
    return {"actors": list(actors)}


KADES = _actor("Sutrisno", "Kepala Desa", "Desa")
CAMAT = _actor("Bambang Hermanto", "Camat", "Kecamatan Ngantru", "Bambang")
KETUA_RT = _actor("Wagimin", "Ketua", "RT")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            "Amplop dibagikan di balai desa oleh pak slamet, hp 0812-3456-7890",
            f"Amplop dibagikan di balai desa oleh pak {NAME}, hp {COVERED['PHONE']}",
        ),
        (
            "[12/11/24 20.15] Bu Tini RT 3: mau lapor pak. Td malem ada amplop, sing mbagi Cak Sutaji karo anake Wahyudi",
            f"[12/11/24 20.15] {NAME}: mau lapor pak. Td malem ada amplop, sing mbagi Cak {NAME} karo anake {NAME}",
        ),
        (
            "12/11/24 20.15 - Karso Wonorejo: wes oleh amplop\n12/11/24 20.16 - +62 812-3456-7890: uwis",
            f"12/11/24 20.15 - {NAME}: wes oleh amplop\n12/11/24 20.16 - {COVERED['PHONE']}: uwis",
        ),
        (
            "Oreng se anyama hosnan nyolong kotak. Hosnan ban Mat Tinggal mole ka Sampang. Bhuk Sahrah (52) nangis.",
            f"Oreng se anyama {NAME} nyolong kotak. {NAME} ban Mat {NAME} mole ka Sampang. Bhuk {NAME} (52) nangis.",
        ),
        (
            "Warga bernama Misnawati binti Bunali dipukul. Misnawati luka. Pak Polisi datang.",
            f"Warga bernama {NAME} dipukul. {NAME} luka. Pak Polisi datang.",
        ),
        (
            "PAK SLAMET RT 3 nerima amplop. slamet ngaku teko bu yanti",
            f"PAK {NAME} RT 3 nerima amplop. {NAME} ngaku teko bu {NAME}",
        ),
        (
            "Saksi H. Abd. Rasid, NIK 3527031508950001, naik mobil AG 1234 XY, surel rasid99@contoh.id",
            f"Saksi H. {NAME}, NIK {COVERED['NIK']}, naik mobil {COVERED['PLATE']}, surel {COVERED['EMAIL']}",
        ),
    ],
)
def test_villagers_are_covered_as_villages_name_them(text: str, seen: str) -> None:
    assert redact(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Baliho di Jalan Pahlawan dirobek orang tak dikenal dekat pasar Ngunut, Kabupaten Tulungagung",
        "Deklarasi damai di Pendopo Agung Ronggo Hadi Negoro dihadiri 24 camat dan 341 kepala desa #PilkadaDamai2024",
        "Bawaslu Kabupaten Malang mengimbau warga menolak politik uang pada masa tenang, 24 November 2024",
        "Wah botohe ning Puger Kulon wani tenan",
        "Pemkab melatih 279 pelapor Desk Pilkada, kata pak lurah Ngijo",
        "Lapor pak kades, ada amplop Rp50.000 di Desa Pak Bulu, tolong dicek",
        "",
        "   \n\n  ",
    ],
)
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


def test_places_of_the_reading_are_nobody() -> None:
    text = "Sumpah KPPS di desa saya Jatimulyo Tambakrejo Bojonegoro diwakilkan"
    places = [{"name": "Jatimulyo", "because": [{"text": "Jatimulyo Tambakrejo Bojonegoro"}]}]
    assert redact(text, reading={"actors": [], "places": places}) == text


def test_officials_stay_in_their_office() -> None:
    text = "Kades Ngantru Sutrisno dan Camat Bambang Hermanto hadir. Bambang membantah, Sutrisno diam."
    assert redact(text, reading=_reading(KADES, CAMAT)) == text
    assert "Sutrisno" not in redact(text.replace("Kades Ngantru", "pak"))


def test_an_office_of_citizens_makes_nobody_public() -> None:
    text = "Ketua RT Wagimin membagikan amplop. Wagimin mengaku disuruh."
    assert redact(text, reading=_reading(KETUA_RT)) == f"Ketua RT {NAME} membagikan amplop. {NAME} mengaku disuruh."


def test_who_shares_a_name_with_an_official_is_covered() -> None:
    text = "Camat Bambang Hermanto menerima laporan warga bernama Bambang Suprapto. Suprapto melihat amplop."
    seen = redact(text, reading=_reading(CAMAT))
    assert seen == f"Camat Bambang Hermanto menerima laporan warga bernama {NAME}. {NAME} melihat amplop."


def test_an_official_who_stands_for_election_is_no_official_here() -> None:
    text = "Calon bupati Bambang Hermanto datang. Bambang menyalami warga."
    assert "Bambang" not in redact(text, reading=_reading(CAMAT))


def test_a_person_of_one_text_is_covered_in_all() -> None:
    title, summary = redact_together(
        ("Misnawati dipukul di pasar", "Warga bernama Misnawati dipukul."), reading=_reading()
    )
    assert (title, summary) == (f"{NAME} dipukul di pasar", f"Warga bernama {NAME} dipukul.")


def test_hiding_a_name_with_invisible_letters_does_not_help() -> None:
    assert redact("warga bernama Mis\u200bna\u00adwati dipukul") == f"warga bernama {NAME} dipukul"


def test_candidates_are_covered_listed_or_announced() -> None:
    pair = Candidate("35.04", "bupati", "1", ("Fulan Contoh", "Fulanah Contoh"), ("Fulan Contoh", "Fulanah Contoh"))
    assert redact("Warga memuji fulan contoh", candidates=(pair,)) == f"Warga memuji {PASLON}"
    assert (
        redact("Relawan paslon Fulan-Fulanah bagi kaos #FulanMenang") == f"Relawan paslon {PASLON} bagi kaos {PASLON}"
    )


NAMES = st.sampled_from(
    [
        "Paijo",
        "Sutinem",
        "Tukinah",
        "Wagiyem",
        "Mistari",
        "Bunali",
        "Sahrawi",
        "Misnatun",
        "Hosnan",
        "Marsuki",
        "Ngatiyem",
    ]
)
ADDRESSES = st.sampled_from(
    ["pak", "Pak", "Bu", "mbah", "Cak", "Ning", "Bhuk", "H.", "warga bernama", "a.n.", "jenenge"]
)
BEFORE = st.sampled_from(["Amplop dikeki", "Td malem ono", "Bedhe pesse dari", "Kami menerima laporan dari", "12/11 "])
AFTER = st.sampled_from(
    ["ning omahe", "e compo'na", "di TPS 04 Desa Ngantru", "jam 7, hp 081234567890", "(45) menangis"]
)
TELLING = st.builds(
    lambda before, address, first, second, after: (f"{before} {address} {first} {second} {after}. {first} lungo.", first, second),
    BEFORE, ADDRESSES, NAMES, NAMES, AFTER,
)  # fmt: skip


@given(TELLING)
@settings(max_examples=150, deadline=None)
def test_no_part_of_a_name_is_left(told: tuple[str, str, str]) -> None:
    text, first, second = told
    seen = redact(text, reading=_reading(KADES)).lower()
    assert first.lower() not in seen
    assert second.lower() not in seen
    assert "081234567890" not in seen


@given(TELLING)
@settings(max_examples=50, deadline=None)
def test_covering_twice_covers_no_more(told: tuple[str, str, str]) -> None:
    once = redact(told[0])
    assert redact(once) == once


@given(st.text(max_size=300))
@example("[" * 300)
@example("pak " * 70)
@example("[nama disamarkan] dan [paslon] #[nama disamarkan]")
@example("\ud800 pak Slamet\x1e\n\x00")
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_odd(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.lists(st.text(max_size=60), max_size=4))
@settings(max_examples=60, deadline=None)
def test_as_many_texts_come_out_as_went_in(texts: list[str]) -> None:
    assert len(redact_together(texts)) == len(texts)
