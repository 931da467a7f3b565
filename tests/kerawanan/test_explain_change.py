"""What changed between two editions adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.explain import NotExplained
from kondusif.kerawanan.domain.explain_change import Edition, explain_change
from kondusif.kerawanan.domain.frameworks import Framework, build_framework, load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import indicator_table
from kondusif.kerawanan.domain.weights import equal

from .index_samples import PLAIN, codes, drawn, filled, small

CODE = codes(1)[0]


def edition(values: Floats, framework: Framework | None = None, options: IndexOptions = PLAIN) -> Edition:
    table = filled(values, framework=framework)
    return Edition(score(framework or small(), table, options), table)


def wider() -> Framework:
    content = small().model_dump()
    indicators = content["dimensions"][1]["indicators"]
    content["dimensions"][1]["indicators"] = [one | {"goalposts": (0, 200)} for one in indicators]
    return build_framework(content)


def test_new_figures_alone_are_a_data_effect() -> None:
    values = drawn(4)
    values[0] = [10, 20, 30, 40, 50]
    later = values.copy()
    later[0, 3] = 60
    change = explain_change(edition(values), edition(later), CODE)
    assert change.after - change.before == pytest.approx(4)
    assert (change.data, change.weights, change.goalposts, change.imputation) == (pytest.approx(4), 0, 0, 0)


def test_new_weights_alone_are_a_weight_effect() -> None:
    values = drawn(4)
    change = explain_change(edition(values), edition(values, equal(small())), CODE)
    assert change.weights == pytest.approx(change.after - change.before)
    assert (change.data, change.goalposts, change.imputation) == (0, 0, 0)


def test_new_goalposts_alone_are_a_goalpost_effect() -> None:
    values = drawn(4)
    values[0] = [10, 20, 30, 40, 50]
    change = explain_change(edition(values), edition(values, wider()), CODE)
    # dua falls from 45 to 22.5 and weighs .4
    assert change.goalposts == pytest.approx(-9)
    assert (change.data, change.weights, change.imputation) == (0, 0, 0)


def test_another_completion_alone_is_an_imputation_effect() -> None:
    values = drawn(20)
    values[0, 0] = np.nan
    first, other = edition(values), edition(values, options=replace(PLAIN, seed=7))
    change = explain_change(first, other, CODE)
    assert change.imputation == pytest.approx(change.after - change.before)
    assert change.imputation != 0
    assert (change.data, change.weights, change.goalposts) == (0, 0, 0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.sampled_from([1.0, 2.0, "complement"]), st.booleans(), st.booleans())
def test_the_effects_sum_to_the_change(seed: int, form: float, hole_before: bool, hole_after: bool) -> None:
    first, second = drawn(12, seed), drawn(12, seed + 1)
    first[0, 0], second[0, 0] = (np.nan if hole else 50.0 for hole in (hole_before, hole_after))
    before = edition(first)
    after = edition(second, equal(wider()), replace(PLAIN, form=form))
    change = explain_change(before, after, CODE)
    parts = change.data + change.weights + change.goalposts + change.imputation
    assert parts == pytest.approx(change.after - change.before, abs=1e-9)
    assert change.before == pytest.approx(before.result.scores[0])


def test_other_indicators_cannot_be_compared() -> None:
    framework = load_framework("kondusif-desa")
    table = indicator_table(framework, codes(2), np.zeros((2, 17)), voters=np.ones(2), stations=np.ones(2))
    ours = Edition(score(framework, table, PLAIN), table)
    with pytest.raises(NotExplained, match="indikator yang berbeda"):
        explain_change(ours, edition(drawn(2)), CODE)
