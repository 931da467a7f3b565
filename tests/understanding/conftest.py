"""One reader for all tests of this room: building it takes a second, and reading changes nothing in it."""

from __future__ import annotations

import pytest
from hypothesis import settings

from kondusif.understanding.analysis import Analyser, make_analyser
from kondusif.understanding.model import LinearModel, load_model
from kondusif.understanding.reader import Reader

# A slow machine is no defect of the reader.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The steps before anything is weighed, over the shipped data and without a list of candidates."""
    return make_analyser()


@pytest.fixture(scope="session")
def model() -> LinearModel:
    """The shipped model."""
    return load_model()


@pytest.fixture(scope="session")
def reader(analyser: Analyser, model: LinearModel) -> Reader:
    """A reader without a list of candidates."""
    return Reader(analyser, model)
