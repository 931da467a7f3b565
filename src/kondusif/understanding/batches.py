"""The pure step that every engine runs: a batch of documents in, a batch of readings out.

A batch is a list of plain tuples, so that it travels between processes quickly; what comes back is the JSON lines as
they are written out. Nothing here knows an engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kondusif.understanding.document import Document

PackedDocument = tuple[str, str, str, str, str, str | None, str | None, tuple[str, ...]]
Batch = list[PackedDocument]

BATCH_DOCUMENTS = 256
BATCH_LETTERS = 256 * 1024


@dataclass(frozen=True, slots=True)
class Failure:
    """A document on which the reader itself failed: a defect of ours, not of the document."""

    id: str
    source: str
    problem: str


@dataclass(frozen=True, slots=True)
class BatchReadings:
    """`lines`: one reading per line, in the order of the documents, without the failures."""

    lines: bytes
    count: int
    failures: tuple[Failure, ...] = ()


def pack(document: Document) -> PackedDocument:
    """The document as a tuple that pickles quickly; moments as ISO text, ten times cheaper than with a zone."""
    received_at, published_at = document.received_at, document.published_at
    return (
        document.id,
        document.text,
        document.title,
        document.source,
        document.url,
        received_at.isoformat() if received_at else None,
        published_at.isoformat() if published_at else None,
        document.notes,
    )


def unpack(packed: PackedDocument) -> Document:
    """The document that was packed: `unpack(pack(document)) == document`."""
    name, text, title, source, url, received_at, published_at, notes = packed
    return Document(
        name,
        text,
        title,
        source,
        url,
        datetime.fromisoformat(received_at) if received_at else None,
        datetime.fromisoformat(published_at) if published_at else None,
        notes,
    )


def in_batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Batches of at most 256 documents or about 256 kB of text, whichever comes first."""
    batch: Batch = []
    letters = 0
    for document in documents:
        batch.append(pack(document))
        letters += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or letters >= BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


class BadCandidates(Exception):
    """The list of candidates cannot be used; the message says why, for people, and names the file as they named it."""

    @classmethod
    def in_file(cls, path: Path, why: ValueError) -> BadCandidates:
        """What `read_candidates` says of a file, under the path that the caller named."""
        return cls(f"{path}{str(why).removeprefix(path.name)}")


class ReadStep:
    """Holds one `Reader` and reads batches with it: built once per worker. Raises `BadCandidates`."""

    def __init__(self, candidates: Path | None = None) -> None:
        from kondusif.understanding.reader import Reader

        try:
            self._reader = Reader.build(candidates)
        except ValueError as error:
            if candidates is None:
                raise
            raise BadCandidates.in_file(candidates, error) from error

    def __call__(self, batch: Batch) -> BatchReadings:
        """Read every document; one that the reader fails on does not stop the others."""
        lines: list[str] = []
        failures: list[Failure] = []
        for packed in batch:
            document = unpack(packed)
            try:
                lines.append(self._reader.read(document).as_json())
            except Exception as error:  # noqa: BLE001 - one text must not stop the other hundred thousand
                failures.append(Failure(document.id, document.source, f"{type(error).__name__}: {error}"[:200]))
        joined = "".join(line + "\n" for line in lines).encode()
        return BatchReadings(joined, len(lines), tuple(failures))
