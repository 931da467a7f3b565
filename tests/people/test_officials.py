from __future__ import annotations

from typing import Any

import pytest

from kondusif.people.domain.officials import is_official, officials_of, stands_for_election


def actor(name: str = "Ayu Lestari", **parts: str | None) -> dict[str, Any]:
    return {"name": name, "rank": None, "role": None, "institution": None, "place_code": None, "because": [], **parts}


@pytest.mark.parametrize(
    "parts",
    [
        {"rank": "AKBP", "role": "Kapolres", "institution": "Polres Tulungagung"},
        {"rank": "Letkol Arh", "role": "Dandim", "institution": "Kodim 0819 Pasuruan"},
        {"role": "Pj Bupati", "institution": "Pemkab Pasuruan"},
        {"role": "Ketua KPU", "institution": "KPU"},
        {"role": "anggota Bawaslu", "institution": "Bawaslu Jember"},
        {"role": "Kepala Dinas Kominfo", "institution": "Dinas Kominfo Kota Surabaya"},
        {"role": "Kepala Desa", "institution": "Desa Sukorejo"},
        {"role": "Ketua Panwascam", "institution": "Panwascam Kedungkandang"},
        {"rank": "Kompol"},
    ],
)
def test_a_rank_or_an_office_makes_an_official(parts: dict[str, str]) -> None:
    assert is_official(actor(**parts))


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"role": "Ketua RT", "institution": "RT 02"},
        {"role": "Ketua KPPS", "institution": "KPPS TPS 4"},
        {"role": "anggota LSM", "institution": "LSM"},
        {"role": "Pengawas TPS", "institution": "Bawaslu"},
        {"role": "staf Bawaslu", "institution": "Bawaslu"},
        {"role": "pedagang"},
        {"rank": "Letkol Purn"},
        {"institution": "Polres Tulungagung"},
    ],
)
def test_everybody_else_is_a_private_person(parts: dict[str, str]) -> None:
    assert not is_official(actor(**parts))


@pytest.mark.parametrize(
    "text",
    [
        "Calon bupati Ayu Lestari berkunjung ke pasar.",
        "Bupati petahana Ayu Lestari mulai cuti.",
        "Ayu Lestari, calon wakil bupati nomor urut 2, tiba sore hari.",
        "Ayu Lestari yang juga calon bupati tidak hadir.",
        "Paslon nomor urut 1 Citra Dewi - Ayu Lestari berorasi.",
    ],
)
def test_who_stands_for_election_is_told_by_the_text(text: str) -> None:
    assert stands_for_election(actor(role="Bupati", institution="Pemkab Malang"), text)


@pytest.mark.parametrize(
    "text",
    [
        "Ketua KPU Ayu Lestari menetapkan calon bupati dan wakil bupati.",
        "KPU menetapkan calon bupati. Ayu Lestari memimpin rapat pleno.",
        "Pasangan calon diundang, kata Ayu Lestari.",
        "Calon Bupati Budi Raharjo ditemui Ketua KPU Ayu Lestari.",
        "Calon Bupati Ayu Wulandari ditemui Ketua KPU Ayu Lestari.",
    ],
)
def test_who_speaks_of_candidates_is_none(text: str) -> None:
    assert not stands_for_election(actor(role="Ketua KPU", institution="KPU"), text)


def test_of_a_reading_only_those_who_may_be_named_are_left() -> None:
    officer = actor("Budi Raharjo", rank="AKP", role="Kasihumas", institution="Polres Malang")
    citizen = actor("Citra Dewi", role="Ketua RT", institution="RT 3")
    candidate = actor("Dewi Anjani", role="Bupati", institution="Pemkab Malang")
    reading = {"actors": [officer, citizen, candidate]}
    text = "AKP Budi Raharjo menemui Ketua RT 3 Citra Dewi dan calon bupati Dewi Anjani."
    assert officials_of(reading, title="", text=text) == [officer]
