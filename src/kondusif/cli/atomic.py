"""Output files that are there whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from kondusif.cli.status import Failed, OutputClosed


@contextmanager
def output(target: Path | None) -> Iterator[BinaryIO]:
    """A stream that becomes `target` when the block ends well; else `target` stays as it was. None is standard output.

    Raises `Failed` at once when the place cannot be written, and later when it is full.
    """
    if target is None:
        standard = _Sink(sys.stdout.buffer, "keluaran baku")
        try:
            yield cast("BinaryIO", standard)
            standard.flush()
        except Failed:
            silence_standard_output()
            raise
    elif _is_device(target):
        with _closed_quietly(target.open("wb")) as handle:
            device = _Sink(handle, str(target))
            yield cast("BinaryIO", device)
            device.flush()
    else:
        with _replacing(target.resolve(), str(target)) as sink:
            yield sink


def silence_standard_output() -> None:
    """Let what is still buffered go nowhere: the interpreter writes it at its end, and would complain once more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _replacing(target: Path, label: str) -> Iterator[BinaryIO]:
    if target.is_dir():
        raise Failed(f"{label}: tidak dapat menulis, itu sebuah folder")
    if target.exists() and not os.access(target, os.W_OK):
        raise Failed(f"{label}: tidak boleh ditulis (izin berkas)")
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".sebagian", dir=target.parent)
    except OSError as error:
        raise Failed(f"{label}: tidak dapat menulis ({_why(error, target.parent)})") from error
    partial = Path(name)
    try:
        with _closed_quietly(os.fdopen(number, "wb")) as handle:
            sink = _Sink(handle, label)
            yield cast("BinaryIO", sink)
            sink.flush()
            with _told(label):
                os.fchmod(number, _mode(target))
                os.fsync(number)
        with _told(label):
            partial.replace(target)
            _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


@contextmanager
def _closed_quietly(handle: BinaryIO) -> Iterator[BinaryIO]:
    """After a failed write closing fails too: the first failure is the one to tell."""
    try:
        yield handle
    finally:
        with suppress(OSError):
            handle.close()


class _Sink(io.RawIOBase):
    """Passes bytes on; what goes wrong in doing so is told with the name of the output."""

    def __init__(self, handle: BinaryIO, label: str) -> None:
        self._handle = handle
        self._label = label

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._handle.isatty()

    def write(self, chunk: Any) -> int:
        with _told(self._label):
            return self._handle.write(chunk)

    def flush(self) -> None:
        with _told(self._label):
            self._handle.flush()


@contextmanager
def _told(label: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise OutputClosed from error
    except OSError as error:
        raise Failed(f"{label}: gagal menulis ({_why(error)})") from error


def _is_device(target: Path) -> bool:
    """`/dev/stdout`, `/dev/null`, a named pipe: written to, never replaced."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced; for a new one what the umask leaves."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every file system lets a folder be flushed
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _why(error: OSError, folder: Path | None = None) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return f"folder {folder} tidak ada"
        case PermissionError():
            return f"folder {folder} tidak boleh ditulis"
    if error.errno == errno.ENOSPC:
        return "penyimpanan penuh"
    return error.strerror or type(error).__name__
