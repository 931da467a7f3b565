"""The API explained to people, from its own document, and the answer where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kondusif.api.application import api
from kondusif.api.asking import Asked, AskedIncidents
from kondusif.api.problems import refuse


@dataclass(frozen=True, slots=True)
class Parameter:
    """A filter of an operation; `values` are those allowed, where they are few."""

    name: str
    says: str
    values: tuple[str, ...]
    default: str
    in_path: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked."""

    id: str
    path: str
    summary: str
    says: str
    parameters: tuple[Parameter, ...]
    common: bool
    answer: tuple[str, ...]


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    """How to ask, for people; for everybody, because it says nothing that is not in the sources."""
    server = request.build_absolute_uri("/").rstrip("/")
    context = {"operations": operations(), "common": common_parameters(), "server": server}
    return render(request, "api/explained.html", context)


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """An address of the API at which nothing stands."""
    return refuse(404)


@lru_cache(maxsize=1)
def operations() -> tuple[Operation, ...]:
    """What can be asked, as the OpenAPI document says it."""
    document: dict[str, Any] = api.get_openapi_schema()
    schemas = document["components"]["schemas"]
    found = []
    for path, item in document["paths"].items():
        asked = item["get"]
        parameters = tuple(_parameter(each, schemas) for each in asked.get("parameters", ()))
        common = {each.name for each in parameters} >= set(Asked.model_fields) - {"wilayah"}
        own = parameters if not common else tuple(each for each in parameters if each.name not in Asked.model_fields)
        found.append(
            Operation(
                id=asked["operationId"],
                path=path,
                summary=asked["summary"],
                says=asked.get("description", ""),
                parameters=own,
                common=common,
                answer=tuple(_fields(asked, schemas)),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def common_parameters() -> tuple[Parameter, ...]:
    """The filters that nearly every operation knows."""
    document: dict[str, Any] = api.get_openapi_schema()
    asked = next(item["get"] for item in document["paths"].values() if item["get"]["operationId"] == "get_overview")
    return tuple(_parameter(each, document["components"]["schemas"]) for each in asked["parameters"])


def _parameter(parameter: dict[str, Any], schemas: dict[str, Any]) -> Parameter:
    schema = parameter["schema"]
    return Parameter(
        name=parameter["name"],
        says=str(parameter.get("description") or schema.get("description") or _said_elsewhere(parameter["name"])),
        values=tuple(_values(schema, schemas)),
        default="" if schema.get("default") in (None, "", [], False) else str(schema["default"]),
        in_path=parameter["in"] == "path",
    )


def _said_elsewhere(name: str) -> str:
    """What a filter of this name means; pydantic forgets it where a filter stands alone."""
    field = AskedIncidents.model_fields.get(name)
    return (field.description or "") if field else ""


def _values(schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    """The allowed values, wherever the document keeps them."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[-1]]
    yield from map(str, schema.get("enum", ()))
    if "const" in schema:
        yield str(schema["const"])
    for inner in (
        *schema.get("anyOf", ()),
        *schema.get("allOf", ()),
        *([schema["items"]] if "items" in schema else ()),
    ):
        yield from _values(inner, schemas)


def _fields(asked: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    answer = asked["responses"][200]["content"]["application/json"]["schema"]
    yield from schemas[answer["$ref"].rsplit("/", 1)[-1]]["properties"]
