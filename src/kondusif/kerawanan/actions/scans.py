"""Running a scan for the ledger: scan, raise what warns, and write down that it ran, also where it found nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.kerawanan.actions.alarms import Raised, raise_alarms
from kondusif.kerawanan.domain.scan_types import ScanOptions
from kondusif.kerawanan.queries.scanning import AreaScan, ScanScope, scan_area
from kondusif.kerawanan.queries.scans import scan_key


@dataclass(frozen=True, slots=True, eq=False)
class ScanRun:
    """A scan with what it put into the ledger."""

    scanned: AreaScan
    raised: Raised

    @property
    def warning(self) -> int:
        """How many of the clusters are rare enough to warn."""
        return sum(found.cluster.level is not None for found in self.scanned.found)


def run_scan(scope: ScanScope, *, by: str, now: datetime, options: ScanOptions | None = None) -> ScanRun:
    """Scan and raise. Raises `ScanRefused`, and then nothing is written. The scan itself holds no transaction open."""
    scanned = scan_area(scope, now=now, options=options)
    return ScanRun(scanned, keep_scan(scanned, by=by, now=now))


@transaction.atomic
def keep_scan(scanned: AreaScan, *, by: str, now: datetime) -> Raised:
    """Raise what a scan found and record that it ran, with what a reader must know of it."""
    take_turn()
    raised = raise_alarms(scanned, by=by, now=now)
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
            "warning": ScanRun(scanned, raised).warning,
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
