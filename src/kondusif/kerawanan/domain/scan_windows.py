"""Which areas stand together: for each centre its neighbours, nearest first; every beginning of that list is a window.

What "near" means is an input. Straight distance is the default; where sea or mountains cut areas apart, hand in travel times
or steps from neighbour to neighbour instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.scan_types import Floats, ScanRefused

DEFAULT_FRACTION, MAX_FRACTION = 0.10, 0.50
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Lists in one array: those of centre i are `members[starts[i]:starts[i + 1]]`, nearest first.

    starts: int64[n_centres + 1]; members: int32[n_windows], positions of areas. A list normally begins with its centre.
    """

    starts: NDArray[np.int64]
    members: NDArray[np.int32]

    @property
    def centres(self) -> int:
        """How many lists there are."""
        return len(self.starts) - 1

    @property
    def windows(self) -> int:
        """How many sets of areas are looked at, each as many times as there are durations."""
        return len(self.members)

    def of(self, centre: int) -> NDArray[np.int32]:
        """The members of one centre's list."""
        return self.members[self.starts[centre] : self.starts[centre + 1]]

    def reordered(self, order: NDArray[np.int64]) -> Neighbours:
        """The same lists when row i of the areas is what was row order[i]; lists sorted by where their centre stands now."""
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        lists = [place[self.of(centre)] for centre in range(self.centres) if len(self.of(centre))]
        lists.sort(key=lambda members: int(members[0]))
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(members) for members in lists], out=starts[1:])
        return Neighbours(starts, np.concatenate([np.zeros(0, dtype=np.int32), *lists]))


def neighbours_from_lists(lists: Sequence[Sequence[int]], areas: int) -> Neighbours:
    """Neighbours as they are given: one list of positions for each centre; none twice in a list, none that is no area."""
    for centre, members in enumerate(lists):
        if len(set(members)) != len(members):
            raise ScanRefused(f"Daftar tetangga ke-{centre + 1} memuat wilayah yang sama dua kali.")
        if any(not 0 <= member < areas for member in members):
            raise ScanRefused(f"Daftar tetangga ke-{centre + 1} menyebut wilayah yang tidak ada.")
    starts = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(members) for members in lists], out=starts[1:])
    flat = [member for members in lists for member in members]
    return Neighbours(starts, np.asarray(flat, dtype=np.int32))


def neighbours_from_centroids(
    longitude: Floats,
    latitude: Floats,
    voters: Floats,
    codes: Sequence[str],
    *,
    fraction: float = DEFAULT_FRACTION,
    max_members: int | None = None,
) -> Neighbours:
    """Neighbours by great-circle distance between centroids in degrees; see `neighbours_from_costs` for the rest."""
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
        raise ScanRefused("Titik tengah wilayah memuat nilai yang bukan angka.")
    if (np.abs(latitude) > 90).any() or (np.abs(longitude) > 180).any():
        raise ScanRefused("Titik tengah wilayah harus berupa bujur −180..180 dan lintang −90..90 derajat.")
    across, up = np.radians(longitude), np.radians(latitude)
    points = np.stack([np.cos(up) * np.cos(across), np.cos(up) * np.sin(across), np.sin(up)], axis=1)

    def distances(centre: int) -> Floats:
        chord = np.sqrt(((points - points[centre]) ** 2).sum(axis=1))
        return np.asarray(2 * _EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0)), dtype=np.float64)

    return _nearest(distances, voters, codes, fraction, max_members)


def neighbours_from_costs(
    costs: Floats,
    voters: Floats,
    codes: Sequence[str],
    *,
    fraction: float = DEFAULT_FRACTION,
    max_members: int | None = None,
) -> Neighbours:
    """Neighbours by any cost of going from row to column: minutes of travel, steps over borders, kilometres.

    costs: float64[n, n], infinite where there is no way (such areas never share a window). A list takes areas as long as
    they hold together at most `fraction` (≤ 0.5) of all `voters`; the centre is always in. Equal costs are taken in the
    order of `codes`, so that the order of the rows changes nothing.
    """
    if np.isnan(costs).any() or (costs < 0).any():
        raise ScanRefused("Jarak atau waktu tempuh antarwilayah harus angka yang tidak negatif.")
    if costs.shape != (len(codes), len(codes)):
        raise ScanRefused(f"Tabel jarak harus {len(codes)} × {len(codes)}, ternyata {costs.shape}.")
    return _nearest(lambda centre: costs[centre], voters, codes, fraction, max_members)


def _nearest(
    distances: Callable[[int], Floats], voters: Floats, codes: Sequence[str], fraction: float, most: int | None
) -> Neighbours:
    if not 0 < fraction <= MAX_FRACTION:
        raise ScanRefused(f"Bagian pemilih dalam satu jendela harus di atas 0 dan paling banyak {MAX_FRACTION:g}.")
    if len(voters) != len(codes) or not np.isfinite(voters).all() or (voters < 0).any():
        raise ScanRefused("Jumlah pemilih harus satu angka yang tidak negatif untuk tiap wilayah.")
    by_code = np.empty(len(codes), dtype=np.int64)
    by_code[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
    limit = fraction * float(voters.sum()) * (1 + 1e-12)
    lists = []
    for centre in range(len(codes)):
        # Rounded, so that a distance that is equal but for its latest bit counts as equal whatever the order of rows.
        away = np.asarray(np.round(distances(centre), 9), dtype=np.float64)
        away[centre] = -1.0
        order = _nearest_first(away, by_code, min(most or len(codes), len(codes)))
        reached = order[np.isfinite(away[order])]
        lists.append(reached[: max(1, int(np.searchsorted(np.cumsum(voters[reached]), limit, side="right")))])
    starts = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(members) for members in lists], out=starts[1:])
    return Neighbours(starts, np.concatenate([np.zeros(0, dtype=np.int64), *lists]).astype(np.int32))


def _nearest_first(away: Floats, by_code: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The `most` nearest, equal ones by code. Only what may be among them is sorted: of thousands of areas a few hundred."""
    near = np.arange(len(away))
    if most < len(away):
        near = np.flatnonzero(away <= np.partition(away, most - 1)[most - 1])
    return near[np.lexsort((by_code[near], away[near]))][:most]
