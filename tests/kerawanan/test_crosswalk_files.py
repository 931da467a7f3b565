"""The 34 provinces of older editions and the 38 of today: every code exists, and what is inherited is flagged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from kondusif.kerawanan.domain.crosswalk import Crosswalk, carry, successors
from kondusif.kerawanan.domain.crosswalk_files import CrosswalkRefused, load_crosswalk, shipped_crosswalks
from kondusif.kerawanan.domain.frameworks import DATA
from kondusif.kerawanan.domain.index import score
from kondusif.kerawanan.domain.tables import TableRefused, indicator_table
from kondusif.places.domain.gazetteer import load_gazetteer

from .index_samples import PLAIN, drawn, small

CROSSWALK = load_crosswalk("provinsi-34-38")


def provinces() -> list[str]:
    gazetteer = load_gazetteer()
    return [f"{number:02d}" for number in range(100) if f"{number:02d}" in gazetteer]


def written(tmp_path: Path, **change: Any) -> Path:
    content = yaml.safe_load((DATA / "crosswalks/provinsi-34-38.yaml").read_text("utf-8")) | change
    path = tmp_path / "padanan.yaml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def test_thirty_four_and_four_are_thirty_eight_and_all_stand_in_the_gazetteer() -> None:
    gazetteer, today = load_gazetteer(), provinces()
    new = [one.code for one in CROSSWALK.splits]
    assert len(today) == 38
    assert set(new) <= set(today)
    assert len(set(today) - set(new)) == 34
    for one in CROSSWALK.splits:
        assert (gazetteer.area(one.code).name, gazetteer.area(one.origin).name) == (one.name, one.origin_name)


def test_the_four_new_provinces_come_from_two() -> None:
    assert dict(CROSSWALK.crosswalk.origin) == {"93": "91", "94": "91", "95": "91", "96": "92"}


def test_what_is_not_from_the_study_is_marked_unsure() -> None:
    assert {CROSSWALK.confidence, *(one.confidence for one in CROSSWALK.splits)} == {"U"}
    assert shipped_crosswalks() == ("provinsi-34-38",)


def test_a_table_of_thirty_four_is_carried_and_what_is_inherited_is_flagged() -> None:
    today = provinces()
    old = [code for code in today if code not in CROSSWALK.crosswalk.origin]
    values = drawn(34)
    table = indicator_table(small(), old, values, voters=np.full(34, 1e6), stations=np.full(34, 2e3))
    heirs = ("91", "92", "93", "94", "95", "96")
    sizes = dict.fromkeys(heirs, (250_000.0, 500.0))
    carried = carry(small(), table, CROSSWALK.crosswalk, codes=today, sizes=sizes)
    assert tuple(code for code, flag in zip(carried.codes, carried.inherited, strict=True) if flag) == heirs
    rows = {code: row for row, code in enumerate(carried.codes)}
    assert carried.values[[rows[code] for code in ("93", "94", "95", "96")]].tolist() == (
        values[[old.index(code) for code in ("91", "91", "91", "92")]].tolist()
    )
    result = score(small(), carried, PLAIN)
    assert result.inherited.sum() == 6
    assert len(set(result.scores[[rows[code] for code in ("91", "93", "94", "95")]].tolist())) == 1


def test_codes_of_today_without_the_table_of_codes_are_refused() -> None:
    with pytest.raises(TableRefused, match="tidak dikenal; periksa tahun kodenya atau pakai tabel padanan kode"):
        indicator_table(small(), ("93",), drawn(1), known_codes=("91", "92"))


def test_a_number_without_quotes_an_unknown_key_and_a_chain_are_refused(tmp_path: Path) -> None:
    split = {"name": "A", "origin_name": "B", "source": "Uji", "confidence": "U"}
    with pytest.raises(CrosswalkRefused, match=r"splits\.1\.code: tulis dalam tanda kutip"):
        load_crosswalk(written(tmp_path, splits=[split | {"code": 93, "origin": "91"}]))
    with pytest.raises(CrosswalkRefused, match="warna: kunci ini tidak dikenal"):
        load_crosswalk(written(tmp_path, warna="biru"))
    chain = [split | {"code": "93", "origin": "91"}, split | {"code": "91", "origin": "90"}]
    with pytest.raises(CrosswalkRefused, match="kode 91 sekaligus asal dan hasil pemekaran"):
        load_crosswalk(written(tmp_path, splits=chain))
    with pytest.raises(CrosswalkRefused, match="kode 93 ditulis lebih dari sekali"):
        load_crosswalk(written(tmp_path, splits=[split | {"code": "93", "origin": "91"}] * 2))


def test_a_missing_and_a_torn_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(CrosswalkRefused, match="Padanan kode bawaan: provinsi-34-38"):
        load_crosswalk("nowhere.yaml")
    torn = tmp_path / "torn.yaml"
    torn.write_text("id: [a", "utf-8")
    with pytest.raises(CrosswalkRefused, match=r"torn\.yaml: bukan YAML"):
        load_crosswalk(torn)


def test_successors_keep_their_code_and_those_that_split_follow() -> None:
    today = frozenset(provinces())
    crosswalk = CROSSWALK.crosswalk
    assert successors(("35", "91", "92"), crosswalk, known_codes=today) == ("35", "91", "92", "93", "94", "95", "96")
    assert successors(("35",), crosswalk, known_codes=today) == ("35",)
    gone = Crosswalk("lama", "baru", {"93": "90", "94": "90"})
    assert successors(("90", "35"), gone, known_codes=today) == ("35", "93", "94")


def test_codes_that_lead_nowhere_or_are_of_today_are_told_at_once() -> None:
    with pytest.raises(TableRefused) as refused:
        successors(("91", "93", "80"), CROSSWALK.crosswalk, known_codes=frozenset(provinces()))
    assert [one.message for one in refused.value.problems] == [
        "kode 80 tidak dikenal dan tidak ada dalam padanan kode",
        "kode 93 sudah kode 38 provinsi; tabel ini bukan edisi 34 provinsi",
    ]
