"""Small frameworks and tables that the tests of the index compute by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from kondusif.kerawanan.domain.frameworks import Framework, build_framework
from kondusif.kerawanan.domain.index import IndexOptions
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table

PLAIN = IndexOptions(treatment=False, draws=0)


def small(*, power: float = 1.0, cutoffs: bool = True) -> Framework:
    """Two dimensions (.6, .4); the first of two sub-dimensions (.5, .5) with two and one indicators, the second of two."""

    def indicator(name: str, weight: float, **more: object) -> dict[str, Any]:
        return {
            "id": name,
            "title": f"Ukuran {name}",
            "matter": "layanan",
            "measure": "persen",
            "weight": weight,
            "goalposts": [0, 100],
            **more,
        }

    content = {
        "id": "small",
        "title": "Kerangka kecil",
        "issuer": "Uji",
        "edition": "1",
        "official": False,
        "levels": ["desa"],
        "description": "Uji.",
        "method": "Uji.",
        "source": "Uji",
        "confidence": "U",
        "power": power,
        "dimensions": [
            {
                "id": "satu",
                "title": "Satu",
                "weight": 0.6,
                "subdimensions": [
                    {
                        "id": "sa",
                        "title": "SA",
                        "weight": 0.5,
                        "indicators": [indicator("a", 0.7), indicator("b", 0.3)],
                    },
                    {"id": "sb", "title": "SB", "weight": 0.5, "indicators": [indicator("c", 1.0, direction="turun")]},
                ],
            },
            {
                "id": "dua",
                "title": "Dua",
                "weight": 0.4,
                "indicators": [
                    indicator("d", 0.5, actionable=True, prevention="Cegah d."),
                    indicator("e", 0.5, actionable=True, prevention="Cegah e."),
                ],
            },
        ],
    }
    if cutoffs:
        limits = {"level": "desa", "sedang": 30, "tinggi": 60, "official": False, "source": "Uji", "confidence": "U"}
        content["cutoffs"] = [limits]
    return build_framework(content)


def codes(count: int) -> tuple[str, ...]:
    return tuple(f"35.04.{row % 3 + 1:02d}.{2001 + row}" for row in range(count))


def filled(values: Floats, *, framework: Framework | None = None, voters: Floats | None = None) -> IndicatorTable:
    return indicator_table(framework or small(), codes(len(values)), values, voters=voters)


def drawn(count: int, seed: int = 1) -> Floats:
    return np.round(np.random.default_rng(seed).uniform(0, 100, (count, 5)), 1)
