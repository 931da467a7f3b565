"""The journeys' place: a part of the demonstration's dossier, read once a session, and its day."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories.readings import NOW
from pytest_django import Settings
from web.browser import chromium
from web.conftest import static_root

from kondusif.incidents.actions import keep_readings
from kondusif.intake.domain.refusal import Refusal
from kondusif.intake.domain.texts import Texts
from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader

__all__ = ["chromium", "static_root"]

DOSSIER = Path(__file__).parents[2] / "src/kondusif/intake/dossier"
KEPALA_DESA = Path(__file__).parent / "kepala_desa.jsonl"
_ALSO = 12  # texts of elsewhere in Indonesia


@pytest.fixture(scope="session")
def read() -> list[Any]:
    """The dossier's texts that speak of Tulungagung, some of elsewhere, and those of one kepala desa, with readings."""
    documents = [item for item in Texts([DOSSIER]) if not isinstance(item, Refusal)]
    near = [each for each in documents if _of_tulungagung(each)]
    far = [each for each in documents if not _of_tulungagung(each)][:: len(documents) // _ALSO]
    ours = [item for item in Texts([KEPALA_DESA]) if not isinstance(item, Refusal)]
    reader = Reader.build()
    return [(each, reader.read(each).as_dict()) for each in (*near, *far, *ours)]


def _of_tulungagung(document: Document) -> bool:
    return any(word in f"{document.title} {document.text}" for word in ("ulungagung", "Ngunut", "ULUNGAGUNG"))


@pytest.fixture
def dossier(db: None, settings: Settings, read: list[Any]) -> None:
    """What was read, kept; the clock stands at the demonstration's morning."""
    settings.KONDUSIF_NOW = NOW.isoformat()
    keep_readings(read, now=NOW)
