"""A paper as PDF on A4, set by typst with the typefaces it brings along: the same bytes on every machine, no network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kondusif.publishing.domain.paper import Paper
from kondusif.publishing.papers.plain_form import plain_of

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATE = Path(__file__).with_name("sitrep.typ")
_PPI = 110


def pdf_of(paper: Paper) -> bytes:
    """The file. Its date is the paper's own."""
    import typst

    return typst.compile(
        TEMPLATE, font_paths=_fonts(), sys_inputs=_inputs(paper), timestamp=paper.made_at, format="pdf"
    )


def pages_of(paper: Paper) -> list[bytes]:
    """Every page as a PNG, to look at."""
    import typst

    made = typst.Compiler(TEMPLATE, font_paths=_fonts(), sys_inputs=_inputs(paper)).compile(format="png", ppi=_PPI)
    return made if isinstance(made, list) else [made or b""]


def png_of(svg: str, *, ppi: float = 200) -> bytes:
    """A drawing as PNG, for documents that cannot hold the drawing itself."""
    import typst

    source = (
        b'#set page(width: 160mm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    made = typst.Compiler(source, font_paths=_fonts(), sys_inputs={"svg": svg}).compile(format="png", ppi=ppi)
    return made[0] if isinstance(made, list) else made or b""


def _inputs(paper: Paper) -> dict[str, str]:
    return {"paper": json.dumps(plain_of(paper), ensure_ascii=False)}


@cache
def _fonts() -> Fonts:
    """Only those that typst brings: another machine's typefaces would break the lines elsewhere."""
    import typst

    return typst.Fonts(include_system_fonts=False)
