from __future__ import annotations

import numpy as np
import pytest

from kondusif.kerawanan.domain.scan_types import ScanRefused
from kondusif.kerawanan.domain.scan_windows import (
    neighbours_from_centroids,
    neighbours_from_costs,
    neighbours_from_lists,
)

LINE = np.abs(np.subtract.outer(np.arange(5.0), np.arange(5.0)))
CODES = ["a", "b", "c", "d", "e"]
EQUAL = np.ones(5)


def listed(neighbours: object) -> list[list[int]]:
    return [neighbours.of(centre).tolist() for centre in range(neighbours.centres)]  # type: ignore[attr-defined]


def test_neighbours_are_taken_nearest_first_until_their_voters_are_too_many() -> None:
    found = neighbours_from_costs(LINE, EQUAL, CODES, fraction=0.5)
    assert listed(found) == [[0, 1], [1, 0], [2, 1], [3, 2], [4, 3]]
    assert (found.centres, found.windows) == (5, 10)


def test_a_centre_is_in_even_if_it_alone_is_too_large() -> None:
    voters = np.array([10.0, 1, 1, 1, 1])
    assert listed(neighbours_from_costs(LINE, voters, CODES, fraction=0.2)) == [[0], [1], [2, 1], [3, 2], [4, 3]]


def test_equal_costs_are_taken_by_code_whatever_the_rows() -> None:
    swapped = ["a", "z", "c", "b", "e"]
    found = neighbours_from_costs(LINE, EQUAL, swapped, fraction=0.5)
    assert found.of(2).tolist() == [2, 3]


def test_no_way_means_no_window() -> None:
    sea = LINE.copy()
    sea[:2, 2:] = sea[2:, :2] = np.inf
    assert listed(neighbours_from_costs(sea, EQUAL, CODES, fraction=0.5)) == [[0, 1], [1, 0], [2, 3], [3, 2], [4, 3]]


def test_a_list_may_be_kept_short() -> None:
    assert neighbours_from_costs(LINE, EQUAL, CODES, fraction=0.5, max_members=1).windows == 5


@pytest.mark.parametrize("most", [1, 2, 7, 19])
def test_a_short_list_is_the_beginning_of_the_long_one_also_among_equals(most: int) -> None:
    choice = np.random.default_rng(most)
    costs = choice.integers(0, 4, (40, 40)).astype(float)
    costs[choice.random((40, 40)) < 0.2] = np.inf
    codes = [f"{number:02d}" for number in choice.permutation(40)]
    long, short = (neighbours_from_costs(costs, np.ones(40), codes, fraction=0.5, max_members=m) for m in (None, most))
    assert listed(short) == [members[:most] for members in listed(long)]


def test_distance_is_over_the_globe() -> None:
    # Along the equator and across the date line: 179.9 and -179.9 are neighbours.
    longitude = np.array([179.9, 170.0, -179.9, 0.0, 10.0])
    found = neighbours_from_centroids(longitude, np.zeros(5), EQUAL, CODES, fraction=0.5)
    assert listed(found) == [[0, 2], [1, 0], [2, 0], [3, 4], [4, 3]]


def test_rows_in_another_order_are_the_same_lists() -> None:
    found = neighbours_from_costs(LINE, EQUAL, CODES, fraction=0.5)
    turned = found.reordered(np.array([4, 3, 2, 1, 0]))
    assert listed(turned) == [[0, 1], [1, 2], [2, 3], [3, 4], [4, 3]]


@pytest.mark.parametrize("fraction", [0, -0.1, 0.51, float("nan")])
def test_a_share_of_voters_that_cannot_be(fraction: float) -> None:
    with pytest.raises(ScanRefused, match="Bagian pemilih"):
        neighbours_from_costs(LINE, EQUAL, CODES, fraction=fraction)


def test_bad_places_are_refused() -> None:
    with pytest.raises(ScanRefused, match="bukan angka"):
        neighbours_from_centroids(np.array([np.nan, 1.0]), np.zeros(2), np.ones(2), ["a", "b"])
    with pytest.raises(ScanRefused, match="bujur"):
        neighbours_from_centroids(np.array([1.0, 1.0]), np.array([-7.0, 112.0]), np.ones(2), ["a", "b"])
    with pytest.raises(ScanRefused, match="tidak negatif"):
        neighbours_from_costs(-LINE, EQUAL, CODES)
    with pytest.raises(ScanRefused, match="5 × 5"):
        neighbours_from_costs(LINE[:4], EQUAL, CODES)
    with pytest.raises(ScanRefused, match="Jumlah pemilih"):
        neighbours_from_costs(LINE, np.array([1, 1, 1, 1, np.inf]), CODES)


def test_lists_as_given_are_held_to_be_lists_of_areas() -> None:
    assert listed(neighbours_from_lists([[0, 1], [1]], 2)) == [[0, 1], [1]]
    with pytest.raises(ScanRefused, match="ke-2 memuat wilayah yang sama dua kali"):
        neighbours_from_lists([[0, 1], [1, 1]], 2)
    with pytest.raises(ScanRefused, match="ke-1 menyebut wilayah yang tidak ada"):
        neighbours_from_lists([[0, 2], [1]], 2)
