"""Kemendagri place codes: ``35``, ``35.07``, ``35.07.14``, ``35.07.14.2008``."""

from __future__ import annotations

import re
from enum import IntEnum

_SHAPE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
_PARTS = (2, 4, 6, 10)


class Level(IntEnum):
    """Level of an area; the number is the count of parts in its code."""

    PROVINSI = 1
    KABUPATEN_KOTA = 2
    KECAMATAN = 3
    KELURAHAN_DESA = 4

    @property
    def id(self) -> str:
        """The level's id in data and contracts, for instance ``kabupaten_kota``."""
        return self.name.lower()


def parse_code(written: str) -> str:
    """The dotted form of a code written with or without dots; ValueError in words when it has no such shape."""
    text = written.strip()
    if "." not in text and text.isdigit() and len(text) in _PARTS:
        cuts = [text[0:2], text[2:4], text[4:6], text[6:10]]
        text = ".".join(part for part in cuts if part)
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"kode wilayah tidak dikenal: {written!r} (contoh: 35, 35.07, 35.07.14, 35.07.14.2008)")
    return text


def level_of(code: str) -> Level:
    """Level of a dotted code."""
    return Level(code.count(".") + 1)


def parent_of(code: str) -> str | None:
    """Code of the area one level up, or None for a province."""
    head, dot, _ = code.rpartition(".")
    return head if dot else None


def ancestors_of(code: str) -> tuple[str, ...]:
    """Codes above this one, the province first."""
    parts = code.split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts)))


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or lies inside it: ``35.04`` contains ``35.04.01`` but not ``35.041``."""
    return inner == outer or inner.startswith(outer + ".")
