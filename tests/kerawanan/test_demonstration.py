"""Invented figures: the same for a code in every list, alike among neighbours, with holes, and with a second edition."""

from __future__ import annotations

import time

import numpy as np
import pytest

from kondusif.kerawanan.domain.demonstration import NoDemonstration, demonstration_table
from kondusif.kerawanan.domain.explain_change import Edition, explain_change
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.index_rollup import roll_up
from kondusif.kerawanan.domain.tables import TableRefused

from .index_samples import small

OURS = load_framework("kondusif-desa")
PLAIN = IndexOptions(draws=0)


def desa(kabupaten: int, kecamatan: int, inside: int) -> tuple[str, ...]:
    return tuple(
        f"35.{k + 1:02d}.{d + 1:02d}.{2001 + v}"
        for k in range(kabupaten)
        for d in range(kecamatan)
        for v in range(inside)
    )


def test_a_code_gets_the_same_figures_in_every_list() -> None:
    codes = desa(2, 3, 4)
    whole = demonstration_table(OURS, codes)
    few = demonstration_table(OURS, codes[::-5])
    assert few.digest == whole.taken(list(range(len(codes)))[::-5]).digest
    assert demonstration_table(OURS, codes).digest == whole.digest
    assert demonstration_table(OURS, codes, seed=2).digest != whole.digest


def test_eight_thousand_areas_take_less_than_a_second_and_most_can_be_scored() -> None:
    codes = desa(38, 18, 12)
    began = time.process_time()
    table = demonstration_table(OURS, codes)
    assert time.process_time() - began < 2.0  # a third of a second alone; the machine may be busy
    result = score(OURS, table, PLAIN)
    unscored = np.isnan(result.scores).mean()
    assert 0 < unscored < 0.05
    assert {"rendah", "sedang", "tinggi", None} == set(result.categories)
    assert len(roll_up(result, parts=2)) == 38


def test_neighbours_resemble_each_other() -> None:
    result = score(OURS, demonstration_table(OURS, desa(38, 6, 10)), PLAIN)
    scores = np.where(np.isnan(result.scores), np.nanmean(result.scores), result.scores).reshape(38, 6, 10)
    kabupaten = scores.mean(axis=(1, 2)).std() / scores.std()
    kecamatan = (scores.mean(axis=2) - scores.mean(axis=(1, 2))[:, None]).std() / scores.std()
    # By chance alone the means of 60 and of 10 areas would vary by 1/√60 = .13 and 1/√10 = .32 of the whole.
    assert kabupaten > 0.4
    assert kecamatan > 0.4


def test_one_sub_dimension_is_thin_and_the_others_have_a_hole_here_and_there() -> None:
    table = demonstration_table(OURS, desa(38, 6, 10))
    holes = dict(zip(table.indicator_ids, np.isnan(table.values).mean(axis=0), strict=True))
    assert 0.2 < holes.pop("tps_kendala_listrik") < 0.45
    assert 0.03 < holes.pop("tps_kendala_internet") < 0.15
    assert all(0.005 < share < 0.05 for share in holes.values())
    assert not np.isnan(table.voters).any()
    assert not np.isnan(table.stations).any()


def test_the_second_edition_changes_a_few_figures_and_fills_holes() -> None:
    codes = desa(20, 6, 10)
    first, second = (demonstration_table(OURS, codes, edition=edition) for edition in (1, 2))
    known = ~np.isnan(first.values)
    assert not np.isnan(second.values[known]).any()
    assert 0.002 < (first.values[known] != second.values[known]).mean() < 0.012
    filled = ~known & ~np.isnan(second.values)
    assert 0.4 < filled.sum() / (~known).sum() < 0.6
    assert (first.voters.tolist(), first.stations.tolist()) == (second.voters.tolist(), second.stations.tolist())
    before, after = (Edition(score(OURS, table, PLAIN), table) for table in (first, second))
    moved = np.flatnonzero(((first.values != second.values) & known).any(axis=1) & ~filled.any(axis=1))
    code = next(codes[row] for row in moved if not np.isnan(before.result.scores[row]))
    change = explain_change(before, after, code)
    assert change.data != 0
    assert change.data + change.weights + change.goalposts + change.imputation == pytest.approx(
        change.after - change.before
    )


def test_any_framework_that_can_be_computed_can_be_filled() -> None:
    result = score(small(), demonstration_table(small(), desa(3, 3, 5)), PLAIN)
    assert (~np.isnan(result.scores)).sum() > 40


@pytest.mark.parametrize(
    ("framework", "codes", "edition", "message"),
    [
        ("ikp-2024", ("35.01.01.2001",), 1, "tidak dapat diisi contoh"),
        ("kondusif-desa", ("35.01",), 1, r"35\.01 bukan kode desa"),
        ("kondusif-desa", ("35.01.01.2001",), 3, "edisi contoh hanya 1 dan 2"),
    ],
)
def test_what_cannot_be_invented_is_refused(framework: str, codes: tuple[str, ...], edition: int, message: str) -> None:
    with pytest.raises(NoDemonstration, match=message):
        demonstration_table(load_framework(framework), codes, edition=edition)


def test_a_code_twice_and_no_code_at_all_are_refused() -> None:
    with pytest.raises(TableRefused, match="tertulis 2 kali"):
        demonstration_table(OURS, ("35.01.01.2001",) * 2)
    with pytest.raises(TableRefused, match="tidak ada satu wilayah pun"):
        demonstration_table(OURS, ())
