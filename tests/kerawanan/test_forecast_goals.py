from __future__ import annotations

from dataclasses import replace

import numpy as np

from kondusif.kerawanan.validation.forecast_goals import goals, simulate


def test_intervals_hold_and_the_forecast_beats_history_in_two_worlds() -> None:
    told = goals(full=False, threads=2)
    assert [(goal.number, goal.worlds, goal.seed) for goal in told] == [
        ("7", 2, 20241127),
        ("7", 2, 20241127),
        ("8", 2, 20241127),
    ]
    assert [(goal.what, goal.reached) for goal in told if not goal.met] == []


def test_a_world_is_the_same_whenever_it_is_drawn_and_unlike_the_next() -> None:
    first, again, other = simulate(1, 1, 30), simulate(1, 1, 30), simulate(1, 2, 30)
    assert first.events == again.events
    assert first.exposure.tolist() == again.exposure.tolist()
    assert first.events != other.events
    assert sorted(set(first.strata)) == [f"pulau {island}, {kind}" for island in (1, 2, 3) for kind in ("desa", "kota")]


def test_a_world_has_what_it_promises_late_reports_contagion_and_islands_apart() -> None:
    world = simulate(1, 3, 104)
    late = np.array([(event.known_at.date() - event.happened_date).days for event in world.events])
    assert (late.min(), late.max()) == (0, 40)
    assert 2 < np.median(late) < 6
    island = np.array([code[:2] for code in world.areas])
    assert not (world.adjacent & (island[:, None] != island)).any()
    assert (world.adjacent == world.adjacent.T).all()
    begin = min(event.happened_date for event in world.events)
    counts = np.zeros((104, 48))
    for event in world.events:
        counts[(event.happened_date - begin).days // 7, world.areas.index(event.area)] += 1
    calm = counts - counts.mean(axis=0)
    follows = (calm[1:] * calm[:-1]).sum() / (calm**2).sum()
    assert follows > 0.2
    apart = replace(world, events=world.events[:50])
    assert apart.backtested().shown is False
