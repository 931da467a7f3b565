"""`kondusif incidents`: what is kept, as a table, JSON lines or CSV."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kondusif.cli import status
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, number
from kondusif.incidents.domain.describing import shortened
from kondusif.incidents.domain.types import Kind, Status
from kondusif.places.domain.codes import parse_code
from kondusif.understanding.reading import Category

if TYPE_CHECKING:
    from kondusif.incidents.queries import Filters, IncidentRow

_SHOWN = 200
_ROOMY = 110
_TITLE = 80


@click.command("incidents")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv"]),
    help="Bentuk keluaran. Tanpa ini: tabel di layar, jsonl ke pipa, atau menurut akhiran --out.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
@click.option("--category", "categories", multiple=True, type=click.Choice([each.value for each in Category]), metavar="KATEGORI",
              help="Hanya kategori ini; boleh berulang.")  # fmt: skip
@click.option("--area", metavar="KODE", default="", help="Hanya wilayah ini dan isinya, misalnya 35.04.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([each.value for each in Status]),
    help="Hanya status ini; boleh berulang.",
)
@click.option(
    "--kind", type=click.Choice([each.value for each in Kind]), help="incident: kejadian. activity: kegiatan."
)
@click.option("--search", metavar="KATA", default="", help="Hanya yang memuat semua kata ini.")
@click.option("--contradicted", is_flag=True, help="Hanya yang bertentangan dengan fakta resmi.")
def command(
    *,
    form: str | None,
    out: Path | None,
    categories: tuple[str, ...],
    area: str,
    statuses: tuple[str, ...],
    kind: str | None,
    search: str,
    contradicted: bool,
) -> int:
    """Tampilkan kejadian dan kegiatan yang tersimpan, yang terbaru di atas. (List what is kept.)

    \b
    Contoh:
      kondusif incidents --kind incident --area 35.04
      kondusif incidents --category hoaks --category apk --out hoaks.csv
      kondusif incidents --contradicted --format jsonl | jq .title
    """
    with instance(make=False):
        from kondusif.incidents.queries import Filters, list_incidents

        filters = Filters(
            categories=categories,
            area=_code(area),
            statuses=statuses,
            kind=kind or "",
            search=search,
            contradicted=contradicted,
        )
        target = None if out is None or str(out) == "-" else out
        with output(target) as stream:
            chosen = form or _form_for(target, stream)
            if chosen == "table":
                page = list_incidents(filters, per_page=_SHOWN)
                _print_table(page.rows, stream)
                if page.count > len(page.rows):
                    rest = number(page.count - len(page.rows))
                    click.echo(f"… dan {rest} lagi; pakai --format csv atau jsonl untuk semuanya", err=True)
            else:
                _WRITERS[chosen](filters, stream)
    return status.ALL_WELL


def _code(area: str) -> str:
    try:
        return parse_code(area) if area else ""
    except ValueError as error:
        raise status.Misused(f"--area: {error}") from error


def _form_for(target: Path | None, stream: BinaryIO) -> str:
    if target is not None:
        return {".csv": "csv", ".txt": "table"}.get(target.suffix.lower(), "jsonl")
    return "table" if stream.isatty() else "jsonl"


def _write_jsonl(filters: Filters, stream: BinaryIO) -> None:
    from kondusif.publishing.exports import export_lines

    stream.writelines(export_lines(filters))


def _write_csv(filters: Filters, stream: BinaryIO) -> None:
    from kondusif.config.clock import now
    from kondusif.publishing.exports import Scope, export_incidents

    # Whoever sits at the machine reads the database itself: no name is covered here.
    stream.writelines(export_incidents("csv", Scope(filters), names=True, now=now(), bom=False))


_WRITERS = {"jsonl": _write_jsonl, "csv": _write_csv}


def _print_table(rows: Iterable[IncidentRow], stream: BinaryIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kondusif.publishing.domain.where import place_of

    width = shutil.get_terminal_size((120, 24)).columns
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=stream.isatty(), highlight=False)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False, expand=False)
    roomy = width >= _ROOMY
    table.add_column("no", justify="right", no_wrap=True)
    table.add_column("kejadian", overflow="fold", ratio=3)
    if roomy:
        table.add_column("tempat", overflow="fold", ratio=2)
    table.add_column("tanggal", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("saksi", justify="right", no_wrap=True)
    for row in rows:
        place = place_of(row.place_code) or "–"
        what = Text(_visible(shortened(row.title, _TITLE)))
        what.append(f"\n{row.category}", style="bold" if row.kind == Kind.INCIDENT else "dim")
        if not roomy:
            what.append(f"\n{place}")
        what.append(f"  ≠ {row.contradictions}" if row.contradictions else "", style="bold red")
        what.append(f"  ⇄ {row.conflicts}" if row.conflicts else "", style="yellow")
        day = row.event_date.isoformat() if row.event_date else "–"
        witnesses = str(row.witnesses) + (f" (+{row.texts - row.witnesses})" if row.texts > row.witnesses else "")
        table.add_row(str(row.number), what, *([place] if roomy else []), day, row.status.replace("_", "\n"), witnesses)
    console.print(table)
    console.print("≠ bertentangan dengan fakta resmi   ⇄ sumber saling berbeda   (+n) salinan", style="dim")
    stream.write(buffer.getvalue().encode("utf-8", "replace"))


def _visible(words: str) -> str:
    """Control letters of a hostile text must not reach the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
