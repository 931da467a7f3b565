"""Daft: on this machine, or on a Ray cluster when `DAFT_RUNNER=ray` is set (`daft[ray]` and kondusif on every node).

Batches are spooled to one Parquet file, which bounds memory whatever the length of the input. Where nodes do not share
`/tmp`, `KONDUSIF_SPOOL` names a folder that they share. The step is the one that the local engine runs; results are put
back into the order of the batches.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kondusif.jobs.engines.base import B, EngineMissing, MakeStep, R, WorkerDied
from kondusif.jobs.engines.local import cores, portable

# Daft reports its use to its makers unless told not to: nothing here talks to other hosts. Its bars would spoil ours.
_QUIET = {"DAFT_ANALYTICS_ENABLED": "0", "DO_NOT_TRACK": "true", "DAFT_PROGRESS_BAR": "0"}
# Rows are whole batches: a few make a morsel, not Daft's usual 131,072.
_ROWS_AT_ONCE = 8


class DaftEngine:
    """Actor processes that Daft places, each with its own step."""

    def map_batches(
        self, make_step: MakeStep[B, R], batches: Iterable[B], *, workers: int | None = None
    ) -> Iterator[R]:
        """One result per batch, in order. Raises `EngineMissing` at once when Daft is not installed."""
        os.environ.update(_QUIET)
        try:
            import daft
        except ImportError:
            message = 'mesin daft belum terpasang; pasang dengan "make daft", atau pakai --engine local'
            raise EngineMissing(message) from None
        return _results(daft, pickle.dumps(make_step), batches, workers or cores())


ENGINE = DaftEngine()


class _Stepper:
    """Runs in Daft's worker: builds the step at its first batch. What goes wrong travels back as a value."""

    def __init__(self, make_step: bytes) -> None:
        self._make_step = make_step
        self._step: Any = None

    def run(self, packed: bytes) -> bytes:
        try:
            if self._step is None:
                self._step = pickle.loads(self._make_step)()  # noqa: S301 - our own bytes
            return pickle.dumps((self._step(pickle.loads(packed)), None))  # noqa: S301 - our own bytes
        except Exception as error:  # noqa: BLE001 - it is raised again where the results are read
            return pickle.dumps((None, portable(error)))


def _results(daft: Any, make_step: bytes, batches: Iterable[Any], workers: int) -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="kondusif-", dir=os.environ.get("KONDUSIF_SPOOL")) as folder:
        spool = Path(folder) / "batches.parquet"
        count = _spool(batches, spool)
        if not count:
            pickle.loads(make_step)()  # noqa: S301 - what building the step refuses is refused without batches, too
            return
        try:
            yield from _in_order(_answers(daft, make_step, spool, workers), count)
        except BaseException:  # also when the results are not wanted any more
            atexit.register(_leave_at_once)
            raise


def _spool(batches: Iterable[Any], spool: Path) -> int:
    """Write the batches down; how many there are."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("number", pa.int64()), ("batch", pa.large_binary())])
    count = 0
    with parquet.ParquetWriter(spool, schema, compression="lz4") as writer:
        for count, batch in enumerate(batches, start=1):
            writer.write_batch(pa.record_batch([[count - 1], [pickle.dumps(batch)]], schema=schema))
    return count


def _answers(daft: Any, make_step: bytes, spool: Path, workers: int) -> Iterator[tuple[int, bytes]]:
    binary = daft.DataType.binary()

    class Step(_Stepper):
        @daft.method.batch(return_dtype=binary, batch_size=1)  # type: ignore[untyped-decorator, unused-ignore]
        def answers(self, batches: Any) -> list[bytes]:
            return [self.run(packed) for packed in batches.to_pylist()]

    step = daft.cls(Step, max_concurrency=workers, use_process=True)(make_step)
    with daft.execution_config_ctx(maintain_order=True, default_morsel_size=_ROWS_AT_ONCE):
        frame = daft.read_parquet(str(spool))
        answered = frame.select(daft.col("number"), step.answers(daft.col("batch")).alias("answer"))
        try:
            for row in answered.iter_rows(results_buffer_size=_ROWS_AT_ONCE):
                yield row["number"], row["answer"]
        except (RuntimeError, OSError, EOFError) as error:
            raise WorkerDied(f"mesin daft berhenti: {str(error).splitlines()[0][:200]}") from error


def _in_order(answers: Iterator[tuple[int, bytes]], count: int) -> Iterator[Any]:
    """Results by their numbers. Daft ends without a word when it is interrupted: a missing result is a failure."""
    early: dict[int, bytes] = {}
    wanted = 0
    for number, answer in answers:
        early[number] = answer
        while wanted in early:
            result, error = pickle.loads(early.pop(wanted))  # noqa: S301 - our own bytes
            if error is not None:
                raise error
            yield result
            wanted += 1
    if wanted != count:
        raise WorkerDied("mesin daft berhenti sebelum selesai")


def _leave_at_once() -> None:
    """An interrupted Daft aborts the interpreter while it shuts down; our message and status come first."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)
