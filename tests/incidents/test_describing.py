from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.domain.describing import (
    Witness,
    best_place,
    conflicts,
    contradictions,
    describe,
    first_voices,
    sentences_of,
    shortened,
    summary_of,
)


def a_witness(key: str, text: str = "Amplop dibagikan kepada warga desa.", *, title: str = "", **more: Any) -> Witness:
    document = a_document(text, id=key)
    return Witness(
        key=key,
        source=f"sumber-{key}",
        source_class=more.get("source_class", "public"),
        title=title,
        text=text,
        observed_at=NOW,
        ingested_at=NOW,
        copy_group=0,
        reading=a_reading(document, **more),
    )


def test_copies_have_one_voice_the_earliest() -> None:
    first = replace(a_witness("b"), copy_group=1)
    copy = replace(a_witness("a"), copy_group=1, observed_at=NOW + timedelta(hours=1))
    other = replace(a_witness("c"), copy_group=3)
    assert [voice.key for voice in first_voices([copy, other, first])] == ["b", "c"]
    account = describe([copy, other, first])
    assert (account.texts, account.witnesses) == (3, 2)
    assert (account.first_seen_at, account.latest_seen_at) == (NOW, NOW + timedelta(hours=1))


def test_an_account_does_not_depend_on_the_order() -> None:
    witnesses = [
        a_witness("a", day=date(2024, 11, 18), category="apk"),
        a_witness("b", day=date(2024, 11, 19), category="politik_uang", places=("35.04",)),
        a_witness("c", day=None, category="politik_uang", source_class="press", title="Amplop di Desa"),
    ]
    accounts = {describe(list(order)) for order in permutations(witnesses)}
    assert len(accounts) == 1
    account = accounts.pop()
    assert (account.category, account.place_code, account.title) == ("politik_uang", "35.04.01.2001", "Amplop di Desa")
    assert (account.event_date, account.event_date_end) == (date(2024, 11, 18), date(2024, 11, 19))


def test_the_place_is_the_closest_that_most_agree_with() -> None:
    assert best_place([["35.04"], ["35.04.01"], ["35.04.01.2001"]]) == "35.04.01.2001"
    assert best_place([["35.04.01"], ["35.04.02"], ["35.04.02"]]) == "35.04.02"
    assert best_place([[], []]) == ""


def test_the_summary_is_a_sentence_of_the_text_itself() -> None:
    text = (
        "Hujan turun sejak pagi di kota.\nTim membagikan amplop di Desa Wandanpuro tadi malam. Semua orang lalu pulang."
    )
    reading = a_witness("a", text).reading
    start = text.index("membagikan amplop")
    because = [{"field": "text", "start": start, "end": start + 17, "text": "membagikan amplop"}]
    reading = {**reading, "reasons": {**reading["reasons"], "category": {"confidence": 0.9, "because": because}}}
    reading["reasons"]["is_incident"] = reading["reasons"]["event_date"] = None
    assert (
        summary_of(replace(a_witness("a", text), reading=reading))
        == "Tim membagikan amplop di Desa Wandanpuro tadi malam."
    )


def test_link_lines_are_no_summary() -> None:
    text = "Baca juga: amplop lain dibagikan di sana.\nTim membagikan amplop di desa ini."
    reading = {
        **a_witness("a", text).reading,
        "boilerplate": [{"field": "text", "start": 0, "end": 40, "text": text[:40]}],
    }
    assert summary_of(replace(a_witness("a", text), reading=reading)) == "Tim membagikan amplop di desa ini."


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("MALANG – Warga menerima amplop uang.", "Warga menerima amplop uang."),
        ("Trenggalek, Warta.com – Warga menerima amplop uang.", "Warga menerima amplop uang."),
        ("Bawaslu Kota Malang menilai – dan warga mengiyakan.", "Bawaslu Kota Malang menilai – dan warga mengiyakan."),
    ],
)
def test_the_dateline_is_left_out(text: str, summary: str) -> None:
    assert summary_of(a_witness("a", text)) == summary


def test_long_words_are_cut_between_words() -> None:
    assert shortened("satu dua tiga", 20) == "satu dua tiga"
    assert shortened("satu dua tiga empat", 14) == "satu dua…"


def test_sentences_cover_the_text() -> None:
    text = "Satu. Dua! Tiga?\n\nEmpat"
    assert [text[start:end] for start, end in sentences_of(text)] == ["Satu.", "Dua!", "Tiga?", "Empat"]


def test_a_contradiction_counts_once_and_names_its_texts() -> None:
    stated = (("2024-10-27", "2024-11-27"),)
    found = contradictions([a_witness("b", contradicted=stated), a_witness("a", contradicted=stated), a_witness("c")])
    assert [(check["stated_value"], keys) for check, keys in found] == [("2024-10-27", ("a", "b"))]


def test_disagreements_keep_every_value_with_its_sources() -> None:
    one = a_witness(
        "a", "Polisi menyita 289 amplop kata Siti Aminah", day=date(2024, 11, 18), actors=(("Siti Aminah", "Camat"),)
    )
    other = a_witness(
        "b", "Ada 290 amplop kata Siti Aminah", day=date(2024, 11, 19), actors=(("Siti Aminah", "Lurah"),)
    )
    rival = a_witness("c", "Ada 290 amplop", places=("35.04.02",), day=None)
    found = {
        (conflict.kind, conflict.about): {version.value: version.keys for version in conflict.versions}
        for conflict in conflicts([rival, other, one])
    }
    assert found == {
        ("event_date", ""): {"2024-11-18": ("a",), "2024-11-19": ("b",)},
        ("place", ""): {"35.04.01.2001": ("a", "b"), "35.04.02": ("c",)},
        ("role", "Siti Aminah"): {"Camat": ("a",), "Lurah": ("b",)},
        ("number", "amplop"): {"289": ("a",), "290": ("b", "c")},
    }


def test_agreement_is_no_conflict() -> None:
    assert conflicts([a_witness("a"), a_witness("b")]) == []
    assert conflicts([a_witness("a"), a_witness("b", places=("35.04.01",))]) == []
