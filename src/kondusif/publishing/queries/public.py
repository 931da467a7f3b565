"""What everybody may see: verified incidents by area and by category, none below five."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import Filters, area_figures, figures
from kondusif.places.domain.codes import Level
from kondusif.places.queries import areas_within
from kondusif.publishing.domain.suppression import Suppressed, suppress
from kondusif.understanding.reading import Category

LEVEL = Level.KABUPATEN_KOTA
NOWHERE = ""  # the code under which stands what names no kabupaten or kota
LIFETIME = 600  # seconds for which the table stays as it is
VERIFIED = Filters(kind=Kind.INCIDENT.value, statuses=(Status.TERVERIFIKASI.value,))
_KEY = "publishing:public:1"
_MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class PublicTable:
    """The table as it was at a moment; every kabupaten and kota and every category stands in it."""

    made_at: datetime
    table: Suppressed


def public_table(*, now: datetime) -> PublicTable:
    """The table, at most ten minutes old; two queries when it has to be made."""
    kept = cache.get(_KEY)
    if isinstance(kept, PublicTable):
        return kept
    made = make_public_table(now=now)
    cache.set(_KEY, made, LIFETIME)
    return made


def make_public_table(*, now: datetime) -> PublicTable:
    """The table from what is known now. The order of both sides is that in which counts are withheld; see `suppress`."""
    for _ in range(_MOST_TRIES):
        areas, categories = _by_area(), _by_category()
        if sum(areas.values()) == sum(categories.values()):
            return PublicTable(now, suppress(areas, categories))
    # Somebody judges faster than we count. The next visitor will see the figures.
    return PublicTable(now, suppress(dict.fromkeys(areas, 0), dict.fromkeys(categories, 0)))


def _by_area() -> dict[str, int]:
    """First what names no such area, which nobody misses most; then by code."""
    counts = dict.fromkeys((NOWHERE, *areas_within("", LEVEL)), 0)
    for code, each in area_figures(VERIFIED, level=LEVEL.id).items():
        counts[code if code in counts else NOWHERE] += each.verified
    return counts


def _by_category() -> dict[str, int]:
    """The taxonomy from its end: what is about no wrong comes first."""
    counts = {category.value: 0 for category in reversed(Category)}
    return {**counts, **figures(VERIFIED).by_category}
