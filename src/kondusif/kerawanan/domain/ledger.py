"""The life of an alarm: raised by a machine, seen, confirmed or dismissed by a person with a reason, closed with what it was.

An alarm is minted once. A later run that finds the same thing again, in areas and days that overlap, adds a *sighting* to
it; only what shares neither is another alarm. Nothing here is deleted: misses and false alarms are what earns trust.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class AlarmState(StrEnum):
    """How far people have come with an alarm."""

    DINAIKKAN = "dinaikkan"
    DILIHAT = "dilihat"
    DIKONFIRMASI = "dikonfirmasi"
    DITEPIS = "ditepis"
    DITUTUP = "ditutup"


class AlarmOutcome(StrEnum):
    """What an alarm turned out to be, said when it is closed."""

    TEPAT = "tepat"
    KELIRU = "keliru"
    TAK_PASTI = "tak_pasti"


class AlarmKind(StrEnum):
    """What raised it: the space-time scan, or one area's own series."""

    KLASTER = "klaster"
    DERET = "deret"


STEPS: dict[AlarmState, frozenset[AlarmState]] = {
    AlarmState.DINAIKKAN: frozenset({AlarmState.DILIHAT, AlarmState.DIKONFIRMASI, AlarmState.DITEPIS}),
    AlarmState.DILIHAT: frozenset({AlarmState.DIKONFIRMASI, AlarmState.DITEPIS}),
    AlarmState.DIKONFIRMASI: frozenset({AlarmState.DITUTUP, AlarmState.DITEPIS}),
    AlarmState.DITEPIS: frozenset({AlarmState.DITUTUP, AlarmState.DIKONFIRMASI}),
    AlarmState.DITUTUP: frozenset(),
}
OPEN = frozenset(AlarmState) - {AlarmState.DITUTUP}
NEARNESS = timedelta(days=1)  # days that touch are the same days


class BadStep(ValueError):
    """The alarm cannot be taken there; the message is Indonesian."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which areas, which days."""

    areas: frozenset[str]
    first_date: date
    latest_date: date

    def touches(self, other: Extent) -> bool:
        """Whether both speak of the same thing: an area in common, days that overlap or follow each other."""
        apart = self.first_date > other.latest_date + NEARNESS or other.first_date > self.latest_date + NEARNESS
        return not apart and bool(self.areas & other.areas)


@dataclass(frozen=True, slots=True)
class Record:
    """How right the alarms were: closed ones by outcome, and how many still stand. `precision` None before any is known."""

    raised: int
    open: int
    right: int
    wrong: int
    unsure: int

    @property
    def precision(self) -> float | None:
        """Right among those of which it is known."""
        known = self.right + self.wrong
        return self.right / known if known else None


def same_alarm(extent: Extent, standing: Sequence[tuple[int, Extent]]) -> int | None:
    """The key of the standing alarm that this is another sighting of: the one with most areas in common, then the oldest."""
    touching = [(key, other) for key, other in standing if extent.touches(other)]
    if not touching:
        return None
    return min(touching, key=lambda each: (-len(extent.areas & each[1].areas), each[0]))[0]


def check_step(state: AlarmState, wanted: AlarmState, outcome: AlarmOutcome | None) -> None:
    """Raises `BadStep` where the step is not one of `STEPS`, or a closing says no outcome."""
    if wanted not in STEPS[state]:
        raise BadStep(f"Peringatan yang {_WORDS[state]} tidak dapat {_WORDS[wanted]}.")
    if (wanted is AlarmState.DITUTUP) != (outcome is not None):
        raise BadStep("Saat menutup peringatan, sebutkan apakah ia tepat, keliru, atau tidak dapat dipastikan.")


def checked_reason(reason: str) -> str:
    """The reason in one line, or `BadStep`: a word without a reason is worth nothing later."""
    reason = " ".join(reason.split())
    if len(reason) < 3:
        raise BadStep("Tulis alasannya: keputusan tanpa alasan tidak dapat dipertanggungjawabkan.")
    if len(reason) > 2000:
        raise BadStep("Alasan terlalu panjang (paling banyak 2.000 huruf).")
    return reason


def record_of(states: Iterable[tuple[AlarmState, AlarmOutcome | None]]) -> Record:
    """The record of a set of alarms."""
    every = list(states)
    outcomes = [outcome for state, outcome in every if state is AlarmState.DITUTUP]
    return Record(
        raised=len(every),
        open=len(every) - len(outcomes),
        right=outcomes.count(AlarmOutcome.TEPAT),
        wrong=outcomes.count(AlarmOutcome.KELIRU),
        unsure=outcomes.count(AlarmOutcome.TAK_PASTI),
    )


_WORDS = {
    AlarmState.DINAIKKAN: "baru dinaikkan",
    AlarmState.DILIHAT: "dilihat",
    AlarmState.DIKONFIRMASI: "dikonfirmasi",
    AlarmState.DITEPIS: "ditepis",
    AlarmState.DITUTUP: "ditutup",
}
