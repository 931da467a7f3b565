from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from kondusif.cli.demo import DEMO_NOW, DOSSIER
from kondusif.config.accounts import DEMO_OPERATOR
from kondusif.incidents.queries import figures, list_incidents
from kondusif.intake.queries import count_texts

Kondusif = Callable[..., "object"]


@pytest.mark.django_db
def test_the_demonstration_is_loaded_once(kondusif: Kondusif, settings: Settings) -> None:
    first = kondusif("demo")
    assert (first.status, first.err) == (0, "")
    texts = count_texts()
    assert first.out.startswith(f"{texts} teks contoh dibaca dan disimpan")
    assert "20 November 2024 pukul 08.00 WIB" in first.out
    before = (texts, figures(), list_incidents().rows)
    again = kondusif("demo")
    assert again.status == 0
    assert again.out.startswith(f"{texts} teks contoh sudah ada; tidak ada yang diubah.")
    assert (count_texts(), figures(), list_incidents().rows) == before
    assert (settings.KONDUSIF_DATA / "now").read_text() == DEMO_NOW + "\n"


@pytest.mark.django_db
def test_the_printed_account_is_kept_for_its_owner_alone(kondusif: Kondusif, settings: Settings) -> None:
    out = kondusif("demo").out
    file = settings.KONDUSIF_DATA / DEMO_OPERATOR
    assert f"{DEMO_OPERATOR}, kata sandi {file.read_text()[:20]}" in out
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_real_instance_is_left_alone(kondusif: Kondusif, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text("Sembako ditumpuk di gudang kecamatan sejak kemarin")
    kondusif("ingest", "berita.txt")
    ran = kondusif("demo")
    assert (ran.status, ran.out) == (1, "")
    assert "sudah menyimpan 1 teks yang bukan peragaan" in ran.err
    assert not (settings.KONDUSIF_DATA / "now").exists()
    assert count_texts() == 1


def test_the_dossier_ends_before_the_demonstration_begins() -> None:
    rows = [json.loads(line) for file in DOSSIER.glob("*.jsonl") for line in file.read_text().splitlines()]
    moments = [datetime.fromisoformat(row["received_at"]) for row in rows]
    assert len({row["id"] for row in rows}) == len(rows) >= 300
    assert max(moments) <= datetime.fromisoformat(DEMO_NOW)
    assert [row["id"] for row in rows if "(contoh)" not in row["source"]] == []
