"""What could not be read, in the words of the person who gave it."""

from __future__ import annotations

from dataclasses import dataclass

from kondusif.understanding.document import Document


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input, or one row of it, that was not read. `row` counts as the input's own program shows it (from 1)."""

    path: str
    row: int | None
    reason: str

    def __str__(self) -> str:
        place = self.path if self.row is None else f"{self.path}, baris {self.row}"
        return f"{place}: {self.reason}"


class Unreadable(Exception):
    """A whole input cannot be read; the message is the reason, for people."""


Item = Document | Refusal
