"""The feed as calendar programs fetch it: khal and vdirsyncer themselves, where they are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar as Feed
from pytest_django.live_server_helper import LiveServer

from kondusif.rulebase.loader import load_rulebase

EVENTS = {f"pilkada-2024.{stage.id}@kondusif" for stage in load_rulebase().stages if stage.start or stage.end}
PROGRAMS = Path(sys.executable).parent


def run(program: str, *arguments: str, home: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    if not (PROGRAMS / program).is_file():
        pytest.skip(f"{program} is not installed: the feed was not tried with it")
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    environment |= {"XDG_CACHE_HOME": str(home), "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1,localhost"}
    return subprocess.run(
        [str(PROGRAMS / program), *arguments],
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def said(event: Any) -> tuple[str, ...]:
    """Everything of an event but its name."""
    days = [event[name].dt.isoformat() for name in ("DTSTART", "DTEND", "DTSTAMP")]
    texts = [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "STATUS", "TRANSP")]
    return (*days, *texts, *sorted(map(str, event["CATEGORIES"].cats)))


def test_the_feed_is_open_and_answers_that_nothing_changed(client: Client, db: None) -> None:
    response = client.get("/tahapan.ics")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert {str(each["UID"]) for each in Feed.from_ical(response.content).walk("VEVENT")} == EVENTS
    tag = response.headers["ETag"]
    assert load_rulebase().version in tag
    assert response.headers["Last-Modified"] == "Sat, 21 Nov 2026 00:00:00 GMT"
    assert client.get("/tahapan.ics", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/tahapan.ics", headers={"If-None-Match": '"lain"'}).status_code == 200
    assert client.head("/tahapan.ics").content == b""


def test_the_feed_asks_for_nobody_and_writes_no_cookie(client: Client, db: None) -> None:
    response = client.get("/tahapan.ics")
    assert not response.cookies
    assert "public" in response.headers["Cache-Control"]


def test_another_election_is_chosen_by_the_address(client: Client, db: None) -> None:
    assert client.get("/tahapan.ics?pemilihan=pilkada-2024").status_code == 200
    response = client.get("/tahapan.ics?pemilihan=pilkada-1999")
    assert response.status_code == 404
    assert "Yang ada: pilkada-2024." in response.content.decode()
    assert client.post("/tahapan.ics").status_code == 405


def test_khal_imports_every_event(client: Client, db: None, tmp_path: Path) -> None:
    folder = tmp_path / "kalender"
    folder.mkdir()
    (tmp_path / "feed.ics").write_bytes(client.get("/tahapan.ics").content)
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[tahapan]]\npath = {folder}\n\n[sqlite]\npath = {tmp_path}/khal.db\n\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Asia/Jakarta\n"
        "default_timezone = Asia/Jakarta\n"
    )
    done = run(
        "khal", "-c", str(config), "import", "--batch", "-a", "tahapan", str(tmp_path / "feed.ics"), home=tmp_path
    )
    assert done.returncode == 0, done.stderr
    kept = [Feed.from_ical(path.read_bytes()) for path in folder.glob("*.ics")]
    assert {str(event["UID"]) for feed in kept for event in feed.walk("VEVENT")} == EVENTS
    listed = run(
        "khal", "-c", str(config), "list", "--format", "{start-date} {end-date} {title}", "--once",
        "2024-11-24", "2024-11-28", home=tmp_path,
    )  # fmt: skip
    assert listed.returncode == 0, listed.stderr
    assert "2024-11-24 2024-11-26 Masa tenang" in listed.stdout
    assert "2024-11-27 2024-11-27 Pemungutan suara" in listed.stdout


@pytest.mark.django_db(transaction=True)
def test_vdirsyncer_fetches_the_feed_and_brings_nothing_new_twice(live_server: LiveServer, tmp_path: Path) -> None:
    folder = tmp_path / "kalender"
    folder.mkdir()
    config = tmp_path / "vdirsyncer.conf"
    config.write_text(
        f'[general]\nstatus_path = "{tmp_path}/status/"\n\n'
        '[pair tahapan]\na = "feed"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n\n'
        f'[storage feed]\ntype = "http"\nurl = "{live_server.url}/tahapan.ics"\n\n'
        f'[storage here]\ntype = "filesystem"\npath = "{folder}"\nfileext = ".ics"\n'
    )
    told = run("vdirsyncer", "-c", str(config), "discover", home=tmp_path)
    assert told.returncode == 0, told.stderr
    done = run("vdirsyncer", "-c", str(config), "sync", home=tmp_path)
    assert done.returncode == 0, done.stderr
    kept = {path.name: path.read_bytes() for path in folder.glob("*.ics")}
    events = [event for written in kept.values() for event in Feed.from_ical(written).walk("VEVENT")]
    # vdirsyncer gives what it fetches from the web names of its own, made of the content: compare the content.
    fetched = Feed.from_ical(Client().get("/tahapan.ics").content).walk("VEVENT")
    assert sorted(map(said, events)) == sorted(map(said, fetched))
    assert len(events) == len(EVENTS)
    again = run("vdirsyncer", "-c", str(config), "sync", home=tmp_path)
    assert again.returncode == 0, again.stderr
    assert {path.name: path.read_bytes() for path in folder.glob("*.ics")} == kept
    assert "Copying" not in again.stderr + again.stdout


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost", "127.0.0.1"]
