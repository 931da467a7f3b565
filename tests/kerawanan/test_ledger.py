from __future__ import annotations

from datetime import date

import pytest

from kondusif.kerawanan.domain.ledger import (
    STEPS,
    AlarmOutcome,
    AlarmState,
    BadStep,
    Extent,
    check_step,
    checked_reason,
    record_of,
    same_alarm,
)

TODAY = date(2024, 11, 20)


def _extent(areas: str, first: int, last: int) -> Extent:
    return Extent(frozenset(areas.split()), date(2024, 11, first), date(2024, 11, last))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (_extent("a b", 10, 12), _extent("b c", 12, 14), True),
        (_extent("a b", 10, 12), _extent("b c", 13, 14), True),  # days that follow each other
        (_extent("a b", 10, 12), _extent("b c", 14, 15), False),
        (_extent("a b", 10, 12), _extent("c d", 10, 12), False),
        (_extent("a", 10, 10), _extent("a", 10, 10), True),
    ],
)
def test_the_same_thing_shares_an_area_and_touches_in_days(one: Extent, other: Extent, same: bool) -> None:
    assert one.touches(other) is same
    assert other.touches(one) is same


def test_a_sighting_belongs_to_the_alarm_with_most_areas_in_common_then_to_the_oldest() -> None:
    seen = _extent("a b c", 12, 14)
    standing = [
        (9, _extent("a", 12, 12)),
        (4, _extent("b c", 13, 13)),
        (7, _extent("a b", 11, 15)),
        (2, _extent("z", 12, 14)),
    ]
    assert same_alarm(seen, standing) == 4
    assert same_alarm(seen, [(2, _extent("z", 12, 14))]) is None
    assert same_alarm(seen, []) is None


def test_every_step_that_is_not_drawn_is_refused() -> None:
    for before in AlarmState:
        for wanted in AlarmState:
            outcome = AlarmOutcome.TEPAT if wanted is AlarmState.DITUTUP else None
            if wanted in STEPS[before]:
                check_step(before, wanted, outcome)
            else:
                with pytest.raises(BadStep, match="tidak dapat"):
                    check_step(before, wanted, outcome)


def test_closing_says_what_it_was_and_nothing_else_does() -> None:
    with pytest.raises(BadStep, match="tepat, keliru"):
        check_step(AlarmState.DIKONFIRMASI, AlarmState.DITUTUP, None)
    with pytest.raises(BadStep, match="tepat, keliru"):
        check_step(AlarmState.DINAIKKAN, AlarmState.DIKONFIRMASI, AlarmOutcome.TEPAT)


@pytest.mark.parametrize("reason", ["", " \n ", "ok", "x" * 2001])
def test_a_word_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(BadStep):
        checked_reason(reason)


def test_the_record_counts_what_is_known() -> None:
    closed = AlarmState.DITUTUP
    record = record_of(
        [
            (closed, AlarmOutcome.TEPAT),
            (closed, AlarmOutcome.TEPAT),
            (closed, AlarmOutcome.KELIRU),
            (closed, AlarmOutcome.TAK_PASTI),
            (AlarmState.DIKONFIRMASI, None),
        ]
    )
    assert (record.raised, record.open, record.right, record.wrong, record.unsure) == (5, 1, 2, 1, 1)
    assert record.precision == 2 / 3
    assert record_of([]).precision is None
