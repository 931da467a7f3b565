"""Who is measured, and how: each contender in a process of its own, which `run` asks one thing after the other.

CPU time is the process's own (``time.process_time``). Peak memory is the kernel's high-water mark of the process.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import samples
from accuracy import LEVELS, Counts, _at

Row = dict[str, Any]
HELD_OUT = ("reports-jatim", "reports-nusantara", "articles")
EAST_JAVA = "35"
LEAST_TEXTS = 3
WARM_UP = 0.4  # CPU-seconds
# Name → part of the held-out corpus, and whether only texts whose places lie in East Java count.
PLACE_SETS = {
    "reports-jatim": ("reports-jatim", True),
    "articles-jatim": ("articles", True),
    "reports-nusantara": ("reports-nusantara", False),
    "articles": ("articles", False),
}


class Contender:
    """Something that finds places in texts."""

    words = ""
    only_east_java = False

    def build(self) -> None:
        """Make ready; counted as start-up, imports included."""
        raise NotImplementedError

    def read(self, row: Row) -> object:
        """Read one text: what is timed."""
        raise NotImplementedError

    def places(self, row: Row) -> set[str]:
        """Codes of the places that `read` finds."""
        raise NotImplementedError


class Kondusif(Contender):
    """The whole reading, written out as JSON: category, stance, places, dates, actors, checks, reasons."""

    words = "Kondusif, whole reading"

    def build(self) -> None:
        from kondusif.understanding.reader import Reader

        self._reader = Reader.build()

    def read(self, row: Row) -> object:
        from accuracy import document_of

        return self._reader.read(document_of(row)).as_json()

    def places(self, row: Row) -> set[str]:
        from accuracy import document_of

        return {place.code for place in self._reader.read(document_of(row)).places}

    def figures(self, rows: Sequence[Row]) -> dict[str, float]:
        """What only a whole reading can be asked."""
        from accuracy import measure

        return measure(self._reader, rows).figures()


class LocationNer(Contender):
    """id-location-ner as its own command line runs it, without the optional neural model (it must be downloaded)."""

    words = "id-location-ner 0.1.2, East Java list"
    only_east_java = True

    def build(self) -> None:
        from location_ner.extractor import LocationExtractor
        from location_ner.resolver import prune_mentions_to_resolved, resolve_best_location

        self._resolve, self._prune = resolve_best_location, prune_mentions_to_resolved
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
            _write_list(file, within=EAST_JAVA if self.only_east_java else "")
            file.flush()
            self._extractor = LocationExtractor.from_csv(file.name)

    def read(self, row: Row) -> object:
        mentions = [dict(mention.__dict__) for mention in self._extractor.extract(_text(row))]
        return self._prune(mentions, self._resolve(mentions))

    def places(self, row: Row) -> set[str]:
        found: set[str] = set()
        for mention in self.read(row):  # type: ignore[attr-defined]
            first = mention["candidates"][0] if mention["candidates"] else {}
            codes = (first.get(f"{level}_code") for level in ("subdistrict", "district", "city", "province"))
            found |= {code for code in [next((code for code in codes if code), None)] if code}
        return found


class LocationNerNational(LocationNer):
    """The same with the whole country, as far as our reader looks."""

    words = "id-location-ner 0.1.2, national list"
    only_east_java = False


class ParseAlamat(Contender):
    """lokal-id's address parser: one place per text, the first 2,000 letters of it."""

    words = "lokal-id 0.7.2, `parse_alamat`"

    def build(self) -> None:
        from lokal.wilayah import parse_alamat

        self._parse = parse_alamat
        parse_alamat("Desa Wandanpuro, Kecamatan Bululawang, Kabupaten Malang")  # it builds its index at the first call

    def read(self, row: Row) -> object:
        return self._parse(_text(row))

    def places(self, row: Row) -> set[str]:
        code = self.read(row).code  # type: ignore[attr-defined]
        return {code} if code else set()


class Floor(Contender):
    """Every name of East Java found by one automaton, the longest first, each taken for its first bearer: no thought."""

    words = "bare Aho-Corasick, East Java names"
    only_east_java = True
    _plain = re.compile(r"[^a-z0-9]+")

    def build(self) -> None:
        import ahocorasick

        self._names = ahocorasick.Automaton()
        for code, name in _areas(EAST_JAVA):
            bare = re.sub(r"^(kabupaten|kota) ", "", name.lower())
            key = f" {self._plain.sub(' ', bare)} "
            if len(key) > 5 and key not in self._names:
                self._names.add_word(key, (code, len(key)))
        self._names.make_automaton()

    def read(self, row: Row) -> object:
        text = f" {self._plain.sub(' ', _text(row).lower())} "
        hits = [(end - length + 1, end, code) for end, (code, length) in self._names.iter(text)]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        codes, last = set(), -1
        for start, end, code in hits:
            if start >= last:
                codes.add(code)
                last = end
        return codes

    def places(self, row: Row) -> set[str]:
        return self.read(row)  # type: ignore[return-value]


CONTENDERS: dict[str, type[Contender]] = {
    "kondusif": Kondusif,
    "floor": Floor,
    "parse_alamat": ParseAlamat,
    "location_ner": LocationNer,
    "location_ner_national": LocationNerNational,
}


class Measured:
    """One contender in this process, answering what the parent asks, a line of JSON for a line of JSON."""

    def __init__(self, contender: Contender, folder: Path | None) -> None:
        self._contender = contender
        self._texts = {"reports": samples.reports(), "articles": samples.articles(), "digests": samples.digests()}
        if folder:
            files = sorted(folder.glob("*.txt"))
            self._texts["articles"] = [{"id": file.name, "text": file.read_text(encoding="utf-8")} for file in files]

    def start(self) -> Row:
        """Make ready and read a first text. What loading the samples costs is not the contender's."""
        before = time.process_time()
        self._contender.build()
        self._contender.read({"id": "first", "text": "Amplop dibagikan di Desa Wandanpuro, Kecamatan Bululawang."})
        return {"words": self._contender.words, "start_seconds": time.process_time() - before}

    def read(self, *, kind: str, share: float, seconds: float) -> Row:
        """Texts per CPU-second, from where `share` of the texts lies behind, around the list until the time is over.

        Before it counts it reads for a while: a process that has waited runs at half its speed at first.
        """
        rows = self._texts[kind]
        first = int(share * len(rows))
        self._rate(rows[first:] + rows[:first], WARM_UP)
        return {"rate": self._rate(rows[first:] + rows[:first], seconds)}

    def _rate(self, rows: Sequence[Row], seconds: float) -> float:
        texts, spent, begun = 0, 0.0, time.process_time()
        while spent < seconds or texts < LEAST_TEXTS:
            self._contender.read(rows[texts % len(rows)])
            texts += 1
            spent = time.process_time() - begun
        return texts / spent

    def end(self) -> Row:
        """What needs no stop-watch."""
        result: Row = {"peak_megabytes": peak_megabytes()}
        result["places"] = {
            name: _place_figures(self._contender, _rows_of(name))
            for name, (_, east_java) in PLACE_SETS.items()
            if east_java or not self._contender.only_east_java
        }
        if isinstance(self._contender, Kondusif):
            result["figures"] = {name: self._contender.figures(samples.held_out(name)) for name in HELD_OUT}
        return result


def _rows_of(name: str) -> list[Row]:
    part, east_java = PLACE_SETS[name]
    within = EAST_JAVA if east_java else ""
    return [row for row in samples.held_out(part) if all(place["code"].startswith(within) for place in row["places"])]


def _place_figures(contender: Contender, rows: Sequence[Row]) -> Row:
    """F1 of the place sets per level, and for how many texts without a place one was named."""
    counts = {level: Counts() for level in LEVELS}
    placeless = invented = 0
    for row in rows:
        wanted, found = {place["code"] for place in row["places"]}, contender.places(row)
        if not wanted:
            placeless += 1
            invented += bool(found)
        for level, count in counts.items():
            right, said = _at(wanted, level), _at(found, level)
            count.right += len(right & said)
            count.invented += len(said - right)
            count.missed += len(right - said)
    f1 = {LEVELS[level]: count.f1 for level, count in counts.items()}
    return {"texts": len(rows), "placeless": placeless, "invented": invented, "f1": f1}


def peak_megabytes() -> float:
    """The most memory that this process ever held. (``ru_maxrss`` alone would count what the parent held before us.)"""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _text(row: Row) -> str:
    return f"{row['title']}\n\n{row['text']}" if row.get("title") else str(row["text"])


def _areas(within: str = "") -> Iterable[tuple[str, str]]:
    from kondusif.places.domain.gazetteer import load_gazetteer

    return [(code, name) for code, name in load_gazetteer().items() if code.startswith(within)]


def _write_list(file: Any, *, within: str) -> None:
    names = dict(_areas())
    levels = ("province", "city", "district", "subdistrict")
    writer = csv.writer(file)
    writer.writerow([f"{level}_{part}" for level in levels for part in ("name", "code")])
    for code in sorted(names):
        parts = code.split(".")
        if len(parts) == len(levels) and code.startswith(within):
            codes = [".".join(parts[:depth]) for depth in range(1, 5)]
            writer.writerow([cell for each in codes for cell in (names[each], each)])


def main() -> int:
    """Answer what is asked on standard input until it ends."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("name", choices=CONTENDERS)
    options.add_argument("--articles", type=Path, help="a folder of .txt files to measure on instead of our articles")
    chosen = options.parse_args()
    measured = Measured(CONTENDERS[chosen.name](), chosen.articles)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(measured, asked.pop("ask"))(**asked)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
