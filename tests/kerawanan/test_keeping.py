from __future__ import annotations

import io

import numpy as np
import pytest

from kerawanan.index_samples import drawn, filled, small
from kondusif.kerawanan.domain.explain import explain, what_would_lower
from kondusif.kerawanan.domain.explain_change import Edition, explain_change
from kondusif.kerawanan.domain.index import IndexOptions, IndexResult, score
from kondusif.kerawanan.domain.keeping import NotKept, packed_result, packed_table, unpacked_result, unpacked_table
from kondusif.kerawanan.domain.tables import IndicatorTable


def _edition() -> tuple[IndexResult, IndicatorTable]:
    values = drawn(12)
    values[3, :2] = np.nan
    values[5, 3:] = np.nan
    table = filled(values, voters=np.array([np.nan, *range(100, 111)], dtype=np.float64))
    return score(small(), table, IndexOptions(draws=50, drawn_forms=(1.0, "complement"))), table


def test_a_table_comes_back_whole() -> None:
    _, table = _edition()
    again = unpacked_table(packed_table(table))
    assert again.digest == table.digest
    assert (again.codes, again.indicator_ids, again.names) == (table.codes, table.indicator_ids, table.names)


def test_a_result_comes_back_to_the_bit_and_explains_as_before() -> None:
    result, table = _edition()
    again = unpacked_result(packed_result(result))
    assert again.manifest == result.manifest
    assert again.framework == result.framework
    assert (again.codes, again.categories, again.reasons) == (result.codes, result.categories, result.reasons)
    assert (again.treatments, again.cutoffs, again.form) == (result.treatments, result.cutoffs, result.form)
    for name in (
        "scores",
        "score_interval",
        "rank_interval",
        "probability",
        "coverage",
        "normalised",
        "used",
        "imputed",
    ):
        np.testing.assert_array_equal(getattr(again, name), getattr(result, name))
    code = next(code for code, value in zip(result.codes, result.scores, strict=True) if not np.isnan(value))
    assert explain(again, code) == explain(result, code)
    assert what_would_lower(again, code) == what_would_lower(result, code)
    kept = Edition(again, unpacked_table(packed_table(table)))
    assert explain_change(kept, Edition(result, table), code).data == 0


def test_packing_twice_gives_what_unpacks_alike() -> None:
    result, _ = _edition()
    assert unpacked_result(packed_result(unpacked_result(packed_result(result)))).manifest == result.manifest


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04torn", b"\x93NUMPY", b"plain words"])
def test_torn_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(NotKept, match="rusak; hitung dan simpan lagi"):
        unpacked_table(content)


def test_pickled_objects_are_never_opened() -> None:
    hostile = io.BytesIO()
    np.savez(hostile, codes=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(NotKept):
        unpacked_table(hostile.getvalue())
