"""The diagram of an alarm is that of the code."""

from __future__ import annotations

import re
from pathlib import Path

from kondusif.kerawanan.domain.ledger import STEPS, AlarmOutcome, AlarmState

PAGE = (Path(__file__).parents[2] / "docs" / "states" / "alarm.md").read_text()
ARROWS = re.findall(r"^ +(\w+|\[\*\]) --> (\w+|\[\*\])", PAGE, re.MULTILINE)


def test_the_diagram_has_every_state_and_no_other() -> None:
    assert {node for arrow in ARROWS for node in arrow} - {"[*]"} == set(AlarmState)


def test_the_arrows_are_the_steps_that_the_ledger_takes() -> None:
    between = {(start, end) for start, end in ARROWS if "[*]" not in (start, end)}
    assert between == {(start, end) for start, ends in STEPS.items() for end in ends}


def test_it_begins_raised_and_ends_closed() -> None:
    assert [end for start, end in ARROWS if start == "[*]"] == [AlarmState.DINAIKKAN]
    assert [start for start, end in ARROWS if end == "[*]"] == [state for state, ends in STEPS.items() if not ends]


def test_every_outcome_is_named() -> None:
    assert [outcome for outcome in AlarmOutcome if f"`{outcome}`" not in PAGE] == []
