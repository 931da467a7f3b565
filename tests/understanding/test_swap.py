"""Promise 4, test A15: whoever is meant, the reading is the same; only offsets move."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from kondusif.understanding.analysis import make_analyser
from kondusif.understanding.candidates import Candidate, read_candidates
from kondusif.understanding.document import Document
from kondusif.understanding.model import LinearModel
from kondusif.understanding.reader import Reader
from kondusif.understanding.reading import Reading

from .corpus import Row, document_of, training_rows
from .pairs import FRAMES, LISTED_FRAMES, PAIRS, Pair, framed, write_list

REAL = Path(__file__).parents[3] / "shared" / "facts" / "paslon_jatim_2024.csv"
COUNT = 500
# Alone they are words like others: they stand for a person only beside a second name, or where a candidate is announced.
ORDINARY_WORDS = {"Fajar", "Banyu"}
# What is reached without a list, where a candidate is known only by the words around the name.
UNLISTED_LEVEL = 500


def texts() -> list[Row]:
    """500 texts from all files alike."""
    rows = training_rows()
    return [rows[place * len(rows) // COUNT] for place in range(COUNT)]


def conclusions(reading: Reading) -> dict[str, Any]:
    """Everything that must not change; offsets may."""
    reasons = reading.reasons
    return {
        "category": reading.category,
        "secondary": reading.secondary_category,
        "stance": reading.stance,
        "is_incident": reading.is_incident,
        "places": [(place.code, place.role, place.confidence) for place in reading.places],
        "unresolved": [(place.name, place.candidates) for place in reading.unresolved_places],
        "event_date": reading.event_date,
        "terms": reading.terms,
        "actors": [(actor.role, actor.institution, actor.place_code) for actor in reading.actors],
        "checks": [(check.kind, check.stated_value, check.verdict) for check in reading.checks],
        "confidences": {
            "category": reasons.category.confidence,
            "secondary": reasons.secondary_category and reasons.secondary_category.confidence,
            "stance": reasons.stance.confidence,
            "is_incident": reasons.is_incident.confidence,
            "event_date": reasons.event_date and reasons.event_date.confidence,
            "terms": {term: reason.confidence for term, reason in reasons.terms.items()},
        },
    }


def _read(reader: Reader, row: Row, text: str) -> dict[str, Any]:
    document = document_of(row)
    return conclusions(
        reader.read(
            Document(
                document.id,
                text,
                document.title,
                document.source,
                received_at=document.received_at,
                published_at=document.published_at,
            )
        )
    )


def differences(reader: Reader, frames: tuple[str, ...]) -> list[str]:
    """Texts whose reading changes when one pair takes another's place, with what changes."""
    found = []
    for number, row in enumerate(texts()):
        frame = frames[number % len(frames)]
        one, other = PAIRS[number % len(PAIRS)], PAIRS[(number * 5 + 1 + number // 12) % len(PAIRS)]
        if one is other:
            other = PAIRS[(number + 7) % len(PAIRS)]
        first, second = (_read(reader, row, framed(row["text"], frame, pair)) for pair in (one, other))
        if first != second:
            changed = {name: (first[name], second[name]) for name in first if first[name] != second[name]}
            found.append(f"{row['id']} {frame[:40]!r} {one.first} / {other.first}: {changed}")
    return found


@pytest.fixture(scope="module")
def listed(model: LinearModel, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    path = write_list(tmp_path_factory.mktemp("daftar") / "paslon.json")
    return Reader(make_analyser(read_candidates(path)), model)


def test_with_a_list_no_swap_changes_anything(listed: Reader) -> None:
    assert differences(listed, FRAMES + LISTED_FRAMES) == []


def test_without_a_list_no_swap_changes_more_than_today(reader: Reader) -> None:
    changed = differences(reader, FRAMES)
    assert COUNT - len(changed) >= UNLISTED_LEVEL, "\n".join(changed)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.first)
def test_every_form_of_every_pair_is_masked(listed: Reader, pair: Pair) -> None:
    """One sentence, every form: all of them read alike."""
    neutral = conclusions(
        listed.read(Document("1", "Warga Desa Sabrang, Kecamatan Ambulu, melihat paslonnama kemarin."))
    )
    for name, form in pair.forms().items():
        if name in {"number", "word", "javanese", "colour"} or form in ORDINARY_WORDS:
            continue
        text = f"Warga Desa Sabrang, Kecamatan Ambulu, melihat {form} kemarin."
        assert (name, conclusions(listed.read(Document("1", text)))) == (name, neutral)


def test_numbers_and_colours_of_pairs_weigh_alike(reader: Reader) -> None:
    """Listed or not: a ballot number, a word for it, a colour."""
    sentence = "Relawan paslon nomor {} membagikan kaos {} di Kecamatan Ambulu, Jember."
    numbers, colours = ("1", "2", "3", "4", "dua", "siji", "loro"), ("merah", "biru", "kuning", "ijo", "abang", "ungu")
    read = [
        conclusions(reader.read(Document("1", sentence.format(number, colour))))
        for number in numbers
        for colour in colours
    ]
    assert read == [read[0]] * len(read)


def test_the_real_names_of_one_election_change_nothing(model: LinearModel) -> None:
    """With the list that an election office published; nothing of it stands here."""
    if not REAL.exists():
        pytest.skip("the published list of candidates is not here")
    real = Reader(make_analyser(read_candidates(REAL)), model)
    pairs = [_pair_of(candidate) for candidate in read_candidates(REAL) if len(candidate.names) == 2]
    with REAL.open(encoding="utf-8") as file:
        assert len(pairs) >= sum("KOLOM KOSONG" not in row["pair"] for row in csv.DictReader(file)) - 2
    frames = (*FRAMES, "{lower} {text}", "{upper} {text}", "{text} {full} menang")
    changed = []
    for number, row in enumerate(texts()):
        one, other = pairs[number % len(pairs)], pairs[(number * 7 + 3) % len(pairs)]
        first, second = (
            _read(real, row, framed(row["text"], frames[number % len(frames)], pair)) for pair in (one, other)
        )
        if first != second:
            changed.append((row["id"], number % len(frames), [name for name in first if first[name] != second[name]]))
    assert changed == []


def _pair_of(candidate: Candidate) -> Pair:
    first, second = (name.title() for name in candidate.names)
    tag = f"#{first.split()[0]}{second.split()[0]}"
    number = int(candidate.number or 1)
    return Pair(
        first, second, first, f"{first}-{second}", first, tag, "H.", (number - 1) % 4 + 1, ("merah", "biru")[number % 2]
    )
