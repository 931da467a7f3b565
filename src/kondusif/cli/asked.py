"""What several commands ask for, read alike and refused in the same words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kondusif.cli import status

FORMS = ("table", "csv", "parquet", "geojson", "json")
LEVELS = ("kabupaten_kota", "kecamatan", "kelurahan_desa")


def known_area(written: str, what: str = "--area") -> str:
    """The code of an area that exists. Raises `Misused`, which names `what` was asked."""
    from kondusif.places.domain.codes import parse_code
    from kondusif.places.domain.gazetteer import load_gazetteer

    try:
        code = parse_code(written)
    except ValueError as error:
        raise status.Misused(f"{what}: {error}") from error
    if code not in load_gazetteer():
        raise status.Misused(f"{what}: tidak ada wilayah dengan kode {code}; cari dengan: kondusif places search NAMA")
    return code


def area_or_country(written: str) -> str:
    """The code of an area; empty for the country, which is written "id". Raises `Misused`."""
    return "" if written.lower() == "id" else known_area(written)


def moment_of(written: str | None, code: str) -> datetime:
    """A moment as it was written, a day meaning the whole of it; without one the clock's. Raises `Misused`."""
    from kondusif.config import clock
    from kondusif.places.domain.zones import on_its_clock

    if written is None:
        return clock.now()
    try:
        moment = on_its_clock(datetime.fromisoformat(written), code)
        # A day alone means the whole of it: what was reported on that day is known.
        return moment.replace(hour=23, minute=59, second=59) if len(written) == 10 else moment
    except (ValueError, OverflowError):
        raise status.Misused(f"--now: '{written}' bukan saat; tulis 2024-11-20 atau 2024-11-20T08:00") from None


def form_for(target: Path | None) -> str:
    """The form that nobody had to name: by the ending of --out, else a table. Raises `Misused`."""
    if target is None:
        return "table"
    ending = target.suffix.lower().lstrip(".")
    if ending in FORMS:
        return ending
    raise status.Misused(
        f"--out: akhiran {target.suffix or '(tanpa akhiran)'} tidak dikenal; pakai .csv, .parquet, .geojson, atau .json"
    )
