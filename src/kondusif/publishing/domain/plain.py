"""Frozen values to plain JSON and back, and the JSON Schema of their types; driven by the types alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from kondusif.audit.domain.chain import Json

Value = TypeVar("Value")
Schema = dict[str, Any]


def to_plain(value: object) -> Json:
    """The value as JSON knows it: moments and days as ISO text, tuples as lists."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"no plain form: {value!r}")


def from_plain(kind: type[Value], written: str) -> Value:
    """The value that a JSON text holds. What is unknown is passed over, what is missing has its default."""
    value: Value = _built(kind, json.loads(written))
    return value


def schema_of(kind: type, title: str) -> Schema:
    """The JSON Schema of a value's plain form; its docstrings are the descriptions."""
    definitions: dict[str, Schema] = {}
    whole = _object(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _built(kind: Any, plain: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _built(hints[name], plain[name]) for name in hints if name in plain})  # type: ignore[operator]
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if plain is None else _built(next(each for each in inner if each is not NoneType), plain)
    if origin is tuple:
        return tuple(_built(inner[0], item) for item in plain)
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(plain)
    return kind(plain) if issubclass(kind, StrEnum) else plain


def _shape(kind: Any, definitions: dict[str, Schema]) -> Schema:
    if is_dataclass(kind):
        assert isinstance(kind, type)
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [_shape(each, definitions) for each in inner]}
    if origin is tuple:
        return {"type": "array", "items": _shape(inner[0], definitions)}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [member.value for member in kind]}
    return dict(_PLAIN[kind])


def _object(kind: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    named = {field.name: _shape(hints[field.name], definitions) for field in fields(kind)}
    description = " ".join((kind.__doc__ or "").split())
    return {"description": description, "type": "object", "properties": named, "required": list(named)}


_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}
