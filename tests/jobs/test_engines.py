"""The contract of every engine: one output, whatever runs the step."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from kondusif.jobs.engines.base import MODULES, EngineMissing, WorkerDied, engine

from . import steps

Run = Callable[[Any, list[Any], int], list[Any]]
INSTALLED = [name for name in MODULES if name == "local" or importlib.util.find_spec(name)]
BATCHES = [list(range(start, start + 3)) for start in range(0, 60, 3)]
DOUBLED = [[number * 2 for number in batch] for batch in BATCHES]


def worker_processes() -> list[Any]:
    return [process for process in multiprocessing.active_children() if process.daemon]


def local_results(make_step: Any, batches: list[Any], workers: int) -> list[Any]:
    return list(engine("local").map_batches(make_step, iter(batches), workers=workers))


@pytest.fixture(params=INSTALLED, scope="module")
def results_of(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Runs an engine to its end. Daft gets a process of its own: it leaves threads and pipes behind."""
    if request.param == "local":
        yield local_results
        return
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as aside:

        def run(make_step: Any, batches: list[Any], workers: int) -> list[Any]:
            return aside.submit(steps.results, request.param, make_step, batches, workers).result(timeout=120)

        yield run


def test_there_is_a_note_when_an_engine_was_left_out() -> None:
    if missing := set(MODULES) - set(INSTALLED):
        pytest.skip(f"not installed, not tested: {', '.join(missing)} (make daft)")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_batches(results_of: Run, workers: int) -> None:
    assert results_of(steps.Doubling(4), BATCHES, workers) == DOUBLED


def test_no_batches_give_no_results(results_of: Run) -> None:
    assert results_of(steps.Doubling(), [], 2) == []


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("batches", [BATCHES, []])
def test_what_building_the_step_raises_is_raised_here(results_of: Run, workers: int, batches: list[list[int]]) -> None:
    if not batches and workers == 2 and results_of is local_results:
        pytest.skip("workers that get no batch are not waited for")
    with pytest.raises(steps.Unusable, match="daftar paslon rusak"):
        results_of(steps.refusing, batches, workers)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_step_raises_is_raised_here(results_of: Run, workers: int) -> None:
    with pytest.raises(steps.Unusable, match="tujuh"):
        results_of(steps.failing, BATCHES, workers)


def test_a_killed_worker_ends_the_work_with_a_clear_word() -> None:
    begun = time.monotonic()
    with pytest.raises(WorkerDied, match="SIGKILL"):
        list(engine("local").map_batches(steps.dying, BATCHES, workers=2))
    assert time.monotonic() - begun < 20
    assert worker_processes() == []


def test_workers_are_gone_when_the_results_are_not_wanted_any_more() -> None:
    results = engine("local").map_batches(steps.Doubling(), BATCHES, workers=2)
    assert next(results) == DOUBLED[0]
    assert len(worker_processes()) == 2
    results.close()  # type: ignore[attr-defined]
    assert worker_processes() == []


def test_batches_are_not_drawn_far_ahead_of_the_results() -> None:
    drawn = 0

    def endless() -> Iterator[list[int]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield [drawn]

    results = engine("local").map_batches(steps.Doubling(), endless(), workers=2)
    for _ in range(50):
        next(results)
    assert drawn <= 50 + 2 * 6
    results.close()  # type: ignore[attr-defined]


def test_big_batches_do_not_lock_up_the_pipes() -> None:
    batches = [list(range(200_000))] * 12
    results = engine("local").map_batches(steps.Doubling(), batches, workers=2)
    assert sum(len(result) for result in results) == 12 * 200_000


def test_little_work_stays_in_this_process_and_much_does_not() -> None:
    local = engine("local")
    assert set(local.map_batches(steps.naming, BATCHES[:3])) == {os.getpid()}
    if len(os.sched_getaffinity(0)) > 1:
        assert os.getpid() not in set(local.map_batches(steps.naming, BATCHES))


def test_a_missing_engine_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(EngineMissing, match="make daft"):
        engine("daft").map_batches(steps.Doubling(), BATCHES)


def test_results_that_daft_does_not_give_are_a_failure() -> None:
    from kondusif.jobs.engines import daft_

    answers = [(1, pickle.dumps(("b", None))), (0, pickle.dumps(("a", None)))]
    assert list(daft_._in_order(iter(answers), 2)) == ["a", "b"]
    with pytest.raises(WorkerDied, match="sebelum selesai"):
        list(daft_._in_order(iter(answers), 3))
