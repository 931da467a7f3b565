"""`.docx`: paragraphs and tables in their order, through lokal's loader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kondusif.intake.domain import limits
from kondusif.intake.domain.packed import check_container
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.document import Document

_TABLE_MARK = re.compile(r"^\[(Tabel \d+)\]$", re.MULTILINE)


def documents(source: Source) -> Iterator[Item]:
    """The document in the file. Raises `Unreadable` when it is damaged, locked or empty."""
    from lokal.files import read_docx

    raw = source.whole()
    check_container(raw, ".docx", "word/document.xml")
    try:
        (_, body), *tables = read_docx(raw)
    except Exception as error:  # the loader raises whatever a damaged part happens to trip over
        raise Unreadable("berkas .docx rusak") from error
    contents = dict(tables)
    text = _TABLE_MARK.sub(lambda mark: contents.get(mark.group(1), mark.group(0)), body)
    if not text.strip():
        raise Unreadable("dokumen tanpa teks")
    if len(text.encode("utf-8", "replace")) > limits.ROW_BYTES:
        raise Unreadable(limits.TEXT_TOO_LONG)
    yield Document(id=source.name, text=text, source=source.origin)
