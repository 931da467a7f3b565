"""Hold the files against their shapes, and say in plain words where they differ.

Apart from the loader because pydantic takes half a second of processor time to import, and a rule base that was checked
once (`vouched.txt`) need not be checked at every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kondusif.rulebase import schema
from kondusif.rulebase.loader import Problem, RulebaseError

SHAPES: Mapping[str, Any] = {
    "taxonomy/*": schema.CategoryFile,
    "language/cues": tuple[schema.CueGroup, ...],
    "language/words": tuple[schema.WordGroup, ...],
    "language/second_words": tuple[schema.CueGroup, ...],
    "places/institutions": tuple[schema.InstitutionEntry, ...],
    "places/abbreviations": tuple[schema.AbbreviationEntry, ...],
    "places/common_words": tuple[schema.WordList, ...],
    "elections": tuple[schema.ElectionEntry, ...],
    "tahapan/*": tuple[schema.StageEntry, ...],
    "provisions/*": tuple[schema.ProvisionEntry, ...],
    "subjects": tuple[schema.SubjectEntry, ...],
    "deadlines": tuple[schema.DeadlineEntry, ...],
    "figures/*": tuple[schema.FigureEntry, ...],
    "checks": tuple[schema.CheckEntry, ...],
    "subject_claims": tuple[schema.ClaimEntry, ...],
    "sources": tuple[schema.SourceEntry, ...],
}
"""Which shape the files have; `*` is any name."""

Files = Mapping[str, Any]
"""Every file by its name without ending ("taxonomy/judi"), in its shape."""


def validated(contents: Mapping[str, object]) -> Files:
    """Every file in its shape. Raises `RulebaseError` with everything that is wrong."""
    files: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, content in contents.items():
        try:
            files[name] = _validated(name, content)
        except RulebaseError as error:
            problems += error.problems
    if problems:
        raise RulebaseError(problems)
    return files


@cache
def adapter_of(shape: str) -> TypeAdapter[Any] | None:
    """The validator of one shape of `SHAPES`, built once; None for an unknown name."""
    return TypeAdapter(SHAPES[shape]) if shape in SHAPES else None


def _validated(name: str, content: object) -> object:
    adapter = adapter_of(name) or adapter_of(f"{name.rpartition('/')[0]}/*")
    if adapter is None:
        raise RulebaseError([Problem(f"{name}.yaml", "", "no file of this name belongs to the rule base")])
    try:
        return adapter.validate_python(tuple(content) if isinstance(content, list) else content)
    except ValidationError as error:
        raise RulebaseError(
            Problem(f"{name}.yaml", _field(found["loc"], content), _plain(found)) for found in error.errors()
        ) from error


def _field(location: tuple[int | str, ...], content: object) -> str:
    """Where in the file, naming entries by their id where they have one: `PU03.severity`."""
    words: list[str] = []
    for part in location:
        content = _inside(content, part)
        known = content.get("id") if isinstance(content, dict) and isinstance(part, int) else None
        words.append(str(known) if isinstance(known, str) else f"entry {part + 1}" if isinstance(part, int) else part)
    return ".".join(words)


def _inside(content: object, part: int | str) -> object:
    if isinstance(content, dict):
        return content.get(part)
    if isinstance(content, list | tuple) and isinstance(part, int) and part < len(content):
        return content[part]
    return None


def _plain(found: Any) -> str:
    kind, given = found["type"], found["input"]
    if kind == "extra_forbidden":
        return "this key is not known here"
    if kind == "missing":
        return "this key is missing"
    if kind == "string_type" or kind == "invalid_key":
        return f"must be text in quotes, but YAML reads it as {type(given).__name__} {given!r}"
    return f"{found['msg'].removeprefix('Value error, ')}, not {given!r}"
