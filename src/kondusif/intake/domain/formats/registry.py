"""Which module reads which extension. A module is imported when its first file arrives: text loads no pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from kondusif.intake.domain.refusal import Item
from kondusif.intake.domain.source import Source

Format = Callable[[Source], Iterator[Item]]

MODULES = {
    ".txt": "plain",
    ".md": "plain",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv_",
    ".tsv": "csv_",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
}

_ADVICE = {
    ".doc": "format Word lama; simpan sebagai .docx",
    ".xls": "format Excel lama; simpan sebagai .xlsx",
    ".json": "simpan sebagai .jsonl: satu objek per baris",
    ".zip": "keluarkan isi arsip terlebih dahulu",
}


def format_of(extension: str) -> Format | None:
    """The reader for an extension (".csv"), or None."""
    name = MODULES.get(extension.lower())
    if name is None:
        return None
    documents: Format = import_module(f"{__package__}.{name}").documents
    return documents


def why_unknown(extension: str) -> str:
    """Why a file with this extension is not read, and what would be."""
    advice = _ADVICE.get(extension.lower())
    if advice:
        return f"{extension} tidak dibaca: {advice}"
    known = " ".join(MODULES)
    return f"jenis berkas {extension or 'tanpa akhiran'} tidak dikenal; yang dibaca: {known}"
