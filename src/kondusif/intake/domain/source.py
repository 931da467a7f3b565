"""One input: where its bytes are, how it is named to people, how far it has been read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Refusal, Unreadable


@dataclass(slots=True)
class Source:
    """`label` is the path as it was named, for people. `origin` is what documents state as their source: the path below
    the folder that was named, the same wherever it is read from. `position` counts bytes consumed.
    """

    path: Path
    label: str
    origin: str
    size: int = 0
    stream: BinaryIO | None = None
    position: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """The file name without its folder."""
        return self.path.name

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes from the start; a stream that was handed in (standard input) is not closed."""
        if self.stream is not None:
            yield self.stream
            return
        with self.path.open("rb") as handle:
            yield handle

    def whole(self, limit: int = limits.WHOLE_FILE_BYTES, too_large: str = limits.FILE_TOO_LARGE) -> bytes:
        """All bytes. Raises `Unreadable` when there are none, or more than `limit`."""
        with self.opened() as handle:
            raw = handle.read(limit + 1)
        if not raw:
            raise Unreadable("berkas kosong")
        if len(raw) > limit:
            raise Unreadable(too_large)
        return raw

    def refuse(self, reason: str, row: int | None = None) -> Refusal:
        """A refusal of this input, or of one row of it."""
        return Refusal(self.label, row, reason)


def standard_input(stream: BinaryIO) -> Source:
    """Standard input, made peekable so that its format can be told from its first bytes."""
    return Source(Path("-"), "-", "-", stream=io.BufferedReader(_Unclosed(stream), buffer_size=65_536))


class _Unclosed(io.RawIOBase):
    """A raw view of `stream` that leaves it open when the view is thrown away."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        read = getattr(self._stream, "read1", self._stream.read)
        chunk: bytes = read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)
