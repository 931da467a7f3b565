"""Measure the reader beside its peers and write `docs/bench.md`: ``make bench``, or ``python bench/run.py [--bulk N]``.

Every contender reads the same texts in a process of its own, and they take turns. Nothing here is a test: figures depend on
the machine and on what else it does, so read the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import bulk
import samples
import table

Row = dict[str, Any]
HERE = Path(__file__).parent
PAGE = HERE.parent / "docs/bench.md"
NEEDED = {"location_ner": "location_ner", "location_ner_national": "location_ner"}
ORDER = ("kondusif", "location_ner", "location_ner_national", "parse_alamat", "floor")
BULK_HEADING = "## A hundred thousand texts"
KINDS = ("reports", "articles", "digests")
TURNS = 5


def main() -> int:
    """Measure, print the table, write the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=3.0, help="CPU-seconds for each contender and kind of text")
    options.add_argument(
        "--bulk", type=int, metavar="N", help="also read N texts with each engine (100000: ten minutes)"
    )
    options.add_argument(
        "--articles", type=Path, metavar="FOLDER", help="print the table for these .txt files, no page"
    )
    chosen = options.parse_args()
    results = _contenders(chosen.seconds, chosen.articles)
    print(table.summary(results))
    if chosen.articles:
        return 0
    page = [_page(results, chosen.seconds)]
    if chosen.bulk:
        page.append(_bulk(chosen.bulk))
    elif PAGE.is_file() and BULK_HEADING in (before := PAGE.read_text(encoding="utf-8")):
        page.append(BULK_HEADING + before.partition(BULK_HEADING)[2])
    PAGE.write_text("\n".join(part.rstrip() + "\n" for part in page), encoding="utf-8")
    return 0


class Contender:
    """A process of `peers` and what is asked of it."""

    def __init__(self, name: str, articles: Path | None) -> None:
        self.name = name
        self.rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
        command = [sys.executable, str(HERE / "peers.py"), name, *(["--articles", str(articles)] if articles else [])]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what: str, **more: object) -> Row:
        """Ask, and wait for the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"ask": what, **more}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"bench: {self.name} failed")
        found: Row = json.loads(answer)
        return found

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def _contenders(seconds: float, articles: Path | None) -> dict[str, Row]:
    """Everybody reads the same part of the texts before anybody goes on: a busy minute is a busy minute for all."""
    results: dict[str, Row] = {}
    contenders = [Contender(name, articles) for name in ORDER if _installed(name)]
    for contender in contenders:
        print(f"bench: {contender.name} …", file=sys.stderr)
        results[contender.name] = contender.ask("start")
    for turn in range(TURNS):
        for kind in KINDS:
            for contender in contenders:
                told = contender.ask("read", kind=kind, share=turn / TURNS, seconds=seconds / TURNS)
                contender.rates[kind].append(told["rate"])
    for contender in contenders:
        result = results[contender.name]
        result |= {kind: {"rate": median(rates)} for kind, rates in contender.rates.items()}
        result |= contender.ask("end")
        contender.close()
    for result in results.values():  # turn by turn, so that what slowed one slowed the other
        ours = contenders[0].rates
        mine = next(each.rates for each in contenders if results[each.name] is result)
        for kind in KINDS:
            result[kind]["ratio"] = median(a / b for a, b in zip(ours[kind], mine[kind], strict=True))
    return results


def _installed(name: str) -> bool:
    there = name not in NEEDED or find_spec(NEEDED[name]) is not None
    if not there:
        print(f"bench: {name} is not installed (make bench installs it); left out", file=sys.stderr)
    return there


def _page(results: dict[str, Row], seconds: float) -> str:
    figures = results["kondusif"]["figures"]
    parts = {name: samples.held_out(name) for name in ("reports-jatim", "reports-nusantara", "articles")}
    texts = {name: len(rows) for name, rows in parts.items()}
    officials = {name: sum(len(row.get("actors", ())) for row in rows) for name, rows in parts.items()}
    articles, digests, reports = samples.articles(), samples.digests(), samples.reports()
    letters = sum(len(row["text"]) for row in reports) / len(reports)
    return f"""# Measurements

Written by `make bench`; last on {_today()} on {_machine()}, {_load()}.
Figures depend on the machine and on its other work: read the ratios. Nothing here is a test with a limit.

## Speed and memory

{table.summary(results)}

In brackets: how many times faster, or lighter, the whole reading of Kondusif is than that contender; below 1 × it is slower or
heavier. The others find places and nothing else; Kondusif also says what happened, when, who, whether it is an incident, what
contradicts official facts, and which words say so, and writes it out as JSON.

- Texts: {len(reports):,} short reports ({letters:.0f} letters on average), {len(articles)} articles of 2.8 kB about one event (those of our corpus, filled up with
  paragraphs of background from `bench/background.txt`), {len(digests)} digests of 2.8 kB made of short news items. All written by us.
- Speed: texts per CPU-second of the process in steady state. Contenders take turns: in each of {TURNS} turns everybody starts at the same
  text, warms up and reads for {seconds / TURNS:.1f} CPU-seconds, so that what slows one slows the other. Shown is the median, in brackets the median of the turns' ratios.
- Start-up: CPU-seconds until the first text is read, imports and indexes included.
- Places invented: short reports from which no place can be decided, and for how many of them one was named.
- Contenders: id-location-ner without its optional neural model, which has to be downloaded (first candidate of each mention, as its
  own command line prunes them); `parse_alamat` answers one place per text and looks at the first 2,000 letters; the floor is one automaton
  over all names of East Java that takes whatever it finds, which shows what looking names up alone costs.

## Places

Sets of codes with their ancestors against the labels of the held-out corpus (`docs/labelling.md`), micro-averaged F1.

{table.places(results)}

## The rest of a reading

{table.accuracy(figures, texts, officials)}

"asked" is what texts kept aside by others are held to; these figures are our own, on texts of our own. Texts of few hands are easier
than the world's: expect less on yours, and measure with `python bench/accuracy.py FILE`.

## How to repeat it

```sh
make bench                                          # this page, about three minutes
.venv/bin/python bench/run.py --bulk 100000         # also the engines, about ten minutes more
.venv/bin/python bench/accuracy.py --wrong places   # every held-out text whose places are read wrongly
.venv/bin/python bench/index.py --write             # each other section names its own: index, scan, pages, allocation, …
.venv/bin/python bench/farrington.py --write        # beside R: apt install r-base-core r-cran-surveillance; so bench/measles.py
make validate                                       # docs/validation.md: what the methods promise, in simulated worlds
```
"""


def _bulk(count: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for result in bulk.measured(Path(folder), count):
            print(f"bench: {result['options']}: {result['seconds']:.0f} s", file=sys.stderr)
            results.append(result)
    same = "identical" if len({result["sha256"] for result in results}) == 1 else "DIFFERENT"
    print(table.bulk(results))
    return f"""{BULK_HEADING}

`python bench/run.py --bulk {count}` on {_today()}, {_machine()}, {_load()}: {count:,} texts of every kind in one JSONL file.
The outputs are {same}, byte for byte. "Together" is the most that all processes held at once, shared pages counted once.

{table.bulk(results)}
"""


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _machine() -> str:
    model = "processor"
    info = Path("/proc/cpuinfo")
    if info.is_file() and (found := re.search(r"model name\s*:\s*(.+)", info.read_text())):
        model = found[1].strip()
    return f"{os.cpu_count()} shared cores ({model}), {platform.system()}, Python {platform.python_version()}"


def _load() -> str:
    return f"load average {os.getloadavg()[1]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
