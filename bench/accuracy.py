"""Accuracy of the reader on labelled texts: ``python bench/accuracy.py [FILE…] [--wrong FIELD]``.

Without files: the held-out corpus, which is never trained on. Places are compared as sets of codes with their ancestors, micro-averaged
per level; "invented" counts texts whose labels hold no place while the reader names one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kondusif.understanding.document import Document
from kondusif.understanding.reader import Reader
from kondusif.understanding.reading import Reading

HELDOUT = Path(__file__).parents[1] / "tests/corpora/heldout"
LEVELS = {1: "provinsi", 2: "kabupaten_kota", 3: "kecamatan", 4: "kelurahan_desa"}
Row = dict[str, Any]


@dataclass
class Counts:
    """True positives, false positives, false negatives."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there was nothing to find and nothing was found."""
        wrong = self.invented + self.missed
        return 2 * self.right / (2 * self.right + wrong) if self.right + wrong else 1.0


@dataclass
class Accuracy:
    """Figures over one set of texts."""

    texts: int = 0
    places: dict[int, Counts] = field(default_factory=lambda: {level: Counts() for level in LEVELS})
    placeless: int = 0
    placeless_invented: int = 0
    incidents: Counts = field(default_factory=Counts)
    actors: Counts = field(default_factory=Counts)
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("category", "stance", "event_date"), 0))
    wrong: list[tuple[str, Row, Reading]] = field(default_factory=list)

    def add(self, row: Row, reading: Reading) -> None:
        """Count one text."""
        self.texts += 1
        wanted = {place["code"] for place in row.get("places", [])}
        found = {place.code for place in reading.places}
        if not wanted:
            self.placeless += 1
            self.placeless_invented += bool(found)
        for level, counts in self.places.items():
            self._compare(counts, _at(wanted, level), _at(found, level))
        if {code for code in wanted if not _covered(code, wanted)} != found:
            self.wrong.append(("places", row, reading))
        said, truth = reading.is_incident, bool(row["is_incident"])
        self._compare(self.incidents, {1} if truth else set(), {1} if said else set())
        if said != truth:
            self.wrong.append(("is_incident", row, reading))
        names = {actor["name"].lower().split()[0] for actor in row.get("actors", [])}
        self._compare(self.actors, names, {actor.name.lower().split()[0] for actor in reading.actors})
        dated = reading.event_date.isoformat() if reading.event_date else None
        for name, value in (("category", reading.category), ("stance", reading.stance), ("event_date", dated)):
            if value == (row.get(name) or None):
                self.right[name] += 1
            else:
                self.wrong.append((name, row, reading))

    def _compare(self, counts: Counts, wanted: set[Any], found: set[Any]) -> None:
        counts.right += len(wanted & found)
        counts.invented += len(found - wanted)
        counts.missed += len(wanted - found)

    def figures(self) -> dict[str, float]:
        """Name → share, 0 to 1."""
        figures = {f"F1 {LEVELS[level]}": counts.f1 for level, counts in self.places.items()}
        figures |= {name: count / self.texts for name, count in self.right.items()}
        return figures | {"F1 is_incident": self.incidents.f1, "F1 actors": self.actors.f1}


def _at(codes: Iterable[str], level: int) -> set[str]:
    return {".".join(code.split(".")[:level]) for code in codes if code.count(".") + 1 >= level}


def _covered(code: str, codes: set[str]) -> bool:
    return any(other.startswith(code + ".") for other in codes)


def rows_of(path: Path) -> list[Row]:
    """Rows of one labelled file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def document_of(row: Row) -> Document:
    """A labelled row as the reader meets it."""
    moments = {name: datetime.fromisoformat(row[name]) for name in ("received_at", "published_at") if row.get(name)}
    return Document(row["id"], row["text"], row.get("title") or "", row.get("source") or "", **moments)


def measure(reader: Reader, rows: Iterable[Row]) -> Accuracy:
    """Read every row and compare."""
    accuracy = Accuracy()
    for row in rows:
        accuracy.add(row, reader.read(document_of(row)))
    return accuracy


def main() -> int:
    """Print a table, or the texts on which one field is wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--wrong", metavar="FIELD", help="places, category, stance, is_incident or event_date")
    options.add_argument("--candidates", type=Path)
    chosen = options.parse_args()
    reader = Reader.build(chosen.candidates)
    files = chosen.files or sorted(HELDOUT.glob("*.jsonl"))
    for path in files:
        accuracy = measure(reader, rows_of(path))
        print(
            f"{path.stem}: {accuracy.texts} texts; {accuracy.placeless} without a place, {accuracy.placeless_invented} invented"
        )
        print("   " + "  ".join(f"{name} {share:.3f}" for name, share in accuracy.figures().items()))
        for name, row, reading in accuracy.wrong:
            if name == chosen.wrong:
                print("  ", _miss(name, row, reading))
    return 0


def _miss(name: str, row: Row, reading: Reading) -> str:
    if name == "places":
        wanted, found = [place["code"] for place in row["places"]], [place.code for place in reading.places]
        return f"{row['id']} {wanted} {found} | {row['text'][:240]!r}"
    said = getattr(reading, name)
    return f"{row['id']} {row.get(name)} -> {said} | {row['text'][:240]!r}"


if __name__ == "__main__":
    sys.exit(main())
