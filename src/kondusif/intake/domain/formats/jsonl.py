"""`.jsonl`: one JSON object per line, read as a stream; a broken line is refused by its number, the others go on."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Item, Refusal, Unreadable
from kondusif.intake.domain.rows import RowReader
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import NotText, decode_line, sniff

_BLANK = b" \t\r\n"
# json.loads would look for the encoding of every line anew.
_decode = json.JSONDecoder().decode


def documents(source: Source) -> Iterator[Item]:
    """The documents of a file of JSON lines."""
    with source.opened() as handle:
        yield from rows(source, handle)


def rows(source: Source, handle: BinaryIO) -> Iterator[Item]:
    """The documents of a stream of lines. Raises `Unreadable` when no line holds anything."""
    stream, notes = _as_utf8(handle)
    reader = RowReader(source, notes)
    empty = True
    for number, line in _lines(stream):
        if line is None:
            yield source.refuse(limits.ROW_TOO_LONG, number)
            empty = False
            continue
        source.position += len(line)
        if not line.strip(_BLANK):
            continue
        empty = False
        yield _row(source, reader, number, line)
    if empty:
        raise Unreadable("berkas kosong")


def _row(source: Source, reader: RowReader, number: int, line: bytes) -> Item:
    try:
        row = _decode(line.decode())
    except UnicodeDecodeError:
        return _legacy_row(source, reader, number, line)
    except (ValueError, RecursionError) as error:
        return _broken(source, number, error)
    if not isinstance(row, dict):
        return source.refuse("baris bukan objek JSON", number)
    return reader.item(number, row)


def _legacy_row(source: Source, reader: RowReader, number: int, line: bytes) -> Item:
    try:
        decoded = decode_line(line)
        row = _decode(decoded.text)
    except NotText as error:
        return source.refuse(str(error), number)
    except (ValueError, RecursionError) as error:
        return _broken(source, number, error)
    if not isinstance(row, dict):
        return source.refuse("baris bukan objek JSON", number)
    return reader.item(number, row, decoded.notes)


def _broken(source: Source, number: int, error: Exception) -> Refusal:
    where = f" di huruf ke-{error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return source.refuse(f"baris JSON rusak{where}", number)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long, which is skipped without being held in memory."""
    number = 0
    while line := stream.readline(limits.ROW_BYTES + 1):
        number += 1
        if len(line) > limits.ROW_BYTES and not line.endswith(b"\n"):
            while (rest := stream.readline(limits.MEGABYTE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _as_utf8(handle: BinaryIO) -> tuple[BinaryIO, tuple[str, ...]]:
    """The stream as UTF-8 without a byte order mark, and what had to be done for it. Raises `NotText`."""
    buffered = handle if hasattr(handle, "peek") else io.BufferedReader(handle)  # type: ignore[type-var]
    encoding, mark = sniff(buffered.peek(8192)[:8192])
    buffered.read(mark)
    if encoding is None:
        return buffered, ()
    if encoding == "utf-8":
        return buffered, ("decoded_from:utf-8-bom",)
    return io.BufferedReader(_Transcoded(buffered, encoding)), (f"decoded_from:{encoding[:6]}",)


class _Transcoded(io.RawIOBase):
    """A UTF-16 or UTF-32 stream as UTF-8 bytes, a piece at a time."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._ready:
            chunk = self._stream.read(65_536)
            self._ready = self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace")
            if not chunk:
                break
        taken, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)
