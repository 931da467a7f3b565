from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW

from kondusif.audit.queries import trail_of
from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Kind, Ruling
from kondusif.incidents.queries import Filters, area_figures, figures, list_incidents, needs_you, overview
from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.domain.cleaning import clean
from kondusif.publishing.domain.sitrep import body_of, diff_sitreps, hash_of, read_body
from kondusif.publishing.domain.slots import (
    BadPeriod,
    Basis,
    chosen_period,
    default_period,
    latest_slot,
    slot_period,
)
from kondusif.publishing.models import KeptSitrep
from kondusif.publishing.queries.sitrep import (
    NoSuchArea,
    compose_sitrep,
    kept_sitrep,
    latest_sitrep,
    list_sitreps,
    period_for,
)
from publishing.sitreps import AREA, HOSTILE, START, composed, tell

pytestmark = pytest.mark.django_db


def test_a_sitrep_tells_what_was_first_reported_in_its_period() -> None:
    tell("Baliho dirobek orang tak dikenal dekat pasar", category="apk", at=START - timedelta(minutes=1))
    new = tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    rally = tell("Sosialisasi pemilih pemula di gedung serbaguna", category="kegiatan_preventif", is_incident=False)
    tell("Sembako ditumpuk di gudang", places=("35.07.14.2008",))
    told = composed()
    assert [entry.number for entry in told.new.entries] == [new.number]
    assert [entry.number for entry in told.activities.entries] == [rally.number]
    assert (told.new.count, told.activities.count, told.changed.count) == (1, 1, 0)
    assert {figure.id: (figure.count, figure.before) for figure in told.figures} == {
        "incidents": (1, 1),
        "activities": (1, 0),
        "contradicted": (0, 0),
        "several_witnesses": (0, 0),
        "severe": (0, 0),
        "unverified": (1, None),
        "verified": (0, None),
        "needs_more": (0, None),
        "texts": (2, None),
    }


def test_what_was_known_and_told_or_judged_again_has_changed() -> None:
    known = tell("Amplop berisi uang dibagikan kepada warga di balai desa", at=START - timedelta(hours=1))
    other = tell("Baliho dirobek orang tak dikenal dekat pasar", category="apk", at=START - timedelta(hours=1))
    tell("Warga menerima amplop berisi uang di balai desa malam itu", source="grup-rt")
    judge_incident(other.id, ruling=Ruling.VERIFY, reason="foto cocok", by="ayu", now=NOW - timedelta(minutes=1))
    told = composed()
    assert {entry.number: entry.news for entry in told.changed.entries} == {
        known.number: ("seconded",),
        other.number: ("verify",),
    }
    assert told.new.count == 0


def test_a_contradiction_names_what_is_official_and_its_source() -> None:
    wrong = tell("Pemungutan suara 27 Oktober 2024", contradicted=(("2024-10-27", "2024-11-27"),), source_class="press")
    [found] = composed().contradicted
    assert (found.number, found.check, found.stated, found.official) == (
        wrong.number,
        "stage_date",
        "2024-10-27",
        "2024-11-27",
    )
    assert (found.source, [(teller.source_class, teller.name) for teller in found.tellers]) == (
        "PKPU 2/2024",
        [("press", "warta-uji")],
    )


def test_sources_that_disagree_stand_side_by_side() -> None:
    tell("Amplop dibagikan di balai desa Sidorejo", day=date(2024, 11, 18))
    tell("Amplop dibagikan di balai desa Sidorejo kepada warga", day=date(2024, 11, 19), source="grup-rt")
    assert [(each.kind, [claim.value for claim in each.claims]) for each in composed().disagreements] == [
        ("event_date", ["2024-11-18", "2024-11-19"])
    ]


def test_citizens_are_counted_and_never_named() -> None:
    tell("Amplop berisi uang dibagikan kepada warga di balai desa", source="grup keluarga Dewi")
    [entry] = composed().new.entries
    assert [(each.source_class, each.name, each.count) for each in entry.sources] == [("public", "", 1)]
    assert "Dewi" not in body_of(composed())


def test_private_persons_are_masked() -> None:
    text = "Bu Dewi Lestari menerima amplop dari Pak Slamet Riyanto di balai desa"
    tell(text, actors=(("Dewi Lestari", ""), ("Slamet Riyanto", "")))
    body = body_of(composed())
    assert "disamarkan" in body
    assert "Lestari" not in body
    assert "Slamet" not in body


def test_areas_that_are_silent_are_named_with_when_they_were_last_heard() -> None:
    tell("Amplop berisi uang dibagikan kepada warga di balai desa", places=("35.04.01.2001",))
    tell("Baliho dirobek dekat pasar", category="apk", places=("35.04.02",), at=START - timedelta(days=3))
    told = composed()
    lines = {line.code: line for line in told.areas}
    assert len(lines) == 19
    assert (lines["35.04.01"].reported, lines["35.04.01"].incidents) == (True, 1)
    assert (lines["35.04.02"].reported, lines["35.04.02"].incidents) == (False, 0)
    assert lines["35.04.02"].latest_seen_at == START - timedelta(days=3)
    assert (lines["35.04.03"].reported, lines["35.04.03"].latest_seen_at) == (False, None)
    assert told.elsewhere is None


def test_stages_stand_with_their_law_and_what_comes_next() -> None:
    told = composed()
    assert "Kampanye" in {stage.title for stage in told.stages_now}
    assert [(stage.title, stage.days_until) for stage in told.stages_next][:1] == [("Masa tenang", 4)]
    assert all(stage.source for stage in (*told.stages_now, *told.stages_next))


def test_what_waits_carries_its_deadline_and_the_provision() -> None:
    row = tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    due = composed().due
    assert (due.count, [item.number for item in due.items]) == (1, [row.number])
    assert due.items[0].report_due == date(2024, 11, 27)
    assert (due.report_days, due.provision) == (7, "UU 1/2015; Perbawaslu 8/2020 (diubah 9/2024), syarat formal")


def test_an_empty_period_and_a_single_desa_make_a_sitrep_too() -> None:
    told = composed("35.04.01.1007")
    assert (told.new.count, told.areas, told.elsewhere, told.area.level) == (0, (), None, "kelurahan_desa")
    assert read_body(body_of(told)) == told


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(NoSuchArea):
        compose_sitrep("99", START, NOW, NOW, by="ayu")


@pytest.mark.parametrize("seed", range(12))
def test_its_numbers_are_those_of_the_pages(seed: int) -> None:
    rng = random.Random(seed)
    places = ["35.04.01.2001", "35.04.02", "35.04", "35.07.14.2008", "35", "73.71.01"]
    categories = ["politik_uang", "apk", "hoaks", "kegiatan_preventif"]
    for at in range(10):
        row = tell(
            f"Peristiwa bernomor {at} {rng.random()} {'rapat pasar baliho amplop'.split()[at % 4]}",
            at=NOW - timedelta(hours=rng.randrange(60)),
            places=(rng.choice(places),),
            category=rng.choice(categories),
            is_incident=rng.random() < 0.7,
            contradicted=(("2024-10-27", "2024-11-27"),) if rng.random() < 0.3 else (),
        )
        if rng.random() < 0.3:
            judge_incident(row.id, ruling=Ruling.VERIFY, reason="cocok", by="ayu", now=NOW)
    area = rng.choice(["35", "35.04", "35.04.01", "73"])
    start = NOW - timedelta(hours=rng.randrange(2, 60))
    end = start + (NOW - start) * rng.random() + timedelta(minutes=5)
    scope = Filters(area=area, seen_from=start, seen_to=end)
    told = json.loads(body_of(composed(area, start, end)))
    shown = overview(scope, now=NOW)
    counted = {each["id"]: each["count"] for each in told["figures"]}
    assert counted["incidents"] == shown.incidents.count == told["new"]["count"]
    assert counted["activities"] == shown.activities.count == told["activities"]["count"]
    assert counted["contradicted"] == shown.contradicted.count
    assert (counted["unverified"], counted["verified"]) == (shown.unverified, shown.verified)
    by_category = figures(Filters(area=area, seen_from=start, seen_to=end, kind=Kind.INCIDENT)).by_category
    assert {each["id"]: each["count"] for each in told["categories"]} == by_category
    by_area = area_figures(scope, level=told["areas_level"])
    listed = {each["code"]: each["incidents"] for each in told["areas"]}
    assert {code: count for code, count in listed.items() if count} == {
        code: each.incidents for code, each in by_area.items() if code and each.incidents
    }
    assert told["due"]["count"] == needs_you(Filters(area=area), now=NOW).count
    assert {each["number"] for each in told["new"]["entries"]} == {
        row.number
        for row in list_incidents(
            Filters(area=area, seen_from=start, seen_to=end, kind=Kind.INCIDENT), per_page=100
        ).rows
    }


def test_much_costs_as_many_queries_as_little() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            composed()
        return len(caught)

    tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    tell("Rapat koordinasi digelar", category="kegiatan_preventif", is_incident=False)
    one = queries()
    tell("Baliho dirobek orang tak dikenal dekat pasar", category="apk", places=("35.04.02",))
    tell("Kotak suara basah di gudang", category="logistik", places=("35.04.03",))
    tell("Apel siaga di lapangan", category="kegiatan_preventif", is_incident=False, places=("35.04.03",))
    assert queries() == one


# Kept ones ------------------------------------------------------------------------------------------------------------


def test_a_kept_sitrep_stays_as_it_was_and_leaves_a_fact() -> None:
    tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    told = composed()
    number = keep_sitrep(told, now=NOW)
    found = kept_sitrep(number)
    assert found is not None
    assert (found[1], found[0].hash) == (told, hash_of(body_of(told)))
    [fact] = trail_of("sitrep", str(number))
    assert (fact.kind, fact.actor, fact.payload["hash"]) == ("sitrep_kept", "ayu", found[0].hash)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_a_kept_sitrep(change: str) -> None:
    keep_sitrep(composed(), now=NOW)
    kept = KeptSitrep.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.update(body="{}") if change == "update" else kept.delete()
    assert KeptSitrep.objects.count() == 1


def test_the_next_sitrep_says_what_is_otherwise() -> None:
    first = tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    second = tell("Baliho dirobek orang tak dikenal dekat pasar", category="apk")
    keep_sitrep(composed(), now=NOW)
    later = NOW + timedelta(hours=6)
    judge_incident(first.id, ruling=Ruling.REJECT, reason="tidak ada saksi", by="ayu", now=later - timedelta(hours=1))
    judge_incident(
        second.id,
        ruling=Ruling.WRONG_CATEGORY,
        value="hoaks",
        reason="keliru",
        by="ayu",
        now=later - timedelta(hours=1),
    )
    third = tell("Kotak suara basah di gudang", category="logistik", at=later - timedelta(hours=2))
    diff = composed(start=NOW, end=later, now=later).since_previous
    assert diff is not None
    assert (diff.previous_end, diff.new, diff.gone) == (NOW, (third.number,), ())
    assert [(move.number, [(each.field, each.old, each.new) for each in move.fields]) for move in diff.resolved] == [
        (first.number, [("status", "belum_diverifikasi", "tidak_terbukti")])
    ]
    assert [(move.number, [(each.field, each.old, each.new) for each in move.fields]) for move in diff.changed] == [
        (second.number, [("category", "apk", "hoaks")])
    ]
    moved = {each.id: (each.old, each.new) for each in diff.figures}
    assert moved["incidents"] == (2, 1)


def test_what_moved_out_of_the_area_is_gone() -> None:
    row = tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    keep_sitrep(composed(), now=NOW)
    judge_incident(row.id, ruling=Ruling.WRONG_PLACE, value="35.07.14", reason="keliru", by="ayu", now=NOW)
    diff = composed(start=NOW, end=NOW + timedelta(hours=1), now=NOW + timedelta(hours=1)).since_previous
    assert diff is not None
    assert diff.gone == (row.number,)


def test_nothing_differs_from_itself() -> None:
    tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    told = composed()
    diff = diff_sitreps(told, told)
    assert (diff.new, diff.changed, diff.resolved, diff.gone, diff.figures) == ((), (), (), (), ())


def test_the_list_is_of_the_area_and_all_in_it() -> None:
    for code in ("35", "35.04", "35.04.01", "35.07"):
        keep_sitrep(composed(code), now=NOW)
    assert {row.area_code for row in list_sitreps("35.04").rows} == {"35.04", "35.04.01"}
    assert list_sitreps().count == 4
    assert latest_sitrep("35.05") is None


# Periods --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "now", "slot"),
    [
        ("35.04", "2024-11-20T08:00:00+07:00", "2024-11-20T06:00:00+07:00"),
        ("35.04", "2024-11-20T05:59:59+07:00", "2024-11-19T18:00:00+07:00"),
        ("35.04", "2024-11-20T18:00:00+07:00", "2024-11-20T18:00:00+07:00"),
        ("73", "2024-11-20T05:30:00+07:00", "2024-11-20T06:00:00+08:00"),
        ("91", "2024-11-20T04:00:00+07:00", "2024-11-20T06:00:00+09:00"),
    ],
)
def test_a_slot_is_on_the_clock_of_the_area(code: str, now: str, slot: str) -> None:
    assert latest_slot(code, datetime.fromisoformat(now)) == datetime.fromisoformat(slot)


def test_the_usual_period_is_half_a_day_or_since_the_previous_sitrep() -> None:
    slot = datetime(2024, 11, 20, 6, tzinfo=NOW.tzinfo) - timedelta(hours=7)
    usual = default_period(AREA, NOW, None)
    assert (usual.start, usual.end, usual.basis) == (slot - timedelta(hours=12), slot, Basis.SLOT)
    after = default_period(AREA, NOW, slot)
    assert (after.start, after.end, after.basis) == (slot, NOW, Basis.PREVIOUS)
    keep_sitrep(composed(end=slot), now=NOW)
    assert period_for(AREA, None, None, NOW) == after
    assert period_for(AREA, slot, None, NOW).basis is Basis.PREVIOUS


def test_missed_slots_are_told_once_and_wholly() -> None:
    slot = datetime(2024, 11, 20, 6, tzinfo=UTC)
    period = slot_period("35", slot, slot - timedelta(hours=48))
    assert (period.end - period.start, period.missed) == (timedelta(hours=48), 3)
    assert slot_period("35", slot, slot - timedelta(hours=12)).missed == 0
    assert slot_period("35", slot, None).end - slot_period("35", slot, None).start == timedelta(hours=12)


@pytest.mark.parametrize(
    ("start", "end"), [(NOW, NOW - timedelta(1)), (NOW, NOW), (NOW + timedelta(1), NOW + timedelta(2))]
)
def test_a_period_that_cannot_be_is_refused(start: datetime, end: datetime) -> None:
    with pytest.raises(BadPeriod):
        chosen_period(AREA, start, end, NOW)


def test_words_of_strangers_are_made_fit() -> None:
    assert clean("a\x00b\u202ec\nd\ud800") == "abc d"
    assert len(clean(HOSTILE, 100)) == 100
    assert clean("  ") == ""
