from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kondusif.rulebase.loader import (
    DATA,
    VOUCHED,
    Problem,
    RulebaseError,
    load_rulebase,
    read_contents,
    read_rulebase,
    vouched_version,
)
from rulebase.conftest import Spoil


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulebaseError) as caught:
        read_rulebase(folder)
    return caught.value.problems


def test_the_shipped_rulebase_is_vouched_for_and_read_once() -> None:
    assert vouched_version(DATA) == load_rulebase().version
    assert load_rulebase() is load_rulebase()


def test_loading_what_was_found_sound_needs_no_pydantic() -> None:
    code = "import sys; from kondusif.rulebase import loader; loader.load_rulebase(); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_version_changes_with_any_byte_of_any_file(data: Path, spoil: Spoil) -> None:
    before, _ = read_contents(data)
    spoil("checks", "Tanggal tahapan", "Tanggal Tahapan")
    assert read_contents(data)[0] != before


def test_the_version_changes_when_a_file_is_renamed(data: Path) -> None:
    before, _ = read_contents(data)
    (data / "tahapan" / "pilkada-2024.yaml").rename(data / "tahapan" / "pilkada-2025.yaml")
    assert read_contents(data)[0] != before


def test_an_edited_file_is_held_against_its_shape_again(data: Path, spoil: Spoil) -> None:
    spoil("deadlines", "days: 7", 'days: "7"')
    assert refused(data) == (Problem("deadlines.yaml", "laporan.days", "Input should be a valid integer, not '7'"),)


def test_without_a_voucher_everything_is_validated(data: Path) -> None:
    (data / VOUCHED).unlink()
    assert read_rulebase(data) == load_rulebase()


def test_broken_yaml_names_file_and_line(data: Path) -> None:
    (data / "checks.yaml").write_text('- id: "stage_date"\n  title: "tanpa penutup\n', "utf-8")
    (problem,) = refused(data)
    assert (problem.file, problem.field) == ("checks.yaml", "line 3")
    assert problem.message.startswith("cannot be read: ")


def test_a_key_given_twice_names_file_and_line(data: Path, spoil: Spoil) -> None:
    spoil("checks", '  title: "Tanggal tahapan"\n', '  title: "Tanggal tahapan"\n  title: "Lain"\n')
    (problem,) = refused(data)
    assert problem == Problem("checks.yaml", "line 2", "cannot be read: a key stands twice in one entry")


def test_bytes_that_are_no_text_name_the_file(data: Path) -> None:
    (data / "checks.yaml").write_bytes(b"- id: \xff\xfe\n")
    (problem,) = refused(data)
    assert problem.file == "checks.yaml"


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "subjects.yaml").unlink()
    assert refused(data) == (Problem("subjects.yaml", "", "this file is missing"),)


def test_every_broken_file_is_named_at_once(data: Path) -> None:
    (data / "checks.yaml").write_text("[", "utf-8")
    (data / "subjects.yaml").unlink()
    assert {problem.file for problem in refused(data)} == {"checks.yaml", "subjects.yaml"}


def test_yaml_tags_make_nothing(data: Path) -> None:
    (data / "checks.yaml").write_text("!!python/object/apply:os.getcwd []\n", "utf-8")
    (problem,) = refused(data)
    assert problem.file == "checks.yaml"
