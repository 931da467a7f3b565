"""From paths to a stream of documents: the one door of `intake` for texts in files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kondusif.intake.domain.formats import registry
from kondusif.intake.domain.paths import find_sources, why
from kondusif.intake.domain.refusal import Item, Refusal, Unreadable
from kondusif.intake.domain.source import Source, standard_input
from kondusif.understanding.decoding import NotText

STANDARD_INPUT = "-"


class Texts:
    """Every text behind `paths`, one pass. `read_bytes` of `total_bytes` tell how far the pass has come.

    Memory stays bounded for streams of rows (JSONL, CSV, Parquet); other files are held whole, one at a time.
    """

    def __init__(
        self, paths: Sequence[str | Path], *, leave_out: Path | None = None, stdin: BinaryIO | None = None
    ) -> None:
        files = find_sources([path for path in paths if str(path) != STANDARD_INPUT], leave_out=leave_out)
        self._inputs: list[Source | Refusal] = list(files)
        if any(str(path) == STANDARD_INPUT for path in paths):
            self._inputs.append(standard_input(stdin or sys.stdin.buffer))
        self.total_bytes = sum(entry.size for entry in self._inputs if isinstance(entry, Source))
        self._finished_bytes = 0
        self._current: Source | None = None

    @property
    def read_bytes(self) -> int:
        """How many of `total_bytes` lie behind."""
        position = min(self._current.position, self._current.size) if self._current else 0
        return self._finished_bytes + position

    def __iter__(self) -> Iterator[Item]:
        for entry in self._inputs:
            if isinstance(entry, Refusal):
                yield entry
                continue
            self._current = entry
            yield from read_source(entry)
            self._finished_bytes += entry.size
            self._current = None


def read_texts(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Documents and refusals of `paths`, in order."""
    return iter(Texts(list(paths), stdin=stdin))


def read_source(source: Source) -> Iterator[Item]:
    """The documents of one input. Whatever is wrong with it becomes a `Refusal`; nothing is raised."""
    try:
        if source.stream is not None:
            yield from _from_stream(source)
            return
        extension = source.path.suffix
        documents = registry.format_of(extension)
        if documents is None:
            yield source.refuse(registry.why_unknown(extension))
            return
        yield from documents(source)
    except (Unreadable, NotText) as error:
        yield source.refuse(str(error))
    except OSError as error:
        yield source.refuse(why(error))
    except MemoryError:
        yield source.refuse("terlalu besar untuk memori komputer ini")


def _from_stream(source: Source) -> Iterator[Item]:
    """Standard input is JSONL when it begins like an object, else one text."""
    from kondusif.intake.domain.formats import jsonl, plain

    with source.opened() as handle:
        head: bytes = handle.peek(64)[:64]  # type: ignore[attr-defined]
    looks_like_object = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"{")
    yield from jsonl.documents(source) if looks_like_object else plain.documents(source)
