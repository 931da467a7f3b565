"""The candidate list of a contest: data that a user hands to the reader, so that candidates are masked before anything is scored.

Two forms: JSON after ``docs/candidates.schema.json``, or CSV with the columns ``area_code, contest, number, pair`` as election
offices publish it. Nothing of it is kept, shipped or weighed.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pair on a ballot, with every word by which a text may name it. `words` are names, nicknames, slogans, hashtags."""

    area: str
    contest: str
    number: str
    names: tuple[str, ...]
    words: tuple[str, ...]


_FIELDS = frozenset({"area", "contest", "number", "names", "nicknames", "slogans", "hashtags", "colours"})
_COLUMNS = frozenset({"area_code", "contest", "number", "pair"})
_LONGEST_PAIR = 400
_TITLE = re.compile(
    r"(?:^|(?<=[\s,]))(?:prof|dra?s?|dr\s?\(h\.c\)|ir|hj?|kh|k\.h|gus|ra|r\.?a|rr|rm|tgh?|letkol|kolonel|kol|ckm|\(purn\)|purn|drh|drg|mayjen|brigjen|irjen|kombes)\.?(?:\s*\([^)]*\)\.?)?(?=\s)"
    r"|,\s*(?:[A-Z][A-Za-z]{0,5}\.\s*)+(?:[A-Z][A-Za-z]{0,5}\.?)?(?:\([A-Za-z. ]+\))?|,\s*[A-Z][A-Za-z]{0,4}$",
    re.IGNORECASE,
)


def read_candidates(path: Path) -> tuple[Candidate, ...]:
    """Read a candidate list; ValueError in words, with file and row, when it is not one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ValueError(f"{path.name}: tidak ada berkas dengan nama itu") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: daftar paslon bukan teks UTF-8") from error
    except OSError as error:
        why = "itu sebuah folder" if isinstance(error, IsADirectoryError) else error.strerror
        raise ValueError(f"{path.name}: daftar paslon tidak terbaca ({why})") from error
    if path.suffix.lower() == ".csv":
        try:
            return tuple(_from_csv(text, path.name))
        except csv.Error as error:
            raise ValueError(f"{path.name}: bukan CSV yang sah ({error})") from error
    return tuple(_from_json(text, path.name))


def _from_json(text: str, name: str) -> Iterable[Candidate]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: bukan JSON yang sah ({error})") from error
    if isinstance(rows, dict):
        rows = rows.get("candidates")
    if not isinstance(rows, list):
        raise ValueError(f"{name}: harus berisi daftar paslon (lihat docs/candidates.schema.json)")
    for number, row in enumerate(rows, 1):
        yield _from_row(row, f"{name}, paslon ke-{number}")


def _from_row(row: Any, where: str) -> Candidate:
    if not isinstance(row, dict):
        raise ValueError(f"{where}: bukan objek")
    unknown = sorted(set(row) - _FIELDS)
    if unknown:
        raise ValueError(f"{where}: kolom tidak dikenal: {', '.join(unknown)}")
    names = _strings(row, "names", where)
    if not names:
        raise ValueError(f"{where}: 'names' kosong")
    words = [*names]
    for field in ("nicknames", "slogans", "hashtags"):
        words += _strings(row, field, where)
    _strings(row, "colours", where)  # colours never weigh, listed or not; the field is only checked
    area, contest, number = (_plain(row, field, where) for field in ("area", "contest", "number"))
    return Candidate(area, contest, number, tuple(names), tuple(words))


def _plain(row: dict[str, Any], field: str, where: str) -> str:
    value = row.get(field, "")
    if not isinstance(value, str) and not (field == "number" and type(value) is int):
        raise ValueError(f"{where}: '{field}' harus berupa teks")
    return str(value)


def _strings(row: dict[str, Any], field: str, where: str) -> list[str]:
    value = row.get(field, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where}: '{field}' harus berupa daftar teks")
    return [item.strip() for item in value if item.strip()]


def _from_csv(text: str, name: str) -> Iterable[Candidate]:
    rows = csv.DictReader(StringIO(text))
    missing = sorted(_COLUMNS - set(rows.fieldnames or ()))
    if missing:
        raise ValueError(f"{name}: kolom tidak ada: {', '.join(missing)}")
    for number, row in enumerate(rows, 2):
        pair = (row["pair"] or "").strip()
        if not pair:
            raise ValueError(f"{name}, baris {number}: kolom 'pair' kosong")
        if len(pair) > _LONGEST_PAIR:
            # A quote without its end swallows the rest of the file.
            raise ValueError(f"{name}, baris {number}: kolom 'pair' lebih dari {_LONGEST_PAIR} huruf")
        if pair.upper().startswith("KOLOM KOSONG"):
            continue
        names = tuple(person for part in re.split(r"\s[-–]\s", pair) if (person := bare_person(part)))
        yield Candidate(row["area_code"] or "", row["contest"] or "", row["number"] or "", names, names)


def bare_person(name: str) -> str:
    """A person's name without titles before or behind it."""
    bare = name.strip()
    for _ in range(6):
        shorter = _TITLE.sub(" ", bare).strip(" ,.")
        if shorter == bare:
            break
        bare = shorter
    return re.sub(r"\s+", " ", bare.partition(",")[0])
