"""Reading a file of boundaries: GeoJSON or gzipped GeoJSON, one feature at a time, every flaw named.

A feature carries the Kemendagri code of its area in ``properties.code``; all areas of a file are of one level.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from kondusif.places.domain.codes import Level, level_of, parse_code
from kondusif.places.domain.gazetteer import Gazetteer
from kondusif.places.domain.outlines import BadOutline, Outline, outline

LARGEST = 256 * 1024 * 1024  # bytes, unpacked; the 8,494 villages of East Java with 4 decimals take 17 MB
MOST_FEATURES = 100_000
_GZIP = b"\x1f\x8b"
_PIECE = 1 << 20
_BLANK = " \t\n\r"


class BadFile(ValueError):
    """The file as a whole cannot be read; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one feature; `feature` counts from 1, `code` is empty where none could be read."""

    feature: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"fitur {self.feature}{f' ({self.code})' if self.code else ''}: {self.reason}"


@dataclass(slots=True)
class BoundaryFile:
    """What a file holds: outlines by code, and the features that are broken. `digest` is the SHA-256 of the file."""

    name: str
    digest: str
    level: Level | None = None
    outlines: dict[str, Outline] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_boundaries(
    path: Path, gazetteer: Gazetteer, *, on_progress: Callable[[int, int], None] = lambda _done, _all: None
) -> BoundaryFile:
    """Read and check a file; `BadFile` when nothing in it can be relied on.

    `on_progress` hears how many letters of how many lie behind. Memory: the unpacked file twice.
    """
    packed = _bytes(path)
    text = _text(packed)
    found = BoundaryFile(path.name, sha256(packed).hexdigest())
    seen: dict[str, int] = {}
    for number, (feature, done) in enumerate(_features(text), 1):
        if number > MOST_FEATURES:
            raise BadFile(f"lebih dari {MOST_FEATURES} fitur")
        code = ""
        try:
            code = _code(feature, gazetteer)
            _take(code, number, feature, found, seen)
        except ValueError as error:
            found.problems.append(Problem(number, code or _claimed_code(feature), str(error)))
        on_progress(done, len(text))
    if not found.outlines and not found.problems:
        raise BadFile("tidak ada satu fitur pun di dalamnya")
    return found


def _take(code: str, number: int, feature: dict[str, Any], found: BoundaryFile, seen: dict[str, int]) -> None:
    if code in seen:
        raise BadOutline(f"kode ini sudah ada di fitur {seen[code]}")
    seen[code] = number
    if found.level is None:
        found.level = level_of(code)
    if level_of(code) != found.level:
        raise BadOutline(f"tingkat {level_of(code).id}, padahal berkas ini dimulai dengan {found.level.id}")
    found.outlines[code] = outline(feature.get("geometry"))


def _code(feature: object, gazetteer: Gazetteer) -> str:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise BadOutline("bukan Feature")
    properties = feature.get("properties")
    written = properties.get("code") if isinstance(properties, dict) else None
    if written is None:
        raise BadOutline("properties.code tidak ada")
    if not isinstance(written, str):
        raise BadOutline(f"properties.code harus teks, bukan {type(written).__name__}: nol di belakang titik hilang")
    code = parse_code(written[:40])
    if code not in gazetteer:
        raise BadOutline("tidak ada wilayah dengan kode ini")
    return code


def _claimed_code(feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    written = properties.get("code") if isinstance(properties, dict) else None
    return "".join(filter(str.isprintable, str(written)[:20])) if written is not None else ""


# The file -------------------------------------------------------------------------------------------------------------


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(LARGEST + 1)
    except OSError as error:
        raise BadFile(_why(error)) from error
    if len(packed) > LARGEST:
        raise BadFile(f"lebih besar dari {LARGEST >> 20} MB")
    if not packed.strip():
        raise BadFile("berkas kosong")
    return packed


def _text(packed: bytes) -> str:
    raw = _unpacked(packed) if packed.startswith(_GZIP) else packed
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"bukan teks UTF-8 (byte ke-{error.start + 1})") from error


def _unpacked(packed: bytes) -> bytes:
    """The content of a gzip file; stops early where it would swell beyond the limit."""
    raw = bytearray()
    try:
        with gzip.open(io.BytesIO(packed)) as file:
            while piece := file.read(_PIECE):
                raw += piece
                if len(raw) > LARGEST:
                    raise BadFile(f"lebih besar dari {LARGEST >> 20} MB setelah dibuka")
    except EOFError as error:
        raise BadFile("gzip terpotong: unduh atau salin lagi berkasnya") from error
    except (OSError, zlib.error) as error:
        raise BadFile("gzip rusak: unduh atau salin lagi berkasnya") from error
    return bytes(raw)


# JSON, a feature at a time: parsed at once, a file takes twenty times its size ----------------------------------------


def _features(text: str) -> Iterator[tuple[dict[str, Any], int]]:
    """Each element of the top object's `features`, with the place in the text where it ends."""
    reader = _Reader(text)
    kind: object = None
    listed = False
    for key in reader.members():
        if key == "features" and not listed:
            listed = True
            yield from ((feature, reader.place) for feature in reader.elements())
        else:
            value = reader.value()
            kind = value if key == "type" else kind
    if kind != "FeatureCollection":
        raise BadFile('GeoJSON ini bukan FeatureCollection ("type" di tingkat teratas)')
    if not listed:
        raise BadFile('FeatureCollection tanpa "features"')


class _Reader:
    """Walks through the text of one JSON object."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decode = json.JSONDecoder().raw_decode
        self.place = 0

    def members(self) -> Iterator[str]:
        """The object's keys; whoever asks takes each value before asking for the next key."""
        self._expect("{", "bukan objek JSON")
        if self._next() == "}":
            self.place += 1
        else:
            while True:
                key = self.value()
                if not isinstance(key, str):
                    raise self._broken("nama kolom harus teks")
                self._expect(":", "titik dua tidak ada")
                yield key
                if self._next() == "}":
                    self.place += 1
                    break
                self._expect(",", "koma tidak ada")
        if self._next():
            raise self._broken("ada sisa setelah akhir objek")

    def elements(self) -> Iterator[Any]:
        """The elements of the list that begins here."""
        self._expect("[", '"features" bukan daftar')
        if self._next() == "]":
            self.place += 1
            return
        while True:
            yield self.value()
            if self._next() == "]":
                self.place += 1
                return
            self._expect(",", "koma tidak ada")

    def value(self) -> Any:
        """The JSON value that begins here."""
        self._next()
        try:
            value, self.place = self._decode(self._text, self.place)
        except RecursionError as error:
            raise BadFile(f"bersarang terlalu dalam di huruf ke-{self.place + 1}") from error
        except json.JSONDecodeError as error:
            self.place = error.pos
            raise self._broken("tidak dapat dibaca") from error
        except ValueError as error:  # a whole number of thousands of digits
            raise self._broken("angka terlalu panjang") from error
        return value

    def _next(self) -> str:
        while self.place < len(self._text) and self._text[self.place] in _BLANK:
            self.place += 1
        return self._text[self.place : self.place + 1]

    def _expect(self, mark: str, complaint: str) -> None:
        if self._next() != mark:
            raise self._broken(complaint)
        self.place += 1

    def _broken(self, complaint: str) -> BadFile:
        if self.place >= len(self._text):
            return BadFile("JSON terpotong: berkas berakhir di tengah jalan")
        line = self._text.count("\n", 0, self.place) + 1
        column = self.place - self._text.rfind("\n", 0, self.place)
        return BadFile(f"bukan JSON yang sah, baris {line} huruf {column}: {complaint}")


def _why(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "berkas tidak ada"
        case IsADirectoryError():
            return "itu sebuah folder; sebutkan satu berkas"
        case PermissionError():
            return "berkas tidak boleh dibaca (izin)"
    return f"berkas tidak dapat dibaca ({error.strerror or type(error).__name__})"
