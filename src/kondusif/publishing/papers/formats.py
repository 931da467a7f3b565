"""A sitrep in every format in which it leaves the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from kondusif.publishing.domain.paper import Paper
from kondusif.publishing.domain.sitrep import Sitrep, body_of, hash_of
from kondusif.publishing.papers.html import html_of
from kondusif.publishing.papers.pdf import pdf_of
from kondusif.publishing.papers.word import docx_of
from kondusif.publishing.sitrep_paper import paper_of

MEDIA_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
_PAPERS: Mapping[str, Callable[[Paper], bytes]] = {"html": html_of, "pdf": pdf_of, "docx": docx_of}


def sitrep_as(form: str, sitrep: Sitrep) -> bytes:
    """The sitrep as `html`, `pdf` or `docx` in the language that is switched on, or as `json`, which has none."""
    return json_of(sitrep) if form == "json" else _PAPERS[form](house_paper(sitrep))


def house_paper(sitrep: Sitrep) -> Paper:
    """The paper with this instance's letterhead and classification."""
    return paper_of(sitrep, letterhead=settings.KONDUSIF_LETTERHEAD, classification=settings.KONDUSIF_CLASSIFICATION)


def json_of(sitrep: Sitrep) -> bytes:
    """The canonical body and its hash: `sha256` is of the letters of `sitrep` as they stand there."""
    body = body_of(sitrep)
    return f'{{"sha256":"{hash_of(body)}","sitrep":{body}}}\n'.encode()


def file_name(sitrep: Sitrep, form: str) -> str:
    """ "sitrep-35.04-20241120-0600.pdf", by the end of the period."""
    return f"sitrep-{sitrep.area.code}-{sitrep.period.end:%Y%m%d-%H%M}.{form}"
