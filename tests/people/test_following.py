from __future__ import annotations

import itertools
import random
from datetime import timedelta

import pytest
from factories.readings import NOW

from kondusif.incidents.actions import keep_readings
from kondusif.people.actions import (
    CannotJoin,
    NoSuchPerson,
    NothingToWithdraw,
    join_persons,
    rebuild_people,
    split_person,
    withdraw_person_decision,
)
from kondusif.people.models import Appearance, Person, Profile
from kondusif.people.queries import person_detail, person_redirect_of
from people.conftest import KAPOLRES, PJ_BUPATI, Named, actor, listed, names, pair

TEXT = "Pj. Bupati Andriyanto memimpin rapat. Menurut Anriyanto aman. Andriyanyo menutup rapat."


def spellings(person: object) -> set[str]:
    detail = person_detail(person)  # type: ignore[arg-type]
    assert detail is not None
    return {variant.name for variant in detail.variants}


def test_three_spellings_in_an_office_are_one_official(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", "Andriyanyo", **PJ_BUPATI)
    (row,) = listed()
    assert (row.name, row.role, row.spellings, row.texts) == ("Andriyanto", "Pj Bupati", 3, 1)
    assert spellings(row.id) == {"Andriyanto", "Anriyanto", "Andriyanyo"}


def test_every_joined_spelling_says_why(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", "Andriyanyo", **PJ_BUPATI)
    detail = person_detail(listed()[0].id)
    assert detail is not None
    main, *others = detail.variants
    assert main.reason is None
    for variant in others:
        assert variant.beside == "Andriyanto"
        assert variant.reason is not None
        assert variant.reason.parts() == {
            "office": 1000,
            "spelling": 900,
            "institution": 750,
            "area": 600,
        }


def test_texts_in_any_order_make_the_same_officials(named: Named) -> None:
    office = {**KAPOLRES, "places": ("35.04",)}
    told = [
        ("Kapolres AKBP Ayu Lestari Wulandari memimpin apel.", "Ayu Lestari Wulandari", office),
        ("Kapolres AKBP Ayu Lestari Wulandar hadir pula.", "Ayu Lestari Wulandar", office),
        ("Kapolres Ayu Lestari mengimbau warga tenang.", "Ayu Lestari", office),
        ("Ketua KPU Ayu Lestari membuka rapat.", "Ayu Lestari", {"role": "Ketua KPU", "institution": "KPU", "places": ("35.07",)}),
    ]  # fmt: skip
    outcomes = set()
    for order in itertools.islice(itertools.permutations(told), 0, 24, 5):
        Appearance.objects.all().delete()
        Profile.objects.all().delete()
        Person.objects.all().delete()
        for number, (text, name, parts) in enumerate(order):
            named(text, name, text_id=f"{text}-{random.random()}", days_ago=number, **parts)
        outcomes.add(frozenset(frozenset(spellings(row.id)) for row in listed()))
    assert outcomes == {
        frozenset(
            [frozenset({"Ayu Lestari Wulandari", "Ayu Lestari Wulandar", "Ayu Lestari"}), frozenset({"Ayu Lestari"})]
        )
    }


def test_keeping_twice_changes_nothing(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", **PJ_BUPATI)
    before = (listed(), Appearance.objects.count(), Profile.objects.count())
    named(TEXT, "Andriyanto", "Anriyanto", **PJ_BUPATI)
    assert sum(rebuild_people()) == 1
    assert (listed(), Appearance.objects.count(), Profile.objects.count()) == before


def test_only_the_newest_reading_of_the_revision_that_counts_speaks(named: Named) -> None:
    named("Kapolres AKBP Ayu Lestari hadir.", "Ayu Lestari", text_id="satu", **KAPOLRES)
    first = listed()[0].id
    named("Kapolres AKBP Citra Dewi hadir.", "Citra Dewi", text_id="satu", **KAPOLRES)
    assert names() == {"Citra Dewi"}
    assert person_detail(first) is None


def test_an_id_outlives_a_reader_that_writes_the_office_differently(named: Named) -> None:
    named("Kapolres AKBP Ayu Lestari hadir.", "Ayu Lestari", **{**KAPOLRES, "places": ("35.04",)})
    before = listed()[0].id
    again = {"role": "Kapolresta", "institution": "Polresta Tulungagung", "place_code": "35.04", "rank": "AKBP"}
    named("Kapolres AKBP Ayu Lestari hadir.", "Ayu Lestari", places=("35.04",), reader_version="reader-2", **again)
    (row,) = listed()
    assert (row.id, row.role) == (before, "Kapolresta")


def test_private_persons_are_never_written_down(named: Named) -> None:
    named("Ketua RT 3 Dewi Anjani melapor.", "Dewi Anjani", role="Ketua RT", institution="RT 3")
    assert names() == set()
    assert not Appearance.objects.exists()


def test_whom_a_text_calls_a_candidate_is_shown_nowhere(named: Named) -> None:
    office = {"role": "Bupati", "institution": "Pemkab Malang", "place_code": "35.07"}
    named("Bupati Ayu Lestari membuka pasar.", "Ayu Lestari", **office)
    (row,) = listed()
    named("Bupati Ayu Lestari cuti. Calon bupati Ayu Lestari berkunjung.", "Ayu Lestari", **office)
    assert listed() == []
    assert person_detail(row.id) is None
    assert names(search="ayu lestari") == set()


# What a person says ---------------------------------------------------------------------------------------------------


def test_a_separation_stands_until_it_is_taken_back(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", "Andriyanyo", **PJ_BUPATI)
    (row,) = listed()
    detail = person_detail(row.id)
    assert detail is not None
    key = next(variant.key for variant in detail.variants if variant.name == "Anriyanto")
    new, decision = split_person(row.id, profiles=[key], reason="orang lain", by="ayu", now=NOW)
    assert (spellings(row.id), spellings(new)) == ({"Andriyanto", "Andriyanyo"}, {"Anriyanto"})
    sum(rebuild_people())
    assert spellings(new) == {"Anriyanto"}
    assert withdraw_person_decision(decision, by="ayu", now=NOW) == row.id
    assert spellings(row.id) == {"Andriyanto", "Anriyanto", "Andriyanyo"}
    assert person_redirect_of(new) == row.id
    with pytest.raises(NothingToWithdraw):
        withdraw_person_decision(decision, by="ayu", now=NOW)


def test_the_id_stays_with_the_spellings_that_stay(named: Named) -> None:
    named("Kapolres Ayu Lestari hadir.", "Ayu Lestari", **KAPOLRES)
    named("Kapolres Ayu Lestary hadir lagi.", "Ayu Lestary", **KAPOLRES)
    (row,) = listed()
    key = Person.objects.get(pk=row.id).anchor
    new, _ = split_person(row.id, profiles=[key], reason="orang lain", by="ayu", now=NOW)
    assert new != row.id
    assert len(listed()) == 2


def test_a_decision_survives_a_later_reading(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", **PJ_BUPATI)
    (row,) = listed()
    detail = person_detail(row.id)
    assert detail is not None
    split_person(row.id, profiles=[detail.variants[1].key], reason="orang lain", by="ayu", now=NOW)
    later = {**PJ_BUPATI, "role": "Bupati", "reader_version": "reader-2"}
    named(TEXT, "Andriyanto", "Anriyanto", **later)
    assert names() == {"Andriyanto", "Anriyanto"}


def test_two_entries_are_joined_by_a_person_and_apart_again(named: Named) -> None:
    named("Kapolres AKBP Ayu Lestari hadir.", "Ayu Lestari", **KAPOLRES)
    named("Kepala Dinas Kominfo A. L. Wulandari hadir.", "A. L. Wulandari", role="Kepala Dinas Kominfo", institution="Dinas Kominfo Kota Surabaya", place_code="35.78")  # fmt: skip
    one, other = sorted(listed(), key=lambda row: row.number)
    kept, decision = join_persons(other.id, one.id, reason="pindah tugas", by="ayu", now=NOW)
    assert kept == one.id
    assert [row.id for row in listed()] == [one.id]
    assert person_redirect_of(other.id) == one.id
    detail = person_detail(one.id)
    assert detail is not None
    assert [variant.by_person for variant in detail.variants] == [False, True]
    assert [(each.tie, each.active) for each in detail.decisions] == [("together", True)]
    assert [entry.kind for entry in detail.trail] == ["persons_joined"]
    withdraw_person_decision(decision, by="ayu", now=NOW)
    assert {row.id for row in listed()} == {one.id, other.id}


def test_a_separation_replaces_a_joining(named: Named) -> None:
    named("Kapolres AKBP Ayu Lestari hadir.", "Ayu Lestari", **KAPOLRES)
    named("Camat Budi Raharjo hadir.", "Budi Raharjo", role="Camat", institution="Kecamatan Boyolangu")
    one, other = sorted(listed(), key=lambda row: row.number)
    join_persons(one.id, other.id, reason="satu orang", by="ayu", now=NOW)
    detail = person_detail(one.id)
    assert detail is not None
    key = next(variant.key for variant in detail.variants if variant.name == "Budi Raharjo")
    _, split = split_person(one.id, profiles=[key], reason="ternyata dua", by="budi", now=NOW)
    assert names() == {"Ayu Lestari", "Budi Raharjo"}
    withdraw_person_decision(split, by="budi", now=NOW)
    assert len(listed()) == 1


def test_what_cannot_be_joined_or_separated_is_said_in_words(named: Named) -> None:
    named(TEXT, "Andriyanto", "Anriyanto", **PJ_BUPATI)
    (row,) = listed()
    detail = person_detail(row.id)
    assert detail is not None
    with pytest.raises(CannotJoin, match="sudah satu tokoh"):
        join_persons(row.id, row.id, reason="sama saja", by="ayu", now=NOW)
    with pytest.raises(CannotJoin, match="harus tinggal"):
        split_person(row.id, profiles=[each.key for each in detail.variants], reason="pisah", by="ayu", now=NOW)
    with pytest.raises(CannotJoin, match="Pilih ejaan"):
        split_person(row.id, profiles=["tidak-ada"], reason="pisah", by="ayu", now=NOW)
    import uuid

    with pytest.raises(NoSuchPerson):
        join_persons(row.id, uuid.uuid4(), reason="satu orang", by="ayu", now=NOW)


def test_many_texts_are_taken_in_at_once(db: None) -> None:
    pairs = []
    for number in range(60):
        text = f"Nomor {number}: Kapolres AKBP Ayu Lestari memimpin apel di kabupaten."
        pairs.append(pair(text, [actor(text, "Ayu Lestari", **KAPOLRES)], days_ago=number))
    keep_readings(pairs, now=NOW + timedelta(hours=1))
    (row,) = listed()
    assert row.texts == 60
    assert row.first_seen_at == NOW - timedelta(days=59)
