from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path

import pytest

from kondusif.understanding.candidates import bare_person

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared/facts/paslon_jatim_2024.csv"
# A host may be named where it is a name in a standard, this machine, an example, or the place a fact was taken from.
ALLOWED = re.compile(
    r"https?://(?:127\.0\.0\.1|\[::1\]|localhost|example\.(?:org|com)|[a-z0-9-]*\.?contoh\.(?:invalid|id)"
    r"|www\.w3\.org|json-schema\.org|www\.apache\.org|\{|\$)"
)
SOURCES = {"src/kondusif/rulebase/data/sources.yaml", "docs/rulebase.snapshot.json"}
# Where this checkout lies is asked for here, not written down; an index of packages is the user's own matter.
WORKPLACE = re.compile(re.escape(f"{ROOT}/") + "|--(?:extra-)?index-url", re.IGNORECASE)


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[str, str]]:
    found = []
    for path in _tracked():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_names_a_host_that_somebody_might_call() -> None:
    named = {
        (name, found[0])
        for name, text in _texts()
        if name not in SOURCES and not name.startswith("tests/")
        for found in re.finditer(r"https?://[^\s\"'<>`)]+", text)
        if not ALLOWED.match(found[0])
    }
    assert named == set()


def test_no_file_knows_where_it_was_written() -> None:
    own = str(Path(__file__).relative_to(ROOT))
    assert [name for name, text in _texts() if name != own and WORKPLACE.search(text)] == []


def test_no_real_candidate_is_named() -> None:
    if not FACTS.is_file():
        pytest.skip("the list of candidates is not here")
    with FACTS.open(encoding="utf-8") as file:
        pairs = [row["pair"] for row in csv.DictReader(file)]
    people = {bare_person(part).lower() for pair in pairs for part in re.split(r"\s[-–]\s", pair)}
    names = sorted(re.escape(person) for person in people if person.count(" ") and "kolom kosong" not in person)
    pattern = re.compile(r"\b(?:" + "|".join(names) + r")\b")
    named = {(name, found[0]) for name, text in _texts() for found in pattern.finditer(text.lower())}
    assert named == set()
