from __future__ import annotations

import random
from typing import Any

from factories.readings import a_document, a_reading

from kondusif.people.domain.joining import persons_among, reason_for
from kondusif.people.domain.profiles import Profile, profiles_of
from kondusif.places.domain.gazetteer import load_gazetteer
from people.conftest import actor


def profile(
    name: str, role: str, institution: str, code: str = "", *, places: tuple[str, ...] = (), **more: Any
) -> Profile:
    text = f"{role} {name} hadir."
    reading = a_reading(a_document(text), places=places or ((code,) if code else ()))
    reading["actors"] = [actor(text, name, role=role, institution=institution, place_code=code or None, **more)]
    (found,) = profiles_of(reading, key=more.get("rank") or text, title="", text=text, gazetteer=load_gazetteer())
    return found.profile


def joined(*profiles: Profile) -> bool:
    return len(persons_among(profiles)) == 1


def test_the_same_first_name_in_one_office_of_two_areas_is_two_people() -> None:
    one = profile("Agus Budiman", "Kapolres", "Polres Tulungagung", "35.04")
    assert not joined(one, profile("Agus Budiman", "Ketua KPU", "KPU Tulungagung", "35.04"))
    assert not joined(one, profile("Agus Wibowo", "Kapolres", "Polres Tulungagung", "35.04"))
    assert not joined(one, profile("Agus Budiman", "Kapolres", "Polres Malang", "35.07"))


def test_a_slip_counts_only_in_the_same_institution() -> None:
    one = profile("Andriyanto", "Pj Bupati", "Pemkab Pasuruan", "35.14")
    assert joined(one, profile("Anriyanto", "Pj Bupati", "Pemkab Pasuruan", "35.14"))
    assert joined(one, profile("Anriyanto", "Bupati", "Pemkab Pasuruan", "35.14"))
    assert not joined(one, profile("Anriyanto", "Camat", "Kecamatan Bangil", "35.14.07"))
    assert not joined(one, profile("Anriyanto", "Pj Bupati", "Pemkab Malang", "35.07"))


def test_a_full_name_follows_its_bearer_within_service_and_province() -> None:
    one = profile("Ayu Lestari Wulandari", "Kapolres", "Polres Malang", "35.07")
    assert joined(one, profile("Ayu Lestari Wulandari", "Kapolres", "Polres Jember", "35.09"))
    assert not joined(one, profile("Ayu Lestari Wulandari", "Dandim", "Kodim Jember", "35.09"))
    assert not joined(one, profile("Ayu Lestari Wulandari", "Kapolres", "Polres Bandung", "32.04"))


def test_two_heads_of_two_villages_stay_two() -> None:
    one = profile("Budi Raharjo", "Kepala Desa", "Desa Wandanpuro", "35.07.14.2008")
    assert not joined(one, profile("Budi Raharjo", "Kepala Desa", "Desa Lumbangsari", "35.07.14.2005"))


def test_an_office_without_a_place_counts_for_the_only_area_of_its_text() -> None:
    sure = profile("Dwi Saktiawan", "Ketua Bawaslu", "Bawaslu Jember", "35.09")
    unsure = profile("Dwi Saktiawan", "Ketua Bawaslu", "Bawaslu", places=("35.09.01",))
    reason = reason_for(sure, unsure)
    assert reason is not None
    assert (reason.office, reason.spelling) == (850, 1000)
    assert not joined(sure, profile("Dwi Saktiawan", "Ketua Bawaslu", "Bawaslu", places=("35.09", "35.07")))


def test_the_area_in_an_institution_is_never_invented() -> None:
    assert profile("Irwan Seno", "Kepala Satpol PP", "Satpol PP Bambang", places=("35.14",)).code == ""
    assert profile("Laras Windi", "Ketua KPU", "KPU Kabupaten Malang", places=("35.07",)).code == "35.07"


def test_a_short_name_that_fits_two_people_joins_neither() -> None:
    office = ("Kapolres", "Polres Tulungagung", "35.04")
    short, one, other = (profile(name, *office) for name in ("Budi", "Budi Raharjo", "Budi Santoso"))
    assert joined(short, one)
    assert len(persons_among([short, one, other])) == 3


def test_what_people_said_counts_before_anything_else() -> None:
    one = profile("Andriyanto", "Pj Bupati", "Pemkab Pasuruan", "35.14")
    slip = profile("Anriyanto", "Pj Bupati", "Pemkab Pasuruan", "35.14")
    moved = profile("Andriyanto", "Kepala Dinas Sosial", "Dinas Sosial", "35.78")
    assert persons_among([one, slip, moved], together=[[one.key, moved.key]], apart=[(one.key, slip.key)]) == sorted(
        [frozenset({one.key, moved.key}), frozenset({slip.key})], key=min
    )


def test_the_order_of_the_profiles_changes_nothing() -> None:
    places = [("35.04", "Tulungagung"), ("35.07", "Malang"), ("35.09", "Jember")]
    names = [
        "Budi Raharjo",
        "Budi Raharjoo",
        "Budi R.",
        "Budi",
        "B. Raharjo",
        "Budi Rahardjo",
        "Citra Dewi",
        "Citra Dewy",
    ]
    offices = [("Kapolres", "Polres"), ("Ketua KPU", "KPU"), ("Pj Bupati", "Pemkab"), ("Bupati", "Pemkab")]
    chance = random.Random(4)
    profiles = [
        profile(name, role, f"{body} {place}", code)
        for code, place in places
        for role, body in offices
        for name in names
    ]
    first = persons_among(profiles)
    for _ in range(5):
        chance.shuffle(profiles)
        assert persons_among(profiles) == first


def test_swapping_two_names_everywhere_swaps_only_the_names() -> None:
    office = ("Kapolres", "Polres Tulungagung", "35.04")
    one = [profile(name, *office) for name in ("Ayu Lestari", "Ayu Lestary", "Budi Raharjo")]
    other = [profile(name, *office) for name in ("Budi Raharjo", "Budi Raharjoo", "Ayu Lestari")]
    assert sorted(map(len, persons_among(one))) == sorted(map(len, persons_among(other))) == [1, 2]
