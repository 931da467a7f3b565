"""GeoJSON for tests: a square on Java for any code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SQUARE: list[list[float]] = [[112.0, -8.0], [112.2, -8.0], [112.2, -7.8], [112.0, -7.8], [112.0, -8.0]]


def feature(code: Any = "35.04", geometry: Any = None) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [SQUARE]} if geometry is None else geometry
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def ring(positions: Any) -> dict[str, Any]:
    return feature(geometry={"type": "Polygon", "coordinates": [positions]})


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def write(folder: Path, content: Any, name: str = "batas.geojson") -> Path:
    path = folder / name
    raw = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    path.write_bytes(raw)
    return path
