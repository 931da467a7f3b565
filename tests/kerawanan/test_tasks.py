from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from factories.readings import NOW
from pytest_django import Settings

from kondusif.config.worker import run_round
from kondusif.kerawanan.queries.scans import scans_of
from kondusif.kerawanan.tasks import scheduled_scan

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = {"area": "35.04", "level": "kecamatan", "day": "2024-11-20", "now": NOW.isoformat()}


@pytest.fixture
def queue(settings: Settings) -> Settings:
    settings.KONDUSIF_SCANS = ["35.04/kecamatan", "35.04/kecamatan"]
    return settings


def test_a_round_scans_once_a_day_from_five_in_the_morning(queue: Settings) -> None:
    night = run_round(now=NOW - timedelta(hours=4))  # 04.00 WIB
    assert (night.scans, night.done) == ((), 0)
    first = run_round(now=NOW)
    assert (first.scans, first.done, first.failed) == (("35.04/kecamatan",), 1, ())
    assert run_round(now=NOW + timedelta(hours=3)).scans == ()
    assert run_round(now=NOW + timedelta(days=1)).scans == ("35.04/kecamatan",)
    assert [(scan.by, scan.at) for scan in scans_of("35.04", "kecamatan")] == [
        ("worker", NOW + timedelta(days=1)),
        ("worker", NOW),
    ]


def test_a_task_that_runs_twice_scans_once() -> None:
    for _ in range(2):
        assert scheduled_scan.enqueue(**MORNING).status == TaskResultStatus.SUCCESSFUL
    assert len(scans_of("35.04", "kecamatan")) == 1


@pytest.mark.parametrize("written", ["35.04", "99/kecamatan", "35/provinsi", "35/desa", "kecamatan", "/"])
def test_what_is_no_area_and_level_is_told_and_left_out(
    queue: Settings, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    queue.KONDUSIF_SCANS = [written]
    assert run_round(now=NOW).scans == ()
    assert f"KONDUSIF_SCANS: {written!r} bukan WILAYAH/TINGKAT" in caplog.text


def test_a_scan_that_keeps_failing_is_given_up(queue: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("kondusif.kerawanan.tasks.run_scan", fail)
    rounds = [run_round(now=NOW) for _ in range(5)]
    assert [len(each.failed) for each in rounds] == [1, 1, 1, 0, 0]
    assert "disk on fire" in rounds[0].failed[0]
