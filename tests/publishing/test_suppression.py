"""An attacker with the whole table, its totals and the rules by which it was made learns of no hidden count what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.publishing.domain.suppression import FEWEST, PublicCount, Shown, Side, Suppressed, suppress

NUMBER, FEW, WITHHELD = Shown.NUMBER, Shown.FEW, Shown.WITHHELD


def possible(table: Suppressed) -> dict[str, set[int]]:
    """Which values each count below five may have, for somebody who knows all that is published and how; exact.

    Every assignment is a solution that keeps all rules: shown numbers stand, "< 5" is 0 to 4, withheld is 5 or more, both
    sides add up to the total. The sides share the total alone, so that each is solved for itself.
    """
    found: dict[str, set[int]] = {}
    for name, side in (("area", table.areas), ("category", table.categories)):
        for key, values in _possible_in(side, table.total).items():
            found[f"{name}:{key}"] = values
    return found


def _possible_in(side: Side, total: PublicCount) -> dict[str, set[int]]:
    few = [key for key, each in side.items() if each.shown is FEW]
    if total.count is None:
        # Nothing is known but that the total is below five, or that it is withheld: every count may be 0 to 4.
        return {key: set(range(FEWEST)) for key in few}
    withheld = sum(each.shown is WITHHELD for each in side.values())
    left = total.count - sum(each.count or 0 for each in side.values())
    # Sums that n counts of 0 to 4, with so many of five and more, can reach: by counting up, no formula shared with the code.
    sums = _sums(len(few) - 1, withheld, left)
    return {key: {value for value in range(FEWEST) if left - value in sums} for key in few}


def _sums(few: int, withheld: int, most: int) -> set[int]:
    sums = {0}
    for _ in range(max(few, 0)):
        sums = {sum_ + value for sum_ in sums for value in range(FEWEST) if sum_ + value <= most}
    for _ in range(withheld):
        sums = {sum_ + value for sum_ in sums for value in range(FEWEST, most + 1) if sum_ + value <= most}
    return sums


COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Two sides with the same total; often small, often with nothing in it."""
    areas = draw(COUNTS)
    left = sum(areas.values())
    categories: dict[str, int] = {}
    for name in draw(st.lists(st.sampled_from("tuvwxyz"), min_size=1, max_size=7, unique=True)):
        categories[name] = draw(st.integers(0, left))
        left -= categories[name]
    categories["rest"] = left
    return areas, categories


@given(tables())
@settings(max_examples=2000, deadline=None)
def test_every_hidden_count_may_be_anything_below_five(sides: tuple[Mapping[str, int], Mapping[str, int]]) -> None:
    table = suppress(*sides)
    assert all(values == set(range(FEWEST)) for values in possible(table).values())


@given(tables())
@settings(max_examples=500, deadline=None)
def test_what_is_shown_is_true_and_never_below_five(sides: tuple[Mapping[str, int], Mapping[str, int]]) -> None:
    table = suppress(*sides)
    for counts, side in ((sides[0], table.areas), (sides[1], table.categories)):
        assert set(side) == set(counts)
        for name, each in side.items():
            match each.shown:
                case Shown.NUMBER:
                    assert each.count == counts[name] >= FEWEST
                case Shown.FEW:
                    assert each.count is None
                    assert counts[name] < FEWEST
                case Shown.WITHHELD:
                    assert each.count is None


def test_the_attacker_finds_what_is_not_protected() -> None:
    """The test's own test: without complementary suppression a single hidden count is found out."""
    naive = Suppressed(
        PublicCount(NUMBER, 33),
        {"a": PublicCount(NUMBER, 20), "b": PublicCount(NUMBER, 10), "c": PublicCount(FEW)},
        {"x": PublicCount(NUMBER, 33)},
    )
    assert possible(naive) == {"area:c": {3}}


@pytest.mark.parametrize(
    ("counts", "marks"),
    [
        ({"a": 20, "b": 10, "c": 3}, {"a": WITHHELD, "b": NUMBER, "c": FEW}),  # a single small one
        ({"a": 20, "b": 10, "c": 0, "d": 4}, {"a": WITHHELD, "b": NUMBER, "c": FEW, "d": FEW}),
        ({"a": 2, "b": 10, "c": 30}, {"a": FEW, "b": WITHHELD, "c": NUMBER}),  # the order decides, not the size
        ({"a": 20, "b": 10}, {"a": NUMBER, "b": NUMBER}),  # nothing to protect
        ({"a": 5, "b": 8, "c": 1, "d": 50}, {"a": WITHHELD, "b": WITHHELD, "c": FEW, "d": NUMBER}),  # 5 could only be 5
    ],
)
def test_no_more_is_hidden_than_needed(counts: dict[str, int], marks: dict[str, Shown]) -> None:
    table = suppress(counts, {"x": sum(counts.values())})
    assert {name: each.shown for name, each in table.areas.items()} == marks


def test_where_no_hiding_is_enough_nothing_is_shown() -> None:
    table = suppress({"a": 5, "b": 5, "c": 1}, {"x": 11})
    assert not table.open
    assert {each.shown for each in (*table.areas.values(), *table.categories.values(), table.total)} == {WITHHELD}


@pytest.mark.parametrize("total", range(FEWEST))
def test_a_total_below_five_is_no_number(total: int) -> None:
    table = suppress({"a": total}, {"x": total})
    assert (table.open, table.total, table.areas["a"].shown) == (False, PublicCount(FEW), FEW)


def test_sides_of_different_totals_are_no_table() -> None:
    with pytest.raises(ValueError, match="one total"):
        suppress({"a": 6}, {"x": 7})


def test_knowing_the_code_pins_no_count_down() -> None:
    """Every table of three areas with up to eighteen each, held against all that would have been published alike."""
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(19), repeat=3):
        table = suppress(dict(zip("abc", counts, strict=True)), {"x": sum(counts)})
        assert all(values == set(range(FEWEST)) for values in possible(table).values())
        alike[(table.total, tuple(table.areas.values()))].append(counts)
    for (total, side), inputs in alike.items():  # type: ignore[misc]
        if total.count is None or total.count > 18:
            continue  # larger tables have companions beyond the nineteen counts that were tried
        for place, each in enumerate(side):
            if each.shown is FEW:
                assert {counts[place] for counts in inputs} >= {0, 1, 2, 3}
