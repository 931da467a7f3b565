"""The five seed articles, read by the reader itself and kept: four events, one of them told twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories.readings import NOW

from incidents.conftest import grouped, incident_with, sets
from kondusif.incidents.actions import Kept, keep_readings
from kondusif.incidents.domain.types import Kind
from kondusif.incidents.queries import incident_detail
from kondusif.intake.domain.texts import read_texts
from kondusif.understanding.document import Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared: not here, the seed articles are not read"),
]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    from kondusif.understanding.reader import Reader

    reader = Reader.build()
    monkeypatch.chdir(SEEDS)
    documents = [item for item in read_texts(["."]) if isinstance(item, Document)]
    return keep_readings([(document, reader.read(document).as_dict()) for document in documents], now=NOW)


def test_five_texts_are_four_events(kept: Kept) -> None:
    names = {path.name[:3]: path.name for path in SEEDS.glob("*.txt")}
    assert (kept.new, kept.opened) == (5, 4)
    assert grouped() == sets([names["000"], names["003"]], [names["001"]], [names["002"]], [names["004"]])
    incident = incident_with(names["003"])
    assert (incident.kind, incident.witnesses, incident.place_code) == (Kind.ACTIVITY, 2, "35.04")
    detail = incident_detail(incident.pk)
    assert detail is not None
    (contradiction,) = detail.contradictions
    told_by = [member.text.source_id for member in detail.members if member.text.id in contradiction.text_ids]
    assert (contradiction.check["stated_value"], told_by) == ("2024-10-27", [names["003"]])
