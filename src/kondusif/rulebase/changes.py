"""Say in words what changed between two rule bases.

A snapshot is plain JSON, small enough to be committed: for every entry the values of its short fields, the words of its
lists (of long lists their number and a hash), and one hash for its wording.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

Summary = dict[str, list[str]]
Snapshot = dict[str, dict[str, Summary]]
"""File ("provisions/sektor") → id of the entry → field → its value or values."""

WORDING = ("content", "definition", "explanation", "explanation_en", "note", "penalty", "official", "path", "title_en")
"""Long prose: a change is named, the text itself is to be read in the file."""

LONGEST_LIST = 60
"""Longer lists of words are kept as a number and a hash, so that the snapshot stays smaller than the rule base."""

MOST_NAMED = 12
"""More words than this, added to or taken from one list at once, are counted instead of named."""


def snapshot(files: Mapping[str, Any]) -> Snapshot:
    """What the files say, short enough to be committed."""
    return {name: {entry.id: _summary(entry) for entry in _entries(content)} for name, content in files.items()}


def as_json(kinds: Snapshot) -> str:
    """The form that is committed: sorted, one entry a line."""
    return "{\n" + ",\n".join(f"{_text(name)}: {_kind(kinds[name])}" for name in sorted(kinds)) + "\n}\n"


def from_json(text: str) -> Snapshot:
    """The inverse of `as_json`."""
    kinds: Snapshot = json.loads(text)
    return kinds


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """One sentence for everything added, removed or changed, in the order of the files."""
    sentences: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}), after.get(name, {})
        sentences += [f"{name}: {found} added: {_title(new[found])}" for found in new if found not in old]
        sentences += [f"{name}: {found} removed: {_title(old[found])}" for found in old if found not in new]
        sentences += [
            f"{name}: {found} changed: {_difference(old[found], new[found])}"
            for found in new
            if found in old and old[found] != new[found]
        ]
    return sentences


def _entries(content: Any) -> Iterable[Any]:
    return content if isinstance(content, tuple) else (content, *content.terms)


def _summary(entry: BaseModel) -> Summary:
    fields = {field: value for field, value in entry.model_dump(mode="json").items() if value and field != "terms"}
    said = {field: _shortened(sorted(_flat(value))) for field, value in fields.items() if field not in WORDING}
    wording = {field: value for field, value in fields.items() if field in WORDING}
    return said | ({"wording": [_hash(wording)]} if wording else {})


def _shortened(words: list[str]) -> list[str]:
    return words if len(words) <= LONGEST_LIST else [f"{len(words)} entries ({_hash(words)})"]


def _flat(value: object) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {part}" for key, parts in value.items() for part in _flat(parts)]
    if isinstance(value, list):
        return [part if isinstance(part, str) else json.dumps(part, ensure_ascii=False) for part in value]
    return [str(value)]


def _kind(entries: dict[str, Summary]) -> str:
    return "{\n" + ",\n".join(f" {_text(found)}: {_text(entries[found])}" for found in sorted(entries)) + "\n}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _title(summary: Summary) -> str:
    return (summary.get("title") or summary.get("where") or [""])[0]


def _difference(old: Summary, new: Summary) -> str:
    changed = [field for field in (*new, *(set(old) - set(new))) if old.get(field) != new.get(field)]
    return "; ".join(_field_difference(field, old.get(field, []), new.get(field, [])) for field in changed)


def _field_difference(field: str, old: list[str], new: list[str]) -> str:
    if field == "wording":
        return "its wording"
    if len(old) <= 1 and len(new) <= 1:
        return f"{field} from {(old or ['nothing'])[0]!r} to {(new or ['nothing'])[0]!r}"
    gained, lost = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    parts = [_named("with", gained)] if gained else []
    parts += [_named("without", lost)] if lost else []
    return f"{field} {' and '.join(parts)}"


def _named(preposition: str, words: list[str]) -> str:
    if len(words) > MOST_NAMED:
        return f"{preposition} {len(words)} entries ({words[0]!r} … {words[-1]!r})"
    return f"{preposition} {', '.join(repr(word) for word in words)}"


def _hash(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]
