from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kondusif.rulebase.checks import all_problems
from kondusif.rulebase.loader import Problem
from kondusif.rulebase.validation import Files
from rulebase.conftest import Spoil, said

FilesOf = Callable[[], Files]


def test_the_shipped_rulebase_has_no_problem(files_of: FilesOf) -> None:
    assert all_problems(files_of()) == []


SPOILT = [
    ("an id twice in a file", "checks", 'id: "weekday"', 'id: "stage_date"', ("checks.yaml", "stage_date")),
    ("a code of a term twice", "taxonomy/judi", 'id: "JUD02"', 'id: "JUD01"', ("taxonomy/judi.yaml", "JUD01")),
    ("a file under another name", "taxonomy/judi", 'id: "judi"', 'id: "taruhan"', ("taxonomy/judi.yaml", "id")),
    (
        "an unknown stance",
        "taxonomy/judi",
        'stance: "ongoing"',
        'stance: "lalu"',
        ("taxonomy/judi.yaml", "examples.entry 1.stance"),
    ),
    (
        "a near miss of its own category",
        "taxonomy/judi",
        'category: "politik_uang"',
        'category: "judi"',
        ("taxonomy/judi.yaml", "near_misses.entry 1.category"),
    ),
    (
        "a capital in a phrase",
        "taxonomy/judi",
        "taruhan pilkada,",
        "Taruhan pilkada,",
        ("taxonomy/judi.yaml", "JUD01.phrases"),
    ),
    (
        "punctuation in a phrase",
        "taxonomy/judi",
        "taruhan pilkada,",
        "taruhan pilkada!,",
        ("taxonomy/judi.yaml", "JUD01.phrases"),
    ),
    (
        "six words in a phrase",
        "taxonomy/judi",
        "taruhan pilkada,",
        "satu dua tiga empat lima enam,",
        ("taxonomy/judi.yaml", "JUD01.phrases"),
    ),
    (
        "a phrase of two terms",
        "taxonomy/judi",
        "taruhan pilkada,",
        "bagi amplop,",
        ("taxonomy/politik_uang.yaml", "PU03.phrases"),
    ),
    (
        "an unknown provision",
        "tahapan/pilkada-2024",
        'forbids: "uu-pilkada-187-1"',
        'forbids: "uu-lain"',
        ("tahapan/pilkada-2024.yaml", "C2.forbids"),
    ),
    (
        "an unknown subject",
        "provisions/sektor",
        'subjects: "asn"',
        'subjects: "semua"',
        ("provisions/sektor.yaml", "uu-20-2023-netral.subjects"),
    ),
    ("an unknown source", "tahapan/pilkada-2024", "[T1]", "[T99]", ("tahapan/pilkada-2024.yaml", "P1.source")),
    (
        "a stage that ends first",
        "tahapan/pilkada-2024",
        'end: "2024-11-23"',
        'end: "2024-09-01"',
        ("tahapan/pilkada-2024.yaml", "C1.end"),
    ),
    (
        "windows of one rule overlap",
        "provisions/uu-pilkada",
        'in_force_to: "2024-11-13"',
        'in_force_to: "2024-11-14"',
        ("provisions/uu-pilkada.yaml", "uu-pilkada-188-mk-136.in_force_from"),
    ),
    (
        "a figure with dots",
        "figures/jawa-timur-2024",
        'value: "60751"',
        'value: "60.751 "',
        ("figures/jawa-timur-2024.yaml", "35-tps_count.value"),
    ),
    ("a cue group gone", "language/cues", 'id: "contrast"', 'id: "kontras"', ("language/cues.yaml", "contrast")),
    ("a spelling with two meanings", "language/words", '"yg ', '"tdk yg ', ("language/words.yaml", "words.tidak")),
    ("a check that nobody makes", "checks", 'id: "weekday"', 'id: "hari"', ("checks.yaml", "hari")),
    (
        "an institution named twice",
        "places/institutions",
        "polres pacitan,",
        "polres jember,",
        ("places/institutions.yaml", "polres-jember.names"),
    ),
    (
        "a code that is none",
        "places/institutions",
        'code: "35.01"',
        'code: "3501"',
        ("places/institutions.yaml", "polres-pacitan"),
    ),
]


@pytest.mark.parametrize(
    ("name", "before", "after", "where"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT]
)
def test_a_spoilt_rulebase_names_file_and_field(
    name: str, before: str, after: str, where: tuple[str, str], spoil: Spoil, files_of: FilesOf
) -> None:
    spoil(name, before, after)
    assert where in said(all_problems(files_of()))


def test_too_few_examples_are_counted(spoil: Spoil, files_of: FilesOf, data: Path) -> None:
    text = (data / "taxonomy" / "judi.yaml").read_text("utf-8")
    start, end = text.index("examples:"), text.index("near_misses:")
    (data / "taxonomy" / "judi.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert all_problems(files_of()) == [Problem("taxonomy/judi.yaml", "examples", "0 examples, at least 6")]


def test_a_category_without_file_is_named(data: Path, files_of: FilesOf) -> None:
    (data / "taxonomy" / "judi.yaml").unlink()
    assert all_problems(files_of()) == [Problem("taxonomy/judi.yaml", "", "this category has no file")]


def test_a_party_is_not_named_in_an_example(spoil: Spoil, files_of: FilesOf) -> None:
    party = "per" + "indo"  # in two pieces, so that no real name stands in this repository
    spoil("taxonomy/judi", "Polisi menangkap", f"Simpatisan {party} menangkap")
    (problem,) = all_problems(files_of())
    assert problem.file == "taxonomy/judi.yaml"
    assert problem.message == f"no real candidate or party: {party!r}"


def test_an_election_without_calendar_and_a_calendar_without_election_are_named(data: Path, files_of: FilesOf) -> None:
    (data / "tahapan/pilkada-2024.yaml").rename(data / "tahapan/pilkada-2029.yaml")
    assert said(all_problems(files_of())) == [("elections.yaml", "pilkada-2024"), ("tahapan/pilkada-2029.yaml", "")]


def test_an_election_needs_a_voting_day_and_windows_in_order(spoil: Spoil, files_of: FilesOf) -> None:
    spoil("elections", 'voting: "V1"', 'voting: "P1"')
    spoil("elections", 'start: "2024-03-22"', 'start: "2024-03-22"\n      end: "2024-03-21"')
    assert said(all_problems(files_of())) == [
        ("elections.yaml", "pilkada-2024.standing"),
        ("elections.yaml", "pilkada-2024.voting"),
    ]
