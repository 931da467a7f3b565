from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar as Feed

Kondusif = Callable[..., Any]


def test_the_table_says_what_stands_what_is_forbidden_and_what_comes(kondusif: Kondusif) -> None:
    ran = kondusif("stages", "--now", "2024-11-25")
    assert (ran.status, ran.err) == (0, "")
    words = " ".join(ran.out.split())
    assert words.startswith("Pilkada serentak 2024 · 25 Nov 2024 · H-2 Berjalan Masa tenang hari ke-2 dari 3 Boleh –")
    assert "Dilarang Kampanye di luar jadwal dilarang. (pasal 187(1))" in words
    assert "Berikutnya Pemungutan suara, 27 Nov 2024, 2 hari lagi" in words
    assert "D4 10–11 Agu 2024 Penetapan DPS kabupaten/kota Selesai tidak pasti" in words


def test_json_has_everything_with_its_source(kondusif: Kondusif) -> None:
    record = json.loads(kondusif("stages", "--now", "2024-11-20T08:00", "--format", "json").out)
    assert (record["election"], record["day"], record["days_to_voting"]) == ("pilkada-2024", "2024-11-20", 7)
    assert record["running"] == ["C1", "D10"]
    assert record["coming"][0] == {"stage": "C2", "kind": "starts", "day": "2024-11-24", "days": 4}
    assert record["forbidden"][0] == {
        "provision": "uu-pilkada-69-af",
        "article": "pasal 69 huruf a sampai f",
        "document": "UU 1/2015 sebagaimana diubah UU 8/2015 dan UU 10/2016",
        "content": record["forbidden"][0]["content"],
        "stages": ["C1"],
        "source": "[N1]",
        "confidence": "V",
    }
    stages = {stage["id"]: stage for stage in record["stages"]}
    assert stages["F1"] == {
        "id": "F1",
        "title": "Penetapan pasangan calon terpilih tanpa sengketa",
        "start": None,
        "end": None,
        "status": "undated",
        "source": "[T3]; ntvnews",
        "confidence": "U",
    }


def test_the_feed_is_written_by_the_ending_of_the_file(kondusif: Kondusif, tmp_path: Path) -> None:
    assert kondusif("stages", "--out", "tahapan.ics").status == 0
    feed = Feed.from_ical((tmp_path / "tahapan.ics").read_bytes())
    assert len(feed.walk("VEVENT")) == 39


def test_the_pinned_day_is_today(kondusif: Kondusif, settings: Any) -> None:
    settings.KONDUSIF_NOW = "2024-11-27T06:00:00+07:00"
    assert kondusif("stages").out.startswith("Pilkada serentak 2024 · 27 Nov 2024 · hari H\n")


def test_a_moment_without_zone_is_meant_on_the_clock_of_the_area(kondusif: Kondusif) -> None:
    late = ("stages", "--format", "json", "--now", "2024-11-23T23:30")
    assert json.loads(kondusif(*late, "--area", "91").out)["day"] == "2024-11-23"
    utc = ("stages", "--format", "json", "--now", "2024-11-23T16:30+00:00")
    assert [json.loads(kondusif(*utc, "--area", code).out)["day"] for code in ("35", "51")] == [
        "2024-11-23",
        "2024-11-24",
    ]


def test_beside_the_calendar_nothing_is_claimed(kondusif: Kondusif) -> None:
    words = " ".join(kondusif("stages", "--now", "2027-06-01").out.split())
    assert words.startswith("Pilkada serentak 2024 · 1 Jun 2027 Berjalan – Boleh – Dilarang – Berikutnya –")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--now", "besok"), "--now: 'besok' bukan saat; tulis 2024-11-25 atau 2024-11-25T08:00"),
        (("--now", "2024-02-30"), "--now: '2024-02-30' bukan saat"),
        (("--now", "0001-01-01T00:00+14:00"), "bukan saat"),
        (("--election", "pilkada-1999"), "--election: tidak ada pemilihan 'pilkada-1999'. Yang ada: pilkada-2024"),
        (("--area", "jauh"), "--area:"),
        (("--format", "pdf"), "--format harus salah satu dari: table, json, ics"),
    ],
)
def test_what_cannot_be_answered_is_said_in_the_callers_words(
    kondusif: Kondusif, arguments: tuple[str, ...], words: str
) -> None:
    ran = kondusif("stages", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_help_gives_examples(kondusif: Kondusif) -> None:
    assert "kondusif stages --now 2024-11-25" in kondusif("stages", "--help").out
