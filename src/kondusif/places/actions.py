"""Loading boundaries: all of a file in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.places.domain.boundaries import BoundaryFile
from kondusif.places.domain.codes import level_of
from kondusif.places.domain.outlines import Outline
from kondusif.places.models import Boundary
from kondusif.places.queries import boundaries_by_code

_TOGETHER = 200  # rows written by one statement
_FIGURES = ("geometry", "lng", "lat", "west", "south", "east", "north")
_LONGEST_SOURCE = 300


class BrokenFeatures(ValueError):
    """The file has broken features and nobody said that they may be left out."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the outlines of a file."""

    new: int
    replaced: int
    unchanged: int
    skipped: int


@transaction.atomic
def load_boundaries(file: BoundaryFile, *, source: str, by: str, now: datetime, skip_bad: bool = False) -> Loaded:
    """Keep the outlines of a file in place of earlier ones of the same areas; outlines of other areas stay.

    Records one fact. The same file with the same source again changes nothing and records nothing.
    """
    if file.problems and not skip_bad:
        raise BrokenFeatures(f"{len(file.problems)} fitur rusak")
    source = (source.strip() or file.name)[:_LONGEST_SOURCE]
    take_turn()
    kept = {row.code: row for row in boundaries_by_code(file.outlines)}
    changed = [
        code
        for code, outline in file.outlines.items()
        if code not in kept or (kept[code].geometry, kept[code].source) != (outline.geometry, source)
    ]
    replaced = sum(code in kept for code in changed)
    outcome = Loaded(len(changed) - replaced, replaced, len(file.outlines) - len(changed), len(file.problems))
    if changed:
        _write([_row(code, file.outlines[code], source, now) for code in changed])
        _tell(file, outcome, source=source, by=by, now=now)
    return outcome


def _row(code: str, outline: Outline, source: str, now: datetime) -> Boundary:
    figures = {name: getattr(outline, name) for name in _FIGURES}
    return Boundary(code=code, level=level_of(code), source=source, loaded_at=now, **figures)


def _write(rows: list[Boundary]) -> None:
    Boundary.objects.bulk_create(
        rows,
        batch_size=_TOGETHER,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", *_FIGURES, "source", "loaded_at"],
    )


def _tell(file: BoundaryFile, outcome: Loaded, *, source: str, by: str, now: datetime) -> None:
    level = file.level.id if file.level else ""
    record(
        kind="boundaries_loaded",
        subject=Subject("boundaries", level),
        by=by,
        payload={
            "file": file.name,
            "sha256": file.digest,
            "source": source,
            "level": level,
            "new": outcome.new,
            "replaced": outcome.replaced,
            "unchanged": outcome.unchanged,
            "skipped": outcome.skipped,
        },
        now=now,
    )
