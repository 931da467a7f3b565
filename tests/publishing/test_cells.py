"""No cell runs (T12, A12): a hundred payloads through the rule, the way back, and everything in between."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.publishing.domain.cells import CUT, LONGEST_CELL, formula_safe, restored, sheet_text, text_of_sheet
from publishing.payloads import PAYLOADS


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_becomes_text_and_text_again(payload: str) -> None:
    safe = formula_safe(payload)
    assert safe.startswith("'")
    assert restored(safe) == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_reader_with_another_separator_finds_no_formula_either(payload: str) -> None:
    line = formula_safe(f"kabar; {payload}")
    for cell in re.split(r"[;\t\r\n]", line):
        bare = re.sub(r"^[^\S\t\r\n]*", "", cell)
        assert not bare.startswith(("=", "+", "@"))
    assert restored(line) == f"kabar; {payload}"


@pytest.mark.parametrize(
    "text", ["Amplop Rp50.000", "Jum'at pagi", "Kec. Ngunut, Rp 5,-", "TPS 4 = ramai", "3-2-1", ""]
)
def test_what_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    assert formula_safe(text) == text


def test_numbers_are_no_texts() -> None:
    assert [formula_safe(cell) for cell in (-1.5, 3, None, True)] == [-1.5, 3, None, True]


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_every_text_comes_back(text: str) -> None:
    safe = formula_safe(text)
    assert restored(safe) == text
    assert not re.match(r"[\s\"]*[=+@%|-]", safe)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
@settings(max_examples=200, deadline=None)
def test_csv_brings_every_text_back(text: str) -> None:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([formula_safe(text), "x"])
    assert [restored(cell) for cell in next(csv.reader(io.StringIO(line.getvalue(), newline="")))] == [text, "x"]


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_a_sheet_brings_every_text_back(text: str) -> None:
    assert text_of_sheet(sheet_text(text)) == text


def test_a_text_too_long_for_excel_is_cut_and_says_so() -> None:
    written = sheet_text("a" * (LONGEST_CELL + 1))
    assert len(written) == LONGEST_CELL
    assert written.endswith(CUT)
