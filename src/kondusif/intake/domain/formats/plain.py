"""`.txt` and `.md`: the whole file is one text, kept exactly as it is. A WhatsApp export is told by its first line."""

from __future__ import annotations

from collections.abc import Iterator

from kondusif.intake.domain import limits
from kondusif.intake.domain.formats import whatsapp
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import decode
from kondusif.understanding.document import Document


def documents(source: Source) -> Iterator[Item]:
    """The file as one document, or the messages of a chat export."""
    raw = source.whole()
    decoded = decode(raw)
    if not decoded.text.strip("\ufeff\u200b \t\r\n\f"):
        raise Unreadable("berkas kosong")
    if whatsapp.is_export(decoded.text):
        yield from whatsapp.messages(source, decoded)
        return
    if len(raw) > limits.ROW_BYTES:
        raise Unreadable(limits.TEXT_TOO_LONG)
    yield Document(id=source.name, text=decoded.text, source=source.origin, notes=decoded.notes)
