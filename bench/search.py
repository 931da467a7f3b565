"""How long searches take over a generated database: python bench/search.py [--texts 100000] [--write].

Each text is another mixture of sentences of our corpus; the database is kept for the next run (`--folder`). With
DATABASE_URL the same on PostgreSQL. `--write` puts the table into docs/bench.md, one for each database.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import samples
import table

PAGE = Path(__file__).parents[1] / "docs/bench.md"
HEADING = "## Searching the texts"
TURNS = 15
SEARCHES = {
    "a rare word": "genset",
    "two words": "amplop desa",
    "a word of very many texts": "warga",
    "three words of very many texts": "warga di desa",
    "a begun word": "pem",
    "a phrase of rare words": '"pembagian amplop"',
    "a phrase of very common words": '"di desa"',
    "one word without another": "warga -desa",
    "a misspelt word": "tulunggagung",
    "two misspelt words": "pembagain amplopp",
    "no word, one category": "kategori:politik_uang",
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def main() -> None:
    """Fill the database where it is empty, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=100_000)
    options.add_argument("--folder", default=str(Path(tempfile.gettempdir()) / "kondusif-bench-search"))
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    os.environ["KONDUSIF_DATA"] = chosen.folder
    from kondusif.config.django import migrate, setup

    setup()
    migrate()
    fill(chosen.texts)
    page = _section(chosen.texts)
    print(page)
    if chosen.write:
        write(page, HEADING)


def fill(count: int) -> None:
    """Texts and readings straight into their tables: what is measured here is the search, not the reader."""
    from kondusif.incidents.models import KeptReading, TextFacets
    from kondusif.incidents.text_index import index_missing
    from kondusif.intake.models import Text

    done = Text.objects.count()
    begun = time.monotonic()
    for start in range(done, count, 1000):
        made = [_text(number) for number in range(start, min(count, start + 1000))]
        texts = Text.objects.bulk_create([Text(**text) for text, _ in made])
        for text in texts:
            text.copy_group = text.pk
        Text.objects.bulk_update(texts, ["copy_group"], batch_size=200)
        readings = [KeptReading(text_id=text.pk, **reading) for text, (_, reading) in zip(texts, made, strict=True)]
        KeptReading.objects.bulk_create(readings, batch_size=200)
        index_missing()
        print(f"bench: {start + 1000:,} texts, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    assert TextFacets.objects.count() == count


def measured() -> Iterator[tuple[str, str, int, list[float]]]:
    """For each search: how many texts it finds, and its milliseconds in order."""
    from kondusif.incidents.queries.text_search import TextSearch, search_texts

    begun = time.perf_counter()
    found = search_texts(TextSearch("amplop")).count
    first = (time.perf_counter() - begun) * 1000
    yield "the first search of a process", "amplop", found, [first] * TURNS
    search_texts(TextSearch("amplopp"))
    for words, written in SEARCHES.items():
        took = []
        for _ in range(TURNS):
            begun = time.perf_counter()
            page = search_texts(TextSearch(written))
            took.append((time.perf_counter() - begun) * 1000)
        yield words, written, page.count, sorted(took)


def _text(number: int) -> tuple[dict[str, object], dict[str, object]]:
    """One text and its reading; the same for a number whenever it is made."""
    choice = Random(number)
    sentences, titles, codes = _material()
    text = " ".join(choice.choices(sentences, k=choice.randint(2, 9)))
    seen_at = datetime(2024, 6, 1, tzinfo=UTC) + timedelta(minutes=choice.randrange(60 * 24 * 200))
    category = choice.choice(_CATEGORIES)
    places = [choice.choice(codes) for _ in range(choice.randint(0, 2))]
    source_class = choice.choice(("official", "press", "public", "unknown"))
    payload = {
        "category": category,
        "stance": "happened",
        "is_incident": number % 3 > 0,
        "places": [_place(code) for code in places],
        "event_date": None,
        "source_class": source_class,
        **{name: [] for name in ("actors", "boilerplate", "checks", "dates", "notes", "terms", "unresolved_places")},
        "secondary_category": None,
        "reader_version": "bench",
        "rulebase_version": "bench",
        "schema_version": 1,
        "id": f"{number:06d}",
        "source": f"warta-{number % 40}",
        "reasons": {name: {"confidence": 0.9, "because": []} for name in ("category", "stance", "is_incident")}
        | {"secondary_category": None, "terms": {}, "event_date": None},
    }
    reading = {
        "reader_version": "bench",
        "rulebase_version": "bench",
        "payload": payload,
        "payload_hash": f"{number:064x}",
        "category": category,
        "stance": "happened",
        "is_incident": payload["is_incident"],
        "source_class": source_class,
        "made_at": seen_at,
    }
    row = {
        "key": f"{number:032x}",
        "source": f"warta-{number % 40}",
        "source_id": f"{number:06d}",
        "revision": 1,
        "title": choice.choice(titles) if number % 2 else "",
        "text": text,
        "source_class": source_class,
        "received_at": seen_at,
        "ingested_at": seen_at,
        "content_hash": f"{number:064x}",
    }
    return row, reading


def _place(code: str) -> dict[str, object]:
    level = ("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa")[code.count(".")]
    return {"code": code, "level": level, "name": code, "role": "event", "confidence": 0.9, "because": []}


_CATEGORIES = ("politik_uang", "netralitas", "apk", "hoaks", "logistik", "kegiatan_preventif")
_kept: list[tuple[list[str], list[str], list[str]]] = []


def _material() -> tuple[list[str], list[str], list[str]]:
    if not _kept:
        from kondusif.places.domain.gazetteer import load_gazetteer

        rows = samples.many(4000)
        sentences = sorted({part for row in rows for part in _SENTENCE.split(row["text"]) if len(part) > 30})
        titles = sorted({row["title"] for row in rows if row.get("title")})
        codes = sorted(code for code, _ in load_gazetteer().items() if len(code) == 13)[::40]
        _kept.append((sentences, titles, codes))
    return _kept[0]


def _section(count: int) -> str:
    from django.db import connection

    engine = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    rows = [
        [f"{words}, `{written}`", f"{found:,}", *(f"{took[at]:.0f}" for at in (0, TURNS // 2, -1))]
        for words, written, found, took in measured()
    ]
    command = f"python bench/search.py --texts {count} --write"
    said = "DATABASE_URL=… " if engine == "PostgreSQL" else ""
    return f"""### {engine}

`{said}{command}` on {datetime.now(UTC).date().isoformat()}, {os.cpu_count()} shared cores, Python {platform.python_version()},
load average {os.getloadavg()[0]:.1f}: {count:,} texts, {TURNS} turns each. Finding, counting by five facets, ordering, and the
page of twenty texts with their excerpts; without the page's HTML. On a machine that others use, the best is nearest to the search itself.

{table.markdown(["search", "texts found", "best, ms", "median, ms", "worst, ms"], rows)}
"""


def write(section: str, heading: str) -> None:
    """Replace this database's table on the page, or add it at the end."""
    page = PAGE.read_text(encoding="utf-8").rstrip() + "\n"
    if heading not in page:
        page += f"\n{heading}\n"
    title = section.partition("\n")[0]
    start = page.find(title + "\n")
    if start >= 0:
        end = page.find("\n##", start + 1)
        page = page[:start] + section + ("" if end < 0 else page[end:])
    else:
        page += "\n" + section
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
