"""Which scans ran, by their facts: also those that found nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kondusif.audit.queries import Entry, trail_of
from kondusif.kerawanan.queries.exposure import EXPOSURE_WORDS
from kondusif.places.domain.codes import Level, ancestors_of
from kondusif.places.queries import areas_within


@dataclass(frozen=True, slots=True)
class KeptScan:
    """One run. `level` is the id of a level; `exposure` one of the bases of `queries.exposure`.

    Of `clusters` found, `warning` were rare enough to warn; `fresh` and `again` are numbers of alarms. A run over the very same
    incidents as one before finds what stands in the ledger already: then both are empty.
    """

    at: datetime
    by: str
    area: str
    level: str
    statistic: str
    input_sha256: str
    observed: int
    clusters: int
    warning: int
    fresh: tuple[int, ...]
    again: tuple[int, ...]
    exposure: str
    by_tiles: bool
    without_place: int
    past: int

    @property
    def exposure_words(self) -> str:
        """What the voters of the areas were taken from, in the language of the page."""
        return str(EXPOSURE_WORDS.get(self.exposure, ""))


def scan_key(area: str, level: str) -> str:
    """What a scan's facts are kept under: "35/kecamatan", "/provinsi" for the country."""
    return f"{area}/{level}"


def scans_of(area: str, level: str) -> list[KeptScan]:
    """The scans of an area at a level, the newest first; one query."""
    return _newest_first(trail_of("scan", scan_key(area, level)))


def latest_scan(area: str) -> KeptScan | None:
    """The newest scan that covered an area: of itself or of an area around it, at whatever level; one query.

    Of the country also one that covered a province alone: whoever reads it is told of which.
    """
    around = (area, *ancestors_of(area), "") if area else ("", *areas_within("", Level.PROVINSI))
    keys = [scan_key(each, level.id) for each in around for level in Level]
    return next(iter(_newest_first(trail_of("scan", keys))), None)


def _newest_first(entries: Iterable[Entry]) -> list[KeptScan]:
    return [_kept(entry) for entry in sorted(entries, key=lambda entry: entry.seq, reverse=True)]


def _kept(entry: Entry) -> KeptScan:
    told = entry.payload
    return KeptScan(
        at=entry.at,
        by=entry.actor,
        area=told["area"],
        level=told["level"],
        statistic=told["statistic"],
        input_sha256=told["input_sha256"],
        observed=told["observed"],
        clusters=told["clusters"],
        warning=told["warning"],
        fresh=tuple(told["fresh"]),
        again=tuple(told["again"]),
        exposure=told["exposure"],
        by_tiles=told["by_tiles"],
        without_place=told["without_place"],
        past=told["past"],
    )
