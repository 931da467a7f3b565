"""`kondusif people`: the officials that the kept texts name, as a table or JSON; and knowing them anew."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.instance import instance, number
from kondusif.cli.progress import progress
from kondusif.places.domain.codes import parse_code

if TYPE_CHECKING:
    from kondusif.people.queries import PeopleFilters, PersonRow

_SHOWN = 200


@click.command("people")
@click.option("--search", metavar="NAMA", default="", help="Hanya nama yang mirip; ejaan tidak harus tepat.")
@click.option("--area", metavar="KODE", default="", help="Hanya wilayah ini dan isinya, misalnya 35.04.")
@click.option("--institution", metavar="LEMBAGA", default="", help="Hanya lembaga ini, misalnya Polres.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="json: satu larik, semua pejabat.")  # fmt: skip
@click.option("--rebuild", is_flag=True, help="Kenali ulang pejabat dari semua bacaan tersimpan.")
def command(*, search: str, area: str, institution: str, form: str, rebuild: bool) -> int:
    """Tampilkan pejabat yang disebut teks tersimpan, dalam jabatannya. (List officials.)

    Hanya pejabat: warga, pelapor, korban, dan calon tidak pernah didaftar. Ejaan yang berdekatan pada jabatan dan wilayah
    yang sama adalah satu orang; keputusan petugas yang menggabung atau memisahkan tetap berlaku. --rebuild diperlukan sekali
    untuk basis data yang lebih tua dari perintah ini; sesudahnya semua terjadi saat teks disimpan.

    \b
    Contoh:
      kondusif people --search andrianto
      kondusif people --area 35.04 --format json
      kondusif people --rebuild
    """
    if rebuild and (search or area or institution):
        raise status.Misused("--rebuild berdiri sendiri, tanpa saringan")
    with instance(make=False):
        if rebuild:
            return _rebuild()
        from kondusif.people.queries import PeopleFilters

        _show(PeopleFilters(search=search, area=_code(area), institution=institution), form)
    return status.ALL_WELL


def _code(area: str) -> str:
    try:
        return parse_code(area) if area else ""
    except ValueError as error:
        raise status.Misused(f"--area: {error}") from error


def _rebuild() -> int:
    from kondusif.intake.queries import count_texts
    from kondusif.people.actions import rebuild_people
    from kondusif.people.queries import list_people

    seen, total = 0, count_texts()
    with progress(total) as bar:
        for count in rebuild_people():
            seen += count
            bar.advance(min(seen, total), seen)
    click.echo(f"{number(seen)} teks diperiksa; {number(list_people().count)} pejabat dikenal", err=True)
    return status.ALL_WELL


def _show(filters: PeopleFilters, form: str) -> None:
    from kondusif.people.queries import list_people

    if form == "json":
        click.echo(json.dumps([_plain(row) for row in _every(filters)], ensure_ascii=False, indent=1))
        return
    page = list_people(filters, per_page=_SHOWN)
    click.echo(_table(page.rows), nl=False)
    if page.count > len(page.rows):
        click.echo(f"… dan {number(page.count - len(page.rows))} lagi; pakai --format json untuk semuanya", err=True)


def _every(filters: PeopleFilters) -> Iterator[PersonRow]:
    from kondusif.people.queries import list_people

    page = 1
    while True:
        found = list_people(filters, page=page, per_page=500)
        yield from found.rows
        if page >= found.pages:
            return
        page += 1


def _plain(row: PersonRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "name": row.name,
        "rank": row.rank or None,
        "role": row.role or None,
        "institution": row.institution or None,
        "place_code": row.area or None,
        "spellings": row.spellings,
        "texts": row.texts,
        "first_seen_at": row.first_seen_at.isoformat(),
        "latest_seen_at": row.latest_seen_at.isoformat(),
    }


def _table(rows: Sequence[PersonRow]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kondusif.publishing.domain.where import place_of

    buffer = io.StringIO()
    console = Console(file=buffer, width=shutil.get_terminal_size((120, 24)).columns, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("no", justify="right", no_wrap=True)
    for heading in ("nama", "jabatan", "wilayah"):
        table.add_column(heading, overflow="fold")
    table.add_column("ejaan", justify="right", no_wrap=True)
    table.add_column("teks", justify="right", no_wrap=True)
    for row in rows:
        office = ", ".join(part for part in (row.role, row.institution) if part)
        words = (" ".join(part for part in (row.rank, row.name) if part), office or "–", place_of(row.area) or "–")
        cells = [Text(_visible(each)) for each in words]
        table.add_row(str(row.number), *cells, str(row.spellings), str(row.texts))
    console.print(table)
    return buffer.getvalue()


def _visible(words: str) -> str:
    """Control letters of a hostile text must not reach the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
