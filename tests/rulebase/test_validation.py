from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kondusif.rulebase.loader import Problem, RulebaseError, read_contents
from kondusif.rulebase.validation import SHAPES, Files, adapter_of, validated
from rulebase.conftest import Spoil


@pytest.fixture
def problems(data: Path) -> Callable[[], tuple[Problem, ...]]:
    def found() -> tuple[Problem, ...]:
        with pytest.raises(RulebaseError) as caught:
            validated(read_contents(data)[1])
        return caught.value.problems

    return found


Problems = Callable[[], tuple[Problem, ...]]


def test_an_unquoted_code_is_refused_by_file_and_field(spoil: Spoil, problems: Problems) -> None:
    spoil("places/institutions", 'code: "35.10"', "code: 35.10")
    assert problems() == (
        Problem(
            "places/institutions.yaml",
            "polresta-banyuwangi.code",
            "must be text in quotes, but YAML reads it as float 35.1",
        ),
    )


def test_an_unquoted_list_of_one_code_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("places/abbreviations", 'codes: "11"', "codes: 11")
    (problem,) = problems()
    assert (problem.file, problem.field) == ("places/abbreviations.yaml", "prov-aceh.codes")
    assert problem.message == "write one quoted text with spaces between the words, not 11"


def test_an_unquoted_no_as_key_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("language/words", '    nomor: "', '    no: "nomer"\n    nomor: "')
    (problem,) = problems()
    assert problem.file == "language/words.yaml"
    assert problem.field.startswith("ragam.words.")
    assert problem.message == "must be text in quotes, but YAML reads it as bool False"


def test_an_unquoted_date_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("tahapan/pilkada-2024", 'start: "2024-11-27"', "start: 2024-11-27")
    (problem,) = problems()
    assert (problem.file, problem.field) == ("tahapan/pilkada-2024.yaml", "V1.start")
    assert "write the date as quoted text" in problem.message


def test_a_date_that_is_none_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("tahapan/pilkada-2024", 'start: "2024-11-27"', 'start: "2024-11-31"')
    (problem,) = problems()
    assert (problem.file, problem.field) == ("tahapan/pilkada-2024.yaml", "V1.start")


def test_an_unknown_key_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("taxonomy/judi", "    severity: 2\n", "    severity: 2\n    berat: true\n")
    assert problems() == (Problem("taxonomy/judi.yaml", "terms.JUD01.berat", "this key is not known here"),)


def test_a_missing_key_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("taxonomy/judi", "    severity: 2\n", "")
    assert problems() == (Problem("taxonomy/judi.yaml", "terms.JUD01.severity", "this key is missing"),)


def test_a_confidence_out_of_the_four_is_refused(spoil: Spoil, problems: Problems) -> None:
    spoil("checks", 'confidence: "V"', 'confidence: "X"')
    (problem,) = problems()
    assert (problem.file, problem.field) == ("checks.yaml", "stage_date.confidence")


def test_a_file_that_belongs_to_nothing_is_refused(data: Path, problems: Problems) -> None:
    (data / "lain.yaml").write_text("[]", "utf-8")
    assert problems() == (Problem("lain.yaml", "", "no file of this name belongs to the rule base"),)


def test_a_file_of_the_wrong_kind_is_refused(data: Path, problems: Problems) -> None:
    (data / "checks.yaml").write_text('"hanya teks"', "utf-8")
    (problem,) = problems()
    assert problem.file == "checks.yaml"


def test_every_shape_has_a_json_schema() -> None:
    for shape in SHAPES:
        adapter = adapter_of(shape)
        assert adapter is not None
        assert adapter.json_schema()


def test_the_shipped_files_have_their_shapes(files_of: Callable[[], Files]) -> None:
    assert set(SHAPES) - {"taxonomy/*", "tahapan/*", "provisions/*", "figures/*"} <= set(files_of())
