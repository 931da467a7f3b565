"""A text as it reaches the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One decoded text, exactly as it is stored: every offset of a reading counts in `title` or `text`.

    `received_at` and `published_at` are the days that relative words ("kemarin") count from, in this order. `notes` says what
    had to be done to read the bytes, for instance ``decoded_from:windows-1252``.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    received_at: datetime | None = None
    published_at: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def reference(self) -> datetime | None:
        """The moment from which relative words count, or None when they cannot be resolved."""
        return self.received_at or self.published_at
