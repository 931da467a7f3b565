from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from kondusif.understanding.batches import Failure, ReadStep, in_batches, pack, unpack
from kondusif.understanding.document import Document

WIT = timezone(timedelta(hours=9))


def test_packing_loses_nothing() -> None:
    at = datetime(2024, 11, 20, 8, 0, 0, 5)  # noqa: DTZ001 - a time without a zone is one of the cases
    bare = Document("1", "Tuban")
    full = Document("1", "Jum’at", "judul", "a.txt", "https://contoh.id", at, at.replace(tzinfo=WIT), ("n",))
    assert [unpack(pack(document)) for document in (bare, full)] == [bare, full]


def test_batches_end_by_number_and_by_size() -> None:
    short = [Document(str(number), "x") for number in range(600)]
    assert [len(batch) for batch in in_batches(short)] == [256, 256, 88]
    long = [Document(str(number), "x" * 100_000) for number in range(7)]
    assert [len(batch) for batch in in_batches(long)] == [3, 3, 1]
    assert list(in_batches([])) == []


def test_a_document_on_which_the_reader_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader:
        @classmethod
        def build(cls, candidates: Any = None) -> Reader:
            return cls()

        def read(self, document: Document) -> Any:
            if document.id == "2":
                raise KeyError("cacat")
            return SimpleNamespace(as_json=lambda: json.dumps({"id": document.id}))

    module = ModuleType("reader")
    module.Reader = Reader  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kondusif.understanding.reader", module)
    [batch] = in_batches([Document(name, "x", source="a") for name in ("1", "2", "3")])
    read = ReadStep()(batch)
    assert read.lines == b'{"id": "1"}\n{"id": "3"}\n'
    assert (read.count, read.failures) == (2, (Failure("2", "a", "KeyError: 'cacat'"),))
