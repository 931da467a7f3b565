"""`kondusif backtest`: how right forecasts would have been, from what was known at each moment; misses are named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.asked import LEVELS, area_or_country, moment_of
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, somebody
from kondusif.cli.tables import printed, table_of

if TYPE_CHECKING:
    from rich.console import Console

    from kondusif.kerawanan.queries.forecasting import AreaBacktest

_MISSES = 10


@click.command("backtest")
@click.option("--area", metavar="KODE", default="35", show_default=True, help="Wilayah; 'id' untuk seluruh Indonesia.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="kabupaten_kota",
    show_default=True,
    help="Tingkat wilayah yang diramal.",
)
@click.option("--now", "moment", metavar="SAAT", help="Seolah-olah pada saat ini: 2024-11-20 atau 2024-11-20T08:00.")
@click.option(
    "--from", "first", metavar="TANGGAL", help="Asal ramalan pertama. Tanpa ini: sepuluh pekan sesudah laporan pertama."
)
@click.option("--to", "last", metavar="TANGGAL", help="Asal ramalan terakhir. Tanpa ini: hari ini.")
@click.option(
    "--counted",
    type=click.Choice(["verified", "known"]),
    default="verified",
    show_default=True,
    help="Yang diramal: insiden terverifikasi, atau semua yang dilaporkan.",
)
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), help="Tanpa ini: menurut akhiran --out, atau tabel."
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
@click.option("--keep", is_flag=True, help="Simpan, sehingga tampil di pusat komando beserta ramalan yang meleset.")
@click.option("--by", metavar="NAMA", help="Siapa yang menjalankan. Tanpa ini: pengguna komputer ini.")
def command(
    *,
    area: str,
    level: str,
    moment: str | None,
    first: str | None,
    last: str | None,
    counted: Any,
    form: str | None,
    out: Path | None,
    keep: bool,
    by: str | None,
) -> int:
    """Ukur seberapa tepat ramalan pekanan seandainya dipakai sejak dulu. (Back-test of the forecasts.)

    Setiap ramalan hanya memakai yang sudah diketahui pada saat itu; perubahan sesudahnya tidak bocor ke belakang. Ramalan
    pekan depan hanya tampil bila terbukti lebih baik daripada undian dari masa lalu wilayah itu sendiri.

    \b
    Contoh:
      kondusif backtest --area 35
      kondusif backtest --area 35 --level kecamatan --counted known --out uji.json
    """
    from kondusif.kerawanan.domain.forecast_types import ForecastOptions, ForecastRefused

    target = None if out is None or str(out) == "-" else out
    with instance(make=False):
        from kondusif.kerawanan.queries.forecasting import backtest_area, backtest_record
        from kondusif.places.domain.codes import Level

        code, levels = area_or_country(area), {each.id: each for each in Level}
        now = moment_of(moment, code)
        try:
            found = backtest_area(
                code, levels[level], now=now, first_origin=_day(first, "--from"), last_origin=_day(last, "--to"),
                options=ForecastOptions(counted=counted),
            )  # fmt: skip
        except ForecastRefused as error:
            raise status.Failed(str(error)) from error
        if keep:
            from kondusif.kerawanan.actions.editions import keep_backtest

            number = keep_backtest(backtest_record(found), area=code, level=level, by=somebody(by), now=now)
            click.echo(f"Disimpan sebagai uji mundur {number}.", err=True)
        with output(target) as stream:
            if (form or ("json" if target and target.suffix.lower() == ".json" else "table")) == "json":
                stream.write(json.dumps(backtest_record(found), ensure_ascii=False, indent=1).encode() + b"\n")
            else:
                stream.write(_table(found).encode("utf-8", "replace"))
    return status.ALL_WELL


def _day(written: str | None, option: str) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise status.Misused(f"{option}: bukan tanggal: {written!r} (contoh: 2024-11-20)") from None


def _table(found: AreaBacktest) -> str:
    result = found.result

    def show(console: Console) -> None:
        weeks = len(result.origins)
        console.print(
            f"{weeks} pekan diramal dan dinilai, asal {found.first_origin} sampai {found.last_origin}; "
            f"{len(result.unscored)} belum dapat dinilai",
            style="bold", markup=False,
        )  # fmt: skip
        if result.skills and weeks:
            table = table_of(
                ("dibanding", "CRPS", "CRPS pembanding", "keahlian", "p"),
                right=("CRPS", "CRPS pembanding", "keahlian", "p"),
            )
            for each in result.skills:
                table.add_row(
                    _REFERENCES.get(each.reference, each.reference),
                    *(_figure(one) for one in (each.score, each.reference_score, each.skill, each.p)),
                )
            console.print(table)
        for held in (result.coverage, *result.coverage_by_stratum):
            if held.share is not None:
                console.print(
                    f"Selang 90 % memuat {held.share:.0%} dari {held.forecasts} angka ({held.stratum or 'semua'})."
                )
        if result.misses:
            console.print(f"\nYang paling meleset, dari {len(result.misses)}:", style="bold")
            table = table_of(("pekan mulai", "wilayah", "diramal", "selang", "terjadi"), right=("diramal", "terjadi"))
            for miss in result.misses[:_MISSES]:
                table.add_row(
                    str(miss.origin),
                    miss.area,
                    _figure(miss.expected),
                    f"{miss.lower}–{miss.upper}",
                    str(miss.observed),
                )
            console.print(table)
        console.print(
            result.because or "Ramalan terbukti lebih baik daripada undian dari masa lalu dan ditampilkan.",
            markup=False,
        )
        if found.without_place:
            console.print(
                f"{found.without_place} insiden tidak menyebut tempat sampai tingkat ini dan tidak ikut.", style="dim"
            )
        _show_next(console, found)

    return printed(show)


def _show_next(console: Console, found: AreaBacktest) -> None:
    following = found.forecast
    if not following.shown or following.total is None:
        return
    total = following.total
    console.print(
        f"\nPekan {following.first_date}–{following.latest_date}: {_figure(total.expected)} insiden ({total.lower}–{total.upper})",
        style="bold",
    )
    table = table_of(("wilayah", "diramal", "selang", "peluang ≥ 1"), right=("diramal", "peluang ≥ 1"))
    for one in sorted(following.areas, key=lambda one: (-one.expected, one.area))[:_MISSES]:
        table.add_row(one.area, _figure(one.expected), f"{one.lower}–{one.upper}", f"{one.any_probability:.0%}")
    console.print(table)


_REFERENCES = {"history": "undian dari masa lalu", "usual": "kebiasaan wilayah", "zero": "tidak ada apa-apa"}


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")
