"""Keeping an index whole, with the table it was computed from; and how well forecasts would have done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.keeping import packed_result, packed_table
from kondusif.kerawanan.domain.tables import IndicatorTable, level_of
from kondusif.kerawanan.models import KeptBacktest, KeptEdition


@transaction.atomic
def keep_edition(
    result: IndexResult, table: IndicatorTable, *, source: str, by: str, now: datetime, invented: bool = False
) -> tuple[int, bool]:
    """Keep an index; (its number, whether it is new). The same framework, figures and options are kept once."""
    run = result.manifest.run
    take_turn()
    known = KeptEdition.objects.filter(run=run).values_list("pk", flat=True).first()
    if known is not None:
        return known, False
    scored = int((~np.isnan(result.scores)).sum())
    edition = KeptEdition.objects.create(
        run=run,
        framework=result.framework.id,
        framework_version=result.framework.version,
        title=result.framework.title,
        official=result.framework.official,
        level=level_of(result.codes[0]),
        areas=len(result.codes),
        scored=scored,
        source=source,
        invented=invented,
        table=packed_table(table),
        result=packed_result(result),
        result_hash=result.manifest.result,
        kept_at=now,
        kept_by=by,
    )
    record(
        kind="edition_kept",
        subject=Subject("edition", str(edition.pk)),
        by=by,
        payload={
            "run": run,
            "framework": result.framework.id,
            "framework_version": result.framework.version,
            "result": result.manifest.result,
            "areas": len(result.codes),
            "scored": scored,
            "invented": invented,
        },
        now=now,
    )
    return edition.pk, True


@transaction.atomic
def keep_backtest(body: dict[str, Any], *, area: str, level: str, by: str, now: datetime) -> int:
    """Keep what a back-test found, misses and all."""
    kept = KeptBacktest.objects.create(area=area, level=level, made_at=now, made_by=by, body=body)
    record(
        kind="backtest_kept",
        subject=Subject("backtest", str(kept.pk)),
        by=by,
        payload={"area": area, "level": level},
        now=now,
    )
    return kept.pk
