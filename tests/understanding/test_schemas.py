"""The public schemas: readings keep to them, and `read_candidates` takes what they take."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kondusif.understanding.candidates import read_candidates
from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader

from .corpus import document_of, rows_of, training_rows

ROOT = Path(__file__).parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tools_schemas", ROOT / "tools/schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "docs" / name).read_text(encoding="utf-8"))
    return loaded


READING = Draft202012Validator(schema("reading.schema.json"), format_checker=Draft202012Validator.FORMAT_CHECKER)
CANDIDATES = Draft202012Validator(schema("candidates.schema.json"))


def test_the_committed_schemas_are_what_the_tool_writes() -> None:
    written = {path.name: content for path, content in _tool().files().items()}
    assert {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in written} == written


@pytest.mark.parametrize("name", ["reading.schema.json", "candidates.schema.json"])
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_readings_of_the_corpus_keep_to_the_schema(reader: Reader) -> None:
    for row in training_rows()[::12] + rows_of("heldout/articles.jsonl")[:20]:
        reading = json.loads(reader.read(document_of(row)).as_json())
        assert [error.message for error in READING.iter_errors(reading)] == []


def test_the_schema_names_exactly_the_fields_of_a_reading(reader: Reader) -> None:
    reading = reader.read(
        Document("1", "Baliho paslon disobek di Kecamatan Ambulu, Jumat 20 September 2024.")
    ).as_dict()
    assert list(schema("reading.schema.json")["properties"]) == list(reading)
    assert schema("reading.schema.json")["required"] == list(reading)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "politik"),
        ("stance", None),
        ("is_incident", "true"),
        ("event_date", "20-09-2024"),
        ("event_date", "2024-02-31"),
        ("places", [{"code": "3507", "level": "kecamatan"}]),
        ("reasons", {"category": {"confidence": 1.2, "because": []}}),
        ("boilerplate", [{"field": "body", "start": 0, "end": 1, "text": "a"}]),
        ("schema_version", 0),
    ],
)
def test_a_reading_that_breaks_the_contract_is_refused(reader: Reader, field: str, value: object) -> None:
    reading = json.loads(reader.read(Document("1", "Baliho disobek.")).as_json())
    assert READING.is_valid(reading)
    assert not READING.is_valid({**reading, field: value})


def test_fields_of_a_later_version_do_no_harm(reader: Reader) -> None:
    reading = json.loads(reader.read(Document("1", "Baliho disobek.")).as_json())
    assert READING.is_valid({**reading, "schema_version": 2, "mood": "calm"})
    assert not READING.is_valid({name: value for name, value in reading.items() if name != "stance"})


PAIR = {"names": ["Wirya Gumelar", "Sekar Kinanti"]}
FULL = {
    **PAIR,
    "area": "35.99",
    "contest": "pilbup",
    "number": 2,
    "nicknames": ["Cak Wir"],
    "slogans": ["Terang"],
    "hashtags": ["#WiSekar"],
    "colours": ["jingga"],
}
GOOD: list[object] = [
    [],
    [PAIR],
    [FULL],
    {"candidates": [FULL]},
    [{**PAIR, "number": "2"}],
    [{**PAIR, "nicknames": []}],
]
BAD: list[object] = [
    {},
    3,
    "Wirya",
    None,
    [3],
    [["Wirya"]],
    [{}],
    [{"names": []}],
    [{"names": [" "]}],
    [{"names": "Wirya"}],
    [{"names": [3]}],
    [{**PAIR, "party": "X"}],
    [{**PAIR, "area": 35}],
    [{**PAIR, "number": [1]}],
    [{**PAIR, "number": True}],
    [{**PAIR, "nicknames": "Cak Wir"}],
    [{**PAIR, "colours": [1]}],
    [PAIR, {"area": "35"}],
    {"candidates": {"names": ["A"]}},
]


@pytest.mark.parametrize("listed", GOOD)
def test_what_the_schema_takes_is_read(tmp_path: Path, listed: object) -> None:
    path = tmp_path / "daftar.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    assert CANDIDATES.is_valid(listed)
    rows = listed if isinstance(listed, list) else dict(listed)["candidates"]  # type: ignore[call-overload]
    assert len(read_candidates(path)) == len(rows)


@pytest.mark.parametrize("listed", BAD)
def test_what_the_schema_refuses_is_refused(tmp_path: Path, listed: object) -> None:
    path = tmp_path / "daftar.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    assert not CANDIDATES.is_valid(listed)
    with pytest.raises(ValueError, match=r"^daftar\.json"):
        read_candidates(path)
