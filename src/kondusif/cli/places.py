"""`kondusif places`: areas by name or code, what an area holds, and loading boundaries."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kondusif.cli import status
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance, number, somebody
from kondusif.places.domain.codes import Level, parse_code
from kondusif.places.domain.gazetteer import Gazetteer, load_gazetteer
from kondusif.places.domain.search import Match, search

if TYPE_CHECKING:
    from rich.table import Table

    from kondusif.places.domain.boundaries import BoundaryFile

_LEVELS = {level.id: level for level in Level}
_SHOWN_PROBLEMS = 30
_STEPS = 200  # how often a progress bar moves over one file


@click.group("places", no_args_is_help=True)
def command() -> None:
    """Cari wilayah menurut nama atau kode, lihat isinya, muat batas wilayah. (Areas: search, show, boundaries.)

    \b
    Contoh:
      kondusif places search "wandanpro bululawang malang"
      kondusif places search sukorejo --within 35 --level kecamatan
      kondusif places show 35.07.14
      kondusif places load-boundaries jatim-kecamatan.geojson --source "BIG 2024"
    """


@command.command("search", no_args_is_help=True)
@click.argument("query", metavar="NAMA…", nargs=-1, required=True)
@click.option("--within", metavar="KODE", help="Hanya di dalam wilayah ini, misalnya 35.07.")
@click.option("--level", type=click.Choice(list(_LEVELS)), help="Hanya tingkat ini.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(1, 1000), default=20, show_default=True, help="Paling banyak."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), help="Tanpa ini: tabel di layar, jsonl ke pipa."
)
def search_command(
    *, query: tuple[str, ...], within: str | None, level: str | None, limit: int, form: str | None
) -> int:
    """Cari wilayah. (Find areas.)

    Ejaan sambung atau pisah, tanda hubung, huruf besar, singkatan (kab, kec, ds, sby, mlg), satu salah ketik, dan nama
    yang belum selesai dimaafkan. Beberapa nama disusun dari anak ke induk atau sebaliknya, dengan atau tanpa koma.
    Nama satuan seperti "polres malang" menunjuk wilayahnya. Tidak ada yang cocok bukan kegagalan: status akhir 0.
    """
    gazetteer = load_gazetteer()
    found = search(
        gazetteer,
        " ".join(query),
        level=_LEVELS[level] if level else None,
        within=_known_code(within, gazetteer, "--within: ") if within else None,
        limit=limit,
        abbreviations=_other_names(),
    )
    if not found:
        click.echo("tidak ada wilayah yang cocok", err=True)
    with output(None) as stream:
        if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl":
            stream.writelines(_line(match) for match in found)
        elif found:
            _print_matches(found, stream)
    return status.ALL_WELL


@command.command("show", no_args_is_help=True)
@click.argument("code", metavar="KODE")
def show_command(*, code: str) -> int:
    """Tampilkan satu wilayah: induknya, jumlah isinya, dan wilayah satu tingkat di bawahnya. (Show an area.)"""
    gazetteer = load_gazetteer()
    dotted = _known_code(code, gazetteer)
    area = gazetteer.area(dotted)
    lines = [f"{area.code}  {area.title}  ({area.kind})"]
    if above := gazetteer.path(dotted)[:-1]:
        lines.append("di dalam  " + " → ".join(f"{each.title} ({each.code})" for each in above))
    if area.level < Level.KELURAHAN_DESA:
        lines.append(f"berisi    {_counted(gazetteer, dotted)}")
        lines += ["", *(f"  {child:<14}{_child(gazetteer, child)}" for child in gazetteer.children(dotted))]
    with output(None) as stream:
        stream.write("\n".join([*lines, ""]).encode())
    return status.ALL_WELL


@command.command("load-boundaries", no_args_is_help=True)
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path))
@click.option("--source", metavar="TEKS", default="", help="Asal data, misalnya 'BIG 2024'. Tanpa ini: nama berkas.")
@click.option("--skip-bad", is_flag=True, help="Lewati fitur yang rusak; tanpa ini berkas ditolak seluruhnya.")
@click.option("--by", metavar="NAMA", help="Siapa yang memuat. Tanpa ini: pengguna komputer ini.")
def load_command(*, file: Path, source: str, skip_bad: bool, by: str | None) -> int:
    """Muat batas wilayah dari GeoJSON (.geojson atau .geojson.gz) untuk peta. (Load boundaries.)

    Berkas berisi satu FeatureCollection; tiap fitur Polygon atau MultiPolygon dengan kode Kemendagri di
    properties.code, semuanya satu tingkat, koordinat [bujur, lintang]. Memuat berkas yang sama lagi tidak mengubah apa
    pun; berkas baru menggantikan batas wilayah yang sama.

    \b
    Status akhir: 0 beres, 1 gagal, 2 salah pakai, 3 berkas ditolak atau ada fitur yang dilewati.
    """
    from kondusif.places.domain.boundaries import BadFile, read_boundaries

    try:
        with _progress() as moved:
            read = read_boundaries(file, load_gazetteer(), on_progress=moved)
    except BadFile as error:
        click.echo(f"{file}: {error}", err=True)
        return status.SOME_REFUSED
    _tell_problems(file, read)
    if read.problems and (not skip_bad or not read.outlines):
        hint = "" if not read.outlines else "; --skip-bad memuat selebihnya"
        click.echo(f"{file}: ditolak, {number(len(read.problems))} fitur rusak{hint}", err=True)
        return status.SOME_REFUSED
    _load(read, source=source, by=somebody(by))
    return status.SOME_REFUSED if read.problems else status.ALL_WELL


def _load(read: BoundaryFile, *, source: str, by: str) -> None:
    with instance():
        from kondusif.config.clock import now
        from kondusif.places.actions import load_boundaries

        loaded = load_boundaries(read, source=source, by=by, now=now(), skip_bad=True)
    parts = [f"{number(loaded.new)} baru", f"{number(loaded.replaced)} diganti", f"{number(loaded.unchanged)} tetap"]
    parts += [f"{number(loaded.skipped)} dilewati"] if loaded.skipped else []
    click.echo(f"Batas {read.level.id if read.level else ''}: {', '.join(parts)}", err=True)


def _tell_problems(file: Path, read: BoundaryFile) -> None:
    for problem in read.problems[:_SHOWN_PROBLEMS]:
        click.echo(f"{file}: {problem}", err=True)
    if (rest := len(read.problems) - _SHOWN_PROBLEMS) > 0:
        reasons = {problem.reason for problem in read.problems}
        same = ", semuanya dengan sebab yang sama" if len(reasons) == 1 else ""
        click.echo(f"{file}: … dan {number(rest)} fitur lagi{same}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Memeriksa"), BarColumn(), TextColumn("sisa"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        shown = 0

        def moved(done: int, total: int) -> None:
            nonlocal shown
            if (done - shown) * _STEPS >= total:
                shown = done
                bar.update(task, completed=done, total=total)

        yield moved


def _other_names() -> dict[str, tuple[str, ...]]:
    """Short forms of areas, and the names of police and military areas."""
    from kondusif.rulebase.loader import load_rulebase

    rulebase = load_rulebase()
    offices = {name: (place.code,) for name, place in rulebase.institution_places.items()}
    return {**offices, **rulebase.place_abbreviations}


def _known_code(written: str, gazetteer: Gazetteer, where: str = "") -> str:
    try:
        code = parse_code(written)
    except ValueError as error:
        raise status.Misused(f"{where}{error}") from error
    if code not in gazetteer:
        raise status.Failed(f'{where}tidak ada wilayah dengan kode {code}; cari dengan: kondusif places search "NAMA"')
    return code


def _line(match: Match) -> bytes:
    area = match.area
    record: dict[str, Any] = {
        "code": area.code,
        "level": area.level.id,
        "kind": area.kind,
        "name": area.name,
        "full_name": match.full_name,
        "why": match.why,
        "because": match.because,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _print_matches(found: tuple[Match, ...], stream: BinaryIO) -> None:
    from rich.console import Console

    width = shutil.get_terminal_size((120, 24)).columns
    text = io.StringIO()
    on_terminal = stream.isatty()
    console = Console(
        file=text, width=width, force_terminal=on_terminal, no_color="NO_COLOR" in os.environ, highlight=False
    )
    console.print(_table(found))
    stream.write(text.getvalue().encode("utf-8", "replace"))


def _table(found: tuple[Match, ...]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("kode", no_wrap=True)
    table.add_column("wilayah", overflow="fold", ratio=3)
    table.add_column("jenis", no_wrap=True)
    table.add_column("sebab", overflow="fold", ratio=2)
    for match in found:
        table.add_row(match.area.code, Text(match.full_name), match.area.kind, Text(match.because))
    return table


def _counted(gazetteer: Gazetteer, code: str) -> str:
    counts = gazetteer.counts(code)
    named = {
        "kabupaten/kota": counts.kabupaten_kota if "." not in code else 0,
        "kecamatan": counts.kecamatan if code.count(".") < 2 else 0,
        "kelurahan": counts.kelurahan,
        "desa": counts.desa,
    }
    return ", ".join(f"{number(count)} {name}" for name, count in named.items() if count)


def _child(gazetteer: Gazetteer, code: str) -> str:
    area = gazetteer.area(code)
    return f"{area.title} ({area.kind})" if area.level is Level.KELURAHAN_DESA else area.title
