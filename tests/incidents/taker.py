"""A process that reaches for one incident as soon as a file appears: who, which, the file. Prints who has it."""

from __future__ import annotations

import sys
import time
import uuid
from pathlib import Path

from kondusif.config.django import setup

setup()

from factories.readings import NOW  # noqa: E402

from kondusif.incidents.actions import ClaimedByOther, take_incident  # noqa: E402


def main(who: str, incident: str, gate: str) -> None:
    print("ready", flush=True)
    while not Path(gate).exists():
        time.sleep(0.001)
    try:
        take_incident(uuid.UUID(incident), by=who, now=NOW)
        print(who)
    except ClaimedByOther as error:
        print(error.by)


if __name__ == "__main__":
    main(*sys.argv[1:])
