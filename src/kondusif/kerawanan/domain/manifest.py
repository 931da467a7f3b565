"""What a run was computed from, so that anyone can compute it again and get the same bits."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Framework
from kondusif.kerawanan.domain.tables import IndicatorTable


@dataclass(frozen=True, slots=True)
class Manifest:
    """`inputs` decide the result, `result` is the hash of its figures; `libraries` say under what it was computed."""

    inputs: dict[str, Any]
    libraries: dict[str, str]
    result: str

    @property
    def run(self) -> str:
        """The address of the run: SHA-256 of its inputs."""
        return sha256(json.dumps(self.inputs, sort_keys=True, allow_nan=False).encode()).hexdigest()

    def as_json(self) -> str:
        """The whole manifest as text for a file."""
        return json.dumps(
            {"run": self.run, "inputs": self.inputs, "libraries": self.libraries, "result": self.result},
            indent=1,
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
        )


def manifest_of(
    framework: Framework, table: IndicatorTable, settings: dict[str, Any], figures: list[NDArray[Any]]
) -> Manifest:
    """The manifest of a run: `settings` as plain values, `figures` in an agreed order of areas."""
    inputs: dict[str, Any] = {
        "framework": framework.id,
        "edition": framework.edition,
        "framework_version": framework.version,
    }
    inputs |= {"table": table.digest, **settings}
    kept = sha256()
    for one in figures:
        kept.update(str(one.shape).encode())
        kept.update(np.ascontiguousarray(np.where(np.isnan(one), np.nan, one + 0.0)).astype("<f8").tobytes())
    libraries = {"python": platform.python_version(), "numpy": np.__version__, "machine": platform.machine()}
    libraries |= {name: version(name) for name in ("kondusif", "numba")}
    return Manifest(inputs, libraries, kept.hexdigest())
