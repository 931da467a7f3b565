"""Measure the pages of the index over the 8,494 desa of East Java: ``python bench/kerawanan_pages.py``.

Prints milliseconds of each address when it is asked for the first time and when the edition is remembered, and the size of the page.
Every turn asks for another state, so that nothing but the edition can be remembered.
"""

from __future__ import annotations

import sys
import time
from statistics import median

import served

ADDRESSES = (
    "/kerawanan/?hal={turn}",
    "/kerawanan/?tingkat=kecamatan&hal={turn}",
    "/kerawanan/?tingkat=desa&hal={turn}",
    "/kerawanan/?tingkat=desa&ukuran=r&hal={turn}",
    "/kerawanan/35.07/?turn={turn}",
    "/kerawanan/35.07.14.2008/?turn={turn}",
    "/kerawanan/simulasi/?bobot_keamanan={turn}",
)
TURNS = 15


def main() -> int:
    with served.demonstration() as client:
        print(f"{'address':<50}{'first ms':>9}{'then ms':>9}{'kB':>6}")
        for address in ADDRESSES:
            first, size = _timed(client, address.format(turn=1))
            then = median(_timed(client, address.format(turn=turn))[0] for turn in range(2, TURNS + 2))
            print(f"{address:<50}{first:>9.0f}{then:>9.0f}{size / 1000:>6.0f}")
    return 0


def _timed(client: object, address: str) -> tuple[float, int]:
    start = time.perf_counter()
    response = client.get(address)  # type: ignore[attr-defined]
    assert response.status_code == 200, address
    return 1000 * (time.perf_counter() - start), len(response.content)


if __name__ == "__main__":
    sys.exit(main())
