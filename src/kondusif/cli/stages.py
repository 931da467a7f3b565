"""`kondusif stages`: the calendar of an election on a day, as a table, JSON, or for calendar programs."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kondusif.cli import status
from kondusif.cli.atomic import output
from kondusif.config.django import setup
from kondusif.elections.domain.calendar import (
    Calendar,
    NoSuchElection,
    calendar_of,
    current_calendar,
    day_at,
)
from kondusif.elections.domain.calendar import status as status_of
from kondusif.elections.domain.today import Today, today
from kondusif.places.domain.codes import parse_code
from kondusif.places.domain.zones import on_its_clock
from kondusif.rulebase.loader import load_rulebase

if TYPE_CHECKING:
    from rich.console import Console

_COMING = 5


@click.command("stages")
@click.option(
    "--now",
    "moment",
    metavar="SAAT",
    help="Hari yang ditanyakan, misalnya 2024-11-25 atau 2024-11-25T08:00. Tanpa ini: sekarang.",
)
@click.option(
    "--election",
    "election",
    metavar="ID",
    help="Pemilihan, misalnya pilkada-2024. Tanpa ini: yang berjalan pada hari itu.",
)
@click.option(
    "--area",
    metavar="KODE",
    default="",
    help="Wilayah yang jamnya menentukan hari, misalnya 51 (WITA). Tanpa ini: WIB.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "ics"]),
    help="Bentuk keluaran. Tanpa ini: tabel, atau menurut akhiran --out.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
def command(*, moment: str | None, election: str | None, area: str, form: str | None, out: Path | None) -> int:
    """Tampilkan tahapan: yang berjalan, yang dilarang dan sebabnya, yang berikutnya, seluruh kalender. (Stages of an election.)

    \b
    Contoh:
      kondusif stages                           hari ini
      kondusif stages --now 2024-11-25          pada masa tenang
      kondusif stages --out tahapan.ics         untuk program kalender
      kondusif stages --format json | jq '.coming[0]'
    """
    setup()
    code = _code(area)
    now = _moment(moment, code)
    calendar = _calendar(election, day_at(now, code))
    found = today(calendar, load_rulebase().provisions, now=now, code=code)
    target = None if out is None or str(out) == "-" else out
    with output(target) as stream:
        _WRITERS[form or _form_for(target)](calendar, found, stream)
    return status.ALL_WELL


def _code(area: str) -> str:
    try:
        return parse_code(area) if area else ""
    except ValueError as error:
        raise status.Misused(f"--area: {error}") from error


def _moment(written: str | None, code: str) -> datetime:
    from kondusif.config import clock

    if written is None:
        return clock.now()
    try:
        moment = on_its_clock(datetime.fromisoformat(written), code)
        day_at(moment, code)  # the first and the last day of all time have no neighbours to count from
    except (ValueError, OverflowError):
        raise status.Misused(f"--now: '{written}' bukan saat; tulis 2024-11-25 atau 2024-11-25T08:00") from None
    return moment


def _calendar(election: str | None, day: date) -> Calendar:
    rules = load_rulebase()
    if election is None:
        return current_calendar(rules, day)
    try:
        return calendar_of(rules, election)
    except NoSuchElection:
        known = ", ".join(rules.elections)
        raise status.Misused(f"--election: tidak ada pemilihan '{election}'. Yang ada: {known}") from None


def _form_for(target: Path | None) -> str:
    return {".json": "json", ".ics": "ics"}.get(target.suffix.lower(), "table") if target else "table"


def _write_ics(calendar: Calendar, _found: Today, stream: BinaryIO) -> None:
    from kondusif.publishing.domain.stage_feed import stage_feed

    rules = load_rulebase()
    stream.write(stage_feed(calendar, rules.provisions, rulebase_version=rules.version))


def _write_json(calendar: Calendar, found: Today, stream: BinaryIO) -> None:
    stream.write(json.dumps(_record(calendar, found), ensure_ascii=False, indent=1).encode() + b"\n")


def _record(calendar: Calendar, found: Today) -> dict[str, Any]:
    """docs/tahapan.md explains the fields; fields are only ever added."""
    return {
        "election": calendar.election.id,
        "title": calendar.election.title,
        "day": found.day.isoformat(),
        "phase": found.phase,
        "voting_day": calendar.voting_day.isoformat(),
        "days_to_voting": found.days_to_voting,
        "running": [stage.id for stage in found.running],
        "allowed": [{"stage": each.stage.id, "what": each.what, "source": each.stage.source} for each in found.allowed],
        "forbidden": [
            {
                "provision": rule.provision.id,
                "article": rule.provision.article,
                "document": rule.provision.document,
                "content": rule.provision.content,
                "stages": [stage.id for stage in rule.stages],
                "source": rule.provision.source,
                "confidence": rule.confidence,
            }
            for rule in found.forbidden
        ],
        "coming": [
            {"stage": each.stage.id, "kind": each.kind, "day": each.day.isoformat(), "days": each.days}
            for each in found.coming
        ],
        "stages": [
            {
                "id": stage.id,
                "title": stage.title,
                "start": stage.start.isoformat() if stage.start else None,
                "end": stage.end.isoformat() if stage.end else None,
                "status": status_of(stage, found.day),
                "source": stage.source,
                "confidence": stage.confidence,
            }
            for stage in calendar.stages
        ],
        "rulebase_version": load_rulebase().version,
    }


def _write_table(calendar: Calendar, found: Today, stream: BinaryIO) -> None:
    from rich.console import Console

    buffer = io.StringIO()
    width = shutil.get_terminal_size((100, 24)).columns
    console = Console(file=buffer, width=width, force_terminal=stream.isatty(), highlight=False)
    _print_today(console, calendar, found)
    _print_calendar(console, calendar, found.day)
    stream.write(buffer.getvalue().encode("utf-8", "replace"))


def _print_today(console: Console, calendar: Calendar, found: Today) -> None:
    from kondusif.publishing.stage_words import coming_title, countdown, day_of_stage, to_voting
    from kondusif.publishing.wording import day as in_words

    head = [calendar.election.title, in_words(found.day)]
    if found.phase in {"before", "during"}:
        head.append(to_voting(found.days_to_voting))
    console.print(" · ".join(head), style="bold", markup=False)
    _print_list(console, "Berjalan", (f"{s.title} {day_of_stage(s, found.day)}".rstrip() for s in found.running))
    _print_list(console, "Boleh", (each.what or each.stage.title for each in found.allowed))
    _print_list(console, "Dilarang", (f"{r.provision.content} ({r.provision.article})" for r in found.forbidden))
    coming = (f"{coming_title(c)}, {in_words(c.day)}, {countdown(c.days)}" for c in found.coming[:_COMING])
    _print_list(console, "Berikutnya", coming)


def _print_list(console: Console, heading: str, entries: Iterable[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(f"\n{heading}", style="bold", markup=False)
    for entry in list(entries) or ["–"]:
        console.print(Padding(Text(entry), (0, 0, 0, 2)))


def _print_calendar(console: Console, calendar: Calendar, day: date) -> None:
    from rich import box
    from rich.table import Table

    from kondusif.publishing.stage_words import MARKS_OF_CONFIDENCE, STATUSES, stage_days

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False, expand=False)
    for name in ("id", "tanggal", "tahapan", "status", "keyakinan"):
        table.add_column(name, no_wrap=name in {"id", "status"}, overflow="fold")
    for stage in calendar.stages:
        how = status_of(stage, day)
        style = {"running": "bold", "done": "dim"}.get(how, "")
        sure = "" if stage.confidence == "V" else str(MARKS_OF_CONFIDENCE[stage.confidence])
        table.add_row(stage.id, stage_days(stage), stage.title, str(STATUSES[how]), sure, style=style)
    console.print()
    console.print(table)


_WRITERS = {"table": _write_table, "json": _write_json, "ics": _write_ics}
