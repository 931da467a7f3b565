"""Steps that worker processes can import: named functions and classes, nothing clever."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kondusif.jobs.engines.base import engine

Step = Callable[[list[int]], list[int]]


@dataclass(frozen=True)
class Doubling:
    """Doubles numbers, the more slowly the smaller the first one is: results come early for late batches."""

    slow_batches: int = 0

    def __call__(self) -> Step:
        return self._step

    def _step(self, batch: list[int]) -> list[int]:
        if batch and batch[0] < self.slow_batches:
            time.sleep(0.2)
        return [number * 2 for number in batch]


class Unusable(Exception):
    pass


def refusing() -> Step:
    raise Unusable("daftar paslon rusak")


def failing() -> Step:
    def step(batch: list[int]) -> list[int]:
        if 7 in batch:
            raise Unusable("tujuh")
        return batch

    return step


def dying() -> Step:
    def step(batch: list[int]) -> list[int]:
        if 7 in batch:
            os.kill(os.getpid(), signal.SIGKILL)
        return batch

    return step


def naming() -> Callable[[list[int]], int]:
    return lambda batch: os.getpid()


def results(name: str, make_step: Any, batches: list[Any], workers: int) -> list[Any]:
    """All results of an engine, for a process that runs it apart from the tests."""
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)  # Daft's own workers must find this module
    return list(engine(name).map_batches(make_step, iter(batches), workers=workers))
