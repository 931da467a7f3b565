"""What a committee could vote on in the dynamic layer: half-lives, weights, caps, priors, γ. Data, read strictly, each with its source.

Nothing here computes: `evidence`, `effort`, `relative_risk` and `combined` take a `Dynamics` and hold no number of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kondusif.kerawanan.domain.frameworks import DATA, Confidence

_SEVERITIES = (0, 1, 2, 3)


class DynamicsRefused(ValueError):
    """The file cannot be used; `problems` are Indonesian sentences, each with the place in the file."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_Positive = Annotated[float, Field(gt=0, strict=False, allow_inf_nan=False)]
_Share = Annotated[float, Field(ge=0, le=1, strict=False, allow_inf_nan=False)]


class _Choice(BaseModel):
    """Something that was decided: where it comes from and how sure it is."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    source: Annotated[str, Field(min_length=1)]
    confidence: Confidence


class CategoryLife(_Choice):
    """After how many days an incident of the category says half as much; none: it is no disturbance and weighs nothing."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    half_life_days: _Positive | None


class SeverityWeight(_Choice):
    """What a fresh, certain incident of this severity weighs; 1 is a light one."""

    severity: Literal[0, 1, 2, 3]
    weight: Annotated[float, Field(ge=1, strict=False, allow_inf_nan=False)]


class StatusProbability(_Choice):
    """How probable it is that an incident of this status happened: for published figures, and for a private working view."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    public: _Share
    private: _Share

    @model_validator(mode="after")
    def _private_is_no_stricter(self) -> StatusProbability:
        if self.private < self.public:
            raise ValueError("peluang dalam tampilan kerja (private) tidak boleh di bawah peluang publik (public)")
        return self


class Cap(_Choice):
    """The most that may weigh: `least`, or `times_usual` times what is usual for the exposure, whichever is more."""

    least: _Positive
    times_usual: _Positive


class Caps(BaseModel):
    """Caps of one area, and of what one source alone stands for inside of it."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    area: Cap
    source: Cap

    @model_validator(mode="after")
    def _source_is_narrower(self) -> Caps:
        if self.source.least > self.area.least or self.source.times_usual > self.area.times_usual:
            raise ValueError("batas satu sumber tidak boleh melebihi batas wilayahnya")
        return self


class GammaPrior(_Choice):
    """What is believed of ratios with mean 1 before counting: their standard deviation, and between which shapes a fit stays."""

    sd: _Positive
    log_shape_sd: _Positive
    shapes: Annotated[tuple[_Positive, _Positive], BeforeValidator(_as_tuple)]

    @model_validator(mode="after")
    def _ordered(self) -> GammaPrior:
        if not self.shapes[0] < self.shapes[1]:
            raise ValueError("batas bawah shapes harus lebih kecil daripada batas atas")
        if not self.shapes[0] <= self.shape <= self.shapes[1]:
            raise ValueError("1/sd² harus di antara kedua batas shapes")
        return self

    @property
    def shape(self) -> float:
        """α = 1/σ²."""
        return 1 / self.sd**2


class Bounds(_Choice):
    """A least and a greatest value."""

    low: _Positive
    high: _Positive

    @model_validator(mode="after")
    def _ordered(self) -> Bounds:
        if not self.low < self.high:
            raise ValueError("low harus lebih kecil daripada high")
        return self


class Amount(_Choice):
    """One number."""

    value: _Positive


class Dynamics(BaseModel):
    """One edition of the dynamic layer's numbers. Frozen; `version` names its content."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    edition: str
    title: str
    source: str
    categories: Annotated[tuple[CategoryLife, ...], BeforeValidator(_as_tuple)]
    severities: Annotated[tuple[SeverityWeight, ...], BeforeValidator(_as_tuple)]
    statuses: Annotated[tuple[StatusProbability, ...], BeforeValidator(_as_tuple)]
    caps: Caps
    risk: GammaPrior
    effort: GammaPrior
    effort_bounds: Bounds
    capture_strength: Bounds
    gamma: Amount
    structural_bounds: Bounds
    interval: Amount

    @model_validator(mode="after")
    def _sound(self) -> Dynamics:
        problems = [
            f"{what} ditulis lebih dari sekali atau tidak ada"
            for what, names in (
                ("kategori", [one.id for one in self.categories]),
                ("status", [one.id for one in self.statuses]),
            )
            if len(set(names)) < len(names) or not names
        ]
        if tuple(sorted(one.severity for one in self.severities)) != _SEVERITIES:
            problems.append("bobot harus ada tepat sekali untuk keparahan 0, 1, 2, dan 3")
        if self.structural_bounds.high >= 100:
            problems.append("structural_bounds harus di antara 0 dan 100")
        if not self.interval.value < 1:
            problems.append("interval harus di bawah 1")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @cached_property
    def half_lives(self) -> Mapping[str, float | None]:
        """Days by category."""
        return {one.id: one.half_life_days for one in self.categories}

    @cached_property
    def severity_weights(self) -> Mapping[int, float]:
        """Weight by severity."""
        return {one.severity: one.weight for one in self.severities}

    @cached_property
    def probabilities(self) -> Mapping[str, StatusProbability]:
        """Probabilities by status."""
        return {one.id: one for one in self.statuses}

    @cached_property
    def version(self) -> str:
        """SHA-256 of the content, whatever the layout of its file."""
        return sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def load_dynamics(path: Path | None = None) -> Dynamics:
    """The shipped numbers, or those in a YAML file. Raises `DynamicsRefused` with all that is wrong."""
    return _shipped() if path is None else _read(path)


def build_dynamics(content: object, *, name: str = "dinamik") -> Dynamics:
    """The numbers in a plain value as YAML gives it. Raises `DynamicsRefused`."""
    try:
        return Dynamics.model_validate(content)
    except ValidationError as wrong:
        problems = tuple(f"{name}: {_where(one['loc'])}: {_said(dict(one))}" for one in wrong.errors(include_url=False))
        raise DynamicsRefused(problems) from None


@cache
def _shipped() -> Dynamics:
    return _read(DATA / "dynamics.yaml")


def _read(path: Path) -> Dynamics:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        raise DynamicsRefused((f"{path}: berkas tidak dapat dibaca",)) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise DynamicsRefused((f"{path.name}: bukan YAML yang utuh dalam UTF-8",)) from None
    return build_dynamics(content, name=path.name)


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location) or "seluruh berkas"


def _said(error: dict[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    known = {"missing": "wajib diisi", "extra_forbidden": "kunci ini tidak dikenal"}
    return known.get(error["type"], f"nilai {str(error.get('input'))[:40]!r} tidak sah di sini")
