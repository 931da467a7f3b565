"""What every engine promises, and the table of those that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Protocol, TypeVar

B = TypeVar("B")
R = TypeVar("R")

Step = Callable[[B], R]
MakeStep = Callable[[], Callable[[B], R]]

MODULES = {"local": "local", "daft": "daft_"}


class EngineMissing(Exception):
    """The engine is not installed; the message says how to install it."""


class WorkerDied(Exception):
    """A worker process ended without a result (killed, out of memory); the message says so for people."""


class Engine(Protocol):
    """Runs a pure step over batches.

    `make_step` is called once per worker and must be picklable, as must batches and results. Results come in the order
    of the batches; memory does not grow with their number. What `make_step` or the step raises is raised here, in its
    own type.
    """

    def map_batches(
        self, make_step: MakeStep[B, R], batches: Iterable[B], *, workers: int | None = None
    ) -> Iterator[R]:
        """One result per batch. Without `workers` the engine decides."""
        ...


def engine(name: str) -> Engine:
    """The engine by its name on the command line. Raises `EngineMissing`."""
    found: Engine = import_module(f"{__package__}.{MODULES[name]}").ENGINE
    return found
