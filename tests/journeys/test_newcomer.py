"""A newcomer with nothing but the page: the five things that the seed articles hide, in at most three clicks each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from factories.readings import NOW
from selectolax.lexbor import LexborHTMLParser

from kondusif.incidents.actions import keep_readings
from kondusif.intake.domain.texts import read_texts
from kondusif.understanding.document import Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
MOST_CLICKS = 3
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared: not here, the newcomer has nothing to find"),
]


@dataclass
class Newcomer:
    """Somebody who reads what stands there and follows links by their words."""

    client: Client
    page: LexborHTMLParser = field(init=False)
    clicks: int = 0

    def opens(self) -> None:
        """Begins anew at the first page."""
        self.clicks = 0
        self._show("/")

    def click(self, words: str, *, inside: str = "main") -> None:
        """Follow the first link of a part of the page in which these words stand."""
        self.clicks += 1
        links = [link for link in self.page.css(f"{inside} a[href]") if re.search(words, _said(link.text()))]
        assert links, f"no link says {words!r}: {[_said(link.text()) for link in self.page.css(f'{inside} a[href]')]}"
        self._show(links[0].attributes["href"] or "")

    def reads(self) -> str:
        """What the page says."""
        (main,) = self.page.css("main")
        return _said(main.text(separator=" "))

    def sees(self, words: str) -> bool:
        """Whether the words stand on the page."""
        return re.search(words, self.reads()) is not None

    def _show(self, address: str) -> None:
        response = self.client.get(address, follow=True)
        assert response.status_code == 200, address
        self.page = LexborHTMLParser(response.content.decode())


def _said(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture
def newcomer(client: Client, citra: User, settings: object, monkeypatch: pytest.MonkeyPatch) -> Newcomer:
    """Citra may only read. The five articles came in this morning."""
    from kondusif.understanding.reader import Reader

    settings.KONDUSIF_NOW = NOW.isoformat()  # type: ignore[attr-defined]
    reader = Reader.build()
    monkeypatch.chdir(SEEDS)
    documents = [item for item in read_texts(["."]) if isinstance(item, Document)]
    keep_readings([(document, reader.read(document).as_dict()) for document in documents], now=NOW)
    client.force_login(citra)
    return Newcomer(client)


HIDDEN = {
    "a wrong voting date stands beside the right one": (
        ("Bertentangan", "KPU"),
        r"27 Oktober 2024.{0,200}27 Nov(ember)? 2024",
    ),
    "village heads are called civil servants": (
        ("Bertentangan", "Lintas Sektoral"),
        r"Kepala desa bukan ASN.{0,80}UU 6/2014",
    ),
    "two articles tell of one event": (
        ("Kegiatan baru", "KPU"),
        r"(?=.*000_\w+\.txt)(?=.*003_\w+\.txt).*\b2 sumber",
    ),
    "the counts are confirmed by official figures": (
        ("Kegiatan baru", "Lintas Sektoral"),
        r"(?=.*Sesuai Teks menyebut 24 [Kk]ecamatan)(?=.*Sesuai Teks menyebut 24 [Kk]elurahan).*Sesuai Teks menyebut 341 [Dd]esa",
    ),
    "one event has no date": (
        ("Kegiatan baru",),
        r"Trenggalek.{0,200}tanggal tidak disebut",
    ),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_hidden_things_are_three_clicks_away(newcomer: Newcomer, hidden: str) -> None:
    clicks, words = HIDDEN[hidden]
    newcomer.opens()
    for link in clicks:
        newcomer.click(link)
    assert newcomer.sees(words), newcomer.reads()
    assert newcomer.clicks <= MOST_CLICKS
