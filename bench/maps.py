"""Measure the map of all 666 kecamatan of East Java: ``python bench/maps.py FOLDER``, FOLDER with its GeoJSON files.

Prints milliseconds and bytes: the picture when it is drawn for the first time, the page when it is remembered.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

import served

ADDRESSES = ("/peta/", "/peta/35/", "/peta/35/?tingkat=kecamatan", "/peta/35.07/?tingkat=kelurahan_desa")
TURNS = 15


def main() -> int:
    outlines = sorted(Path(sys.argv[1]).glob("*.geojson*"))
    with served.demonstration(*(["places", "load-boundaries", str(file)] for file in outlines)) as client:
        print(f"{'address':<45}{'first ms':>9}{'then ms':>9}{'page kB':>9}{'map kB':>8}")
        for address in ADDRESSES:
            first, page = _timed(client, address)
            then = median(_timed(client, address)[0] for _ in range(TURNS))
            drawing = page[page.index("<svg xmlns") : page.index("</svg><div")]
            print(f"{address:<45}{first:>9.0f}{then:>9.0f}{len(page) / 1000:>9.0f}{len(drawing) / 1000:>8.0f}")
    return 0


def _timed(client: object, address: str) -> tuple[float, str]:
    start = time.perf_counter()
    response = client.get(address)  # type: ignore[attr-defined]
    return (time.perf_counter() - start) * 1000, response.content.decode()


if __name__ == "__main__":
    sys.exit(main())
