"""Sitreps by the clock: once for an area and a scheduled time, whatever is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from factories.readings import NOW
from pytest_django import Settings

from kondusif.config.queue import QUEUE
from kondusif.config.worker import ATTEMPTS, forget_old, release_abandoned, run_round
from kondusif.publishing.actions.sitrep import make_scheduled_sitrep
from kondusif.publishing.domain.slots import latest_slot
from kondusif.publishing.queries.sitrep import kept_sitrep, list_sitreps
from kondusif.publishing.sitrep_paper import basis
from kondusif.publishing.sitrep_tasks import queue_due_sitreps, scheduled_sitrep
from publishing.sitreps import AREA, tell

SLOT = latest_slot(AREA, NOW)
WORKER = Path(__file__).with_name("slow_worker.py")


@pytest.fixture
def queue(transactional_db: None) -> None:
    """A database that really commits, as a worker needs it."""


def waiting() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))


@pytest.mark.usefixtures("db")
def test_without_a_worker_a_task_runs_when_it_is_called() -> None:
    done = scheduled_sitrep.enqueue(area=AREA, slot=SLOT.isoformat(), now=NOW.isoformat())
    assert done.status == TaskResultStatus.SUCCESSFUL
    assert kept_sitrep(done.return_value or 0) is not None
    assert waiting() == []


@pytest.mark.usefixtures("db")
def test_a_task_that_runs_twice_keeps_one() -> None:
    first = make_scheduled_sitrep(AREA, SLOT, now=NOW)
    assert make_scheduled_sitrep(AREA, SLOT, now=NOW + timedelta(hours=1)) == first
    assert list_sitreps(AREA).count == 1


@pytest.mark.usefixtures("queue")
def test_a_round_makes_what_is_due_once_for_each_area(settings: Settings) -> None:
    settings.KONDUSIF_SITREP_AREAS = [AREA, "73", AREA]
    tell("Amplop berisi uang dibagikan kepada warga di balai desa")
    first = run_round(now=NOW)
    assert (first.queued, first.done, first.failed) == ((AREA, "73"), 2, ())
    again = run_round(now=NOW + timedelta(hours=2))
    assert (again.queued, again.done) == ((), 0)
    evening = run_round(now=NOW + timedelta(hours=10, minutes=30))
    assert evening.queued == (AREA, "73")
    assert {(row.area_code, row.scheduled) for row in list_sitreps().rows} == {(AREA, True), ("73", True)}
    assert list_sitreps().count == 4


@pytest.mark.usefixtures("queue")
def test_after_a_long_silence_one_sitrep_tells_the_whole(settings: Settings) -> None:
    settings.KONDUSIF_SITREP_AREAS = [AREA]
    run_round(now=NOW)
    tell("Amplop berisi uang dibagikan kepada warga di balai desa", at=NOW + timedelta(hours=5))
    run_round(now=NOW + timedelta(days=2))
    newest = list_sitreps(AREA).rows[0]
    found = kept_sitrep(newest.id)
    assert list_sitreps(AREA).count == 2
    assert found is not None
    assert (found[1].period.missed, found[1].new.count) == (3, 1)
    assert found[1].period.end - found[1].period.start == timedelta(hours=48)
    assert basis(found[1].period).startswith("3 sitrep terjadwal terlewat")


@pytest.mark.usefixtures("queue")
def test_what_is_queued_is_not_queued_again_and_an_unknown_area_is_passed_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert queue_due_sitreps([AREA, "99"], now=NOW) == [AREA]
    assert queue_due_sitreps([AREA], now=NOW) == []
    assert waiting() == ["READY"]
    assert "tidak ada wilayah dengan kode 99" in caplog.text


@pytest.mark.usefixtures("queue")
def test_a_lease_that_is_over_is_taken_back_and_at_last_given_up(settings: Settings) -> None:
    scheduled_sitrep.using(backend=QUEUE).enqueue(area=AREA, slot=SLOT.isoformat(), now=NOW.isoformat())
    held = DBTaskResult.objects.get()
    held.claim("dead-1")
    now = timezone.now()
    assert release_abandoned(at=now) == 0
    over = now + timedelta(seconds=settings.KONDUSIF_LEASE + 1)
    assert release_abandoned(at=over) == 1
    assert waiting() == ["READY"]
    for worker in range(1, ATTEMPTS):
        held.refresh_from_db()
        held.claim(f"dead-{worker + 1}")
    assert release_abandoned(at=over) == 0
    assert waiting() == ["FAILED"]
    forget_old(at=over + timedelta(days=15))
    assert waiting() == []


@pytest.mark.usefixtures("queue")
def test_a_failure_is_told_and_given_up_after_three(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("tidak ada kertas")

    settings.KONDUSIF_SITREP_AREAS = [AREA]
    monkeypatch.setattr("kondusif.publishing.sitrep_tasks.make_scheduled_sitrep", fail)
    rounds = [run_round(now=NOW) for _ in range(5)]
    assert [each.failed for each in rounds][:3] == [("scheduled_sitrep: RuntimeError: tidak ada kertas",)] * 3
    assert [each.queued for each in rounds] == [(AREA,)] * 3 + [()] * 2


# Killed ---------------------------------------------------------------------------------------------------------------


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(WORKER.parents[1]), os.environ.get("PYTHONPATH", "")])
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {
        "KONDUSIF_DATA": str(folder),
        "KONDUSIF_NOW": "2024-11-20T08:00:00+07:00",
        "KONDUSIF_SITREP_AREAS": AREA,
        "KONDUSIF_LEASE": "1",
        "PYTHONPATH": path,
    }


def kept_in(folder: Path) -> int:
    with sqlite3.connect(folder / "kondusif.sqlite3") as database:
        return int(database.execute("SELECT COUNT(*) FROM publishing_keptsitrep").fetchone()[0])


def test_a_worker_that_is_killed_leaves_its_work_to_the_next(tmp_path: Path) -> None:
    made = "from kondusif.config.django import prepare; prepare(print)"
    subprocess.run([sys.executable, "-c", made], env=environment(tmp_path), check=True, capture_output=True)
    process = subprocess.Popen([sys.executable, str(WORKER), "slow"], env=environment(tmp_path), stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"at work\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert kept_in(tmp_path) == 0
    time.sleep(1.1)  # the lease
    told = ""
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, str(WORKER)], env=environment(tmp_path), check=True, capture_output=True, text=True
        )
        told += ran.stderr
    assert "1 pekerjaan yang terputus diambil lagi." in told
    assert kept_in(tmp_path) == 1


def test_the_moment_of_a_scheduled_sitrep_is_the_one_of_the_round() -> None:
    assert datetime.fromisoformat("2024-11-20T06:00:00+07:00") == SLOT
