"""What a person names on the command line → the inputs behind it, each once, in a fixed order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kondusif.intake.domain.refusal import Refusal
from kondusif.intake.domain.source import Source


def find_sources(paths: Iterable[str | Path], *, leave_out: Path | None = None) -> Iterator[Source | Refusal]:
    """Files as they are named, folders with everything below them sorted by name, hidden files left out.

    A file that is named twice, or reached through a link as well, comes once. `leave_out` is the file being written.
    """
    seen: set[tuple[int, int]] = set()
    origins: set[str] = set()
    if leave_out is not None and (key := _key(leave_out)):
        seen.add(key)
    for given in paths:
        path = Path(given)
        if not str(given):  # `Path("")` is the folder where one stands; an empty variable of a script is no wish for it
            yield Refusal("''", None, "nama berkas kosong")
            continue
        try:
            found = _folder(path, seen) if path.is_dir() else _file(path, str(given), path.name, seen)
            yield from (_told_apart(entry, origins) for entry in found)
        except OSError as error:
            yield Refusal(str(given), None, why(error))


def why(error: OSError) -> str:
    """An operating system's refusal in plain words."""
    match error:
        case FileNotFoundError():
            return "tidak ada berkas atau folder dengan nama itu"
        case PermissionError():
            return "tidak boleh dibaca (izin berkas)"
        case IsADirectoryError():
            return "itu folder, bukan berkas"
        case _:
            return f"tidak dapat dibaca ({error.strerror or type(error).__name__})"


def _told_apart(entry: Source | Refusal, origins: set[str]) -> Source | Refusal:
    """Two folders may hold files of one name: the later one states its path as it was named."""
    if isinstance(entry, Source):
        if entry.origin in origins:
            entry.origin = re.sub(r"^(?:\.{0,2}/)+", "", Path(entry.label).as_posix())
        origins.add(entry.origin)
    return entry


def _file(
    path: Path, label: str, origin: str, seen: set[tuple[int, int]], *, named: bool = True
) -> Iterator[Source | Refusal]:
    """A pipe is read when somebody named it; one that merely lies in a folder may keep us waiting for ever."""
    status = path.stat()
    key = (status.st_dev, status.st_ino)
    if key in seen:
        return
    seen.add(key)
    if not (path.is_file() or (named and (path.is_fifo() or path.is_char_device()))):
        yield Refusal(label, None, "bukan berkas biasa")
        return
    yield Source(path, label, origin, status.st_size)


def _folder(root: Path, seen: set[tuple[int, int]]) -> Iterator[Source | Refusal]:
    found = False
    for path in _below(root, set()):
        found = True
        label = str(path)
        try:
            yield from _file(path, label, path.relative_to(root).as_posix(), seen, named=False)
        except OSError as error:
            yield Refusal(label, None, "tautan tanpa tujuan" if path.is_symlink() else why(error))
    if not found:
        yield Refusal(str(root), None, "folder kosong: tidak ada berkas untuk dibaca")


def _below(folder: Path, entered: set[tuple[int, int]]) -> Iterator[Path]:
    """Files below `folder`; a folder that links lead back to is entered once."""
    key = _key(folder)
    if key is None or key in entered:
        return
    entered.add(key)
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if path.is_dir():
            try:
                yield from _below(path, entered)
            except OSError:
                yield path
        else:
            yield path


def _key(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
