"""A file holds what the list shows: the same rows, the same filters, no formula, and no name that is not needed."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories.readings import NOW, a_document, a_reading
from openpyxl import load_workbook

from kondusif.incidents.actions import keep_readings
from kondusif.incidents.models import Incident
from kondusif.incidents.queries import EVERYTHING, Filters, list_incidents
from kondusif.places.models import Boundary
from kondusif.publishing.domain.cells import restored, text_of_sheet
from kondusif.publishing.exports import COLUMNS, Scope, export_incidents, file_name
from publishing.payloads import PAYLOADS

pytestmark = pytest.mark.django_db
FORMS = ("csv", "xlsx", "geojson", "json")
PLACES = ((), ("35",), ("35.04",), ("35.04.01.2001",), ("73.71.01",))
CATEGORIES = ("politik_uang", "apk", "kegiatan_preventif", "hoaks")


def _keep(*texts: str, **reading: Any) -> None:
    pairs = []
    for text in texts:
        document = a_document(text, id=f"id-{text[:60]}", received_at=reading.get("received_at", NOW))
        pairs.append((document, a_reading(document, **{k: v for k, v in reading.items() if k != "received_at"})))
    keep_readings(pairs, now=NOW)


def _many(count: int, *, seed: int = 1) -> None:
    chance = random.Random(seed)
    for at in range(count):
        category = chance.choice(CATEGORIES)
        words = " ".join(f"kata{chance.randrange(10**6)}" for _ in range(6))
        _keep(
            f"Laporan {words} dari warga",
            category=category,
            places=chance.choice(PLACES),
            is_incident=category != "kegiatan_preventif",
            stance="happened" if category != "kegiatan_preventif" else "prevention",
            day=date(2024, 11, 1) + timedelta(days=chance.randrange(20)),
            received_at=NOW - timedelta(hours=at * 7),
        )


def _file(form: str, filters: Filters = EVERYTHING, *, names: bool = True, **more: Any) -> bytes:
    return b"".join(export_incidents(form, Scope(filters), names=names, now=NOW, **more))


def _rows(form: str, filters: Filters = EVERYTHING, *, names: bool = True) -> list[dict[str, Any]]:
    """The rows of a file, read again by what others read such files with; cells of text become text again."""
    whole = _file(form, filters, names=names)
    match form:
        case "csv":
            read = csv.DictReader(io.StringIO(whole.decode("utf-8-sig"), newline=""))
            return [{name: restored(cell) for name, cell in row.items()} for row in read]
        case "xlsx":
            sheet = load_workbook(io.BytesIO(whole)).worksheets[0]
            values = list(sheet.iter_rows(min_row=2, values_only=True))
            return [dict(zip(COLUMNS, map(_of_sheet, row), strict=True)) for row in values]
        case "geojson":
            return [feature["properties"] for feature in json.loads(whole)["features"]]
    rows: list[dict[str, Any]] = json.loads(whole)["rows"]
    return rows


def _of_sheet(cell: Any) -> Any:
    return text_of_sheet(cell) if isinstance(cell, str) else "" if cell is None else cell


@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_the_rows_of_the_list_with_the_same_filters(form: str) -> None:
    _many(12)
    for filters in (
        EVERYTHING,
        Filters(area="35.04"),
        Filters(kind="activity"),
        Filters(categories=("apk", "hoaks"), sort="oldest"),
        Filters(seen_from=NOW - timedelta(hours=40), sort="date"),
        Filters(search="tidak ada kata ini"),
    ):
        listed = list_incidents(filters, per_page=1000).rows
        rows = _rows(form, filters)
        assert [(int(row["number"]), row["title"], row["category"]) for row in rows] == [
            (row.number, row.title, row.category) for row in listed
        ]


@pytest.mark.parametrize("form", FORMS)
def test_no_payload_runs_and_every_text_comes_back(form: str) -> None:
    _keep("Amplop dibagikan di balai desa tadi malam")
    original = Incident.objects.get()
    rows = []
    for at, payload in enumerate(PAYLOADS):
        original.pk, original.number = None, 1000 + at
        original.title, original.summary = payload, f"kabar; {payload}"
        original._state.adding = True
        original.pk = original._meta.pk.get_default()
        rows.append((original.number, payload))
        original.save()
    found = {int(row["number"]): row for row in _rows(form, names=True) if int(row["number"]) >= 1000}
    assert [(number, found[number]["title"], found[number]["summary"]) for number, _ in rows] == [
        (number, payload, f"kabar; {payload}") for number, payload in rows
    ]
    if form == "xlsx":
        _no_formula(_file(form))
    if form == "csv":
        for row in csv.reader(io.StringIO(_file(form).decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.lstrip(" \"'")[:1] in "=+@" and cell[:1] != "'" and cell.strip()]


def _no_formula(whole: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(whole))
    sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 2
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or 't="str"' in sheet]
    assert 'quotePrefix="1"' in parts.read("xl/styles.xml").decode()


def test_a_workbook_is_typed_frozen_and_says_what_it_is() -> None:
    _keep("Amplop dibagikan di balai desa tadi malam")
    scope = Scope(Filters(area="35.04"), (("Wilayah", "Kab. Tulungagung"),), "http://uji/kejadian/?wilayah=35.04")
    book = load_workbook(io.BytesIO(b"".join(export_incidents("xlsx", scope, names=True, now=NOW))))
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "A2"
    row = dict(zip(COLUMNS, next(sheet.iter_rows(min_row=2)), strict=True))
    assert (row["number"].data_type, row["event_date"].value.date(), row["first_seen_at"].value.hour) == (
        "n",
        date(2024, 11, 18),
        8,
    )
    assert (row["title"].data_type, row["title"].quotePrefix) == ("s", True)
    told = {line[0]: line[1] for line in about.iter_rows(values_only=True, max_col=2)}
    assert about.title == "Tentang"
    assert told["Wilayah"] == "Kab. Tulungagung"
    assert told["Baris"] == "1"
    assert told["Dibuat"] == "2024-11-20 08:00 WIB"
    assert "dasar" in told["Versi"] or "rulebase" in told["Versi"]
    assert "jangan diteruskan" in told["Nama"]


@pytest.mark.parametrize("form", FORMS)
def test_private_persons_are_covered_and_the_file_says_so(form: str) -> None:
    text = "Kades Sutrisno melihat amplop dibagikan bu Dewi kepada warga di balai desa"
    document = a_document(text, id="dewi-1")
    keep_readings([(document, a_reading(document, actors=(("Sutrisno", "Kepala Desa"),)))], now=NOW)
    (seen,) = _rows(form, names=True)
    assert "Dewi" in seen["summary"]
    assert seen["names"] == "lengkap"
    (covered,) = _rows(form, names=False)
    assert "Sutrisno" in covered["summary"]
    assert covered["names"] == "disamarkan"
    assert b"dewi" not in _file(form, names=False).lower() if form != "xlsx" else "dewi" not in str(covered).lower()


def test_a_geometry_is_of_an_area_never_of_what_happened() -> None:
    _keep("Amplop dibagikan di balai desa tadi malam", places=("35.04.01.2001",))
    _keep("Baliho dirobek orang tak dikenal", category="apk", places=("73.71.01",))
    _keep("Kabar bohong beredar di media sosial tentang suara", category="hoaks", places=())
    square = {"type": "MultiPolygon", "coordinates": [[[[1, 1], [2, 1], [2, 2], [1, 1]]]]}
    Boundary.objects.create(
        code="35.04", level=2, geometry=json.dumps(square), lng=1.5, lat=1.25, west=1, south=1, east=2, north=2,
        source="uji", loaded_at=NOW,
    )  # fmt: skip
    features = {
        each["properties"]["place_code"]: (each["geometry"], each["properties"]["geometry_is"], each["properties"]["geometry_of"])
        for each in json.loads(_file("geojson"))["features"]
    }  # fmt: skip
    assert features == {
        "35.04.01.2001": ({"type": "Point", "coordinates": [1.5, 1.25]}, "area", "35.04"),
        "73.71.01": (None, None, None),
        "": (None, None, None),
    }
    outlined = json.loads(_file("geojson", outlines=True))["features"]
    assert [each["geometry"] for each in outlined if each["geometry"]] == [square]


def test_excel_is_told_that_csv_is_utf8_unless_nobody_wants_it() -> None:
    assert _file("csv").startswith(b"\xef\xbb\xbfnumber,")
    assert _file("csv", bom=False).startswith(b"number,")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_list_is_a_whole_file(form: str) -> None:
    assert _rows(form) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", [True, False])
def test_three_rows_take_as_many_queries_as_one(form: str, names: bool) -> None:
    _keep("Amplop dibagikan di balai desa tadi malam")
    with CaptureQueriesContext(
        connection,
    ) as one:
        _file(form, names=names)
    _many(3, seed=2)
    with CaptureQueriesContext(connection) as several:
        _file(form, names=names)
    assert len(several) == len(one)


def test_a_file_is_named_after_scope_moment_and_names() -> None:
    filters = Filters(area="35.04")
    assert (
        file_name("csv", filters, period="7h", names=False, now=NOW) == "kejadian_35.04_7h_20241120-0800_disamarkan.csv"
    )
    assert file_name("xlsx", EVERYTHING, period="", names=True, now=NOW) == "kejadian_20241120-0800_lengkap.xlsx"


@pytest.mark.parametrize("form", FORMS)
def test_half_letters_and_control_letters_break_no_file(form: str) -> None:
    _keep("Amplop dibagikan di balai desa tadi malam")
    Incident.objects.update(title="rusak \x01\x0b _x0041_ \u2028 \U0001f5f3", summary="<f>1+1</f> & \"'")
    (row,) = _rows(form)
    assert row["title"] == "rusak \x01\x0b _x0041_ \u2028 \U0001f5f3"
    assert row["summary"] == "<f>1+1</f> & \"'"
