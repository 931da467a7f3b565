"""`kondusif scan`: where and when more happened lately than is normal there, and the ledger of what was raised."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.asked import FORMS, LEVELS, area_or_country, form_for, moment_of
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, somebody

if TYPE_CHECKING:
    from kondusif.cli.scan_words import Told
    from kondusif.kerawanan.queries.scanning import AreaScan, ScanScope
    from kondusif.kerawanan.queries.series import AreaSeries


@click.command("scan")
@click.option(
    "--area",
    metavar="KODE",
    default="35",
    show_default=True,
    help="Wilayah yang dipindai; 'id' untuk seluruh Indonesia.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="kecamatan",
    show_default=True,
    help="Tingkat wilayah yang dibandingkan.",
)
@click.option("--now", "moment", metavar="SAAT", help="Seolah-olah pada saat ini: 2024-11-20 atau 2024-11-20T08:00.")
@click.option(
    "--days", metavar="N", type=click.IntRange(2, 400), default=60, show_default=True, help="Masa yang dilihat."
)
@click.option(
    "--max-days", metavar="N", type=click.IntRange(1, 400), default=30, show_default=True, help="Jendela terpanjang."
)
@click.option(
    "--fraction",
    metavar="F",
    type=float,
    default=0.10,
    show_default=True,
    help="Paling banyak bagian pemilih dalam satu jendela.",
)
@click.option(
    "--statistic",
    type=click.Choice(["expectation", "population", "permutation"]),
    help="Tanpa ini: expectation bila masa lalunya cukup, selain itu permutation.",
)
@click.option("--verified-only", is_flag=True, help="Hanya yang sudah diverifikasi orang.")
@click.option(
    "--replicates",
    metavar="N",
    type=click.IntRange(19, 100_000),
    default=999,
    show_default=True,
    help="Ulangan penyaringan.",
)
@click.option(
    "--seed", metavar="N", type=click.IntRange(0), default=20241127, show_default=True, help="Benih bilangan acak."
)
@click.option(
    "--threads", metavar="N", type=click.IntRange(1, 64), default=2, show_default=True, help="Tidak mengubah hasil."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="Tanpa ini: menurut akhiran --out, atau tabel.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
@click.option("--keep", is_flag=True, help="Catat klaster waspada dan siaga sebagai peringatan.")
@click.option("--by", metavar="NAMA", help="Siapa yang memindai. Tanpa ini: pengguna komputer ini.")
@click.option(
    "--audit",
    "audited",
    is_flag=True,
    help="Tidak memindai: periksa apakah peringatan yang tercatat merata antarkelompok wilayah.",
)
@click.option(
    "--groups",
    metavar="FILE.csv",
    type=click.Path(path_type=Path),
    help="Untuk --audit: kode dan kelompok tiap wilayah. Tanpa ini: kota dan kabupaten.",
)
def command(
    *,
    area: str,
    level: str,
    moment: str | None,
    days: int,
    max_days: int,
    fraction: float,
    statistic: Any,
    verified_only: bool,
    replicates: int,
    seed: int,
    threads: int,
    form: str | None,
    out: Path | None,
    keep: bool,
    by: str | None,
    audited: bool,
    groups: Path | None,
) -> int:
    """Cari klaster: wilayah berdekatan dan hari-hari terakhir yang lebih ramai daripada biasanya. (Space-time scan.)

    Yang dihitung: insiden yang tidak dinyatakan tak terbukti; yang belum diverifikasi ikut dan ditandai "belum dikuatkan".
    p menyebut seberapa sering kebetulan saja menghasilkan klaster sebesar itu, dengan garis dasar yang ikut diundi ulang.

    \b
    Contoh:
      kondusif scan --area 35 --level kecamatan
      kondusif scan --area 35 --level kabupaten_kota --now 2024-11-20 --verified-only
      kondusif scan --area 35 --keep                   catat peringatannya
      kondusif scan --area 35 --out klaster.geojson
      kondusif scan --area 35 --audit                  apakah kota lebih sering diperingatkan daripada kabupaten?
    """
    from kondusif.kerawanan.domain.scan_types import ScanOptions, ScanRefused

    target = None if out is None or str(out) == "-" else out
    chosen = form or form_for(target)
    with instance(make=False):
        from kondusif.cli.scan_words import Told
        from kondusif.kerawanan.queries.late import late_reports
        from kondusif.kerawanan.queries.scanning import scan_area
        from kondusif.kerawanan.queries.series import series_of

        scope = _scope(area, level, days, max_days, fraction, statistic, verified_only=verified_only)
        if audited:
            return _audit(scope, moment_of(moment, scope.area), groups)
        asked = ScanOptions(replicates=replicates, seed=seed, threads=threads)
        now = moment_of(moment, scope.area)
        try:
            scanned = scan_area(scope, now=now, options=asked)
        except ScanRefused as error:
            raise status.Failed(str(error)) from error
        judged = series_of(scope.area, scope.level, now=now, verified_only=verified_only)
        if keep:
            _keep(scanned, judged, somebody(by), now)
        with output(target) as stream:
            stream.write(_written(Told(scanned, judged, late_reports(scope.area, now=now)), chosen))
    return status.ALL_WELL


def _audit(scope: ScanScope, now: datetime, groups: Path | None) -> int:
    from kondusif.cli.scan_words import audit_table
    from kondusif.kerawanan.domain.neutrality_audit import AuditRefused
    from kondusif.kerawanan.queries.evenness import evenness_of

    try:
        found = evenness_of(scope.area, scope.level, now=now, labels=_groups(groups) if groups else None)
    except AuditRefused as error:
        raise status.Failed(str(error)) from error
    with output(None) as stream:
        stream.write(audit_table(found).encode("utf-8", "replace"))
    return status.ALL_WELL


def _groups(path: Path) -> dict[str, str]:
    import csv

    try:
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise status.Failed(f"{path}: tidak dapat dibaca sebagai CSV UTF-8") from None
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        if number == 1 and row[:1] == ["kode"]:
            continue
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise status.Failed(f"{path}, baris {number}: perlu kode wilayah dan kelompoknya")
        found[area_or_country(row[0].strip())] = row[1].strip()
    return found


def _scope(
    area: str, level: str, days: int, max_days: int, fraction: float, statistic: Any, *, verified_only: bool
) -> ScanScope:
    from kondusif.kerawanan.queries.scanning import ScanScope
    from kondusif.places.domain.codes import Level

    levels = {each.id: each for each in Level}
    return ScanScope(
        area_or_country(area), levels[level], days, min(max_days, days),
        fraction=fraction, verified_only=verified_only, statistic=statistic,
    )  # fmt: skip


def _keep(scanned: AreaScan, judged: AreaSeries, by: str, now: datetime) -> None:
    from kondusif.kerawanan.actions.scans import keep_scan

    raised = keep_scan(scanned, by=by, now=now, judged=judged)
    if raised.fresh:
        click.echo(f"Peringatan baru: {', '.join(f'nomor {each}' for each in raised.fresh)}.", err=True)
    if raised.again:
        click.echo(f"Terlihat lagi: {', '.join(f'nomor {each}' for each in raised.again)}.", err=True)
    if not raised.fresh and not raised.again:
        click.echo("Tidak ada peringatan baru yang dicatat.", err=True)


def _written(told: Told, form: str) -> bytes:
    from kondusif.cli.scan_words import as_csv, as_geojson, as_parquet, as_table, record_of

    match form:
        case "json":
            return json.dumps(record_of(told), ensure_ascii=False, indent=1).encode() + b"\n"
        case "csv":
            return as_csv(told.scanned)
        case "geojson":
            return as_geojson(told)
        case "parquet":
            return as_parquet(told)
    return as_table(told).encode("utf-8", "replace")
