"""`kondusif sitrep`: the situation report of an area."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kondusif.cli import status
from kondusif.cli.asked import known_area
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, somebody
from kondusif.places.domain.zones import on_its_clock

if TYPE_CHECKING:
    from kondusif.publishing.domain.sitrep import Sitrep

FORMATS = ("html", "pdf", "docx", "json")


@click.command("sitrep", no_args_is_help=True)
@click.option("--area", metavar="KODE", required=True, help="Wilayah yang dilaporkan, misalnya 35.04.")
@click.option("--from", "start", metavar="WAKTU", help="Awal periode: 2024-11-19 atau 2024-11-19T18:00.")
@click.option("--to", "end", metavar="WAKTU", help="Akhir periode; hari saja berarti sampai habis hari itu.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Tanpa ini: menurut akhiran --out, atau html.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
@click.option("--language", type=click.Choice(["id", "en"]), default="id", show_default=True, help="Bahasa laporan.")
@click.option("--keep", is_flag=True, help="Simpan juga, sehingga sitrep berikutnya dibandingkan dengannya.")
@click.option("--by", metavar="NAMA", help="Siapa yang membuat. Tanpa ini: pengguna komputer ini.")
def command(
    *,
    area: str,
    start: str | None,
    end: str | None,
    form: str | None,
    out: Path | None,
    language: str,
    keep: bool,
    by: str | None,
) -> int:
    """Buat laporan situasi satu wilayah: angka, kejadian, pertentangan, tahapan, tenggat. (Situation report.)

    Tanpa --from dan --to: sejak sitrep terakhir wilayah itu yang disimpan; bila belum ada, dua belas jam sebelum pukul
    06.00 atau 18.00 terakhir. Waktu tanpa zona dibaca menurut jam wilayahnya.

    \b
    Contoh:
      kondusif sitrep --area 35.04 --format pdf --out sitrep.pdf
      kondusif sitrep --area 35 --from 2024-11-13 --to 2024-11-19 --out sitrep.docx
      kondusif sitrep --area 35.04 --format json | jq .sitrep.figures
    """
    code = known_area(area)
    with instance(make=False):
        from django.utils import translation

        from kondusif.publishing.papers.formats import sitrep_as

        chosen = _form_for(form, out)
        with translation.override(language):
            sitrep = _composed(code, start, end, keep=keep, by=somebody(by))
            made = sitrep_as(chosen, sitrep)
        target = None if out is None or str(out) == "-" else out
        if target is None and chosen in {"pdf", "docx"} and sys.stdout.isatty():
            raise status.Misused(f"--format {chosen} perlu --out FILE: isinya tidak dapat ditampilkan di layar")
        with output(target) as stream:
            stream.write(made)
    return status.ALL_WELL


def _form_for(form: str | None, out: Path | None) -> str:
    ending = out.suffix.lower().lstrip(".") if out else ""
    return form or (ending if ending in FORMATS else "html")


def _composed(code: str, start: str | None, end: str | None, *, keep: bool, by: str) -> Sitrep:
    from kondusif.config.clock import now
    from kondusif.publishing.actions.sitrep import keep_sitrep
    from kondusif.publishing.domain.slots import BadPeriod
    from kondusif.publishing.queries.sitrep import compose_sitrep, period_for

    moment = now()
    begin, finish = _moment(start, code, "--from"), _moment(end, code, "--to", whole_day=True)
    try:
        period = period_for(code, begin, finish, moment)
    except BadPeriod as error:
        raise status.Misused(str(error)) from error
    sitrep = compose_sitrep(code, period.start, period.end, moment, by=by, period=period)
    if keep:
        number = keep_sitrep(sitrep, now=moment)
        click.echo(f"Disimpan sebagai sitrep {number}.", err=True)
    return sitrep


def _moment(written: str | None, code: str, option: str, *, whole_day: bool = False) -> datetime | None:
    if written is None:
        return None
    try:
        if len(written) == 10:
            day = date.fromisoformat(written) + timedelta(days=whole_day)
            return on_its_clock(datetime(day.year, day.month, day.day), code)  # noqa: DTZ001 -- the clock of the area
        return on_its_clock(datetime.fromisoformat(written), code)
    except (ValueError, OverflowError):
        raise status.Misused(f"{option}: bukan waktu: {written!r} (contoh: 2024-11-19 atau 2024-11-19T18:00)") from None
