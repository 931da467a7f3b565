"""The database behind the commands that keep something: made ready on first use, complaining in the caller's words."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kondusif.cli.status import Failed, Misused
from kondusif.config.django import TablesBehind, prepare, setup


@contextmanager
def instance(*, make: bool = True) -> Iterator[None]:
    """The rooms loaded and the tables up to date. With `make` False nothing is made where nothing stands yet."""
    from django.db.utils import DatabaseError, OperationalError

    try:
        setup()
        if not make:
            _refuse_nothing()
        prepare(lambda words: click.echo(words, err=True))
    except TablesBehind as error:
        raise Failed(str(error)) from error
    except OSError as error:
        raise Failed(
            f"folder data {error.filename} tidak dapat dipakai ({_why_not(error)}); atur KONDUSIF_DATA"
        ) from None
    except OperationalError as error:
        raise Failed(_why(error)) from error
    except DatabaseError as error:
        raise Failed(_why_at_all(error)) from error
    try:
        yield
    except OperationalError as error:
        raise Failed(_why(error)) from error
    except DatabaseError as error:
        raise Failed(_why_at_all(error)) from error


def _refuse_nothing() -> None:
    from django.conf import settings
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if settings.EMBEDDED and not name.startswith("file:") and not Path(name).is_file():
        raise Failed(f"belum ada yang tersimpan di {settings.KONDUSIF_DATA}. Mulai dengan: kondusif ingest PATH…")


def _why_not(error: OSError) -> str:
    """An operating system's refusal of the data folder in plain words."""
    match error:
        case FileNotFoundError() | NotADirectoryError() | FileExistsError():
            return "bukan folder, dan tidak dapat dibuat di situ"
        case PermissionError():
            return "tidak boleh ditulis"
        case _:
            return error.strerror or type(error).__name__


def _why_at_all(error: Exception) -> str:
    words = str(error).strip()
    if "not a database" in words or "malformed" in words:
        return (
            "berkas basis data rusak atau bukan basis data; pulihkan dari cadangan, atau atur KONDUSIF_DATA yang lain"
        )
    return f"basis data menolak: {words}"


def _why(error: Exception) -> str:
    words = str(error).strip()
    if "locked" in words:
        return "basis data sedang dipakai proses lain terlalu lama; coba lagi sebentar"
    if "full" in words or "disk I/O" in words:
        return f"penyimpanan penuh atau rusak ({words}); yang belum tersimpan utuh dibatalkan"
    return f"basis data tidak dapat dipakai: {words}"


def chosen_incident(written: str) -> str:
    """The full id of the one incident that a person means by a number, an id or the beginning of one."""
    from kondusif.incidents.queries import find_incident

    found = find_incident(written)
    if not found:
        raise Failed(f"tidak ada kejadian '{written}' (nomor, id, atau paling sedikit enam huruf awalnya)")
    if len(found) > 1:
        raise Misused(f"'{written}' cocok dengan beberapa kejadian: {', '.join(str(each)[:13] for each in found)}")
    return str(found[0])


def somebody(name: str | None) -> str:
    """Who is at the keyboard, for the record."""
    return name or f"cli:{getpass.getuser()}"


def number(count: int) -> str:
    """A count as Indonesian writes it."""
    return f"{count:,}".replace(",", ".")
