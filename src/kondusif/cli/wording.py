"""click's own words in the language of the people who type: help pages and complaints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

_HEADINGS = {"Options": "Pilihan", "Commands": "Perintah"}
_HELP = {
    "Show this message and exit.": "Tampilkan bantuan ini.",
    "Show the version and exit.": "Tampilkan versi.",
}
_DEFAULT = re.compile(r"\[default: ")


class Help(click.HelpFormatter):
    """A help page in Indonesian."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line: how the command is called."""
        words = args.replace("[OPTIONS]", "[PILIHAN]").replace("COMMAND [ARGS]...", "PERINTAH …")
        super().write_usage(prog, words, "Pemakaian: " if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A part with its heading."""
        with super().section(_HEADINGS.get(name, name)):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands with what they do."""
        told = [(name, _DEFAULT.sub("[bawaan: ", _HELP.get(words, words))) for name, words in rows]
        super().write_dl(told, col_max, col_spacing)


def complaint(error: click.UsageError) -> str:
    """click's complaints in Indonesian; the rare ones as click says them."""
    match error:
        case click.NoSuchOption():
            near = f"; maksud Anda {' atau '.join(error.possibilities)}?" if error.possibilities else ""
            return f"pilihan {error.option_name} tidak dikenal{near}"
        case click.BadOptionUsage():
            return f"pilihan {error.option_name} perlu nilai" if "requires" in error.message else error.message
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"{_name(parameter)} belum disebutkan"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as parameter):
            return f"{_name(parameter)} harus salah satu dari: {', '.join(choice.choices)}"
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as numbers) as parameter):
            return f"{_name(parameter)} harus bilangan bulat, {_bounds(numbers)}"
    message = error.format_message()
    if message.startswith("No such command"):
        return f"perintah {message.removeprefix('No such command ').rstrip('.')} tidak ada"
    if extra := re.search(r"unexpected extra arguments? \((.*)\)", message):
        return f"kelebihan kata: {extra[1]}"
    return message


def _name(parameter: click.Parameter) -> str:
    """How the caller writes a parameter: ``--format``, ``KEJADIAN``."""
    return (
        "/".join(parameter.opts) if isinstance(parameter, click.Option) else parameter.human_readable_name.strip("[]")
    )


def _bounds(numbers: click.IntRange) -> str:
    if numbers.max is None:
        return f"paling sedikit {numbers.min}"
    return f"{numbers.min} sampai {numbers.max}"
