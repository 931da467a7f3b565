"""Texts through an engine: what `read` and `ingest` share."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kondusif.cli.status import Failed
from kondusif.intake.domain.refusal import Item, Refusal
from kondusif.intake.domain.texts import Texts
from kondusif.jobs.engines import base
from kondusif.understanding.batches import BadCandidates, Batch, BatchReadings, Failure, ReadStep, in_batches
from kondusif.understanding.document import Document


@dataclass(frozen=True, slots=True)
class Finished:
    """One batch and what was read from it; `read_bytes` of the input lie behind."""

    batch: Batch
    readings: BatchReadings
    read_bytes: int


def read_through(
    texts: Texts,
    *,
    engine: str,
    workers: int | None,
    candidates: Path | None,
    on_refusal: Callable[[Refusal], None],
) -> Iterator[Finished]:
    """Batches of readings in the order of the texts. Refusals are told as they are met.

    Raises `Failed` when the engine is missing or breaks, or when the list of candidates cannot be used.
    """
    under_way: deque[tuple[Batch, int]] = deque()

    def batches() -> Iterator[Batch]:
        for batch in in_batches(_accepted(texts, on_refusal)):
            under_way.append((batch, texts.read_bytes))
            yield batch

    make_step = functools.partial(ReadStep, candidates)
    try:
        for readings in base.engine(engine).map_batches(make_step, batches(), workers=workers):
            batch, read_bytes = under_way.popleft()
            for failure in readings.failures:
                on_refusal(_refused(failure))
            yield Finished(batch, readings, read_bytes)
    except (base.EngineMissing, base.WorkerDied, BadCandidates) as error:
        raise Failed(str(error)) from error


def _accepted(items: Texts, on_refusal: Callable[[Refusal], None]) -> Iterator[Document]:
    item: Item
    for item in items:
        if isinstance(item, Refusal):
            on_refusal(item)
        else:
            yield item


def _refused(failure: Failure) -> Refusal:
    return Refusal(failure.source, None, f"pembaca gagal pada id '{failure.id}' ({failure.problem})")
