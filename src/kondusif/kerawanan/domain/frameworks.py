"""Frameworks of an indeks kerawanan as data: dimensions, sub-dimensions, indicators, weights, goalposts, cut-offs.

What an issuer did not publish is absent here too: no weight is guessed. `Framework.lacking` says what is absent, and only a
framework that lacks nothing can be computed. An indicator measures one of `Matter`, a closed list of things, never a person,
a party or a group: what the type cannot hold cannot enter the index.
"""

from __future__ import annotations

import json
import re
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

DATA = Path(__file__).parents[1] / "data"

Level = Literal["provinsi", "kabupaten_kota", "kecamatan", "desa", "tps"]
Direction = Literal["naik", "turun"]
Measure = Literal["ya_tidak", "hitungan", "tingkat", "persen"]
Denominator = Literal["tidak_ada", "per_100_ribu_pemilih", "per_100_tps"]
Matter = Literal[
    "kejadian", "riwayat", "daftar_pemilih", "penyelenggara", "layanan", "logistik", "lokasi", "jaringan", "bencana"
]
Category = Literal["rendah", "sedang", "tinggi"]
Confidence = Literal["V", "S+", "S", "U"]
# Attributes of people, parties and groups. "SARA" as an event (a hateful speech was reported) is no such attribute.
_ATTRIBUTES = re.compile(
    r"\b(partai|parpol|koalisi|petahana|elektabilitas|nomor urut|perolehan suara|nama (calon|orang|tokoh)"
    r"|agama|suku|etnis|ras|jenis kelamin)\b",
    re.IGNORECASE,
)
_ID = r"^[a-z][a-z0-9_]*$"
_WHOLE = 1e-6


class FrameworkRefused(ValueError):
    """The framework cannot be used; `problems` are Indonesian sentences, each with the place in the file."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_Weight = Annotated[float, Field(ge=0, le=1, strict=False, allow_inf_nan=False)]
_Number = Annotated[float, Field(strict=False, allow_inf_nan=False)]
_Id = Annotated[str, Field(pattern=_ID)]
_Texts = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
_Bounds = Annotated[tuple[_Number, _Number], BeforeValidator(_as_tuple)]


class Indicator(_Part):
    """One thing that an office counts, answers or rates; `goalposts` are in the unit after the denominator."""

    id: _Id
    title: str
    definition: str = ""
    how_to_fill: str = ""
    matter: Matter
    measure: Measure
    max_level: int | None = None
    direction: Direction = "naik"
    denominator: Denominator = "tidak_ada"
    weight: _Weight | None = None
    goalposts: _Bounds | None = None
    actionable: bool = False
    prevention: str = ""
    confidence: Confidence = "U"

    @field_validator("title", "definition")
    @classmethod
    def _measures_things(cls, text: str) -> str:
        if found := _ATTRIBUTES.search(text):
            raise ValueError(
                f'"{found.group()}" adalah ciri orang, partai, atau golongan dan tidak boleh menjadi indikator'
            )
        return text

    @model_validator(mode="after")
    def _fits(self) -> Indicator:
        if self.goalposts and not self.goalposts[0] < self.goalposts[1]:
            raise ValueError("batas bawah goalposts harus lebih kecil daripada batas atas")
        if (self.measure == "tingkat") != (self.max_level is not None):
            raise ValueError('max_level wajib untuk measure "tingkat" dan hanya untuk itu')
        if self.measure in ("ya_tidak", "persen") and self.denominator != "tidak_ada":
            raise ValueError("ya/tidak dan persen tidak dibagi dengan apa pun")
        if self.actionable and not self.prevention:
            raise ValueError("indikator yang dapat ditindak harus menyebut pencegahannya (prevention)")
        return self


class SubDimension(_Part):
    """A group of indicators; its weight is its share of the dimension."""

    id: _Id
    title: str
    weight: _Weight | None = None
    indicators: Annotated[tuple[Indicator, ...], BeforeValidator(_as_tuple)] = ()


class Dimension(_Part):
    """A group of sub-dimensions, or of indicators at once, which then are its only sub-dimension."""

    id: _Id
    title: str
    weight: _Weight | None = None
    subdimensions: Annotated[tuple[SubDimension, ...], BeforeValidator(_as_tuple)] = ()
    indicators: Annotated[tuple[Indicator, ...], BeforeValidator(_as_tuple)] = ()

    @model_validator(mode="after")
    def _either(self) -> Dimension:
        if self.subdimensions and self.indicators:
            raise ValueError("isi subdimensions atau indicators, jangan keduanya")
        return self

    @property
    def parts(self) -> tuple[SubDimension, ...]:
        """The sub-dimensions, or the one that stands for the dimension's own indicators."""
        if self.indicators:
            return (SubDimension(id=self.id, title=self.title, weight=1.0, indicators=self.indicators),)
        return self.subdimensions


class Cutoffs(_Part):
    """From which score an area of a level is sedang or tinggi; `tinggi_above` means strictly more than the figure.

    `decimals`: scores are rounded so before they are compared, as the issuer prints them; none compares them as they are.
    """

    level: Level
    sedang: _Number
    tinggi: _Number
    tinggi_above: bool = False
    decimals: int | None = None
    official: bool
    source: str
    confidence: Confidence

    @property
    def limits(self) -> tuple[float, float]:
        """The least unrounded scores that are sedang and tinggi."""
        import math

        half = 0.0 if self.decimals is None else 0.5 * 10.0**-self.decimals
        return self.sedang - half, math.nextafter(
            self.tinggi + half, math.inf
        ) if self.tinggi_above else self.tinggi - half

    def category(self, score: float) -> Category:
        """The category of a score."""
        medium, high = self.limits
        return "tinggi" if score >= high else "sedang" if score >= medium else "rendah"


class Framework(_Part):
    """One edition of one issuer's index. Frozen; `version` names its content."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: str
    issuer: str
    edition: str
    official: bool
    levels: Annotated[tuple[Level, ...], BeforeValidator(_as_tuple)]
    description: str
    method: str
    source: str
    confidence: Confidence
    indicators_claimed: int | None = None
    unpublished: _Texts = ()
    power: float = Field(default=1.0, gt=0, strict=False)
    cutoffs: Annotated[tuple[Cutoffs, ...], BeforeValidator(_as_tuple)] = ()
    dimensions: Annotated[tuple[Dimension, ...], BeforeValidator(_as_tuple)]

    @model_validator(mode="after")
    def _sound(self) -> Framework:
        problems = [*self._repeated(), *self._unbalanced()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the file: the columns of every table."""
        return tuple(one for dimension in self.dimensions for part in dimension.parts for one in part.indicators)

    @cached_property
    def version(self) -> str:
        """SHA-256 of the content, whatever the layout of its file."""
        return sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Why no score can be computed, in Indonesian; empty where one can."""
        reasons = []
        empty = [part.id for dimension in self.dimensions for part in dimension.parts or (dimension,) if not _own(part)]
        if empty:
            reasons.append("indikator tidak diterbitkan: " + ", ".join(empty))
        if any(one.weight is None for group in self._groups() for one in group):
            reasons.append("bobot tidak diterbitkan")
        if any(one.goalposts is None for one in self.indicators):
            reasons.append("batas normalisasi (goalposts) tidak diterbitkan")
        return tuple(reasons)

    def cutoffs_of(self, level: Level) -> Cutoffs | None:
        """The cut-offs of a level, or none."""
        return next((one for one in self.cutoffs if one.level == level), None)

    def _groups(self) -> list[tuple[Dimension | SubDimension | Indicator, ...]]:
        parts = [dimension.parts for dimension in self.dimensions]
        return [self.dimensions, *parts, *(part.indicators for group in parts for part in group)]

    def _repeated(self) -> list[str]:
        names = [one.id for one in self.indicators]
        twice = sorted({name for name in names if names.count(name) > 1})
        return [f"indikator {name} ditulis lebih dari sekali" for name in twice]

    def _unbalanced(self) -> list[str]:
        problems = []
        for group in self._groups():
            weights = [one.weight for one in group if one.weight is not None]
            names = ", ".join(one.id for one in group)
            if weights and len(weights) < len(group):
                problems.append(f"bobot harus ada pada semua atau tidak pada satu pun dari: {names}")
            elif weights and abs(sum(weights) - 1) > _WHOLE:
                problems.append(f"jumlah bobot {names} adalah {sum(weights):g}, seharusnya 1")
        return problems


def shipped() -> tuple[str, ...]:
    """Ids of the frameworks that come with Kondusif."""
    return tuple(sorted(path.stem for path in (DATA / "frameworks").glob("*.yaml")))


def load_framework(path_or_id: str | Path) -> Framework:
    """A shipped framework by its id, or the one in a YAML file. Raises `FrameworkRefused` with all that is wrong."""
    if isinstance(path_or_id, str) and path_or_id in shipped():
        return _shipped(path_or_id)
    return _read(Path(path_or_id))


@cache
def _shipped(name: str) -> Framework:
    return _read(DATA / "frameworks" / f"{name}.yaml")


def _read(path: Path) -> Framework:
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        known = ", ".join(shipped())
        raise FrameworkRefused((f"{path}: berkas tidak dapat dibaca. Kerangka bawaan: {known}",)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as torn:
        mark = getattr(torn, "problem_mark", None)
        where = f", baris {mark.line + 1}, kolom {mark.column + 1}" if mark else ""
        raise FrameworkRefused((f"{path.name}{where}: bukan YAML yang utuh dalam UTF-8",)) from None
    return build_framework(content, name=path.name)


def build_framework(content: object, *, name: str = "kerangka") -> Framework:
    """The framework in a plain value as YAML gives it. Raises `FrameworkRefused`."""
    try:
        return Framework.model_validate(content)
    except ValidationError as wrong:
        problems = tuple(f"{name}: {_where(one['loc'])}: {_said(dict(one))}" for one in wrong.errors(include_url=False))
        raise FrameworkRefused(problems) from None


def framework_schema() -> dict[str, Any]:
    """The JSON schema of a framework file."""
    return Framework.model_json_schema()


def _own(part: SubDimension | Dimension) -> bool:
    return bool(part.indicators)


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location) or "seluruh berkas"


def _said(error: dict[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"pilih salah satu dari {str(context['expected']).replace(' or ', ' atau ')}"
    known = {
        "missing": "wajib diisi",
        "extra_forbidden": "kunci ini tidak dikenal",
        "finite_number": "harus angka terhingga",
    }
    return known.get(kind, f"nilai {str(error.get('input'))[:40]!r} tidak sah di sini")
