"""How right the reader is on texts that it was never trained on, and on the examples of the rule base.

The floors lie a little under what is reached today: a change that costs accuracy is seen at once. ``python bench/accuracy.py``
prints the figures, with ``--wrong FIELD`` the texts.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader

ROOT = Path(__file__).parents[2]


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_accuracy", ROOT / "bench/accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PLACES = ("F1 kabupaten_kota", "F1 kecamatan", "F1 kelurahan_desa")
REST = ("category", "stance", "event_date", "F1 is_incident")
# Places of East Java's reports: what issue 2 asks. Everything else: what is reached, less .03.
FLOORS = {
    "reports-jatim": {
        **dict(zip(PLACES, (0.93, 0.92, 0.93), strict=True)),
        **dict(zip(REST, (0.845, 0.72, 0.82, 0.90), strict=True)),
    },
    "reports-nusantara": {
        **dict(zip(PLACES, (0.953, 0.959, 0.927), strict=True)),
        **dict(zip(REST, (0.756, 0.784, 0.884, 0.864), strict=True)),
    },
    "articles": {
        **dict(zip(PLACES, (0.944, 0.953, 0.937), strict=True)),
        **dict(zip(REST, (0.91, 0.79, 0.75, 0.928), strict=True)),
    },
}
# The aim is .75; 47 of 64 are right today.
NEAR_MISSES_RIGHT = 0.7


@pytest.mark.parametrize("name", FLOORS)
def test_held_out_texts_are_read_as_well_as_before(reader: Reader, name: str) -> None:
    bench = _bench()
    accuracy = bench.measure(reader, bench.rows_of(ROOT / f"tests/corpora/heldout/{name}.jsonl"))
    figures = accuracy.figures()
    below = {
        figure: (round(figures[figure], 3), floor) for figure, floor in FLOORS[name].items() if figures[figure] < floor
    }
    assert below == {}


@pytest.mark.parametrize("name", ["reports-jatim", "reports-nusantara"])
def test_no_place_is_invented_where_none_can_be_decided(reader: Reader, name: str) -> None:
    bench = _bench()
    accuracy = bench.measure(reader, bench.rows_of(ROOT / f"tests/corpora/heldout/{name}.jsonl"))
    assert accuracy.placeless >= 9
    assert accuracy.placeless_invented == 0


RULES = load_rulebase()


def test_examples_of_the_rule_base_get_their_category(reader: Reader) -> None:
    examples = [(each.text, category.id) for category in RULES.categories.values() for each in category.examples]
    _assert_mostly_right(reader, examples, 0.85)


def test_near_misses_of_the_rule_base_get_the_other_category(reader: Reader) -> None:
    misses = [(each.text, each.category) for category in RULES.categories.values() for each in category.near_misses]
    _assert_mostly_right(reader, misses, NEAR_MISSES_RIGHT)


def test_examples_of_the_rule_base_tell_of_incidents_as_stated(reader: Reader) -> None:
    examples = [each for category in RULES.categories.values() for each in category.examples]
    right = [each for each in examples if reader.read(Document("1", each.text)).is_incident == each.is_incident]
    assert len(right) >= 0.8 * len(examples)


def _assert_mostly_right(reader: Reader, texts: list[tuple[str, str]], floor: float) -> None:
    wrong = []
    for text, category in texts:
        said = reader.read(Document("1", text)).category
        if said != category:
            wrong.append(f"{category} -> {said}: {text}")
    print(f"{len(texts) - len(wrong)} of {len(texts)} right", *wrong, sep="\n  ")
    assert len(texts) - len(wrong) >= floor * len(texts), "\n".join(wrong)
