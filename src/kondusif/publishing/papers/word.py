"""A paper as a Word file: headings, tables whose heads are repeated, the same words as everywhere."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kondusif.publishing.domain.paper import Block, Paper, Picture, Table, Tiles, Words
from kondusif.publishing.papers.pdf import png_of

if TYPE_CHECKING:
    from docx.document import Document

_STILL = (1980, 1, 1, 0, 0, 0)  # of every part of the archive: a file made twice is the same file
_BODY, _SMALL = 10, 8


def docx_of(paper: Paper) -> bytes:
    """The file; the same paper is always the same bytes."""
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    _properties(document, paper)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(22), Mm(18), Mm(22), Mm(18)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(_BODY), "Times New Roman"
    normal.paragraph_format.space_after = Pt(4)
    _edges(page, paper)
    _head(document, paper)
    for place, section in enumerate(paper.sections, 1):
        heading = document.add_heading(f"{place}. {section.heading}", level=1)
        _plain_heading(heading)
        for block in section.blocks:
            _add(document, block)
    _signatures(document, paper)
    made = io.BytesIO()
    document.save(made)
    return _stilled(made.getvalue())


def _properties(document: Document, paper: Paper) -> None:
    properties, moment = document.core_properties, datetime.fromtimestamp(paper.made_at, UTC)
    properties.title, properties.author, properties.language = (
        f"{paper.title} {paper.subtitle}",
        "Kondusif",
        paper.language,
    )
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.last_modified_by, properties.comments, properties.revision = "Kondusif", paper.fingerprint, 1


def _edges(page: Any, paper: Paper) -> None:
    """Classification above, "hal. 2 dari 5" and classification below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    top = page.header.paragraphs[0]
    top.alignment = WD_ALIGN_PARAGRAPH.CENTER
    top.add_run(paper.classification).bold = True
    below = page.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    below.add_run(f"{paper.classification}   ·   {paper.page_words[0]} ")
    _field(below, "PAGE")
    below.add_run(f" {paper.page_words[1]} ")
    _field(below, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = name
        run._r.append(part)


def _head(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    rows = [(row, 14 if place == 1 else 11, place < 2) for place, row in enumerate(paper.letterhead)]
    for words, size, bold in [*rows, (paper.title.upper(), 14, True), (paper.subtitle, 11, False)]:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(words)
        run.bold, run.font.size = bold, Pt(size)
    for name, value in paper.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(value)


def _plain_heading(heading: Any) -> None:
    from docx.shared import Pt, RGBColor

    for run in heading.runs:
        run.font.size, run.font.name, run.font.color.rgb = Pt(12), "Times New Roman", RGBColor(0, 0, 0)


def _add(document: Document, block: Block) -> None:
    match block:
        case Words():
            line = document.add_paragraph()
            if block.label:
                line.add_run(f"{block.label} ").bold = True
            line.add_run(block.text)
        case Tiles():
            _table(
                document,
                [[tile.label for tile in block.tiles], [f"{tile.value}  {tile.detail}" for tile in block.tiles]],
            )
        case Table():
            _caption(document, block.caption)
            heads = [column.label for column in block.columns]
            table = _table(document, [heads])
            for row in block.rows:
                cells = table.add_row().cells
                for cell, place in zip(row, cells, strict=True):
                    _fill(place, cell.text, cell.small, bold=cell.strong)
            _widths(table, [column.share for column in block.columns])
            if block.note:
                document.add_paragraph(block.note)
        case Picture():
            _drawing(document, block)


def _table(document: Document, rows: list[list[str]]) -> Any:
    """A table whose first row is its head on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for place, row in enumerate(rows):
        cells = table.add_row().cells
        for words, cell in zip(row, cells, strict=True):
            _fill(cell, words, "", bold=place == 0)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _fill(cell: Any, words: str, small: str, *, bold: bool) -> None:
    from docx.shared import Pt

    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(1)
    run = line.add_run(words)
    run.bold, run.font.size = bold, Pt(9)
    if small:
        below = cell.add_paragraph()
        below.paragraph_format.space_after = Pt(1)
        below.add_run(small).font.size = Pt(_SMALL)


def _widths(table: Any, shares: list[int]) -> None:
    from docx.shared import Mm

    table.autofit = False
    for row in table.rows:
        for share, cell in zip(shares, row.cells, strict=True):
            cell.width = Mm(170 * share / sum(shares))


def _caption(document: Document, words: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.add_run(words).bold = True


def _drawing(document: Document, picture: Picture) -> None:
    from docx.shared import Mm

    shape = document.add_picture(io.BytesIO(png_of(picture.svg)), width=Mm(110))
    shape._inline.docPr.set("descr", picture.alt)
    document.add_paragraph(picture.caption)


def _signatures(document: Document, paper: Paper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    day = document.add_paragraph(paper.place_and_date)
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table = document.add_table(rows=1, cols=2)
    for (role, name), cell in zip((paper.known_by, paper.made_by), table.rows[0].cells, strict=True):
        cell.text = f"{role}\n\n\n\n{name or '.' * 40}\n{paper.number_words}"


def _stilled(made: bytes) -> bytes:
    """The same archive without the moment at which it was packed."""
    still = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as packed, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in packed.infolist():
            named = zipfile.ZipInfo(part.filename, _STILL)
            named.compress_type, named.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            kept.writestr(named, packed.read(part))
    return still.getvalue()
