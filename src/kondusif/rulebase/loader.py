"""Read `data/` into one immutable `Rulebase`."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from kondusif.rulebase import schema
from kondusif.rulebase.rules import CategoryRule, InstitutionPlace, PhraseRule, Rulebase, TermRule

DATA = Path(__file__).parent / "data"

SHAPES: Mapping[str, Any] = {
    "taxonomy/*": schema.CategoryFile,
    "language/cues": tuple[schema.CueGroup, ...],
    "language/words": tuple[schema.WordGroup, ...],
    "language/second_words": tuple[schema.CueGroup, ...],
    "places/institutions": tuple[schema.InstitutionEntry, ...],
    "places/abbreviations": tuple[schema.AbbreviationEntry, ...],
    "places/common_words": tuple[schema.WordList, ...],
    "tahapan/*": tuple[schema.StageRule, ...],
    "provisions/*": tuple[schema.Provision, ...],
    "subjects": tuple[schema.SubjectRule, ...],
    "deadlines": tuple[schema.DeadlineRule, ...],
    "figures/*": tuple[schema.FigureRule, ...],
    "checks": tuple[schema.CheckKind, ...],
    "subject_claims": tuple[schema.SubjectClaim, ...],
    "sources": tuple[schema.SourceEntry, ...],
}
"""Which shape the files have; `*` is any name."""

UNSURE_WINDOW = 25
"""Words on either side of a general-knowledge phrase among which a second word must stand: about two sentences."""

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


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
    """The rule base in `folder`, shaped like `data/`. Raises `RulebaseError` with every file that cannot be read."""
    return build_rulebase(read_files(folder), version=content_hash(folder))


def content_hash(folder: Path) -> str:
    """First 12 hex digits of the SHA-256 over names and bytes of all files, in the order of their names."""
    digest = sha256()
    for path in _paths(folder):
        name, content = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        digest.update(b"%d:%s%d:%s" % (len(name), name, len(content), content))
    return digest.hexdigest()[:12]


def read_files(folder: Path) -> dict[str, Any]:
    """Every file by its name without ending ("taxonomy/judi"), in its shape. Raises `RulebaseError`."""
    files: dict[str, Any] = {}
    problems: list[Problem] = []
    for path in _paths(folder):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            files[name] = _validated(name, _parsed(path, name))
        except RulebaseError as error:
            problems += error.problems
    problems += [Problem(f"{name}.yaml", "", "this file is missing") for name in _required() if name not in files]
    if problems:
        raise RulebaseError(problems)
    return files


def build_rulebase(files: Mapping[str, Any], *, version: str) -> Rulebase:
    """Resolve what the files say into one `Rulebase`. Assumes that they passed their shapes."""
    second_words = frozenset(word for group in files["language/second_words"] for word in group.phrases)
    categories = [content for name, content in files.items() if name.startswith("taxonomy/")]
    terms = {term.id: _term(term, category.id) for category in categories for term in category.terms}
    return Rulebase(
        version=version,
        categories=_fixed({category.id: _category(category) for category in categories}),
        terms=_fixed(terms),
        phrases=_fixed(_phrases(terms.values(), second_words)),
        cues=_fixed({group.id: group.phrases for group in files["language/cues"]}),
        words=_fixed(_words(files["language/words"])),
        second_words=second_words,
        institution_places=_fixed(
            {name: _institution(entry) for entry in files["places/institutions"] for name in entry.names}
        ),
        place_abbreviations=_fixed(
            {name: entry.codes for entry in files["places/abbreviations"] for name in entry.names}
        ),
        common_words=frozenset(word for group in files["places/common_words"] for word in group.words),
        stages=tuple(_all(files, "tahapan/")),
        provisions=_by_id(_all(files, "provisions/")),
        subjects=_by_id(files["subjects"]),
        deadlines=_by_id(files["deadlines"]),
        figures=tuple(_all(files, "figures/")),
        checks=_by_id(files["checks"]),
        subject_claims=files["subject_claims"],
        sources=_fixed({entry.id: entry.where for entry in files["sources"]}),
    )


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"), key=lambda path: path.relative_to(folder).as_posix())


def _required() -> list[str]:
    return [name for name in SHAPES if not name.endswith("*")]


# --- one file --------------------------------------------------------------------------------------------------------


class _NoDuplicateKeys(yaml.constructor.ConstructorError):
    pass


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML, by libyaml where it is there; a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise _NoDuplicateKeys(None, None, "a key stands twice in one entry", node.start_mark)
        return mapping


def _parsed(path: Path, name: str) -> object:
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 -- derived from the safe loader
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RulebaseError([Problem(f"{name}.yaml", line, f"cannot be read: {error.problem}")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulebaseError([Problem(f"{name}.yaml", "", f"cannot be read: {error}")]) from error


def _validated(name: str, content: object) -> object:
    adapter = _adapter(name)
    if adapter is None:
        raise RulebaseError([Problem(f"{name}.yaml", "", "no file of this name belongs to the rule base")])
    try:
        return adapter.validate_python(tuple(content) if isinstance(content, list) else content)
    except ValidationError as error:
        raise RulebaseError(
            Problem(f"{name}.yaml", _field(found["loc"], content), _plain(found)) for found in error.errors()
        ) from error


def _adapter(name: str) -> TypeAdapter[Any] | None:
    return adapter_of(name) or adapter_of(f"{name.rpartition('/')[0]}/*")


@cache
def adapter_of(shape: str) -> TypeAdapter[Any] | None:
    """The validator of one shape of `SHAPES`, built once; None for an unknown name."""
    return TypeAdapter(SHAPES[shape]) if shape in SHAPES else None


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


# --- resolving -------------------------------------------------------------------------------------------------------


def _term(entry: schema.TermEntry, category: str) -> TermRule:
    everyday = entry.everyday if entry.everyday or not entry.needs else entry.phrases
    unsure = entry.phrases + entry.also if entry.confidence == "U" else entry.also
    return TermRule(
        id=entry.id,
        category=category,
        title=entry.title,
        severity=entry.severity,
        phrases=tuple(dict.fromkeys(entry.phrases + entry.also + entry.everyday)),
        everyday=frozenset(everyday),
        unsure=frozenset(unsure),
        needs=entry.needs,
        window=entry.window,
        not_with=entry.not_with,
        source=entry.source,
        confidence=entry.confidence,
    )


def _phrases(terms: Iterable[TermRule], second_words: frozenset[str]) -> dict[str, tuple[PhraseRule, ...]]:
    rules: dict[str, tuple[PhraseRule, ...]] = {}
    for term in terms:
        for phrase in term.phrases:
            rules[phrase] = (*rules.get(phrase, ()), _phrase(term, phrase, second_words))
    return rules


def _phrase(term: TermRule, phrase: str, second_words: frozenset[str]) -> PhraseRule:
    needs, window = _needs(term, phrase, second_words)
    return PhraseRule(
        text=phrase,
        term=term.id,
        category=term.category,
        severity=term.severity,
        needs=needs,
        window=window,
        not_with=term.not_with,
        confidence="U" if phrase in term.unsure else term.confidence,
    )


def _needs(term: TermRule, phrase: str, second_words: frozenset[str]) -> tuple[tuple[str, ...], int]:
    if phrase in term.everyday:
        return term.needs, term.window
    if phrase in term.unsure and not _contains(phrase, second_words):
        return _sorted(second_words), UNSURE_WINDOW
    return (), term.window


def _contains(phrase: str, second_words: frozenset[str]) -> bool:
    words = phrase.split()
    return any(
        " ".join(words[start:end]) in second_words for start in range(len(words)) for end in (start + 1, start + 2)
    )


@cache
def _sorted(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


def _category(content: schema.CategoryFile) -> CategoryRule:
    return CategoryRule(
        id=content.id,
        title=content.title,
        title_en=content.title_en,
        definition=content.definition,
        provisions=content.provisions,
        examples=content.examples,
        near_misses=content.near_misses,
        terms=tuple(term.id for term in content.terms),
        source=content.source,
        confidence=content.confidence,
    )


def _institution(entry: schema.InstitutionEntry) -> InstitutionPlace:
    return InstitutionPlace(
        code=entry.code,
        title=entry.title,
        confidence=entry.confidence,
        covers=entry.covers,
        note=entry.note,
        source=entry.source,
    )


def _words(groups: Iterable[schema.WordGroup]) -> dict[str, str]:
    return {word: standard for group in groups for standard, words in group.words.items() for word in words}


def _all(files: Mapping[str, Any], prefix: str) -> Iterable[Any]:
    return (entry for name, content in files.items() if name.startswith(prefix) for entry in content)


def _by_id(entries: Iterable[Any]) -> Mapping[str, Any]:
    return _fixed({entry.id: entry for entry in entries})


def _fixed(mapping: dict[K, V]) -> Mapping[K, V]:
    return MappingProxyType(mapping)
