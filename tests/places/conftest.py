from __future__ import annotations

import pytest

from kondusif.places.domain.gazetteer import Gazetteer, load_gazetteer
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import Rulebase


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def rulebase() -> Rulebase:
    return load_rulebase()
