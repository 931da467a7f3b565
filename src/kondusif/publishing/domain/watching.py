"""What a saved view watches, in a form that can be kept: plain values in, plain values out."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from kondusif.incidents.domain.searching.columns import Wanted

INCIDENTS = "kejadian"
TEXTS = "teks"
LONGEST_NAME = 120


class BadView(ValueError):
    """The view cannot be kept like this; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class WatchedIncidents:
    """Filters of incidents that stay true as time passes: no period, for what is watched is what comes."""

    categories: tuple[str, ...] = ()
    area: str = ""
    statuses: tuple[str, ...] = ()
    kind: str = ""
    search: str = ""
    date_from: date | None = None
    date_to: date | None = None
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class WatchedTexts:
    """A search over texts."""

    written: str
    wanted: Wanted


Watched = WatchedIncidents | WatchedTexts


def as_plain(watched: Watched) -> dict[str, Any]:
    """In JSON form."""
    plain = asdict(watched)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


def from_plain(page: str, plain: Mapping[str, Any]) -> Watched:
    """From JSON form. What a later version does not know any longer filters nothing."""
    if page == TEXTS:
        known = {field.name for field in fields(Wanted)}
        wanted = {name: value for name, value in plain.get("wanted", {}).items() if name in known}
        return WatchedTexts(plain.get("written", ""), Wanted(**wanted))
    known = {field.name for field in fields(WatchedIncidents)}
    values = {name: value for name, value in plain.items() if name in known}
    for name in ("categories", "statuses"):
        values[name] = tuple(values.get(name, ()))
    for name in ("date_from", "date_to"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    return WatchedIncidents(**values)


def checked_name(name: str) -> str:
    """The name with single blanks, or `BadView`."""
    name = " ".join(name.replace("\x00", " ").split())
    if not name:
        raise BadView("Beri nama pantauan ini.")
    if len(name) > LONGEST_NAME:
        raise BadView(f"Nama pantauan paling panjang {LONGEST_NAME} huruf.")
    return name


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as few bytes: each as its distance from the one before."""
    ordered = sorted(set(numbers))
    steps = [number - before for before, number in zip([0, *ordered], ordered, strict=False)]
    return zlib.compress(",".join(map(str, steps)).encode())


def unpacked(content: bytes) -> set[int]:
    """The numbers again."""
    written = zlib.decompress(content).decode()
    found: set[int] = set()
    number = 0
    for step in written.split(",") if written else ():
        number += int(step)
        found.add(number)
    return found
