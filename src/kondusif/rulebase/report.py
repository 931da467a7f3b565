"""Validate the rule base, keep its JSON Schema and snapshot, and tell what changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kondusif.rulebase import changes
from kondusif.rulebase.building import build_rulebase
from kondusif.rulebase.checks import all_problems
from kondusif.rulebase.loader import DATA, VOUCHED, RulebaseError, read_contents, vouched_version
from kondusif.rulebase.rules import Rulebase
from kondusif.rulebase.validation import SHAPES, Files, adapter_of, validated

SCHEMA_FILE = "rulebase.schema.json"
SNAPSHOT_FILE = "rulebase.snapshot.json"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rule base and what is generated from it live."""

    data: Path
    docs: Path


def here() -> Places:
    """The rule base of this checkout; `docs/` is the repository's."""
    return Places(data=DATA, docs=DATA.parents[3] / "docs")


def run(places: Places, *, check_only: bool, say: Callable[[str], object]) -> int:
    """Validate; unless `check_only`, write schema, snapshot and voucher. 1 for a problem or a stale file, else 0."""
    try:
        version, contents = read_contents(places.data)
        files = validated(contents)
    except RulebaseError as error:
        return _refuse([str(problem) for problem in error.problems], say)
    if problems := all_problems(files):
        return _refuse([str(problem) for problem in problems], say)
    say(f"rule base {version}: {counts(build_rulebase(contents, version=version))}")
    generated = {SCHEMA_FILE: json_schema(), SNAPSHOT_FILE: changes.as_json(changes.snapshot(files))}
    for sentence in _changes(places.docs, files):
        say(f"  {sentence}")
    if check_only:
        return _compare(places, version, generated, say)
    _write(places, version, generated)
    return 0


def counts(rulebase: Rulebase) -> str:
    """How much there is of everything, in one line."""
    numbers = {
        "categories": len(rulebase.categories),
        "terms": len(rulebase.terms),
        "phrases": len(rulebase.phrases),
        "cues": sum(len(group) for group in rulebase.cues.values()),
        "words": len(rulebase.words),
        "institutions": len(rulebase.institution_places),
        "short names": len(rulebase.place_abbreviations),
        "common words": len(rulebase.common_words),
        "elections": len(rulebase.elections),
        "stages": len(rulebase.stages),
        "provisions": len(rulebase.provisions),
        "subjects": len(rulebase.subjects),
        "deadlines": len(rulebase.deadlines),
        "figures": len(rulebase.figures),
        "checks": len(rulebase.checks),
        "claims": len(rulebase.subject_claims),
    }
    return ", ".join(f"{number} {name}" for name, number in numbers.items())


def json_schema() -> str:
    """One JSON Schema per kind of file, for editors; keys are file names relative to `data/`."""
    return json.dumps({name: _schema_of(name) for name in SHAPES}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _schema_of(name: str) -> dict[str, Any]:
    adapter = adapter_of(name)
    assert adapter is not None
    return adapter.json_schema()


def _changes(docs: Path, files: Files) -> list[str]:
    path = docs / SNAPSHOT_FILE
    if not path.exists():
        return ["no snapshot to compare with"]
    return changes.differences(changes.from_json(path.read_text("utf-8")), changes.snapshot(files))


def _compare(places: Places, version: str, generated: dict[str, str], say: Callable[[str], object]) -> int:
    stale = [f"docs/{name}" for name, text in generated.items() if _text_of(places.docs / name) != text]
    if vouched_version(places.data) != version:
        stale.append(f"data/{VOUCHED}")
    for name in stale:
        say(f"{name} is stale: run `make rulebase` and commit it")
    return 1 if stale else 0


def _write(places: Places, version: str, generated: dict[str, str]) -> None:
    for name, text in generated.items():
        (places.docs / name).write_text(text, "utf-8")
    (places.data / VOUCHED).write_text(f"{version}\n", "ascii")


def _text_of(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def _refuse(problems: list[str], say: Callable[[str], object]) -> int:
    for problem in problems:
        say(problem)
    say(f"{len(problems)} problem(s) in the rule base")
    return 1
