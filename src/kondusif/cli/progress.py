"""A progress bar on a terminal; nothing where nobody watches. Always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click


class Progress(Protocol):
    """Shows how far a long reading has come."""

    def advance(self, read_bytes: int, texts: int) -> None:
        """`read_bytes` of the input and `texts` lie behind."""

    def say(self, line: str) -> None:
        """One line on standard error that the bar does not overwrite."""


@contextmanager
def progress(total_bytes: int) -> Iterator[Progress]:
    """A bar of `total_bytes` (0: unknown) that leaves no trace when the block ends."""
    if not sys.stderr.isatty():
        yield _Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("Membaca"),
        BarColumn(),
        TextColumn("{task.fields[texts]} teks"),
        TimeElapsedColumn(),
        TextColumn("sisa"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5) as bar:
        task = bar.add_task("", total=total_bytes or None, texts=0)
        yield _Bar(bar, task)


class _Quiet:
    def advance(self, read_bytes: int, texts: int) -> None:
        pass

    def say(self, line: str) -> None:
        click.echo(line, err=True)


class _Bar:
    def __init__(self, bar: object, task: object) -> None:
        self._bar = bar
        self._task = task

    def advance(self, read_bytes: int, texts: int) -> None:
        self._bar.update(self._task, completed=read_bytes, texts=f"{texts:,}".replace(",", "."))  # type: ignore[attr-defined]

    def say(self, line: str) -> None:
        self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)  # type: ignore[attr-defined]
