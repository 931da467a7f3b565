"""`kondusif read`: texts → readings."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click

from kondusif.cli import output, status
from kondusif.cli.pipeline import read_through
from kondusif.cli.progress import Progress, progress
from kondusif.intake.domain.refusal import Refusal
from kondusif.intake.domain.texts import Texts
from kondusif.jobs.engines.base import MODULES


@click.command("read", no_args_is_help=True)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(output.FORMATS)),
    help="Bentuk keluaran. Tanpa ini: menurut akhiran --out; tabel di layar; jsonl ke pipa.",
)
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini, utuh atau tidak sama sekali."
)
@click.option(
    "--engine",
    type=click.Choice(list(MODULES)),
    default="local",
    show_default=True,
    help="local: komputer ini. daft: jumlah besar, juga pada banyak komputer (make daft).",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    help="Jumlah proses. Tanpa ini: satu per inti bila teksnya banyak.",
)
@click.option(
    "--candidates",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Daftar paslon (docs/candidates.schema.json) yang disamarkan sebelum apa pun dinilai.",
)
def command(
    paths: tuple[str, ...],
    form: str | None,
    out: Path | None,
    engine: str,
    workers: int | None,
    candidates: Path | None,
) -> int:
    """Baca teks: apa yang terjadi, di mana, kapan, siapa, apa yang bertentangan dengan fakta resmi, dan kata mana yang
    berkata begitu. (Texts in, readings out.)

    PATH adalah berkas, folder, atau - untuk masukan baku. Yang dibaca: .txt .md .html .jsonl .csv .parquet .xlsx .docx
    .pdf dan ekspor percakapan WhatsApp (.txt). Tabel dan JSONL memakai kolom id dan text; boleh ada title, url, source,
    received_at, published_at.

    \b
    Contoh:
      kondusif read berita/                             satu tabel di layar
      kondusif read laporan.csv --out hasil.csv         untuk lembar kerja
      kondusif read arsip.jsonl --out hasil.parquet     untuk analisis
      kondusif read arsip.jsonl --format jsonl | jq .   untuk program lain
      echo "Ada bagi-bagi amplop di Desa Sukorejo" | kondusif read -

    Masukan yang tidak terbaca disebut namanya beserta alasannya; yang lain tetap dibaca.

    \b
    Status akhir: 0 beres, 1 gagal, 2 salah pakai, 3 ada masukan yang ditolak.
    """
    target = None if out is None or str(out) == "-" else out
    form = form or output.form_for(target)
    _refuse_overwriting(paths, target)
    begun = time.monotonic()
    tally = _Tally()
    texts = Texts(paths, leave_out=target)
    with output.writer(form, target) as writer, progress(texts.total_bytes) as bar:
        for done in read_through(
            texts, engine=engine, workers=workers, candidates=candidates, on_refusal=tally.telling(bar)
        ):
            writer.write(done.readings.lines)
            tally.read += done.readings.count
            bar.advance(done.read_bytes, tally.read)
    click.echo(tally.summary(time.monotonic() - begun), err=True)
    return status.SOME_REFUSED if tally.refused else status.ALL_WELL


class _Tally:
    def __init__(self) -> None:
        self.read = 0
        self.refused = 0

    def telling(self, bar: Progress) -> Callable[[Refusal], None]:
        def tell(refusal: Refusal) -> None:
            self.refused += 1
            bar.say(str(refusal))

        return tell

    def summary(self, seconds: float) -> str:
        took = f"{seconds:.1f}".replace(".", ",")
        return f"{_number(self.read)} teks dibaca, {_number(self.refused)} ditolak, {took} detik"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _refuse_overwriting(paths: tuple[str, ...], target: Path | None) -> None:
    if target is None or not target.is_file():
        return
    for path in paths:
        if path != "-" and Path(path).exists() and target.samefile(path):
            raise status.Misused(f"{target} adalah masukan; pilih nama lain untuk --out")
