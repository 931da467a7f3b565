from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.season import keep_editions
from openpyxl import load_workbook
from places.outlines import collection, feature, write

from kondusif.kerawanan.queries.editions import Edition, edition
from kondusif.kerawanan.queries.ranking import ranking_of
from kondusif.places.actions import load_boundaries
from kondusif.places.domain.boundaries import read_boundaries
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.ranking_export import ABOVE, EDITION, FORMS, OWN, export_ranking, ranking_file_name

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def kept(db: None) -> Edition:
    return edition(keep_editions("ayu")[1])


def written(form: str, kept: Edition, *, level: str = "desa", area: str = "") -> bytes:
    ranking = ranking_of(kept, level)  # type: ignore[arg-type]
    parts = export_ranking(form, kept, ranking, area=area, address="/", now=NOW, bom=False, outlines=False)
    return b"".join(parts)


def test_csv_has_every_area_in_order_with_its_doubt_and_its_edition(kept: Edition) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", kept).decode())))
    ranking = ranking_of(kept)
    assert list(rows[0]) == [*OWN, *EDITION]
    assert [row["place_code"] for row in rows] == [row.code for row in ranking.rows]
    for row, known in zip(rows, ranking.rows, strict=True):
        assert row["score"] == ("" if known.score is None else str(known.score))
        assert (row["score_low"], row["score_high"]) == tuple(map(str, known.interval or ("", "")))
        assert (row["category"], row["reason"]) == (known.category or "", known.reason)
        assert (row["edition"], row["invented"], row["official"]) == (str(kept.row.number), "True", "False")


def test_areas_above_have_columns_of_their_own_and_only_those_inside_are_written(kept: Edition) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", kept, level="kecamatan", area="35.04").decode())))
    assert list(rows[0]) == [*ABOVE, *EDITION]
    assert sorted(row["place_code"] for row in rows) == ["35.04.01", "35.04.02", "35.04.03"]
    assert [float(row["score"]) for row in rows] == [
        row.score for row in ranking_of(kept, "kecamatan").rows if row.code.startswith("35.04.")
    ]


def test_a_workbook_tells_of_itself_that_its_figures_are_invented(kept: Edition) -> None:
    book = load_workbook(io.BytesIO(written("xlsx", kept, area="35.04.02")))
    assert [sheet.title for sheet in book] == ["Kerawanan", "Tentang"]
    assert book["Kerawanan"].max_row == 18
    told = {row[0].value: row[1].value for row in book["Tentang"].iter_rows(min_row=2)}
    assert told["Asal angka"] == "Angka rekaan"
    assert told["Edisi"] == f"{kept.row.number}: Indeks kerawanan desa Kondusif"


def test_geojson_has_a_point_where_an_outline_is_known_and_null_where_none_is(kept: Edition, tmp_path: Path) -> None:
    read = read_boundaries(write(tmp_path, collection(feature("35.04.02.2002"))), load_gazetteer())
    load_boundaries(read, source="uji", by="ayu", now=NOW)
    found = json.loads(written("geojson", kept, area="35.04.02"))
    where = {each["properties"]["place_code"]: each["geometry"] for each in found["features"]}
    assert len(where) == 17
    assert where["35.04.02.2002"]["type"] == "Point"
    assert [code for code, geometry in where.items() if geometry] == ["35.04.02.2002"]
    assert (found["about"]["edition"], found["about"]["invented"]) == (kept.row.number, True)


def test_a_file_is_called_by_what_is_in_it(kept: Edition) -> None:
    name = ranking_file_name("csv", kept, ranking_of(kept), area="35.04")
    assert name == f"kerawanan_kondusif-desa_edisi-{kept.row.number}_desa_35.04_rekaan.csv"


def test_the_page_hands_out_what_it_shows_and_nothing_of_an_edition_that_does_not_exist(
    client: Client, ayu: User, kept: Edition
) -> None:
    client.force_login(ayu)
    response = client.get("/kerawanan/berkas/csv/?wilayah=35.04&tingkat=kecamatan&bom=0")
    assert b"".join(response.streaming_content).count(b"\r\n") == 4  # type: ignore[attr-defined]
    assert 'filename="kerawanan_kondusif-desa_edisi-' in response["Content-Disposition"]
    assert client.get("/kerawanan/berkas/csv/?edisi=999").status_code == 404
    assert client.get("/kerawanan/berkas/exe/").status_code == 404
    assert set(FORMS) == {"csv", "xlsx", "geojson"}


def test_a_table_to_fill_in_has_the_desa_of_the_area(client: Client, ayu: User) -> None:
    client.force_login(ayu)
    content = b"".join(client.get("/kerawanan/berkas/isian/?wilayah=35.04.02").streaming_content)  # type: ignore[attr-defined]
    table = load_workbook(io.BytesIO(content))["Data"]
    assert [row[0].value for row in table.iter_rows(min_row=2)][:2] == ["35.04.02.2001", "35.04.02.2002"]
    assert table.max_row == 18
