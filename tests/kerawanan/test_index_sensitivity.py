"""Sobol' indices: the published ones of Ishigami's function, groups, and what moves ranks."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.explain import NotExplained
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.sensitivity import AnalysisMissing, Factor, sobol, sobol_of_many
from kondusif.kerawanan.domain.sensitivity_index import what_moves_ranks, what_moves_scores
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


def test_many_outputs_at_once_have_the_indices_that_salib_gives_each() -> None:
    pytest.importorskip("SALib")
    factors = tuple(Factor(name, -np.pi, np.pi) for name in ("x1", "x2", "x3"))
    many = sobol_of_many(lambda x: np.stack([ishigami(x), x[:, 2], np.ones(len(x))], axis=1), factors, base=512)
    assert many.groups == ("x1", "x2", "x3")
    for place, model in ((0, ishigami), (1, lambda x: x[:, 2])):
        one = sobol(model, factors, base=512)
        assert many.first[place] == pytest.approx([each.first for each in one])
        assert many.total[place] == pytest.approx([each.total for each in one])
        # The errors come from other resamples.
        assert many.total_error[place] == pytest.approx([each.total_error for each in one], rel=0.35, abs=1e-9)
    assert many.total[2].tolist() == many.first[2].tolist() == [0, 0, 0]
    assert [each.group for each in many.of(0)] == ["x1", "x2", "x3"]


GROUPS = ["satu", "dua", "bobot dimensi", "bentuk", "skala", "perlakuan", "indikator dibuang"]


def test_the_choices_that_move_ranks_are_named_and_repeat() -> None:
    pytest.importorskip("SALib")
    table = filled(drawn(12))
    result = score(small(), table, PLAIN)
    found, again = (what_moves_ranks(result, table, base=32) for _ in range(2))
    assert [one.group for one in found] == GROUPS
    assert found == again
    # Nothing here is an outlier, so treating outliers moves no rank.
    assert found[GROUPS.index("perlakuan")].total == 0
    assert max(one.total for one in found) > 0.2


def test_the_choices_that_move_the_score_of_each_area() -> None:
    pytest.importorskip("SALib")
    values = drawn(12)
    values[3] = [50, 50, 50, 100, 100]
    table = filled(values)
    result = score(small(), table, PLAIN)
    every = what_moves_scores(result, table, base=64)
    assert every.codes == tuple(sorted(result.codes))
    assert list(every.found.groups) == GROUPS
    one = what_moves_scores(result, table, [result.codes[3]], base=64)
    assert [each.total for each in one.of(result.codes[3])] == pytest.approx(
        [each.total for each in every.of(result.codes[3])], abs=1e-12
    )
    # d and e are equal there: how they are weighed against each other cannot matter, how much their dimension weighs does.
    shares = {each.group: each.total for each in one.of(result.codes[3])}
    assert shares["dua"] < 0.02 < shares["bobot dimensi"]
    assert shares["perlakuan"] == 0


def test_holes_add_their_completions_to_the_choices() -> None:
    pytest.importorskip("SALib")
    framework = load_framework("kondusif-desa")
    codes = [f"35.{k:02d}.{d:02d}.{2001 + v}" for k in (1, 2, 3) for d in (1, 2) for v in range(12)]
    table = demonstration_table(framework, codes)
    table.values[0, -3:] = np.nan
    result = score(framework, table, IndexOptions(draws=0))
    found = what_moves_scores(result, table, base=32)
    assert len(found.found.groups) == 10
    isian = found.found.total[:, found.found.groups.index("isian")]
    holed = np.array([result.imputed[result.codes.index(code)] > 0 for code in found.codes])
    assert isian[~holed].tolist() == pytest.approx([0.0] * int((~holed).sum()), abs=1e-12)
    assert isian[holed].min() > 0
    ranks = what_moves_ranks(result, table, base=32)
    assert [one.group for one in ranks] == list(found.found.groups)
    assert codes[0] not in found.codes
    with pytest.raises(NotExplained, match="tidak dinilai"):
        what_moves_scores(result, table, [codes[0]], base=32)
    with pytest.raises(KeyError, match="tidak dihitung di sini"):
        found.of(codes[0])


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
