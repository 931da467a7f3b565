from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections.conftest import a_stage
from kondusif.elections.domain.bands import bands
from kondusif.elections.domain.calendar import Calendar

FIRST = date(2024, 1, 1)


def test_bands_that_overlap_stand_in_different_rows() -> None:
    stages = [
        a_stage("A", "2024-01-01", "2024-01-10"),
        a_stage("B", "2024-01-05", "2024-01-06"),
        a_stage("C", "2024-01-11", "2024-01-12"),
        a_stage("D", "2024-01-06", "2024-01-07"),
    ]
    assert [(band.stage.id, band.row) for band in bands(stages)] == [("A", 0), ("B", 1), ("D", 2), ("C", 0)]


def test_a_band_is_cut_to_the_time_line_and_what_lies_outside_has_none() -> None:
    stages = [
        a_stage("A", "2024-01-01", "2024-01-10"),
        a_stage("B", "2024-03-01", "2024-03-02"),
        a_stage("C", "2024-01-08"),
    ]
    found = bands(stages, first=date(2024, 1, 5), last=date(2024, 1, 31))
    assert [(band.stage.id, band.start.day, band.end.day) for band in found] == [("A", 5, 10), ("C", 8, 31)]


def test_a_stage_without_beginning_is_its_last_day_and_one_without_days_has_no_band() -> None:
    (only,) = bands([a_stage("D6", "", "2024-09-21"), a_stage("F1")])
    assert (only.start, only.end, only.open_start) == (date(2024, 9, 21), date(2024, 9, 21), True)


def test_room_for_a_name_is_kept_free() -> None:
    stages = [a_stage("A", "2024-01-01", "2024-01-02"), a_stage("B", "2024-01-05", "2024-01-06")]
    assert [band.row for band in bands(stages)] == [0, 0]
    assert [band.row for band in bands(stages, room=lambda _stage: 3)] == [0, 1]


def test_the_unsure_are_marked(pilkada: Calendar) -> None:
    assert [band.stage.id for band in bands(pilkada.stages) if band.unsure] == ["D4"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 9)), max_size=25))
def test_no_two_bands_of_a_row_ever_touch(spans: list[tuple[int, int, int]]) -> None:
    start = FIRST.toordinal()
    stages = [
        a_stage(str(n), str(date.fromordinal(start + at)), str(date.fromordinal(start + at + long)))
        for n, (at, long, _) in enumerate(spans)
    ]
    rooms = {str(n): room for n, (_, _, room) in enumerate(spans)}
    placed = bands(stages, room=lambda stage: rooms[stage.id])
    assert len(placed) == len(stages)
    days = [
        (band.row, day)
        for band in placed
        for day in range(band.start.toordinal(), band.end.toordinal() + rooms[band.stage.id] + 1)
    ]
    assert len(days) == len(set(days))
