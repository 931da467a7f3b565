"""Exit statuses and the failures that carry them (design §4.2)."""

from __future__ import annotations

ALL_WELL = 0
FAILURE = 1
WRONG_USAGE = 2
SOME_REFUSED = 3


class Failed(Exception):
    """The command cannot do its work; the message is shown as it is, exit status 1."""


class Misused(Exception):
    """The command was called wrongly; the message is shown as it is, exit status 2."""


class OutputClosed(Exception):
    """Whoever reads our standard output has seen enough (`kondusif read … | head`); that is no failure."""
