"""Page, sitrep, export and API say the same numbers, for a hundred scopes drawn at random."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.incidents.queries import list_incidents
from kondusif.publishing.queries.sitrep import compose_sitrep
from kondusif.web.scope import Scope, scope_of

pytestmark = pytest.mark.django_db
SCOPES = 100
AREAS = ("35.04", "35.04.02", "35.04.02.2001", "35.07", "35.07.14", "35.78", "63.01", "31.71")
CATEGORIES = ("politik_uang", "netralitas", "apk", "hoaks", "logistik", "kegiatan_preventif", "informasi_tahapan")


@pytest.fixture
def season(settings: Any) -> None:
    """A hundred and sixty texts over four weeks, a few of them of one event, some judged."""
    settings.KONDUSIF_NOW = NOW.isoformat()
    choice = Random(20241127)
    pairs = []
    for number in range(160):
        category = choice.choice(CATEGORIES)
        telling = choice.randrange(110)  # some numbers come twice: one event, two sources
        document = a_document(
            f"Peristiwa {_word(telling)} {_word(telling * 7 + 3)} diceritakan warga",
            id=f"teks-{number}",
            source=f"warta-{number % 9}",
            received_at=NOW - timedelta(minutes=choice.randrange(60 * 24 * 28)),
        )
        pairs.append(
            (
                document,
                a_reading(
                    document,
                    category=category,
                    is_incident=category not in {"kegiatan_preventif", "informasi_tahapan"},
                    places=(AREAS[telling % len(AREAS)],) if telling % 11 else (),
                    day=date(2024, 11, 1) + timedelta(days=telling % 18),
                    contradicted=(("2024-10-27", "2024-11-27"),) if telling % 13 == 0 else (),
                ),
            )
        )
    keep_readings(pairs, now=NOW)
    for row in list_incidents(per_page=400).rows:
        if ruling := choice.choice((None, None, Ruling.VERIFY, Ruling.REJECT, Ruling.NEEDS_MORE)):
            judge_incident(row.id, ruling=ruling, reason="dicek ke lapangan", by="ayu", now=NOW)


def _word(number: int) -> str:
    """A word of its own for each number."""
    return "".join("bdgjklmnprst"[(number // 12**place) % 12] + "aeiou"[number % 5] for place in range(4))


def scopes() -> list[dict[str, Any]]:
    """What people may ask: an area of any level, a period, now and then a category, a kind, a status."""
    choice = Random(35)
    asked = []
    for _ in range(SCOPES):
        area = choice.choice((*("35",) * 8, "35.04", "35.04", "35.07", "35.04.02", "35.04.02.2001", "63", "11"))
        scope: dict[str, Any] = {"wilayah": area}
        if choice.random() < 0.5:
            scope["periode"] = choice.choice(("24j", "7h", "30h"))
        else:
            since = date(2024, 10, 20) + timedelta(days=choice.randrange(30))
            scope |= {
                "sejak": since.isoformat(),
                "hingga": (since + timedelta(days=2 + choice.randrange(14))).isoformat(),
            }
        if choice.random() < 0.25:
            scope["kategori"] = choice.sample(CATEGORIES, 3)
        if choice.random() < 0.25:
            scope["jenis"] = choice.choice(list(Kind)).value
        if choice.random() < 0.25:
            scope["status"] = [choice.choice(list(Status)).value]
        asked.append(scope)
    return asked


@pytest.mark.usefixtures("season")
def test_page_sitrep_export_and_api_agree(client: Client, ayu: User) -> None:
    client.force_login(ayu)
    nothing = 0
    for asked in scopes():
        scope = scope_of(_query(client, asked), now=NOW)
        api = client.get("/api/v1/overview", asked).json()
        assert _on_page(client, asked) == {
            "incidents": api["incidents"]["count"],
            "unverified": api["unverified"],
            "contradicted": api["contradicted"]["count"],
            "several": api["several_witnesses"]["count"],
            "activities": api["activities"]["count"],
        }, asked
        exported = json.loads(b"".join(client.get("/unduh/kejadian.json", asked)))
        rows = exported["rows"]
        listed = client.get("/api/v1/incidents", asked).json()
        assert len(rows) == listed["count"] == list_incidents(scope.filters).count, asked
        assert sum(row["kind"] == Kind.INCIDENT for row in rows) == api["incidents"]["count"], asked
        assert sum(row["kind"] == Kind.ACTIVITY for row in rows) == api["activities"]["count"], asked
        _same_as_sitrep(api, scope)
        nothing += not rows
    assert nothing < SCOPES * 0.6  # the scopes are about something


def _same_as_sitrep(api: dict[str, Any], scope: Scope) -> None:
    """A sitrep is of an area and a period: only scopes without further filters have one."""
    filters = scope.filters
    if filters.categories or filters.kind or filters.statuses or filters.seen_from is None:
        return
    end: datetime = filters.seen_to or NOW + timedelta(microseconds=1)
    sitrep = compose_sitrep(scope.area, filters.seen_from, end, NOW, by="ayu")
    told = {figure.id: figure.count for figure in sitrep.figures}
    for name in ("incidents", "activities", "contradicted", "several_witnesses", "severe"):
        assert told[name] == api[name]["count"], (scope, name)
    assert (told["unverified"], told["verified"]) == (api["unverified"], api["verified"])
    if sitrep.areas:  # a desa has none below it
        elsewhere = sitrep.elsewhere.incidents if sitrep.elsewhere else 0
        assert sum(line.incidents for line in sitrep.areas) + elsewhere == told["incidents"]


def _on_page(client: Client, asked: dict[str, Any]) -> dict[str, int]:
    page = client.get("/", asked).content.decode()
    tiles = re.findall(r'<div class="tile (\w+)[^"]*">.*?<dd>(?:<a[^>]*>|<span[^>]*>)([\d.–]+)', page, flags=re.DOTALL)
    return {name: int(count.replace(".", "").replace("–", "0")) for name, count in tiles}


def _query(client: Client, asked: dict[str, Any]) -> Any:
    return client.get("/wilayah/", asked).wsgi_request.GET
