"""The ways to look that a page offers beside each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One of several ways to look: a tab, an edition, a level, a form, a colouring, a sorting."""

    name: str
    label: str
    href: str
    on: bool
