"""Running a scan for the ledger: scan, raise what warns, and write down that it ran, also where it found nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.kerawanan.actions.alarms import Raised, raise_alarms, raise_series
from kondusif.kerawanan.domain.scan_types import ScanOptions
from kondusif.kerawanan.queries.scanning import AreaScan, ScanScope, scan_area
from kondusif.kerawanan.queries.scans import scan_key
from kondusif.kerawanan.queries.series import AreaSeries, series_of


@dataclass(frozen=True, slots=True, eq=False)
class ScanRun:
    """A scan with what it put into the ledger."""

    scanned: AreaScan
    judged: AreaSeries
    raised: Raised

    @property
    def warning(self) -> int:
        """How many clusters and single series are rare enough to warn."""
        return _warning(self.scanned, self.judged)


def run_scan(scope: ScanScope, *, by: str, now: datetime, options: ScanOptions | None = None) -> ScanRun:
    """Scan, judge each area's own series, and raise. Raises `ScanRefused`, and then nothing is written.

    What computes holds no transaction open.
    """
    scanned = scan_area(scope, now=now, options=options)
    judged = series_of(scope.area, scope.level, now=now, verified_only=scope.verified_only)
    return ScanRun(scanned, judged, keep_scan(scanned, by=by, now=now, judged=judged))


@transaction.atomic
def keep_scan(scanned: AreaScan, *, by: str, now: datetime, judged: AreaSeries | None = None) -> Raised:
    """Raise what a scan, and the single series beside it, found and record that it ran, with what a reader must know of it."""
    take_turn()
    raised = raise_alarms(scanned, by=by, now=now)
    if judged is not None:
        more = raise_series(judged, by=by, now=now)
        raised = Raised((*raised.fresh, *more.fresh), (*raised.again, *more.again))
    scope = scanned.scope
    record(
        kind="area_scanned",
        subject=Subject("scan", scan_key(scope.area, scope.level.id)),
        by=by,
        payload={
            "area": scope.area,
            "level": scope.level.id,
            "statistic": scanned.statistic,
            "input_sha256": scanned.result.manifest.input_sha256,
            "observed": scanned.result.observed,
            "clusters": len(scanned.found),
            "warning": _warning(scanned, judged),
            "fresh": list(raised.fresh),
            "again": list(raised.again),
            "exposure": scanned.exposure.basis,
            "by_tiles": scanned.by_tiles,
            "without_place": scanned.without_place,
            "past": scanned.past,
            "verified_only": scope.verified_only,
        },
        now=now,
    )
    return raised


def _warning(scanned: AreaScan, judged: AreaSeries | None) -> int:
    clusters = sum(found.cluster.level is not None for found in scanned.found)
    return clusters + sum(found.loudness is not None for found in (judged.found if judged else ()))
