"""Read `data/` into one immutable `Rulebase`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from kondusif.rulebase.rules import Rulebase

DATA = Path(__file__).parent / "data"

REQUIRED = (
    "checks",
    "deadlines",
    "elections",
    "language/cues",
    "language/second_words",
    "language/words",
    "places/abbreviations",
    "places/common_words",
    "places/institutions",
    "sources",
    "subject_claims",
    "subjects",
)
"""Files without which there is no rule base; the folders hold as many files as they like."""

VOUCHED = "vouched.txt"
"""Beside the files: the content hash of the state that `python -m kondusif.rulebase` found sound."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, in which file (relative to `data/`) and in which field of it."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


class RulebaseError(Exception):
    """The rule base cannot be used. `problems` says why, file by file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@cache
def load_rulebase() -> Rulebase:
    """The rule base that ships with this version of Kondusif. Read once per process. Raises `RulebaseError`."""
    return read_rulebase(DATA)


def read_rulebase(folder: Path) -> Rulebase:
    """The rule base in `folder`, shaped like `data/`. Raises `RulebaseError` with every file that cannot be read.

    Files that are still as the last check found them sound (`VOUCHED`) are not held against their shapes again.
    """
    from kondusif.rulebase.building import build_rulebase

    version, contents = read_contents(folder)
    if version != vouched_version(folder):
        from kondusif.rulebase.validation import validated

        validated(contents)
    return build_rulebase(contents, version=version)


def read_contents(folder: Path) -> tuple[str, dict[str, Any]]:
    """Version and plain content of every file, by its name without ending ("taxonomy/judi"). Raises `RulebaseError`.

    The version is the first 12 hex digits of the SHA-256 over names and bytes of all files, in the order of names.
    """
    digest = sha256()
    contents: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.yaml"), key=lambda path: path.relative_to(folder).as_posix()):
        name, written = path.relative_to(folder).with_suffix("").as_posix(), path.read_bytes()
        digest.update(b"%d:%s%d:%s" % (len(name), name.encode(), len(written), written))
        try:
            contents[name] = _parsed(written, name)
        except RulebaseError as error:
            problems += error.problems
            contents[name] = None
    problems += [Problem(f"{name}.yaml", "", "this file is missing") for name in REQUIRED if name not in contents]
    if problems:
        raise RulebaseError(problems)
    return digest.hexdigest()[:12], contents


def vouched_version(folder: Path) -> str | None:
    """The version that was last found sound; None when nobody vouches for this folder."""
    path = folder / VOUCHED
    return path.read_text("ascii").strip() if path.exists() else None


class _KeyTwiceError(yaml.constructor.ConstructorError):
    pass


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML, by libyaml where it is there; a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise _KeyTwiceError(None, None, "a key stands twice in one entry", node.start_mark)
        return mapping


def _parsed(written: bytes, name: str) -> object:
    try:
        return yaml.load(written, Loader=_Loader)  # noqa: S506 -- derived from the safe loader
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RulebaseError([Problem(f"{name}.yaml", line, f"cannot be read: {error.problem}")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulebaseError([Problem(f"{name}.yaml", "", f"cannot be read: {error}")]) from error
