from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kondusif.places.domain.codes import Level, ancestors_of, contains, level_of, parent_of, parse_code

_digits = st.sampled_from("0123456789")
_two = st.text(_digits, min_size=2, max_size=2)
_four = st.text(_digits, min_size=4, max_size=4)
codes = st.one_of(_two, st.tuples(_two, _two), st.tuples(_two, _two, _two), st.tuples(_two, _two, _two, _four)).map(
    lambda parts: parts if isinstance(parts, str) else ".".join(parts)
)


@given(codes)
def test_a_code_reads_the_same_with_and_without_dots(code: str) -> None:
    assert parse_code(code) == parse_code(code.replace(".", "")) == parse_code(f"  {code} \n") == code


@given(codes)
def test_ancestors_are_the_chain_of_parents_and_contain_the_code(code: str) -> None:
    chain, above = [], parent_of(code)
    while above is not None:
        chain.append(above)
        above = parent_of(above)
    assert ancestors_of(code) == tuple(reversed(chain))
    assert len(chain) == level_of(code) - 1
    assert all(contains(outer, code) and not contains(code, outer) for outer in chain)


@given(codes, codes)
def test_an_area_contains_itself_and_what_lies_below_and_nothing_else(one: str, other: str) -> None:
    assert contains(one, other) == (one == other or one in ancestors_of(other))


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_refused_in_words(written: str) -> None:
    try:
        code = parse_code(written)
    except ValueError:
        with pytest.raises(ValueError, match="kode wilayah tidak dikenal"):
            parse_code(written)
    else:
        assert level_of(code) in Level


@pytest.mark.parametrize("written", ["", "3", "350", "35.7", "35.07.", ".35", "35.07.14.20080", "35 07", "x", "35,07"])
def test_what_is_no_code_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="contoh: 35"):
        parse_code(written)


def test_a_longer_number_is_not_inside_a_shorter_one() -> None:
    assert contains("35.04", "35.04.01")
    assert not contains("35.04", "35.041")
