"""The process's one reader of texts, built when it is first needed."""

from __future__ import annotations

from threading import Lock, Thread

from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader
from kondusif.understanding.reading import Reading

_reader: Reader | None = None
_building = Lock()


def read_now(document: Document) -> Reading:
    """What a text says; the first call of a process takes about two seconds."""
    return _the_reader().read(document)


def warm_up() -> None:
    """Build the reader beside the request, so that the first pasted text need not wait."""
    if _reader is None and not _building.locked():
        Thread(target=_the_reader, name="warm-up-reader", daemon=True).start()


def _the_reader() -> Reader:
    global _reader
    with _building:
        if _reader is None:
            _reader = Reader.build()
        return _reader
