"""This machine: one process per core, fed in turn; small work and one worker stay in this process.

Each worker has its own pipe, so a worker that is killed can lock up nobody. At most two batches wait at a worker and a
few finished ones wait for their turn: memory does not depend on the length of the input.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import traceback
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from kondusif.jobs.engines.base import B, MakeStep, R, WorkerDied

# Starting workers costs about a second each; what one process reads in that time it reads alone.
_WORTH_WORKERS = 8
_WAITING_AT_WORKER = 2
_WAITING_FOR_TURN = 4


class LocalEngine:
    """Processes on this machine."""

    def map_batches(
        self, make_step: MakeStep[B, R], batches: Iterable[B], *, workers: int | None = None
    ) -> Iterator[R]:
        """One result per batch. Without `workers`: this process for little work, one worker per core for more."""
        remaining = iter(batches)
        if workers is None:
            first = list(itertools.islice(remaining, _WORTH_WORKERS))
            workers = cores() if len(first) == _WORTH_WORKERS else 1
            remaining = itertools.chain(first, remaining)
        if workers <= 1:
            return _alone(make_step, remaining)
        return _Pool(make_step, workers).results(remaining)


ENGINE = LocalEngine()


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _alone(make_step: MakeStep[B, R], batches: Iterable[B]) -> Iterator[R]:
    step = make_step()
    for batch in batches:
        yield step(batch)


class _Worker:
    """The parent's view of one process."""

    def __init__(self, make_step: MakeStep[Any, Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, make_step), daemon=True)
        self.process.start()
        theirs.close()
        self.waiting = 0

    def send(self, number: int, batch: object) -> None:
        try:
            self.pipe.send((number, batch))
        except (BrokenPipeError, ConnectionResetError):
            raise self._died() from None
        self.waiting += 1

    def receive(self) -> tuple[int, object]:
        try:
            number, result, error = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._died() from None
        if error is not None:
            raise error
        self.waiting -= 1
        return number, result

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join(timeout=2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()

    def _died(self) -> WorkerDied:
        self.process.join(timeout=1)
        code = self.process.exitcode
        if code is not None and code < 0:
            return WorkerDied(f"proses pembaca dihentikan dari luar ({signal.Signals(-code).name}); memori habis?")
        return WorkerDied(f"proses pembaca berhenti sendiri (status {code})")


class _Pool:
    def __init__(self, make_step: MakeStep[Any, Any], size: int) -> None:
        self._make_step = make_step
        self._size = size
        self._workers: list[_Worker] = []

    def results(self, batches: Iterable[B]) -> Iterator[Any]:
        numbered = enumerate(batches)
        finished: dict[int, object] = {}
        sent, next_out, exhausted = 0, 0, False
        window = self._size * (_WAITING_AT_WORKER + _WAITING_FOR_TURN)
        try:
            self._workers = [_Worker(self._make_step) for _ in range(self._size)]
            while True:
                while not exhausted and sent - next_out < window and (idle := self._least_busy()):
                    entry = next(numbered, None)
                    if entry is None:
                        exhausted = True
                    else:
                        idle.send(*entry)
                        sent += 1
                if exhausted and next_out == sent:
                    return
                finished.update(self._arrived())
                while next_out in finished:
                    yield finished.pop(next_out)
                    next_out += 1
        finally:
            for worker in self._workers:
                worker.stop()

    def _least_busy(self) -> _Worker | None:
        worker = min(self._workers, key=lambda worker: worker.waiting)
        return worker if worker.waiting < _WAITING_AT_WORKER else None

    def _arrived(self) -> Iterator[tuple[int, object]]:
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.waiting}
        for pipe in wait(list(by_pipe)):
            yield by_pipe[pipe].receive()  # type: ignore[index]


def _work(pipe: Connection, make_step: MakeStep[Any, Any]) -> None:
    """A worker's life: build the step, answer batches, end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    inbox: queue.Queue[tuple[int, Any] | None] = queue.Queue()
    # The inbox is emptied while the step works, so the parent never blocks on a full pipe.
    threading.Thread(target=_receive, args=(pipe, inbox), daemon=True).start()
    try:
        step = make_step()
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        _answer(pipe, (-1, None, portable(error)))
        while inbox.get() is not None:
            pass
        return
    while (entry := inbox.get()) is not None:
        number, batch = entry
        answer: tuple[int, Any, Exception | None]
        try:
            answer = (number, step(batch), None)
        except Exception as error:  # noqa: BLE001 - it is raised again in the parent
            answer = (number, None, portable(error))
        if not _answer(pipe, answer):
            return


def _receive(pipe: Connection, inbox: queue.Queue[tuple[int, Any] | None]) -> None:
    try:
        while True:
            inbox.put(pipe.recv())
    except (EOFError, OSError):
        inbox.put(None)


def _answer(pipe: Connection, answer: object) -> bool:
    try:
        pipe.send(answer)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def portable(error: Exception) -> Exception:
    """`error` with its traceback as a note, in a form that survives the way to another process."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever its pickling trips over
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
