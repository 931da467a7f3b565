"""Tables for a terminal, printed to text; without colour, as wide as the terminal."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WIDTH_WITHOUT_TERMINAL = 120


def table_of(names: Sequence[str], right: Sequence[str] = ()) -> Table:
    """An empty table under these names; those in `right` hold figures."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False, expand=False)
    for name in names:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return table


def printed(show: Callable[[Console], None]) -> str:
    """What `show` prints, as text; blanks at the ends of lines are left out."""
    from rich.console import Console

    buffer = io.StringIO()
    width = shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns
    show(Console(file=buffer, width=width, highlight=False))
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
