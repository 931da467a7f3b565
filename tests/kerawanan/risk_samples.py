"""Incidents and areas that the tests of the dynamic layer share. No person, no party."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from kondusif.kerawanan.domain.dynamics import Dynamics, load_dynamics
from kondusif.kerawanan.domain.evidence import RiskEvent
from kondusif.kerawanan.domain.risk import RiskResult, assess

NOW = datetime(2024, 11, 20, 1, tzinfo=UTC)  # 08:00 WIB
DYNAMICS = load_dynamics()
CODES = tuple(f"35.{number:02d}" for number in range(1, 39))
VOTERS = np.random.default_rng(4).lognormal(13, 0.4, 38)
SCORES = np.random.default_rng(5).uniform(5, 90, 38)


def event(name: str = "k1", area: str = "35.04", /, **changes: Any) -> RiskEvent:
    """A fresh, verified clash of middling severity, told by one source of its own."""
    days = changes.pop("days", 0.0)
    usual = RiskEvent(
        id=name,
        area=area,
        category="intimidasi_kekerasan",
        severity=2,
        happened_at=NOW - timedelta(days=days),
        status="terverifikasi",
        sources=(f"sumber {name}",),
    )
    return replace(usual, **changes)


def season(seed: int = 1, number: int = 300) -> list[RiskEvent]:
    """Genuine, verified incidents of two months over all areas, by many sources."""
    choice = np.random.default_rng(seed)
    kinds = [name for name, days in DYNAMICS.half_lives.items() if days]
    share = VOTERS * choice.lognormal(0, 0.5, 38)
    return [
        event(
            f"asli {each:04d}",
            CODES[choice.choice(38, p=share / share.sum())],
            category=kinds[choice.integers(len(kinds))],
            severity=int(choice.integers(4)),
            days=float(choice.uniform(0, 60)),
            sources=(f"sumber {choice.integers(40)}",),
        )
        for each in range(number)
    ]


def assessed(events: list[RiskEvent], /, **changes: Any) -> RiskResult:
    """The reference areas, assessed."""
    asked: dict[str, Any] = {"now": NOW, "dynamics": DYNAMICS} | changes
    return assess(CODES, asked.pop("structural", SCORES), asked.pop("exposure", VOTERS), events, **asked)


def with_numbers(**changes: object) -> Dynamics:
    """The shipped numbers with some changed."""
    from kondusif.kerawanan.domain.dynamics import build_dynamics

    return build_dynamics(DYNAMICS.model_dump() | changes)
