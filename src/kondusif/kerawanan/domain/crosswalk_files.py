"""Tables of old and new codes as data: the one that is shipped, and your own YAML of the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from kondusif.kerawanan.domain.crosswalk import Crosswalk
from kondusif.kerawanan.domain.frameworks import DATA, Confidence


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Split(_Part):
    """One area that was split off: its code and name of today, and those of the area that it came from."""

    code: str
    name: str
    origin: str
    origin_name: str
    source: str
    confidence: Confidence


class CrosswalkFile(_Part):
    """A table of codes with what it rests on; areas that are not named kept their code."""

    id: str
    old_edition: str
    new_edition: str
    note: str = ""
    source: str
    confidence: Confidence
    splits: Annotated[tuple[Split, ...], BeforeValidator(_as_tuple)]

    @model_validator(mode="after")
    def _once(self) -> CrosswalkFile:
        codes = [one.code for one in self.splits]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"kode {', '.join(twice)} ditulis lebih dari sekali")
        if new := sorted({one.origin for one in self.splits} & set(codes)):
            raise ValueError(f"kode {', '.join(new)} sekaligus asal dan hasil pemekaran")
        return self

    @property
    def crosswalk(self) -> Crosswalk:
        """What `carry` needs of it."""
        return Crosswalk(self.old_edition, self.new_edition, {one.code: one.origin for one in self.splits})


class CrosswalkRefused(ValueError):
    """The file is no table of codes; the message is Indonesian."""


def shipped_crosswalks() -> tuple[str, ...]:
    """Ids of the tables that come with Kondusif."""
    return tuple(sorted(path.stem for path in (DATA / "crosswalks").glob("*.yaml")))


def load_crosswalk(path_or_id: str | Path) -> CrosswalkFile:
    """A shipped table by its id, or the one in a YAML file. Raises `CrosswalkRefused`."""
    shipped = isinstance(path_or_id, str) and path_or_id in shipped_crosswalks()
    path = DATA / "crosswalks" / f"{path_or_id}.yaml" if shipped else Path(path_or_id)
    try:
        return CrosswalkFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except OSError:
        known = ", ".join(shipped_crosswalks())
        raise CrosswalkRefused(f"{path}: berkas tidak dapat dibaca. Padanan kode bawaan: {known}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise CrosswalkRefused(f"{path.name}: bukan YAML yang utuh dalam UTF-8") from None
    except ValidationError as wrong:
        raise CrosswalkRefused("\n".join(_said(path.name, dict(one)) for one in wrong.errors())) from None


def _said(name: str, error: dict[str, object]) -> str:
    location = error["loc"]
    assert isinstance(location, tuple)
    where = ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in location) or "seluruh berkas"
    if error["type"] == "value_error":
        context = error["ctx"]
        assert isinstance(context, dict)
        return f"{name}: {where}: {context['error']}"
    said = {
        "missing": "wajib diisi",
        "extra_forbidden": "kunci ini tidak dikenal",
        "string_type": "tulis dalam tanda kutip",
    }
    return f"{name}: {where}: {said.get(str(error['type']), 'nilai tidak sah di sini')}"
