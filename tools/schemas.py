"""Write the public schemas: readings, candidates and sitreps, into ``docs/``. With ``--check``: 1 if they are stale.

The closed lists come from the code that fills the readings, so that the schema cannot promise anything else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from kondusif.publishing.domain.plain import schema_of
from kondusif.publishing.domain.sitrep import SCHEMA_VERSION as SITREP_VERSION
from kondusif.publishing.domain.sitrep import Sitrep
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import (
    SCHEMA_VERSION,
    Category,
    Field,
    PlaceLevel,
    Precision,
    Role,
    SourceClass,
    Stance,
    Verdict,
)

DOCS = Path(__file__).parents[1] / "docs"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CODE: Schema = {"type": "string", "pattern": r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"}
CONFIDENCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
BECAUSE: Schema = {"$ref": "#/$defs/because"}
REASON: Schema = {"$ref": "#/$defs/reason"}


def one_of(members: Iterable[StrEnum]) -> Schema:
    """One of a closed list of ids."""
    return {"enum": [member.value for member in members]}


def or_null(schema: Schema) -> Schema:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def record(
    description: str, fields: dict[str, Schema], *, optional: Iterable[str] = (), closed: bool = False
) -> Schema:
    """An object whose fields are all required but the optional ones; open for fields of later versions unless closed."""
    schema: Schema = {"description": description, "type": "object", "properties": fields}
    schema["required"] = [name for name in fields if name not in set(optional)]
    if closed:
        schema["additionalProperties"] = False
    return schema


def many(description: str, items: Schema) -> Schema:
    """A list, possibly empty."""
    return {"description": description, "type": "array", "items": items}


def reading() -> Schema:
    """One line of ``kondusif read --format jsonl``."""
    fields: dict[str, Schema] = {
        "id": {"description": "Id of the input; of a whole file its name without folder.", **TEXT},
        "source": {"description": "Where the text came from: relative path, URL or stated source.", **TEXT},
        "source_class": one_of(SourceClass),
        "category": {"description": "Main topic.", **one_of(Category)},
        "secondary_category": or_null(one_of(Category)),
        "terms": many("Finer terms of the rule base that the text uses.", _term()),
        "is_incident": {
            "description": "A specific event, ongoing harm, a specific rumour or a circulating hoax.",
            "type": "boolean",
        },
        "stance": {"description": "What the text does with its topic.", **one_of(Stance)},
        "places": many("The most specific areas that the text supports; their ancestors are not repeated.", _place()),
        "unresolved_places": many("Names that the text does not decide.", _unresolved()),
        "event_date": or_null({"description": "Day of what the main topic is about.", **DAY}),
        "dates": many("Every date in the text.", _date()),
        "actors": many("Office holders named in the text; several spellings of one person are one actor.", _actor()),
        "checks": many("Statements held against the rule base.", _check()),
        "reasons": _reasons(),
        "boilerplate": {"description": "Spans that were set aside and concluded nothing.", **BECAUSE},
        "notes": many("What had to be done to read the text, for instance decoded_from:windows-1252.", NAME),
        "reader_version": NAME,
        "rulebase_version": NAME,
        "schema_version": {"type": "integer", "minimum": SCHEMA_VERSION},
    }
    schema = record("What one text says, each conclusion with the words that made it.", fields)
    return {
        "$schema": DRAFT,
        "$id": "reading.schema.json",
        "title": f"Kondusif reading, version {SCHEMA_VERSION}",
        **schema,
        "$defs": {"because": many("The words that made it.", _span()), "reason": _reason()},
    }


def _term() -> Schema:
    severity: Schema = {"description": "1 light, 3 grave.", "type": "integer", "minimum": 1, "maximum": 3}
    return record("A finer term.", {"id": NAME, "severity": severity})


def _place() -> Schema:
    role = one_of([Role.EVENT, Role.MENTIONED])
    fields = {"code": CODE, "level": one_of(PlaceLevel), "name": NAME, "role": role}
    return record("A decided area.", {**fields, "confidence": CONFIDENCE, "because": BECAUSE})


def _unresolved() -> Schema:
    candidates = {**many("Codes that the name may mean.", CODE), "maxItems": 10, "uniqueItems": True}
    return record("A name that the text does not decide.", {"name": NAME, "candidates": candidates, "because": BECAUSE})


def _date() -> Schema:
    fields = {"value": DAY, "end": or_null(DAY), "precision": one_of(Precision), "role": one_of(Role)}
    return record("A day, month or year; `end` is the last day of a range.", {**fields, "because": BECAUSE})


def _actor() -> Schema:
    fields = {"name": NAME, "rank": or_null(NAME), "role": or_null(NAME), "institution": or_null(NAME)}
    return record("An office holder.", {**fields, "place_code": or_null(CODE), "because": BECAUSE})


def _check() -> Schema:
    kinds: Schema = {"enum": sorted(load_rulebase().checks)}
    fields = {"kind": kinds, "stated": NAME, "stated_value": TEXT, "official": NAME, "verdict": one_of(Verdict)}
    return record("A statement held against the rule base.", {**fields, "source": NAME, "because": BECAUSE})


def _reasons() -> Schema:
    terms: Schema = {"type": "object", "propertyNames": NAME, "additionalProperties": REASON}
    single = dict.fromkeys(("category", "stance", "is_incident"), REASON)
    maybe = {name: or_null(REASON) for name in ("secondary_category", "event_date")}
    return record("Why, for each conclusion that is a single value.", {**single, **maybe, "terms": terms})


def _reason() -> Schema:
    return record("How sure, and because of which words.", {"confidence": CONFIDENCE, "because": BECAUSE})


def _span() -> Schema:
    place: Schema = {"type": "integer", "minimum": 0}
    words = {"field": one_of(Field), "start": place, "end": place, "text": TEXT}
    return record("Half-open range of Unicode code points in the text as stored, and the words there.", words)


def candidates() -> Schema:
    """The JSON form of a candidate list (``--candidates FILE``)."""
    filled: Schema = {"type": "string", "pattern": r"\S"}
    fields: dict[str, Schema] = {
        "area": {"description": "Kemendagri code of the area of the contest.", **TEXT},
        "contest": {"description": "For instance pilgub, pilbup, pilwali.", **TEXT},
        "number": {"description": "Ballot number.", "type": ["integer", "string"]},
        "names": {**many("The persons of the pair, in order.", TEXT), "contains": filled},
        **{
            name: many(description, TEXT)
            for name, description in (
                ("nicknames", "Nicknames and coined names for the pair."),
                ("slogans", "Slogans that stand for the pair."),
                ("hashtags", "Hashtags that stand for the pair."),
                ("colours", "Colours of the pair. They never weigh, listed or not."),
            )
        },
    }
    optional = [name for name in fields if name != "names"]
    row = record(
        "One pair on a ballot, with every word by which a text may name it.", fields, optional=optional, closed=True
    )
    pairs: Schema = {"type": "array", "items": {"$ref": "#/$defs/candidate"}}
    wrapped: Schema = {"type": "object", "properties": {"candidates": pairs}, "required": ["candidates"]}
    return {
        "$schema": DRAFT,
        "$id": "candidates.schema.json",
        "title": "Candidates, to be masked before anything is scored",
        "anyOf": [pairs, wrapped],
        "$defs": {"candidate": row},
    }


def files() -> dict[Path, str]:
    """Path → content of every schema."""
    schemas = {
        "reading.schema.json": reading(),
        "candidates.schema.json": candidates(),
        "sitrep.schema.json": {"$id": "sitrep.schema.json", **schema_of(Sitrep, f"Sitrep, version {SITREP_VERSION}")},
    }
    return {DOCS / name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def main(arguments: list[str]) -> int:
    """Write the schemas, or say which are stale."""
    stale = [path for path, content in files().items() if not path.exists() or path.read_text("utf-8") != content]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is stale: run python tools/schemas.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(files()[path], encoding="utf-8")
        print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
