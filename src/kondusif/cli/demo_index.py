"""The demonstration's second half: invented judgements, an index of invented figures in two editions, and a first scan."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from kondusif.cli.instance import number
from kondusif.incidents.actions import judge_incident
from kondusif.incidents.domain.types import Ruling, Status
from kondusif.incidents.queries import events, told_by
from kondusif.kerawanan.actions.editions import keep_edition
from kondusif.kerawanan.actions.scans import run_scan
from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.queries.editions import list_editions
from kondusif.kerawanan.queries.scanning import ScanScope
from kondusif.kerawanan.queries.scans import scans_of
from kondusif.places.domain.codes import Level
from kondusif.places.queries import areas_within

BY = "peraga"
FRAMEWORK, PROVINCE = "kondusif-desa", "35"
SOURCE = "Angka rekaan Kondusif untuk peragaan; tidak menggambarkan desa mana pun"
REASON = "Peragaan: dianggap cocok dengan laporan pengawas lapangan."
_LOOKED_AFTER = timedelta(hours=20)
_OLD = timedelta(days=3)  # younger incidents are left for whoever tries the queue


def demonstrate_index(pinned: datetime) -> None:
    """Keep, judge and scan what a first look needs; a second run changes nothing."""
    judged = _judge(pinned)
    keep_demonstration(pinned)
    if not scans_of(PROVINCE, Level.KECAMATAN.id):
        raised = run_scan(ScanScope(PROVINCE, Level.KECAMATAN), by=BY, now=pinned).raised
        newest = list_editions()[0]
        click.echo(
            f"{number(judged)} kejadian dinyatakan terverifikasi oleh akun rekaan '{BY}'.\n"
            f"Indeks {number(newest.scored)} desa dan kelurahan dari angka rekaan, dua edisi; "
            f"{number(len(raised.fresh))} peringatan dari pemindaian 666 kecamatan."
        )


def _judge(pinned: datetime) -> int:
    """Verify incidents that several told or an office told of, some days after they were told."""
    rows = [
        row
        for row in events(now=pinned)
        if row.status is Status.BELUM_DIVERIFIKASI and row.first_seen_at + _OLD <= pinned
    ]
    told = told_by([row.id for row in rows])
    wanted = [row for row in rows if len(told[row.id].sources) > 1 or row.number % 3 == 0]
    for row in sorted(wanted, key=lambda row: (row.first_seen_at, row.number)):
        judge_incident(row.id, ruling=Ruling.VERIFY, reason=REASON, by=BY, now=row.first_seen_at + _LOOKED_AFTER)
    return len(wanted)


def keep_demonstration(pinned: datetime) -> None:
    """Keep both editions of the invented index, unless there is one."""
    if list_editions(framework=FRAMEWORK):
        return
    framework = load_framework(FRAMEWORK)
    codes = areas_within(PROVINCE, Level.KELURAHAN_DESA)
    frozen = IndexOptions(partitions=2)
    for edition, at in ((1, pinned - timedelta(days=36)), (2, pinned - timedelta(days=1))):
        table = demonstration_table(framework, codes, edition=edition)
        result = score(framework, table, frozen)
        keep_edition(result, table, source=f"{SOURCE} (edisi {edition})", by=BY, now=at, invented=True)
        # What outliers were set to and where the categories lie stays as it was: one area's change moves no other.
        frozen = IndexOptions(partitions=2, treatments=result.treatments, cutoffs=result.cutoffs)
