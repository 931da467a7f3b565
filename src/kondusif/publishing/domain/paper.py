"""A document before it has a format: what a page, a PDF and a Word file all say, in the same words and order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: words, smaller words below, and the incident that they are about, where a page can lead to it."""

    text: str
    small: str = ""
    incident: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `share` is its part of the width, numbers stand to the right."""

    label: str
    share: int = 1
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its head is repeated on every page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name and what it is held against."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `label` begins it in bold."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in greys; `alt` says in one sentence what it shows, the table beside it says the rest."""

    svg: str
    alt: str
    caption: str


Block = Table | Tiles | Words | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole document. `page_words` are "hal." and "dari"; `facts` stand under the title, name and value."""

    language: str
    title: str
    subtitle: str
    letterhead: tuple[str, ...]
    classification: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    place_and_date: str
    made_by: tuple[str, str]
    known_by: tuple[str, str]
    fingerprint: str
    page_words: tuple[str, str]
    number_words: str
    continued: str
    made_at: int
