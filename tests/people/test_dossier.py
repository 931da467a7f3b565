"""The officials of real texts (the seeds, where they are) and of our own dossier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from factories.readings import NOW

from kondusif.incidents.actions import keep_readings
from kondusif.people.domain.officials import is_official
from kondusif.people.models import Appearance
from kondusif.people.queries import PeopleFilters, institution_detail, list_people, person_detail
from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
DOSSIER = Path(__file__).parents[2] / "src/kondusif/intake/dossier"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.build()


def keep(reader: Reader, documents: list[Document]) -> None:
    pairs: list[Any] = [(document, reader.read(document).as_dict()) for document in documents]
    keep_readings(pairs, now=NOW)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared: not here, the seed articles are not read")
def test_the_seeds_know_their_officials_and_one_man_in_three_spellings(db: None, reader: Reader) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    keep(reader, [Document(id=file.stem, text=file.read_text(encoding="utf-8"), source="seeds") for file in files])
    found = {(row.name, row.rank, row.role, row.institution, row.area) for row in list_people().rows}
    assert found == {
        ("Muhammad Taat Resdi", "AKBP", "Kapolres", "Polres Tulungagung", "35.04"),
        ("Ainun Djariyah", "Kompol", "Kapolsek", "Polsek Bululawang", "35.07.14"),
        ("Ponsen Dadang Martianto", "AKP", "Kasihumas", "Polres Malang", "35.07"),
        ("Andriyanto", "", "Pj Bupati", "Pemkab Pasuruan", "35.14"),
        ("Nor Iskak", "Letkol Arh", "Dandim", "Kodim 0819 Pasuruan", "35.14"),
        ("Hari Aziz", "Kompol", "Wakapolres", "Polres Pasuruan", "35.14"),
        ("Roy Aquari", "Kompol", "Kabag Ops", "Polresta Pasuruan", "35.75"),
        ("Muhamad Lutfi Burhani", "", "Ketua KPU", "KPU Tulungagung", "35.04"),
        ("Tri Hariadi", "", "Sekretaris Daerah", "Pemkab Tulungagung", "35.04"),
        ("Dyah Wahyu Ermawati", "", "Pjs Bupati", "Pemkab Trenggalek", "35.03"),
    }
    for spelling in ("Anriyanto", "Andriyanyo", "andrianto"):
        (row,) = list_people(PeopleFilters(search=spelling)).rows
        detail = person_detail(row.id)
        assert detail is not None
        assert {variant.name for variant in detail.variants} == {"Andriyanto", "Anriyanto", "Andriyanyo"}
    holders = institution_detail("pemkab-35.14")
    assert holders is not None
    assert {holder.person.name for holder in holders.holders} == {"Andriyanto"}


def test_of_the_dossier_nobody_is_written_down_but_officials(db: None, reader: Reader) -> None:
    documents = []
    for file in sorted(DOSSIER.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            documents.append(
                Document(id=row["id"], text=row["text"], title=row.get("title", ""), source=row.get("source", ""))
            )
    keep(reader, documents)
    rows = list(Appearance.objects.values("name", "rank", "role", "institution"))
    assert len({row["name"] for row in rows}) > 25
    assert [row for row in rows if not is_official(row)] == []
    assert {row.role for row in list_people(per_page=500).rows} <= {
        "Ketua Bawaslu", "Ketua KPU", "anggota KPU", "Ketua Panwascam", "Kapolres", "Kasatreskrim", "Kasihumas",
        "Kepala Dinas Kominfo", "Kepala Pelaksana BPBD", "Kepala BPBD", "Kepala Satpol PP",
    }  # fmt: skip
