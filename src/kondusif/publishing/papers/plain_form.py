"""A paper as plain data, for templates that are no Python."""

from __future__ import annotations

from typing import Any

from kondusif.audit.domain.chain import Json
from kondusif.publishing.domain.paper import Block, Cell, Column, Paper, Table
from kondusif.publishing.domain.plain import to_plain

_WIDE = 10  # share of a column from which on its words are broken where they must


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
        plain["stacks"] = not any(column.number for column in block.columns)
        plain["rows"] = [
            [{**_cell(cell), "look": _look(cell, column)} for cell, column in zip(row, block.columns, strict=True)]
            for row in block.rows
        ]
    return {"sort": type(block).__name__.lower(), **plain}


def _look(cell: Cell, column: Column) -> str:
    """How a cell of a page looks: a number, the key of an incident, or words that may be broken anywhere."""
    if column.number:
        return "n"
    words = "k" if cell.text.startswith("#") else "w" if column.share >= _WIDE else ""
    return f"{words} strong".strip() if cell.strong else words


def _cell(cell: Cell) -> dict[str, Json]:
    plain = to_plain(cell)
    assert isinstance(plain, dict)
    return plain
