"""`.pdf`: the text of its pages, through lokal's loader. Scanned pages hold no text: refused, or noted when some do."""

from __future__ import annotations

from collections.abc import Iterator

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import without_surrogates
from kondusif.understanding.document import Document


def documents(source: Source) -> Iterator[Item]:
    """The file as one document. Raises `Unreadable` when it is locked, scanned or damaged."""
    from lokal.files import load_document

    if source.size == 0:
        raise Unreadable("berkas kosong")
    loaded = load_document(source.path, max_parsed_bytes=limits.WHOLE_FILE_BYTES)
    if loaded.kind == "skipped":
        raise Unreadable(_reason(loaded.reason or ""))
    text = without_surrogates("\n\n".join(part.text for part in loaded.parts)).replace("\x00", "")
    if not text.strip():
        raise Unreadable("PDF tanpa teks")
    if len(text.encode()) > limits.ROW_BYTES:
        raise Unreadable(limits.TEXT_TOO_LONG)
    notes = ("pages_unread",) if loaded.unscanned else ()
    yield Document(id=source.name, text=text, source=source.origin, notes=notes)


def _reason(english: str) -> str:
    if "encrypted" in english:
        return "PDF terkunci sandi"
    if "scanned" in english:
        return "PDF hasil pindai tanpa teks (perlu OCR)"
    if "larger than" in english:
        return limits.FILE_TOO_LARGE
    return "PDF rusak atau terpotong"
