"""`kondusif corrections`: what people corrected, as labelled examples."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kondusif.cli import status
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, number


@click.command("corrections")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini (JSONL).")
def command(*, out: Path | None) -> int:
    """Tulis koreksi orang sebagai contoh berlabel dalam bentuk korpus; tidak ada yang dipakai dengan sendirinya. (Export corrections.)

    Nama orang pribadi disamarkan; penilaian yang ditarik tidak ikut.

    \b
    Contoh:
      kondusif corrections --out koreksi.jsonl
      python tools/check_corpus.py koreksi.jsonl
    """
    with instance(make=False):
        from kondusif.publishing.queries.corrections import correction_rows

        count = 0
        with output(None if out is None or str(out) == "-" else out) as stream:
            for row in correction_rows():
                stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
    click.echo(f"{number(count)} koreksi", err=True)
    return status.ALL_WELL
