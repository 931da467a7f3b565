"""`docs/glossary.md` is the court of appeal for words in identifiers: what it does not know is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum
from importlib import import_module
from pathlib import Path

from kondusif.rulebase.loader import load_rulebase

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src/kondusif"
WORD = re.compile(r"[a-z]{2,}")


def _known() -> set[str]:
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    return {word for term in re.findall(r"`([^`]+)`", page) for word in WORD.findall(term.lower())}


def _unknown(identifiers: Iterator[str]) -> dict[str, str]:
    known = _known()
    return {word: each for each in identifiers for word in _words(each) if word not in known}


def _words(identifier: str) -> list[str]:
    """The words of an identifier; codes of articles and stages ("69-af", "P4a") are none."""
    parts = re.split(r"[_\-. ]", re.sub(r"\d+-[a-z]{1,2}\b", "", identifier.lower()))
    return [part for part in parts if WORD.fullmatch(part)]


def _modules() -> Iterator[object]:
    for path in sorted(HOUSE.rglob("*.py")):
        if re.search(r"^class \w+\(.*Enum\)", path.read_text(encoding="utf-8"), re.MULTILINE):
            yield import_module(".".join(path.relative_to(HOUSE.parent).with_suffix("").parts))


def test_rooms_are_named_with_known_words() -> None:
    assert _unknown(path.parent.name for path in HOUSE.glob("*/__init__.py")) == {}


def test_members_of_enums_are_named_with_known_words() -> None:
    def members() -> Iterator[str]:
        for module in _modules():
            for each in vars(module).values():
                if isinstance(each, type) and issubclass(each, Enum) and each.__module__.startswith("kondusif"):
                    yield from (name for member in each for name in (member.name, str(member.value)))

    assert _unknown(members()) == {}


def test_ids_of_the_rule_base_are_made_of_known_words() -> None:
    rulebase = load_rulebase()

    def ids() -> Iterator[str]:
        for each in (
            "categories",
            "cues",
            "provisions",
            "subjects",
            "deadlines",
            "figures",
            "checks",
            "subject_claims",
        ):
            assert each in {field.name for field in fields(rulebase)}
            entries = getattr(rulebase, each)
            yield from entries if isinstance(entries, Mapping) else (entry.id for entry in entries)

    assert _unknown(ids()) == {}
