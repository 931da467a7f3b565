from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kondusif.rulebase.changes import as_json, differences, from_json, snapshot
from kondusif.rulebase.validation import Files
from rulebase.conftest import Spoil

FilesOf = Callable[[], Files]


def test_nothing_changed_says_nothing(files_of: FilesOf) -> None:
    assert differences(snapshot(files_of()), snapshot(files_of())) == []


def test_a_snapshot_survives_its_json_form(files_of: FilesOf) -> None:
    kinds = snapshot(files_of())
    assert from_json(as_json(kinds)) == kinds


def changes(files_of: FilesOf, spoil: Callable[[], None]) -> list[str]:
    before = snapshot(files_of())
    spoil()
    return differences(before, snapshot(files_of()))


def test_a_moved_stage_is_said_with_both_dates(files_of: FilesOf, spoil: Spoil) -> None:
    assert changes(files_of, lambda: spoil("tahapan/pilkada-2024", 'end: "2024-11-23"', 'end: "2024-11-22"')) == [
        "tahapan/pilkada-2024: C1 changed: end from '2024-11-23' to '2024-11-22'"
    ]


def test_a_new_phrase_is_named(files_of: FilesOf, spoil: Spoil) -> None:
    assert changes(files_of, lambda: spoil("taxonomy/judi", "taruhan pilkada,", "taruhan coba-coba,")) == [
        "taxonomy/judi: JUD01 changed: phrases with 'taruhan coba-coba' and without 'taruhan pilkada'"
    ]


def test_new_wording_is_said_to_be_wording(files_of: FilesOf, spoil: Spoil) -> None:
    assert changes(files_of, lambda: spoil("checks", "Nama hari yang disebut", "Hari yang disebut")) == [
        "checks: weekday changed: its wording"
    ]


def test_an_entry_added_or_removed_is_said_with_its_title(files_of: FilesOf, spoil: Spoil) -> None:
    assert changes(files_of, lambda: spoil("deadlines", 'id: "tsm"', 'id: "tsm_provinsi"')) == [
        "deadlines: tsm_provinsi added: Putusan TSM Bawaslu provinsi",
        "deadlines: tsm removed: Putusan TSM Bawaslu provinsi",
    ]


def test_a_file_removed_says_every_entry(files_of: FilesOf, data: Path) -> None:
    removed = changes(files_of, (data / "provisions" / "penanganan.yaml").unlink)
    assert [sentence.split(" removed")[0] for sentence in removed] == [
        f"provisions/penanganan: {found}"
        for found in ("lapor-pihak", "lapor-formal", "lapor-materiel", "tsm", "gakkumdu")
    ]
