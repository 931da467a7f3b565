from __future__ import annotations

import json
from pathlib import Path

import pytest

from kondusif.rulebase.loader import DATA, vouched_version
from kondusif.rulebase.report import SCHEMA_FILE, SNAPSHOT_FILE, Places, here, run
from rulebase.conftest import Spoil


@pytest.fixture
def places(data: Path, tmp_path: Path) -> Places:
    docs = tmp_path / "docs"
    docs.mkdir()
    return Places(data=data, docs=docs)


def spoken(places: Places, *, check_only: bool) -> tuple[int, list[str]]:
    lines: list[str] = []
    return run(places, check_only=check_only, say=lines.append), lines


def test_the_committed_schema_snapshot_and_voucher_are_fresh() -> None:
    assert spoken(here(), check_only=True)[0] == 0


def test_a_run_writes_schema_snapshot_and_voucher(places: Places) -> None:
    (places.data / "vouched.txt").unlink()
    status, lines = spoken(places, check_only=False)
    assert (status, lines[1:]) == (0, ["  no snapshot to compare with"])
    assert vouched_version(places.data) == vouched_version(DATA)
    assert json.loads((places.docs / SCHEMA_FILE).read_text("utf-8")).keys() >= {"taxonomy/*", "checks"}
    assert json.loads((places.docs / SNAPSHOT_FILE).read_text("utf-8"))["checks"].keys() >= {"stage_date"}


def test_a_check_only_run_names_what_is_stale_and_writes_nothing(places: Places, spoil: Spoil) -> None:
    spoken(places, check_only=False)
    kept = (places.docs / SNAPSHOT_FILE).read_text("utf-8")
    spoil("tahapan/pilkada-2024", 'end: "2024-11-23"', 'end: "2024-11-22"')
    status, lines = spoken(places, check_only=True)
    assert (status, lines[1:]) == (
        1,
        [
            "  tahapan/pilkada-2024: C1 changed: end from '2024-11-23' to '2024-11-22'",
            f"docs/{SNAPSHOT_FILE} is stale: run `make rulebase` and commit it",
            "data/vouched.txt is stale: run `make rulebase` and commit it",
        ],
    )
    assert (places.docs / SNAPSHOT_FILE).read_text("utf-8") == kept


def test_a_problem_is_said_and_nothing_is_vouched_for(places: Places, spoil: Spoil) -> None:
    before = vouched_version(places.data)
    spoil("places/institutions", 'code: "35.01"', 'code: "3501"')
    assert spoken(places, check_only=False) == (
        1,
        [
            "places/institutions.yaml: polres-pacitan: not a Kemendagri code: '3501'",
            "1 problem(s) in the rule base",
        ],
    )
    assert vouched_version(places.data) == before
    assert list(places.docs.iterdir()) == []


def test_a_file_without_shape_is_said(places: Places, spoil: Spoil) -> None:
    spoil("deadlines", "days: 7", "days: tujuh")
    assert spoken(places, check_only=True)[0] == 1
