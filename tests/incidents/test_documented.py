"""What the pages promise is what the code has."""

from __future__ import annotations

import re
from pathlib import Path

from kondusif.incidents.domain.judging import STATUS_AFTER
from kondusif.incidents.domain.types import Ruling, State, Status
from kondusif.publishing.exports import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = Path(__file__).parents[2] / "src" / "kondusif"


def test_every_column_of_incidents_is_explained() -> None:
    page = (DOCS / "incidents.md").read_text()
    table = page[page.index("## What `kondusif incidents` writes") : page.index("## Facts")]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)))) == set(COLUMNS)


def test_the_diagrams_have_the_states_of_the_code() -> None:
    page = (DOCS / "states" / "incident.md").read_text()
    status, state = page.split("## State: ")
    assert _nodes(status) == set(Status)
    assert _nodes(state) == set(State)


def test_the_arrows_between_statuses_are_those_of_the_rules() -> None:
    page = (DOCS / "states" / "incident.md").read_text()
    arrows = re.findall(r"(\w+) --> (\w+): ([a-z_, ]+)", page.split("## State: ")[0])
    for _, end, rulings in arrows:
        assert {STATUS_AFTER[Ruling(ruling.strip())] for ruling in rulings.split(",")} == {Status(end)}


def test_every_ruling_is_explained() -> None:
    page = (DOCS / "incidents.md").read_text()
    assert [ruling for ruling in Ruling if f"`{ruling}`" not in page] == []


def test_every_fact_is_named() -> None:
    code = "".join((SOURCE / room).read_text() for room in ("incidents/actions.py", "incidents/grouping.py"))
    told = set(re.findall(r'(?:tell|_record|Happening)\(\s*"(\w+)"', code)) | {
        "texts_kept",
        "incident_opened",
        "incident_changed",
    }
    page = (DOCS / "incidents.md").read_text()
    assert told == set(re.findall(r"`(\w+)`", page[page.index("## Facts") :].split("Facts are numbered")[0]))


def test_every_setting_from_the_environment_is_listed() -> None:
    code = "".join(path.read_text() for path in (SOURCE / "config").glob("*.py"))
    used = set(re.findall(r'"(KONDUSIF_[A-Z]+|KONDUSIF_SECRET_KEY|DATABASE_URL)"', code))
    page = (DOCS / "running.md").read_text()
    assert {name for name in used if f"`{name}`" not in page} == set()


def _nodes(text: str) -> set[str]:
    return {node for pair in re.findall(r"(\w+|\[\*\]) --> (\w+)", text) for node in pair if node != "[*]"}
