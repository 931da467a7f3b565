"""No party and no attribute of a person can become a feature: there is no field, no parameter and no column to put one into."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from inspect import signature
from pathlib import Path
from typing import get_args

import pytest
import yaml

from kondusif.kerawanan.domain import frameworks
from kondusif.kerawanan.domain.evidence import RiskEvent
from kondusif.kerawanan.domain.frameworks import (
    DATA,
    FrameworkRefused,
    Indicator,
    Matter,
    build_framework,
    load_framework,
    shipped,
)
from kondusif.kerawanan.domain.scan import scan
from kondusif.kerawanan.domain.scan_baseline import History
from kondusif.kerawanan.domain.tables import TableRefused
from kondusif.kerawanan.domain.tables_reading import load_table

from .index_samples import small

ROOM = Path(frameworks.__file__).parents[1]
# Words by which a name would tell of a person, a party or a group of people, in both languages of identifiers.
NAMING = {
    *("person", "persons", "people", "party", "parties", "partai", "candidate", "candidates", "paslon", "calon", "kandidat"),
    *("incumbent", "petahana", "politician", "actor", "actors", "religion", "agama", "ethnic", "ethnicity", "suku", "race"),
    *("gender", "sex", "kelamin", "nik", "faction", "slogan", "slogans", "nickname", "nicknames"),
}  # fmt: skip
# Rooms that know persons or pairs, or texts that name them.
KNOWING = {"people", "elections", "understanding", "intake"}


def test_an_indicator_measures_one_of_nine_matters() -> None:
    assert set(get_args(Matter)) == {
        "kejadian", "riwayat", "daftar_pemilih", "penyelenggara", "layanan", "logistik", "lokasi", "jaringan", "bencana",
    }  # fmt: skip
    assert Indicator.model_fields["matter"].is_required()
    matters = {one.matter for name in shipped() for one in load_framework(name).indicators}
    assert matters <= set(get_args(Matter))


def test_an_incident_has_no_field_for_who_did_it() -> None:
    assert {one.name: one.type for one in fields(RiskEvent)} == {
        "id": "str",
        "area": "str",
        "category": "str",
        "severity": "int",
        "happened_at": "datetime | date",
        "status": "str",
        "sources": "tuple[str, ...]",
        "group": "str",
    }


def test_a_scan_takes_numbers_by_area_and_day_and_nothing_else() -> None:
    assert set(signature(scan).parameters) == {
        "counts", "baseline", "neighbours", "codes", "dates", "today", "options",
    }  # fmt: skip
    assert {one.name: one.type for one in fields(History)} == {"totals": "Counts", "past": "Floats", "coming": "Floats"}


@pytest.mark.parametrize("key", ["partai", "calon", "petahana", "agama", "party", "filter"])
def test_a_framework_takes_no_key_that_is_not_its_own(key: str) -> None:
    for place in ("framework", "dimension", "indicator"):
        content = yaml.safe_load((DATA / "frameworks/kondusif-desa.yaml").read_text("utf-8"))
        dimension = content["dimensions"][0]
        target = {
            "framework": content,
            "dimension": dimension,
            "indicator": dimension["subdimensions"][0]["indicators"][0],
        }
        target[place][key] = "x"
        with pytest.raises(FrameworkRefused) as refused:
            build_framework(content)
        assert [key in problem for problem in refused.value.problems] == [True]


def test_a_table_takes_no_column_that_the_framework_does_not_name(tmp_path: Path) -> None:
    path = tmp_path / "desa.csv"
    path.write_text("kode;pemilih;a;b;c;d;e;partai_pemenang\n35.04.01.2001;1;1;1;1;1;1;1\n", "utf-8")
    with pytest.raises(TableRefused) as refused:
        load_table(path, small())
    assert [str(one) for one in refused.value.problems] == [
        "baris 1, kolom partai_pemenang: kolom ini tidak ada dalam kerangka small"
    ]


def test_no_field_and_no_parameter_is_named_after_a_person_or_a_party() -> None:
    named = [
        f"{path.relative_to(ROOM)}: {name}"
        for path in sorted((ROOM / "domain").glob("*.py"))
        for name in _names(ast.parse(path.read_text("utf-8")))
        if NAMING & set(re.split(r"_|\W", name.lower()))
    ]
    assert named == []


def test_a_field_for_a_party_would_be_seen() -> None:
    made = ast.parse("class Event:\n    area: str\n    party_id: int\ndef weigh(counts, *, incumbent=None): ...\n")
    found = list(_names(made))
    assert found == ["area", "party_id", "counts", "incumbent"]
    assert [bool(NAMING & set(name.split("_"))) for name in found] == [False, True, False, True]


def test_the_methods_import_no_room_that_knows_persons() -> None:
    known = {
        f"{path.name}: {room}"
        for path in sorted((ROOM / "domain").glob("*.py"))
        for room in re.findall(r"^(?:from|import) kondusif\.(\w+)", path.read_text("utf-8"), re.MULTILINE)
        if room in KNOWING
    }
    assert known == set()


def _names(tree: ast.Module) -> Iterator[str]:
    """Annotated fields of classes, and parameters of functions, in their order."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                    yield each.target.id
        elif isinstance(node, ast.FunctionDef):
            yield from (each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs))
