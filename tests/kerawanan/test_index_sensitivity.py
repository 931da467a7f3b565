"""Sobol' indices: the published ones of Ishigami's function, groups, and what moves ranks."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.sensitivity import AnalysisMissing, Factor, sobol, what_moves_ranks
from kondusif.kerawanan.domain.treatment import rescale

from .index_samples import PLAIN, drawn, filled, small


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_ishigamis_published_indices_within_five_thousandths() -> None:
    pytest.importorskip("SALib")
    factors = tuple(Factor(name, -np.pi, np.pi) for name in ("x1", "x2", "x3"))
    found = sobol(ishigami, factors, base=8192)
    assert [one.first for one in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.005)
    assert [one.total for one in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.005)
    assert all(one.stable for one in found)


def test_a_group_is_moved_together() -> None:
    pytest.importorskip("SALib")
    factors = (Factor("a", group="dua"), Factor("b", group="dua"), Factor("c"))
    found = sobol(lambda x: x[:, 0] + x[:, 1] + 2 * x[:, 2], factors, base=1024)
    assert [one.group for one in found] == ["dua", "c"]
    assert [one.first for one in found] == pytest.approx([1 / 3, 2 / 3], abs=0.02)


def test_what_never_changes_explains_nothing() -> None:
    pytest.importorskip("SALib")
    assert [one.total for one in sobol(lambda x: np.ones(len(x)), (Factor("a"),), base=64)] == [0.0]


def test_the_choices_that_move_ranks_are_named_and_repeat() -> None:
    pytest.importorskip("SALib")
    table = filled(drawn(12))
    result = score(small(), table, PLAIN)
    found, again = (what_moves_ranks(result, table, base=32) for _ in range(2))
    assert [one.group for one in found] == ["satu", "dua", "bobot dimensi", "bentuk", "skala", "perlakuan"]
    assert found == again
    # Nothing here is an outlier, so treating outliers moves no rank.
    assert abs(found[-1].total) < 0.02
    assert max(one.total for one in found) > 0.2


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.analyze", None)
    with pytest.raises(AnalysisMissing, match=r"kondusif\[analysis\]"):
        sobol(ishigami, (Factor("a"),))
    assert score(small(), filled(drawn(3)), IndexOptions(draws=0)).scores.size == 3


def test_other_scales_by_hand() -> None:
    values = np.array([[0.0, 7], [50, 7], [100, 7], [50, 7]])
    used = np.array([[True, True], [True, True], [True, True], [False, True]])
    assert rescale(values, used, "percentile")[:, 0].tolist() == pytest.approx([100 / 6, 50, 500 / 6, 50])
    # z = ±1.2247, Φ = .1103 and .8897
    assert rescale(values, used, "normal")[:3, 0].tolist() == pytest.approx([11.03, 50, 88.97], abs=0.01)
    assert rescale(values, used, "normal")[:, 1].tolist() == [50] * 4
    assert rescale(values, used, "goalposts") is values
