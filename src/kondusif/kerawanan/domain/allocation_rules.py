"""By which rules scarce units are spread: figures that a committee votes on, so they are data (`data/allocation.yaml`)."""

from __future__ import annotations

from functools import cache
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kondusif.kerawanan.domain.frameworks import DATA, Confidence


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Rules(_Part):
    """The rules of one kind of unit.

    `effect` η: k units in an area leave e^{−ηk} of what was expected there. `minimum`: least units in every group (a kabupaten or
    kota); `cap`: most units in one area, None without limit; `equity`: a group gets at least this share of the part of the budget
    that its voters would give it; `tail`: share of the worst draws for which the cautious form plans.
    """

    id: str
    title: str
    unit: str
    effect: Annotated[float, Field(gt=0, le=10, strict=False, allow_inf_nan=False)]
    minimum: Annotated[int, Field(ge=0)] = 0
    cap: Annotated[int, Field(ge=1)] | None = None
    equity: Annotated[float, Field(ge=0, le=1, strict=False, allow_inf_nan=False)] = 0.0
    tail: Annotated[float, Field(gt=0, le=1, strict=False, allow_inf_nan=False)] = 0.2
    source: str
    confidence: Confidence


class _File(_Part):
    rules: Annotated[tuple[Rules, ...], BeforeValidator(_as_tuple)]


class NoSuchRules(LookupError):
    """No rules of this name are shipped; the message is Indonesian and names those that are."""


@cache
def shipped_rules() -> tuple[Rules, ...]:
    """The rules that come with Kondusif; change a figure with ``rules.model_copy(update={"minimum": 2})``."""
    return _File.model_validate(yaml.safe_load((DATA / "allocation.yaml").read_text("utf-8"))).rules


def load_rules(name: str) -> Rules:
    """Shipped rules by their id. Raises `NoSuchRules`."""
    for one in shipped_rules():
        if one.id == name:
            return one
    raise NoSuchRules(f"aturan {name} tidak ada; yang ada: {', '.join(one.id for one in shipped_rules())}")
