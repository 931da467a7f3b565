"""Validate the rule base, keep its JSON Schema and snapshot, and tell what changed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kondusif.rulebase import changes
from kondusif.rulebase.checks import all_problems
from kondusif.rulebase.loader import (
    DATA,
    SHAPES,
    RulebaseError,
    adapter_of,
    build_rulebase,
    content_hash,
    read_files,
)
from kondusif.rulebase.rules import Rulebase

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
    """Validate and, unless `check_only`, write schema and snapshot. 1 for a problem or a stale file, else 0."""
    started = time.process_time()
    try:
        files = read_files(places.data)
    except RulebaseError as error:
        return _refuse([str(problem) for problem in error.problems], say)
    if problems := all_problems(files):
        return _refuse([str(problem) for problem in problems], say)
    rulebase = build_rulebase(files, version=content_hash(places.data))
    say(f"rule base {rulebase.version}: {counts(rulebase)}; {time.process_time() - started:.2f} s CPU")
    generated = {SCHEMA_FILE: json_schema(), SNAPSHOT_FILE: changes.as_json(changes.snapshot(files))}
    for sentence in _changes(places.docs, files):
        say(f"  {sentence}")
    return _compare(places.docs, generated, say) if check_only else _write(places.docs, generated)


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


def _changes(docs: Path, files: dict[str, Any]) -> list[str]:
    path = docs / SNAPSHOT_FILE
    if not path.exists():
        return ["no snapshot to compare with"]
    return changes.differences(changes.from_json(path.read_text("utf-8")), changes.snapshot(files))


def _compare(docs: Path, generated: dict[str, str], say: Callable[[str], object]) -> int:
    stale = [
        name
        for name, text in generated.items()
        if not (docs / name).exists() or (docs / name).read_text("utf-8") != text
    ]
    for name in stale:
        say(f"docs/{name} is stale: run `make rulebase` and commit it")
    return 1 if stale else 0


def _write(docs: Path, generated: dict[str, str]) -> int:
    for name, text in generated.items():
        (docs / name).write_text(text, "utf-8")
    return 0


def _refuse(problems: list[str], say: Callable[[str], object]) -> int:
    for problem in problems:
        say(problem)
    say(f"{len(problems)} problem(s) in the rule base")
    return 1
