"""`kondusif worker --once` for the test that kills it: with "slow" it stops in the middle of keeping a sitrep."""

from __future__ import annotations

import sys
import time

from kondusif.cli.main import run
from kondusif.config.django import setup


def stop_in_the_middle() -> None:
    setup()
    from kondusif.publishing.actions import sitrep

    keep = sitrep.record

    def slowly(**given: object) -> object:
        fact = keep(**given)  # type: ignore[arg-type]
        print("at work", flush=True)
        time.sleep(60)
        return fact

    sitrep.record = slowly  # type: ignore[assignment]


if __name__ == "__main__":
    if sys.argv[1:] == ["slow"]:
        stop_in_the_middle()
    sys.exit(run(["worker", "--once"]))
