"""The shipped model is a text file that is checked, and its answers are shares of one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.understanding.features import Feature
from kondusif.understanding.model import LinearModel, parse_model
from kondusif.understanding.reading import Category, Stance

TINY = """\
# kondusif model 1: written for a test
category:apk category:judi stance:happened stance:rumour stance:denial incident:true incident:false
baliho\t0:2000 1:-2000 5:500
dadu\t1:1500
dua kali\t2:300
<bias>\t5:100
<joint>\t0:500 0:500 0:0
<joint>\t0:500 0:500 0:0
"""


def features(*names: str) -> list[Feature]:
    return [(name, 1.0, place, place) for place, name in enumerate(names)]


def best(model: LinearModel, head: str, *names: str) -> str:
    weighing = model.score(features(*names))
    return max(zip(weighing.shares()[head], weighing.labels(head), strict=True))[1]


def test_weights_decide() -> None:
    model = parse_model(TINY)
    assert best(model, "category", "baliho", "unbekannt") == "apk"
    assert best(model, "category", "dadu") == "judi"
    assert best(model, "incident", "baliho") == "true"


def test_classes_stand_under_their_heads_in_order() -> None:
    weighing = parse_model(TINY).score([])
    assert {head: weighing.labels(head) for head in ("category", "stance", "incident")} == {
        "category": ["apk", "judi"],
        "stance": ["happened", "rumour", "denial"],
        "incident": ["true", "false"],
    }


def test_only_pairs_that_weigh_are_asked_for() -> None:
    assert {first: set(seconds) for first, seconds in parse_model(TINY).pairs.items()} == {"dua": {"kali"}}


def test_a_feature_seen_twice_weighs_as_its_heaviest() -> None:
    model = parse_model(TINY)
    once = model.score([("baliho", 1.0, 0, 0)]).shares()["category"]
    twice = model.score([("baliho", 0.3, 0, 0), ("baliho", 1.0, 1, 1)]).shares()["category"]
    assert list(twice) == list(once)


names = st.lists(st.sampled_from(["baliho", "dadu", "dua kali", "apa", "^baliho", "#rumour"]), max_size=12)


@given(names)
@settings(max_examples=50)
def test_shares_of_every_head_sum_to_one(chosen: list[str]) -> None:
    shares = parse_model(TINY).score(features(*chosen)).shares()
    assert {head: round(float(sum(part)), 9) for head, part in shares.items()} == {
        "category": 1.0,
        "stance": 1.0,
        "incident": 1.0,
    }
    assert all(0.0 <= float(share) <= 1.0 for part in shares.values() for share in part)


@pytest.mark.parametrize("words", [[], ["baliho"], ["baliho", "sobek", "katanya"], ["x"] * 500])
def test_shares_of_the_shipped_model_sum_to_one(model: LinearModel, words: list[str]) -> None:
    shares = model.score(features(*words)).shares()
    assert [round(float(sum(shares[head])), 6) for head in ("category", "stance", "incident")] == [1.0, 1.0, 1.0]


def test_the_shipped_model_knows_every_category_and_stance(model: LinearModel) -> None:
    weighing = model.score([])
    assert weighing.labels("category") == [category.value for category in Category]
    assert set(weighing.labels("stance")) == {stance.value for stance in Stance}
    assert weighing.labels("incident") == ["true", "false"]


def test_the_shipped_weights_are_finite_and_rounded(model: LinearModel) -> None:
    weights = model._weights
    assert bool(np.isfinite(weights).all())
    assert float(np.abs(weights * 1000 - np.round(weights * 1000)).max()) < 0.01


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "berkas model rusak atau kosong: jalankan `make model`"),
        ("\n\n\n", "berkas model rusak atau kosong: jalankan `make model`"),
        ("PK\x03\x04 bukan model", "berkas model rusak atau kosong: jalankan `make model`"),
        (TINY.partition("<joint>")[0], "berkas model terpotong: jalankan `make model`"),
        (TINY.partition("<bias>")[0], "berkas model terpotong: jalankan `make model`"),
        (TINY.replace("<bias>\t5:100\n", ""), "berkas model terpotong: jalankan `make model`"),
        ("\n".join(TINY.splitlines()[:3]), "berkas model terpotong: jalankan `make model`"),
    ],
)
def test_a_torn_or_empty_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(RuntimeError) as refused:
        parse_model(text)
    assert str(refused.value) == says


def test_no_name_of_an_area_weighs(model: LinearModel) -> None:
    """Areas, persons and candidates are folded before anything is weighed."""
    taken = {name.lstrip("^") for name in model._index}
    assert (
        taken & {"tulungagung", "bululawang", "probolinggo", "banyuwangi", "situbondo", "makassar", "lhokseumawe"}
        == set()
    )
