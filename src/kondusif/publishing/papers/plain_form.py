"""A paper as plain data, for templates that are no Python."""

from __future__ import annotations

from typing import Any

from kondusif.audit.domain.chain import Json
from kondusif.publishing.domain.paper import Block, Cell, Paper, Table
from kondusif.publishing.domain.plain import to_plain


def plain_of(paper: Paper) -> dict[str, Any]:
    """The paper with the sort of every block named."""
    plain = to_plain(paper)
    assert isinstance(plain, dict)
    sections: list[Json] = []
    for section in paper.sections:
        blocks: list[Json] = [_block(block) for block in section.blocks]
        sections.append({"id": section.id, "heading": section.heading, "blocks": blocks})
    return {**plain, "sections": sections}


def _block(block: Block) -> Json:
    plain = to_plain(block)
    assert isinstance(plain, dict)
    if isinstance(block, Table):
        plain["rows"] = [
            [{**_cell(cell), "number": column.number} for cell, column in zip(row, block.columns, strict=True)]
            for row in block.rows
        ]
    return {"sort": type(block).__name__.lower(), **plain}


def _cell(cell: Cell) -> dict[str, Json]:
    plain = to_plain(cell)
    assert isinstance(plain, dict)
    return plain
