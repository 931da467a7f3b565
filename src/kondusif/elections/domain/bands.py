"""Stages as bands of a time line, in rows, so that no two of a row lie on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kondusif.rulebase.rules import StageRule


@dataclass(frozen=True, slots=True)
class Band:
    """A stage on a time line: both days belong to it, cut to the time line.

    `open_start`: no source says when it begins, so that its last day alone is drawn. `unsure`: its dates are.
    """

    stage: StageRule
    start: date
    end: date
    row: int
    open_start: bool
    unsure: bool


def bands(
    stages: Iterable[StageRule],
    *,
    first: date | None = None,
    last: date | None = None,
    room: Callable[[StageRule], int] = lambda _stage: 0,
) -> tuple[Band, ...]:
    """The bands between two days, each in the highest row that is free. Stages without any day have none.

    `room` asks for that many days to stay free after a band, for instance for its name.
    """
    taken: list[date] = []
    placed: list[Band] = []
    for stage, start, end in sorted(_cut(stages, first, last), key=lambda each: (each[1], -each[2].toordinal())):
        row = next((row for row, until in enumerate(taken) if until < start), len(taken))
        until = end + timedelta(days=room(stage))
        taken[row : row + 1] = [until]
        placed.append(Band(stage, start, end, row, stage.start is None, stage.confidence == "U"))
    return tuple(placed)


def _cut(stages: Iterable[StageRule], first: date | None, last: date | None) -> Iterable[tuple[StageRule, date, date]]:
    for stage in stages:
        start = stage.start or stage.end
        if start is None:
            continue
        end = max(start, stage.end or last or start)  # one without an end is drawn as far as the time line goes
        if (first is None or end >= first) and (last is None or start <= last):
            yield stage, max(start, first or start), min(end, last or end)
