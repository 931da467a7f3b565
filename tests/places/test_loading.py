from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kondusif.audit.queries import latest_facts, verify_chain
from kondusif.places.actions import BrokenFeatures, Loaded, load_boundaries
from kondusif.places.domain.boundaries import read_boundaries
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.places.queries import boundaries_by_code, boundaries_of, loaded_levels

from .outlines import SQUARE, collection, feature, ring, write

pytestmark = pytest.mark.django_db


def load(folder: Path, gazetteer: Gazetteer, now: datetime, *features: Any, **options: Any) -> Loaded:
    read = read_boundaries(write(folder, collection(*features)), gazetteer)
    return load_boundaries(read, **{"source": "uji", "by": "ayu", "now": now, **options})


def test_outlines_are_kept_with_one_fact(tmp_path: Path, gazetteer: Gazetteer, now: datetime) -> None:
    assert load(tmp_path, gazetteer, now, feature("35.04"), feature("35.05")) == Loaded(2, 0, 0, 0)
    (kept, _) = boundaries_of("35", gazetteer=gazetteer)
    assert (kept.code, kept.level, kept.polygons) == ("35.04", Level.KABUPATEN_KOTA, [[SQUARE]])
    assert (kept.lng, kept.lat, kept.west, kept.south, kept.east, kept.north) == (112.1, -7.9, 112.0, -8.0, 112.2, -7.8)
    assert (kept.source, kept.loaded_at) == ("uji", now)
    (fact,) = latest_facts()
    digest = read_boundaries(tmp_path / "batas.geojson", gazetteer).digest
    assert (fact.kind, fact.subject_kind, fact.subject_id, fact.actor, fact.at) == (
        "boundaries_loaded", "boundaries", "kabupaten_kota", "ayu", now,
    )  # fmt: skip
    assert fact.payload == {
        "file": "batas.geojson", "sha256": digest, "source": "uji", "level": "kabupaten_kota",
        "new": 2, "replaced": 0, "unchanged": 0, "skipped": 0,
    }  # fmt: skip
    assert verify_chain().holds


def test_the_same_file_again_changes_nothing(tmp_path: Path, gazetteer: Gazetteer, now: datetime) -> None:
    load(tmp_path, gazetteer, now, feature("35.04"))
    assert load(tmp_path, gazetteer, now + timedelta(days=1), feature("35.04")) == Loaded(0, 0, 1, 0)
    assert [kept.loaded_at for kept in boundaries_of("35")] == [now]
    assert len(latest_facts()) == 1


def test_a_newer_outline_replaces_the_old_one_and_leaves_the_others(
    tmp_path: Path, gazetteer: Gazetteer, now: datetime
) -> None:
    load(tmp_path, gazetteer, now, feature("35.04"), feature("35.05"))
    smaller = [[112.0, -8.0], [112.1, -8.0], [112.1, -7.9], [112.0, -8.0]]
    later = now + timedelta(days=1)
    assert load(tmp_path, gazetteer, later, ring(smaller), feature("35.03")) == Loaded(1, 1, 0, 0)
    assert [(kept.code, kept.loaded_at) for kept in boundaries_of("35")] == [
        ("35.03", later), ("35.04", later), ("35.05", now),
    ]  # fmt: skip
    assert boundaries_by_code(["35.04"])[0].polygons == [[smaller]]
    assert len(latest_facts()) == 2


def test_a_broken_file_is_refused_as_a_whole_unless_asked(tmp_path: Path, gazetteer: Gazetteer, now: datetime) -> None:
    with pytest.raises(BrokenFeatures, match="1 fitur rusak"):
        load(tmp_path, gazetteer, now, feature("35.04"), feature("35.99"))
    assert (loaded_levels(), latest_facts()) == ([], [])
    assert load(tmp_path, gazetteer, now, feature("35.04"), feature("35.99"), skip_bad=True) == Loaded(1, 0, 0, 1)
    assert latest_facts()[0].payload["skipped"] == 1


def test_children_and_deeper_levels_are_found(tmp_path: Path, gazetteer: Gazetteer, now: datetime) -> None:
    load(tmp_path, gazetteer, now, feature("35"), feature("51"), source="")
    load(tmp_path, gazetteer, now, feature("35.04"), feature("51.01"))
    load(tmp_path, gazetteer, now, feature("35.04.01"), feature("35.05.01"), feature("51.01.01"))

    def codes(code: str | None, level: Level | None = None) -> list[str]:
        return [kept.code for kept in boundaries_of(code, level=level)]

    assert codes(None) == ["35", "51"]
    assert codes("35") == ["35.04"]
    assert codes("35.04") == ["35.04.01"]
    assert codes("35", Level.KECAMATAN) == ["35.04.01", "35.05.01"]
    assert codes(None, Level.KECAMATAN) == ["35.04.01", "35.05.01", "51.01.01"]
    assert codes("35.04", Level.PROVINSI) == []
    assert codes("35.04.01") == []
    assert boundaries_by_code(["35"])[0].source == "batas.geojson"
    assert [(each.level, each.count, each.latest_loaded_at) for each in loaded_levels()] == [
        (Level.PROVINSI, 2, now), (Level.KABUPATEN_KOTA, 2, now), (Level.KECAMATAN, 3, now),
    ]  # fmt: skip


def test_one_and_three_outlines_take_the_same_queries(tmp_path: Path, gazetteer: Gazetteer, now: datetime) -> None:
    counts = []
    for codes in (["35.04"], ["35.04", "35.05", "35.03"]):
        load(tmp_path, gazetteer, now, *map(feature, codes))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(boundaries_of("35")) == len(codes)
        counts.append(len(queries))
    assert counts == [1, 1]
